"""Finds the article's body: which blocks of the page belong to it, and the element they stand in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aggregator.extraction import model
from aggregator.extraction.blocks import NO_HINTS, Blocks, Hints, claimed_kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.page_map import PageMap
    from aggregator.extraction.related import Block
    from aggregator.extraction.structured import Structured
    from aggregator.extraction.title import Headline

_SURE = 2.5
"""Log-odds above which a block stays in the body, whatever else somebody takes it for."""


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
        """Take the blocks from `first` up to `end` off the body, unless they are sure to belong to it."""
        for block in range(first, end):
            if self.scores.get(block, 0.0) < _SURE:
                self.kept[block] = 0


def hints(claims: Structured, headline: Headline | None, teasers: Iterable[Block]) -> Hints:
    """What the other parts of extraction know that helps to find the body."""
    return Hints(
        headline=headline.block if headline else None,
        claims=claimed_kind(claims.types, claims.og_type, has_article=claims.has_article),
        text=claims.bodies[0].value if claims.bodies else "",
        teasers=[(teaser.first_line, teaser.end_line) for teaser in teasers],
    )


def find(page: PageMap, hints: Hints = NO_HINTS) -> Body:
    """The body of the page, without blocks when the page shows no text."""
    count = len(page.block_nodes)
    if not count:
        return Body(page, 0, bytearray())
    blocks = Blocks(page, hints)
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
