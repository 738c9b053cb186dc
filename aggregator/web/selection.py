"""Which articles a page is about: the parameters of its address, read, and written again."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aggregator.errors import UsageError
from aggregator.moments import moment

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.datastructures import QueryParams

_TEXTS = ("site", "category", "language", "where")
_TIMES = ("since", "until")
NARROWING = ("site", "category", "language", "since", "until", "min_quality", "where")
"""Parameters that leave articles out; called as the options of `aggregator export`."""

_KNOWN = ("q", *NARROWING, "with_duplicates", "order", "page")
_OF_PAGES = ("lang",)
_FURTHEST = 100_000
_LONGEST = 2_000
"""Characters of a parameter, which each link of a page repeats."""


def whole_number(name: str, text: str, *, most: int) -> int:
    """From 1 to `most`. Raises UsageError for what is no such number."""
    if not re.fullmatch("[1-9][0-9]{0,8}", text) or int(text) > most:
        raise UsageError(f"{name} {text!r}; expected a number from 1 to {most}")
    return int(text)


def is_on(name: str, parameters: Mapping[str, str]) -> bool:
    """Whether a parameter is 1. Raises UsageError where it is something else."""
    text = parameters.get(name, "")
    if text not in ("", "1"):
        raise UsageError(f"{name} {text!r}; expected 1, or nothing at all")
    return text == "1"


@dataclass(frozen=True)
class Selection:
    """What an address says of the articles that it wants."""

    given: Mapping[str, str]
    """Parameters that are known and not empty, as they stand in the address."""

    @classmethod
    def of(cls, parameters: QueryParams, *others: str) -> Selection:
        """Of parameters that are given twice, the last one counts. `others` are not of the selection.

        Raises UsageError for one that nobody knows, lest a word mistyped choose everything, or that is too long.
        """
        for name, text in parameters.items():
            if name not in (*_KNOWN, *_OF_PAGES, *others):
                raise UsageError(
                    f"{name}: no such parameter; expected one of {', '.join((*_KNOWN, *others))}"
                )
            if len(text) > _LONGEST:
                raise UsageError(f"{name}: {len(text)} characters; expected {_LONGEST} at most")
        return cls({name: text for name in _KNOWN if (text := parameters.get(name, "").strip())})

    @property
    def query(self) -> str:
        """Words that the articles have. Empty: whatever they have."""
        return self.given.get("q", "")

    @property
    def newest_first(self) -> bool:
        """Else the best match is first."""
        return not self.query or self.given.get("order") == "newest"

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out besides copies."""
        return any(name in self.given for name in ("q", *NARROWING))

    @property
    def has_hidden_filters(self) -> bool:
        """Whether anything is chosen that no link of the page can choose."""
        return any(
            name in self.given for name in ("until", "since", "min_quality", "where", "with_duplicates")
        )

    @property
    def page(self) -> int:
        """From 1. Raises UsageError for what is no such number."""
        return whole_number("page", self.given.get("page", "1"), most=_FURTHEST)

    def filters(self, *, now: datetime, with_query: bool = True) -> dict[str, Any]:
        """Arguments of the store's verbs. Raises UsageError for what cannot be read."""
        filters: dict[str, Any] = {name: self.given.get(name) for name in _TEXTS}
        for name in _TIMES:
            filters[name] = self._time(name, now) if name in self.given else None
        filters["min_quality"] = self._quality() if "min_quality" in self.given else None
        filters["duplicates"] = is_on("with_duplicates", self.given)
        if with_query and self.query:
            filters["matching"] = self.query
        return filters

    def _time(self, name: str, now: datetime) -> Any:
        try:
            return moment(self.given[name], now=now)
        except ValueError as error:
            raise UsageError(f"{name} {error}") from None

    def _quality(self) -> float:
        text = self.given["min_quality"]
        try:
            quality = float(text)
        except ValueError:
            quality = -1.0
        if not 0 <= quality <= 1:
            raise UsageError(f"min_quality {text!r}; expected a number from 0 to 1")
        return quality

    def link(self, path: str = "/", **changes: str | int | None) -> str:
        """The address of the same selection with parameters changed, or left out (None).

        It begins on the first page, unless it says otherwise.
        """
        wanted: dict[str, str | int | None] = {**self.given, "page": None, **changes}
        kept = {name: wanted[name] for name in _KNOWN if wanted.get(name) is not None}
        return f"{path}?{urlencode(kept)}" if kept else path

    def command(self, db: Path) -> str:
        """The command line that exports the same articles."""
        words = ["aggregator", "export", "--db", str(db), "-o", "articles.jsonl"]
        if self.query:
            words += ["--matching", self.query]
        for name in NARROWING:
            if name in self.given:
                words += [f"--{name.replace('_', '-')}", self.given[name]]
        if "with_duplicates" in self.given:
            words.append("--with-duplicates")
        return shlex.join(words)
