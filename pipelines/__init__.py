"""The stages an item passes between spider and store.

Their order: cheap and decisive ones first, so that what is dropped costs little. Text is cleaned before its
words are counted; copies are looked for when text and fields are final; storing comes last.
"""

from pipelines.checking import CheckArticle
from pipelines.cleaning import CleanText
from pipelines.links import TidyLinks
from pipelines.metadata import CompleteMetadata
from pipelines.storing import StoreItem
from pipelines.templates import LeaveOutTemplates

STAGES: dict[type, int] = {
    CleanText: 100,
    CheckArticle: 200,
    CompleteMetadata: 300,
    TidyLinks: 400,
    LeaveOutTemplates: 500,
    StoreItem: 900,
}
"""As of Scrapy's ITEM_PIPELINES."""
