"""Joins an article that stands on several pages."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.items import Article


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
