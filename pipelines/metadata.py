"""Makes the fields about an article agree with each other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from aggregator.urls import credible_canonical, normalise, site_of
from pipelines.stage import ArticleStage

if TYPE_CHECKING:
    from aggregator.items import Article, Person

FUTURE = timedelta(days=2)
"""Time zones and scheduled posts reach into tomorrow; what lies further ahead was no publication."""


class CompleteMetadata(ArticleStage):
    """Site, canonical address, people named once, dates that can be true."""

    def process(self, article: Article) -> Article:
        url = normalise(article.url)
        published, modified = article.date_published, article.date_modified
        now = article.date_downloaded
        provenance = dict(article.provenance)
        if now and published and _day(published) - _day(now) > FUTURE:
            published = None
            provenance.pop("date_published", None)
        if now and modified and _day(modified) - _day(now) > FUTURE:
            modified = None
            provenance.pop("date_modified", None)
        return replace(
            article,
            url=url,
            canonical_url=_canonical(url, article.canonical_url),
            site=article.site or site_of(url),
            authors=_once(article.authors),
            date_published=published,
            date_published_raw=article.date_published_raw if published else None,
            date_modified=modified,
            date_modified_raw=article.date_modified_raw if modified else None,
            provenance=provenance,
        )


def _canonical(url: str, declared: str | None) -> str:
    """What the page declares, unless it is not credible by itself. What other pages declare, the store knows."""
    return normalise(declared) if declared and credible_canonical(url, declared) else url


def _once(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Each name once in a role, authors first."""
    first: dict[tuple[str, str], Person] = {}
    for person in people:
        first.setdefault((person.name, person.role), person)
    return tuple(sorted(first.values(), key=lambda person: person.role != "author"))


def _day(moment: datetime | date) -> date:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment
