"""Finds the records in a file: one a line (JSON Lines), or all in an array (JSON)."""

from __future__ import annotations

import json
import re
from itertools import chain
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MARK: Final = "\ufeff"
_BLANKS = re.compile(r"[ \t\r\n]*")
_DECODER: Final = json.JSONDecoder()


def numbered(lines: Iterable[str | bytes], start: int = 1) -> Iterator[tuple[int, str | bytes]]:
    """The text of each record with the number of its line; what is none comes as it is, to be complained of.

    Lines are read as they are asked for, an array as a whole.
    """
    told = ((number, line) for number, line in enumerate(lines, start) if line.strip())
    for number, line in told:
        if not _begins_array(line):
            yield number, line
            continue
        data = b"".join(map(_encoded, chain([line], (line for _, line in told))))
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            yield number, data
        else:
            yield from _elements(text, number)


def _begins_array(line: str | bytes) -> bool:
    if isinstance(line, bytes):
        return line.removeprefix(_MARK.encode()).lstrip().startswith(b"[")
    return line.removeprefix(_MARK).lstrip().startswith("[")


def _encoded(line: str | bytes) -> bytes:
    return line.encode("utf-8", "surrogatepass") if isinstance(line, str) else line


def _elements(text: str, number: int) -> Iterator[tuple[int, str | bytes]]:
    """The elements of an array, and what comes behind it; from where it is broken on, the rest as one."""
    at = text.index("[")
    while text[at : at + 1] in ("[", ","):
        start = _after_blanks(text, at + 1)
        number += text.count("\n", at, start)
        if text[start : start + 1] == "]" and text[at] == "[":
            at = start
            break
        try:
            _, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            yield number, text[start:] or text[at:]
            return
        yield number, text[start:end]
        at = _after_blanks(text, end)
        number += text.count("\n", start, at)
    if text[at : at + 1] != "]":
        yield number, text[at:] or "["
        return
    yield from numbered(text[at + 1 :].split("\n"), number)


def _after_blanks(text: str, at: int) -> int:
    found = _BLANKS.match(text, at)
    return found.end() if found else at
