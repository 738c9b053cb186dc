"""JSON Lines: one record a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from aggregator.items import RECORD_KEYS
from exports.records import records, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aggregator.items import Article


def write_json_lines(articles: Iterable[Article], out: TextIO, *, fields: Sequence[str] = RECORD_KEYS) -> int:
    """Writes each article as it comes and returns their number."""
    count = 0
    for record in records(articles, fields):
        out.write(to_json(record) + "\n")
        count += 1
    return count
