"""Elements whose class or id says what they hold: a person, an outlet, a count; and links to an author's page."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.extraction.byline import attribution, count_places, names
from aggregator.extraction.byline import line as byline_line
from aggregator.extraction.byline.beside_date import is_label
from aggregator.extraction.byline.line import GAP
from aggregator.extraction.byline.vicinity import LINE_LIMIT
from aggregator.extraction.page.naming import sought
from aggregator.signs import Words

if TYPE_CHECKING:
    from aggregator.extraction.byline.attribution import Evidence
    from aggregator.extraction.byline.vicinity import Vicinity
    from aggregator.extraction.page.page_map import PageMap

_AUTHOR_WORD = re.compile(
    r"(?<![a-z])(?:authors?|writers?|reporter|contributors?|zuozhe|zz|up-name|up-info__name|nick-?name|user-?name|"
    r"profile-name|follow-nickname|userlink|p-author|post-?by|articleauthor|creator)(?![a-z])"
    r"|(?<![a-z])(?:auteure?s?|autor(?:as?|e|en|es|i|in|ka|zy)?|forfatter|muhabir|penulis|redakteur(?:in)?|skribent|"
    r"szerzo|tac-?gia|verfasser(?:in)?|write-?by|yazar(?:i|lar)?)(?![a-z]|[-_]*(?:box|container|wrap))"
    r"|byline|by-line|author[-_]?name|authorlink"
)
_WECHAT_ACCOUNT = re.compile(r"rich_media_meta_nickname|(?<!\S)profile_nickname(?!\S)")
_WECHAT_AUTHOR = re.compile(r"rich_media_meta_text(?!.*(?:publish_time|post-date))")
"""An element called so may also hold a date."""
_SIGNATURE_WORD = re.compile(r"(?<![a-z])(?<!message-)(?<!post-)(?:signature|firma)(?![a-z])")
"""In French, Spanish and Italian near the headline; below a text these are a forum's and companies."""
_SOURCE_WORD = re.compile(r"(?<![a-z])(?:source|laiyuan|media-?name)(?:[-_]*name)?(?![a-z])")
_SOURCES = Words("firma laiyuan media nickname signature source".split())
"""One of these is in every name that WeChat's patterns match, or those of signatures and sources."""
_NOT_SOURCE_WORD = re.compile(
    r"caption|cite|icon|image|inline|link|location|more|newsletter|open|overlay|photo|pic|quote|rec(?![a-z])|recommend|related|tag|teaser|video"
)
_PICTURE = re.compile(r"caption|credit|figure|image|photo|picture|thumb")
_AUTHORS = Words(
    """auteur author autor by contributor creator forfatter gia muhabir name penulis redakteur reporter
    skribent szerzo userlink verfasser writer yazar zuozhe zz""".split()
)
"""One of these is in every name that the pattern matches."""
_NOT_AUTHOR_WORD = re.compile(
    r"comment|reply|related|recommend|sidebar|widget|avatar|caption|cutline|teaser|card(?!-)|listing|latest|trending|tuijian|xiangguan|"
    r"aut(?:hor|or|eurs?)[-_]?(?:bio|desc|info-text|text)|(?<![a-z])(?:bild|foto|img|image|photo|bio|biography|desc|description|social|"
    r"twitter|share|date|time|title|role|job|position|intro|hot|rank|popular|footer|login|register|more)(?![a-z])"
)
_ACCOUNT_NAME = re.compile(r"user|nick")
"""Several of them are of several posts."""
_POST_AUTHOR = re.compile(r"(?:post|article|entry|story)[-_]*authors?(?![a-z-])")
_CALLED_SO = re.compile(r"(?<!\S)(?:post|article|entry|story)[-_]*authors?(?!\S)")
"""A class or id that says nothing else, whatever the others say of the layout."""
_COPYRIGHT_AUTHOR = re.compile(r"copyright[-_]*(?:author|writer)")
"""In a notice of copyright the class is the label."""
_ADDRESS_WORDS = frozenset(
    """author authors by profile profiles people contributor contributors staff reporter reporters writer writers
    columnist columnists journalist journalists bio bios team u user users member members autor autoren auteur autores
    space expert experts correspondent correspondents zuozhe uid userid lookuserid authorid""".split()
)
_ADDRESS_SIGNS = (".php?", ".asp?", ".aspx?", ".jsp?", "space-uid-", "space.bilibili")
"""One of these is in every address that the pattern below matches; looking for them is faster."""
_AUTHOR_ADDRESS = re.compile(
    rf"/(?:{'|'.join(sorted(_ADDRESS_WORDS - {'uid', 'userid', 'lookuserid', 'authorid'}))}|space-uid-\d+)[/=?]"
    r"|[?&](?:author|uid|userid|lookuserid|authorid)=|[?&]action=profile|(?:user|member|profile|space)\.(?:php|aspx?|jsp)\?|space-uid-"
    r"|space\.bilibili|/author$"
)
_OTHER_ADDRESS = re.compile(
    r"/topic|/licenses/by|/[^/]+/(?:story|article)/[^/]+|/(?:log|sign)[-_]?(?:in|up|on)(?![a-z])|/(?:join|register|subscri\w+)(?![a-z])"
)
"""What is written about people, what they wrote, the licence that asks to name them, where readers sign up."""
NAME_WORDS = sought(
    "author", "by", "writer", "reporter", "contributor", "zuozhe", "zz", "name", "userlink", "creator",
    "auteur", "autor", "firma", "forfatter", "muhabir", "penulis", "redakteur", "signature", "skribent", "szerzo",
    "source", "laiyuan", "media-name", "medianame", "tacgia", "tac-gia", "verfasser", "yazar",
    "rich_media_meta", *count_places.NAME_WORDS,
)  # fmt: skip
"""One of these is in every name that the patterns above match; looking for them is faster."""
_LAST = re.compile(
    r"最[后後新](?:由|回[复復应應]|评论|評論|[发發]表)[:：]?$|\b(?:last|latest) (?:reply|post|comment)(?: by)?:?$",
    re.IGNORECASE,
)
_LAST_SIZE = 24
"""Characters before an element that say so."""
_SOURCE_SIZE = 90
"""Bytes of an element that holds an outlet's name alone."""
_LONGEST_SOURCE = 30
_SIDE_BY_SIDE = 6
"""Lines between the names of people who wrote one text."""
_MOST_MARKED = 300
"""Elements looked at; a page that calls more of them author is a list of people."""


def read(evidence: Evidence, vicinity: Vicinity) -> None:
    """Claim what elements say that are called author, byline, source or a count, and links to an author's page."""
    page = vicinity.page
    head, tail = vicinity.elements()
    marked, distant = _called(page, head, tail)
    for node, kind in marked[:_MOST_MARKED]:
        if kind == "author" or (kind == "signature" and node in head):
            _read_author(evidence, vicinity, node)
        elif kind == "source" and node in head:
            _read_source(evidence, vicinity, node)
        elif kind in ("signature", "source"):
            continue
        elif kind == "account":
            _read_account(evidence, vicinity, node)
        else:
            _read_count(evidence, vicinity, node, kind)
    for node in distant[:_MOST_MARKED]:
        _read_author(evidence, vicinity, node)
    links = page.by_tag.get("a", [])
    spans = (range(bisect_left(links, part.start), bisect_left(links, part.stop)) for part in (head, tail))
    near = [number for span in spans for number in span][: 4 * _MOST_MARKED]
    hrefs, rels = page.hrefs, page.rels
    is_possible = _may_be_of_author("/".join([href for number in near if (href := hrefs[number])]))
    for number in near:
        href, rel = hrefs[number], rels[number]
        if (rel and "author" in rel.lower()) or (is_possible and href and _is_of_author(href)):
            _read_author(evidence, vicinity, links[number], is_link=True)


def _called(page: PageMap, head: range, tail: range) -> tuple[list[tuple[int, str]], list[int]]:
    """Elements near the byline whose names say what they hold, with what that is; post authors elsewhere."""
    named = sorted(
        (node, kind)
        for name, nodes in page.names_with(NAME_WORDS).items()
        if (kind := kind_of(name))
        for node in nodes
    )
    marked = [(node, kind) for node, kind in named if node in head or node in tail]
    distant = [
        node
        for node, kind in named
        if kind == "author"
        and node not in head
        and node not in tail
        and _POST_AUTHOR.search(page.names[node])
    ]
    return marked, distant


def _is_of_author(href: str) -> bool:
    """The address is that of a page about an author."""
    return (
        _may_be_of_author(href)
        and _AUTHOR_ADDRESS.search(href) is not None
        and not _OTHER_ADDRESS.search(href)
    )


def _may_be_of_author(href: str) -> bool:
    """The address, or one of several in a row, has what the pattern for authors' addresses needs."""
    if "?" in href or "=" in href or "space" in href:
        if any(map(href.__contains__, _ADDRESS_SIGNS)):
            return True
        href = href.replace("?", "/").replace("&", "/").replace("=", "/")
    return not _ADDRESS_WORDS.isdisjoint(href.split("/"))


@lru_cache(10_000)  # pages of one site repeat each other's names
def kind_of(name: str) -> str:
    """What an element of this class and id holds: its kind of person, `source`, a kind of count, or nothing."""
    may_be_source = _SOURCES.are_in(name)
    if may_be_source and _WECHAT_ACCOUNT.search(name):
        return "account"
    if may_be_source and _WECHAT_AUTHOR.search(name):
        return "author"
    if _AUTHORS.are_in(name) and _AUTHOR_WORD.search(name):
        return "author" if _CALLED_SO.search(name) or not _NOT_AUTHOR_WORD.search(name) else ""
    if may_be_source and _SIGNATURE_WORD.search(name) and not _NOT_AUTHOR_WORD.search(name):
        return "signature"
    if may_be_source and _SOURCE_WORD.search(name) and not _NOT_SOURCE_WORD.search(name):
        return "source"
    return count_places.kind_of(name)


def _read_author(evidence: Evidence, vicinity: Vicinity, node: int, *, is_link: bool = False) -> None:
    """The persons named by the first line of an element, unless the line itself gives them another role."""
    page = vicinity.page
    if not 0 < page.size(node) <= 300 or page.tags[node] in ("body", "article", "section", "main"):
        return
    start = page.blocks(node)[0]
    near = vicinity.is_near(start)
    of_post = _POST_AUTHOR.search(page.names[node]) is not None
    if not near and not of_post and not vicinity.is_below(start):
        return
    inside = vicinity.headline <= start <= vicinity.text_start
    if vicinity.is_foreign(node) if of_post or inside else vicinity.is_apart(node):
        return
    if "figcaption" in (page.tags[above] for above in page.ancestors(node)):
        return  # the photographer
    if near and _answers(page, node):
        return
    text, block = vicinity.first_line(node)
    line = vicinity.line(text, block)
    found = [person.name for person in line.authors or line.uploaders]
    if not found and not line.labels - {"date", "other"}:
        value = byline_line.first_value(text)
        found = names.split(value) if value.isupper() or not is_label(value) else []  # TIME is an outlet
    if not found:
        return
    if agency := names.agency_of(text):
        evidence.sources.append(agency)
    roles = {person.name: person.role for person in vicinity.line(vicinity.pieces(block), block).persons}
    found = [name for name in found if roles.get(name, "author") == "author"]
    if is_link:
        found = [name for name in found if " " not in name or not name.islower()]  # write a letter
    weight = _marked_weight(page.names[node], of_post=of_post, near=near)
    weight -= 1.0 if near and start < vicinity.headline else 0.0
    weight = min(weight, attribution.UPLOADED) if line.uploaders else weight
    is_account = _ACCOUNT_NAME.search(page.names[node]) is not None
    group = (page.names[node] or page.block_nodes[block], is_link) if near and not is_account else None
    if group is not None and block - evidence.places.setdefault(group, block) > _SIDE_BY_SIDE:
        group = None  # of another post
    elif group is not None:
        evidence.places[group] = block
    evidence.claim(found, "byline", weight - (0.3 if is_link else 0.0), group)
    is_byline = page.block_sizes[block] <= LINE_LIMIT and page.block_marks[block] < 3
    if found and near and is_byline and not vicinity.is_sentence(block):
        evidence.blocks.add(block)


def _answers(page: PageMap, node: int) -> bool:
    """The words before the element say that it names who answered last."""
    chunk = page.chunk_starts[node]
    if chunk == page.block_starts[page.chunk_blocks[chunk]]:
        return False
    return _LAST.search(page.chunks[chunk - 1].rstrip()[-_LAST_SIZE:]) is not None


def _read_account(evidence: Evidence, vicinity: Vicinity, node: int) -> None:
    """What the account is called that the article appeared under."""
    if 0 < vicinity.page.size(node) <= 300 and evidence.account is None:
        name = vicinity.first_line(node)[0].partition(GAP)[0].strip()
        if 2 <= len(name) <= 40:
            evidence.account = name
            evidence.claim([name], "byline", attribution.ACCOUNT)


def _read_source(evidence: Evidence, vicinity: Vicinity, node: int) -> None:
    """The outlet that an element is called after and holds, without a label."""
    page = vicinity.page
    if not 0 < page.size(node) <= _SOURCE_SIZE:
        return
    text, block = vicinity.first_line(node)
    is_inside = vicinity.headline < block < vicinity.text_start
    if not is_inside or vicinity.is_apart(node) or vicinity.line(text, block).says_something:
        return
    if vicinity.stands_in(node, _PICTURE):
        return
    name = text.partition(GAP)[0].strip(" |-·")
    is_short = 2 <= len(name) <= _LONGEST_SOURCE and "(" not in name and name[-1] not in ":："
    is_outlet = is_short and names.is_name(name) and not is_label(name) and not byline_line.find_date(name)
    if is_outlet and not vicinity.is_site(name):
        evidence.sources.append(name)


def _marked_weight(name: str, *, of_post: bool, near: bool) -> float:
    if near:
        return attribution.MARKED
    if "copyright" in name and _COPYRIGHT_AUTHOR.search(name):
        return attribution.LABELLED_BELOW
    return attribution.MARKED_POST if of_post else attribution.MARKED_BELOW


def _read_count(evidence: Evidence, vicinity: Vicinity, node: int, kind: str) -> None:
    """A number that only its element's class explains; no other word on its line has it then."""
    count = count_places.of_element(vicinity, node, kind) if kind not in evidence.counts else None
    if count is None:
        return
    evidence.counts[kind] = count
    block = vicinity.page.blocks(node)[0]
    on_line = vicinity.line(vicinity.pieces(block), block).counts
    if kind not in on_line:
        for other in [other for other in on_line if on_line[other] == count == evidence.counts.get(other)]:
            del evidence.counts[other]
