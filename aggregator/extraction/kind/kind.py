"""Tells a page that is one article from lists, front pages, shops, services, forms and the like.

`evidence` and `words` put the page in figures, `model` weighs them. Two things decide alone: a page with no text is no
article, whatever it declares, and neither is the archive of a month or a category that shows its one post in full.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aggregator.extraction.kind import words
from aggregator.extraction.kind.evidence import Evidence, features, shows_another
from aggregator.extraction.kind.model import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Evidence", "Judgement", "contributions", "judge"]

_WORDS = {
    "articles_many": "several articles",
    "body_dates": "many dates in the text",
    "body_filled": "text in one piece",
    "body_linked": "body full of links",
    "body_ours": "speaks of its own services",
    "body_prose": "whole paragraphs",
    "body_prose_count": "many paragraphs",
    "body_runs": "text in many pieces",
    "body_share": "body is most of the page",
    "body_short": "many short lines",
    "body_tiny": "hardly any text",
    "body_yours": "speaks to customers",
    "buttons": "many buttons",
    "claims_published": "declares a date",
    "claims_section": "declares a section",
    "class_list": "called a list",
    "class_page": "called a page",
    "class_shop": "called a shop",
    "class_single": "called a post",
    "has_author": "an author",
    "has_shown_date": "a date of publication",
    "links_calls": "calls to buy or sign up",
    "links_headed_most": "most headings are links",
    "links_headed_share": "headings are links",
    "links_more": "links that say more",
    "listed": "several teasers",
    "listed_front": "front page with teasers",
    "listing": "teasers from the top on",
    "og_article": "og:type article",
    "og_product": "og:type product",
    "og_website": "og:type website",
    "page_linked": "page full of links",
    "pager": "page turner",
    "path_shop": "address of a shop",
    "path_service": "address of a service page",
    "path_news": "address of news or a blog",
    "says_article": "words of an article's frame",
    "says_list": "words of a list",
    "says_service": "words of a service page",
    "says_shop": "words of a shop",
    "times_many": "many dates",
    "times_one": "one date",
    "title_lower": "title like a sentence",
    "title_other": "title of a list or service page",
    "types_article": "declares an article",
    "types_list": "declares a list",
    "types_product": "declares a product",
    "types_service": "declares a service",
    "url_article": "address of an article",
    "url_declared_front": "declares the front page",
    "url_front": "front page",
    "url_list": "address of a list",
    "url_other": "address of a service page",
    "url_slug": "title in the address",
}
"""Features as a person would say them; the others only count."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a page was judged to be."""

    is_article: bool
    probability: float
    reason: str
    features: Mapping[str, float]
    """Figures, and words that have a weight."""


def judge(evidence: Evidence) -> Judgement:
    """Whether the page is one article, and why."""
    model = shipped()
    said = words.read(evidence.page)
    found = features(evidence, said) | model.known(said)
    if not evidence.body.blocks:
        return Judgement(False, 0.0, "no text", found)
    shares = model.shares(found)
    probability = model.probability(found, shares.values())
    is_article = probability >= model.threshold
    if is_article and found["url_list"] and shows_another(evidence):
        return Judgement(False, 0.0, "a list that shows an article in full", found)
    return Judgement(is_article, probability, _reason(shares, is_article=is_article), found)


def contributions(found: Mapping[str, float]) -> dict[str, float]:
    """How much each feature speaks for (above zero) or against an article, as far as each speaks by itself."""
    return shipped().shares(found)


def _reason(shares: Mapping[str, float], *, is_article: bool) -> str:
    """The three features that spoke loudest for the judgement."""
    sign = 1 if is_article else -1
    loudest = sorted((-sign * shares[name], name) for name in _WORDS if sign * shares.get(name, 0.0) > 0)[:3]
    return ", ".join(_WORDS[name] for _, name in loudest) or (
        "nothing speaks against an article" if is_article else "too little speaks for an article"
    )
