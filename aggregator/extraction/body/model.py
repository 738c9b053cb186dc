"""The trained part of the choice of the body: what it looks at, and how its trees are run.

`body_model.json` is made by `benchmarks/train_body.py`. Its trees are turned into one Python function when first
needed: a chain of plain comparisons takes a fifth of the time of walking the trees as data, and a page has a
hundred blocks.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from aggregator.extraction.body.blocks import TAG_BITS
from aggregator.extraction.body.vocabulary import NAME_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from aggregator.extraction.body.blocks import Blocks

    Scorer = Callable[[Blocks], list[float]]

Tree = Any
"""A leaf's value, or [feature, threshold, tree where the feature is at most the threshold, tree else]."""

_MODEL = "body_model.json"
_PATIENCE = 20
"""After so many trees a block that is clearly in or out needs no more of them."""
_CLEARLY_OUT, _CLEARLY_IN = -2.7, 3.0


def _features() -> dict[str, str]:
    """Name -> expression over the blocks `F` and the block's number `b`."""
    table = {
        "size": "F.size[b]",
        "link": "F.link[b]",
        "marks": "F.marks[b]",
        "mark_density": "F.marks[b] / F.size[b]",
        "tag": "F.tag[b]",
        "end": "F.end[b]",
        "hidden": "F.hidden[b]",
        "core_place": "(b - F.core_start) / F.core_length",
        "after_core_start": "b - F.core_start",
        "before_core_end": "F.core_end - b",
        "after_headline": "b - F.headline",
        "block": "b",
        "rest": "F.count - b",
        "place": "b / F.count",
        "text_before": "F.before[b]",
    }
    table["template-1"] = "F.template[b-1]"
    table["template+1"] = "F.template[b+1]"
    for offset in (-2, -1, 1, 2):
        for name in ("size", "link", "tag", "end", "marks"):
            table[f"{name}{offset:+d}"] = f"F.{name}[b{offset:+d}]"
    for place, word in enumerate(NAME_WORDS):
        table[f"name_{word}"] = f"F.names[b] & {1 << place}"
    for tag, bit in TAG_BITS.items():
        table[f"in_{tag}"] = f"F.within[b] & {bit}"
    for level in ("own", "up1", "up2", "up3"):
        for place, word in enumerate(("size", "link", "marks", "blocks", "mean", "share")):
            table[f"{level}_{word}"] = f"F.{level}[b][{place}]"
    for name in (
        "core_up core_down tight_up tight_down siblings alike copy window_size window_link "
        "template teaser given series1 series2"
    ).split():
        table[name] = f"F.{name}[b]"
    for name in (
        "count total plain page_links long_blocks core_score core_share core_links thread_url comment_share "
        "claims"
    ).split():
        table[name] = f"F.{name}"
    return table


FEATURES = _features()
_LOCALS = {name: f"x{place}" for place, name in enumerate(FEATURES)}
_FRACTION = re.compile(
    r"/|F\.(?:link|before|window_link|page_links|core_score|core_share|core_links|comment_share)\b"
    r"|F\.(?:own|up\d)\[b\]\[[1245]\]"
)
_WHOLE = frozenset(name for name, expression in FEATURES.items() if not _FRACTION.search(expression))
"""Features that are whole numbers."""


def rows(blocks: Blocks) -> list[tuple[float, ...]]:
    """All features of all candidates, to train from."""
    source = ", ".join(f"float({expression})" for expression in FEATURES.values())
    return cast(
        "list[tuple[float, ...]]", eval(f"[({source},) for b in F.candidates]", {"F": blocks, "float": float})
    )


@cache
def scorer() -> Scorer:
    """The shipped model: for each candidate, the log-odds that it belongs to the body."""
    model = json.loads(files(__package__).joinpath(_MODEL).read_text(encoding="utf-8"))
    return compile_scorer(model["trees"])


def compile_scorer(trees: list[Tree]) -> Scorer:
    """The trees as one function. A feature is read once a block, those of the later trees only where they run."""
    first, rest = trees[:_PATIENCE], trees[_PATIENCE:]
    early, late = _used(first), _used(rest)
    body = [
        "    scores = []",
        "    for b in F.candidates:",
        *(f"        {_LOCALS[name]} = {FEATURES[name]}" for name in FEATURES if name in early),
        "        score = " + " + ".join(map(_expression, first)),
        f"        if {_CLEARLY_OUT} < score < {_CLEARLY_IN}:",
        *(f"            {_LOCALS[name]} = {FEATURES[name]}" for name in FEATURES if name in late - early),
        "            score += " + (" + ".join(map(_expression, rest)) or "0.0"),
        "        scores.append(score)",
        "    return scores",
    ]
    source = "\n".join(body)
    used = sorted(set(re.findall(r"\bF\.(\w+)", source)) - {"candidates"})
    for name in used:
        source = re.sub(rf"\bF\.{name}\b", f"f_{name}", source)
    head = ["def score(F):"] + [f"    f_{name} = F.{name}" for name in used]
    space: dict[str, Any] = {}
    exec(compile("\n".join(head) + "\n" + source, _MODEL, "exec"), space)
    return cast("Scorer", space["score"])


def _used(trees: list[Tree]) -> set[str]:
    """The features that the trees ask for."""
    inner = [tree for tree in trees if isinstance(tree, list)]
    return {tree[0] for tree in inner}.union(*(_used(tree[2:]) for tree in inner))


def _expression(tree: Tree) -> str:
    if not isinstance(tree, list):
        return repr(float(tree))
    feature, threshold, low, high = tree
    if feature in _WHOLE:
        threshold = math.floor(threshold)  # the same answer, and two integers compare faster
    return f"({_expression(low)} if {_LOCALS[feature]} <= {threshold!r} else {_expression(high)})"
