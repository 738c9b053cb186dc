"""Scrapy's feed exports (`-o FILE`, FEEDS): they get the records of articles, and nothing of other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exporters import CsvItemExporter
from scrapy.extensions.feedexport import FeedExporter

from aggregator.items import Article
from exports.csv_table import cell

if TYPE_CHECKING:
    from scrapy import Spider

    from aggregator.items import Page


class ArticleFeeds(FeedExporter):
    """Takes the place of Scrapy's own extension."""

    def item_scraped(self, item: Article | Page, spider: Spider) -> None:
        if isinstance(item, Article):
            super().item_scraped(item.to_dict(), spider)


class CsvRecords(CsvItemExporter):
    """The cells of our own CSV."""

    def serialize_field(self, field: Any, name: str, value: Any) -> Any:
        return cell(value)
