"""What was learnt of articles and other pages: a linear model over figures and words, and trees over the figures.

Each sees what the other cannot: the linear model has a weight for every word that tells a kind, the trees know which
figures mean something only together. Their mean errs less than either. `kind_model.json` is made by
`benchmarks/kind_training.py`.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aggregator.extraction.kind.words import Words

Tree = Any
"""A leaf's value, or [feature, threshold, tree where the feature is at most the threshold, tree else]."""


@dataclass(frozen=True)
class Model:
    """Log-odds above zero speak for an article."""

    threshold: float
    """Probability from which a page is an article."""
    bias: float
    weights: Mapping[str, float]
    """By feature."""
    words: Mapping[str, Mapping[str, float]]
    """By place and word."""
    trees: tuple[Tree, ...]

    def known(self, words: Words) -> dict[str, float]:
        """The page's words that have a weight, as features."""
        return {
            f"{place}: {word}": 1.0
            for place, weights in self.words.items()
            for word in sorted(weights.keys() & words.terms[place])
        }

    def shares(self, found: Mapping[str, float]) -> dict[str, float]:
        """What each feature and word adds to the linear model's log-odds."""
        shares = {}
        for name, value in found.items():
            weight = self.weights.get(name)
            if weight is None:
                place, _, word = name.partition(": ")
                weight = self.words.get(place, {}).get(word, 0.0)
            shares[name] = weight * value
        return shares

    def probability(self, found: Mapping[str, float], shares: Iterable[float]) -> float:
        """Of the page being one article."""
        linear = self.bias + sum(shares)
        log_odds = (linear + run(self.trees, found)) / 2
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))


def run(trees: Iterable[Tree], found: Mapping[str, float]) -> float:
    """The sum of the trees' answers."""
    total = 0.0
    for tree in trees:
        while type(tree) is list:
            tree = tree[2] if found[tree[0]] <= tree[1] else tree[3]
        total += tree
    return total


@cache
def shipped() -> Model:
    record: dict[str, Any] = json.loads(files(__package__).joinpath("kind_model.json").read_text("utf-8"))
    return Model(**record | {"trees": tuple(record["trees"])})
