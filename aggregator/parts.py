"""Joins an article that stands on several pages."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from aggregator.text import letters_and_digits

if TYPE_CHECKING:
    from aggregator.items import Article

_IN_SLUG = re.compile(r"-\d{1,3}(?:\.\w+|/)?$")
"""A number that ends the words of an address."""


def joined(whole: Article, part: Article) -> Article:
    """The article with one more part at its end."""
    known = {image.url for image in whole.images}
    return replace(
        whole,
        text=f"{whole.text}\n{part.text}",
        html=f"{whole.html}\n{part.html}",
        images=whole.images + tuple(image for image in part.images if image.url not in known),
        related_links=whole.related_links or part.related_links,
    )


def continues(whole: Article, part: Article) -> bool:
    """Whether the page that follows belongs to the article, and is not the next lesson or post of a series.

    `story_2` and `story/2` are parts. `story-2` may be either: then its headline decides, which a part repeats.
    """
    if not ends_in_slug(part.url) or not whole.title or not part.title:
        return True
    one, other = letters_and_digits(whole.title), letters_and_digits(part.title)
    return one in other or other in one


def ends_in_slug(url: str) -> bool:
    """Whether the number that ends the address is one of its words: `iphone-15` is no part of `iphone`."""
    return bool(_IN_SLUG.search(urlsplit(url).path))


def contains(whole: Article, part: Article) -> bool:
    """Whether most of a text stands in a longer one, line by line, as that of a part that was joined."""
    known = set(map(letters_and_digits, whole.text.splitlines()))
    lines = list(filter(None, map(letters_and_digits, part.text.splitlines())))
    shared = sum(len(line) for line in lines if line in known)
    return len(part.text) < 0.9 * len(whole.text) and shared > sum(map(len, lines)) / 2
