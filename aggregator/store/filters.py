"""Which articles are meant: the filters of the contract as one SQL condition."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from aggregator.store.rows import Value, storable, time_text
from aggregator.store.search import having, parse


@dataclass(frozen=True, kw_only=True)
class Filters:
    """All have to hold. None: any."""

    site: str | None = None
    since: datetime | date | None = None
    """Published then or later. With either bound, articles of unknown date are left out."""
    until: datetime | date | None = None
    """Published before the end of that time: of that day, or at that moment at the latest."""
    category: str | None = None
    language: str | None = None
    """`zh` takes `zh-Hans` and `zh-Hant` as well."""
    min_quality: float | None = None
    """At least so good; see quality.py."""
    matching: str | None = None
    """All the words of a query, as `Store.search` reads it; one without a word that is wanted chooses nothing."""
    where: str | None = None
    """An SQL condition over the columns of `articles`."""
    duplicates: bool = False
    """Copies too, not only one article a cluster: its original or, where that is not chosen, the next in line."""

    def __post_init__(self) -> None:
        for name in ("since", "until"):
            value = getattr(self, name)
            if value is not None and not isinstance(value, date):
                raise TypeError(f"{name}: expected a date or an aware datetime, got {value!r}")
            if isinstance(value, datetime) and value.tzinfo is None:
                raise ValueError(
                    f"{name}: time without zone: {value!r}; expected an aware datetime or a date"
                )

    @property
    def table(self) -> str:
        """`articles`, read along the index that has what the filters look at; what `where` names may not be there."""
        return "articles" if self.where is not None else "articles INDEXED BY articles_by_newest"

    def condition(self, among: str | None = None) -> tuple[str, dict[str, Value]]:
        """SQL over `articles`, never empty, and its parameters.

        `among` is a query for the only numbers of articles that may be chosen. None: all.
        """
        terms, values = self._terms()
        if among is not None:
            terms.append(f"+articles.id IN ({among})")
        if self.duplicates:
            return " AND ".join(terms or ["true"]), values
        if not terms:
            return "articles.duplicate_of IS NULL", values
        chosen = " AND ".join(terms)
        return f"{chosen} AND {_FIRST_OF_ITS_CLUSTER.replace('{chosen}', chosen)}", values

    def _terms(self) -> tuple[list[str], dict[str, Value]]:
        """What each article has to fulfil by itself.

        By the plus SQLite looks at numbers as it comes upon them; else it would go to the rows, one after the other.
        """
        terms, values = list[str](), dict[str, Value]()
        for name in ("site", "category"):
            if (value := getattr(self, name)) is not None:
                terms.append(f"articles.{name} = :{name}")
                values[name] = storable(value)
        if self.language is not None:
            terms.append("(articles.language = :language OR articles.language LIKE :languages ESCAPE '\\')")
            language = storable(self.language)
            values["language"] = language
            values["languages"] = (
                language.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "-%"
            )
        if self.since is not None:
            terms.append("articles.date_published >= :since")
            values["since"] = _start(self.since)
        if self.until is not None:
            terms.append("articles.date_published <= :until")
            values["until"] = _end(self.until)
        if self.min_quality is not None:
            terms.append("articles.quality >= :min_quality")
            values["min_quality"] = self.min_quality
        if self.matching is not None:
            query = parse(self.matching)
            if query.wanted:
                terms.append(f"+articles.id IN ({having('matching')})")
                values["matching"] = query.everything
            else:
                terms.append("false")
        if self.where is not None:
            terms.append(f"(\n{self.where}\n)")  # on lines of its own: it may end in a comment
        return terms, values


_FIRST_OF_ITS_CLUSTER = """(
    articles.duplicate_of IS NULL OR NOT EXISTS (
        SELECT 1 FROM (SELECT * FROM articles WHERE +({chosen})) AS other
        LEFT JOIN placed ON placed.article = other.id LEFT JOIN placed AS own ON own.article = articles.id
        WHERE other.cluster_id = articles.cluster_id
        AND (other.duplicate_of IS NOT NULL, placed.published, placed.first_seen, other.url)
            < (articles.duplicate_of IS NOT NULL, own.published, own.first_seen, articles.url)
    )
)"""
"""No other that is chosen stands before it, in the order of clusters.py. Decided article by article, so that the first
ones can be read at once. By the plus SQLite looks at an article's own cluster, and not at all that may be chosen.
"""


def _start(moment: datetime | date) -> str | None:
    """The first text that counts; a plain date counts as its midnight."""
    if isinstance(moment, datetime):
        text = time_text(moment)
        return text[:10] if text and moment.astimezone(UTC).time() == time.min else text
    return moment.isoformat()


def _end(moment: datetime | date) -> str | None:
    """The last text that counts; of a day all its times, and what has only that date."""
    if isinstance(moment, datetime):
        return time_text(moment)
    return f"{moment.isoformat()}U"  # after every "...T00:00"
