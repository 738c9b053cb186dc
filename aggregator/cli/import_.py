"""`aggregator import`: records of the export format into the database."""

from __future__ import annotations

import gzip
import sys
import zlib
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
from rich.progress import wrap_file

from aggregator.cli.options import db_option
from aggregator.cli.recording import on_record
from aggregator.cli.terminal import by_number, console, counted
from aggregator.errors import AggregatorError
from aggregator.store import Figures, Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from aggregator.importing import Fate

_TOLD = 5
"""Bad lines of a file that are told one by one."""


class NothingImportedError(AggregatorError):
    """Not one line was a record."""


@click.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@db_option
def import_(*, files: Sequence[str], db: Path) -> None:
    """Take records of other stores and tools in, without fetching.

    A file is JSON Lines or a JSON array as `export` writes them, also compressed (.gz); - is stdin. Only url and
    text have to be there; what a record does not name stays as stored, and what is older than stored is left out.
    They are cleaned, compared with all that is stored and indexed like crawled articles. Importing twice is
    harmless. Bad lines are named and left out.

    \b
      aggregator import articles.jsonl
      aggregator import other-machine.jsonl.gz dataset.jsonl --db all.db
      jq -c '{url: .link, text: .content}' dump.json | aggregator import -
    """
    for name in files:
        if name != "-":
            _check(Path(name))
    counts: Counter[Fate] = Counter()
    with Store(db) as store, on_record(store, "import", lambda: [_figures(counts)]) as begun:
        for name in files:
            counts.update(_import(store, name, begun))
        if counts and set(counts) == {"bad"}:
            total = counts.total()
            what = "the one line is no record" if total == 1 else f"none of {total:,} lines is a record"
            raise NothingImportedError(f"nothing was imported: {what}")
    click.echo(f"{counted(counts.total(), 'line')}: {by_number(_named(counts)) or 'nothing'}", err=True)


def _figures(counts: Counter[Fate]) -> Figures:
    return Figures(pages=counts.total(), articles=_named(counts))


def _named(counts: Counter[Fate]) -> dict[str, int]:
    return {str(fate): count for fate, count in counts.items()}


def _check(path: Path) -> None:
    """Before anything is written: a file that cannot be read is found first."""
    try:
        path.open("rb").close()
    except OSError as error:
        raise AggregatorError(
            f"{path}: {error.strerror or error}; expected a JSON Lines or JSON file, or -"
        ) from error


def _import(store: Store, name: str, now: datetime) -> Counter[Fate]:
    from aggregator.importing import import_records

    report = Report("stdin" if name == "-" else name)
    with ExitStack() as opened:
        lines = sys.stdin.buffer if name == "-" else _opened(Path(name), opened)
        try:
            summary = import_records(lines, store, now, report=report)
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise AggregatorError(f"{name}: {error}; expected a file that gzip has compressed") from error
    report.end()
    return summary.counts


def _opened(path: Path, opened: ExitStack) -> BinaryIO:
    """The file's lines; in a terminal a bar shows how far they are read."""
    file: BinaryIO = opened.enter_context(path.open("rb"))
    if sys.stderr.isatty():
        shown = wrap_file(
            file, path.stat().st_size, console=console(stderr=True), description=path.name, transient=True
        )
        file = opened.enter_context(shown)
    return opened.enter_context(gzip.open(file)) if path.suffix == ".gz" else file  # type: ignore[return-value]


class Report:
    """Tells of the first bad lines of a file, and how many more there are."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.count = 0

    def __call__(self, number: int, reason: str) -> None:
        self.count += 1
        if self.count <= _TOLD:
            click.echo(f"{self.name}, line {number}: {reason}", err=True)

    def end(self) -> None:
        if self.count > _TOLD:
            click.echo(f"{self.name}: {counted(self.count - _TOLD, 'more bad line')}", err=True)
