"""What a site calls itself, to be taken off titles and not to be taken for an author."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aggregator.text import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aggregator.extraction.page.page_map import PageMap

SEPARATOR = re.compile(
    r"(?=[\s–—|·•»«:<>›/~_｜︱‹－-])(?:"  # at other characters nothing is tried
    r"\s+[-–—|·•»«:<>›/~]+\s+|\s*[|_｜︱»‹›]+\s*|\s*(?:::|--+|——+)\s*"
    r"|(?<=[\u3040-\u9fff！？”」》）])\s*[-–－]\s*(?=[\u3040-\u9fffA-Za-z])|(?<=[a-z])-(?=[\u4e00-\u9fff]))"
)
"""Stands between a headline, its section and its site in a title."""
HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""A character of the scripts written without spaces between words."""

_SITE_LIKE = re.compile(
    r"(?:网|網|网站|網站|官网|新闻|新聞|频道|頻道|博客|论坛|論壇|日报|日報|晚报|晚報|时报|時報|在线|門戶|门户|中心|专栏|知乎|百科"
    r"|\.(?:com|net|org|cn|tw|hk|io|co|uk|de)|blog|news|magazine|home|首页|首頁)$|^powered by\s",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    ["home", "homepage", "news", "blog", "首页", "首頁", "主页", "新闻", "网站首页", "返回首页"]
)
HOME = frozenset(["home", "homepage", "首页", "首頁", "主页", "主頁", "网站首页", "網站首頁"])
"""What front pages are called, folded."""
_WORDS = re.compile(r"[^\W_]+")
_MAX_LINKS = 40
_SURPLUS = 24
"""Characters that the address of a front page may have besides its host."""
_MAX_PARTS = 30
_LONGEST_NAME = 16
"""Characters of a title that may be a site's name, in a script written without spaces."""


def is_site_like(title: str) -> bool:
    """All of `title` is short and ends as sites' names do: 示例廣播公司全球資訊網."""
    return (
        len(title) <= _LONGEST_NAME and HAN.match(title) is not None and _SITE_LIKE.search(title) is not None
    )


class SiteNames:
    """The names a site goes by: declared, of its host, and those that link to its front page."""

    def __init__(self, declared: Iterable[str], page: PageMap) -> None:
        host = _host(page.url).partition(":")[0]
        labels = {letters_and_digits(label) for label in host.split(".")[:-1] if len(label) > 3}
        self._all = {letters_and_digits(name) for name in [*declared, *_home_links(page)] if len(name) > 1}
        self._all |= labels | {letters_and_digits(host)}
        self._all.discard("")

    def has(self, text: str) -> bool:
        """`text` is the site's name and nothing else."""
        return letters_and_digits(text) in self._all

    def has_little_more(self, text: str) -> bool:
        """`text` is the site's name or a part of it, or has it with a word or two more."""
        folded = letters_and_digits(text)
        if folded in self._all:
            return True
        if len(folded) < 2:
            return False
        return any(
            folded in name or (name in folded and len(folded) < 2 * len(name) + 6) for name in self._all
        )

    def is_in(self, folded: str) -> bool:
        """A folded text has the site's name in it."""
        return any(name in folded for name in self._all if len(name) > (1 if HAN.match(name) else 3))

    def strip_from(self, title: str) -> str:
        """`title` without the parts at its ends that name the site or a section of it."""
        cuts = list(islice(SEPARATOR.finditer(title), _MAX_PARTS))
        if not cuts:
            return title.strip()
        start, end = 0, len(title)
        while cuts and self._is_where(title[start : cuts[0].start()]):
            start = cuts.pop(0).end()
        is_led = start > 0
        while cuts and self._is_foreign(
            title[cuts[-1].end() : end], title[start : cuts[-1].start()], is_led=is_led
        ):
            end = cuts.pop().start()
        while cuts and cuts[0].start() < end and self.has_little_more(title[start : cuts[0].start()]):
            start = cuts.pop(0).end()
        return title[start:end].strip()

    def _is_where(self, part: str) -> bool:
        """The part of a title says no more than where the page is."""
        folded = letters_and_digits(part)
        return folded in self._all or folded in HOME

    def _is_foreign(self, part: str, rest: str, *, is_led: bool) -> bool:
        """The last part of a title is the site's or a section's name, not the headline's own end.

        Where the site's name leads, the last part is a section only when it is called one.
        """
        if not part.strip() or self.has_little_more(part) or _SITE_LIKE.search(part.strip()):
            return bool(rest.strip())
        if is_led:
            return False
        if HAN.search(rest):
            return len(part) <= 8 and len(part) < len(rest)
        return len(_WORDS.findall(part)) <= 4 and len(_WORDS.findall(rest)) >= 3


def _host(url: str) -> str:
    """The host, with its port where the address names one."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower().removeprefix("www.")
    except ValueError:
        return ""


def _home_links(page: PageMap) -> Iterator[str]:
    """Texts of links to the front page: the logo, mostly."""
    host = _host(page.url)
    for node, href in zip(page.by_tag.get("a", ())[:_MAX_LINKS], page.hrefs, strict=False):
        if href is None or len(href) > len(host) + _SURPLUS:
            continue
        href = href.strip()
        address = href.partition("://")[2].removeprefix("www.") if "://" in href else href
        if address and address.rstrip("/") in ("", host, "index.html") and page.size(node) < 100:
            text = page.text(node)
            if len(text) > 1 and text.lower() not in _NOT_NAMES:
                yield text
