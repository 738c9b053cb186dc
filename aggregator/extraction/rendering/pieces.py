"""Takes a body apart into steps of writing: what opens, what closes, and the text and pictures between.

The steps follow the blocks: what surrounds a block (list, quotation, table, figure) is opened and closed as its
elements change from one block to the next, so that nothing is walked twice and no depth of nesting matters.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from aggregator.extraction.rendering.images import absolute, base_of
from aggregator.extraction.rendering.listings import is_line_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.page.page_map import PageMap

STRUCTURE = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table caption thead tbody tfoot tr td th figure "
    "figcaption".split()
)
"""Block elements that mean something; all others are taken for paragraphs."""

_NEEDS = {
    "li": ("ul", "ol"),
    "dt": ("dl",),
    "dd": ("dl",),
    "figcaption": ("figure",),
    **dict.fromkeys(("caption", "thead", "tbody", "tfoot", "tr", "td", "th"), ("table",)),
}
_HOLDS_TEXT = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "pre", "caption", "td", "th", "figcaption"}
)
_INLINE = {
    "a": "a", "b": "strong", "strong": "strong", "em": "em", "i": "em", "code": "code", "tt": "code", "kbd": "kbd",
    "samp": "samp", "var": "var", "sub": "sub", "sup": "sup", "s": "del", "strike": "del", "del": "del",
    "ins": "ins", "mark": "mark", "q": "q", "cite": "cite", "dfn": "dfn",
}  # fmt: skip
_ATTRIBUTES = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}
"""Numbers that are kept, by tag."""
_LANGUAGE = re.compile(r"\b(?:language|lang|highlight-source)-([\w+#-]+)")


class Piece(NamedTuple):
    """A step of writing: `open` or `close` an element, `text`, `image`, or `break` a line."""

    kind: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()


_BLANK = Piece("text", " ")


@cache
def _opened(tag: str) -> Piece:
    return Piece("open", tag)


@cache
def _closed(tag: str) -> Piece:
    return Piece("close", tag)


class _Outline:
    """Answers which elements of the output a block stands in."""

    def __init__(self, body: Body) -> None:
        self.page = body.page
        self.top = body.node
        self._paths: dict[int, tuple[tuple[int, ...], frozenset[str]]] = {}
        self._data: dict[int, bool] = {}

    def path(self, node: int) -> tuple[int, ...]:
        """The elements that mean something around `node`, itself included, outermost first."""
        paths, parents = self._paths, self.page.parents
        unknown: list[int] = []
        while node >= 0 and node not in paths:
            unknown.append(node)
            node = -1 if node == self.top else parents[node]
        path, seen = paths[node] if node >= 0 else ((), frozenset())
        for inner in reversed(unknown):
            path, seen = paths[inner] = self._extended(path, seen, inner)
        return path

    def _extended(
        self, path: tuple[int, ...], seen: frozenset[str], node: int
    ) -> tuple[tuple[int, ...], frozenset[str]]:
        """The path one element further down, and the tags that count in it.

        List items that have no list around them, cells of tables of layout, and the like are left out.
        """
        tag = self.page.tags[node]
        if tag not in STRUCTURE:
            return path, seen
        if tag == "table" and not self._is_data(node):
            return path, seen - {"table"}
        if tag in _NEEDS and seen.isdisjoint(_NEEDS[tag]):
            return path, seen
        if tag in _HOLDS_TEXT and tag in seen and tag not in ("li", "td", "dd"):
            return path, seen
        return (*path, node), seen | {tag}

    def _is_data(self, table: int) -> bool:
        known = self._data.get(table)
        if known is None:
            page = self.page
            inner = page.tags[table + 1 : page.ends[table]]
            rows, cells = inner.count("tr"), inner.count("td") + inner.count("th")
            known = rows > 1 and cells > rows and "pre" not in inner and "table" not in inner
            known = self._data[table] = known and page.size(table) < 400 * cells
        return known


def pieces_of(body: Body, url: str, pictures: Mapping[int, str]) -> Iterator[Piece]:
    """The body step by step; `url` is the page's, `pictures` are the addresses of those to show, by chunk."""
    page = body.page
    outline = _Outline(body)
    base = base_of(page, url)
    open_nodes: list[int] = []
    last_leaf = -1
    for block in _shown_blocks(body, pictures):
        path = outline.path(page.block_nodes[block])
        while open_nodes and open_nodes[-1] not in path:
            yield _closed(page.tags[open_nodes.pop()])
            last_leaf = -1
        for node in path[len(open_nodes) :]:
            open_nodes.append(node)
            yield _start(page, node)
        leaf = path[-1] if path else -1
        tag = page.tags[leaf] if path else ""
        if tag in _HOLDS_TEXT:
            if leaf == last_leaf:
                yield Piece("break", "\n" if tag == "pre" else "<br>\n")
            yield from _inline(page, block, base, pictures, code=tag == "pre")
            last_leaf = leaf
        else:
            pictures_only = tag == "figure" and not page.block_size(block)
            if not pictures_only:
                yield _opened("p")
            yield from _inline(page, block, base, pictures, code=False)
            if not pictures_only:
                yield _closed("p")
            last_leaf = -1
    while open_nodes:
        yield _closed(page.tags[open_nodes.pop()])


def _start(page: PageMap, node: int) -> Piece:
    """What opens an element, with the numbers that are kept of it."""
    tag = page.tags[node]
    if tag not in _ATTRIBUTES:
        return _opened(tag)
    values = ((name, page.attribute(node, name) or "") for name in _ATTRIBUTES[tag])
    return Piece("open", tag, tuple((name, value) for name, value in values if value.isdigit()))


def _inline(
    page: PageMap, block: int, base: str, pictures: Mapping[int, str], *, code: bool
) -> Iterable[Piece]:
    """The block's text and pictures with the formatting around them."""
    first, last = page.block_starts[block], page.block_starts[block + 1]
    is_plain = last - first == 1 and page.chunk_nodes[first] == page.block_nodes[block] and page.chunks[first]
    if is_plain and not code:
        return (Piece("text", page.block_text(block)),)  # as most lines are
    return _formatted(page, block, base, pictures, code=code)


def _formatted(
    page: PageMap, block: int, base: str, pictures: Mapping[int, str], *, code: bool
) -> Iterator[Piece]:
    block_node = page.block_nodes[block]
    first, last = page.block_starts[block], page.block_starts[block + 1]
    open_nodes: list[int] = []
    closings: list[Piece | None] = []
    blank = True  # nothing, or a blank, was written last
    owed = False  # a blank that belongs behind elements which close now
    for chunk in range(first, last):
        picture = not page.chunks[chunk]
        if (picture and chunk not in pictures) or (code and is_line_number(page, chunk)):
            continue
        text = page.chunks[chunk]
        if not code and not picture:
            text = _folded(text, start=blank, end=chunk == last - 1)
            if not text:
                continue
            blank = text[-1] == " "
        path: list[int] = []
        node = page.chunk_nodes[chunk]
        while node != block_node and node > block_node:
            if page.tags[node] in _INLINE and not (code and page.tags[node] == "a"):
                path.append(node)
            node = page.parents[node]
        path.reverse()
        while open_nodes and open_nodes[-1] not in path:
            open_nodes.pop()
            if closing := closings.pop():
                yield closing
        if owed:
            yield _BLANK
        owed = blank and not code and not picture and text != " "
        if owed:
            text = text[:-1]
        for node in path[len(open_nodes) :]:
            opening = _opening(page, node, base)
            open_nodes.append(node)
            closings.append(opening and _closed(opening.value))
            if opening:
                yield opening
        if picture:
            yield _image(page, page.chunk_nodes[chunk], pictures[chunk])
        else:
            yield Piece(
                "text", text.replace("\r\n", "\n").strip("\n") if code and first == last - 1 else text
            )
    yield from filter(None, reversed(closings))


def _folded(text: str, *, start: bool, end: bool) -> str:
    """Text with its blanks folded to one each, and none at the ends of a block."""
    folded = " ".join(text.split())
    if not folded:
        return "" if start or end else " "
    if not start and text[0].isspace():
        folded = " " + folded
    if not end and text[-1].isspace():
        folded += " "
    return folded


def _opening(page: PageMap, node: int, base: str) -> Piece | None:
    """What begins the element's formatting. None: a link that leads nowhere has none."""
    tag = _INLINE[page.tags[node]]
    if tag == "a":
        address = absolute(page.attribute(node, "href"), base)
        return Piece("open", "a", (("href", address),)) if address else None
    if tag == "code":
        language = _LANGUAGE.search(page.names[node]) or _LANGUAGE.search(page.names[page.parents[node]])
        return Piece("open", "code", (("class", f"language-{language[1]}"),) if language else ())
    return _opened(tag)


def _image(page: PageMap, node: int, address: str) -> Piece:
    alt = (page.attribute(node, "alt") or "").strip()
    return Piece("image", "", (("src", address), ("alt", alt)))


def _shown_blocks(body: Body, pictures: Iterable[int]) -> list[int]:
    """Kept blocks, and those of pictures among them."""
    blocks = {body.page.chunk_blocks[chunk] for chunk in pictures}
    return sorted(blocks.union(body.blocks))
