"""Every place of a page that may say when its article appeared or was changed, with how much it is worth."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import chain, compress, takewhile
from typing import TYPE_CHECKING, NamedTuple

from aggregator import dates
from aggregator.dates.words import MONTH, MONTHS
from aggregator.extraction.dating import labels
from aggregator.extraction.landmarks import HEAD_BELOW
from aggregator.extraction.page.naming import sought
from aggregator.extraction.page.page_map import words_in
from aggregator.signs import has_digit, has_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.landmarks import Landmarks
    from aggregator.extraction.page.page_map import PageMap

Moment = datetime | date


class Claim(NamedTuple):
    """One place's word on one of the dates."""

    value: Moment
    raw: str
    source: str
    weight: float
    is_modified: bool = False
    clock: datetime | None = None
    """The time shown, where its zone is not known."""
    is_blank: bool = False
    """Its element shows nothing until a script fills it."""
    is_called_so: bool = False
    """Only its element's name says that it is a change."""


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
_CREATED = 4.0
"""What a record's creation counts less than its publication; less than a date that readers are shown."""
_HEAD, _TAIL, _ELSEWHERE, _ADDRESS = 8.0, 5.0, 3.0, 6.0
_LABEL_BONUS, _CHINESE_LABEL_BONUS = 1.0, 2.0
_MOST_WORDS_BESIDE = 90
"""Characters beside an unlabelled date, from which on its line is a sentence."""
_SENTENCE = 160
"""Characters from which on a line is a sentence for every date in it: no date is as long as what is left."""
_VAGUE = 2.5
"""What a date loses that is relative or lacks its year."""
_VAGUER = 1.5
"""What it loses besides where the address has a day: a saved page's `3 hours ago` is no longer true."""

_OTHER_META, _SCRIPT = 5.5, 4.0
_SCRIPT_LIMIT = 1_000_000
_HEAD_ABOVE, _TAIL_REACH = 6, 12
_STANDFIRST_BELOW, _BELOW_STANDFIRST = 5, 6.5
"""Lines below a first paragraph that may have the date, and its weight there."""
_IN_TEXT = 2.0
"""What a line of the text loses: its date may be told, unless no other is declared."""
_MOST_ELEMENTS = 60
"""Elements with dates that are looked at; pages with more are lists."""
_MOST_LINES = 1000
_SHORT = 120
_LINE_LIMIT = 420
"""Bytes of a line that can hold a date of the article; longer ones are text."""

_POINTED = ("title", "data-tooltip", "aria-label")
"""Attributes with words that a pointer on an element shows."""
_ONE_DATE = 60
"""Bytes of an element that has a date and little else."""
_DATELINE = re.compile(r"\([^()]{6,40}\)|[^()]{6,40}\s(?:[-–—|:]|\(.{0,2})$")
"""A text that begins with its date set apart: `(21. November 2022) Energy ...`."""
_HAS_YEAR = re.compile(
    r"(?:19|2[05]|1[34]|[۲٢][۰٠]|[۱١][۳۴٣٤]|๒๕|२०)\d\d|[二〇零○一]{2}[〇零○一二三四五六七八九]{2}年|民[国國]|令和"
)

_DATE_NAME = re.compile(
    r"date|(?<![a-z])(?:pub|post|entry|article|info|news|meta)?-?_?time(?![a-z])|pub_?-?time|publish|posted|timestamp"
    r"|riqi|shijian|fabu|datetime"
)
_DATE_WORDS = sought("date", "time", "publish", "posted", "riqi", "shijian", "fabu")
"""One of these is in every name that the pattern matches."""
_MODIFIED_NAME = re.compile(
    r"(?<![a-z])(?:arti(?:cle)?|content|date|entry|info|last|news|post|pub|time)?[-_]*(?:updat|modif|edited)|gengxin|xiugai"
)
_MODIFIED_META = re.compile(r"updat|modif")
_CALLED_SO = "\ufdd0"
"""Stands in a line's text before the date of an element that is called modified; no page has the sign."""
_EVENT_NAME = re.compile(r"event[\w-]*(?:date|time|start|end|schedule)|(?<![a-z])dt(?:start|end)(?![a-z])")
_EVENT = " event "
"""Stands before the date of an element that is called an event's, and is a label of other dates."""
_NOT_DATE_NAME = re.compile(
    r"candidate|validat|today|clock|weather|countdown|calendar|timeline|reading|read-?time|event|dtstart|dtend|birth"
)


def read(
    page: PageMap, claims: Structured, marks: Landmarks, *, now: datetime, language: str | None
) -> Iterator[Claim]:
    """Claims of both dates in no particular order; one day may be claimed often."""
    return _Reader(page, claims, marks, now=now, language=language).read()


class _Reader:
    """Collects what a page says of its dates."""

    def __init__(
        self, page: PageMap, claims: Structured, marks: Landmarks, *, now: datetime, language: str | None
    ) -> None:
        self.page = page
        self.claims = claims
        self.marks = marks
        self.now = now
        self.language = language
        self.zone = dates.default_zone(language)
        self.is_chinese = (language or "").startswith("zh")
        self.addressed = _in_address(page.url, now)
        self.vague = _VAGUE + _VAGUER * (self.addressed is not None)
        self.named = page.nodes_named(_DATE_WORDS, _speaks_of_date)

    def read(self) -> Iterator[Claim]:
        """Every claim; the places that are often about something else only when the others say nothing."""
        found = [*self._structured(), *self._times(), *self._elements(), *self._lines(), *self._address()]
        yield from found
        if not any(claim.weight > _ADDRESS and not claim.is_modified for claim in found):
            yield from self._other_metas()
            yield from self._scripts()
            yield from self._labelled()
            yield from self._only()

    def _parse(self, raw: str) -> Moment | None:
        return dates.parse(raw, self.now, language=self.language)

    def _structured(self) -> Iterator[Claim]:
        for is_modified, claims in ((False, self.claims.published), (True, self.claims.modified)):
            known: set[str] = set()
            for claim in claims:
                if value := self._parse(claim.value):
                    # A second date from one source is that of the record's creation: it may be a draft's.
                    weight = _WEIGHTS.get(claim.source, _META) - _CREATED * (claim.source in known)
                    known.add(claim.source)
                    yield from self._either_order(
                        Claim(value, claim.value, claim.source, weight, is_modified)
                    )

    def _times(self) -> Iterator[Claim]:
        """`<time>` elements of this article, not of others or of comments."""
        for node in self.page.by_tag.get("time", ())[:_MOST_ELEMENTS]:
            weight = self._place_weight(node)
            if not weight:
                continue
            shown = self.page.text(node)
            written = self.page.attribute(node, "datetime") or (is_vague(shown) and self._pointed(node)) or ""
            raw = written or shown
            value = self._parse(raw) or (self._parse(shown) if written else None)
            if value:
                names = self.page.names[node]
                is_labelled = labels.MODIFIED.search(self._label(node).lower()) is not None
                is_called_so = not is_labelled and _is_called_modified(names)
                own = weight + 0.3 - self.vague * is_vague(raw)
                is_blank = not self.page.size(node)
                clock = self._clock(raw, value)
                is_modified = is_labelled or is_called_so
                yield Claim(value, raw, "time", own, is_modified, clock, is_blank, is_called_so)

    def _elements(self) -> Iterator[Claim]:
        """Short elements whose class or id speaks of a date."""
        page = self.page
        for node in self.named[:_MOST_ELEMENTS]:
            if (
                page.tags[node] != "time"
                and 4 < page.size(node) < 160
                and (weight := self._place_weight(node))
            ):
                label = self.marks.before(node) + " "
                is_modified = _is_called_modified(page.names[node])
                text = label + self._text(page.chunk_starts[node], page.chunk_ends[node])
                if is_vague(text) and (pointed := self._pointed(node)):
                    text = label + pointed
                if dates.may_be_in(text):
                    yield from self._text_claims(text, "byline", weight + 0.2, is_modified, start=len(label))

    def _lines(self) -> Iterator[Claim]:
        """The lines around the headline and below the text, and labels between: threads have several posts."""
        marks = self.marks
        head_end = min(marks.text_start + 1, marks.headline + 1 + HEAD_BELOW, marks.count)
        for block in self._dated(range(max(0, marks.headline - _HEAD_ABOVE), head_end)):
            doubt = 1.5 * (block < marks.headline) + _IN_TEXT * (block in marks.kept)
            yield from self._line(block, _HEAD - 0.05 * abs(block - marks.headline) - doubt)
        if marks.text_start <= marks.headline + 2:  # a standfirst, perhaps, with the date below
            below = range(head_end, min(head_end + _STANDFIRST_BELOW, marks.count))
            short = takewhile(lambda block: self.page.block_sizes[block] < _SHORT, below)
            for block in self._dated(short):
                yield from self._line(block, _BELOW_STANDFIRST)
        middle = range(head_end, min(marks.text_end - 1, marks.count, head_end + _MOST_LINES))
        for block in self._short_lines(middle):
            text = self.page.block_texts[block]
            if has_number(text) and labels.WORDS.are_in(text) and labels.PUBLISHED.search(text.lower()):
                yield from self._line(block, _TAIL - 0.001 * (block - head_end))
        tail = range(max(marks.text_end - 1, head_end), min(marks.text_end + _TAIL_REACH, marks.count))
        for block in self._dated(tail):
            yield from self._line(block, _TAIL - 0.1 * abs(block - marks.text_end))

    def _label(self, node: int) -> str:
        """The words that say which date an element has: right before it, in its title, and its own."""
        return f"{self.marks.before(node)} {self._title(node)} {self.page.text(node)[: labels.REACH]}"

    def _short_lines(self, blocks: range) -> list[int]:
        sizes = self.page.block_sizes
        return [block for block in blocks if sizes[block] < _SHORT]

    def _dated(self, blocks: Iterable[int]) -> list[int]:
        """Those of the lines that may hold a date of the article."""
        sizes, texts = self.page.block_sizes, self.page.block_texts
        return [block for block in blocks if sizes[block] < _LINE_LIMIT and dates.may_be_in(texts[block])]

    def _line(self, block: int, weight: float) -> Iterable[Claim]:
        """The dates of one of the `_dated` lines."""
        page, node = self.page, self.page.block_nodes[block]
        if self.marks.is_apart(node) or self.marks.is_teaser(node):
            return ()
        first, last = page.block_starts[block], page.block_starts[block + 1]
        text = self._text(first, last)
        if not self._may_tell(text):
            return ()
        if block and text[0].isdecimal() and labels.is_label(above := page.block_texts[block - 1]):
            return self._text_claims(f"{above} {text}", "byline", weight, start=len(above))
        return chain(self._text_claims(text, "byline", weight), self._tooltips(first, last, text, weight))

    def _tooltips(self, first: int, last: int, text: str, weight: float) -> Iterator[Claim]:
        """The dates that pointers on a line show, of a text that says less, or with a label of their own."""
        page = self.page
        for number in range(first, last):
            node = page.chunk_nodes[number]
            if not dates.may_be_in(page.chunks[number]) or page.size(node) > _ONE_DATE:
                continue
            if self._sign(node) == _EVENT:
                continue
            pointed = self._pointed(node)
            if (
                pointed
                and pointed not in text
                and (is_vague(page.chunks[number]) or labels.PUBLISHED_OR_TIME.search(pointed))
            ):
                label = self.marks.before(node) + " "
                yield from self._text_claims(label + pointed, "byline", weight, start=len(label))

    def _pointed(self, node: int) -> str:
        """The date with its year that a pointer on the element shows, with its label at most before it; empty: none."""
        for name in _POINTED:
            value = self.page.attribute(node, name)
            if value and len(value) < _ONE_DATE and has_digit(value) and _HAS_YEAR.search(value):
                hits = dates.search(value, self.now, language=self.language)
                if hits and labels.NOTHING_ELSE.fullmatch(value, 0, hits[0].start):
                    return value
        return ""

    def _may_tell(self, text: str) -> bool:
        """A date in the line may count: in a sentence those do that are labelled, or stand at its beginning."""
        if len(text) < _SENTENCE or text.startswith("(") or dates.may_be_in(text[: 2 * labels.REACH]):
            return True
        label = text.lower()
        return labels.MODIFIED.search(label) is not None or (
            self.is_chinese and labels.PUBLISHED_OR_TIME.search(label) is not None
        )

    def _text(self, first: int, last: int) -> str:
        """Chunks on one line, dates behind what they are called, and numbers apart that elements part."""
        page = self.page
        parts = [""]
        for number in range(first, last):
            chunk = page.chunks[number]
            if number > first and page.chunk_blocks[number] != page.chunk_blocks[number - 1]:
                parts.append(" ")
            if has_digit(chunk):
                title = self._title(page.chunk_nodes[number])
                is_glued = chunk[0].isdecimal() and parts[-1][-1:].isdecimal()
                parts.append(f" {title} " if title and title not in chunk else " " * is_glued)
                parts.append(self._sign(page.chunk_nodes[number]))
            parts.append(chunk)
        return " ".join("".join(parts).split())

    def _title(self, node: int) -> str:
        """What an element is called that has one date, where only a pointer on it shows this."""
        page = self.page
        for part in (node, page.parents[node]):
            if part > 0 and page.size(part) < _ONE_DATE:
                for name in _POINTED:
                    if called := page.attribute(part, name):
                        title = dates.DIGIT.split(called.lower(), 1)[0].strip()
                        if 0 < len(title) < labels.REACH and labels.ALONE.fullmatch(title):
                            return title
        return ""

    def _sign(self, node: int) -> str:
        """What says that an element of one date, or the one around it, is called modified or an event's."""
        page = self.page
        for part in (node, page.parents[node]):
            name = page.names[part]
            if name and page.size(part) < _ONE_DATE and (sign := _sign_of(name)):
                return sign
        return ""

    def _text_claims(
        self, text: str, source: str, weight: float, is_modified: bool = False, *, start: int = 0
    ) -> Iterator[Claim]:
        """Dates of a short text, each read with the words before it; what ends before `start` is only read."""
        hits = dates.search(text, self.now, language=self.language)
        for hit, label in zip(hits, labels.of_hits(text, hits, start), strict=True):
            word, raw = label.lower().rpartition("。")[2], text[hit.start : hit.end]
            if hit.end <= start or labels.OTHER.search(word):
                continue
            own = weight - self.vague * is_vague(raw)
            is_published = labels.PUBLISHED.search(word) is not None
            called_so = (is_modified or _CALLED_SO in word) and not is_published
            changed = called_so or labels.MODIFIED.search(word) is not None
            is_sentence = "。" in text or len(text) - len(raw) > _MOST_WORDS_BESIDE
            is_labelled = (is_published or labels.TIME.search(word) is not None) and (
                self.is_chinese or not is_sentence or hit.start < labels.REACH
            )
            if is_labelled and not changed:
                own += _LABEL_BONUS + (_CHINESE_LABEL_BONUS if self.is_chinese else 0)
            elif is_sentence and not changed:
                if not _DATELINE.match(text[: hit.end + 2]):
                    continue  # a sentence
                own -= 1.5
            if text.endswith(label, 0, hit.start):
                whole = labels.own_words(label) + raw
            else:
                whole = text[hit.start : text.find(label, hit.end) + len(label)]
            clock = self._clock(raw, hit.value)
            called_so = called_so and labels.MODIFIED.search(word) is None
            whole = whole.replace(_CALLED_SO, "").strip()
            yield from self._either_order(
                Claim(hit.value, whole, source, own, changed, clock, is_called_so=called_so)
            )

    def _only(self) -> Iterator[Claim]:
        """The day that all elements named for a date agree on, wherever they stand."""
        page = self.page
        nodes = [*page.by_tag.get("time", ()), *page.by_tag.get("relative-time", ())]
        nodes += [node for node in self.named if page.size(node) < 60]
        found: dict[date, Claim] = {}
        for node in nodes[:_MOST_ELEMENTS]:
            raw = page.attribute(node, "datetime") or page.text(node)
            if not is_vague(raw) and not self.marks.is_of_others(node) and (value := self._parse(raw)):
                is_labelled = labels.MODIFIED.search(self._label(node).lower()) is not None
                is_called_so = not is_labelled and _is_called_modified(page.names[node])
                day = value.date() if isinstance(value, datetime) else value
                claim = Claim(value, raw, "time", _ELSEWHERE, is_labelled or is_called_so)
                found.setdefault(day, claim._replace(is_blank=not page.size(node), is_called_so=is_called_so))
        if len(found) == 1:
            yield from found.values()

    def _clock(self, raw: str, value: Moment) -> datetime | None:
        """The time of day in `raw` that could not be placed."""
        if self.zone is not None or isinstance(value, datetime) or ":" not in raw:
            return None
        moment = dates.parse(raw, self.now, language=self.language, zone=UTC)
        return moment.replace(tzinfo=None, second=0) if isinstance(moment, datetime) else None

    def _either_order(self, claim: Claim) -> Iterator[Claim]:
        """`03/10/2026` may be either day: the other one needs another place's support."""
        found = _AMBIGUOUS.search(claim.raw)
        if found is None or found[1] == found[3] or max(int(found[1]), int(found[3])) > 12:
            yield claim
            return
        yield claim._replace(weight=claim.weight - 0.5)
        other = _day_of(found[4], found[1], found[3])
        if other == (claim.value.date() if isinstance(claim.value, datetime) else claim.value):
            other = _day_of(found[4], found[3], found[1])
        if other is not None and dates.EARLIEST <= other <= self.now.date():
            yield claim._replace(value=other, weight=claim.weight - 1.2)

    def _other_metas(self) -> Iterator[Claim]:
        """Metas of any name that speaks of publication."""
        attribute = self.page.attribute
        for node in self.page.by_tag.get("meta", ()):
            name = attribute(node, "name") or attribute(node, "property") or attribute(node, "itemprop") or ""
            content = attribute(node, "content")
            if content and len(content) < 60 and _META_NAME.search(name) and (value := self._parse(content)):
                is_modified = _MODIFIED_META.search(name.lower()) is not None
                yield Claim(value, content, f"meta:{name.lower()}", _OTHER_META, is_modified)

    def _scripts(self) -> Iterator[Claim]:
        """The page's data as its own scripts hold it."""
        for node in self.page.by_tag.get("script", ()):
            script = self.page.elements.raw_text(node)
            stems = words_in(script, _SCRIPT_STEMS)
            if not stems:
                continue
            text = script.decode()[:_SCRIPT_LIMIT]
            keys = [key for key in _SCRIPT_KEYS if any(stem in key for stem in stems)]
            for key in words_in(text.encode(), keys):
                if found := _SCRIPT_VALUE.match(text, text.find(key) + len(key)):
                    raw = found[1].strip()
                    if value := self._parse(raw):
                        yield Claim(value, raw, "script", _SCRIPT)

    def _labelled(self) -> Iterator[Claim]:
        """Lines anywhere that begin with a label of publication."""
        page, count = self.page, self.marks.count
        read = page.block_starts[min(count, _MOST_LINES + 1)]
        numbered = set(compress(page.chunk_blocks, map(has_number, page.chunks[:read])))
        for block in self._short_lines(range(min(count, _MOST_LINES))):
            if block in numbered or block + 1 in numbered:
                text = page.block_texts[block]
                if not labels.WORDS.are_in(text):
                    continue
                label = text.lower()
                if labels.PUBLISHED.search(label) or labels.TIME.match(label):
                    start, end = page.block_starts[block], page.block_starts[min(block + 2, count)]
                    yield from self._text_claims(self._text(start, end)[:120], "text", _ELSEWHERE)

    def _place_weight(self, node: int) -> float:
        """How much a date at an element counts; 0 where it is none of this article's."""
        marks = self.marks
        block = marks.block_of(node)
        if marks.is_apart(node) or marks.is_teaser(node):
            return 0
        if block < 0:
            return _ELSEWHERE
        if marks.headline <= block <= marks.text_start:
            return _HEAD - 0.05 * (block - marks.headline)
        if marks.headline - _HEAD_ABOVE <= block < marks.headline:
            return _HEAD - 1.5
        if block <= marks.text_end:
            return _ELSEWHERE if block > marks.headline else 0
        return _TAIL if block <= marks.text_end + _TAIL_REACH else _ELSEWHERE - 1

    def _address(self) -> Iterator[Claim]:
        if self.addressed:
            yield Claim(*self.addressed, "url", _ADDRESS)


_AMBIGUOUS = re.compile(r"(?<![\d/.-])(\d{1,2})([/-])(\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")
_META_NAME = re.compile(
    r"publish|pub_?-?date|datepub|release_?-?date|post_?-?date|article_?-?date|updat|modif", re.I
)
_SCRIPT_KEYS = (
    "datePublished", "publishedAt", "published_at", "publishDate", "publish_date", "publishedDate",
    "published_date", "publishTime", "publish_time", "publishedTime", "published_time", "firstPublished",
    "pubDate", "pub_date", "pubTime", "pub_time", "pubtime", "createTime", "create_time", "var ct",
)  # fmt: skip
_SCRIPT_STEMS = ("pub", "Published", "createTime", "create_time", "var ct")
"""Each key has one of them."""
_SCRIPT_VALUE = re.compile(r"""(?:\\?["']|&quot;)?\s*[:=]\s*(?:\\?["']|&quot;)?([\w:+./ -]{8,40})""")


@lru_cache(maxsize=4096)  # the pages of one site share their names
def _speaks_of_date(name: str) -> bool:
    return _DATE_NAME.search(name) is not None and not _NOT_DATE_NAME.search(name)


@lru_cache(maxsize=4096)
def _sign_of(name: str) -> str:
    if _EVENT_NAME.search(name):
        return _EVENT
    return _CALLED_SO if _is_called_modified(name) else ""


@lru_cache(maxsize=4096)
def _is_called_modified(name: str) -> bool:
    """An element of this class and id holds the date of a change: WordPress calls a post's only one `published updated`."""
    return "publish" not in name and _MODIFIED_NAME.search(name) is not None


def _day_of(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def is_vague(raw: str) -> bool:
    """The date is relative or lacks its year."""
    return not _HAS_YEAR.search(raw) and not raw.isdecimal()


_IN_ADDRESS = re.compile(
    rf"(?<!\d)(?P<y>(?:19|20)\d\d)(?:(?P<sep>[-/_.])(?P<m>0?[1-9]|1[0-2]|{MONTH})(?P=sep)(?P<d>0?[1-9]|[12]\d|3[01])(?!\d)"
    # 2026/1103, 20261103, t20261103_1234567, 202611031234 with a number or a time glued to it
    r"|[-/]?(?P<m2>0[1-9]|1[0-2])[-/]?(?P<d2>0[1-9]|[12]\d|3[01])(?!\d{1,3}(?!\d)))"
    # 2026/11/261103-port
    r"|/20(?P<y3>\d\d)/(?P<m3>\d\d)/(?P=y3)(?P=m3)(?P<d3>\d\d)(?!\d)",
    re.I,
)


def _in_address(url: str, now: datetime) -> tuple[date, str] | None:
    """A day written in the address's path."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url)
    if "19" not in path and "20" not in path:
        return None
    for found in _IN_ADDRESS.finditer(path):
        year = found["y"] or f"20{found['y3']}"
        month = (found["m"] or found["m2"] or found["m3"]).lower()
        day = _day_of(year, str(MONTHS.get(month, month)), found["d"] or found["d2"] or found["d3"])
        if day is not None and dates.EARLIEST <= day <= (now + dates.LEEWAY).date():
            return day, found[0]
    return None
