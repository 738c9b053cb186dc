"""Finds the pieces of lines that readers do not see as text, though the page has them among what they see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.extraction.page.elements import HEADS
from aggregator.extraction.page.naming import sought

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aggregator.extraction.page.page_map import PageMap

FOR_SCREEN_READERS = ("sr-only", "visually-hidden", "visuallyhidden", "screen-reader")
_TOOLS = ("material-icons", "material-symbols", "mw-editsection")
"""Icons that are written as words, and a wiki's links to edit a section."""
_UNLESS = "not-sr-only"
"""Shown from some width of the screen on."""
_MATH, _MATH_COPY = "katex-mathml", "katex-html"
"""A formula for screen readers, and the same for the eye, its parts in the order in which they are painted."""
_NAME_WORDS = sought(*FOR_SCREEN_READERS, *_TOOLS, _MATH)
_SIGNS = frozenset("# ¶ § ∞ 🔗 ⚓ \u200b".split(" "))
"""What leads to a heading's own address; so do the characters for private use that fonts of icons draw."""
_MOST = 100
"""Bytes of a hidden piece; a longer one is the rest of a text, which readers open."""


def find(page: PageMap, blocks: Iterable[int]) -> frozenset[int]:
    """The chunks of these blocks that are no text to a reader, where there is other text on their line."""
    doubtful = {
        chunk for node in _named(page) for chunk in range(page.chunk_starts[node], page.chunk_ends[node])
    }
    starts, block_nodes, tags = page.block_starts, page.block_nodes, page.tags
    is_hidden, chunk_nodes = page.hidden.__getitem__, page.chunk_nodes
    unseen: list[int] = []
    for block in blocks:
        first, end = starts[block], starts[block + 1]
        if end - first < 2:
            continue
        node = block_nodes[block]
        found = doubtful.intersection(range(first, end)) if doubtful else set()
        if any(map(is_hidden, chunk_nodes[first:end])) and not is_hidden(node):
            found.update(chunk for chunk in range(first, end) if _is_hidden(page, chunk))
        if tags[node] in HEADS:
            found.update(chunk for chunk in range(first, end) if _is_sign(page, chunk))
        if found and sum(page.size_between(chunk, chunk + 1) for chunk in found) < page.block_sizes[block]:
            unseen += found
    return frozenset(unseen)


def gap(page: PageMap, chunk: int) -> str:
    """What is left where a chunk goes: the blank behind it, which belongs to the line."""
    return " " if page.chunks[chunk][-1:].isspace() else ""


def _named(page: PageMap) -> Iterator[int]:
    """Elements whose names say that they are not to be read."""
    for name, nodes in page.names_with(_NAME_WORDS).items():
        for node in nodes:
            if _MATH in name:
                yield _spare_formula(page, node)
            elif _UNLESS not in name and page.size(node) <= _MOST:
                yield node


def _spare_formula(page: PageMap, node: int) -> int:
    """Of a formula that is written twice the copy that reads worse."""
    copy = page.ends[node]
    has_both = copy < len(page.tags) and page.names[copy] == _MATH_COPY
    return copy if has_both and "math" in page.tags[node : page.ends[node]] else node


def _is_hidden(page: PageMap, chunk: int) -> bool:
    node = page.chunk_nodes[chunk]
    return page.hidden[node] and page.size(node) <= _MOST and not page.within(node, "math")


def _is_sign(page: PageMap, chunk: int) -> bool:
    """A sign alone that links to a place on the page."""
    text = page.chunks[chunk].strip()
    if not page.chunk_linked[chunk] or not (
        text in _SIGNS or (len(text) == 1 and "\ue000" <= text <= "\uf8ff")
    ):
        return False
    link = page.within(page.chunk_nodes[chunk], "a")
    return link > 0 and (page.attribute(link, "href") or "").startswith("#")
