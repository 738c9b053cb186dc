"""The words that parts of extraction look for in the names of elements, so that all are looked for in one go."""

from __future__ import annotations

from functools import cache
from typing import NewType

from aggregator.signs import Spotter

Sought = NewType("Sought", tuple[str, ...])

_WORDS: set[str] = set()


def sought(*words: str) -> Sought:
    """These words, of small letters and signs of ASCII: who asks pages for them says so when it is imported."""
    _WORDS.update(words)
    spotter.cache_clear()
    return Sought(words)


@cache
def spotter() -> Spotter:
    """Finds all of them."""
    return Spotter(_WORDS)
