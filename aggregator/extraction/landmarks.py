"""Where on the page the headline, the text's begin and its end are, and what lies apart from the article."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.signs import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.headline.title import Headline
    from aggregator.extraction.links.related import Block
    from aggregator.extraction.page.page_map import PageMap

HEAD_BELOW = 14
"""Lines below the headline that may belong to the article's head, if no text comes before."""
_TEXT_SIZE = 150
"""Bytes from which a line with a sentence in it is text."""

_OTHERS = (
    r"comment(?!-?num|-?count)|repl(?:y|ies)|relate|recommend|tuijian|xiangguan|read-?next|more-|-more|recent|slider"
    r"|carousel|(?<![a-z])(?:nav|menu|hot|rank|teaser|card|listing|latest|trending|popular|archive)(?![a-z])"
)
_OF_OTHERS = re.compile(_OTHERS)
_APART = re.compile(rf"{_OTHERS}|side-?bar|(?<![a-z])(?:widget|aside)(?![a-z])")
_APART_WORDS = Words(
    """comment repl relate recommend tuijian xiangguan next more recent slider carousel nav menu hot rank teaser card listing
    latest trending popular archive side widget""".split()
)
"""One of these is in every name that the patterns above match."""
_APART_TAGS = frozenset({"nav", "aside"})
_OWN_FOOTER = re.compile(r"(?:post|entry|article|content|story)[-_]*(?:meta[-_]*)?footer|post-?info")
_OWN_TAGS = re.compile(r"(?:post|entry|article|story)[-_]*(?:tags|categories)(?![a-z])")

_NEIGHBOURS = re.compile(r"(?<![a-z])prev(?:ious)?[-_]next(?![a-z])")
_COPYRIGHT = re.compile(r"©|copyright|版权所有|版權所有", re.I)


@lru_cache(10_000)  # the pages of one site share their names
def _is_called_apart(name: str) -> bool:
    return _APART_WORDS.are_in(name) and _APART.search(name) is not None


@lru_cache(10_000)
def _is_called_of_others(name: str) -> bool:
    return _APART_WORDS.are_in(name) and _OF_OTHERS.search(name) is not None


class Landmarks:
    """Lines that tell the article's head, text and tail; all are numbers of the page's blocks."""

    def __init__(
        self, page: PageMap, headline: Headline | None, body: Body, teasers: Sequence[Block] = ()
    ) -> None:
        self.page = page
        self.count = len(page.block_nodes)
        kept = body.blocks
        self.kept = frozenset(kept)
        block = headline.block if headline is not None else None
        self.headline = block if block is not None else (kept[0] if kept else 0)
        texts = (block for block in kept if block > self.headline and _is_text(page, block))
        self.text_start = next(texts, min(self.headline + HEAD_BELOW, self.count))
        self.text_end = kept[-1] if kept else self.count
        self._headline_node = page.block_nodes[self.headline] if self.headline < self.count else 0
        self._teasers = [
            (block.start, block.end)
            for block in teasers
            if not block.start <= self._headline_node < block.end
        ]
        # What headline or text stand in is not apart, so that every way up from elsewhere ends there.
        own = (
            self._headline_node,
            *page.ancestors(self._headline_node),
            body.node,
            *page.ancestors(body.node),
        )
        self._apart = dict.fromkeys(own, False)

    def block_of(self, node: int) -> int:
        """The line that an element begins on, or the one after it when it is empty; -1 on a page without text."""
        chunks = self.page.chunk_blocks
        return chunks[min(self.page.chunk_starts[node], len(chunks) - 1)] if chunks else -1

    def before(self, node: int, reach: int = 20) -> str:
        """The words right before an element: its label, if it has one."""
        chunk = self.page.chunk_starts[node]
        # So many words from the right are enough: the text before may be a long one.
        return " ".join(self.page.chunks[chunk - 1].rsplit(None, reach))[-reach:] if chunk else ""

    def is_apart(self, node: int) -> bool:
        """The element stands in comments, teasers or the page's frame, while the headline does not."""
        known, parents = self._apart, self.page.parents
        path = []
        while (answer := known.get(node)) is None:
            path.append(node)
            if self._begins_apart(node):
                answer = True
                break
            node = parents[node]
        known.update(dict.fromkeys(path, answer))
        return answer

    def is_teaser(self, node: int) -> bool:
        """The element belongs to an article that the page recommends or lists, whatever it is called."""
        return any(start <= node < end for start, end in self._teasers)

    def is_of_others(self, node: int) -> bool:
        """The element belongs to other articles, to comments or to the navigation; beside the text it may be ours."""
        page = self.page
        return self.is_teaser(node) or any(
            page.tags[above] == "nav" or _is_called_of_others(page.names[above])
            for above in (node, *page.ancestors(node))
            if not page.holds(above, self._headline_node)
        )

    def _begins_apart(self, node: int) -> bool:
        page = self.page
        tag, name = page.tags[node], page.names[node]
        if tag == "footer" or "footer" in name:
            return not (_OWN_FOOTER.search(name) or self._is_own_footer(node))
        if tag in _APART_TAGS:
            return not _OWN_TAGS.search(name)
        return name != "" and _is_called_apart(name)

    def _is_own_footer(self, node: int) -> bool:
        """An article's own footer has its tags and dates: it ends the article or main part, or leads to neighbours.

        Where a page is all main part, the site's footer is told by its copyright.
        """
        page = self.page
        above = {page.tags[above]: above for above in page.ancestors(node)}
        if "article" in above or any(map(_NEIGHBOURS.search, page.names[node : page.ends[node]])):
            return True
        is_main = "main" in above and page.holds(above["main"], self._headline_node)
        return is_main and not _COPYRIGHT.search(page.text(node))


def _is_text(page: PageMap, block: int) -> bool:
    size = page.block_sizes[block]
    return size > _TEXT_SIZE and page.block_marks[block] >= 1 and page.block_link_sizes[block] < 0.5 * size
