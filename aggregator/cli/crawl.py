"""`aggregator crawl`: fetch what is due into the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from aggregator.cli.options import COUNT, db_option, sites_option
from aggregator.cli.terminal import by_number, console, counted, fitted_table, number, shown
from aggregator.columns import used
from aggregator.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rich.console import Console

    from aggregator.crawling import RunSummary, Tally


_OPTIONS = {
    "AGGREGATOR_DB": ("db", "--db"),
    "AGGREGATOR_SITES": ("sites_file", "--sites"),
    "AGGREGATOR_MAX_PAGES": ("max_pages", "--max-pages"),
    "AGGREGATOR_FULL": ("full", "--full"),
}
"""Setting -> the parameter and option that sets it."""

_COLUMNS: dict[str, Callable[[Tally], int]] = {
    "fetched": lambda tally: tally.fetched,
    "new": lambda tally: tally.new,
    "changed": lambda tally: tally.changed,
    "same": lambda tally: tally.same,
    "copies": lambda tally: tally.duplicate,
    "gone": lambda tally: tally.gone,
    "dropped": lambda tally: tally.dropped.total(),
    "failed": lambda tally: tally.failed.total(),
    "queue": lambda tally: tally.queue,
}
"""Heading -> number of a site."""


@click.command()
@click.argument("targets", metavar="[URL_OR_SITE]...", nargs=-1)
@sites_option
@click.option("--max-pages", type=COUNT, help="Stop after this many requests.")
@click.option(
    "--full", is_flag=True, help="Fetch everything again: due or not, changed or not, gone or refused."
)
@click.option("--due-only", is_flag=True, help="Of what is named only start pages and feeds, due or not.")
@click.option("-s", "settings", metavar="NAME=VALUE", multiple=True, help="A setting, as of Scrapy.")
@db_option
def crawl(
    *,
    targets: Sequence[str],
    db: Path,
    sites_file: Path | None,
    max_pages: int | None,
    full: bool,
    due_only: bool,
    settings: Sequence[str],
) -> None:
    """Fetch what is due of some sites into the database.

    A target is the address of a site or the name of a table in sites.toml, and its lists are looked at at
    once; without one, every table is crawled. What was fetched before is fetched again only when it may have
    changed. Ctrl-C ends a crawl in order, and the next one goes on where it stopped.

    \b
      aggregator crawl https://some.site/
      aggregator crawl https://some.site/ --max-pages 200 -s AGGREGATOR_CONTACT=me@some.org
      aggregator crawl                          everything in sites.toml
    """
    chosen = dict(map(_setting, settings))
    _refuse_both(chosen)
    db = Path(chosen.get("AGGREGATOR_DB", db))
    _refuse_second_writer(db)
    from aggregator.crawling import run  # Scrapy takes long to load: not for a crawl that may not begin

    summary = run(
        targets,
        db=db,
        sites_file=sites_file,
        max_pages=max_pages,
        full=full,
        due_only=due_only,
        settings=chosen,
    )
    if summary.failure is None or summary.total.fetched:
        show_summary(console(stderr=True), summary, db=db)
    if summary.failure is not None:
        raise summary.failure
    if summary.reason == "interrupted":
        raise KeyboardInterrupt  # for Program, which knows the exit status


def _refuse_second_writer(db: Path) -> None:
    """Say at once that another crawl is running; the crawl itself takes the lock once more."""
    if db.exists():
        with Store(db) as store:
            store.lock()


def _refuse_both(settings: Mapping[str, str]) -> None:
    """An option and the setting that it stands for: one of them would be ignored."""
    given = click.get_current_context().get_parameter_source
    for name, option in _OPTIONS.items():
        if name in settings and given(option[0]) is click.core.ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{option[1]} and -s {name} say the same; expected one of them")


def _setting(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise click.UsageError(f"-s {text}: expected NAME=VALUE")
    return name.strip(), value


def show_summary(screen: Console, summary: RunSummary, *, db: Path) -> None:
    """What the run did, site by site, then everything that did not become an article and why."""
    total = summary.total
    columns = used(_COLUMNS, summary.sites, always=("fetched", "new", "same"))
    sums = [total] if len(summary.sites) > 1 else []
    rows = [*summary.sites, *sums]
    table = fitted_table(
        screen,
        "site",
        [*(shown(tally.site) for tally in summary.sites), *("all" for _ in sums)],
        numbers={name: [number(count(row)) for row in rows] for name, count in columns.items()},
        spare=("queue", "gone", "copies", "same", "changed", "dropped", "failed"),
        styles=[*("" for _ in summary.sites), *("bold" for _ in sums)],
    )
    screen.print(table)
    for label, counts in (("dropped", total.dropped), ("refused", total.refused), ("failed", total.failed)):
        if counts:
            screen.print(f"{label}: {by_number(counts)}")
    for tally in summary.sites:
        if tally.problem:
            screen.print(Text(f"{tally.site}: {shown(tally.problem)}", style="red"))
    for warning in summary.warnings:
        screen.print(Text(shown(warning), style="yellow"))
    screen.print(
        f"{counted(total.stored, 'article')} looked at, {total.bytes / 1e6:.1f} MB fetched in {summary.seconds:.1f} s "
        f"({summary.reason}); database: {db}"
    )
