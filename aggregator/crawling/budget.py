"""Holds traps to a budget: calendars, facets, session numbers, endless pagination, soft 404s.

A trap is known by its shape: addresses from one mould (`aggregator.urls.shape`) that lead to no article, or
pages that say the same again and again. What pays its way is never held back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from aggregator.urls import family, shape

CREDIT = 3
"""Visits that one find pays for."""

FAMILY_FACTOR = 3
"""How much further a family of shapes may go than each of its shapes; facets mix shapes without end."""

REMEMBERED = 100_000
"""Contents kept in mind; of more, those that were said once are forgotten."""

COPIES = 3
"""Pages that say the same and are still followed; a front page has a few addresses, a trap has many."""


SUSPICION = 10
"""So much less is lent to what was a trap in an earlier run: enough to show that it is none."""


@dataclass
class _Account:
    visits: int = 0
    finds: int = 0
    suspected: bool = False

    def overdrawn(self, limit: int) -> bool:
        lent = max(limit // SUSPICION, 1) if self.suspected else limit
        return self.visits >= lent + CREDIT * self.finds


class TrapBudget:
    """Accounts of shapes and families, per host, and counts of what pages say."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        """Visits of one shape before any leads to an article."""
        self._shapes: defaultdict[str, _Account] = defaultdict(_Account)
        self._families: defaultdict[str, _Account] = defaultdict(_Account)
        self._said: Counter[int] = Counter()

    def allows(self, url: str) -> bool:
        of_family = family(url)
        return not (
            self._shapes[of_family + shape(url)].overdrawn(self.limit)
            or self._families[of_family].overdrawn(self.limit * FAMILY_FACTOR)
        )

    def suspect(self, url: str) -> None:
        """Remember that an address like this was refused in an earlier run."""
        for account in self._accounts(url):
            account.suspected = True

    def visited(self, url: str) -> None:
        """Book the first visit of an address; later ones are about changes and find little by nature."""
        for account in self._accounts(url):
            account.visits += 1

    def found(self, url: str) -> None:
        """Book that `url` is an article that its site had nowhere else, or was the first to name one."""
        for account in self._accounts(url):
            account.finds += 1

    def _accounts(self, url: str) -> tuple[_Account, _Account]:
        of_family = family(url)
        return self._shapes[of_family + shape(url)], self._families[of_family]

    def repeats(self, site: str, content: str) -> bool:
        """Whether so many pages of the site have said this that the links of one more are not worth taking."""
        key = hash((site, content))
        self._said[key] += 1
        if len(self._said) > REMEMBERED:
            self._said = Counter({said: count for said, count in self._said.items() if count > 1})
        return self._said[key] > COPIES
