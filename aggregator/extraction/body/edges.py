"""Settles where the body begins and ends: what adjoins the text in its own element is in, what stands behind is out.

A first heading and a closing list, quotation or piece of code look like what surrounds an article, as there is text on
one side of them only; teasers, notices and comments below an article often look like text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from math import inf
from typing import TYPE_CHECKING

from aggregator.extraction.page.elements import HEADS, SUBHEADINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aggregator.extraction.page.page_map import PageMap

_IN, _OUT = 0.5, -0.5
"""Log-odds of what is in, or out, because of where it stands."""
_SURE_ABOVE, _SURE_BEHIND = 3.0, 2.0
"""Log-odds of lines that stay above the headline, and behind the article's own element."""
_SHARE = 0.5
"""Of the body, weighed: an element is the article's own with more of it in paragraphs that stand right in the element."""
_PART = 0.4
"""Of the text: with so much more of it behind the article's own element, the text goes on there without a heading."""
_PIECES = 3
"""Elements of one name, each around one without a name: so many are how a template writes its texts."""
_LEAST = {"ul": -2.5, "ol": -2.5, "blockquote": -4.0}
"""Log-odds that each line of an adjoining element needs."""
_LEAST_OF_HEADING = -6.0
_LONGEST_HEADING = 200
"""Bytes."""
_LINKED = 0.3
"""Of the text: with more links it leads elsewhere."""
_ATTACHED = re.compile(r"附件\s*[\d一二三四五六七八九十]*\s*[:：.、]?|附[:：]")
"""Begins the list of files that belong to a notice."""
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|zip|rar|7z|csv)(?:$|[?#])", re.I)
_MOST_FILES = 20


def settle(page: PageMap, scores: dict[int, float], *, headline: int, is_thread: bool) -> None:
    """Change the log-odds of lines around the text; `headline` is its line, below 0 where there is none.

    In a thread more text follows that of the longest post.
    """
    _leave_out_above(scores, headline)
    home = _home(page, scores)
    if home is None:
        return
    if not is_thread:
        _leave_out_behind(page, scores, home, headline)
    kept = [line for line, score in scores.items() if score > 0]
    _begin(page, scores, home, kept[0], headline)
    _end(page, scores, home, kept[-1])
    _attach(page, scores, home)


def _leave_out_above(scores: dict[int, float], headline: int) -> None:
    """Take off what is not sure above the headline, if any of the text stands below it."""
    above = [line for line, score in scores.items() if line < headline and 0 < score < _SURE_ABOVE]
    if above and any(line > headline for line, score in scores.items() if score > 0):
        scores.update(dict.fromkeys(above, _OUT))


def _home(page: PageMap, scores: dict[int, float]) -> int | None:
    """The element in which most of the body stands as paragraphs; what is surer counts for more.

    One paragraph has no element of its own: it may be the caption of a picture.
    """
    whole = 0.0
    masses: defaultdict[int, float] = defaultdict(float)
    counts: defaultdict[int, int] = defaultdict(int)
    for line, score in scores.items():
        if score > 0:
            mass, node = page.block_sizes[line] * score, page.block_nodes[line]
            whole += mass
            if page.tags[node] == "p":
                for around in _sections(page, page.parents[node]):
                    masses[around] += mass
                    counts[around] += 1
    # Of two with the same, the inner one.
    mass, home = max(((mass, home) for home, mass in masses.items() if counts[home] > 1), default=(0.0, 0))
    return home if mass > whole * _SHARE else None


def _sections(page: PageMap, node: int) -> Iterator[int]:
    """The element, and those whose section it is: a text can be divided into sections within sections."""
    yield node
    while page.tags[node] == page.tags[page.parents[node]] == "section":
        node = page.parents[node]
        yield node


def _leave_out_behind(page: PageMap, scores: dict[int, float], home: int, headline: int) -> None:
    """Take off what is not sure behind the article's own element, or one around it that the text goes on to fill.

    What is called the same as that element is another part of the text, and stays.
    """
    end, alike = _end_of_text(page, scores, home, headline), _alike(page, home)
    for line, score in scores.items():
        if line >= end and 0 < score < _SURE_BEHIND and line not in alike:
            scores[line] = _OUT


def _end_of_text(page: PageMap, scores: dict[int, float], home: int, headline: int) -> int:
    """The line behind `home`, or behind a named element around it and below the headline with more text and little else.

    Templates write pieces of a text apart from each other: those between headings, a box of facts.
    """
    end, node = page.blocks(home).stop, page.parents[home]
    while node > 0 and headline < page.blocks(node).start:
        more = range(end, page.blocks(node).stop)
        if more and page.names[node]:
            if not _goes_on(page, scores, home, more):
                break
            end = more.stop
        node = page.parents[node]
    return end


def _goes_on(page: PageMap, scores: dict[int, float], home: int, more: range) -> bool:
    """Whether lines behind `home` are all likely, and are a heading with text or a good part of the whole."""
    lines = [line for line in more if page.block_sizes[line]]
    if not lines or min(scores.get(line, -inf) for line in lines) <= 0:
        return False
    has_heading = page.tags[page.block_nodes[lines[0]]] in SUBHEADINGS and len(lines) > 1
    return has_heading or sum(map(page.block_sizes.__getitem__, lines)) >= _PART * page.size(home)


def _alike(page: PageMap, home: int) -> set[int]:
    """The lines in elements of the same tag, class and id as `home`.

    Where it has neither, those in pieces of one text, or in the elements beside it.
    """
    pieces = _pieces(page, home) or _of_one_name(page, home)
    return {line for node in pieces for line in page.blocks(node)}


def _pieces(page: PageMap, home: int) -> list[int]:
    """The elements that a template writes a text in, each with one inside that has no name, as `home` has none."""
    around = page.parents[home] if home else 0
    name = page.names[around]
    if page.names[home] or not around or not name or page.blocks(around) != page.blocks(home):
        return []
    pieces = [node for node in page.children(page.parents[around]) if page.names[node] == name]
    return pieces if len(pieces) >= _PIECES else []


def _of_one_name(page: PageMap, home: int) -> list[int]:
    """The elements of the tag, class and id of `home`; beside it where it has neither."""
    tag, name, found, end = page.tags[home], page.names[home], list[int](), 0
    for node in page.by_name[name] if name else page.children(page.parents[home]) if home else ():
        if node >= end and page.tags[node] == tag and page.names[node] == name:
            end = page.ends[node]
            found.append(node)
    return found


def _begin(page: PageMap, scores: dict[int, float], home: int, first: int, headline: int) -> None:
    """Raise what stands between headline and first line, up to the first element that does not belong to the text."""
    node = _whole_list(page, scores, page.block_nodes[first])
    first = page.blocks(node).start
    for part in _before(page, node, home):
        lines = _heading(page, scores, part) or _unit(page, scores, part)
        if not lines or page.blocks(part).stop != first or page.blocks(part).start <= headline:
            break
        _raise(scores, lines)
        first = page.blocks(part).start


def _end(page: PageMap, scores: dict[int, float], home: int, last: int) -> None:
    """Raise what stands behind the last line, up to the first element that does not belong to the text."""
    node = _whole_list(page, scores, page.block_nodes[last])
    end = page.blocks(node).stop
    for part in _behind(page, node, home):
        lines = _unit(page, scores, part)
        if not lines or page.blocks(part).start != end:
            break
        _raise(scores, lines)
        end = page.blocks(part).stop


def _attach(page: PageMap, scores: dict[int, float], home: int) -> None:
    """Raise the files that belong to a notice, listed behind the text in the element that its own stands in."""
    last = max(line for line, score in scores.items() if score > 0)
    end = page.blocks(page.parents[home] if home else home).stop
    lines = range(last + 1, min(last + 1 + _MOST_FILES, end))
    if not lines or not _ATTACHED.match(page.block_texts[lines[0]]):
        return
    for line in lines:
        if not _ATTACHED.match(page.block_texts[line]) and not _leads_to_file(page, line):
            break
        scores[line] = _IN


def _leads_to_file(page: PageMap, line: int) -> bool:
    chunks = range(page.block_starts[line], page.block_starts[line + 1])
    links = (page.within(page.chunk_nodes[chunk], "a") for chunk in chunks if page.chunk_linked[chunk])
    return any(_FILE.search(page.attribute(link, "href") or "") for link in links)


def _before(page: PageMap, node: int, home: int) -> Iterator[int]:
    """Elements with text before `node`, the next one first, in all elements up to the one that `home` stands in too."""
    while not page.holds(node, home):
        around = page.parents[node]
        yield from reversed([part for part in page.children(around) if part < node and page.size(part)])
        node = around


def _behind(page: PageMap, node: int, home: int) -> Iterator[int]:
    """The same behind `node`."""
    while not page.holds(node, home):
        around = page.parents[node]
        yield from (part for part in page.children(around) if part > node and page.size(part))
        node = around


def _whole_list(page: PageMap, scores: dict[int, float], node: int) -> int:
    """The list that the element stands in, raised, where it belongs to the text as a whole; else the element."""
    around = page.within(node, "ul") or page.within(node, "ol")
    lines = _unit(page, scores, around) if around else []
    _raise(scores, lines)
    return around if lines else node


def _heading(page: PageMap, scores: dict[int, float], part: int) -> list[int]:
    """The line of a heading that may be the text's first, alone or with links that templates put beside it."""
    heading = next(
        (node for node in range(part, min(part + 2, page.ends[part])) if page.tags[node] in HEADS), None
    )
    if heading is None or page.size(part) > _LONGEST_HEADING:
        return []
    beside = page.size(part) - page.size(heading)
    lines = list(page.blocks(heading))
    is_alone = beside <= page.link_size(part) - page.link_size(heading)
    return lines if is_alone and min(scores.get(line, -inf) for line in lines) > _LEAST_OF_HEADING else []


def _unit(page: PageMap, scores: dict[int, float], part: int) -> list[int]:
    """The lines of a list, a quotation or code that belong to the text; none of what leads elsewhere."""
    lines = [line for line in page.blocks(part) if line in scores]
    if not lines or page.link_density(part) >= _LINKED:
        return []
    listings = page.by_tag.get("pre", [])
    code = listings[bisect_left(listings, part) : bisect_left(listings, page.ends[part])]
    if 2 * sum(map(page.size, code)) > page.size(part):
        inside = {line for pre in code for line in page.blocks(pre)}
        return [line for line in lines if line in inside]
    least = _LEAST.get(page.tags[part])
    return lines if least is not None and min(scores[line] for line in lines) > least else []


def _raise(scores: dict[int, float], lines: list[int]) -> None:
    scores.update((line, max(scores[line], _IN)) for line in lines)
