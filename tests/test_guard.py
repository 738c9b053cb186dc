"""The address guard: what counts as internal, and that nothing internal is ever connected to."""

from __future__ import annotations

import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from scrapy.downloadermiddlewares import cookies

from aggregator.crawling.guard import Targets, is_public

INTERNAL = [
    *("127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0"),
    *("100.64.0.1", "192.0.0.8", "198.18.0.1", "203.0.113.5", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1"),
    *("2002:7f00:1::", "2001:0:1:2:3:4:80ff:fffe", "not an address", ""),
]
PUBLIC = ["93.184.216.34", "8.8.8.8", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", INTERNAL)
def test_internal_address(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_address(address: str) -> None:
    assert is_public(address)


def test_named_host_and_port_is_allowed_and_its_neighbours_are_not() -> None:
    targets = Targets()
    targets.name(["http://LocalHost:8080/a", "https://intranet.example/"])
    assert targets.allow("localhost", 8080, "127.0.0.1")
    assert targets.allow("intranet.example", 443, "10.1.2.3")
    assert not targets.allow("localhost", 8081, "127.0.0.1")
    assert not targets.allow("127.0.0.1", 8080, "127.0.0.1")
    assert not targets.allow("intranet.example", 80, "10.1.2.3")
    assert targets.allow("anything.example", 80, "93.184.216.34")


# Resolution inside a real reactor, which there can be one of in a process.
PROBE = """
import sys
from scrapy.crawler import AsyncCrawlerProcess
from scrapy import Spider, Request
from aggregator.crawling.guard import TARGETS, GuardedResolver

class Probe(Spider):
    name = "probe"
    async def start(self):
        for url in sys.argv[2:]:
            yield Request(url, errback=self.failed)
    def parse(self, response):
        print("reached", response.url)
    def failed(self, failure):
        print("refused", failure.request.url, TARGETS.reason(failure.request.url))

TARGETS.name([sys.argv[1]])
process = AsyncCrawlerProcess(
    {"TWISTED_DNS_RESOLVER": GuardedResolver, "LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False,
     "RETRY_ENABLED": False}
)
process.crawl(Probe)
process.start()
"""


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.seen.append(self.path)  # type: ignore[attr-defined]
        self.send_response(302 if self.path == "/away" else 200)
        if self.path == "/away":
            self.send_header("Location", self.server.away)  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


def serve() -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    server.seen = []  # type: ignore[attr-defined]
    Thread(target=server.serve_forever, daemon=True).start()
    return server


def test_internal_service_gets_no_request_in_any_spelling() -> None:
    target, secret = serve(), serve()
    port = secret.server_port
    target.away = f"http://127.0.0.1:{port}/redirected"  # type: ignore[attr-defined]
    named = f"http://127.0.0.1:{target.server_port}"
    spellings = [
        "127.0.0.1",
        "localhost",
        "127.1",
        "0x7f000001",
        "2130706433",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",
    ]
    addresses = [f"http://{host}:{port}/" for host in spellings]
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROBE, named, f"{named}/page", f"{named}/away", *addresses],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
    finally:
        for server in (target, secret):
            server.shutdown()
            server.server_close()
    assert secret.seen == []  # type: ignore[attr-defined]
    assert sorted(target.seen) == ["/away", "/page"]  # type: ignore[attr-defined]
    lines = done.stdout.splitlines()
    assert f"reached {named}/page" in lines
    for address in (*addresses, target.away):  # type: ignore[attr-defined]
        assert any(line.startswith(f"refused {address} refused: ") for line in lines), address


def test_first_cookie_downloads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def request(*args: object, **kwargs: object) -> None:
        raise AssertionError("no request is to be made")

    monkeypatch.setattr("requests.Session.request", request)
    assert [cookies._is_public_domain(name) for name in ("co.uk", "news.co.uk")] == [True, False]
