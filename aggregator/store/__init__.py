"""One SQLite file: articles, their history, the queue and the record of runs. All SQL is here."""

from aggregator.store.browsing import Facets
from aggregator.store.copies import Cluster, Copy
from aggregator.store.filters import Filters
from aggregator.store.frontier import Frontier
from aggregator.store.kept_pages import Cost, KeptPages
from aggregator.store.questions import Answer, QueryError, Table
from aggregator.store.runs import Failing, Figures, Run, Runs, SiteState
from aggregator.store.search import Hit, Marked
from aggregator.store.store import Store
from aggregator.store.time_limit import TooLongError
from aggregator.store.versions import Cause, Counts, Version
from aggregator.store.visits import Lane, Outcome, Receipt, Result, Visit, Visited, content_hash
from aggregator.store.writer import StoreInUseError

__all__ = [
    "Answer",
    "Cause",
    "Cluster",
    "Copy",
    "Cost",
    "Counts",
    "Facets",
    "Failing",
    "Figures",
    "Filters",
    "Frontier",
    "Hit",
    "KeptPages",
    "Lane",
    "Marked",
    "Outcome",
    "QueryError",
    "Receipt",
    "Result",
    "Run",
    "Runs",
    "SiteState",
    "Store",
    "StoreInUseError",
    "Table",
    "TooLongError",
    "Version",
    "Visit",
    "Visited",
    "content_hash",
]
