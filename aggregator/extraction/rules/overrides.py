"""Puts what a site's rules matched in the place of what extraction found, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from aggregator import dates
from aggregator.extraction.byline import names
from aggregator.extraction.links import cards
from aggregator.extraction.records import Found
from aggregator.items import Person, RelatedLink

if TYPE_CHECKING:
    from datetime import datetime

    from aggregator.extraction.links.hyperlinks import Links
    from aggregator.extraction.rules.rules import Matches

SOURCE = "site-rule"


def fields(matches: Matches, now: datetime, language: str | None) -> dict[str, Found[Any]]:
    """The fields that the rules give a value for; a date that cannot be read gives none."""
    found: dict[str, Found[Any]] = {}
    for name in ("title", "category"):
        if value := matches.value(name):
            found[name] = Found(value, SOURCE)
    if tags := tuple(dict.fromkeys(matches.values("tags"))):
        found["tags"] = Found(tags, SOURCE)
    people = [name for text in matches.values("authors") for name in names.split(text) or [text]]
    if people:
        found["authors"] = Found(tuple(Person(name=name) for name in dict.fromkeys(people)), SOURCE)
    for text in matches.values("date_published"):
        if moment := dates.parse(text, now, language=language, zone=dates.default_zone(language)):
            found["date_published"] = Found(moment, SOURCE, text)
            break
    return found


def related(matches: Matches, links: Links) -> tuple[RelatedLink, ...]:
    """The teasers in the elements that the rules name."""
    page = matches.page
    found: dict[str, cards.Card] = {}
    for node in matches.nodes("related"):
        for card in cards.read(page, links, node, page.ends[node]):
            if card.url != page.url:
                found.setdefault(card.url, card)
    return tuple(
        RelatedLink(position=position, url=card.url, title=card.title, excerpt=card.excerpt, image=card.image)
        for position, card in enumerate(found.values(), start=1)
    )


def next_page(matches: Matches) -> str | None:
    """The address of the article's next part. None: no rule matched one."""
    try:
        address = urljoin(matches.page.url, matches.address("next_page") or "")
    except ValueError:
        return None
    return address if address.startswith("http") and address != matches.page.url else None
