"""Options that several commands share."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from aggregator.errors import StoreError
from aggregator.moments import moment
from aggregator.sites import Site, load_sites
from aggregator.store import Store
from aggregator.urls import normalise

if TYPE_CHECKING:
    from collections.abc import Callable

COUNT = click.IntRange(1, 10**9)
"""What people count; databases count no further than 2**63."""

Command = TypeVar("Command", bound="Callable[..., object]")


class Moment(click.ParamType["datetime | date"]):
    """A date, a date and time (UTC unless it says otherwise), or a span before now."""

    name = "when"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | date:
        if isinstance(value, date):
            return value
        try:
            return moment(value, now=datetime.now(UTC))
        except ValueError as error:
            self.fail(str(error), param, ctx)


class Text(click.ParamType[str]):
    """Any text, which bytes that are no UTF-8 are not."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            value.encode()
        except UnicodeEncodeError:
            self.fail(f"{value!r}; expected UTF-8", param, ctx)
        return value


TEXT = Text()

_FILE = click.Path(path_type=Path, readable=False)  # whoever opens it says more

db_option = click.option(
    "--db",
    type=_FILE,
    envvar="AGGREGATOR_DB",
    default="articles.db",
    show_default=True,
    show_envvar=True,
    help="The database.",
)

sites_option = click.option(
    "--sites",
    "sites_file",
    type=_FILE,
    envvar="AGGREGATOR_SITES",
    default=None,
    show_envvar=True,
    help="The file of sites; without it sites.toml, where there is one.",
)


def sites_file_or_default(sites_file: Path | None) -> Path:
    """The file to read where there has to be one."""
    return sites_file or Path("sites.toml")


def known_sites(sites_file: Path | None) -> tuple[Site, ...]:
    """The sites of the file; none where there is no file and none was named."""
    path = sites_file_or_default(sites_file)
    return load_sites(path) if sites_file or path.exists() else ()


def address_in(store: Store, url: str) -> str:
    """The address that an article is stored under, given as it stands there or as people copy it."""
    if store.get(url):
        return url
    try:
        address = normalise(url)
    except ValueError:
        address = url
    if store.get(address):
        return address
    raise StoreError(f"{url}: no such article in {store.path}")


def refuse_missing(db: Path) -> None:
    """StoreError where there is no database yet: a command that changes what is there makes none."""
    with Store(db, read_only=True):
        pass


json_option = click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")


def filter_options(command: Command) -> Command:
    """Options that choose articles, under the names that the store's verbs take."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


_FILTERS = (
    click.option("--site", type=TEXT, help="Only articles of this site."),
    click.option("--since", type=Moment(), help="Published at that time or later: 2026-11-03, or 7d ago."),
    click.option("--until", type=Moment(), help="Published before the end of that time."),
    click.option("--category", type=TEXT, help="Only articles of this category."),
    click.option("--language", type=TEXT, help="Only this language: zh takes zh-Hans and zh-Hant."),
    click.option(
        "--min-quality",
        type=click.FloatRange(0, 1),
        help="Only texts that read at least so well, 0 to 1: see the column quality.",
    ),
    click.option(
        "--where", type=TEXT, help="Only where this SQL condition over the columns of articles is true."
    ),
    click.option("--with-duplicates", "duplicates", is_flag=True, help="Copies too, not only originals."),
)
