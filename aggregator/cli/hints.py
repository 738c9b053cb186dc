"""Says why a filter found nothing, where it could not have found anything."""

from __future__ import annotations

import difflib
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

import click

from aggregator.store.search import parse

if TYPE_CHECKING:
    from aggregator.store import Store

NO_WORD = "nothing to look for: the query has no word that is wanted"

_MOST = 20
"""Names of sites that are told."""


def tell_why_nothing(
    store: Store,
    *,
    site: str | None = None,
    since: date | None = None,
    until: date | None = None,
    matching: str | None = None,
    **_: Any,
) -> None:
    """One line on stderr for each filter that nothing can pass."""
    if matching is not None and not parse(matching).wanted:
        click.echo(NO_WORD, err=True)
    if since is not None and until is not None and _moment(since, time.min) > _moment(until, time.max):
        click.echo(f"nothing lies between: --since {since} is after --until {until}", err=True)
    if site is not None:
        names = [state.site for state in store.runs.site_states(now=datetime.now(UTC))]
        if site not in names:
            click.echo(f"no site is named {site}; {_known(site, names)}", err=True)


def _moment(day: date, clock: time) -> datetime:
    return day if isinstance(day, datetime) else datetime.combine(day, clock, tzinfo=UTC)


def _known(site: str, names: list[str]) -> str:
    if len(names) > _MOST:
        names = difflib.get_close_matches(site, names, n=3) or names
    more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
    return f"sites are {', '.join(names[:_MOST])}{more}" if names else "there are no sites yet"
