"""What a page says of itself for machines: JSON-LD, Open Graph and other metas, microdata, as one record."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urljoin

from lxml import etree

from aggregator.extraction.claims import json_ld
from aggregator.extraction.claims.json_ld import (
    ARTICLE_TYPES,
    WORK_TYPES,
    Graph,
    Node,
    types,
)
from aggregator.extraction.records import Found
from aggregator.items import Crumb, Person
from aggregator.text import letters_and_digits, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from aggregator.extraction.page.page_map import PageMap


@dataclass(frozen=True, kw_only=True)
class Structured:
    """Claims by field, the more reliable source first; nothing is checked yet, as that takes the page itself.

    Sources are `json-ld`, `meta:NAME`, `microdata`, `link:image_src`, and `json-ld:page` for the page as against the
    article.
    """

    types: frozenset[str] = frozenset()
    """schema.org types of the article's node, of all nodes when none is the article's."""
    has_article: bool = False
    """A node describes this page's article."""
    og_type: str | None = None
    canonical: str | None = None
    """What `<link rel=canonical>` or `og:url` declares, absolute. None: neither is there."""
    site_names: tuple[str, ...] = ()
    titles: tuple[Found[str], ...] = ()
    authors: tuple[Found[tuple[Person, ...]], ...] = ()
    """Names as written, possibly several in one; `aggregator.extraction.byline.names` takes them apart."""
    source_names: tuple[Found[str], ...] = ()
    published: tuple[Found[str], ...] = ()
    modified: tuple[Found[str], ...] = ()
    sections: tuple[Found[str], ...] = ()
    tags: tuple[Found[tuple[str, ...]], ...] = ()
    descriptions: tuple[Found[str], ...] = ()
    images: tuple[Found[str], ...] = ()
    """Addresses, absolute."""
    languages: tuple[Found[str], ...] = ()
    breadcrumbs: tuple[Found[tuple[Crumb, ...]], ...] = ()
    bodies: tuple[Found[str], ...] = ()
    """The article's text as given for machines, often without its paragraphs."""
    view_counts: tuple[Found[str], ...] = ()
    comment_counts: tuple[Found[str], ...] = ()
    like_counts: tuple[Found[str], ...] = ()


_METAS = {
    "titles": """og:title twitter:title articletitle citation_title dc.title dcterms.title parsely-title
        sailthru.title headline title""",
    "authors": """author article:author og:article:author article:author_name dc.creator dcterms.creator
        citation_author parsely-author sailthru.author byl byline cxenseparse:author weibo:article:author
        dc.author authors""",
    "source_names": "contentsource source mediaid",
    "published": """article:published_time og:article:published_time article:published og:published_time
        bytedance:published_time datepublished pubdate publishdate publish_date publishdate publication_date
        dc.date.issued dcterms.issued dcterms.created dc.date dcterms.date citation_publication_date
        citation_date citation_online_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime
        weibo:article:create_at apub:time og:pubdate article_date_original originalpublicationdate
        rnews:datepublished shareaholic:article_published_time _pubtime publishtime publish_time
        published_time ptime created article.published og:release_date date""",
    "modified": """article:modified_time og:article:modified_time og:updated_time bytedance:updated_time
        datemodified dcterms.modified dc.date.modified weibo:article:update_at last-modified lastmod
        article.updated article:modified revised modified_time bytedance:lrdate_time""",
    "sections": """article:section og:article:section parsely-section cxenseparse:category section
        columnname category""",
    "tags": "article:tag og:article:tag news_keywords parsely-tags sailthru.tags keywords",
    "descriptions": "og:description description twitter:description dc.description dcterms.description",
    "images": "og:image og:image:url og:image:secure_url twitter:image twitter:image:src image",
    "languages": "og:locale dc.language dcterms.language content-language language",
    "site_names": "og:site_name application-name sitename apple-mobile-web-app-title al:ios:app_name cre",
    "og_type": "og:type",
    "og_url": "og:url",
}
_FIELD_OF = {
    name: (field, rank) for field, names in _METAS.items() for rank, name in enumerate(names.split())
}
_LISTS = frozenset(
    """article:tag og:article:tag citation_author article:author author dc.creator dcterms.creator""".split()
)
"""Metas that are repeated once a value."""

_PROPERTIES = {
    "headline": "titles",
    "datePublished": "published",
    "dateCreated": "published",
    "dateModified": "modified",
    "articleSection": "sections",
    "description": "descriptions",
    "image": "images",
    "inLanguage": "languages",
    "commentCount": "comment_counts",
}
"""Properties read alike from JSON-LD and microdata; the others each take a look of their own."""

_INTERACTIONS = {
    "ReadAction": "view_counts",
    "ViewAction": "view_counts",
    "WatchAction": "view_counts",
    "UserPageVisits": "view_counts",
    "CommentAction": "comment_counts",
    "UserComments": "comment_counts",
    "LikeAction": "like_counts",
    "UserLikes": "like_counts",
}
_VALUES = {"meta": "content", "time": "datetime", "img": "src", "link": "href", "abbr": "title"}
"""Attributes that have a property's value, by the element."""
_OF_QUESTION = ("name", "headline", "keywords")
"""What the page of an answer has from its question."""
_MAX_ITEMPROPS = 600
_WHOLE = re.compile(r"https?://[\w.:-]+(?:/[^\s#;?]*)?(?:\?[^\s#;]+)?", re.ASCII)
"""An address that is absolute and needs no care."""
_COMMAS = re.compile(r"[,，;；、|]")
_LABELS = ("twitter:label", "twitter:data")
_AUTHOR_LABELS = frozenset(
    {"written by", "author", "作者", "撰文者", "verfasst von", "écrit par", "escrito por"}
)


def read(page: PageMap) -> Structured:
    """All claims of the page's markup for machines."""
    claims = _Claims(page.url)
    metas = _metas(page)
    graph = Graph(_scripts(page))
    relations = _relations(page)
    canonical = _canonical(page, relations, metas)
    headlines = _shown_titles(page, metas) if graph.nodes or page.properties else set()
    article = json_ld.find_article(graph, page.url, canonical, headlines)
    if article is not None:
        answer = json_ld.find_answer(graph, article, page.url)
        if answer is not None:
            _read_answer(claims, graph, article, answer)
        else:
            _read_node(claims, graph, article, "json-ld")
    _read_metas(claims, metas)
    microdata = _read_microdata(claims, page, canonical, headlines) if article is None else frozenset()
    whole = json_ld.find_page(graph)
    if whole is not None and whole is not article:
        _read_node(claims, graph, whole, "json-ld:page")
    _read_cambrian(claims, graph)
    _read_picture_link(claims, page, relations)
    _read_breadcrumbs(claims, graph)
    kinds = types(article) if article is not None else microdata
    return Structured(
        types=kinds or frozenset().union(*map(types, graph.nodes)),
        has_article=bool(kinds & (ARTICLE_TYPES | WORK_TYPES)),
        og_type=next((value.lower() for _, value in metas.get("og_type", ())), None),
        canonical=canonical,
        site_names=_site_names(metas, graph),
        **claims.fields(),
    )


def _site_names(metas: _Metas, graph: Graph) -> tuple[str, ...]:
    """What the site is called; a name of an app that repeats the article's title is none, where there is another."""
    names = [*(name for _, name in sorted(metas.get("site_names", ()))), *json_ld.find_site_names(graph)]
    if not names:
        return ()
    titles = {letters_and_digits(title) for _, title in metas.get("titles", ())}
    others = [name for name in names if letters_and_digits(name) not in titles]
    return tuple(dict.fromkeys(others or names))


class _Claims:
    """Claims in the order of reading."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._found: defaultdict[str, dict[Any, str]] = defaultdict(dict)

    def add(self, field: str, value: Any, source: str) -> None:
        """Note a value unless it is empty or was claimed before."""
        if field == "images" and value:
            address = absolute(self.url, value)
            value = address.replace(" ", "%20") if address and address.startswith("http") else None
        if value:
            self._found[field].setdefault(value, source)

    def fields(self) -> dict[str, Any]:
        """Field -> its claims, ready for `Structured`."""
        return {
            field: tuple(Found(value, source) for value, source in found.items())
            for field, found in self._found.items()
        }


# --- metas -------------------------------------------------------------------------------------------------

_Metas = dict[str, list[tuple[tuple[int, str], str]]]
"""Field -> ((rank, name), content) of each meta element that speaks of it, in document order."""


def _metas(page: PageMap) -> _Metas:
    found: _Metas = defaultdict(list)
    labels: dict[str, str] = {}
    attribute = page.elements.attribute
    for number in page.by_tag.get("meta", ()):
        name = attribute(number, "property") or attribute(number, "name") or attribute(number, "http-equiv")
        name = name.strip().lower().replace(" ", "") if name else ""
        if name not in _FIELD_OF and not name.startswith(_LABELS):
            continue
        content = attribute(number, "content")
        if not content or len(content) > 20_000:
            continue
        if name in _FIELD_OF:
            field, rank = _FIELD_OF[name]
            found[field].append(((rank, name), plain(content)))
        else:
            labels[name] = plain(content)
    for name, label in labels.items():
        if label.lower() in _AUTHOR_LABELS and (value := labels.get(name.replace("label", "data"))):
            found["authors"].append(((99, "twitter:data"), value))
    return found


def _read_metas(claims: _Claims, metas: _Metas) -> None:
    for field, values in metas.items():
        if field in ("site_names", "og_type", "og_url"):
            continue
        by_name: dict[tuple[int, str], list[str]] = defaultdict(list)
        for key, content in values:
            by_name[key].append(content)
        for (_, name), contents in sorted(by_name.items()):
            source = f"meta:{name}"
            if field == "authors":
                named = contents if name in _LISTS else contents[:1]
                persons = (Person(name=entry) for entry in dict.fromkeys(named) if entry)
                claims.add(field, tuple(persons), source)
            elif field == "tags":
                parts = contents if name in _LISTS else _COMMAS.split(contents[0])
                claims.add(field, tuple(dict.fromkeys(filter(None, map(str.strip, parts)))), source)
            else:
                claims.add(field, contents[0], source)


def _relations(page: PageMap) -> list[tuple[int, str]]:
    """What the `<link>` elements lead to is to the page, in lower case."""
    attribute = page.elements.attribute
    return [
        (number, rel.lower()) for number in page.by_tag.get("link", ()) if (rel := attribute(number, "rel"))
    ]


def _read_picture_link(claims: _Claims, page: PageMap, relations: list[tuple[int, str]]) -> None:
    """`<link rel=image_src>`, which is older than Open Graph."""
    for number, rel in relations:
        if rel == "image_src":
            claims.add("images", page.attribute(number, "href"), "link:image_src")


def _canonical(page: PageMap, relations: list[tuple[int, str]], metas: _Metas) -> str | None:
    for number, rel in relations:
        if "canonical" in rel and "canonical" in rel.split() and (href := page.attribute(number, "href")):
            return absolute(page.url, href)
    return next((absolute(page.url, value) for _, value in metas.get("og_url", ()) if value), None)


def absolute(base: str, address: str) -> str | None:
    """`address` joined to `base`. None: it is none."""
    address = address.strip()
    if _WHOLE.fullmatch(address):
        return address
    try:
        return urljoin(base, address)
    except ValueError:
        return None


def _shown_titles(page: PageMap, metas: _Metas) -> set[str]:
    """Strings that a node about this very page would repeat, made comparable."""
    shown = [*page.by_tag.get("h1", ())[:5], *page.by_tag.get("title", ())[:1]]
    titles = {_text(page.elements[number]) for number in shown}
    titles.update(value for _, value in metas.get("titles", ()))
    return set(map(letters_and_digits, titles)) - {""}


# --- JSON-LD -----------------------------------------------------------------------------------------------


def _scripts(page: PageMap) -> list[str]:
    scripts = []
    attribute = page.elements.attribute
    for number in page.by_tag.get("script", ()):
        kind = attribute(number, "type")
        if kind and "ld+json" in kind.lower() and (text := page.elements[number].text):
            scripts.append(text)
    return scripts


def _read_node(claims: _Claims, graph: Graph, node: Node, source: str) -> None:
    for key, field in _PROPERTIES.items():
        value = graph.address(node.get(key)) if field == "images" else graph.text(node.get(key))
        claims.add(field, value, source)
    claims.add("titles", graph.text(node.get("name")), source)
    for key in ("author", "creator"):
        claims.add("authors", tuple(_persons(graph, node.get(key), claims.url)), source)
    claims.add("source_names", graph.text(node.get("sourceOrganization")), source)
    claims.add("bodies", graph.text(node.get("articleBody")), source)
    keywords = [graph.text(entry) for entry in graph.entries(node.get("keywords"))]
    tags = [part.strip() for text in keywords if text for part in _COMMAS.split(text)]
    claims.add("tags", tuple(dict.fromkeys(filter(None, tags))), source)
    for counter in graph.entries(node.get("interactionStatistic")):
        if isinstance(counter, dict):
            kind = counter.get("interactionType")
            names = types(kind if isinstance(kind, dict) else {"@type": kind}) | types(counter)
            for name in names & _INTERACTIONS.keys():
                claims.add(_INTERACTIONS[name], graph.text(counter.get("userInteractionCount")), source)


def _read_answer(claims: _Claims, graph: Graph, question: Node, answer: Node) -> None:
    """The page of one answer is called and tagged as its question, and all else is the answer's."""
    _read_node(claims, graph, {key: question[key] for key in _OF_QUESTION if key in question}, "json-ld")
    _read_node(claims, graph, answer, "json-ld")
    claims.add("like_counts", graph.text(answer.get("upvoteCount")), "json-ld")


def _read_cambrian(claims: _Claims, graph: Graph) -> None:
    """What pages in Chinese tell Baidu, in a vocabulary of its own without types."""
    for node in graph.nodes:
        if "pubDate" in node:
            claims.add("published", graph.text(node["pubDate"]), "json-ld:page")
            claims.add("modified", graph.text(node.get("upDate")), "json-ld:page")


def _persons(graph: Graph, value: Any, url: str) -> Iterator[Person]:
    for entry in graph.entries(value):
        if isinstance(entry, str):
            yield Person(name=plain(entry))
        elif isinstance(entry, dict):
            address = graph.address(entry.get("url")) or graph.address(entry.get("sameAs"))
            link = absolute(url, address) if address and not address.startswith("#") else None
            names = [text for name in graph.entries(entry.get("name")) if (text := graph.text(name))]
            if not names:
                parts = (graph.text(entry.get(key)) for key in ("givenName", "familyName"))
                names = [" ".join(filter(None, parts))]
            for name in filter(None, names):
                yield Person(name=name, url=link if len(names) == 1 else None)


def _read_breadcrumbs(claims: _Claims, graph: Graph) -> None:
    for node in graph.nodes:
        lists = [node] if "BreadcrumbList" in types(node) else graph.entries(node.get("breadcrumb"))
        for entry in lists:
            if isinstance(entry, dict) and "itemListElement" in entry:
                claims.add("breadcrumbs", tuple(_crumbs(graph, entry, claims.url)), "json-ld")


def _crumbs(graph: Graph, trail: Node, url: str) -> Iterator[Crumb]:
    steps = [step for step in graph.entries(trail["itemListElement"]) if isinstance(step, dict)]
    for step in sorted(steps, key=lambda step: _position(step.get("position"))):
        name = graph.text(step.get("name")) or graph.text(step.get("item"))
        address = graph.address(step.get("item")) or graph.address(step.get("url"))
        if name and "://" not in name:
            yield Crumb(name=name, url=absolute(url, address) if address else None)


def _position(value: Any) -> int:
    if isinstance(value, str) and value.isdecimal() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) else 0


# --- microdata ---------------------------------------------------------------------------------------------

_Items = dict[int, list[tuple[str, int]]]
"""Item -> its properties; -1 is the page outside of any item."""


def _read_microdata(
    claims: _Claims, page: PageMap, canonical: str | None, headlines: set[str]
) -> frozenset[str]:
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
        properties = [entry for entry in properties if entry[0] in _OF_QUESTION] + items[answer]
    for name, node in properties:
        if name in _PROPERTIES:
            claims.add(_PROPERTIES[name], _item_value(page, node), "microdata")
        elif name in ("author", "creator"):
            claims.add("authors", tuple(_item_person(page, node, items)), "microdata")
        elif name == "keywords":
            tags = map(str.strip, _COMMAS.split(_item_value(page, node)))
            claims.add("tags", tuple(dict.fromkeys(filter(None, tags))), "microdata")
        elif name in ("interactionCount", "interactionStatistic"):
            kind, count = _item_interaction(page, node, items)
            if kind in _INTERACTIONS:
                claims.add(_INTERACTIONS[kind], count, "microdata")
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
        is_headed and bool(told and own) and not any(json_ld.is_same(one, two) for one in told for two in own)
    )


def _answer(page: PageMap, items: _Items, question: int) -> int | None:
    """The item of the answer whose own page this is. None: the page is the question's."""
    of_question = _address_of(page, items[question])
    for scope in items:
        if page.holds(question, scope) and "Answer" in _item_types(page, scope):
            own = _address_of(page, items[scope])
            if own and json_ld.is_own_page(own, of_question, page.url):
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
    return plain(value if value is not None else _text(page.elements[node])[:5000])


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


def _text(element: etree._Element) -> str:
    return "".join(cast("Iterator[str]", element.itertext())) if len(element) else element.text or ""
