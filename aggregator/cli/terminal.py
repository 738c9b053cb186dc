"""What goes to the terminal: data to stdout, the rest to stderr, nothing that takes the terminal over."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import contextmanager
from datetime import UTC, date
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

from rich.cells import cell_len
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from aggregator.columns import fitting
from aggregator.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

Entry = TypeVar("Entry")

_PIPED_WIDTH = 160
"""Where no terminal sets a width: wide enough that nothing a person pipes on is cut."""

_NARROWEST = 12
"""Columns that a table's first one is left with at least."""

_ACTIVE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Screen(Console):
    """Leaves it to the program what follows when whoever read the output has gone."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(*, stderr: bool = False) -> Console:
    """Where tables and coloured text go. Nothing in it is markup unless it is built as such."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _PIPED_WIDTH
    return Screen(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)


def shown(text: str | None) -> str:
    """`text` from a stranger's page without what moves the cursor, colours or turns the line around."""
    return _ACTIVE.sub("", text or "")


def plain_table(first: str, *, numbers: Sequence[str], rest: Sequence[str] = ()) -> Table:
    """A table without lines whose first column gives way where the terminal is narrow, never a number."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(first, overflow="fold")
    for heading in numbers:
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in rest:
        table.add_column(heading, no_wrap=True)
    return table


def fitted_table(
    screen: Console,
    first: str,
    names: Sequence[str],
    *,
    numbers: Mapping[str, Sequence[str]],
    rest: Mapping[str, Sequence[str]] | None = None,
    spare: Iterable[str],
    styles: Sequence[str] = (),
) -> Table:
    """A `plain_table` of whole columns, heading -> cells; those of `spare` are left out where they do not fit."""
    columns = {**numbers, **(rest or {})}
    own = min(_NARROWEST, max(map(cell_len, (first, *names)), default=0))
    kept = fitting(columns, screen.width - own, spare=spare)
    table = plain_table(
        first,
        numbers=[name for name in kept if name in numbers],
        rest=[name for name in kept if name not in numbers],
    )
    for place, name in enumerate(names):
        table.add_row(
            name, *(columns[heading][place] for heading in kept), style=styles[place] if styles else ""
        )
    return table


def counted(count: int, noun: str) -> str:
    """`1 article`, `1,234 articles`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def number(count: int) -> str:
    """`1,234`; a dot for nothing, so that what is there stands out."""
    return f"{count:,}" if count else "·"


def by_number(counts: Mapping[str, int]) -> str:
    """`TooShort 12, NotAnArticle 3`: most frequent first, ties by name."""
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return ", ".join(f"{shown(name)} {number:,}" for name, number in ordered)


def span(seconds: float | None) -> str:
    """`45 s`, `12 min`, `3.5 h`, `2.0 d`."""
    if seconds is None:
        return "·"
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 6000:
        return f"{seconds / 60:.0f} min"
    hours = seconds / 3600
    return f"{hours:.1f} h" if hours < 48 else f"{hours / 24:.0f} d"


def minute(moment: datetime) -> str:
    """`2026-11-03 08:12 UTC`."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def relative(moment: datetime | None, now: datetime) -> str:
    """`12 min ago`, `in 3.5 h`."""
    if moment is None:
        return "·"
    seconds = (moment - now).total_seconds()
    return f"in {span(seconds)}" if seconds > 0 else f"{span(-seconds)} ago"


@contextmanager
def data_out() -> Iterator[TextIO]:
    """Standard output as UTF-8, whatever the locale; ExportError when it cannot take it all."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")
    try:
        yield sys.stdout
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_stdout()
        raise ExportError(f"cannot write to standard output: {error.strerror or error}") from error


def silence_stdout() -> None:
    """It cannot be written any more (`| head`): what is still buffered must not fail once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def plain(value: Any) -> Any:
    """`value` with times as text, for JSON."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return value


def print_json(value: object) -> None:
    """One JSON document on stdout."""
    with data_out() as out:
        out.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def progress(entries: Iterable[Entry], count: Callable[[], int], *, label: str) -> Iterator[Entry]:
    """`entries` as they are; a bar follows them when stderr is a terminal, which alone asks for `count`."""
    if not sys.stderr.isatty():
        yield from entries
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        yield from bar.track(entries, total=count(), description=label)
