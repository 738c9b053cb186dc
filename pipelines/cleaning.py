"""Evens out the texts: Unicode, white space, invisible characters, the repeated title, buttons."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from aggregator.text import clean_body, clean_line
from pipelines.stage import ArticleStage

if TYPE_CHECKING:
    from aggregator.items import Article, Crumb, Person

    Named = TypeVar("Named", Person, Crumb)


class CleanText(ArticleStage):
    def process(self, article: Article) -> Article:
        title = _line(article.title)
        return replace(
            article,
            title=title,
            description=_line(article.description),
            category=_line(article.category),
            source_name=_line(article.source_name),
            authors=_named(article.authors),
            breadcrumbs=_named(article.breadcrumbs),
            tags=tuple(dict.fromkeys(tag for entry in article.tags if (tag := _line(entry)))),
            images=tuple(
                replace(image, alt=_line(image.alt), caption=_line(image.caption)) for image in article.images
            ),
            text=clean_body(article.text, title),
        )


def _line(text: str | None) -> str | None:
    """One line of clean text. None for nothing."""
    return clean_line(text) or None if text else None


def _named(entries: tuple[Named, ...]) -> tuple[Named, ...]:
    """People or steps with clean names, without those of whose name nothing is left."""
    return tuple(replace(entry, name=name) for entry in entries if (name := clean_line(entry.name)))
