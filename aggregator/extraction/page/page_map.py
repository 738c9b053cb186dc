"""One parse and one walk of a page, kept as flat lists that every later question is answered from.

Elements are numbered in document order, so that the subtree of element `i` is `range(i, ends[i])`. Text is kept
apart from the tree: as *chunks* (one text node, or one picture) and as *blocks* (the chunks between two line
breaks, as a browser would lay them out). An element covers a range of chunks and a range of blocks, and a sum
over any element is the difference of two running totals.
"""

from __future__ import annotations

from bisect import bisect
from functools import cached_property
from typing import TYPE_CHECKING

from aggregator.extraction.page.naming import spotter
from aggregator.extraction.page.native import find, folded, walk
from aggregator.extraction.page.parsing import parse
from aggregator.extraction.page.walk import Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from lxml import etree

    from aggregator.extraction.page.naming import Sought

_PROSE = 200
"""Characters; less is a request to switch scripts on."""

_HOLDS_A_PAGE = ("main", "article", "h1")


def read(html: str | bytes, url: str) -> PageMap:
    """The page, measured; what its source hides by mistake or from all who run scripts is shown."""
    page = PageMap(parse(html), url)
    for hiding in (_open_buttons, _spare_text):
        if nodes := hiding(page):
            for node in nodes:
                page.elements[node].tag = "div"
            page = PageMap(page.root, url)
    return page


def _open_buttons(page: PageMap) -> list[int]:
    """Buttons that the source never closes, so that they have swallowed the rest of the page."""
    buttons = page.by_tag.get("button", [])
    large = sorted(node for tag in _HOLDS_A_PAGE for node in page.by_tag.get(tag, ()))
    return [node for node in buttons if bisect(large, page.ends[node] - 1) > bisect(large, node)]


def _spare_text(page: PageMap) -> list[int]:
    """What a page holds for readers without scripts, where it shows less to all others: forums write threads there."""
    nodes = page.by_tag.get("noscript", [])
    paragraphs = (part for node in nodes for part in page.elements[node].iter("p"))
    prose = sum(len(text) for paragraph in paragraphs for text in paragraph.itertext())
    return nodes if prose >= _PROSE and prose > page.size(0) else []


def words_in(text: bytes, words: Iterable[str]) -> list[str]:
    """Those of the words that a text of the page has, in UTF-8; much faster than `in` where the text is long."""
    return [word for word in words if find(text, word.encode(), 0) >= 0]


class PageMap(Walk):
    """The page, measured."""

    def __init__(self, root: etree._Element, url: str) -> None:
        found = walk(root)
        super().__init__(*(getattr(found, part) for part in Walk.__slots__))
        self.root = root
        self.url = url
        self.attribute = self.elements.attribute
        """The value of an element's attribute."""
        self._numbers: dict[etree._Element, int] | None = None

    @property
    def totals(self) -> tuple[list[int], list[int], list[int]]:
        """Running totals before each chunk, and after the last: size, size in links, marks."""
        return self.size_totals, self.link_totals, self.mark_totals

    # Questions about an element.

    def size(self, node: int) -> int:
        """How much text the element holds, in bytes of UTF-8: a Chinese character says as much as three letters."""
        return self.size_totals[self.chunk_ends[node]] - self.size_totals[self.chunk_starts[node]]

    def size_between(self, first: int, last: int) -> int:
        """How much text the chunks from `first` up to `last` hold."""
        return self.size_totals[last] - self.size_totals[first]

    def link_size(self, node: int) -> int:
        """How much of `size` stands in links."""
        return self.link_totals[self.chunk_ends[node]] - self.link_totals[self.chunk_starts[node]]

    def marks(self, node: int) -> int:
        """Commas and ends of sentences in the element's text."""
        return self.mark_totals[self.chunk_ends[node]] - self.mark_totals[self.chunk_starts[node]]

    def link_density(self, node: int) -> float:
        """Share of the text that stands in links; 0 for an element without text."""
        return self.link_size(node) / (self.size(node) or 1)

    def blocks(self, node: int) -> range:
        """The blocks that have some of their text in the element."""
        start, end = self.chunk_starts[node], self.chunk_ends[node]
        if start == end:
            return range(0)
        return range(self.chunk_blocks[start], self.chunk_blocks[end - 1] + 1)

    def text(self, node: int) -> str:
        """The element's text on one line, blanks folded."""
        start, end = self.chunk_starts[node], self.chunk_ends[node]
        if start == end:
            return ""
        block = self.chunk_blocks[start]
        if self.chunk_blocks[end - 1] == block:  # as of most that are asked for
            return folded(self.chunks[start] if end - start == 1 else "".join(self.chunks[start:end]))
        parts: list[str] = []
        for number in range(start, end):
            if self.chunk_blocks[number] != block:
                block = self.chunk_blocks[number]
                parts.append(" ")
            parts.append(self.chunks[number])
        return folded("".join(parts))

    def raw_text(self, node: int) -> str:
        """What stands in the element as its source has it, also where no reader sees it."""
        element = self.elements[node]
        return "".join(map(str, element.itertext())) if len(element) else element.text or ""

    def lines(self, node: int) -> list[str]:
        """The element's text block by block, without empty ones."""
        start, end = self.chunk_starts[node], self.chunk_ends[node]
        lines = []
        for block in self.blocks(node):
            first, last = max(start, self.block_starts[block]), min(end, self.block_starts[block + 1])
            line = folded("".join(self.chunks[first:last]))
            if line:
                lines.append(line)
        return lines

    def children(self, node: int) -> Iterator[int]:
        child, end = node + 1, self.ends[node]
        while child < end:
            yield child
            child = self.ends[child]

    def holds(self, node: int, other: int) -> bool:
        """Whether `other` stands in `node`, or is it."""
        return node <= other < self.ends[node]

    def ancestors(self, node: int) -> Iterator[int]:
        """From the parent up to the root."""
        node = self.parents[node]
        while node >= 0:
            yield node
            node = self.parents[node]

    def within(self, node: int, tag: str) -> int:
        """The nearest element of that tag from `node` upwards within a few steps; 0: there is none."""
        for _ in range(6):
            if node <= 0:
                return 0
            if self.tags[node] == tag:
                return node
            node = self.parents[node]
        return 0

    def number(self, element: etree._Element) -> int:
        """The number of an element of this page's tree."""
        if self._numbers is None:
            self._numbers = {self.elements[number]: number for number in range(len(self.elements))}
        return self._numbers[element]

    def names_with(self, words: Sought) -> dict[str, list[int]]:
        """Class and id of elements that contain one of the words, each with its elements.

        Pictures and silent elements are left out.
        """
        names = self._names_by_word
        return {name: self.by_name[name] for word in words if word in names for name in names[word]}

    def nodes_named(self, words: Sought, is_wanted: Callable[[str], bool]) -> list[int]:
        """Elements whose class and id are wanted, of those that contain one of the words, in document order."""
        found = self.names_with(words)
        return sorted(node for name, nodes in found.items() if is_wanted(name) for node in nodes)

    @cached_property
    def _names_by_word(self) -> dict[str, dict[str, None]]:
        return spotter().spot(self.by_name)

    @cached_property
    def hrefs(self) -> list[str | None]:
        """Where the `a` elements lead, as written: of each one in `by_tag["a"]`, in that order."""
        return self.elements.attributes(self.by_tag.get("a", []), "href")

    @cached_property
    def rels(self) -> list[str | None]:
        """What these lead to is to the page, as written."""
        return self.elements.attributes(self.by_tag.get("a", []), "rel")
