"""The store: one SQLite file that holds articles, queue and history, behind verbs of the domain."""

from __future__ import annotations

import sqlite3
import time
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlite_utils import Database

from aggregator.errors import StoreError
from aggregator.items import Article, FoundBy, Kind, Link
from aggregator.store import schema, search, versions
from aggregator.store.clusters import Clusters
from aggregator.store.connection import connect, explained
from aggregator.store.filters import Filters
from aggregator.store.frontier import LISTS, Frontier
from aggregator.store.kept_pages import KeptPages
from aggregator.store.rows import from_row, second_text, storable, to_row
from aggregator.store.runs import Runs, add_site, site_answered
from aggregator.store.versions import COUNTS, VERSIONED, Cause, Counts, Version
from aggregator.store.visits import Outcome, Receipt, Result, Visited
from aggregator.store.writer import StoreInUseError, WriterLock

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterator, Mapping

    from aggregator.store.rows import Value

GROUP_SIZE = 50
GROUP_SECONDS = 0.5
"""Visits are committed in groups: a commit each would cost more than all else that a visit does here."""

CHUNK = 200
"""Rows read at a time: memory stays flat, and no read is open while others write for long."""

_DERIVED = frozenset({"cluster_id", "duplicate_of"})
"""Columns that follow from all articles together; a record's own values are not taken."""

_SILENT = _DERIVED | {"date_downloaded"}
"""Columns that alone are no reason to write: an article that is the same keeps the time it was read at."""


class Store:
    """A database of articles at `path`, created or upgraded when opened.

    Reading is free to everybody at any time. Writing takes the file's writer lock at the first write and
    keeps it until `close`: a second writing process gets `StoreInUseError`. All else that is wrong with
    the file or its disk is `StoreError`, one line.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        read_only: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self._clock = clock
        self._lock = WriterLock(self.path)
        self._db = connect(self.path, read_only=read_only)
        self._pending = 0
        self._group_started = 0.0
        self._batching = False
        try:
            self._upgrade()
        except BaseException:
            self._db.close()
            raise
        self.frontier = Frontier(self._db, self._at_once)
        self.kept = KeptPages(self._db, self._at_once)
        self.runs = Runs(self._db, self._at_once)
        self._clusters = Clusters(self._db)

    def _upgrade(self) -> None:
        with explained(self.path):
            db = Database(self._db, recursive_triggers=False, execute_plugins=False)
            schema.refuse_newer(db, self.path)
            if not schema.migrations.pending(db):
                return
            if self.read_only:
                with Store(self.path):
                    return
            schema.upgrade(db, self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Commit what is complete and let go of the file. Twice is harmless."""
        try:
            self.flush()
        finally:
            self._db.close()
            self._lock.release()

    # Writing

    def lock(self) -> None:
        """Become the one writer now, not at the first write; `StoreInUseError` when another process is."""
        with explained(self.path):
            if self._lock.acquire():
                return
        raise StoreInUseError(
            f"{self.path}: another process is writing to it{self._writer()}; try again when it ends"
        )

    def _writer(self) -> str:
        """Who that is, as far as the record of runs says."""
        with suppress(sqlite3.Error):
            row = self._db.execute(
                "SELECT command, process, started FROM runs WHERE ended IS NULL ORDER BY id DESC LIMIT 1"
            ).fetchone()
            if row:
                return f" ({row['command']}, process {row['process']}, since {row['started']})"
        return ""

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """All of it is written or nothing; joins the transaction that is open, which `flush` commits."""
        if self.read_only:
            raise StoreError(f"{self.path}: opened for reading only")
        self.lock()
        with explained(self.path):
            if not self._db.in_transaction:
                self._db.execute("BEGIN IMMEDIATE")
                self._group_started = self._clock()
            self._db.execute("SAVEPOINT writing")
            try:
                yield
                self._db.execute("RELEASE writing")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have ended it already
                    self._db.execute("ROLLBACK TO writing")
                    self._db.execute("RELEASE writing")
                self.frontier.rolled_back()
                self._clusters.rolled_back()
                raise

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        """Like `_writing`, committed at its end unless it happens inside something larger."""
        inside = self._db.in_transaction
        with self._writing():
            yield
        if not inside:
            self.flush()

    @contextmanager
    def batch(self) -> Iterator[None]:
        """Writes inside are committed in groups; each is whole. What was complete stays on an exception."""
        self._batching = True
        try:
            yield
        finally:
            self._batching = False
            self.flush()

    def flush(self) -> None:
        """Commit the open group. To be called when a crawl has nothing to do for a moment: others wait."""
        with explained(self.path):
            self._pending = 0
            if self._db.in_transaction:
                self._db.execute("COMMIT")

    def _written(self, *, grouped: bool) -> None:
        """One more piece of work is complete; commit when the group is full, or right away."""
        self._pending += 1
        late = self._clock() - self._group_started >= GROUP_SECONDS
        if not grouped or late or self._pending >= GROUP_SIZE:
            self.flush()

    def save(
        self, article: Article, *, now: datetime | None = None, cause: Cause = Cause.PUBLISHER
    ) -> Outcome:
        """Store an article under its address. Saving twice is harmless.

        `now` is the time of the visit; None: the article's own `date_downloaded`, else the present. With
        `Cause.REEXTRACTION` a change is noted as ours and not as an edit by the publisher.
        """
        now = now or article.date_downloaded or datetime.now(UTC)
        with self._writing():
            outcome = self._save(article, now=now, cause=cause)
        self._written(grouped=self._batching)
        return outcome

    def _save(self, article: Article, *, now: datetime, cause: Cause) -> Outcome:
        new = to_row(article)
        old = self._db.execute("SELECT * FROM articles WHERE url = ?", (new["url"],)).fetchone()
        moment = second_text(now)
        if old is None:
            self._insert(new, moment)
            add_site(self._db, str(new["site"]), now=now)
            return Outcome.NEW
        changed = any(old[name] != new[name] for name in VERSIONED)
        if changed:
            versions.add_version(self._db, old, new, now=moment, cause=cause)
        if any(old[name] != new[name] for name in COUNTS):
            versions.add_counts(self._db, new, seen_at=moment)
        if changed:
            self._clusters.withdraw(old["id"])
        if old["gone"] or any(old[name] != new[name] for name in new if name not in _SILENT):
            self._update(old, new, moment if changed else old["changed"])
        if changed or old["cluster_id"] is None:
            self._clusters.place(old["id"])
        return Outcome.CHANGED if changed else Outcome.SAME

    def _insert(self, new: Mapping[str, Value], moment: str) -> None:
        row = {**new, **dict.fromkeys(_DERIVED), "first_seen": moment, "changed": moment}
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        number = self._db.execute(f"INSERT INTO articles ({names}) VALUES ({marks})", row).lastrowid
        search.add(self._db, int(number or 0), new)
        self._clusters.place(int(number or 0))
        self._write_related(new)
        if any(new[name] is not None for name in COUNTS):
            versions.add_counts(self._db, new, seen_at=moment)

    def _update(self, old: sqlite3.Row, new: Mapping[str, Value], changed: str) -> None:
        row = {name: value for name, value in new.items() if name not in _DERIVED}
        row |= {"gone": None, "changed": changed}
        pairs = ", ".join(f"{name} = :{name}" for name in row)
        self._db.execute(f"UPDATE articles SET {pairs} WHERE url = :url", row)
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

    def finish(self, visited: Visited) -> Receipt:
        """Write what came of a visit: the article, the links found and that it is done, all or nothing.

        Committed in groups; see `flush`.
        """
        visit, now = visited.visit, visited.now
        with self._writing():
            outcome = None
            if visited.article is not None:
                outcome = self._save(visited.article, now=now, cause=Cause.PUBLISHER)
            if visited.result is Result.GONE:
                self._mark_gone(visit.url, now)
            new_links = self._enqueue(visited)
            if visited.keep and visited.page is not None:
                self.kept.keep(visited.page)
            if visited.result not in (Result.FAILED, Result.REFUSED):
                site_answered(self._db, visit.site, now=now, new=outcome is Outcome.NEW)
            self.frontier.record(
                visited,
                news=self._is_news(visited, outcome, new_links),
                age=self._age(visited),
            )
        self.frontier.release(visit)
        self._written(grouped=True)
        return Receipt(outcome=outcome, new_links=new_links)

    def _enqueue(self, visited: Visited) -> int:
        visit, add = visited.visit, self.frontier.add
        count = add(visit.site, visited.all_links, now=visited.now, depth=visit.depth + 1, parent=visit)
        if visited.redirect is not None:
            target = Link(url=visited.redirect, kind=visit.kind, found_by=FoundBy.REDIRECT)
            count += add(visit.site, [target], now=visited.now, depth=visit.depth, parent=visit)
        return count

    def _mark_gone(self, url: str, now: datetime) -> None:
        self._db.execute(
            "UPDATE articles SET gone = ? WHERE url = ? AND gone IS NULL", (second_text(now), storable(url))
        )

    @staticmethod
    def _is_news(visited: Visited, outcome: Outcome | None, new_links: int) -> bool:
        """Whether coming back sooner would have paid."""
        if visited.article is not None:
            return outcome in (Outcome.NEW, Outcome.CHANGED)
        kind = visited.page.kind if visited.page else visited.visit.kind
        return kind in LISTS and new_links > 0

    def _age(self, visited: Visited) -> Any:
        """How long ago the article behind the visit was published. None: unknown, or it is none."""
        if (visited.page.kind if visited.page else visited.visit.kind) is not Kind.ARTICLE:
            return None
        row = self._db.execute(
            "SELECT coalesce(date_published, first_seen) FROM articles WHERE url = ?",
            (storable(visited.article.url if visited.article else visited.visit.url),),
        ).fetchone()
        if row is None:
            return None
        published = datetime.fromisoformat(row[0])
        published = published if published.tzinfo else published.replace(tzinfo=UTC)
        return max(visited.now - published, visited.now - visited.now)

    def remove(self, url: str) -> bool:
        """Forget an article with its versions and counts; its page stays known. Whether there was one."""
        with self._at_once():
            row = self._db.execute("SELECT * FROM articles WHERE url = ?", (storable(url),)).fetchone()
            if row is None:
                return False
            search.remove(self._db, row["id"], row)
            self._clusters.withdraw(row["id"])
            self._db.execute("DELETE FROM articles WHERE id = ?", (row["id"],))
            return True

    # Reading

    def get(self, url: str) -> Article | None:
        row = self._db.execute("SELECT * FROM articles WHERE url = ?", (storable(url),)).fetchone()
        return from_row(row) if row else None

    def articles(
        self,
        *,
        site: str | None = None,
        since: datetime | date | None = None,
        until: datetime | date | None = None,
        category: str | None = None,
        language: str | None = None,
        where: str | None = None,
        duplicates: bool = False,
    ) -> Iterator[Article]:
        """Articles in the order of their addresses, read as they are asked for; see `Filters`."""
        filters = Filters(
            site=site,
            since=since,
            until=until,
            category=category,
            language=language,
            where=where,
            duplicates=duplicates,
        )
        return map(from_row, self._rows(filters))

    def _rows(self, filters: Filters) -> Iterator[sqlite3.Row]:
        condition, values = filters.condition()
        sql = f"SELECT * FROM articles WHERE url > :after AND {condition} ORDER BY url LIMIT {CHUNK}"
        after = ""
        while True:
            with self._reading(filters):
                rows = self._db.execute(sql, {**values, "after": after}).fetchall()
            yield from rows
            if len(rows) < CHUNK:
                return
            after = rows[-1]["url"]

    def count(self, **filters: Any) -> int:
        """How many `articles(**filters)` gives."""
        chosen = Filters(**filters)
        condition, values = chosen.condition()
        with self._reading(chosen):
            row = self._db.execute(f"SELECT count(*) FROM articles WHERE {condition}", values).fetchone()
        return int(row[0])

    def search(self, query: str, *, limit: int = 20, **filters: Any) -> list[search.Hit]:
        """Articles that have all of the query's terms, the best first.

        Terms are parted by spaces; "quoted phrases" are kept whole, -terms excluded. `filters` are those of
        `articles`.
        """
        chosen = Filters(**filters)
        with self._reading(chosen):
            return search.find(self._db, query, chosen, limit=limit)

    @contextmanager
    def _reading(self, filters: Filters) -> Iterator[None]:
        """`StoreError` for a condition of the user's that is no SQL over our columns."""
        try:
            with explained(self.path):
                if filters.where is not None:  # by itself: `1) OR (1` would undo the other terms
                    self._db.execute(f"SELECT 1 FROM articles WHERE {filters.where}\nLIMIT 0")
                yield
        except (sqlite3.Error, sqlite3.Warning) as error:
            if filters.where is None:
                raise
            raise StoreError(
                f"where {filters.where!r}: {error}; expected an SQL condition over the columns of articles"
            ) from error

    def history(self, url: str) -> list[Version]:
        """What an article was, first version first, the current one last; empty: no such article."""
        return versions.history(self._db, storable(url))

    def counts(self, url: str) -> list[Counts]:
        """How views, comments and likes grew, earliest first."""
        return versions.counts(self._db, storable(url))
