"""What two texts share and what they do not: measures of a pair, before any judgement.

Two pages of one template share more than a rewritten story shares with its source. What tells them apart is not
how much is shared but what stands in the places that differ: other numbers and, again and again, another name.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aggregator.similarity.normal import Normal

LONGEST_SLOT: Final = 24
"""Tokens between two shared stretches that are still read as one wording put in another's place."""

_LOOK_AHEAD: Final = 8
"""How far a token is looked for on the other side of a slot."""

_BLOCK: Final = 20
"""Tokens in a block, to see whether substitutions stand in one place or all over."""


class Run(NamedTuple):
    """A stretch of tokens that both texts have, word for word."""

    start: int
    end: int
    other_start: int
    other_end: int


class Gap(NamedTuple):
    """A stretch of the smaller text between runs, and what the larger has in its place."""

    start: int
    tokens: Sequence[str]
    opposite: Sequence[str]
    opposite_start: int
    enclosed: bool
    """Whether the runs on both sides stand as near to each other in the larger text."""


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Measures of a smaller text against a larger one; shares are of the smaller one's tokens, unless said."""

    size: int
    """Tokens of the smaller."""
    coverage: float
    """Share that stands in runs."""
    coverage_of_larger: float
    resemblance: float
    """Share that stands in runs or, in whatever order, in the place opposite to it."""
    longest_lack: float
    """The gap with the most tokens that its opposite lacks: that many, as a share."""
    new_passage: int
    """Tokens of the longest stretch that either text has and the other lacks."""
    foreign: float
    """Share that stands in gaps which have little in common with their opposites."""
    numbers: frozenset[str]
    """Different numbers in the smaller."""
    absent_numbers: frozenset[str]
    """Those of them that the larger lacks."""
    number_changes: int
    """Places where one number stands for another."""
    name_changes: int
    """Places where a wording is replaced that is always replaced so, and never left."""
    other_changes: int
    """Places where another wording stands, as rewriting leaves them."""
    edge_changes: int
    """Ends of the text, none to two, at which each text has a few tokens of its own."""
    spread: int
    """Blocks of text with changes of numbers or names."""
    own_term: int
    """How often each text repeats a term that the other lacks altogether; of both texts the less."""

    @property
    def mould_changes(self) -> int:
        return self.number_changes + self.name_changes


def compare(one: Normal, other: Normal) -> Comparison:
    """The measures of a pair, in whichever order it is given."""
    smaller, larger = sorted((one, other), key=lambda normal: (len(normal.tokens), normal.joined))
    size = len(smaller.tokens)
    runs = _runs(smaller, larger)
    gaps = list(_gaps(smaller, larger, runs))
    lost = [(gap, len(gap.tokens) - _common(gap.tokens, gap.opposite)) for gap in gaps]
    changes = _count_changes(smaller, larger, gaps)
    in_gaps = sum(len(gap.tokens) for gap in gaps)
    longest_lack = max((lack for _, lack in lost), default=0)
    uncovered = _uncovered_by(runs, len(larger.tokens))
    return Comparison(
        size=size,
        coverage=_share(size - in_gaps, size),
        coverage_of_larger=_share(len(larger.tokens) - sum(uncovered), len(larger.tokens)),
        resemblance=_share(size - sum(lack for _, lack in lost), size),
        longest_lack=_share(longest_lack, size),
        new_passage=max(longest_lack, *uncovered),
        foreign=_share(sum(len(gap.tokens) for gap, lack in lost if lack > 0.6 * len(gap.tokens)), size),
        numbers=smaller.numbers,
        absent_numbers=smaller.numbers - larger.numbers,
        edge_changes=sum(_at_both_edges(gap, size, len(larger.tokens)) for gap in gaps),
        own_term=min(_own_term(smaller, larger), _own_term(larger, smaller)),
        **changes,
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _common(tokens: Sequence[str], others: Sequence[str]) -> int:
    """Tokens that both have, in whatever order."""
    return (Counter(tokens) & Counter(others)).total() if others else 0


def _own_term(text: Normal, other: Normal) -> int:
    return max((count for term, count in text.terms.items() if term not in other.terms), default=0)


def _runs(smaller: Normal, larger: Normal) -> list[Run]:
    """The shared stretches, in the smaller text's order.

    A shingle that the larger text repeats continues the run it is in, if it can: that is its right place.
    """
    width = smaller.width
    shingles = larger.shingles(width)
    places = {shingle: place for place, shingle in enumerate(shingles)}
    found: list[list[int]] = []
    last, place = -2, -2
    for position, shingle in enumerate(smaller.shingles(width)):
        place += 1
        if last != position - 1 or place >= len(shingles) or shingles[place] != shingle:
            if shingle not in places:
                continue
            place = places[shingle]
            found.append([position, position, place])
        found[-1][1] = last = position
    limit, other_limit = len(smaller.tokens), len(larger.tokens)
    return [
        Run(first, min(final + width, limit), start, min(start + final - first + width, other_limit))
        for first, final, start in found
    ]


def _uncovered_by(runs: list[Run], size: int) -> list[int]:
    """Tokens of the larger text before, between and after the runs."""
    lengths, end = [], 0
    for run in sorted(runs, key=lambda run: run.other_start):
        lengths.append(max(0, run.other_start - end))
        end = max(end, run.other_end)
    return [*lengths, size - end]


def _gaps(smaller: Normal, larger: Normal, runs: list[Run]) -> Iterator[Gap]:
    """What the runs leave of the smaller text."""
    size = len(smaller.tokens)
    end, before = 0, None
    for run in [*runs, None]:
        start = run.start if run else size
        if start > end:
            yield _gap(smaller.tokens, larger.tokens, (end, start), before, run.other_start if run else None)
        if run and run.end >= end:
            end, before = run.end, run.other_end


def _gap(
    tokens: list[str], others: list[str], span: tuple[int, int], before: int | None, after: int | None
) -> Gap:
    """The gap at `span`; `before` and `after` are where the larger text's neighbouring runs end and start."""
    start, end = span
    own = tokens[start:end]
    reach = len(own) + _LOOK_AHEAD
    if before is not None and after is not None and 0 <= after - before <= 2 * len(own) + reach:
        return Gap(start, own, others[before:after], before, enclosed=True)
    sides = []
    if before is not None:
        sides.append((before, others[before : before + reach]))
    if after is not None:
        first = max(0, after - reach)
        sides.append((first, others[first:after]))
    place, opposite = max(sides, key=lambda side: _common(own, side[1]), default=(0, []))
    return Gap(start, own, opposite, place, enclosed=False)


def _at_both_edges(gap: Gap, size: int, other_size: int) -> bool:
    """Whether a gap and its opposite both begin, or both end, their texts."""
    if gap.enclosed or not gap.opposite:
        return False
    first = gap.start == gap.opposite_start == 0
    last = gap.start + len(gap.tokens) == size and gap.opposite_start + len(gap.opposite) == other_size
    return first or last


def _count_changes(smaller: Normal, larger: Normal, gaps: list[Gap]) -> dict[str, int]:
    """The changes by kind, and over how many blocks those of numbers and names are spread."""
    found = [
        (gap.start // _BLOCK, old, new)
        for gap in gaps
        if gap.enclosed and max(len(gap.tokens), len(gap.opposite)) <= LONGEST_SLOT
        for old, new in _substitutions(gap.tokens, gap.opposite)
    ]
    often = Counter((old, new) for _, old, new in found)
    same_script = smaller.traditional == larger.traditional  # else Taiwan's words for the mainland's
    names = {
        (old, new)
        for (old, new), count in often.items()
        if count > 1 and same_script and old not in larger.joined and new not in smaller.joined
    }
    numbers = [block for block, old, new in found if _has_number(old) and _has_number(new)]
    named = [
        block
        for block, old, new in found
        if (old, new) in names and not (_has_number(old) and _has_number(new))
    ]
    return {
        "number_changes": len(numbers),
        "name_changes": len(named),
        "other_changes": len(found) - len(numbers) - len(named),
        "spread": len({*numbers, *named}),
    }


def _substitutions(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What stands for what between two wordings of one slot, around the tokens that both have."""
    start = other_start = 0
    for position, token in enumerate(old):
        ahead = new[other_start : other_start + _LOOK_AHEAD]
        place = other_start + ahead.index(token) if token in ahead else None
        if place is None:
            continue
        if position > start and place > other_start:
            yield " ".join(old[start:position]), " ".join(new[other_start:place])
        start, other_start = position + 1, place + 1
    if start < len(old) and other_start < len(new):
        yield " ".join(old[start:]), " ".join(new[other_start:])


def _has_number(wording: str) -> bool:
    return any(token[0].isdigit() for token in wording.split(" "))
