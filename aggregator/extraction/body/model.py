"""The trained part of the choice of the body: how its trees are run.

Every block is looked at with few trees over what is quickly known. Those that remain in doubt are looked at again by
more trees, which also know what the first look said of the blocks around and of those in elements of the same name,
and ask for the words of template lines.
`body_model.json` is made by `benchmarks/train_body.py`. Its trees are turned into Python functions when first needed:
a chain of plain comparisons takes a fifth of the time of walking the trees as data, and a page has a hundred blocks.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from aggregator.extraction.body.features import FEATURES, WHOLE
from aggregator.extraction.body.lexicon import Lexicon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Set

    from aggregator.extraction.body.blocks import Blocks

Scorer: TypeAlias = "Callable[[Blocks], list[float]]"

Tree = Any
"""A leaf's value, or [feature, threshold, tree where the feature is at most the threshold, tree else]."""

_MODEL = "body_model.json"
CLEARLY_OUT, CLEARLY_IN = -2.2, 2.6
"""Log-odds after the first look that need no second."""
PATIENCE, SETTLED = 20, 1.7
"""Log-odds, for or against, after so many trees of the second look that the others need not be asked: on pages not
trained on, they would turn hardly any of such blocks."""


class Looks(NamedTuple):
    """The parts of a model, ready to run."""

    first: Scorer
    lexicon: Lexicon
    second: Scorer


_LOCALS = {name: f"x{place}" for place, name in enumerate(FEATURES)}


def weigh(blocks: Blocks) -> list[float]:
    """For each candidate, the log-odds that it belongs to the body."""
    looks = shipped()
    blocks.look_back(looks.first(blocks), looks.lexicon)
    return looks.second(blocks)


@cache
def shipped() -> Looks:
    """The model that is used."""
    return compiled(json.loads(files(__package__).joinpath(_MODEL).read_text(encoding="utf-8")))


def compiled(record: dict[str, Any]) -> Looks:
    """The model from what `body_model.json` says: `names`, and the trees of the `first` and the `second` look."""
    return Looks(compile_first(record["first"]), Lexicon(record["names"]), compile_second(record["second"]))


def compile_first(trees: list[Tree]) -> Scorer:
    return _compiled([*_assignments(_used(trees)), f"score = {_sum(trees)}"])


def compile_second(trees: list[Tree]) -> Scorer:
    early, late = trees[:PATIENCE], trees[PATIENCE:]
    known = _used(early)
    lines = ["score = F.first[b]", f"if {CLEARLY_OUT} < score < {CLEARLY_IN}:"]
    lines += [f"    {line}" for line in (*_assignments(known), f"score += {_sum(early)}")]
    lines += [f"    if {-SETTLED} < score < {SETTLED}:"]
    lines += [f"        {line}" for line in (*_assignments(_used(late), known), f"score += {_sum(late)}")]
    return _compiled(lines)


_SHARED = {"F.place[b]": "place", "F.line(b)": "line", "F.kin[b]": "kin", "F.clan[b]": "clan"}
"""What several features read from, looked up once."""


def _assignments(names: Set[str], known: Set[str] = frozenset()) -> list[str]:
    """Features are read once a block, those of later trees only where these run."""
    shared = _shared(names) - _shared(known)
    lines = [f"{local} = {expression}" for expression, local in _SHARED.items() if expression in shared]
    for name, expression in FEATURES.items():
        if name in names - known:
            for long, local in _SHARED.items():
                expression = expression.replace(long, local)
            lines.append(f"{_LOCALS[name]} = {expression}")
    return lines


def _shared(names: Iterable[str]) -> set[str]:
    return {shared for shared in _SHARED if any(shared in FEATURES[name] for name in names)}


def _compiled(lines: list[str]) -> Scorer:
    """A function that runs the lines for each candidate and collects the scores."""
    body = "\n        ".join(["", *lines, "scores.append(score)"])
    source = f"    scores = []\n    for b in F.candidates:{body}\n    return scores"
    used = sorted(set(re.findall(r"\bF\.(\w+)", source)))
    source = re.sub(r"\bF\.", "f_", source)
    head = ["def score(F):"] + [f"    f_{name} = F.{name}" for name in used]
    space: dict[str, Any] = {}
    exec(compile("\n".join(head) + "\n" + source, _MODEL, "exec"), space)
    return cast("Scorer", space["score"])


def _sum(trees: list[Tree]) -> str:
    return " + ".join(map(_expression, trees)) or "0.0"


def _used(trees: list[Tree]) -> set[str]:
    """The features that the trees ask for."""
    inner = [tree for tree in trees if isinstance(tree, list)]
    return {tree[0] for tree in inner}.union(*(_used(tree[2:]) for tree in inner))


def _expression(tree: Tree) -> str:
    if not isinstance(tree, list):
        return repr(float(tree))
    feature, threshold, low, high = tree
    if feature in WHOLE:
        threshold = math.floor(threshold)  # the same answer, and two integers compare faster
    return f"({_expression(low)} if {_LOCALS[feature]} <= {threshold!r} else {_expression(high)})"
