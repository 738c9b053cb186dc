"""The verdict on a pair of articles: copies, versions of one story, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from aggregator.similarity.comparison import LONGEST_SLOT, Comparison, compare
from aggregator.similarity.normal import CHARACTER_SHINGLE, Normal

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date


class Relation(StrEnum):
    """What a copy is to its original."""

    EXACT = "exact"
    """The same text, but for width, case, script variant, white space, punctuation and number forms."""
    NEAR = "near"
    """Much the same: wrapped, reordered, cut, extended or rewritten."""
    CONTAINED = "contained"
    """One of them is a part of the other: a teaser, an excerpt."""
    VERSION = "version"
    """The same story some days later, with new figures or paragraphs."""


@dataclass(frozen=True)
class Document:
    """An article as far as the verdict looks at it."""

    text: Normal
    title: Normal
    published: date | None = None
    """None: no source says, or none that can be believed."""

    @cached_property
    def title_terms(self) -> frozenset[str]:
        return frozenset(self.title.terms)


@dataclass(frozen=True)
class Verdict:
    """What two articles are to each other."""

    relation: Relation | None
    """None: neither copies nor versions."""
    similarity: float
    """Share of the smaller text that the larger one has, word for word."""


SMALLEST: Final = 20
"""Tokens a text needs to be compared at all; of shorter ones only exact copies count, and their titles too."""

# The limits were set by hand on known copies and look-alikes; docs/duplicates.md says on which, and how it went.

LEAST_COVERAGE: Final = 0.1
LEAST_RESEMBLANCE: Final = 0.55
LONGEST_LACK: Final = 0.14
"""More than that in one piece is another article's text: a series' next part, a page with the same frame."""
MOST_FOREIGN: Final = 0.27
ABSENT_NUMBERS: Final = 0.35
"""Of the numbers. Rewriting leaves figures alone, the next day's closing prices do not."""
MOULD_SHARE: Final = 0.3
"""Of all changes those of numbers and names: rewriting changes a hundred other words before as many."""
OWN_TERM: Final = 4
OWN_TERM_SHARE: Final = 0.008
"""A name is repeated in each text and missing in the other: so often, and so often by length."""
SHORT: Final = 150
"""Tokens up to which a single changed number, or changes in one place, are not taken for an oversight."""
TINY: Final = 50
"""Tokens up to which any change tells two notices apart; only what is cut off or added does not."""
SLIGHT: Final = 5
"""Changes of wording in a short text: rewriting leaves as many, filling in another name leaves fewer."""
TELLING_TITLE: Final = 4
"""Terms of a title that is not the name of a column: weather, notice, photo news."""

VERSION_DAYS: Final = 3
TITLE_TERMS: Final = 2
VERSION_COVERAGE: Final = 0.5
VERSION_COVERAGE_OF_LARGER: Final = 0.3
VERSION_SIZE: Final = 120
VERSION_CHANGES: Final = 0.05
"""Changed numbers and names a token: a story keeps its sentences, a table of prices only its frame."""
VERSION_REWORDED: Final = 0.01
"""Other changed wordings a token: the next day's story is written on, a copied one is reworded."""
UNCHANGED: Final = 0.98
CONTAINED_COVERAGE: Final = 0.85
CONTAINED_IN: Final = 0.75
"""A part: nearly all of it stands in the larger text, of which it is no more than that."""


def judge(one: Document, other: Document) -> Verdict:
    """The verdict on two articles, in whichever order they are given."""
    if one.text.tokens == other.text.tokens:
        return Verdict(Relation.EXACT if _has_its_say(one) or _titles_agree(one, other) else None, 1.0)
    may_be_version = _is_sequel(one, other)
    if not _is_worth_comparing(one.text, other.text, numbers=not may_be_version):
        return Verdict(None, 0.0)
    pair = compare(one.text, other.text)
    similarity = round(pair.coverage, 4)
    if may_be_version and _is_version(pair):
        return Verdict(Relation.VERSION, similarity)
    if not _is_same(pair) or _is_template(pair) or _is_form(pair, one, other):
        return Verdict(None, similarity)
    part = pair.coverage >= CONTAINED_COVERAGE and pair.coverage_of_larger <= CONTAINED_IN
    return Verdict(Relation.CONTAINED if part else Relation.NEAR, similarity)


def _has_its_say(document: Document) -> bool:
    """Whether the text by itself tells what it is about: `详见附件` may stand under any notice."""
    return len(document.text.tokens) >= SMALLEST


def _titles_agree(one: Document, other: Document) -> bool:
    """Whether the titles are the same, or one is missing."""
    return not one.title.tokens or not other.title.tokens or one.title.tokens == other.title.tokens


def _is_worth_comparing(one: Normal, other: Normal, *, numbers: bool) -> bool:
    """Whether the pair has a chance, by sets alone: most candidates have none, and this is ten times as fast.

    `numbers`: whether different numbers speak against it.
    """
    smaller, larger = sorted((one, other), key=lambda normal: (len(normal.tokens), normal.joined))
    if len(smaller.tokens) < SMALLEST:
        return False
    if smaller.width == larger.width:
        shared = len(smaller.shingle_set & larger.shingle_set)
        if shared * CHARACTER_SHINGLE < LEAST_COVERAGE * len(smaller.shingle_set):
            return False
    return not numbers or _numbers_agree(
        smaller.numbers, smaller.numbers - larger.numbers, len(smaller.tokens)
    )


def _numbers_agree(numbers: Collection[str], absent: Collection[str], size: int) -> bool:
    """Whether hardly any of a text's numbers are absent from the other."""
    count, lost = (sum(len(number) > 1 for number in some) for some in (numbers, absent))
    oversight = 1 if size > SHORT else 0
    return lost <= max(ABSENT_NUMBERS * count, oversight) and len(absent) <= len(numbers) / 2 + 1


def _is_same(pair: Comparison) -> bool:
    """Whether nothing of weight is missing from the larger text."""
    return (
        pair.coverage >= LEAST_COVERAGE
        and pair.resemblance >= LEAST_RESEMBLANCE
        and pair.longest_lack <= LONGEST_LACK
        and pair.foreign <= MOST_FOREIGN
        and _numbers_agree(pair.numbers, pair.absent_numbers, pair.size)
    )


def _is_template(pair: Comparison) -> bool:
    """Whether what differs is mostly names and numbers, all over the text."""
    repeated = pair.own_term >= OWN_TERM and pair.own_term > OWN_TERM_SHARE * pair.size
    names = max(pair.name_changes, pair.own_term if repeated else 0)
    changes = pair.number_changes + names
    if changes < (1 if pair.size < SHORT else 2) or changes <= MOULD_SHARE * (changes + pair.other_changes):
        return False
    return pair.spread > 1 or pair.size < SHORT or names >= OWN_TERM


def _is_form(pair: Comparison, one: Document, other: Document) -> bool:
    """Whether a short text looks like a form, filled in twice.

    One name is replaced once, as a correction replaces a word. Only the titles tell which of them it was.
    """
    changes = pair.mould_changes + pair.other_changes + pair.edge_changes
    if pair.size < TINY:
        return changes > 0
    fewer, more = sorted((one.title_terms, other.title_terms), key=len)
    return pair.size < SHORT and 0 < changes < SLIGHT and not (len(fewer) >= TELLING_TITLE and fewer <= more)


def _is_sequel(one: Document, other: Document) -> bool:
    """Whether one was published some days after the other, under the same title."""
    if one.published is None or other.published is None:
        return False
    if not 1 <= abs((one.published - other.published).days) <= VERSION_DAYS:
        return False
    fewer, more = sorted((one.title_terms, other.title_terms), key=len)
    return len(fewer) >= TITLE_TERMS and fewer <= more


def _is_version(pair: Comparison) -> bool:
    """Whether a sequel tells the same story with something new.

    That is a passage, longer than what fills a slot: where figures alone changed, weather and closing prices look
    the same as a story that is kept up to date.
    """
    both_changed = pair.coverage < UNCHANGED and pair.coverage_of_larger < UNCHANGED
    return (
        pair.size >= VERSION_SIZE
        and pair.new_passage > LONGEST_SLOT
        and pair.coverage >= VERSION_COVERAGE
        and pair.coverage_of_larger >= VERSION_COVERAGE_OF_LARGER
        and pair.mould_changes <= VERSION_CHANGES * pair.size
        and pair.other_changes <= VERSION_REWORDED * pair.size
        and (both_changed or pair.mould_changes > 0 or any(len(number) > 1 for number in pair.absent_numbers))
    )
