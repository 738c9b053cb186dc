"""Puts the related links in order: absolute and normal addresses, each once, never the article itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aggregator.text import clean_line
from aggregator.urls import join
from pipelines.stage import ArticleStage

if TYPE_CHECKING:
    from aggregator.items import Article, RelatedLink


class TidyLinks(ArticleStage):
    def process(self, article: Article) -> Article:
        return replace(article, related_links=tuple(_tidy(article)))


def _tidy(article: Article) -> list[RelatedLink]:
    """The links in the page's order, counted from 1 again."""
    kept: dict[str, RelatedLink] = {}
    for link in sorted(article.related_links, key=lambda link: link.position):
        url = join(article.url, link.url)
        title = clean_line(link.title)
        excerpt = clean_line(link.excerpt) or None if link.excerpt else None
        if url and title and url not in (article.url, article.canonical_url):
            kept.setdefault(url, replace(link, url=url, title=title, excerpt=excerpt))
    return [replace(link, position=position) for position, link in enumerate(kept.values(), start=1)]
