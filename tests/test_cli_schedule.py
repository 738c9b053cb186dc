"""`aggregator schedule`: the real process, over a site on loopback."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import aggregator, complaint, out
from site_server import Answer, SiteServer, article_page, list_page

from aggregator.cli.schedule import LastRuns, Timetable
from aggregator.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture
def site() -> Iterator[SiteServer]:
    with SiteServer({"/": list_page(["/1.html", "/2.html"]), "/1.html": article_page(1)}) as server:
        server.pages["/2.html"] = article_page(2)
        yield server


def write_sites(folder: Path, site: SiteServer, schedule: str = "1s") -> None:
    text = f'[town]\nstart = ["{site.url}/"]\nschedule = "{schedule}"\ndelay = 0\n'
    (folder / "sites.toml").write_text(text)


def start(folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "aggregator", "schedule"],
        cwd=folder,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def wait_for(happened: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline
        assert process.poll() is None, process.stderr and process.stderr.read().decode()
        time.sleep(0.1)


def runs(folder: Path) -> int:
    """Crawls on record that have come to an end."""
    if not (folder / "articles.db").exists():
        return 0
    db = sqlite3.connect(folder / "articles.db")
    try:
        return int(db.execute("SELECT count(*) FROM runs WHERE reason = 'finished'").fetchone()[0])
    except sqlite3.OperationalError:  # no tables yet
        return 0
    finally:
        db.close()


def test_site_is_crawled_again_and_again_until_the_end_is_asked_for(site: SiteServer, tmp_path: Path) -> None:
    write_sites(tmp_path, site)
    process = start(tmp_path)
    wait_for(lambda: runs(tmp_path) >= 2, process)
    process.send_signal(signal.SIGTERM)
    _, log = process.communicate(timeout=15)
    assert process.returncode == 0
    assert b"crawl started: sites=town" in log
    assert b"crawl ended: sites=town status=0" in log


def test_database_in_no_folder_is_one_line(site: SiteServer, tmp_path: Path) -> None:
    write_sites(tmp_path, site)
    process = aggregator("schedule", "--db", "no/such.db", cwd=tmp_path)
    assert complaint(process) == "no/such.db: folder no does not exist"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_crawl_in_the_midst_of_it_ends_too(site: SiteServer, tmp_path: Path, number: signal.Signals) -> None:
    site.pages["/2.html"] = Answer(article_page(2), seconds=30)
    write_sites(tmp_path, site)
    process = start(tmp_path)
    wait_for(lambda: "/1.html" in site.paths, process)
    begun = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=20)
    assert time.monotonic() - begun < 15
    assert process.returncode == 0
    assert not _children(tmp_path)


def _children(folder: Path) -> list[str]:
    """Processes that still work in the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended, or is not ours
            if (process / "cwd").readlink() == folder:
                found.append(process.name)
    return found


def test_mistake_made_meanwhile_is_told_and_the_known_sites_go_on(site: SiteServer, tmp_path: Path) -> None:
    write_sites(tmp_path, site)
    process = start(tmp_path)
    wait_for(lambda: runs(tmp_path) >= 1, process)
    (tmp_path / "sites.toml").write_text('[town]\nstart = "nowhere"')
    seen = runs(tmp_path)
    wait_for(lambda: runs(tmp_path) > seen + 1, process)  # the one that ran knew nothing of it
    write_sites(tmp_path, site, "2s")
    process.terminate()
    _, log = process.communicate(timeout=15)
    assert log.count(b"going on with those known") == 1


def test_file_for_a_crawl_is_the_last_one_without_mistakes(tmp_path: Path) -> None:
    path = tmp_path / "sites.toml"
    good = '[town]\nstart = "https://town.example/"\nschedule = "1h"\n'
    path.write_text(good)
    timetable = Timetable(path)
    assert timetable.file(tmp_path / "aside") == str(path)
    path.unlink()
    for mistake in (None, "[town]", "no toml"):
        if mistake:
            path.write_text(mistake)
        assert timetable() == {"town": "1h"}
        assert Path(timetable.file(tmp_path / "aside")).read_text() == good
    path.write_text(good.replace("1h", "2h"))
    assert timetable() == {"town": "2h"}
    assert timetable.file(tmp_path / "aside") == str(path)


def test_database_that_cannot_be_read_for_a_while_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    db = tmp_path / "articles.db"
    last_runs = LastRuns(db)
    assert last_runs() == {}
    db.touch()
    assert last_runs() == {}, "a crawl is about to make it"
    with Store(db) as store:
        begun = datetime(2026, 11, 24, 8, tzinfo=UTC)
        store.runs.start("crawl", ["town"], now=begun)
    assert last_runs() == {"town": begun}
    aside = db.rename(tmp_path / "aside.db")
    db.mkdir()
    assert [last_runs(), last_runs()] == [{"town": begun}] * 2
    assert caplog.text.count("going on with those known") == 1
    db.rmdir()
    aside.rename(db)
    assert last_runs() == {"town": begun}


def test_database_of_another_program_is_refused_at_the_start(site: SiteServer, tmp_path: Path) -> None:
    write_sites(tmp_path, site)
    with closing(sqlite3.connect(tmp_path / "articles.db")) as db:
        db.execute("CREATE TABLE other (x)")
    assert "is another program's SQLite database" in complaint(aggregator("schedule", cwd=tmp_path))
    assert site.seen == []


def test_sites_without_a_schedule_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text('[a]\nstart = ["https://a.example/"]\n')
    assert complaint(aggregator("schedule", cwd=tmp_path)).startswith("sites.toml: no site has a schedule;")


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    assert complaint(aggregator("schedule", cwd=tmp_path)).startswith("sites.toml: No such file")


def test_unit_and_crontab_are_printed_and_nothing_is_started(site: SiteServer, tmp_path: Path) -> None:
    write_sites(tmp_path, site, "6h")
    unit = out(aggregator("schedule", "--print", "systemd", cwd=tmp_path))
    assert f"ExecStart={sys.executable} -m aggregator schedule --db {tmp_path}/articles.db" in unit
    (comment, line) = out(aggregator("schedule", "--print", "cron", cwd=tmp_path)).splitlines()
    assert comment == "# 6h: town"
    assert line.endswith(f" crawl --due-only --db {tmp_path}/articles.db --sites {tmp_path}/sites.toml town")
    assert site.paths == []
