"""Opens the database file, recognises ours, and turns SQLite's complaints into one clear line."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from aggregator.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

APPLICATION_ID = 0x41474752
"""`AGGR`, in the file's header: tells our files from other SQLite databases."""

BUSY_SECONDS = 120
"""How long a write waits for another process; backups and maintenance may hold the file for a minute."""

_REASONS = {
    sqlite3.SQLITE_BUSY: f"locked by another process for more than {BUSY_SECONDS} s",
    sqlite3.SQLITE_LOCKED: "locked by another connection",
    sqlite3.SQLITE_FULL: "database or disk is full; make space and run the same command again",
    sqlite3.SQLITE_READONLY: "cannot be written: file or folder is read-only",
    sqlite3.SQLITE_PERM: "cannot be read or written: permission denied",
    sqlite3.SQLITE_IOERR: "reading or writing failed (disk error or disk full)",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened or created; expected a writable file in an existing folder",
    sqlite3.SQLITE_NOTADB: "is not an SQLite database; expected a file made by aggregator",
    sqlite3.SQLITE_CORRUPT: "is damaged; `sqlite3 FILE .recover` may save its content",
}


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what is wrong with the file or its disk into `StoreError`; mistakes in our SQL propagate."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", None)
        reason = _REASONS.get(code & 0xFF) if code is not None else None
        if reason is None:
            raise
        raise StoreError(f"{path}: {reason}") from error


class Connection(sqlite3.Connection):
    """A connection whose every statement explains what is wrong with the file."""

    path: Path

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        try:
            return super().execute(sql, parameters)
        except sqlite3.Error:
            with explained(self.path):
                raise


def connect(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to our database at `path`, which is created when missing; `StoreError` if it is not ours.

    Transactions are begun by hand (`BEGIN IMMEDIATE`): a deferred one fails at once, whatever the timeout,
    when it turns from reading to writing while somebody else writes.
    """
    with explained(path):
        empty = _refuse_foreign(path)
        if read_only and empty:
            raise StoreError(f"{path}: does not exist or is empty; expected a database made by aggregator")
        parameters = _parameters(path) if read_only else "mode=rwc"
        # What is read may go through several threads, one after the other, as answers of web servers do.
        connection = _open(path, parameters, timeout=BUSY_SECONDS, check_same_thread=not read_only)
        try:
            if empty:
                _sign(connection)
            _configure(connection, read_only=read_only)
        except BaseException:
            connection.close()
            raise
        return connection


def _parameters(path: Path) -> str:
    """How a reader opens: even it makes files beside a WAL database, save where nobody can change anything."""
    frozen = not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists()
    return "mode=ro&immutable=1" if frozen else "mode=ro"


def _refuse_foreign(path: Path) -> bool:
    """Whether there is nothing at `path` yet; `StoreError` when there is something that is not ours.

    Looked at through SQLite with `immutable`, so that not a byte of a foreign file, nor a lock or a log
    beside it, is made. (Reading the header ourselves would, on close, drop this process's POSIX locks.)
    """
    if path.is_dir():
        raise StoreError(f"{path}: is a directory; expected a database file")
    if not path.parent.is_dir():
        raise StoreError(f"{path}: folder {path.parent} does not exist")
    try:
        if not path.exists() or path.stat().st_size == 0:
            return True
    except PermissionError as error:
        raise StoreError(f"{path}: permission denied") from error
    connection = _open(path, "mode=ro&immutable=1", timeout=0)
    try:
        # A kill or a full disk in the midst of a checkpoint leaves the file's first page ahead of its length,
        # for the log to mend; only with this on does SQLite read the page nevertheless.
        connection.execute("PRAGMA writable_schema = ON")
        if connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID:
            return False
        if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            return True
    finally:
        connection.close()
    raise StoreError(f"{path}: is another program's SQLite database; expected one made by aggregator")


def _open(
    path: Path, parameters: str, *, timeout: float, check_same_thread: bool = True
) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{parameters}",
        uri=True,
        isolation_level=None,
        timeout=timeout,
        check_same_thread=check_same_thread,
        cached_statements=256,
        factory=Connection,
    )
    connection.path = path
    return connection


def _sign(connection: sqlite3.Connection) -> None:
    """Write our mark before the switch to WAL, so that it stands in the file itself and not only in a log."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("COMMIT")


def _configure(connection: sqlite3.Connection, *, read_only: bool) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA foreign_keys = ON")
    # Two connections that checkpoint at one moment could damage the log before SQLite 3.51.3; see writer.py
    # for who may write. Memory-mapped reads add nothing at these sizes and turn disk errors into crashes.
    connection.execute("PRAGMA mmap_size = 0")
    connection.execute("PRAGMA cache_size = -32768")
    if read_only:
        connection.execute("PRAGMA query_only = ON")
        return
    with suppress(StoreError):  # another process holds the file: it has switched it already
        connection.execute("PRAGMA journal_mode = WAL")
    # A killed process loses nothing; a power cut may lose the last commits: those pages are fetched again.
    connection.execute("PRAGMA synchronous = NORMAL")
