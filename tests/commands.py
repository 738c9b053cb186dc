"""Runs the real command in a process of its own, as a person would."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryFile
from threading import Lock
from typing import Any

PATIENCE = 120
"""Seconds that a command may take."""


def aggregator(
    *arguments: str | Path, cwd: Path, stdin: bytes = b"", fresh: bool = False, **environment: str
) -> CompletedProcess[bytes]:
    """`aggregator ARGUMENTS` in the folder `cwd`, with what it printed.

    Started by Python as ever when it has to be `fresh` or gets an environment, else forked (see warm.py).
    """
    words = [*map(str, arguments)]
    variables = {**os.environ, "NO_COLOR": "1", **environment}
    if not fresh and not environment and hasattr(os, "fork"):
        return _forked(words, cwd, stdin, variables)
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "aggregator", *words],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env=variables,
        timeout=PATIENCE,
        check=False,
    )


def _forked(
    words: list[str], cwd: Path, stdin: bytes, environment: dict[str, str]
) -> CompletedProcess[bytes]:
    with TemporaryFile() as given, TemporaryFile() as out, TemporaryFile() as err:
        given.write(stdin)
        given.seek(0)
        command = {"arguments": words, "folder": str(cwd), "environment": environment}
        status = _warm().run(command, [stream.fileno() for stream in (given, out, err)])
        out.seek(0)
        err.seek(0)
        return CompletedProcess(words, status, out.read(), err.read())


class _Warm:
    """The process that commands are forked from."""

    def __init__(self) -> None:
        self.socket, theirs = socket.socketpair()
        self.starting = Lock()
        script = Path(__file__).with_name("warm.py")
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "error", script, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        atexit.register(self.close)

    def close(self) -> None:
        self.socket.close()
        self.process.wait()

    def run(self, command: dict[str, Any], streams: list[int]) -> int:
        """Exit status of a command."""
        answers, theirs = socket.socketpair()
        answers.settimeout(PATIENCE)
        with answers, answers.makefile(encoding="ascii") as lines:
            with theirs, self.starting:  # one at a time
                message = json.dumps(command).encode() + b"\n"
                socket.send_fds(self.socket, [message], [theirs.fileno(), *streams])
                number = int(lines.readline())
            try:
                return int(lines.readline())
            except TimeoutError:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
                raise subprocess.TimeoutExpired(command["arguments"], PATIENCE) from None


@cache
def _warm() -> _Warm:
    return _Warm()


def out(process: CompletedProcess[bytes]) -> str:
    """What a command printed that has to have done its job."""
    assert process.returncode == 0, process.stderr.decode()
    return process.stdout.decode("utf-8")


def complaint(process: CompletedProcess[bytes], *, status: int = 1, alone: bool = True) -> str:
    """The one line of a command that has to have failed, without the program's name.

    Unless it has to stand `alone`, a table of what was done before may precede it.
    """
    lines = process.stderr.decode("utf-8").splitlines()
    assert process.returncode == status, lines
    assert lines[-1].startswith("aggregator: "), lines
    assert not alone or len(lines) == 1, lines
    return lines[-1].removeprefix("aggregator: ")
