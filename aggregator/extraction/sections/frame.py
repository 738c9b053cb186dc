"""The section that the page's frame tells: an entry of the site's menus, or a part of the `<title>`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.extraction.classes import parts_with
from aggregator.extraction.headline.site_names import SEPARATOR
from aggregator.extraction.links.related import same_owner
from aggregator.extraction.page.naming import sought
from aggregator.extraction.records import Found
from aggregator.extraction.sections import kickers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from aggregator.extraction.landmarks import Landmarks
    from aggregator.extraction.links.hyperlinks import Links
    from aggregator.extraction.page.page_map import PageMap

_TAGS = frozenset({"nav", "header", "footer"})
_FRAME = re.compile(r"nav|menu|header|footer")
_CURRENT = re.compile(
    r"(?<![a-z-])(?:is-)?(?:active|current|selected)(?![a-z-])"
    r"|(?<![a-z])current[-_](?:post[-_](?:parent|ancestor)|nav[-_]item)(?![a-z])"
)
_CURRENT_WORDS = sought("active", "current", "selected")
_ENTRIES = frozenset({"a", "li", "dt", "dd", "td"})
_LONGEST = 60
"""Bytes of a section's name."""
_DATE = re.compile(r"/(?:19|20)\d\d(?:[/-]\d\d?){0,2}(?=/)")
_NEWS_OF = re.compile(r"(?<=\w\w)(?: News|新闻|新聞|频道|頻道)$")
"""Behind the name of a section: the news of this section."""
_NO_SECTION = re.compile(
    r"(?:[\w']+ )?(?:questions?|forums?|docs|documentation|api|guides?|book|resources?|topics?|themen|products?|services?"
    r"|solutions|archives?|archiv|recommended|explore|start|index|overview|überblick|community|members|users|people|programs"
    r"|collections?|browse|latest|events?|search|suche|(?:back|zurück)|(?:log|sign) ?in|sign ?up|subscribe.*|contact(?: \w+)?)"
    r"|about.*|关于.*|關於.*|归档|歸檔|标签|標籤|留言板?|友情?链接?"
    r"|(?:all|view|see|alle|explore|report|page|current) .*|.*\b(?:blogs?|rss|page \d+)|\W.*",
    re.I,
)
"""Entries of menus that say nothing of what an article is about."""


def find(
    page: PageMap, links: Links, title: str | None, marks: Landmarks, tags: Collection[str]
) -> Iterator[Found[str]]:
    """What the frame calls the section, the surest first; a part of the `<title>` may be one of `tags`."""
    headline = page.block_nodes[marks.headline] if marks.headline < marks.count else 0

    def is_of_frame(node: int) -> bool:
        return any(
            (page.tags[above] in _TAGS or _FRAME.search(page.names[above]))
            and not page.holds(above, headline)
            for above in (node, *page.ancestors(node))
        )

    for label in (*_above(page, links, is_of_frame), *_current(page, links, is_of_frame)):
        if _may_be_section(label):
            yield Found(label, "navigation")
    for label in _in_title(page, links, title):
        if _may_be_section(label) and label not in tags:
            yield Found(label, "title")


def _may_be_section(label: str) -> bool:
    return _NO_SECTION.fullmatch(label) is None


def _above(page: PageMap, links: Links, is_of_frame: Callable[[int], bool]) -> Iterator[str]:
    """Entries that the page's address lies below, be it without its date, the innermost first."""
    folders = set(_folders(page.url))
    found = [(-len(url), number) for number, url in enumerate(links.urls) if url in folders]
    for _, number in sorted(found):
        node = links.nodes[number]
        if 0 < page.size(node) <= _LONGEST and is_of_frame(node):
            label = links.text(number)
            if kickers.names(label, links.urls[number]):
                yield label


def _folders(url: str) -> Iterator[str]:
    """The addresses, with a slash and without, by either scheme, of what the page lies below, be it without its date."""
    rest = url.partition(":")[2]
    wholes = [f"http:{rest}"]
    if (undated := _DATE.sub("", wholes[0], 1)) != wholes[0]:
        wholes.append(undated)
    for whole in wholes:
        place = whole.find("/", len("http://"))
        while place >= 0:
            if kickers.is_above(whole[:place], whole):
                for end in (place, place + 1):
                    yield whole[:end]
                    yield "https" + whole[len("http") : end]
            place = whole.find("/", place + 1)


def _current(page: PageMap, links: Links, is_of_frame: Callable[[int], bool]) -> list[str]:
    """The entry of the menus that is marked as the current one; of a menu in a menu, the inner one."""
    found: dict[str, str] = {}
    for node in page.nodes_named(_CURRENT_WORDS, _is_called_current):
        if page.tags[node] in _ENTRIES and (inside := links.within(node, page.ends[node])):
            number = inside[0]
            if (
                0 < page.size(links.nodes[number]) <= _LONGEST
                and _leads_inside(page, links.urls[number])
                and is_of_frame(node)
            ):
                found[links.text(number)] = links.urls[number]
    *outer, inner = found.items() or [("", "")]
    return [inner[0]] if all(inner[1].startswith(url.rstrip("/") + "/") for _, url in outer) else []


def _in_title(page: PageMap, links: Links, title: str | None) -> Iterator[str]:
    """The part of the `<title>` that stands between headline and site, where a link of the site is called so."""
    nodes = page.by_tag.get("title")
    if not nodes or not title:
        return
    parts = SEPARATOR.split(" ".join(page.raw_text(nodes[0]).split()))
    own = title.casefold()
    places = [place for place, part in enumerate(parts) if _is_of(part.casefold(), own)]
    if not places or len(parts) < 3:
        return
    first, last = places[0], places[-1]
    place = last + 1 if first == 0 and last + 2 < len(parts) else first - 1 if last == len(parts) - 1 else 0
    if place < 1:
        return
    name = parts[place].strip()
    shown = {name.casefold(), _NEWS_OF.sub("", name).casefold()}
    if len(name) > 1 and len(name.encode()) <= _LONGEST:
        for number, node in enumerate(links.nodes):
            chunk = page.chunk_starts[node]
            if chunk < page.chunk_ends[node] and page.chunks[chunk].strip("# \n\r\t\xa0").casefold() in shown:
                label = links.text(number).strip("# ")
                if label.casefold() in shown and _leads_inside(page, links.urls[number]):
                    yield label
                    return


def _is_of(part: str, title: str) -> bool:
    return (len(part) > 3 and part in title) or title in part


def _leads_inside(page: PageMap, url: str) -> bool:
    """To another page of the site than its front page."""
    return url.rstrip("/").count("/") > 2 and url != page.url and same_owner(page.url, url)


@lru_cache(10_000)  # the pages of one site share their names
def _is_called_current(name: str) -> bool:
    return any(map(_CURRENT.search, parts_with(name, _CURRENT_WORDS)))
