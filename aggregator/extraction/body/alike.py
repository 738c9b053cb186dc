"""Lines of one make are in the body together: posts of a thread, answers, sections of a page that a template repeats.

Runs as it is, and faster where `setup.py` could compile it: `alike.pxd` has the types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_IN = 0.5
"""Log-odds of what is in because its like is."""
_SHARE = 0.3
"""Of the text of one make: with as much in the body all of it is."""
_LEAST, _LEAST_IN_THREAD = -2.0, -4.0
"""Log-odds above which a line follows its like; a short post looks like nothing, and its place says all."""


def keep(page: PageMap, scores: dict[int, float], is_thread: bool) -> None:
    """Raise the log-odds of lines between others of the body where enough that are made alike are in.

    Of one make are lines of the same tag whose innermost class or id is the same. In a thread the posts before the
    first and behind the last that is in follow too; elsewhere these are what a newsroom adds to its texts.
    """
    least = _LEAST_IN_THREAD if is_thread else _LEAST
    tags, names, parents = page.tags, page.names, page.parents
    nodes, sizes = page.block_nodes, page.block_sizes
    whole: dict[tuple[str, str], int] = {}
    inside: dict[tuple[str, str], int] = {}
    doubtful: dict[tuple[str, str], list[int]] = {}
    first = last = -1
    for line, score in scores.items():
        if score > 0:
            first = line if first < 0 else first
            last = line
        node = nodes[line]
        tag = tags[node]
        while node > 0 and not names[node]:
            node = parents[node]
        if node <= 0:
            continue
        make = tag, names[node]
        whole[make] = whole.get(make, 0) + sizes[line]
        if score > 0:
            inside[make] = inside.get(make, 0) + sizes[line]
        elif score > least:
            doubtful.setdefault(make, []).append(line)
    for make, lines in doubtful.items():
        if inside.get(make, 0) >= _SHARE * whole[make]:
            for line in lines:
                if is_thread or first < line < last:
                    scores[line] = _IN
