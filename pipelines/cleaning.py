"""Evens out the text: Unicode, white space, invisible characters, the repeated title, buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aggregator.text import clean, clean_body
from pipelines.stage import ArticleStage

if TYPE_CHECKING:
    from aggregator.items import Article


class CleanText(ArticleStage):
    def process(self, article: Article) -> Article:
        title = _line(article.title)
        return replace(
            article,
            title=title,
            description=_line(article.description),
            category=_line(article.category),
            source_name=_line(article.source_name),
            tags=tuple(dict.fromkeys(tag for entry in article.tags if (tag := _line(entry)))),
            text=clean_body(article.text, title),
        )


def _line(text: str | None) -> str | None:
    """One line of clean text. None for nothing."""
    return " ".join(clean(text).split()) or None if text else None
