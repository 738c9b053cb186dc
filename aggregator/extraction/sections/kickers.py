"""The link by the headline to the section that the article's address lies below."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING

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
            _is_above(url, page.url)
            and 0 < page.size(node) <= _LONGEST
            and not _is_of_frame(page, marks, node)
        ):
            found.append((-len(url), number))
    for _, number in sorted(found):
        label = links.text(number)
        if _names(label, links.urls[number].rstrip("/").rpartition("/")[2]):
            yield label


def _names(label: str, step: str) -> bool:
    """The label reads like the last step of the address, where both have Latin letters."""
    shown, written = _plain(label), _plain(step)
    if shown > "\u024f":
        return not any(map(str.isdigit, label)) and any(map(str.isalpha, written))
    return len(shown) > 2 and (
        shown in written or (written in shown and len(shown) <= len(written) + _ENDING)
    )


def _plain(text: str) -> str:
    """Letters and digits, small and without accents."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", text.casefold().translate(_LETTERS))))


def _is_above(url: str, page: str) -> bool:
    """The page's address lies below the other, which is neither the front page's nor a person's."""
    if not page.startswith(url) or _NO_SECTION.match(url):
        return False
    path = url.rstrip("/")
    return path.count("/") > 2 and page[len(path) : len(path) + 1] == "/" and len(page) > len(path) + 1


def _is_of_frame(page: PageMap, marks: Landmarks, node: int) -> bool:
    """The link is in the navigation, or in a heading as the site's name is."""
    return marks.is_apart(node) or marks.is_teaser(node) or page.tags[page.parents[node]] in HEADINGS
