"""Clusters out of links: a pure function, so that the same articles give the same clusters in any order.

Links are not transitive: a digest is linked to both of its sources, which have nothing to do with each other. So
clusters grow link by link, the strongest first, and two of them join only when more pairs across them are links
than are known not to be. What is joined is never taken apart, and equal links are taken by the texts' hashes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SPOKESMEN: Final = 8
"""Members of a cluster that are asked about others: a fixed number, so that a story copied a thousand times costs
no more than its links."""


class Link(NamedTuple):
    """Two nodes that are copies, the smaller number first."""

    one: int
    other: int
    similarity: float


def partition(
    nodes: Iterable[int],
    links: Iterable[Link],
    rank: Callable[[int], int],
    opposed: Callable[[int, int], bool],
) -> list[list[int]]:
    """The clusters of `nodes`, each sorted by `rank`, in the order of their first members' ranks.

    `rank` orders nodes by what they are and not by when they came; `opposed` tells of two nodes without a link
    whether they are known to be no copies.
    """
    home = {node: [node] for node in nodes}
    waiting = sorted(links, key=lambda link: (-link.similarity, *sorted((rank(link.one), rank(link.other)))))
    linked = {(link.one, link.other) for link in waiting}

    def agree(link: Link) -> bool:
        one, other = home[link.one][:SPOKESMEN], home[link.other][:SPOKESMEN]
        balance = 0 if link.one in one and link.other in other else 1
        for first in one:
            for second in other:
                if (min(first, second), max(first, second)) in linked:
                    balance += 1
                elif opposed(first, second):
                    balance -= 1
        return balance > 0

    joined = True
    while joined and waiting:
        joined, kept = False, []
        for link in waiting:
            if home[link.one] is home[link.other]:
                continue
            if agree(link):
                merged = sorted(home[link.one] + home[link.other], key=rank)
                home.update(dict.fromkeys(merged, merged))
                joined = True
            else:
                kept.append(link)
        waiting = kept
    return sorted({id(group): group for group in home.values()}.values(), key=lambda group: rank(group[0]))
