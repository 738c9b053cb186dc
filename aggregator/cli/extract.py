"""`aggregator extract`: one page to stdout."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from aggregator.cli.terminal import data_out, print_json
from aggregator.errors import AggregatorError
from aggregator.extraction import extract as extract_article

if TYPE_CHECKING:
    from aggregator.items import Article

FORMATS = ("json", "text", "html")


@click.command()
@click.argument("source", metavar="FILE_OR_URL_OR_-")
@click.option("--url", help="Where a file came from: makes its addresses absolute.  [default: the file]")
@click.option("-f", "--format", "format_", type=click.Choice(FORMATS), default="json", show_default=True)
def extract(*, source: str, url: str | None, format_: str) -> None:
    """Read one page and print the article: the whole record, or only its body.

    A URL is fetched once, as politely as a crawl would. Relative dates such as 3天前 count from now.

    \b
      aggregator extract https://some.site/a/1.html
      aggregator extract saved.html --url https://some.site/a/1.html --format text
      curl -s https://some.site/a/1.html | aggregator extract - --url https://some.site/a/1.html
    """
    now = datetime.now(UTC)
    if source == "-":
        article = extract_article(sys.stdin.buffer.read(), url or "file:///dev/stdin", fetched_at=now)
    else:
        path = Path(source)
        article = extract_article(_content(path), url or path.absolute().as_uri(), fetched_at=now)
    _print(article, format_)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AggregatorError(f"{path}: {error.strerror or error}; expected a file, a URL or -") from error


def _print(article: Article, format_: str) -> None:
    if format_ == "json":
        print_json(article.to_dict())
        return
    with data_out() as out:
        body = article.html if format_ == "html" else article.text
        out.write(body.rstrip("\n") + "\n")
