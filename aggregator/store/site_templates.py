"""What is kept of sites' template text: learned on request, and the same for every article until learned again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aggregator.store.rows import storable
from aggregator.templates import TemplateLine, learn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from contextlib import AbstractContextManager

SAMPLE: Final = 1000
"""Articles of a site that are looked at: a line that stands in a tenth of all stands in a tenth of these."""


class SiteTemplates:
    """The verbs of template text; reached as `store.templates`.

    Crawls, imports and reextraction leave out what is kept here, and none of them adds to it: an article that is
    fetched again unchanged is the same as before, whatever was stored in between.
    """

    def __init__(
        self, connection: sqlite3.Connection, writing: Callable[[], AbstractContextManager[None]]
    ) -> None:
        self._db = connection
        self._writing = writing
        self._keys: dict[str, frozenset[str]] = {}

    def learn(self, site: str) -> list[TemplateLine]:
        """Learn from the site's articles and keep it, beside what was learned before; all lines kept.

        What was left out of texts cannot be found in them again, so that earlier lines stay.
        """
        # Ids of clusters are hashes of addresses: a sample that the order of articles has no part in.
        rows = self._db.execute(
            "SELECT text FROM articles WHERE site = ? AND duplicate_of IS NULL ORDER BY cluster_id LIMIT ?",
            (site, SAMPLE),
        )
        found = learn(row["text"] for row in rows)
        with self._writing():
            self._db.executemany(
                """
                INSERT INTO site_templates (site, key, example, articles) VALUES (?, ?, ?, ?)
                ON CONFLICT (site, key) DO UPDATE SET example = excluded.example, articles = excluded.articles
                """,
                [(site, line.key, line.example, line.articles) for line in found],
            )
        self._keys.pop(site, None)
        return self.of(site)

    def of(self, site: str) -> list[TemplateLine]:
        """The lines kept of a site, those in most articles first."""
        rows = self._db.execute(
            "SELECT key, example, articles FROM site_templates WHERE site = ? ORDER BY articles DESC, key",
            (site,),
        )
        return [TemplateLine(row["key"], row["example"], row["articles"]) for row in rows]

    def keys(self, site: str) -> frozenset[str]:
        """What lines of the site's template are told by; read once, until they are learned or forgotten here."""
        site = storable(site)
        if site not in self._keys:
            self._keys[site] = frozenset(line.key for line in self.of(site))
        return self._keys[site]

    def forget(self, site: str) -> int:
        """Keep nothing of the site; reextraction then brings the lines back. How many there were."""
        with self._writing():
            count = self._db.execute("DELETE FROM site_templates WHERE site = ?", (site,)).rowcount
        self._keys.pop(site, None)
        return count
