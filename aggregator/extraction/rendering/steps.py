# cython: wraparound=True
"""Takes a body apart into steps of writing: what opens, what closes, and the text and pictures between.

The steps follow the blocks: what surrounds a block (list, quotation, table, figure) is opened and closed as its
elements change from one block to the next, so that nothing is walked twice and no depth of nesting matters.
Runs as it is, and faster where `setup.py` could compile it: `steps.pxd` has the types.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Protocol

from aggregator.extraction.page import unseen
from aggregator.extraction.page.listings import is_beside_code, plain_blanks
from aggregator.extraction.rendering.images import absolute, alternative, base_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.page.page_map import PageMap

STRUCTURE = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table caption thead tbody tfoot tr td th figure "
    "figcaption".split()
)
"""Block elements that mean something; all others are taken for paragraphs."""
CELLS = ("td", "th")

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
_LOOSE = {"ul": "li", "ol": "li", "dl": "dd"}
"""What a line is that stands in a list and in none of its items."""
_NESTS = frozenset({"li", "td", "dd"})
"""Of these, what may stand in one of its own kind."""
_INLINE = {
    "a": "a", "b": "strong", "strong": "strong", "em": "em", "i": "em", "code": "code", "tt": "code", "kbd": "kbd",
    "samp": "samp", "var": "var", "sub": "sub", "sup": "sup", "s": "del", "strike": "del", "del": "del",
    "ins": "ins", "mark": "mark", "q": "q", "cite": "cite", "dfn": "dfn",
}  # fmt: skip
_ATTRIBUTES = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}
"""Numbers that are kept, by tag."""
_LANGUAGE = re.compile(r"\b(?:language|lang|highlight-source)-([\w+#-]+)")


class Writer(Protocol):
    """Takes the steps of a body one by one."""

    def open(self, tag: str, attributes: Mapping[str, str] | None = None) -> None: ...

    def close(self, tag: str) -> None: ...

    def text(self, text: str) -> None: ...

    def image(self, address: str, alternative: str) -> None: ...

    def break_line(self, *, code: bool) -> None:
        """A line ends, and its paragraph, or its block of code, does not."""


class _Outline:
    """Answers which elements of the output a block stands in."""

    def __init__(self, body: Body) -> None:
        self.page = body.page
        self.top = body.node
        self._paths: dict[int, tuple[int, ...]] = {-1: ()}

    def path(self, node: int) -> tuple[int, ...]:
        """The elements that mean something around `node`, itself included, outermost first."""
        paths, tags, parents = self._paths, self.page.tags, self.page.parents
        unknown: list[int] = []
        while node not in paths:
            unknown.append(node)
            node = -1 if node == self.top else parents[node]
        path = paths[node]
        for inner in reversed(unknown):
            if tags[inner] in STRUCTURE and self._counts(inner, path):
                path = (*path, inner)
            paths[inner] = path
        return path

    def _counts(self, node: int, path: tuple[int, ...]) -> bool:
        """Whether an element means something where it stands, in those of the path.

        List items that have no list around them, cells of tables of layout, and the like do not.
        """
        tags = self.page.tags
        tag = tags[node]
        if tag == "table":
            return self._is_data(node)
        if not path:
            return tag not in _NEEDS
        around = [tags[outer] for outer in path]
        if tag in _NEEDS and not any(map(around.__contains__, _NEEDS[tag])):
            return False
        return tag not in around or tag not in _HOLDS_TEXT or tag in _NESTS

    def _is_data(self, table: int) -> bool:
        page = self.page
        inner = page.tags[table + 1 : page.ends[table]]
        rows, cells = inner.count("tr"), inner.count("td") + inner.count("th")
        holds_lines = rows > 1 and cells > rows and "pre" not in inner and "table" not in inner
        return holds_lines and page.size(table) < 400 * cells


def write(body: Body, url: str, pictures: Mapping[int, str], writer: Writer) -> None:
    """Hand the body to a writer; `url` is the page's, `pictures` are the addresses of those to show, by chunk."""
    page = body.page
    tags, block_nodes = page.tags, page.block_nodes
    outline = _Outline(body)
    lines = _Lines(body, base_of(page, url), pictures, writer)
    open_nodes: list[int] = []
    row = _Row(page, writer)
    last_leaf = -1
    for block in _shown_blocks(body, pictures):
        path = outline.path(block_nodes[block])
        while open_nodes and open_nodes[-1] not in path:
            _close(page, open_nodes.pop(), writer, row)
        for node in path[len(open_nodes) :]:
            open_nodes.append(node)
            tag = tags[node]
            if tag == "tr":
                row.begin(node)
            elif tag in CELLS:
                row.reach(node)
            _open(page, node, writer)
        leaf = path[-1] if path else -1
        tag = tags[leaf] if path else ""
        if tag in _HOLDS_TEXT:
            is_code = tag == "pre"
            if leaf == last_leaf:
                for _ in range(_line_ends(page, block) if is_code else 1):
                    writer.break_line(code=is_code)
            lines.write(block, is_code)
        elif tag == "figure" and not (body.kept[block] and page.block_sizes[block]):  # nothing but pictures
            lines.write(block, False)
        else:
            kind = _LOOSE.get(tag, "p")
            writer.open(kind)
            lines.write(block, False)
            writer.close(kind)
        last_leaf = leaf
    for node in reversed(open_nodes):
        _close(page, node, writer, row)


class _Row:
    """Writes the cells of a row that have nothing to show, so that the others keep their columns."""

    def __init__(self, page: PageMap, writer: Writer) -> None:
        self.page = page
        self.writer = writer
        self._cells: list[int] = []
        """What is to come, the next one last."""

    def begin(self, row: int) -> None:
        self._cells = [cell for cell in self.page.children(row) if self.page.tags[cell] in CELLS]
        self._cells.reverse()

    def reach(self, node: int) -> None:
        """A cell is written now, or what stands behind them all is reached."""
        while self._cells and self._cells[-1] < node:
            cell = self._cells.pop()
            _open(self.page, cell, self.writer)
            self.writer.close(self.page.tags[cell])
        if self._cells and self._cells[-1] == node:
            self._cells.pop()


def _close(page: PageMap, node: int, writer: Writer, row: _Row) -> None:
    """Close an element; a row with the cells that are left of it."""
    if page.tags[node] == "tr":
        row.reach(page.ends[node])
    writer.close(page.tags[node])


def _line_ends(page: PageMap, block: int) -> int:
    """How many lines of code end right before the block: more than one, where empty ones are between."""
    breaks, chunk = page.by_tag.get("br", []), page.block_starts[block]
    first = bisect_left(breaks, chunk, key=page.chunk_ends.__getitem__)
    return max(1, bisect_right(breaks, chunk, first, key=page.chunk_ends.__getitem__) - first)


def _open(page: PageMap, node: int, writer: Writer) -> None:
    """Open an element, with the numbers that are kept of it."""
    tag = page.tags[node]
    if tag not in _ATTRIBUTES:
        writer.open(tag)
        return
    values = ((name, page.attribute(node, name) or "") for name in _ATTRIBUTES[tag])
    writer.open(tag, {name: value for name, value in values if value.isdigit()})


class _Lines:
    """Writes the text and the pictures of blocks, with the formatting around them."""

    def __init__(self, body: Body, base: str, pictures: Mapping[int, str], writer: Writer) -> None:
        self.page = body.page
        self.kept = body.kept
        self.base = base
        self.pictures = pictures
        self.spare = body.unseen
        """Chunks that no reader sees."""
        self.writer = writer
        self._open: list[tuple[int, str]] = []
        """Elements that format what is written, outermost first, each with what is to be closed, if anything is."""

    def write(self, block: int, code: bool) -> None:
        page = self.page
        first, last = page.block_starts[block], page.block_starts[block + 1]
        if not self.kept[block]:
            for chunk in range(first, last):
                if chunk in self.pictures:
                    self._write_picture(chunk)
        elif code:
            self._write_code(block, range(first, last))
        elif last - first == 1 and page.chunk_nodes[first] == page.block_nodes[block]:
            self.writer.text(page.block_texts[block])  # as most lines are
        else:
            self._write_prose(block, range(first, last))

    def _write_prose(self, block: int, chunks: range) -> None:
        page, opened, write_text = self.page, self._open, self.writer.text
        texts, nodes, block_node, last = page.chunks, page.chunk_nodes, page.block_nodes[block], chunks[-1]
        line, place = page.block_texts[block], 0
        blank = True  # nothing, or a blank, was written last
        owed = False  # a blank that belongs behind elements which close now
        for chunk in chunks:
            whole = texts[chunk]
            if chunk in self.spare:
                whole = unseen.gap(page, chunk)
                if not whole:
                    continue
            text = whole.strip()
            ends_blank = False
            if whole:
                if not line.startswith(text, place):
                    text = " ".join(text.split())  # as it stands in the line
                place += len(text)
                place += line.startswith(" ", place)
                if not blank and whole[0].isspace() and (text or chunk < last):
                    text = " " + text
                if not text:
                    continue
                blank = chunk < last and whole[-1].isspace()
                ends_blank = blank and text != " "
            elif chunk not in self.pictures:
                continue
            if opened or nodes[chunk] != block_node:
                path = self._formatting(nodes[chunk], block_node)
                self._close_but(path)
                if owed:
                    write_text(" ")
                self._open_rest(path)
            elif owed:
                write_text(" ")
            owed = ends_blank
            if text:
                write_text(text)
            else:
                self._write_picture(chunk)
        self._close_but(())

    def _write_code(self, block: int, chunks: range) -> None:
        page = self.page
        block_node = page.block_nodes[block]
        for chunk in chunks:
            text = page.chunks[chunk]
            if (not text and chunk not in self.pictures) or is_beside_code(page, chunk):
                continue
            path = self._formatting(page.chunk_nodes[chunk], block_node)
            path = [node for node in path if page.tags[node] != "a"]
            self._close_but(path)
            self._open_rest(path)
            if not text:
                self._write_picture(chunk)
            elif len(chunks) == 1:
                self.writer.text(plain_blanks(text).strip("\n"))
            else:
                self.writer.text(plain_blanks(text))
        self._close_but(())

    def _write_picture(self, chunk: int) -> None:
        self.writer.image(self.pictures[chunk], alternative(self.page, chunk))

    def _formatting(self, node: int, block_node: int) -> list[int]:
        """The elements from a block down to `node` that format text, outermost first; of nested links the inner one."""
        path: list[int] = []
        tags, is_linked = self.page.tags, False
        while node > block_node:
            if tags[node] in _INLINE and not (is_linked and tags[node] == "a"):
                path.append(node)
                is_linked = is_linked or tags[node] == "a"
            node = self.page.parents[node]
        path.reverse()
        return path

    def _close_but(self, path: Sequence[int]) -> None:
        """Close the formatting that does not go on."""
        while self._open and self._open[-1][0] not in path:
            _, tag = self._open.pop()
            if tag:
                self.writer.close(tag)

    def _open_rest(self, path: Sequence[int]) -> None:
        for node in path[len(self._open) :]:
            self._open.append((node, self._opened(node)))

    def _opened(self, node: int) -> str:
        """Open an element's formatting, and say what is to be closed: nothing, of a link that leads nowhere."""
        page = self.page
        tag = _INLINE[page.tags[node]]
        if tag == "a":
            address = absolute(page.attribute(node, "href"), self.base)
            if not address:
                return ""
            self.writer.open(tag, {"href": address})
        elif tag == "code" and (
            language := _LANGUAGE.search(page.names[node]) or _LANGUAGE.search(page.names[page.parents[node]])
        ):
            self.writer.open(tag, {"class": f"language-{language[1]}"})
        else:
            self.writer.open(tag)
        return tag


def _shown_blocks(body: Body, pictures: Iterable[int]) -> list[int]:
    """Kept blocks, and those of pictures among them."""
    blocks = {body.page.chunk_blocks[chunk] for chunk in pictures}
    return sorted(blocks.union(body.blocks))
