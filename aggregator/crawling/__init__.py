"""The crawl: Scrapy components around the store's queue, and `run`, which puts them to work."""

from aggregator.crawling.process import run
from aggregator.crawling.summary import RunSummary, Tally

__all__ = ["RunSummary", "Tally", "run"]
