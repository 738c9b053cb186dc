"""What JSON-LD says of the article, and of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aggregator.extraction.claims import graph as graphs
from aggregator.extraction.claims import vocabulary
from aggregator.extraction.claims.graph import Graph, Node, types
from aggregator.extraction.claims.record import Claims, absolute
from aggregator.items import Crumb, Person
from aggregator.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aggregator.extraction.page.page_map import PageMap


def graph_of(page: PageMap) -> Graph:
    """The nodes of all scripts of the page."""
    return Graph(_scripts(page))


def read_article(claims: Claims, graph: Graph, article: Node) -> None:
    """Claim what its node says, or that of the answer whose page this is."""
    answer = graphs.find_answer(graph, article, claims.url)
    if answer is None:
        _read_node(claims, graph, article, "json-ld")
    else:
        _read_answer(claims, graph, article, answer)


def read_page(claims: Claims, graph: Graph, article: Node | None) -> None:
    """Claim what the page says of itself as a page."""
    whole = graphs.find_page(graph)
    if whole is not None and whole is not article:
        _read_node(claims, graph, whole, "json-ld:page")
    _read_cambrian(claims, graph)
    _read_breadcrumbs(claims, graph)


def _scripts(page: PageMap) -> list[str]:
    scripts = []
    numbers = page.by_tag.get("script", [])
    for number, kind in zip(numbers, page.elements.attributes(numbers, "type"), strict=True):
        if kind and "ld+json" in kind.lower() and (text := page.elements[number].text):
            scripts.append(text)
    return scripts


def _read_node(claims: Claims, graph: Graph, node: Node, source: str) -> None:
    for key, field in vocabulary.PROPERTIES.items():
        value = graph.address(node.get(key)) if field == "images" else graph.text(node.get(key))
        claims.add(field, value, source)
    claims.add("titles", graph.text(node.get("name")), source)
    for key in ("author", "creator"):
        claims.add("authors", tuple(_persons(graph, node.get(key), claims.url)), source)
        for name in _organisations(graph, node.get(key)):
            claims.add("organisations", name, source)
    claims.add("source_names", graph.text(node.get("sourceOrganization")), source)
    claims.add("bodies", graph.text(node.get("articleBody")), source)
    keywords = (graph.text(entry) for entry in graph.entries(node.get("keywords")))
    claims.add("tags", vocabulary.keywords(*filter(None, keywords)), source)
    for counter in graph.entries(node.get("interactionStatistic")):
        if isinstance(counter, dict):
            kind = counter.get("interactionType")
            names = types(kind if isinstance(kind, dict) else {"@type": kind}) | types(counter)
            for name in names & vocabulary.INTERACTIONS.keys():
                claims.add(
                    vocabulary.INTERACTIONS[name], graph.text(counter.get("userInteractionCount")), source
                )


def _read_answer(claims: Claims, graph: Graph, question: Node, answer: Node) -> None:
    """The page of one answer is called and tagged as its question, and all else is the answer's."""
    _read_node(
        claims, graph, {key: question[key] for key in vocabulary.OF_QUESTION if key in question}, "json-ld"
    )
    _read_node(claims, graph, answer, "json-ld")
    claims.add("like_counts", graph.text(answer.get("upvoteCount")), "json-ld")


def _read_cambrian(claims: Claims, graph: Graph) -> None:
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


def _organisations(graph: Graph, value: Any) -> Iterator[str]:
    """The names of those authors that are no persons, by their type."""
    for entry in graph.entries(value):
        if isinstance(entry, dict) and types(entry) & vocabulary.ORGANISATIONS:
            yield from filter(None, map(graph.text, graph.entries(entry.get("name"))))


def _read_breadcrumbs(claims: Claims, graph: Graph) -> None:
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
