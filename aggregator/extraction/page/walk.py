"""Walks a page's tree once: its elements, its text in chunks and lines, and what these come to.

This is the walk in Python; `_walk.pyx` is the same in C, for machines that could compile it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate, pairwise
from operator import mul
from typing import TYPE_CHECKING, Protocol

from aggregator.extraction.page.elements import HEADS, INLINE, PICTURES, SILENT
from aggregator.extraction.page.strings import folded

if TYPE_CHECKING:
    from lxml import etree

_MARKS = ("，", "。", "、", ",", ". ", "？", "！", "；")
"""Commas and ends of sentences."""
SHORT = 20
"""Characters up to which marks do not make a sentence of a text without any but ASCII characters."""

_BLOCK, _CODE, _INLINE, _LINK, _PICTURE, _SILENT, _SILENT_INLINE = range(7)
LAYOUTS = (
    {"pre": _CODE}
    | dict.fromkeys(INLINE, _INLINE)
    | dict.fromkeys(SILENT, _SILENT)
    | dict.fromkeys(INLINE & SILENT, _SILENT_INLINE)
    | dict.fromkeys(PICTURES, _PICTURE)
    | {"a": _LINK}
)
"""What matters about a tag to the walk."""

_LAID_OUT = (_BLOCK, _CODE, _SILENT)
"""What begins a line and ends one."""

_STREAMED = "S:"
"""React streams what the server renders late into <div hidden id="S:1"> and moves it to its place."""


def layout_of(tag: str) -> int:
    """What matters about a tag to the walk.

    A name with a prefix (`<st1:city>`, `<o:p>`) is no HTML, and words stand in it that a word processor marks. Any other
    name that is not known is an element of the page's own, and a block that shows its text.
    """
    return LAYOUTS.get(tag, _INLINE if ":" in tag else _BLOCK)


class Elements(Protocol):
    """The page's elements by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> etree._Element: ...

    def attribute(self, number: int, name: str, /) -> str | None:
        """The value of an element's attribute."""

    def attributes(self, numbers: list[int], name: str, /) -> list[str | None]:
        """The values of an attribute of these elements."""

    def all_attributes(self, number: int, /) -> dict[str, str]:
        """All attributes of an element, by name."""

    def raw_text(self, number: int, /) -> bytes:
        """The text that an element begins with, in UTF-8."""


@dataclass(slots=True)
class Walk:
    """What a walk finds, as lists by number."""

    # Per element, in document order.
    elements: Elements
    tags: list[str]
    parents: list[int]
    """-1 for the root."""
    ends: list[int]
    names: list[str]
    """Class and id in lower case, separated by blanks; empty where there is neither."""
    hidden: list[bool]
    """Not displayed until a script or a click shows it: the element itself or one above it.

    Not asked of elements that show nothing anyway.
    """
    by_tag: defaultdict[str, list[int]]
    by_name: defaultdict[str, list[int]]
    """Without pictures and silent elements."""
    properties: list[int]
    """The elements that are a property of something, as microdata has it."""
    chunk_starts: list[int]
    chunk_ends: list[int]
    """The chunks that an element covers: `chunks[chunk_starts[i]:chunk_ends[i]]`."""
    # Per chunk.
    chunks: list[str]
    """Text as it stands in the page, blanks included; empty for a picture.

    Of blanks that stand alone only code keeps what they are: all others are one space each.
    """
    chunk_nodes: list[int]
    """Element that the text stands directly in; of a picture, the picture."""
    chunk_blocks: list[int]
    chunk_linked: list[bool]
    # Per block.
    block_starts: list[int]
    """First chunk of each block, with one more entry that ends the last block."""
    block_nodes: list[int]
    """Innermost element that is laid out as a block and has the block in it."""
    block_texts: list[str]
    """The block's text on one line, blanks folded."""
    block_sizes: list[int]
    """Bytes of UTF-8, blanks at the ends of chunks left out."""
    block_link_sizes: list[int]
    """Of these, what stands in links."""
    block_marks: list[int]
    """Commas and ends of sentences."""
    # Running totals of the same before each chunk, and after the last.
    size_totals: list[int]
    link_totals: list[int]
    mark_totals: list[int]


class _Listed(list["etree._Element"]):
    """The elements as lxml gives them."""

    def attribute(self, number: int, name: str, /) -> str | None:
        return self[number].get(name)

    def attributes(self, numbers: list[int], name: str, /) -> list[str | None]:
        return [self[number].get(name) for number in numbers]

    def all_attributes(self, number: int, /) -> dict[str, str]:
        return {str(name): str(value) for name, value in self[number].items()}

    def raw_text(self, number: int, /) -> bytes:
        return (self[number].text or "").encode()


def walk(root: etree._Element) -> Walk:
    """The page's elements, chunks and blocks."""
    elements = _Listed(root.iter("*"))
    found = _Walker(elements).run()
    _hide(found, elements)
    _measure(found)
    return found


class _Walker:
    """What is open while the tree is walked, and what has been found."""

    def __init__(self, elements: _Listed) -> None:
        count = len(elements)
        self.elements = elements
        self.found = Walk(
            elements=elements,
            tags=[],
            parents=[],
            ends=[0] * count,
            names=[],
            hidden=[False] * count,
            by_tag=defaultdict(list),
            by_name=defaultdict(list),
            properties=[],
            chunk_starts=[],
            chunk_ends=[0] * count,
            chunks=[],
            chunk_nodes=[],
            chunk_blocks=[],
            chunk_linked=[],
            block_starts=[],
            block_nodes=[],
            block_texts=[],
            block_sizes=[],
            block_link_sizes=[],
            block_marks=[],
            size_totals=[],
            link_totals=[],
            mark_totals=[],
        )
        self.path: list[tuple[int, int]] = []
        """Open elements, outermost first, each with its layout."""
        self.laid_out = [0]
        """Those of them that are laid out as blocks."""
        self.quiet = 0
        """How many of them are silent."""
        self.links = 0
        """How many are links."""
        self.fresh = True
        """The next chunk begins a block."""
        self.code = 0
        """How many keep their blanks as they are."""
        self.blanks: list[str] = []
        """What is still to be put beside the latest chunk: all at once, as each time copies it."""
        self.indent: list[str] = []
        """Blanks at the start of a line of code."""

    def run(self) -> Walk:
        for number, element in enumerate(self.elements):
            self._close_below(element.getparent())
            self._open(number, element)
        self._close_below(None)
        self._put_blanks()
        self.found.block_starts.append(len(self.found.chunks))
        return self.found

    def _open(self, number: int, element: etree._Element) -> None:
        found, tag = self.found, element.tag
        layout = layout_of(tag)
        name = " ".join(filter(None, (element.get("class"), element.get("id")))).lower()
        if name and layout <= _LINK:
            found.by_name[name].append(number)
        if element.get("itemprop") is not None:
            found.properties.append(number)
        if layout == _LINK and element.get("href") is None and element.get("name") is not None:
            layout = _INLINE  # a mark that is led to and leads nowhere; old pages never close it
        parent = self.path[-1][0] if self.path else -1
        if (
            tag == "button"
            and parent >= 0
            and found.tags[parent] in HEADS
            and found.chunk_starts[parent] == len(found.chunks)
        ):
            layout = _INLINE  # an accordion's: its heading is what is pressed
        found.tags.append(tag)
        found.by_tag[tag].append(number)
        found.names.append(name)
        found.parents.append(parent)
        found.chunk_starts.append(len(found.chunks))
        self.path.append((number, layout))
        self.links += layout == _LINK
        self.quiet += layout >= _SILENT
        self.code += layout == _CODE
        if layout in _LAID_OUT:
            self._end_block()
            self.laid_out.append(number)
        if layout != _PICTURE:
            self._read(element.text)
        elif not self.quiet or (parent >= 0 and found.tags[parent] == "noscript"):
            self._add("")  # of what is not shown, the picture for readers without scripts counts

    def _close_below(self, above: etree._Element | None) -> None:
        """Close what is open up to this element; all of it where there is none."""
        found = self.found
        while self.path and self.elements[self.path[-1][0]] is not above:
            number, layout = self.path.pop()
            found.ends[number] = len(found.tags)
            found.chunk_ends[number] = len(found.chunks)
            self.links -= layout == _LINK
            self.quiet -= layout >= _SILENT
            self.code -= layout == _CODE
            if layout in _LAID_OUT:
                self._end_block()
                self.laid_out.pop()
            if self.path:  # the root's tail is no part of the page
                self._read(self.elements[number].tail)

    def _read(self, text: str | None) -> None:
        """Take in a text that stands directly in the innermost open element."""
        if not text or self.quiet:
            return
        if not text.isspace():
            self._add(text)
        elif not self.fresh:
            self.blanks.append(text if self.code else " ")
        elif self.code:
            self.indent.append(text)

    def _end_block(self) -> None:
        self.fresh = True
        self.indent.clear()

    def _put_blanks(self, text: str = "") -> str:
        """Put blanks behind the latest chunk, or before the text that follows where that chunk is a picture.

        A picture's chunk stays empty, and blanks behind the last picture of a block are none.
        """
        blanks = "".join(self.blanks)
        if blanks and self.found.chunks[-1]:
            self.found.chunks[-1] += blanks
        elif not self.fresh:
            if not text:
                return text  # until more than another picture follows
            text = blanks + text
        self.blanks.clear()
        return text

    def _add(self, text: str) -> None:
        """Add a chunk, which begins a block where something has ended the one before."""
        found = self.found
        text = self._put_blanks(text)
        if self.fresh:
            self.fresh = False
            if text and self.indent:
                text = "".join((*self.indent, text))
            found.block_starts.append(len(found.chunks))
            found.block_nodes.append(self.laid_out[-1])
        found.chunks.append(text)
        found.chunk_nodes.append(self.path[-1][0])
        found.chunk_blocks.append(len(found.block_nodes) - 1)
        found.chunk_linked.append(self.links > 0)


def _hide(found: Walk, elements: list[etree._Element]) -> None:
    """Mark what is not displayed, of the elements that show anything: few others are ever asked for."""
    hidden, ends, starts, stops = found.hidden, found.ends, found.chunk_starts, found.chunk_ends
    for number, element in enumerate(elements):
        if starts[number] == stops[number] or hidden[number]:
            continue
        style = element.get("style")
        if (
            (style is not None and "display:none" in style.replace(" ", "").lower())
            or (element.get("hidden") is not None and not (element.get("id") or "").startswith(_STREAMED))
        ) and not _is_panel(element):
            hidden[number : ends[number]] = [True] * (ends[number] - number)


def _is_panel(element: etree._Element) -> bool:
    """Of a tab or an accordion: text that readers open. Dialogues are labelled too, and menus have other roles."""
    role = element.get("role")
    return role == "tabpanel" or (role in (None, "region") and element.get("aria-labelledby") is not None)


def _measure(found: Walk) -> None:
    """Running totals over the chunks, and what they come to in blocks."""
    sizes, marks = [], []
    for chunk in found.chunks:
        text = chunk.strip()
        if text.isascii():
            sizes.append(len(text))
            marks.append(text.count(",") + text.count(". ") + text.count(".", -1) if len(text) > SHORT else 0)
        else:
            sizes.append(len(text.encode("utf-8", "replace")))
            marks.append(sum(map(text.count, _MARKS)) + text.count(".", -1))
    found.size_totals.extend(accumulate(sizes, initial=0))
    found.link_totals.extend(accumulate(map(mul, sizes, found.chunk_linked), initial=0))
    found.mark_totals.extend(accumulate(marks, initial=0))
    for first, end in pairwise(found.block_starts):
        found.block_texts.append(folded("".join(found.chunks[first:end])))
        found.block_sizes.append(found.size_totals[end] - found.size_totals[first])
        found.block_link_sizes.append(found.link_totals[end] - found.link_totals[first])
        found.block_marks.append(found.mark_totals[end] - found.mark_totals[first])
