"""JSON-LD as pages really carry it: broken JSON read anyway, and the node that is about the article."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from aggregator.text import letters_and_digits, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = dict[str, Any]

ARTICLE_TYPES = frozenset(
    """Article NewsArticle BlogPosting Report ReportageNewsArticle OpinionNewsArticle AnalysisNewsArticle
    ReviewNewsArticle BackgroundNewsArticle AskPublicNewsArticle AdvertiserContentArticle SatiricalArticle
    ScholarlyArticle MedicalScholarlyArticle TechArticle APIReference SocialMediaPosting LiveBlogPosting
    DiscussionForumPosting""".split()
)
WORK_TYPES = frozenset(
    "Recipe Review HowTo CreativeWork Question Course Chapter MediaReview ClaimReview PodcastEpisode".split()
)
"""Single works whose node names title, author and date as an article's does."""
PAGE_TYPES = frozenset("WebPage ItemPage AboutPage QAPage FAQPage MedicalWebPage".split())

_MAX_NODES = 3000
_MAX_DEPTH = 8
_MAX_MENDED = 500_000
"""Characters of a broken script that are still worth mending."""
_WAYS_TO_ARTICLE = ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf")
"""Below these the page's own article may hang; below other keys are lists, parts, comments: other works."""

_DECODER = json.JSONDecoder(strict=False)
_STRING_OR_FLAW = re.compile(
    r'(?P<string>"(?:[^"\\]|\\.|"(?!\s*[,:}\]]|\s*\n))*")'  # a quote that ends nothing is one inside a string
    r"|//[^\n]*|/\*.*?\*/|<!--|-->|<!\[CDATA\[|\]\]>|,(?=\s*[}\]])",
    re.DOTALL,
)
_ESCAPE_OR_QUOTE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})|\\|"')
_OPENING = re.compile(r"[\[{]")
_PREFIX = re.compile(r".*[/#:]")
"""The vocabulary's address before a type's name."""


def parse(script: str) -> list[Any]:
    """Every JSON value of a script element, in order; what cannot be mended is left out.

    Mended: comments, CDATA and HTML comment marks, trailing commas, control characters and quotes inside
    strings, impossible escapes, several values in a row, quotes written as entities.
    """
    script = script.strip("\ufeff \t\r\n;")
    try:
        return [_DECODER.decode(script)]
    except (ValueError, RecursionError):
        if len(script) > _MAX_MENDED:
            return []
    if "&quot;" in script and '"' not in script:
        script = unescape(script)
    for _ in range(2):  # a comment may stand between a trailing comma and its bracket
        script = _STRING_OR_FLAW.sub(_mend, script)
    return list(_values(script))


def _mend(match: re.Match[str]) -> str:
    string = match["string"]
    if not string:
        return ""
    inside = string[1:-1]
    if "\\" in inside or '"' in inside:
        inside = _ESCAPE_OR_QUOTE.sub(_mend_inside, inside)
    return f'"{inside}"'


def _mend_inside(match: re.Match[str]) -> str:
    return {'"': '\\"', "\\": "\\\\"}.get(match[0], match[0])


def _values(text: str) -> Iterator[Any]:
    position = 0
    while (match := _OPENING.search(text, position)) is not None:
        try:
            value, position = _DECODER.raw_decode(text, match.start())
        except (ValueError, RecursionError):
            return
        yield value


class Graph:
    """The nodes of all scripts of one page, those that others refer to by `@id` included."""

    def __init__(self, scripts: list[str]) -> None:
        self.nodes: list[Node] = []
        """Nodes that speak of the page itself, its site or its article, in order."""
        self._by_id: dict[str, Node] = {}
        for script in scripts:
            for value in parse(script):
                for inner in parse(value) if isinstance(value, str) else (value,):  # encoded twice
                    self._add(inner, 0)

    def _add(self, value: Any, depth: int) -> None:
        if depth > _MAX_DEPTH or len(self.nodes) >= _MAX_NODES:
            return
        if isinstance(value, list):
            for entry in value:
                self._add(entry, depth + 1)
        elif isinstance(value, dict):
            self.nodes.append(value)
            identifier = value.get("@id")
            if isinstance(identifier, str) and len(value) > 1:
                self._by_id.setdefault(identifier, value)
            for key in _WAYS_TO_ARTICLE:
                if isinstance(value.get(key), dict | list):
                    self._add(value[key], depth + 1)

    def resolve(self, value: Any) -> Any:
        """`value`, or the node it refers to when it is a mere reference."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str):
            full = self._by_id.get(value["@id"])
            if full is not None and ("name" not in value or len(value) <= 2):
                return full
        return value

    def entries(self, value: Any) -> list[Any]:
        """`value` as a flat list with references resolved."""
        if value is None:
            return []
        if isinstance(value, dict) and "@list" in value:
            value = value["@list"]
        if isinstance(value, list):
            return [self.resolve(entry) for entry in value if entry is not None]
        return [self.resolve(value)]

    def text(self, value: Any) -> str | None:
        """The first string of `value`, entities and tags undone. None: there is none."""
        for entry in self.entries(value):
            if isinstance(entry, dict):
                entry = entry.get("@value") or entry.get("name") or entry.get("text")
            if isinstance(entry, list):
                entry = entry[0] if entry else None
            if isinstance(entry, int | float) and not isinstance(entry, bool):
                entry = str(entry)
            if isinstance(entry, str) and (clean := plain(entry)):
                return clean
        return None

    def address(self, value: Any) -> str | None:
        """The first address of `value`: a string, or a node's `url`, `@id` or `contentUrl`."""
        for entry in self.entries(value):
            if isinstance(entry, dict):
                entry = next((entry[key] for key in ("url", "contentUrl", "@id") if entry.get(key)), None)
                if isinstance(entry, dict | list):
                    entry = self.text(entry)
            if isinstance(entry, str) and entry.strip():
                return entry.strip()
        return None


def types(node: Node) -> frozenset[str]:
    """The names of a node's types without their vocabulary's address."""
    value = node.get("@type") or node.get("type") or ()
    if isinstance(value, str):
        return _type(value)
    names = value if isinstance(value, list) else ()
    return frozenset().union(*(_type(name) for name in names if isinstance(name, str)))


@lru_cache(1000)  # all pages name the same few
def _type(name: str) -> frozenset[str]:
    return frozenset({_PREFIX.sub("", name)})


def find_article(graph: Graph, url: str, canonical: str | None, headlines: set[str]) -> Node | None:
    """The node that describes this page's article. None: there is none, or a list of others.

    A list page names many articles, and a page may carry its neighbours too: an address or a headline that
    the page itself shows decides; without either, a lone candidate is believed and one of many is not.
    """
    if not graph.nodes:
        return None
    addresses = {_bare(address) for address in (url, canonical) if address}
    best: Node | None = None
    best_score = 0.0
    candidates = 0
    for node in graph.nodes:
        kinds = types(node)
        worth = 2.0 if kinds & ARTICLE_TYPES else 1.0 if kinds & WORK_TYPES else 0.0
        if not worth:
            continue
        candidates += 1
        worth += 4.0 * _speaks_of(graph, node, addresses)
        headline = graph.text(node.get("headline")) or graph.text(node.get("name"))
        worth += 4.0 * bool(headline and letters_and_digits(headline) in headlines)
        worth += 0.5 * ("author" in node) + 0.5 * ("datePublished" in node)
        if worth > best_score:
            best, best_score = node, worth
    if candidates > 3 and best_score < 4.0:
        return None
    return best


def find_answer(graph: Graph, question: Node, url: str) -> Node | None:
    """The answer to a question whose own page this is. None: the page is the question's."""
    if "Question" not in types(question):
        return None
    for key in ("acceptedAnswer", "suggestedAnswer"):
        for answer in graph.entries(question.get(key)):
            address = graph.address(answer.get("url")) if isinstance(answer, dict) else None
            if address and is_own_page(address, graph.address(question.get("url")), url):
                return cast("Node", answer)
    return None


def is_own_page(answer: str, question: str | None, url: str) -> bool:
    """The page is of one answer: its address is the answer's, not the question's with a mark in it."""
    return "#" not in answer and is_same(answer, url) and not (question and is_same(question, url))


def is_same(first: str, second: str) -> bool:
    """Both addresses are of one page."""
    return _bare(first) == _bare(second)


def find_page(graph: Graph) -> Node | None:
    """The node of the page as a page, which often has dates and a name where no article is described."""
    return next((node for node in graph.nodes if types(node) & PAGE_TYPES), None)


def find_site_names(graph: Graph) -> list[str]:
    """Names that the page's nodes give to the whole site or its publisher."""
    names = []
    for node in graph.nodes:
        if types(node) & {"WebSite", "Organization", "NewsMediaOrganization", "Blog"}:
            names += [graph.text(node.get("name")), graph.text(node.get("alternateName"))]
        publisher = graph.resolve(node.get("publisher"))
        if not (isinstance(publisher, dict) and "Person" in types(publisher)):
            names.append(graph.text(publisher))
    return [name for name in dict.fromkeys(names) if name]


def _speaks_of(graph: Graph, node: Node, addresses: set[str]) -> bool:
    named = [graph.address(node.get(key)) for key in ("url", "mainEntityOfPage", "@id")]
    return any(_bare(address) in addresses for address in named if address)


def _bare(address: str) -> str:
    """`address` without what varies while the page is the same."""
    address = unquote(address.partition("#")[0]).partition("?")[0]
    return address.partition("://")[2].removeprefix("www.").rstrip("/").lower() or address
