"""The different texts of the store: articles whose texts have the same normal form share one."""

from __future__ import annotations

import json
from collections import OrderedDict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from aggregator.similarity import Document, Normal, sketch
from aggregator.store.rows import read_time
from aggregator.store.sketch_index import Entry

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

UNKNOWN: Final = 2**40
"""Stands for a time of publication that is unknown or not credible: after all that are."""

_PLACEHOLDERS: Final = frozenset(map(date.fromisoformat, ("1969-12-31", "1970-01-01", "1980-01-01")))
_OLDEST: Final = date(1900, 1, 2)
_TOLERANCE: Final = timedelta(days=1)
"""A page may be dated after we saw it by as much as clocks and time zones differ, and no more."""

_CACHED: Final = 64
"""Texts kept in their normal form: a few candidates come again and again, and memory stays flat."""
_CACHED_ENTRIES: Final = 4096


class Standing(NamedTuple):
    """What decides which of several copies is the original: the smallest."""

    published: int
    """Seconds since 1970; of a day without a time its last one, so that a precise time on it goes first."""
    first_seen: int


class Face(NamedTuple):
    """What the links of a text are told by, of its first article."""

    title: str
    published: int
    article: int
    """Its number: copies may be written in other characters, simplified or traditional."""


class Texts:
    """Tables `texts` (the different ones) and `placed` (which article has which)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._documents: OrderedDict[int, Document] = OrderedDict()
        self._entries: OrderedDict[int, Entry] = OrderedDict()

    def forget(self, text: int | None = None) -> None:
        """What is remembered of a text, or of all, is read again."""
        if text is None:
            self._documents.clear()
            self._entries.clear()
        else:
            self._documents.pop(text, None)
            self._entries.pop(text, None)

    def id_of(self, hash_: int) -> int | None:
        row = self._db.execute("SELECT id FROM texts WHERE hash = ?", (hash_,)).fetchone()
        return None if row is None else int(row["id"])

    def known(self, texts: Iterable[int]) -> set[int]:
        """Those that there still are."""
        rows = self._db.execute(
            "SELECT id FROM texts WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(list(texts)),)
        )
        return {text for (text,) in rows}

    def add(self, hash_: int) -> int:
        """The number of a text that is new."""
        return int(self._db.execute("INSERT INTO texts (hash) VALUES (?)", (hash_,)).lastrowid or 0)

    def remove(self, text: int, article: int) -> None:
        """Forget a text with its last article."""
        self.take(article, text)
        self._db.execute("DELETE FROM texts WHERE id = ?", (text,))

    def of_article(self, article: int) -> int | None:
        row = self._db.execute("SELECT text FROM placed WHERE article = ?", (article,)).fetchone()
        return None if row is None else int(row["text"])

    def put(self, article: int, text: int, standing: Standing) -> None:
        """Say that an article has a text."""
        self._db.execute("INSERT OR REPLACE INTO placed VALUES (?, ?, ?, ?)", (article, text, *standing))
        self.forget(text)

    def take(self, article: int, text: int) -> None:
        """Say that an article no longer has a text."""
        self._db.execute("DELETE FROM placed WHERE article = ?", (article,))
        self.forget(text)

    def is_only(self, article: int, text: int) -> bool:
        """Whether no other article has the text."""
        row = self._db.execute(
            "SELECT 1 FROM placed WHERE text = ? AND article != ?", (text, article)
        ).fetchone()
        return row is None

    def articles(self, text: int) -> list[sqlite3.Row]:
        """The articles that have a text: article, url, published, first_seen."""
        return self._db.execute(
            """
            SELECT article, url, published, placed.first_seen AS first_seen
            FROM placed JOIN articles ON id = article WHERE placed.text = ?
            """,
            (text,),
        ).fetchall()

    def face(self, text: int) -> Face:
        """Its first article."""
        row = self._db.execute(
            """
            SELECT title, published, article FROM placed JOIN articles ON id = article WHERE placed.text = ?
            ORDER BY published, placed.first_seen, url LIMIT 1
            """,
            (text,),
        ).fetchone()
        return Face(row["title"] or "", row["published"], row["article"])

    def document(self, text: int) -> Document:
        """What the verdict looks at; of any text that has an article."""
        if text not in self._documents:
            return self.remember(text, Normal.of(self._content(self.face(text).article)))
        self._documents.move_to_end(text)
        return self._documents[text]

    def entry(self, text: int) -> Entry:
        """What the index knows a text by."""
        if text not in self._entries:
            row = self._db.execute("SELECT hash FROM texts WHERE id = ?", (text,)).fetchone()
            self._entries[text] = Entry(text, row["hash"], tuple(sketch(self.document(text).text)))
            if len(self._entries) > _CACHED_ENTRIES:
                self._entries.popitem(last=False)
        return self._entries[text]

    def remember(self, text: int, normal: Normal) -> Document:
        """Spare the next reader the work that was done already."""
        title, published, _ = self.face(text)
        day = None if published == UNKNOWN else datetime.fromtimestamp(published, UTC).date()
        self._documents[text] = document = Document(normal, Normal.of(title), day)
        if len(self._documents) > _CACHED:
            self._documents.popitem(last=False)
        return document

    def _content(self, article: int) -> str:
        row = self._db.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()
        return str(row["text"])


def standing(date_published: str | None, first_seen: str) -> Standing:
    """Where an article stands among its copies, from its columns."""
    seen = datetime.fromisoformat(first_seen)
    published = read_time(date_published)
    moment = _end_of_day(published) if published is not None else None
    if moment is None or not _is_credible(moment, seen):
        return Standing(UNKNOWN, int(seen.timestamp()))
    return Standing(int(moment.timestamp()), int(seen.timestamp()))


def _end_of_day(published: datetime | date) -> datetime:
    if isinstance(published, datetime):
        return published
    return datetime.combine(published, time(23, 59, 59), UTC)


def _is_credible(moment: datetime, seen: datetime) -> bool:
    """Not the default of some software, and not after it was read."""
    day = moment.date()
    return day >= _OLDEST and day not in _PLACEHOLDERS and day - seen.date() <= _TOLERANCE
