"""Turns articles into the records that every format writes: plain values under chosen keys."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from aggregator.errors import ExportError
from aggregator.items import RECORD_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aggregator.items import Article


def chosen_fields(names: Sequence[str]) -> tuple[str, ...]:
    """`names` in their order, each once. Raises ExportError for a name that no record has, and for none."""
    if not names:
        raise ExportError(f"no field is named; a record has {', '.join(RECORD_KEYS)}")
    if unknown := [name for name in names if name not in RECORD_KEYS]:
        raise ExportError(f"no such field: {', '.join(unknown)}; a record has {', '.join(RECORD_KEYS)}")
    return tuple(dict.fromkeys(names))


def records(articles: Iterable[Article], fields: Sequence[str]) -> Iterator[dict[str, Any]]:
    """One dictionary an article, with the keys `fields` in that order."""
    for article in articles:
        record = article.to_dict()
        yield {name: record[name] for name in fields}


def to_json(value: object) -> str:
    """JSON on one line, whoever reads it.

    JSON allows U+0085, U+2028 and U+2029 in strings as they are, but `str.splitlines`, and with it many a
    reader of JSON Lines, takes them for the end of the line; so they are escaped. None of them can occur
    outside a string.
    """
    text = json.dumps(value, ensure_ascii=False)
    for character, escape in _LINE_ENDS.items():
        text = text.replace(character, escape)
    return text


_LINE_ENDS = {"\u0085": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
