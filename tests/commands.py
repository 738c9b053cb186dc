"""Runs the real command in a process of its own, as a person would."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def aggregator(
    *arguments: str | Path, cwd: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """`aggregator ARGUMENTS` in the folder `cwd`, with what it printed."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "aggregator", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        env={**os.environ, "NO_COLOR": "1", **environment},
        timeout=120,
        check=False,
    )


def out(process: subprocess.CompletedProcess[bytes]) -> str:
    """What a command printed that has to have done its job."""
    assert process.returncode == 0, process.stderr.decode()
    return process.stdout.decode("utf-8")


def complaint(process: subprocess.CompletedProcess[bytes], *, status: int = 1, alone: bool = True) -> str:
    """The one line of a command that has to have failed, without the program's name.

    Unless it has to stand `alone`, a table of what was done before may precede it.
    """
    lines = process.stderr.decode("utf-8").splitlines()
    assert process.returncode == status, lines
    assert lines[-1].startswith("aggregator: "), lines
    assert not alone or len(lines) == 1, lines
    return lines[-1].removeprefix("aggregator: ")
