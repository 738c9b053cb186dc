"""`aggregator export`: a dataset out of the database."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from aggregator.cli.hints import tell_why_nothing
from aggregator.cli.options import TEXT, db_option, filter_options
from aggregator.cli.terminal import counted, data_out, progress
from aggregator.errors import ExportError
from aggregator.items import RECORD_KEYS
from aggregator.store import Store
from exports import FORMATS, Writer, write_csv, written_aside
from exports.records import chosen_fields

if TYPE_CHECKING:
    from collections.abc import Sequence

_COMPANIONS = ("-wal", "-shm", "-writer")
"""Endings of the files beside a database that belong to it."""


@click.command()
@click.option("-o", "--output", default="-", show_default=True, help="A file, or - for stdout.")
@click.option(
    "-f",
    "--format",
    "format_",
    type=click.Choice(list(FORMATS)),
    help="The file's format.  [default: what the file's name ends in; jsonl on stdout]",
)
@click.option("--fields", help="Only these keys, in this order: title,url,text.")
@click.option("--excel", is_flag=True, help="CSV that Excel opens as UTF-8.")
@click.option("--matching", type=TEXT, help="Only articles that have all the words, as of search.")
@filter_options
@db_option
def export(
    *, db: Path, output: str, format_: str | None, fields: str | None, excel: bool, **filters: Any
) -> None:
    """Write articles to a file: JSON Lines, JSON or CSV.

    One article a cluster of copies, unless asked otherwise. The file appears when it is whole; the same
    database gives the same bytes.

    \b
      aggregator export -o articles.jsonl
      aggregator export -o loans.csv --excel --category 债务优化 --since 30d
      aggregator export -f csv --fields title,url --where "view_count > 1000" | less
      aggregator export -o credit.jsonl --matching '逾期 征信'
    """
    write = _writer(format_ or _format_of(output), excel=excel)
    _refuse_database(output, db)
    keys = _keys(fields)
    with Store(db, read_only=True) as store, _opened(output) as out:
        articles = store.articles(**filters)
        if not out.isatty():
            articles = progress(articles, lambda: store.count(**filters), label="articles")
        count = write(articles, out, fields=keys)
        if not count:
            tell_why_nothing(store, **filters)
    if output != "-":
        click.echo(f"{counted(count, 'article')} written to {output}", err=True)


def _format_of(output: str) -> str:
    if output == "-":
        return "jsonl"
    ending = Path(output).suffix.removeprefix(".").lower()
    if ending not in FORMATS:
        endings = ", ".join(f".{name}" for name in FORMATS)
        raise click.UsageError(f"{output}: not a format's ending; expected one of {endings}, or --format")
    return ending


def _refuse_database(output: str, db: Path) -> None:
    """The file takes the place of what is there, which the database or a file that belongs to it may not be."""
    path, database = Path(output).resolve(), db.resolve()
    own = (database, *(database.with_name(database.name + ending) for ending in _COMPANIONS))
    if output != "-" and path in own:
        raise click.UsageError(f"{output}: belongs to the database {db}; expected another file")


def _keys(fields: str | None) -> Sequence[str]:
    if fields is None:
        return RECORD_KEYS
    try:
        return chosen_fields([name for part in fields.split(",") if (name := part.strip())])
    except ExportError as error:
        raise click.UsageError(str(error)) from error


def _writer(format_: str, *, excel: bool) -> Writer:
    if not excel:
        return FORMATS[format_]
    if format_ != "csv":
        raise click.UsageError(f"--excel goes with CSV, not with {format_}")
    return partial(write_csv, excel=True)


def _opened(output: str) -> AbstractContextManager[TextIO]:
    return data_out() if output == "-" else written_aside(Path(output))
