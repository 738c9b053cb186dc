"""robots.txt as RFC 9309 has it: what it allows, how slowly, and which sitemaps it names."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

MAX_BYTES = 512 * 1024
"""The standard lets a crawler stop reading after 500 KiB."""

MAX_REDIRECTS = 5

EVERYTHING = Protego.parse("")


@dataclass(frozen=True)
class Robots:
    """The rules of one host for one crawler."""

    rules: Protego = EVERYTHING
    agent: str = "*"
    """The name that rules are looked up under."""

    @classmethod
    def read(cls, body: bytes, agent: str) -> Robots:
        text = body[:MAX_BYTES].decode("utf-8-sig", "replace")
        return cls(Protego.parse(text), agent)

    def allows(self, url: str) -> bool:
        return self.rules.can_fetch(url, self.agent)

    @property
    def delay(self) -> float | None:
        """Seconds between two requests. None: nothing is said about it."""
        delays = []
        if (delay := self.rules.crawl_delay(self.agent)) is not None:
            delays.append(float(delay))
        if (rate := self.rules.request_rate(self.agent)) is not None and rate.requests:
            delays.append(rate.seconds / rate.requests)
        return max(delays, default=None)

    @property
    def sitemaps(self) -> list[str]:
        """Their addresses, as written."""
        return list(self.rules.sitemaps)


def product(user_agent: str) -> str:
    """The name that robots.txt files speak of: `aggregator` of the header `aggregator/1.0 (...)`."""
    return user_agent.split("/")[0].split()[0] if user_agent.strip() else "*"
