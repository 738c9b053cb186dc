"""Takes lines off the body that only point at something: labels of advertisements, buttons, links to places on the page.

So do the fixed sentences by which sites say that a page has advertisements, or how to read on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.extraction.page.elements import HEADS
from aggregator.extraction.page.listings import is_button
from aggregator.extraction.page.naming import sought
from aggregator.extraction.page.unseen import FOR_SCREEN_READERS

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_LABELS = frozenset(
    label.strip()
    for label in """
    advertisement | advertisements | anzeige | werbung | publicidad | publicité | реклама | 广告 | 廣告 | 広告 | 광고
    article continues below | article continues below advertisement | story continues below
    story continues below advertisement | continue reading below | advertisement continue reading below
    請繼續往下閱讀 | 请继续往下阅读 | 請同意我們的隱私權規範，才能啟用聽新聞的功能
    复制代码 | 複製代碼 | 複製程式碼
    """.replace("\n", "|").split("|")
    if label.strip()
)
_LONGEST = max(len(label.encode()) for label in _LABELS) + 6
_OUT = -0.5
_BOXES = sought("ad-tips", "disclaimer", "newsletter", "signup", "wa-channel", "whatsapp-channel")
"""In class or id of boxes in which a site asks for something or speaks for itself."""
_LARGEST_BOX = 600
"""Bytes."""
_SURE = 2.5
"""Log-odds of lines that stay in such a box."""
_LARGEST_TEASER = 300
"""Bytes."""
_LINES_OF_TEASER = 4
"""With the picture."""
_PARAGRAPH = 100
"""Bytes of one beside it, and more than it says without links."""
_NEAR = 4
"""Lines, also of advertisements."""
_BOXED_IN = frozenset(("div", "aside", "section"))
_LIKELY = 1.0
"""Log-odds of links that stay in the text."""
_AROUND = " -–—:·|[]()（）【】.。…*※▼↓"
_PROMOTES = re.compile(
    r"(?:[本当こ]の?)?(?:記事|ページ|サイト|ブログ)内?(?:では|には|に|は)、?(?:商品|アフィリエイト|一部)?(?:の?広告|プロモーション|PR)"
    r"(?:が|を)(?:含|利用し|使用し|掲載し)[^。]{0,14}"
)
"""Says that advertisers pay, as the law of Japan wants it."""
_PLACE = re.compile(r"\s*#\S")
"""An address on the page; nothing but the sign is a button's."""
_SAY_MORE = HEADS | {"li", "td", "th"}
"""What stands in these belongs to what is around it."""


def leave_out(page: PageMap, scores: dict[int, float]) -> None:
    """Take the blocks that are nothing but such a label, button or link, or in a box, off those that are likely."""
    sizes, links, starts = page.size_totals, page.link_totals, page.block_starts
    for block, score in scores.items():
        if score > 0:
            first, end = starts[block], starts[block + 1]
            size = sizes[end] - sizes[first]
            is_link = size == links[end] - links[first]
            if (size <= _LONGEST and _is_label(page, block)) or (is_link and _leads_to_the_page(page, block)):
                scores[block] = _OUT
            elif is_link and score < _LIKELY and (box := _teaser(page, scores, block)):
                scores.update(
                    (line, _OUT) for line in page.blocks(box) if 0 < scores.get(line, _OUT) < _LIKELY
                )
    _leave_out_boxes(page, scores)


def _leave_out_boxes(page: PageMap, scores: dict[int, float]) -> None:
    """Take off the lines of small boxes that are called so, unless most of the text stands in them."""
    boxed = {
        line
        for nodes in page.names_with(_BOXES).values()
        for node in nodes
        if page.size(node) <= _LARGEST_BOX and page.tags[node] not in HEADS
        for line in page.blocks(node)
        if 0 < scores.get(line, _OUT) < _SURE
    }
    if boxed:
        sizes = page.block_sizes
        likely = sum(sizes[line] for line, score in scores.items() if score > 0)
        if 2 * sum(map(sizes.__getitem__, boxed)) < likely:
            scores.update(dict.fromkeys(boxed, _OUT))


def _is_label(page: PageMap, block: int) -> bool:
    label = page.block_texts[block].strip(_AROUND)
    first, end = page.block_starts[block], page.block_starts[block + 1]
    is_label = (
        label.lower() in _LABELS
        or label == "AD"
        or _PROMOTES.fullmatch(label)
        or (end == first + 1 and is_button(page, first))
    )
    return bool(is_label) and page.tags[page.block_nodes[block]] not in _SAY_MORE


def _teaser(page: PageMap, scores: dict[int, float], block: int) -> int:
    """The box of a link to another page, with a word on it at most, in which a template breaks up a text; 0: none."""
    box = page.block_nodes[block]
    while page.parents[box] > 0 and _is_of_teaser(page, page.parents[box]):
        box = page.parents[box]
    if box == page.block_nodes[block] or page.tags[box] not in _BOXED_IN or _leads_within(page, block):
        return 0
    lines = page.blocks(box)
    before = _likely(scores, range(lines.start - 1, lines.start - _NEAR, -1))
    behind = _likely(scores, range(lines.stop, lines.stop + _NEAR))
    if before is None or behind is None:
        return 0
    nodes, around = page.block_nodes, page.parents[box]
    is_in_text = any(
        page.tags[nodes[line]] == "p"
        and page.parents[nodes[line]] == around
        and page.block_sizes[line] > _PARAGRAPH
        for line in (before, behind)
    )
    return box if is_in_text else 0


def _is_of_teaser(page: PageMap, box: int) -> bool:
    """Whether an element holds a few lines that are mostly links."""
    size = page.size(box)
    return (
        size <= _LARGEST_TEASER
        and size - page.link_size(box) <= _PARAGRAPH
        and len(page.blocks(box)) <= _LINES_OF_TEASER
    )


def _likely(scores: dict[int, float], lines: range) -> int | None:
    return next((line for line in lines if scores.get(line, _OUT) > 0), None)


def _leads_within(page: PageMap, block: int) -> bool:
    """Whether a line's first link is to a place on the page."""
    link = page.within(page.chunk_nodes[page.block_starts[block]], "a")
    return not link or (page.attribute(link, "href") or "").lstrip().startswith("#")


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
