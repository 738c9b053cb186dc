"""The two looks at each block of a page.

Every block is looked at with few trees over what is quickly known. Those that remain in doubt are looked at again by
more trees, which also know what the first look said of the blocks around and of those in elements of the same name,
and ask for the words of template lines.
Runs as it is, and faster where `setup.py` could compile it: `looks.pxd` has the types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.extraction.body.arrays import doubles
from aggregator.extraction.body.features import NAMES, look, look_again

if TYPE_CHECKING:
    from aggregator.extraction.body.blocks import Blocks
    from aggregator.extraction.body.forest import Forest

CLEARLY_OUT, CLEARLY_IN = -2.2, 2.6
"""Log-odds after the first look that need no second."""


def first(blocks: Blocks, forest: Forest) -> list[float]:
    """Log-odds by candidate."""
    row = doubles(len(NAMES))
    scores = []
    for block in blocks.candidates:
        look(blocks, block, row)
        scores.append(forest.sum(row))
    return scores


def second(blocks: Blocks, forest: Forest) -> list[float]:
    """Log-odds by candidate, of blocks that have looked back on the first."""
    row = doubles(len(NAMES))
    out, sure = CLEARLY_OUT, CLEARLY_IN
    scores = []
    for block in blocks.candidates:
        score = blocks.first[block]
        if out < score < sure:
            look(blocks, block, row)
            look_again(blocks, block, row)
            score += forest.sum(row)
        scores.append(score)
    return scores
