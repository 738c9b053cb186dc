"""Fits the weights by which `aggregator.extraction.kind` tells articles from other pages.

    python benchmarks/kind_training.py --corpus ../shared/corpus --sites sites                 # cross-validated figures
    python benchmarks/kind_training.py --corpus ../shared/corpus --sites sites --write aggregator/extraction/kind/kind_model.json

Logistic regression, plain Python. Folds are split by site: no host is in training and test at once. Documentation
and forum threads are neither taught nor counted: as texts about one thing they may count as articles.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import math
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import site_pages

from aggregator.extraction import survey

if TYPE_CHECKING:
    from collections.abc import Mapping

OTHERS = frozenset({"service", "product", "listing", "collection"})
FOLDS = 8
RIDGE = 0.3
"""Strength of the pull towards zero; without it a feature seen on one site only would decide there."""
THRESHOLD = 0.45
_OTHER, _FRONT, _KNOWN_BY_HOST, _BUILT = 2.0, 6.0, 0.15, 0.3
"""Weights of samples: others are fewer than articles; every crawl meets the front page; one source knows only the
host of its articles, so that "/" would look like an article's address; built sites are many pages of few moulds."""


def measure(html: bytes, url: str) -> Mapping[str, float]:
    return survey(html, url).judgement.features


@dataclass(frozen=True)
class Sample:
    group: str
    """Where it is counted."""
    site: str
    url: str
    is_article: bool
    weight: float
    features: Mapping[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--sites", type=Path, required=True)
    parser.add_argument("--write", type=Path, help="fit on everything and write the weights there")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the pages judged wrongly")
    options = parser.parse_args()
    samples = from_corpus(options.corpus) + from_sites(options.sites)
    if options.write:
        write_model(fit(samples), options.write)
    else:
        report(samples, cross_validate(samples), verbose=options.verbose)


def from_corpus(folder: Path) -> list[Sample]:
    samples = []
    for line in (folder / "manifest.jsonl").open(encoding="utf-8"):
        page = json.loads(line)
        is_article = page["kind"] == "article"
        if not is_article and page["kind"] not in OTHERS:
            continue
        found = measure(gzip.decompress((folder / page["html"]).read_bytes()), page["url"])
        weight = weight_of_article(found) if is_article else weight_of_other(found)
        group = page["source"] if is_article else f"wcxb-other: {page['kind']}"
        samples.append(Sample(group, page["site"], page["url"], is_article, weight, found))
    return samples


def weight_of_article(found: Mapping[str, float]) -> float:
    return _KNOWN_BY_HOST if found["url_front"] else 1.0


def weight_of_other(found: Mapping[str, float]) -> float:
    return _FRONT if found["url_front"] else _OTHER


def from_sites(folder: Path) -> list[Sample]:
    sys.path.insert(0, str(folder))
    check = importlib.import_module("check")
    sites, articles = check.load_truth([str(path) for path in sorted(folder.glob("truth*.jsonl.gz"))])
    parts = site_pages.pages_of_articles(check, articles)
    samples = []
    for site, url, path in site_pages.pages(folder / "dist"):
        part = parts.get((site, check.url_path(url)))
        if site not in sites or (part or 0) > 1:
            continue
        found = measure(path.read_bytes(), url)
        group = "sites" if part else "sites: other"
        samples.append(
            Sample(group, site, url, bool(part), _BUILT if part else weight_of_other(found), found)
        )
    return samples


@dataclass(frozen=True)
class Model:
    bias: float
    weights: dict[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        total = self.bias + sum(self.weights.get(name, 0.0) * value for name, value in features.items())
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def fit(samples: list[Sample]) -> Model:
    """Newton's method on the weighted, ridge-penalised likelihood."""
    names = sorted(samples[0].features)
    rows = [
        [
            (0, 1.0),
            *((at, sample.features[name]) for at, name in enumerate(names, 1) if sample.features[name]),
        ]
        for sample in samples
    ]
    size = len(names) + 1
    beta = [0.0] * size
    for _ in range(12):
        gradient = [-RIDGE * value for value in beta]
        gradient[0] = 0.0
        curvature = [[0.0] * size for _ in range(size)]
        for at in range(1, size):
            curvature[at][at] = RIDGE
        curvature[0][0] = 1e-6
        for sample, row in zip(samples, rows, strict=True):
            total = sum(beta[at] * value for at, value in row)
            probability = 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
            error = sample.weight * (sample.is_article - probability)
            bend = sample.weight * max(probability * (1 - probability), 1e-6)
            for place, (at, value) in enumerate(row):
                gradient[at] += error * value
                line, bent = curvature[at], bend * value
                for other, second in row[place:]:
                    line[other] += bent * second
        step = solve(curvature, gradient)
        beta = [value + change for value, change in zip(beta, step, strict=True)]
        if max(abs(change) for change in step) < 1e-4:
            break
    return Model(beta[0], dict(zip(names, beta[1:], strict=True)))


def solve(upper: list[list[float]], right: list[float]) -> list[float]:
    """Solution of a symmetric positive system of which the upper triangle is given (Cholesky)."""
    size = len(right)
    lower = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = upper[j][i] - sum(lower[i][k] * lower[j][k] for k in range(j))
            lower[i][j] = math.sqrt(max(rest, 1e-12)) if i == j else rest / lower[j][j]
    forward: list[float] = []
    for i in range(size):
        forward.append((right[i] - sum(lower[i][k] * forward[k] for k in range(i))) / lower[i][i])
    solution = [0.0] * size
    for i in reversed(range(size)):
        rest = forward[i] - sum(lower[k][i] * solution[k] for k in range(i + 1, size))
        solution[i] = rest / lower[i][i]
    return solution


def cross_validate(samples: list[Sample]) -> list[float]:
    """Each sample's probability by the model that saw no page of its site."""
    fold_of = [crc32(sample.site.encode()) % FOLDS for sample in samples]
    probabilities = [0.0] * len(samples)
    for fold in range(FOLDS):
        model = fit([sample for sample, own in zip(samples, fold_of, strict=True) if own != fold])
        for at, sample in enumerate(samples):
            if fold_of[at] == fold:
                probabilities[at] = model.probability(sample.features)
    return probabilities


def report(samples: list[Sample], probabilities: list[float], *, verbose: bool) -> None:
    for threshold in (0.3, 0.4, THRESHOLD, 0.5, 0.6):
        wrong: defaultdict[str, Counter[bool]] = defaultdict(Counter)
        for sample, probability in zip(samples, probabilities, strict=True):
            for group in (sample.group, "all articles" if sample.is_article else "all others"):
                wrong[group][(probability >= threshold) != sample.is_article] += 1
        print(f"\nthreshold {threshold}: wrong of all, cross-validated by site")
        for group, counts in sorted(wrong.items()):
            total = counts[True] + counts[False]
            print(f"  {group:28s} {counts[True]:4d} of {total:5d}  {100 * counts[True] / total:5.1f} %")
    if verbose:
        for sample, probability in sorted(zip(samples, probabilities, strict=True), key=lambda pair: pair[1]):
            if (probability >= THRESHOLD) != sample.is_article:
                print(f"{probability:.2f} {sample.group:24s} {sample.url[:110]}")


def write_model(model: Model, path: Path) -> None:
    record: dict[str, Any] = {
        "threshold": THRESHOLD,
        "bias": round(model.bias, 3),
        "weights": {name: round(weight, 3) for name, weight in model.weights.items()},
    }
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
