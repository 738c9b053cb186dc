"""Where the article belongs: its category, the way to it from the front page, and its tags.

Links that lead to a category or a tag, by their address, `rel` or class, are gathered into groups; the group that
stands by this article, in its head or at its end, is the article's. Those of the site's frame (lists of all
categories, clouds of tags) are longer, carry counts or sizes, or stand apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from aggregator.extraction.classes import parts_with
from aggregator.extraction.headline.site_names import SiteNames
from aggregator.extraction.links.related import same_owner
from aggregator.extraction.page.naming import sought
from aggregator.extraction.page.native import find as find_word
from aggregator.extraction.records import Found
from aggregator.extraction.sections import announced, frame, kickers, trails
from aggregator.text import letters_and_digits
from aggregator.urls import same_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aggregator.extraction.byline.byline import Byline
    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.headline.title import Headline
    from aggregator.extraction.landmarks import Landmarks
    from aggregator.extraction.links.hyperlinks import Links
    from aggregator.extraction.page.page_map import PageMap
    from aggregator.items import Crumb


@dataclass(frozen=True)
class Sections:
    """What the page says of the article's place on the site; None where it says nothing."""

    category: Found[str] | None = None
    breadcrumbs: Found[tuple[Crumb, ...]] | None = None
    tags: Found[tuple[str, ...]] | None = None


@dataclass
class _Group:
    """Links to categories, or to tags, side by side."""

    kind: str
    node: int
    """Of the first."""
    last: int
    labels: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    certain: bool = False
    """`rel` or a class says so, not the address alone."""
    is_announced: bool = False
    """Only a label or the box around says so."""
    is_cloud: bool = False
    """Carries counts or sizes, as an overview of the whole site does."""


class _Item(NamedTuple):
    """One such link, or an element that is called so."""

    node: int
    kind: str
    label: str
    url: str
    certain: bool
    """More than the address speaks for the kind."""
    is_announced: bool = False


_CATEGORY_ADDRESS = re.compile(
    r"/(?:categor(?:y|ies|ie|ia)|cat|sections?|channel|lanmu|fenlei|rubrik|ressort|kategorie)/[^/]"
    r"|/category[-_]\w|[?&](?:cat|category|category_name)=",
    re.I,
)
_TAG_ADDRESS = re.compile(
    r"/(?:tags?|labels?|keywords?|biaoqian|etiquetas?|etiket(?:ler)?|schlagworte?|themen?|thema|hashtags?)/[^/]"
    r"|/taxonomy/term/\d|/topics?/(?!\d)[^/]|[?&]tag=|/tags?[-_]\w"
    r"|/tags?\.php",
    re.I,
)
_EITHER_ADDRESS = (
    b"/cat", b"/tag", b"/sect", b"/chan", b"/lanmu", b"/fenlei", b"/rubr", b"/resso", b"/kateg", b"/label", b"/keyw",
    b"/biaoq", b"/topic", b"/etiq", b"/schlag", b"/theme", b"/thema", b"/hasht", b"/taxon",
)  # fmt: skip
"""A quick look at addresses in lower case, parts of the query as if they were of the path: most lead to neither."""
_AS_PATH = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ?&", b"abcdefghijklmnopqrstuvwxyz//")
_SCHEMES = (b"\nhttp:/", b"\nhttps:/")
_CATEGORY_NAME = re.compile(
    r"(?:post|page|article|entry|meta|item|news)[-_]{0,2}(?:meta[-_])?(?:categor(?:y|ies)|cat)(?![a-z])"
    r"|(?<![a-z])cat(?:egory)?-(?:links?|chain-item|name)"
    r"|categor(?:y|ies)-(?:link|item|name)|name-field-categor(?:y|ies)(?![a-z-])|fenlei|lanmu"
)
_TAG_NAME = re.compile(
    r"(?:post|page|article|entry|meta|item|news)[-_]{0,2}(?:meta[-_])?tags?(?![a-z])|(?<![a-z])tags?(?:-(?:links?|item|name|list))?(?![a-z-])|biaoqian|keyword|mots-cl[eé]s?|(?<![a-z])(?:taglist(?![a-z-])|topiclink)"
)
_CATEGORY_WORDS = sought("cat", "fenlei", "lanmu")
"""One of these is in every name that the pattern matches."""
_TAG_WORDS = sought("tag", "biaoqian", "keyword", "mots-cl", "topiclink")
_CATEGORY_LABEL = re.compile(
    r"分类|分類|栏目|欄目|频道|類別|categor|filed (?:under|in)|posted in|section|(?<![a-z])in$", re.I
)
_TAG_LABEL = re.compile(rf"(?:{announced.LABELS})(?![a-z])", re.I)
_OF_ALL = re.compile(
    r"\b(?:all|trending|popular|hot|top)\s\w+\W*$|cloud|(?:热门|熱門|全部|所有|最热)\w{2}\W*$|标签云|標籤雲",
    re.I,
)
"""Above labels from the whole site."""
_NO_LABEL = re.compile(
    r"advanced search"
    r"|(?:all |view |more |see )*(?:categor(?:y|ies)|tags?|all|more|home|blogs?|news|uncategorized|articles?|posts?|pages?|stor(?:y|ies))"
    r"|.{0,6}首[页頁]|全部|更多|分类|标签|未分类|undefined|\W*rss\W*",
    re.I,
)
_PLAIN_TAGS = frozenset({"article", "articles", "blog", "blogs", "news", "story", "stories"})
"""Say nothing alone, and are tags among others."""
_NO_SECTION = re.compile(r".*\d{4}.*|.*[:：]|home\b.*|startseite|accueil|inicio", re.I)
"""Dates, labels, the front page."""
_PLAIN_NEWS = re.compile(r"news|新闻|新聞|资讯|資訊", re.I)
_COMPANY = re.compile(r",? (?:Inc|Ltd|LLC|GmbH|AG|Co)\.?$")
_FOR_MACHINES = re.compile(r"://|\{[{$%]|\$\{|<[%?]")
"""In addresses, in marks of the publisher's own system, and in templates that were not filled."""
_BETWEEN = re.compile(r"[\W_]*")
_COUNT = re.compile(r"\W*\d+\W*")
_WITH_COUNT = re.compile(r"\(\d+\)|\d+ (?:items|posts|articles)")
_LABEL_BEFORE = re.compile(
    r"(?:posted |filed )?(?:in|under)[: ]+|categor(?:y|ies)\s*[:：]\s*|(?:分类|栏目)\s*[:：]\s*", re.I
)
_BETWEEN_TAGS = re.compile(r"[,，;；、]")
_HAN_WORDS = re.compile(r"[\u3400-\u9fff]{2,8}(?:\s+[\u3400-\u9fff]{2,8})+")
"""Words that only blanks part: a list, as Chinese text has none."""
_BETWEEN_SECTIONS = re.compile(r"\s+,\s*|,(?=\S)|[;；、，]\s*")
"""Between sections that are told in a row; a comma as in a sentence may be in a section's name."""
_AROUND_LABEL = " \t\n\xa0#＃,，、;；|·•"
_LONGEST_LABEL = 40
_BEHIND_SCHEME = len("https://")
_ITEMS = frozenset({"span", "div", "li", "p"})
_ACCEPTED = 2.0


def find(
    page: PageMap,
    links: Links,
    claims: Structured,
    headline: Headline | None,
    byline: Byline,
    marks: Landmarks,
) -> Sections:
    """Category, breadcrumbs and tags of the page's article."""
    title = headline.value if headline is not None else None
    groups = [group for group in _groups(page, links, marks) if title not in group.labels]
    for group in groups:
        if group.kind == "tag" and announced.says_category(marks.before(group.node)):
            group.kind = "category"  # `rel` has one word for both
    trail = trails.find(page, links, claims, title, marks)
    keywords = (label for claim in claims.tags for label in _labels(claim.value))
    tags = _tags(_best(groups, "tag", marks, keywords), claims, title, marks)
    return Sections(
        category=_shown_category(_best(groups, "category", marks, _told(claims)), trail, claims, byline, page)
        or _kicker(page, links, title, byline, marks)
        or _told_category(claims, byline, title, tags)
        or _category_around(page, links, claims, headline, byline, marks, tags)
        or _plain_category(trail, claims)
        or _byline_category(byline),
        breadcrumbs=trail,
        tags=tags,
    )


def _told(claims: Structured) -> Iterator[str]:
    """The sections that machines are told."""
    return (claim.value for claim in claims.sections)


# --- choosing ----------------------------------------------------------------------------------------------


def _shown_category(
    shown: _Group | None,
    trail: Found[tuple[Crumb, ...]] | None,
    claims: Structured,
    byline: Byline,
    page: PageMap,
) -> Found[str] | None:
    """A link beside the article, then the innermost step of the way."""
    if shown is not None:
        told = frozenset(map(str.casefold, _told(claims)))
        both = next((label for label in shown.labels if label.casefold() in told), None)
        inner = _innermost(shown, trail)
        return Found(inner if both is None or _is_below(shown, inner, both) else both, "link")
    source = byline.source_name.value if byline.source_name is not None else None
    if trail is not None and (step := trails.innermost(trail.value, source)):
        is_first = step == trail.value[0].name
        is_site = is_first and SiteNames(claims.site_names, page).has(_COMPANY.sub("", step))
        return None if is_site else Found(step, trail.source)
    return None


def _kicker(
    page: PageMap, links: Links, title: str | None, byline: Byline, marks: Landmarks
) -> Found[str] | None:
    """A link by the headline to what the page's address lies below."""
    people = byline.authors.value if byline.authors is not None else ()
    names = {title, *(person.name for person in people)}
    for label in kickers.find(page, links, marks):
        label = label.strip(_AROUND_LABEL)
        if _is_category(label) and label not in names:
            return Found(label, "link")
    return None


def _told_category(
    claims: Structured, byline: Byline, title: str | None, tags: Found[tuple[str, ...]] | None
) -> Found[str] | None:
    """What machines are told, then what stands in the byline and is no tag."""
    for claim in claims.sections:
        label = claim.value[found.end() :] if (found := _LABEL_BEFORE.match(claim.value)) else claim.value
        label = _first(label)
        if label != title and _is_category(label):
            return Found(label, claim.source)
    section = _byline_category(byline)
    return section if section is None or tags is None or section.value not in tags.value else None


def _byline_category(byline: Byline) -> Found[str] | None:
    """What stands in the byline; `Filed under` heads tags as well."""
    if byline.category is not None and _is_category(label := _first(byline.category.value)):
        return Found(label, byline.category.source)
    return None


def _category_around(
    page: PageMap,
    links: Links,
    claims: Structured,
    headline: Headline | None,
    byline: Byline,
    marks: Landmarks,
    tags: Found[tuple[str, ...]] | None,
) -> Found[str] | None:
    """What is called a kicker right above the headline, then what the page's frame says."""
    people = byline.authors.value if byline.authors is not None else ()
    title = headline.value if headline is not None else None
    no_section = {title, *(person.name for person in people)}
    found: Iterator[Found[str]] = frame.find(
        page, links, title, marks, tags.value if tags is not None else ()
    )
    if headline is not None and headline.node is not None:
        above = kickers.called(page, links, headline.node, marks)
        found = chain((Found(label, "kicker") for label in above), found)
    for section in found:
        label = section.value.strip(_AROUND_LABEL)
        if (
            _is_category(label)
            and label not in no_section
            and not _NO_SECTION.fullmatch(label)
            and not SiteNames(claims.site_names, page).has(label)
        ):
            return Found(label, section.source)
    return None


def _plain_category(trail: Found[tuple[Crumb, ...]] | None, claims: Structured) -> Found[str] | None:
    """News, where nothing more is said: by the last step of the way, or to machines."""
    steps = [Found(trail.value[-1].name, trail.source)] if trail is not None else []
    return next((found for found in (*steps, *claims.sections) if _PLAIN_NEWS.fullmatch(found.value)), None)


def _first(labels: str) -> str:
    """The first of sections that are told in a row which says something."""
    parts = _BETWEEN_SECTIONS.split(labels.strip(_AROUND_LABEL))
    return next(filter(_is_label, parts), parts[0])


def _innermost(group: _Group, trail: Found[tuple[Crumb, ...]] | None) -> str:
    """The last step where all are of the way here, or the label whose address lies below the first's.

    Categories side by side count from the first.
    """
    count = len(group.labels)
    if trail is not None and 1 < count <= len(trail.value):
        steps = trail.value[-count:]
        if [step.name for step in steps] == group.labels:
            return trails.innermost(steps) or group.labels[-1]
    label, url = group.labels[0], group.urls[0]
    for next_label, next_url in zip(group.labels[1:], group.urls[1:], strict=True):
        if url and next_url.startswith(url.rstrip("/") + "/"):
            label, url = next_label, next_url
    return label


def _is_below(group: _Group, label: str, other: str) -> bool:
    """The address of the one label lies below that of the other."""
    urls = dict(zip(group.labels, group.urls, strict=True))
    return urls[other] != "" and urls[label].startswith(urls[other].rstrip("/") + "/")


def _tags(
    shown: _Group | None, claims: Structured, title: str | None, marks: Landmarks
) -> Found[tuple[str, ...]] | None:
    """Those shown beside the article, then tags that machines are told, then keywords that are of this article.

    Where one alone is shown and machines are told more, it is the first of them. Those of which only the words around
    say that they are tags count less than what machines are told; than mere keywords if there is but one.
    """
    here = tuple(dict.fromkeys(shown.labels)) if shown is not None else ()
    is_doubted = shown is None or shown.is_announced
    for claim in claims.tags:
        labels = tuple(dict.fromkeys(filter(_is_label, _labels(claim.value))))
        if claim.source == "meta:keywords" and (len(here) > 1 or not is_doubted):
            continue
        if (
            is_doubted
            and labels
            and (claim.source != "meta:keywords" or _are_of_article(labels, title, marks))
        ):
            return Found(labels, claim.source)
        if len(here) == 1 < len(labels) and here[0] in labels:
            return Found(labels, claim.source)
    return Found(here, "link") if here else None


def _are_of_article(labels: tuple[str, ...], title: str | None, marks: Landmarks) -> bool:
    """Keywords that are few, and that most of them occur in the text.

    Not the site's, no list for search engines, and not the title that its commas have parted.
    """
    if not 2 <= len(labels) <= 10 or letters_and_digits("".join(labels)) == letters_and_digits(title or ""):
        return False
    lines = range(marks.headline, min(marks.text_end + 1, marks.headline + 80, marks.count))
    text = "\n".join([title or "", *map(marks.page.block_texts.__getitem__, lines)]).casefold()
    return sum(label.casefold() in text for label in labels) >= 0.7 * len(labels)


def _labels(tags: Sequence[str]) -> Iterator[str]:
    """The tags one by one, as each may hold several."""
    if len(tags) == 1 and _HAN_WORDS.fullmatch(tags[0]):
        yield from tags[0].split()
        return
    for tag in tags:
        yield from (_bare(part) for part in _BETWEEN_TAGS.split(tag))


def _bare(label: str) -> str:
    """The label without signs around it, but for the one that ends C#."""
    bare = label.strip(_AROUND_LABEL)
    return bare + "#" if label.strip().endswith(bare + "#") and not label.lstrip().startswith("#") else bare


def _is_label(text: str) -> bool:
    return (
        0 < len(text) <= _LONGEST_LABEL
        and not text.startswith(("@", "/"))
        and not _FOR_MACHINES.search(text)
        and not _NO_LABEL.fullmatch(text)
    )


def _may_be_one(label: str, kind: str) -> bool:
    """The label may be one of several of the kind."""
    return _is_label(label) or (kind == "tag" and label.casefold() in _PLAIN_TAGS)


def _is_category(label: str) -> bool:
    """A number counts categories, or is a year's."""
    return _is_label(label) and not label.isdecimal()


def _best(groups: Iterable[_Group], kind: str, marks: Landmarks, claimed: Iterable[str]) -> _Group | None:
    """The group that is most surely the article's own, if any is."""
    groups = [group for group in groups if group.kind == kind]
    if not groups:
        return None
    names = frozenset(map(str.casefold, claimed))
    scores = [_score(group, marks, names) for group in groups]
    best = max(scores)
    return groups[scores.index(best)] if best >= _ACCEPTED else None


def _score(group: _Group, marks: Landmarks, claimed: frozenset[str]) -> float:
    """How surely a group is this article's own; `claimed` are the labels that machines are told."""
    page = marks.page
    block = marks.block_of(group.node)
    label = _CATEGORY_LABEL if group.kind == "category" else _TAG_LABEL
    count = len(group.labels)
    score = _closeness(block, marks)
    before = marks.before(group.node)
    is_cloud = group.is_cloud or _OF_ALL.search(before) is not None
    is_apart = marks.is_apart(group.node)
    if group.kind == "tag" or not is_apart or page.block_starts[block] < page.chunk_starts[group.node]:
        score += 3.0 * bool(label.search(before))  # a menu of all categories has the label as well, above it
    score += group.certain - 3.0 * is_apart - 6.0 * is_cloud
    score -= 6.0 * (count > 25) + 2.0 * (count > 12) + (count > 8)
    if claimed:
        score += 4.0 * sum(name.casefold() in claimed for name in group.labels) / count - 1.0
    if block >= 0 and _is_of_sentences(page, block):
        score -= 6.0
    return score


def _is_of_sentences(page: PageMap, block: int) -> bool:
    """The links are words of sentences."""
    rest = page.block_sizes[block] - page.block_link_sizes[block]
    return rest > 150 and page.block_marks[block] > 1


def _closeness(block: int, marks: Landmarks) -> float:
    """Up to 5 for a place in the article's head or right below its text."""
    if marks.headline - 8 <= block <= marks.text_start:
        return 5.0 - 0.1 * abs(block - marks.headline)
    if marks.text_start < block <= marks.text_end:
        return 1.0
    return max(1.0, 5.0 - 0.15 * (block - marks.text_end)) if block > marks.text_end else 1.0


# --- gathering ---------------------------------------------------------------------------------------------


def _groups(page: PageMap, links: Links, marks: Landmarks) -> Iterator[_Group]:
    """Marked links and elements in the page's order, neighbours of one kind together."""
    group: _Group | None = None
    for item in sorted(_items(page, links, marks)):
        node = item.node
        if group is not None and node < page.ends[group.last]:
            continue  # inside the one before
        if group is None or group.kind != item.kind or not _adjoins(page, group, node):
            if group is not None and any(map(_is_label, group.labels)):
                yield group
            group = _Group(item.kind, node, node, is_announced=item.is_announced)
        group.last = node
        group.labels.append(item.label)
        group.urls.append(item.url)
        group.certain = group.certain or item.certain
        group.is_cloud = group.is_cloud or _is_sized(page, node) or _has_count(page, item)
    if group is not None and any(map(_is_label, group.labels)):
        yield group


def _items(page: PageMap, links: Links, marks: Landmarks) -> Iterator[_Item]:
    """What says of itself that it is of either kind, and links that are announced as such."""
    kinds = _named_kinds(page)
    named = {node: kind for name, kind in kinds.items() for node in page.by_name[name]}
    own = _own_kinds(page, links, named)
    for number, (kind, certain) in own.items():
        url = links.urls[number]
        label = _bare(links.text(number))
        if (same_owner if certain else same_site)(page.url, url) and _may_be_one(label, kind):
            yield _Item(links.nodes[number], kind, label, url, certain)
    for number, kind in announced.find(page, links, marks, named, own.keys()).items():
        url = links.urls[number]
        label = _bare(links.text(number))
        if same_owner(page.url, url) and _may_be_one(label, kind):
            yield _Item(links.nodes[number], kind, label, url, True, True)
    for name, kind in kinds.items():
        for node in page.by_name[name] if "item" in name or "name" in name else ():  # one, and no box of them
            if page.tags[node] in _ITEMS and 0 < page.size(node) <= 60 and not page.link_size(node):
                label = _bare(page.text(node))
                if _is_label(label):
                    yield _Item(node, kind, label, "", True)


def _own_kinds(page: PageMap, links: Links, named: dict[int, str]) -> dict[int, tuple[str, bool]]:
    """The kinds of the links whose address, `rel` or class tells it, and whether more than the address does."""
    addressed = _addressed(links.urls)
    marked = {number for node in named for number in links.within(node, node + 1)}
    found = {}
    for number in marked | addressed | links.rels.keys():
        called = named.get(links.nodes[number], "")
        kind, certain = _kind_of_link(page, links, number, called, has_address=number in addressed)
        if kind:
            found[number] = kind, certain
    return found


def _named_kinds(page: PageMap) -> dict[str, str]:
    """What the names of elements say that these are, or lead to: of those that say it of either kind."""
    kinds = {name: "tag" for name in page.names_with(_TAG_WORDS) if _is_called_tag(name)}
    kinds.update((name, "category") for name in page.names_with(_CATEGORY_WORDS) if _is_called_category(name))
    return kinds


def _addressed(addresses: Sequence[str]) -> set[int]:
    """The numbers of those that may be addresses of categories or tags; all are looked at in one go."""
    text = "\n".join(["", *addresses]).encode("utf-8", "surrogatepass").translate(_AS_PATH)
    found = set()
    number, place = -1, 0
    for start in sorted(_places(text)):
        if not text.endswith(_SCHEMES, 0, start):  # a host may have such a name
            number += text.count(b"\n", place, start)
            found.add(number)
            place = start
    return found


def _places(text: bytes) -> Iterator[int]:
    """Where the text has the beginnings of such addresses."""
    for word in _EITHER_ADDRESS:
        place = find_word(text, word, 0)
        while place >= 0:
            yield place
            place = find_word(text, word, place + 1)


def _kind_of_link(
    page: PageMap, links: Links, number: int, named: str, *, has_address: bool
) -> tuple[str, bool]:
    """What a link leads to, if to either, and whether `rel` or its class says so; `named` is what the class says."""
    rel, url = links.rels.get(number, "").split(), links.urls[number]
    if not rel and not has_address:
        return named, True
    path = url[url.find("/", _BEHIND_SCHEME) :] if has_address else ""
    if "category" in rel or (path and _CATEGORY_ADDRESS.search(path)):
        # Nikola keeps its tags below /categories/ and says so by `rel` and class.
        if "tag" in rel and "category" not in rel and named == "tag":
            return "tag", True
        return "category", "category" in rel or named == "category"
    href = page.attribute(links.nodes[number], "href") or ""
    if "tag" in rel or (path and _TAG_ADDRESS.search(path)) or "#tag:" in href:
        return "tag", "tag" in rel or named == "tag"
    return named, True


@lru_cache(10_000)  # the pages of one site share their names
def _is_called_category(name: str) -> bool:
    return any(map(_CATEGORY_NAME.search, parts_with(name, _CATEGORY_WORDS)))


@lru_cache(10_000)  # the pages of one site share their names
def _is_called_tag(name: str) -> bool:
    return any(map(_TAG_NAME.search, parts_with(name, _TAG_WORDS)))


def _adjoins(page: PageMap, group: _Group, node: int) -> bool:
    """Nothing but separators, or counts, stands between the group's last element and this one."""
    between = page.chunks[page.chunk_ends[group.last] : page.chunk_starts[node]]
    if len(between) > 3 or not announced.are_siblings(page, group.last, node):
        return False
    text = "".join(between)
    if not text or _BETWEEN.fullmatch(text):
        return True
    if _COUNT.fullmatch(text):
        group.is_cloud = True
        return True
    return False


def _has_count(page: PageMap, item: _Item) -> bool:
    """The label says how many articles there are, maybe as a piece of its own in front."""
    first = page.chunk_starts[item.node]
    return _WITH_COUNT.search(item.label) is not None or (
        page.chunk_ends[item.node] - first > 1 and page.chunks[first].strip().isdecimal()
    )


def _is_sized(page: PageMap, node: int) -> bool:
    return "font-size" in (page.attribute(node, "style") or "")
