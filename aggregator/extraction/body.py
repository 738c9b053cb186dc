"""Finds the article's body: the element it stands in and which blocks of it belong to it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.page_map import PageMap

_OUT = re.compile(
    r"comment|disqus|pinglun|liuyan|related|relate|xiangguan|tuijian|recommend|share|social|fenxiang|bdshare|"
    r"addthis|jiathis|\bnav|menu|crumb|sidebar|footer|pagination|\bpager|fenye|advert|\bads?\b|sponsor|promo|"
    r"newsletter|subscribe|popup|modal|cookie|copyright|banquan|byline|\btags?\b|outbrain|taboola"
)
_IN = re.compile(r"article|content|entry|post|body|text|story|main|zhengwen|neirong|detail")
_OUT_TAGS = frozenset({"nav", "footer", "aside", "form", "header", "dialog", "menu"})


@dataclass
class Body:
    """The blocks of a page that are its article."""

    page: PageMap
    node: int
    """Element that all of it stands in."""
    kept: bytearray
    """Per block of the page, whether it belongs to the body."""
    out: set[int] = field(default_factory=set)
    """Elements inside `node` that were left out whole."""
    score: float = 0.0

    def leave_out(self, nodes: Iterable[int]) -> None:
        """Take elements that were found to be something else (byline, related links) off the body."""
        for node in nodes:
            self.out.add(node)
            for block in self.page.blocks(node):
                self.kept[block] = 0

    def leave_out_lines(self, first: int, end: int) -> None:
        """Take the blocks from `first` up to `end` off the body."""
        self.kept[first:end] = bytes(end - first)

    @property
    def blocks(self) -> list[int]:
        return [block for block, kept in enumerate(self.kept) if kept]


def find(page: PageMap, title: str | None = None) -> Body:
    """The body of the page, empty when the page shows no text."""
    node, score = _container(page)
    body = Body(page, node, bytearray(len(page.block_nodes)), score=score)
    for block in page.blocks(node):
        body.kept[block] = 1
    child = node + 1
    while child < page.ends[node]:
        if _is_apart(page, child, node):
            body.leave_out([child])
            child = page.ends[child]
        else:
            child += 1
    return body


def _container(page: PageMap) -> tuple[int, float]:
    scores: dict[int, float] = {}
    for block, node in enumerate(page.block_nodes):
        size = page.block_size(block)
        if size < 60 or page.block_link_size(block) > size * 0.5 or page.hidden[node]:
            continue
        worth = 1 + page.block_marks(block) + min(size / 300, 3)
        share = 1.0
        while node >= 0 and share > 0.1:
            scores[node] = scores.get(node, 0.0) + worth * share
            node = page.parents[node]
            share *= 0.7
    best, best_score = 0, 0.0
    for node, score in scores.items():
        score *= 1 - page.link_density(node)
        name = page.names[node]
        if name:
            if _OUT.search(name):
                score *= 0.4
            elif _IN.search(name):
                score *= 1.25
        if score > best_score:
            best, best_score = node, score
    return best, best_score


def _is_apart(page: PageMap, node: int, container: int) -> bool:
    if page.hidden[node] and not page.hidden[container]:
        return True
    size = page.size(node)
    if size > page.size(container) * 0.5:
        return False
    if page.tags[node] in _OUT_TAGS:
        return True
    name = page.names[node]
    if name and _OUT.search(name):
        return True
    return page.tags[node] in {"ul", "ol", "div", "table", "section"} and page.link_density(node) > 0.6
