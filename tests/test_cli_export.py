"""`aggregator export`: the command, on real databases."""

from __future__ import annotations

import csv
import io
import json
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from commands import aggregator, complaint, out
from factories import make_article

from aggregator.items import RECORD_KEYS
from aggregator.store import Store

if TYPE_CHECKING:
    from aggregator.items import Article


def store(folder: Path, *articles: Article) -> None:
    with Store(folder / "articles.db") as database:
        for article in articles:
            database.save(article)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store(
        tmp_path,
        make_article(number=1, date_published=datetime(2026, 11, 1, 8, tzinfo=UTC), view_count=10),
        make_article(number=2, date_published=datetime(2026, 11, 2, 8, tzinfo=UTC), view_count=2000),
        make_article(
            number=3,
            url="https://other.example/3",
            site="other.example",
            category="债务优化",
            language="zh-Hant",
            date_published=None,
        ),
        make_article(number=4, language="en", title="=cmd|'/C calc'!A0", category="City"),
    )
    return tmp_path


def urls(*arguments: str, cwd: Path) -> list[str]:
    lines = out(aggregator("export", *arguments, cwd=cwd)).splitlines()
    return [json.loads(line)["url"].removeprefix("https://news.example/a/") for line in lines]


ALL = ["1.html", "2.html", "4.html", "https://other.example/3"]


def test_json_lines_go_to_stdout(folder: Path) -> None:
    assert sorted(urls(cwd=folder)) == ALL


@pytest.mark.parametrize("ending", ["json", "jsonl", "csv"])
def test_format_follows_from_the_ending(folder: Path, ending: str) -> None:
    process = aggregator("export", "-o", f"out.{ending}", cwd=folder)
    assert out(process) == ""
    assert process.stderr.decode() == f"4 articles written to out.{ending}\n"
    text = (folder / f"out.{ending}").read_bytes().decode()
    if ending == "json":
        records = json.loads(text)
    elif ending == "jsonl":
        records = [json.loads(line) for line in text.splitlines()]
    else:
        records = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [tuple(record) for record in records] == [RECORD_KEYS] * 4


def test_same_database_gives_the_same_bytes(folder: Path) -> None:
    first, second = (out(aggregator("export", cwd=folder, PYTHONHASHSEED=seed)) for seed in "12")
    assert first
    assert second == first


def test_order_does_not_depend_on_when_articles_were_stored(folder: Path, tmp_path: Path) -> None:
    articles = [make_article(number=number, date_downloaded=None) for number in range(5)]
    forth, back = tmp_path / "forth", tmp_path / "back"
    for place, ordered in ((forth, articles), (back, articles[::-1])):
        place.mkdir()
        store(place, *ordered)
    assert aggregator("export", cwd=forth).stdout == aggregator("export", cwd=back).stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--site", "other.example"], ["https://other.example/3"]),
        (["--since", "2026-11-02"], ["2.html", "4.html"]),
        (["--until", "2026-11-02"], ["1.html", "2.html"]),
        (["--since", "2026-11-02T07:00+08:00", "--until", "2026-11-02"], ["2.html"]),
        (["--category", "债务优化"], ["https://other.example/3"]),
        (["--language", "zh-Hant"], ["https://other.example/3"]),
        (["--language", "zh"], ["1.html", "2.html", "https://other.example/3"]),
        (["--where", "view_count > 1000 AND title LIKE '%公园%'"], ["2.html", "https://other.example/3"]),
        (["--where", "view_count > 1000", "--site", "example-news", "--language", "zh"], ["2.html"]),
        (["--where", "title LIKE '%没有%'"], []),
        (["--min-quality", "1", "--where", "quality < 1"], []),
        (["--min-quality", "0"], ALL),
        (["--matching", "第2篇"], ["2.html"]),
        (["--matching", "公園 -债务优化 -City"], ["1.html", "2.html"]),
        (["--matching", "公园", "--site", "other.example"], ["https://other.example/3"]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_filters_choose(folder: Path, arguments: list[str], expected: list[str]) -> None:
    assert sorted(urls(*arguments, cwd=folder)) == expected


@pytest.mark.parametrize(
    "condition",
    ["no_such_column = 1", "view_count >", "1; DELETE FROM articles", "1) OR (1", "", "zeroblob(1e12) = 1"],
)
def test_condition_that_sqlite_refuses_is_one_line_and_changes_nothing(folder: Path, condition: str) -> None:
    (folder / "out.jsonl").write_text("old")
    process = aggregator("export", "-o", "out.jsonl", "--where", condition, cwd=folder)
    assert "where" in complaint(process, status=2).lower()
    assert (folder / "out.jsonl").read_text() == "old"
    assert sorted(urls(cwd=folder)) == ALL


def test_condition_cannot_write(folder: Path) -> None:
    attach = f"(SELECT 1 FROM pragma_user_version) AND writefile('{folder}/evil', 'x')"
    complaint(aggregator("export", "--where", attach, cwd=folder), status=2)
    assert not (folder / "evil").exists()


def test_fields_are_chosen_in_order(folder: Path) -> None:
    text = out(
        aggregator("export", "-f", "csv", "--fields", "title,url", "--site", "other.example", cwd=folder)
    )
    assert text == "title,url\r\n第3篇：上海今年新增公园绿地,https://other.example/3\r\n"


def test_formula_is_defused_in_csv_only(folder: Path) -> None:
    arguments = ("export", "--fields", "title", "--language", "en")
    assert out(aggregator(*arguments, "-f", "csv", cwd=folder)) == "title\r\n'=cmd|'/C calc'!A0\r\n"
    assert json.loads(out(aggregator(*arguments, cwd=folder))) == {"title": "=cmd|'/C calc'!A0"}


def test_excel_gets_a_byte_order_mark(folder: Path) -> None:
    out(aggregator("export", "-o", "out.csv", "--excel", cwd=folder))
    assert (folder / "out.csv").read_bytes().startswith(b"\xef\xbb\xbfurl,")


@pytest.mark.parametrize(
    "arguments",
    [("-o", "out.xlsx"), ("-o", "out"), ("--excel",), ("-f", "xml"), ("--since", "yesterday-ish")],
    ids=" ".join,
)
def test_wrong_usage(folder: Path, arguments: tuple[str, ...]) -> None:
    process = aggregator("export", *arguments, cwd=folder)
    assert process.returncode == 2
    assert b"Error: " in process.stderr


@pytest.mark.parametrize(
    ("name", "reason"),
    [("none.db", "does not exist"), ("text.db", "not an SQLite database"), (".", "is a directory")],
)
def test_database_that_cannot_be_read_is_one_line(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / "text.db").write_text("x" * 5000)
    message = complaint(aggregator("export", "--db", name, "-o", "out.csv", cwd=tmp_path))
    assert message.startswith(f"{name}: ")
    assert reason in message
    assert not (tmp_path / "out.csv").exists()


def test_database_can_be_named_by_the_environment(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    process = aggregator("export", cwd=elsewhere, AGGREGATOR_DB=str(folder / "articles.db"))
    assert len(out(process).splitlines()) == 4


def test_output_is_utf_8_whatever_the_locale(folder: Path) -> None:
    process = aggregator("export", cwd=folder, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert "公园" in out(process)


def test_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    store(tmp_path, *(make_article(number=number, html="长文" * 5000) for number in range(50)))
    command = f"{sys.executable} -m aggregator export | head -c 10; echo ${{PIPESTATUS[0]}}"
    process = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, timeout=60, check=True
    )
    assert process.stdout.endswith(b"141\n")
    assert process.stderr == b""


def test_full_disk_on_stdout_is_one_line(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = subprocess.run(
            [sys.executable, "-m", "aggregator", "export"],
            cwd=folder,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert process.returncode == 1
    assert process.stderr == b"aggregator: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_export_that_is_ended_leaves_nothing(tmp_path: Path, number: signal.Signals, status: int) -> None:
    store(tmp_path, *(make_article(number=article) for article in range(100)))
    counting = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 500000)"
    slow = f"({counting} SELECT max(i) + length(url) FROM n) > 0"  # a tenth of a second a row
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "aggregator",
            "export",
            "--with-duplicates",
            "-o",
            "out.jsonl",
            "--where",
            slow,
        ],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
    )
    while not list(tmp_path.glob(".*.part")):
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(number)
    _, complaints = process.communicate(timeout=20)
    assert (process.returncode, complaints) == (status, b"")
    assert not [path.name for path in tmp_path.iterdir() if "out" in path.name or ".part" in path.name]


def peak_memory(folder: Path, articles: int) -> int:
    """Kilobytes that the export of so many articles took at most."""
    store(
        folder,
        *(make_article(number=number, html="长文" * 20_000) for number in range(articles)),
    )
    script = (
        "import resource, sys; from aggregator.cli import cli; "
        "cli(['export', '--with-duplicates', '-o', 'out.json'], standalone_mode=False); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    process = subprocess.run([sys.executable, "-c", script], cwd=folder, capture_output=True, check=True)
    assert (folder / "out.json").stat().st_size > articles * 120_000
    return int(process.stdout)


def test_memory_does_not_grow_with_the_number_of_articles(tmp_path: Path) -> None:
    few, many = tmp_path / "few", tmp_path / "many"
    few.mkdir()
    many.mkdir()
    # 250 articles of 120 kB are 30 MB of text.
    assert peak_memory(many, 250) - peak_memory(few, 5) < 10_000


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ("title,nope", "no such field: nope; a record has url"),
        ("", "no field is named"),
        (" , ", "no field is named"),
    ],
)
def test_fields_that_no_record_has_are_wrong_usage(folder: Path, fields: str, problem: str) -> None:
    process = aggregator("export", "--fields", fields, cwd=folder)
    assert (process.returncode, process.stdout) == (2, b"")
    assert problem in process.stderr.decode()


@pytest.mark.parametrize("option", ["--where", "--site", "--category", "--language", "--matching"])
def test_filter_that_is_no_text_is_wrong_usage(folder: Path, option: str) -> None:
    process = aggregator("export", option, "a\udcff", cwd=folder)
    assert process.returncode == 2
    assert b"expected UTF-8" in process.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--site", "typo"], "no site is named typo; sites are example-news, other.example\n"),
        (
            ["--since", "2026-11-03", "--until", "2026-11-02"],
            "nothing lies between: --since 2026-11-03 is after --until 2026-11-02\n",
        ),
        (["--matching=-公园"], "nothing to look for: the query has no word that is wanted\n"),
        (["--since", "2026-11-09", "--until", "2026-11-09"], ""),
        (["--site", "other.example", "--category", "none"], ""),
    ],
)
def test_filter_that_nothing_can_pass_is_told(folder: Path, arguments: list[str], told: str) -> None:
    process = aggregator("export", *arguments, cwd=folder)
    assert out(process) == ""
    assert process.stderr.decode() == told


@pytest.mark.parametrize(
    "name", ["articles.db", "./articles.db", "link.csv", "articles.db-wal", "articles.db-writer"]
)
def test_database_is_not_written_over(folder: Path, name: str) -> None:
    (folder / "link.csv").symlink_to("articles.db")
    process = aggregator("export", "-f", "csv", "-o", name, cwd=folder)
    assert process.returncode == 2
    assert b"belongs to the database articles.db; expected another file" in process.stderr
    assert sorted(urls(cwd=folder)) == ALL


def test_database_named_by_a_link_is_not_written_over_either(folder: Path) -> None:
    (folder / "link.db").symlink_to("articles.db")
    assert (
        aggregator("export", "-f", "csv", "-o", "articles.db", "--db", "link.db", cwd=folder).returncode == 2
    )
    assert sorted(urls(cwd=folder)) == ALL
