"""`aggregator history`: what an article was before, and how its counts grew."""

from __future__ import annotations

from dataclasses import asdict
from itertools import pairwise
from typing import TYPE_CHECKING

import click
from rich.text import Text

from aggregator.cli.options import db_option, json_option
from aggregator.cli.terminal import console, minute, number, plain, plain_table, print_json, shown
from aggregator.errors import StoreError
from aggregator.store import Cause, Store
from aggregator.urls import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from rich.console import Console

    from aggregator.differences import Step
    from aggregator.store import Counts, Version

_CONTEXT = 24
"""Characters around a change that are shown."""
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
        address = next((found for found in _addresses(url) if store.get(found)), None)
        if address is None:
            raise StoreError(f"{url}: no such article in {db}")
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


def _addresses(url: str) -> list[str]:
    """What `url` may stand under."""
    try:
        return [url, normalise(url)]
    except ValueError:
        return [url]


def show_versions(screen: Console, versions: Sequence[Version]) -> None:
    if len(versions) == 1:
        screen.print("one version: it has not changed since it was first stored")
    for old, new in pairwise(versions):
        assert old.replaced_at
        assert old.cause
        seen = minute(old.replaced_at)
        screen.print(f"\nversion {new.version}, seen {seen}, {_CAUSES[old.cause]}", style="bold")
        if old.title != new.title:
            screen.print(Text("title: ") + _replacement(screen, (old.title or "", new.title or "")))
        if old.date_published != new.date_published:
            dates = (_date(old.date_published), _date(new.date_published))
            screen.print(Text("date_published: ") + _replacement(screen, dates))
        if old.text != new.text:
            screen.print(_difference(screen, new.text, old.difference))


def _date(moment: date | None) -> str:
    return moment.isoformat() if moment else "unknown"


def _difference(screen: Console, new: str, steps: Sequence[Step]) -> Text:
    """The text with both its states, what stayed shortened to what is around a change."""
    text = Text()
    at = 0
    for place, step in enumerate(steps):
        if isinstance(step, int):
            text.append(_shortened(new[at : at + step], first=place == 0, last=place == len(steps) - 1))
            at += step
        else:
            text.append_text(_replacement(screen, step))
            at += len(step[1])
    return text


def _shortened(kept: str, *, first: bool, last: bool) -> str:
    """The beginning and the end of what stayed; only its end before the first change, its beginning after the last."""
    if len(kept) <= 2 * _CONTEXT:
        return shown(kept)
    head = "" if first else kept[:_CONTEXT]
    tail = "" if last else kept[-_CONTEXT:]
    return shown(f"{head}…{tail}")


def _replacement(screen: Console, pair: tuple[str, str]) -> Text:
    old, new = map(shown, pair)
    if not screen.is_terminal:
        return Text((f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else ""))
    return Text.assemble((old, "red strike"), (new, "green"))


def show_counts(screen: Console, counts: Sequence[Counts]) -> None:
    if not counts:
        return
    table = plain_table("seen", numbers=("views", "comments", "likes"))
    for entry in counts[-_LATEST_COUNTS:]:
        numbers = (entry.view_count, entry.comment_count, entry.like_count)
        table.add_row(minute(entry.seen_at), *("" if count is None else number(count) for count in numbers))
    screen.print()
    screen.print(table)
