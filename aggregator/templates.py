"""Template text of a site, learned from its articles: lines that stand at the edges of many of them.

Copyright notes, editors' sign-offs and newsletter prompts begin or end article after article. What an article says
itself stands in one, or in its copies; so copies count together as one article.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aggregator.text import comparable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

HEAD: Final = 3
TAIL: Final = 6
"""Lines from either end that may be template text; between them is what the article says."""

LEAST_ARTICLES: Final = 5
LEAST_SHARE: Final = 0.1
"""In so many different articles, and in so many of the site's, has a line to stand."""

_LONGEST: Final = 400
_NUMBER = re.compile(r"\d+")
_NOT_WORDS = re.compile(r"[^\w%]+")


@dataclass(frozen=True)
class TemplateLine:
    """A line of the site's template."""

    key: str
    """The line folded, numbers as 0."""
    example: str
    """As one article has it."""
    articles: int
    """How many different ones have it."""


def key_of(line: str) -> str:
    """What template lines are told by: their words, whatever the numbers; empty for what is none."""
    if len(line) > _LONGEST:
        return ""
    return _NOT_WORDS.sub(" ", _NUMBER.sub("0", comparable(line))).strip()


def learn(texts: Iterable[str]) -> list[TemplateLine]:
    """The template lines of a site's texts, those in most articles first; the order of texts does not matter."""
    edges = [{key: line for line in _edges(text) if (key := key_of(line))} for text in texts]
    frequency = Counter(key for lines in edges for key in lines)
    # Copies of an article share the line that is its own, and have one voice together.
    voices = [1 / min((frequency[key] for key in lines), default=1) for lines in edges]
    weight: dict[str, float] = {}
    examples: dict[str, str] = {}
    for lines, voice in zip(edges, voices, strict=True):
        for key, line in lines.items():
            weight[key] = weight.get(key, 0.0) + voice
            examples[key] = min(examples.get(key, line), line)
    least = max(LEAST_ARTICLES, LEAST_SHARE * sum(voices))
    found = [
        TemplateLine(key, examples[key], round(count))
        for key, count in weight.items()
        if count >= least - 1e-9
    ]
    return sorted(found, key=lambda line: (-line.articles, line.key))


def without_templates(text: str, keys: Collection[str]) -> str:
    """`text` without the lines at its edges that are template text; never without all of its lines."""
    lines = text.split("\n")
    while True:  # what stood behind a line that went is at the edge now
        inner = range(HEAD, len(lines) - TAIL)
        kept = [line for place, line in enumerate(lines) if place in inner or key_of(line) not in keys]
        if not any(map(key_of, kept)):
            return text
        if len(kept) == len(lines):
            return "\n".join(lines)
        lines = kept


def _edges(text: str) -> list[str]:
    lines = text.split("\n")
    return lines if len(lines) <= HEAD + TAIL else lines[:HEAD] + lines[-TAIL:]
