"""Trains the model of the body (`aggregator/extraction/body/body_model.json`) from pages with known bodies.

    python benchmarks/train_body.py --corpus CORPUS [--write] [--folds 5]

Needs lightgbm, numpy and scipy, which only trainings do. Without --write it cross-validates by site and prints the
F1 of the bodies; with --write it trains on all pages and writes the model. Truths disagree on headlines and
captions, so each block is labelled by its own page's truth and the model learns what most of them say.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

try:
    import lightgbm
    import numpy
    import scipy.optimize
    import scipy.sparse
except ImportError as error:
    raise SystemExit(f"{error}; expected the extra train: pip install -e '.[train]'") from None

from aggregator.extraction.body import body, features, given, model
from aggregator.extraction.body.blocks import Blocks
from aggregator.extraction.body.forest import Tree
from aggregator.extraction.body.lexicon import Lexicon
from aggregator.extraction.body.lexicon import words as words_of
from aggregator.extraction.body.looks import CLEARLY_IN, CLEARLY_OUT
from aggregator.extraction.byline import byline
from aggregator.extraction.claims import structured
from aggregator.extraction.headline import title
from aggregator.extraction.links import hyperlinks, related
from aggregator.extraction.page import charset, page_map
from aggregator.extraction.rendering import render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.headline.title import Headline
    from aggregator.extraction.page.page_map import PageMap

COMMON = {
    "objective": "binary",
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 3.0,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
FIRST = COMMON | {"num_iterations": 25, "num_leaves": 12, "learning_rate": 0.2}
SECOND = COMMON | {
    "num_iterations": 120,
    "num_leaves": 48,
    "learning_rate": 0.12,
    "lambda_l2": 10.0,
    "feature_fraction": 1.0,
    "extra_trees": True,
}
INNER_FOLDS = 3
FEWEST_SITES = 10
"""Words of fewer sites have no weight."""
RIDGE = 30.0
"""Strength of the pull of words towards zero, where the lines together count as one each."""
MODEL = Path(model.__file__).with_name("body_model.json")

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)


@dataclass
class Sample:
    """One page's candidates."""

    entry: dict[str, Any]
    blocks: Blocks
    claims: Structured
    headline: Headline | None
    teasers: list[tuple[int, int]]
    rows: Any
    labels: Any
    weights: Any
    names: dict[tuple[str, ...], Any]
    """Weights of the candidates out of the body and in it, by the names around them."""


@dataclass
class Looks:
    """The trees of each look, and the words that the second knows."""

    first: lightgbm.Booster
    lexicon: Lexicon
    second: lightgbm.Booster


def tokens(text: str) -> list[str]:
    return _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())


def label(texts: list[str], truth: str) -> list[bool]:
    """Which of a page's blocks are in its true body.

    The blocks found word for word must follow each other as in the truth: of all such chains, the heaviest is
    taken, so that a headline repeated among the related links is not taken for the one in the body. A block that
    is not there word for word is in when most of its runs of four words are.
    """
    true: list[str] = []
    starts, ends = set(), set()
    for line in truth.split("\n"):
        starts.add(len(true))
        true += tokens(line)
        ends.add(len(true))
    places = defaultdict(list)
    for place, token in enumerate(true):
        places[token].append(place)
    runs = set(zip(true, true[1:], true[2:], true[3:], strict=False))
    split = [tokens(text) for text in texts]
    matches = []
    for words in split:
        length = len(words)
        fits = [
            place
            for place in (places.get(words[0], ()) if words else ())
            if true[place : place + length] == words
            and (length >= 4 or place in starts or place + length in ends)
        ]
        matches.append([(place, length) for place in fits[:12]])
    chain = heaviest_chain(matches, len(true))
    labels = []
    for block, words in enumerate(split):
        inside = block in chain
        if not inside and not matches[block] and len(words) > 4:
            own = list(zip(words, words[1:], words[2:], words[3:], strict=False))
            inside = sum(run in runs for run in own) > 0.6 * len(own)
        labels.append(inside)
    return labels


def heaviest_chain(matches: list[list[tuple[int, int]]], length: int) -> set[int]:
    """Blocks of the chain of matches (place, length) that goes forward only and covers the most words."""
    best: list[tuple[int, Any]] = [(0, None)] * (length + 2)  # a Fenwick tree of maxima by place
    for block, fits in enumerate(matches):
        found = []
        for place, size in fits:
            index, top = place + 1, (0, None)
            while index > 0:
                top = max(top, best[index], key=lambda entry: entry[0])
                index -= index & -index
            found.append((place + size + 1, (top[0] + size, (block, top[1]))))
        for index, entry in found:
            while index < len(best):
                if best[index][0] < entry[0]:
                    best[index] = entry
                index += index & -index
    chain, link = set(), max(best, key=lambda entry: entry[0])[1]
    while link is not None:
        chain.add(link[0])
        link = link[1]
    return chain


def read(corpus: Path) -> list[Sample]:
    samples = []
    for entry in manifest(corpus):
        if "body_text" not in entry["truth"] or entry["grade"].get("body") not in ("A", "B"):
            continue
        html = charset.in_utf8(gzip.decompress((corpus / entry["html"]).read_bytes()), None)
        page = page_map.read(html, entry["url"])
        if page.block_nodes:
            claims = structured.read(page)
            headline = title.find(page, claims)
            hints = body.hints(claims, headline, related.blocks(page, hyperlinks.read(page)))
            labels = label(
                [page.block_texts[b] for b in range(len(page.block_nodes))], entry["truth"]["body_text"]
            )
            samples.append(sample(entry, Blocks(page, hints), claims, headline, list(hints.teasers), labels))
    return samples


def manifest(corpus: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (corpus / "manifest.jsonl").open(encoding="utf-8")]


def sample(
    entry: dict[str, Any],
    blocks: Blocks,
    claims: Structured,
    headline: Headline | None,
    teasers: list[tuple[int, int]],
    labels: list[bool],
) -> Sample:
    sizes = numpy.array([len(tokens(blocks.page.block_texts[block])) for block in blocks.candidates])
    whole = len(tokens(entry["truth"]["body_text"]))
    # a page counts once, however long it is
    weights = numpy.clip((sizes + 1) / (whole + 30), 0, 1) * weight(entry)
    names: dict[tuple[str, ...], Any] = {}
    for block, heavy in zip(blocks.candidates, weights, strict=True):
        around = tuple(names_around(blocks.page, blocks.page.block_nodes[block]))
        names.setdefault(around, numpy.zeros(2))[int(labels[block])] += heavy
    return Sample(
        entry,
        blocks,
        claims,
        headline,
        teasers,
        matrix(blocks, features.FIRST),
        numpy.array([labels[block] for block in blocks.candidates], dtype=float),
        weights,
        names,
    )


def names_around(page: PageMap, node: int) -> list[str]:
    """Classes and id of the element and of those around it, innermost first, where there are any."""
    names, parents = page.names, page.parents
    found = []
    while node > 0:
        if names[node]:
            found.append(names[node])
        node = parents[node]
    return found


def matrix(blocks: Blocks, names: list[str]) -> Any:
    table = numpy.array(features.rows(blocks, names), dtype=numpy.float32)
    return table.reshape(len(blocks.candidates), len(names))


def weight(entry: dict[str, Any]) -> float:
    """Truth made by people counts for more, and so does Chinese, of which there are fewer pages."""
    return 100.0 * (2 if entry["grade"]["body"] == "A" else 1) * (3 if entry["lang"] == "zh" else 1)


def train(samples: list[Sample]) -> Looks:
    """The second look learns from first looks at pages that those had not been trained on, as it will see them."""
    samples = [entry for entry in samples if len(entry.rows)]
    rows, labels, weights, starts = [], [], [], []
    for number in range(INNER_FOLDS):
        others = [entry for entry in samples if inner_fold(entry) != number]
        look, lexicon = fit(FIRST, *columns(others)), learn(others)
        for entry in samples:
            if inner_fold(entry) == number:
                first = look.predict(entry.rows, raw_score=True)
                doubt = in_doubt(first)
                rows.append(second_rows(entry, first, lexicon)[doubt])
                labels.append(entry.labels[doubt])
                weights.append(entry.weights[doubt])
                starts.append(first[doubt])
    second = fit(SECOND, *map(numpy.concatenate, (rows, labels, weights, starts)))
    return Looks(fit(FIRST, *columns(samples)), learn(samples), second)


def columns(samples: list[Sample]) -> tuple[Any, Any, Any]:
    """Rows, labels and weights of all samples together."""
    parts = ([getattr(entry, name) for entry in samples] for name in ("rows", "labels", "weights"))
    rows, labels, weights = map(numpy.concatenate, parts)
    return rows, labels, weights


def fit(
    parameters: dict[str, Any], rows: Any, labels: Any, weights: Any, start: Any = None
) -> lightgbm.Booster:
    return lightgbm.train(parameters, lightgbm.Dataset(rows, labels, weight=weights, init_score=start))


def learn(samples: list[Sample]) -> Lexicon:
    """Weights of words by logistic regression: what names alone say of a line, in a place known by all names around."""
    sites: defaultdict[str, set[str]] = defaultdict(set)
    for entry in samples:
        for around in entry.names:
            for name in around:
                for word in words_of(name):
                    sites[word].add(entry.entry["site"])
    vocabulary = sorted(word for word, where in sites.items() if len(where) >= FEWEST_SITES)
    number = {word: place for place, word in enumerate(vocabulary)}
    columns, ends, masses = [], [0], []
    for entry in samples:
        for around, mass in entry.names.items():
            for place, name in enumerate(around):
                known = [number[word] for word in words_of(name) if word in number]
                columns += known
                if place == 0:
                    columns += [len(number) + column for column in known]
            ends.append(len(columns))
            masses.append(mass)
    counts = scipy.sparse.csr_matrix(
        (numpy.ones(len(columns)), columns, ends), shape=(len(masses), 2 * len(number))
    )
    counts.sum_duplicates()
    total = numpy.array(masses)
    total *= sum(len(entry.labels) for entry in samples) / total.sum()
    return Lexicon(
        {
            word: (float(weights[0]), float(weights[1]))
            for word, weights in zip(vocabulary, regression(counts, total), strict=True)
        }
    )


def regression(counts: Any, mass: Any) -> Any:
    """Ridge-penalised logistic regression; `mass` is how much of each row is out and in. A row a word is returned."""
    turned = counts.T.tocsr()

    def loss(betas: Any) -> tuple[float, Any]:
        weights, bias = betas[:-1], betas[-1]
        score = counts @ weights + bias
        lost = mass[:, 0] @ numpy.logaddexp(0, score) + mass[:, 1] @ numpy.logaddexp(0, -score)
        off = mass.sum(axis=1) / (1 + numpy.exp(-score)) - mass[:, 1]
        slope = numpy.append(turned @ off + RIDGE * weights, off.sum())
        return float(lost + RIDGE * (weights @ weights) / 2), slope

    start = numpy.zeros(counts.shape[1] + 1)
    found = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 60})
    return numpy.round(found.x[:-1], 3).reshape(2, -1).T


def second_rows(entry: Sample, first: Any, lexicon: Lexicon) -> Any:
    entry.blocks.look_back(first.tolist(), lexicon)
    return matrix(entry.blocks, features.SECOND)


def in_doubt(first: Any) -> Any:
    return (first > CLEARLY_OUT) & (first < CLEARLY_IN)


def weigh(looks: Looks, entry: Sample) -> list[float]:
    """What `model.weigh` gives with these trees."""
    if not len(entry.rows):
        return []
    scores: Any = looks.first.predict(entry.rows, raw_score=True)
    doubt = in_doubt(scores)
    if doubt.any():
        rows = second_rows(entry, scores, looks.lexicon)[doubt]
        scores[doubt] += looks.second.predict(rows, raw_score=True)
    return [*map(float, scores)]


def plain(node: dict[str, Any], names: list[str]) -> Tree:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.6g}")
    return [
        names[node["split_feature"]],
        threshold,
        plain(node["left_child"], names),
        plain(node["right_child"], names),
    ]


def trees(booster: lightgbm.Booster, names: list[str]) -> list[Tree]:
    return [plain(tree["tree_structure"], names) for tree in booster.dump_model()["tree_info"]]


def site_number(site: str) -> int:
    return int(hashlib.md5(site.encode()).hexdigest(), 16)


def fold(entry: Sample, folds: int) -> int:
    return fold_of_site(entry.entry["site"], folds)


def fold_of_site(site: str, folds: int) -> int:
    return site_number(site) % folds


def by_fold(samples: list[Sample], folds: int) -> Iterator[Looks]:
    """For each fold, what was learnt without its sites."""
    for number in range(folds):
        yield train([entry for entry in samples if fold(entry, folds) != number])


def inner_fold(entry: Sample) -> int:
    return site_number("inner " + entry.entry["site"]) % INNER_FOLDS


def text_of(entry: Sample, scores: list[float]) -> str:
    """The body as extraction gives it."""
    found = body.choose(entry.blocks, scores)
    for first, end in entry.teasers:
        found.leave_out_lines(first, end)
    if entry.headline:
        found.leave_out_title(entry.headline.value)
    for line in byline.find(found.page, entry.claims, entry.headline, found).blocks:
        found.leave_out_lines(line, line + 1)
    shown = given.find(found.page, found, entry.claims) or found
    return render.to_text(shown)


def cross_validate(corpus: Path, samples: list[Sample], folds: int) -> None:
    sys.path.insert(0, str(corpus))
    import common  # type: ignore[import-not-found]
    import score  # type: ignore[import-not-found]

    core = {page["id"] for page in common.core_subset(manifest(corpus), 20)}
    bodies: defaultdict[str, Any] = defaultdict(score.Body)
    for number, looks in enumerate(by_fold(samples, folds)):
        for entry in samples:
            if fold(entry, folds) != number:
                continue
            page, text = entry.entry, text_of(entry, weigh(looks, entry))
            if page["id"] in core:
                bodies[page["lang"] if page["lang"] in ("zh", "en") else "other"].add(page, text)
            if page["source"] == "zyte" and page["lang"] == "en":
                bodies["zyte en"].add(page, text)
    for group in sorted(bodies):
        figures = bodies[group].result()
        print(group, " ".join(f"{key} {figures[key]:.4f}" for key in ("n", "F1", "P", "R", "acc", "pF1")))


def record(looks: Looks) -> dict[str, Any]:
    """What `body_model.json` holds."""
    return {
        "names": looks.lexicon.weights,
        "first": trees(looks.first, features.FIRST),
        "second": trees(looks.second, features.SECOND),
    }


def write(looks: Looks) -> None:
    """One line a word or tree, so that a new training is a small difference."""
    learnt = record(looks)
    names = ",\n".join(f"{json.dumps(word)}: {json.dumps(pair)}" for word, pair in learnt["names"].items())
    parts = [f'"names": {{\n{names}\n}}']
    for look in ("first", "second"):
        lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in learnt[look])
        parts.append(f'"{look}": [\n{lines}\n]')
    MODEL.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--corpus", type=Path, required=True)
    options.add_argument("--folds", type=int, default=5)
    options.add_argument("--write", action="store_true", help="train on all pages and write the model")
    chosen = options.parse_args()
    samples = read(chosen.corpus)
    if chosen.write:
        write(train(samples))
    else:
        cross_validate(chosen.corpus, samples, chosen.folds)


if __name__ == "__main__":
    main()
