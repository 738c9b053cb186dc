"""Pages of built sites, examined from their files without crawling and scored by the sites' own checker."""

from __future__ import annotations

import gzip
import importlib
import json
import sys
import time
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "zoo.test"
"""The sites' own host names end so; their pages name them in full."""


def run(folder: Path, *, only: str | None, write: Path | None, verbose: bool) -> None:
    """Print the checker's table over what we take for articles, then what was judged wrongly."""
    from aggregator.extraction import examine

    sys.path.insert(0, str(folder))
    check = importlib.import_module("check")
    truths = [str(path) for path in sorted(folder.glob("truth*.jsonl.gz"))]
    sites, articles = check.load_truth(truths)
    parts = pages_of_articles(check, articles)
    rows: list[dict[str, Any]] = []
    judged: dict[str, Counter[str]] = defaultdict(Counter)
    wrong: list[str] = []
    seconds, examined = 0.0, 0
    for site, url, path in pages(folder / "dist", only):
        if site not in sites:
            continue
        html = path.read_bytes()
        started = time.perf_counter()
        examination = examine(html, url)
        seconds += time.perf_counter() - started
        examined += 1
        part = parts.get((site, check.url_path(url)))
        if part is not None and part > 1:
            continue
        expected = part is not None
        answer = examination.is_article
        judged[site][f"{'article' if expected else 'other'} {'yes' if answer else 'no'}"] += 1
        if expected != answer:
            missed = "missed article" if expected else "taken for an article"
            wrong.append(f"  {missed}: {url}  ({examination.reason})")
        if answer:
            rows.append(examination.article.to_dict())
    _write(rows, write)
    _print_judged(judged, seconds, examined)
    if verbose:
        print("\n".join(wrong))
    for note, kept in (("every related link", None), ("previous and next left out", "related")):
        print(f"\n{note}")
        chosen = [_with_related(row, kept) for row in rows]
        mapping = {**check.MAP, "related": "related_links", "author": "authors", "text": "text"}
        _, _, scores, _ = check.score(truths, chosen, _site_of, mapping)
        measured = {site: truth for site, truth in sites.items() if not only or site == only}
        check.report(measured, articles, scores, None, verbose=verbose and kept is None)


def pages(dist: Path, only: str | None = None) -> Iterator[tuple[str, str, Path]]:
    for folder in sorted(dist.iterdir()):
        if only and folder.name != only:
            continue
        for path in sorted(folder.rglob("*.html")):
            relative = path.relative_to(folder).as_posix()
            address = relative.removesuffix("index.html") if path.name == "index.html" else relative
            yield folder.name, f"http://{folder.name}.{HOST}/{quote(address)}", path


def pages_of_articles(check: Any, articles: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """(site, path) -> which part of its article that page is, from 1."""
    parts: dict[tuple[str, str], int] = {}
    for article in articles:
        for number, address in enumerate(article.get("pages") or [], start=1):
            parts[article["site"], check.url_path(address)] = number
    for article in articles:
        parts[article["site"], article["key"]] = 1
    return parts


def _site_of(url: str) -> str:
    return (urlsplit(url).hostname or "").removesuffix("." + HOST)


def _with_related(row: dict[str, Any], kind: str | None) -> dict[str, Any]:
    links = [link for link in row["related_links"] if kind is None or link["kind"] == kind]
    return {**row, "related_links": links}


def _write(rows: list[dict[str, Any]], path: Path | None) -> None:
    if path is None:
        return
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "wt", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def _print_judged(judged: dict[str, Counter[str]], seconds: float, pages: int) -> None:
    print(f"{pages} pages, {1000 * seconds / max(1, pages):.1f} ms a page")
    print(f"{'site':22s} articles missed   others taken")
    total: Counter[str] = Counter()
    for site, counts in sorted(judged.items()):
        total.update(counts)
        print(_judged_line(site, counts))
    print(_judged_line("all", total))


def _judged_line(name: str, counts: Counter[str]) -> str:
    articles = counts["article yes"] + counts["article no"]
    others = counts["other yes"] + counts["other no"]
    return f"{name:22s} {counts['article no']:5d} of {articles:5d} {counts['other yes']:5d} of {others:5d}"
