"""Each format: what is written, that it can be read back, and that nothing half-written is left."""

from __future__ import annotations

import csv
import io
import json
import stat
from pathlib import Path

import pytest
from factories import make_article
from hypothesis import given
from hypothesis import strategies as st

from aggregator.errors import ExportError
from aggregator.items import RECORD_KEYS, Article
from exports import FORMATS, write_csv, write_json_array, write_json_lines, written_aside
from exports.csv_table import DEFUSED
from exports.records import chosen_fields


def as_csv(*articles: Article, excel: bool = False) -> str:
    out = io.StringIO(newline="")
    write_csv(articles, out, excel=excel)
    return out.getvalue()


def csv_rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_json_lines_are_the_records_in_key_order() -> None:
    articles = [make_article(number=1), make_article(number=2, date_modified=None)]
    out = io.StringIO()
    assert write_json_lines(articles, out) == 2
    lines = out.getvalue().splitlines()
    assert [json.loads(line) for line in lines] == [article.to_dict() for article in articles]
    assert tuple(json.loads(lines[0])) == RECORD_KEYS
    assert "上海" in lines[0]


@pytest.mark.parametrize("end", ["\u0085", "\u2028", "\u2029", "\n", "\x0b"], ids=ascii)
def test_json_lines_stay_one_line_each_for_readers_that_split_at_any_line_end(end: str) -> None:
    out = io.StringIO()
    write_json_lines([make_article(text=f"前{end}后")], out)
    (line,) = out.getvalue().splitlines()
    assert json.loads(line)["text"] == f"前{end}后"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_json_is_one_array(count: int) -> None:
    articles = [make_article(number=number) for number in range(count)]
    out = io.StringIO()
    assert write_json_array(articles, out) == count
    assert json.loads(out.getvalue()) == [article.to_dict() for article in articles]


def test_csv_has_a_header_lists_as_json_and_empty_cells_for_unknown() -> None:
    (row,) = csv_rows(as_csv(make_article(category=None)))
    assert tuple(row) == RECORD_KEYS
    assert row["category"] == ""
    assert row["view_count"] == "12000"
    assert json.loads(row["tags"]) == ["公园", "绿地"]
    assert json.loads(row["authors"])[0] == {
        "name": "王芳",
        "role": "author",
        "url": "https://news.example/people/wangfang",
    }


def test_csv_has_a_byte_order_mark_only_for_excel() -> None:
    assert as_csv(make_article(), excel=True) == "\ufeff" + as_csv(make_article())


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ('=HYPERLINK("https://evil.example","点我")', '\'=HYPERLINK("https://evil.example","点我")'),
        ("+86 21 5555", "'+86 21 5555"),
        ("-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"),
        ("@王芳", "'@王芳"),
        ("＝1＋1", "'＝1＋1"),
        ("\t=1+1", "'\t=1+1"),
        ("\r=1+1", "'\r=1+1"),
        ("=5", "'=5"),
        ("'=5", "''=5"),
        ("-5", "-5"),
        ("+3.25", "+3.25"),
        ("'-5", "''-5"),
        ("'Tis the season", "'Tis the season"),
        ("1+1=2", "1+1=2"),
        ("绿地 = 公园", "绿地 = 公园"),
    ],
)
def test_csv_cell_that_a_spreadsheet_would_run_is_defused(title: str, cell: str) -> None:
    (row,) = csv_rows(as_csv(make_article(title=title)))
    assert row["title"] == cell


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("'=+-@＝\t\r\n5."), min_size=1))
def test_csv_cell_can_be_taken_back_to_the_text_as_stored(title: str) -> None:
    (row,) = csv_rows(as_csv(make_article(title=title)))
    cell = row["title"]
    assert (cell[1:] if DEFUSED.match(cell) else cell) == title


@pytest.mark.parametrize("name", FORMATS)
def test_chosen_fields_keep_the_order_given(name: str) -> None:
    out = io.StringIO()
    FORMATS[name]([make_article()], out, fields=("title", "url"))
    text = out.getvalue()
    assert text.index("上海") < text.index("https://news.example/a/park.html")
    assert "市绿化局" not in text


def test_unknown_fields_are_named_together() -> None:
    with pytest.raises(ExportError, match=r"no such field: headline, body; a record has url, "):
        chosen_fields(["url", "headline", "body"])


def test_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with written_aside(target) as out:
        out.write("一\r\n")
        assert not target.exists()
    assert target.read_bytes() == "一\r\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), written_aside(target) as out:
        out.write(f"new {1 / 0}")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    target.write_text("old")
    target.chmod(0o640)
    with written_aside(target) as out:
        out.write("new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_link_still_leads_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "real.jsonl").write_text("old")
    link = tmp_path / "link.jsonl"
    link.symlink_to("real.jsonl")
    with written_aside(link) as out:
        out.write("new")
    assert link.is_symlink()
    assert (tmp_path / "real.jsonl").read_text() == "new"


def test_device_is_written_and_not_replaced() -> None:
    with written_aside(Path("/dev/null")) as out:
        out.write("nothing")
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("path", "reason"),
    [("missing/out.csv", "No such file or directory"), (".", "Is a directory")],
    ids=["no-folder", "is-folder"],
)
def test_file_that_cannot_be_made_is_one_line(tmp_path: Path, path: str, reason: str) -> None:
    with pytest.raises(ExportError, match=f"cannot write .*: {reason}"), written_aside(tmp_path / path):
        pass


def test_full_disk_is_one_line() -> None:
    with (
        pytest.raises(ExportError, match="cannot write /dev/full: No space left on device"),
        written_aside(Path("/dev/full")) as out,
    ):
        out.write("x" * 100_000)


def test_lone_surrogate_is_escaped_and_read_back(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    with written_aside(target) as out:
        write_json_lines([make_article(title="半个\ud83d")], out)
    assert json.loads(target.read_text(encoding="utf-8"))["title"] == "半个\ud83d"
