"""Which columns of a table are shown: those that say something, as far as they fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rich.cells import cell_len

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Mapping, Sequence

Entry = TypeVar("Entry")

_GAP = 2
"""Blanks between two columns."""


def used(
    columns: Mapping[str, Callable[[Entry], int]], entries: Iterable[Entry], *, always: Container[str]
) -> dict[str, Callable[[Entry], int]]:
    """The columns that have a number in some row, and those that are shown `always`."""
    entries = list(entries)
    return {name: count for name, count in columns.items() if name in always or any(map(count, entries))}


def fitting(columns: Mapping[str, Sequence[str]], width: int, *, spare: Iterable[str]) -> list[str]:
    """Headings of the columns (heading -> cells) that stand beside each other in `width`.

    Those of `spare` give way in that order, before a number is cut.
    """
    widths = {name: _GAP + max(map(cell_len, (name, *cells))) for name, cells in columns.items()}
    for name in spare:
        if sum(widths.values()) <= width:
            break
        widths.pop(name, None)
    return list(widths)
