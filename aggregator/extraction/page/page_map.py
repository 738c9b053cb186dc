"""One parse and one walk of a page, kept as flat lists that every later question is answered from.

Elements are numbered in document order, so that the subtree of element `i` is `range(i, ends[i])`. Text is kept
apart from the tree: as *chunks* (one text node, or one picture) and as *blocks* (the chunks between two line
breaks, as a browser would lay them out). An element covers a range of chunks and a range of blocks, and a sum
over any element is the difference of two running totals.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING, Any

from lxml import etree

from aggregator.extraction.page.elements import INLINE, PICTURES, SILENT
from aggregator.extraction.page.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_MARKS = ("，", "。", "、", ",", ". ", "？", "！", "；")
"""Commas and ends of sentences."""

_BLOCK, _INLINE, _LINK, _PICTURE, _SILENT, _SILENT_INLINE = range(6)
_LAYOUTS = (
    dict.fromkeys(INLINE, _INLINE)
    | dict.fromkeys(SILENT, _SILENT)
    | dict.fromkeys(INLINE & SILENT, _SILENT_INLINE)
    | dict.fromkeys(PICTURES, _PICTURE)
    | {"a": _LINK}
)
"""What matters about a tag to the walk; all others are blocks that show their text."""

_STREAMED = "S:"
"""React streams what the server renders late into <div hidden id="S:1"> and moves it to its place."""

_PROSE = 200
"""Characters; less is a request to switch scripts on."""


def read(html: str | bytes, url: str) -> PageMap:
    """The page, measured; with what it holds for readers without scripts, where it shows less to all others."""
    page = PageMap(parse(html), url)
    spare = [page.elements[node] for node in page.by_tag.get("noscript", ())]
    prose = sum(len(part) for element in spare for text in element.iter("p") for part in text.itertext())
    if prose < _PROSE or prose <= page.size(0):
        return page
    for element in spare:  # forums write whole threads here
        element.tag = "div"
    return PageMap(page.root, url)


@cache
def _having(attribute: str) -> Callable[[etree._Element], list[Any]]:
    return etree.XPath(f"descendant-or-self::*/@{attribute}")  # type: ignore[return-value]


class PageMap:
    """The page, measured."""

    def __init__(self, root: etree._Element, url: str) -> None:
        self.root = root
        self.url = url
        # Per element, in document order.
        self.elements: list[etree._Element] = list(root.iter("*"))
        self.tags: list[str] = []
        self.parents: list[int] = []
        """-1 for the root."""
        self.ends: list[int] = [0] * len(self.elements)
        self.names: list[str] = []
        """Class and id in lower case, separated by blanks; empty where there is neither."""
        self.hidden: list[bool] = [False] * len(self.elements)
        """Not displayed until a script or a click shows it: the element itself or one above it.

        Not asked of elements that show nothing anyway.
        """
        self.by_tag: defaultdict[str, list[int]] = defaultdict(list)
        self._by_name: defaultdict[str, list[int]] = defaultdict(list)
        self.chunk_starts: list[int] = []
        self.chunk_ends: list[int] = [0] * len(self.elements)
        """The chunks that an element covers: `chunks[chunk_starts[i]:chunk_ends[i]]`."""
        # Per chunk.
        self.chunks: list[str] = []
        """Text as it stands in the page, blanks included; empty for a picture."""
        self.chunk_nodes: list[int] = []
        """Element that the text stands directly in; of a picture, the picture."""
        self.chunk_blocks: list[int] = []
        self.chunk_linked: list[bool] = []
        # Per block.
        self.block_starts: list[int] = []
        """First chunk of each block, with one more entry that ends the last block."""
        self.block_nodes: list[int] = []
        """Innermost element that is laid out as a block and has the block in it."""
        self._numbers: dict[etree._Element, int] | None = None
        self._walk()
        self._hide()
        self._measure()
        self._block_texts: list[str | None] = [None] * len(self.block_nodes)

    def _walk(self) -> None:  # one long loop on purpose: this is where a page's time goes
        """Number the elements and collect chunks and blocks."""
        elements, tags, parents, ends = self.elements, self.tags, self.parents, self.ends
        names, by_tag, by_name = self.names, self.by_tag, self._by_name
        chunk_starts, chunk_ends = self.chunk_starts, self.chunk_ends
        chunks, chunk_nodes, chunk_blocks = self.chunks, self.chunk_nodes, self.chunk_blocks
        linked, starts, block_nodes = self.chunk_linked, self.block_starts, self.block_nodes
        layout_of = _LAYOUTS.get
        layouts: list[int] = []
        inner = -1  # the innermost open element, also as
        inmost: etree._Element | None = None
        laid_out: list[int] = [0]  # open elements that are laid out as blocks
        count = 0  # of chunks
        block = -1  # the latest
        quiet = 0  # open silent elements
        links = 0  # open links
        fresh = True  # the next chunk begins a block
        for number, element in enumerate([*elements, None]):  # the last round closes what is open
            above = element.getparent() if element is not None else None
            while inmost is not above:
                ends[inner] = number
                chunk_ends[inner] = count
                layout = layouts[inner]
                if layout == _BLOCK:
                    fresh = True
                    laid_out.pop()
                elif layout == _LINK:
                    links -= 1
                elif layout >= _SILENT:
                    quiet -= 1
                    if layout == _SILENT:
                        fresh = True
                        laid_out.pop()
                closed, inner = elements[inner], parents[inner]
                if inner < 0:
                    break  # the root's tail is no part of the page
                inmost = elements[inner]
                if quiet:
                    continue
                text = closed.tail
                if not text:
                    continue
                if text.isspace():
                    if not fresh:
                        chunks[-1] += " "
                    continue
                if fresh:
                    fresh = False
                    block += 1
                    starts.append(count)
                    block_nodes.append(laid_out[-1])
                count += 1
                chunks.append(text)
                chunk_nodes.append(inner)
                chunk_blocks.append(block)
                linked.append(links > 0)
            if element is None:
                break
            tag = element.tag
            layout = layout_of(tag, _BLOCK)
            name, ident = element.get("class"), element.get("id")
            if ident:
                name = f"{name} {ident}" if name else ident
            if name:
                name = name.lower()
                names.append(name)
                if layout <= _LINK:
                    by_name[name].append(number)
            else:
                names.append("")
            parents.append(inner)
            tags.append(tag)
            by_tag[tag].append(number)
            chunk_starts.append(count)
            if layout == _BLOCK:
                fresh = True
                laid_out.append(number)
            elif layout == _LINK:
                if element.get("href") is None and element.get("name") is not None:
                    layout = _INLINE  # a mark that is led to and leads nowhere; old pages never close it
                else:
                    links += 1
            elif layout >= _SILENT:
                quiet += 1
                if layout == _SILENT:
                    fresh = True
                    laid_out.append(number)
            layouts.append(layout)
            inner, inmost = number, element
            if layout == _PICTURE:
                if quiet and tags[parents[number]] != "noscript":
                    continue  # of what is not shown, the picture for readers without scripts counts
                text = ""
            elif quiet:
                continue
            else:
                text = element.text
                if not text:
                    continue
                if text.isspace():
                    if not fresh:
                        chunks[-1] += " "
                    continue
            if fresh:
                fresh = False
                block += 1
                starts.append(count)
                block_nodes.append(laid_out[-1])
            count += 1
            chunks.append(text)
            chunk_nodes.append(number)
            chunk_blocks.append(block)
            linked.append(links > 0)
        starts.append(count)

    def _hide(self) -> None:
        """Mark what is not displayed, of the elements that show anything: few others are ever asked for."""
        hidden, ends, starts, stops = self.hidden, self.ends, self.chunk_starts, self.chunk_ends
        for number, element in enumerate(self.elements):
            if starts[number] == stops[number] or hidden[number]:
                continue
            style = element.get("style")
            if (style is not None and "display:none" in style.replace(" ", "").lower()) or (
                element.get("hidden") is not None and not (element.get("id") or "").startswith(_STREAMED)
            ):
                hidden[number : ends[number]] = [True] * (ends[number] - number)

    def _measure(self) -> None:
        """Running totals over the chunks."""
        sizes, marks = [], []
        for chunk in self.chunks:
            text = chunk.strip()
            if text.isascii():
                sizes.append(len(text))
                marks.append(
                    text.count(",") + text.count(". ") + text.count(".", -1) if len(text) > 20 else 0
                )
            else:
                sizes.append(len(text.encode("utf-8", "replace")))
                marks.append(sum(map(text.count, _MARKS)) + text.count(".", -1))
        self._sizes: list[int] = list(accumulate(sizes, initial=0))
        self._marks: list[int] = list(accumulate(marks, initial=0))
        self._links: list[int] = list(accumulate(map(mul, sizes, self.chunk_linked), initial=0))

    @property
    def totals(self) -> tuple[list[int], list[int], list[int]]:
        """Running totals before each chunk, and after the last: size, size in links, marks."""
        return self._sizes, self._links, self._marks

    # Questions about an element.

    def size(self, node: int) -> int:
        """How much text the element holds, in bytes of UTF-8: a Chinese character says as much as three letters."""
        return self._sizes[self.chunk_ends[node]] - self._sizes[self.chunk_starts[node]]

    def size_between(self, first: int, last: int) -> int:
        """How much text the chunks from `first` up to `last` hold."""
        return self._sizes[last] - self._sizes[first]

    def link_size(self, node: int) -> int:
        """How much of `size` stands in links."""
        return self._links[self.chunk_ends[node]] - self._links[self.chunk_starts[node]]

    def marks(self, node: int) -> int:
        """Commas and ends of sentences in the element's text."""
        return self._marks[self.chunk_ends[node]] - self._marks[self.chunk_starts[node]]

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
        parts: list[str] = []
        block = -1
        for number in range(start, end):
            if self.chunk_blocks[number] != block:
                block = self.chunk_blocks[number]
                parts.append(" ")
            parts.append(self.chunks[number])
        return " ".join("".join(parts).split())

    def lines(self, node: int) -> list[str]:
        """The element's text block by block, without empty ones."""
        start, end = self.chunk_starts[node], self.chunk_ends[node]
        lines = []
        for block in self.blocks(node):
            first, last = max(start, self.block_starts[block]), min(end, self.block_starts[block + 1])
            line = " ".join("".join(self.chunks[first:last]).split())
            if line:
                lines.append(line)
        return lines

    def block_text(self, block: int) -> str:
        """The block's text on one line, blanks folded."""
        text = self._block_texts[block]
        if text is None:
            first, last = self.block_starts[block], self.block_starts[block + 1]
            whole = self.chunks[first] if last - first == 1 else "".join(self.chunks[first:last])
            text = self._block_texts[block] = " ".join(whole.split())
        return text

    def block_size(self, block: int) -> int:
        return self._sizes[self.block_starts[block + 1]] - self._sizes[self.block_starts[block]]

    def block_link_size(self, block: int) -> int:
        return self._links[self.block_starts[block + 1]] - self._links[self.block_starts[block]]

    def block_marks(self, block: int) -> int:
        return self._marks[self.block_starts[block + 1]] - self._marks[self.block_starts[block]]

    def children(self, node: int) -> Iterator[int]:
        child, end = node + 1, self.ends[node]
        while child < end:
            yield child
            child = self.ends[child]

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
            self._numbers = {element: number for number, element in enumerate(self.elements)}
        return self._numbers[element]

    def names_with(self, words: Iterable[str]) -> dict[str, list[int]]:
        """Class and id of elements that contain one of the words (lower case), each with its elements.

        Pictures and silent elements are left out.
        """
        everything = self._all_names
        by_name = self._by_name
        return {
            name: by_name[name]
            for word in words
            if word in everything  # most are not: asking each of hundreds of names takes far longer
            for name in by_name
            if word in name
        }

    def nodes_named(self, words: Iterable[str], is_wanted: Callable[[str], bool]) -> list[int]:
        """Elements whose class and id are wanted, of those that contain one of the words, in document order."""
        found = self.names_with(words)
        return sorted(node for name, nodes in found.items() if is_wanted(name) for node in nodes)

    @cached_property
    def _all_names(self) -> str:
        return "\n".join(self._by_name)

    def elements_with(self, attribute: str) -> Iterator[etree._Element]:
        """The elements that have it, in document order: where few do, this is faster than asking each."""
        return (found.getparent() for found in _having(attribute)(self.root))

    def attribute(self, node: int, name: str) -> str | None:
        return self.elements[node].get(name)
