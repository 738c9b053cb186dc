"""CSV (RFC 4180, UTF-8): lists as JSON, nothing that a spreadsheet would run.

A spreadsheet takes a cell that starts with `=`, `+`, `-`, `@`, their full-width forms, a tab or a line end
for a formula, quoted or not, and titles come from strangers. Such a cell gets an apostrophe in front, which
spreadsheets read as "this is text". Cells that already look defused get another one, so that the way back is
exact: take one apostrophe from every cell that `DEFUSED` matches. Numbers stay as they are, also those in
text (`-5`, `+3.2`): they are values in every spreadsheet, and programs want them plain.
"""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, TextIO

from aggregator.items import RECORD_KEYS
from exports.records import records, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aggregator.items import Article

DEFUSED = re.compile(r"'+[=+\-@＝＋－＠\t\r\n]")
"""Matches the start of a cell that lost its force; without its first apostrophe it is the text as stored."""

_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r\n]")
_NUMBER = re.compile(r"[+\-]\d+(?:\.\d+)?", re.ASCII)
_BYTE_ORDER_MARK = "\ufeff"


def write_csv(
    articles: Iterable[Article], out: TextIO, *, fields: Sequence[str] = RECORD_KEYS, excel: bool = False
) -> int:
    """Writes a header and each article as it comes, and returns the number of articles.

    `out` leaves line ends alone (`newline=""`). `excel` starts with a byte order mark, without which Excel
    reads Chinese as Latin letters.
    """
    if excel:
        out.write(_BYTE_ORDER_MARK)
    table = csv.writer(out)
    table.writerow(fields)
    count = 0
    for record in records(articles, fields):
        table.writerow(cell(record[name]) for name in fields)
        count += 1
    return count


def cell(value: object) -> object:
    """A value as it stands in a cell."""
    if isinstance(value, str):
        return _defused(value)
    if isinstance(value, list | dict):
        return to_json(value)
    return value


def _defused(text: str) -> str:
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
