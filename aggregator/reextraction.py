"""Runs today's extraction over pages that were kept, compares with what is stored, and writes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from aggregator.extraction import examine
from aggregator.extraction.rules.rules import Rules
from aggregator.items import RECORD_KEYS
from aggregator.parts import joined
from aggregator.settings import AGGREGATOR_MIN_WORDS
from aggregator.store import Cause, Figures
from aggregator.text import count_words
from pipelines.checking import CheckArticle
from pipelines.cleaning import CleanText
from pipelines.links import TidyLinks
from pipelines.metadata import CompleteMetadata
from pipelines.templates import LeaveOutTemplates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from aggregator.items import Article, Page
    from aggregator.sites import Site
    from aggregator.store import Store
    from pipelines.stage import ArticleStage

COMPARED = tuple(
    name
    for name in RECORD_KEYS
    if name not in ("provenance", "date_downloaded", "cluster_id", "duplicate_of")
)
"""Fields that make a difference: what the page says, not how it was found or what follows from it. Of the canonical
address too it is what the page declares."""


class Effect(StrEnum):
    """What a re-extraction does to an article."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"
    """The page is no article by today's rules; it is kept, so that tomorrow's can bring it back."""
    NONE = "none"
    """It was none and is none."""
    OLDER = "older"
    """What is stored was downloaded later than the page, from elsewhere; it stays."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One page, read again."""

    page: Page
    old: Article | None
    """As stored. None: it was no article."""
    new: Article | None
    """As read today. None: it is no article, for the `reason`."""
    reason: str | None = None
    is_older: bool = False
    """It was not read: what is stored was downloaded later."""

    @property
    def effect(self) -> Effect:
        if self.is_older:
            return Effect.OLDER
        if self.new is None:
            return Effect.REMOVED if self.old else Effect.NONE
        if self.old is None:
            return Effect.NEW
        return Effect.CHANGED if self.changes else Effect.SAME

    @property
    def changes(self) -> tuple[str, ...]:
        """Fields that differ, where there are two articles to compare."""
        if self.old is None or self.new is None:
            return ()
        return tuple(name for name in COMPARED if getattr(self.old, name) != getattr(self.new, name))


def stages(min_words: int) -> tuple[ArticleStage, ...]:
    """Those of the crawl that an article passes before it is stored."""
    return (CleanText(), CheckArticle(min_words), CompleteMetadata(), TidyLinks())


def read(
    page: Page, old: Article | None, through: Sequence[ArticleStage], *, rules: Rules | None = None
) -> Reading:
    """What today's program makes of `page`, which has become the article `old`, by its site's `rules`."""
    seen = examine(page.body, page.url, page.content_type, page.fetched_at, rules=rules)
    if not seen.is_article:
        return Reading(page=page, old=old, new=None, reason=seen.reason)
    article = replace(seen.article, site=page.site, date_downloaded=page.fetched_at)
    if page.parts:
        article = _with_parts(article, page.parts, rules)
    elif old is not None and seen.next_page is not None:
        # Joined by a crawl that kept the first page only.
        related = article.related_links or old.related_links
        article = replace(article, text=old.text, html=old.html, images=old.images, related_links=related)
    try:
        for stage in through:
            article = stage.process(article)
    except DropItem as drop:
        return Reading(page=page, old=old, new=None, reason=type(drop).__name__)
    return Reading(page=page, old=old, new=article)


def _with_parts(article: Article, pages: Iterable[Page], rules: Rules | None) -> Article:
    """All parts that the crawl has joined, whether or not the page before would be seen to lead to them today."""
    texts = {article.text}
    for page in pages:
        part = examine(page.body, page.url, page.content_type, page.fetched_at, rules=rules).article
        if part.text and part.text not in texts:
            texts.add(part.text)
            article = joined(article, part)
    return article


def readings(store: Store, pages: Iterable[Page], sites: Iterable[Site]) -> Iterator[Reading]:
    """Each page read again, by the selectors of its site, beside what the store has of it.

    An article may be as short as it is stored: its crawl may have been told to take shorter ones than is usual.
    """
    rules = {site.name: Rules(site.select) for site in sites}
    leave_out = LeaveOutTemplates(store.templates.keys)
    for page in pages:
        old = store.as_saved(page.url)
        if old and old.date_downloaded and _whole(old.date_downloaded) > _whole(store.kept.held_until(page)):
            yield Reading(
                page=page, old=old, new=None, reason="downloaded later than the page", is_older=True
            )
            continue
        least = min(AGGREGATOR_MIN_WORDS, count_words(old.text)) if old else AGGREGATOR_MIN_WORDS
        yield read(page, old, (*stages(least), leave_out), rules=rules.get(page.site))


def _whole(moment: datetime) -> datetime:
    """Its second: kept pages know no more."""
    return moment.replace(microsecond=0)


def write(store: Store, reading: Reading, *, now: datetime) -> None:
    """Put the article as read today in place of the stored one; not as an edit by the publisher."""
    if reading.is_older:
        return
    if reading.new is not None:
        store.save(reading.new, now=now, cause=Cause.REEXTRACTION)
    elif reading.old is not None:
        store.remove(reading.old.url)


class Count:
    """Effects and changed fields, altogether and by site."""

    def __init__(self) -> None:
        self.effects: Counter[Effect] = Counter()
        self.fields: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self._sites: dict[str, Counter[Effect]] = {}

    def following(self, readings: Iterable[Reading]) -> Iterator[Reading]:
        """`readings` as they are, counted as they pass."""
        for reading in readings:
            self.add(reading)
            yield reading

    def add(self, reading: Reading) -> None:
        self.effects[reading.effect] += 1
        self.fields.update(reading.changes)
        if reading.effect is Effect.REMOVED:
            self.reasons[reading.reason or ""] += 1
        self._sites.setdefault(reading.page.site, Counter())[reading.effect] += 1

    def figures(self) -> list[Figures]:
        """For the record of runs."""
        return [
            Figures(
                site=site,
                pages=effects.total(),
                articles={str(name): count for name, count in effects.items()},
            )
            for site, effects in sorted(self._sites.items())
        ]
