"""Finds a body that the page shows only when its scripts have run: in JSON-LD or in a script's data."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

from aggregator.extraction.body.body import Body
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aggregator.extraction.claims.record import Structured

_ENOUGH = 300
"""Bytes of text from which the body that the page shows is taken for the article's."""
_LEAST = 200
_TIMES = 3
"""So many times more text than the page shows makes a script's data the body."""

_FIELD = re.compile(
    r'\\?"(?:articleBody|article_?[Cc]ontent|content|contentHtml|content_html|body|bodyHtml|html|text|detail|rendered)'
    r'\\?"\s*:\s*"((?:[^"\\]|\\.){200,})"',
    re.S,
)
_TAG = re.compile(r"<(?:p|br|div|h[1-6]|ul|span|img)\b[^>]*>", re.I)
_PROSE = re.compile(r"[。，！？]|[a-z]{2,}[,.;] ")
_MAX_SCRIPT = 2_000_000


def find(page: PageMap, body: Body, claims: Structured) -> Body | None:
    """The body as of the page's data, on a map of its own. None: the one that the page shows is the better one."""
    shown = sum(page.block_sizes[block] for block in body.blocks)
    if shown >= _ENOUGH:
        return None
    best = ""
    for text in (*(found.value for found in claims.bodies), *_in_scripts(page)):
        if len(text) > len(best):
            best = text
    if len(best.encode("utf-8", "replace")) < max(_LEAST, _TIMES * shown):
        return None
    fragment = (
        best if _TAG.search(best) else "".join(f"<p>{_escaped(line)}</p>" for line in best.splitlines())
    )
    own = PageMap(parse(f"<html><body>{fragment}</body></html>"), page.url)
    return Body(own, 0, bytearray(b"\1" * len(own.block_nodes))) if own.block_nodes else None


def _in_scripts(page: PageMap) -> Iterator[str]:
    """Long texts under the usual names in data that scripts hold."""
    for node in page.by_tag.get("script", ()):
        script = page.elements[node].text or ""
        if (
            len(script) > _LEAST
            and len(script) < _MAX_SCRIPT
            and page.attribute(node, "type") != "application/ld+json"
        ):
            for match in _FIELD.finditer(script):
                text = _decoded(match[1])
                if len(_PROSE.findall(text)) > 4:
                    yield text


def _decoded(literal: str) -> str:
    """A string of JSON, perhaps one within another, perhaps with its markup escaped."""
    for _ in range(2):
        try:
            literal = str(json.loads(f'"{literal}"', strict=False))
        except ValueError:
            break
        if "\\" not in literal:
            break
    return unescape(literal) if "<" not in literal else literal


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;")
