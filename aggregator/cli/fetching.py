"""Fetches one page as a crawl would: same name, same guard, robots.txt asked first."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.exceptions import IgnoreRequest
from scrapy.settings import Settings
from scrapy.settings.default_settings import SCHEDULER
from twisted.internet.defer import Deferred, succeed

from aggregator.crawling.failures import reason_of
from aggregator.crawling.guard import TARGETS
from aggregator.errors import AggregatorError
from aggregator.spiders.articles import ArticlesSpider
from aggregator.urls import normalise

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from twisted.python.failure import Failure


_IGNORED = {
    "Forbidden by robots.txt": "robots.txt does not allow it",
    "max redirections reached": "redirects without end",
}
"""What Scrapy's middlewares say -> what it means."""


class FetchError(AggregatorError):
    """A page that was asked for by its address did not come."""


@dataclass(kw_only=True)
class Answer:
    """What a server said; `problem` says why that is no page."""

    url: str
    """After redirects."""
    body: bytes = b""
    content_type: str | None = None
    fetched_at: datetime
    problem: str | None = None


def fetch(url: str) -> Answer:
    """The page at `url`, redirects followed. Raises FetchError when there is none. Once per process."""
    try:
        url = normalise(url)
    except ValueError as error:
        raise FetchError(str(error)) from error
    TARGETS.name([url])
    answers: list[Answer] = []
    process = _Process(_settings())
    process.crawl(OnePage, url=url, answers=answers)
    process.start()
    if process.signal is not None:
        raise SystemExit(128 + process.signal)
    if answers[0].problem:
        raise FetchError(f"{url}: {answers[0].problem}")
    return answers[0]


def _settings() -> Settings:
    """The crawl's, without what makes it one: queue, stages, and redirects as outcomes of their own."""
    settings = Settings()
    settings.setmodule("aggregator.settings", priority="project")
    settings.update(
        {
            "SCHEDULER": SCHEDULER,
            "ITEM_PIPELINES": {},
            "DOWNLOADER_MIDDLEWARES": {},
            "REDIRECT_ENABLED": True,
            "DOWNLOAD_DELAY": 0,  # robots.txt, one page and what it redirects to: there is nothing to pace
            "LOG_LEVEL": "CRITICAL",
        },
        priority="cmdline",
    )
    ArticlesSpider.update_settings(settings)  # who we are
    return settings


class _Process(AsyncCrawlerProcess):
    """Scrapy's process, which ends at once when it is told to: there is nothing to complete."""

    signal: int | None = None
    """That it was told with."""

    def _signal_shutdown(self, signum: int, _: Any) -> None:
        from twisted.internet import reactor

        self.signal = signum
        logging.getLogger("asyncio").setLevel(logging.CRITICAL + 1)  # complains of tasks that did not end
        reactor.callFromThread(self._stop_reactor)

    def _stop_dfd(self) -> Deferred[Any]:
        return succeed(None)


class OnePage(Spider):
    """Asks for one address and hands over the answer."""

    name = "one-page"

    def __init__(self, url: str, answers: list[Answer], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.url = url
        self.answers = answers

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self.url, callback=self.parse, errback=self.failed, dont_filter=True)

    async def parse(self, response: Response) -> None:
        content_type = response.headers.get("Content-Type")
        self.answers.append(
            Answer(
                url=response.url,
                body=response.body,
                content_type=content_type.decode("latin-1") if content_type else None,
                fetched_at=datetime.now(UTC),
                problem=None if response.status < 300 else f"HTTP {response.status}",
            )
        )

    def failed(self, failure: Failure) -> None:
        error = failure.value
        asked: str = failure.request.url  # type: ignore[attr-defined]
        problem = _IGNORED.get(str(error)) if isinstance(error, IgnoreRequest) else None
        problem = problem or reason_of(error, asked)
        if asked != self.url:
            problem = f"redirected to {asked}: {problem}"
        self.answers.append(Answer(url=asked, fetched_at=datetime.now(UTC), problem=problem))
