"""`aggregator reextract`: today's extraction over the pages that were kept."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import click
from rich.text import Text

from aggregator.cli.changes import replacement, two_states
from aggregator.cli.hints import tell_why_nothing
from aggregator.cli.options import TEXT, Moment, db_option, known_sites, refuse_missing, sites_option
from aggregator.cli.recording import on_record
from aggregator.cli.terminal import by_number, console, counted, progress, shown
from aggregator.differences import difference
from aggregator.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from aggregator.reextraction import Reading


@click.command()
@click.option("--site", type=TEXT, help="Only pages of this site.")
@click.option(
    "--since", type=Moment(), help="Only pages fetched at that time or later: 2026-11-03, or 7d ago."
)
@click.option("--dry-run", is_flag=True, help="Write nothing; show what would change, field by field.")
@sites_option
@db_option
def reextract(
    *, db: Path, site: str | None, since: date | None, dry_run: bool, sites_file: Path | None
) -> None:
    """Read stored pages again, without a request.

    For a new version of the program, or other selectors in sites.toml: what today's extraction makes of the
    pages as they were received takes the place of what is stored. In the history of an article it stands as
    ours, not as an edit by its publisher. A page that is no article any more leaves the articles, but stays
    among the pages.

    \b
      aggregator reextract --dry-run --site example-news
      aggregator reextract --since 30d
    """
    from aggregator.reextraction import Count, readings, write

    screen = console()
    count = Count()
    sites = known_sites(sites_file)
    refuse_missing(db)
    with Store(db, read_only=dry_run) as store:
        pages = store.kept.pages(site=site, since=_moment(since))
        followed = progress(pages, lambda: store.kept.count(site=site, since=_moment(since)), label="pages")
        read_again = count.following(readings(store, followed, sites))
        if dry_run:
            for reading in read_again:
                show(screen, reading)
        else:
            with on_record(store, "reextract", count.figures) as begun, store.batch():
                for reading in read_again:
                    write(store, reading, now=begun)
        if not count.effects:
            tell_why_nothing(store, site=site)
    verb = "would be" if dry_run else "are"
    effects = by_number({str(effect): number for effect, number in count.effects.items()})
    screen.print(f"{counted(count.effects.total(), 'page')} read again; articles {verb}: {effects or 'none'}")
    for label, counts in (("fields changed", count.fields), ("removed because", count.reasons)):
        if counts:
            screen.print(f"{label}: {by_number(counts)}")


def _moment(day: date | None) -> datetime | None:
    """A day's beginning in UTC."""
    if day is None or isinstance(day, datetime):
        return day
    return datetime.combine(day, time.min, tzinfo=UTC)


def show(screen: Console, reading: Reading) -> None:
    """What would become of one article; nothing when it stays as it is."""
    if reading.effect in ("same", "none"):
        return
    why = f" ({shown(reading.reason)})" if reading.reason else ""
    screen.print(Text(f"{reading.effect}{why}: {shown(reading.page.url)}", style="bold"), soft_wrap=True)
    if reading.old is None or reading.new is None:
        return
    old, new = reading.old.to_dict(), reading.new.to_dict()
    for name in reading.changes:
        if name == "html" and "text" in reading.changes:
            continue  # says the same at greater length
        screen.print(Text(f"  {name}: ") + _change(screen, old[name], new[name]))


def _change(screen: Console, old: Any, new: Any) -> Text:
    """Both values in one; in long ones only the parts that differ."""
    before, after = (value if isinstance(value, str) else _json(value) for value in (old, new))
    if None in (old, new) or len(before) + len(after) < 120:
        return replacement(screen, (before, after))
    return two_states(screen, after, difference(before, after))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
