"""Walks a page's tree once: its elements, its text in chunks and lines, and what these come to.

This is the walk in Python; `_walk.pyx` is the same in C, for machines that could compile it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import accumulate
from operator import mul
from typing import TYPE_CHECKING, Protocol

from aggregator.extraction.page.elements import INLINE, PICTURES, SILENT

if TYPE_CHECKING:
    from lxml import etree

_MARKS = ("，", "。", "、", ",", ". ", "？", "！", "；")
"""Commas and ends of sentences."""
_SHORT = 20
"""Characters up to which marks do not make a sentence of a text without any but ASCII characters."""

_BLOCK, _INLINE, _LINK, _PICTURE, _SILENT, _SILENT_INLINE = range(6)
LAYOUTS = (
    dict.fromkeys(INLINE, _INLINE)
    | dict.fromkeys(SILENT, _SILENT)
    | dict.fromkeys(INLINE & SILENT, _SILENT_INLINE)
    | dict.fromkeys(PICTURES, _PICTURE)
    | {"a": _LINK}
)
"""What matters about a tag to the walk; all others are blocks that show their text."""

_STREAMED = "S:"
"""React streams what the server renders late into <div hidden id="S:1"> and moves it to its place."""


class Elements(Protocol):
    """The page's elements by number."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> etree._Element: ...

    def attribute(self, number: int, name: str, /) -> str | None:
        """The value of an element's attribute."""

    def having(self, name: str, /) -> list[int]:
        """The elements that have the attribute."""


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
    chunk_starts: list[int]
    chunk_ends: list[int]
    """The chunks that an element covers: `chunks[chunk_starts[i]:chunk_ends[i]]`."""
    # Per chunk.
    chunks: list[str]
    """Text as it stands in the page, blanks included; empty for a picture."""
    chunk_nodes: list[int]
    """Element that the text stands directly in; of a picture, the picture."""
    chunk_blocks: list[int]
    chunk_linked: list[bool]
    # Per block.
    block_starts: list[int]
    """First chunk of each block, with one more entry that ends the last block."""
    block_nodes: list[int]
    """Innermost element that is laid out as a block and has the block in it."""
    # Running totals before each chunk, and after the last.
    size_totals: list[int]
    """Bytes of UTF-8, blanks at the ends of chunks left out."""
    link_totals: list[int]
    """Of these, what stands in links."""
    mark_totals: list[int]
    """Commas and ends of sentences."""


class _Listed(list["etree._Element"]):
    """The elements as lxml gives them."""

    def attribute(self, number: int, name: str, /) -> str | None:
        return self[number].get(name)

    def having(self, name: str, /) -> list[int]:
        return [number for number, element in enumerate(self) if element.get(name) is not None]


def walk(root: etree._Element) -> Walk:
    """The page's elements, chunks and blocks."""
    elements = _Listed(root.iter("*"))
    found = Walk(
        elements=elements,
        tags=[],
        parents=[],
        ends=[0] * len(elements),
        names=[],
        hidden=[False] * len(elements),
        by_tag=defaultdict(list),
        by_name=defaultdict(list),
        chunk_starts=[],
        chunk_ends=[0] * len(elements),
        chunks=[],
        chunk_nodes=[],
        chunk_blocks=[],
        chunk_linked=[],
        block_starts=[],
        block_nodes=[],
        size_totals=[],
        link_totals=[],
        mark_totals=[],
    )
    _collect(found, elements)
    _hide(found, elements)
    _measure(found)
    return found


def _collect(found: Walk, elements: list[etree._Element]) -> None:
    """Number the elements and collect chunks and blocks: one long loop, as this is where the time goes."""
    tags, parents, ends = found.tags, found.parents, found.ends
    names, by_tag, by_name = found.names, found.by_tag, found.by_name
    chunk_starts, chunk_ends = found.chunk_starts, found.chunk_ends
    chunks, chunk_nodes, chunk_blocks = found.chunks, found.chunk_nodes, found.chunk_blocks
    linked, starts, block_nodes = found.chunk_linked, found.block_starts, found.block_nodes
    layout_of = LAYOUTS.get
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
    """Running totals over the chunks."""
    sizes, marks = [], []
    for chunk in found.chunks:
        text = chunk.strip()
        if text.isascii():
            sizes.append(len(text))
            marks.append(
                text.count(",") + text.count(". ") + text.count(".", -1) if len(text) > _SHORT else 0
            )
        else:
            sizes.append(len(text.encode("utf-8", "replace")))
            marks.append(sum(map(text.count, _MARKS)) + text.count(".", -1))
    found.size_totals.extend(accumulate(sizes, initial=0))
    found.link_totals.extend(accumulate(map(mul, sizes, found.chunk_linked), initial=0))
    found.mark_totals.extend(accumulate(marks, initial=0))
