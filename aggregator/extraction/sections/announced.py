"""Links that are tags, or categories, by the words before them or by the name of the box they fill.

Their addresses say nothing: of a search, of a term by its number, of a page of the site's own making.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from aggregator.extraction.page.elements import HEADINGS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from aggregator.extraction.landmarks import Landmarks
    from aggregator.extraction.links.hyperlinks import Links
    from aggregator.extraction.page.page_map import PageMap

_TAG = (
    r"标签|標籤|标记|關鍵[字詞]|关键[词字]|タグ|キーワード|태그|키워드|tags?|tagged(?: (?:with|as|in))?|key ?words?"
    r"|related topics|(?:explore )?more on these topics|topics in this (?:article|story)"
    r"|schlagw(?:ort|orte|örter)|stichw(?:ort|orte|örter)|mots[- ]cl[ée]s|étiquettes?|etiquetas?|palabras? clave"
    r"|palavras?[- ]chave|parole chiave|trefwoorden|nyckelord|taggar|emneord|avainsanat|tagi|słowa kluczowe"
    r"|štítky|klíčová slova|kľúčové slová|címkék"
    r"|etichete|etiket(?:ler)?|từ khóa|тег[иі]?|тэги|метк[аи]|ключевые слова|ετικέτες|תגיות|תגים|الوسوم|وسوم|كلمات مفتاحية"
    r"|الكلمات (?:الدلالية|المفتاحية)|برچسب(?:‌?ها)?|แท็ก|คำค้น|टैग्?स?"
)
_UNSURE_TAG = (
    r"话题|話題|topics?|labels?|themen|thèmes?|temas?|tópicos?|argomenti|meer over|ämnen|emner|témata|témy|теми|темы|konular"
    r"|chủ đề|θέματα"
)
"""Head other lists too, where no colon follows."""
_CATEGORY = (
    r"(?:所属|文章)?(?:分类|分類|栏目|欄目|類別)(?:专栏|專欄)?|カテゴリー?|テーマ|카테고리|category|kateg[oó]ri(?:[aeë]|en|ja|ák)?"
    r"|catégories?|categor[ií]as?|categori[ae]|rubri(?:k|que)|chuyên mục|рубрик[аи]|категори[яи]|категорі[яї]"
    r"|קטגורי(?:ה|ות)|التصنيف(?:ات)?|القسم|دسته(?:[ \u200c]?بندی)?(?:\u200c?ها)?"
)
_FILED = r"filed (?:under|in)|posted in"
"""Announce either, as `rel` may tell."""
_ANNOUNCING = {
    "tag": re.compile(
        rf"(?:^|[\W_]|相关|文章|本文)(?:{_TAG})\s*[:：]$|^\W*(?:{_UNSURE_TAG})\s*[:：]$",
        re.I,
    ),
    "category": re.compile(rf"(?:^|[\W_])(?:{_CATEGORY}|{_FILED})\s*[:：]$", re.I),
}
_ANNOUNCING_CATEGORY = re.compile(rf"(?:^|[\W_])(?:{_CATEGORY})\s*[:：]\s*$", re.I)
"""Whatever `rel` says, which has one word for both."""
_LONE_TAG = re.compile(rf"\W*(?:文章)?(?:{_TAG})", re.I)
"""Announces tags without a colon."""
_LONE_CATEGORY = re.compile(rf"\W*(?:{_CATEGORY})", re.I)
"""Announces categories without a colon, as the term of a list."""
LABELS = rf"{_TAG}|{_UNSURE_TAG}"
_LONGEST_LABEL = 30
_NEAR = 4
"""Pieces of text from a label among which its first link is."""
_MOST = {"tag": 20, "category": 4}
"""Links of one kind that an article has; more are an overview of the site."""
_HEADING = re.compile(rf"\W*(?:{LABELS})\W*", re.I)
"""A link that is a label itself: of a menu, where no more than one follows."""
_NO_NAME = re.compile(
    r"[\W\d]*|.*[«»‹›→←].*|(?:all|alle) (?:topics|tags|themen)|(?:rss|xml|atom)\b.{0,6}|我要反馈", re.I
)
"""Links among tags that name none."""
_BETWEEN = re.compile(r"[\W_]*")
_LONGEST = 60
"""Bytes of a link that names a tag."""
_MEAN = 30
"""Bytes that such links have on average at most."""
_REST = 40
"""Bytes without links in a box of tags: what it is called, separators."""
_SEVERAL = re.compile(r"(?<![a-z])tags|tags?-?(?:list|links|box|wrap)|keywords|biaoqian|mots-cl")
"""Names of boxes for several tags; one link in another is a kicker, as likely the section's name."""
_FIELD = "field--name-field-"
_ABOVE, _BELOW = 8, 30
"""Lines above the headline and below the text that are looked at."""


def find(
    page: PageMap, links: Links, marks: Landmarks, named: dict[int, str], known: Collection[int]
) -> dict[int, str]:
    """The kind of each such link, by its number.

    `named` are the elements whose names speak of a kind. Where one of the links side by side is `known` to be a tag or
    category of itself, those that are not are something else: a feed, the comments, a permanent link.
    """
    found: dict[int, str] = {}
    for node, kind, numbers in (*_boxed(page, links, named), *_labelled(page, links, marks)):
        if any(number in known for number in numbers):
            continue
        names = [number for number in numbers if not _is_aside(page, links, number)]
        least = 1 + any(_HEADING.fullmatch(links.text(number)) for number in numbers)
        if not least <= len(names) <= _MOST[kind] or not _are_short(page, links, names):
            continue
        if not (marks.is_apart(node) or marks.is_teaser(node)):
            found.update(dict.fromkeys(names, kind))
    return found


def says_category(words: str) -> bool:
    """The words announce categories."""
    return _ANNOUNCING_CATEGORY.search(words) is not None


def _boxed(page: PageMap, links: Links, named: dict[int, str]) -> Iterator[tuple[int, str, Sequence[int]]]:
    """What fills an element that is called so. Of categories there are more names than boxes, but for Drupal's fields."""
    for node, kind in named.items():
        is_field = _FIELD in page.names[node]
        inside = links.within(node + 1, page.ends[node]) if kind == "tag" or is_field else ()
        if not inside or page.size(node) - page.link_size(node) > _REST:
            continue
        if len(inside) > 1 or is_field or _SEVERAL.search(page.names[node]):
            yield node, kind, inside


def _labelled(page: PageMap, links: Links, marks: Landmarks) -> Iterator[tuple[int, str, Sequence[int]]]:
    """What follows a label, near the headline or the end of the text."""
    for chunk, kind in _labels(page, marks):
        yield page.chunk_nodes[chunk], kind, list(_following(page, links, chunk))


def _is_aside(page: PageMap, links: Links, number: int) -> bool:
    """The link leads to this page, or is a label, a count, an arrow, a feed."""
    text = links.text(number)
    return links.urls[number] == page.url or bool(_NO_NAME.fullmatch(text) or _HEADING.fullmatch(text))


def _are_short(page: PageMap, links: Links, numbers: list[int]) -> bool:
    """As names are; titles of articles are longer on average."""
    return sum(page.size(links.nodes[number]) for number in numbers) <= _MEAN * len(numbers)


def _labels(page: PageMap, marks: Landmarks) -> Iterator[tuple[int, str]]:
    """The pieces of text that announce tags or categories; without a colon, those that are a line of their own."""
    starts, chunks, linked = page.block_starts, page.chunks, page.chunk_linked
    head = range(max(0, marks.headline - _ABOVE), min(marks.text_start + 1, marks.count))
    tail = range(max(head.stop, marks.text_end - 2), min(marks.text_end + _BELOW, marks.count))
    for lines in (head, tail):
        for chunk in range(starts[lines.start], starts[lines.stop]) if lines else ():
            if linked[chunk] or True not in linked[chunk + 1 : chunk + _NEAR]:
                continue
            text = chunks[chunk]
            if not 1 < len(text) <= _LONGEST_LABEL:
                continue
            text = text.rstrip()
            if text.endswith((":", "：")):
                yield from ((chunk, kind) for kind, label in _ANNOUNCING.items() if label.search(text))
            elif _is_set_apart(page, chunk):
                if _LONE_TAG.fullmatch(text):
                    yield chunk, "tag"
                elif page.tags[page.chunk_nodes[chunk]] == "dt" and _LONE_CATEGORY.fullmatch(text):
                    yield chunk, "category"


def _is_set_apart(page: PageMap, chunk: int) -> bool:
    """The text is all that its element has, and no link's: a heading, or a label in a box of its own."""
    node = page.chunk_nodes[chunk]
    return page.tags[node] in HEADINGS or page.chunk_ends[node] - page.chunk_starts[node] == 1


def _following(page: PageMap, links: Links, label: int) -> Iterator[int]:
    """The short links behind a label, side by side, as long as nothing but separators stands between."""
    chunk = label + 1
    last = None
    for number in range(bisect_left(links.nodes, chunk, key=page.chunk_starts.__getitem__), len(links)):
        node = links.nodes[number]
        between = "".join(page.chunks[chunk : page.chunk_starts[node]])
        if not _is_name(page, node) or not _BETWEEN.fullmatch(between):
            return
        if last is not None and not are_siblings(page, last, node):
            return
        yield number
        last, chunk = node, page.chunk_ends[node]


def are_siblings(page: PageMap, first: int, second: int) -> bool:
    """Both stand at the same depth below one element, at most three levels up: items of one list."""
    for _ in range(3):
        first, second = page.parents[first], page.parents[second]
        if first == second or first < 0 or second < 0:
            return first == second
    return False


def _is_name(page: PageMap, node: int) -> bool:
    return 0 < page.size(node) <= _LONGEST
