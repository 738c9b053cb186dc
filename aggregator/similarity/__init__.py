"""Which articles are copies of each other, as functions of their texts."""

from aggregator.similarity.normal import Normal
from aggregator.similarity.partition import Link, partition
from aggregator.similarity.sketch import SKETCH_SIZE, sketch, text_hash
from aggregator.similarity.verdict import VERSION_DAYS, Document, Relation, Verdict, judge

__all__ = [
    "SKETCH_SIZE",
    "VERSION_DAYS",
    "Document",
    "Link",
    "Normal",
    "Relation",
    "Verdict",
    "judge",
    "partition",
    "sketch",
    "text_hash",
]
