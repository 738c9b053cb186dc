"""Record to row and row to record: the two functions, and how times and strings are written in the file."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from aggregator.items import RECORD_KEYS, Article, Crumb, Image, Person, RelatedKind, RelatedLink

Value = str | int | float | bytes | None

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

_LISTS: dict[str, type] = {
    "authors": Person,
    "breadcrumbs": Crumb,
    "images": Image,
    "related_links": RelatedLink,
    "tags": str,
}
_TIMES = ("date_published", "date_modified", "date_downloaded")
_COUNTS = ("view_count", "comment_count", "like_count")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LARGEST = 2**63 - 1


def to_row(article: Article) -> dict[str, Value]:
    """The columns of `articles` that are the record, in its order."""
    record = article.to_dict()
    for name in _TIMES:
        record[name] = time_text(getattr(article, name))
    for name in (*_LISTS, "provenance"):
        record[name] = json.dumps(record[name], ensure_ascii=False, separators=(",", ":"))
    for name in _COUNTS:
        if record[name] is not None and not 0 <= record[name] <= _LARGEST:
            record[name] = None  # no count of readers; some page prints a sentinel or a phone number
    return {name: storable(value) if isinstance(value, str) else value for name, value in record.items()}


def from_row(row: Mapping[str, Any] | sqlite3.Row) -> Article:
    """The record again; `page` is not part of it."""
    values = {name: row[name] for name in RECORD_KEYS}
    for name in _TIMES:
        values[name] = read_time(values[name])
    for name, entry in _LISTS.items():
        values[name] = tuple(_entry(entry, value) for value in json.loads(values[name]))
    values["provenance"] = json.loads(values["provenance"])
    return Article(**values)


def _entry(kind: type, value: Any) -> Any:
    if kind is str:
        return value
    if kind is RelatedLink:
        value = {**value, "kind": RelatedKind(value["kind"])}
    return kind(**value)


def storable(text: str) -> str:
    """`text` as UTF-8 can write it: half of a surrogate pair becomes U+FFFD."""
    return text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)


def time_text(moment: datetime | date | None) -> str | None:
    """ISO 8601: aware times in UTC with `+00:00`, dates as they are. Such texts sort as the times do."""
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise ValueError(f"time without zone: {moment.isoformat()}; expected an aware datetime or a date")
        return moment.astimezone(UTC).isoformat()
    return None if moment is None else moment.isoformat()


def read_time(text: str | None) -> datetime | date | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def second_text(moment: datetime) -> str:
    """Times of the crawl's bookkeeping: whole seconds, UTC."""
    return moment.astimezone(UTC).replace(microsecond=0).isoformat()


def read_moment(text: str | None) -> datetime | None:
    """What `second_text` wrote."""
    return None if text is None else datetime.fromisoformat(text)
