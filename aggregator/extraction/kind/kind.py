"""Tells a page that is one article from lists, front pages, shops, services, forms and the like.

A linear model adds up the page's features (`aggregator.extraction.evidence`). Its weights stand in
`kind_model.json`, made by `benchmarks/kind_training.py`. One thing decides alone: a page with no text is no article,
whatever it declares.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from aggregator.extraction.kind.evidence import Evidence, features

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Evidence", "Judgement", "contributions", "judge"]

_WORDS = {
    "articles_many": "several articles",
    "body_address": "speaks to customers",
    "body_dates": "many dates in the text",
    "body_linked": "body full of links",
    "body_prices": "prices",
    "body_prose": "whole paragraphs",
    "body_prose_count": "many paragraphs",
    "body_share": "body is most of the page",
    "body_tiny": "hardly any text",
    "cart": "a shopping cart",
    "claims_published": "declares a date",
    "claims_section": "declares a section",
    "class_list": "called a list",
    "class_page": "called a page",
    "class_shop": "called a shop",
    "class_single": "called a post",
    "comments": "comments",
    "dated": "a date by the headline",
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


def judge(evidence: Evidence) -> Judgement:
    """Whether the page is one article, and why."""
    found = features(evidence)
    if not evidence.body.blocks:
        return Judgement(False, 0.0, "no text", found)
    model = _model()
    shares = contributions(found)
    probability = 1 / (1 + math.exp(-max(-50.0, min(50.0, model["bias"] + sum(shares.values())))))
    is_article = probability >= model["threshold"]
    return Judgement(is_article, probability, _reason(shares, is_article=is_article), found)


def contributions(found: Mapping[str, float]) -> dict[str, float]:
    """How much each feature speaks for (above zero) or against an article."""
    weights = _model()["weights"]
    return {name: weights.get(name, 0.0) * value for name, value in found.items()}


@cache
def _model() -> dict[str, Any]:
    model: dict[str, Any] = json.loads(files(__package__).joinpath("kind_model.json").read_text("utf-8"))
    return model


def _reason(shares: Mapping[str, float], *, is_article: bool) -> str:
    """The three features that spoke loudest for the judgement."""
    sign = 1 if is_article else -1
    loudest = sorted(_WORDS.keys() & shares.keys(), key=lambda name: (-sign * shares[name], name))[:3]
    words = ", ".join(_WORDS[name] for name in loudest if sign * shares[name] > 0)
    return words or (
        "nothing speaks against an article" if is_article else "too little speaks for an article"
    )
