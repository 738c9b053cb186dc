"""Writes what came of a visit: the article, the links found and that the page is done, in one transaction."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy import signals

from aggregator.items import Article, Kind
from aggregator.store import Result, Visited

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from twisted.python.failure import Failure

    from aggregator.crawling.crawl import Crawl
    from aggregator.items import Page


class StoreItem:
    """The last stage; also hears of what the stages before it dropped, so that no visit stays open."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        stage = cls(crawler.spider.crawl)  # type: ignore[union-attr]
        crawler.signals.connect(stage.dropped, signals.item_dropped)
        crawler.signals.connect(stage.broken, signals.item_error)
        return stage

    def process_item(self, item: Article | Page) -> Article | Page:
        self._finish(item, Result.DONE, None)
        return item

    def dropped(self, item: Article | Page, exception: Exception) -> None:
        self._finish(item, Result.DROPPED, type(exception).__name__)

    def broken(self, item: Article | Page, failure: Failure) -> None:
        """A mistake of ours, logged by Scrapy; the page is tried again. Of a store that failed all is said."""
        if self.crawl.fatal is None:
            self._finish(item, Result.FAILED, f"error: {type(failure.value).__name__}")

    def _finish(self, item: Article | Page, result: Result, reason: str | None) -> None:
        article, page = (item, item.page) if isinstance(item, Article) else (None, item)
        visit = self.crawl.visit_of(page.url) if page else None
        if page is None or visit is None:
            return
        site = self.crawl.sites[visit.site]
        self.crawl.finish(
            Visited(
                visit=visit,
                result=result,
                now=datetime.now(UTC),
                page=page,
                article=article if result == Result.DONE else None,
                reason=reason,
                keep=bool(site.keep_pages) and page.kind == Kind.ARTICLE,
            )
        )
