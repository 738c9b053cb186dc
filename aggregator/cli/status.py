"""`aggregator status`: what was done, what is next, what fails."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from aggregator.cli.options import COUNT, db_option, json_option
from aggregator.cli.terminal import (
    console,
    counted,
    fitted_table,
    number,
    plain,
    print_json,
    relative,
    shown,
    span,
)
from aggregator.columns import used
from aggregator.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from rich.console import Console

    from aggregator.store import Cost, Failing, Run, SiteState


_SITE_COLUMNS: dict[str, Callable[[SiteState], int]] = {
    "articles": lambda site: site.articles,
    "known": lambda site: site.known,
    "due": lambda site: site.due,
    "failing": lambda site: site.failing,
}
"""Heading -> number of a site."""

_RUN_COLUMNS: dict[str, Callable[[Run], int]] = {
    "pages": lambda run: run.total.pages,
    "new": lambda run: run.total.articles.get("new", 0),
    "changed": lambda run: run.total.articles.get("changed", 0),
    "same": lambda run: run.total.articles.get("same", 0),
    "dropped": lambda run: sum(run.total.drops.values()),
    "failed": lambda run: sum(run.total.failures.values()),
}
"""Heading -> number of a run."""


@click.command()
@click.option(
    "--limit",
    type=click.IntRange(0, COUNT.max),
    default=10,
    show_default=True,
    help="Runs and failing addresses.",
)
@json_option
@db_option
def status(*, db: Path, limit: int, as_json: bool) -> None:
    """Show sites, runs, the queue and what fails.

    \b
      aggregator status
      aggregator status --json | jq '.sites[] | select(.problem)'
    """
    now = datetime.now(UTC)
    with Store(db, read_only=True) as store:
        originals, articles = store.count(), store.count(duplicates=True)
        sites = store.runs.site_states(now=now)
        runs = store.runs.latest(limit)
        failing = store.runs.failing(limit=limit)
        kept = store.kept.costs()
    if as_json:
        report = {
            "database": str(db),
            "articles": articles,
            "originals": originals,
            "sites": [asdict(site) for site in sites],
            "runs": [asdict(run) for run in runs],
            "failing": [asdict(page) for page in failing],
            "kept_pages": [asdict(cost) for cost in kept],
        }
        print_json(plain(report))
        return
    screen = console()
    size = sum(path.stat().st_size for path in (db, db.with_name(f"{db.name}-wal")) if path.exists())
    screen.print(
        f"{db}: {counted(articles, 'article')}, {articles - originals:,} of them copies; {size / 1e6:,.1f} MB"
    )
    show_kept(screen, kept)
    show_sites(screen, sites, now)
    show_runs(screen, runs, now)
    show_failing(screen, failing, now)


def show_kept(screen: Console, costs: Sequence[Cost]) -> None:
    """What the pages as received take, compressed."""
    pages = sum(cost.pages for cost in costs)
    received = sum(cost.received for cost in costs)
    stored = sum(cost.stored for cost in costs)
    if pages:
        screen.print(
            f"pages kept: {pages:,}, {received / 1e6:,.1f} MB in {stored / 1e6:,.1f} MB "
            f"({stored / pages / 1000:.1f} kB a page)"
        )


def show_sites(screen: Console, sites: Sequence[SiteState], now: datetime) -> None:
    if not sites:
        screen.print("\nNothing was crawled yet: aggregator crawl https://some.site/", style="yellow")
        return
    columns = used(_SITE_COLUMNS, sites, always=("articles", "known"))
    table = fitted_table(
        screen,
        "site",
        [shown(site.site) for site in sites],
        numbers={name: [number(count(site)) for site in sites] for name, count in columns.items()},
        rest={
            "run": [relative(site.last_run, now) for site in sites],
            "new": [relative(site.last_new, now) for site in sites],
            "next": ["now" if site.due else relative(site.next_visit, now) for site in sites],
        },
        spare=("run", "new", "known", "next", "failing", "due"),
    )
    screen.print()
    screen.print(table)
    for site in sites:
        if site.problem:
            screen.print(f"{shown(site.site)}: {shown(site.problem)}", style="red")


def show_runs(screen: Console, runs: Sequence[Run], now: datetime) -> None:
    if not runs:
        return
    columns = used(_RUN_COLUMNS, runs, always=("pages", "new"))
    table = fitted_table(
        screen,
        "run",
        [f"{run.id} {run.command}" for run in runs],
        numbers={name: [number(count(run)) for run in runs] for name, count in columns.items()}
        | {"took": [span(run.seconds) for run in runs]},
        rest={
            "started": [relative(run.started, now) for run in runs],
            "ended": [shown(run.reason) if run.ended else "running" for run in runs],
        },
        spare=("took", "same", "changed", "started", "dropped", "ended", "failed"),
        styles=["red" if run.exit_code or run.reason == "killed" else "" for run in runs],
    )
    screen.print()
    screen.print(table)


def show_failing(screen: Console, failing: Sequence[Failing], now: datetime) -> None:
    if not failing:
        return
    screen.print("\nfailing", style="bold")
    for page in failing:
        reason = page.reason or (str(page.status) if page.status else "no reason given")
        next_try = f"next try {relative(page.next_visit, now)}" if page.next_visit else "not tried again"
        times = f"{page.failures:,} times" if page.failures > 1 else "once"
        screen.print(f"{shown(reason)}, {times}, {next_try}")
        # Not folded: the terminal does that, and the address can still be copied in one piece.
        screen.print(f"  {shown(page.url)}", soft_wrap=True, style="dim")
