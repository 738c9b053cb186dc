"""The section's name by the headline: a link to what the article's address lies below, or what is called a kicker."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.extraction.links.related import same_owner
from aggregator.extraction.page.elements import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aggregator.extraction.landmarks import Landmarks
    from aggregator.extraction.links.hyperlinks import Links
    from aggregator.extraction.page.page_map import PageMap

_ABOVE, _BELOW = 5, 6
"""Lines around the headline that are looked at."""
_LONGEST = 60
"""Bytes of a section's name."""
_ENDING = 3
"""Letters that a name may have more than the address: an ending, an article."""
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae"})
_NO_SECTION = re.compile(
    r"https?://[^/]+/(?:~|.*/)?(?:@|(?:u|users?|people|authors?|profiles?|members?|blogs?|by)/|[a-z]{2}(?:[-_][a-z]{2})?/?$|(?:19|20)\d\d/)"
)
"""What leads to a person, to the edition in a language, to a year."""


_CALLED_LINK = re.compile(
    r"kicker|eyebrow|rubri[ck](?![a-z])|(?<![a-z])(?:slug|topic|channel|(?:article|story|post|top)[-_a-z]*label)(?![a-z])"
)
"""Names of what holds a link to the section, or else another short text."""
_CALLED_NAME = re.compile(
    r"(?<![a-z])(?:article|story|post|entry|header|headline|content|main|hero|single|detail)(?:[-_a-z]*[-_])?"
    r"(?:categor(?:y|ies)|cat|rubri[ck])(?![a-z])|^categor(?:y|ies)$|(?<![a-z])(?:lanmu|pindao)(?![a-z])"
    r"|(?<![a-z])(?:articlesection|(?:section|rubri[ck]|category|channel)[-_]name)(?![a-z])"
)
"""Names of what holds the section's name, be it linked or not."""
_RIGHT_ABOVE = 3
"""Lines above the headline in which such elements are looked for."""


def called(page: PageMap, links: Links, headline: int, marks: Landmarks) -> Iterator[str]:
    """The names in the elements right above the headline that are called a kicker or category, the nearest first."""
    first, end = page.block_starts[max(0, marks.headline - _RIGHT_ABOVE)], page.chunk_starts[headline]
    for node in _elements(page, first, end):
        if not _is_called(page.names[node]) or marks.is_apart(node) or marks.is_teaser(node):
            continue
        inside = links.within(node, page.ends[node]) or _link_around(page, links, node)
        for number in inside:
            url = links.urls[number]
            if url.rstrip("/").count("/") > 2 and same_owner(page.url, url):
                yield links.text(number)
        if not inside and any(map(_CALLED_NAME.search, page.names[node].split())):
            yield page.text(node)


def _elements(page: PageMap, first: int, end: int) -> Iterator[int]:
    """What has no more than a name's text, and that among these chunks, the last first and inner before outer."""
    seen = -1
    for chunk in reversed(range(first, end)):
        node = page.chunk_nodes[chunk]
        while node != seen and page.chunk_starts[node] >= first and page.chunk_ends[node] <= end:
            if page.size(node) > _LONGEST:
                break
            yield node
            seen, node = node, page.parents[node]


def _link_around(page: PageMap, links: Links, node: int) -> range:
    parent = page.parents[node]
    return links.within(parent, parent + 1)


@lru_cache(10_000)  # the pages of one site share their names
def _is_called(name: str) -> bool:
    return any(_CALLED_LINK.search(part) or _CALLED_NAME.search(part) for part in name.split())


def find(page: PageMap, links: Links, marks: Landmarks) -> Iterator[str]:
    """The names of such links, that of the innermost section first."""
    block = max(0, marks.headline - _ABOVE)
    starts = page.block_starts
    if not starts or block >= marks.count:
        return
    end = starts[min(marks.text_start, marks.headline + _BELOW, marks.count - 1)]
    first = bisect_left(links.nodes, starts[block], key=page.chunk_starts.__getitem__)
    found = []
    for number in range(first, len(links)):
        node = links.nodes[number]
        if page.chunk_starts[node] >= end:
            break
        url = links.urls[number]
        if (
            is_above(url, page.url)
            and 0 < page.size(node) <= _LONGEST
            and not _is_of_frame(page, marks, node)
        ):
            found.append((-len(url), number))
    for _, number in sorted(found):
        label = links.text(number)
        if names(label, links.urls[number]):
            yield label


def names(label: str, url: str) -> bool:
    """The label reads like the last step of the address, where both have Latin letters."""
    shown, written = _plain(label), _plain(url.rstrip("/").rpartition("/")[2])
    if shown > "\u024f":
        return not any(map(str.isdigit, label)) and any(map(str.isalpha, written))
    return len(shown) > 2 and (
        shown in written or (written in shown and len(shown) <= len(written) + _ENDING)
    )


def _plain(text: str) -> str:
    """Letters and digits, small and without accents."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", text.casefold().translate(_LETTERS))))


def is_above(url: str, page: str) -> bool:
    """The page's address lies below the other, which is neither the front page's nor a person's."""
    if not page.startswith(url) or _NO_SECTION.match(url):
        return False
    path = url.rstrip("/")
    has_path = "/" in path.rpartition("://")[2]  # of an archive's copies, the copied address
    return has_path and page[len(path) : len(path) + 1] == "/" and len(page) > len(path) + 1


def _is_of_frame(page: PageMap, marks: Landmarks, node: int) -> bool:
    """The link is in the navigation, or in a heading as the site's name is."""
    return marks.is_apart(node) or marks.is_teaser(node) or page.tags[page.parents[node]] in HEADINGS
