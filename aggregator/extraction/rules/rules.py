"""A site's own selectors, compiled: what they match in a page overrides what extraction finds, field by field."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cssselect import SelectorError
from lxml import etree
from parsel.csstranslator import HTMLTranslator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aggregator.extraction.page.page_map import PageMap

FIELDS = (
    *("title", "authors", "date_published", "category", "tags", "body"),
    *("remove", "related", "next_page"),
)
"""What a site may have selectors for."""

_XPATH_STARTS = ("/", "./", "(", "@", "string(", "normalize-space(", "concat(")
_NOTHING = etree.Element("html")
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'")
_CALL = re.compile(r"([A-Za-z_][\w.-]*(?::[A-Za-z_][\w.-]*)?)\s*\(")
_CALLABLE = frozenset(
    "last position count id local-name namespace-uri name string concat starts-with contains substring-before "
    "substring-after substring string-length normalize-space translate boolean not true false lang number sum floor "
    "ceiling round node text comment processing-instruction and or div mod has-class".split()
)
"""What may stand before a bracket: functions of XPath 1.0 and parsel, kinds of nodes, operators."""
_VALUE_ATTRIBUTES = {"meta": "content", "time": "datetime"}
"""Elements whose value is said better in an attribute than in what they show."""


class Rules:
    """Selectors by field: each field has one or more, and the first that matches something holds.

    CSS may end in `::text` or `::attr(name)`, as in Scrapy. A selector begins as XPath does, or it is CSS.
    """

    def __init__(self, select: Mapping[str, Iterable[str]]) -> None:
        """Raises ValueError, which names the field, when a field is unknown or a selector is none."""
        self._compiled: dict[str, tuple[etree.XPath, ...]] = {}
        for name, selectors in select.items():
            if name not in FIELDS:
                raise ValueError(f"{name}: unknown, expected one of {', '.join(FIELDS)}")
            self._compiled[name] = tuple(_compiled(name, selector) for selector in selectors)

    def read(self, page: PageMap) -> Matches:
        """What the selectors match in the page."""
        found = {}
        for name, expressions in self._compiled.items():
            for expression in expressions:
                results = _results(expression, page.root)
                if results:
                    found[name] = results
                    break
        return Matches(page, found)


NO_RULES = Rules({})


@dataclass(frozen=True)
class Matches:
    """What a site's rules found on one page."""

    page: PageMap
    results: Mapping[str, list[Any]]
    """By field, elements and strings, those of one selector."""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.results)

    def values(self, name: str) -> list[str]:
        """The matches as text, without empty ones; of an element what it shows, or its value for machines."""
        values = (self._value(result) for result in self.results.get(name, ()))
        return [value for value in values if value]

    def value(self, name: str) -> str | None:
        return next(iter(self.values(name)), None)

    def nodes(self, name: str) -> list[int]:
        """The matched elements as numbers of the page map, none inside of another."""
        elements = [result for result in self.results.get(name, ()) if isinstance(result, etree._Element)]
        nodes: list[int] = []
        for node in sorted(self.page.number(element) for element in elements):
            if not nodes or node >= self.page.ends[nodes[-1]]:
                nodes.append(node)
        return nodes

    def address(self, name: str) -> str | None:
        """The first match as an address: a link's, the first link's inside an element, or the string itself."""
        for result in self.results.get(name, ()):
            if not isinstance(result, etree._Element):
                return str(result).strip() or None
            for element in result.iter("a", "link"):
                if address := element.get("href"):
                    return str(address).strip()
        return None

    def _value(self, result: Any) -> str:
        if not isinstance(result, etree._Element):
            return " ".join(str(result).split())
        attribute = _VALUE_ATTRIBUTES.get(str(result.tag))
        given = result.get(attribute) if attribute else None
        return " ".join((given or self.page.text(self.page.number(result))).split())


def _compiled(name: str, selector: str) -> etree.XPath:
    try:
        if selector.lstrip().startswith(_XPATH_STARTS):
            return _evaluable(selector)
        return etree.XPath(HTMLTranslator().css_to_xpath(selector))
    except (etree.XPathError, SelectorError, ValueError) as error:
        raise ValueError(f"{name}: {selector!r} is neither CSS nor XPath: {error}") from error


def _evaluable(selector: str) -> etree.XPath:
    """Compiled. ValueError for names that lxml would miss only on a page with what stands before them."""
    code = _LITERAL.sub("''", selector)
    if unknown := [name for name in _CALL.findall(code) if name not in _CALLABLE]:
        raise ValueError(f"there is no function {unknown[0]}()")
    if "$" in code:
        raise ValueError("there are no variables")
    expression = etree.XPath(selector)
    expression(_NOTHING)  # a prefix without a namespace
    return expression


def _results(expression: etree.XPath, root: etree._Element) -> list[Any]:
    """Elements and strings; nothing for what fails on this page."""
    try:
        results = expression(root)
    except etree.XPathError:
        return []
    if isinstance(results, str):
        return [results] if results.strip() else []
    if not isinstance(results, list):
        return []  # numbers and truth values select nothing
    return [result for result in results if isinstance(result, etree._Element) or str(result).strip()]
