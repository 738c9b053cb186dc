# cython: wraparound=True
"""The articles before and after the page's own: 上一篇 and 下一篇, Previous and Next.

Runs as it is, and faster where `setup.py` could compile it: `neighbours.pxd` has the types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator import urls
from aggregator.extraction.classes import parts_with
from aggregator.extraction.links import cards
from aggregator.extraction.page.elements import HEADINGS
from aggregator.extraction.page.naming import sought
from aggregator.items import Kind, RelatedKind
from aggregator.signs import Beginnings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aggregator.extraction.links.hyperlinks import Hyperlink, Links
    from aggregator.extraction.page.page_map import PageMap

_THING = "(?:篇|条|條|則|则|个|個|章|页|頁)(?:文章|日志|新闻|新聞)?"
_END = r"(?!\.?[\w]*[a-z])[\s】\]]*[:：»›>→▲▼△▽↑↓-]*\s*"
_START = r"^[\s<«‹←＜=【\[]*(?:(?:go to|read|view) )?(?:the )?(?:[此本](?:分?[类類]|[栏欄]目))?"
_NOUN = (
    "(?: (?:posts?|articles?|story|entry|page|chapter|topic|lesson|section|slide|photo|image|video|issue|project|episode"
    "|thread|item|up|in .{3,20}))"
)
_BARE = r"(?!\s+(?-i:[a-z]))"
"""A word by itself, or before a title: `next day` and `older people` are parts of sentences."""
_FOREIGN_NOUN = (
    "(?:beitrag|beiträge|artikel|eintrag|seite|meldung|article|billet|page|entrada|artículo|noticia|publicación|página|post"
    "|artigo|notícia|articolo|pagina|wpis|artykuł|strona|bericht|yazı|haber|içerik|inlägg|innlegg|indlæg|artikkeli|kirjoitus"
    "|juttu|článek|článok|příspěvek|príspevok|zpráva|správa|bejegyzés|cikk|articol(?:ul)?|postarea?|članak|objava|vijest|vest"
    "|berita|pos(?:tingan)?|tulisan|bài(?: viết)?|запись|статья|новость|запис|стаття|новина|допис|публикация|статия|пост|άρθρο"
    "|ה?(?:פוסט|כתבה|מאמר|רשומה)|(?:ال)?(?:مقالة?|موضوع|خبر|تدوينة)|نوشته|مطلب|پست|लेख|पोस्ट|ख़?बर)"
)


def _foreign(words: str) -> str:
    """The words with a noun after or before them, or alone: what else follows makes them part of a sentence."""
    return rf"(?:{words})(?:[\s:]+{_FOREIGN_NOUN}(?!\w)|(?=\W*$)|(?=\s*[:»›>→]))|{_FOREIGN_NOUN}\s+(?:{words})(?!\w)"


def _weak(words: str) -> str:
    """The words before a colon: alone, they are as likely "more" or "back to the overview"."""
    return rf"(?:{words})(?=\s*[:：])"


_LABELS = {
    RelatedKind.PREVIOUS: re.compile(
        rf"{_START}(?:[上前]一?{_THING}|较[早旧](?:文章|一篇)|較[早舊](?:文章|一篇)"
        rf"|older(?: (?:posts?|entry|article|story)|{_BARE})|prev(?:ious)?(?:{_NOUN}|{_BARE})"
        + "|"
        + _foreign(
            "vorherige[rs]?|vorige[rs]?|ältere[rs]?|précédente?|anterior|precedente|poprzedni[ae]?|vorige?|föregående"
            "|forrige|önceki|edellinen|předchozí|pred(?:chádzajúc[iae]|ošl[ýáé])|előző|anteri(?:oară|orul)|prethodn[iao]"
            "|предыдущ(?:ая|ий|ее)|попередн(?:ій|я|є)|предиш(?:ен|н[аио])|προηγο[ύυ]μεν[οη]|ה?קוד(?:ם|מת)|السابقة?|قبلی|पिछल[ाीे]"
        )
        + "|"
        + _weak("zurück|前へ|過去の投稿|sebelumnya")
        + rf"|(?:artikel|berita|pos(?:tingan)?|tulisan) sebelumnya|bài(?: viết)? trước(?!\w)|articol(?:ul)? precedent(?!\w)"
        rf"|前の(?:記事|投稿|ページ)|이전 ?(?:글|기사|포스트|게시[물글])|(?:บทความ|เรื่อง|โพสต์|ข่าว)ก่อนหน้า(?:นี้)?|ก่อนหน้า(?=\W*$|\s*:)){_END}",
        re.IGNORECASE,
    ),
    RelatedKind.NEXT: re.compile(
        rf"{_START}(?:[下后後]一?{_THING}|[较較]新(?:文章|一篇)"
        rf"|newer(?: (?:posts?|entry|article|story)|{_BARE})|next(?:{_NOUN}|{_BARE})"
        + "|"
        + _foreign(
            "nächste[rs]?|neuere[rs]?|suivante?|siguiente|próxim[oa]|seguinte|successiv[oa]|następn[yae]|volgende?|nästa"
            "|neste|næste|sonraki|seuraava|následující|ďalší|nasledujúci|következő|următo(?:r|area|rul)|s(?:lj|l)edeć[iae]"
            "|следующ(?:ая|ий|ее)|наступн(?:ий|а|е)|следващ[ао]?|επ[όο]μεν[οη]|ה?באה?|التالية?|بعدی|अगल[ाीे]"
        )
        + "|"
        + _weak("weiter|další|次へ|新しい投稿|berikutnya|selanjutnya")
        + rf"|další (?:článek|příspěvek|zpráva)(?!\w)|(?:artikel|berita|pos(?:tingan)?|tulisan) (?:berikut|selanjut)nya"
        rf"|bài(?: viết)? (?:sau|tiếp(?: theo)?|kế tiếp)(?!\w)"
        rf"|次の(?:記事|投稿|ページ)|다음 ?(?:글|기사|포스트|게시[물글])|(?:บทความ|เรื่อง|โพสต์|ข่าว)?ถัดไป){_END}",
        re.IGNORECASE,
    ),
}
_BEFORE_CUES = " \t\r\n\f\v\xa0\u3000<«‹←【["
_CUES = (
    "上", "下", "前", "后", "後", "较", "較", "此分", "此类", "此類", "此栏", "此欄", "本分", "本类", "本類", "本栏", "本欄",
    "次", "過去の", "新しい", "이전", "다음", "ก่อน", "ถัดไ", "บทควา", "เรื่อ", "โพสต", "ข่าว", "पिछल", "अगल", "लेख", "पोस्ट",
    "खबर", "ख़बर", "older", "newer", "prev", "next", "vorh", "vori", "volg", "näch", "näst", "næst", "nest", "neue", "ält",
    "préc", "prec", "suiv", "ante", "sigu", "próx", "segu", "succ", "popr", "nast", "före", "forr", "önce", "sonr", "zurü",
    "weit", "edel", "seur", "před", "pred", "násl", "nasl", "dalš", "ďalš", "előz", "köve", "urmă", "pret", "slje", "slede",
    "artic", "artig", "artik", "artíc", "bille", "entra", "berit", "bài", "notic", "notíc", "page", "pagin", "págin", "post",
    "pos ", "publi", "sebel", "selan", "tulis", "пред", "след", "попе", "наст", "προη", "επόμ", "επομ", "קוד", "הקוד",
    "הבא", "הפוס", "הכתב", "המאמ", "הרשו", "الساب", "التال", "المقا", "الموض", "الخبر", "التدو", "قبلی", "بعدی", "نوشت",
    "مطلب", "پست", "خبر", "مقال",
)  # fmt: skip
"""Labels begin so, but for those that only `rel` or a class makes sure of; tested first, as few links do."""
_LONGEST_CUE = 5
_BY_SIGN = {
    letter: tuple(cue for cue in _CUES if cue[0] == sign)
    for sign in {cue[0] for cue in _CUES}
    for letter in (sign, sign.upper())
}
"""The same by their first sign."""
_FIRST_LETTERS = Beginnings(_CUES)
_BEGINNINGS = frozenset({*_BY_SIGN, *_BEFORE_CUES})
"""What a text without blanks before it begins with when it is a label, or empty."""
_RELS = {"prev": RelatedKind.PREVIOUS, "previous": RelatedKind.PREVIOUS, "next": RelatedKind.NEXT}
_UPWARDS = frozenset({"parent", "up", "index", "contents"})
"""What `rel` says of the overview between two neighbours."""
_NAMES = {
    RelatedKind.PREVIOUS: re.compile(
        r"(?:^|[\s_-])(?:post|nav|article|link|entry|paging)?[_-]?prev(?:ious)?(?:$|[\s_-])"
    ),
    RelatedKind.NEXT: re.compile(r"(?:^|[\s_-])(?:post|nav|article|link|entry|paging)?[_-]?next(?:$|[\s_-])"),
}
_EITHER = sought("prev", "next")
_PAIR_WORDS = sought(
    *(
        f"{what}{sign}{way}"
        for what in ("article", "post", "entry")
        for sign in ("", "-", "_")
        for way in ("nav", "pag")
    ),
    *("next-prev", "prev-next"),
)
"""One of these is in every name that the pattern matches."""
_PAIRS = re.compile(
    r"(?:^|[\s_-])(?:(?:article|post|entry)[_-]?(?:nav|navigation|pager|pagination)|next-prev|prev-next)(?:$|[\s_-])"
)
"""What elements are called that hold the article before and the one after, often without a word that says which."""
_SIDES = {
    RelatedKind.PREVIOUS: re.compile(r"(?:^|[\s_-])left(?:$|[\s_-])"),
    RelatedKind.NEXT: re.compile(r"(?:^|[\s_-])right(?:$|[\s_-])"),
}
_SLIDES = re.compile(r"slide|swiper|carousel|slick|gallery|arrow-(?:prev|next)|image|video|button|btn")
_COMMENTS = re.compile(r"/comment-page-\d|[?&](?:cpage|commentpage)=\d")
_FEW = 4
"""Links to one neighbour: picture, label, title."""
_LONGEST = 300
"""Characters of a link that shows title and excerpt; with a label as its first line it may have more."""
_MOST_NAMED = 200
_LONGEST_LABEL = 30
_LABEL_NAME = re.compile(r"subtitle|sub-title|meta-nav|label|nav-(?:text|dir)")
"""What labels of neighbours are called within their links."""
_AFTER_LABEL = " \u3000:："
_TRIM = " \u3000»›>→«‹<←|"


def find(page: PageMap, links: Links) -> Iterator[tuple[RelatedKind, cards.Card]]:
    """At most one article before and one after; the word shown decides, then `rel`, the class and the side."""
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


def _candidates(page: PageMap, links: Links, named: Iterable[int]) -> list[int]:
    """The links that may lead to a neighbour, by a quick look at each."""
    found = {number for number, rel in links.rels.items() if "prev" in rel or "next" in rel}
    found.update(number for node in named for number in links.within(node, node + 1))
    chunks, linked, starts, ends = page.chunks, page.chunk_linked, page.chunk_starts, page.chunk_ends
    nodes = links.nodes
    for number in range(len(nodes)):
        node = nodes[number]
        first = starts[node]
        may_begin = first == ends[node] or _may_begin_as_label(chunks[first])
        if may_begin and _begins_as_label(links.text(number)):
            found.add(number)
        elif first and not linked[first - 1]:
            before = chunks[first - 1]
            if _may_begin_as_label(before) and _begins_as_label(before):
                found.add(number)
    return sorted(found)


def _named(page: PageMap, links: Links) -> dict[int, RelatedKind]:
    """Links that stand in an element called `prev` or `next` and in no slide show, or in one for both."""
    kinds: dict[int, RelatedKind] = {}
    for node in page.nodes_named(_PAIR_WORDS, _is_called_pair)[:_MOST_NAMED]:
        kinds.update(_pair(page, links, node))
    spans = [
        (node, page.ends[node], kind)
        for name, nodes in page.names_with(_EITHER).items()
        if (kind := _kind_of_name(name)) is not None
        for node in nodes
    ]
    for start, end, kind in sorted(spans)[:_MOST_NAMED]:
        inside = links.within(start, end)[:_FEW]
        if len({links.urls[number] for number in inside}) == 1:
            kinds.update({links.nodes[number]: kind for number in inside})
    return kinds


def _is_called_pair(name: str) -> bool:
    return any(map(_PAIRS.search, parts_with(name, _PAIR_WORDS)))


def _pair(page: PageMap, links: Links, node: int) -> dict[int, RelatedKind]:
    """The links in an element for both neighbours: told by their sides, or by their order where nothing tells them."""
    groups: dict[str, list[Hyperlink]] = {}
    inside = links.within(node, page.ends[node])
    for number in inside if len(inside) <= 4 * _FEW else ():
        url = links.urls[number]
        if url != page.url and urls.same_site(url, page.url) and not _is_list(url, page.url):
            groups.setdefault(url, []).append(links[number])
    if not 1 <= len(groups) <= 2:
        return {}
    kinds: list[RelatedKind | None] = [_side(page, group, node) for group in groups.values()]
    if kinds == [None, None]:
        kinds = [*_LABELS]
    if len(kinds) > len({*kinds} - {None}):
        return {}  # the overview beside one neighbour, or the like
    return {
        link.node: kind
        for kind, group in zip(kinds, groups.values(), strict=True)
        for link in [link for link in group if page.size(link.node)] or group
        if kind is not None
    }


def _side(page: PageMap, group: list[Hyperlink], around: int) -> RelatedKind | None:
    """Which neighbour the links lead to: by a label or `rel`, else by the side that the classes speak of."""
    values = [str(value).strip() for link in group for value in page.elements[link.node].attrib.values()]
    for kind, label in _LABELS.items():
        if any(_RELS.get(value) is kind or _is_label(label, value) for value in values):
            return kind
    names = [page.names[inner] for link in group for inner in range(link.node, page.ends[link.node])]
    names += [page.names[outer] for outer in page.ancestors(group[0].node) if outer > around]
    sides = [kind for kind, side in _SIDES.items() if any(map(side.search, names))]
    return sides[0] if len(sides) == 1 else None


def _kind_of_name(name: str) -> RelatedKind | None:
    matching = [kind for kind, pattern in _NAMES.items() if pattern.search(name)]
    return matching[0] if len(matching) == 1 and not _SLIDES.search(name) else None


def _kind(page: PageMap, link: Hyperlink, named: dict[int, RelatedKind]) -> RelatedKind | None:
    if len(link.text) > _LONGEST and not _is_labelled(page, link):
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
            if word in _UPWARDS:
                return None
    return named.get(link.node)


def _may_begin_as_label(text: str) -> bool:
    """It does, or says too little to tell."""
    if not _FIRST_LETTERS.may_begin(text):
        return False
    sign = text[:1]
    if sign not in _BEGINNINGS and not sign.isspace():
        return not text
    text = text.lstrip(_BEFORE_CUES)
    return len(text) < _LONGEST_CUE or _begins_as_label(text)


def _begins_as_label(text: str) -> bool:
    if not _FIRST_LETTERS.may_begin(text):
        return False
    text = text.lstrip(_BEFORE_CUES)
    cues = _BY_SIGN.get(text[:1])
    return cues is not None and text[:_LONGEST_CUE].lower().startswith(cues)


def _is_label(label: re.Pattern[str], text: str) -> bool:
    match = label.match(text)
    return match is not None and match.end() == len(text)


def _is_labelled(page: PageMap, link: Hyperlink) -> bool:
    """Whether the link's first piece of text is a label."""
    pieces = page.chunks[page.chunk_starts[link.node] : page.chunk_ends[link.node]]
    first = next(filter(None, map(str.strip, pieces)), "")
    return any(_is_label(label, first) for label in _LABELS.values())


def _label_before(page: PageMap, link: Hyperlink) -> str:
    """The few words that stand right before the link, outside of any link."""
    first = page.chunk_starts[link.node]
    if first == 0 or first == page.chunk_ends[link.node] or page.chunk_linked[first - 1]:
        return ""
    before = page.chunks[first - 1].strip()
    return before if 2 <= len(before) <= _LONGEST_LABEL and _begins_as_label(before) else ""


def _card(page: PageMap, link: Hyperlink, kind: RelatedKind) -> cards.Card | None:
    """The neighbour as shown: title without the label, what else the link says as its excerpt."""
    label = _LABELS[kind]
    title = excerpt = None
    pieces = page.chunks[page.chunk_starts[link.node] : page.chunk_ends[link.node]]
    shown = [" ".join(piece.split()) for piece in pieces if piece.strip()] or [""]
    lead = shown[0] if _is_label(label, shown[0]) or _is_set_before(page, link, shown) else ""
    tail = shown[-1] if not lead and _is_label(label, shown[-1]) else ""
    for line in _texts(page, link):
        # A title may follow its label without a blank; a label is said twice for screen readers.
        rest = line if label.match(line) else line.removeprefix(lead).removesuffix(tail)
        if (
            lead
            and line.startswith(lead)
            and not line[len(lead) :][:1].islower()
            and not _is_label(label, line)
        ):
            rest = line.removeprefix(lead).lstrip(
                _AFTER_LABEL
            )  # what follows may begin like the label's noun
        text = label.sub("", label.sub("", rest)).strip(_TRIM)
        if len(text) < 2 or text.isdigit() or cards.GENERIC.match(text):
            continue
        if title is None:
            title = text
        elif excerpt is None and cards.weight(text.replace(title, "")) >= 24:
            excerpt = text
    return cards.Card(link.node, link.url, title, excerpt, None) if title else None


def _is_set_before(page: PageMap, link: Hyperlink, shown: list[str]) -> bool:
    """The first piece is a label in words unknown here: it ends so, or is called so, and the title follows."""
    if len(shown) < 2 or len(shown[0]) > _LONGEST_LABEL:
        return False
    if shown[0].endswith((":", "：")):
        return True
    first = next(
        at
        for at in range(page.chunk_starts[link.node], page.chunk_ends[link.node])
        if page.chunks[at].strip()
    )
    return (
        page.chunk_nodes[first] != link.node
        and _LABEL_NAME.search(page.names[page.chunk_nodes[first]]) is not None
    )


def _texts(page: PageMap, link: Hyperlink) -> Iterable[str]:
    """A heading in the link, the title attribute if it is shown as well, the link's lines, the attribute otherwise."""
    for node in range(link.node + 1, page.ends[link.node]):
        if page.tags[node] in HEADINGS:
            yield page.text(node)
    attribute = " ".join((page.attribute(link.node, "title") or "").split())
    if attribute and attribute in link.text:
        yield attribute
    yield from page.lines(link.node) or [link.text]
    if attribute:
        yield attribute
