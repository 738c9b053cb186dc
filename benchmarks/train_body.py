"""Trains the model of the body (`aggregator/extraction/body/body_model.json`) from pages with known bodies.

    python benchmarks/train_body.py --corpus ../shared/corpus [--write] [--folds 5]

Needs lightgbm and numpy, which nothing else here does. Without --write it cross-validates by site and prints the
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
from typing import Any

import lightgbm
import numpy

from aggregator.extraction.body import body, model
from aggregator.extraction.body.blocks import Blocks
from aggregator.extraction.claims import structured
from aggregator.extraction.headline import title
from aggregator.extraction.links import anchors, related
from aggregator.extraction.page import charset
from aggregator.extraction.page.page_map import PageMap, parse

TREES = 100
PARAMETERS = {
    "objective": "binary",
    "num_leaves": 24,
    "learning_rate": 0.1,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 3.0,
    "seed": 1,
    "deterministic": True,
    "force_row_wise": True,
    "num_threads": 2,
    "verbose": -1,
}
MODEL = Path(model.__file__).with_name("body_model.json")

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)


@dataclass
class Sample:
    """One page's candidates."""

    page: dict[str, Any]
    rows: Any
    labels: Any
    weights: Any
    texts: list[str]


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
    for line in (corpus / "manifest.jsonl").open(encoding="utf-8"):
        entry = json.loads(line)
        if "body_text" not in entry["truth"] or entry["grade"].get("body") not in ("A", "B"):
            continue
        html = charset.decode(gzip.decompress((corpus / entry["html"]).read_bytes()), None)
        page = PageMap(parse(html), entry["url"])
        if page.block_nodes:
            samples.append(sample(page, entry))
    return samples


def sample(page: PageMap, entry: dict[str, Any]) -> Sample:
    claims = structured.read(page)
    teasers = related.blocks(page, anchors.read(page))
    blocks = Blocks(page, body.hints(claims, title.find(page, claims), teasers))
    labels = label([page.block_text(block) for block in range(blocks.count)], entry["truth"]["body_text"])
    texts = [page.block_text(block) for block in blocks.candidates]
    sizes = numpy.array([len(tokens(text)) for text in texts])
    whole = len(tokens(entry["truth"]["body_text"]))
    return Sample(
        entry,
        numpy.array(model.rows(blocks), dtype=numpy.float64).reshape(len(texts), len(model.FEATURES)),
        numpy.array([labels[block] for block in blocks.candidates], dtype=float),
        numpy.clip((sizes + 1) / (whole + 30), 0, 1)
        * weight(entry),  # a page counts once, however long it is
        texts,
    )


def weight(entry: dict[str, Any]) -> float:
    """Truth made by people counts for more, and so does Chinese, of which there are fewer pages."""
    return 100.0 * (2 if entry["grade"]["body"] == "A" else 1) * (2 if entry["lang"] == "zh" else 1)


def train(samples: list[Sample]) -> lightgbm.Booster:
    data = lightgbm.Dataset(
        numpy.vstack([entry.rows for entry in samples]),
        numpy.concatenate([entry.labels for entry in samples]),
        weight=numpy.concatenate([entry.weights for entry in samples]),
    )
    return lightgbm.train(PARAMETERS, data, TREES)


def plain(node: dict[str, Any], names: list[str]) -> model.Tree:
    if "leaf_value" in node:
        return round(node["leaf_value"], 4)
    threshold = float(f"{node['threshold']:.6g}")
    return [
        names[node["split_feature"]],
        threshold,
        plain(node["left_child"], names),
        plain(node["right_child"], names),
    ]


def trees(booster: lightgbm.Booster) -> list[model.Tree]:
    names = list(model.FEATURES)
    return [plain(tree["tree_structure"], names) for tree in booster.dump_model()["tree_info"]]


def fold(site: str, folds: int) -> int:
    return int(hashlib.md5(site.encode()).hexdigest(), 16) % folds


def cross_validate(corpus: Path, samples: list[Sample], folds: int) -> None:
    sys.path.insert(0, str(corpus))
    import common  # type: ignore[import-not-found]
    import score  # type: ignore[import-not-found]

    core = {page["id"] for page in common.core_subset([entry.page for entry in samples], 20)}
    bodies: defaultdict[str, Any] = defaultdict(score.Body)
    for number in range(folds):
        booster = train([entry for entry in samples if fold(entry.page["site"], folds) != number])
        for entry in samples:
            if fold(entry.page["site"], folds) != number:
                continue
            scores = booster.predict(entry.rows, raw_score=True) if len(entry.rows) else []
            text = "\n".join(text for text, log_odds in zip(entry.texts, scores, strict=True) if log_odds > 0)
            page = entry.page
            if page["id"] in core:
                bodies[page["lang"] if page["lang"] in ("zh", "en") else "other"].add(page, text)
            if page["source"] == "zyte" and page["lang"] == "en":
                bodies["zyte en"].add(page, text)
    for group in sorted(bodies):
        figures = bodies[group].result()
        print(group, " ".join(f"{key} {figures[key]:.4f}" for key in ("n", "F1", "P", "R", "acc", "pF1")))


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
        lines = ",\n".join(json.dumps(tree, separators=(",", ":")) for tree in trees(train(samples)))
        MODEL.write_text(f'{{"trees": [\n{lines}\n]}}\n', encoding="utf-8")
    else:
        cross_validate(chosen.corpus, samples, chosen.folds)


if __name__ == "__main__":
    main()
