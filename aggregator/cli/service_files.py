"""A systemd unit and crontab lines that crawl what is due, for those who have either running anyway."""

from __future__ import annotations

import getpass
import shlex
from collections import defaultdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from aggregator.scheduling import duration

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)


def systemd_unit(command: Sequence[str]) -> str:
    """A unit that runs `command`, which keeps going, in the present folder as the present user.

    `KillMode=mixed` because the scheduler passes the signal on itself, and to Scrapy a second one means to
    drop everything at once.
    """
    return f"""\
[Unit]
Description=aggregator: crawls the sites of sites.toml when they are due
Wants=network-online.target
After=network-online.target

[Service]
User={getpass.getuser()}
WorkingDirectory={_percent(str(Path.cwd()))}
ExecStart={" ".join(map(_systemd_word, command))}
Restart=on-failure
RestartSec=30
KillMode=mixed
TimeoutStopSec=30

[Install]
WantedBy=multi-user.target
"""


def crontab(schedules: Mapping[str, str], crawl: Sequence[str]) -> str:
    """A line for all sites of one schedule; `crawl` is the command line that their names complete."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for site, schedule in schedules.items():
        groups[schedule].append(site)
    folder = shlex.quote(str(Path.cwd()))
    lines = []
    for schedule, sites in groups.items():
        command = f"cd {folder} && {shlex.join([*crawl, *sites])}".replace("%", r"\%")
        lines.append(f"# {schedule}: {', '.join(sites)}\n{cron_expression(schedule)} {command}\n")
    return "".join(lines)


def cron_expression(schedule: str) -> str:
    """`schedule` as cron says it.

    Cron knows no spans, only positions in the hour, day and month: a span becomes the longest step that
    divides them and is not longer. Too often costs a request for each start page. Minute and
    hour differ from schedule to schedule, so that crawls seldom meet each other, or everybody else's.
    """
    span = duration(schedule)
    if span is None:
        return schedule
    number = crc32(schedule.encode())
    if span < _HOUR:
        step = _divisor(60, span // timedelta(minutes=1))
        return "* * * * *" if step == 1 else f"{number % step}-59/{step} * * * *"
    minute = number % 60
    if span < _DAY:
        step = _divisor(24, span // _HOUR)
        return f"{minute} * * * *" if step == 1 else f"{minute} {number % step}-23/{step} * * *"
    hour = number // 60 % 24
    days = min(span // _DAY, 28)
    return f"{minute} {hour} * * *" if days == 1 else f"{minute} {hour} */{days} * *"


def _divisor(whole: int, most: int) -> int:
    """The largest divisor of `whole` that is at most `most`, and at least 1."""
    return max((step for step in range(1, most + 1) if whole % step == 0), default=1)


def _systemd_word(word: str) -> str:
    escaped = _percent(word).replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{escaped}"' if escaped != word or " " in word else word


def _percent(text: str) -> str:
    """systemd's placeholders start with a percent sign."""
    return text.replace("%", "%%")
