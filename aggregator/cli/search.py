"""`aggregator search`: articles that have the words, best first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click
from rich.padding import Padding
from rich.text import Text

from aggregator.cli.hints import NO_WORD, tell_why_nothing
from aggregator.cli.options import COUNT, db_option, filter_options, json_option
from aggregator.cli.terminal import console, print_json, shown
from aggregator.store import Store
from aggregator.store.search import parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from aggregator.items import Article
    from aggregator.store import Hit, Marked


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--limit", type=COUNT, default=10, show_default=True, help="Hits.")
@filter_options
@json_option
@db_option
def search(*, query: Sequence[str], db: Path, limit: int, as_json: bool, **filters: Any) -> None:
    """Find articles by their words.

    In title, authors, tags and text; traditional and simplified characters are one. An article has to have
    all the terms. "Quoted phrases" are kept whole; a minus leaves out what has the term (after --, so that it
    is not taken for an option).

    \b
      aggregator search 逾期 征信
      aggregator search '"credit report"' --language en --since 30d
      aggregator search --json -- 贷款 -广告 | jq -r '.[].url'
    """
    with Store(db, read_only=True) as store:
        hits = store.search(" ".join(query), limit=limit, **filters)
        if not hits:
            _tell_why_nothing(store, " ".join(query), filters)
    if as_json:
        print_json([_record(hit) for hit in hits])
        return
    show_hits(console(), hits)


def _tell_why_nothing(store: Store, query: str, filters: dict[str, Any]) -> None:
    if not parse(query).wanted:
        click.echo(NO_WORD, err=True)
        return
    click.echo("nothing found", err=True)
    tell_why_nothing(store, **filters)


def _record(hit: Hit) -> dict[str, Any]:
    """The article with why it is there."""
    return {"score": hit.score, "snippet": _plain(hit.snippet), **hit.article.to_dict()}


def _plain(marked: Marked) -> str:
    return "".join(piece for piece, _ in marked)


def show_hits(screen: Console, hits: Sequence[Hit]) -> None:
    width = len(str(len(hits))) + 2
    for place, hit in enumerate(hits, start=1):
        title = _text(hit.title, style="bold", match="bold yellow") if hit.title else Text("(no title)")
        screen.print(Text(f"{place}".ljust(width)) + title, soft_wrap=True)
        about = Text(_about(hit.article), style="green")
        _print_below(screen, about, width)
        if hit.snippet:
            _print_below(screen, _text(hit.snippet, match="bold yellow"), width)
        # Not folded by us, so that it stays an address to click or copy.
        screen.print(Text(" " * width + shown(hit.article.url), style="dim"), soft_wrap=True)
        if place < len(hits):
            screen.print()


def _print_below(screen: Console, text: Text, indent: int) -> None:
    """Folded in a terminal; one line for whatever else reads it."""
    if screen.is_terminal:
        screen.print(Padding(text, (0, 0, 0, indent), expand=False))
    else:
        screen.print(Text(" " * indent) + text, soft_wrap=True)


def _text(marked: Marked, *, match: str, style: str = "") -> Text:
    text = Text(style=style)
    for piece, is_match in marked:
        text.append(shown(piece), style=match if is_match else "")
    return text


def _about(article: Article) -> str:
    """Site, date, authors and category, as far as known."""
    published = article.date_published.isoformat()[:10] if article.date_published else None
    authors = ", ".join(person.name for person in article.authors if person.role == "author")
    parts = (article.site, published, authors, article.category)
    return " · ".join(shown(part) for part in parts if part)
