"""Leaves out hidden copies of the text: for printing, for a pay wall, for a small screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_ORIGINAL = 2.0
"""Log-odds from which on a line is surely the text, and below which it may be a copy of it."""
_LEAST = 80
"""Bytes; shorter lines repeat for many a reason."""
_OUT = -0.5


def leave_out(page: PageMap, scores: dict[int, float]) -> None:
    """Take hidden lines off the body that say again what sure lines show, be it paragraphs or all in one line.

    What is shown twice stays: quotations, refrains, entries from one mould. Half of the truths keep such lines.
    """
    hidden = [line for line, score in scores.items() if 0 < score < _ORIGINAL and _is_hidden(page, line)]
    if not hidden:
        return
    shown = {
        page.block_texts[line]
        for line, score in scores.items()
        if score >= _ORIGINAL and page.block_sizes[line] >= _LEAST and not _is_hidden(page, line)
    }
    for line in hidden:
        text = page.block_texts[line]
        if text in shown or any(paragraph in text for paragraph in shown):
            scores[line] = _OUT


def _is_hidden(page: PageMap, line: int) -> bool:
    return page.hidden[page.block_nodes[line]]
