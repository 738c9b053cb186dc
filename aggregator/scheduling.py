"""When a site is due, by its `schedule`: a span such as `30m` or `6h`, or a cron expression."""

from __future__ import annotations

import re
import zlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cronsim import CronSim, CronSimError

if TYPE_CHECKING:
    from datetime import tzinfo

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_SECONDS = (("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1))

_LONGEST = timedelta(days=36_500)
"""A century; what is longer reaches out of the calendar."""

_SPREAD = timedelta(minutes=5)
_SPREAD_SHARE = 10
"""Runs start up to a tenth of their interval late, at most five minutes: sites with one schedule spread out,
and no server sees us at the full hour together with everybody else's cron."""


def duration(text: str) -> timedelta | None:
    """`30m`, `6h`, `90d` as a span of time. None: it is not written like that, or over a century."""
    match = re.fullmatch(r"([1-9]\d{0,5})\s*([smhd])", text.strip())
    span = timedelta(**{_UNITS[match.group(2)]: int(match.group(1))}) if match else None
    return span if span is None or span <= _LONGEST else None


def span_text(span: timedelta) -> str:
    """The shortest text that `duration` reads as `span`, which has whole seconds."""
    seconds = round(span.total_seconds())
    unit, size = next((unit, size) for unit, size in _SECONDS if seconds % size == 0)
    return f"{seconds // size}{unit}"


def schedule_problem(schedule: str) -> str | None:
    """What is wrong with it. None: it can be followed."""
    if duration(schedule) is not None:
        return None
    if len(schedule.split()) != 5:
        return "neither a span nor five fields"
    try:
        times = CronSim(schedule, datetime(2026, 1, 1, tzinfo=UTC))
    except CronSimError as error:
        return str(error)
    return None if next(times, None) else "never comes"


def due_at(site: str, schedule: str, *, last: datetime | None, since: datetime, zone: tzinfo) -> datetime:
    """When the site is to be crawled next.

    `last` is the start of its last run; None: never. Then a span is over at `since`, the moment from which on
    it is to be crawled, and a cron expression waits for its first time after that. Times missed while nothing
    ran are made up for once. Cron expressions are read in `zone`, with summer time as Debian's cron has it.
    """
    span = duration(schedule)
    if span is not None:
        return since if last is None else last + span + _spread(site, last, span)
    times = CronSim(schedule, (last or since).astimezone(zone))
    first, second = next(times), next(times)
    return first + _spread(site, first, second - first)


def _spread(site: str, time: datetime, interval: timedelta) -> timedelta:
    """A delay that looks random and is the same each time it is asked for."""
    most = int(min(interval / _SPREAD_SHARE, _SPREAD).total_seconds())
    return timedelta(seconds=zlib.crc32(f"{site} {time.isoformat()}".encode()) % (most + 1))
