"""Datasets out of the store: records from an iterator into a file, one module a format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TextIO

from exports.csv_table import write_csv
from exports.files import written_aside
from exports.json_array import write_json_array
from exports.json_lines import write_json_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aggregator.items import Article

__all__ = ["FORMATS", "write_csv", "write_json_array", "write_json_lines", "written_aside"]


class Writer(Protocol):
    """Writes records and says how many."""

    def __call__(self, articles: Iterable[Article], out: TextIO, *, fields: Sequence[str]) -> int: ...


FORMATS: Mapping[str, Writer] = {"json": write_json_array, "jsonl": write_json_lines, "csv": write_csv}
"""Format, which is also the ending of its files -> what writes it."""
