"""Finds the article's body: which blocks of the page belong to it, and the element they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aggregator.extraction import model
from aggregator.extraction.blocks import Blocks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.page_map import PageMap


@dataclass
class Body:
    """The blocks of a page that are its article."""

    page: PageMap
    node: int
    """The smallest element that all of it stands in."""
    kept: bytearray
    """Per block of the page, whether it belongs to the body."""
    scores: dict[int, float] = field(default_factory=dict)
    """Log-odds by block, of the blocks that were weighed at all."""

    @property
    def blocks(self) -> list[int]:
        return [block for block, kept in enumerate(self.kept) if kept]

    def leave_out(self, nodes: Iterable[int]) -> None:
        """Take elements that were found to be something else (byline, related links) off the body."""
        for node in nodes:
            blocks = self.page.blocks(node)
            self.leave_out_lines(blocks.start, blocks.stop)

    def leave_out_lines(self, first: int, end: int) -> None:
        """Take the blocks from `first` up to `end` off the body."""
        self.kept[first:end] = bytes(max(0, end - first))


def find(page: PageMap, headline: int | None = None, *, claims_article: bool = False) -> Body:
    """The body of the page, without blocks when the page shows no text.

    `headline` is the block of the headline; `claims_article` whether the page says of itself that it is one.
    """
    count = len(page.block_nodes)
    if not count:
        return Body(page, 0, bytearray())
    blocks = Blocks(page, headline, claims_article)
    scores = dict(zip(blocks.candidates, model.scorer()(blocks), strict=True))
    kept = bytearray(count)
    for block, score in scores.items():
        if score > 0:
            kept[block] = 1
    return Body(page, _around(page, kept, blocks.core), kept, scores)


def _around(page: PageMap, kept: bytearray, default: int) -> int:
    """The smallest element that covers every kept block."""
    first, last = kept.find(1), kept.rfind(1)
    if first < 0:
        return default
    node = page.block_nodes[first]
    end = page.block_starts[last + 1]
    while page.chunk_ends[node] < end and page.parents[node] >= 0:
        node = page.parents[node]
    return node
