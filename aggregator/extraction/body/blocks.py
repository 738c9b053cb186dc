"""What the choice of the body is made from: each block of the page with its surroundings, measured.

Everything is kept in lists by block number, so that the model reads single entries and no row is ever built.
The lists have two entries more than the page has blocks: a neighbour past either end reads as nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate, compress
from operator import sub
from typing import TYPE_CHECKING

from aggregator.extraction.body import kin
from aggregator.extraction.body.vocabulary import NAME_WORDS, heading_kind, is_template_line, name_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregator.extraction.body.lexicon import Lexicon
    from aggregator.extraction.page.page_map import PageMap

_BIT = {word: 1 << place for place, word in enumerate(NAME_WORDS)}
_UNLIKELY = _BIT["comment"] | _BIT["related"] | _BIT["share"] | _BIT["navigation"] | _BIT["frame"]
_UNLIKELY |= _BIT["promotion"] | _BIT["legal"]

TAG_BITS = {
    tag: 1 << place
    for place, tag in enumerate(("footer", "aside", "form", "article", "main", "header", "figure"))
}
_TAG_KINDS = {
    "p": 0, "li": 1, "h1": 2, "h2": 3, "h3": 4, "h4": 4, "h5": 4, "h6": 4, "td": 5, "th": 5, "pre": 6, "code": 6,
    "dd": 7, "dt": 7, "blockquote": 8, "figcaption": 9, "caption": 9, "legend": 11, "summary": 11, "br": 12,
    **dict.fromkeys(("div", "section", "article", "main", "body", "center"), 10),
}  # fmt: skip
_OTHER_TAG = 13

_ENDS = frozenset('。！？.!?…”"’')
_PAUSES = frozenset("')）】：:;；，,」』")
_MAX_LINE = 300
"""Characters; longer blocks are no template lines."""

_WIDE = 2
"""Bytes a character; Chinese has more."""

_PROSE, _PROSE_SHARE = 1000, 0.2
"""Bytes and share of the text: a page with less prose is made of links, which may be its body."""

_WINDOW = 4
"""Blocks on either side that count as near."""

_THREAD_URL = re.compile(
    r"forum|thread|topic|viewtopic|/t/|/d/|question|discuss|bbs|community|tieba|showthread|/qa/|answers"
)

Surroundings = tuple[int, float, float, int, float, float, int, int]
"""Of an element: size, link density, marks by size, blocks, size by block, share of the page; first and end block."""

_NOWHERE: Surroundings = (0, 0.0, 0.0, 0, 0.0, 0.0, 0, 0)

LEVELS = ("own", "up1", "up2", "up3")
PLACE = (
    *("core_up", "core_down", "tight_up", "tight_down"),
    *(
        f"{level}_{word}"
        for level in LEVELS
        for word in "size link marks blocks mean share first end".split()
    ),
)
"""What is known of a block's element: the steps to the core and the tight core and down from there, its surroundings
and those of the next larger ones around it."""

Place = tuple[float, ...]

_LEVEL = len(_NOWHERE)
_ABSENT = -4.0
"""Log-odds of what is no candidate."""
_NO_SHAPE = [_ABSENT, 1.0]


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What is known of the page before its body is looked for."""

    headline: int | None = None
    """Block of the headline. None: it is not shown."""
    claims: int = 0
    """What the page says it is: a number of `CLAIMS`."""
    teasers: Sequence[tuple[int, int]] = ()
    """Blocks of related articles: the first of each, and the one after its last."""


NO_HINTS = Hints()

CLAIMS = {"article": 1, "thread": 2, "product": 3, "list": 4, "page": 5}
_THREAD_TYPES = frozenset({"DiscussionForumPosting", "QAPage", "Question", "Answer"})
_PRODUCT_TYPES = frozenset({"Product", "ProductGroup", "SoftwareApplication", "VideoGame"})
_LIST_TYPES = frozenset({"ItemList", "CollectionPage", "SearchResultsPage", "Blog"})


def claimed_kind(types: frozenset[str], og_type: str | None, *, has_article: bool) -> int:
    """The number in `CLAIMS` of what a page's types say it is; 0 when they say nothing."""
    if types & _THREAD_TYPES:
        return CLAIMS["thread"]
    if has_article:
        return CLAIMS["article"]
    if types & _PRODUCT_TYPES or og_type == "product":
        return CLAIMS["product"]
    if types & _LIST_TYPES:
        return CLAIMS["list"]
    if og_type == "article":
        return CLAIMS["article"]
    return CLAIMS["page"] if og_type else 0


class Blocks:
    """A page's blocks as the model sees them."""

    def __init__(self, page: PageMap, hints: Hints) -> None:
        self.page = page
        self.count = len(page.block_nodes)
        sizes, links, marks = ([totals[start] for start in page.block_starts] for totals in page.totals)
        self.size: list[int] = [*map(sub, sizes[1:], sizes), 0, 0]
        self.marks: list[int] = [*map(sub, marks[1:], marks), 0, 0]
        linked = map(sub, links[1:], links)
        self.link: list[float] = [
            link / size if link else 0.0 for link, size in zip(linked, self.size, strict=False)
        ]
        self.link += [0.0, 0.0]
        self.total = sizes[-1] or 1
        self.plain = self.total - links[-1]
        """Text of the page that stands in no link."""
        self.before = [size / self.total for size in sizes]
        around = _WINDOW
        self.size_sums = [0] * around + sizes + [sizes[-1]] * around
        self.link_sums = [0] * around + links + [links[-1]] * around
        self.tag = [_TAG_KINDS.get(page.tags[node], _OTHER_TAG) for node in page.block_nodes] + [-1, -1]
        self.headline = -999 if hints.headline is None else hints.headline
        self.claims = hints.claims
        self.candidates = self._screen()
        if self._has_little_prose():
            self.candidates = self._screen(links_too=True)
        self.names = [self.name_bits[node] for node in page.block_nodes]
        self.within = [self.tag_bits[node] for node in page.block_nodes]
        self._measure_page()
        self._place()
        self._look_at_ends()
        self.teaser = bytearray(self.count)
        for start, end in hints.teasers:
            self.teaser[start:end] = b"\1" * (end - start)

    def _screen(self, *, links_too: bool = False) -> list[int]:
        """Blocks that may belong to the body; inherits what names and tags say on the way down.

        What is left out here, links without text, the site's frame and what is hidden, is more than half of a
        page and next to nothing of the bodies.
        """
        page = self.page
        tags, names, parents, ends, hidden = page.tags, page.names, page.parents, page.ends, page.hidden
        starts, stops = page.chunk_starts, page.chunk_ends
        sizes, links, _ = page.totals
        self.name_bits = named = [0] * len(tags)
        self.tag_bits = within = [0] * len(tags)
        most, part = self.plain * 0.6, self.plain * 0.25
        dead: list[tuple[int, int]] = []
        node, last = 0, len(tags)
        while node < last:
            start, stop = starts[node], stops[node]
            size = sizes[stop] - sizes[start]
            if not size:
                node = ends[node]
                continue
            link = links[stop] - links[start]
            plain = size - link
            tag = tags[node]
            parent = parents[node]
            if plain < most:  # names of what holds nearly the whole page say nothing of its parts
                if (
                    (link > 60 and plain < 90 and link > plain * 4 and not links_too)
                    or (plain < part and (tag in ("nav", "footer") or (hidden[node] and not hidden[parent])))
                ):  # fmt: skip
                    dead.append((start, stop))
                    node = ends[node]
                    continue
                named[node] = (name_bits(names[node]) | named[parent]) if names[node] else named[parent]
            if parent >= 0:
                within[node] = (TAG_BITS[tag] | within[parent]) if tag in TAG_BITS else within[parent]
            node += 1
        return self._living(dead)

    def _living(self, dead: list[tuple[int, int]]) -> list[int]:
        blocks, block_starts = self.page.chunk_blocks, self.page.block_starts
        alive = bytearray(b"\1") * self.count
        for start, stop in dead:
            first, final = blocks[start], blocks[stop - 1]
            # an inline element may share its block with text outside of it
            if block_starts[first] >= start and block_starts[final + 1] <= stop:
                alive[first : final + 1] = bytes(final + 1 - first)
        return [block for block in compress(range(self.count), alive) if self.size[block]]

    def _has_little_prose(self) -> bool:
        size, link = self.size, self.link
        long = [block for block in self.candidates if size[block] >= 100 and link[block] < 0.3]
        prose = sum(size[block] for block in long)
        return prose < _PROSE and prose < self.total * _PROSE_SHARE

    def _measure_page(self) -> None:
        page, size, link = self.page, self.size, self.link
        self._find_cores()
        core = page.blocks(self.core)
        self.core_start, self.core_end, self.core_length = core.start, core.stop, len(core) + 1
        self.core_share = page.size(self.core) / self.total
        self.core_links = page.link_density(self.core)
        self.page_links = 1 - self.plain / self.total
        self.thread_url = bool(_THREAD_URL.search(page.url))
        names, comment = self.names, _BIT["comment"]
        comments = sum(size[block] * (1 - link[block]) for block in self.candidates if names[block] & comment)
        self.comment_share = comments / (self.plain or 1)

    def _find_cores(self) -> None:
        """The elements that paragraphs speak for the most, each for those around it less and less.

        The tight core is the one for which the parents count little.
        """
        size, link, marks = self.size, self.link, self.marks
        nodes, hidden = self.page.block_nodes, self.page.hidden
        own: dict[int, float] = {}
        for block in self.candidates:
            if size[block] >= 60 and link[block] <= 0.5 and not hidden[nodes[block]]:
                node = nodes[block]
                own[node] = own.get(node, 0.0) + 1 + marks[block] + min(size[block] / 300, 3)
        self.core = self._spoken_for(own, 0.7)
        self.tight = self._spoken_for(own, 0.4)

    def _spoken_for(self, own: dict[int, float], decay: float) -> int:
        parents = self.page.parents
        scores: dict[int, float] = {}
        for node, worth in own.items():
            while node >= 0 and worth > 0.1:
                scores[node] = scores.get(node, 0.0) + worth
                node = parents[node]
                worth *= decay
        best, best_score = 0, 0.0
        for node, score in scores.items():
            if score <= best_score:
                continue
            score *= 1 - self.page.link_density(node)
            bits = self.name_bits[node]
            if bits & _UNLIKELY and not bits & _BIT["body"]:
                score *= 0.6
            if score > best_score:
                best, best_score = node, score
        return best

    def _place(self) -> None:
        """Measure what is around each block: an element knows what the one around it knows, and its own measures."""
        page = self.page
        parents, starts, stops = page.parents, page.chunk_starts, page.chunk_ends
        cores = self._steps_up(self.core)
        tights = self._steps_up(self.tight)
        known: dict[int, Place] = {-1: (0, 0, 0, 0, *_NOWHERE * len(LEVELS))}
        last = (len(LEVELS) - 1) * _LEVEL + 4
        self.place: list[Place] = [()] * self.count
        beside: dict[tuple[str, str, int], int] = {}
        self.families = []
        for block in self.candidates:
            node = page.block_nodes[block]
            family = (page.tags[node], page.names[node], parents[node])
            beside[family] = beside.get(family, 0) + 1
            self.families.append(family)
            way = []
            while node not in known:
                way.append(node)
                node = parents[node]
            for inner in reversed(way):
                around = known[node]
                core_up, core_down = (cores[inner], 0) if inner in cores else (around[0], around[1] + 1)
                tight_up, tight_down = (tights[inner], 0) if inner in tights else (around[2], around[3] + 1)
                start, stop = starts[inner], stops[inner]
                if node >= 0 and start == starts[node] and stop == stops[node]:
                    levels = around[4:]
                else:
                    levels = self._measure(start, stop) + around[4:last]
                known[inner] = (core_up, core_down, tight_up, tight_down) + levels  # noqa: RUF005, half the time
                node = inner
            self.place[block] = known[node]
        self.siblings = [0] * self.count
        for block, family in zip(self.candidates, self.families, strict=True):
            self.siblings[block] = beside[family]

    def _steps_up(self, core: int) -> dict[int, int]:
        """The steps from the core up to each element around it."""
        return {node: steps for steps, node in enumerate((core, *self.page.ancestors(core)))}

    def _measure(self, start: int, stop: int) -> Surroundings:
        sizes, links, marks = self.page.totals
        size = sizes[stop] - sizes[start] or 1
        first, end = self.page.chunk_blocks[start], self.page.chunk_blocks[stop - 1] + 1
        blocks = end - first
        link = (links[stop] - links[start]) / size
        mark = (marks[stop] - marks[start]) / size
        return size, link, mark, blocks, size / blocks, size / self.total, first, end

    def _look_at_ends(self) -> None:
        """Whether blocks end like sentences, which heading they stand under, which are there a second time."""
        page, size, length = self.page, self.size, self.count + 2
        chunks, starts = page.chunks, page.block_starts
        self.end, self.copy = [0] * length, [0] * length
        self.under, self.below = [0] * length, [0] * length
        seen: dict[tuple[int, str], int] = {}
        heading, kind = -99, 0
        for block in self.candidates:
            last = chunks[starts[block + 1] - 1].rstrip()[-1:]
            self.end[block] = 2 if last in _ENDS else 1 if last in _PAUSES else 0
            if size[block] > 60:
                first = seen.setdefault((size[block], chunks[starts[block]]), block)
                if first != block:
                    self.copy[block], self.copy[first] = 2, 1
            if 1 < self.tag[block] < 5:
                heading, kind = block, heading_kind(page.block_text(block))
            self.under[block] = kind
            self.below[block] = block - heading

    def line(self, block: int) -> tuple[bool, float, int]:
        """Of its text: is it a template line, bytes a character, words; asked of few."""
        size = self.size[block]
        text = self.page.block_text(block)
        length = len(text) or 1
        template = length < _MAX_LINE and is_template_line(text, chinese=size > _WIDE * length)
        return template, size / length, text.count(" ") + 1

    # What the first look at all blocks tells the second.

    def look_back(self, first: list[float], lexicon: Lexicon) -> None:
        """Take in the log-odds of the first look, by candidate, and the weights by which names are read."""
        self.reading = lexicon.read(self.page)
        self.first = [_ABSENT] * (self.count + 2)
        positive = [0] * (self.count + 1)
        shapes: dict[tuple[str, ...], list[float]] = {}
        size, names, parents = self.size, self.page.names, self.page.parents
        self.shape = [_NO_SHAPE] * self.count
        for block, (tag, name, above), score in zip(self.candidates, self.families, first, strict=True):
            self.first[block] = score
            if score > 0:
                positive[block + 1] = size[block]
            shape = shapes.setdefault((tag, name, names[above], names[parents[above]]), [0.0, 0.0])
            shape[0] += score
            shape[1] += 1
            self.shape[block] = shape
        self.positive = [*accumulate(positive)]
        self.found = self.positive[-1]
        around = [0] * _WINDOW
        self.positive_sums = [*around, *self.positive, *[self.found] * _WINDOW]
        sized = ((block, size[block], score) for block, score in zip(self.candidates, first, strict=True))
        self.kin, self.clan = kin.gather(self.page, sized, self.count)
        self.weighed = sum(size[block] for block in self.candidates) or 1

    def said(self, block: int) -> float:
        """What the names around it say for its being in the body; asked of few."""
        return self.reading.said(self.page.block_nodes[block])
