"""Leaves a site's template text out of its articles, as far as it was learned."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aggregator.templates import without_templates
from pipelines.stage import ArticleStage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from typing import Self

    from scrapy.crawler import Crawler

    from aggregator.items import Article


class LeaveOutTemplates(ArticleStage):
    def __init__(self, keys: Callable[[str], Collection[str]]) -> None:
        self.keys = keys
        """Site -> its template lines, as of `aggregator.templates.key_of`."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.crawl.store.templates.keys)  # type: ignore[union-attr]

    def process(self, article: Article) -> Article:
        keys = self.keys(article.site)
        return replace(article, text=without_templates(article.text, keys)) if keys else article
