"""Fits the model by which `aggregator.extraction.kind` tells articles from other pages.

    python benchmarks/kind_training.py --corpus CORPUS --sites SITES            # cross-validated figures
    python benchmarks/kind_training.py --corpus CORPUS --sites SITES --write    # fit on everything

Needs lightgbm, numpy and scipy, which only trainings do. Folds are split by site: no host is in training and test at
once, and the words, too, are chosen without the sites they are tried on. Each page's body is found by a model that
was trained without its site: on pages it knows it is surer than it will ever be again. Documentation and forum threads are neither taught
nor counted: as texts about one thing they may count as articles.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock
from zlib import crc32

import site_pages
import train_body  # says what is missing without the extra train

# isort: split
import lightgbm
import numpy

from aggregator.extraction import survey
from aggregator.extraction.body import model as body_model
from aggregator.extraction.kind import model, words
from aggregator.extraction.kind.model import Model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aggregator.extraction.body.forest import Tree

LISTS = frozenset({"listing", "collection"})
OTHERS = LISTS | {"service", "product"}
FOLDS = 8
BODY_FOLDS = 5
MODEL = Path(model.__file__).with_name("kind_model.json")
RIDGE, WORD_RIDGE = 0.3, 2.0
"""Strength of the pull towards zero; without it a feature seen on one site only would decide there."""
WORDS = {"line": 150, "title": 60, "path": 40}
"""How many words of each place get a weight."""
FEWEST_SITES = 5
COMPARABLE = "wcxb"
"""Sources of this name have articles and other pages."""
TREES = 240
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 16,
    "learning_rate": 0.05,
    "min_data_in_leaf": 10,
    "feature_fraction": 0.7,
    "extra_trees": True,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}
THRESHOLD = 0.6
"""Where about 2 % of the articles are missed."""
_OTHER, _FRONT, _KNOWN_BY_HOST = 2.0, 6.0, 0.15
"""Weights of samples: others are fewer than articles; every crawl meets the front page; one source knows only the
host of its articles, so that "/" would look like an article's address."""
_BUILT, _BUILT_OTHER, _BUILT_FRONT = 0.3, 0.5, 2.0
"""Built sites are many pages of few moulds."""


@dataclass(frozen=True)
class Sample:
    group: str
    """Where it is counted."""
    site: str
    url: str
    is_article: bool
    weight: float
    features: Mapping[str, float]
    terms: Mapping[str, frozenset[str]]
    """Words by place."""


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--sites", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="fit on everything and write the model")
    parser.add_argument("-v", "--verbose", action="store_true", help="name the pages judged wrongly")
    options = parser.parse_args()
    samples = from_corpus(options.corpus) + from_sites(options.sites)
    if options.write:
        write_model(fit(samples), MODEL)
    else:
        report(samples, cross_validate(samples), verbose=options.verbose)


def measure(html: bytes, url: str) -> tuple[dict[str, float], Mapping[str, frozenset[str]]]:
    """The page's figures, and its words whether or not they have a weight yet."""
    seen = survey(html, url)
    figures = {name: value for name, value in seen.judgement.features.items() if ": " not in name}
    return figures, words.read(seen.page).terms


def from_corpus(folder: Path) -> list[Sample]:
    looks = [
        body_model.read(train_body.record(learnt))
        for learnt in train_body.by_fold(train_body.read(folder), BODY_FOLDS)
    ]
    samples = []
    for page in train_body.manifest(folder):
        is_article = page["kind"] == "article"
        if not is_article and page["kind"] not in OTHERS:
            continue
        own = looks[train_body.fold_of_site(page["site"], BODY_FOLDS)]
        with mock.patch.object(body_model, "shipped", return_value=own):
            found, terms = measure(gzip.decompress((folder / page["html"]).read_bytes()), page["url"])
        weight = weight_of_article(found) if is_article else weight_of_other(found)
        group = page["source"] if is_article else f"wcxb-other: {page['kind']}"
        samples.append(Sample(group, page["site"], page["url"], is_article, weight, found, terms))
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
        found, terms = measure(path.read_bytes(), url)
        group = "sites" if part else "sites: other"
        weight = _BUILT if part else _BUILT_FRONT if found["url_front"] else _BUILT_OTHER
        samples.append(Sample(group, site, url, bool(part), weight, found, terms))
    return samples


def fit(samples: list[Sample]) -> Model:
    """A linear model of figures and words, and trees over the figures, each fitted by itself."""
    names = sorted(samples[0].features)
    figures = numpy.array([[sample.features[name] for name in names] for sample in samples])
    truth = numpy.array([float(sample.is_article) for sample in samples])
    weights = numpy.array([sample.weight for sample in samples])
    vocabulary = [(place, word) for place, most in WORDS.items() for word in telling(samples, place, most)]
    said = numpy.array([[word in sample.terms[place] for place, word in vocabulary] for sample in samples])
    pulls = [RIDGE] * len(names) + [WORD_RIDGE] * len(vocabulary)
    bias, *betas = linear(numpy.hstack([figures, said]), truth, weights, numpy.array([0.0, *pulls]))
    by_word: dict[str, dict[str, float]] = {place: {} for place in WORDS}
    for (place, word), beta in zip(vocabulary, betas[len(names) :], strict=True):
        by_word[place][word] = round(beta, 3)
    data = lightgbm.Dataset(figures, truth, weight=weights)
    return Model(
        threshold=THRESHOLD,
        bias=round(bias, 3),
        weights={name: round(beta, 3) for name, beta in zip(names, betas, strict=False)},
        words=by_word,
        trees=tuple(
            plain(tree["tree_structure"], names)
            for tree in lightgbm.train(PARAMETERS, data, TREES).dump_model()["tree_info"]
        ),
    )


def telling(samples: list[Sample], place: str, most: int) -> list[str]:
    """The words whose share of sites differs most surely between articles and other pages.

    Asked of the one source that has both, in one language and of one year: elsewhere words would tell languages
    and, on built sites, the few subjects these write of.
    """
    samples = [sample for sample in samples if sample.group.startswith(COMPARABLE)]
    sites: tuple[set[str], set[str]] = (set(), set())
    counts: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    pairs = {(sample.is_article, sample.site, word) for sample in samples for word in sample.terms[place]}
    for is_article, _, word in pairs:
        counts[is_article][word] += 1
    for sample in samples:
        sites[sample.is_article].add(sample.site)
    others, articles = len(sites[0]), len(sites[1])
    found = []
    for word in counts[0].keys() | counts[1].keys():
        other, article = counts[0][word], counts[1][word]
        if other + article >= FEWEST_SITES:
            share = (other + article) / (others + articles)
            spread = (share * (1 - share) * (1 / others + 1 / articles)) ** 0.5
            found.append((-abs(article / articles - other / others) / max(spread, 1e-9), word))
    return sorted(word for _, word in sorted(found)[:most])


def linear(figures: Any, truth: Any, weights: Any, pulls: Any) -> list[float]:
    """Logistic regression, bias first: Newton's method on the weighted, ridge-penalised likelihood."""
    rows = numpy.hstack([numpy.ones((len(figures), 1)), figures])
    betas = numpy.zeros(rows.shape[1])
    for _ in range(12):
        probability = 1 / (1 + numpy.exp(-numpy.clip(rows @ betas, -30, 30)))
        bend = weights * numpy.maximum(probability * (1 - probability), 1e-6)
        gradient = rows.T @ (weights * (truth - probability)) - pulls * betas
        step = numpy.linalg.solve((rows * bend[:, None]).T @ rows + numpy.diag(pulls + 1e-6), gradient)
        betas += step
        if numpy.abs(step).max() < 1e-4:
            break
    return [float(beta) for beta in betas]


def plain(node: dict[str, Any], names: list[str]) -> Tree:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.5g}")
    return [
        names[node["split_feature"]],
        threshold,
        plain(node["left_child"], names),
        plain(node["right_child"], names),
    ]


def cross_validate(samples: list[Sample]) -> list[float]:
    """Each sample's probability by the model that saw no page of its site."""
    fold_of = [crc32(sample.site.encode()) % FOLDS for sample in samples]
    probabilities = [0.0] * len(samples)
    for fold in range(FOLDS):
        fitted = fit([sample for sample, own in zip(samples, fold_of, strict=True) if own != fold])
        for at, sample in enumerate(samples):
            if fold_of[at] == fold:
                probabilities[at] = probability(fitted, sample)
    return probabilities


def probability(fitted: Model, sample: Sample) -> float:
    known = {
        f"{place}: {word}": 1.0
        for place, said in sample.terms.items()
        for word in said & fitted.words[place].keys()
    }
    found = {**sample.features, **known}
    return fitted.probability(found, fitted.shares(found).values())


def groups(sample: Sample) -> list[str]:
    """Where the sample is counted."""
    if sample.is_article:
        named = [] if sample.features["url_front"] else ["all articles, but at front pages' addresses"]
        return [sample.group, "all articles", *named]
    if sample.group == "sites: other":
        return [sample.group]
    is_list = sample.group.removeprefix("wcxb-other: ") in LISTS
    return [sample.group, "wcxb-other", *(["wcxb-other: lists"] if is_list else [])]


def report(samples: list[Sample], probabilities: list[float], *, verbose: bool) -> None:
    for threshold in (0.5, 0.55, THRESHOLD, 0.65, 0.7):
        wrong: defaultdict[str, Counter[bool]] = defaultdict(Counter)
        for sample, chance in zip(samples, probabilities, strict=True):
            for group in groups(sample):
                wrong[group][(chance >= threshold) != sample.is_article] += 1
        print(f"\nthreshold {threshold}: wrong of all, cross-validated by site")
        for group, counts in sorted(wrong.items()):
            total = counts[True] + counts[False]
            print(f"  {group:44s} {counts[True]:4d} of {total:5d}  {100 * counts[True] / total:5.1f} %")
    if verbose:
        for sample, chance in sorted(zip(samples, probabilities, strict=True), key=lambda pair: pair[1]):
            if (chance >= THRESHOLD) != sample.is_article:
                print(f"{chance:.2f} {sample.group:24s} {sample.url[:110]}")


def write_model(fitted: Model, path: Path) -> None:
    """One line a tree, so that a new training is a small difference."""
    record = {
        "threshold": fitted.threshold,
        "bias": fitted.bias,
        "weights": fitted.weights,
        "words": fitted.words,
    }
    trees = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in fitted.trees)
    head = json.dumps(record, ensure_ascii=False, indent=1)[:-2]
    path.write_text(f'{head},\n "trees": [\n{trees}\n]\n}}\n', encoding="utf-8")


if __name__ == "__main__":
    main()
