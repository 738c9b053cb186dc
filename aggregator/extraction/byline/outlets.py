"""Outlets without a label, on Chinese pages: beside the date, before a slash, in a report's opening brackets."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.extraction.byline import attribution, names
from aggregator.extraction.byline.beside_date import names_nobody
from aggregator.extraction.byline.line import DATE, GAP, find_date

if TYPE_CHECKING:
    from aggregator.extraction.byline.attribution import Evidence
    from aggregator.extraction.byline.vicinity import Vicinity

_BEFORE_NAME = re.compile(
    rf"(?P<outlet>\w{{2,12}})[\s{GAP}]+(?P<name>[{names.HAN}]{{2,4}})[\s{GAP}]+(?:{DATE.pattern})"
)
_BEFORE_STAFF = re.compile(
    rf"(?P<outlet>[{names.HAN}]{{2,12}})\s*[╱／/]\s*(?P<staff>[^{GAP}\d]{{0,30}}?)[\s{GAP}]+(?:{DATE.pattern})"
)
_BEHIND_DATE = re.compile(
    rf"(?:{DATE.pattern})[\s{GAP}]*[\[【(（]?[\s{GAP}]*(?P<outlet>[{names.HAN}]{{3,12}})[\s{GAP}]*(?:[\]】)）{GAP}]|\s|$)"
)
_LARGEST = 36
"""Bytes of a line that is nothing but an outlet's name."""
_WITH_WRITER = re.compile(
    rf"\s*[【〔（(]?([{names.HAN}]{{2,12}})\s*[／/╱]\s*([{names.HAN}]{{2,12}})?[】〕）)]?\s*"
)
_LONE = re.compile(rf"[{names.HAN}-]{{2,12}}")
_NO_OUTLET = re.compile(
    r"(?:看|即[时時]|[相有][关關]|最新|更多|[滚滾][动動]|[热熱][点點]|[图圖]片|推[荐薦]|[国國][内內际際]|社[会會]|[财財][经經]"
    r"|娱乐|娛樂|体育|體育)新[闻聞]$|消息$"
)
"""Ends a section's name, or a button's."""
_AGENCY = re.compile(rf"[〔【（(\[]\s*([{names.HAN}]{{2,10}}?)\s*(?:[〕】）)\]]|(?:特[约約派])?[記记]者)")
"""Begins a report: （示例社記者王芳台北21日電）."""


def read_lone(evidence: Evidence, vicinity: Vicinity, block: int) -> bool:
    """A line that is an outlet's name, right above or below a date; whether it is one."""
    page = vicinity.page
    if page.block_sizes[block] > _LARGEST:
        return False
    text = vicinity.pieces(block)
    if signed := _WITH_WRITER.fullmatch(text):
        return _read_with_writer(evidence, *signed.groups())
    if not _LONE.fullmatch(text):
        return False
    around = (line for line in (block - 1, block + 1) if vicinity.headline < line < vicinity.text_start)
    if not _is_outlet(text) or vicinity.is_site(text):
        return False
    if any(find_date(vicinity.pieces(line)) for line in around):
        evidence.outlets.append(text)
        return True
    return False


def _read_with_writer(evidence: Evidence, first: str, second: str | None) -> bool:
    """`示例醒報／王芳`, `王芳/示例晚报`: an outlet and who wrote, or the outlet alone before the slash."""
    outlet, writer = (first, second) if _is_outlet(first) else (second, first)
    if outlet is None or not _is_outlet(outlet) or (writer and not names.is_han_name(writer)):
        return False
    evidence.sources.append(outlet)
    evidence.claim([writer] if writer else [], "byline", attribution.ALONE)
    return True


def _is_outlet(name: str) -> bool:
    return names.is_organisation(name) and not _NO_OUTLET.search(name)


def read_before_date(evidence: Evidence, vicinity: Vicinity, text: str) -> bool:
    """`示例网 王芳 2024-03-06`: outlet and name right before the date; whether they stand there."""
    if staff := _BEFORE_STAFF.match(text):
        return _read_staff(evidence, staff)
    match = _BEFORE_NAME.match(text)
    if match is None or not names.is_organisation(match["outlet"]) or not names.is_han_name(match["name"]):
        return False
    if names_nobody(match["name"]) or vicinity.is_section(match["name"]):
        return False
    evidence.sources.append(match["outlet"])
    evidence.claim([match["name"]], "byline", attribution.BESIDE_DATE)
    return True


def _read_staff(evidence: Evidence, match: re.Match[str]) -> bool:
    """`示例網╱新聞中心王芳 2024-03-06`: an outlet's name, and behind the slash who of it wrote."""
    if not _is_outlet(match["outlet"]):
        return False
    evidence.outlets.append(match["outlet"])
    found = [name for name in names.split(match["staff"]) if names.is_han_name(name)]
    evidence.claim(found, "byline", attribution.BESIDE_DATE)
    return True


def read_behind_date(evidence: Evidence, vicinity: Vicinity, text: str) -> None:
    """`2024-03-06 10:15 示例晚报`: an outlet right behind the date, if it is not the site."""
    match = _BEHIND_DATE.search(text)
    if match and _is_outlet(match["outlet"]) and not vicinity.is_site(match["outlet"]):
        evidence.outlets.append(match["outlet"])


def of_report(text: str) -> str | None:
    """Whose report the text is, as its brackets say in which it begins."""
    found = _AGENCY.match(text)
    return found[1] if found is not None and _is_outlet(found[1]) else None


def in_brackets(text: str) -> str | None:
    """The outlet in the brackets that are all of a line."""
    found = _AGENCY.fullmatch(text)
    return found[1] if found is not None and _is_outlet(found[1]) else None
