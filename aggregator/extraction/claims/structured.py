"""What a page says of itself for machines: JSON-LD, Open Graph and other metas, microdata, as one record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.extraction.claims import graph as graphs
from aggregator.extraction.claims import json_ld, metas, microdata
from aggregator.extraction.claims.graph import ARTICLE_TYPES, WORK_TYPES, types
from aggregator.extraction.claims.record import Claims, Structured, absolute
from aggregator.text import letters_and_digits

if TYPE_CHECKING:
    from aggregator.extraction.claims.graph import Graph
    from aggregator.extraction.claims.metas import Metas
    from aggregator.extraction.page.page_map import PageMap


def read(page: PageMap) -> Structured:
    """All claims of the page's markup for machines."""
    claims = Claims(page.url)
    named = metas.find(page)
    graph = json_ld.graph_of(page)
    relations = _relations(page)
    canonical = _canonical(page, relations, named)
    headlines = _shown_titles(page, named) if graph.nodes or page.properties else set()
    article = graphs.find_article(graph, page.url, canonical, headlines)
    if article is not None:
        json_ld.read_article(claims, graph, article)
    metas.read(claims, named)
    item = microdata.read(claims, page, canonical, headlines) if article is None else frozenset()
    json_ld.read_page(claims, graph, article)
    _read_picture_link(claims, page, relations)
    kinds = types(article) if article is not None else item
    return Structured(
        types=kinds or frozenset().union(*map(types, graph.nodes)),
        has_article=bool(kinds & (ARTICLE_TYPES | WORK_TYPES)),
        og_type=next((value.lower() for _, value in named.get("og_type", ())), None),
        canonical=canonical,
        site_names=_site_names(named, graph),
        **claims.fields(),
    )


def _site_names(named: Metas, graph: Graph) -> tuple[str, ...]:
    """What the site is called; a name of an app that repeats the article's title is none, where there is another."""
    names = [*(name for _, name in sorted(named.get("site_names", ()))), *graphs.find_site_names(graph)]
    if not names:
        return ()
    titles = {letters_and_digits(title) for _, title in named.get("titles", ())}
    others = [name for name in names if letters_and_digits(name) not in titles]
    return tuple(dict.fromkeys(others or names))


def _relations(page: PageMap) -> list[tuple[int, str]]:
    """What the `<link>` elements lead to is to the page, in lower case."""
    links = page.by_tag.get("link", [])
    relations = zip(links, page.elements.attributes(links, "rel"), strict=True)
    return [(number, rel.lower()) for number, rel in relations if rel]


def _read_picture_link(claims: Claims, page: PageMap, relations: list[tuple[int, str]]) -> None:
    """`<link rel=image_src>`, which is older than Open Graph."""
    for number, rel in relations:
        if rel == "image_src":
            claims.add("images", page.attribute(number, "href"), "link:image_src")


def _canonical(page: PageMap, relations: list[tuple[int, str]], named: Metas) -> str | None:
    for number, rel in relations:
        if "canonical" in rel and "canonical" in rel.split() and (href := page.attribute(number, "href")):
            return absolute(page.url, href)
    return next((absolute(page.url, value) for _, value in named.get("og_url", ()) if value), None)


def _shown_titles(page: PageMap, named: Metas) -> set[str]:
    """Strings that a node about this very page would repeat, made comparable."""
    shown = [*page.by_tag.get("h1", ())[:5], *page.by_tag.get("title", ())[:1]]
    titles = {page.raw_text(number) for number in shown}
    titles.update(value for _, value in named.get("titles", ()))
    return set(map(letters_and_digits, titles)) - {""}
