"""Writes a body as plain text, as clean HTML and as Markdown."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from aggregator.extraction.page import unseen
from aggregator.extraction.page.listings import code_text
from aggregator.extraction.rendering import hypertext, markdown, steps
from aggregator.extraction.rendering.blanks import visible
from aggregator.extraction.rendering.images import pictures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.page.page_map import PageMap

_MAX_ROW = 1500
"""Rows of more text than that are layout."""


def to_text(body: Body) -> str:
    """One block a line; the cells of a row on one line, a code block with its line breaks.

    Where a row has several cells with text, those without keep their places up to the last one that has.
    """
    page = body.page
    lines: list[str] = []
    row = column = -1
    is_alone = True  # no other cell of the row was written yet
    rows: dict[int, list[int]] = {}
    has_code = bool(page.by_tag.get("pre"))
    has_cells = bool(page.by_tag.get("td") or page.by_tag.get("th"))
    texts = _texts(body)
    if not has_code and not has_cells:
        whole = "\n".join(filter(None, map(texts.__getitem__, body.blocks)))  # as of most pages
        text = visible(whole)
        return text if text is whole else _without_empty(text)
    for block in body.blocks:
        node = page.block_nodes[block]
        is_code = has_code and page.within(node, "pre")
        text = visible(code_text(page, block)) if is_code else visible(texts[block]).strip()
        if not text.strip():
            continue
        last_row, last_column = row, column
        row, column = _place(page, node, rows) if has_cells else (-1, 0)
        if row >= 0 and row == last_row:
            if is_alone:
                lines[-1] = "| " * last_column + lines[-1]
            lines[-1] += " |" * (column - last_column) + f" {text}"
            is_alone = False
        else:
            lines.append(text)
            is_alone = True
    return "\n".join(lines)


def to_html(body: Body, url: str, shown: Mapping[int, str] | None = None) -> str:
    """Semantic elements and plain attributes only; addresses absolute.

    `shown` is what `images.pictures` says, where it was asked already.
    """
    writer = hypertext.Writer()
    steps.write(body, url, pictures(body, url) if shown is None else shown, writer)
    return visible(writer.done()).strip()


def _texts(body: Body) -> list[str]:
    """The text of the page's blocks as readers see it."""
    page, spare = body.page, body.unseen
    if not spare:
        return page.block_texts
    texts = page.block_texts.copy()
    for block in {page.chunk_blocks[chunk] for chunk in spare}:
        chunks = range(page.block_starts[block], page.block_starts[block + 1])
        seen = (unseen.gap(page, chunk) if chunk in spare else page.chunks[chunk] for chunk in chunks)
        texts[block] = " ".join("".join(seen).split())
    return texts


def _without_empty(text: str) -> str:
    """The text without lines that had nothing but characters of no width."""
    return "\n".join(filter(None, map(str.strip, text.split("\n"))))


def to_markdown(body: Body, url: str, shown: Mapping[int, str] | None = None) -> str:
    """CommonMark with tables as of GitHub; `shown` as of `to_html`."""
    writer = markdown.Writer()
    steps.write(body, url, pictures(body, url) if shown is None else shown, writer)
    return writer.done()


def _place(page: PageMap, node: int, known: dict[int, list[int]]) -> tuple[int, int]:
    """The row of a table of data whose cell the element is, and the column; (-1, 0): it is none.

    `known` keeps the cells of rows.
    """
    cell = node if page.tags[node] in steps.CELLS else page.parents[node]
    if page.tags[cell] not in steps.CELLS:
        return -1, 0
    row = page.within(cell, "tr")
    if row not in known:
        known[row] = _cells_of_data(page, row)
    cells = known[row]
    return (row, bisect_left(cells, cell)) if cells else (-1, 0)


def _cells_of_data(page: PageMap, row: int) -> list[int]:
    """The cells of a row that has several of at most one line each; 0 is no row."""
    if not row or page.size(row) > _MAX_ROW:
        return []
    cells = [cell for cell in page.children(row) if page.tags[cell] in steps.CELLS]
    return cells if len(cells) > 1 and all(len(page.blocks(cell)) <= 1 for cell in cells) else []
