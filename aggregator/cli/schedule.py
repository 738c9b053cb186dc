"""`aggregator schedule`: keep crawling what is due."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from tzlocal import get_localzone

from aggregator.cli.options import db_option, sites_file_or_default, sites_option
from aggregator.cli.service_files import crontab, systemd_unit
from aggregator.errors import ConfigError, StoreError
from aggregator.sites import load_sites
from aggregator.store import Store
from aggregator.supervising import Supervisor

if TYPE_CHECKING:
    from datetime import datetime

logger = logging.getLogger(__name__)


@click.command()
@click.option(
    "--print",
    "printed",
    type=click.Choice(["systemd", "cron"]),
    help="Start nothing; print a systemd unit, or crontab lines, that do the same.",
)
@sites_option
@db_option
def schedule(*, db: Path, sites_file: Path | None, printed: str | None) -> None:
    """Keep crawling what is due, until stopped.

    Of the sites that have a schedule in sites.toml:

    \b
      [example-news]
      start = ["https://news.example/"]
      schedule = "30m"         a span, or a cron expression: "0 7-22 * * *"

    One crawl at a time, in a process of its own. A changed sites.toml counts within half a minute. Ctrl-C or
    SIGTERM lets the crawl that runs end in order.

    \b
      aggregator schedule
      aggregator schedule --print systemd | sudo tee /etc/systemd/system/aggregator.service
      (crontab -l; aggregator schedule --print cron) | crontab -
    """
    path = sites_file_or_default(sites_file)
    timetable = Timetable(path)
    where = ["--db", str(db.absolute()), "--sites"]
    program = [sys.executable, "-m", "aggregator"]
    crawl = [*program, "crawl", "--due-only", *where]
    file = str(path.absolute())
    if printed == "systemd":
        click.echo(systemd_unit([*program, "schedule", *where, file]), nl=False)
    elif printed == "cron":
        click.echo(crontab(timetable(), [*crawl, file]), nl=False)
    else:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
        with TemporaryDirectory(prefix="aggregator-", ignore_cleanup_errors=True) as folder:
            Supervisor(
                command=lambda sites: [*crawl, timetable.file(Path(folder)), *sites],
                schedules=timetable,
                last_runs=LastRuns(db),
                zone=get_localzone(),
            ).run()


class LastRuns:
    """Site -> start of its last run, by whomever, as the database says now; as it said before while it cannot be read.

    A crawl may be about to make it, or its disk may be away for a while. At the start, what is wrong is told.
    """

    def __init__(self, db: Path) -> None:
        self.db = db
        self.starts = self._read()
        self.trouble: str | None = None

    def __call__(self) -> dict[str, datetime]:
        trouble = None
        try:
            self.starts = self._read()
        except StoreError as error:
            trouble = str(error)
        if trouble and trouble != self.trouble:  # asked every second
            logger.warning("last runs not read, going on with those known: %s", trouble)
        self.trouble = trouble
        return self.starts

    def _read(self) -> dict[str, datetime]:
        if not self.db.parent.is_dir():
            raise StoreError(f"{self.db}: folder {self.db.parent} does not exist")
        try:
            empty = not self.db.stat().st_size
        except FileNotFoundError:
            empty = True
        if empty:
            return {}
        with Store(self.db, read_only=True) as store:
            return store.runs.last_starts()


class Timetable:
    """Site -> schedule as sites.toml says now; as it said before while it has mistakes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = b""
        self.schedules = self._read()
        self.changed = path.stat().st_mtime_ns
        self.trouble: str | None = None

    def __call__(self) -> dict[str, str]:
        trouble = None
        try:
            changed = self.path.stat().st_mtime_ns
            if changed != self.changed or self.trouble:
                self.changed = changed
                self.schedules = self._read()
                logger.info("sites read again: file=%s sites=%d", self.path, len(self.schedules))
        except (OSError, ConfigError) as error:
            trouble = str(error)
        if trouble and trouble != self.trouble:  # asked every second
            logger.warning("sites not read again, going on with those known: %s", trouble)
        self.trouble = trouble
        return self.schedules

    def file(self, folder: Path) -> str:
        """What a crawl is to read: sites.toml, or in `folder` what it said before while it has mistakes."""
        if not self.trouble:
            return str(self.path.absolute())
        folder.mkdir(mode=0o700, exist_ok=True)  # what cleans up after others may have been there
        copy = folder / self.path.name
        copy.write_bytes(self.text)
        return str(copy)

    def _read(self) -> dict[str, str]:
        schedules = {site.name: site.schedule for site in load_sites(self.path) if site.schedule}
        if not schedules:
            raise ConfigError(f'{self.path}: no site has a schedule; expected one such as schedule = "30m"')
        self.text = self.path.read_bytes()
        return schedules
