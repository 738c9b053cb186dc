"""Takes lines off the body that only point at something: labels of advertisements, buttons, links to places on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.extraction.page.elements import HEADS
from aggregator.extraction.page.listings import is_button
from aggregator.extraction.page.unseen import FOR_SCREEN_READERS

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_LABELS = frozenset(
    label.strip()
    for label in """
    advertisement | advertisements | anzeige | werbung | publicidad | publicité | реклама | 广告 | 廣告 | 広告 | 광고
    article continues below | article continues below advertisement | story continues below
    story continues below advertisement | continue reading below | advertisement continue reading below
    复制代码 | 複製代碼 | 複製程式碼
    """.replace("\n", "|").split("|")
    if label.strip()
)
_LONGEST = max(len(label.encode()) for label in _LABELS) + 6
_OUT = -0.5
_AROUND = " -–—:·|[]()（）【】"
_PLACE = re.compile(r"\s*#\S")
"""An address on the page; nothing but the sign is a button's."""
_SAY_MORE = HEADS | {"li", "td", "th"}
"""What stands in these belongs to what is around it."""


def leave_out(page: PageMap, scores: dict[int, float]) -> None:
    """Take the blocks that are nothing but such a label, button or link off those that are likely."""
    sizes, links, starts = page.size_totals, page.link_totals, page.block_starts
    for block, score in scores.items():
        if score > 0:
            first, end = starts[block], starts[block + 1]
            size = sizes[end] - sizes[first]
            if (size <= _LONGEST and _is_label(page, block)) or (
                size == links[end] - links[first] and _leads_to_the_page(page, block)
            ):
                scores[block] = _OUT


def _is_label(page: PageMap, block: int) -> bool:
    label = page.block_texts[block].strip(_AROUND)
    first, end = page.block_starts[block], page.block_starts[block + 1]
    is_label = label.lower() in _LABELS or label == "AD" or (end == first + 1 and is_button(page, first))
    return is_label and page.tags[page.block_nodes[block]] not in _SAY_MORE


def _leads_to_the_page(page: PageMap, block: int) -> bool:
    """An entry of a table of contents, a way back from a note, or a heading's address said to screen readers only."""
    if page.tags[page.block_nodes[block]] in HEADS:
        return False
    item = page.within(page.block_nodes[block], "li")
    if item and page.link_size(item) < page.size(item):
        return False  # an entry of an accordion, say
    for chunk in range(page.block_starts[block], page.block_starts[block + 1]):
        node = page.chunk_nodes[chunk]
        link = page.within(node, "a")
        if page.chunks[chunk].strip() and not (
            link
            and _PLACE.match(page.attribute(link, "href") or "")
            and (item or any(word in page.names[node] for word in FOR_SCREEN_READERS))
        ):
            return False
    return True
