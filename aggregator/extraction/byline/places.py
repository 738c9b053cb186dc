"""Gathers what a page's byline says from every place where one may stand."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from aggregator.dates.words import WEEKDAYS, any_of
from aggregator.extraction.byline import attribution, count_places, marked, names, outlets, signatures
from aggregator.extraction.byline import line as byline_line
from aggregator.extraction.byline.attribution import Evidence
from aggregator.extraction.byline.beside_date import is_label, names_nobody
from aggregator.extraction.byline.line import DATE, GAP, Line
from aggregator.extraction.byline.notices import is_notice, is_of_its_age
from aggregator.extraction.byline.vicinity import LINE_LIMIT
from aggregator.extraction.page.elements import SUBHEADINGS
from aggregator.items import Person

if TYPE_CHECKING:
    from aggregator.extraction.byline.vicinity import Vicinity

_SIGNATURE = 60
"""Bytes of a line that is nothing but a name in brackets, which the body may leave out."""
_CLOSING_LINES = 10
"""So many lines at the body's end are asked whether they are the site's own."""
_LAST_LINES = 3
_CREDITS = 250
"""Bytes of a line that names people or a source and says nothing else."""
_STAMP = 40
"""Characters of a line that is little more than a date and a time."""
_TIMESTAMP = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d\d")
_WEEKDAY = rf"(?:{any_of(WEEKDAYS)})\b[.,]?\s*"
_DONE = r"(?:last )?(?:updated|published|posted|modified)(?: on| at)?:?"
_RUN_TOGETHER = re.compile(
    rf"^(?P<before>[^{GAP}]*?){GAP}?\s*(?:[于於]|发布于|发表于|on|{_DONE})?\s*(?:{_WEEKDAY})?(?P<date>{DATE.pattern})(?P<after>.*)$",
    re.IGNORECASE,
)
_CREDIT_LINE = 100
"""Bytes of a line within the text that names reporters and nothing else."""
_TOKENS = re.compile(rf"{GAP}|[|·•/—–]|{DATE.pattern}", re.IGNORECASE)
_BRACKETED = re.compile(r"[\[【(（]\s*(\S{2,4})\s*[\]】)）]")
_SIGNED = re.compile(rf"(?:By|BY) ([^:{GAP}]{{4,60}}?)\s*{GAP}?\s*:\s*{GAP}?\s*\w")
_PLACE = re.compile(r"\s+(?:on behalf of|for|in|at|from)\b.*$")
_HANDLE = re.compile(rf"[,\s{GAP}]*@\w+")
_ISSUER = "SOURCE "
"""Begins the last line of a release that an agency distributes."""
_ISSUER_SIZE = 90
"""Bytes."""
_EARLIER_TITLE = ("原标题", "原標題")
_HAN = re.compile(f"[{names.HAN}]")


def gather(vicinity: Vicinity) -> Evidence:
    """What all places say."""
    evidence = Evidence()
    _read_head(evidence, vicinity)
    _read_opening(evidence, vicinity)
    _read_middle(evidence, vicinity)
    _read_tail(evidence, vicinity)
    _find_notices(evidence, vicinity)
    marked.read(evidence, vicinity)
    _read_other_counts(evidence, vicinity)
    evidence.sources += evidence.outlets
    return evidence


def _read_head(evidence: Evidence, vicinity: Vicinity) -> None:
    """The lines between headline and text, and those right above the headline."""
    page = vicinity.page
    expects: str | None = None
    alone: list[str] = []
    is_over = False
    for block in vicinity.head:
        is_subheading = page.tags[page.block_nodes[block]] in SUBHEADINGS
        if is_subheading:
            expects = None
            is_over = is_over or block > vicinity.headline
        if not 0 < page.block_sizes[block] <= LINE_LIMIT:
            continue
        if block == vicinity.headline and vicinity.has_headline:
            continue
        text = vicinity.pieces(block)
        if vicinity.is_sentence(block) or _is_choice(vicinity, block):
            expects = None
            continue
        below = block > vicinity.headline
        if expects and vicinity.begins_text(block):
            expects = None
        line = vicinity.line(text, block, expects)
        if is_subheading and below and line.authors and _names_a_work(text):
            line = byline_line.SILENT
        found = _note(evidence, line, attribution.LABELLED if below else attribution.LABELLED_ABOVE)
        if byline_line.find_date(text):
            if is_over and evidence.dates:
                continue  # the text's own
            evidence.dates.append(text)
            found = True
            outlets.read_behind_date(evidence, vicinity, text)
            if not outlets.read_before_date(evidence, vicinity, text):
                _read_run_together(evidence, vicinity, text, line)
        elif below and not found and names.is_agency(text):
            evidence.sources.append(text)
            found = True
        elif below and not found and (not is_over or _is_linked_heading(vicinity, block)):
            lone = signatures.lone_names(text) if page.block_link_sizes[block] == 0 else []
            alone += lone
            found = bool(lone) or _read_lone_latin(evidence, vicinity, block)
            found = found or outlets.read_lone(evidence, vicinity, block)
        elif not found and block + 1 < vicinity.headline:
            _read_above_posted(evidence, vicinity, block)
        if (found or text.startswith(_EARLIER_TITLE)) and not (
            vicinity.has_text and block >= vicinity.text_start
        ):
            evidence.blocks.add(block)
        expects = line.expects
    evidence.claim(alone, "byline", attribution.ALONE)


def _is_choice(vicinity: Vicinity, block: int) -> bool:
    """An item of a list of what a site may be seen by: `By Industry`, `By Solution`."""
    page = vicinity.page
    if page.tags[page.block_nodes[block]] != "li" or not page.block_texts[block].startswith("By "):
        return False
    return sum(text.startswith("By ") for text in page.block_texts[max(0, block - 1) : block + 2]) > 1


def _names_a_work(text: str) -> bool:
    """Whoever a subheading names is the author of what it names as well: `The Harbour, by Jane Doe`."""
    return not (byline_line.begins_with_label(text) or byline_line.find_date(text))


def _note(evidence: Evidence, line: Line, weight: float) -> bool:
    """Keep what a line says; whether it said anything."""
    if not line.says_something:
        return False
    evidence.claim(line.authors, "byline", weight)
    evidence.claim(line.uploaders, "byline", min(weight, attribution.UPLOADED))
    evidence.others += [person for person in line.persons if person.role != "author"]
    if line.source:
        evidence.sources.append(line.source)
        if names.is_han_name(line.source):
            evidence.claim([line.source], "byline", attribution.SOURCE)
    evidence.category = evidence.category or line.category
    for kind, count in line.counts.items():
        evidence.counts.setdefault(kind, count)
    return True


def _read_lone_latin(evidence: Evidence, vicinity: Vicinity, block: int) -> bool:
    """A line that is a full name and stands above a date or the text; whether it is one."""
    text = vicinity.pieces(block)
    lone = names.lone_latin(_HANDLE.sub("", text).replace(GAP, " ").rstrip(" |")) if text[0].isupper() else []
    is_plain = (
        vicinity.is_plain(block) or _is_linked_heading(vicinity, block) or _is_first_item(vicinity, block)
    )
    if not lone or not is_plain or not vicinity.is_dated(block):
        return False
    evidence.claim(lone, "byline", attribution.ALONE_LATIN)
    return True


def _is_linked_heading(vicinity: Vicinity, block: int) -> bool:
    """The heading right below the headline leads to what the page says of its author, or writes to them."""
    page = vicinity.page
    node = page.block_nodes[block]
    if block != vicinity.headline + 1 or page.tags[node] not in SUBHEADINGS or vicinity.is_apart(node):
        return False
    link = page.within(page.chunk_nodes[page.block_starts[block]], "a")
    return (page.attribute(link, "href") or "").startswith(("#", "mailto:"))


def _is_first_item(vicinity: Vicinity, block: int) -> bool:
    """The line right below the headline is the first of a list of its writer, section and day."""
    page = vicinity.page
    if block != vicinity.headline + 1 or page.tags[page.block_nodes[block]] != "li":
        return False
    below = range(block + 1, min(block + 3, vicinity.count))
    is_dated = any(
        page.tags[page.block_nodes[line]] == "li" and byline_line.find_date(vicinity.pieces(line))
        for line in below
    )
    return is_dated and not vicinity.is_apart(page.block_nodes[block])


def _read_above_posted(evidence: Evidence, vicinity: Vicinity, block: int) -> None:
    """A linked name above a line `Posted on …` that stands above the headline."""
    page, below = vicinity.page, vicinity.pieces(block + 1)
    is_linked = page.block_link_sizes[block] == page.block_sizes[block]
    if is_linked and byline_line.begins_with_posted(below) and byline_line.find_date(below):
        name = names.split(vicinity.pieces(block))
        if len(name) == 1 and not vicinity.is_section(name[0]):
            evidence.claim(name, "byline", attribution.BESIDE_DATE)


def _read_run_together(evidence: Evidence, vicinity: Vicinity, text: str, line: Line) -> None:
    """`小花2024-11-01债务优化3`: author, date, section and views side by side without a word between."""
    bracketed = _BRACKETED.search(text.replace(GAP, ""))
    if bracketed is not None and names.is_han_name(bracketed[1]) and len(text) < 120:
        evidence.claim([bracketed[1]], "byline", attribution.BESIDE_DATE)
    match = _RUN_TOGETHER.match(text) if not line.labels - {"other"} and len(text) <= 80 else None
    if match is None:
        return
    tokens = [_PLACE.sub("", token.strip(" ,.-")) for token in _TOKENS.split(text)]
    full = [lone for token in tokens if (lone := names.lone_latin(token)) and not names_nobody(token)]
    if len(full) == 1 and not vicinity.is_section(full[0][0]):
        evidence.claim(full[0], "byline", attribution.FULL_NAME_BESIDE_DATE)
    before = match["before"].strip(" |·•/-,，")
    found = names.split(before) if len(before) <= 20 and not names_nobody(match["before"]) else []
    if len(found) != 1 or not byline_line.is_credible(found[0], before) or vicinity.is_section(found[0]):
        return
    if names.is_organisation(found[0]):
        evidence.sources.append(found[0])
        return
    evidence.claim(found, "byline", attribution.BESIDE_DATE)
    _read_behind_date(evidence, [piece.strip(" |·•/") for piece in match["after"].split(GAP)])


def _read_behind_date(evidence: Evidence, pieces: list[str]) -> None:
    """Section and views, when there is nothing else."""
    pieces = [piece for piece in pieces if piece]
    if len(pieces) == 1 and (glued := re.fullmatch(r"([^\W\d]{2,12}?)(\d{1,9})", pieces[0])):
        pieces = [glued[1], glued[2]]
    if any(map(is_label, pieces)):
        return
    words = [piece for piece in pieces if re.fullmatch(r"[^\W\d][\w &+-]{1,11}", piece)]
    numbers = [piece for piece in pieces if piece.isdecimal()]
    if len(words) == 1 and len(numbers) <= 1 and len(pieces) == len(words) + len(numbers):
        evidence.category = evidence.category or words[0]
        if numbers and pieces[-1] == numbers[0]:
            evidence.counts.setdefault("views", int(numbers[0]))


def _read_opening(evidence: Evidence, vicinity: Vicinity) -> None:
    """The first lines of the text: 〔記者X／台北報導〕, （记者 X）, 本报记者 X, 文/X."""
    page = vicinity.page
    alone: list[str] = []
    for block in vicinity.opening:
        if signed := _signed(vicinity, block):
            evidence.claim(signed, "text", attribution.SIGNED_OPENING)
        text = vicinity.pieces(block).replace(GAP, " ") if vicinity.has_beyond_ascii(block) else ""
        if not _HAN.search(text[:80]):
            continue
        if agency := outlets.of_report(text):
            evidence.outlets.append(agency)
        if found := signatures.reporters(text):
            if page.block_sizes[block] < 120 and block < vicinity.text_start:
                evidence.blocks.add(block)
                alone += found  # one line for the trainees, one for the reporters
                found = alone
            evidence.claim(found, "text", attribution.REPORTER + 0.01 * len(found))
        elif page.block_sizes[block] < 150 and block > vicinity.text_start - 4:
            line = vicinity.line(vicinity.pieces(block), block)
            if line.authors:
                evidence.claim(line.authors, "text", attribution.REPORTER)
                evidence.blocks.add(block)


def _signed(vicinity: Vicinity, block: int) -> list[str]:
    """Whom a text names that begins with its writer: `By Jane Doe: The harbour …`."""
    page = vicinity.page
    if page.chunks[page.block_starts[block]].lstrip()[:3] not in ("By ", "BY "):
        return []
    found = _SIGNED.match(vicinity.pieces(block))
    return names.lone_latin(found[1].strip()) if found is not None else []


def _read_middle(evidence: Evidence, vicinity: Vicinity) -> None:
    """A short line within the text that is nothing but a signature: 示例日报记者王芳 摄影李伟."""
    page, opening = vicinity.page, vicinity.opening
    sizes = page.block_sizes
    for block in range(max(opening.stop, vicinity.text_start), vicinity.text_end):
        if sizes[block] <= _CREDIT_LINE and (found := signatures.signature(page.block_texts[block])):
            evidence.claim(found, "text", attribution.SIGNED)
            return


def _read_tail(evidence: Evidence, vicinity: Vicinity) -> None:
    """The last lines: a closing (X), 编辑：X 校对：Y, and the notice of copyright that names the author."""
    page = vicinity.page
    expects: str | None = None
    for block in vicinity.tail:
        _read_unlabelled(evidence, vicinity, block)
        is_possible = _may_be_byline(vicinity, block, expects)
        expects = _read_tail_line(evidence, vicinity, block, expects) if is_possible else None
    for block in vicinity.colophon:
        line = vicinity.line(vicinity.pieces(block), block)
        is_colophon = line.authors and line.labels & {"source", "editor"}
        if is_colophon and not vicinity.is_foreign(page.block_nodes[block]):
            evidence.claim(line.authors, "byline", attribution.LABELLED_BELOW)


def _read_unlabelled(evidence: Evidence, vicinity: Vicinity, block: int) -> None:
    """Who signs one of the last lines, or for whom, without a word that says so."""
    page, text, end = vicinity.page, vicinity.page.block_texts[block], vicinity.text_end
    size = page.block_sizes[block]
    is_short = size < _SIGNATURE
    is_among_last = end - _LAST_LINES <= block <= end
    if (block < end or (block == end and is_short)) and vicinity.ends_in_bracket(block):
        closing = vicinity.pieces(block).replace(GAP, " ")
        evidence.claim(signatures.closing(closing), "text", attribution.CLOSING)
        evidence.others += [Person(name=name, role="editor") for name in signatures.editors(closing)]
    if text.startswith(_ISSUER) and size < _ISSUER_SIZE:
        evidence.sources.append(text.removeprefix(_ISSUER).strip())
    if is_among_last and block < end and vicinity.is_at_right(block):
        evidence.claim(names.lone_latin(vicinity.pieces(block)), "text", attribution.CLOSING)
    elif end - 1 <= block <= end and size > 0 and is_short:
        _read_signature(evidence, vicinity, block)
    if is_among_last and is_short:
        evidence.claim(signatures.names_and_place(text), "text", attribution.CLOSING)
    if outlet := outlets.in_brackets(text):
        evidence.sources.append(outlet)


def _read_signature(evidence: Evidence, vicinity: Vicinity, block: int) -> None:
    """A full name alone on the paragraph that ends the text."""
    page = vicinity.page
    node, last = page.block_nodes[block], page.block_nodes[block - 1]
    is_alike = all(of[node] == of[last] for of in (page.tags, page.names)) and all(
        page.attribute(node, name) == page.attribute(last, name) for name in ("align", "style")
    )
    text = vicinity.pieces(block)
    if is_alike and page.tags[node] != "li" and not page.block_link_sizes[block] and not text.isupper():
        names_alone = [name for name in names.lone_latin(text) if not names.is_staff(name)]
        evidence.claim(names_alone, "text", attribution.SIGNED_BELOW)


def _may_be_byline(vicinity: Vicinity, block: int, expects: str | None) -> bool:
    """One of the last lines may say something, and does not belong to comments or other articles."""
    page = vicinity.page
    size = page.block_sizes[block]
    if size >= LINE_LIMIT:
        return False
    if page.block_link_sizes[block] == size and not (
        size < _SIGNATURE and byline_line.begins_with_editor(page.block_texts[block])
    ):
        return False
    if vicinity.is_sentence(block):
        return False
    text = vicinity.pieces(block)
    if not (expects or byline_line.may_say(text) or signatures.may_sign(text)):
        return False
    return not vicinity.is_foreign(page.block_nodes[block])


def _read_tail_line(evidence: Evidence, vicinity: Vicinity, block: int, expects: str | None) -> str | None:
    """One of the last lines; the role that the next one gives a name to, if any."""
    page, text = vicinity.page, vicinity.pieces(block)
    certain = byline_line.begins_with_author(text)
    if not certain and vicinity.is_apart(page.block_nodes[block]):
        return expects
    line = vicinity.line(text, block, expects)
    authors = line.authors
    if line.says_something:
        evidence.claim(authors, "byline", _weight_below(text))
        others = [person for person in line.persons if person.role != "author"]
        rest = replace(line, persons=others, source=None if evidence.sources else line.source)
        _note(evidence, rest, attribution.BY_BELOW)
        names_author = line.labels & {"author", "uploader"} and (certain or byline_line.find_date(text))
        is_short = page.block_marks[block] < 3 and page.block_sizes[block] < _CREDITS
        is_short = is_short and not byline_line.begins_with_credit(text)
        if is_short and (others or line.labels & {"source", "editor"} or names_author):
            evidence.blocks.add(block)  # "Persuasion by Jane Austen" stays
    found = signatures.reporters(text.replace(GAP, " ")) if page.block_sizes[block] < 100 else []
    if found and not authors:
        evidence.claim(found, "text", attribution.SIGNED)
        evidence.blocks.add(block)
    return line.expects


def _weight_below(text: str) -> float:
    """How much a line below the text counts for its labelled authors."""
    if byline_line.begins_with_author(text):
        return attribution.LABELLED_BELOW
    if byline_line.begins_with_posted(text):
        return attribution.POSTED_BELOW
    return attribution.CLOSING if byline_line.begins_with_signature(text) else attribution.BY_BELOW


def _find_notices(evidence: Evidence, vicinity: Vicinity) -> None:
    """What the site says for itself at the ends of the body, and when it was aired, are no text."""
    evidence.blocks.update(block for block in vicinity.opening if is_of_its_age(vicinity.pieces(block)))
    end = vicinity.text_end
    for block in range(max(vicinity.headline + 1, end - _CLOSING_LINES), end):
        is_last = block == end - 1  # may be in English, below its Chinese
        if not is_last and not vicinity.has_beyond_ascii(block):
            continue
        text = vicinity.pieces(block)
        if not is_last and not _HAN.search(text[:_STAMP]):
            continue
        is_stamp = block >= end - _LAST_LINES and len(text) < _STAMP and _TIMESTAMP.search(text)
        if is_stamp or is_notice(text):
            evidence.blocks.add(block)


def _read_other_counts(evidence: Evidence, vicinity: Vicinity) -> None:
    """What links, buttons and the heading of the comments count."""
    evidence.counts = count_places.of_controls(vicinity) | evidence.counts
    if "comments" not in evidence.counts and (comments := count_places.of_heading(vicinity)):
        evidence.counts["comments"] = comments
