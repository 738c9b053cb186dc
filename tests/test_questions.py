"""SQL of users: what it gives, that it only reads, and that it ends."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import make_article

from aggregator.errors import StoreError
from aggregator.store import Answer, Cause, QueryError, Store, questions

ENDLESS = "WITH RECURSIVE c (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c) "


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "articles.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store(path) as store:
        for number in range(5):
            store.save(make_article(number=number))
    with Store(path, read_only=True) as store:
        yield store


def test_answer_has_columns_and_rows_of_plain_values(store: Store) -> None:
    answer = store.ask("SELECT count(*) AS articles, 1.5, 'text', x'00ff', NULL FROM articles")
    assert answer == Answer(
        columns=("articles", "1.5", "'text'", "x'00ff'", "NULL"),
        rows=((5, 1.5, "text", b"\x00\xff", None),),
        more=False,
    )


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT url FROM articles;",
        "-- all\nSELECT url FROM articles -- of them",
        "WITH a AS (SELECT * FROM articles) SELECT url FROM a",
        "VALUES (1), (2)",
        "EXPLAIN QUERY PLAN SELECT * FROM articles",
        "EXPLAIN SELECT 1",
        "PRAGMA table_info(articles)",
        "SELECT name FROM pragma_table_info('articles')",
        "SELECT * FROM originals",
        "SELECT value ->> 'name' FROM articles, json_each(authors)",
        """SELECT bm25(articles_search) FROM articles_search WHERE articles_search MATCH '"公 园"'""",
        "SELECT sql FROM sqlite_schema",
    ],
)
def test_questions_are_answered(store: Store, sql: str) -> None:
    assert store.ask(sql).rows


@pytest.mark.parametrize(
    ("limit", "rows", "more"), [(0, 0, True), (4, 4, True), (5, 5, False), (9, 5, False)]
)
def test_answer_stops_at_its_limit_and_says_so(store: Store, limit: int, rows: int, more: bool) -> None:
    answer = store.ask("SELECT url FROM articles", limit=limit)
    assert (len(answer.rows), answer.more) == (rows, more)


def test_answer_stops_where_it_gets_large(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_BYTES", 10_000)
    answer = store.ask(ENDLESS + "SELECT zeroblob(3000) FROM c")
    assert (len(answer.rows), answer.more) == (4, True)


def test_bytes_that_are_no_text_are_shown_all_the_same(store: Store) -> None:
    assert store.ask("SELECT CAST(x'61ff' AS TEXT)").rows == (("a\ufffd",),)


@pytest.mark.parametrize(
    "sql",
    [
        "DROP TABLE articles",
        "DELETE FROM articles",
        "UPDATE articles SET url = '' RETURNING *",
        "WITH a AS (SELECT 1) INSERT INTO sites (name, added) SELECT 'x', ''",
        "EXPLAIN DELETE FROM articles",
        "UPDATE sqlite_master SET sql = ''",
        "INSERT INTO articles_search (articles_search) VALUES ('optimize')",
        "CREATE TABLE t (a)",
        "CREATE TEMP TABLE t (a)",
        "CREATE TEMP VIEW v AS SELECT 1",
        "CREATE VIRTUAL TABLE temp.t USING fts5 (a)",
        "ATTACH 'other.db' AS other",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO 'other.db'",
        "BEGIN EXCLUSIVE",
        "SAVEPOINT s",
        "ANALYZE",
        "REINDEX",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA wal_checkpoint",
        "SELECT * FROM pragma_integrity_check",
        "SELECT load_extension('x')",
        "SELECT writefile('other.db', '')",
    ],
)
def test_nothing_but_reading_is_done(
    store: Store, path: Path, sql: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)
    before = path.read_bytes()
    with pytest.raises(QueryError):
        store.ask(sql)
    assert path.read_bytes() == before
    assert not path.with_name("other.db").exists()


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("SELEC 1", 'near "SELEC": syntax error'),
        ("SELECT colour FROM articles", "no such column: colour"),
        ("DROP TABLE articles", "a question can only read; expected SELECT"),
        ("SELECT 1; SELECT 2", "one statement at a time"),
        ("", "nothing to ask"),
        ("-- nothing", "nothing to ask"),
        ("SELECT ?", "bindings"),
        ("SELECT 'a\0b'", "null character"),
        ("SELECT '\ud800'", "surrogates"),
        ("SELECT\n'a\n", 'unrecognized token: "\'a "'),
        ("SELECT json('{')", "malformed JSON"),
        ("SELECT * FROM articles_search WHERE articles_search MATCH '('", "fts5: syntax error"),
        ("SELECT zeroblob(1e9)", "too big"),
        ("SELECT group_concat(hex(zeroblob(1e6))) FROM articles a, articles b", "too big"),
        ("SELECT 1" + " " * 100_000, "too large"),
        ("SELECT 'a' LIKE '" + "%a" * 600 + "'", "too complex"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_wrong_is_one_line(store: Store, sql: str, told: str) -> None:
    with pytest.raises(QueryError, match=re.escape(told)) as caught:
        store.ask(sql)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    "sql",
    [
        ENDLESS + "SELECT count(*) FROM c",
        ENDLESS + "SELECT hex(zeroblob(1e6)) FROM c WHERE x < 0",
        ENDLESS + "SELECT max(length(replace(hex(zeroblob(1e6)), '0', 'ab'))) FROM c",
        "SELECT count(*) FROM" + ", ".join(f" articles AS a{n}" for n in range(30)),
    ],
    ids=["count", "nothing found", "long texts", "join"],
)
def test_question_that_takes_too_long_is_ended(store: Store, sql: str) -> None:
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"^took more than 0\.2 s$"):
        store.ask(sql, seconds=0.2)
    assert time.monotonic() - started < 5


def test_question_does_not_wait_for_threads_that_run_python(store: Store) -> None:
    """SQLite at work takes no part in their turns, which last five milliseconds each."""
    sql = (
        "WITH RECURSIVE c (x) AS (VALUES (1) UNION ALL SELECT x + 1 FROM c LIMIT 200000) SELECT sum(x) FROM c"
    )
    done = threading.Event()
    busy = threading.Thread(target=lambda: [None for _ in iter(done.is_set, True)])
    busy.start()
    try:
        assert store.ask(sql, seconds=60).rows == ((20000100000,),)
    finally:
        done.set()
        busy.join()


def test_question_is_over_what_was_written_before(path: Path) -> None:
    with Store(path) as store, store.batch():
        store.save(make_article(number=1))
        assert store.ask("SELECT count(*) FROM articles").rows == ((1,),)
        store.save(make_article(number=1, text="改了。"), cause=Cause.REEXTRACTION)
        assert store.ask("SELECT text FROM articles").rows == (("改了。",),)


def test_file_that_is_gone_is_no_fault_of_the_question(store: Store, path: Path) -> None:
    path.unlink()
    with pytest.raises(StoreError, match="does not exist") as caught:
        store.ask("SELECT 1")
    assert not isinstance(caught.value, QueryError)


# Tables


def test_tables_are_those_that_are_explained(store: Store) -> None:
    page = (Path(__file__).parent.parent / "docs" / "dataset.md").read_text(encoding="utf-8")
    section = page.partition("| table | has |\n| --- | --- |\n")[2].partition("\n\n")[0]
    assert sorted(table.name for table in store.tables()) == sorted(
        re.findall(r"`(\w+)`", re.sub(r"\(`.*?\)", "", section))
    )


def test_tables_have_columns_and_can_be_asked(store: Store) -> None:
    for table in store.tables():
        assert store.ask(f"SELECT * FROM {table.name}").columns == table.columns
