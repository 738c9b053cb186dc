"""The trained part of the choice of the body: what it looks at, and how its trees are run.

Every block is looked at with few trees over what is quickly known. Those that remain in doubt are looked at again by
more trees, which also know what the first look said of the blocks around, and ask for the words of template lines.
`body_model.json` is made by `benchmarks/train_body.py`. Its trees are turned into Python functions when first needed:
a chain of plain comparisons takes a fifth of the time of walking the trees as data, and a page has a hundred blocks.
"""

from __future__ import annotations

import json
import math
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, cast

from aggregator.extraction.body.blocks import LEVELS, PLACE, TAG_BITS
from aggregator.extraction.body.vocabulary import NAME_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from aggregator.extraction.body.blocks import Blocks

    Scorer = Callable[[Blocks], list[float]]

Tree = Any
"""A leaf's value, or [feature, threshold, tree where the feature is at most the threshold, tree else]."""

_MODEL = "body_model.json"
CLEARLY_OUT, CLEARLY_IN = -2.2, 2.6
"""Log-odds after the first look that need no second."""
PATIENCE, SETTLED = 20, 1.7
"""Log-odds, for or against, after so many trees of the second look that the others need not be asked: on pages not
trained on, they would turn fewer than 1 of 5,000 of such blocks."""


FIRST = (
    "core_up core_down tight_up tight_down core_share core_place before_core_end after_headline siblings "
    "size link mark_density tag end size+1 tag-1 tag+1 window_link copy teaser "
    "own_mean own_link up1_share up1_link up2_share up2_link "
    "in_main in_article in_footer in_form name_promotion name_frame name_related name_comment name_hidden"
).split()
"""What the first look is at: of the features below, those that are quickly known and say the most."""

SECOND = (
    "first first-1 first+1 shape_first shape_count window_positive up1_positive up2_found up3_positive up3_found found "
    "found_share found_before plain page_links comment_share claims thread_url "
    "core_up tight_up core_share core_links core_place before_core_end after_headline text_before siblings "
    "size tag end mark_density under below copy template teaser "
    "own_size own_share own_blocks up1_marks up1_mean up2_link up3_link "
    "in_footer in_aside name_byline name_comment name_share name_body name_caption name_legal"
).split()
"""What the second look is at."""


def _features() -> dict[str, str]:
    """Name -> expression over the blocks `F` and the block's number `b`."""
    table = {
        "size": "F.size[b]",
        "link": "F.link[b]",
        "mark_density": "F.marks[b] / F.size[b]",
        "tag": "F.tag[b]",
        "end": "F.end[b]",
        "size+1": "F.size[b+1]",
        "tag-1": "F.tag[b-1]",
        "tag+1": "F.tag[b+1]",
        "window_link": "(F.link_sums[b+9] - F.link_sums[b]) / (F.size_sums[b+9] - F.size_sums[b])",
        "core_place": "(b - F.core_start) / F.core_length",
        "before_core_end": "F.core_end - b",
        "after_headline": "b - F.headline",
        "text_before": "F.before[b]",
        "template": "F.template(b)",
        "first": "F.first[b]",
        "first-1": "F.first[b-1]",
        "first+1": "F.first[b+1]",
        "shape_first": "F.shape[b][0] / F.shape[b][1]",
        "shape_count": "F.shape[b][1]",
        "window_positive": "(F.positive_sums[b+9] - F.positive_sums[b]) / (F.size_sums[b+9] - F.size_sums[b])",
        "found": "F.found",
        "found_share": "F.found / F.total",
        "found_before": "F.positive[b] / (F.found or 1)",
    }
    for place, word in enumerate(NAME_WORDS):
        table[f"name_{word}"] = f"F.names[b] & {1 << place}"
    for tag, bit in TAG_BITS.items():
        table[f"in_{tag}"] = f"F.within[b] & {bit}"
    for place, name in enumerate(PLACE):
        table[name] = f"F.place[b][{place}]"
    for level in LEVELS:
        first, end, size = (PLACE.index(f"{level}_{word}") for word in ("first", "end", "size"))
        mass = f"(F.positive[F.place[b][{end}]] - F.positive[F.place[b][{first}]])"
        table[f"{level}_positive"] = f"{mass} / (F.place[b][{size}] or 1)"
        table[f"{level}_found"] = f"{mass} / (F.found or 1)"
    for name in "copy teaser under below siblings".split():
        table[name] = f"F.{name}[b]"
    for name in "plain page_links core_share core_links thread_url comment_share claims".split():
        table[name] = f"F.{name}"
    return {name: expression for name, expression in table.items() if name in {*FIRST, *SECOND}}


FEATURES = _features()
_LOCALS = {name: f"x{place}" for place, name in enumerate(FEATURES)}


def rows(blocks: Blocks, names: list[str]) -> list[tuple[float, ...]]:
    """These features of all candidates, to train from."""
    source = ", ".join(f"float({FEATURES[name]})" for name in names)
    return cast(
        "list[tuple[float, ...]]", eval(f"[({source},) for b in F.candidates]", {"F": blocks, "float": float})
    )


def weigh(blocks: Blocks) -> list[float]:
    """For each candidate, the log-odds that it belongs to the body."""
    first, second = _looks()
    blocks.look_back(first(blocks))
    return second(blocks)


@cache
def _looks() -> tuple[Scorer, Scorer]:
    """The shipped model."""
    model = json.loads(files(__package__).joinpath(_MODEL).read_text(encoding="utf-8"))
    return compile_first(model["first"]), compile_second(model["second"])


def compile_first(trees: list[Tree]) -> Scorer:
    return _compiled([*_assignments(_used(trees)), f"score = {_sum(trees)}"])


def compile_second(trees: list[Tree]) -> Scorer:
    early, late = trees[:PATIENCE], trees[PATIENCE:]
    known = _used(early)
    lines = ["score = F.first[b]", f"if {CLEARLY_OUT} < score < {CLEARLY_IN}:"]
    lines += [f"    {line}" for line in (*_assignments(known), f"score += {_sum(early)}")]
    lines += [f"    if {-SETTLED} < score < {SETTLED}:"]
    lines += [f"        {line}" for line in (*_assignments(_used(late) - known), f"score += {_sum(late)}")]
    return _compiled(lines)


def _assignments(names: set[str]) -> list[str]:
    """Features are read once a block, those of later trees only where these run."""
    return [f"{_LOCALS[name]} = {expression}" for name, expression in FEATURES.items() if name in names]


def _compiled(lines: list[str]) -> Scorer:
    """A function that runs the lines for each candidate and collects the scores."""
    body = "\n        ".join(["", *lines, "scores.append(score)"])
    source = f"    scores = []\n    for b in F.candidates:{body}\n    return scores"
    if "F.place[b]" in source:
        loop = "for b in F.candidates:"
        source = source.replace("F.place[b]", "place").replace(loop, f"{loop}\n        place = F.place[b]")
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


_WHOLE = frozenset(
    name
    for name, expression in FEATURES.items()
    if not re.search(
        r"/|\.(?:link|before|page_links|core_score|core_share|core_links|comment_share|first|place)\b",
        expression,
    )
)
"""Features that are whole numbers."""


def _expression(tree: Tree) -> str:
    if not isinstance(tree, list):
        return repr(float(tree))
    feature, threshold, low, high = tree
    if feature in _WHOLE:
        threshold = math.floor(threshold)  # the same answer, and two integers compare faster
    return f"({_expression(low)} if {_LOCALS[feature]} <= {threshold!r} else {_expression(high)})"
