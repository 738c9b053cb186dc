"""Links that turn pages, and which of them leads to the next part of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from aggregator.extraction.records import Region

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.links.hyperlinks import Hyperlink
    from aggregator.extraction.links.regions import Span
    from aggregator.extraction.page.page_map import PageMap

_FORWARD = re.compile(
    r"^[\s›»>→]*(?:下一?[页頁]|后一?页|後一頁|翻页|尾[页頁]|末[页頁]|最后一页|next(?: page)?|older(?: posts| entries| articles)?"
    r"|(?:load|show|view|see) more|more (?:posts|stories|articles|news)|last|加载更多|查看更多|更多)?[\s›»>→…]*$",
    re.I,
)
_BACKWARD = re.compile(
    r"^[\s‹«<←]*(?:上一?[页頁]|前一?页|前一頁|首[页頁]|第一页|prev(?:ious)?(?: page)?|newer(?: posts| entries)?|first)?"
    r"[\s‹«<←]*$",
    re.I,
)
_TURNING = frozenset("0123456789[(（第›»>→‹«<←… \u3000下后後翻尾末最加查更上前首noplsmvf")
"""Whatever turns pages begins with one of these; tested first, as few links do."""
_PAGER_NAMES = re.compile(
    r"pagi|pager|page-?nav|page-?num|pagelist|page-?link|page_?bar|wp-pagenavi|post-nav-links|fenye|(?:^|[\s_-])pages?(?:$|[\s_-])"
)
_NUMBER = re.compile(r"^(?:[\[(第]|page)?\s*(\d{1,4})\s*[\])页頁]?$", re.I)


def pagers(page: PageMap, links: Iterable[Hyperlink]) -> list[Span]:
    """The ranges of elements that turn pages: of a list, of a long article, of comments."""
    found: dict[int, None] = {}
    run: list[Hyperlink] = []
    for link in links:
        if not _turns(link):
            continue
        if run and link.node - run[-1].node > 12:
            _close_run(page, run, found)
            run = []
        run.append(link)
    _close_run(page, run, found)
    return [(node, page.ends[node], Region.PAGINATION) for node in found]


def _turns(link: Hyperlink) -> bool:
    """Whether the link shows a page's number, or words or arrows for the page before or after."""
    text = link.text
    if not text or len(text) > 24 or text[0].lower() not in _TURNING:
        return False
    return bool(_NUMBER.match(text) or _FORWARD.match(text) or _BACKWARD.match(text))


def _close_run(page: PageMap, run: list[Hyperlink], found: dict[int, None]) -> None:
    """Name the smallest element around neighbouring page links, if they look like a pager together."""
    if not run:
        return
    numbers = [link for link in run if _NUMBER.match(link.text)]
    node = page.parents[run[0].node]
    while node > 0 and page.ends[node] <= run[-1].node:
        node = page.parents[node]
    named = any(_PAGER_NAMES.search(page.names[step]) for step in _upwards(page, run[0].node, 4))
    worded = any(re.search(r"[页頁]|page|older|newer|next|prev", link.text, re.I) for link in run)
    related = any("next" in link.rel.split() or "prev" in link.rel.split() for link in run)
    if named or len(numbers) >= 2 or (numbers and worded) or (worded and related) or _worded_pager(run):
        small = page.size(node) <= 300
        found.update(dict.fromkeys([node] if small else [link.node for link in run]))


def _worded_pager(run: list[Hyperlink]) -> bool:
    """Words that mean nothing but turning pages, whatever surrounds them."""
    return any(
        re.search(r"下一?[页頁]|上一?[页頁]|next page|older (?:posts|entries)", link.text, re.I)
        for link in run
    )


def _upwards(page: PageMap, node: int, steps: int) -> Iterable[int]:
    while node >= 0 and steps > 0:
        yield node
        node = page.parents[node]
        steps -= 1


_NEXT_PART = re.compile(
    r"^[\s›»>→]*(?:下一?[页頁]|后一?页|後一頁|next(?: page)?|阅读下一?页|continue(?: reading)?|continued)?[\s›»>→]*$",
    re.I,
)
_PART = re.compile(
    r"^(?P<stem>.*?)(?:(?P<joint>[_-]p?|/page/|/|/index_)(?P<number>\d{1,3}))?(?P<end>(?:/index)?\.s?html?|\.php|\.aspx?|\.jsp|/)?$",
    re.I,
)
_QUERY_NUMBER = re.compile(r"(?:^|&)(?:page|p|pg|paged|pageno|page_no|cpage)=(\d{1,3})(?=&|$)", re.I)


def next_part(page_url: str, links: Iterable[Hyperlink], declared: str | None) -> str | None:
    """Address of the next part of the article at `page_url`: the same address with the next number.

    Only links that show a page's number or words for the next page count, so that no neighbouring article
    (`story-1`, `story-2`) is taken for a part. None: this is the last or only part.
    """
    best: tuple[int, str] | None = None
    here = _parts_of(page_url)
    candidates = [(link.url, link.text) for link in links if len(link.text) <= 12]
    if declared:
        candidates.append((declared, "next"))
    for url, text in candidates:
        number = _NUMBER.match(text)
        if not number and not (text and _NEXT_PART.match(text)):
            continue
        step = _part_after(here, url)
        if step is None or (number and int(number.group(1)) not in (step, step + 1)):
            continue
        if best is None or step < best[0]:
            best = (step, url)
    return best[1] if best else None


@dataclass(frozen=True, slots=True)
class _Parts:
    """An address taken apart at its page number."""

    host: str
    path: str
    query: str
    readings: tuple[tuple[str, int], ...]
    """Possible (stem, number): the last figure may be the article's own or the part's."""


def _parts_of(url: str) -> _Parts:
    parts = urlsplit(url)
    path = unquote(parts.path)
    query, number = parts.query, 1
    if match := _QUERY_NUMBER.search(query):
        number = int(match.group(1))
        query = (query[: match.start()] + query[match.end() :]).strip("&")
    readings = [(_stem(path), number)]
    if number == 1 and (match := _PART.match(path)) and match.group("number"):
        readings.append((_stem(match.group("stem")), int(match.group("number"))))
    return _Parts(parts.netloc.lower().removeprefix("www."), path, query, tuple(readings))


def _stem(path: str) -> str:
    """A path without what is before or after a page number: ending, `index`, closing slash."""
    return re.sub(r"(?:/index)?(?:\.s?html?|\.php|\.aspx?|\.jsp)?/?$", "", path, flags=re.I).rstrip("/")


def _part_after(here: _Parts, url: str) -> int | None:
    """Number of the part that `url` is, when it follows the one at `here`."""
    there = _parts_of(url)
    if there.host != here.host or there.query != here.query or (there.path == here.path and there == here):
        return None
    plain = there.readings[0]
    for stem, number in here.readings:
        if not stem:  # the front page's own pagination
            continue
        is_first = number == 1 and (stem, number) == here.readings[0] and there.path != here.path
        for other_stem, other in there.readings[::-1]:
            is_written = (other_stem, other) != plain or other > 1  # the number stands in the address
            follows = other == number + 1 or (is_first and is_written and other in (1, 2))
            if other_stem == stem and follows:
                return other
    return None
