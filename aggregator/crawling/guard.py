"""Keeps a crawl out of internal networks: addresses are judged after resolution, on connecting."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy.downloadermiddlewares import cookies
from scrapy.resolver import CachingHostnameResolver
from tldextract import TLDExtract
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from aggregator.urls import DEFAULT_PORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from twisted.internet.interfaces import IAddress, IHostResolution

# For the first cookie Scrapy would download the list of public suffixes, past the guard and with the reactor at
# a stand meanwhile; the one that comes with the library does.
cookies._split_domain = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)

_PROTOCOLS = IPv4Network("192.0.0.0/24")
"""Reserved; Python's releases differ about parts of it."""
_NAT64 = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def is_public(address: str) -> bool:
    """Whether a connection to `address` stays on the open internet."""
    try:
        parsed = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _embedded(parsed) if isinstance(parsed, IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    if parsed in _PROTOCOLS or (isinstance(parsed, IPv6Address) and parsed.is_site_local):
        return False
    return parsed.is_global and not parsed.is_multicast


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address that a translator would send this one on to."""
    if address.ipv4_mapped or address.sixtofour:
        return address.ipv4_mapped or address.sixtofour
    if address.teredo:
        return address.teredo[1]
    packed = address.packed
    compatible = packed[:12] == bytes(12) and int(address) > 1
    if compatible or any(address in network for network in _NAT64):
        return IPv4Address(packed[12:])
    return None


class Targets:
    """Hosts with their ports that the user named: allowed wherever they lead. Their neighbours are not."""

    def __init__(self) -> None:
        self._named: set[tuple[str, int]] = set()
        self.refused: dict[tuple[str, int], str] = {}
        """Host and port that were not connected to, with the internal address they lead to."""

    def name(self, urls: Iterable[str]) -> None:
        self._named.update(map(_endpoint, urls))

    def allow(self, host: str, port: int, address: str) -> bool:
        """Whether a connection to `host`, which resolved to `address`, may be made."""
        return is_public(address) or (host.lower(), port) in self._named

    def reason(self, url: str) -> str | None:
        """Why `url` was not connected to. None: it was not refused here."""
        address = self.refused.get(_endpoint(url))
        return address and f"refused: {address} is an internal address"


def _endpoint(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return (parts.hostname or "").lower(), parts.port or DEFAULT_PORTS.get(parts.scheme, 0)


TARGETS = Targets()
"""Of this process, as the reactor and its resolver are."""


@implementer(IResolutionReceiver)
class _Filter:
    """Passes on the addresses that may be connected to."""

    def __init__(self, receiver: Any, host: str, port: int, targets: Targets) -> None:
        self.receiver = receiver
        self.host = host
        self.port = port
        self.targets = targets

    def resolutionBegan(self, resolution: IHostResolution) -> None:  # noqa: N802
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:  # noqa: N802
        host: str = getattr(address, "host", "")
        if self.targets.allow(self.host, self.port, host):
            self.receiver.addressResolved(address)
        else:
            self.targets.refused[self.host.lower(), self.port] = host

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver, which tells of internal addresses only where the user named them.

    Every connection passes it: Twisted resolves literal addresses, names, redirect targets and robots.txt
    through the reactor's resolver and connects to what comes back, so there is no second look-up to deceive.
    """

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> Any:
        receiver: Any = _Filter(resolutionReceiver, hostName, portNumber, TARGETS)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
