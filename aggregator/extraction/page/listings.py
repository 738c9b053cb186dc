"""Reads blocks of code: lines as written, without the numbers and buttons that themes put beside them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_CODE = frozenset({"code", "pre"})
_LINE_NUMBERS = re.compile(
    r"gutter|line-?n|lineno|ln-num|blob-num|rouge-gl|crayon-num|(?<![a-z])lnt?s?(?![a-z])"
)

_COPY = frozenset(
    "copy | copy code | copia | copiar | copiar código | copier | copier le code | kopieren | code kopieren | копировать"
    " | 复制 | 复制代码 | 複製 | 複製代碼 | 複製程式碼 | コピー | コードをコピー | コピーする | 복사 | 복사하기".split(
        " | "
    )
)
"""What a button says that copies code."""
_LONGEST_COPY = max(map(len, _COPY))


def code_text(page: PageMap, block: int) -> str:
    """The block as written, line breaks and indentation kept, line numbers and buttons left out."""
    chunks = range(page.block_starts[block], page.block_starts[block + 1])
    text = "".join(page.chunks[chunk] for chunk in chunks if not is_beside_code(page, chunk))
    lines = [line.rstrip() for line in plain_blanks(text).split("\n")]
    return "\n".join(lines).strip("\n")


def plain_blanks(code: str) -> str:
    """The code with the line ends and spaces that a compiler reads: editors on the web write others."""
    return code.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")


def is_beside_code(page: PageMap, chunk: int) -> bool:
    """No code, though it stands in its block: the number of a line, or a button."""
    return is_line_number(page, chunk) or is_button(page, chunk)


def is_button(page: PageMap, chunk: int) -> bool:
    """What copies code, by its words and the name of its element or the one around it."""
    text = page.chunks[chunk].strip()
    if not text or len(text) > _LONGEST_COPY or text.lower() not in _COPY:
        return False
    node = page.chunk_nodes[chunk]
    named = (around for around in (node, page.parents[node]) if page.tags[around] not in _CODE)
    return any("copy" in page.names[around] for around in named)


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
