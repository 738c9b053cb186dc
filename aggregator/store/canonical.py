"""Settles which declared canonical addresses are believed, as articles come, change and go.

A template may name one address on all its pages. So an address that articles of different titles stand for, those
that declare it and the one that is there, is given to none of those that declare it. What a page declares is kept
beside what is believed: the answer follows from the articles alone and not from the order in which these came.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Mapping

    from aggregator.store.rows import Value


def declared(row: Mapping[str, Value]) -> Value:
    """The address that a record claims to be known by. None: no other than its own."""
    claim = row["canonical_url"]
    return claim if claim != row["url"] else None


def settle(db: sqlite3.Connection, addresses: Iterable[Value]) -> None:
    """Believe or disbelieve what is declared, for addresses of which an article came, changed or went."""
    for address in dict.fromkeys(addresses):
        if address is not None:
            _settle(db, address)


def _settle(db: sqlite3.Connection, address: Value) -> None:
    """A few seeks while it is doubtful, however many pages declare it; those of one title are gone through."""
    if _titles_differ(db, address):
        sql = "SET canonical_url = url WHERE declared_url = :address AND canonical_url = :address"
    else:
        sql = "SET canonical_url = :address WHERE declared_url = :address AND canonical_url <> :address"
    db.execute(f"UPDATE articles {sql}", {"address": address})


def _titles_differ(db: sqlite3.Connection, address: Value) -> bool:
    rows = db.execute(
        """
        SELECT title FROM (SELECT title FROM articles WHERE declared_url = :address ORDER BY title LIMIT 1)
        UNION
        SELECT title FROM (SELECT title FROM articles WHERE declared_url = :address ORDER BY title DESC LIMIT 1)
        UNION
        SELECT title FROM articles WHERE url = :address
        """,
        {"address": address},
    )
    return len(rows.fetchall()) > 1
