# cython: boundscheck=False
# Steps lead to rows of their table.
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
        words = frozenset(words)
        columns = {letter: ord(letter) % _LETTERS for letter in "".join(words)}
        self.steps, _ = _automaton(words, columns, _LETTERS)

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


class Beginnings:
    """Words of which few texts begin with one, as the first three letters of nearly all texts tell."""

    def __init__(self, words: Iterable[str]) -> None:
        self.known = bytearray(_LETTERS * _LETTERS * _LETTERS)
        for word in words:
            if word[:3].isascii():
                start, room = 0, len(self.known)
                for letter in word[:3]:
                    room //= _LETTERS
                    start += room * _column(ord(letter))
                self.known[start : start + room] = b"\1" * room

    def may_begin(self, text: str) -> bool:
        """The text may begin with one of the words, in letters of either case, or with no letter of ASCII."""
        if len(text) < 3:
            return True
        first, second, third = ord(text[0]) | 32, ord(text[1]), ord(text[2])
        if not 97 <= first <= 122 or second >= 128 or third >= 128:
            return True
        return self.known[(_column(first) * _LETTERS + _column(second)) * _LETTERS + _column(third)] != 0


def _column(code: int) -> int:
    """Of a letter; all other signs of ASCII share one."""
    return code & 31 if code & 64 else 0


class Spotter:
    """Words that are all looked for in one way through many texts."""

    def __init__(self, words: Iterable[str]) -> None:
        """`words` are of ASCII."""
        words = frozenset(words)
        self.columns = {sign: place for place, sign in enumerate(sorted(set("".join(words))), start=1)}
        self.places = array("i", [self.columns.get(chr(code), 0) for code in range(128)])
        self.steps, self.ends = _automaton(words, self.columns, 1 + len(self.columns))

    def spot(self, texts: Iterable[str]) -> dict[str, dict[str, None]]:
        """Word -> those of the texts that have it, each once and in their order; without words that none has."""
        steps, places = self.steps, self.places
        found: dict[str, dict[str, None]] = {}
        for text in texts:
            state = 0
            for letter in text:
                code = ord(letter)
                state = steps[state + places[code]] if code < 128 else 0
                if state < 0:
                    for word in self.ends[state]:
                        found.setdefault(word, {})[text] = None
                    state = -state
        return found


_LETTERS = 32
"""Letters of ASCII are told from each other by their last five bits, in either case."""


def _automaton(
    words: Collection[str], columns: dict[str, int], width: int
) -> tuple[array[int], dict[int, list[str]]]:
    """State and sign -> the next state, each the place of its row, below 0 where words end; and those words by state.

    A state is the longest beginning of a word that what was read ends with. Each sign has its column of a row.
    """
    states = sorted({word[:size] for word in words for size in range(len(word) + 1)} | {""}, key=len)
    rows = {state: width * number for number, state in enumerate(states)}
    ends = {state: [end for end in (state, *_ends(state)) if end in words] for state in states}
    places = {state: -row if ends[state] else row for state, row in rows.items()}
    steps = array("i", [0] * (width * len(states)))
    for state, row in rows.items():
        if state:  # what a shorter one leads to, whose row is complete
            shorter = next(rows[end] for end in _ends(state) if end in rows)
            steps[row : row + width] = steps[shorter : shorter + width]
        for sign, column in columns.items():
            if state + sign in places:
                steps[row + column] = places[state + sign]
    return steps, {places[state]: found for state, found in ends.items() if found}


def _ends(state: str) -> Iterator[str]:
    """What a text ends with besides the whole of it, longest first."""
    return (state[start:] for start in range(1, len(state) + 1))
