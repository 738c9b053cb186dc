"""Who copied whom, read from the columns that clusters.py writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from aggregator.similarity import Relation
from aggregator.store.rows import read_time, storable, time_text

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, kw_only=True)
class Copy:
    """An article as one of its cluster."""

    url: str
    site: str
    title: str | None
    date_published: datetime | date | None
    first_seen: datetime
    """When it was first stored."""
    relation: Relation | None
    """What it is to the original. None: it is the original."""
    similarity: float | None
    """How much of the smaller text is shared, 0 to 1. None: it is the original."""


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """Articles that are copies of one."""

    id: str
    members: tuple[Copy, ...]
    """The original first, then the copies as they appeared."""


_COLUMNS = "cluster_id, url, site, title, date_published, first_seen, relation, similarity"


def clusters(
    db: sqlite3.Connection, *, site: str | None, since: datetime | date | None, min_size: int, limit: int
) -> list[Cluster]:
    """Clusters with so many members, one of them of that site, one not older; those that grew last first."""
    rows = db.execute(
        """
        SELECT cluster_id FROM articles INDEXED BY articles_by_newest
        WHERE cluster_id IS NOT NULL AND (
            -- few clusters have more than one article: these are found first
            :size < 2 OR cluster_id IN (
                SELECT cluster_id FROM articles INDEXED BY articles_by_cluster WHERE duplicate_of IS NOT NULL
            )
        )
        GROUP BY cluster_id
        HAVING count(*) >= :size AND (:site IS NULL OR max(site = :site))
           AND (:since IS NULL OR max(coalesce(date_published, first_seen)) >= :since)
        ORDER BY max(first_seen) DESC, cluster_id LIMIT :limit
        """,
        {"size": min_size, "site": site, "since": time_text(since), "limit": limit},
    ).fetchall()
    return [_cluster(db, row["cluster_id"]) for row in rows]


def cluster_of(db: sqlite3.Connection, url: str) -> Cluster | None:
    """The cluster of an article, which may be it alone. None: there is no such article."""
    row = db.execute("SELECT cluster_id FROM articles WHERE url = ?", (storable(url),)).fetchone()
    return _cluster(db, row["cluster_id"]) if row else None


def _cluster(db: sqlite3.Connection, number: str) -> Cluster:
    rows = db.execute(
        f"""
        SELECT {_COLUMNS} FROM articles WHERE cluster_id = ?
        ORDER BY duplicate_of IS NOT NULL, coalesce(date_published, first_seen), first_seen, url
        """,
        (number,),
    )
    return Cluster(id=number, members=tuple(map(_copy, rows)))


def _copy(row: sqlite3.Row) -> Copy:
    return Copy(
        url=row["url"],
        site=row["site"],
        title=row["title"],
        date_published=read_time(row["date_published"]),
        first_seen=datetime.fromisoformat(row["first_seen"]),
        relation=Relation(row["relation"]) if row["relation"] else None,
        similarity=row["similarity"],
    )
