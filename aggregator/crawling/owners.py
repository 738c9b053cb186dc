"""Which site an address belongs to."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from aggregator.urls import site_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.sites import Site


class Owners:
    """The sites on each host, in their order."""

    def __init__(self, sites: Iterable[Site]) -> None:
        self._on_host: defaultdict[str, list[Site]] = defaultdict(list)
        for site in sites:
            for host in site.hosts:
                self._on_host[host].append(site)

    def of(self, url: str) -> Site | None:
        """The first site on the host that wants the page, else the first. None: it is elsewhere on the web."""
        sites = self.beside(url)
        return next((site for site in sites if site.wants(url)), sites[0] if sites else None)

    def beside(self, url: str) -> list[Site]:
        """All sites on its host."""
        return self._on_host.get(site_of(url), [])

    def names(self, url: str) -> list[str]:
        """Of all sites on its host, the one that it belongs to first."""
        owner = self.of(url)
        return [owner.name, *(site.name for site in self.beside(url) if site is not owner)] if owner else []

    def adopt(self, site: Site, url: str) -> bool:
        """Give the host of `url` to `site`; False when it is some site's."""
        if self.beside(url):
            return False
        self._on_host[site_of(url)].append(site)
        return True
