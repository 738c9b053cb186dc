"""Crawls article sites into a clean, deduplicated, searchable SQLite database."""

from aggregator.extraction import extract
from aggregator.items import Article
from aggregator.store import Store

__all__ = ["Article", "Store", "extract"]
