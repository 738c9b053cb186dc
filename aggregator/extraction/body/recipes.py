"""Keeps recipes whole: ingredients and steps stand in cards whose lines look like anything but an article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.extraction.page.naming import sought

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_WORDS = sought("recipe", "mv-create")
"""In the names of recipe cards, those of the usual plug-ins (Tasty, WP Recipe Maker, Mediavine Create) included."""
_INGREDIENTS = re.compile(r"(?:recipe|mv-create)[\w-]*ingredient")
_STEPS = re.compile(r"(?:recipe|mv-create)[\w-]*(?:instruction|direction|step|method)")
_LIKELY = 0.5
_CLEARLY_OUT = -3.0
"""Log-odds of a card as a whole, below which it is another recipe's or the site's frame."""


def keep(page: PageMap, scores: dict[int, float]) -> None:
    """Take a card's lists as a whole for the body, unless they are clearly out; a card has both kinds of lists."""
    names = page.names_with(_WORDS)
    if not names:
        return
    ingredients = [node for name, nodes in names.items() if _INGREDIENTS.search(name) for node in nodes]
    steps = [node for name, nodes in names.items() if _STEPS.search(name) for node in nodes]
    if not ingredients or not steps:
        return
    lines = {line for node in (*ingredients, *steps) for line in page.blocks(node) if line in scores}
    size = sum(map(page.block_sizes.__getitem__, lines))
    if size and sum(scores[line] * page.block_sizes[line] for line in lines) > _CLEARLY_OUT * size:
        scores.update((line, max(scores[line], _LIKELY)) for line in lines)
