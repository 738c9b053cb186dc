"""The articles before and after the page's own: 上一篇 and 下一篇, Previous and Next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator import urls
from aggregator.extraction.links import cards
from aggregator.items import Kind, RelatedKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aggregator.extraction.links.anchors import Hyperlink, Links
    from aggregator.extraction.page.page_map import PageMap

_THING = "(?:篇|条|條|則|则|个|個|章|页|頁)(?:文章|日志|新闻|新聞)?"
_END = r"(?!\.?[\w]*[a-z])[\s】\]]*[:：»›>→▲▼△▽↑↓-]*\s*"
_START = r"^[\s<«‹←＜=【\[]*(?:(?:go to|read|view) )?(?:the )?"
_NOUN = (
    "(?: (?:posts?|articles?|story|entry|page|chapter|topic|lesson|section|slide|photo|image|video|issue|project|episode"
    "|thread|item|up|in .{3,20}))"
)
_BARE = r"(?!\s+(?-i:[a-z]))"
"""A word by itself, or before a title: `next day` and `older people` are parts of sentences."""
_FOREIGN_NOUN = (
    "(?:beitrag|beiträge|artikel|eintrag|seite|meldung|article|billet|page|entrada|artículo|noticia|publicación|página|post"
    "|artigo|notícia|articolo|pagina|wpis|artykuł|strona|bericht|запись|статья|новость|yazı|haber|inlägg|innlegg|indlæg)"
)


def _foreign(words: str) -> str:
    """The words with a noun after or before them, or alone: what else follows makes them part of a sentence."""
    return rf"(?:{words})(?:[\s:]+{_FOREIGN_NOUN}\b|(?=\W*$)|(?=\s*[:»›>→]))|{_FOREIGN_NOUN}\s+(?:{words})\b"


_LABELS = {
    RelatedKind.PREVIOUS: re.compile(
        rf"{_START}(?:[上前]一?{_THING}|较[早旧](?:文章|一篇)|較[早舊](?:文章|一篇)"
        rf"|older(?: (?:posts?|entry|article|story)|{_BARE})|prev(?:ious)?(?:{_NOUN}|{_BARE})"
        + "|"
        + _foreign(
            "vorherige[rs]?|vorige[rs]?|ältere[rs]?|précédente?|anterior|precedente|poprzedni[ae]?|vorige?|föregående"
            "|forrige|предыдущ(?:ая|ий|ее)|önceki"
        )
        + rf"|前の(?:記事|投稿|ページ)|이전 ?(?:글|기사)){_END}",
        re.IGNORECASE,
    ),
    RelatedKind.NEXT: re.compile(
        rf"{_START}(?:[下后後]一?{_THING}|[较較]新(?:文章|一篇)"
        rf"|newer(?: (?:posts?|entry|article|story)|{_BARE})|next(?:{_NOUN}|{_BARE})"
        + "|"
        + _foreign(
            "nächste[rs]?|neuere[rs]?|suivante?|siguiente|próxim[oa]|seguinte|successiv[oa]|następn[yae]|volgende?|nästa"
            "|neste|næste|следующ(?:ая|ий|ее)|sonraki"
        )
        + rf"|次の(?:記事|投稿|ページ)|다음 ?(?:글|기사)){_END}",
        re.IGNORECASE,
    ),
}
_BEFORE_CUES = " \t\r\n\f\v\xa0\u3000<«‹←【["
_CUES = (
    "上", "下", "前", "后", "後", "较", "較", "次", "이전", "다음", "older", "newer", "prev", "next", "vorh", "vori", "volg", "näch",
    "näst", "næst", "préc", "prec", "popr", "nast", "próx", "пред", "след",
)  # fmt: skip
"""Labels begin so, but for those that only `rel` or a class makes sure of; tested first, as few links do."""
_FIRST_SIGNS = frozenset("上下前后後较較次이다oOnNpPvVпПсС")
_BEGINNINGS = _FIRST_SIGNS | {*_BEFORE_CUES, ""}
"""What a text without blanks before it begins with when it is a label, or empty."""
_RELS = {"prev": RelatedKind.PREVIOUS, "previous": RelatedKind.PREVIOUS, "next": RelatedKind.NEXT}
_NAMES = {
    RelatedKind.PREVIOUS: re.compile(
        r"(?:^|[\s_-])(?:post|nav|article|link|entry)?[_-]?prev(?:ious)?(?:$|[\s_-])"
    ),
    RelatedKind.NEXT: re.compile(r"(?:^|[\s_-])(?:post|nav|article|link|entry)?[_-]?next(?:$|[\s_-])"),
}
_SLIDES = re.compile(r"slide|swiper|carousel|slick|gallery|arrow-(?:prev|next)|image|video|button|btn")
_COMMENTS = re.compile(r"/comment-page-\d|[?&](?:cpage|commentpage)=\d")
_FEW = 4
"""Links to one neighbour: picture, label, title."""
_MOST_NAMED = 200
_TRIM = " \u3000»›>→«‹<←|"


def find(page: PageMap, links: Links) -> Iterator[tuple[RelatedKind, cards.Card]]:
    """At most one article before and one after; the word shown decides, then `rel`, then the class."""
    named = _named(page, links)
    taken: set[RelatedKind] = set()
    for number in _candidates(page, links, named):
        if len(taken) == len(_LABELS):
            return
        link = links[number]
        kind = _kind(page, link, named)
        if kind is None or kind in taken or link.url == page.url or _is_list(link.url, page.url):
            continue
        card = _card(page, link, kind)
        if card is not None:
            taken.add(kind)
            yield kind, card


def _is_list(url: str, of: str) -> bool:
    """The address is no article's: of the front page, of a month in a calendar, of older comments."""
    if urls.is_front(url) or _COMMENTS.search(url):
        return True
    return urls.guess_kind(url) is Kind.LIST and urls.guess_kind(of) is not Kind.LIST


def _candidates(page: PageMap, links: Links, named: dict[int, RelatedKind]) -> Iterator[int]:
    """The links that may lead to a neighbour, by a quick look at each."""
    chunks, linked = [*page.chunks, ""], [*page.chunk_linked, True]  # for links without text at the end
    starts, ends = page.chunk_starts, page.chunk_ends
    for number, (node, rel) in enumerate(zip(links.nodes, links.rels, strict=True)):
        first = starts[node]
        if (
            (
                (chunks[first].lstrip()[:1] in _BEGINNINGS or first == ends[node])
                and _begins_as_label(links.text(number))
            )
            or (not linked[first - 1] and _begins_as_label(chunks[first - 1]))
            or (rel and ("prev" in rel or "next" in rel))
            or (named and node in named)
        ):
            yield number


def _named(page: PageMap, links: Links) -> dict[int, RelatedKind]:
    """Links that stand in an element called `prev` or `next` and in no slide show."""
    kinds: dict[int, RelatedKind] = {}
    spans = [
        (node, page.ends[node], kind)
        for name, nodes in page.names_with(("prev", "next")).items()
        if (kind := _kind_of_name(name)) is not None
        for node in nodes
    ]
    for start, end, kind in sorted(spans)[:_MOST_NAMED]:
        inside = links.within(start, end)[:_FEW]
        if len({links.urls[number] for number in inside}) == 1:
            kinds.update({links.nodes[number]: kind for number in inside})
    return kinds


def _kind_of_name(name: str) -> RelatedKind | None:
    matching = [kind for kind, pattern in _NAMES.items() if pattern.search(name)]
    return matching[0] if len(matching) == 1 and not _SLIDES.search(name) else None


def _kind(page: PageMap, link: Hyperlink, named: dict[int, RelatedKind]) -> RelatedKind | None:
    if len(link.text) > 300:
        return None
    before = _label_before(page, link)
    if _begins_as_label(link.text) or before:
        for kind, label in _LABELS.items():
            if label.match(link.text) or (before and _is_label(label, before)):
                return kind
    if link.rel:
        for word in link.rel.split():
            if word in _RELS:
                return _RELS[word]
    return named.get(link.node)


def _begins_as_label(text: str) -> bool:
    text = text.lstrip(_BEFORE_CUES)
    return text[:1] in _FIRST_SIGNS and text[:5].lower().startswith(_CUES)


def _is_label(label: re.Pattern[str], text: str) -> bool:
    match = label.match(text)
    return match is not None and match.end() == len(text)


def _label_before(page: PageMap, link: Hyperlink) -> str:
    """The few words that stand right before the link, outside of any link."""
    first = page.chunk_starts[link.node]
    if first == 0 or first == page.chunk_ends[link.node] or page.chunk_linked[first - 1]:
        return ""
    before = page.chunks[first - 1]
    if len(before) > 40 or not _begins_as_label(before):
        return ""
    before = before.strip()
    return before if 2 <= len(before) <= 20 else ""


def _card(page: PageMap, link: Hyperlink, kind: RelatedKind) -> cards.Card | None:
    """The neighbour as shown: title without the label, what else the link says as its excerpt."""
    label = _LABELS[kind]
    title = excerpt = None
    shown = page.chunks[page.chunk_starts[link.node] : page.chunk_ends[link.node]]
    lead = " ".join(shown[0].split()) if shown and _is_label(label, shown[0].strip()) else ""
    for line in _texts(page, link):
        # A title may follow its label without a blank; a label is said twice for screen readers.
        rest = line if label.match(line) else line.removeprefix(lead)
        text = label.sub("", label.sub("", rest)).strip(_TRIM)
        if len(text) < 2 or text.isdigit() or cards.GENERIC.match(text):
            continue
        if title is None:
            title = text
        elif excerpt is None and cards.weight(text) >= 24 and text != title:
            excerpt = text
    return cards.Card(link.node, link.url, title, excerpt, None) if title else None


def _texts(page: PageMap, link: Hyperlink) -> Iterable[str]:
    """The link's lines; its title attribute where it shows none but a label."""
    lines = page.lines(link.node)
    yield from lines or [link.text]
    attribute = " ".join((page.attribute(link.node, "title") or "").split())
    if attribute and attribute not in lines:
        yield attribute
