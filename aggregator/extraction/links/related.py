"""The articles that a page recommends, and its neighbours before and after.

`blocks` finds where they stand before the body is known, so that the body can leave them out; `find` reads them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from aggregator import urls
from aggregator.extraction.classes import parts_with
from aggregator.extraction.links import cards, neighbours
from aggregator.extraction.links.headings import BlockKind, announcing, classify, is_vague, labelled
from aggregator.extraction.page.elements import HEADINGS
from aggregator.extraction.page.naming import sought
from aggregator.extraction.records import Region
from aggregator.items import Kind, RelatedKind, RelatedLink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aggregator.extraction.links.hyperlinks import Links
    from aggregator.extraction.page.page_map import PageMap


@dataclass(frozen=True, slots=True)
class Block:
    """A heading with the teasers below it."""

    kind: BlockKind
    start: int
    inside: int
    """The first element after the heading."""
    end: int
    """Elements `start` up to `end`; several siblings, or one element with all it holds."""
    first_line: int
    end_line: int
    """The same in the map's blocks of text, with the heading, which may be no element of its own."""

    @property
    def span(self) -> tuple[int, int, Region]:
        return self.start, self.end, Region.RELATED if self.kind is BlockKind.RELATED else Region.LIST


_NAME_WORDS = sought(
    "relat",
    "recommend",
    "xiangguan",
    "tuijian",
    "next",
    "like",
    "yarpp",
    "xgyd",
    "xgwz",
    "similar",
    "read-more",
    "another",
    "more-topics",
)
"""One of these is in every name that the pattern matches."""
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:relat(?:ed|e|ion)s?|recommend(?:ed|ation|ations|s)?|xiangguan\w*|tuijian\w*|readnext|upnext|alsolike|yarpp|xgyd|xgwz|guesslike|similar)"
    r"|relatedposts?|relatedarticles?|relatednews|articlerelat|postrelat|newsrelat|read[-_]next|up[-_]next|also[-_]like|guess[-_]like|read-more-wrap(?![a-z])|another_category"
)
_TOPICS = re.compile(r"more-topics__list(?![-_])")
"""What Discourse calls the threads that it recommends, while news sites call their subjects topics."""
_BELOW_POSTS = "read-more-wrap"
"""What Ghost calls the element below a post that holds the next ones."""
_NOT_ARTICLES = re.compile(
    r"tag|topic|keyword|search|product|video|job|comment|btn|button|count|num|user|people|author|share|term|brand|company|stock|quote|relative"
)
_SIDE = re.compile(
    r"(?:^|[\s_-])(?:side|sidebar|aside|right|rail|secondary|widget|col-?r)|sidebar|side-bar|rightcol|right-col|widget|cebian|youbian"
)
_OUTSIDE = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|top-?bar|breadcrumbs?|mianbao|friend-?links?|youqing|(?:site|page|global)-?footer|footer-?(?:links?|nav|menu|container|bottom))(?:$|[\s_-])"
)
_HEADING_NAME = re.compile(r"title|head|hd\b|tit\b")
_MOST_TEASERS, _MOST_LINKS = 60, 240
"""More below one heading is a site map: of addresses under titles, and of links in all."""
_TITLE, _CARD = 24, 400
"""Bytes that the link of a lone teaser has at least, and at most: broken markup may draw text into it."""
_FEW_SIGNS = 4
"""Characters of a count of comments, and of few titles."""
_OF_APP = re.compile(r"客户端|(?<![a-z])app\W*$", re.I)
_KINDS = frozenset({Kind.ARTICLE, Kind.UNKNOWN})
"""What the address of a lone teaser may say of its page."""
_MOST_NAMED = 1000
_MOST_HEADINGS = 200
"""More of them is no page of a reader's; it bounds the time as well."""
_LONG = 1200
"""Bytes of a paragraph without links that no teaser has."""
_EXCERPT = 700
"""Bytes of text that go with one link at most: an excerpt, a date, a name."""
_PARAGRAPH = 150
"""Bytes from which on a line without links is an excerpt, or a paragraph of an article."""
_BESIDE = 40
"""Bytes without links that may stand beside links after a label in the same line: dates, separators."""
_REMARK = 90
"""Bytes that may stand between a heading and its first teaser."""
_MOST_BESIDE = 3
"""Links that a heading has beside it: all of them, others of them, switched off."""
_ENDING_TAGS = HEADINGS | {"form", "footer"}
_OF_COMMENTS = re.compile(
    r"(?:网友|網友|精彩|热门|最新|全部|我要|发表|發表)?(?:评论|評論|跟帖|跟贴|留言|回复|回應)(?:列表|\W*\d*\W*$)"
    r"|comments?\b|leave a (?:reply|comment)",
    re.I,
)
"""What the part for readers' comments is headed with."""
_CONVERSATION = re.compile(r"comment|respond|reply|pinglun|liuyan")


def blocks(page: PageMap, links: Links) -> list[Block]:
    """Every block of recommended or ranked articles, in the page's order, none inside another."""
    found: list[Block] = []
    lines = announcing(page)
    for line, kind in islice(_headings(page, lines), _MOST_HEADINGS):
        if found and line < found[-1].end_line:
            continue
        block = _below(page, links, line, kind)
        if block is not None:
            found.append(block)
    found += [block for block in _labelled(page, links, lines) if not _overlaps(block, found)]
    found += [block for block in _named(page, links) if not _overlaps(block, found)]
    return sorted(found, key=lambda block: block.start)


def _overlaps(block: Block, others: list[Block]) -> bool:
    return any(block.start < other.end and other.start < block.end for other in others)


def _headings(page: PageMap, lines: Iterable[int]) -> Iterator[tuple[int, BlockKind]]:
    """Lines that announce such a block."""
    chunks, linked, names, tags = page.chunks, page.chunk_linked, page.names, page.tags
    for line in lines:
        first, node = page.block_starts[line], page.block_nodes[line]
        if linked[first] and tags[node] not in HEADINGS and not _is_called_heading(names[node]):
            continue  # one of a list's links
        end = _label_end(page, line)
        label = "".join(chunks[first:end])
        beside = page.block_sizes[line] - page.block_link_sizes[line] - page.size_between(first, end)
        if end < page.block_starts[line + 1] and beside > _BESIDE:
            continue  # a sentence that happens to begin so
        label = " ".join(label.split())
        if len(label) <= 80 and (kind := classify(label)) is not None:
            yield line, kind


def _is_called_heading(name: str) -> bool:
    return ("tit" in name or "head" in name or "hd" in name) and _HEADING_NAME.search(name) is not None


def _below(page: PageMap, links: Links, line: int, kind: BlockKind) -> Block | None:
    """The teasers that the heading in `line` announces: its next siblings, or those of an element around it."""
    node = page.block_nodes[line]
    label_end = _label_end(page, line)
    inline = label_end < page.block_starts[line + 1]
    if len(page.blocks(node)) > 1:  # the heading is no element of its own
        first = next((child for child in page.children(node) if page.chunk_starts[child] >= label_end), None)
        end = None if first is None else _consume(page, links, kind, first, node, label_end)
        return None if first is None or end is None else _block(page, kind, line, first, first, end)
    inline = inline and not _leads_to_more(links, node, page.ends[node])
    is_remark = inline and kind is BlockKind.RELATED and _is_remark(links, node, page.ends[node])
    level = node
    beside = None
    for _ in range(5):
        above = page.parents[level]
        if above < 0 or page.tags[level] == "body":
            break
        end = None
        after = page.ends[level]
        if not (inline and kind is BlockKind.RANKING):  # 热点：<a> is a line of its own
            end = _consume(page, links, kind, after, above, page.chunk_ends[level])
        if end is not None or inline:
            is_behind = end is not None and (is_remark or not inline)
            inside = after if is_behind else _first_after(page, node, label_end)
            block = _block(page, kind, line, level, inside, end or after)
            if not (_says_little(links, after, block.end) if is_behind else is_remark):
                return block
            beside = beside or block
        if page.size(above) > page.block_sizes[line] + _REMARK:
            break  # more than the heading in it
        level = above
    return beside


def _says_little(links: Links, start: int, end: int) -> bool:
    """The links are of the heading, and the teasers stand behind."""
    return _leads_to_more(links, start, end) or _is_remark(links, start, end)


def _leads_to_more(links: Links, start: int, end: int) -> bool:
    """The links say nothing but `更多` or `View all`, or offer an app."""
    inside = links.within(start, end)
    return 0 < len(inside) <= _MOST_BESIDE and all(
        (text := links.text(number)) and (cards.GENERIC.match(text) or _OF_APP.search(text))
        for number in inside
    )


def _is_remark(links: Links, start: int, end: int) -> bool:
    """One link of a few signs (`算法反馈`); it may be a short title, where nothing stands behind."""
    inside = links.within(start, end)
    return len(inside) == 1 and cards.weight(links.text(inside[0])) < _TITLE


def _label_end(page: PageMap, line: int) -> int:
    """The first chunk after the heading's words: a link in the same line (`相关阅读：<a>...`), or the next line."""
    first, stop = page.block_starts[line], page.block_starts[line + 1]
    if page.chunk_linked[first]:
        return stop
    return next((at for at in range(first, stop) if page.chunk_linked[at] and page.chunks[at]), stop)


def _first_after(page: PageMap, node: int, chunk: int) -> int:
    """The first element inside of `node` that begins with `chunk` or later."""
    inside = range(node + 1, page.ends[node])
    return next((inner for inner in inside if page.chunk_starts[inner] >= chunk), node)


def _consume(page: PageMap, links: Links, kind: BlockKind, child: int, above: int, chunk: int) -> int | None:
    """End of the teasers among the children of `above` from `child` on; None when there are none.

    `chunk` is where the text after the heading begins. Excerpts may be siblings of the titles: text without links
    counts when more titles follow, and after the last title when it did so after the others.
    """
    first, end, text_end = child, None, None
    found = 0
    excerpts = False
    while child < page.ends[above]:
        stop = page.ends[child]
        loose = page.size_between(chunk, page.chunk_starts[child])
        chunk = page.chunk_ends[child]
        inside = len(links.within(child, stop))
        size = page.size(child) + loose
        if loose > _REMARK:
            break
        if inside:
            if not _is_teasers(page, child, inside):
                break
            own = _own_heading(page, child)
            if own is BlockKind.RANKING or (own is not None and end is not None):
                break
            excerpts = excerpts or text_end is not None
            found += inside
            if found > (_MOST_LINKS if kind is BlockKind.RELATED else _MOST_TEASERS):
                return None
            end, text_end = stop, None
        elif size:
            if (
                size > (_EXCERPT if end is not None else _REMARK)
                or page.tags[child] in _ENDING_TAGS
                or text_end
                or (end is not None and _begins_other(page, child))
            ):
                break
            text_end = stop if end is not None else None
        child = stop
    if end is None or not _are_few(links, first, end):
        return None
    return text_end if excerpts and text_end else end


def _are_few(links: Links, start: int, end: int) -> bool:
    """Whether no more than one block's teasers stand there, however often each is linked."""
    inside = links.within(start, end)
    if len(inside) <= _MOST_TEASERS or len(inside) > _MOST_LINKS:
        return len(inside) <= _MOST_TEASERS
    titled = {links.urls[at] for at in inside if len(links.text(at)) >= _FEW_SIGNS}
    return len(titled) <= _MOST_TEASERS


def _begins_other(page: PageMap, node: int) -> bool:
    """Whether an element without links is the heading of the next part of the page."""
    lines = page.blocks(node)
    if len(lines) != 1 or page.size(node) > _PARAGRAPH:
        return False
    text = page.text(node)
    return (
        page.tags[page.block_nodes[lines[0]]] in HEADINGS
        or _OF_COMMENTS.match(text) is not None
        or classify(text) is not None
    )


def _is_teasers(page: PageMap, node: int, links: int) -> bool:
    """Whether an element shows titles that are links, with at most a few words about each."""
    if page.tags[node] == "footer" or _is_form(page, node) or _CONVERSATION.search(page.names[node]):
        return False
    if page.tags[node] in HEADINGS and classify(page.text(node)) is not None:
        return False  # the next block begins
    size, linked = page.size(node), page.link_size(node)
    if size - linked > links * _EXCERPT:
        return False
    lines = page.blocks(node)
    if len(lines) <= 1:
        return linked * 2 > size
    return not _has_headline(page, node) and _alternates(page, lines)


def _own_heading(page: PageMap, node: int) -> BlockKind | None:
    """What the first line of an element announces, where it is a heading over the others: the next block begins."""
    lines = page.blocks(node)
    if len(lines) < 2 or page.block_link_sizes[lines[0]] or page.block_sizes[lines[0]] > _PARAGRAPH:
        return None
    return classify(page.block_texts[lines[0]])


def _is_form(page: PageMap, node: int) -> bool:
    """Whether a form holds most of the text: forums call a thread "Recommended Posts" and let moderators tick posts."""
    forms = _within(page.by_tag["form"], node, page.ends[node])
    return any(page.size(form) * 2 >= page.size(node) for form in forms)


def _within(nodes: list[int], start: int, end: int) -> list[int]:
    return nodes[bisect_left(nodes, start) : bisect_left(nodes, end)]


def _has_headline(page: PageMap, node: int) -> bool:
    """The page's own headline is inside: this holds the article."""
    inside = _within(page.by_tag["h1"], node, page.ends[node])
    return any(page.size(heading) and page.link_size(heading) * 2 < page.size(heading) for heading in inside)


def _alternates(page: PageMap, lines: Iterable[int]) -> bool:
    """Whether every paragraph comes after a title of its own."""
    titles = prose = run = 0
    for line in lines:
        size = page.block_sizes[line]
        if page.block_link_sizes[line] * 2 > size:
            titles += 1
            run = 0
        elif size > _LONG:
            return False
        elif size > _PARAGRAPH:
            prose += 1
            run += 1
            if prose > titles or run > 2:
                return False
    return titles > 0


def _block(page: PageMap, kind: BlockKind, line: int, start: int, inside: int, end: int) -> Block:
    """The block from `start` to `end`, or the element that holds nothing else."""
    above = page.parents[start]
    if (
        end == page.ends[above]
        and page.chunk_starts[above] == page.block_starts[line]
        and page.tags[above] != "body"
    ):
        start = above
    return Block(kind, start, inside, end, line, _line_after(page, end))


def _line_after(page: PageMap, end: int) -> int:
    """The first block of text that begins at or after element `end`."""
    chunk = page.chunk_starts[end] if end < len(page.tags) else len(page.chunks)
    return page.chunk_blocks[chunk] if chunk < len(page.chunks) else len(page.block_nodes)


def _labelled(page: PageMap, links: Links, lines: Iterable[int]) -> Iterator[Block]:
    """Lines that are one link whose own text begins with a heading's words: `Read more: ...`."""
    for line in lines:
        if (
            page.chunk_linked[page.block_starts[line]]
            and page.block_link_sizes[line] == page.block_sizes[line] <= _CARD
            and labelled(page.block_texts[line]) is not None
        ):
            node = page.chunk_nodes[page.block_starts[line]]
            while page.tags[node] != "a" and node > 0:
                node = page.parents[node]
            inside = links.within(node, node + 1)
            if len(inside) == 1 and page.chunk_ends[node] == page.block_starts[line + 1]:
                yield Block(BlockKind.RELATED, node, node, page.ends[node], line, line + 1)


def _named(page: PageMap, links: Links) -> Iterator[Block]:
    """Elements called `related`, `tuijian` and the like that show teasers below no heading we know."""
    skip = 0
    for node in page.nodes_named(_NAME_WORDS, _is_called_related)[:_MOST_NAMED]:
        if node < skip or page.tags[node] in ("body", "html", "a", "img"):
            continue
        inside = len(links.within(node, page.ends[node]))
        if (
            1 <= inside <= _MOST_LINKS
            and (inside > 1 or _is_card(page, links, node))
            and _is_teasers(page, node, inside)
            and page.chunk_starts[node] < page.chunk_ends[node]
            and _are_few(links, node, page.ends[node])
        ):
            first, last = page.chunk_starts[node], page.chunk_ends[node]
            first_line, end_line = page.chunk_blocks[first], page.chunk_blocks[last - 1] + 1
            yield Block(BlockKind.RELATED, node, node + 1, page.ends[node], first_line, end_line)
            skip = page.ends[node]


def _is_card(page: PageMap, links: Links, node: int) -> bool:
    """Whether the one link in an element is a teaser: to an article, with a title, and most of the element's text."""
    [number] = links.within(node, page.ends[node])
    linked = page.link_size(node)
    return (
        _TITLE <= linked <= _CARD
        and page.tags[node] not in HEADINGS
        and linked * 2 > page.size(node)
        and urls.guess_kind(links.urls[number]) in _KINDS
        and not _OF_APP.search(links.text(number))
    )


def _is_called_related(name: str) -> bool:
    if "more-topics" in name and _TOPICS.search(name):
        return True
    return any(map(_NAMED.search, parts_with(name, _NAME_WORDS))) and _NOT_ARTICLES.search(name) is None


def find(page: PageMap, links: Links, found: Sequence[Block]) -> tuple[RelatedLink, ...]:
    """What the page recommends, in its order, one entry an address; then the neighbours before and after."""
    entries: dict[str, tuple[RelatedKind, cards.Card]] = {}
    near_by = [entry for entry in neighbours.find(page, links) if same_owner(entry[1].url, page.url)]
    known = {card.url for _, card in near_by}
    for block in found:
        if block.kind is not BlockKind.RELATED or not _is_by_the_article(page, block):
            continue
        if _is_menu(page, links, block) or not _leads_home(page, links, block):
            continue
        teasers = cards.read(page, links, block.inside, block.end)
        if not _is_headed(page, block) and any(card.url in known for card in teasers):
            continue  # previous and next in an element called "read-next"
        near = [card for card in teasers if same_owner(card.url, page.url)]
        if len(near) * 2 < len(teasers):
            continue  # partners, friends, advertisements
        for card in near:
            if card.url != page.url:
                entries.setdefault(card.url, (RelatedKind.RELATED, card))
    for kind, card in near_by:
        entries.setdefault(card.url, (kind, card))
    return tuple(
        RelatedLink(
            position=position,
            url=card.url,
            title=card.title,
            excerpt=card.excerpt,
            image=card.image,
            kind=kind,
        )
        for position, (kind, card) in enumerate(entries.values(), start=1)
    )


def _is_headed(page: PageMap, block: Block) -> bool:
    """Whether words announce the block, as against a mere class name."""
    stop = _label_end(page, block.first_line)
    label = "".join(page.chunks[page.block_starts[block.first_line] : stop])
    return classify(" ".join(label.split())) is not None


def _is_by_the_article(page: PageMap, block: Block) -> bool:
    """Not in the site's frame; below a heading that cannot mean the whole site in a sidebar or a `<nav>` of its own."""
    vague = not _is_headed(page, block) or bool(is_vague(page.block_texts[block.first_line]))
    size = page.size_between(page.block_starts[block.first_line], page.block_starts[block.end_line])
    for node in (block.start, *page.ancestors(block.start)):
        tag, name = page.tags[node], page.names[node]
        if tag in ("article", "main"):
            return True
        if tag == "nav" or (tag != "body" and _is_called_outside(name)):
            if vague or tag != "nav" or page.size(node) > 2 * size:
                return False
            continue
        is_aside = tag == "aside" and _BELOW_POSTS not in name
        if vague and tag != "body" and (is_aside or _is_called_side(name)):
            return False
    return True


def _leads_home(page: PageMap, links: Links, block: Block) -> bool:
    inside = links.within(block.inside, block.end)
    return any(same_owner(links.urls[number], page.url) for number in inside)


def _is_menu(page: PageMap, links: Links, block: Block) -> bool:
    """Whether most of it is a `<nav>` whose links are names rather than titles: `More from us` above the sections."""
    inside = _within(page.by_tag["nav"], block.start, block.end)
    if not inside:
        return False
    size = page.size_between(page.block_starts[block.first_line], page.block_starts[block.end_line])
    return any(
        page.size(nav) * 2 > size and page.size(nav) < _TITLE * len(links.within(nav, page.ends[nav]))
        for nav in inside
    )


@lru_cache(maxsize=4096)  # the pages of one site share their names
def _is_called_outside(name: str) -> bool:
    return _OUTSIDE.search(name) is not None


@lru_cache(maxsize=4096)
def _is_called_side(name: str) -> bool:
    return _SIDE.search(name) is not None


def same_owner(first: str, second: str) -> bool:
    """Whether both addresses are of one publisher, be it on hosts of different names."""
    return urls.same_site(first, second) or _owner(first) == _owner(second)


def _owner(url: str) -> str:
    """The registered domain, roughly: `news.example.com` and `www.example.com` have one owner."""
    labels = urls.site_of(url).partition(":")[0].split(".")
    short = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if short else labels[-2:])


_SECOND_LEVEL = frozenset("com net org gov edu ac co or ne go gob gov mil idv".split())
