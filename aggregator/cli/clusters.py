"""`aggregator clusters` and `aggregator duplicates`: who copied whom, and when."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import click
from rich.text import Text

from aggregator.cli.hints import tell_why_nothing
from aggregator.cli.options import COUNT, TEXT, Moment, address_in, db_option, json_option
from aggregator.cli.terminal import console, plain, print_json, shown
from aggregator.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from aggregator.store import Cluster, Copy


@click.command()
@click.option("--site", type=TEXT, help="Only clusters with an article of this site.")
@click.option("--since", type=Moment(), help="Only clusters with an article of that time or later.")
@click.option("--min-size", type=COUNT, default=2, show_default=True, help="Articles.")
@click.option("--limit", type=COUNT, default=20, show_default=True, help="Clusters.")
@json_option
@db_option
def clusters(
    *, db: Path, site: str | None, since: date | None, min_size: int, limit: int, as_json: bool
) -> None:
    """Show articles and their copies.

    The original is the one that was published first. A copy is exact (the same text), near (wrapped, cut,
    reordered, rewritten), contained (a teaser or an excerpt) or a version (the same story some days later).
    Those that grew last come first.

    \b
      aggregator clusters --site example-news --since 7d
      aggregator clusters --min-size 5 --json | jq -r '.[].members[0].url'
    """
    with Store(db, read_only=True) as store:
        found = store.clusters(site=site, since=since, min_size=min_size, limit=limit)
        if not found:
            click.echo("no copies found", err=True)
            tell_why_nothing(store, site=site)
    if as_json:
        print_json([plain(asdict(cluster)) for cluster in found])
        return
    screen = console()
    for place, cluster in enumerate(found):
        if place:
            screen.print()
        show_cluster(screen, cluster)


@click.command()
@click.argument("url")
@json_option
@db_option
def duplicates(*, url: str, db: Path, as_json: bool) -> None:
    """Show the copies of one article.

    \b
      aggregator duplicates https://some.site/a/1.html
    """
    with Store(db, read_only=True) as store:
        cluster = store.cluster_of(address_in(store, url))
    assert cluster
    if as_json:
        print_json(plain(asdict(cluster)))
        return
    show_cluster(console(), cluster)
    if len(cluster.members) == 1:
        click.echo("no copies found", err=True)


def show_cluster(screen: Console, cluster: Cluster) -> None:
    original, *copies = cluster.members
    screen.print(Text(shown(original.title) or "(no title)", style="bold"))
    _show(screen, original, "original")
    for copy in copies:
        share = f" {copy.similarity:.0%}" if copy.similarity is not None else ""
        _show(screen, copy, f"{copy.relation or 'copy'}{share}")
        if copy.title != original.title:
            screen.print(Text(f"  {shown(copy.title) or '(no title)'}"))


def _show(screen: Console, copy: Copy, what: str) -> None:
    """When and where it appeared, what it is, its address."""
    published = copy.date_published or copy.first_seen
    day = published.isoformat()[:10] + ("" if copy.date_published else " (seen)")
    screen.print(Text(f"  {day}  {what:<13}  {shown(copy.site)}", style="green"))
    screen.print(Text(f"  {shown(copy.url)}", style="dim"), soft_wrap=True)
