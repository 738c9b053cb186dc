"""Makes an article harmless that somebody else has written down: no scripts, no addresses but of the web."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from aggregator.extraction.rendering import foreign
from aggregator.extraction.rendering.images import absolute
from pipelines.stage import ArticleStage

if TYPE_CHECKING:
    from aggregator.items import Article


class MakeHarmless(ArticleStage):
    """Of import: what a crawl finds was written and resolved by extraction."""

    def process(self, article: Article) -> Article:
        base = article.url
        return replace(
            article,
            html=foreign.as_own(article.html, base),
            main_image=_of_web(article.main_image, base),
            images=tuple(
                replace(image, url=address)
                for image in article.images
                if (address := _of_web(image.url, base)) is not None
            ),
            authors=tuple(replace(person, url=_of_web(person.url, base)) for person in article.authors),
            breadcrumbs=tuple(replace(crumb, url=_of_web(crumb.url, base)) for crumb in article.breadcrumbs),
            related_links=tuple(
                replace(link, image=_of_web(link.image, base)) for link in article.related_links
            ),
        )


def _of_web(address: str | None, base: str) -> str | None:
    """An absolute address as it is, another one seen from `base`. None: it leads to no page of the web."""
    if address is None or address.startswith(("http://", "https://")):
        return address
    found = absolute(address, base)
    return found if found and found.startswith(("http://", "https://")) else None
