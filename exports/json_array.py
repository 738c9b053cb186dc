"""JSON: one array, one record a line, so that it still streams, diffs and greps."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from aggregator.items import RECORD_KEYS
from exports.records import records, to_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from aggregator.items import Article


def write_json_array(articles: Iterable[Article], out: TextIO, *, fields: Sequence[str] = RECORD_KEYS) -> int:
    """Writes each article as it comes and returns their number."""
    count = 0
    for record in records(articles, fields):
        out.write(",\n" if count else "[\n")
        out.write(to_json(record))
        count += 1
    out.write("\n]\n" if count else "[]\n")
    return count
