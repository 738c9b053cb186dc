"""Runs one crawl in this process, from targets to a summary."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.log import install_scrapy_root_handler

from aggregator import settings as defaults
from aggregator.crawling.crawl import Crawl, Eager
from aggregator.crawling.owners import Owners
from aggregator.errors import ConfigError, UsageError
from aggregator.sites import Site, load_sites
from aggregator.store import Store
from aggregator.urls import normalise, site_of

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from aggregator.crawling.summary import RunSummary

GRACE = 8.0
"""Seconds that requests under way have to end after Ctrl-C or SIGTERM. What does not is fetched next time."""

_AT_LEAST_ONE = ("CONCURRENT_REQUESTS", "CONCURRENT_REQUESTS_PER_DOMAIN")
"""Settings that let nothing happen at 0; the other numbers may be 0."""

_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def run(
    targets: Sequence[str],
    *,
    db: str | Path,
    sites_file: str | Path | None = None,
    max_pages: int | None = None,
    full: bool = False,
    due_only: bool = False,
    settings: Mapping[str, str] | None = None,
) -> RunSummary:
    """Fetch what is due of `targets` into the store at `db`.

    What is named counts as due, with its lists unless `due_only`: then its start pages and feeds alone.
    `targets` are addresses or names of tables in `sites_file`; none means every table of it. Without a
    `sites_file`, `sites.toml` of the working directory is read where it exists. `settings` are those of
    `-s NAME=VALUE`. Raises ConfigError or StoreError before the first request; what fails later is the
    summary's `failure`: CrawlError when nothing could be stored and errors happened, StoreError when the store
    could no longer be written. Ctrl-C and SIGTERM end it cleanly, with the reason `interrupted`. Once per
    process.
    """
    values = Settings()
    values.setmodule("aggregator.settings", priority="project")
    values.set("AGGREGATOR_DB", str(db), priority="cmdline")
    values.set("AGGREGATOR_FULL", full, priority="cmdline")
    if sites_file is not None:
        values.set("AGGREGATOR_SITES", str(sites_file), priority="cmdline")
    if max_pages is not None:
        values.set("AGGREGATOR_MAX_PAGES", max_pages, priority="cmdline")
    values.update(dict(settings or {}), priority="cmdline")
    crawl = open_crawl(targets, values)
    try:
        _work(crawl, values, eager_for(targets, due_only=due_only))
    except BaseException:
        crawl.close("error")
        raise
    crawl.close("interrupted")  # unless it ended by itself
    assert crawl.summary is not None
    return crawl.summary


def eager_for(targets: Collection[str], *, due_only: bool = False) -> Eager:
    """What a run over these targets looks at though it is not due."""
    if not targets:
        return Eager.NOTHING
    return Eager.ENTRANCES if due_only else Eager.LISTS


def _work(crawl: Crawl, settings: Settings, eager: Eager) -> None:
    """Run the reactor until the crawl is over."""
    settings.set("LOG_INSTALL_ROOT_HANDLER", False, priority="cmdline")  # by us, when the level is right
    process = _Process(settings)
    level = settings["LOG_LEVEL"]
    if level != "DEBUG":
        logging.getLogger("scrapy").setLevel(logging.WARNING)  # tells of its own set-up at INFO
    install_scrapy_root_handler(settings)
    task = process.crawl("articles", crawl=crawl, eager=eager)
    with crawl.progress.shown(level):
        process.start()
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error


class _Process(AsyncCrawlerProcess):
    """Scrapy's process, which does not wait for slow servers once it was told to end."""

    def _signal_shutdown(self, signum: int, frame: Any) -> None:
        from twisted.internet import reactor

        super()._signal_shutdown(signum, frame)
        reactor.callFromThread(reactor.callLater, GRACE, self._stop_waiting)

    def _stop_waiting(self) -> None:
        logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # complains of tasks that did not end
        self._stop_reactor()


def open_crawl(targets: Sequence[str], settings: BaseSettings) -> Crawl:
    """A run on record with its store open for writing; what is wrong with either is told before a request."""
    now = datetime.now(UTC)
    _check(settings)
    known = _known_sites(settings)
    sites = choose_sites(targets, known, file=settings["AGGREGATOR_SITES"])
    store = Store(settings["AGGREGATOR_DB"])
    try:
        store.lock()
        run_id = store.runs.start("crawl", [site.name for site in sites], now=now)
        store.frontier.hand_over(Owners(_all(known, sites)).names)
    except BaseException:
        store.close()
        raise
    return Crawl(
        store,
        sites,
        run_id=run_id,
        started=now,
        full=settings.getbool("AGGREGATOR_FULL"),
        max_pages=settings.getint("AGGREGATOR_MAX_PAGES") or None,
        trap_budget=settings.getint("AGGREGATOR_TRAP_BUDGET"),
        backoff=settings.getfloat("AGGREGATOR_BACKOFF"),
    )


def _all(known: Sequence[Site], chosen: Sequence[Site]) -> list[Site]:
    """All sites there are, in the order of sites.toml, with what the targets added to them."""
    by_name = {site.name: site for site in known} | {site.name: site for site in chosen}
    return list(by_name.values())


def _check(settings: BaseSettings) -> None:
    """ConfigError for a setting that `aggregator.settings` has a number or a switch for and that is none."""
    readers: dict[type, tuple[Callable[[str], float], str]] = {
        bool: (settings.getbool, "True or False"),
        int: (settings.getint, "a whole number from {}"),
        float: (settings.getfloat, "a number from {}"),
    }
    for name, default in vars(defaults).items():
        if name.isupper() and type(default) in readers:
            read, expected = readers[type(default)]
            least = int(name in _AT_LEAST_ONE)
            try:
                if not least <= read(name) < inf:  # neither is what is not a number
                    raise ValueError
            except (ValueError, OverflowError) as error:
                raise ConfigError(f"{name}={settings[name]!s}; expected {expected.format(least)}") from error
    if settings["LOG_LEVEL"] not in _LOG_LEVELS:
        raise ConfigError(f"LOG_LEVEL={settings['LOG_LEVEL']!s}; expected one of {', '.join(_LOG_LEVELS)}")


def _known_sites(settings: BaseSettings) -> tuple[Site, ...]:
    """What sites.toml has; nothing where there is no such file and nobody named one."""
    path = Path(settings["AGGREGATOR_SITES"])
    named = (settings.getpriority("AGGREGATOR_SITES") or 0) > (settings.getpriority("SPIDER_MODULES") or 0)
    return load_sites(path) if named or path.exists() else ()


def choose_sites(targets: Sequence[str], known: Sequence[Site], *, file: str) -> tuple[Site, ...]:
    """The sites that `targets` mean, each once. An address on a host of a table gets the table's rules."""
    if not targets:
        if not known:
            raise UsageError(f"nothing to crawl; expected an address, or sites in {file}")
        return tuple(known)
    by_name = {site.name: site for site in known}
    chosen: dict[str, Site] = {}
    for target in targets:
        site = by_name[target] if target in by_name else _site_at(target, known, file)
        earlier = chosen.get(site.name)
        start = (earlier.start if earlier else ()) + site.start
        chosen[site.name] = replace(site, start=tuple(dict.fromkeys(start)))
    return tuple(chosen.values())


def _site_at(target: str, known: Sequence[Site], file: str) -> Site:
    try:
        url = normalise(target)
    except ValueError as error:
        raise UsageError(
            f"{target or repr(target)}: expected an http or https address, or the name of a table in {file}"
        ) from error
    for site in known:
        if site_of(url) in site.hosts:
            return replace(site, start=tuple(dict.fromkeys((*site.start, url))))
    return Site.of(url)
