"""What elements of one name say together: posts of a thread, cards of a grid, teasers in a sidebar.

A template writes the same tag and class around each of them, so that what is hard to tell of one is told by all.
Runs as it is, and faster where `setup.py` could compile it: `kin.pxd` has the types.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregator.extraction.page.page_map import PageMap

_MOST = 4.0
"""Log-odds; more of a single block says no more of its kin."""

_NUMBER = re.compile(r"\d+")


class Mass:
    """What blocks of an element, or of several elements, come to."""

    __slots__ = ("members", "positive", "score", "size")

    def __init__(self) -> None:
        self.size = 0
        """Bytes of text."""
        self.score = 0.0
        """Sum of the log-odds, each times its block's size."""
        self.positive = 0
        """Bytes of blocks that rather belong to the body."""
        self.members = 0
        """Elements."""

    def add(self, size: int, score: float, positive: int) -> None:
        self.size += size
        self.score += score
        self.positive += positive


class Kin:
    """Of one element: what stands in it, and in all elements of the same name."""

    __slots__ = ("own", "together")

    def __init__(self, own: Mass, together: Mass) -> None:
        self.own, self.together = own, together


Name = tuple[str, str]
"""Tag, class and id."""


def gather(
    page: PageMap, candidates: list[int], sizes: Sequence[int], scores: Sequence[float]
) -> tuple[dict[int, Kin], dict[int, Kin]]:
    """By candidate, its kin in the innermost element with a name, and in the next one around that.

    `sizes` and `scores` (log-odds) are by block.
    """
    nodes, names, parents = page.block_nodes, page.names, page.parents
    own: dict[int, Mass] = {}
    elements: list[int] = []
    for block in candidates:
        size, score = sizes[block], scores[block]
        element = _named(names, parents, nodes[block])
        elements.append(element)
        mass = own.get(element)
        if mass is None:
            mass = own[element] = Mass()
        mass.add(size, size * min(max(score, -_MOST), _MOST), size if score > 0 else 0)
    inner, outer = _families(page, own)
    kin = {block: inner[element] for block, element in zip(candidates, elements, strict=True)}
    clan = {block: outer[element] for block, element in zip(candidates, elements, strict=True)}
    return kin, clan


def _families(page: PageMap, own: dict[int, Mass]) -> tuple[dict[int, Kin], dict[int, Kin]]:
    """By element, it and all of its name; and what stands in elements of its name in the element around it."""
    tags, names, parents = page.tags, page.names, page.parents
    inner: dict[int, Kin] = {}
    outer: dict[int, Kin] = {}
    alike: defaultdict[Name, Mass] = defaultdict(Mass)
    parts: dict[tuple[int, Name], Kin] = {}
    alike_in_alike: defaultdict[tuple[Name, Name], Mass] = defaultdict(Mass)
    for element, mass in own.items():
        name = tags[element], _without_numbers(names[element])
        together = alike[name]
        together.add(mass.size, mass.score, mass.positive)
        together.members += 1
        inner[element] = Kin(mass, together)
        above = _named(names, parents, parents[element]) if element else 0
        part = parts.get((above, name))
        if part is None:
            around = tags[above], _without_numbers(names[above])
            part = parts[above, name] = Kin(Mass(), alike_in_alike[around, name])
            part.together.members += 1
        part.own.add(mass.size, mass.score, mass.positive)
        part.together.add(mass.size, mass.score, mass.positive)
        outer[element] = part
    return inner, outer


def _named(names: list[str], parents: list[int], node: int) -> int:
    """The innermost element from `node` upwards that has a class or an id, else the root."""
    while node > 0 and not names[node]:
        node = parents[node]
    return max(node, 0)


@lru_cache(maxsize=8192)
def _without_numbers(name: str) -> str:
    """The name as the template has it: `post-17` is the kin of `post-18`."""
    return _NUMBER.sub("", name)
