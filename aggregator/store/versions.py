"""What an article was before: a version for each change of title, text or date, counts as they grew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from aggregator.differences import Step, difference, older
from aggregator.store.rows import Value, read_moment, read_time

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

VERSIONED = ("title", "text", "date_published")
COUNTS = ("view_count", "comment_count", "like_count")


class Cause(StrEnum):
    """Who changed the article."""

    PUBLISHER = "publisher"
    REEXTRACTION = "reextraction"
    """Nobody: today's program reads the same page differently."""


@dataclass(frozen=True, kw_only=True)
class Version:
    """An article as it was until it was replaced."""

    version: int
    """From 1, the first one stored."""
    title: str | None
    date_published: datetime | date | None
    text: str
    replaced_at: datetime | None
    """When the next version was seen. None: it is the current one."""
    cause: Cause | None
    """Why the next version came. None: it is the current one."""
    difference: tuple[Step, ...]
    """Of the text, to the next version's."""


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What the page showed at a time; None: not shown."""

    seen_at: datetime
    view_count: int | None
    comment_count: int | None
    like_count: int | None


def add_version(
    db: sqlite3.Connection, old: Mapping[str, Any], new: Mapping[str, Value], *, now: str, cause: Cause
) -> None:
    """Note what `old` was, now that `new` replaces it."""
    steps = difference(old["text"], str(new["text"]))
    db.execute(
        """
        INSERT INTO article_versions (url, version, replaced_at, cause, title, date_published, difference)
        SELECT :url, 1 + coalesce(max(version), 0), :now, :cause, :title, :date_published, :difference
        FROM article_versions WHERE url = :url
        """,
        {
            "url": old["url"],
            "now": now,
            "cause": cause.value,
            "title": old["title"],
            "date_published": old["date_published"],
            "difference": json.dumps(steps, ensure_ascii=False, separators=(",", ":")),
        },
    )


def add_counts(db: sqlite3.Connection, row: Mapping[str, Value], *, seen_at: str) -> None:
    db.execute(
        """
        INSERT INTO article_counts (url, seen_at, view_count, comment_count, like_count)
        VALUES (?, ?, ?, ?, ?) ON CONFLICT (url, seen_at) DO UPDATE SET
        view_count = excluded.view_count, comment_count = excluded.comment_count,
        like_count = excluded.like_count
        """,
        (row["url"], seen_at, *(row[name] for name in COUNTS)),
    )


def history(db: sqlite3.Connection, url: str) -> list[Version]:
    """All versions, the first one first, the current one last; empty when there is no such article."""
    current = db.execute("SELECT title, date_published, text FROM articles WHERE url = ?", (url,)).fetchone()
    if current is None:
        return []
    versions = list(_backwards(db, url, current["text"]))
    last = Version(
        version=versions[0].version + 1 if versions else 1,
        title=current["title"],
        date_published=read_time(current["date_published"]),
        text=current["text"],
        replaced_at=None,
        cause=None,
        difference=(),
    )
    return [*reversed(versions), last]


def _backwards(db: sqlite3.Connection, url: str, text: str) -> Iterator[Version]:
    rows = db.execute("SELECT * FROM article_versions WHERE url = ? ORDER BY version DESC", (url,))
    for row in rows:
        steps = tuple(
            step if isinstance(step, int) else (step[0], step[1]) for step in json.loads(row["difference"])
        )
        text = older(text, steps)
        yield Version(
            version=row["version"],
            title=row["title"],
            date_published=read_time(row["date_published"]),
            text=text,
            replaced_at=read_moment(row["replaced_at"]),
            cause=Cause(row["cause"]),
            difference=steps,
        )


def counts(db: sqlite3.Connection, url: str) -> list[Counts]:
    """How the counts grew, earliest first."""
    rows = db.execute("SELECT * FROM article_counts WHERE url = ? ORDER BY seen_at", (url,))
    return [
        Counts(
            seen_at=datetime.fromisoformat(row["seen_at"]),
            **{name: row[name] for name in COUNTS},
        )
        for row in rows
    ]
