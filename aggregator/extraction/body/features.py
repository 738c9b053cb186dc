"""What the model looks at: features of a block, as expressions over the measured page.

`kin` are the blocks in elements of the same name, `clan` those of that name in elements of one name (`kin.py`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from aggregator.extraction.body.blocks import LEVELS, PLACE, TAG_BITS
from aggregator.extraction.body.vocabulary import NAME_WORDS

if TYPE_CHECKING:
    from aggregator.extraction.body.blocks import Blocks

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
    "kin_score kin_count kin_positive kin_share kin_found kin_each kin_own kin_own_size kin_others "
    "clan_score clan_count clan_positive clan_share clan_found clan_each clan_own clan_own_size clan_others "
    "width words in_header in_figure "
    "in_footer in_aside said name_byline name_comment name_share name_body name_caption name_legal"
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
        "template": "F.line(b)[0]",
        "width": "F.line(b)[1]",
        "words": "F.line(b)[2]",
        "said": "F.said(b)",
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
    for level in ("kin", "clan"):
        own, together = f"F.{level}[b][0]", f"F.{level}[b][1]"
        table |= {
            f"{level}_score": f"{together}.score / {together}.size",
            f"{level}_count": f"{together}.members",
            f"{level}_positive": f"{together}.positive / {together}.size",
            f"{level}_share": f"{together}.size / F.weighed",
            f"{level}_found": f"{together}.positive / (F.found or 1)",
            f"{level}_each": f"{together}.size / {together}.members",
            f"{level}_own": f"{own}.score / {own}.size",
            f"{level}_own_size": f"{own}.size",
            f"{level}_others": f"({together}.score - {own}.score) / ({together}.size - {own}.size + 1)",
        }
    for name in "copy teaser under below siblings".split():
        table[name] = f"F.{name}[b]"
    for name in "plain page_links core_share core_links thread_url comment_share claims".split():
        table[name] = f"F.{name}"
    return {name: expression for name, expression in table.items() if name in {*FIRST, *SECOND}}


FEATURES = _features()

WHOLE = frozenset(
    name
    for name, expression in FEATURES.items()
    if not re.search(
        r"/|\.(?:link|before|page_links|core_score|core_share|core_links|comment_share|first|place)\b|(?:line|said)\(",
        expression,
    )
)
"""Features that are whole numbers."""


def rows(blocks: Blocks, names: list[str]) -> list[tuple[float, ...]]:
    """These features of all candidates, to train from."""
    source = ", ".join(f"float({FEATURES[name]})" for name in names)
    return cast(
        "list[tuple[float, ...]]", eval(f"[({source},) for b in F.candidates]", {"F": blocks, "float": float})
    )
