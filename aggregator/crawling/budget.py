"""Holds traps to a budget: calendars, facets, session numbers, endless pagination, soft 404s.

A trap is known by its shape: addresses from one mould (`aggregator.urls.shape`) whose pages bring nothing
new. What pays its way is never held back, and neither is what the publisher lists in a feed or sitemap.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from aggregator.urls import family, shape

CREDIT = 3
"""Barren visits that one productive visit pays for."""

FAMILY_FACTOR = 3
"""How much further a family of shapes may go than each of its shapes; facets mix shapes without end."""


@dataclass
class _Account:
    barren: int = 0
    productive: int = 0

    def overdrawn(self, limit: int) -> bool:
        return self.barren >= limit + CREDIT * self.productive


class TrapBudget:
    """Accounts of shapes and families, per host."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        """Visits of one shape that may bring nothing, before any brings something."""
        self._shapes: defaultdict[str, _Account] = defaultdict(_Account)
        self._families: defaultdict[str, _Account] = defaultdict(_Account)

    def allows(self, url: str) -> bool:
        of_family = family(url)
        return not (
            self._shapes[of_family + shape(url)].overdrawn(self.limit)
            or self._families[of_family].overdrawn(self.limit * FAMILY_FACTOR)
        )

    def visited(self, url: str, *, productive: bool) -> None:
        """Book the first visit of an address; later ones are about changes and bring little by nature."""
        of_family = family(url)
        for account in (self._shapes[of_family + shape(url)], self._families[of_family]):
            if productive:
                account.productive += 1
            else:
                account.barren += 1
