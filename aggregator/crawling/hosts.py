"""What is known of a host while a run lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.crawling.politeness import Pace
    from aggregator.crawling.robots import Robots


@dataclass
class Host:
    """One host and port."""

    pace: Pace
    robots: Robots | None = None
    """None: not read yet."""
    robots_url: str = ""
    robots_hops: int = 0
    robots_tries: int = 0
    asking: bool = False
    """A request for robots.txt is under way."""
    answered: bool = False
    """Some answer has come in this run."""
    closed: bool = False
    """Left alone until the next run."""
