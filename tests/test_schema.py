"""Which files are opened, made and upgraded, and what is said about the others."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from factories import make_article
from sqlite_utils import Database

from aggregator.errors import StoreError
from aggregator.items import RECORD_KEYS
from aggregator.store import Lane, Store, connection, schema

CONTRACT = ("articles", "related_links", "article_versions", "pages", "runs", "sites")

not_root = pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "articles.db"


def rows(path: Path, sql: str) -> list[tuple[object, ...]]:
    """What plain SQLite reads."""
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def test_new_file_has_the_tables_of_the_contract(path: Path) -> None:
    Store(path).close()
    tables = {name for (name,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables.issuperset(CONTRACT)


def test_columns_of_articles_are_the_record(path: Path) -> None:
    Store(path).close()
    columns = [row[1] for row in rows(path, "PRAGMA table_info(articles)")]
    start = columns.index("url")
    assert tuple(columns[start : start + len(RECORD_KEYS)]) == RECORD_KEYS


def test_every_table_of_ours_is_strict(path: Path) -> None:
    Store(path).close()
    loose = rows(
        path,
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND NOT strict"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '_sqlite_%'",
    )
    assert loose == []


def test_journal_is_wal_and_file_is_marked_as_ours(path: Path) -> None:
    Store(path).close()
    assert rows(path, "PRAGMA journal_mode") == [("wal",)]
    assert rows(path, "PRAGMA application_id") == [(connection.APPLICATION_ID,)]


def test_opening_twice_changes_nothing(path: Path) -> None:
    Store(path).close()
    before = path.read_bytes()
    Store(path).close()
    assert path.read_bytes() == before


def test_older_file_is_upgraded_in_place(path: Path) -> None:
    with closing(connection.connect(path)) as db:
        schema.migrations.apply(Database(db), stop_before="0002_crawl")
        db.execute(
            "INSERT INTO articles (url, site, authors, breadcrumbs, tags, text, html, images, related_links,"
            " provenance, first_seen, changed) VALUES ('https://a.example/', 'a', '[]', '[]', '[]', 'text', '',"
            " '[]', '[]', '{}', '2026-01-01T00:00:00+00:00', '2026-01-01T00:00:00+00:00')"
        )
    with Store(path) as store:
        assert [article.text for article in store.articles()] == ["text"]
        assert store.frontier.lanes() == []


def test_older_file_is_upgraded_also_for_a_reader(path: Path) -> None:
    with closing(connection.connect(path)) as db:
        schema.migrations.apply(Database(db), stop_before="0002_crawl")
    with Store(path, read_only=True) as store:
        assert store.runs.latest() == []


def test_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    with closing(connection.connect(path)) as db:
        schema.migrations.apply(Database(db), stop_before="0002_crawl")
        db.execute("CREATE TABLE kept_pages (in_the_way)")
    with pytest.raises(sqlite3.OperationalError, match="kept_pages"):
        Store(path)
    assert ("pages",) not in rows(path, "SELECT name FROM sqlite_master")


def test_newer_file_is_refused(path: Path) -> None:
    Store(path).close()
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('aggregator', '0999_future', '2030-01-01')"
        )
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"articles\.db: made by a newer version .*0999_future"):
            Store(path, read_only=read_only)


def digest(folder: Path) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}


@pytest.mark.parametrize("journal", ["delete", "wal"])
@pytest.mark.parametrize("read_only", [False, True])
def test_foreign_database_is_refused_and_not_touched(path: Path, journal: str, read_only: bool) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode = {journal}")
        db.execute("CREATE TABLE articles (url)")
    before = digest(path.parent)
    with pytest.raises(StoreError, match=r"articles\.db: is another program's SQLite database"):
        Store(path, read_only=read_only)
    assert digest(path.parent) == before


def test_file_that_is_no_database_is_refused_and_not_touched(path: Path) -> None:
    path.write_text("name,url\n" * 1000)
    before = digest(path.parent)
    with pytest.raises(StoreError, match=r"articles\.db: is not an SQLite database"):
        Store(path)
    assert digest(path.parent) == before


def test_empty_file_and_database_without_tables_are_taken(path: Path) -> None:
    path.touch()
    Store(path).close()
    other = path.with_name("other.db")
    with closing(sqlite3.connect(other)) as db:
        db.execute("VACUUM")
    Store(other).close()


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a directory"):
        Store(tmp_path)


def test_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"missing/articles\.db: folder .*missing does not exist"):
        Store(tmp_path / "missing" / "articles.db")


def test_reader_does_not_create(path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist or is empty"):
        Store(path, read_only=True)
    assert not path.exists()


def test_damaged_file_is_one_line(path: Path) -> None:
    with Store(path) as store:
        for number in range(40):
            store.save(make_article(number=number))
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(bytes(content))
    with pytest.raises(StoreError, match="is damaged"), Store(path) as store:
        list(store.articles())


VERBS: dict[str, Callable[[Store], object]] = {
    "next": lambda store: store.frontier.next(
        Lane("one", "news.example:443"), datetime(2026, 11, 23, tzinfo=UTC)
    ),
    "get": lambda store: store.get("https://news.example/"),
    "kept": lambda store: store.kept.get("https://news.example/"),
    "history": lambda store: store.history("https://news.example/"),
    "runs": lambda store: store.runs.latest(),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_what_is_wrong_with_the_file(path: Path, verb: str) -> None:
    Store(path).close()
    roots = rows(
        path, "SELECT rootpage FROM sqlite_master WHERE tbl_name NOT LIKE '_sqlite%' AND rootpage > 0"
    )
    content = bytearray(path.read_bytes())
    for (page,) in roots:
        assert isinstance(page, int)
        content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(content)
    with Store(path) as store, pytest.raises(StoreError, match=r"articles\.db: is damaged"):
        VERBS[verb](store)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs a folder that nobody may write in")
def test_folder_that_cannot_be_written_is_one_line() -> None:
    with pytest.raises(StoreError, match=r"^/proc/articles\.db: cannot be opened or created"):
        Store("/proc/articles.db")


@not_root
def test_file_that_cannot_be_written_is_one_line(path: Path) -> None:
    Store(path).close()
    path.chmod(0o400)
    with pytest.raises(StoreError, match="read-only"), Store(path) as store:
        store.save(make_article())


def test_names_with_signs_of_addresses_are_plain_names(tmp_path: Path) -> None:
    path = tmp_path / "50% of 文章?mode=ro#1.db"
    with Store(path) as store:
        store.save(make_article())
    assert path.exists()
    assert rows(path, "SELECT count(*) FROM articles") == [(1,)]
