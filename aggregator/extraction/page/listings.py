"""Reads blocks of code: lines as written, without the numbers that themes put beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_LINE_NUMBERS = re.compile(
    r"gutter|line-?n|lineno|ln-num|blob-num|rouge-gl|crayon-num|(?<![a-z])lnt?s?(?![a-z])"
)


def code_text(page: PageMap, block: int) -> str:
    """The block as written, line breaks and indentation kept, line numbers left out."""
    chunks = range(page.block_starts[block], page.block_starts[block + 1])
    text = "".join(page.chunks[chunk] for chunk in chunks if not is_line_number(page, chunk))
    lines = [line.rstrip() for line in plain_blanks(text).split("\n")]
    return "\n".join(lines).strip("\n")


def plain_blanks(code: str) -> str:
    """The code with the line ends and spaces that a compiler reads: editors on the web write others."""
    return code.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")


def is_line_number(page: PageMap, chunk: int) -> bool:
    """A number at the edge of a code block, which counts its lines."""
    if not _is_number(page.chunks[chunk]):
        return False
    node, steps = page.chunk_nodes[chunk], 0
    while node >= 0 and steps < 5:
        if page.names[node] and _LINE_NUMBERS.search(page.names[node]):
            return _holds_numbers(page, node, chunk)
        node = page.parents[node]
        steps += 1
    return False


def _holds_numbers(page: PageMap, node: int, chunk: int) -> bool:
    """Whether an element counts lines: at its edges and beside the chunk is nothing else. Code can have such a name too."""
    first, last = page.chunk_starts[node], page.chunk_ends[node] - 1
    places = {first, max(first, chunk - 1), min(chunk + 1, last), last}
    return all(not text or _is_number(text) for text in (page.chunks[place].strip() for place in places))


def _is_number(text: str) -> bool:
    return text[:12].strip()[:1].isdigit() and "".join(text.split()).isdigit()
