"""What belongs together is in the body together: code, subheadings, quotations, tables, lists, remarks and captions.

Runs as it is, and faster where `setup.py` could compile it: `units.pxd` has the types.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from math import inf
from typing import TYPE_CHECKING

from aggregator.extraction.page.elements import SUBHEADINGS
from aggregator.extraction.page.naming import sought

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_BETWEEN = 0.5
"""Log-odds of what is in because of what stands around it."""
_UNLIKELY, _IMPOSSIBLE = -2.0, -3.0

_EVEN = frozenset({"pre"})
_ENCLOSED = SUBHEADINGS | {"pre", "blockquote", "table", "dl"}
_LISTS = frozenset({"ul", "ol"})
_LINKED = 0.3
"""Of the text of a list: with more links it leads elsewhere."""
_SHARE = 0.5
"""Of the text in the body: more than this is no part of it, but a page laid out in tables."""
_REMARKS = sought("admonition", "alert", "hint")
"""In class or id of boxes in which a text warns or advises its readers."""
_IS_REMARK = re.compile(r"admonition|(?<![a-z])(?:alert|hint)(?![a-z])")
_LARGEST_REMARK = 1200
"""Bytes."""
_LEAST_OF_REMARK = -4.0
_DEPTH = 6
"""Elements from a block up to the unit that it is a line of; in larger ones whole pages are laid out."""


def settle(page: PageMap, scores: dict[int, float]) -> None:
    """Change the log-odds of blocks so that units are in the body as a whole."""
    if not page.by_tag.keys().isdisjoint(_EVEN):
        for lines in _units(page, scores, _EVEN).values():
            sizes = [page.block_sizes[block] for block in lines]
            whole = sum(scores[block] * size for block, size in zip(lines, sizes, strict=True)) / sum(sizes)
            scores.update(dict.fromkeys(lines, whole))
    if remarks := page.nodes_named(_REMARKS, _is_remark):
        _keep_remarks(page, scores, remarks)
    if not page.by_tag.keys().isdisjoint(_ENCLOSED):
        _keep_enclosed(page, scores)
    if not page.by_tag.keys().isdisjoint(_LISTS):
        _keep_lists(page, scores)
    if "figcaption" in page.by_tag:
        _keep_captions(page, scores)


def _units(page: PageMap, scores: dict[int, float], wanted: frozenset[str]) -> dict[int, list[int]]:
    """The blocks of each outermost element of the wanted tags."""
    nodes, parents = page.block_nodes, page.parents
    is_unit = bytearray(len(parents))
    for tag in wanted:
        for node in page.by_tag.get(tag, ()):
            is_unit[node] = 1
    units: dict[int, list[int]] = {}
    for block in scores:
        node, unit = nodes[block], 0
        for _ in range(_DEPTH):
            if node <= 0:
                break
            if is_unit[node]:
                unit = node
            node = parents[node]
        if unit:
            units.setdefault(unit, []).append(block)
    return units


def _is_remark(name: str) -> bool:
    return _IS_REMARK.search(name) is not None


def _keep_remarks(page: PageMap, scores: dict[int, float], boxes: list[int]) -> None:
    """A box of text with such a name, and without buttons, is in where it stands among paragraphs of the body."""
    for box in boxes:
        if page.size(box) > _LARGEST_REMARK or page.link_density(box) >= _LINKED:
            continue
        lines = [block for block in page.blocks(box) if block in scores]
        if (
            min((scores[block] for block in lines), default=-inf) > _LEAST_OF_REMARK
            and not any(_is_link(page, block) for block in lines)
            and _stands_among_text(page, scores, box)
        ):
            scores.update((block, max(scores[block], _BETWEEN)) for block in lines)


def _is_link(page: PageMap, block: int) -> bool:
    first, end = page.block_starts[block], page.block_starts[block + 1]
    return page.link_totals[end] - page.link_totals[first] == page.block_sizes[block]


def _stands_among_text(page: PageMap, scores: dict[int, float], box: int) -> bool:
    """Whether lines of the body stand before and behind the element, right in the one around it."""
    around, here = page.parents[box], page.blocks(box)
    beside = [
        block
        for block in page.blocks(around)
        if scores.get(block, -inf) > 0 and page.parents[page.block_nodes[block]] == around
    ]
    return bool(beside) and beside[0] < here.start and beside[-1] >= here.stop


def _keep_enclosed(page: PageMap, scores: dict[int, float]) -> None:
    """Between two lines of the body a subheading, a quotation or a table is in, however little it looks like text."""
    units = _units(page, scores, _ENCLOSED)
    if all(scores[block] > 0 for lines in units.values() for block in lines):
        return
    inside = {block for lines in units.values() for block in lines}
    others = [
        block
        for block in scores
        if block not in inside and page.tags[page.block_nodes[block]] != "figcaption"
    ]
    most = _SHARE * sum(page.block_sizes[block] for block, score in scores.items() if score > 0)
    for unit, lines in units.items():
        place = bisect_left(others, lines[0])
        if 0 < place < len(others) and scores[others[place - 1]] > 0 and scores[others[place]] > 0:
            least = _UNLIKELY if page.tags[unit] in SUBHEADINGS else -inf
            missing = [block for block in lines if least < scores[block] <= 0]
            if sum(map(page.block_sizes.__getitem__, missing)) <= most:
                scores.update(dict.fromkeys(missing, _BETWEEN))


def _keep_lists(page: PageMap, scores: dict[int, float]) -> None:
    """A list of text is in as a whole where half of it is, or where it stands between two paragraphs of the body."""
    blocks = list(scores)
    for unit, lines in _units(page, scores, _LISTS).items():
        least = min(scores[block] for block in lines)
        if least <= _IMPOSSIBLE or page.link_density(unit) >= _LINKED:
            continue
        place = bisect_left(blocks, lines[0])
        end = place + len(lines)
        beside = [
            block
            for block in (*blocks[max(0, place - 1) : place], *blocks[end : end + 1])
            if scores[block] > 0 and page.parents[page.block_nodes[block]] == page.parents[unit]
        ]
        inside = sum(scores[block] > 0 for block in lines)
        if (len(beside) == 2 and least > _UNLIKELY) or 2 * inside >= len(lines):
            scores.update((block, max(scores[block], _BETWEEN)) for block in lines)


def _keep_captions(page: PageMap, scores: dict[int, float]) -> None:
    """A caption beside text of the body is in unless it is unlikely: many a truth to train from leaves them out."""
    blocks = list(scores)
    for place, block in enumerate(blocks):
        if page.tags[page.block_nodes[block]] == "figcaption" and _UNLIKELY < scores[block] <= 0:
            beside = blocks[max(0, place - 1) : place] + blocks[place + 1 : place + 2]
            if any(scores[other] > 0 for other in beside):
                scores[block] = _BETWEEN
