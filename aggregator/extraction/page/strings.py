"""Searches and folds strings; `_strings.pyx` is the same in C, for machines that could compile it."""

from __future__ import annotations

import re
from enum import IntEnum


class Reach(IntEnum):
    """The range of characters that a text has no others than; the narrowest one."""

    NOT_UTF_8 = 0
    """It is no text."""
    ASCII = 1
    LATIN_1 = 2
    TWO_BYTES = 3
    """Up to U+07FF."""
    ANY = 4


_WIDE = re.compile("[\u0800-\U0010ffff]")
_C1 = re.compile(b"\xc2[\x80-\x9f]")
_END = re.compile(rb"</(?:body|html)>", re.I)


def find(text: bytes, word: bytes, start: int) -> int:
    """Where the word stands in a text without NUL, from `start` on; -1: nowhere."""
    return text.find(word, start)


def folded(text: str) -> str:
    """The text with one blank for any run of blanks, and none at its ends."""
    return " ".join(text.split())


def reach(data: bytes) -> Reach:
    """How far the characters of UTF-8 reach."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Reach.NOT_UTF_8
    if text.isascii():
        return Reach.ASCII
    if _WIDE.search(text):
        return Reach.ANY
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return Reach.TWO_BYTES
    return Reach.LATIN_1


def has_c1(data: bytes) -> bool:
    """Whether UTF-8 has any of the control characters U+0080 to U+009F."""
    return _C1.search(data) is not None


def ends(html: bytes) -> list[int]:
    """Where `</body>` and `</html>` stand, in letters of either case."""
    return [end.start() for end in _END.finditer(html)]
