"""What the classes and ids around a line say for or against the body, as sums of learnt weights.

`vocabulary.py` knows some groups of words beforehand; the weights here, in `body_model.json`, are those of every word
that many sites use: of any element around a line, and once more of the innermost one that has a name.
Runs as it is, and faster where `setup.py` could compile it: `lexicon.pxd` has the types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.extraction.body.arrays import doubles
from aggregator.extraction.body.vocabulary import Spelling

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aggregator.extraction.page.page_map import PageMap

_WORD = re.compile(r"[a-z]{2,}")


def words(name: str) -> tuple[str, ...]:
    """The words of an element's classes and id, in lower case, and these as a whole, each behind a dot."""
    return tuple(dict.fromkeys([*_WORD.findall(name), *[f".{whole}" for whole in name.split()]]))


class Lexicon:
    """Learnt weights of words."""

    def __init__(self, weights: Mapping[str, tuple[float, float]]) -> None:
        """`weights` are log-odds by word: in the name of any element around, and more in the innermost name."""
        self.weights = weights
        pairs = {word: (in_any, in_innermost) for word, (in_any, in_innermost) in weights.items()}
        self._of_wholes = {word[1:]: pair for word, pair in pairs.items() if word.startswith(".")}
        letters = [word for word in pairs if not word.startswith(".")]
        self._spelling = Spelling(letters)
        self._of_nodes: list[tuple[float, float] | None] = [None] * self._spelling.count
        for word in letters:
            self._of_nodes[self._spelling.node(word)] = pairs[word]

    def weigh(self, name: str) -> tuple[float, float]:
        """The same as of all of `words(name)`, without making each of them."""
        found: list[tuple[float, float]] = []
        following, node, length = self._spelling.following, 0, len(name)
        for place in range(length + 1):
            letter = ord(name[place]) - 97 if place < length else -1
            if not 0 <= letter < 26:
                if node > 0:
                    _add_once(found, self._of_nodes[node])
                node = 0
            elif node >= 0:
                node = following[26 * node + letter] or -1  # until the run of letters ends
        for whole in name.split():
            _add_once(found, self._of_wholes.get(whole))
        around = innermost = 0.0
        for in_any, in_innermost in found:
            around += in_any
            innermost += in_innermost
        return around, innermost

    def read(self, page: PageMap) -> Reading:
        return Reading(page, self)


def _add_once(found: list[tuple[float, float]], weights: tuple[float, float] | None) -> None:
    """Add the weights of a word, which are one object, unless they are in."""
    if weights is None:
        return
    for other in found:
        if other is weights:
            return
    found.append(weights)


class Reading:
    """What the weights say of the elements of one page."""

    def __init__(self, page: PageMap, lexicon: Lexicon) -> None:
        self.names, self.parents, self.lexicon = page.names, page.parents, lexicon
        self.of_names: dict[str, tuple[float, float]] = {}
        count = len(self.names)
        self.around, self.innermost = doubles(count), doubles(count)
        """By element, the sum over all names around it and the additional weight of the innermost."""
        self.known = bytearray(count)
        self.known[0] = 1  # the root's name says nothing

    def said(self, node: int) -> float:
        """Log-odds that what stands in this element belongs to the body, as far as names tell."""
        names = self.names
        way = []
        while not self.known[node]:
            way.append(node)
            node = self.parents[node]
        outer = node
        for inner in reversed(way):
            self.known[inner] = 1
            self.around[inner], self.innermost[inner] = self.around[outer], self.innermost[outer]
            name = names[inner]
            if name:
                weights = self.of_names.get(name)
                if weights is None:
                    weights = self.of_names[name] = self.lexicon.weigh(name)
                around, self.innermost[inner] = weights
                self.around[inner] += around
            outer = inner
        return self.around[outer] + self.innermost[outer]
