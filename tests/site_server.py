"""A small site on loopback for whole crawls: pages by path, and a record of who asked for what, when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from email.message import Message
    from typing import Self


@dataclass(frozen=True)
class Answer:
    """What the server says to one path."""

    body: str | bytes = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    """How long it takes to begin."""

    @property
    def bytes(self) -> bytes:
        return self.body.encode() if isinstance(self.body, str) else self.body


@dataclass(frozen=True)
class Seen:
    """One request."""

    path: str
    at: float
    headers: Message
    status: int


Page = str | Answer | Callable[[str], "str | Answer | None"]


class SiteServer:
    """Serves `pages` (path with query -> page) at 127.0.0.1; a callable is asked with the path.

    The key "*" answers what no other key does. Answers of 200 carry an ETag and honour If-None-Match.
    """

    def __init__(self, pages: Mapping[str, Page] | None = None) -> None:
        self.pages: dict[str, Page] = dict(pages or {})
        self.seen: list[Seen] = []
        self.wall: Callable[[str, Message], Answer | None] = lambda path, headers: None
        """Asked before the pages are, with the headers as well."""
        self.most_in_flight = 0
        self._in_flight = 0
        self._lock = Lock()
        site = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                site._answer(self)

            def log_message(self, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *request: object) -> None:
                """A crawl that is killed leaves its connections open; that is no error here."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self) -> Self:
        Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *exception: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        at = monotonic()
        with self._lock:
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
        try:
            answer = self.wall(request.path, request.headers) or self._find(request.path)
            sleep(answer.seconds)
            tag = f'"{sha1(answer.bytes).hexdigest()}"'
            status, body = answer.status, answer.bytes
            if status == 200 and request.headers.get("If-None-Match") == tag:
                status, body = 304, b""
        finally:
            with self._lock:
                self._in_flight -= 1
                self.seen.append(Seen(request.path, at, request.headers, status))
        request.send_response(status)
        headers = {"Content-Type": "text/html; charset=utf-8", "ETag": tag, **answer.headers}
        for name, value in headers.items():
            request.send_header(name, value)
        if status != 304:
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def _find(self, path: str) -> Answer:
        page: Any = self.pages.get(path, self.pages.get("*"))
        page = page(path) if callable(page) else page
        if page is None:
            return Answer("<html><title>404 Not Found</title><h1>Not Found</h1></html>", 404)
        return page if isinstance(page, Answer) else Answer(page)

    @property
    def paths(self) -> list[str]:
        """Of all requests, in the order of their answers."""
        return [seen.path for seen in self.seen]

    @property
    def asked(self) -> Counter[str]:
        """Path -> how often it was asked for."""
        return Counter(self.paths)

    def forget(self) -> None:
        self.seen.clear()
        self.most_in_flight = 0


def article_page(number: int, *, links: str = "", words: str | None = None, head: str = "") -> str:
    """An article like no other, so that none is taken for a copy."""
    title = (
        f"第{number}号调解案例:逾期债务如何协商" if number % 2 else f"Report {number} from the harbour town"
    )
    paragraphs = words or "\n".join(f"<p>{_sentence(number, turn)}</p>" for turn in range(6))
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title} - 小镇新闻</title>{head}</head><body>"
        f"<nav><a href='/'>首页</a> <a href='/about.html'>关于我们</a></nav><article><h1>{title}</h1>"
        f"<p class='meta'>作者:王芳 <time datetime='2024-11-{number % 28 + 1:02d}'>2024-11</time></p>"
        f"{paragraphs}</article>{links}<footer>© 小镇新闻</footer></body></html>"
    )


_PLACES = "码头 灯塔 市集 渡口 车站 剧院 粮仓 邮局 学堂 茶馆 磨坊 花圃 诊所 书局 桥头 河湾 山口 水塔 船坞 渔港".split()
_DEEDS = "登记了 修好了 清点了 讨论过 拍下了 归还了 调解了 统计了 退还了 核对了 搬走了 抄录了 公布了".split()


def _sentence(number: int, turn: int) -> str:
    """A sentence that belongs to this article and paragraph."""
    seed = number * 7919 + turn * 104729
    place, other = _PLACES[seed % 20], _PLACES[seed // 20 % 20]
    deed, money = _DEEDS[seed // 400 % 13], seed % 9973
    return (
        f"{place}的居民在第{number}次会议上{deed}{money}元的账目,{other}方面随后说明了{turn + 1}项理由,"
        f"并把编号{seed}的文件交给委员会,委员会将于{seed % 30 + 1}日之内答复,届时再把结果贴在{place}的公告栏里。"
    )


def list_page(paths: list[str], *, more: str = "", title: str = "小镇新闻") -> str:
    """A front or list page: a headline for each path, then whatever else."""
    items = "".join(f"<li><a href='{path}'>文章 {path} 的标题有这么长</a></li>" for path in paths)
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{title}</title></head><body>"
        f"<nav><a href='/'>首页</a></nav><ul class='list'>{items}</ul>{more}</body></html>"
    )


def sitemap(urls: list[str]) -> Answer:
    """What the site says it has."""
    entries = "".join(f"<url><loc>{url}</loc></url>" for url in urls)
    body = (
        f"<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>"
    )
    return Answer(body, headers={"Content-Type": "application/xml"})
