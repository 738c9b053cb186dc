"""What is compiled does what it does in Python, and is compiled from what is there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import uncompiled

PAGES = sorted(Path(__file__).parent.glob("pages/*/*/page.html"))

pytestmark = pytest.mark.skipif(not uncompiled.compiled(), reason="nothing was compiled")


def test_extraction_in_python_finds_the_same() -> None:
    command = [sys.executable, uncompiled.__file__, *map(str, PAGES)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    for path, line in zip(PAGES, done.stdout.splitlines(), strict=True):
        assert json.loads(line) == json.loads(json.dumps(uncompiled.found_in(path))), path


@pytest.mark.parametrize("library", uncompiled.compiled(), ids=lambda path: path.name.partition(".")[0])
def test_nothing_compiled_is_older_than_its_source(library: Path) -> None:
    sources = [uncompiled.source_of(library, ending) for ending in (".py", ".pyx", ".pxd")]
    changed = [
        source.name
        for source in sources
        if source.exists() and source.stat().st_mtime > library.stat().st_mtime
    ]
    assert not changed, "compile again: pip install --editable ."
