"""When sites are due, and that crawls of them start, end and start again as they should."""

from __future__ import annotations

import re
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from aggregator.cli.service_files import cron_expression, crontab, systemd_unit
from aggregator.scheduling import due_at, duration, schedule_problem, span_text
from aggregator.supervising import BUSY, Supervisor

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

NOW = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30m", timedelta(minutes=30)),
        ("6h", timedelta(hours=6)),
        ("1d", timedelta(days=1)),
        ("0m", None),
        ("m", None),
        ("1w", None),
        ("36500d", timedelta(days=36_500)),
        ("36501d", None),
        ("-3h", None),
        ("5 * * * *", None),
    ],
)
def test_duration(text: str, span: timedelta | None) -> None:
    assert duration(text) == span


@pytest.mark.parametrize("text", ["1s", "90s", "45m", "36h", "7d", "90d"])
def test_span_is_written_as_it_is_read(text: str) -> None:
    span = duration(text)
    assert span is not None
    assert span_text(span) == text


@pytest.mark.parametrize("schedule", ["30m", "0 6 * * *", "*/5 7-22 * * MON-FRI", "0 0 L * *"])
def test_good_schedule_has_no_problem(schedule: str) -> None:
    assert schedule_problem(schedule) is None


@pytest.mark.parametrize("schedule", ["often", "61 * * * *", "0 0 30 2 *", "0 0 0 * * *", "@daily", ""])
def test_bad_schedule_has_one(schedule: str) -> None:
    assert schedule_problem(schedule)


def due(schedule: str, *, last: datetime | None = None, site: str = "example") -> datetime:
    return due_at(site, schedule, last=last, since=NOW, zone=SHANGHAI)


def test_site_on_a_span_that_was_never_crawled_is_due_at_once() -> None:
    assert due("6h") == NOW


def test_span_counts_from_the_last_run_and_is_up_to_a_tenth_longer() -> None:
    assert timedelta(0) <= due("30m", last=NOW) - (NOW + timedelta(minutes=30)) <= timedelta(minutes=3)
    assert timedelta(0) <= due("6h", last=NOW) - (NOW + timedelta(hours=6)) <= timedelta(minutes=5)


def test_cron_expression_is_read_in_local_time() -> None:
    assert due("30 17 * * *") - datetime(2026, 11, 3, 9, 30, tzinfo=UTC) <= timedelta(minutes=5)


def test_time_missed_while_nothing_ran_is_made_up_for_once() -> None:
    assert due("0 6 * * *", last=NOW - timedelta(days=3)) < NOW
    assert due("0 6 * * *", last=NOW) > NOW


def test_sites_of_one_schedule_spread_out_in_the_same_way_each_time() -> None:
    times = [due("6h", last=NOW, site=f"site-{number}") for number in range(20)]
    assert len(set(times)) > 10
    assert times == [due("6h", last=NOW, site=f"site-{number}") for number in range(20)]


class Machine:
    """A supervisor with a clock that the test turns and crawls that do what the test says."""

    def __init__(self, folder: Path, crawl: str) -> None:
        self.log = folder / "crawls.txt"
        self.now = NOW
        self.schedules = {"a": "30m", "b": "6h"}
        self.crawl = crawl
        self.supervisor = Supervisor(
            command=self.command, schedules=lambda: self.schedules, last_runs=dict, zone=UTC
        )

    def command(self, sites: Sequence[str]) -> list[str]:
        script = (
            f"import signal, sys, time\nopen({str(self.log)!r}, 'a').write({' '.join(sites)!r} + '\\n')\n"
        )
        return [sys.executable, "-c", script + self.crawl]

    def after(self, **span: float) -> float:
        self.now += timedelta(**span)
        return self.supervisor.step(self.now)

    def wait_for_the_end(self) -> None:
        assert self.supervisor.crawl
        self.supervisor.crawl.process.wait(20)

    def wait_for_crawls(self, number: int) -> None:
        deadline = time.monotonic() + 20
        while len(self.crawls) < number:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    @property
    def crawls(self) -> list[str]:
        return self.log.read_text().splitlines() if self.log.exists() else []


def test_all_that_is_due_is_crawled_in_one_process_and_again_when_due(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "")
    machine.after()
    machine.wait_for_the_end()
    assert machine.crawls == ["a b"]
    assert machine.after(minutes=1) > 1
    machine.after(minutes=34)
    machine.wait_for_the_end()
    assert machine.crawls == ["a b", "a"]


def test_crawl_that_fails_is_tried_again_when_due_and_not_at_once(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "sys.exit(1)")
    machine.after()
    machine.wait_for_the_end()
    machine.after(minutes=1)
    assert machine.supervisor.crawl is None
    machine.after(minutes=34)
    assert machine.supervisor.crawl
    machine.wait_for_the_end()


def test_crawl_that_found_the_database_in_use_is_tried_again_soon(tmp_path: Path) -> None:
    machine = Machine(tmp_path, f"sys.exit({BUSY})")
    machine.after()
    machine.wait_for_the_end()
    machine.after(seconds=1)
    assert machine.supervisor.crawl is None
    machine.after(seconds=61)
    machine.wait_for_the_end()
    assert machine.crawls == ["a b", "a b"]


def test_nothing_is_started_beside_a_crawl_that_runs(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "time.sleep(60)")
    machine.after()
    machine.after(hours=7)
    first = machine.supervisor.crawl
    machine.after(minutes=1)
    assert first is machine.supervisor.crawl
    assert first
    assert not first.asked_to_end
    machine.supervisor._end_crawl()


def test_endless_crawl_makes_room_and_goes_on_with_those_that_waited(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "time.sleep(60)")
    machine.schedules = {"a": "30m"}
    machine.after()
    machine.wait_for_crawls(1)
    machine.schedules = {"a": "30m", "b": "6h"}
    machine.after(minutes=1)
    machine.after(minutes=16)
    machine.wait_for_the_end()
    machine.after(seconds=1)
    machine.wait_for_crawls(2)
    assert machine.crawls == ["a", "a b"]
    machine.supervisor._end_crawl()


def test_crawl_that_does_not_end_when_asked_is_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aggregator.supervising._GRACE_SECONDS", 0.2)
    machine = Machine(tmp_path, "time.sleep(60)")
    machine.crawl = "signal.signal(signal.SIGTERM, signal.SIG_IGN)\nopen('/dev/null')\ntime.sleep(60)"
    machine.after()
    machine.wait_for_crawls(1)
    time.sleep(0.2)
    machine.supervisor._end_crawl()
    assert machine.supervisor.crawl
    assert machine.supervisor.crawl.process.returncode == -9


def test_clock_set_back_a_year_does_not_stop_the_crawls(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "")
    machine.after()
    machine.wait_for_the_end()
    machine.after(days=-365)
    machine.wait_for_the_end()
    machine.after(minutes=34)
    machine.wait_for_the_end()
    assert machine.crawls == ["a b", "a b", "a"]


@pytest.mark.parametrize(
    ("schedule", "expression"),
    [
        ("30m", r"\d+-59/30 \* \* \* \*"),
        ("45m", r"\d+-59/30 \* \* \* \*"),
        ("10s", r"\* \* \* \* \*"),
        ("1h", r"\d+ \* \* \* \*"),
        ("7h", r"\d+ \d+-23/6 \* \* \*"),
        ("1d", r"\d+ \d+ \* \* \*"),
        ("3d", r"\d+ \d+ \*/3 \* \*"),
        ("5 6 * * 1", r"5 6 \* \* 1"),
    ],
)
def test_schedule_as_cron_says_it(schedule: str, expression: str) -> None:
    found = cron_expression(schedule)
    assert schedule_problem(found) is None
    assert re.fullmatch(expression, found)


def test_crontab_has_one_line_a_schedule() -> None:
    lines = crontab({"a": "30m", "b": "0 6 * * *", "c d%": "30m"}, ["python", "-m", "aggregator", "crawl"])
    commands = [line for line in lines.splitlines() if not line.startswith("#")]
    assert len(commands) == 2
    assert commands[0].endswith(r"python -m aggregator crawl a 'c d\%'")
    assert commands[1].startswith("0 6 * * * cd ")


def test_systemd_unit_quotes_what_needs_it() -> None:
    unit = systemd_unit(["/usr/bin/python", "schedule", "--db", "/data/my articles/100%.db"])
    assert 'ExecStart=/usr/bin/python schedule --db "/data/my articles/100%%.db"\n' in unit
    assert "KillMode=mixed\n" in unit
