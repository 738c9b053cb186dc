"""`sites.toml`: what is peculiar to a site, as data."""

from __future__ import annotations

import difflib
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from aggregator.errors import ConfigError
from aggregator.scheduling import duration, schedule_problem
from aggregator.urls import normalise, site_of


@dataclass(frozen=True, kw_only=True)
class Site:
    """A place that articles come from."""

    name: str
    start: tuple[str, ...]
    """Where a crawl begins; their hosts are the site's hosts."""
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    allow: tuple[re.Pattern[str], ...] = ()
    """An address has to match one of them, wherever in it. Empty: every address of the hosts."""
    deny: tuple[re.Pattern[str], ...] = ()
    """An address that matches one of them is left alone."""
    delay: float | None = None
    """Seconds between two requests. None: DOWNLOAD_DELAY."""
    schedule: str | None = None
    """`30m`, `6h` or a cron expression. None: only when asked."""
    max_pages: int | None = None
    """Requests in one run. None: no limit of its own."""
    keep_pages: bool | timedelta = True
    """Whether the HTML is kept, or for how long."""
    select: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Field -> CSS or XPath selectors that override extraction."""

    @classmethod
    def of(cls, url: str) -> Site:
        """The site of a start page that sites.toml does not have."""
        url = normalise(url)
        return cls(name=site_of(url), start=(url,))

    @property
    def hosts(self) -> frozenset[str]:
        """Names as of `urls.site_of`: `www.` folded, the port kept."""
        return frozenset(map(site_of, self.start))

    def wants(self, url: str) -> bool:
        """Whether `allow` and `deny` let a crawl visit `url`, which is on one of the site's hosts."""
        if self.denies(url):
            return False
        return not self.allow or url in self.start or any(pattern.search(url) for pattern in self.allow)

    def denies(self, url: str) -> bool:
        return any(pattern.search(url) for pattern in self.deny)


def load_sites(path: str | Path) -> tuple[Site, ...]:
    """All sites of the file, in its order.

    Raises one ConfigError with every mistake: each a line that names table, key and what is expected there.
    """
    path = Path(path)
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror or error}; expected a readable TOML file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}; expected TOML in UTF-8") from error
    mistakes: list[str] = []
    sites = []
    for name, table in tables.items():
        reader = _Table(name, table, mistakes)
        sites.append(reader.site())
    _find_shared_starts([site for site in sites if site], mistakes)
    if mistakes:
        raise ConfigError("\n".join(f"{path}: {mistake}" for mistake in mistakes))
    return tuple(site for site in sites if site)


class _Table:
    """One site's table while it is read; mistakes are collected, not raised."""

    def __init__(self, name: str, table: object, mistakes: list[str]) -> None:
        self.name = name
        self.table = table
        self.mistakes = mistakes

    def site(self) -> Site | None:
        """The site, or None where the table has a mistake."""
        before = len(self.mistakes)
        if not self.name.strip():
            self.mistake("", self.name, "a name for the table")
        if not isinstance(self.table, dict):
            self.mistake("", self.table, 'a table such as [example] with start = ["https://site.example/"]')
            return None
        if parted := list(_parted(self.name, self.table)):
            self.mistakes += [
                f"[{name}]: a name with dots; expected it in quotes: [{json.dumps(name, ensure_ascii=False)}]"
                for name in parted
            ]
            return None
        self.check_names(self.table, "", tuple(READERS))
        if "start" not in self.table:
            self.mistakes.append(f"[{self.name}] start: missing; expected {READERS['start'][1]}")
        values: dict[str, Any] = {}
        for key, value in self.table.items():
            if key in READERS:
                read, expectation = READERS[key]
                try:
                    values[key] = read(value)
                except _MistakeError as error:
                    for subkey, part, wanted in error.parts:
                        self.mistake(key + subkey, part, wanted or expectation)
        return Site(name=self.name, **values) if len(self.mistakes) == before else None

    def mistake(self, key: str, value: object, expectation: str) -> None:
        place = f"[{self.name}]" + (f" {key}" if key else "")
        self.mistakes.append(f"{place}: {value!r:.100}; expected {expectation}")

    def check_names(self, table: dict[str, Any], prefix: str, known: tuple[str, ...]) -> None:
        for key in table:
            if key not in known:
                close = difflib.get_close_matches(key, known, n=1)
                hint = f"{close[0]!r}?" if close else "one of " + ", ".join(known)
                self.mistakes.append(f"[{self.name}] {prefix}{key}: unknown key; expected {hint}")


def _parted(name: str, table: dict[str, Any]) -> Iterator[str]:
    """Names without quotes that TOML took apart at their dots: tables with a start, inside of a table."""
    for key, inner in table.items():
        if key not in READERS and isinstance(inner, dict):
            if "start" in inner:
                yield f"{name}.{key}"
            yield from _parted(f"{name}.{key}", inner)


class _MistakeError(Exception):
    """Parts of a value that are wrong: where in it, the part, what was expected if not what its key says."""

    def __init__(self, *parts: tuple[str, object, str]) -> None:
        super().__init__(parts)
        self.parts = parts


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry.strip() for entry in value):
        raise _MistakeError(("", value, ""))
    return value


def _addresses(value: object) -> tuple[str, ...]:
    found: list[str] = []
    wrong: list[tuple[str, object, str]] = []
    for entry in _strings(value):
        try:
            found.append(normalise(entry))
        except ValueError:
            wrong.append(("", entry, ""))
    if wrong or not found:
        raise _MistakeError(*(wrong or [("", value, "")]))
    return tuple(found)


def _patterns(value: object) -> tuple[re.Pattern[str], ...]:
    found: list[re.Pattern[str]] = []
    wrong: list[tuple[str, object, str]] = []
    for entry in _strings(value):
        try:
            found.append(re.compile(entry))
        except re.error as error:
            wrong.append(("", entry, f"a regular expression ({error})"))
    if wrong:
        raise _MistakeError(*wrong)
    return tuple(found)


def _seconds(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 86400:
        raise _MistakeError(("", value, ""))
    return float(value)


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _MistakeError(("", value, ""))
    return value


def _schedule(value: object) -> str:
    if not isinstance(value, str) or schedule_problem(value):
        raise _MistakeError(("", value, ""))
    return value


def _keeping(value: object) -> bool | timedelta:
    if isinstance(value, bool):
        return value
    span = duration(value) if isinstance(value, str) else None
    if span is None:
        raise _MistakeError(("", value, ""))
    return span


def _selectors(value: object) -> dict[str, tuple[str, ...]]:
    from aggregator.extraction.rules.rules import FIELDS  # slow to load, and most files have no selectors

    if not isinstance(value, dict):
        raise _MistakeError(("", value, ""))
    found: dict[str, tuple[str, ...]] = {}
    wrong: list[tuple[str, object, str]] = []
    for key, entry in value.items():
        if key not in FIELDS:
            wrong.append((f".{key}", entry, "one of the keys " + ", ".join(FIELDS)))
            continue
        try:
            found[key] = tuple(_strings(entry))
        except _MistakeError:
            wrong.append((f".{key}", entry, "a CSS or XPath selector, or a list of them"))
            continue
        problems = [(selector, _selector_problem(key, selector)) for selector in found[key]]
        wrong += [(f".{key}", text, f"a CSS or XPath selector ({why})") for text, why in problems if why]
    if wrong:
        raise _MistakeError(*wrong)
    return found


def _selector_problem(field: str, selector: str) -> str | None:
    """What is wrong with it. None: it is a selector."""
    from aggregator.extraction.rules.rules import Rules

    try:
        Rules({field: (selector,)})
    except ValueError as error:
        return str(error).removeprefix(f"{field}: ")
    return None


READERS: dict[str, tuple[Callable[[object], Any], str]] = {
    "start": (_addresses, "a list of http or https addresses"),
    "feeds": (_addresses, "a list of http or https addresses"),
    "sitemaps": (_addresses, "a list of http or https addresses"),
    "allow": (_patterns, "a list of regular expressions"),
    "deny": (_patterns, "a list of regular expressions"),
    "delay": (_seconds, "seconds between 0 and 86400"),
    "schedule": (_schedule, "a span such as 30m, 6h or 1d, or a cron expression of five fields"),
    "max_pages": (_count, "a whole number above 0"),
    "keep_pages": (_keeping, "true, false or an age such as 90d"),
    "select": (_selectors, "a table of selectors"),
}
"""Key -> how its value is read and what is expected of it."""


def _find_shared_starts(sites: list[Site], mistakes: list[str]) -> None:
    """A page belongs to one site; two tables that begin at one address would both claim it."""
    owner: dict[str, str] = {}
    for site in sites:
        mistakes += [
            f"[{site.name}] start: {url!r} is a start page of [{owner[url]}] too; expected one table"
            for url in site.start
            if owner.setdefault(url, site.name) != site.name
        ]
