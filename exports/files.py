"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from aggregator.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def written_aside(path: Path) -> Iterator[TextIO]:
    """A text file that takes the place of `path` when the block ends and leaves nothing when it fails.

    Links are followed and the permissions of a file that was there are kept. Pipes and devices, which cannot
    be replaced, are written directly. Raises ExportError when the file cannot be made, written or moved.
    """
    try:
        if path.exists() and not path.is_file():
            with text_file(os.open(path, os.O_WRONLY)) as out:
                yield out
        else:
            with _replacing(path.resolve()) as out:
                yield out
    except BrokenPipeError:
        raise
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error


def text_file(descriptor: int) -> TextIO:
    """An open file as UTF-8 text whose line ends are written as given.

    A lone surrogate, which UTF-8 cannot say, becomes `\\udXXX`: in JSON that is its escape.
    """
    return open(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="")


@contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    aside = path.with_name(f".export-{secrets.token_hex(8)}.part")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    try:
        with text_file(descriptor) as out:
            yield out
            out.flush()
            os.fsync(descriptor)
        if path.exists():
            aside.chmod(path.stat().st_mode & 0o7777)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
