"""`aggregator crawl`: the command around the crawl; the crawl itself has tests of its own."""

from __future__ import annotations

import io
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import aggregator, complaint
from rich.cells import cell_len
from rich.console import Console

from aggregator.cli.crawl import show_summary
from aggregator.crawling.summary import RunSummary, Tally

START = datetime(2026, 11, 3, 8, tzinfo=UTC)


def shown(*tallies: Tally, width: int = 80, warnings: tuple[str, ...] = ()) -> list[str]:
    """The lines at the end of a crawl."""
    screen = Console(file=io.StringIO(), width=width, markup=False, highlight=False)
    summary = RunSummary(
        run_id=1,
        started=START,
        ended=START + timedelta(seconds=90),
        reason="finished",
        sites=tallies,
        warnings=warnings,
    )
    show_summary(screen, summary, db=Path("articles.db"))
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue().splitlines()


def test_summary_has_a_row_a_site_and_all_together() -> None:
    lines = shown(
        Tally(site="财经观察网", fetched=1234, new=1000, dropped=Counter(TooShort=12)),
        Tally(site="news.example", fetched=10, new=1, changed=2),
    )
    assert [line.split() for line in lines[:4]] == [
        ["site", "fetched", "new", "changed", "same", "dropped"],
        ["财经观察网", "1,234", "1,000", "·", "·", "12"],
        ["news.example", "10", "1", "2", "·", "·"],
        ["all", "1,244", "1,001", "2", "·", "12"],
    ]
    assert len({cell_len(line.rstrip()) for line in lines[:4]}) == 1


def test_summary_gives_every_reason_and_problem() -> None:
    lines = shown(
        Tally(site="a.example", dropped=Counter(TooShort=3, ErrorPage=12), failed=Counter({"timeout": 2})),
        Tally(site="b.example", problem="robots.txt unreachable"),
        warnings=("[a.example] select.title matched nothing",),
    )
    assert "dropped: ErrorPage 12, TooShort 3" in lines
    assert "failed: timeout 2" in lines
    assert "b.example: robots.txt unreachable" in lines
    assert "[a.example] select.title matched nothing" in lines


@pytest.mark.parametrize("width", [40, 80, 120])
def test_numbers_of_the_summary_are_never_cut(width: int) -> None:
    tally = Tally(site="一个名字很长的新闻网站.example:8443", fetched=123456, new=123456, same=1)
    rows = " ".join(shown(tally, width=width))
    assert rows.count("123,456") == 2


@pytest.mark.parametrize("setting", ["DOWNLOAD_DELAY", "=3", ""])
def test_setting_without_name_or_value_is_wrong_usage(tmp_path: Path, setting: str) -> None:
    process = aggregator("crawl", "https://a.example/", "-s", setting, cwd=tmp_path)
    assert process.returncode == 2
    assert b"expected NAME=VALUE" in process.stderr


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("AGGREGATOR_BACKOFF=soon", "a number from 0"),
        ("AGGREGATOR_MIN_WORDS=few", "a whole number from 0"),
        ("DOWNLOAD_DELAY=1s", "a number from 0"),
        ("DOWNLOAD_DELAY=-1", "a number from 0"),
        ("DOWNLOAD_DELAY=nan", "a number from 0"),
        ("CONCURRENT_REQUESTS_PER_DOMAIN=0", "a whole number from 1"),
        ("LOG_LEVEL=LOUD", "one of DEBUG, INFO, WARNING, ERROR, CRITICAL"),
        ("AGGREGATOR_FULL=perhaps", "True or False"),
    ],
)
def test_setting_of_another_kind_is_one_line(tmp_path: Path, setting: str, expected: str) -> None:
    process = aggregator("crawl", "https://a.example/", "-s", setting, cwd=tmp_path)
    assert complaint(process) == f"{setting}; expected {expected}"
    assert not (tmp_path / "articles.db").exists()


def test_nothing_to_crawl_is_one_line(tmp_path: Path) -> None:
    process = aggregator("crawl", cwd=tmp_path)
    assert complaint(process, status=2).startswith("nothing to crawl;")


@pytest.mark.parametrize(
    "target", ["foo", "some.site", "ftp://some.site/", "http://", "http://some.site:99999/", ""]
)
def test_target_that_is_none_is_wrong_usage(tmp_path: Path, target: str) -> None:
    line = complaint(aggregator("crawl", target, cwd=tmp_path), status=2)
    assert line.startswith(f"{target or repr(target)}: expected an http or https address")


@pytest.mark.parametrize(
    ("option", "setting"),
    [
        (["--db", "a.db"], "AGGREGATOR_DB=b.db"),
        (["--sites", "a.toml"], "AGGREGATOR_SITES=b.toml"),
        (["--max-pages", "3"], "AGGREGATOR_MAX_PAGES=4"),
    ],
)
def test_option_and_its_setting_at_once_are_wrong_usage(
    tmp_path: Path, option: list[str], setting: str
) -> None:
    process = aggregator("crawl", "https://a.example/", *option, "-s", setting, cwd=tmp_path)
    assert process.returncode == 2
    assert f"{option[0]} and -s {setting.split('=')[0]} say the same" in process.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_file_of_sites_is_named_as_given(tmp_path: Path) -> None:
    (tmp_path / "e.toml").write_text("")
    for targets in ([], ["foo"]):
        process = aggregator("crawl", *targets, "--sites", "e.toml", cwd=tmp_path)
        assert complaint(process, status=2).endswith(" in e.toml")


def test_one_article_is_no_articles() -> None:
    assert shown(Tally(site="a.example", new=1))[-1].startswith("1 article looked at")
