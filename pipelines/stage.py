"""What the stages have in common: an article is worked on, a page that is no article passes through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.items import Article

if TYPE_CHECKING:
    from aggregator.items import Page


class ArticleStage:
    """A stage that concerns articles only."""

    def process_item(self, item: Article | Page) -> Article | Page:
        return self.process(item) if isinstance(item, Article) else item

    def process(self, article: Article) -> Article:
        """The article as the next stage gets it; raises a DropItem named after the reason to drop it."""
        raise NotImplementedError
