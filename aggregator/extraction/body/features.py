"""What the model looks at: features of a block, read from the measured page into a row.

`kin` are the blocks in elements of the same name, `clan` those of that name in elements of one name (`kin.py`).
Runs as it is, and far faster where `setup.py` could compile it: `features.pxd` has the types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.extraction.body.arrays import doubles
from aggregator.extraction.body.blocks import ABSENT, LEVELS, NAME_BITS, TAG_BITS

if TYPE_CHECKING:
    from array import array

    from aggregator.extraction.body.blocks import Blocks
    from aggregator.extraction.body.kin import Kin

_PLACE = (
    "core_up core_down tight_up tight_down core_share core_links core_place before_core_end after_headline text_before "
    "siblings"
).split()
_OWN = "size link mark_density tag end size+1 tag-1 tag+1 window_link copy teaser under below".split()
_AROUND = (
    "own_size own_link own_blocks own_mean own_share up1_link up1_marks up1_mean up1_share up2_link up2_share up3_link"
).split()
_PAGE = "plain page_links comment_share claims thread_url".split()
_TAGS = "footer aside form article main header figure".split()
_NAMES = "promotion frame related comment hidden byline share body caption legal".split()
_FIRST_SAID = (
    "first first-1 first+1 shape_first shape_count window_positive up1_positive up2_found up3_positive up3_found found "
    "found_share found_before"
).split()
_KIN = "score count positive share found each own own_size others".split()
_WORDS = "template width words said".split()

QUICK = [
    *(_PLACE + _OWN + _AROUND + _PAGE),
    *(f"in_{tag}" for tag in _TAGS),
    *(f"name_{words}" for words in _NAMES),
]
"""Features that are known before any look, in the order of a row."""
NAMES = [*QUICK, *_FIRST_SAID, *(f"{level}_{what}" for level in ("kin", "clan") for what in _KIN), *_WORDS]
"""All features, in the order of a row."""

FIRST = (
    "core_up core_down tight_up tight_down core_share core_place before_core_end after_headline siblings "
    "size link mark_density tag end size+1 tag-1 tag+1 window_link copy teaser "
    "own_mean own_link up1_share up1_link up2_share up2_link "
    "in_main in_article in_footer in_form name_promotion name_frame name_related name_comment name_hidden"
).split()
"""What the first look is at: of the quick features, those that say the most."""

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

_WINDOW = 4
"""Blocks on either side that count as near."""

_QUICK = len(QUICK)
_FOOTER, _ASIDE, _FORM, _ARTICLE, _MAIN, _HEADER, _FIGURE = (TAG_BITS[tag] for tag in _TAGS)
_PROMOTION, _FRAME, _RELATED, _COMMENT, _HIDDEN, _BYLINE, _SHARE, _BODY, _CAPTION, _LEGAL = (
    NAME_BITS[words] for words in _NAMES
)


def look(blocks: Blocks, block: int, row: array[float]) -> None:
    """Fill in the quick features of a block, in the order of `QUICK`."""
    size, node, tags = blocks.size[block], blocks.node[block], blocks.tag
    level = LEVELS * node
    own, up1 = blocks.levels[level], blocks.levels[level + 1]
    up2, up3 = blocks.levels[level + 2], blocks.levels[level + 3]
    first, end = max(block - _WINDOW, 0), min(block + _WINDOW + 1, blocks.count)
    around = blocks.size_sums[end] - blocks.size_sums[first]
    parts = blocks.around_end[own] - blocks.around_first[own]
    up1_parts = blocks.around_end[up1] - blocks.around_first[up1]
    within, name = blocks.tag_bits[node], blocks.name_bits[node]
    row[0], row[1] = blocks.core_up[node], blocks.core_down[node]
    row[2], row[3] = blocks.tight_up[node], blocks.tight_down[node]
    row[4], row[5] = blocks.core_share, blocks.core_links
    row[6] = (block - blocks.core_start) / blocks.core_length
    row[7] = blocks.core_end - block
    row[8] = block - blocks.headline
    row[9] = blocks.size_sums[block] / blocks.total
    row[10] = blocks.siblings[block]
    row[11], row[12], row[13] = size, blocks.link[block], blocks.marks[block] / size
    row[14], row[15] = tags[block], blocks.end[block]
    row[16] = blocks.size[block + 1]
    row[17], row[18] = tags[block - 1] if block else -1, tags[block + 1]
    row[19] = (blocks.link_sums[end] - blocks.link_sums[first]) / around
    row[20], row[21] = blocks.copy[block], blocks.teaser[block]
    row[22], row[23] = blocks.under[block], blocks.below[block]
    row[24], row[25], row[26] = blocks.around_size[own], blocks.around_link[own], parts
    row[27] = blocks.around_size[own] / parts
    row[28] = blocks.around_size[own] / blocks.total
    row[29], row[30] = blocks.around_link[up1], blocks.around_marks[up1]
    row[31] = blocks.around_size[up1] / up1_parts if up1_parts else 0.0
    row[32] = blocks.around_size[up1] / blocks.total
    row[33] = blocks.around_link[up2]
    row[34] = blocks.around_size[up2] / blocks.total
    row[35] = blocks.around_link[up3]
    row[36], row[37], row[38] = blocks.plain, blocks.page_links, blocks.comment_share
    row[39], row[40] = blocks.claims, blocks.thread_url
    row[41], row[42], row[43] = within & _FOOTER, within & _ASIDE, within & _FORM
    row[44], row[45] = within & _ARTICLE, within & _MAIN
    row[46], row[47] = within & _HEADER, within & _FIGURE
    row[48], row[49], row[50] = name & _PROMOTION, name & _FRAME, name & _RELATED
    row[51], row[52], row[53] = name & _COMMENT, name & _HIDDEN, name & _BYLINE
    row[54], row[55], row[56] = name & _SHARE, name & _BODY, name & _CAPTION
    row[57] = name & _LEGAL


def look_again(blocks: Blocks, block: int, row: array[float]) -> None:
    """Fill in the other features: what the first look at all blocks tells of this one, and what its words say."""
    level, positive = LEVELS * blocks.node[block], blocks.positive
    up1, up2, up3 = blocks.levels[level + 1], blocks.levels[level + 2], blocks.levels[level + 3]
    first, end = max(block - _WINDOW, 0), min(block + _WINDOW + 1, blocks.count)
    around = blocks.size_sums[end] - blocks.size_sums[first]
    found = blocks.found or 1
    shape = blocks.shape[block]
    in_up1 = positive[blocks.around_end[up1]] - positive[blocks.around_first[up1]]
    in_up2 = positive[blocks.around_end[up2]] - positive[blocks.around_first[up2]]
    in_up3 = positive[blocks.around_end[up3]] - positive[blocks.around_first[up3]]
    row[58] = blocks.first[block]
    row[59], row[60] = blocks.first[block - 1] if block else ABSENT, blocks.first[block + 1]
    row[61], row[62] = blocks.shape_first[shape] / blocks.shape_count[shape], blocks.shape_count[shape]
    row[63] = (positive[end] - positive[first]) / around
    row[64] = in_up1 / (blocks.around_size[up1] or 1)
    row[65] = in_up2 / found
    row[66] = in_up3 / (blocks.around_size[up3] or 1)
    row[67] = in_up3 / found
    row[68] = blocks.found
    row[69] = blocks.found / blocks.total
    row[70] = positive[block] / found
    _compare(blocks.kin, blocks, block, row, 71)
    _compare(blocks.clan, blocks, block, row, 80)
    row[89], row[90], row[91] = blocks.line(block)
    row[92] = blocks.said(block)


def _compare(kin: Kin, blocks: Blocks, block: int, row: array[float], place: int) -> None:
    """What stands in the element, beside what stands in all of its name."""
    masses, own, together = kin.masses, kin.own[block], kin.together[block]
    own_size, size, members = masses.size[own], masses.size[together], masses.members[together]
    own_score, score, positive = masses.score[own], masses.score[together], masses.positive[together]
    row[place] = score / size
    row[place + 1] = members
    row[place + 2] = positive / size
    row[place + 3] = size / blocks.weighed
    row[place + 4] = positive / (blocks.found or 1)
    row[place + 5] = size / members
    row[place + 6] = own_score / own_size
    row[place + 7] = own_size
    row[place + 8] = (score - own_score) / (size - own_size + 1)


def rows(blocks: Blocks, names: list[str]) -> list[tuple[float, ...]]:
    """These features of all candidates, to train from."""
    places = [NAMES.index(name) for name in names]
    row = doubles(len(NAMES))
    found = []
    for block in blocks.candidates:
        look(blocks, block, row)
        if max(places) >= _QUICK:
            look_again(blocks, block, row)
        found.append(tuple(row[place] for place in places))
    return found
