"""Behaviour of the crawl: Scrapy's settings, and ours under AGGREGATOR_. `-s NAME=VALUE` overrides each."""

from __future__ import annotations

import os
from importlib.metadata import version

from aggregator.crawling.feeds import ArticleFeeds, CsvRecords
from aggregator.crawling.guard import GuardedResolver
from aggregator.crawling.log import QuietLog
from aggregator.crawling.scheduler import FrontierScheduler
from aggregator.crawling.wholeness import WholeAnswers
from pipelines import STAGES

BOT_NAME = "aggregator"
SPIDER_MODULES = ["aggregator.spiders"]
ITEM_PIPELINES = STAGES

# Scrapy's own way out (`-o FILE`)
EXTENSIONS = {"scrapy.extensions.feedexport.FeedExporter": None, ArticleFeeds: 0}
FEED_EXPORTERS = {"csv": CsvRecords}
FEED_EXPORT_ENCODING = "utf-8"

# Who we are. The spider adds the contact to the name.
USER_AGENT = f"{BOT_NAME}/{version('article-aggregator')}"
AGGREGATOR_CONTACT = os.environ.get("AGGREGATOR_CONTACT", "")
"""Where a site's owner can reach whoever runs the crawl: a web address or mailbox. Please set it."""
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
}

# What is crawled, and into which file
AGGREGATOR_DB = os.environ.get("AGGREGATOR_DB") or "articles.db"
AGGREGATOR_SITES = os.environ.get("AGGREGATOR_SITES") or "sites.toml"
AGGREGATOR_MAX_PAGES = 0
"""Requests in a run, all sites together; 0 is no limit."""
AGGREGATOR_FULL = False
"""Fetch everything again, due or not, unconditionally."""
AGGREGATOR_MIN_WORDS = 20
"""What has fewer is no article; a Chinese character counts as a word."""
AGGREGATOR_MAX_PARTS = 20
"""Parts of one article that are joined."""
AGGREGATOR_TRAP_BUDGET = 30
"""Visits that addresses of one shape may take while they bring nothing new."""

# Politeness, per host and port. The scheduler keeps it, also with a delay of 0, which Scrapy alone does not.
CONCURRENT_REQUESTS_PER_DOMAIN = 2
DOWNLOAD_DELAY = 1.0
CONCURRENT_REQUESTS = 200
ROBOTSTXT_OBEY = True
AGGREGATOR_MAX_CRAWL_DELAY = 60.0
"""A longer Crawl-delay is cut to this, with a warning."""
AGGREGATOR_BACKOFF = 5.0
"""Seconds until the first retry; later ones wait longer and longer."""
AGGREGATOR_PATIENCE = 60.0
"""Seconds that a run waits for a host or a retry; what takes longer is left to the next run."""

# Safety
TWISTED_DNS_RESOLVER = GuardedResolver
DOWNLOAD_HANDLERS = {"data": None, "file": None, "ftp": None, "s3": None}  # http and https are left
HTTPPROXY_ENABLED = False  # a proxy resolves names itself, out of the guard's sight
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
DOWNLOAD_MAXSIZE = 16 * 2**20
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_TIMEOUT = 30.0

# Redirects, failures and answers of all kinds are outcomes of a row of `pages`, not requests on the side.
SCHEDULER = FrontierScheduler
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
RETRY_ENABLED = False
REFERER_ENABLED = False
HTTPERROR_ALLOW_ALL = True
DOWNLOADER_MIDDLEWARES: dict[str | type, int | None] = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,  # the scheduler asks, once a host
    WholeAnswers: 595,  # next to the network: HttpCompressionMiddleware, at 590, unpacks
}

LOG_LEVEL = "INFO"
LOG_FORMATTER = QuietLog
LOGSTATS_INTERVAL = 0
LOG_VERSIONS: list[str] = []
