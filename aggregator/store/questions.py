"""Questions of users in SQL of their own, which may be anybody's: they read, and end.

Each is asked over a connection that is opened for reading only. What SQLite would do is put before it as it is
prepared and all but reading refused; what takes too long is ended, and sizes are limited throughout.
"""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aggregator.errors import StoreError
from aggregator.store.connection import connect, explained
from aggregator.store.rows import Value
from aggregator.store.time_limit import TimeLimit, TooLongError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MOST_BYTES: Final = 32 * 2**20
"""Of an answer in memory; what follows is left out."""

_LIMITS: Final = {
    sqlite3.SQLITE_LIMIT_LENGTH: 16 * 2**20,  # of a text, and of a row: of `zeroblob(1e9)`
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_COLUMN: 200,  # each may be as long as a text
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}

_READING: Final = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE, sqlite3.SQLITE_FUNCTION}
)

_PRAGMAS: Final = frozenset(
    {
        "data_version",  # asked by the search index itself
        "foreign_key_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "table_info",
        "table_list",
        "table_xinfo",
    }
)
"""Those that tell about tables, and set nothing."""

_DECLARED: Final = (sqlite3.SQLITE_UPDATE, "sqlite_master")
"""What the search index and functions such as `json_each` ask for to tell their columns; the table itself cannot be
written by an UPDATE.
"""

_TABLES: Final = (
    "articles",
    "related_links",
    "article_versions",
    "article_counts",
    "pages",
    "runs",
    "run_sites",
    "sites",
)
"""Those that docs/dataset.md explains; the others are of use to the program alone."""


class QueryError(StoreError):
    """SQL of a user's that SQLite does not take, that would do more than read, or that takes too much."""

    exit_code = 2


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a question gave."""

    columns: tuple[str, ...]
    """As SQLite names them; two may have one name."""
    rows: tuple[tuple[Value, ...], ...]
    more: bool
    """There were more rows than are here."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table or view."""

    name: str
    columns: tuple[str, ...]


def tables(db: sqlite3.Connection) -> tuple[Table, ...]:
    """The tables of docs/dataset.md, in its order, then the views."""
    views = db.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
    names = (*_TABLES, *(name for (name,) in views))
    return tuple(Table(name=name, columns=_columns(db, name)) for name in names)


def _columns(db: sqlite3.Connection, table: str) -> tuple[str, ...]:
    return tuple(name for (name,) in db.execute("SELECT name FROM pragma_table_info(?)", (table,)))


def ask(path: Path, sql: str, *, limit: int, seconds: float) -> Answer:
    """The first rows that a statement gives; `QueryError` for one that is wrong, writes, or takes too long."""
    with (
        closing(connect(path, read_only=True)) as db,
        closing(TimeLimit(db, seconds)) as time_limit,
        _told(path),
        time_limit.working(),
    ):
        _confine(db)
        return _answer(db, sql, limit)


def _answer(db: sqlite3.Connection, sql: str, limit: int) -> Answer:
    cursor = db.execute(sql)
    if cursor.description is None:
        raise QueryError("nothing to ask: the SQL has no statement")
    rows, more = _first(cursor, limit)
    return Answer(columns=tuple(name for name, *_ in cursor.description), rows=rows, more=more)


def _confine(db: sqlite3.Connection) -> None:
    """Nothing but reading from now on, in limits of size."""
    db.row_factory = None
    db.text_factory = _text
    for limit, value in _LIMITS.items():
        db.setlimit(limit, value)
    db.set_authorizer(_authorised)


def _text(content: bytes) -> str:
    """What a question makes of bytes need not be UTF-8."""
    return content.decode(errors="replace")


def _authorised(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite's question about each thing that a statement would do, before it does any."""
    told = (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS) or (action, first) == _DECLARED
    read = action in _READING and second != "load_extension"
    return sqlite3.SQLITE_OK if told or read else sqlite3.SQLITE_DENY


def _first(cursor: sqlite3.Cursor, limit: int) -> tuple[tuple[tuple[Value, ...], ...], bool]:
    """So many rows at most, of so many bytes, and whether there are more."""
    rows, size = list[tuple[Value, ...]](), 0
    for row in cursor:
        if len(rows) >= limit or size >= MOST_BYTES:
            return tuple(rows), True
        rows.append(row)
        size += sum(map(sys.getsizeof, row))
    return tuple(rows), False


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """`QueryError` in one line for what a question did wrong."""
    try:
        with explained(path):
            yield
    except MemoryError as error:
        raise QueryError("took too much memory") from error
    except (sqlite3.Error, sqlite3.Warning, ValueError, TooLongError) as error:
        raise QueryError(_reason(error)) from error


def _reason(error: Exception) -> str:
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_AUTH:
        return f"{error}: a question can only read; expected SELECT, WITH, VALUES or EXPLAIN"
    return " ".join(str(error).split())
