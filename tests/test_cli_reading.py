"""`aggregator status`, `search` and `history`: what they show of a database, to people and to programs."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from commands import aggregator, complaint, out
from factories import make_article
from rich.cells import cell_len
from rich.text import Text

from aggregator.items import FoundBy, Kind, Link
from aggregator.store import Cause, Figures, Result, Store, Visited

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC).replace(microsecond=0)
SITE = "财经观察网"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with two sites, three runs, an address that fails, and an article that changed twice."""
    folder = tmp_path_factory.mktemp("reading")
    with Store(folder / "articles.db") as store:
        first = store.runs.start("crawl", [SITE, "nowhere.example"], now=NOW - timedelta(hours=5))
        figures = [
            Figures(site=SITE, pages=1234, articles={"new": 40}, drops={"TooShort": 3}),
            Figures(site="nowhere.example", problem="host not found"),
        ]
        store.runs.note(first, figures)
        store.runs.end(first, now=NOW - timedelta(hours=4), reason="finished", exit_code=0, seconds=3600)
        store.runs.start("crawl", [SITE], now=NOW - timedelta(minutes=5))
        store.frontier.add(SITE, [_link("https://news.example/gone")], now=NOW)
        visit = store.frontier.find("https://news.example/gone")
        assert visit
        store.finish(Visited(visit=visit, result=Result.FAILED, now=NOW, reason="timeout"))
        _save(store, "利率为千分之五。", NOW - timedelta(days=3), view_count=100)
        _save(store, "利率为千分之三。", NOW - timedelta(days=2), view_count=900)
        _save(store, "利率为千分之三。\n新的一段。", NOW - timedelta(days=1), cause=Cause.REEXTRACTION)
        store.save(
            make_article(
                number=2,
                title="Late payments: \x1b[31m red\x1b[0m [bold]explained[/bold]",
                language="en",
                category=None,
            ),
            now=NOW,
        )
    return folder


def _link(url: str) -> Link:
    return Link(url=url, kind=Kind.ARTICLE, found_by=FoundBy.LINK)


def _save(
    store: Store, text: str, now: datetime, *, view_count: int = 900, cause: Cause = Cause.PUBLISHER
) -> None:
    article = make_article(
        number=1,
        site=SITE,
        title="微粒贷逾期一天会上征信吗？",
        text=f"网络借贷逐渐普及。{text}",
        view_count=view_count,
    )
    store.save(article, now=now, cause=cause)


# status


def test_status_shows_sites_runs_and_failures(folder: Path) -> None:
    shown = out(aggregator("status", cwd=folder))
    first, *lines = shown.splitlines()
    assert first.startswith("articles.db: 2 articles, 0 of them copies")
    for expected in (
        SITE,
        "nowhere.example: host not found",
        "1,234",
        "finished",
        "running",
        "timeout, once",
    ):
        assert any(expected in line for line in lines), expected
    assert "  https://news.example/gone" in lines


def test_status_as_json(folder: Path) -> None:
    status = json.loads(out(aggregator("status", "--json", cwd=folder)))
    assert status["articles"] == 2
    assert {site["site"]: site["problem"] for site in status["sites"]} == {
        SITE: None,
        "nowhere.example": "host not found",
        "example-news": None,
    } or {site["site"] for site in status["sites"]} >= {SITE, "nowhere.example"}
    assert [run["reason"] for run in status["runs"]] == [None, "finished"]
    assert status["runs"][1]["total"]["drops"] == {"TooShort": 3}
    (failing,) = status["failing"]
    assert (failing["url"], failing["reason"], failing["failures"]) == (
        "https://news.example/gone",
        "timeout",
        1,
    )
    assert datetime.fromisoformat(failing["fetched_at"]) == NOW


def test_status_of_an_empty_database_says_what_to_do(tmp_path: Path) -> None:
    Store(tmp_path / "articles.db").close()
    assert "aggregator crawl" in out(aggregator("status", cwd=tmp_path))


def in_terminal(*arguments: str, cwd: Path, columns: int) -> list[str]:
    """The lines that a command shows in a terminal of so many columns, without colours."""
    control, terminal = pty.openpty()
    environment = {**os.environ, "COLUMNS": str(columns), "TERM": "xterm-256color"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [sys.executable, "-m", "aggregator", *arguments],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=subprocess.PIPE,
        env=environment,
    )
    os.close(terminal)
    received = b""
    while True:
        try:
            piece = os.read(control, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        received += piece
    os.close(control)
    _, complaints = process.communicate(timeout=60)
    assert process.returncode == 0, complaints
    assert b"\x1b[" in received
    return [Text.from_ansi(line).plain for line in received.decode().splitlines()]


@pytest.mark.parametrize("columns", [80, 120])
def test_columns_of_status_stand_under_their_headings_beside_chinese_names(
    folder: Path, columns: int
) -> None:
    lines = in_terminal("status", cwd=folder, columns=columns)
    heading = next(line for line in lines if line.startswith("site "))
    row = next(line for line in lines if line.startswith(SITE))
    end = cell_len(heading[: heading.index("articles") + len("articles")])
    assert cell_len(row[: row.index("1") + 1]) == end
    assert all(cell_len(line) <= columns for line in lines)


def test_narrow_status_leaves_out_columns_and_cuts_none(folder: Path) -> None:
    lines = in_terminal("status", cwd=folder, columns=40)
    heading = next(line for line in lines if line.startswith("site "))
    assert heading.split()[:2] == ["site", "articles"]
    assert "new" not in heading.split()
    assert any(line.startswith(SITE) for line in lines)
    assert not any("…" in line for line in lines)
    assert all(cell_len(line) <= 40 for line in lines)


# search


def test_search_shows_the_hit_with_site_date_and_address(folder: Path) -> None:
    lines = out(aggregator("search", "逾期", "征信", cwd=folder)).splitlines()
    assert lines[0] == "1  微粒贷逾期一天会上征信吗？"
    assert lines[1] == f"   {SITE} · 2026-11-03 · 王芳 · 城市"
    assert lines[-1] == "   https://news.example/a/1.html"


def test_hits_are_lines_of_their_own_where_no_terminal_is(folder: Path) -> None:
    lines = out(aggregator("search", "公园", "--limit", "1", cwd=folder)).splitlines()
    assert len(lines) == 4
    assert [line.rstrip() for line in lines] == lines


def test_matches_are_marked_in_a_terminal(folder: Path) -> None:
    plain = in_terminal("search", "征信", cwd=folder, columns=80)
    assert plain[0] == "1  微粒贷逾期一天会上征信吗？"


def test_page_cannot_take_over_the_terminal(folder: Path) -> None:
    process = aggregator("search", "payments", cwd=folder)
    assert b"\x1b" not in process.stdout
    assert "[bold]explained[/bold]" in out(process)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([""], "nothing to look for: the query has no word that is wanted"),
        (["--", "-广告"], "nothing to look for: the query has no word that is wanted"),
        (["没有这样的词"], "nothing found"),
        (["借贷", "--site", "typo"], "nothing found\nno site is named typo; sites are "),
    ],
)
def test_search_says_why_there_is_nothing(folder: Path, arguments: list[str], told: str) -> None:
    process = aggregator("search", *arguments, cwd=folder)
    assert out(process) == ""
    assert process.stderr.decode().startswith(told)


def test_search_as_json_gives_records(folder: Path) -> None:
    (hit,) = json.loads(out(aggregator("search", "--json", "微粒貸", cwd=folder)))
    assert hit["url"] == "https://news.example/a/1.html"
    assert hit["score"] > 0
    assert hit["text"].startswith("网络借贷")


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        (["公园", "绿地", "--language", "en"], 1),
        (["借贷", "--site", SITE], 1),
        (["借贷", "--site", "other"], 0),
        (["借贷", "--where", "view_count > 1000"], 0),
        (["借贷", "--since", "2026-11-04"], 0),
        (["--", "借贷", "-普及"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_search_filters(folder: Path, arguments: list[str], count: int) -> None:
    assert len(json.loads(out(aggregator("search", "--json", *arguments, cwd=folder)))) == count


def test_nothing_found_is_said_on_stderr(folder: Path) -> None:
    process = aggregator("search", "没有这个词", cwd=folder)
    assert (process.returncode, process.stdout, process.stderr) == (0, b"", b"nothing found\n")


# history


def test_history_shows_what_changed_when_and_by_whom(folder: Path) -> None:
    shown = out(aggregator("history", "https://news.example/a/1.html?utm_source=feed", cwd=folder))
    assert "version 2, seen" in shown
    assert "changed by the publisher\n网络借贷逐渐普及。利率为千分之[-五-]{+三+}。" in shown
    assert "read differently by us" in shown
    assert "{+\n新的一段。+}" in shown
    assert [line.split()[-3] for line in shown.splitlines() if "UTC  " in line] == ["100", "900"]


def test_history_as_json_has_every_version_whole(folder: Path) -> None:
    history = json.loads(out(aggregator("history", "--json", "https://news.example/a/1.html", cwd=folder)))
    assert [version["text"] for version in history["versions"]] == [
        "网络借贷逐渐普及。利率为千分之五。",
        "网络借贷逐渐普及。利率为千分之三。",
        "网络借贷逐渐普及。利率为千分之三。\n新的一段。",
    ]
    assert [version["cause"] for version in history["versions"]] == ["publisher", "reextraction", None]


def test_history_of_what_never_changed(folder: Path) -> None:
    shown = out(aggregator("history", "https://news.example/a/2.html", cwd=folder))
    assert "it has not changed since it was first stored" in shown


@pytest.mark.parametrize("url", ["https://news.example/none", "no address"])
def test_history_of_nothing_is_one_line(folder: Path, url: str) -> None:
    assert complaint(aggregator("history", url, cwd=folder)) == f"{url}: no such article in articles.db"
