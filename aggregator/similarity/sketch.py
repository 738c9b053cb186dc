"""The sketch of a text: a few numbers that texts with much in common are likely to share."""

from __future__ import annotations

from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from xxhash import xxh3_64_intdigest

from aggregator.similarity.verdict import SMALLEST

if TYPE_CHECKING:
    from aggregator.similarity.normal import Normal

SKETCH_SIZE: Final = 16
"""Keys an article puts into the index. More find few more copies and cost index, fewer lose heavy rewrites."""

KEY_BITS: Final = 37
"""Of a text of a thousand words the smallest hashes then fit into four bytes, and among a million articles one
key in a hundred is shared by chance, which costs a comparison and no more."""


def sketch(normal: Normal) -> list[int]:
    """The smallest hashes among the text's shingles, ascending.

    The smallest of all and not the smallest of each band: two texts share many of them when they share most of
    their shingles, and some when one contains the other. XXH3 gives the same number on every machine and, since
    version 0.8, in every release.
    """
    data = normal.joined.encode("utf-32-le")
    hashes = {xxh3_64_intdigest(data[4 * start : 4 * end]) for start, end in normal.spans(normal.width)}
    return [value >> (64 - KEY_BITS) for value in nsmallest(SKETCH_SIZE, hashes)]


def text_hash(normal: Normal, title: Normal) -> int:
    """The same for exact copies, and for no others: 63 bits, which SQLite keeps as a positive integer.

    Of texts too short to tell, the title is a part.
    """
    titled = title.tokens and len(normal.tokens) < SMALLEST
    told = f"{normal.joined}\n{title.joined}" if titled else normal.joined
    return xxh3_64_intdigest(told.encode()) >> 1
