"""Which of a page's claims is its summary, and which its picture."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from aggregator.text import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from aggregator.extraction.records import Found

_LONG = 1000
"""Characters; what is longer is often the whole text."""
_OF_THE_SITE = re.compile(
    r"logo|favicon|apple-touch-icon|\.ico$|placeholder|fallback|^blank\."
    r"|^(?:og|opengraph|facebook|social)?(?:[-_]?image)?[-_]?default|default[-_](?:og|image|meta|photo|share|social|thumb)",
    re.I,
)
"""Names of files that stand for a site, or for a picture that is missing."""
_FOLDERS = ("avatar/", "/favicon")
_HEADING_SIGN = "¶"
"""Leads to a heading's own address, and comes along where a text's beginning is taken for its summary."""


def summary(claims: Sequence[Found[str]], title: str | None) -> Found[str] | None:
    """The first description that says more than the title, one of moderate length before the others."""
    headline = letters_and_digits(title or "")
    telling = [claim for claim in claims if letters_and_digits(claim.value) != headline]
    chosen = next((claim for claim in telling if len(claim.value) <= _LONG), next(iter(telling), None))
    if chosen is not None and _HEADING_SIGN in chosen.value:
        return replace(chosen, value=chosen.value.replace(_HEADING_SIGN, ""))
    return chosen


def picture(claims: Iterable[Found[str]], shown: Callable[[], Collection[str]]) -> Found[str] | None:
    """The first picture that is the article's.

    A logo, an avatar or a stand-in is the site's, unless the body shows it: `shown` is asked for the addresses of the
    body's pictures where it matters.
    """
    for claim in claims:
        name = claim.value.partition("?")[0].rpartition("/")[2]
        is_own = not _OF_THE_SITE.search(name) and not any(map(claim.value.__contains__, _FOLDERS))
        if is_own or claim.value in shown():
            return claim
    return None
