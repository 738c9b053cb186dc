"""Ends what a connection is asked for when it takes too long."""

from __future__ import annotations

import math
import sqlite3
import time
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING, Final

from aggregator.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOOKS: Final = 20
"""At the clock while the time passes: a question may take so much longer, a twentieth."""


class TooLongError(StoreError):
    """A question, or a condition, that takes longer than whoever opened the store allows."""

    exit_code = 2


class TimeLimit:
    """Interrupts a connection, by a thread that looks at the clock.

    SQLite would also call back as it works, but each call waits for other threads that run Python. A function over long
    texts is one step to it, which nothing interrupts.
    """

    def __init__(self, connection: sqlite3.Connection, seconds: float) -> None:
        self._db = connection
        self._seconds = seconds
        self._end: float | None = None
        """None: it is not at work."""
        self._closed = Event()
        self._thread = Thread(target=self._watch, name="time limit", daemon=True)

    def close(self) -> None:
        """To be done before the connection is closed."""
        self._closed.set()
        if self._thread.ident is not None:
            self._thread.join()

    def _watch(self) -> None:
        while not self._closed.wait(self._seconds / _LOOKS):
            end = self._end
            if end is not None and time.monotonic() > end:
                self._db.interrupt()

    @contextmanager
    def working(self) -> Iterator[None]:
        """What SQLite does inside is ended when its time is over; `StoreError` says so."""
        if self._seconds < math.inf:
            self._end = time.monotonic() + self._seconds
            if self._thread.ident is None:
                self._thread.start()
        try:
            yield
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
                raise
            raise TooLongError(f"took more than {self._seconds:g} s") from error
        finally:
            self._end = None
