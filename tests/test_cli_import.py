"""`aggregator import`: files of records into the database, and what it says about them."""

from __future__ import annotations

import gzip
import json
import sqlite3
from typing import TYPE_CHECKING, Any

import pytest
from commands import aggregator, complaint, out
from factories import make_article

from aggregator.store import Store

if TYPE_CHECKING:
    from pathlib import Path


def lines(*numbers: int) -> str:
    return "".join(
        json.dumps(make_article(number=number).to_dict(), ensure_ascii=False) + "\n" for number in numbers
    )


def rows(folder: Path, sql: str) -> list[Any]:
    db = sqlite3.connect(folder / "articles.db")
    found = db.execute(sql).fetchall()
    db.close()
    return found


def test_export_of_one_database_is_the_export_of_another(tmp_path: Path) -> None:
    with Store(tmp_path / "one.db") as store:
        for number in range(20):
            store.save(make_article(number=number))
    exported = aggregator("export", "--db", "one.db", cwd=tmp_path).stdout
    process = aggregator("import", "-", "--db", "two.db", cwd=tmp_path, stdin=exported)
    assert out(process) == ""
    assert process.stderr == b"20 lines: new 20\n"
    assert aggregator("export", "--db", "two.db", cwd=tmp_path).stdout == exported


def test_an_export_of_one_array_comes_back(tmp_path: Path) -> None:
    with Store(tmp_path / "one.db") as store:
        for number in range(3):
            store.save(make_article(number=number))
    exported = aggregator("export", "-f", "json", "--db", "one.db", cwd=tmp_path).stdout
    process = aggregator("import", "-", "--db", "two.db", cwd=tmp_path, stdin=exported)
    assert process.stderr == b"3 lines: new 3\n"
    assert aggregator("export", "-f", "json", "--db", "two.db", cwd=tmp_path).stdout == exported


def test_several_files_also_compressed_and_twice(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines(1, 2), "utf-8")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines(3).encode()))
    process = aggregator("import", "a.jsonl", "b.jsonl.gz", "a.jsonl", cwd=tmp_path)
    assert process.stderr == b"5 lines: new 3, same 2\n"


def test_bad_lines_are_named_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(
        lines(1) + '{"url": "https://a.example/"}\nno json\n\n' + lines(2), "utf-8"
    )
    process = aggregator("import", "a.jsonl", cwd=tmp_path)
    assert process.returncode == 0
    told = process.stderr.decode().splitlines()
    assert told[0].startswith("a.jsonl, line 2: text: expected a string with content")
    assert told[1].startswith("a.jsonl, line 3: not JSON in UTF-8")
    assert told[2:] == ["4 lines: bad 2, new 2"]


def test_many_bad_lines_are_summed_up(tmp_path: Path) -> None:
    process = aggregator("import", "-", cwd=tmp_path, stdin=b"x\n" * 1000 + lines(1).encode())
    told = process.stderr.decode().splitlines()
    assert told[5:] == ["stdin: 995 more bad lines", "1,001 lines: bad 1,000, new 1"]


def test_file_without_one_record_has_failed(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("url,text\n1,2\n")
    process = aggregator("import", "a.csv", cwd=tmp_path)
    assert process.returncode == 1
    last = process.stderr.decode().splitlines()[-1]
    assert last == "aggregator: nothing was imported: none of 2 lines is a record"
    assert rows(tmp_path, "SELECT command, reason, exit_code FROM runs") == [("import", "failed", 1)]


def test_run_is_on_record(tmp_path: Path) -> None:
    aggregator("import", "-", cwd=tmp_path, stdin=lines(1, 2).encode())
    ((command, reason, pages, articles),) = rows(
        tmp_path, "SELECT command, reason, pages, articles FROM runs"
    )
    assert (command, reason, pages, json.loads(articles)) == ("import", "finished", 2, {"new": 2})


def test_imported_articles_are_found(tmp_path: Path) -> None:
    aggregator("import", "-", cwd=tmp_path, stdin=lines(1, 2).encode())
    assert "第2篇" in out(aggregator("search", "第2篇", cwd=tmp_path))


@pytest.mark.parametrize("names", [("none.jsonl",), ("a.jsonl", "none.jsonl"), (".",)], ids=" ".join)
def test_file_that_cannot_be_read_is_found_before_anything_is_written(
    tmp_path: Path, names: tuple[str, ...]
) -> None:
    (tmp_path / "a.jsonl").write_text(lines(1), "utf-8")
    message = complaint(aggregator("import", *names, cwd=tmp_path))
    assert message.startswith(f"{names[-1]}: ")
    assert not (tmp_path / "articles.db").exists()


def test_broken_compression_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(lines(1).encode())[:100])
    assert "expected a file that gzip has compressed" in complaint(aggregator("import", "a.gz", cwd=tmp_path))
