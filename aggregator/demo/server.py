"""Serves pages from memory on loopback, with the validators that conditional requests need."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from aggregator.demo.site import File
from aggregator.errors import ConfigError


class Server(ThreadingHTTPServer):
    """A thread a connection; a crawler that hangs up in the midst of an answer is nothing to report."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serving(files: Mapping[str, File], port: int) -> Iterator[None]:
    """Answer for `files` (path to file) on 127.0.0.1 at `port` while the block runs.

    Raises ConfigError when the port is taken.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            file = files.get(unquote(urlsplit(self.path).path))
            if file is None:
                self._answer(404, {"Content-Type": "text/plain"}, b"Not found\n")
                return
            etag = f'"{hashlib.sha256(file.body).hexdigest()[:16]}"'
            if self.headers.get("If-None-Match") == etag:
                self._answer(304, {"ETag": etag}, b"")
                return
            self._answer(200, {"Content-Type": file.content_type, "ETag": etag}, file.body)

        def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Keep quiet: the crawl tells what it fetched."""

    try:
        server = Server(("127.0.0.1", port), Handler)
    except OSError as error:
        raise ConfigError(f"127.0.0.1:{port}: {error.strerror}; choose another port with --port") from error
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
