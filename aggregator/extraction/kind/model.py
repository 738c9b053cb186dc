"""What was learnt of articles and other pages: a linear model over figures and words, and trees over the figures.

Each sees what the other cannot: the linear model has a weight for every word that tells a kind, the trees know which
figures mean something only together. Their mean errs less than either. `kind_model.json` is made by
`benchmarks/kind_training.py`.
"""

from __future__ import annotations

import json
import math
from array import array
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aggregator.extraction.body.forest import Forest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aggregator.extraction.body.forest import Tree
    from aggregator.extraction.kind.words import Words


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
    """Over the features that have a weight."""

    @cached_property
    def forest(self) -> Forest:
        """The trees, ready to run."""
        return Forest(self.trees, list(self.weights))

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
        row = array("d", [found[name] for name in self.weights])
        log_odds = (linear + self.forest.sum(row)) / 2
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, log_odds))))


@cache
def shipped() -> Model:
    record: dict[str, Any] = json.loads(files(__package__).joinpath("kind_model.json").read_text("utf-8"))
    return Model(**record | {"trees": tuple(record["trees"])})
