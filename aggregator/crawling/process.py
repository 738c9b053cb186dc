"""Runs one crawl in this process, from targets to a summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from aggregator.crawling.summary import RunSummary


def run(
    targets: Sequence[str],
    *,
    db: str | Path,
    sites_file: str | Path | None = None,
    max_pages: int | None = None,
    full: bool = False,
    settings: Mapping[str, str] | None = None,
) -> RunSummary:
    """Fetch what is due of `targets` into the store at `db`.

    `targets` are addresses or names of tables in `sites_file`; none means every table of it. Without a
    `sites_file`, `sites.toml` of the working directory is read where it exists. `settings` are those of
    `-s NAME=VALUE`. Raises ConfigError or StoreError before the first request, CrawlError when nothing could
    be stored and errors happened. Ctrl-C and SIGTERM end it cleanly, with the reason `interrupted`. Once per
    process.
    """
    raise NotImplementedError
