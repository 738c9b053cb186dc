"""Drops what is too thin to be an article, each under its reason."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from aggregator.text import count_words
from pipelines.stage import ArticleStage

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from aggregator.items import Article


class TooShort(DropItem):
    """Fewer words than an article needs; often a consent page or a picture."""

    def __init__(self, article: Article, words: int) -> None:
        super().__init__(f"{words} words at {article.url}", log_level="DEBUG")


class ErrorPage(DropItem):
    """An error that the server sent with a status of success: a soft 404."""

    def __init__(self, article: Article) -> None:
        super().__init__(f"{article.title!r} at {article.url}", log_level="DEBUG")


_ERROR_TITLE = re.compile(
    r"^\W*(?:(?:error\W*)?40[34]\b.{0,40}|.{0,20}\b404 error|page not found.{0,30}|not found"
    r"|(?:页面|頁面|文章|内容|內容|网页|網頁|您访问的页面|你访问的页面)(?:已)?(?:不存在|未找到|找不到|被删除|已删除).{0,20}"
    r"|(?:出错了|出錯了|访问出错|系统提示|提示信息|错误提示|抱歉|对不起).{0,20})\W*$",
    re.I | re.S,
)
LONG_ENOUGH = 200
"""An article about errors has more words than an error page."""


class CheckArticle(ArticleStage):
    def __init__(self, min_words: int) -> None:
        self.min_words = min_words

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("AGGREGATOR_MIN_WORDS"))

    def process(self, article: Article) -> Article:
        words = count_words(article.text)
        if words < self.min_words:
            raise TooShort(article, words)
        if words < LONG_ENOUGH and _ERROR_TITLE.match(article.title or ""):
            raise ErrorPage(article)
        return article
