"""The trained part of the choice of the body, `body_model.json`, made by `benchmarks/train_body.py`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from aggregator.extraction.body import looks
from aggregator.extraction.body.features import NAMES
from aggregator.extraction.body.forest import Forest
from aggregator.extraction.body.lexicon import Lexicon

if TYPE_CHECKING:
    from aggregator.extraction.body.blocks import Blocks

_MODEL = "body_model.json"


class Model(NamedTuple):
    """The parts of a model, ready to run."""

    first: Forest
    lexicon: Lexicon
    second: Forest


def weigh(blocks: Blocks) -> list[float]:
    """For each candidate, the log-odds that it belongs to the body."""
    model = shipped()
    blocks.look_back(looks.first(blocks, model.first), model.lexicon)
    return looks.second(blocks, model.second)


@cache
def shipped() -> Model:
    """The model that is used."""
    return read(json.loads(files(__package__).joinpath(_MODEL).read_text(encoding="utf-8")))


def read(record: dict[str, Any]) -> Model:
    """The model from what `body_model.json` says: `names`, and the trees of the `first` and the `second` look."""
    return Model(Forest(record["first"], NAMES), Lexicon(record["names"]), Forest(record["second"], NAMES))
