"""Pages of articles, the newest first, and how many there are of what."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aggregator.store.rows import from_row, storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from aggregator.items import Article
    from aggregator.store.filters import Filters

NEWEST: Final = "coalesce(articles.date_published, articles.first_seen) DESC, articles.url"
"""The order of what is new: what has no date counts as published when it was first seen."""

_MARK: Final = "\x1e"
"""Stands between values; names of sites and categories have no control characters."""

Tally = tuple[tuple[str, int], ...]
"""Values, each with the number of articles that have it; unknown ones are left out."""


@dataclass(frozen=True, kw_only=True)
class Facets:
    """How articles spread over what one may choose them by."""

    total: int
    sites: Tally
    """Like the next two, the most frequent first."""
    categories: Tally
    languages: Tally
    months: Tally
    """Of publication, `YYYY-MM`, the earliest first."""


def newest(db: sqlite3.Connection, filters: Filters, *, limit: int, offset: int) -> list[Article]:
    """A page of the articles chosen."""
    condition, values = filters.condition()
    rows = db.execute(
        f"""
        SELECT articles.* FROM articles JOIN (
            -- by themselves, so that whole rows are read of this page only
            SELECT articles.id AS chosen FROM {filters.table} WHERE {condition}
            ORDER BY {NEWEST} LIMIT :limit OFFSET :offset
        ) ON articles.id = chosen
        ORDER BY {NEWEST}
        """,
        {**values, "limit": limit, "offset": offset},
    )
    return [from_row(row) for row in rows]


def count(db: sqlite3.Connection, filters: Filters) -> int:
    """How many articles are chosen."""
    condition, values = filters.condition()
    row = db.execute(f"SELECT count(*) FROM {filters.table} WHERE {condition}", values).fetchone()
    return int(row[0])


def facets(db: sqlite3.Connection, filters: Filters) -> Facets:
    """How the articles chosen spread.

    SQLite gives each column as one text: grouping would sort all articles once a column, and articles one by one
    would each wait for other threads that run Python.
    """
    condition, values = filters.condition()
    total, *columns = db.execute(
        f"""
        SELECT count(*), group_concat(site, :mark), group_concat(category, :mark), group_concat(language, :mark),
               group_concat(substr(date_published, 1, 7), :mark)
        FROM {filters.table} WHERE {condition}
        """,
        {**values, "mark": _MARK},
    ).fetchone()
    sites, categories, languages, months = (
        Counter(column.split(_MARK) if column is not None else ()) for column in columns
    )
    return Facets(
        total=total,
        sites=_most_frequent(sites),
        categories=_most_frequent(categories),
        languages=_most_frequent(languages),
        months=tuple(sorted(months.items())),
    )


def _most_frequent(tally: Counter[str]) -> Tally:
    return tuple(sorted(tally.items(), key=lambda item: (-item[1], item[0])))


def known(db: sqlite3.Connection, urls: Iterable[str]) -> set[str]:
    """Those of the addresses that there are articles of."""
    rows = db.execute(
        "SELECT url FROM articles WHERE url IN (SELECT value FROM json_each(?))",
        (json.dumps([storable(url) for url in urls]),),
    )
    return {url for (url,) in rows}


def cluster_sizes(db: sqlite3.Connection, clusters: Iterable[str]) -> dict[str, int]:
    """How many articles each of the clusters has."""
    rows = db.execute(
        """
        SELECT cluster_id, count(*) FROM articles
        WHERE cluster_id IN (SELECT value FROM json_each(?)) GROUP BY cluster_id
        """,
        (json.dumps(list(clusters)),),
    )
    return dict(rows.fetchall())
