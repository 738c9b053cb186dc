"""The index of sketches: which texts are worth comparing with a text, without looking at any of them.

Two texts are compared when they share a key that stands in few texts, or when they are neighbours, in the order of
their hashes, among the many that share a more common one. Which pairs these are follows from the texts in the
index and not from when they came; what changes about pairs of others, when a text comes or goes, is reported.
"""

from __future__ import annotations

from itertools import combinations, product
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Sequence

FEW: Final = 30
"""Texts that may share a key and are all compared: twice as many found no more copies, at twice the cost."""

NEIGHBOURS: Final = 2
"""To each side, among the texts that share a common key: enough to chain a story that is copied everywhere."""

Pair = tuple[int, int]
"""Two texts' numbers, the smaller first."""


class Entry(NamedTuple):
    """A text as the index knows it."""

    id: int
    """Its number in this file, which says nothing about it."""
    hash: int
    """Of its normal form, the same in every file."""
    keys: tuple[int, ...]


class SketchIndex:
    """Tables `sketch_keys` (a key that stands in few texts) and `common_keys` (one that stands in many)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection

    def add(self, entry: Entry) -> set[Pair]:
        """Take in a text; pairs of others whose comparison this may end."""
        changed = set[Pair]()
        common = self._common_among(entry.keys)
        for key in sorted(common):
            changed |= self._straddling(key, entry.hash)
            self._db.execute("INSERT INTO common_keys VALUES (?, ?, ?)", (key, entry.hash, entry.id))
        rare = [(key, entry.id) for key in entry.keys if key not in common]
        self._db.executemany("INSERT INTO sketch_keys VALUES (?, ?)", rare)
        for key in self._crowded_among(entry.keys):
            changed |= _pairs(holder for holder in self._holders(key) if holder != entry.id)
            self._make_common(key)
        return changed

    def remove(self, entry: Entry) -> set[Pair]:
        """Forget a text; pairs of others that may have to be compared now."""
        changed = set[Pair]()
        common = self._common_among(entry.keys)
        rare = [(key, entry.id) for key in entry.keys if key not in common]
        self._db.executemany("DELETE FROM sketch_keys WHERE key = ? AND text = ?", rare)
        for key in sorted(common):
            self._db.execute("DELETE FROM common_keys WHERE key = ? AND hash = ?", (key, entry.hash))
            changed |= self._straddling(key, entry.hash)
            holders = self._common_holders(key)
            if len(holders) <= FEW:
                self._make_rare(key)
                changed |= _pairs(holders)
        return changed

    def candidates(self, entry: Entry) -> set[int]:
        """The texts to compare `entry` with."""
        rows = self._db.execute(
            "SELECT text FROM sketch_keys WHERE key IN (SELECT value FROM json_each(?))", (_list(entry.keys),)
        )
        found = {text for (text,) in rows}
        for key in sorted(self._common_among(entry.keys)):
            for side in self._neighbours(key, entry.hash):
                found.update(side)
        return found - {entry.id}

    def compares(self, one: Entry, other: Entry) -> bool:
        """Whether the two are a pair to compare."""
        shared = set(one.keys) & set(other.keys)
        common = self._common_among(shared)
        return common != shared or any(
            self._distance(key, one.hash, other.hash) <= NEIGHBOURS for key in sorted(common)
        )

    def is_open(self, one: Entry, other: Entry) -> bool:
        """Whether they may be copies although they are not compared: all that they share is common."""
        shared = set(one.keys) & set(other.keys)
        return bool(shared) and self._common_among(shared) == shared

    def _common_among(self, keys: Iterable[int]) -> set[int]:
        rows = self._db.execute(
            """
            SELECT value FROM json_each(?)
            WHERE EXISTS (SELECT 1 FROM common_keys WHERE key = value)
            """,
            (_list(keys),),
        )
        return {key for (key,) in rows}

    def _crowded_among(self, keys: Iterable[int]) -> list[int]:
        """Keys that stand in more than a few texts and are not yet called common."""
        rows = self._db.execute(
            """
            SELECT key FROM sketch_keys WHERE key IN (SELECT value FROM json_each(?))
            GROUP BY key HAVING count(*) > ?
            """,
            (_list(keys), FEW),
        )
        return sorted(key for (key,) in rows)

    def _holders(self, key: int) -> list[int]:
        rows = self._db.execute(f"SELECT text FROM sketch_keys WHERE key = ? LIMIT {FEW + 1}", (key,))
        return [text for (text,) in rows]

    def _common_holders(self, key: int) -> list[int]:
        rows = self._db.execute(f"SELECT text FROM common_keys WHERE key = ? LIMIT {FEW + 1}", (key,))
        return [text for (text,) in rows]

    def _make_common(self, key: int) -> None:
        self._db.execute(
            """
            INSERT INTO common_keys (key, hash, text)
            SELECT key, hash, text FROM sketch_keys JOIN texts ON id = text WHERE key = ?
            """,
            (key,),
        )
        self._db.execute("DELETE FROM sketch_keys WHERE key = ?", (key,))

    def _make_rare(self, key: int) -> None:
        self._db.execute("INSERT INTO sketch_keys SELECT key, text FROM common_keys WHERE key = ?", (key,))
        self._db.execute("DELETE FROM common_keys WHERE key = ?", (key,))

    def _neighbours(self, key: int, hash_: int) -> Iterator[list[int]]:
        """Who stands next to a hash among a common key's texts: before it, after it."""
        for sign, order in (("<", "DESC"), (">", "ASC")):
            rows = self._db.execute(
                f"SELECT text FROM common_keys WHERE key = ? AND hash {sign} ? ORDER BY hash {order} LIMIT ?",
                (key, hash_, NEIGHBOURS),
            )
            yield [text for (text,) in rows]

    def _straddling(self, key: int, hash_: int) -> set[Pair]:
        """Pairs that a text with this hash stands between."""
        before, after = self._neighbours(key, hash_)
        return {(min(pair), max(pair)) for pair in product(before, after)}

    def _distance(self, key: int, hash_: int, other: int) -> int:
        low, high = sorted((hash_, other))
        row = self._db.execute(
            "SELECT count(*) FROM (SELECT 1 FROM common_keys WHERE key = ? AND hash > ? AND hash < ? LIMIT ?)",
            (key, low, high, NEIGHBOURS),
        ).fetchone()
        return int(row[0]) + 1


def _list(keys: Iterable[int]) -> str:
    """For json_each: one statement for any number of keys."""
    return f"[{','.join(map(str, keys))}]"


def _pairs(texts: Iterable[int]) -> set[Pair]:
    chosen: Sequence[int] = sorted(texts)
    return set(combinations(chosen, 2))
