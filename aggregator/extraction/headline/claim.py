"""A title that the page claims, and how much a heading says the same."""

from __future__ import annotations

import re
from functools import cached_property
from operator import add
from typing import TYPE_CHECKING
from unicodedata import normalize

from aggregator.extraction.headline.site_names import HAN, SEPARATOR
from aggregator.text import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Iterable

_CUTTING = frozenset(":!?;|)(][…”»")
_SIGN = re.compile(r"[\W_]")
"""What is folded away."""
_ALIKE = 0.4
"""Share of common pairs of letters below which two texts say different things."""


class Claim:
    """A title that the page claims, foldable so that headings can be looked up in it."""

    def __init__(self, text: str, source: str, kept: str) -> None:
        self.text = text
        self.source = source
        self.kept = kept
        """What is left without the site's name, folded."""
        self.sources: set[str] = set()
        self.folded = letters_and_digits(text)

    @cached_property
    def _borders(self) -> tuple[set[int], set[int]]:
        return borders(self.text)

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return _pairs(self.folded)

    def agreement(self, folded: str) -> float:
        """How much a heading says the same.

        1: the same; from 0.6: one is a part of the other between separators; less: a part without; 0: neither.
        """
        if folded == self.folded:
            return 1.0
        start = self.folded.find(folded)
        if start >= 0:
            return self._agreement_of_part(folded, start)
        share = len(self.folded) / len(folded)
        if share > 0.4 and folded.endswith(self.folded):
            return 0.6 if share > 0.7 else 0.5
        if share > 0.5 and folded.startswith(self.folded):
            return 0.85 if self.text.endswith(("…", "...")) else 0.6
        return 0.0

    def _agreement_of_part(self, folded: str, start: int) -> float:
        between_words, between_parts = self._borders
        end = start + len(folded)
        if start not in between_words or end not in between_words:
            return 0.0
        share = len(folded) / len(self.folded)
        if start not in between_parts or end not in between_parts:
            return 0.55 * share
        if end == len(self.folded) and folded not in self.kept and self.kept not in folded:
            return 0.5  # a section's or the site's name
        return 0.6 + 0.4 * share - (0.05 if start else 0.0)

    def begins_with(self, folded: str) -> bool:
        """The claim begins with these words."""
        return self.folded.startswith(folded) and len(folded) in self._borders[0]

    def resemblance(self, pairs: frozenset[str]) -> float:
        """The share of pairs of letters that a heading has in common with the claim; 0 when they are few."""
        total = len(pairs) + len(self._pairs) or 1
        shared = 2 * len(pairs & self._pairs) / total
        return shared if shared > _ALIKE else 0.0


def borders(text: str) -> tuple[set[int], set[int]]:
    """Where words, and where parts, begin and end: as numbers of letters of the folded text before them."""
    plain = normalize("NFKC", text).lower()
    separators = {position for match in SEPARATOR.finditer(plain) for position in range(*match.span())}
    places = [match.start() for match in _SIGN.finditer(plain)]
    words, parts = {0, len(plain) - len(places)}, {0, len(plain) - len(places)}
    for signs, place in enumerate(places):
        words.add(place - signs)
        if place in separators or plain[place] in _CUTTING or HAN.match(plain, place - 1):
            parts.add(place - signs)
    return words, parts


def agreement(claims: Iterable[Claim], folded: str, least: float = _ALIKE) -> tuple[float, float]:
    """How much the claim that agrees most says the same as a heading, and how much one resembles it.

    A resemblance below `least` does not matter.
    """
    best = max((claim.agreement(folded) for claim in claims), default=0.0)
    if best >= 0.6:
        return best, best
    size = len(folded)
    near = [claim for claim in claims if least * size < 2 * len(claim.folded) < 2 * (2 / least - 1) * size]
    pairs = _pairs(folded) if near else frozenset()
    alike = max((claim.resemblance(pairs) for claim in near), default=0.0)
    return max(best, 0.6 * alike), max(best, 0.75 * alike)


def _pairs(folded: str) -> frozenset[str]:
    return frozenset(map(add, folded, folded[1:]))
