"""Which signs and words a text has, read character by character: asked before a pattern is tried.

Runs as it is, and far faster where `setup.py` could compile it: `signs.pxd` has the types.
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

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


class Words:
    """Words of which most texts have none, which is told in one way through the text.

    (Aho and Corasick 1975, Efficient string matching: an aid to bibliographic search.)
    """

    def __init__(self, words: Iterable[str], signs: Iterable[str] = ()) -> None:
        """`words` are of small letters of ASCII, `signs` are beyond it and single."""
        self.signs = "".join(signs)
        self.steps = _steps(frozenset(words))

    def are_in(self, text: str) -> bool:
        """The text has one of the words in letters of either case, also as a part of another, or one of the signs."""
        steps, signs = self.steps, self.signs
        state = 0
        for letter in text:
            if letter > "\x7f":
                if letter in signs:
                    return True
                state = 0
                continue
            code = ord(letter)
            state = steps[state + (code & 31)] if code & 64 else 0
            if state < 0:
                return True
        return False


_LETTERS = 32
"""Letters of ASCII are told from each other by their last five bits, in either case."""


def _steps(words: Collection[str]) -> array[int]:
    """State and letter -> the next state, each the place of its row; -1: a word is complete.

    A state is the longest beginning of a word that what was read ends with.
    """
    states = sorted({word[:size] for word in words for size in range(len(word))}, key=len)
    places = {state: _LETTERS * place for place, state in enumerate(states)}
    steps = array("i", [0] * (_LETTERS * len(states)))
    longer = {word[:size] for word in words for size in range(1, len(word) + 1)}
    for state, place in places.items():
        if state:  # what a shorter one leads to, whose row is complete
            shorter = next((places[end] for end in _ends(state) if end in places), 0)
            steps[place : place + _LETTERS] = steps[shorter : shorter + _LETTERS]
        for read in longer:
            if len(read) == len(state) + 1 and read.startswith(state):
                step = place + (ord(read[len(state)]) & 31)
                steps[step] = -1 if read in words or steps[step] < 0 else places[read]
    return steps


def _ends(state: str) -> Iterator[str]:
    return (state[start:] for start in range(1, len(state)))
