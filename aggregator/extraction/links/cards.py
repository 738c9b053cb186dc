"""Teasers: links to articles as a page shows them, each with title, excerpt and picture, shown in many ways."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator import urls
from aggregator.dates.words import MONTH
from aggregator.extraction.links.headings import BlockKind, classify, labelled
from aggregator.extraction.links.hyperlinks import Base, Hyperlink, Links
from aggregator.extraction.page.elements import HEADINGS
from aggregator.items import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aggregator.extraction.page.page_map import PageMap


@dataclass(frozen=True, slots=True)
class Card:
    """One teaser."""

    node: int
    url: str
    title: str
    excerpt: str | None
    image: str | None


GENERIC = re.compile(
    r"^[\s\[【(（«‹<+]*(?:read|see|view|show|learn|find out|load)?\s*(?:the )?(?:full |whole )?(?:more|all|less|story|article|post)?"
    r"(?: (?:articles?|stories|posts|news|here))?[\s\])».›>→…+]*$"
    r"|^(?:continue reading|click here|keep reading|listen|watch|share|comments?|reply|save|subscribe|follow|sign (?:in|up)"
    r"|log ?in|details)\W*$"
    r"|^[\s\[【(（]*(?:点击|點擊)?(?:查看|阅读|閱讀|浏览|显示|加载|了解|展开)?"
    r"(?:更多|全文|全部|详情|詳情|原文|换一[换批组]|進入|进入|详细)(?:精彩)?(?:内容|文章|新闻)?[\s\])）】>»….]*$"
    r"|^(?:点这里|我要|我来)?(?:发表|查看|参与)?(?:评论|跟帖|留言|说两句)\W*$"
    r"|^(?:もっと(?:見る|読む)|続きを読む|一覧(?:へ|を見る)?|すべて(?:見る)?|더\s?보기|전체\s?보기|mehr(?: anzeigen| lesen| erfahren)?"
    r"|alle (?:anzeigen|ansehen)|weiterlesen|voir (?:tout|plus)|tout voir|en savoir plus|lire (?:la suite|plus)"
    r"|ver (?:tod[ao]s?|más|mais)|leer más|leia mais|saiba mais|vedi tutt[eio]|leggi (?:tutto|di più)|lees (?:meer|verder)"
    r"|(?:toon|bekijk) (?:alles|meer)|все|ещё|еще|читать (?:далее|дальше|полностью)|подробнее|więcej|zobacz więcej"
    r"|czytaj (?:więcej|dalej)|devamı(?:nı oku)?|tümü(?:nü gör)?|xem thêm|selengkapnya|المزيد|عرض الكل|بیشتر|עוד)\W*$"
    r"|^(?:view|see|browse|explore|show|read) all\b.{0,30}$|^(?:\d+|[\d.,]+[km万]?|\W+)$",
    re.I,
)
"""Link texts that name no article."""

_META = re.compile(
    r"^\W*(?:(?:19|20)?\d\d[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?|\d{1,2}[-/月]\d{1,2}日?"
    r"|\d{1,2}:\d{2}|\d+\s*(?:min(?:ute)?s?|hours?|days?|weeks?|months?|years?|h|d|w)\b.*|\d+\s*(?:分钟|小时|天|周|个月|年)前"
    r"|(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s+\d{1,2})?(?:st|nd|rd|th)?,?(?:\s+(?:19|20)\d\d)?"
    r"|(?:by|von|par|por)\s+\S+(?:\s\S+){0,3}|(?:作者|来源|來源|发布|發布|文)\s*[:：/]\s*\S+(?:\s\S+){0,3}"
    r"|(?:阅读|浏览|评论|点赞|views?|comments?)?\W*[\d.,]+\s*[km万]?\s*(?:views?|comments?|likes?|阅读|浏览|评论|次)?)\W*$",
    re.I,
)
"""Lines that carry a date, a count or a name and nothing else."""

_YEAR = r"(?:19|20)\d\d"
_DATED = (
    rf"(?:[^\W\d]{{2,10}}\.?,?\s+)?(?:{_YEAR}\s?[-/.年]\s?\d{{1,2}}\s?[-/.月]\s?\d{{1,2}}日?"
    rf"|\d{{1,2}}[-/.]\d{{1,2}}[-/.]{_YEAR}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.|º)?(?: de)? {MONTH}\.?,?(?: de)? {_YEAR}|{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR})"
    r"(?:(?:[\s,|•·T-]|um|at)*\d{1,2}:\d{2}(?::\d{2}(?:\.\d)?)?(?: ?(?:uhr|[ap]\.?m\.?))?(?: [A-Z]{2,4})?)?"
)
_AGO = (
    r"\d+ ?(?:分钟|小时|天|周|个月|年|分鐘|小時|個月)前|\d+ ?(?:min(?:ute)?|hour|hr|day|week|month|year)s? ago"
    r"|(?:vor|hace|il y a|há) \d+ [^\W\d]+"
)
_DIGIT = re.compile(r"\d")
_STAMP = re.compile(rf"[\W_]*(?:{_DATED}|{_AGO})[\W_]*", re.I)
"""A date with its year, or how long ago."""
_BRACKETED = re.compile(
    rf"^[\[(（【]\s*{_DATED}\s*[\])）】]\s*|\s*[\[(（【]\s*{_DATED}\s*[\])）】]$|^[·•●◆■◇□○◎※▪►▶>．]+\s*",
    re.I,
)
"""A date in brackets around a title, or a list's sign before it."""
_SIGNED = re.compile(rf"[^。！？!?]{{0,40}}?(?:{_DATED}|{_AGO})[\W_]*(?:[\d.,]+\s?[kmw万]?)?\W*", re.I)
"""A line that names somebody and says when."""

_TITLE_NAMES = re.compile(r"titl|headline|(?:^|[\s_-])(?:tit|name|subject|biaoti|bt)(?:$|[\s_-])")
_TITLE_WORDS = ("tit", "headline", "name", "subject", "biaoti", "bt")
"""One of these is in every name that the pattern matches."""
_EXCERPT_NAMES = re.compile(
    r"excerpt|summary|descri|(?:^|[\s_-])desc|intro|abstract|digest|snippet|teaser-text|zhaiyao|brief"
)
_EXCERPT_WORDS = (
    "excerpt", "summary", "desc", "intro", "abstract", "digest", "snippet", "teaser-text", "zhaiyao", "brief",
)  # fmt: skip
"""The same."""
_NO_TITLE_NAMES = re.compile(
    r"subtitle|sub-title|title-?tag|categor|kicker|eyebrow|rubric|label|author|byline|(?:^|[\s_-])cat(?:$|[\s_-])"
)
_ASIDE_NAMES = re.compile(
    r"(?<![a-z])(?:tags?|categor(?:y|ies)|rubric|authors?|byline|credits?|date)(?![a-z])"
)
"""What lines beside a title are called that say nothing of the article."""
_RUBRIC_NAMES = re.compile(r"(?<![a-z])(?:rubric|kicker|eyebrow|category)(?![a-z-])")
_RUBRIC = 60
"""Bytes of a rubric's name."""
_NAME = 24
"""Bytes that a section's or author's name has at most, and few titles."""
_MOST_IN_CARD = 3
"""Addresses in one teaser: the article's, its author's, its section's."""
_SHORTEST = 12
"""Bytes that a title has at least where there are several lines: the first may name the section."""
_LONGEST_MORE = 40
_ASIDE_KINDS = frozenset({Kind.LIST, Kind.OTHER, Kind.FEED, Kind.FRONT, Kind.SITEMAP})
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|avif)(?:\?[^/]*)?$", re.I)
_SIGN_NAMES = re.compile(r"(?<![a-z])(?:avatar|icon|logo|emoji|spinner|badge|headshot)")
_SIGN_FILE = re.compile(
    r"[/_.-]avatars?\d?[/_.-]|/icons?/|/(?:icon|spacer|blank|pixel|placeholder|loading)[^/]*$"
)
"""The address of a face, a sign, or a stand-in, in small letters."""
_SIGN_WORDS = ("avatar", "icon", "spacer", "blank", "pixel", "placeholder", "loading")
"""One of these is in every address that the pattern matches."""
_MOST_SIGNS = 4
"""Pictures of a teaser that may be signs."""
_MOST_ALIKE = 2
"""Teasers that may have the same picture: two of them may be about one thing."""
_PICTURE_ATTRIBUTES = ("data-src", "data-original", "data-lazy-src", "data-url", "data-echo", "src")


def weight(text: str) -> int:
    """How much a text says, in letters: a Chinese character says as much as about three."""
    return len(text.encode("utf-8", "replace"))


def read(page: PageMap, links: Links, start: int, end: int) -> list[Card]:
    """The teasers among the elements from `start` up to `end`, in the page's order, one an address."""
    inside = [links[number] for number in links.within(start, end)]
    groups: dict[str, list[Hyperlink]] = {}
    for link in inside:
        groups.setdefault(link.url, []).append(link)
    aside = _aside(page, links, groups, start)
    main = {url: group for url, group in groups.items() if url not in aside}
    starts = [_item(page, links, group[0], aside, start, end) for group in main.values()]
    spans = []
    for position, group in enumerate(main.values()):
        stop = starts[position + 1] if position + 1 < len(starts) else end
        stop = max(stop, page.ends[group[0].node]) if stop > starts[position] else page.ends[starts[position]]
        spans.append((starts[position], stop))
    titles = [_title(page, group, *span) for group, span in zip(main.values(), spans, strict=True)]
    shared = frozenset(title for title, count in Counter(titles).items() if count > 1)
    pictures = _pictures(page, links.base, spans)
    nodes = [link.node for link in inside]
    cards = []
    for (url, group), span, title in zip(main.items(), spans, titles, strict=True):
        if title in shared:  # a section's name above each title
            title = _title(page, group, *span, without=shared) or title
        if title:
            near = inside[bisect_left(nodes, span[0]) : bisect_left(nodes, span[1])]
            others = [link.node for link in near if link.url != url]
            excerpt = _excerpt(page, title, others, *span)
            cards.append(Card(span[0], url, title, excerpt, pictures[span]))
    return cards


def _pictures(
    page: PageMap, base: Base, spans: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], str | None]:
    """Each teaser's picture; one that several share is a sign, or stands for what is not loaded yet."""
    found = {span: next(_images(page, base, *span), None) for span in spans}
    signs: set[str | None] = set()
    for _ in range(_MOST_SIGNS):
        alike = {url for url, count in Counter(found.values()).items() if url and count > _MOST_ALIKE}
        if not alike:
            break
        signs |= alike
        for span, url in found.items():
            if url in alike:
                found[span] = next((url for url in _images(page, base, *span) if url not in signs), None)
    return found


def _aside(page: PageMap, links: Links, groups: dict[str, list[Hyperlink]], start: int) -> set[str]:
    """Addresses that accompany teasers: sections, authors, comments, "more", the front page, pictures in full size."""
    aside = {
        url
        for url, group in groups.items()
        if _PICTURE.search(url)
        or urls.is_front(url)
        or any("tag" in link.rel.split() for link in group)
        or all(_says_nothing(page, link) for link in group)
    }
    kinds = {url: urls.guess_kind(url) for url in groups if url not in aside}
    lists = {url for url, kind in kinds.items() if kind in _ASIDE_KINDS}
    if len(lists) == len(kinds):  # perhaps the site's articles have such addresses
        lists = {url for url in lists if max(weight(link.text) for link in groups[url]) < _NAME}
    aside |= lists
    rubrics = {
        url
        for url, group in groups.items()
        if url not in aside and all(_is_rubric(page, link) for link in group)
    }
    if len(rubrics | aside) < len(groups):
        aside |= rubrics
    headed = {
        url
        for url, group in groups.items()
        if url not in aside and any(_is_headed(page, links, link) for link in group)
    }
    if headed:
        aside |= {
            url
            for url, group in groups.items()
            if url not in headed and max(weight(link.text) for link in group) < _NAME
        }
    if len(headed) > 1:
        sizes = {url: max(weight(link.text) for link in groups[url]) for url in headed}
        aside |= {
            url
            for url, group in groups.items()
            if url not in headed
            and url not in aside
            and all(_is_of_a_card(page, links, link, sizes, start) for link in group)
        }
    return aside


def _is_of_a_card(page: PageMap, links: Links, link: Hyperlink, headed: dict[str, int], start: int) -> bool:
    """A picture, or few words beside the one longer title around it: of the teaser's author or section.

    `headed` has the titles' sizes by address.
    """
    size = weight(link.text) if page.size(link.node) else 0
    node = page.parents[link.node] if size < _RUBRIC else 0
    while node >= start:
        inside = {links.urls[number] for number in links.within(node, page.ends[node])}
        if len(inside) > _MOST_IN_CARD:
            break
        if titles := inside & headed.keys():
            return len(titles) == 1 and size < headed[titles.pop()]
        node = page.parents[node]
    return False


def _says_nothing(page: PageMap, link: Hyperlink) -> bool:
    return not link.text or (bool(GENERIC.match(link.text)) and not page.attribute(link.node, "title"))


def _is_rubric(page: PageMap, link: Hyperlink) -> bool:
    """The link names the section of a teaser, as its class says."""
    return weight(link.text) < _RUBRIC and _is_called_rubric(page.names[link.node])


@lru_cache(maxsize=4096)  # the teasers of one page share their names
def _is_called_rubric(name: str) -> bool:
    return _RUBRIC_NAMES.search(name) is not None


def _is_headed(page: PageMap, links: Links, link: Hyperlink) -> bool:
    """The link stands in a heading, or is called a title; of several in one heading, the longest is the title."""
    if _is_called_title(page.names[link.node]):
        return True
    node = page.parents[link.node]
    above = page.parents[node]
    is_heading = page.tags[node] in HEADINGS
    if is_heading or _is_called_title(page.names[node]):
        inside = links.within(node, page.ends[node])
    elif page.tags[above] in HEADINGS:
        inside, is_heading = links.within(above, page.ends[above]), True
    else:
        return False
    if len(inside) == 1:
        return True
    if len(inside) > _MOST_IN_CARD:
        return is_heading
    return all(len(links.text(number)) <= len(link.text) for number in inside)


def _item(page: PageMap, links: Links, link: Hyperlink, aside: set[str], start: int, end: int) -> int:
    """The largest element around the link that no other teaser reaches into."""
    node = link.node
    while (above := page.parents[node]) >= start and page.ends[above] <= end:
        inside = links.within(above, page.ends[above])
        others = {url for number in inside if (url := links.urls[number]) != link.url}
        if not others <= aside:
            break
        node = above
    return node


def _title(
    page: PageMap, group: list[Hyperlink], start: int, stop: int, without: frozenset[str] = frozenset()
) -> str:
    """What the teaser is headed with: a heading, an element called title, the link's own text, the picture's."""
    shown = ""
    for node in range(start, stop):
        if page.tags[node] in HEADINGS or _is_called_title(page.names[node]):
            lines = [line for line in _shown_lines(page, node, group) if line not in without]
            if len(lines) > 1 and page.tags[node] not in HEADINGS and _has_parts(page, node):
                # The whole teaser is called so.
                lines = [next((line for line in lines if weight(line) >= _SHORTEST), lines[0])]
            text = " ".join(lines)
            if (
                3 <= len(text) <= 200
                and text not in without
                and not GENERIC.match(text)
                and not _META.match(text)
            ):
                shown = text
                break
    if not shown:
        in_words = [link for link in group if page.size(link.node)]
        shown = _longest_told(page, in_words, without) or _longest_told(page, group, without)
    full = max((" ".join((page.attribute(link.node, "title") or "").split()) for link in group), key=len)
    if full and (not shown or full.startswith(shown.rstrip(".…"))) and len(full) <= 300 and "</" not in full:
        shown = full
    shown = labelled(shown) or shown
    return _BRACKETED.sub("", shown) if shown and not (shown[0].isalnum() and shown[-1].isalnum()) else shown


def _longest_told(page: PageMap, group: list[Hyperlink], without: frozenset[str]) -> str:
    texts = [_headline_of(page, link, without) for link in group]
    told = (text for text in texts if not GENERIC.match(text) and not _is_stamp(text))
    return max(told, key=len, default="")


def _has_parts(page: PageMap, node: int) -> bool:
    """Its lines are of several elements, as against one text with `<br>` in it."""
    return len({page.block_nodes[block] for block in page.blocks(node)}) > 1


def _shown_lines(page: PageMap, node: int, group: Sequence[Hyperlink] = ()) -> list[str]:
    """An element's lines without the dates and labels (`Related article`) that stand in them as pieces of their own.

    Where one of the group's links is in the element, what stands in other links is left out.
    """
    own = [link.node for link in group if node < link.node < page.ends[node]]
    lines: dict[int, list[str]] = {}
    for number in range(page.chunk_starts[node], page.chunk_ends[node]):
        chunk = page.chunks[number]
        if (
            own
            and page.chunk_linked[number]
            and not any(page.chunk_starts[link] <= number < page.chunk_ends[link] for link in own)
        ):
            continue
        if not _is_stamp(chunk) and classify(chunk) is not BlockKind.RELATED:
            lines.setdefault(page.chunk_blocks[number], []).append(chunk)
    return [line for chunks in lines.values() if (line := " ".join("".join(chunks).split()))]


def _is_stamp(text: str) -> bool:
    text = text.strip()
    return 4 <= len(text) <= 50 and _DIGIT.search(text) is not None and _STAMP.fullmatch(text) is not None


def _is_signed(line: str) -> bool:
    return _DIGIT.search(line) is not None and _SIGNED.fullmatch(line) is not None


@lru_cache(maxsize=4096)  # the teasers of one page share their names
def _is_called_title(name: str) -> bool:
    has_word = any(map(name.__contains__, _TITLE_WORDS))
    return has_word and _TITLE_NAMES.search(name) is not None and _NO_TITLE_NAMES.search(name) is None


def _headline_of(page: PageMap, link: Hyperlink, without: frozenset[str]) -> str:
    """The headline within a link that may hold a whole teaser; the alternative text of a mere picture."""
    lines = [line for line in _shown_lines(page, link.node) if line not in without and not _META.match(line)]
    if not lines:
        return link.text if not _META.match(link.text) else ""
    return next((line for line in lines if weight(line) >= _SHORTEST), max(lines, key=len))


def _excerpt(page: PageMap, title: str, others: list[int], start: int, stop: int) -> str | None:
    """What the teaser says of the article; not in `others`, the links that lead elsewhere."""
    for node in range(start, stop):
        name = page.names[node]
        if (
            _is_called_excerpt(name)
            and not _is_called_aside(name)
            and page.chunk_starts[node] < page.chunk_ends[node]
        ):
            text = _without_more(page, node)
            if text and text != title and weight(text) <= 2000 and title not in text:
                return text
    best = ""
    for line in _lines_beside(page, title, others, start, stop):
        if len(line) <= len(best) or weight(line) < 24 or line in title:
            continue
        if not _META.match(line) and not GENERIC.match(line) and not _is_signed(line):
            best = line
    return best if best and weight(best) <= 2000 else None


def _without_more(page: PageMap, node: int) -> str:
    """The element's text without a link at its end that says no more than "read more"."""
    text, last = page.text(node), page.chunk_ends[node] - 1
    more = page.chunks[last].strip()
    if page.chunk_linked[last] and len(more) < _LONGEST_MORE and GENERIC.match(more):
        return text.removesuffix(more).rstrip()
    return text


@lru_cache(maxsize=4096)  # the teasers of one page share their names
def _is_called_excerpt(name: str) -> bool:
    return any(map(name.__contains__, _EXCERPT_WORDS)) and _EXCERPT_NAMES.search(name) is not None


@lru_cache(maxsize=4096)  # the teasers of one page share their names
def _is_called_aside(name: str) -> bool:
    return name != "" and _ASIDE_NAMES.search(name) is not None


def _lines_beside(page: PageMap, title: str, others: list[int], start: int, stop: int) -> list[str]:
    """The teaser's lines of text without its title and what stands in other links."""
    first = page.chunk_starts[start]
    last = page.chunk_starts[stop] if stop < len(page.tags) else len(page.chunks)
    if page.ends[above := page.parents[start]] == stop:
        last = page.chunk_ends[above]  # loose text behind it is not the teaser's
    elsewhere = {
        number for link in others for number in range(page.chunk_starts[link], page.chunk_ends[link])
    }
    lines: list[str] = []
    block = -1
    for number in range(first, last):
        chunk = page.chunks[number]
        if number in elsewhere or chunk.strip() == title:
            continue
        if _is_called_aside(page.names[page.block_nodes[page.chunk_blocks[number]]]):
            continue
        if page.chunk_blocks[number] == block:
            lines[-1] += chunk
        else:
            block = page.chunk_blocks[number]
            lines.append(chunk)
    return [" ".join(line.split()).strip(" :：-—|·") for line in lines]


def _images(page: PageMap, base: Base, start: int, stop: int) -> Iterator[str]:
    """The addresses of the pictures in a teaser, but for faces and signs."""
    for node in range(start, stop):
        if page.tags[node] in ("img", "amp-img") and not _is_called_sign(page.names[node]):
            url = _image(page, base, node)
            if url is not None and not _is_sign(url):
                yield url


def _is_sign(url: str) -> bool:
    url = url.lower()
    return any(map(url.__contains__, _SIGN_WORDS)) and _SIGN_FILE.search(url) is not None


@lru_cache(maxsize=4096)  # the teasers of one page share their names
def _is_called_sign(name: str) -> bool:
    return name != "" and _SIGN_NAMES.search(name) is not None


def _image(page: PageMap, base: Base, node: int) -> str | None:
    for name in _PICTURE_ATTRIBUTES:
        value = (page.attribute(node, name) or "").strip()
        if not value or value.startswith("data:"):
            continue
        url = base.absolute(value)
        if url and not urls.is_front(url):  # as templates write what has no picture
            return url
    for name in ("srcset", "data-srcset"):
        value = (page.attribute(node, name) or "").strip()
        if value and not value.startswith("data:") and (url := base.absolute(value.split()[0].rstrip(","))):
            return url
    return None
