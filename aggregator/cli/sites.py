"""`aggregator sites`: look after sites.toml."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click
from rich.table import Table

from aggregator.cli.hints import tell_why_nothing
from aggregator.cli.options import (
    TEXT,
    db_option,
    json_option,
    refuse_missing,
    sites_file_or_default,
    sites_option,
)
from aggregator.cli.terminal import console, counted, number, plain_table, print_json, shown
from aggregator.errors import ConfigError
from aggregator.scheduling import span_text
from aggregator.sites import Site, load_sites
from aggregator.store import Store
from exports import written_aside

if TYPE_CHECKING:
    from datetime import timedelta
    from pathlib import Path


@click.group()
def sites() -> None:
    """Look after sites.toml, the file of the sites to crawl."""


@sites.command()
@sites_option
def check(*, sites_file: Path | None) -> None:
    """Report every mistake in the file.

    Each with its table, its key and what is expected there. `crawl` makes the same check before it begins.

    \b
      aggregator sites check
      aggregator sites check --sites other.toml
    """
    path = sites_file_or_default(sites_file)
    found = load_sites(path)
    click.echo(f"{path}: {counted(len(found), 'site')}, no mistakes")


@sites.command("list")
@sites_option
@json_option
def list_(*, sites_file: Path | None, as_json: bool) -> None:
    """Show the sites of the file and what is set for them.

    \b
      aggregator sites list
      aggregator sites list --json | jq -r '.[].start[]'
    """
    found = load_sites(sites_file_or_default(sites_file))
    if as_json:
        print_json([_record(site) for site in found])
        return
    table = Table("site", "start", "schedule", "settings", box=None, pad_edge=False, header_style="bold")
    for site in found:
        table.add_row(site.name, "\n".join(site.start), site.schedule or "", _settings(site))
    console().print(table)


@sites.command()
@click.argument("url")
@click.option("--name", help="What to call the site.  [default: its host]")
@sites_option
def add(*, url: str, name: str | None, sites_file: Path | None) -> None:
    """Append a site to the file.

    It is made when missing; what stands in it stays as it is.

    \b
      aggregator sites add https://some.site/
      aggregator sites add https://some.site/blog/ --name some-blog
    """
    path = sites_file_or_default(sites_file)
    try:
        site = Site.of(url)
    except ValueError as error:
        raise click.UsageError(f"{error} such as https://some.site/") from error
    for other in load_sites(path) if path.exists() else ():
        _refuse_another(path, site, name, other)
    name = name or site.name
    key = _key(name)
    _append(path, key=key, start=site.start)
    load_sites(path)
    click.echo(f"{path}: added [{key}]; fetch it with: aggregator crawl {shlex.quote(name)}")


@sites.command()
@click.argument("site", type=TEXT)
@click.option("--learn", is_flag=True, help="Look for such lines in the site's articles first.")
@click.option("--forget", is_flag=True, help="Keep none of them; reextract brings them back.")
@json_option
@db_option
def templates(*, site: str, learn: bool, forget: bool, as_json: bool, db: Path) -> None:
    """Show the template text of a site.

    Lines at the edges of many of its articles, such as copyright notes and prompts: left out of the text of
    articles stored from then on, and by reextract out of those before.

    \b
      aggregator sites templates example-news --learn
      aggregator sites templates example-news --forget && aggregator reextract --site example-news
    """
    if learn and forget:
        raise click.UsageError("--learn and --forget exclude each other")
    refuse_missing(db)
    with Store(db, read_only=not (learn or forget)) as store:
        if forget:
            store.templates.forget(site)
        lines = store.templates.learn(site) if learn else store.templates.of(site)
        if not lines:
            tell_why_nothing(store, site=site)
    if as_json:
        print_json([asdict(line) for line in lines])
        return
    if not lines:
        click.echo(f"no template text is known of {site}", err=True)
        return
    table = plain_table("line", numbers=("articles",))
    for line in lines:
        table.add_row(shown(line.example), number(line.articles))
    console().print(table)


def _refuse_another(path: Path, site: Site, name: str | None, other: Site) -> None:
    """One table a name and start page; a second one on a host, for another part of it, needs a name of its own."""
    if other.name == (name or site.name) or set(site.start) & set(other.start):
        raise ConfigError(f"{path}: [{other.name}] has {other.start[0]} already; change that table")
    if name is None and site.hosts & other.hosts:
        raise ConfigError(
            f"{path}: [{other.name}] has {other.start[0]} already; change that table, "
            "or give the other part of that host a --name"
        )


def _append(path: Path, *, key: str, start: tuple[str, ...]) -> None:
    """Put a table after everything else, which TOML allows whatever stands before; line ends as it has."""
    before = path.read_bytes().decode("utf-8") if path.exists() else ""
    end = "\r\n" if "\r\n" in before else "\n"
    gap = "" if not before else end if before.endswith("\n") else end * 2
    lines = (f"[{key}]", f"start = [{', '.join(map(_quoted, start))}]", "")
    with written_aside(path) as out:
        out.write(before + gap + end.join(lines))


def _key(name: str) -> str:
    """The name as TOML has it: in quotes where it has dots."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _quoted(name)


def _quoted(text: str) -> str:
    """`text` as a TOML string; JSON's escapes are TOML's."""
    return json.dumps(text, ensure_ascii=False)


def _record(site: Site) -> dict[str, Any]:
    """The table as the file could say it."""
    return {
        "name": site.name,
        "start": list(site.start),
        "feeds": list(site.feeds),
        "sitemaps": list(site.sitemaps),
        "allow": [pattern.pattern for pattern in site.allow],
        "deny": [pattern.pattern for pattern in site.deny],
        "delay": site.delay,
        "schedule": site.schedule,
        "max_pages": site.max_pages,
        "keep_pages": _age(site.keep_pages),
        "select": {key: list(selectors) for key, selectors in site.select.items()},
    }


def _age(kept: bool | timedelta) -> bool | str:
    return kept if isinstance(kept, bool) else span_text(kept)


def _settings(site: Site) -> str:
    """What the table sets beside start and schedule, in a few words."""
    record = _record(site)
    parts = [f"{len(record[key])} {key}" for key in ("feeds", "sitemaps", "allow", "deny") if record[key]]
    parts += [f"{key} {record[key]}" for key in ("delay", "max_pages") if record[key] is not None]
    if record["keep_pages"] is not True:
        parts.append(f"keep_pages {record['keep_pages']}".lower())
    if site.select:
        parts.append("select " + ", ".join(site.select))
    return "; ".join(parts)
