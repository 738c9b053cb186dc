"""The difference of two texts, by sentence and inside it by character or word: strings in, values out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

Step = int | tuple[str, str]
"""So many characters stay, or (what was there, what is there instead)."""

_SENTENCE_END = re.compile(r"(?<=\n)|(?<=[。！？!?…；])(?![。！？!?…；”」』\n])|(?<=[.;] )")
_PIECE = re.compile(r"[^\W\u2e80-\ud7ff\uf900-\ufaff]+|.", re.DOTALL)
"""Words of scripts with spaces; of scripts without, each character."""

_MOST_SENTENCES = 4000
_MOST_PIECES = 1500
"""Comparison is quadratic at worst; what is longer counts as replaced as a whole."""


def difference(old: str, new: str) -> list[Step]:
    """Steps from `old` to `new`; from either text they lead to the other one."""
    return list(_joined(_steps(_sentences(old), _sentences(new), most=_MOST_SENTENCES, refine=True)))


def older(new: str, steps: Sequence[Step]) -> str:
    """The text that `steps` started from, given where they led."""
    parts, at = [], 0
    for step in steps:
        if isinstance(step, int):
            parts.append(new[at : at + step])
            at += step
        else:
            parts.append(step[0])
            at += len(step[1])
    return "".join(parts)


def passages(new: str, steps: Sequence[Step], *, around: int = 24) -> Iterator[tuple[str, str]]:
    """What was and what is, in one line of reading; both are the same where nothing changed.

    Of what stayed there are as many characters as `around` on each side of a change.
    """
    at = 0
    for place, step in enumerate(steps):
        if isinstance(step, int):
            kept = _shortened(new[at : at + step], place == 0, place == len(steps) - 1, around)
            yield kept, kept
            at += step
        else:
            yield step
            at += len(step[1])


def _shortened(kept: str, is_first: bool, is_last: bool, around: int) -> str:
    """The beginning and the end of what stayed; before the first change only its end, behind the last its beginning."""
    if len(kept) <= 2 * around:
        return kept
    head = "" if is_first else kept[:around]
    tail = "" if is_last else kept[-around:]
    return f"{head}…{tail}"


def _sentences(text: str) -> list[str]:
    cuts = [0, *(match.start() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if end > start]


def _steps(old: list[str], new: list[str], *, most: int, refine: bool) -> Iterator[Step]:
    """Compare part by part; parts that were replaced are compared again in smaller pieces."""
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    yield sum(map(len, old[:head]))
    yield from _inner(old[head : len(old) - tail], new[head : len(new) - tail], most=most, refine=refine)
    yield sum(map(len, old[len(old) - tail :]))


def _inner(old: list[str], new: list[str], *, most: int, refine: bool) -> Iterator[Step]:
    if not old or not new or len(old) + len(new) > most:
        yield "".join(old), "".join(new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = "".join(old[a:b]), "".join(new[c:d])
        if tag == "equal":
            yield len(before)
        elif tag == "replace" and refine:
            yield from _steps(_PIECE.findall(before), _PIECE.findall(after), most=_MOST_PIECES, refine=False)
        else:
            yield before, after


def _shared(first: Sequence[str], second: Sequence[str]) -> int:
    """How many parts both begin with."""
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count


def _joined(steps: Iterator[Step]) -> Iterator[Step]:
    """Without empty steps, neighbours of one sort as one."""
    last: Step = 0
    for step in steps:
        if isinstance(step, int) and isinstance(last, int):
            last += step
        elif isinstance(step, tuple) and isinstance(last, tuple):
            last = (last[0] + step[0], last[1] + step[1])
        elif step not in (0, ("", "")):
            if last not in (0, ("", "")):
                yield last
            last = step
    if last not in (0, ("", "")):
        yield last
