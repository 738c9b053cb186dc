"""Writes a body as plain text, as clean HTML and as Markdown, and lists its pictures.

All three follow the blocks: what surrounds a block (list, quotation, table, figure) is opened and closed as its
elements change from one block to the next, so that nothing is walked twice and no depth of nesting matters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from aggregator.extraction.listings import code_text, is_line_number
from aggregator.items import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aggregator.extraction.body import Body
    from aggregator.extraction.page_map import PageMap

_STRUCTURE = frozenset(
    {
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "blockquote",
        "pre",
        "table",
    }
    | {"caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption"}
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
_LAZY_SOURCES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-actualsrc",
    "data-original-src",
    "data-echo",
)
_PLACEHOLDER = re.compile(
    r"^data:|blank\.|placeholder|loading|lazy|spacer|1x1|pixel\.|grey\.|transparent", re.I
)
_DECORATION = re.compile(r"avatar|icon|logo|emoji|qrcode|erweima|gravatar|spinner|badge", re.I)
_LANGUAGE = re.compile(r"\b(?:language|lang|highlight-source)-([\w+#-]+)")
_ZERO_WIDTH = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")
_MAX_ROW = 1500
"""Rows of more text than that are layout."""


class Piece(NamedTuple):
    """A step of writing: `open` or `close` an element, `text`, `image`, or `break` a line."""

    kind: str
    value: str
    attributes: tuple[tuple[str, str], ...] = ()


def to_text(body: Body) -> str:
    """One block a line; the cells of a row on one line, a code block with its line breaks."""
    page = body.page
    lines: list[str] = []
    row = -1
    for block in body.blocks:
        node = page.block_nodes[block]
        text = code_text(page, block) if _within(page, node, "pre") else page.block_text(block)
        if not text:
            continue
        own_row = _row(page, node)
        if own_row >= 0 and own_row == row:
            lines[-1] += " | " + text
        else:
            lines.append(text)
        row = own_row
    return _ZERO_WIDTH.sub("", "\n".join(lines))


def to_html(body: Body, url: str) -> str:
    """Semantic elements and plain attributes only; addresses absolute."""
    out: list[str] = []
    for piece in _pieces(body, url):
        if piece.kind == "text":
            out.append(escape(piece.value, quote=False))
        elif piece.kind == "close":
            out.append(f"</{piece.value}>" + ("\n" if piece.value in _STRUCTURE else ""))
        elif piece.kind == "break":
            out.append(piece.value)
        else:
            tag = "img" if piece.kind == "image" else piece.value
            attributes = "".join(f' {name}="{escape(value)}"' for name, value in piece.attributes)
            out.append(f"<{tag}{attributes}>")
    return _ZERO_WIDTH.sub("", "".join(out)).strip()


def to_markdown(body: Body, url: str) -> str:
    """CommonMark with tables as of GitHub."""
    from aggregator.extraction import markdown

    return markdown.write(_pieces(body, url))


def images(body: Body, url: str) -> tuple[Image, ...]:
    """The pictures of the body, each address once."""
    page = body.page
    found: dict[str, Image] = {}
    base = _base(page, url)
    for chunk in _pictures(body):
        source = _source(page, page.chunk_nodes[chunk], base)
        if source and source not in found:
            alt = page.attribute(page.chunk_nodes[chunk], "alt")
            found[source] = Image(
                url=source, alt=(alt or "").strip() or None, caption=_caption(page, page.chunk_nodes[chunk])
            )
    return tuple(found.values())


# --- how the blocks are surrounded ---------------------------------------------------------------------------


def _within(page: PageMap, node: int, tag: str) -> int:
    """The nearest element of that tag from `node` upwards within a few steps; 0: there is none."""
    for _ in range(6):
        if node <= 0:
            return 0
        if page.tags[node] == tag:
            return node
        node = page.parents[node]
    return 0


def _row(page: PageMap, node: int) -> int:
    """The row of a table of data that the element is a cell of; -1: it is none."""
    if page.tags[node] not in ("td", "th") and page.tags[page.parents[node]] not in ("td", "th"):
        return -1
    row = _within(page, node, "tr")
    if not row or page.size(row) > _MAX_ROW:
        return -1
    cells = [cell for cell in page.children(row) if page.tags[cell] in ("td", "th")]
    if len(cells) < 2 or any(len(page.blocks(cell)) > 1 for cell in cells):
        return -1
    return row


class _Outline:
    """Answers which elements of the output a block stands in."""

    def __init__(self, body: Body) -> None:
        self.page = body.page
        self.top = body.node
        self._paths: dict[int, tuple[int, ...]] = {}
        self._data: dict[int, bool] = {}

    def path(self, node: int) -> tuple[int, ...]:
        """The elements that mean something around `node`, itself included, outermost first."""
        known = self._paths.get(node)
        if known is None:
            above: list[int] = []
            walk = node
            while walk >= 0:
                if self.page.tags[walk] in _STRUCTURE:
                    above.append(walk)
                if walk == self.top:
                    break
                walk = self.page.parents[walk]
            known = self._paths[node] = tuple(self._valid(reversed(above)))
        return known

    def _valid(self, path: Iterable[int]) -> Iterator[int]:
        """Without list items that have no list around them, cells of tables of layout, and the like."""
        seen: set[str] = set()
        for node in path:
            tag = self.page.tags[node]
            if tag == "table" and not self._is_data(node):
                seen.discard("table")
                continue
            if tag in _NEEDS and seen.isdisjoint(_NEEDS[tag]):
                continue
            if tag in _HOLDS_TEXT and tag in seen and tag not in ("li", "td", "dd"):
                continue
            seen.add(tag)
            yield node

    def _is_data(self, table: int) -> bool:
        known = self._data.get(table)
        if known is None:
            page = self.page
            inner = page.tags[table + 1 : page.ends[table]]
            rows, cells = inner.count("tr"), inner.count("td") + inner.count("th")
            known = rows > 1 and cells > rows and "pre" not in inner and "table" not in inner
            known = self._data[table] = known and page.size(table) < 400 * cells
        return known


def _pieces(body: Body, url: str) -> Iterator[Piece]:
    """The body step by step."""
    page = body.page
    outline = _Outline(body)
    base = _base(page, url)
    shown = set(_pictures(body))
    open_nodes: list[int] = []
    last_leaf = -1
    for block in _shown_blocks(body, shown):
        path = outline.path(page.block_nodes[block])
        shared = 0
        while shared < min(len(path), len(open_nodes)) and path[shared] == open_nodes[shared]:
            shared += 1
        while len(open_nodes) > shared:
            yield Piece("close", page.tags[open_nodes.pop()])
            last_leaf = -1
        for node in path[shared:]:
            open_nodes.append(node)
            yield Piece("open", page.tags[node], _attributes(page, node))
        leaf = path[-1] if path else -1
        tag = page.tags[leaf] if path else ""
        if tag in _HOLDS_TEXT:
            if leaf == last_leaf:
                yield Piece("break", "\n" if tag == "pre" else "<br>\n")
            yield from _inline(page, block, base, shown, code=tag == "pre")
            last_leaf = leaf
        else:
            pictures_only = tag == "figure" and not page.block_size(block)
            if not pictures_only:
                yield Piece("open", "p")
            yield from _inline(page, block, base, shown, code=False)
            if not pictures_only:
                yield Piece("close", "p")
            last_leaf = -1
    while open_nodes:
        yield Piece("close", page.tags[open_nodes.pop()])


def _attributes(page: PageMap, node: int) -> tuple[tuple[str, str], ...]:
    names = {"td": ("colspan", "rowspan"), "th": ("colspan", "rowspan"), "ol": ("start",)}.get(
        page.tags[node], ()
    )
    values = ((name, page.attribute(node, name) or "") for name in names)
    return tuple((name, value) for name, value in values if value.isdigit())


def _inline(page: PageMap, block: int, base: str, shown: set[int], *, code: bool) -> Iterator[Piece]:
    """The block's text and pictures with the formatting around them."""
    block_node = page.block_nodes[block]
    first, last = page.block_starts[block], page.block_starts[block + 1]
    open_nodes: list[int] = []
    blank = True  # nothing, or a blank, was written last
    owed = False  # a blank that belongs behind elements which close now
    for chunk in range(first, last):
        picture = not page.chunks[chunk]
        if (picture and chunk not in shown) or (code and is_line_number(page, chunk)):
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
        shared = 0
        while shared < min(len(path), len(open_nodes)) and path[shared] == open_nodes[shared]:
            shared += 1
        while len(open_nodes) > shared:
            yield from _closing(page, open_nodes.pop(), base)
        if owed:
            yield Piece("text", " ")
        owed = blank and not code and not picture and text != " "
        if owed:
            text = text[:-1]
        for node in path[shared:]:
            open_nodes.append(node)
            yield from _opening(page, node, base)
        if picture:
            yield _image(page, page.chunk_nodes[chunk], base)
        else:
            yield Piece(
                "text", text.replace("\r\n", "\n").strip("\n") if code and first == last - 1 else text
            )
    while open_nodes:
        yield from _closing(page, open_nodes.pop(), base)


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


def _opening(page: PageMap, node: int, base: str) -> Iterator[Piece]:
    tag = _INLINE[page.tags[node]]
    if tag == "a":
        address = _address(page.attribute(node, "href"), base)
        if address:
            yield Piece("open", "a", (("href", address),))
    elif tag == "code":
        language = _LANGUAGE.search(page.names[node]) or _LANGUAGE.search(page.names[page.parents[node]])
        yield Piece("open", "code", (("class", f"language-{language[1]}"),) if language else ())
    else:
        yield Piece("open", tag)


def _closing(page: PageMap, node: int, base: str) -> Iterator[Piece]:
    tag = _INLINE[page.tags[node]]
    if tag != "a" or _address(page.attribute(node, "href"), base):
        yield Piece("close", tag)


# --- addresses and pictures ----------------------------------------------------------------------------------


def _base(page: PageMap, url: str) -> str:
    for node in page.by_tag.get("base", ())[:1]:
        return _joined(url, page.attribute(node, "href") or "") or url
    return url


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return None


@lru_cache(maxsize=1024)  # a link asks where it begins and where it ends
def _address(address: str | None, base: str) -> str | None:
    """The address, absolute. None: it leads nowhere that can be named."""
    if not address or address.lstrip().startswith("#"):
        return None
    joined = _joined(base, re.sub(r"[\t\r\n]", "", address))
    try:
        scheme = urlsplit(joined or "").scheme
    except ValueError:
        return None
    return joined if scheme in ("http", "https", "mailto") else None


def _image(page: PageMap, node: int, base: str) -> Piece:
    attributes = [("src", _source(page, node, base) or "")]
    alt = (page.attribute(node, "alt") or "").strip()
    attributes.append(("alt", alt))
    return Piece("image", "", tuple(attributes))


def _source(page: PageMap, node: int, base: str) -> str | None:
    """A picture's address, where it will be loaded from when a script has run."""
    element = page.elements[node]
    sources = [element.get(name) for name in _LAZY_SOURCES]
    sources.append((element.get("data-srcset") or "").split(",")[0].strip().split(" ")[0])
    sources.append(element.get("src"))
    sources.append((element.get("srcset") or "").split(",")[0].strip().split(" ")[0])
    for source in sources:
        if source and not _PLACEHOLDER.search(source):
            address = _address(source, base)
            if address and address.startswith("http"):
                return address
    return None


def _pictures(body: Body) -> list[int]:
    """Chunks of the pictures that belong to the body: in a kept block, or in one of their own among kept ones."""
    page = body.page
    found = []
    seen: set[str] = set()
    for chunk in _picture_chunks(page, body):
        node = page.chunk_nodes[chunk]
        if not body.kept[page.chunk_blocks[chunk]] and not _belongs(page, body, chunk):
            continue
        if _is_decoration(page, node):
            continue
        source = _source(page, node, body.page.url)
        if source and source not in seen:
            seen.add(source)
            found.append(chunk)
    return found


def _picture_chunks(page: PageMap, body: Body) -> Iterator[int]:
    start, end = page.chunk_starts[body.node], page.chunk_ends[body.node]
    for node in (*page.by_tag.get("img", ()), *page.by_tag.get("amp-img", ())):
        chunk = page.chunk_starts[node]
        if start <= chunk < end and page.chunk_ends[node] > chunk and not page.chunks[chunk]:
            yield chunk


def _belongs(page: PageMap, body: Body, chunk: int) -> bool:
    """Whether a picture without text of the body beside it stands between blocks of the body."""
    block = page.chunk_blocks[chunk]
    if page.block_size(block):
        return False
    low, high = max(0, block - 4), block + 5
    before, after = body.kept.rfind(1, low, block), body.kept.find(1, block, high)
    if before >= 0 and after >= 0:
        return not page.hidden[page.chunk_nodes[chunk]]
    near = before if before >= 0 else after
    if near < 0:
        return False
    # first or last in the body: in the same element as the text next to it
    node = page.parents[page.block_nodes[block]]
    for _ in range(2):
        if node > 0 and page.chunk_starts[node] <= page.block_starts[near] < page.chunk_ends[node]:
            return True
        node = page.parents[node] if node > 0 else 0
    return False


def _is_decoration(page: PageMap, node: int) -> bool:
    element = page.elements[node]
    for name in ("width", "height"):
        value = (element.get(name) or "").removesuffix("px")
        if value.isdigit() and int(value) < 40:
            return True
    return bool(_DECORATION.search(page.names[node]) or _DECORATION.search(page.names[page.parents[node]]))


def _caption(page: PageMap, node: int) -> str | None:
    figure = _within(page, node, "figure")
    if figure:
        for child in range(figure, page.ends[figure]):
            if page.tags[child] == "figcaption":
                return page.text(child) or None
    return None


def _shown_blocks(body: Body, pictures: set[int]) -> list[int]:
    """Kept blocks, and those of pictures among them."""
    blocks = {body.page.chunk_blocks[chunk] for chunk in pictures}
    return sorted(blocks.union(body.blocks))
