"""Who wrote it, for whom and when, as the page shows it: the byline's lines, and whom of all claims to believe.

Every place that may name an author makes a claim with a weight; the heaviest plausible claim wins. A label
that stands before a name (作者：X, 记者 X, By X) is the surest sign. What the page says for machines comes next in
English, where publishers fill it from the same field; in Chinese it mostly names the outlet or the editor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from aggregator.extraction import byline_line, counts, names
from aggregator.extraction.byline_line import DATE, GAP, Line
from aggregator.extraction.records import Found
from aggregator.items import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aggregator.extraction.body import Body
    from aggregator.extraction.page_map import PageMap
    from aggregator.extraction.structured import Structured
    from aggregator.extraction.title import Headline


@dataclass(frozen=True, kw_only=True)
class Byline:
    """What the byline says, and where it is."""

    authors: Found[tuple[Person, ...]] | None = None
    """Everybody named, `role="author"` first; there may be editors alone. None: nobody is named."""
    source_name: Found[str] | None = None
    dates: tuple[str, ...] = ()
    """Strings of the byline that look like dates, those nearest below the headline first."""
    category: Found[str] | None = None
    view_count: Found[int] | None = None
    comment_count: Found[int] | None = None
    like_count: Found[int] | None = None
    blocks: frozenset[int] = frozenset()
    """Lines of the page that are byline and nothing else, which the body leaves out."""


@dataclass(frozen=True)
class _Claim:
    persons: tuple[Person, ...]
    source: str
    weight: float


@dataclass
class _Seen:
    """What was gathered on the way."""

    claims: list[_Claim] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    category: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    blocks: set[int] = field(default_factory=set)

    def claim(self, persons: Sequence[Person], source: str, weight: float) -> None:
        """Note who a place names, unless that is nobody."""
        if persons:
            self.claims.append(_Claim(tuple(persons), source, weight))


_HEAD_REACH = 14
"""Lines below the headline that may belong to the byline, if no text comes before."""
_TAIL_REACH = 14
_LINE_LIMIT = 420
"""Bytes of a line that can be a byline; longer ones are text."""
_LONG = 150

_AUTHOR_WORD = re.compile(
    r"(?<![a-z])(?:authors?|byline|by-line|writer|writers|reporter|contributors?|zuozhe|zz|js_author_name|"
    r"up-name|up-info__name|nick-?name|user-?name|profile-name|follow-nickname|userlink|p-author|post-?by|"
    r"author(?:_|-)?name|authorname|articleauthor|article-?author|creator)(?![a-z])|byline|author-?name|authorlink"
)
_NOT_AUTHOR_WORD = re.compile(
    r"comment|reply|related|recommend|sidebar|widget|avatar|(?<![a-z])(?:img|image|photo|bio|biography|desc|description|social|"
    r"twitter|share|date|time|title|role|job|position|intro|hot|rank|popular|footer|login|register|more)(?![a-z])|"
    r"teaser|card(?!-)|listing|latest|trending|tuijian|xiangguan|mobile-nav|author-?(?:bio|desc|info-text|text)"
)
_AUTHOR_ADDRESS = re.compile(
    r"/(?:authors?|by|profiles?|people|contributors?|staff|reporters?|writers?|columnists?|journalists?|bios?|team|u|users?|"
    r"member|members|autor|autoren|auteur|autores|space|space-uid-\d+|experts?|correspondents?|zuozhe)[/=?]|[?&]author=|"
    r"space\.bilibili|zhihu\.com/people|/author$"
)
_SITE_COUNT = re.compile(r"(?<![a-z])(?:site_[pu]v|sitepv)")
_COUNT_WORD = {
    "views": re.compile(
        r"page_?pv|(?<![a-z])(?:views?|pv|hits|readnum|read-?count|view-?count|viewnum|yuedu|liulan|dianji|eye)(?![a-z])"
    ),
    "comments": re.compile(
        r"(?<![a-z])(?:comments?-?(?:count|num)|cmt-?(?:count|num)|commentcount|pinglunshu)(?![a-z])"
    ),
    "likes": re.compile(r"(?<![a-z])(?:likes?-?(?:count|num)|zan-?(?:count|num)|praise)(?![a-z])"),
}
_TRIGGERS = (
    "author", "byline", "by-line", "writer", "reporter", "contributor", "zuozhe", "zz", "up-", "nick", "user",
    "profile", "postby", "post-by", "creator", "pv", "view", "hits", "read", "yuedu", "liulan", "dianji", "eye",
    "count", "cmt", "num", "praise", "pinglunshu",
)  # fmt: skip
"""One of these is in every name that the patterns above match; looking for them is much faster."""
_GENERIC_COMPANY = re.compile(
    r"\b(?:team|staff|editors|editorial|desk|newsroom|reporters?|news|agency|press|inc|ltd|llc|group|media|magazine|blog)\b",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"[,\s␟]*@\w+")
_HAN = re.compile(f"[{names.HAN}]")


def find(
    page: PageMap, structured: Structured, title: Headline | None = None, body: Body | None = None
) -> Byline:
    """Everything the byline says, checked against what the page says for machines."""
    lines = _Lines(page, title, body)
    seen = _Seen()
    _read_head(seen, lines)
    _read_text(seen, lines)
    _read_tail(seen, lines)
    _read_marked(seen, lines)
    chinese = bool(_HAN.search(title.value)) if title is not None else False
    _read_structured(seen, structured, chinese)
    site = _site_names(structured, page)
    best = _choose(_without_editors(seen, chinese=chinese), site)
    authors = _with_addresses(page, best, seen.others) if best is not None or seen.others else None
    source = next(iter(seen.sources), None)
    return Byline(
        authors=authors,
        source_name=Found(source, "byline") if source else next(iter(structured.source_names), None),
        dates=tuple(dict.fromkeys(seen.dates)),
        category=Found(seen.category, "byline") if seen.category else None,
        view_count=_count(seen, "views"),
        comment_count=_count(seen, "comments"),
        like_count=_count(seen, "likes"),
        blocks=frozenset(seen.blocks),
    )


def _count(seen: _Seen, kind: str) -> Found[int] | None:
    return Found(seen.counts[kind], "byline") if kind in seen.counts else None


# --- where to look -----------------------------------------------------------------------------------------


class _Lines:
    """The page's lines as the byline is looked for in them."""

    def __init__(self, page: PageMap, title: Headline | None, body: Body | None) -> None:
        self.page = page
        self.count = len(page.block_nodes)
        kept = body.blocks if body is not None else list(range(self.count))
        headline = title.block if title is not None else None
        self.headline = headline if headline is not None else (kept[0] if kept else 0)
        texts = [block for block in kept if block > self.headline and self._is_text(block)]
        self.text_start = texts[0] if texts else min(self.headline + _HEAD_REACH, self.count)
        self.text_end = (kept[-1] + 1) if kept else self.count
        self.texts = texts

    def _is_text(self, block: int) -> bool:
        page = self.page
        size = page.block_size(block)
        return size > _LONG and page.block_marks(block) >= 1 and page.block_link_size(block) < 0.5 * size

    def pieces(self, block: int) -> str:
        """The line's pieces joined by `GAP`."""
        page = self.page
        start, end = page.block_starts[block], page.block_starts[block + 1]
        parts = (" ".join(chunk.split()) for chunk in page.chunks[start:end])
        return GAP.join(part for part in parts if part)

    def is_plain(self, block: int) -> bool:
        """The line is neither a heading nor in a part that is not the article's."""
        node = self.page.block_nodes[block]
        return self.page.tags[node] not in ("h1", "h2", "h3", "li", "button", "label") and not self.is_apart(
            node
        )

    def is_dated(self, block: int) -> bool:
        """One of the two lines below gives a date, or the text begins there."""
        below = range(block + 1, min(block + 3, self.count))
        return block + 1 == self.text_start or any(DATE.search(self.pieces(line)) for line in below)

    def chunk_spans(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """First and last chunk of the lines around the headline and of those at the end."""
        starts = self.page.block_starts
        head = max(0, self.headline - 6), min(self.text_start + 2, self.count)
        tail = min(self.text_start, self.count), min(self.text_end + _TAIL_REACH, self.count)
        return (starts[head[0]], starts[head[1]]), (starts[tail[0]], starts[tail[1]])

    def first_line(self, node: int) -> tuple[str, int]:
        """The pieces of the element's first line that has text, with its number."""
        page = self.page
        start, end = page.chunk_starts[node], page.chunk_ends[node]
        shown = next((i for i in range(start, end) if page.chunks[i].strip()), start)
        block = page.chunk_blocks[shown]
        chunks = page.chunks[shown : min(end, page.block_starts[block + 1])]
        return GAP.join(" ".join(chunk.split()) for chunk in chunks if chunk.strip()), block

    @property
    def head(self) -> range:
        """Lines around the headline down to the text."""
        end = min(self.text_start + 1, self.headline + 1 + _HEAD_REACH, self.count)
        return range(max(0, self.headline - 5), end)

    @property
    def tail(self) -> range:
        """Lines at the end of the text and below it."""
        last = self.texts[-1] if self.texts else self.text_end - 1
        return range(max(self.text_start, last - 1), min(self.count, max(last, self.text_end) + _TAIL_REACH))

    def is_foreign(self, node: int) -> bool:
        """The element stands among comments or teasers of other articles."""
        return any(_FOREIGN.search(self.page.names[above]) for above in self._above(node))

    def is_apart(self, node: int) -> bool:
        """The element stands in a part of the page that is not the article's: comments, teasers, frame."""
        page = self.page
        for above in self._above(node):
            tag, name = page.tags[above], page.names[above]
            if tag == "article" or (tag == "footer" and _OF_ARTICLE.search(name)):
                return False  # an article's own footer often holds the byline
            if tag in ("nav", "footer", "aside") or _APART.search(name):
                return True
        return False

    def _above(self, node: int) -> Iterator[int]:
        """The element and those around it that do not hold the article's text as well."""
        page = self.page
        text = page.block_starts[self.texts[0]] if self.texts else -1
        while node >= 0 and not page.chunk_starts[node] <= text < page.chunk_ends[node]:
            yield node
            node = page.parents[node]


_FOREIGN = re.compile(r"comment(?!-?num|count|s?-off)|reply|related|relate|recommend|tuijian|xiangguan")
_POST_AUTHOR = re.compile(r"(?:post|article|entry|story)[-_]*authors?(?![a-z-])")
_OF_ARTICLE = re.compile(r"post|entry|article")
_APART = re.compile(
    r"comment(?!-?num|count)|reply|related|relate|recommend|sidebar|(?<![a-z])(?:nav|menu|hot|rank|widget|footer)(?![a-z])|tuijian|xiangguan"
)


# --- lines -------------------------------------------------------------------------------------------------


def _read_head(seen: _Seen, lines: _Lines) -> None:
    """The lines between headline and text, and those right above the headline."""
    page = lines.page
    expects: str | None = None
    alone: list[Person] = []
    for block in lines.head:
        if block == lines.headline or page.block_size(block) > _LINE_LIMIT:
            continue
        text = lines.pieces(block)
        if not text or _is_sentence(text):
            continue
        line = byline_line.value_for(expects, text) if expects else byline_line.read(text)
        found = _note_line(seen, line, "byline", 10.0 if block > lines.headline else 8.0)
        if DATE.search(text):
            seen.dates.append(text)
            found = True
            _read_run_together(seen, text, line)
        if block > lines.headline and not found:
            lone = byline_line.lone_names(text)
            if lone and page.block_link_size(block) == 0:
                alone += [Person(name=name) for name in lone]
                found = True
            elif (
                lines.is_plain(block)
                and lines.is_dated(block)
                and (lone := names.lone_latin(_HANDLE.sub("", text).replace(GAP, " ")))
            ):
                seen.claim([Person(name=name) for name in lone], "byline", 5.2)
                found = True
        if found and not (lines.texts and block >= lines.text_start):
            seen.blocks.add(block)
        expects = line.expects
    seen.claim(alone, "byline", 6.0)


def _is_sentence(text: str) -> bool:
    """The line is running text, in which a word such as "by" or 编辑 announces nobody."""
    return len(text) > 30 and text.rstrip('"”’」』)） ').endswith(
        ("。", "！", "？", ".", "!", "?", "…", "：", ":", "；", "，")
    )


def _note_line(seen: _Seen, line: Line, source: str, weight: float) -> bool:
    """Keep what a line says; whether it said anything."""
    if line.authors:
        seen.claim(line.authors, source, weight)
    seen.others += [person for person in line.persons if person.role != "author"]
    if line.source:
        seen.sources.append(line.source)
        if names.is_han_name(line.source):
            seen.claim([Person(name=line.source)], source, 4.0)
    seen.category = seen.category or line.category
    for kind, count in line.counts.items():
        seen.counts.setdefault(kind, count)
    return bool(line.persons or line.source or line.category or line.counts or line.labels - {"other"})


_UNDATED = re.compile(
    r"(?:更新|发布|發布|发表|编辑|首次|于|於|时间|時間|日期|最后)$"
    r"|^(?:最后|最後|最新|更新|发布|發布|发表|编辑|首发|published|updated|posted|created)",
    re.IGNORECASE,
)
"""Words that say what the date is the date of."""
_RUN_TOGETHER = re.compile(
    rf"^(?P<before>[^{GAP}]*?){GAP}?\s*(?:[于於]|发布于|发表于|on)?\s*(?P<date>{DATE.pattern})(?P<after>.*)$",
    re.IGNORECASE,
)


def _read_run_together(seen: _Seen, text: str, line: Line) -> None:
    """`小花2024-11-01债务优化3`: author, date, section and views side by side without a word between."""
    bracketed = re.search(r"[\[【(（]\s*(\S{2,4})\s*[\]】)）]", text.replace(GAP, ""))
    if bracketed is not None and names.is_han_name(bracketed[1]) and len(text) < 120:
        seen.claim([Person(name=bracketed[1])], "byline", 6.5)
    if line.labels or len(text) > 80:
        return
    match = _RUN_TOGETHER.match(text)
    if match is None:
        return
    tokens = [
        token.strip(" ,.-")
        for token in re.split(rf"{GAP}|[|·•/—–]|{DATE.pattern}", text, flags=re.IGNORECASE)
    ]
    full = [_without_place(token) for token in tokens if names.lone_latin(_without_place(token))]
    if len(full) == 1:
        seen.claim([Person(name=name) for name in names.lone_latin(full[0])], "byline", 5.5)
    before = match["before"].strip(" |·•/-,，")
    pieces = [piece.strip(" |·•/") for piece in match["after"].split(GAP) if piece.strip(" |·•/")]
    found = names.split(before) if len(before) <= 20 and not _UNDATED.search(before) else []
    if len(found) != 1 or not byline_line.is_credible(found[0], before):
        return
    if names.is_organisation(found[0]):
        seen.sources.append(found[0])
        return
    seen.claim([Person(name=found[0])], "byline", 6.5)
    if len(pieces) == 1 and (glued := re.fullmatch(r"([^\W\d]{2,12}?)(\d{1,9})", pieces[0])):
        pieces = [glued[1], glued[2]]
    words = [piece for piece in pieces if re.fullmatch(r"[^\W\d][\w &+-]{1,11}", piece)]
    numbers = [piece for piece in pieces if piece.isdecimal()]
    if len(words) == 1 and len(numbers) <= 1 and len(pieces) == len(words) + len(numbers):
        seen.category = seen.category or words[0]
        if numbers and pieces[-1] == numbers[0]:
            seen.counts.setdefault("views", int(numbers[0]))


def _without_place(token: str) -> str:
    return re.sub(r"\s+(?:on behalf of|for|in|at|from)\b.*$", "", token)


def _read_text(seen: _Seen, lines: _Lines) -> None:
    """The first lines of the text: 〔記者X／台北報導〕, （记者 X）, 本报记者 X, 文/X."""
    page = lines.page
    end = min(lines.text_start + 4, lines.count)
    alone: list[Person] = []
    for block in range(lines.headline + 1, end):
        text = lines.pieces(block).replace(GAP, " ")
        if not _HAN.search(text[:80]):
            continue
        found = byline_line.reporters(text)
        if found:
            persons = [Person(name=name) for name in found]
            if page.block_size(block) < 120 and block < lines.text_start:
                seen.blocks.add(block)
                alone += persons  # one line for the trainees, one for the reporters
                persons = alone
            seen.claim(persons, "text", 9.0 + 0.01 * len(persons))
        elif page.block_size(block) < _LONG and block > lines.text_start - 4:
            line = byline_line.read(lines.pieces(block))
            if line.authors:
                seen.claim(line.authors, "text", 9.0)
                seen.blocks.add(block)


def _read_tail(seen: _Seen, lines: _Lines) -> None:
    """The last lines: a closing (X), 编辑：X 校对：Y, and the notice of copyright that names the author."""
    page = lines.page
    expects: str | None = None
    for block in lines.tail:
        text = lines.pieces(block)
        short = page.block_size(block) < _LINE_LIMIT
        plain = text.replace(GAP, " ")
        if _HAN.search(plain[-60:]) and block < lines.text_end and (found := byline_line.closing(plain)):
            seen.claim([Person(name=name) for name in found], "text", 8.0)
        if not short or _is_sentence(text) or lines.is_foreign(page.block_nodes[block]):
            expects = None
            continue
        if lines.is_apart(page.block_nodes[block]) and not byline_line.begins_with_author(text):
            continue
        line = byline_line.value_for(expects, text) if expects else byline_line.read(text)
        if line.authors:
            seen.claim(line.authors, "byline", 8.5 if byline_line.begins_with_author(text) else 5.0)
        elif page.block_size(block) < 100 and (found := byline_line.reporters(plain)):
            seen.claim([Person(name=name) for name in found], "text", 8.6)
            seen.blocks.add(block)
        line.persons = [person for person in line.persons if person.role != "author"]
        seen.others += line.persons
        if line.source and not seen.sources:
            line.persons = []
            _note_line(seen, line, "byline", 0.0)
        if (line.persons or line.labels & {"author", "source", "editor"}) and page.block_marks(block) < 3:
            seen.blocks.add(block)
        expects = line.expects


# --- elements ----------------------------------------------------------------------------------------------


def _read_marked(seen: _Seen, lines: _Lines) -> None:
    """Elements that are called author or byline, links to an author's page, and counts that an icon explains."""
    page = lines.page
    names_used = set(page.names)
    everything = " ".join(names_used)
    triggers = [word for word in _TRIGGERS if word in everything]
    kinds = {
        name: kind for name in names_used if any(word in name for word in triggers) and (kind := _kind(name))
    }
    for node, name in enumerate(page.names) if kinds else ():
        kind = kinds.get(name)
        if kind == "author":
            _read_author_element(seen, lines, node)
        elif kind:
            _read_count_element(seen, lines, node, kind)
    spans = lines.chunk_spans()
    for node in page.by_tag.get("a", ()):
        start = page.chunk_starts[node]
        if any(first <= start < last for first, last in spans):
            rel, href = page.attribute(node, "rel"), page.attribute(node, "href")
            if (rel and "author" in rel.lower()) or (href and _AUTHOR_ADDRESS.search(href)):
                _read_author_element(seen, lines, node, is_link=True)


def _kind(name: str) -> str:
    """What an element of this class and id holds: `author`, a kind of count, or nothing of interest."""
    if _AUTHOR_WORD.search(name):
        return "" if _NOT_AUTHOR_WORD.search(name) else "author"
    if _SITE_COUNT.search(name):
        return ""
    return next((kind for kind, pattern in _COUNT_WORD.items() if pattern.search(name)), "")


def _read_author_element(seen: _Seen, lines: _Lines, node: int, *, is_link: bool = False) -> None:
    page = lines.page
    if not 0 < page.size(node) <= 300 or page.tags[node] in ("body", "article", "section", "main"):
        return
    blocks = page.blocks(node)
    near = lines.headline - 6 <= blocks[0] <= lines.text_start + 1
    below = lines.text_start < blocks[0] <= lines.text_end + _TAIL_REACH
    of_post = _POST_AUTHOR.search(page.names[node])
    if not near and not below and not of_post:
        return
    inside = lines.headline <= blocks[0] <= lines.text_start
    if lines.is_foreign(node) if of_post or inside else lines.is_apart(node):
        return
    text, first = lines.first_line(node)
    line = byline_line.read(text)
    persons = line.authors
    if not persons and not line.labels - {"date", "other"}:
        persons = [Person(name=name) for name in names.split(byline_line.first_value(text))]
    stated = {person.name: person.role for person in byline_line.read(lines.pieces(first)).persons}
    persons = [person for person in persons if stated.get(person.name, "author") == "author"]
    weight = 8.5 if near else 6.0 if of_post else 5.0
    if is_link and not persons:
        return
    if near and lines.headline > blocks[0]:
        weight -= 1.0
    seen.claim(persons, "byline", weight - (0.3 if is_link else 0.0))
    if persons and near and page.block_size(first) <= _LINE_LIMIT and page.block_marks(first) < 3:
        seen.blocks.add(first)


def _read_count_element(seen: _Seen, lines: _Lines, node: int, kind: str) -> None:
    page = lines.page
    if kind in seen.counts or page.size(node) > 40 or lines.is_apart(node):
        return
    text = page.text(node)
    count = counts.value(text)
    if count is None:
        count = counts.find(text).get(kind)
    if count is not None and page.size(node):
        seen.counts[kind] = count


# --- claims for machines -----------------------------------------------------------------------------------

_WEIGHTS = {"json-ld": (11.0, 7.0), "microdata": (9.0, 6.5), "meta": (7.5, 5.5), "json-ld:page": (6.0, 5.0)}
"""Of a source on pages in other languages and in Chinese."""


def _read_structured(seen: _Seen, structured: Structured, chinese: bool) -> None:
    for found in structured.authors:
        persons = [
            Person(name=name, url=person.url) for person in found.value for name in names.split(person.name)
        ]
        kind = found.source if found.source in _WEIGHTS else "meta"
        weight = _WEIGHTS[kind][chinese]
        if found.source == "meta:citation_author":
            weight += 2.0
        seen.claim(persons, found.source, weight)


# --- whom to believe ---------------------------------------------------------------------------------------


def _site_names(structured: Structured, page: PageMap) -> set[str]:
    host = page.url.partition("://")[2].partition("/")[0].removeprefix("www.")
    labels = {label for label in host.split(".")[:-1] if len(label) > 3}
    return {_folded(name) for name in [*structured.site_names, host, *labels]} - {""}


def _folded(name: str) -> str:
    return "".join(filter(str.isalnum, name.lower()))


def _without_editors(seen: _Seen, *, chinese: bool) -> list[_Claim]:
    """The claims without those of Chinese metas that name the editor or the outlet, as they mostly do."""
    if not chinese:
        return seen.claims
    editors = tuple(person.name for person in seen.others)
    return [
        claim
        for claim in seen.claims
        if not claim.source.startswith("meta:")
        or not any(
            person.name.endswith(editors) or names.is_organisation(person.name) for person in claim.persons
        )
    ]


def _choose(claims: list[_Claim], site: set[str]) -> _Claim | None:
    """The claim with the most weight; one that names only the site or an office is believed last."""
    best: _Claim | None = None
    best_weight = 0.0
    whole = _whole_names(claims)
    for claim in claims:
        persons = tuple({person.name: person for person in reversed(claim.persons)}.values())[::-1]
        people = tuple(person for person in persons if _folded(person.name) not in site)
        weight = claim.weight
        if not people and all(names.lone_latin(person.name) for person in persons):
            people, weight = persons, weight - 3.0  # a person's own site
        elif not people:
            people, weight = persons, 0.1 * weight
        elif all(names.is_organisation(person.name) for person in people):
            weight -= 5.0
        elif all(names.is_login(person.name) for person in people):
            weight -= 3.0
        elif all(_GENERIC_COMPANY.search(person.name) for person in people):
            weight -= 2.5
        if weight > best_weight:
            best, best_weight = replace(claim, persons=people), weight
    if best is None:
        return None
    return replace(best, persons=tuple(whole.get(person.name, person) for person in best.persons))


def _whole_names(claims: list[_Claim]) -> dict[str, Person]:
    """First name -> the person that another claim names in full."""
    persons = [person for claim in claims for person in claim.persons if claim.weight >= 5.0]
    return {person.name.split()[0]: person for person in persons if len(person.name.split()) in (2, 3)}


def _with_addresses(page: PageMap, claim: _Claim | None, others: list[Person]) -> Found[tuple[Person, ...]]:
    """The persons with the pages they are linked to, other roles behind the authors."""
    authors = list(claim.persons) if claim is not None else []
    named = {person.name for person in authors}
    roles = {(person.name, person.role): person for person in others if person.name not in named}
    links = _links(page, {person.name for person in authors if person.url is None})
    authors = [replace(person, url=person.url or links.get(person.name)) for person in authors]
    return Found((*authors, *roles.values()), claim.source if claim is not None else "byline")


def _links(page: PageMap, wanted: set[str]) -> dict[str, str]:
    """Name -> the page it is linked to."""
    links: dict[str, str] = {}
    for number, chunk in enumerate(page.chunks) if wanted else ():
        if page.chunk_linked[number] and (name := " ".join(chunk.split())) in wanted and name not in links:
            node = page.chunk_nodes[number]
            link = next((above for above in [node, *page.ancestors(node)] if page.tags[above] == "a"), node)
            href = page.attribute(link, "href")
            if href and not href.startswith(("#", "javascript:", "mailto:")):
                links[name] = urljoin(page.url, href)
    return links
