"""What microdata says of the article: the properties of the item that is about it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from aggregator.extraction.claims import graph as graphs
from aggregator.extraction.claims import vocabulary
from aggregator.extraction.claims.graph import ARTICLE_TYPES, WORK_TYPES
from aggregator.extraction.claims.record import Claims, absolute
from aggregator.items import Person
from aggregator.text import letters_and_digits, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aggregator.extraction.page.page_map import PageMap

_VALUES = {"meta": "content", "time": "datetime", "img": "src", "link": "href", "abbr": "title"}
"""Attributes that have a property's value, by the element."""
_MAX_ITEMPROPS = 600

_Items = dict[int, list[tuple[str, int]]]
"""Item -> its properties; -1 is the page outside of any item."""


def read(claims: Claims, page: PageMap, canonical: str | None, headlines: set[str]) -> frozenset[str]:
    """Read the item that is this page's article; the types it has."""
    items: _Items = defaultdict(list)
    for node in page.properties[:_MAX_ITEMPROPS]:
        scope = next((above for above in page.ancestors(node) if _is_item(page, above)), -1)
        for name in (page.attribute(node, "itemprop") or "").split():
            items[scope].append((name, node))
    scopes = [
        scope for scope in items if scope < 0 or _item_types(page, scope) & (ARTICLE_TYPES | WORK_TYPES)
    ]
    if not scopes:
        return frozenset()
    about = {scope: _aboutness(page, scope, items[scope], headlines) for scope in scopes}
    scope = max(scopes, key=about.__getitem__)
    is_headed, is_article, *_ = about[scope]
    if is_article and not is_headed and len(scopes) - (-1 in scopes) > 1:
        return frozenset()  # teasers of other articles
    if is_article and not is_headed and _is_elsewhere(page, items[scope], canonical):
        return frozenset()
    answer = _answer(page, items, scope) if "Question" in _item_types(page, scope) else None
    properties = items[scope]
    if answer is not None:
        properties = [entry for entry in properties if entry[0] in vocabulary.OF_QUESTION] + items[answer]
    for name, node in properties:
        if name in vocabulary.PROPERTIES:
            claims.add(vocabulary.PROPERTIES[name], _item_value(page, node), "microdata")
        elif name in ("author", "creator"):
            claims.add("authors", tuple(_item_person(page, node, items)), "microdata")
        elif name == "keywords":
            claims.add("tags", vocabulary.keywords(_item_value(page, node)), "microdata")
        elif name in ("interactionCount", "interactionStatistic"):
            kind, count = _item_interaction(page, node, items)
            if kind in vocabulary.INTERACTIONS:
                claims.add(vocabulary.INTERACTIONS[kind], count, "microdata")
        elif name == "name" and answer is not None:
            claims.add("titles", _item_value(page, node), "microdata")
        elif name == "upvoteCount" and answer is not None:
            claims.add("like_counts", _item_value(page, node), "microdata")
    return _item_types(page, scope)


def _is_elsewhere(page: PageMap, properties: Iterable[tuple[str, int]], canonical: str | None) -> bool:
    """The item has a headline and says that its page is another one: a teaser."""
    addresses = [
        _item_address(page, node) for name, node in properties if name in ("url", "mainEntityOfPage")
    ]
    is_headed = any(name == "headline" for name, _ in properties)
    own = [address for address in (page.url, canonical) if address]
    told = [address for address in addresses if address]
    return (
        is_headed and bool(told and own) and not any(graphs.is_same(one, two) for one in told for two in own)
    )


def _answer(page: PageMap, items: _Items, question: int) -> int | None:
    """The item of the answer whose own page this is. None: the page is the question's."""
    of_question = _address_of(page, items[question])
    for scope in items:
        if page.holds(question, scope) and "Answer" in _item_types(page, scope):
            own = _address_of(page, items[scope])
            if own and graphs.is_own_page(own, of_question, page.url):
                return scope
            if not own and of_question and page.url.startswith(of_question.rstrip("/") + "/"):
                return scope  # the first, as the page's address goes on behind the question's
    return None


def _address_of(page: PageMap, properties: Iterable[tuple[str, int]]) -> str | None:
    return next((_item_address(page, node) for name, node in properties if name == "url"), None)


def _item_address(page: PageMap, node: int) -> str | None:
    value = page.attribute(node, "href") or page.attribute(node, "itemid") or _item_value(page, node)
    return absolute(page.url, value) if value else None


def _is_item(page: PageMap, node: int) -> bool:
    return page.attribute(node, "itemscope") is not None


def _item_types(page: PageMap, scope: int) -> frozenset[str]:
    names = page.attribute(scope, "itemtype") if scope >= 0 else None
    return frozenset(re.split(r"[/#:]", name)[-1] for name in (names or "").split())


def _aboutness(
    page: PageMap, scope: int, properties: Iterable[tuple[str, int]], headlines: set[str]
) -> tuple[bool, bool, bool, bool]:
    """Orders items by how surely they are the page's article."""
    values = [_item_value(page, node) for name, node in properties if name in ("headline", "name")]
    named = {name for name, _ in properties}
    is_headed = any(letters_and_digits(value) in headlines for value in values)
    is_article = bool(_item_types(page, scope) & ARTICLE_TYPES)
    return is_headed, is_article, "articleBody" in named, scope >= 0


def _item_value(page: PageMap, node: int) -> str:
    attribute = _VALUES.get(page.tags[node])
    value = page.attribute(node, "content") or (page.attribute(node, attribute) if attribute else None)
    return plain(value if value is not None else page.raw_text(node)[:5000])


def _item_person(page: PageMap, node: int, items: _Items) -> Iterator[Person]:
    names = [_item_value(page, inner) for name, inner in items.get(node, ()) if name == "name"]
    links = (
        page.attribute(inner, "href") for inner in range(node, page.ends[node]) if page.tags[inner] == "a"
    )
    address = next((href for href in links if href is not None), None)
    for name in names or [_item_value(page, node)]:
        if name and len(name) < 200:
            yield Person(name=name, url=absolute(page.url, address) if address else None)


def _item_interaction(page: PageMap, node: int, items: _Items) -> tuple[str, str]:
    """A kind of interaction and how many there were: an item's properties, or `UserComments:3`."""
    inner = {name: _item_value(page, part) for name, part in items.get(node, ())}
    if not inner:
        kind, _, count = _item_value(page, node).partition(":")
        return kind, count
    kind = inner.get("interactionType", "").rpartition("/")[2]
    return kind, inner.get("userInteractionCount", "")
