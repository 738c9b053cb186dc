"""Takes the labels of advertisements off the body; what they label is a frame or a script's, and no text."""

from __future__ import annotations

from itertools import compress
from typing import TYPE_CHECKING

from aggregator.extraction.page.elements import HEADINGS

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_LABELS = frozenset(
    label.strip()
    for label in """
    advertisement | advertisements | anzeige | werbung | publicidad | publicité | реклама | 广告 | 廣告 | 広告 | 광고
    article continues below | article continues below advertisement | story continues below
    story continues below advertisement | continue reading below | advertisement continue reading below
    """.replace("\n", "|").split("|")
    if label.strip()
)
_LONGEST = max(len(label.encode()) for label in _LABELS) + 6
_AROUND = " -–—:·|[]()（）【】"
_SAY_MORE = HEADINGS | {"li", "td", "th"}
"""What stands in these belongs to what is around it."""


def leave_out(page: PageMap, kept: bytearray) -> None:
    """Take the blocks that are nothing but such a label off those that are kept."""
    sizes, starts = page.size_totals, page.block_starts
    for block in compress(range(len(kept)), kept):
        if sizes[starts[block + 1]] - sizes[starts[block]] <= _LONGEST:
            label = page.block_text(block).strip(_AROUND)
            is_label = label.lower() in _LABELS or label == "AD"
            if is_label and page.tags[page.block_nodes[block]] not in _SAY_MORE:
                kept[block] = 0
