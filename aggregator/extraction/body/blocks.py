"""What the choice of the body is made from: each block of the page with its surroundings, measured.

Everything is kept in arrays by block or element, of which `features.py` reads single entries. This module runs as it
is, and faster where `setup.py` could compile it: `blocks.pxd` has the types.
"""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

from aggregator.extraction.body import kin
from aggregator.extraction.body.arrays import Zeros
from aggregator.extraction.body.vocabulary import NAME_WORDS, heading_kind, is_template_line, name_bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregator.extraction.body.lexicon import Lexicon, Reading
    from aggregator.extraction.page.page_map import PageMap

NAME_BITS = {word: 1 << place for place, word in enumerate(NAME_WORDS)}
_UNLIKELY = sum(NAME_BITS[word] for word in "comment related share navigation frame promotion legal".split())
_BODY = NAME_BITS["body"]

TAG_BITS = {
    tag: 1 << place
    for place, tag in enumerate(("footer", "aside", "form", "article", "main", "header", "figure", "nav"))
}
_FRAME = TAG_BITS["nav"] | TAG_BITS["footer"]
_TAG_KINDS = {
    "p": 0, "li": 1, "h1": 2, "h2": 3, "h3": 4, "h4": 4, "h5": 4, "h6": 4, "td": 5, "th": 5, "pre": 6, "code": 6,
    "dd": 7, "dt": 7, "blockquote": 8, "figcaption": 9, "caption": 9, "legend": 11, "summary": 11, "br": 12,
    **dict.fromkeys(("div", "section", "article", "main", "body", "center"), 10),
}  # fmt: skip
_OTHER_TAG = 13

_ENDS = dict.fromkeys('。！？.!?…”"’', 2) | dict.fromkeys("')）】：:；;，,」』", 1)
"""Of a sentence, and of less."""
_MAX_LINE = 300
"""Characters; longer blocks are no template lines."""

_WIDE = 2
"""Bytes a character; Chinese has more."""

_PROSE, _PROSE_SHARE = 1000, 0.2
"""Bytes and share of the text: a page with less prose is made of links, which may be its body."""

_PER_MARK = 100
"""Bytes a punctuation mark: links with more marks than that are sentences, as on cards that are links as a whole."""

_THREAD_URL = re.compile(
    r"forum|thread|topic|viewtopic|/t/|/d/|question|discuss|bbs|community|tieba|showthread|/qa/|answers"
)

LEVELS = 4
"""Elements around a block that are measured: its own, and each next one that holds more text."""

ABSENT = -4.0
"""Log-odds of what is no candidate."""


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


def _between(totals: list[int], start: int, stop: int) -> int:
    """What running totals grow by from one place to another."""
    before, behind = totals[start], totals[stop]
    return behind - before


class Blocks:
    """A page's blocks as the model sees them."""

    def __init__(self, page: PageMap, hints: Hints) -> None:
        self.page = page
        self.count = len(page.block_nodes)
        self.elements = len(page.tags)
        self.headline = -999 if hints.headline is None else hints.headline
        self.claims = hints.claims
        # as many as there are below, and in `kin.py`
        self.zeros = Zeros(
            16 * self.elements + 32 * (self.count + 1), 6 * self.elements + 8 * (self.count + 1)
        )
        self._weigh_text()
        self.name_bits = self.zeros.ints(self.elements)
        """By element, what its name and those around it speak of."""
        self.tag_bits = self.zeros.ints(self.elements)
        """By element, which telling tags are around it."""
        self.candidates = self._screen(links_too=False)
        if self._has_little_prose():
            self.candidates = self._screen(links_too=True)
        self._measure_page()
        self._place()
        self._count_siblings()
        self._look_at_ends()
        self.teaser = bytearray(self.count)
        for start, end in hints.teasers:
            self.teaser[start:end] = b"\1" * (end - start)

    def _weigh_text(self) -> None:
        """Size, marks and share of links of each block, and running totals; past the end there is nothing."""
        page, count = self.page, self.count
        block_nodes, starts, tags = page.block_nodes, page.block_starts, page.tags
        sizes, links, marks = page.totals
        self.node, self.tag = self.zeros.ints(count), self.zeros.ints(count + 1)
        self.size, self.marks, self.link = (
            self.zeros.ints(count + 1),
            self.zeros.ints(count + 1),
            self.zeros.doubles(count + 1),
        )
        self.size_sums, self.link_sums = self.zeros.ints(count + 1), self.zeros.ints(count + 1)
        self.total = sizes[len(sizes) - 1] or 1
        self.plain = self.total - links[len(links) - 1]
        kinds, mark_sum_before = _TAG_KINDS, 0
        for block in range(count):
            stop, node = starts[block + 1], block_nodes[block]
            size_sum, link_sum, mark_sum = sizes[stop], links[stop], marks[stop]
            size, link = size_sum - self.size_sums[block], link_sum - self.link_sums[block]
            self.size[block], self.marks[block] = size, mark_sum - mark_sum_before
            self.link[block] = link / size if link else 0.0
            self.size_sums[block + 1], self.link_sums[block + 1] = size_sum, link_sum
            mark_sum_before = mark_sum
            self.node[block] = node
            self.tag[block] = kinds.get(tags[node], _OTHER_TAG)
        self.tag[count] = -1

    def _screen(self, links_too: bool) -> list[int]:
        """Blocks that may belong to the body; inherits what names and tags say on the way down.

        What is left out here, links without text, the site's frame and what is hidden, is more than half of a
        page and next to nothing of the bodies.
        """
        page = self.page
        tags, names, parents, ends, hidden = page.tags, page.names, page.parents, page.ends, page.hidden
        starts, stops = page.chunk_starts, page.chunk_ends
        sizes, links, marks = page.totals
        most, part = self.plain * 0.6, self.plain * 0.25
        tag_kinds = TAG_BITS
        known: dict[str, int] = {}
        dead: list[tuple[int, int]] = []
        node = 0
        while node < self.elements:
            start, stop = starts[node], stops[node]
            size = _between(sizes, start, stop)
            if size == 0:
                node = ends[node]
                continue
            link = _between(links, start, stop)
            plain = size - link
            name, parent, kind = names[node], parents[node], tag_kinds.get(tags[node], 0)
            bits = within = 0
            if parent >= 0:
                bits, within = self.name_bits[parent], self.tag_bits[parent] | kind
            if plain < most:  # names of what holds nearly the whole page say nothing of its parts
                is_links = link > 60 and plain < 90 and link > plain * 4 and not links_too
                if (
                    (is_links and _between(marks, start, stop) * _PER_MARK < link)
                    or (plain < part and (kind & _FRAME or (hidden[node] and not hidden[parent])))
                ):  # fmt: skip
                    dead.append((start, stop))
                    node = ends[node]
                    continue
                if name:
                    own = known.get(name, -1)
                    if own < 0:
                        own = known[name] = name_bits(name)
                    bits |= own
                self.name_bits[node] = bits
            self.tag_bits[node] = within
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
        prose = 0
        for block in self.candidates:
            if self.size[block] >= 100 and self.link[block] < 0.3:
                prose += self.size[block]
        return prose < _PROSE and prose < self.total * _PROSE_SHARE

    def _measure_page(self) -> None:
        page = self.page
        self._find_cores()
        core = page.blocks(self.core)
        self.core_start, self.core_end, self.core_length = core.start, core.stop, len(core) + 1
        self.core_share = page.size(self.core) / self.total
        self.core_links = page.link_density(self.core)
        self.page_links = 1 - self.plain / self.total
        self.thread_url = bool(_THREAD_URL.search(page.url))
        comment, comments = NAME_BITS["comment"], 0.0
        for block in self.candidates:
            if self.name_bits[self.node[block]] & comment:
                comments += self.size[block] * (1 - self.link[block])
        self.comment_share = comments / (self.plain or 1)

    def _find_cores(self) -> None:
        """The elements that paragraphs speak for the most, each for those around it less and less.

        The tight core is the one for which the parents count little.
        """
        hidden = self.page.hidden
        own = self.zeros.doubles(self.elements)
        speakers: list[int] = []
        for block in self.candidates:
            node = self.node[block]
            if self.size[block] >= 60 and self.link[block] <= 0.5 and not hidden[node]:
                if own[node] == 0:
                    speakers.append(node)
                own[node] = own[node] + 1 + self.marks[block] + min(self.size[block] / 300, 3)
        self.core = self._spoken_for(own, speakers, 0.7)
        self.tight = self._spoken_for(own, speakers, 0.4)

    def _spoken_for(self, own: array[float], speakers: list[int], decay: float) -> int:
        parents = self.page.parents
        scores = self.zeros.doubles(self.elements)
        heard: list[int] = []
        for speaker in speakers:
            node, worth = speaker, own[speaker]
            while node >= 0 and worth > 0.1:
                if scores[node] == 0:
                    heard.append(node)
                scores[node] += worth
                node = parents[node]
                worth *= decay
        best, best_score = 0, 0.0
        for node in heard:
            score = scores[node]
            if score <= best_score:
                continue
            score *= 1 - self.page.link_density(node)
            bits = self.name_bits[node]
            if bits & _UNLIKELY and not bits & _BODY:
                score *= 0.6
            if score > best_score:
                best, best_score = node, score
        return best

    def _place(self) -> None:
        """Measure what is around each block: an element knows what the one around it knows, and its own measures."""
        parents, starts, stops = self.page.parents, self.page.chunk_starts, self.page.chunk_ends
        blocks = self.page.chunk_blocks
        sizes, links, marks = self.page.totals
        levels = LEVELS
        room = self.elements + 1  # the last is around the root, and empty
        self.core_up, self.core_down = self._steps_up(self.core), self.zeros.ints(room)
        self.tight_up, self.tight_down = self._steps_up(self.tight), self.zeros.ints(room)
        self.levels = self.zeros.ints(levels * room)
        """By element, the elements that are measured, innermost first."""
        self.around_size, self.around_first, self.around_end = (
            self.zeros.ints(room),
            self.zeros.ints(room),
            self.zeros.ints(room),
        )
        self.around_link, self.around_marks = self.zeros.doubles(room), self.zeros.doubles(room)
        for level in range(levels):
            self.levels[levels * self.elements + level] = self.elements
        known = bytearray(room)
        for block in self.candidates:
            node = self.node[block]
            way = []
            while node >= 0 and not known[node]:
                way.append(node)
                node = parents[node]
            outer = node
            for inner in reversed(way):
                around = outer if outer >= 0 else self.elements
                known[inner] = 1
                if self.core_up[inner] < 0:
                    self.core_up[inner], self.core_down[inner] = (
                        self.core_up[around],
                        self.core_down[around] + 1,
                    )
                if self.tight_up[inner] < 0:
                    self.tight_up[inner] = self.tight_up[around]
                    self.tight_down[inner] = self.tight_down[around] + 1
                own, other = levels * inner, levels * around
                if outer >= 0 and starts[inner] == starts[outer] and stops[inner] == stops[outer]:
                    for level in range(levels):
                        self.levels[own + level] = self.levels[other + level]
                else:
                    self.levels[own] = inner
                    for level in range(1, levels):
                        self.levels[own + level] = self.levels[other + level - 1]
                    start, stop = starts[inner], stops[inner]
                    size = _between(sizes, start, stop) or 1
                    self.around_size[inner] = size
                    self.around_link[inner] = _between(links, start, stop) / size
                    self.around_marks[inner] = _between(marks, start, stop) / size
                    self.around_first[inner], self.around_end[inner] = blocks[start], blocks[stop - 1] + 1
                outer = inner

    def _steps_up(self, core: int) -> array[int]:
        """The steps from the core up to each element around it; -1 where there is no such way."""
        parents, steps, count = self.page.parents, self.zeros.ints(self.elements + 1), 0
        for node in range(self.elements):
            steps[node] = -1
        while core >= 0:
            steps[core] = count
            core = parents[core]
            count += 1
        return steps

    def _count_siblings(self) -> None:
        """How many candidates stand in elements of the same tag and name beside each other; and who is of one shape."""
        page = self.page
        tags, names, parents = page.tags, page.names, page.parents
        beside: dict[tuple[str, str, int], int] = {}
        families: list[tuple[str, str, int]] = []
        shapes: dict[tuple[str, str, str, str], int] = {}
        self.shape = self.zeros.ints(self.count)
        self.siblings = self.zeros.ints(self.count)
        for block in self.candidates:
            node = self.node[block]
            above = parents[node]
            top = parents[above] if above >= 0 else -1
            family = (tags[node], names[node], above)
            beside[family] = beside.get(family, 0) + 1
            families.append(family)
            shape = (
                tags[node],
                names[node],
                names[above] if above >= 0 else "",
                names[top] if top >= 0 else "",
            )
            self.shape[block] = shapes.setdefault(shape, len(shapes))
        self.shapes = len(shapes)
        for block, family in zip(self.candidates, families, strict=True):
            self.siblings[block] = beside[family]

    def _look_at_ends(self) -> None:
        """Whether blocks end like sentences, which heading they stand under, which are there a second time."""
        page = self.page
        chunks, starts = page.chunks, page.block_starts
        self.end, self.copy = self.zeros.ints(self.count), self.zeros.ints(self.count)
        self.under, self.below = self.zeros.ints(self.count), self.zeros.ints(self.count)
        seen: dict[tuple[int, str], int] = {}
        ends, heading, kind = _ENDS, -99, 0
        for block in self.candidates:
            last = chunks[starts[block + 1] - 1]
            length = len(last)
            while length and last[length - 1].isspace():
                length -= 1
            if length:
                self.end[block] = ends.get(last[length - 1], 0)
            if self.size[block] > 60:
                first = seen.setdefault((self.size[block], chunks[starts[block]]), block)
                if first != block:
                    self.copy[block], self.copy[first] = 2, 1
            if 1 < self.tag[block] < 5:
                heading, kind = block, heading_kind(page.block_texts[block])
            self.under[block] = kind
            self.below[block] = block - heading

    def line(self, block: int) -> tuple[bool, float, int]:
        """Of its text: is it a template line, bytes a character, words; asked of few."""
        size = self.size[block]
        text = self.page.block_texts[block]
        length = len(text) or 1
        template = length < _MAX_LINE and is_template_line(text, chinese=size > _WIDE * length)
        return template, size / length, text.count(" ") + 1

    # What the first look at all blocks tells the second.

    def look_back(self, scores: Sequence[float], lexicon: Lexicon) -> None:
        """Take in the log-odds of the first look, by candidate, and the weights by which names are read."""
        self.reading: Reading = lexicon.read(self.page)
        self.first = self.zeros.doubles(self.count + 1)
        for block in range(self.count + 1):
            self.first[block] = ABSENT
        self.shape_first, self.shape_count = self.zeros.doubles(self.shapes), self.zeros.ints(self.shapes)
        self.positive = self.zeros.ints(self.count + 1)
        """Running totals before each block, and after the last: bytes that rather belong to the body."""
        self.weighed = 0
        for block, score in zip(self.candidates, scores, strict=True):
            self.first[block] = score
            if score > 0:
                self.positive[block + 1] = self.size[block]
            self.shape_first[self.shape[block]] += score
            self.shape_count[self.shape[block]] += 1
            self.weighed += self.size[block]
        self.weighed = self.weighed or 1
        for block in range(self.count):
            self.positive[block + 1] += self.positive[block]
        self.found = self.positive[self.count]
        self.kin, self.clan = kin.gather(self.page, self.candidates, self.size, self.first, self.zeros)

    def said(self, block: int) -> float:
        """What the names around it say for its being in the body; asked of few."""
        return self.reading.said(self.node[block])
