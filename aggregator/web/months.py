"""Articles a month as columns of a chart."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

MOST = 36
"""Months that are shown, the latest ones."""


@dataclass(frozen=True)
class Column:
    """A month of the chart."""

    month: str
    """`YYYY-MM`"""
    count: int
    height: float
    """Of the highest column, in per cent."""
    since: str
    until: str
    """First and last day."""


def chart(months: Sequence[tuple[str, int]]) -> list[Column]:
    """A column for each month from the first to the last of `months`, which ascend; empty ones as well."""
    if not months:
        return []
    counts = dict(months)
    first, last = _number(months[0][0]), _number(months[-1][0])
    shown = [_month(number) for number in range(max(first, last - MOST + 1), last + 1)]
    highest = max(counts.get(month, 0) for month in shown)
    return [
        Column(
            month=month,
            count=counts.get(month, 0),
            height=round(100 * counts.get(month, 0) / highest, 1),
            since=f"{month}-01",
            until=f"{month}-{monthrange(int(month[:4]), int(month[5:]))[1]:02d}",
        )
        for month in shown
    ]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
