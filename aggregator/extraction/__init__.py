"""What a page says: `extract` for the article alone, `examine` for everything one parse can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.extraction import assembly
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.records import Anchor, Examination, Found, Region
from aggregator.extraction.rules.rules import Rules
from aggregator.extraction.survey import Survey, survey

if TYPE_CHECKING:
    from datetime import datetime

    from aggregator.items import Article

__all__ = [
    "Anchor",
    "Examination",
    "Found",
    "PageMap",
    "Region",
    "Rules",
    "Survey",
    "examine",
    "extract",
    "survey",
    "to_markdown",
]


def extract(
    html: bytes | str, url: str, content_type: str | None = None, fetched_at: datetime | None = None
) -> Article:
    """The article of a page; fields that the page does not give are None or empty. Never raises on bad HTML.

    `content_type` is the HTTP header's value. `fetched_at` is aware; relative dates are resolved against it, and
    None means now.
    """
    return assembly.article(survey(html, url, content_type, fetched_at))


def examine(
    html: bytes | str,
    url: str,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    *,
    rules: Rules | None = None,
) -> Examination:
    """Everything that one parse of the page can tell; what the site's rules match comes before all else."""
    return assembly.examination(survey(html, url, content_type, fetched_at, rules=rules))


def to_markdown(
    html: bytes | str,
    url: str,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    *,
    rules: Rules | None = None,
) -> str:
    """The body that `examine` finds, as Markdown."""
    return assembly.markdown(survey(html, url, content_type, fetched_at, rules=rules))
