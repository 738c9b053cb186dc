"""`aggregator history`: what an article was before, and how its counts grew."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING

import click
from rich.text import Text

from aggregator.cli.changes import replacement, two_states
from aggregator.cli.options import address_in, db_option, json_option
from aggregator.cli.terminal import console, minute, number, plain, plain_table, print_json, shown
from aggregator.store import Cause, Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import Console

    from aggregator.store import Counts, Version

_LATEST_COUNTS = 20

_CAUSES = {Cause.PUBLISHER: "changed by the publisher", Cause.REEXTRACTION: "read differently by us"}


@click.command()
@click.argument("url")
@json_option
@db_option
def history(*, url: str, db: Path, as_json: bool) -> None:
    """Show the versions of an article and what changed between them.

    What went is red, what came is green; without colours [-what went-] and {+what came+}.

    \b
      aggregator history https://some.site/a/1.html
      aggregator history https://some.site/a/1.html --json | jq '.versions[0].text'
    """
    with Store(db, read_only=True) as store:
        address = address_in(store, url)
        versions, counts = store.history(address), store.counts(address)
    if as_json:
        print_json(
            {
                "url": address,
                "versions": [plain(asdict(version)) for version in versions],
                "counts": [plain(asdict(entry)) for entry in counts],
            }
        )
        return
    screen = console()
    screen.print(Text(shown(versions[-1].title) or "(no title)", style="bold"))
    screen.print(Text(shown(address), style="dim"), soft_wrap=True)
    show_versions(screen, versions)
    show_counts(screen, counts)


def show_versions(screen: Console, versions: Sequence[Version]) -> None:
    if len(versions) == 1:
        screen.print("one version: it has not changed since it was first stored")
    for old, new in pairwise(versions):
        assert old.replaced_at
        assert old.cause
        seen = minute(old.replaced_at)
        screen.print(f"\nversion {new.version}, seen {seen}, {_CAUSES[old.cause]}", style="bold")
        if old.title != new.title:
            screen.print(Text("title: ") + replacement(screen, (old.title or "", new.title or "")))
        if old.date_published != new.date_published:
            dates = (_date(old.date_published), _date(new.date_published))
            screen.print(Text("date_published: ") + replacement(screen, dates))
        if old.text != new.text:
            screen.print(two_states(screen, new.text, old.difference))


def _date(moment: date | None) -> str:
    return moment.isoformat() if moment else "unknown"


def show_counts(screen: Console, counts: Sequence[Counts]) -> None:
    if not counts:
        return
    table = plain_table("seen", numbers=("views", "comments", "likes"))
    for entry in counts[-_LATEST_COUNTS:]:
        numbers = (entry.view_count, entry.comment_count, entry.like_count)
        table.add_row(minute(entry.seen_at), *("" if count is None else number(count) for count in numbers))
    screen.print()
    screen.print(table)
