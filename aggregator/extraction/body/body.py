"""Finds the article's body: which blocks of the page belong to it, and the element they stand in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING

from aggregator.extraction.body import alike, comments, copies, cutoff, edges, labels, model, recipes, units
from aggregator.extraction.body.blocks import CLAIMS, NO_HINTS, Blocks, Hints, claimed_kind
from aggregator.extraction.page import unseen
from aggregator.extraction.page.listings import is_line_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.headline.title import Headline
    from aggregator.extraction.links.related import Block
    from aggregator.extraction.page.page_map import PageMap

_SURE = 2.5
"""Log-odds above which a block stays in the body, whatever else somebody takes it for."""

_CERTAIN = 9.9
_NO_POST = -5.0
"""Log-odds of what stands above a thread's title, at most."""

_ALPHANUMERIC = re.compile(r"[^\W_]+")
_HEAD_LINES = 3
_MOST_OF_TITLE = 8
"""Tenths of the headline's letters that a line must repeat."""


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
    _listed: tuple[bytes, list[int]] = field(default=(b"", []), init=False, repr=False, compare=False)
    """What `kept` was when its blocks were listed, and these."""

    @cached_property
    def unseen(self) -> frozenset[int]:
        """Chunks of the blocks that no reader sees; to be asked when the body is complete."""
        return unseen.find(self.page, self.blocks)

    @property
    def blocks(self) -> list[int]:
        known, blocks = self._listed
        if known != self.kept:
            blocks = list(compress(range(len(self.kept)), self.kept))
            self._listed = bytes(self.kept), blocks
        return blocks

    def leave_out_lines(self, first: int, end: int) -> None:
        """Take the blocks from `first` up to `end` off the body, unless they are sure to belong to it."""
        for block in range(first, end):
            if self.scores.get(block, 0.0) < _SURE:
                self.kept[block] = 0

    def leave_out_title(self, title: str) -> None:
        """Take a repetition of the headline off the head of the body, with or without its last words."""
        whole = _letters(title)
        for block in self.blocks[:_HEAD_LINES]:
            text = self.page.block_texts[block]
            first = _ALPHANUMERIC.search(text)
            if first is None or not whole.startswith(first[0][0].lower()):
                continue  # as most do, and paragraphs are long
            line = _letters(text)
            if whole.startswith(line) and len(line) * 10 >= len(whole) * _MOST_OF_TITLE:
                self.kept[block] = 0

    def remove(self, nodes: Iterable[int]) -> None:
        """Take elements off the body because the site's rules say so."""
        for node in nodes:
            for block in self.page.blocks(node):
                self.kept[block] = 0


def _letters(text: str) -> str:
    """What is said, whatever the punctuation."""
    return "".join(_ALPHANUMERIC.findall(text)).lower()


def whole(page: PageMap, nodes: Iterable[int]) -> Body:
    """The body that consists of these elements, with all that they show."""
    kept = bytearray(len(page.block_nodes))
    for node in nodes:
        for block in page.blocks(node):
            kept[block] = 1
    return Body(
        page, _around(page, kept, 0), kept, {block: _CERTAIN for block, here in enumerate(kept) if here}
    )


def hints(claims: Structured, headline: Headline | None, teasers: Iterable[Block]) -> Hints:
    """What the other parts of extraction know that helps to find the body."""
    return Hints(
        headline=headline.block if headline else None,
        claims=claimed_kind(claims.types, claims.og_type, has_article=claims.has_article),
        teasers=[(teaser.first_line, teaser.end_line) for teaser in teasers],
    )


def find(page: PageMap, hints: Hints = NO_HINTS) -> Body:
    """The body of the page, without blocks when the page shows no text."""
    count = len(page.block_nodes)
    if not count:
        return Body(page, 0, bytearray())
    blocks = Blocks(page, hints)
    return choose(blocks, model.weigh(blocks))


def choose(blocks: Blocks, weighed: list[float]) -> Body:
    """The body from the log-odds of the candidates."""
    page, sizes, texts = blocks.page, blocks.size, blocks.page.block_texts
    is_thread = blocks.thread_url or blocks.claims == CLAIMS["thread"]
    if is_thread:
        weighed = _without_notices(blocks, weighed)
    least = cutoff.least(weighed, [sizes[block] for block in blocks.candidates])
    scores = {block: score - least for block, score in zip(blocks.candidates, weighed, strict=True)}
    alike.keep(page, scores, is_thread)
    units.settle(page, scores)
    labels.leave_out(page, scores)
    edges.settle(page, scores, headline=blocks.headline, is_thread=is_thread)
    recipes.keep(page, scores)
    copies.leave_out(page, scores)
    if not is_thread:
        comments.leave_out(page, scores)
    kept = bytearray(blocks.count)
    for block, score in scores.items():
        if score > 0 and not (texts[block][:1].isdigit() and _counts_lines(page, block)):
            kept[block] = 1
    return Body(page, _around(page, kept, blocks.core), kept, scores)


def _without_notices(blocks: Blocks, weighed: list[float]) -> list[float]:
    """The log-odds in a thread: what stands above its title is the forum's own, where more stands below."""
    headline, sizes = blocks.headline, blocks.size
    above = sum(sizes[block] for block in blocks.candidates if block < headline)
    if 2 * above >= sum(sizes[block] for block in blocks.candidates):
        return weighed
    return [
        min(score, _NO_POST) if block < headline else score
        for block, score in zip(blocks.candidates, weighed, strict=True)
    ]


def _counts_lines(page: PageMap, block: int) -> bool:
    """Nothing but the number of a line of code."""
    first, last = page.block_starts[block], page.block_starts[block + 1]
    return all(is_line_number(page, chunk) for chunk in range(first, last))


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
