"""What goes to the terminal: data to stdout, the rest to stderr, nothing that takes the terminal over."""

from __future__ import annotations

import json
import re
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from aggregator.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Entry = TypeVar("Entry")

_PIPED_WIDTH = 160
"""Where no terminal sets a width: wide enough that nothing a person pipes on is cut."""

_ACTIVE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def console(*, stderr: bool = False) -> Console:
    """Where tables and coloured text go. Nothing in it is markup unless it is built as such."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else _PIPED_WIDTH
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)


def shown(text: str | None) -> str:
    """`text` from a stranger's page without what moves the cursor, colours or turns the line around."""
    return _ACTIVE.sub("", text or "")


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
        raise ExportError(f"cannot write to standard output: {error.strerror or error}") from error


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
