"""Writes a body as plain text, as clean HTML and as Markdown."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from aggregator.extraction.rendering import markdown
from aggregator.extraction.rendering.images import pictures
from aggregator.extraction.rendering.listings import code_text
from aggregator.extraction.rendering.pieces import STRUCTURE, pieces_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.page.page_map import PageMap

_ZERO_WIDTH = "\u200b\u200c\u2060\ufeff\u00ad"
_MAX_ROW = 1500
"""Rows of more text than that are layout."""


def to_text(body: Body) -> str:
    """One block a line; the cells of a row on one line, a code block with its line breaks."""
    page = body.page
    lines: list[str] = []
    row = -1
    has_code = bool(page.by_tag.get("pre"))
    for block in body.blocks:
        node = page.block_nodes[block]
        is_code = has_code and page.within(node, "pre")
        text = code_text(page, block) if is_code else page.block_text(block)
        if not text:
            continue
        own_row = _row(page, node)
        if own_row >= 0 and own_row == row:
            lines[-1] += " | " + text
        else:
            lines.append(text)
        row = own_row
    return _visible("\n".join(lines))


def to_html(body: Body, url: str, shown: Mapping[int, str] | None = None) -> str:
    """Semantic elements and plain attributes only; addresses absolute.

    `shown` is what `images.pictures` says, where it was asked already.
    """
    out: list[str] = []
    for kind, value, attributes in pieces_of(body, url, pictures(body, url) if shown is None else shown):
        if kind == "text":
            out.append(escape(value, quote=False))
        elif kind == "close":
            out.append(f"</{value}>\n" if value in STRUCTURE else f"</{value}>")
        elif kind == "break":
            out.append(value)
        else:
            tag = "img" if kind == "image" else value
            out.append(f"<{tag}{_written(attributes)}>" if attributes else f"<{tag}>")
    return _visible("".join(out)).strip()


def _written(attributes: Iterable[tuple[str, str]]) -> str:
    return "".join([f' {name}="{escape(value)}"' for name, value in attributes])


def _visible(text: str) -> str:
    """The text without characters of no width."""
    for sign in _ZERO_WIDTH:
        text = text.replace(sign, "")
    return text


def to_markdown(body: Body, url: str) -> str:
    """CommonMark with tables as of GitHub."""
    return markdown.write(pieces_of(body, url, pictures(body, url)))


def _row(page: PageMap, node: int) -> int:
    """The row of a table of data that the element is a cell of; -1: it is none."""
    if page.tags[node] not in ("td", "th") and page.tags[page.parents[node]] not in ("td", "th"):
        return -1
    row = page.within(node, "tr")
    if not row or page.size(row) > _MAX_ROW:
        return -1
    cells = [cell for cell in page.children(row) if page.tags[cell] in ("td", "th")]
    if len(cells) < 2 or any(len(page.blocks(cell)) > 1 for cell in cells):
        return -1
    return row
