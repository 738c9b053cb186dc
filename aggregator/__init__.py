"""Crawls article sites into a clean, deduplicated, searchable SQLite database."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from aggregator.extraction import extract
    from aggregator.items import Article
    from aggregator.store import Store

__all__ = ["Article", "Store", "extract"]

_HOMES = {"Article": "aggregator.items", "Store": "aggregator.store", "extract": "aggregator.extraction"}
"""Loaded when asked for: a command that only reads the store needs no HTML parser."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
