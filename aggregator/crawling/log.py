"""Scrapy's log lines at our levels: what happens a thousand times in a crawl is DEBUG."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

from aggregator.errors import StoreError

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Request, Response
    from twisted.python.failure import Failure


def _level(error: BaseException | None, told: LogFormatterResult) -> int:
    """A store that failed ends the run and is told then, once."""
    return logging.DEBUG if isinstance(error, StoreError) else told["level"]


class QuietLog(LogFormatter):
    """Drops in one line without the item; failures are told by the spider, which knows what follows."""

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        level = getattr(logging, getattr(exception, "log_level", None) or "DEBUG")
        return {"level": level, "msg": "Dropped: reason=%s %s", "args": (type(exception).__name__, exception)}

    def download_error(
        self, failure: Failure, request: Request, spider: Spider, errmsg: str | None = None
    ) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "No answer: url=%s %s", "args": (request.url, failure.value)}

    def spider_error(
        self, failure: Failure, request: Request, response: Response | Failure, spider: Spider
    ) -> LogFormatterResult:
        told = super().spider_error(failure, request, response, spider)
        return {**told, "level": _level(failure.value, told)}

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        told = super().item_error(item, exception, response, spider)
        return {"level": _level(exception, told), "msg": "Error with %s", "args": (item.url,)}

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "Scraped: url=%s", "args": (item.url,)}
