"""Scrapy's log lines at our levels: what happens a thousand times in a crawl is DEBUG."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy.logformatter import LogFormatter, LogFormatterResult

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.http import Request, Response
    from twisted.python.failure import Failure


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

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        return {"level": logging.DEBUG, "msg": "Scraped: url=%s", "args": (item.url,)}
