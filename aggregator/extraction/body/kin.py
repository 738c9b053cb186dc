"""What elements of one name say together: posts of a thread, cards of a grid, teasers in a sidebar.

A template writes the same tag and class around each of them, so that what is hard to tell of one is told by all.
Runs as it is, and faster where `setup.py` could compile it: `kin.pxd` has the types.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Sequence

    from aggregator.extraction.body.arrays import Zeros
    from aggregator.extraction.page.page_map import PageMap

_MOST = 4.0
"""Log-odds; more of a single block says no more of its kin."""

_NUMBER = re.compile(r"\d+")


class Masses:
    """What blocks of an element, or of several elements, come to, by number; there is no 0."""

    def __init__(self, room: int, zeros: Zeros) -> None:
        self.count = 0
        self.size = zeros.ints(room + 1)
        """Bytes of text."""
        self.score = zeros.doubles(room + 1)
        """Sum of the log-odds, each times its block's size."""
        self.positive = zeros.ints(room + 1)
        """Bytes of blocks that rather belong to the body."""
        self.members = zeros.ints(room + 1)
        """Elements."""

    def new(self) -> int:
        self.count += 1
        return self.count

    def add(self, mass: int, other: int) -> None:
        self.size[mass] += self.size[other]
        self.score[mass] += self.score[other]
        self.positive[mass] += self.positive[other]


class Kin:
    """By block, two numbers of `masses`: what stands in an element around it, and in all elements of that name."""

    def __init__(self, masses: Masses, blocks: int, zeros: Zeros) -> None:
        self.masses = masses
        self.own, self.together = zeros.ints(blocks), zeros.ints(blocks)


def gather(
    page: PageMap, candidates: list[int], sizes: Sequence[int], scores: Sequence[float], zeros: Zeros
) -> tuple[Kin, Kin]:
    """The kin of the innermost element with a name, and of the next one around that.

    `sizes` and `scores` (log-odds) are by block.
    """
    nodes, names, parents = page.block_nodes, page.names, page.parents
    room = len(candidates)
    masses = Masses(4 * room, zeros)  # of each element, of its name, and twice of what is around
    elements, own = zeros.ints(room + 1), zeros.ints(len(names))
    inner, outer = Kin(masses, len(nodes), zeros), Kin(masses, len(nodes), zeros)
    for block in candidates:
        size, score = sizes[block], scores[block]
        element = _named(names, parents, nodes[block])
        mass = own[element]
        if mass == 0:
            mass = own[element] = masses.new()
            elements[mass] = element
        masses.size[mass] += size
        masses.score[mass] += size * min(max(score, -_MOST), _MOST)
        masses.positive[mass] += size if score > 0 else 0
        inner.own[block] = mass
    alike, parts, alike_parts = _families(page, masses, elements, zeros)
    for block in candidates:
        mass = inner.own[block]
        inner.together[block] = alike[mass]
        outer.own[block], outer.together[block] = parts[mass], alike_parts[mass]
    return inner, outer


def _families(
    page: PageMap, masses: Masses, elements: Sequence[int], zeros: Zeros
) -> tuple[Sequence[int], Sequence[int], Sequence[int]]:
    """By the mass of an element, those of all of its name, of what is in the element around, and in all named like that."""
    tags, names, parents = page.tags, page.names, page.parents
    count = masses.count
    room = 2 * count + 1  # for names
    alike, parts, alike_parts = zeros.ints(count + 1), zeros.ints(count + 1), zeros.ints(count + 1)
    numbers: dict[tuple[str, str], int] = {}
    known = zeros.ints(len(tags))
    of_name, alike_of = zeros.ints(room), zeros.ints(4 * count + 1)
    of_part: dict[int, int] = {}
    of_names: dict[int, int] = {}
    for mass in range(1, count + 1):
        element = elements[mass]
        name = _number(element, tags, names, numbers, known)
        if of_name[name] == 0:
            of_name[name] = masses.new()
        together = alike[mass] = of_name[name]
        masses.add(together, mass)
        masses.members[together] += 1
        above = _named(names, parents, parents[element]) if element else 0
        both = above * room + name
        part = of_part.get(both, 0)
        if part == 0:
            part = of_part[both] = masses.new()
            around = _number(above, tags, names, numbers, known)
            both = around * room + name
            together = of_names.get(both, 0)
            if together == 0:
                together = of_names[both] = masses.new()
            masses.members[together] += 1
            alike_of[part] = together
        together = alike_of[part]
        masses.add(part, mass)
        masses.add(together, mass)
        parts[mass], alike_parts[mass] = part, together
    return alike, parts, alike_parts


def _number(
    element: int, tags: list[str], names: list[str], numbers: dict[tuple[str, str], int], known: array[int]
) -> int:
    """The number of an element's tag and name, from 1 on; `known` has it by element."""
    if known[element] == 0:
        name = tags[element], _without_numbers(names[element])
        known[element] = numbers.setdefault(name, len(numbers) + 1)
    return known[element]


def _named(names: list[str], parents: list[int], node: int) -> int:
    """The innermost element from `node` upwards that has a class or an id, else the root."""
    while node > 0 and not names[node]:
        node = parents[node]
    return max(node, 0)


def _without_numbers(name: str) -> str:
    """The name as the template has it: `post-17` is the kin of `post-18`."""
    if not name.isascii():
        return _NUMBER.sub("", name)
    for letter in name:
        if "0" <= letter <= "9":
            return name.encode().translate(None, b"0123456789").decode()
    return name
