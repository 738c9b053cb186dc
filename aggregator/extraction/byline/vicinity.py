"""Where on a page its byline may stand: the lines around the headline and those at the end of the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from aggregator.extraction.byline.line import (
    GAP,
    SILENT,
    Line,
    begins_with_posted,
    begins_with_spoken_label,
    find_date,
    find_reprint,
    is_silent,
    read,
    value_for,
)
from aggregator.extraction.page.elements import SUBHEADINGS
from aggregator.extraction.page.native import folded
from aggregator.signs import Words
from aggregator.text import letters_and_digits

if TYPE_CHECKING:
    from aggregator.extraction.body.body import Body
    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.headline.title import Headline
    from aggregator.extraction.page.page_map import PageMap

LINE_LIMIT = 420
"""Bytes of a line that can be byline; longer ones are text."""
_REACH = 14
"""Lines below the headline and below the text that are looked at."""
_FAR = 30
"""Lines below those that are looked at for a colophon."""
_ABOVE = 6
"""Lines above the headline that are looked at."""
_DEPTH = 64
"""Elements around one that are asked what part of the page it is in."""
_TEXT = 150
"""Bytes of the shortest line that is surely text."""

_FOREIGN = re.compile(
    r"comment(?!s?[-_]?(?:bubble|count|icon|link|num)|s?-off)|reply|related|relate|recommend|tuijian|xiangguan"
)
_APART = re.compile(rf"{_FOREIGN.pattern}|sidebar|(?<![a-z])(?:nav|menu|hot|rank|widget|footer)(?![a-z])")
_APART_WORDS = Words(
    """comment reply relate recommend tuijian xiangguan sidebar nav menu hot rank widget foot
    post entry article""".split()
)
"""One of these is in every name that the patterns here match."""
_NAVIGATION = re.compile(
    r"(?<![a-z])(?:(?:main|top|sub|site)?-?(?:nav|menu)|breadcrumb)(?![a-z])|navbar|navigation"
)
_MOST_LIKE = 5
"""Links of one text that are looked at."""
_NAME = 60
"""Bytes of a line that may be a name alone."""
_RIGHT = re.compile(r"\balign:\s*right|^right$|(?<![a-z])(?:text|align)-right(?![a-z])")
_BRACKETS = tuple("）)〕】]")
_APART_TAGS = frozenset({"footer", "nav", "aside"})
_TAGS = _APART_TAGS | {"article"}
_OF_ARTICLE = re.compile(r"post|entry|article")
_FOOTER = re.compile(r"(?:post|entry|article|content|news|story)[-_]{0,2}foot")
_NONE: frozenset[str] = frozenset()
_SHORT_SENTENCE = 30
_SENTENCE_ENDS = ("。", "！", "？", ".", "!", "?", "…", "：", ":", "；", "，")
_UNFILLED = ("：", ":", "…", "...")
_CLAUSES = re.compile(r"[。！？，；!?;]|,(?!\d{3})")
_PIECES = 3
"""Gaps between the pieces of a line that is no sentence even without a label."""
_NOT_BYLINE_TAGS = frozenset({"h1", "h2", "h3", "li", "button", "label"})


class Vicinity:
    """The page's lines as the byline is looked for among them."""

    def __init__(self, page: PageMap, claims: Structured, title: Headline | None, body: Body | None) -> None:
        self.page = page
        self.claims = claims
        self.count = len(page.block_nodes)
        kept = body.blocks if body is not None else list(range(self.count))
        block = title.block if title is not None else None
        self.title = title.value if title is not None else ""
        self.headline = block if block is not None else (kept[0] if kept else 0)
        """The headline's line; the body's first where no headline is shown."""
        self.has_headline = block is not None
        first = next((line for line in kept if line > self.headline and self._is_text(line)), None)
        self.has_text = first is not None
        self.text_start = first if first is not None else min(self.headline + _REACH, self.count)
        """The first line of running text."""
        self.text_end = kept[-1] + 1 if kept else self.count
        """The line after the body's last."""
        self._last_text = (
            next(line for line in reversed(kept) if self._is_text(line))
            if self.has_text
            else self.text_end - 1
        )
        self._pieces: dict[int, str] = {}
        self._lines: dict[tuple[str, frozenset[str]], Line] = {}
        self._arounds: dict[int, list[int]] = {}

    def _is_text(self, block: int) -> bool:
        page = self.page
        size = page.block_sizes[block]
        return size > _TEXT and page.block_marks[block] >= 1 and page.block_link_sizes[block] < 0.5 * size

    @property
    def head(self) -> range:
        """Lines around the headline down to the text."""
        end = min(self.text_start + 1, self.headline + 1 + _REACH, self.count)
        return range(max(0, self.headline - _ABOVE + 1), end)

    @property
    def opening(self) -> range:
        """The lines above the text and its first ones."""
        start = max(self.headline + 1, self.text_start - _FAR)
        return range(start, min(self.text_start + 4, self.count))

    @property
    def tail(self) -> list[int]:
        """Lines at the end of the text and below it."""
        last, end = self._last_text, self.text_end
        start = max(self.text_start, last - 1)
        below_text = range(start, min(last + _REACH, self.count))
        below_body = range(max(below_text.stop, end - _REACH), min(max(last, end) + _REACH, self.count))
        return [*below_text, *below_body]

    @property
    def colophon(self) -> list[int]:
        """Lines farther below that may say who wrote and who edited: widgets come before them on some sites."""
        page = self.page
        start = min(self.count, max(self._last_text, self.text_end) + _REACH)
        end = min(self.count, start + _FAR)
        if "作者" not in "".join(page.chunks[page.block_starts[start] : page.block_starts[end]]):
            return []
        near = (block for block in range(start, end) if page.block_sizes[block] <= LINE_LIMIT)
        return [block for block in near if "作者" in self.pieces(block)]

    def is_near(self, block: int) -> bool:
        """The line is in the head or nearly so."""
        return self.headline - _ABOVE <= block <= self.text_start + 1

    def is_below(self, block: int) -> bool:
        """The line is in the text or shortly below."""
        return self.text_start < block <= self.text_end + _REACH

    def elements(self) -> tuple[range, range]:
        """The elements that begin around the headline and those that begin in the text or shortly below."""
        starts, page = self.page.block_starts, self.page
        head = max(0, self.headline - _ABOVE), min(self.text_start + 2, self.count)
        tail = min(self.text_start + 2, self.count), min(self.text_end + _REACH + 1, self.count)
        first, middle, middle_end, last = (
            bisect_left(page.chunk_starts, starts[line]) for line in (*head, *tail)
        )
        return range(first, middle), range(max(middle, middle_end), last)

    # Questions about a line.

    def pieces(self, block: int) -> str:
        """The line's pieces joined by `GAP`."""
        text = self._pieces.get(block)
        if text is None:
            page = self.page
            first, end = page.block_starts[block], page.block_starts[block + 1]
            text = page.block_texts[block] if end - first == 1 else _join(page.chunks[first:end])
            self._pieces[block] = text
        return text

    def has_beyond_ascii(self, block: int) -> bool:
        """The line has more than English letters in it."""
        page = self.page
        chunks = page.chunks[page.block_starts[block] : page.block_starts[block + 1]]
        return not all(map(str.isascii, chunks))

    def ends_in_bracket(self, block: int) -> bool:
        """The line ends as a report that is signed in brackets does."""
        return self.page.chunks[self.page.block_starts[block + 1] - 1].rstrip().endswith(_BRACKETS)

    def line(self, text: str, block: int, expects: str | None = None) -> Line:
        """What this text of a line says, read once; the line above may be a label that `expects` it."""
        if expects is not None:
            return value_for(expects, text, self.links(block))
        if is_silent(text):
            return SILENT
        key = text, self.links(block)
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = read(*key)
        return found

    def links(self, block: int) -> frozenset[str]:
        """The line's pieces that are links."""
        page = self.page
        if not page.block_link_sizes[block]:
            return _NONE
        chunks = range(page.block_starts[block], page.block_starts[block + 1])
        return frozenset([folded(page.chunks[chunk]) for chunk in chunks if page.chunk_linked[chunk]])

    def is_plain(self, block: int) -> bool:
        """The line is neither a heading nor a list item nor in a part that is not the article's."""
        node = self.page.block_nodes[block]
        return self.page.tags[node] not in _NOT_BYLINE_TAGS and not self.is_apart(node)

    def is_at_right(self, block: int) -> bool:
        """The line is short and set at the right, where papers of many countries have the writer's name."""
        page = self.page
        node = page.block_nodes[block]
        if page.block_sizes[block] > _NAME:
            return False
        around = page.attribute(node, "style"), page.attribute(node, "align"), page.names[node]
        return any(_RIGHT.search(value) for value in around if value)

    def is_dated(self, block: int) -> bool:
        """The line above or one of the two below gives a date, or the text begins there."""
        around = (line for line in (block - 1, block + 1, block + 2) if self.headline < line < self.count)
        return self._is_above_text(block) or any(find_date(self.pieces(line)) for line in around)

    def _is_above_text(self, block: int) -> bool:
        """The text begins below the line, perhaps with a subheading."""
        page = self.page
        between = [line for line in range(block + 1, self.text_start) if page.block_sizes[line]]
        is_next = not between or (
            len(between) == 1 and page.tags[page.block_nodes[between[0]]] in SUBHEADINGS
        )
        return is_next and block < self.text_start

    def begins_text(self, block: int) -> bool:
        """The line is the first one in the element of the text."""
        page = self.page
        parent, start = page.parents[page.block_nodes[block]], page.block_starts[block]
        if parent < 0 or not self.has_text or page.chunk_starts[parent] != start:
            return False
        return start <= page.block_starts[self.text_start] < page.chunk_ends[parent]

    def is_sentence(self, block: int) -> bool:
        """The line is running text, in which a word such as "by" or 编辑 announces nobody."""
        text = self.pieces(block)
        ends = len(text) > _SHORT_SENTENCE and text.rstrip('"”’」』)） ').endswith(_SENTENCE_ENDS)
        return ends and not (
            begins_with_posted(text)
            or begins_with_spoken_label(text)
            or find_reprint(text)
            or self._awaits_script(block)
        )

    def _awaits_script(self, block: int) -> bool:
        """The line is a byline whose last number or word a script fills in: `来源：X 2024-03-06 点击：`, `… loading...`."""
        text = self.pieces(block)
        date = find_date(text) if text.endswith(_UNFILLED) else None
        if date is None or _CLAUSES.search(text[: date.start()] + text[date.end() :]):
            return False
        return text.count(GAP) >= _PIECES or bool(
            self.line(text, block).labels & {"author", "editor", "source", "uploader"}
        )

    def is_section(self, words: str) -> bool:
        """The words are what the page declares as its section, or a link in its navigation."""
        declared = [claim.value for claim in self.claims.sections]
        declared += [crumb.name for claim in self.claims.breadcrumbs for crumb in claim.value]
        if words in declared:
            return True
        page = self.page
        alike = (number for number, chunk in enumerate(page.chunks) if words in chunk)
        linked = [
            number for number in alike if page.chunk_linked[number] and folded(page.chunks[number]) == words
        ]
        return any(self._navigates(page.chunk_nodes[number]) for number in linked[:_MOST_LIKE])

    def is_site(self, name: str) -> bool:
        """The page's own site is called so, or has the name in its address."""
        own = letters_and_digits(name)
        host = letters_and_digits(self.page.url.partition("://")[2].partition("/")[0])
        return own in host or own in map(letters_and_digits, self.claims.site_names)

    def _navigates(self, node: int) -> bool:
        page = self.page
        around = [node, *islice(page.ancestors(node), _DEPTH)]
        return any(page.tags[above] == "nav" or _NAVIGATION.search(page.names[above]) for above in around)

    # Questions about an element.

    def first_line(self, node: int) -> tuple[str, int]:
        """The pieces of the element's first line that has text, with its number."""
        page = self.page
        start, end = page.chunk_starts[node], page.chunk_ends[node]
        shown = next((number for number in range(start, end) if page.chunks[number].strip()), start)
        block = page.chunk_blocks[shown]
        return _join(page.chunks[shown : min(end, page.block_starts[block + 1])]), block

    def is_foreign(self, node: int) -> bool:
        """The element stands among comments or teasers of other articles."""
        names = self.page.names
        return any(map(_is_foreign, filter(None, map(names.__getitem__, self._around(node)))))

    def is_apart(self, node: int) -> bool:
        """The element stands in a part of the page that is not the article's: comments, teasers, frame."""
        tags, names = self.page.tags, self.page.names
        for above in self._around(node):
            apart = _is_apart(tags[above], names[above])
            if apart and tags[above] == "footer":
                return "article" not in map(tags.__getitem__, self.page.ancestors(above))
            if apart is not None:
                return apart
        return False

    def stands_in(self, node: int, called: re.Pattern[str]) -> bool:
        """An element around it, which does not hold the article's text as well, is called so."""
        return any(called.search(self.page.names[above]) for above in self._around(node)[1:])

    def _around(self, node: int) -> list[int]:
        """The element and those around it that do not hold the article's text as well."""
        found = self._arounds.get(node)
        if found is not None:
            return found
        found = self._arounds[node] = []
        starts, ends, parents = self.page.chunk_starts, self.page.chunk_ends, self.page.parents
        text = self.page.block_starts[self.text_start] if self.has_text else -1
        while node >= 0 and not starts[node] <= text < ends[node] and len(found) < _DEPTH:
            found.append(node)
            node = parents[node]
        return found


@lru_cache(10_000)  # pages of one site repeat each other's names
def _is_foreign(name: str) -> bool:
    return _APART_WORDS.are_in(name) and _FOREIGN.search(name) is not None


@lru_cache(10_000)
def _is_apart(tag: str, name: str) -> bool | None:
    """Whether such an element is apart from the article. None: those around it say."""
    if tag not in _TAGS and not _APART_WORDS.are_in(name):
        return None
    if tag == "article" or _FOOTER.search(name) or (tag == "footer" and _OF_ARTICLE.search(name)):
        return False  # an article's own footer often holds the byline
    return True if tag in _APART_TAGS or _APART.search(name) else None


def _join(chunks: list[str]) -> str:
    return GAP.join([text for chunk in chunks if (text := folded(chunk))])
