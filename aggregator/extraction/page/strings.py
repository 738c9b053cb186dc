"""Searches and folds strings; `_strings.pyx` is the same in C, for machines that could compile it."""

from __future__ import annotations


def find(text: bytes, word: bytes, start: int) -> int:
    """Where the word stands in a text without NUL, from `start` on; -1: nowhere."""
    return text.find(word, start)


def folded(text: str) -> str:
    """The text with one blank for any run of blanks, and none at its ends."""
    return " ".join(text.split())
