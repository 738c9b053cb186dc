"""When an article appeared and when it was last changed: every date of the page that may say so, and the best.

Each place makes a claim with a weight; dates of the same day support each other. What the page says for
machines comes first, as it has time and offset, unless it is a kind of claim that is often about something else.
A date that readers see beside the headline comes close, and before the metas where it is labelled in Chinese:
there the metas are often the template's. The address is a last resort, and confirms the others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from aggregator import dates
from aggregator.extraction.records import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aggregator.extraction.body import Body
    from aggregator.extraction.page_map import PageMap
    from aggregator.extraction.structured import Structured
    from aggregator.extraction.title import Headline

Moment = datetime | date


@dataclass(frozen=True)
class Dates:
    """The two dates of an article, each with the string it came from. None: no source says."""

    published: Found[Moment] | None = None
    modified: Found[Moment] | None = None


@dataclass(frozen=True)
class Claim:
    """One place's word on one of the dates."""

    value: Moment
    raw: str
    source: str
    weight: float
    is_modified: bool = False


_WEIGHTS = {
    "json-ld": 10.0,
    "json-ld:page": 8.0,
    "microdata": 9.0,
    "meta:article:published_time": 9.5,
    "meta:dcterms.created": 6.0,
    "meta:created": 6.0,
    "meta:date": 7.0,
    "meta:dc.date": 7.0,
    "meta:dcterms.date": 7.0,
    "meta:og:release_date": 6.0,
}
_META = 8.5
_HEAD, _LABELLED, _ELEMENT, _TAIL, _ELSEWHERE, _ADDRESS = 8.0, 9.0, 8.3, 5.0, 3.0, 6.0
_CHINESE_LABEL_BONUS = 2.0
_SUPPORT = 1.0
"""What a second kind of source for the same day adds."""
_VAGUE = 2.5
"""What a date loses that is relative or lacks its year."""
_MODIFIED_AS_PUBLISHED = 5.0
"""What a date of change loses as a date of publication."""

_HEAD_ABOVE, _HEAD_BELOW, _TAIL_REACH = 6, 14, 12
_LINE_LIMIT = 420
"""Bytes of a line that can hold a date of the article; longer ones are text."""

_PUBLISHED_LABEL = re.compile(
    r"[发發][布佈表稿文]|刊[登发發]|上[传傳]|[录錄]入|添加|[创創]建|published|posted|publié|veröffentlicht|publicado|first",
    re.I,
)
_TIME_LABEL = re.compile(r"时间|時間|日期|\bdate\b", re.I)
_MODIFIED_LABEL = re.compile(
    r"更新|修改|修[订訂]|[编編][辑輯][于於时時]|updated?|modified|edited|revised|aktualisiert|mis à jour|actualizado",
    re.I,
)
_OTHER_LABEL = re.compile(
    r"©|copyright|版权|今天是|现在是|截[止至]|有效期|开始|结束|deadline|expires|event|registered|注册|joined|加入|last login"
    r"|上映|首播|出生|born|备案|icp|retrieved|accessed",
    re.I,
)
_HAS_YEAR = re.compile(r"(?:19|20)\d\d|[二〇零○一]{2}[〇零○一二三四五六七八九]{2}年|民[国國]|令和")

_DATE_NAME = re.compile(
    r"date|(?<![a-z])(?:pub|post|entry|article|info|news|meta)?-?_?time(?![a-z])|pub_?-?time|publish|posted|timestamp"
    r"|riqi|shijian|fabu|datetime"
)
_MODIFIED_NAME = re.compile(r"updat|modif|edited|gengxin|xiugai")
_NOT_DATE_NAME = re.compile(
    r"candidate|validat|today|clock|weather|countdown|calendar|timeline|reading|read-?time|event|birth"
)
_APART = re.compile(
    r"comment(?!-?num|-?count)|repl(?:y|ies)|relate|recommend|sidebar|side-?bar|(?<![a-z])(?:nav|menu|hot|rank|widget|footer"
    r"|aside|teaser|card|listing|latest|trending|popular|carousel|slider|archive)(?![a-z])|tuijian|xiangguan|read-?next"
    r"|more-|-more|recent"
)
_APART_TAGS = frozenset({"nav", "footer", "aside"})


def find(
    page: PageMap,
    claims: Structured,
    headline: Headline | None,
    body: Body,
    *,
    now: datetime,
    language: str | None,
) -> Dates:
    """The dates of the page's article."""
    block = headline.block if headline is not None else None
    reader = _Reader(page, claims, headline=block, body=body, now=now, language=language)
    return choose(list(reader.read()), dates.default_zone(language))


def choose(claims: list[Claim], zone: tzinfo | None) -> Dates:
    """The best supported claim of each kind."""
    published = _best([claim for claim in claims if not claim.is_modified], zone)
    modified = _best([claim for claim in claims if claim.is_modified], zone)
    if published is None and modified is not None and modified.weight > _MODIFIED_AS_PUBLISHED:
        return Dates(_found(modified, zone))
    if modified is not None and published is not None and _day(modified, zone) < _day(published, zone):
        modified = None
    return Dates(_found(published, zone), _found(modified, zone))


def _best(claims: list[Claim], zone: tzinfo | None) -> Claim | None:
    """The heaviest claim with its support; of the winning day the one that says most."""
    if not claims:
        return None
    kinds: dict[date, set[str]] = {}
    for claim in claims:
        kinds.setdefault(_day(claim, zone), set()).add(claim.source.split(":")[0])
    heaviest = max(claims, key=lambda claim: claim.weight + _SUPPORT * (len(kinds[_day(claim, zone)]) - 1))
    same_day = [claim for claim in claims if _day(claim, zone) == _day(heaviest, zone)]
    return max(same_day, key=lambda claim: (_precision(claim), claim.weight))


def _precision(claim: Claim) -> int:
    """An instant says more than a day; midnight is mostly a day in an instant's clothes."""
    if not isinstance(claim.value, datetime):
        return 0
    return 1 if (claim.value.hour, claim.value.minute) == (0, 0) else 2


def _day(claim: Claim, zone: tzinfo | None) -> date:
    """The day of the claim where its readers are."""
    if not isinstance(claim.value, datetime):
        return claim.value
    return claim.value.astimezone(zone).date() if zone else claim.value.date()


def _found(claim: Claim | None, zone: tzinfo | None) -> Found[Moment] | None:
    """The claim's value, of several ways to write an instant the one of its readers' clocks."""
    if claim is None:
        return None
    value = claim.value
    if zone is not None and isinstance(value, datetime):
        value = value.astimezone(zone)
    return Found(value, claim.source, claim.raw)


class _Reader:
    """Collects what a page says of its dates."""

    def __init__(
        self,
        page: PageMap,
        claims: Structured,
        *,
        headline: int | None,
        body: Body,
        now: datetime,
        language: str | None,
    ) -> None:
        self.page = page
        self.claims = claims
        self.now = now
        self.language = language
        self.is_chinese = (language or "").startswith("zh")
        count = len(page.block_nodes)
        kept = body.blocks
        self.headline = headline if headline is not None else (kept[0] if kept else 0)
        texts = [block for block in kept if block > self.headline and _is_text(page, block)]
        self.text_start = texts[0] if texts else min(self.headline + _HEAD_BELOW, count)
        self.text_end = texts[-1] if texts else (kept[-1] if kept else count)
        self.headline_node = page.block_nodes[self.headline] if count else 0
        self._apart: dict[int, bool] = {}

    def read(self) -> Iterator[Claim]:
        yield from self._structured()
        yield from self._times()
        yield from self._elements()
        yield from self._lines()
        yield from self._address()

    def _parse(self, raw: str) -> Moment | None:
        return dates.parse(raw, self.now, language=self.language)

    def _structured(self) -> Iterator[Claim]:
        for is_modified, claims in ((False, self.claims.published), (True, self.claims.modified)):
            for claim in claims:
                if value := self._parse(claim.value):
                    yield Claim(
                        value, claim.value, claim.source, _WEIGHTS.get(claim.source, _META), is_modified
                    )

    def _times(self) -> Iterator[Claim]:
        """`<time>` elements of this article, not of others or of comments."""
        for node in self.page.by_tag.get("time", ())[:40]:
            weight = self._place_weight(node)
            if not weight:
                continue
            element = self.page.elements[node]
            written = element.get("datetime")
            raw = written or self.page.text(node)
            value = self._parse(raw) or (self._parse(self.page.text(node)) if written else None)
            if value:
                context = self.page.names[node] + " " + self._before(node)
                is_modified = bool(_MODIFIED_NAME.search(context) or _MODIFIED_LABEL.search(context))
                yield Claim(value, raw, "time", weight + 0.3 - _vagueness(raw), is_modified)

    def _elements(self) -> Iterator[Claim]:
        """Short elements whose class or id speaks of a date."""
        known: dict[str, bool] = {}
        page = self.page
        for node, name in enumerate(page.names):
            if not name or page.tags[node] == "time":
                continue
            speaks = known.get(name)
            if speaks is None:
                speaks = known[name] = bool(_DATE_NAME.search(name)) and not _NOT_DATE_NAME.search(name)
            if speaks and 4 < page.size(node) < 160 and (weight := self._place_weight(node)):
                yield from self._text_claims(
                    self._before(node) + " " + page.text(node),
                    "byline",
                    weight + 0.2,
                    bool(_MODIFIED_NAME.search(name)),
                )

    def _lines(self) -> Iterator[Claim]:
        """The lines around the headline and those below the text."""
        page = self.page
        count = len(page.block_nodes)
        head_end = min(self.text_start + 1, self.headline + 1 + _HEAD_BELOW, count)
        for block in range(max(0, self.headline - _HEAD_ABOVE), head_end):
            yield from self._line(
                block, _HEAD - 0.05 * abs(block - self.headline) - (block < self.headline) * 1.5
            )
        for block in range(max(self.text_end - 1, head_end), min(self.text_end + _TAIL_REACH, count)):
            yield from self._line(block, _TAIL - 0.1 * abs(block - self.text_end))

    def _line(self, block: int, weight: float) -> Iterator[Claim]:
        page = self.page
        if page.block_size(block) < _LINE_LIMIT and not self.is_apart(page.block_nodes[block]):
            yield from self._text_claims(page.block_text(block), "byline", weight)

    def _text_claims(
        self, text: str, source: str, weight: float, is_modified: bool = False
    ) -> Iterator[Claim]:
        """Dates of a short text, each read with the words before it."""
        end = 0
        for hit in dates.search(text, self.now, language=self.language):
            label = text[max(end, hit.start - 24) : hit.start]
            end = hit.end
            if _OTHER_LABEL.search(label) or (
                len(text) > 60 + len(text[hit.start : hit.end]) and not label.strip()
            ):
                continue
            raw = text[hit.start : hit.end]
            bonus = -_vagueness(raw)
            changed = is_modified or bool(_MODIFIED_LABEL.search(label))
            if not changed and (_PUBLISHED_LABEL.search(label) or _TIME_LABEL.search(label)):
                bonus += _LABELLED - _HEAD + (_CHINESE_LABEL_BONUS if self.is_chinese else 0)
            yield Claim(hit.value, (label + raw).strip(), source, weight + bonus, changed)

    def _before(self, node: int) -> str:
        """The words right before an element, on its line or as its neighbour: a label, if it has one."""
        page = self.page
        chunk = page.chunk_starts[node]
        return " ".join(page.chunks[chunk - 1].split())[-20:] if chunk else ""

    def _place_weight(self, node: int) -> float:
        """How much a date at an element counts; 0 where it is none of this article's."""
        page = self.page
        if self.is_apart(node):
            return 0
        chunk = min(page.chunk_starts[node], len(page.chunk_blocks) - 1)
        if chunk < 0:
            return _ELSEWHERE
        block = page.chunk_blocks[chunk]
        if self.headline <= block <= self.text_start:
            return _HEAD - 0.05 * (block - self.headline)
        if self.headline - _HEAD_ABOVE <= block < self.headline:
            return _HEAD - 1.5
        if block <= self.text_end:
            return _ELSEWHERE if block > self.headline else 0
        return _TAIL if block <= self.text_end + _TAIL_REACH else _ELSEWHERE - 1

    def is_apart(self, node: int) -> bool:
        """The element stands in comments, teasers or the page's frame, while the headline does not."""
        page, headline = self.page, self.headline_node
        path = []
        answer = False
        while node >= 0 and not node <= headline < page.ends[node]:
            if node in self._apart:
                answer = self._apart[node]
                break
            path.append(node)
            if page.tags[node] in _APART_TAGS or (page.names[node] and _APART.search(page.names[node])):
                answer = True
                break
            node = page.parents[node]
        self._apart.update(dict.fromkeys(path, answer))
        return answer

    def _address(self) -> Iterator[Claim]:
        if found := _in_address(self.page.url, self.now):
            yield Claim(found[0], found[1], "url", _ADDRESS)


def _is_text(page: PageMap, block: int) -> bool:
    size = page.block_size(block)
    return size > 150 and page.block_marks(block) >= 1 and page.block_link_size(block) < 0.5 * size


def _vagueness(raw: str) -> float:
    return 0 if _HAS_YEAR.search(raw) or raw.isdecimal() else _VAGUE


_IN_ADDRESS = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<sep>[-/_.]?)(?P<m>0[1-9]|1[0-2])[-/_.]?(?P<d>0[1-9]|[12]\d|3[01])(?!\d{1,3}(?!\d))"
    r"|(?<!\d)(?P<y2>(?:19|20)\d\d)[-/](?P<m2>[1-9]|1[0-2])[-/](?P<d2>[1-9]|[12]\d|3[01])(?=/|-)"
)


def _in_address(url: str, now: datetime) -> tuple[date, str] | None:
    """A day written in the address's path."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url)
    for found in _IN_ADDRESS.finditer(path):
        parts = [found["y"] or found["y2"], found["m"] or found["m2"], found["d"] or found["d2"]]
        try:
            day = date(*map(int, parts))
        except ValueError:
            continue
        if dates.EARLIEST <= day <= (now + timedelta(days=2)).date():
            return day, found[0]
    return None
