"""The normal form of a text: what is left of it when every way of writing one thing is one way."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final

from aggregator.text import CJK, MARKS, UNSPACED, comparable
from aggregator.variants import TRADITIONAL

_LONE: Final = f"{CJK}{UNSPACED}"
"""Scripts without spaces: every character is a token."""

_TOKEN = re.compile(
    rf"\d+(?:\.\d+)*%?|[{_LONE}]|[^\W\d_{_LONE}](?:[^\W\d_{_LONE}]|[{MARKS}]|'(?=[^\W\d_{_LONE}]))*"
)
_LONE_TOKEN = re.compile(f"[{_LONE}]")

_TRADITIONAL: Final = frozenset(TRADITIONAL)
_TRADITIONAL_SHARE: Final = 0.05
"""Traditional texts have a quarter to a third of such characters, simplified ones only those of a name."""

CHARACTER_SHINGLE: Final = 5
WORD_SHINGLE: Final = 4
"""Tokens in a shingle: five characters or four words say about as much, and rarely stand together by chance."""


@dataclass(frozen=True)
class Normal:
    """A text as comparison sees it."""

    tokens: list[str]
    """Numbers with their per cent sign, words, and single characters of scripts without spaces."""
    traditional: bool = False
    """Whether it was written in traditional characters, before folding."""

    @classmethod
    def of(cls, text: str) -> Normal:
        tokens = _TOKEN.findall(comparable(text))
        folded = sum(map(_TRADITIONAL.__contains__, text))
        return cls(tokens, folded > _TRADITIONAL_SHARE * len(text))

    @cached_property
    def joined(self) -> str:
        return " ".join(self.tokens)

    @cached_property
    def by_character(self) -> bool:
        """Whether it is compared by characters, and not by words."""
        return 2 * len(_LONE_TOKEN.findall(self.joined)) > len(self.tokens)

    @cached_property
    def width(self) -> int:
        """Tokens in a shingle; the whole text when it is shorter."""
        return CHARACTER_SHINGLE if self.by_character else WORD_SHINGLE

    def spans(self, width: int) -> list[tuple[int, int]]:
        """Where the shingles of `width` tokens stand in `joined`, in order."""
        if len(self.tokens) <= width:
            return [(0, len(self.joined))] if self.tokens else []
        ends = [0, *accumulate(map(len, self.tokens))]
        return [
            (start + place, end + place + width - 1)
            for place, (start, end) in enumerate(zip(ends, ends[width:], strict=False))
        ]

    def shingles(self, width: int) -> list[str]:
        """All runs of `width` tokens, in order."""
        if width == self.width:
            return self._shingles
        joined = self.joined
        return [joined[start:end] for start, end in self.spans(width)]

    @cached_property
    def _shingles(self) -> list[str]:
        joined = self.joined
        return [joined[start:end] for start, end in self.spans(self.width)]

    @cached_property
    def shingle_set(self) -> frozenset[str]:
        return frozenset(self._shingles)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(token for token in set(self.tokens) if token[0].isdigit())

    @cached_property
    def terms(self) -> Counter[str]:
        """What it speaks of: its words, or its pairs of neighbouring characters."""
        if not self.by_character:
            return Counter(self.tokens)
        return Counter(map("".join, zip(self.tokens, self.tokens[1:], strict=False)))
