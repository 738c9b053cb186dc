"""What the pages under docs tell people to type: it can be typed."""

from __future__ import annotations

import re
import shlex
import sqlite3
from pathlib import Path

import click
import pytest
from factories import make_article

from aggregator.cli import cli
from aggregator.extraction.rules.rules import FIELDS
from aggregator.items import RECORD_KEYS
from aggregator.sites import READERS, load_sites
from aggregator.store import Store

DOCS = Path(__file__).parent.parent / "docs"


def text(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


QUESTIONS = re.findall(r'articles\.db "(SELECT .*?)"', text("dataset.md"))


def test_there_are_questions() -> None:
    assert len(QUESTIONS) >= 5


@pytest.mark.parametrize("sql", QUESTIONS)
def test_question_to_the_database_has_an_answer(sql: str, tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        store.save(make_article())
        store.save(make_article(number=1, url="https://copy.example/1", site="copy.example"))
        store.save(make_article(number=1))
    db = sqlite3.connect(tmp_path / "articles.db")
    try:
        assert db.execute(sql).fetchall()
    finally:
        db.close()


def test_every_field_of_the_record_is_explained() -> None:
    table = text("dataset.md").split("## Fields")[1].split("## Formats")[0]
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (.*?) \|", table, re.MULTILINE)))) == set(
        RECORD_KEYS
    )


LINES = [
    line.split("#")[0].strip()
    for name in ("commands.md", "sites.md", "dataset.md")
    for line in re.findall(r"^(?: {4})?(aggregator [^\n]*)", text(name), re.MULTILINE)
]


@pytest.mark.parametrize("line", LINES)
def test_command_line_is_one_that_the_program_takes(line: str) -> None:
    words = [word for word in shlex.split(re.split(r" [|;)&]", line)[0])[1:] if word != "..."]
    command: click.Command = cli
    context = click.Context(cli, info_name="aggregator")
    while isinstance(command, click.Group):
        _, found, words = command.resolve_command(context, words)
        assert found
        command = found
    command.make_context("aggregator", words)


def test_lines_of_python_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Store("articles.db").close()
    (code,) = re.findall(r"```python\n(.*?)```", text("dataset.md"), re.DOTALL)
    exec(code, {"html": "<h1>逾期</h1>".encode("gbk")})


def test_example_of_sites_toml_is_one(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(
        re.findall(r"```toml\n(.*?)```", text("sites.md"), re.DOTALL)[0], "utf-8"
    )
    assert [site.name for site in load_sites(tmp_path / "sites.toml")] == ["example-news", "blog.example"]


def test_every_key_of_sites_toml_is_explained() -> None:
    page = text("sites.md")
    rows = re.findall(r"^\| (`.*?) \|", page.split("## Keys")[1], re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", "".join(rows))) == {*READERS, *FIELDS}
