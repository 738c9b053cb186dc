"""Questions about clusters: which there are, and who copied whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aggregator.similarity import Relation
from aggregator.store.rows import read_moment, read_time, storable, time_text

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Copy:
    """An article of a cluster."""

    url: str
    site: str
    title: str | None
    date_published: datetime | date | None
    first_seen: datetime | None
    relation: Relation | None
    """What it is to the original. None: it is the original."""
    similarity: float | None
    """Share of the smaller text that the larger one has. None: it is the original."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Articles that are copies of one."""

    id: str
    original: Copy
    copies: tuple[Copy, ...]
    """In the order they were published."""


_COLUMNS = "url, site, title, date_published, first_seen, relation, similarity, cluster_id"


def clusters(
    db: sqlite3.Connection, *, site: str | None, since: datetime | date | None, min_size: int
) -> Iterator[Cluster]:
    """Clusters of at least `min_size` articles, the largest first, equal ones by id.

    `site`: an article of it takes part; `since`: an article was published then or later.
    """
    rows = db.execute(
        """
        SELECT cluster_id FROM articles WHERE cluster_id IS NOT NULL
        GROUP BY cluster_id
        HAVING count(*) >= :size
           AND (:site IS NULL OR max(site = :site)) AND (:since IS NULL OR max(date_published) >= :since)
        ORDER BY count(*) DESC, cluster_id
        """,
        {"size": min_size, "site": site, "since": time_text(since)},
    ).fetchall()
    for row in rows:
        yield cluster(db, row["cluster_id"])


def cluster_of(db: sqlite3.Connection, url: str) -> Cluster | None:
    """The cluster an article is in, by itself if it has no copies. None: no such article."""
    row = db.execute("SELECT cluster_id FROM articles WHERE url = ?", (storable(url),)).fetchone()
    return cluster(db, row["cluster_id"]) if row and row["cluster_id"] else None


def cluster(db: sqlite3.Connection, id_: str) -> Cluster:
    rows = db.execute(
        f"SELECT {_COLUMNS} FROM articles WHERE cluster_id = ?"
        " ORDER BY duplicate_of IS NOT NULL, date_published IS NULL, date_published, first_seen, url",
        (id_,),
    )
    original, *copies = map(_copy, rows)
    return Cluster(id=id_, original=original, copies=tuple(copies))


def _copy(row: sqlite3.Row) -> Copy:
    return Copy(
        url=row["url"],
        site=row["site"],
        title=row["title"],
        date_published=read_time(row["date_published"]),
        first_seen=read_moment(row["first_seen"]),
        relation=Relation(row["relation"]) if row["relation"] else None,
        similarity=row["similarity"],
    )
