"""`aggregator extract`: one page to stdout."""

from __future__ import annotations

import re
import sys
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypedDict
from urllib.parse import unquote, urlsplit

import click

from aggregator.cli.contents import why_no_page
from aggregator.cli.options import known_sites, sites_option
from aggregator.cli.terminal import data_out, print_json
from aggregator.errors import AggregatorError
from aggregator.urls import normalise, site_of
from exports import written_aside

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.rules.rules import Rules
    from aggregator.sites import Site

FORMATS = ("json", "text", "markdown", "html")
_LONGEST_NAME = 60
"""Characters of a report's name: of Chinese ones no file system takes more than 85."""


@click.command()
@click.argument("source", metavar="FILE_OR_URL_OR_-")
@click.argument("report", metavar="[REPORT]", required=False, type=click.Path(path_type=Path))
@click.option("--url", help="Where the page came from, for a file or -: makes its addresses absolute.")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option(
    "--explain",
    is_flag=True,
    help="Also write a web page on what each part of the page was taken for, and why: to REPORT, "
    "else into this folder, named after the page.",
)
@sites_option
def extract(
    *,
    source: str,
    report: Path | None,
    url: str | None,
    format_: str,
    explain: bool,
    sites_file: Path | None,
) -> None:
    """Print the article of one page.

    The whole record as JSON, or its body alone as text, Markdown or HTML. An address is fetched once, as politely as in
    a crawl. Selectors that sites.toml has for its site hold. Relative dates such as 3天前 count from now.

    \b
      aggregator extract https://some.site/a/1.html
      aggregator extract saved.html --url https://some.site/a/1.html --format text
      curl -s https://some.site/a/1.html | aggregator extract - --url https://some.site/a/1.html
      aggregator extract --explain saved.html why.html
    """
    if report is not None and not explain:
        raise click.UsageError(f"{report}: one page at a time; a second name is that of --explain's report")
    page = _page(source, _checked(source, url))
    if why := why_no_page(page["html"], page["content_type"]):
        raise AggregatorError(f"{'stdin' if source == '-' else source}: {why}")
    rules = _rules(page["url"], known_sites(sites_file))
    if not explain:
        _print_article(page, rules, format_)
        return
    path = report or _report_name(source, page["url"])
    _explain(page, rules, path)
    _print_article(page, rules, format_)
    click.echo(f"Explained in {path}", err=True)  # below the article, where it is seen


class PageContent(TypedDict):
    """The arguments that `extract` and `explain` share."""

    html: bytes
    url: str
    content_type: str | None
    fetched_at: datetime


def _is_address(source: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*://", source, re.IGNORECASE) is not None


def _checked(source: str, url: str | None) -> str | None:
    """`url`; wrong usage where it, or `source`, is an address of no page."""
    named = _is_address(source)
    if named and url is not None:
        raise click.UsageError("--url is for a file or -; an address is where its page comes from")
    try:
        for address in [source] if named else [] if url is None else [url]:
            normalise(address)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    return url


def _page(source: str, url: str | None) -> PageContent:
    if _is_address(source):
        from aggregator.cli.fetching import fetch  # Scrapy takes half a second to load

        answer = fetch(source)
        return PageContent(
            html=answer.body,
            url=answer.url,
            content_type=answer.content_type,
            fetched_at=answer.fetched_at,
        )
    path = Path("/dev/stdin" if source == "-" else source).absolute()
    return PageContent(
        html=sys.stdin.buffer.read() if source == "-" else _content(path),
        url=url or path.as_uri(),
        content_type=None,
        fetched_at=datetime.now(UTC),
    )


def _rules(url: str, sites: Iterable[Site]) -> Rules | None:
    """The selectors of the site that the page belongs to."""
    from aggregator.extraction.rules.rules import Rules

    try:
        here = site_of(url)
    except ValueError:
        return None
    return next((Rules(site.select) for site in sites if here in site.hosts), None)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AggregatorError(
            f"{path}: {error.strerror or error}; expected a file, an address or -"
        ) from error


def _explain(page: PageContent, rules: Rules | None, path: Path) -> None:
    """Write the report. In place of an earlier one only: a page named by mistake is not lost."""
    from aggregator.extraction.explain import explain, is_report

    if path.is_file() and not is_report(_content(path)):
        raise AggregatorError(f"{path}: is there and is no report; expected another name for the report")
    with written_aside(path) as out:
        out.write(explain(**page, rules=rules))


def _report_name(source: str, url: str) -> Path:
    """`1.explained.html` for `https://some.site/a/1.html`, `some.site.explained.html` for its front page."""
    named = source == "-" or _is_address(source)
    parts = urlsplit(url if named else Path(source).absolute().as_uri())
    name = PurePosixPath(unquote(parts.path)).stem or parts.hostname or "page"
    return Path(re.sub(r"[^\w.-]+|^[.-]+", "_", name)[:_LONGEST_NAME] + ".explained.html")


def _print_article(page: PageContent, rules: Rules | None, format_: str) -> None:
    from aggregator import extraction  # slow to load: not for the other commands

    if format_ == "markdown":
        _print_body(extraction.to_markdown(**page, rules=rules))
        return
    article = extraction.examine(**page, rules=rules).article
    if format_ == "json":
        print_json(article.to_dict())
    else:
        _print_body(article.html if format_ == "html" else article.text)


def _print_body(body: str) -> None:
    with data_out() as out:
        out.write(body.rstrip("\n") + "\n")
