"""What elements of one name say together: posts of a thread, cards of a grid, teasers in a sidebar.

A template writes the same tag and class around each of them, so that what is hard to tell of one is told by all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

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

    def add(self, other: Mass) -> None:
        self.size += other.size
        self.score += other.score
        self.positive += other.positive


Kin = tuple[Mass, Mass]
"""Of one block: what stands in its element, and in all elements of the same name."""

Name = tuple[str, str]
"""Tag, class and id."""

_NOBODY: Kin = (Mass(), Mass())


def gather(
    page: PageMap, blocks: Iterable[tuple[int, int, float]], count: int
) -> tuple[list[Kin], list[Kin]]:
    """By block, its kin in the innermost element with a name, and in the next one around that.

    `blocks` are numbers, sizes and log-odds; `count` is how many blocks the page has.
    """
    nodes, names, parents = page.block_nodes, page.names, page.parents
    elements: dict[int, int] = {}
    own: dict[int, Mass] = {}
    members: list[tuple[int, int]] = []
    for block, size, score in blocks:
        node = nodes[block]
        if node not in elements:
            elements[node] = _named(names, parents, node)
            own.setdefault(elements[node], Mass())
        element = elements[node]
        mass = own[element]
        mass.size += size
        mass.score += size * (score if -_MOST < score < _MOST else _MOST if score > 0 else -_MOST)
        if score > 0:
            mass.positive += size
        members.append((block, element))
    inner, outer = _families(page, own)
    kin, clan = [_NOBODY] * count, [_NOBODY] * count
    for block, element in members:
        kin[block], clan[block] = inner[element], outer[element]
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
        together.add(mass)
        together.members += 1
        inner[element] = mass, together
        above = _named(names, parents, parents[element]) if element else 0
        part = parts.get((above, name))
        if part is None:
            around = tags[above], _without_numbers(names[above])
            part = parts[above, name] = Mass(), alike_in_alike[around, name]
            part[1].members += 1
        part[0].add(mass)
        part[1].add(mass)
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
