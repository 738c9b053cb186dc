"""Pages as received, compressed with zstd, one an address: what a re-extraction reads instead of fetching.

Pages of one site share a template, so that a few of them make a dictionary for the others. It is raw content
and not a trained one: on complete sites it came out smaller in 15 of 17 cases, and it does not change with
the library's version.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import zstandard

from aggregator.items import Kind, Page
from aggregator.store.rows import second_text, storable
from aggregator.store.visits import content_hash

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager

LEVEL = 9
"""Half a millisecond a page; higher ones take three times as long for one percent."""

SAMPLES = 8
"""Pages in a dictionary."""

ATTEMPTS = (32, 128, 512)
"""Pages of a site at which a dictionary is tried, until one pays; few, since all are compressed again then."""

LARGEST_DICTIONARY = 512 * 1024
CHUNK = 50


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What the kept pages of a site take."""

    site: str
    pages: int
    received: int
    """Bytes as they came."""
    stored: int
    """Bytes in the file, the dictionary's included."""


class KeptPages:
    """The verbs; reached as `store.kept`."""

    def __init__(
        self, connection: sqlite3.Connection, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._db = connection
        self._writing = writing
        self._dictionaries: dict[int | None, zstandard.ZstdCompressionDict | None] = {None: None}
        self._compressors: dict[str, tuple[int | None, zstandard.ZstdCompressor]] = {}
        self._counts: dict[str, int] = {}

    def rolled_back(self) -> None:
        """Dictionaries made in a transaction that failed do not exist: ask the file anew."""
        self._dictionaries = {None: None}
        self._compressors = {}
        self._counts = {}

    def keep(self, page: Page) -> None:
        """Keep a page with its parts in place of an earlier one of its address."""
        with self._writing():
            self._db.execute("DELETE FROM kept_pages WHERE first = ?", (storable(page.url),))
            self._keep(page, None, None)
            for number, part in enumerate(page.parts, start=2):
                self._keep(part, page.url, number)

    def _keep(self, page: Page, first: str | None, part: int | None) -> None:
        self._write(page, first and storable(first), part)
        if self._count(page.site) in ATTEMPTS and self._compressor(page.site)[0] is None:
            self._make_dictionary(page.site, page.fetched_at)

    def _count(self, site: str) -> int:
        """How many pages of the site are or were kept, this one the last."""
        if site in self._counts:
            self._counts[site] += 1
        else:
            (count,) = self._db.execute("SELECT count(*) FROM kept_pages WHERE site = ?", (site,)).fetchone()
            self._counts[site] = count
        return self._counts[site]

    def _write(self, page: Page, first: str | None, part: int | None) -> None:
        dictionary, compressor = self._compressor(page.site)
        self._db.execute(
            """
            INSERT OR REPLACE INTO kept_pages
            (url, site, fetched_at, content_type, size, dictionary, body, first, part)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                storable(page.url),
                page.site,
                second_text(page.fetched_at),
                None if page.content_type is None else storable(page.content_type),
                len(page.body),
                dictionary,
                compressor.compress(page.body),
                first,
                part,
            ),
        )

    def held_until(self, page: Page) -> datetime:
        """When a page was last known to be as it is kept: a later visit may have found it unchanged."""
        row = self._db.execute(
            """
            SELECT fetched_at FROM pages
            WHERE url = ? AND content_hash = ? AND state IN ('done', 'unchanged') AND fetched_at > ?
            """,
            (storable(page.url), content_hash(page.body), second_text(page.fetched_at)),
        ).fetchone()
        return datetime.fromisoformat(row["fetched_at"]) if row else page.fetched_at

    def get(self, url: str) -> Page | None:
        row = self._db.execute(_SELECT + " WHERE kept_pages.url = ?", (storable(url),)).fetchone()
        return self._page(row) if row else None

    def pages(self, *, site: str | None = None, since: datetime | None = None) -> Iterator[Page]:
        """With their parts, in the order of addresses, read as they are asked for; `since` is about the fetch."""
        sql = f"{_SELECT} WHERE kept_pages.url > :after AND {_CHOSEN} ORDER BY kept_pages.url LIMIT {CHUNK}"
        values = {"site": site, "since": since and second_text(since), "after": ""}
        while rows := self._db.execute(sql, values).fetchall():
            yield from map(self._page, rows)
            values["after"] = rows[-1]["url"]

    def count(self, *, site: str | None = None, since: datetime | None = None) -> int:
        """How many `pages` gives."""
        values = {"site": site, "since": since and second_text(since)}
        (count,) = self._db.execute(f"SELECT count(*) FROM kept_pages WHERE {_CHOSEN}", values).fetchone()
        return int(count)

    def forget(self, site: str, *, before: datetime | None = None) -> int:
        """Drop the pages of a site that were fetched earlier (None: all); how many."""
        with self._writing():
            dropped = self._db.execute(
                "DELETE FROM kept_pages WHERE site = ? AND (? IS NULL OR fetched_at < ?)",
                (site, *[before and second_text(before)] * 2),
            ).rowcount
            dropped += self._db.execute(
                "DELETE FROM kept_pages WHERE first IS NOT NULL AND first NOT IN (SELECT url FROM kept_pages)"
            ).rowcount
            self._db.execute(
                "DELETE FROM dictionaries WHERE site = ? AND id NOT IN"
                " (SELECT dictionary FROM kept_pages WHERE dictionary IS NOT NULL)",
                (site,),
            )
            self.rolled_back()
            return dropped

    def costs(self) -> list[Cost]:
        rows = self._db.execute(
            """
            SELECT site, count(*) AS pages, sum(size) AS received, sum(length(body)) + coalesce((
                SELECT sum(length(content)) FROM dictionaries WHERE dictionaries.site = kept_pages.site
            ), 0) AS stored
            FROM kept_pages GROUP BY site ORDER BY site
            """
        )
        return [Cost(**dict(row)) for row in rows]

    def _make_dictionary(self, site: str, now: datetime) -> None:
        """Make one when it saves more than it costs, judged by pages that are not part of it."""
        urls = [url for (url,) in self._db.execute("SELECT url FROM kept_pages WHERE site = ?", (site,))]
        if len(urls) < ATTEMPTS[0]:
            return
        urls.sort()
        content = self._joined(_spread(urls, SAMPLES, 0))
        others = list(self._bodies(_spread(urls, SAMPLES, len(urls) // SAMPLES // 2)))
        plain, helped = zstandard.ZstdCompressor(level=LEVEL), _with(content)
        saved = sum(len(plain.compress(body)) - len(helped.compress(body)) for body in others)
        compressed = plain.compress(content)
        if saved / len(others) * len(urls) <= len(compressed):
            return
        self._db.execute(
            "INSERT INTO dictionaries (site, made_at, content) VALUES (?, ?, ?)",
            (site, second_text(now), compressed),
        )
        self._compressors.pop(site, None)
        number, compressor = self._compressor(site)
        for url, body in zip(urls, self._bodies(urls), strict=True):
            self._db.execute(
                "UPDATE kept_pages SET dictionary = ?, body = ? WHERE url = ?",
                (number, compressor.compress(body), url),
            )

    def _bodies(self, urls: list[str]) -> Iterator[bytes]:
        for url in urls:
            row = self._db.execute("SELECT dictionary, body FROM kept_pages WHERE url = ?", (url,)).fetchone()
            yield self._body(row)

    def _body(self, row: sqlite3.Row) -> bytes:
        decompressor = zstandard.ZstdDecompressor(dict_data=self._dictionary(row["dictionary"]))
        return decompressor.decompress(row["body"])

    def _joined(self, urls: list[str]) -> bytes:
        """Their bodies, as many as go into a dictionary; of the first one at least a part."""
        joined = b""
        for body in self._bodies(urls):
            if not joined or len(joined) + len(body) <= LARGEST_DICTIONARY:
                joined += body[:LARGEST_DICTIONARY]
        return joined

    def _compressor(self, site: str) -> tuple[int | None, zstandard.ZstdCompressor]:
        if site not in self._compressors:
            (latest,) = self._db.execute(
                "SELECT max(id) FROM dictionaries WHERE site = ?", (site,)
            ).fetchone()
            dictionary = self._dictionary(latest)
            if dictionary is not None:
                dictionary.precompute_compress(level=LEVEL)
            self._compressors[site] = (latest, zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary))
        return self._compressors[site]

    def _dictionary(self, number: int | None) -> zstandard.ZstdCompressionDict | None:
        if number not in self._dictionaries:
            (content,) = self._db.execute(
                "SELECT content FROM dictionaries WHERE id = ?", (number,)
            ).fetchone()
            self._dictionaries[number] = _raw(zstandard.ZstdDecompressor().decompress(content))
        return self._dictionaries[number]

    def _page(self, row: sqlite3.Row) -> Page:
        parts = self._db.execute(
            f"{_SELECT} WHERE kept_pages.first = ? ORDER BY kept_pages.part", (row["url"],)
        )
        return Page(
            url=row["url"],
            site=row["site"],
            kind=Kind(row["kind"]),
            status=200,
            fetched_at=datetime.fromisoformat(row["fetched_at"]),
            content_type=row["content_type"],
            body=self._body(row),
            parts=tuple(map(self._page, parts.fetchall())),
        )


_SELECT = """
SELECT kept_pages.*, coalesce(pages.kind, 'unknown') AS kind
FROM kept_pages LEFT JOIN pages ON pages.url = kept_pages.url
"""
_CHOSEN = """
first IS NULL AND (:site IS NULL OR kept_pages.site = :site)
AND (:since IS NULL OR kept_pages.fetched_at >= :since)
"""


def _raw(content: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def _with(content: bytes) -> zstandard.ZstdCompressor:
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=_raw(content))


def _spread(urls: list[str], count: int, offset: int) -> list[str]:
    """`count` of the addresses, evenly over the site."""
    return [urls[(index * len(urls)) // count + offset] for index in range(count)]
