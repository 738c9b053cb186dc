"""Arrays of zeros, of which the parts of the choice of the body make many for each page.

Runs as it is, and faster where `setup.py` could compile it: `arrays.pxd` has the types.
"""

from __future__ import annotations

from array import array


def ints(count: int) -> array[int]:
    """Zeros."""
    return array("i", [0]) * count  # far faster than from bytes


def doubles(count: int) -> array[float]:
    """Zeros."""
    return array("d", [0.0]) * count


class Zeros:
    """Gives out arrays of zeros; where this is compiled, parts of large ones, as to make one takes longer than to fill it."""

    def __init__(self, ints_at_once: int, doubles_at_once: int) -> None:
        """How large the ones are that arrays are parts of."""
        self.ints_at_once, self.doubles_at_once = ints_at_once, doubles_at_once
        self.whole_ints, self.whole_doubles = ints(0), doubles(0)
        self.used_ints = self.used_doubles = 0

    def ints(self, count: int) -> array[int]:
        start = self.used_ints
        if start + count > len(self.whole_ints):
            self.whole_ints, start = ints(max(count, self.ints_at_once)), 0
        self.used_ints = start + count
        return self.whole_ints[start : self.used_ints]

    def doubles(self, count: int) -> array[float]:
        start = self.used_doubles
        if start + count > len(self.whole_doubles):
            self.whole_doubles, start = doubles(max(count, self.doubles_at_once)), 0
        self.used_doubles = start + count
        return self.whole_doubles[start : self.used_doubles]
