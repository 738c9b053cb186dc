"""The tables, and the migrations that bring an older file up to them; once released, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

from aggregator.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlite_utils import Database

migrations = Migrations("aggregator")


def upgrade(db: Database, path: Path) -> None:
    """Apply what is missing, all or nothing; `StoreError` for a file that a newer version has upgraded."""
    refuse_newer(db, path)
    if not migrations.pending(db):
        return
    db.conn.execute("BEGIN IMMEDIATE")  # two processes that create one file: the second finds it made
    try:
        migrations.apply(db)
    except BaseException:
        db.conn.rollback()
        raise
    db.conn.commit()


def refuse_newer(db: Database, path: Path) -> None:
    """`StoreError` when the file has had migrations that this version does not know."""
    known = {migration.name for migration in migrations._migrations}  # no public way to list them
    unknown = {migration.name for migration in migrations.applied(db)} - known
    if unknown:
        raise StoreError(
            f"{path}: made by a newer version of aggregator (it has {', '.join(sorted(unknown))}); "
            "install that version or name another file"
        )


def run(db: Database, statements: Iterable[str]) -> None:
    """Execute one by one; `executescript` would commit the migration's transaction halfway."""
    for statement in statements:
        db.conn.execute(statement)


@migrations(name="0001_articles")
def articles(db: Database) -> None:
    """What is collected. Columns from `url` to `duplicate_of` are the record's keys, in its order."""
    run(
        db,
        (
            """
            CREATE TABLE articles (
                -- times: ISO 8601 in UTC, or a plain date; lists: JSON; NULL: unknown
                id INTEGER PRIMARY KEY,            -- of this file only; the search index and clusters use it
                url TEXT NOT NULL UNIQUE,
                canonical_url TEXT,
                site TEXT NOT NULL,
                title TEXT,
                authors TEXT NOT NULL,             -- [{"name", "role", "url"}]
                source_name TEXT,
                date_published TEXT,
                date_published_raw TEXT,
                date_modified TEXT,
                date_modified_raw TEXT,
                category TEXT,
                breadcrumbs TEXT NOT NULL,         -- [{"name", "url"}]
                tags TEXT NOT NULL,                -- ["..."]
                language TEXT,
                description TEXT,
                text TEXT NOT NULL,
                html TEXT NOT NULL,
                main_image TEXT,
                images TEXT NOT NULL,              -- [{"url", "alt", "caption"}]
                view_count INTEGER,
                comment_count INTEGER,
                like_count INTEGER,
                related_links TEXT NOT NULL,       -- as on the page; the table of that name is for joins
                provenance TEXT NOT NULL,          -- {"field": "source"}
                date_downloaded TEXT,
                cluster_id TEXT,
                duplicate_of TEXT,                 -- url of the cluster's original; NULL: it is the original
                first_seen TEXT NOT NULL,          -- when it was first stored
                changed TEXT NOT NULL,             -- when title, text or date_published last changed
                gone TEXT                          -- when the site said that it is no more (404, 410)
            ) STRICT
            """,
            "CREATE INDEX articles_by_site ON articles (site, url)",
            "CREATE INDEX articles_by_date ON articles (date_published)",
            """
            CREATE TABLE related_links (
                article TEXT NOT NULL REFERENCES articles (url) ON DELETE CASCADE ON UPDATE CASCADE,
                position INTEGER NOT NULL,
                kind TEXT NOT NULL,                -- related, previous, next
                url TEXT NOT NULL,
                title TEXT NOT NULL,
                excerpt TEXT,
                image TEXT,
                PRIMARY KEY (article, kind, position, url)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX related_links_by_url ON related_links (url)",
            """
            CREATE TABLE article_versions (
                -- one row a change; articles has the latest text, `difference` leads back from it
                url TEXT NOT NULL REFERENCES articles (url) ON DELETE CASCADE ON UPDATE CASCADE,
                version INTEGER NOT NULL,          -- of what was replaced; the first one stored is 1
                replaced_at TEXT NOT NULL,         -- when the next version was seen
                cause TEXT NOT NULL,               -- publisher, reextraction
                title TEXT,                        -- as it was until then
                date_published TEXT,
                difference TEXT NOT NULL,          -- of the text, JSON: 7 is "7 characters stay",
                                                   -- ["old", "new"] is "old became new"
                PRIMARY KEY (url, version)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE article_counts (
                url TEXT NOT NULL REFERENCES articles (url) ON DELETE CASCADE ON UPDATE CASCADE,
                seen_at TEXT NOT NULL,
                view_count INTEGER,
                comment_count INTEGER,
                like_count INTEGER,
                PRIMARY KEY (url, seen_at)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE VIEW originals AS SELECT * FROM articles WHERE duplicate_of IS NULL",
        ),
    )


@migrations(name="0002_crawl")
def crawl(db: Database) -> None:
    """How it is collected: one row an address that is known, one a run, one a site."""
    run(
        db,
        (
            """
            CREATE TABLE lanes (
                -- a site on a host: the parts of the queue, each with a pace of its own
                id INTEGER PRIMARY KEY,
                site TEXT NOT NULL,
                host TEXT NOT NULL,                -- with port
                UNIQUE (site, host)
            ) STRICT
            """,
            """
            CREATE TABLE pages (
                id INTEGER PRIMARY KEY,
                url TEXT NOT NULL UNIQUE,
                site TEXT NOT NULL,
                lane INTEGER NOT NULL REFERENCES lanes (id),
                kind TEXT NOT NULL,                -- front, list, feed, sitemap, article, unknown, other
                state TEXT NOT NULL DEFAULT 'queued',  -- queued, or the result of the last visit
                priority INTEGER NOT NULL,         -- 0 first
                next_visit TEXT,                   -- not before; NULL: not again
                depth INTEGER NOT NULL,            -- links from a start page, at least
                found_by TEXT NOT NULL,            -- start, feed, sitemap, link, pagination, related, ...
                found_at TEXT NOT NULL,
                parent INTEGER REFERENCES pages (id) ON DELETE SET NULL,  -- page that named it first
                announced TEXT,                    -- newest lastmod or feed date that named it
                fetched_at TEXT,                   -- last visit; NULL: none yet
                status INTEGER,                    -- HTTP status of the last answer
                reason TEXT,                       -- why it failed, was dropped or refused, in a few words
                failures INTEGER NOT NULL DEFAULT 0,   -- visits without a usable answer, in a row
                unchanged INTEGER NOT NULL DEFAULT 0,  -- visits that found nothing new, in a row
                visits INTEGER NOT NULL DEFAULT 0,
                interval INTEGER,                  -- learned seconds between visits
                changed_at TEXT,                   -- last visit that found something new
                etag TEXT,
                last_modified TEXT,                -- header, as sent
                content_hash TEXT,
                redirect TEXT                      -- where it leads
            ) STRICT
            """,
            # next() is one seek a priority: equal lane and priority, then the earliest visit. Names instead
            # of the lane's number would make the index three times as large.
            "CREATE INDEX pages_due ON pages (lane, priority, next_visit)",
            "CREATE INDEX pages_failing ON pages (site, failures) WHERE failures > 0",
            """
            CREATE INDEX pages_of_lists ON pages (site, kind)
            WHERE kind IN ('front', 'list', 'feed', 'sitemap')
            """,
            """
            CREATE TABLE runs (
                id INTEGER PRIMARY KEY,
                command TEXT NOT NULL,             -- crawl, import, reextract
                started TEXT NOT NULL,
                ended TEXT,                        -- NULL: running, or killed (see reason)
                reason TEXT,                       -- finished, interrupted, max_pages, killed, ...
                exit_code INTEGER,
                process INTEGER,
                pages INTEGER NOT NULL DEFAULT 0,  -- answers received
                bytes INTEGER NOT NULL DEFAULT 0,
                seconds REAL,
                statuses TEXT NOT NULL DEFAULT '{}',   -- {"200": 17, "304": 5, "TimeoutError": 1}
                articles TEXT NOT NULL DEFAULT '{}',   -- {"new": 3, "changed": 1, "same": 9, "duplicate": 1}
                drops TEXT NOT NULL DEFAULT '{}',      -- {"TooShort": 2}
                failures TEXT NOT NULL DEFAULT '{}'    -- {"timeout": 1}
            ) STRICT
            """,
            """
            CREATE TABLE run_sites (
                run INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                site TEXT NOT NULL,
                pages INTEGER NOT NULL,
                bytes INTEGER NOT NULL,
                statuses TEXT NOT NULL,
                articles TEXT NOT NULL,
                drops TEXT NOT NULL,
                failures TEXT NOT NULL,
                problem TEXT,                      -- why the site as a whole could not be crawled
                PRIMARY KEY (run, site)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE sites (
                name TEXT NOT NULL PRIMARY KEY,
                added TEXT NOT NULL,
                last_run TEXT,                     -- start of the last run that was asked for it
                last_answer TEXT,                  -- last usable answer
                last_new TEXT,                     -- last time an article was new
                problem TEXT                       -- of the last run; NULL: it went well
            ) STRICT
            """,
            """
            CREATE VIEW failing AS
            SELECT url, site, state, reason, status, failures, fetched_at, next_visit
            FROM pages WHERE failures > 0 ORDER BY failures DESC, url
            """,
            """
            CREATE VIEW queue AS
            SELECT p.url, p.site, p.kind, p.priority, p.next_visit, p.depth, p.found_by, q.url AS found_on
            FROM pages p LEFT JOIN pages q ON q.id = p.parent
            WHERE p.next_visit IS NOT NULL ORDER BY p.lane, p.priority, p.next_visit
            """,
        ),
    )


@migrations(name="0003_kept_pages")
def kept_pages(db: Database) -> None:
    """Pages as received, compressed; one a URL, the latest."""
    run(
        db,
        (
            """
            CREATE TABLE dictionaries (
                id INTEGER PRIMARY KEY AUTOINCREMENT,  -- never given twice: readers remember them
                site TEXT NOT NULL,
                made_at TEXT NOT NULL,
                content BLOB NOT NULL              -- pages of the site, joined, compressed with zstd
            ) STRICT
            """,
            "CREATE INDEX dictionaries_by_site ON dictionaries (site, id)",
            """
            CREATE TABLE kept_pages (
                url TEXT NOT NULL PRIMARY KEY,
                site TEXT NOT NULL,
                fetched_at TEXT NOT NULL,
                content_type TEXT,
                size INTEGER NOT NULL,             -- bytes as received
                dictionary INTEGER REFERENCES dictionaries (id),  -- NULL: compressed without one
                body BLOB NOT NULL                 -- zstd
            ) STRICT
            """,
            "CREATE INDEX kept_pages_by_site ON kept_pages (site, fetched_at)",
        ),
    )


@migrations(name="0004_search")
def search(db: Database) -> None:
    """The search index: see search.py for what stands in it. It keeps no copy of the texts."""
    run(
        db,
        (
            """
            CREATE VIRTUAL TABLE articles_search USING fts5 (
                title, people, topics, text,
                content = '', tokenize = "porter unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
            )
            """,
        ),
    )


@migrations(name="0005_clusters")
def clusters(db: Database) -> None:
    """Who copied whom: columns of articles, and what it takes to find out (links.py, sketch_index.py)."""
    run(
        db,
        (
            # exact, near, contained or version, and how much of the smaller text is shared; NULL: an original
            "ALTER TABLE articles ADD COLUMN relation TEXT",
            "ALTER TABLE articles ADD COLUMN similarity REAL",
            "CREATE INDEX articles_by_cluster ON articles (cluster_id)",
            """
            CREATE TABLE texts (
                id INTEGER PRIMARY KEY,
                hash INTEGER NOT NULL UNIQUE       -- of the normal form: exact copies have one text
            ) STRICT
            """,
            """
            CREATE TABLE placed (
                article INTEGER PRIMARY KEY REFERENCES articles (id),
                text INTEGER NOT NULL REFERENCES texts (id),
                published INTEGER NOT NULL,        -- seconds since 1970; 2^40: unknown or not credible
                first_seen INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX placed_by_text ON placed (text)",
            """
            CREATE TABLE sketch_keys (
                key INTEGER NOT NULL,              -- one of the smallest shingle hashes of the text
                text INTEGER NOT NULL,
                PRIMARY KEY (key, text)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE common_keys (
                -- keys that stand in many texts; of these only neighbours by hash are compared
                key INTEGER NOT NULL,
                hash INTEGER NOT NULL,
                text INTEGER NOT NULL,
                PRIMARY KEY (key, hash)
            ) STRICT, WITHOUT ROWID
            """,
            """
            CREATE TABLE links (
                one INTEGER NOT NULL,              -- texts, the smaller number first
                other INTEGER NOT NULL,
                relation TEXT NOT NULL,
                similarity REAL NOT NULL,
                PRIMARY KEY (one, other)
            ) STRICT, WITHOUT ROWID
            """,
            "CREATE INDEX links_by_other ON links (other)",
        ),
    )


@migrations(name="0006_quality")
def quality(db: Database) -> None:
    """How much a text reads like an article; see quality.py."""
    run(
        db,
        (
            "ALTER TABLE articles ADD COLUMN quality REAL",  # 0 to 1; NULL: stored before this was measured
            "ALTER TABLE articles ADD COLUMN quality_parts TEXT",  # {"length": 1.0, ...}
        ),
    )


@migrations(name="0007_site_templates")
def site_templates(db: Database) -> None:
    """Template text of sites: lines left out of articles; see site_templates.py."""
    run(
        db,
        (
            """
            CREATE TABLE site_templates (
                site TEXT NOT NULL,
                key TEXT NOT NULL,                 -- the line folded, numbers as 0
                example TEXT NOT NULL,
                articles INTEGER NOT NULL,         -- how many different ones had it when it was learned
                PRIMARY KEY (site, key)
            ) STRICT, WITHOUT ROWID
            """,
        ),
    )


@migrations(name="0008_declared_url")
def declared_url(db: Database) -> None:
    """What pages declare as their canonical address, beside what of it is believed; see canonical.py."""
    run(
        db,
        (
            "ALTER TABLE articles ADD COLUMN declared_url TEXT",  # NULL: none, or its own
            "UPDATE articles SET declared_url = canonical_url WHERE canonical_url <> url",
            """
            CREATE INDEX articles_by_declared ON articles (declared_url, title)
            WHERE declared_url IS NOT NULL
            """,
            """
            CREATE INDEX articles_by_believed ON articles (declared_url, canonical_url)
            WHERE declared_url IS NOT NULL
            """,
        ),
    )


@migrations(name="0009_kept_parts")
def kept_parts(db: Database) -> None:
    """Pages that go on with an article are kept with its first one."""
    run(
        db,
        (
            "ALTER TABLE kept_pages ADD COLUMN first TEXT",  # url of the page that it goes on from; NULL: none
            "ALTER TABLE kept_pages ADD COLUMN part INTEGER",  # its place among the parts, from 2
            "CREATE INDEX kept_parts ON kept_pages (first, part) WHERE first IS NOT NULL",
        ),
    )


@migrations(name="0010_browsing")
def browsing(db: Database) -> None:
    """What lists, counts and filters look at, apart from the rows, which are long; see browsing.py, filters.py."""
    run(
        db,
        (
            # date_published and first_seen by themselves too: without them SQLite before 3.41 reads the row
            """
            CREATE INDEX articles_by_newest ON articles (
                coalesce(date_published, first_seen) DESC, url, site, category, language,
                date_published, first_seen, quality, cluster_id, duplicate_of
            )
            """,
            "DROP INDEX articles_by_cluster",
            "CREATE INDEX articles_by_cluster ON articles (cluster_id, duplicate_of)",
        ),
    )
