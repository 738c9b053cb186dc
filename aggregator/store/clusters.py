"""Clusters of copies, kept as articles come, change and go.

Links between texts are stored; the clusters of all texts that hang together by links are worked out anew when one of
them has changed, once for all changes of a transaction. So they follow from the articles alone and not from the
order in which these came, and a removed or corrected article leaves no trace.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from xxhash import xxh3_64_hexdigest

from aggregator.similarity import VERSION_DAYS, Link, Normal, Relation, partition, text_hash
from aggregator.store.links import Links, TextLink
from aggregator.store.texts import Face, Texts, standing

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True, order=True)
class _Member:
    """An article of a cluster; members are ordered by their claim to be the original."""

    published: int
    first_seen: int
    url: str
    article: int
    text: int


class Clusters:
    """Works inside the transaction that is open; of articles it writes only what they are copies of."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._texts = Texts(connection)
        self._links = Links(connection, self._texts)
        self._touched = set[int]()
        """Texts whose clusters may have changed since they were settled."""

    def rolled_back(self) -> None:
        """What was read in a transaction that failed may not be so."""
        self._texts.forget()

    def place(self, article: int) -> None:
        """Find the cluster of an article that has none: it is new, or was withdrawn before it changed."""
        row = self._db.execute(
            "SELECT url, title, text, date_published, first_seen FROM articles WHERE id = ?", (article,)
        ).fetchone()
        claim = standing(row["date_published"], row["first_seen"])
        normal = Normal.of(row["text"])
        if not normal.tokens:  # nothing to compare, and no reason to call empty pages copies
            self._write(_Member(*claim, row["url"], article, 0), row["url"], None)
            return
        hash_ = text_hash(normal, Normal.of(row["title"] or ""))
        text = self._texts.id_of(hash_)
        if text is None:
            text = self._texts.add(hash_)
            self._texts.put(article, text, claim)
            self._texts.remember(text, normal)
            self._touched |= self._links.add(text)
            return
        before = self._texts.face(text)
        self._texts.put(article, text, claim)
        self._review(text, before)

    def withdraw(self, article: int) -> None:
        """Take an article out, before it is changed or removed; its copies settle without it."""
        text = self._texts.of_article(article)
        if text is None:
            return
        if self._texts.is_only(article, text):
            self._touched |= self._links.remove(text)
            self._texts.remove(text, article)
            return
        before = self._texts.face(text)
        self._texts.take(article, text)
        self._review(text, before)

    def _review(self, text: int, before: Face) -> None:
        """An article of a text that others have too came or went: its links stand on the first one."""
        self._touched |= {text} if self._texts.face(text) == before else self._links.renew(text)

    @property
    def is_settled(self) -> bool:
        return not self._touched

    def settle(self) -> None:
        """Work out and write the clusters of all texts that hang together with those that changed."""
        waiting = self._texts.known(self._touched)
        self._touched = set()
        while waiting:
            links = self._reachable(min(waiting))
            component = {min(waiting)}.union(*((link.one, link.other) for link in links))
            waiting -= component
            groups = self._groups(component, links)
            home = {text: number for number, texts in enumerate(groups) for text in texts}
            inside: list[list[TextLink]] = [[] for _ in groups]
            for link in links:
                if home[link.one] == home[link.other]:
                    inside[home[link.one]].append(link)
            for texts, own in zip(groups, inside, strict=True):
                self._write_cluster(texts, own)

    def _reachable(self, text: int) -> list[TextLink]:
        """The links that hang together with a text."""
        found, seen, waiting = set[TextLink](), {text}, [text]
        while waiting:
            for link in self._links.of(waiting.pop()):
                found.add(link)
                new = {link.one, link.other} - seen
                seen |= new
                waiting += new
        return sorted(found)

    def _groups(self, component: set[int], links: list[TextLink]) -> list[set[int]]:
        """The clusters of a component: copies first, then the versions go to what they are versions of.

        A story that goes on longer than a version may be late begins anew: else what is much alike every day would
        be one article, link by link.
        """

        def rank(text: int) -> int:
            return self._texts.entry(text).hash

        copies = [
            Link(link.one, link.other, link.similarity)
            for link in links
            if link.relation is not Relation.VERSION
        ]
        groups = [set(group) for group in partition(component, copies, rank, self._links.opposed)]
        versions = [link for link in links if link.relation is Relation.VERSION]
        days = {text: self._days(group) for group in groups for text in group} if versions else {}
        versions.sort(key=lambda link: (-link.similarity, *sorted((rank(link.one), rank(link.other)))))
        home = {text: group for group in groups for text in group} if versions else {}
        assigned = set[int]()
        for link in versions:
            earlier, later = self._by_day(link)
            source, group = home[earlier], home[later]
            span = {*days[earlier], *days[later]}
            if source is not group and later not in assigned and max(span) - min(span) <= VERSION_DAYS:
                assigned |= group
                source |= group
                groups.remove(group)
                home.update(dict.fromkeys(group, source))
                days.update(dict.fromkeys(source, span))
        return groups

    def _days(self, group: set[int]) -> set[int]:
        """The day on which a group's original was published, counted from 1970."""
        return {min(self._texts.face(text).published for text in group) // 86_400}

    def _by_day(self, link: TextLink) -> tuple[int, int]:
        """The texts of a version's link, the one published earlier first."""
        one, other = self._texts.face(link.one).published, self._texts.face(link.other).published
        return (link.one, link.other) if one < other else (link.other, link.one)

    def _write_cluster(self, texts: set[int], links: list[TextLink]) -> None:
        """Say of all articles with these texts what they are copies of."""
        members = sorted(
            _Member(row["published"], row["first_seen"], row["url"], row["article"], text)
            for text in texts
            for row in self._texts.articles(text)
        )
        original = members[0]
        own: dict[int, list[TextLink]] = {text: [] for text in texts}
        for link in links:
            own[link.one].append(link)
            own[link.other].append(link)
        ties = {text: self._tie(text, original.text, own[text]) for text in texts}
        for member in members:
            self._write(member, original.url, ties[member.text] if member != original else None)

    def _tie(self, text: int, original: int, own: list[TextLink]) -> tuple[Relation, float]:
        """What a text is to the original, or to the text of its cluster that it has most in common with.

        `own` are its links in the cluster.
        """
        if text == original:
            return Relation.EXACT, 1.0
        own.sort(key=lambda link: (-link.similarity, self._texts.entry(link.one + link.other - text).hash))
        for link in own:
            if link.relation is Relation.VERSION and self._by_day(link)[1] == text:
                return link.relation, link.similarity
        best = next((link for link in own if original in (link.one, link.other)), own[0])
        return best.relation, best.similarity

    def _write(self, member: _Member, original: str, tie: tuple[Relation, float] | None) -> None:
        values = (
            xxh3_64_hexdigest(original.encode()),
            original if original != member.url else None,
            *(tie or (None, None)),
        )
        self._db.execute(
            """
            UPDATE articles SET cluster_id = ?, duplicate_of = ?, relation = ?, similarity = ?
            WHERE id = ? AND (cluster_id, duplicate_of, relation, similarity) IS NOT (?, ?, ?, ?)
            """,
            (*values, member.article, *values),
        )
