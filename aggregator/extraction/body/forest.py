# cython: boundscheck=False
# The indices are the forest's own, and a row's length is looked at once.
"""Runs trees over rows of features.

Runs as it is, and far faster where `setup.py` could compile it: `forest.pxd` has the types.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Tree = Any
"""A leaf's value, or [feature, threshold, tree where the feature is at most the threshold, tree else]."""


class Forest:
    """Trees as arrays of nodes, of which each is followed by its lower branch."""

    def __init__(self, trees: Sequence[Tree], names: Sequence[str]) -> None:
        """`names` are the features in the order of a row."""
        nodes: list[tuple[int, float, int]] = []
        roots = []
        places = {name: place for place, name in enumerate(names)}
        for tree in trees:
            roots.append(len(nodes))
            _flatten(tree, places, nodes)
        self.count = len(roots)
        self.width = 1 + max((feature for feature, _, _ in nodes), default=-1)
        """How many features of a row the trees may ask for."""
        self.roots = array("i", roots)
        self.features = array("i", [feature for feature, _, _ in nodes])
        """The feature that a node asks for; -1 for a leaf."""
        self.values = array("d", [value for _, value, _ in nodes])
        """A node's threshold, or what a leaf adds."""
        self.highs = array("i", [high for _, _, high in nodes])
        """Where a node goes on if its feature is above the threshold."""

    def sum(self, row: array[float]) -> float:
        """What the trees come to for a row."""
        roots, features, values, highs = self.roots, self.features, self.values, self.highs
        if len(row) < self.width:
            raise IndexError(self.width)
        total = 0.0
        for tree in range(self.count):
            node = roots[tree]
            feature = features[node]
            while feature >= 0:
                node = node + 1 if row[feature] <= values[node] else highs[node]
                feature = features[node]
            total += values[node]
        return total


def _flatten(tree: Tree, places: dict[str, int], nodes: list[tuple[int, float, int]]) -> None:
    if not isinstance(tree, list):
        nodes.append((-1, tree, 0))
        return
    feature, threshold, low, high = tree
    place = len(nodes)
    nodes.append((places[feature], threshold, 0))
    _flatten(low, places, nodes)
    nodes[place] = (places[feature], threshold, len(nodes))
    _flatten(high, places, nodes)
