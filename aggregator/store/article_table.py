"""Writes articles: the row and all that follows from it, inside the transaction that is open."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from aggregator.quality import assess
from aggregator.store import canonical, search, versions
from aggregator.store.clusters import Clusters
from aggregator.store.rows import second_text, storable, time_text, to_row
from aggregator.store.runs import add_site
from aggregator.store.versions import COUNTS, VERSIONED, Cause
from aggregator.store.visits import Outcome

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from aggregator.items import Article
    from aggregator.store.rows import Value

_DERIVED = frozenset({"cluster_id", "duplicate_of"})
"""Columns that follow from all articles together; a record's own values are not taken."""


class ArticleTable:
    """Keeps versions, counts, related links, search index and clusters in step with the rows."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._clusters = Clusters(connection)

    def rolled_back(self) -> None:
        """What was read in a transaction that failed may not be so."""
        self._clusters.rolled_back()

    @property
    def is_settled(self) -> bool:
        return self._clusters.is_settled

    def settle(self) -> None:
        """Write the clusters of all articles that came, changed or went; to be done before a commit."""
        self._clusters.settle()

    def save(self, article: Article, *, now: datetime, cause: Cause) -> Outcome:
        """Store an article under its address, with a version where its title, text or date changed."""
        new = _row(article)
        old = self._db.execute("SELECT * FROM articles WHERE url = ?", (new["url"],)).fetchone()
        moment = second_text(now)
        if old is None:
            self._insert(new, moment)
            add_site(self._db, str(new["site"]), now=now)
            return Outcome.NEW
        if new["declared_url"] == old["declared_url"] is not None:
            new["canonical_url"] = old["canonical_url"]  # as it was settled
        changed = any(old[name] != new[name] for name in VERSIONED)
        if changed:
            versions.add_version(self._db, old, new, now=moment, cause=cause)
        again = cause is Cause.REEXTRACTION
        first, second = (old, new) if again else (new, old)  # a kept page may have been found unchanged later
        new["date_downloaded"] = read = first["date_downloaded"] or second["date_downloaded"]
        first_seen = min(old["first_seen"], moment)
        moved = changed or first_seen != old["first_seen"]
        if any(old[name] != new[name] for name in COUNTS):
            # Read again, the page still shows what it showed when it was fetched.
            fetched = article.date_downloaded if again else None
            versions.add_counts(self._db, new, seen_at=second_text(fetched or now))
        if moved:
            self._clusters.withdraw(old["id"])
        stays_gone = old["gone"] is not None and (again or (read or moment) < old["gone"])
        new |= {
            "gone": old["gone"] if stays_gone else None,
            "changed": moment if changed else old["changed"],
            "first_seen": first_seen,
        }
        if any(old[name] != new[name] for name in new if name not in _DERIVED):
            self._update(old, new)
        if moved or old["cluster_id"] is None:
            self._clusters.place(old["id"])
        return Outcome.CHANGED if changed else Outcome.SAME

    def _insert(self, new: Mapping[str, Value], moment: str) -> None:
        row = {**new, **dict.fromkeys(_DERIVED), "first_seen": moment, "changed": moment}
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        number = self._db.execute(f"INSERT INTO articles ({names}) VALUES ({marks})", row).lastrowid
        canonical.settle(self._db, (new["declared_url"], new["url"]))
        search.add(self._db, int(number or 0), new)
        self._clusters.place(int(number or 0))
        self._write_related(new)
        if any(new[name] is not None for name in COUNTS):
            versions.add_counts(self._db, new, seen_at=moment)

    def _update(self, old: sqlite3.Row, new: Mapping[str, Value]) -> None:
        row = {name: value for name, value in new.items() if name not in _DERIVED}
        pairs = ", ".join(f"{name} = :{name}" for name in row)
        self._db.execute(f"UPDATE articles SET {pairs} WHERE url = :url", row)
        if any(old[name] != new[name] for name in ("title", "declared_url")):
            canonical.settle(self._db, (old["declared_url"], new["declared_url"], new["url"]))
        if any(old[name] != new[name] for name in search.INDEXED):
            search.remove(self._db, old["id"], old)
            search.add(self._db, old["id"], new)
        if old["related_links"] != new["related_links"]:
            self._write_related(new)

    def _write_related(self, row: Mapping[str, Value]) -> None:
        self._db.execute("DELETE FROM related_links WHERE article = ?", (row["url"],))
        self._db.execute(
            """
            INSERT OR IGNORE INTO related_links (article, position, kind, url, title, excerpt, image)
            SELECT :url, value ->> 'position', value ->> 'kind', value ->> 'url', value ->> 'title',
                   value ->> 'excerpt', value ->> 'image'
            FROM json_each(:links)
            """,
            {"url": row["url"], "links": row["related_links"]},
        )

    def remove(self, url: str) -> bool:
        """Forget an article; whether there was one."""
        row = self._db.execute("SELECT * FROM articles WHERE url = ?", (storable(url),)).fetchone()
        if row is None:
            return False
        search.remove(self._db, row["id"], row)
        self._clusters.withdraw(row["id"])
        self._db.execute("DELETE FROM articles WHERE id = ?", (row["id"],))
        canonical.settle(self._db, (row["declared_url"], row["url"]))
        return True

    def mark_gone(self, url: str, now: datetime) -> None:
        self._db.execute(
            "UPDATE articles SET gone = ? WHERE url = ? AND gone IS NULL", (second_text(now), storable(url))
        )

    def confirm(self, url: str, now: datetime) -> None:
        """The page of an article was found unchanged, and is there."""
        self._db.execute(
            "UPDATE articles SET date_downloaded = max(coalesce(date_downloaded, ''), :now), gone = NULL WHERE url = :url",
            {"now": time_text(now), "url": storable(url)},
        )

    def seen(self, url: str, moment: datetime) -> None:
        """An article was seen at a time, perhaps before it was first stored here."""
        row = self._db.execute(
            "SELECT id, first_seen FROM articles WHERE url = ?", (storable(url),)
        ).fetchone()
        first_seen = second_text(moment)
        if row is None or row["first_seen"] <= first_seen:
            return
        self._clusters.withdraw(row["id"])
        self._db.execute("UPDATE articles SET first_seen = ? WHERE id = ?", (first_seen, row["id"]))
        self._clusters.place(row["id"])

    def has_copies(self, url: str, *, on_its_site: bool = False) -> bool:
        """Whether other articles are in its cluster, of any site or of its own."""
        row = self._db.execute(
            """
            SELECT EXISTS (SELECT * FROM articles AS other WHERE other.cluster_id = articles.cluster_id
                           AND other.id <> articles.id AND (other.site = articles.site OR NOT ?))
            FROM articles WHERE url = ?
            """,
            (on_its_site, storable(url)),
        ).fetchone()
        return bool(row and row[0])

    def published(self, url: str) -> datetime | None:
        """When an article came out, or else was first seen; a date counts from its first hour."""
        row = self._db.execute(
            "SELECT coalesce(date_published, first_seen) FROM articles WHERE url = ?", (storable(url),)
        ).fetchone()
        if row is None:
            return None
        published = datetime.fromisoformat(row[0])
        return published if published.tzinfo else published.replace(tzinfo=UTC)


def _row(article: Article) -> dict[str, Value]:
    """The record's columns, and what follows from it alone."""
    quality = assess(article.text, article.language)
    parts = json.dumps(asdict(quality), separators=(",", ":"))
    row = to_row(article)
    declared = canonical.declared(row)
    return {**row, "declared_url": declared, "quality": quality.total, "quality_parts": parts}
