"""The lock that lets one process write: freed by the end of the process, however that comes."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from aggregator.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


class StoreInUseError(StoreError):
    """Another process is writing to the database: a crawl, an import or a re-extraction."""

    exit_code = 3


class WriterLock:
    """An exclusive SQLite lock on an empty file beside the database.

    The operating system frees it when its holder dies, it works wherever SQLite does, and unlike a row with
    a process number it cannot be left behind or mistaken for a later process of the same number.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.parent / f"{path.name}-writer"
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Whether the lock is ours now; answers at once."""
        if self._connection is not None:
            return True
        connection = sqlite3.connect(self.path, isolation_level=None, timeout=0)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise
        self._connection = connection
        return True

    def release(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
