"""`aggregator serve` as a person starts it, and what it answers."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from parsel import Selector

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from email.message import Message
    from pathlib import Path


@dataclass(frozen=True)
class Answered:
    """What came back."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def page(self) -> Selector:
        return Selector(self.text)

    def texts(self, css: str) -> list[str]:
        """Of each element that the selector finds, its text in one line."""
        return [" ".join("".join(found.css("*::text").getall()).split()) for found in self.page.css(css)]


@dataclass(frozen=True)
class Served:
    """A server that runs."""

    url: str
    process: subprocess.Popen[bytes]

    def get(self, path: str, /, **parameters: str) -> Answered:
        """The answer to a path with parameters."""
        return self.ask(f"{path}?{urlencode(parameters)}" if parameters else path, {})

    def ask(self, target: str, headers: Mapping[str, str]) -> Answered:
        request = urllib.request.Request(f"{self.url}{target}", headers={"Accept": "text/html", **headers})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return Answered(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answered(error.code, error.headers, error.read())


@contextmanager
def serving(db: Path, *options: str) -> Iterator[Served]:
    """The command, in the folder of the database, until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "aggregator", "serve", "--db", db, "--port", "0", *options],
        cwd=db.parent,
        stderr=subprocess.PIPE,
        env={**os.environ, "TZ": "Asia/Shanghai"},
    )
    assert process.stderr
    try:
        line = process.stderr.readline().decode()
        address = re.search(r"http://\S+", line)
        assert address, line
        yield Served(address[0].rstrip("/"), process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
        process.stderr.close()
