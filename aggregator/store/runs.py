"""The record of runs: what was asked, what came of it, why it ended; and how the sites are."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from aggregator.store.frontier import set_right
from aggregator.store.rows import read_moment, second_text, storable

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_COUNTED = ("statuses", "articles", "drops", "failures")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What a run did on one site, or altogether (`site` is empty then)."""

    site: str = ""
    pages: int = 0
    """Answers received."""
    bytes: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    """HTTP status or class of the download's error -> visits."""
    articles: Mapping[str, int] = field(default_factory=dict)
    """`new`, `changed`, `same`, `duplicate`, `gone` -> articles."""
    drops: Mapping[str, int] = field(default_factory=dict)
    """Name of the drop class -> articles."""
    failures: Mapping[str, int] = field(default_factory=dict)
    """Reason -> visits without a usable answer."""
    problem: str | None = None
    """Why the site as a whole could not be crawled. None: it could."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run as it stands on record."""

    id: int
    command: str
    started: datetime
    ended: datetime | None
    """None: it is running, or was killed and nothing has run since."""
    reason: str | None
    """`finished`, `interrupted`, `max_pages`, ...; `killed` when it ended without a word."""
    exit_code: int | None
    process: int | None
    seconds: float | None
    total: Figures
    sites: tuple[Figures, ...]


@dataclass(frozen=True, kw_only=True)
class SiteState:
    """How a site is."""

    site: str
    articles: int
    known: int
    """Addresses known."""
    due: int
    failing: int
    next_visit: datetime | None
    """Earliest; None: nothing is planned."""
    added: datetime
    last_run: datetime | None
    last_answer: datetime | None
    """Last usable answer of any page."""
    last_new: datetime | None
    """When an article was new."""
    problem: str | None
    """Of the last run; None: it went well."""


@dataclass(frozen=True, kw_only=True)
class Failing:
    """An address that did not answer usably the last time."""

    url: str
    site: str
    reason: str | None
    status: int | None
    failures: int
    """In a row."""
    fetched_at: datetime | None
    next_visit: datetime | None


class Runs:
    """The verbs; reached as `store.runs`."""

    def __init__(
        self, connection: sqlite3.Connection, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._db = connection
        self._writing = writing

    def start(self, command: str, sites: Iterable[str] = (), *, now: datetime) -> int:
        """Open a run; its number. Runs that were never ended were killed: only one writes at a time."""
        with self._writing():
            self._db.execute("UPDATE runs SET ended = started, reason = 'killed' WHERE ended IS NULL")
            set_right(self._db, now)
            for site in sites:
                add_site(self._db, site, now=now)
                self._db.execute(
                    "UPDATE sites SET last_run = ? WHERE name = ?", (second_text(now), storable(site))
                )
            cursor = self._db.execute(
                "INSERT INTO runs (command, started, process) VALUES (?, ?, ?)",
                (command, second_text(now), os.getpid()),
            )
            return int(cursor.lastrowid or 0)

    def note(self, run: int, figures: Iterable[Figures]) -> None:
        """Replace a run's figures by site. Cheap enough for every few seconds: a killed run has some."""
        figures = list(figures)
        with self._writing():
            for site in figures:
                self._db.execute(
                    """
                    INSERT INTO run_sites VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (run, site) DO UPDATE SET pages = excluded.pages, bytes = excluded.bytes,
                    statuses = excluded.statuses, articles = excluded.articles, drops = excluded.drops,
                    failures = excluded.failures, problem = excluded.problem
                    """,
                    (run, site.site, site.pages, site.bytes, *_counted(site), site.problem),
                )
            self._db.execute(
                "UPDATE runs SET pages = ?, bytes = ?, statuses = ?, articles = ?, drops = ?, failures = ?"
                " WHERE id = ?",
                (
                    sum(site.pages for site in figures),
                    sum(site.bytes for site in figures),
                    *_counted(_added_up(figures)),
                    run,
                ),
            )

    def end(self, run: int, *, now: datetime, reason: str, exit_code: int, seconds: float) -> None:
        """Close a run. `seconds` come from a clock that does not jump."""
        with self._writing():
            self._db.execute(
                "UPDATE runs SET ended = ?, reason = ?, exit_code = ?, seconds = ? WHERE id = ?",
                (second_text(now), storable(reason), exit_code, seconds, run),
            )
            self._db.execute(
                "UPDATE sites SET problem = run_sites.problem FROM run_sites"
                " WHERE run_sites.run = ? AND run_sites.site = sites.name",
                (run,),
            )

    def latest(self, limit: int = 10) -> list[Run]:
        """The newest first."""
        rows = self._db.execute("SELECT * FROM runs ORDER BY id DESC LIMIT ?", (limit,)).fetchall()
        return [self._run(row) for row in rows]

    def _run(self, row: sqlite3.Row) -> Run:
        sites = self._db.execute("SELECT * FROM run_sites WHERE run = ? ORDER BY site", (row["id"],))
        return Run(
            id=row["id"],
            command=row["command"],
            started=datetime.fromisoformat(row["started"]),
            ended=read_moment(row["ended"]),
            reason=row["reason"],
            exit_code=row["exit_code"],
            process=row["process"],
            seconds=row["seconds"],
            total=_figures(row, site="", problem=None),
            sites=tuple(_figures(site, site=site["site"], problem=site["problem"]) for site in sites),
        )

    def last_starts(self) -> dict[str, datetime]:
        """Site -> start of the last run that was asked for it."""
        rows = self._db.execute("SELECT name, last_run FROM sites WHERE last_run IS NOT NULL")
        return {row["name"]: datetime.fromisoformat(row["last_run"]) for row in rows}

    def site_states(self, *, now: datetime) -> list[SiteState]:
        """All sites that were ever crawled or imported, by name."""
        rows = self._db.execute(
            """
            SELECT name AS site, added, last_run, last_answer, last_new, problem,
                (SELECT count(*) FROM articles WHERE articles.site = name) AS articles,
                (SELECT count(*) FROM lanes JOIN pages ON lane = lanes.id WHERE lanes.site = name) AS known,
                (SELECT count(*) FROM lanes JOIN pages ON lane = lanes.id
                 WHERE lanes.site = name AND next_visit <= ?) AS due,
                (SELECT count(*) FROM pages WHERE pages.site = name AND failures > 0) AS failing,
                (SELECT min(next_visit) FROM lanes JOIN pages ON lane = lanes.id
                 WHERE lanes.site = name) AS next_visit
            FROM sites ORDER BY name
            """,
            (second_text(now),),
        )
        times = ("added", "last_run", "last_answer", "last_new", "next_visit")
        return [SiteState(**dict(row) | {name: read_moment(row[name]) for name in times}) for row in rows]

    def failing(self, site: str | None = None, *, limit: int = 50) -> list[Failing]:
        """Addresses that fail, the most stubborn first."""
        rows = self._db.execute(
            "SELECT url, site, reason, status, failures, fetched_at, next_visit FROM failing"
            " WHERE ? IS NULL OR site = ? LIMIT ?",
            (site, site, limit),
        )
        times = ("fetched_at", "next_visit")
        return [Failing(**dict(row) | {name: read_moment(row[name]) for name in times}) for row in rows]


def add_site(db: sqlite3.Connection, site: str, *, now: datetime) -> None:
    db.execute(
        "INSERT INTO sites (name, added) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
        (storable(site), second_text(now)),
    )


def site_answered(db: sqlite3.Connection, site: str, *, now: datetime, new: bool) -> None:
    """A visit brought a usable answer, and perhaps a new article."""
    add_site(db, site, now=now)
    db.execute(
        "UPDATE sites SET last_answer = :now, last_new = CASE WHEN :new THEN :now ELSE last_new END"
        " WHERE name = :site",
        {"now": second_text(now), "new": new, "site": storable(site)},
    )


def _counted(figures: Figures) -> list[str]:
    return [json.dumps(dict(getattr(figures, name)), ensure_ascii=False, sort_keys=True) for name in _COUNTED]


def _added_up(figures: Iterable[Figures]) -> Figures:
    """The counts of all sites together."""
    sums: dict[str, dict[str, int]] = {name: {} for name in _COUNTED}
    for site in figures:
        for name, total in sums.items():
            for key, count in getattr(site, name).items():
                total[key] = total.get(key, 0) + count
    return Figures(**sums)  # type: ignore[arg-type]


def _figures(row: sqlite3.Row, *, site: str, problem: str | None) -> Figures:
    counted = {name: json.loads(row[name]) for name in _COUNTED}
    return Figures(site=site, pages=row["pages"], bytes=row["bytes"], problem=problem, **counted)
