"""Takes records of the export format into the store, through the stages a crawled article passes.

Nothing is fetched and nothing is dropped for being short: whoever imports has chosen. What a record does not name
stays as stored, so that a file of addresses and tags adds tags; what is older than stored is left out, so that the
exports of two machines may be merged in either order.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from aggregator.extraction.language import of_text
from aggregator.items import RECORD_KEYS, Article, Crumb, Image, Person, RelatedKind, RelatedLink
from aggregator.record_lines import numbered
from aggregator.store import Outcome
from aggregator.text import clean_body
from aggregator.urls import normalise
from pipelines.cleaning import CleanText
from pipelines.foreign import MakeHarmless
from pipelines.links import TidyLinks
from pipelines.metadata import CompleteMetadata
from pipelines.templates import LeaveOutTemplates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from aggregator.store import Store
    from pipelines.stage import ArticleStage


class Fate(StrEnum):
    """What came of a line."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    OLDER = "older"
    """What is stored was downloaded later."""
    BAD = "bad"
    """No record; left out and reported."""


@dataclass(frozen=True)
class ImportSummary:
    """How many lines met which fate."""

    counts: Counter[Fate] = field(default_factory=Counter)

    @property
    def lines(self) -> int:
        return self.counts.total()


class BadRecordError(ValueError):
    """A line is no record; the message names the key and what was expected."""


_FATES: Final = {Outcome.NEW: Fate.NEW, Outcome.CHANGED: Fate.CHANGED, Outcome.SAME: Fate.SAME}


def import_records(
    lines: Iterable[str | bytes],
    store: Store,
    now: datetime,
    *,
    report: Callable[[int, str], None] = lambda number, reason: None,
) -> ImportSummary:
    """Store the records in `lines`, one JSON object a line or all in one array.

    `report` hears of each bad record by the number of its line.
    Importing twice is harmless. `now` counts as the time of download where a record names none.
    """
    stages: list[ArticleStage] = [
        CleanText(),
        CompleteMetadata(),
        MakeHarmless(),
        TidyLinks(),
        LeaveOutTemplates(store.templates.keys),
    ]
    summary = ImportSummary()
    with store.batch():
        for number, line in numbered(lines):
            try:
                fate = _import(_parse(line), store, now, stages)
            except BadRecordError as error:
                report(number, str(error))
                fate = Fate.BAD
            summary.counts[fate] += 1
    return summary


def _import(given: dict[str, Any], store: Store, now: datetime, stages: list[ArticleStage]) -> Fate:
    stored = store.as_saved(given["url"])
    downloaded = given.get("date_downloaded")
    if stored and stored.date_downloaded and downloaded and downloaded < stored.date_downloaded:
        store.seen(stored.url, downloaded)
        return Fate.OLDER
    if stored and given.get("canonical_url") in (stored.url, given["url"]):
        del given["canonical_url"]  # an export has what is believed, which may be less than the page declares
    article = replace(stored or Article(url=given["url"]), **given)
    if "html" not in given and (stored is None or stored.text != clean_body(article.text, article.title)):
        article = replace(article, html="")  # what is stored would be that of another text
    if article.date_downloaded is None:
        article = replace(article, date_downloaded=now)
    for stage in stages:
        article = stage.process(article)
    if not article.text:
        raise BadRecordError("text: nothing is left of it after cleaning; expected an article's text")
    if article.language is None and "language" not in given:
        article = _with_language(article)
    return _FATES[store.save(article, now=downloaded or now)]


def _with_language(article: Article) -> Article:
    """The language as of title and text, for a record that does not name it."""
    found = of_text(f"{article.title or ''}\n{article.text}")
    return (
        replace(article, language=found, provenance={**article.provenance, "language": "text"})
        if found
        else article
    )


def _parse(line: str | bytes) -> dict[str, Any]:
    """The fields that a line names, as `Article` has them."""
    try:
        record = json.loads(
            line.decode("utf-8-sig") if isinstance(line, bytes) else line.removeprefix("\ufeff")
        )
    except (ValueError, RecursionError) as error:
        raise BadRecordError(f"not JSON in UTF-8: {error}") from error
    if not isinstance(record, dict):
        raise BadRecordError(f"expected an object, got {_named(record)}")
    for key in ("url", "text"):
        if not isinstance(record.get(key), str) or not record[key].strip():
            raise BadRecordError(f"{key}: expected a string with content, got {_named(record.get(key))}")
    given = {
        key: _READERS.get(key, _text)(key, record[key])
        for key in RECORD_KEYS
        if key in record and key not in _DERIVED and (record[key] is not None or key in _NULLABLE)
    }
    given["url"] = _address(record["url"])
    return given


_DERIVED: Final = ("cluster_id", "duplicate_of")
"""They follow from all articles of this store together."""


def _address(url: str) -> str:
    try:
        return normalise(url)
    except ValueError:
        raise BadRecordError(f"url: expected an absolute http or https address, got {url[:100]!r}") from None


def _named(value: object) -> str:
    """What kind of JSON value it is."""
    if value is None:
        return "nothing"
    names = {str: "a string", bool: "true or false", dict: "an object", list: "a list"}
    return names.get(type(value), "a number")


def _expect(key: str, value: object, kind: type, expected: str) -> Any:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise BadRecordError(f"{key}: expected {expected}, got {_named(value)}")
    return value


def _text(key: str, value: object) -> str | None:
    return None if value is None else str(_expect(key, value, str, "a string"))


def _count(key: str, value: object) -> int | None:
    return None if value is None else int(_expect(key, value, int, "a whole number"))


def _time(key: str, value: object) -> datetime | date | None:
    """A time with its offset, or a plain date."""
    text = _text(key, value)
    if text is None:
        return None
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise BadRecordError(f"{key}: expected an ISO 8601 date, or time with offset, got {text[:40]!r}")


def _moment(key: str, value: object) -> datetime | None:
    moment = _time(key, value)
    if moment is not None and not isinstance(moment, datetime):
        raise BadRecordError(f"{key}: expected an ISO 8601 time with offset, got {value!r}")
    return moment


def _language(key: str, value: object) -> str | None:
    text = _text(key, value) or None
    if text is not None and not _TAG.fullmatch(text):
        raise BadRecordError(f"{key}: expected a BCP 47 tag such as zh-Hans, got {text[:40]!r}")
    return text


_TAG = re.compile("[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def _strings(key: str, value: object) -> tuple[str, ...]:
    return tuple(
        _expect(key, entry, str, "a list of strings") for entry in _expect(key, value, list, "a list")
    )


def _entries(kind: type, *required: str) -> Callable[[str, object], tuple[Any, ...]]:
    """A reader of a list of objects with the fields of `kind`; keys it does not know are passed over."""
    names = kind.__dataclass_fields__  # type: ignore[attr-defined]

    def read(key: str, value: object) -> tuple[Any, ...]:
        entries = []
        for place, entry in enumerate(_expect(key, value, list, "a list"), start=1):
            found = _expect(key, entry, dict, "a list of objects")
            for name in required:
                _expect(f"{key}: {name}", found.get(name), str, "a string")
            if found.get("position") is None:
                found = {**found, "position": place}
            entries.append(kind(**_fields(key, found, names)))
        return tuple(entries)

    return read


def _fields(key: str, entry: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The known fields of one entry, checked."""
    given: dict[str, Any] = {}
    for name in names:
        if (value := entry.get(name)) is None:
            continue
        if name == "position":
            given[name] = _count(f"{key}: position", value)
        elif name == "kind":
            kind = _text(f"{key}: kind", value)
            given[name] = RelatedKind(kind) if kind in set(RelatedKind) else RelatedKind.RELATED
        else:
            given[name] = _text(f"{key}: {name}", value)
    return given


def _provenance(key: str, value: object) -> dict[str, str]:
    found = _expect(key, value, dict, "an object of strings")
    return {name: str(_expect(key, origin, str, "an object of strings")) for name, origin in found.items()}


_READERS: Final[dict[str, Callable[[str, object], Any]]] = {
    "authors": _entries(Person, "name"),
    "breadcrumbs": _entries(Crumb, "name"),
    "images": _entries(Image, "url"),
    "related_links": _entries(RelatedLink, "url", "title"),
    "tags": _strings,
    "language": _language,
    "provenance": _provenance,
    "date_published": _time,
    "date_modified": _time,
    "date_downloaded": _moment,
    "view_count": _count,
    "comment_count": _count,
    "like_count": _count,
}
_NULLABLE: Final = frozenset(RECORD_KEYS) - {
    *(
        "url",
        "site",
        "text",
        "html",
        "authors",
        "breadcrumbs",
        "images",
        "related_links",
        "tags",
        "provenance",
    )
}
"""Keys for which null says something: the value is unknown."""
