"""Limits chosen without the families they are tried on: called by `benchmarks/duplicates.py validate`.

The limits in `similarity/verdict.py` were set by hand on all documents. Here those that matter most are chosen
afresh for each fold, on a coarse grid, by the documents outside it; the fold's own documents are then clustered with
what was chosen. Folds are the families of look-alikes, and fifths of all other clusters.
"""

from __future__ import annotations

import importlib.util
from itertools import product
from typing import TYPE_CHECKING, Any

from xxhash import xxh3_64_intdigest

from aggregator.similarity import judge, verdict
from aggregator.similarity.comparison import compare as measure
from aggregator.store import links, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aggregator.similarity import Document
    from aggregator.similarity.comparison import Comparison
    from aggregator.similarity.normal import Normal
    from aggregator.store import Store

GRID = {
    "MOULD_SHARE": (0.15, 0.3, 0.5),
    "LONGEST_LACK": (0.08, 0.14, 0.2),
    "ABSENT_NUMBERS": (0.2, 0.35, 0.5),
}
NATURAL_FOLDS = 5

Limits = tuple[float, ...]
Row = dict[str, Any]


def predictions(store: Store, pairs: set[tuple[int, int]]) -> Iterator[tuple[Limits, dict[str, str]]]:
    """url -> cluster for every combination of limits; `pairs` are the texts that were compared."""
    clusters = store._articles._clusters
    known = links.Links(store._db, clusters._texts)
    texts._CACHED_ENTRIES = 10**6  # type: ignore[misc]
    pairs = {pair for pair in pairs if known._index.compares(*(clusters._texts.entry(text) for text in pair))}
    documents = {text: clusters._texts.document(text) for pair in pairs for text in pair}
    everything = {text for (text,) in store._db.execute("SELECT id FROM texts")}
    setattr(verdict, "compare", _remembering())  # noqa: B010
    for limits in product(*GRID.values()):
        for name, value in zip(GRID, limits, strict=True):
            setattr(verdict, name, value)
        with store._writing():
            store._db.execute("DELETE FROM links")
            store._db.executemany("INSERT INTO links VALUES (?, ?, ?, ?)", _links(pairs, documents))
            clusters._touched |= everything
            clusters.settle()
        yield limits, dict(map(tuple, store._db.execute("SELECT url, cluster_id FROM articles")))


def _remembering() -> Any:
    """`compare`, which no limit has a part in, once for each pair; the documents outlive it."""
    known: dict[tuple[int, int], Comparison] = {}

    def compare(one: Normal, other: Normal) -> Comparison:
        key = id(one), id(other)
        if key not in known:
            known[key] = measure(one, other)
        return known[key]

    return compare


def _links(pairs: set[tuple[int, int]], documents: dict[int, Document]) -> Iterator[tuple[Any, ...]]:
    for one, other in sorted(pairs):
        found = judge(documents[one], documents[other])
        if found.relation is not None:
            yield one, other, found.relation, found.similarity


def fold_of(row: Row) -> str:
    """The family of a look-alike, else a fifth by cluster."""
    return row["hard"] or f"others {xxh3_64_intdigest(row['cluster'].encode()) % NATURAL_FOLDS + 1}"


def held_out(truth: list[Row], found: dict[Limits, dict[str, str]], scorer: Path) -> dict[str, str]:
    """id -> cluster, each document's with limits that were chosen without its fold; prints what was chosen."""
    score = _score(scorer)
    predicted: dict[str, str] = {}
    for fold in sorted(set(map(fold_of, truth))):
        # Digests and versions count neither for nor against, and name sources that may be in the fold.
        others = [
            row for row in truth if fold_of(row) != fold and row["relation"] not in ("digest", "version")
        ]

        def merit(limits: Limits, others: list[Row] = others) -> float:
            figures = score(others, found[limits])
            return float(figures["pairwise"]["f1"] - figures["macro_false_merge"])

        chosen = max(sorted(found), key=merit)
        named = ", ".join(f"{name} {value}" for name, value in zip(GRID, chosen, strict=True))
        print(f"without {fold}: {named}")
        predicted |= {
            row["id"]: f"{chosen} {found[chosen][row['id']]}" for row in truth if fold_of(row) == fold
        }
    return predicted


def _score(scorer: Path) -> Any:
    spec = importlib.util.spec_from_file_location("score", scorer)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.score
