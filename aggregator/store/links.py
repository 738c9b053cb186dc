"""Links: which texts are copies or versions of which. A link depends on its two texts and on nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from aggregator.similarity import Relation, judge
from aggregator.store.sketch_index import SketchIndex

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from aggregator.store.sketch_index import Pair
    from aggregator.store.texts import Texts


class TextLink(NamedTuple):
    """Two texts, the smaller number first, and what they are to each other."""

    one: int
    other: int
    relation: Relation
    similarity: float


class Links:
    """Table `links`, kept in step with the index of sketches."""

    def __init__(self, connection: sqlite3.Connection, texts: Texts) -> None:
        self._db = connection
        self._texts = texts
        self._index = SketchIndex(connection)

    def add(self, text: int) -> set[int]:
        """Take in a new text; the texts whose links changed."""
        return self._review(self._index.add(self._texts.entry(text))) | self.renew(text)

    def remove(self, text: int) -> set[int]:
        """Forget a text, while it can still be read; the texts whose links changed."""
        touched = self._drop(text)
        return touched | self._review(self._index.remove(self._texts.entry(text)))

    def renew(self, text: int) -> set[int]:
        """Compare a text with its candidates anew; the texts whose links may have changed."""
        touched = self._drop(text) | {text}
        for other in sorted(self._index.candidates(self._texts.entry(text))):
            if self._compare(text, other):
                touched.add(other)
        return touched

    def of(self, text: int) -> list[TextLink]:
        rows = self._db.execute(
            "SELECT * FROM links WHERE one = :text UNION ALL SELECT * FROM links WHERE other = :text",
            {"text": text},
        )
        return [
            TextLink(row["one"], row["other"], Relation(row["relation"]), row["similarity"]) for row in rows
        ]

    def opposed(self, one: int, other: int) -> bool:
        """Whether two texts without a link are known to be no copies."""
        return not self._index.is_open(self._texts.entry(one), self._texts.entry(other))

    def _review(self, pairs: Iterable[Pair]) -> set[int]:
        """See to it that pairs are linked if, and only if, they are compared and are copies."""
        touched = set[int]()
        for one, other in sorted(pairs):
            found = self._db.execute(
                "SELECT 1 FROM links WHERE one = ? AND other = ?", (one, other)
            ).fetchone()
            compared = self._index.compares(self._texts.entry(one), self._texts.entry(other))
            if found and not compared:
                self._db.execute("DELETE FROM links WHERE one = ? AND other = ?", (one, other))
                touched |= {one, other}
            elif compared and not found and self._compare(one, other):
                touched |= {one, other}
        return touched

    def _compare(self, one: int, other: int) -> bool:
        """Judge a pair and link it if they are copies or versions."""
        verdict = judge(self._texts.document(one), self._texts.document(other))
        if verdict.relation is None:
            return False
        self._db.execute(
            "INSERT INTO links (one, other, relation, similarity) VALUES (?, ?, ?, ?)",
            (min(one, other), max(one, other), verdict.relation, verdict.similarity),
        )
        return True

    def _drop(self, text: int) -> set[int]:
        """Remove a text's links; who was at their other ends."""
        others = {link.one + link.other - text for link in self.of(text)}
        self._db.execute("DELETE FROM links WHERE one = ?", (text,))
        self._db.execute("DELETE FROM links WHERE other = ?", (text,))
        return others
