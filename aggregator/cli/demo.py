"""`aggregator demo`: a first crawl, with nothing to set up and no network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.cells import cell_len
from rich.table import Table

from aggregator.cli.options import db_option
from aggregator.cli.terminal import console, shown

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
@db_option
@click.option(
    "--port",
    default=8931,
    show_default=True,
    type=click.IntRange(1024, 65534),
    help="Serve the two sites at this port and the next one.",
)
def demo(*, db: Path, port: int) -> None:
    """Crawl two small sites that come with the program.

    Over loopback, for real, into the database: a Chinese advice site and an English weekly with list pages,
    feeds, sitemaps, related articles, a page in GBK and a repost of one site's article on the other. Run it
    again: nothing is stored twice.

    \b
      aggregator demo
    """
    from aggregator.demo.run import crawl_demo  # brings an HTTP server along

    newest = crawl_demo(db, port)
    table = Table(
        box=None, padding=(0, 2, 0, 0), title=f"\nThree of the articles in {db}", title_justify="left"
    )
    for heading in ("published", "author", "category", "title", "views"):
        table.add_column(heading, justify="right" if heading == "views" else "left")
    for article in newest:
        table.add_row(
            str(article.date_published or "")[:10],
            shown(", ".join(person.name for person in article.authors)),
            shown(article.category),
            shown(article.title),
            "" if article.view_count is None else str(article.view_count),
        )
    console().print(table)
    click.echo("\nWhat next?")
    database = "" if str(db) == "articles.db" else f" --db {db}"
    next_steps = (
        (f"sqlite3 {db} 'select title, date_published from articles'", "ask the database"),
        (f"aggregator search{database} 征信", "find some of them"),
        (f"aggregator serve{database}", "browse and query them in a web page"),
        (f"aggregator export{database} -o articles.jsonl", "take them elsewhere"),
        (f"aggregator crawl{database} https://some.site/", "your own site next"),
    )
    width = max(cell_len(command) for command, _ in next_steps)
    for command, purpose in next_steps:
        click.echo(f"  {command}{' ' * (width - cell_len(command))}  # {purpose}")
