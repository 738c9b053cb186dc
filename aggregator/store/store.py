"""The store: one SQLite file that holds articles, queue and history, behind verbs of the domain."""

from __future__ import annotations

import math
import sqlite3
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlite_utils import Database

from aggregator.errors import ConditionError, StoreError
from aggregator.items import Article, FoundBy, Kind, Link
from aggregator.store import browsing, copies, questions, schema, search, versions
from aggregator.store.article_table import ArticleTable
from aggregator.store.connection import connect, explained
from aggregator.store.copies import Cluster
from aggregator.store.filters import Filters
from aggregator.store.frontier import LISTS, Frontier
from aggregator.store.kept_pages import KeptPages
from aggregator.store.rows import from_row, storable
from aggregator.store.runs import Runs, site_answered
from aggregator.store.site_templates import SiteTemplates
from aggregator.store.time_limit import TimeLimit, TooLongError
from aggregator.store.versions import Cause, Counts, Version
from aggregator.store.visits import Outcome, Receipt, Result, Visited
from aggregator.store.writer import StoreInUseError, WriterLock

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

    from aggregator.store.browsing import Facets
    from aggregator.store.questions import Answer, Table


GROUP_SIZE = 50
GROUP_SECONDS = 0.02
"""Visits are committed in groups, which bounds what commits cost a fast crawl: half a millisecond each, 3 % at
most. Short ones, since a kill loses the open group and all of it is fetched again.
"""

BATCH_SIZE = 2000
BATCH_SECONDS = 2.0
"""A file that is imported can be imported again: larger groups write less to the disk, and copies of one story are
compared with each other once a group.
"""

LARGEST_VALUE = 64 * 2**20
"""Bytes of a value or row where patience is limited; articles are far smaller."""


class Store:
    """A database of articles at `path`, created or upgraded when opened.

    Reading is free to everybody at any time. Writing takes the file's writer lock at the first write and
    keeps it until `close`: a second writing process gets `StoreInUseError`. All else that is wrong with
    the file or its disk is `StoreError`, one line.

    `patience` is for conditions (`where`) that may be anybody's: seconds that SQLite may be at work for what is asked
    for, or for the next article of many. It makes no value that fills the memory then.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        read_only: bool = False,
        patience: float = math.inf,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.path = Path(path)
        self.read_only = read_only
        self.patience = patience
        self._clock = clock
        self._lock = WriterLock(self.path)
        self._db = connect(self.path, read_only=read_only)
        self._pending = 0
        self._group_started = 0.0
        self._batching = False
        self._closed = False
        self._thread = threading.get_ident()
        try:
            self._upgrade()
        except BaseException:
            self._db.close()
            raise
        self.frontier = Frontier(self._db, self._at_once)
        self.kept = KeptPages(self._db, self._at_once)
        self.runs = Runs(self._db, self._at_once)
        self.templates = SiteTemplates(self._db, self._at_once)
        self._articles = ArticleTable(self._db)
        self._limit = self._limited(self._db)

    def _limited(self, connection: sqlite3.Connection) -> TimeLimit:
        if self.patience < math.inf:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_VALUE)
        return TimeLimit(connection, self.patience)

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
        if self._closed:
            return
        self._closed = True
        self._limit.close()
        try:
            self.flush()
        finally:
            self._db.close()
            self._lock.release()

    # Writing

    def lock(self) -> None:
        """Become the one writer now, not at the first write; `StoreInUseError` when another process is."""
        if self._closed:
            raise StoreError(f"{self.path}: closed; expected a store that is open")
        if self._thread != threading.get_ident():
            raise StoreError(f"{self.path}: opened by another thread; expected a store for each that writes")
        with explained(self.path):
            if self._lock.acquire():
                return
        raise StoreInUseError(
            f"{self.path}: another process is writing to it{self._writer()}; try again when it ends"
        )

    def _writer(self) -> str:
        """Who that is, as far as the record of runs says."""
        with suppress(sqlite3.Error, StoreError):
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
                self._rolled_back()
                raise

    def _rolled_back(self) -> None:
        """What was remembered of a transaction that failed may not be so."""
        self.frontier.rolled_back()
        self.kept.rolled_back()
        self._articles.rolled_back()

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
        """Writes inside are committed in groups; each is whole. What was complete stays on an exception.

        Clusters are worked out once a group, and when somebody asks.
        """
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
            if not self._db.in_transaction:
                return
            try:
                self._articles.settle()
                self._db.execute("COMMIT")
            except BaseException:
                self._db.rollback()
                self._rolled_back()
                raise

    def _written(self, *, grouped: bool) -> None:
        """One more piece of work is complete; commit when the group is full, or right away."""
        self._pending += 1
        size, seconds = (BATCH_SIZE, BATCH_SECONDS) if self._batching else (GROUP_SIZE, GROUP_SECONDS)
        late = self._clock() - self._group_started >= seconds
        if not grouped or late or self._pending >= size:
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
            outcome = self._articles.save(article, now=now, cause=cause)
        self._written(grouped=self._batching)
        return outcome

    def seen(self, url: str, moment: datetime) -> None:
        """An article was seen at a time, perhaps before it was first stored here."""
        with self._writing():
            self._articles.seen(url, moment)
        self._written(grouped=self._batching)

    def finish(self, visited: Visited) -> Receipt:
        """Write what came of a visit: the article, the links found and that it is done, all or nothing.

        Committed in groups; see `flush`.
        """
        visit, now = visited.visit, visited.now
        with self._writing():
            outcome, duplicate, repeated = None, False, False
            if visited.article is not None:
                outcome = self._articles.save(visited.article, now=now, cause=Cause.PUBLISHER)
                self._articles.settle()
                duplicate = self._articles.has_copies(visited.article.url)
                repeated = duplicate and self._articles.has_copies(visited.article.url, on_its_site=True)
            if visited.result is Result.GONE:
                self._articles.mark_gone(visit.url, now)
            elif visited.result is Result.UNCHANGED:
                self._articles.confirm(visit.url, now)
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
        return Receipt(outcome=outcome, duplicate=duplicate, repeated=repeated, new_links=new_links)

    def _enqueue(self, visited: Visited) -> int:
        visit, add = visited.visit, self.frontier.add
        links = visited.page.links if visited.page else ()
        count = add(visit.site, links, now=visited.now, depth=visit.depth + 1, parent=visit)
        if visited.redirect is not None:
            target = Link(url=visited.redirect, kind=visit.kind, found_by=FoundBy.REDIRECT)
            count += add(visit.site, [target], now=visited.now, depth=visit.depth, parent=visit)
        return count

    @staticmethod
    def _is_news(visited: Visited, outcome: Outcome | None, new_links: int) -> bool:
        """Whether coming back sooner would have paid."""
        if visited.article is not None:
            return outcome in (Outcome.NEW, Outcome.CHANGED)
        kind = visited.page.kind if visited.page else visited.visit.kind
        return kind in LISTS and new_links > 0

    def _age(self, visited: Visited) -> timedelta | None:
        """How old the article behind the visit is. None: unknown, or it is none."""
        if (visited.page.kind if visited.page else visited.visit.kind) is not Kind.ARTICLE:
            return None
        url = visited.article.url if visited.article else visited.visit.url
        published = self._articles.published(url)
        return max(visited.now - published, timedelta(0)) if published else None

    def remove(self, url: str) -> bool:
        """Forget an article with its versions and counts; its page stays known. Whether there was one."""
        with self._at_once():
            return self._articles.remove(url)

    # Reading

    def _settle(self) -> None:
        """Work out what is open of the clusters, for whoever asks before the group is committed."""
        if not self._articles.is_settled:
            with self._writing():
                self._articles.settle()

    def get(self, url: str) -> Article | None:
        self._settle()
        row = self._row(url)
        return from_row(row) if row else None

    def as_saved(self, url: str) -> Article | None:
        """Like `get`, with the canonical address that the article was saved with, believed or not.

        What is to be changed and saved again starts from this one.
        """
        row = self._row(url)
        if row is None or row["declared_url"] is None:
            return from_row(row) if row else None
        return replace(from_row(row), canonical_url=row["declared_url"])

    def _row(self, url: str) -> sqlite3.Row | None:
        row: sqlite3.Row | None = self._db.execute(
            "SELECT * FROM articles WHERE url = ?", (storable(url),)
        ).fetchone()
        return row

    def articles(
        self,
        *,
        site: str | None = None,
        since: datetime | date | None = None,
        until: datetime | date | None = None,
        category: str | None = None,
        language: str | None = None,
        min_quality: float | None = None,
        matching: str | None = None,
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
            min_quality=min_quality,
            matching=matching,
            where=where,
            duplicates=duplicates,
        )
        return map(from_row, self._rows(filters))

    def _rows(self, filters: Filters) -> Iterator[sqlite3.Row]:
        """All as of one moment, whatever is written meanwhile: a cluster's original may change."""
        condition, values = filters.condition()
        self.flush()
        with (
            closing(connect(self.path, read_only=True)) as snapshot,
            closing(self._limited(snapshot)) as limit,
        ):
            self._refuse_no_condition(filters)
            snapshot.execute("BEGIN")
            with self._reading(filters, limit):
                # In the order of addresses by numbers alone: whole rows would be sorted where SQLite has to sort.
                numbers = snapshot.execute(f"SELECT id FROM articles WHERE {condition} ORDER BY url", values)
            while True:
                with self._reading(filters, limit):
                    number = numbers.fetchone()
                    if number is None:
                        return
                    row = snapshot.execute("SELECT * FROM articles WHERE id = ?", tuple(number)).fetchone()
                yield row

    def count(self, **filters: Any) -> int:
        """How many `articles(**filters)` gives."""
        chosen = self._chosen(**filters)
        with self._reading(chosen):
            return browsing.count(self._db, chosen)

    def newest(self, *, limit: int, offset: int = 0, **filters: Any) -> list[Article]:
        """A page of `articles(**filters)`, the newest first, by date of publication or else when first stored."""
        chosen = self._chosen(**filters)
        with self._reading(chosen):
            return browsing.newest(self._db, chosen, limit=limit, offset=offset)

    def facets(self, **filters: Any) -> Facets:
        """How the articles that `articles(**filters)` gives spread over sites, categories, languages, months."""
        chosen = self._chosen(**filters)
        with self._reading(chosen):
            return browsing.facets(self._db, chosen)

    def known(self, urls: Iterable[str]) -> set[str]:
        """Those of the addresses that articles are stored under."""
        return browsing.known(self._db, urls)

    def search(
        self, query: str, *, limit: int = 20, offset: int = 0, newest: bool = False, **filters: Any
    ) -> list[search.Hit]:
        """Articles that have all of the query's terms, the best first, or the newest.

        Terms are parted by spaces; "quoted phrases" are kept whole, -terms excluded. `filters` are those of
        `articles`.
        """
        chosen = self._chosen(**filters)
        with self._reading(chosen):
            return search.find(self._db, query, chosen, limit=limit, offset=offset, newest=newest)

    def _chosen(self, **filters: Any) -> Filters:
        chosen = Filters(**filters)
        self._settle()
        self._refuse_no_condition(chosen)
        return chosen

    def _refuse_no_condition(self, filters: Filters) -> None:
        """Looked at by itself: `1) OR (1` would undo the other terms."""
        if filters.where is not None:
            with self._reading(filters):
                self._db.execute(f"SELECT 1 FROM articles WHERE {filters.where}\nLIMIT 0")

    @contextmanager
    def _reading(self, filters: Filters, limit: TimeLimit | None = None) -> Iterator[None]:
        """`ConditionError` for a condition of the user's that is no SQL over our columns, or takes too long."""
        try:
            with explained(self.path), (limit or self._limit).working():
                yield
        except (sqlite3.Error, sqlite3.Warning) as error:
            if filters.where is None:
                raise
            expected = "expected an SQL condition over the columns of articles"
            raise ConditionError(f"where {filters.where!r}: {error}; {expected}") from error
        except TooLongError as error:
            if filters.where is None:
                raise
            raise ConditionError(f"where {filters.where!r}: {error}") from error

    def clusters(
        self,
        *,
        site: str | None = None,
        since: datetime | date | None = None,
        min_size: int = 2,
        limit: int = 20,
    ) -> list[Cluster]:
        """Clusters of copies, those that grew last first; see `copies.clusters`."""
        self._settle()
        return copies.clusters(self._db, site=site, since=since, min_size=min_size, limit=limit)

    def cluster_of(self, url: str) -> Cluster | None:
        """An article with its copies. None: there is no such article."""
        self._settle()
        return copies.cluster_of(self._db, url)

    def cluster_sizes(self, cluster_ids: Iterable[str]) -> dict[str, int]:
        """How many articles each of the clusters has; those that there are none of are left out."""
        self._settle()
        return browsing.cluster_sizes(self._db, cluster_ids)

    def history(self, url: str) -> list[Version]:
        """What an article was, first version first, the current one last; empty: no such article."""
        return versions.history(self._db, storable(url))

    def counts(self, url: str) -> list[Counts]:
        """How views, comments and likes grew, earliest first."""
        return versions.counts(self._db, storable(url))

    # Questions in SQL

    def ask(self, sql: str, *, limit: int = 1000, seconds: float = 10) -> Answer:
        """What a user's own SELECT gives; it can only read, and `QueryError` says what is wrong with it."""
        self.flush()
        return questions.ask(self.path, sql, limit=limit, seconds=seconds)

    def tables(self) -> tuple[Table, ...]:
        """Tables and views that questions may be asked of, without what only the program understands."""
        return questions.tables(self._db)
