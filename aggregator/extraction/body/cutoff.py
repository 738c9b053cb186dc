"""How much of a page is its body: from which log-odds on lines are taken.

Runs as it is, and faster where `setup.py` could compile it: `cutoff.pxd` has the types.
"""

from __future__ import annotations

from math import exp

from aggregator.extraction.body.arrays import doubles, ints

_TRUST = 1.4
"""What the log-odds are multiplied by where F1 is expected; found by cross-validation, 1 is nearly as good."""
_SHIFTS = ((-3.5, 0.3), (0.0, 0.4), (3.5, 0.3))
"""What may be added to the log-odds of a whole page, and how likely: its lines are mistaken together, not one by one."""
_MARGIN = 1e-6


def least(weighed: list[float], sizes: list[int]) -> float:
    """The log-odds from which on lines are taken: those with which the body's F1 is expected to be the highest.

    On a page whose text is recognised this is near 0, where nothing is certain it is lower: half of a body that is
    likely to be one is better than none. (Lewis 1995, Evaluating and optimizing autonomous text classification systems.)
    """
    ordered = sorted(zip(weighed, sizes, strict=True), reverse=True)
    count = len(ordered)
    if not count:
        return 0.0
    odds, size, likely, expected = doubles(count), ints(count), doubles(count), doubles(count)
    for place in range(count):
        score, bytes_ = ordered[place]
        odds[place] = exp(-_TRUST * score)  # against
        size[place] = bytes_
    for shift, chance in _SHIFTS:
        factor = exp(-_TRUST * shift)
        whole = right = taken = 0.0
        for place in range(count):
            likely[place] = size[place] / (1 + factor * odds[place])
            whole += likely[place]
        for place in range(count):
            right += likely[place]
            taken += size[place]
            expected[place] += chance * right / (taken + whole)
    best = 0
    for place in range(count):
        if expected[place] > expected[best]:
            best = place
    score, _ = ordered[best]
    return score - _MARGIN
