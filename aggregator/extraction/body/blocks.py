"""What the choice of the body is made from: each block of the page with its surroundings, measured.

Everything is kept in lists by block number, so that the model reads single entries and no row is ever built.
The lists have two entries more than the page has blocks: a neighbour past either end reads as nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from aggregator.extraction.body.vocabulary import NAME_WORDS, is_template_line, name_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregator.extraction.page.page_map import PageMap

_BIT = {word: 1 << place for place, word in enumerate(NAME_WORDS)}
_UNLIKELY = _BIT["comment"] | _BIT["related"] | _BIT["share"] | _BIT["navigation"] | _BIT["frame"]
_UNLIKELY |= _BIT["promotion"] | _BIT["legal"]

TAG_BITS = {
    tag: 1 << place
    for place, tag in enumerate(
        "nav footer header aside form ul ol table article main figure blockquote pre figcaption section dl details "
        "button".split()
    )
}
_TAG_KINDS = {
    "p": 0, "li": 1, "h1": 2, "h2": 3, "h3": 4, "h4": 4, "h5": 4, "h6": 4, "td": 5, "th": 5, "pre": 6, "code": 6,
    "dd": 7, "dt": 7, "blockquote": 8, "figcaption": 9, "caption": 9, "legend": 11, "summary": 11, "br": 12,
    **dict.fromkeys(("div", "section", "article", "main", "body", "center"), 10),
}  # fmt: skip
_OTHER_TAG = 13

_ENDS = frozenset('。！？.!?…”"’')
_PAUSES = frozenset("')）】：:;；，,」』")
_MAX_LINE = 900
"""Bytes; longer blocks are no template lines."""

_THREAD_URL = re.compile(
    r"forum|thread|topic|viewtopic|/t/|/d/|question|discuss|bbs|community|tieba|showthread|/qa/|answers"
)

Surroundings = tuple[int, float, float, int, float, float]
"""Of an element: size, link density, marks by size, blocks, size by block, share of the page."""

_NOWHERE: Surroundings = (0, 0.0, 0.0, 0, 0.0, 0.0)

Place = tuple[Surroundings, Surroundings, Surroundings, Surroundings, int, int, int, int, int, int]
"""Of a block: its element and the three next larger ones, steps to the core and the tight core and down from
there, how many elements look like its parent and its grandparent beside them."""


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What is known of the page before its body is looked for."""

    headline: int | None = None
    """Block of the headline. None: it is not shown."""
    claims: int = 0
    """What the page says it is: a number of `CLAIMS`."""
    text: str = ""
    """The body as the page gives it for machines."""
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
        starts = page.block_starts
        sizes, links, marks = page.totals
        spans = list(pairwise(starts))
        self.size = [sizes[end] - sizes[start] for start, end in spans] + [0, 0]
        self.marks = [marks[end] - marks[start] for start, end in spans] + [0, 0]
        self.link = [(links[end] - links[start]) / (sizes[end] - sizes[start] or 1) for start, end in spans]
        self.link += [0.0, 0.0]
        self.tag = [_TAG_KINDS.get(page.tags[node], _OTHER_TAG) for node in page.block_nodes] + [-1, -1]
        self.total = sizes[-1] or 1
        self.plain = self.total - links[-1]
        """Text of the page that stands in no link."""
        self.headline = -999 if hints.headline is None else hints.headline
        self.claims = hints.claims
        self.candidates = self._screen()
        self.hidden = [page.hidden[node] for node in page.block_nodes]
        self.names = [self.name_bits[node] for node in page.block_nodes]
        self.within = [self.tag_bits[node] for node in page.block_nodes]
        self._measure_page()
        self._place()
        self._read_lines(hints)
        self._look_around()

    def _screen(self) -> list[int]:
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
                    (plain < 90 and link > 60 and link > plain * 4)
                    or (plain < part and (tag in ("nav", "footer") or (hidden[node] and not hidden[parent])))
                ):  # fmt: skip
                    dead.append((start, stop))
                    node = ends[node]
                    continue
                named[node] = (name_bits(names[node]) | named[parent]) if names[node] else named[parent]
            if parent >= 0:
                within[node] = TAG_BITS.get(tag, 0) | within[parent]
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
        return [block for block, living in enumerate(alive) if living and self.size[block]]

    def _measure_page(self) -> None:
        page, size, link = self.page, self.size, self.link
        self.core, self.core_score = self._core(0.7)
        self.tight, _ = self._core(0.4)
        self.long_blocks = sum(1 for block in self.candidates if size[block] >= 100 and link[block] < 0.3)
        core = page.blocks(self.core)
        self.core_start, self.core_end, self.core_length = core.start, core.stop, len(core) + 1
        self.core_share = page.size(self.core) / self.total
        self.core_links = page.link_density(self.core)
        self.page_links = 1 - self.plain / self.total
        self.thread_url = bool(_THREAD_URL.search(page.url))
        names, comment = self.names, _BIT["comment"]
        comments = sum(size[block] * (1 - link[block]) for block in self.candidates if names[block] & comment)
        self.comment_share = comments / (self.plain or 1)

    def _core(self, decay: float) -> tuple[int, float]:
        """The element that paragraphs speak for the most, each for its parents less and less."""
        page, size, link, marks = self.page, self.size, self.link, self.marks
        parents, nodes, hidden = page.parents, page.block_nodes, page.hidden
        own: dict[int, float] = {}
        for block in self.candidates:
            if size[block] >= 60 and link[block] <= 0.5 and not hidden[nodes[block]]:
                node = nodes[block]
                own[node] = own.get(node, 0.0) + 1 + marks[block] + min(size[block] / 300, 3)
        scores: dict[int, float] = {}
        for node, worth in own.items():
            while node >= 0 and worth > 0.1:
                scores[node] = scores.get(node, 0.0) + worth
                node = parents[node]
                worth *= decay
        best, best_score = 0, 0.0
        for node, score in scores.items():
            score *= 1 - page.link_density(node)
            bits = self.name_bits[node]
            if bits & _UNLIKELY and not bits & _BIT["body"]:
                score *= 0.6
            if score > best_score:
                best, best_score = node, score
        return best, best_score

    def _place(self) -> None:
        """Measure what is around each block, once for all blocks of an element."""
        page, length = self.page, self.count + 2
        nodes = page.block_nodes
        core_steps = {node: steps for steps, node in enumerate((self.core, *page.ancestors(self.core)))}
        tight_steps = {node: steps for steps, node in enumerate((self.tight, *page.ancestors(self.tight)))}
        measured: dict[int, Surroundings] = {}
        families: dict[int, Counter[tuple[str, str]]] = {}
        known: dict[int, Place] = {}
        self.own, self.up1 = [_NOWHERE] * length, [_NOWHERE] * length
        self.up2, self.up3 = [_NOWHERE] * length, [_NOWHERE] * length
        self.core_up, self.core_down = [0] * length, [0] * length
        self.tight_up, self.tight_down = [0] * length, [0] * length
        self.series1, self.series2 = [0] * length, [0] * length
        self.siblings, self.alike = [0] * length, [0] * length
        looks = [(page.tags[nodes[b]], page.names[nodes[b]]) for b in self.candidates]
        alike = Counter(looks)
        siblings = Counter(
            (look, page.parents[nodes[b]]) for look, b in zip(looks, self.candidates, strict=True)
        )
        for look, block in zip(looks, self.candidates, strict=True):
            node = nodes[block]
            place = known.get(node)
            if place is None:
                own, up1, up2, up3 = self._larger(node, measured)
                steps = (*_steps(page, node, core_steps), *_steps(page, node, tight_steps))
                place = known[node] = (own, up1, up2, up3, *steps, *self._series(node, families))
            (
                self.own[block], self.up1[block], self.up2[block], self.up3[block],
                self.core_up[block], self.core_down[block], self.tight_up[block], self.tight_down[block],
                self.series1[block], self.series2[block],
            ) = place  # fmt: skip
            self.alike[block] = alike[look]
            self.siblings[block] = siblings[look, page.parents[node]]

    def _larger(self, node: int, measured: dict[int, Surroundings]) -> list[Surroundings]:
        """The element and the next three around it that each hold more text than the one before."""
        page = self.page
        parents, starts, stops = page.parents, page.chunk_starts, page.chunk_ends
        found: list[Surroundings] = []
        start = stop = -1
        while node >= 0 and len(found) < 4:
            if starts[node] != start or stops[node] != stop:
                start, stop = starts[node], stops[node]
                known = measured.get(node)
                if known is None:
                    known = measured[node] = self._measure(start, stop)
                found.append(known)
            node = parents[node]
        return found + [_NOWHERE] * (4 - len(found))

    def _measure(self, start: int, stop: int) -> Surroundings:
        sizes, links, marks = self.page.totals
        size = sizes[stop] - sizes[start] or 1
        blocks = self.page.chunk_blocks[stop - 1] - self.page.chunk_blocks[start] + 1
        link = (links[stop] - links[start]) / size
        return size, link, (marks[stop] - marks[start]) / size, blocks, size / blocks, size / self.total

    def _series(self, node: int, families: dict[int, Counter[tuple[str, str]]]) -> tuple[int, int]:
        """How many elements beside its parent look like it, and beside its grandparent like that."""
        page = self.page
        counts = [0, 0]
        for step in range(2):
            node = page.parents[node]
            if node <= 0:
                break
            parent = page.parents[node]
            family = families.get(parent)
            if family is None:
                family = families[parent] = Counter(
                    (page.tags[c], page.names[c]) for c in page.children(parent)
                )
            counts[step] = family[page.tags[node], page.names[node]]
        return counts[0], counts[1]

    def _read_lines(self, hints: Hints) -> None:
        """How blocks end, which are template lines, and which stand on the page a second time."""
        page, length = self.page, self.count + 2
        self.end, self.copy, self.template, self.given = ([0] * length for _ in range(4))
        given = _squeezed(hints.text) if len(hints.text) > 100 else ""
        seen: dict[str, int] = {}
        for block in self.candidates:
            text = page.block_text(block)
            last = text[-1:]
            self.end[block] = 2 if last in _ENDS else 1 if last in _PAUSES else 0
            size = self.size[block]
            if size < _MAX_LINE and is_template_line(text):
                self.template[block] = 1
            if size > 60:
                first = seen.setdefault(text, block)
                if first != block:
                    self.copy[block], self.copy[first] = 2, 1
            if given:
                self.given[block] = 2 if _squeezed(text) in given else 1
        self.teaser = bytearray(length)
        for start, end in hints.teasers:
            self.teaser[start:end] = b"\1" * (end - start)

    def _look_around(self) -> None:
        """Sums over the four blocks on either side, and over all blocks before."""
        length = self.count + 2
        self.before, self.window_link = [0.0] * length, [0.0] * length
        self.window_size = [0] * length
        sizes, links, _ = self.page.totals
        starts, count = self.page.block_starts, self.count
        for block in self.candidates:
            low, high = (
                starts[block - 4 if block > 4 else 0],
                starts[block + 5 if block + 5 < count else count],
            )
            size = sizes[high] - sizes[low]
            self.before[block] = sizes[starts[block]] / self.total
            self.window_size[block] = size
            self.window_link[block] = (links[high] - links[low]) / (size or 1)


def _steps(page: PageMap, node: int, known: dict[int, int]) -> tuple[int, int]:
    """Steps from a core up to where the ways of the core and of the element meet, and down to the element."""
    down = 0
    while node not in known:
        node = page.parents[node]
        down += 1
    return known[node], down


def _squeezed(text: str) -> str:
    return "".join(text.split())
