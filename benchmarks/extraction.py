"""How well is extracted: body and fields on real pages, against other extractors; pages of built sites.

    python benchmarks/extraction.py --corpus CORPUS                      # every figure, every peer
    python benchmarks/extraction.py --corpus CORPUS --peers none --lang zh --worst 20
    python benchmarks/extraction.py --sites SITES                              # built sites, from their files

The corpus is scored by its own `score.py`, the sites by their own `check.py`.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import extractors
import site_pages

SHOWN_FAILURES = 5
Page = dict[str, Any]
Predictions = dict[str, extractors.Prediction]

OTHER_KINDS = {"service", "product", "listing", "collection"}
"""Kinds of the corpus that are no articles; documentation and forum threads are counted on their own."""


def main() -> None:
    options = parse_options()
    if options.corpus:
        run_corpus(options)
    if options.sites:
        site_pages.run(options.sites, only=options.site, write=options.write_sites, verbose=options.verbose)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, help="folder with manifest.jsonl, html/ and score.py")
    parser.add_argument("--peers", default="all", help="all, none, or a comma-separated list")
    parser.add_argument("--lang", help="only pages of this language")
    parser.add_argument("--source", help="only these sources, comma-separated")
    parser.add_argument(
        "--core", type=int, default=20, help="of each non-Chinese source at most N pages; 0: all"
    )
    parser.add_argument(
        "--limit", type=int, help="at most N pages of each source and language, for a quick look"
    )
    parser.add_argument("--grade", default="AB", help="which truths of bodies to count")
    parser.add_argument("--worst", type=int, default=0, help="list the N worst bodies of each extractor")
    parser.add_argument("--write", type=Path, help="write our predictions there, as score.py reads them")
    parser.add_argument("--sites", type=Path, help="folder with dist/, the truth and check.py")
    parser.add_argument("--site", help="only this one of the sites")
    parser.add_argument("--write-sites", type=Path, help="write our records of the sites' pages there")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the pages judged wrongly")
    options = parser.parse_args()
    if not options.corpus and not options.sites:
        parser.error("give --corpus or --sites")
    return options


def run_corpus(options: argparse.Namespace) -> None:
    sys.path.insert(0, str(options.corpus))
    score = importlib.import_module("score")
    pages = choose_pages(score, options)
    predictions: dict[str, Predictions] = {}
    for name in chosen_extractors(options.peers):
        if (extract := extractors.load(name)) is None:
            print(f"{name}: not installed", file=sys.stderr)
            continue
        predictions[name] = predict(name, extract, pages, options.corpus)
    if options.write:
        write_predictions(predictions["aggregator"], options.write)
    print_headline(score, pages, predictions, options.grade)
    tables, _ = score.evaluate(pages, predictions, ["source", "lang"], list(score.KINDS), options.grade)
    score.print_tables(tables, ["source", "lang"], False)
    print_kinds(pages, predictions["aggregator"], verbose=options.verbose)
    if options.worst:
        print_worst(score, pages, predictions, options)


def choose_pages(score: Any, options: argparse.Namespace) -> list[Page]:
    pages: list[Page] = score.load_manifest(options.corpus / "manifest.jsonl")
    if options.core:
        pages = score.core_subset(pages, options.core)
    if options.lang:
        pages = [page for page in pages if page["lang"] == options.lang]
    if options.source:
        pages = [page for page in pages if page["source"] in options.source.split(",")]
    if options.limit:
        taken: Counter[tuple[str, str]] = Counter()
        chosen = []
        for page in sorted(pages, key=lambda page: str(page["id"])):
            group = (page["source"], page["lang"])
            if taken[group] < options.limit:
                taken[group] += 1
                chosen.append(page)
        pages = chosen
    return pages


def chosen_extractors(peers: str) -> list[str]:
    if peers == "none":
        return ["aggregator"]
    return ["aggregator", *(extractors.PEERS if peers == "all" else peers.split(","))]


def predict(name: str, extract: extractors.Extractor, pages: list[Page], corpus: Path) -> Predictions:
    """What the extractor says of each page; an exception counts as an empty answer and is reported."""
    predictions: Predictions = {}
    failures: Counter[str] = Counter()
    seconds = worst = 0.0
    for page in pages:
        html = gzip.decompress((corpus / page["html"]).read_bytes())
        started = time.perf_counter()
        try:
            predictions[page["id"]] = extract(html, page["url"])
        except Exception as error:
            predictions[page["id"]] = {"text": ""}
            failures[f"{type(error).__name__}: {str(error)[:80]}"] += 1
            if name == "aggregator" and sum(failures.values()) <= SHOWN_FAILURES:
                print(f"{page['id']} {page['url']}: {type(error).__name__}: {error}", file=sys.stderr)
        took = time.perf_counter() - started
        seconds += took
        worst = max(worst, took)
    mean = 1000 * seconds / max(1, len(pages))
    print(f"{name}: {len(pages)} pages, {mean:.1f} ms a page, slowest {1000 * worst:.0f} ms", file=sys.stderr)
    for failure, count in failures.most_common(3):
        print(f"  {count} x {failure}", file=sys.stderr)
    return predictions


def write_predictions(predictions: Predictions, path: Path) -> None:
    with path.open("w", encoding="utf-8") as out:
        for identity, prediction in predictions.items():
            out.write(json.dumps({"id": identity, **prediction}, ensure_ascii=False) + "\n")


def print_headline(score: Any, pages: list[Page], predictions: dict[str, Predictions], grade: str) -> None:
    """The few figures that matter, one line an extractor."""
    heads = ["zh body F1", "mean", "en body F1", "mean", "zyte", "exact"]
    heads += ["zh title", "auth", "date", "en title", "auth", "date"]
    widths = [max(6, len(head)) for head in heads]
    print(f"{'':18s} " + " ".join(f"{head:>{width}s}" for head, width in zip(heads, widths, strict=True)))
    bodies, _ = score.evaluate(pages, predictions, ["lang"], ["body"], grade)
    fields, _ = score.evaluate(pages, predictions, ["lang"], ["meta"], grade)
    zyte_pages = [page for page in pages if page["source"] == "zyte"]
    zyte, _ = score.evaluate(zyte_pages, predictions, ["lang"], ["body"], grade)
    for name in predictions:
        figures = [_figure(bodies["body"], lang, name, key) for lang in ("zh", "en") for key in ("F1", "pF1")]
        figures += [_figure(zyte["body"], "en", name, key) for key in ("F1", "acc")]
        figures += [
            _figure(fields["meta"], lang, name, key)
            for lang in ("zh", "en")
            for key in ("title", "authors", "date")
        ]
        cells = (f"{figure:>{width}s}" for figure, width in zip(figures, widths, strict=True))
        print(f"{name:18s} " + " ".join(cells))


def _figure(groups: Any, lang: str, name: str, key: str) -> str:
    value = groups.get((lang,), {}).get(name, {}).get(key)
    return "-" if value is None else f"{value:.3f}"


def print_kinds(pages: list[Page], ours: Predictions, *, verbose: bool) -> None:
    """Articles missed and other pages taken for articles."""
    judged: dict[str, Counter[bool]] = defaultdict(Counter)
    wrong: list[str] = []
    for page in pages:
        kind, answer = page["kind"], ours[page["id"]].get("is_article")
        if kind == "mixed" or answer is None:
            continue
        judged["other" if kind in OTHER_KINDS else kind][answer] += 1
        judged[f"{page['source']}: {kind}"][answer] += 1
        if answer == (kind in OTHER_KINDS):
            reason = ours[page["id"]].get("reason")
            wrong.append(f"  {page['id']} {kind}: {reason}  {page['url'][:100]}")
    print("\n== single article or not")
    print(f"{'kind of page':34s} {'pages':>6s} {'taken for an article':>22s}")
    for kind, answers in sorted(judged.items()):
        total = answers[True] + answers[False]
        print(f"{kind:34s} {total:6d} {answers[True]:12d} {100 * answers[True] / total:8.1f}%")
    if verbose:
        print("\n".join(wrong))


def print_worst(score: Any, pages: list[Page], predictions: dict[str, Predictions], options: Any) -> None:
    by_id = {page["id"]: page for page in pages}
    _, rows = score.evaluate(pages, predictions, ["lang"], ["body"], options.grade)
    for name, row_of in rows.items():
        print(f"\n== worst bodies of {name}: F1, 4-grams right, too many, missing")
        for identity, row in sorted(row_of.items(), key=lambda entry: entry[1][4])[: options.worst]:
            page = by_id[identity]
            grams = f"{row[0]:6d} {row[1]:6d} {row[2]:6d}"
            print(f"{row[4]:.3f} {grams}  {identity} {page['lang']} {page['url'][:100]}")


if __name__ == "__main__":
    main()
