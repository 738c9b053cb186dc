"""Which signs a text has, read character by character: asked before a pattern is tried, and faster where compiled."""

from __future__ import annotations


# Loops, as the compiler takes no generators here.


def has_digit(text: str) -> bool:
    """The text has a decimal digit of any script."""
    for letter in text:  # noqa: SIM110
        if "0" <= letter <= "9" or (letter > "\x7f" and letter.isdecimal()):
            return True
    return False


def has_number(text: str) -> bool:
    """The text has a digit, or the sign behind a year that may be written in Chinese."""
    for letter in text:  # noqa: SIM110
        if "0" <= letter <= "9" or (letter > "\x7f" and (letter == "年" or letter.isdecimal())):
            return True
    return False


def has_label_mark(text: str) -> bool:
    """The text has a sign that stands behind labels, as a colon or the gap between a line's pieces, or `by `, `者 `."""
    before = last = " "
    for letter in text:
        if letter in ":/|=：／｜丨＝\u241f":
            return True
        if (last == "者" or (last in "yY" and before in "bB")) and letter.isspace():
            return True
        before = last
        last = letter
    return False
