"""Breadcrumbs: the way from the front page to the article, as JSON-LD, microdata or a visible line has it."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from aggregator.extraction.classes import parts_with
from aggregator.extraction.page.naming import sought
from aggregator.extraction.records import Found
from aggregator.items import Crumb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.landmarks import Landmarks
    from aggregator.extraction.links.hyperlinks import Hyperlink, Links
    from aggregator.extraction.page.page_map import PageMap

_NAME = re.compile(
    r"crumb|(?<![a-z])(?:cur(?:rent)?-?(?:path|pos(?:ition)?|location|nav)|cur-?place|wei-?zhi|mbx|dqwz|mianbao\w*|ur-?here"
    r"|your-?position|page-?path|article-?path|ch-?path|nav-?path|location-nav|channel-path|sitepath"
    r"|(?:fil-?d?-?)?ariane|drobe(?:cky|ckova\w*|k)|brotkr[uü]me?[ln]?|kruimelpad"
    r"|migas(?:-de-pan)?|rastro|briciole|topic-?path|pan-?kuzu\w*|okruszki|br[oö]dsmulor|br[oø]dkrummer?|murupolku|kroshki"
    r"|rootline|navigate[-_]section|linktree)(?![a-z])|(?<![\w-])(?:be-)?bread(?:-?(?:con|box|bar|list))?(?![\w-])"
)
_NAME_WORDS = sought(
    "crumb", "cur", "wei", "mbx", "dqwz", "mianbao", "here", "your", "path", "location", "bread", "ariane", "drobe", "brotkr",
    "kruimel", "migas", "rastro", "briciole", "kuzu", "okruszki", "smulor", "krumme", "muru", "kroshki", "rootline",
    "navigate", "linktree",
)  # fmt: skip
"""One of these is in every name that the pattern matches."""
_LABEL = re.compile(
    r"^\W*(?:您|你)?(?:的|现在的|當前的|当前的|目前)?\s?(?:当前|當前|现在|現在|所在|所处)?\s?(?:的)?(?:位置|所在)(?:是|为|：|:)?"
    r"|^\W*(?:您|你)现在(?:在|于)?[：:]|^\W*you are here\W*|^\W*location\W*:",
    re.I,
)
_HOME = re.compile(
    r"[\w ]{0,12}首\s?[页頁]|主[页頁]|home(?: ?page)?|front(?: ?page)?|start(?:seite)?|accueil|inicio|トップ|홈",
    re.I,
)
_FRONT = re.compile(r"https?://[^/]+/(?:(?:index|default|home)\.\w{2,5})?", re.I)
"""The address of a front page."""
_ITS_FRONT = re.compile(r"(?<=[\u3400-\u9fff]{2})(?<!网站|網站|本站|返回|回到|频道|頻道)首\s?[页頁]$")
"""Behind the name of a section or site."""
_LEAF = re.compile(
    r"(?:新闻|文章)?正文|(?:文章|新闻|内容|資訊|资讯)?(?:详情|詳情|详细内容|内容|內文|列表)(?:页)?"
    r"|(?:current )?(?:article|story|post|page)(?: details?)?|details?|artikel|artículo|artigo|記事|浏览文章|阅读文章",
    re.I,
)
_VAGUE = re.compile(r"文章|博客|资讯|blog|posts?|articles?|archives?|归档|news", re.I)
"""Steps that say no more than that here are articles."""
_SEPARATOR = re.compile(r"\s*(?:[>›»＞→▸⟩〉/|｜\\»]|&gt;|-{1,2}>|::|(?<=\s)[-–—·•](?=\s))+\s*")
_LINE = re.compile(
    r"[^>«»›→〈〉，。!?]{2,24}?\s?(?:[>＞]+|»|›|→|〉)\s?[^>»›→〉，。!?]{2,24}|[^>，。/]{2,14}[网網]\s?/\s?[^，。/]{2,16}$|\W*(?:首\s?[页頁]|home)\s?[-–/·|]\s?[^|，。/]{2,16}$",
    re.I,
)
"""Two short steps with an arrow between, the site and a section, or the front page with anything between."""
_SIGNS = (
    ">",
    "＞",
    "»",
    "›",
    "→",
    "〉",
    "网 /",
    "網 /",
    "位置",
    "所在",
    "首",
    "home",
    "location",
    "you are here",
)
"""One of these is in every line that the two patterns match; looking for them is faster."""
_DECLARED = re.compile(
    r"breadcrumb|面包屑|麵包屑|パンくず|brotkrume|pfadnavigation|fil d.ariane|(?:ruta|miga)s? de (?:navegación|pan)|briciole"
    r"|kruimelpad|okruszk|drobečk|хлебные крошки",
    re.I,
)
_NO_STEP = re.compile(r"\d{4}\s?[年/-]\s?\d{1,2}|\d{1,2}\.\d{1,2}\.\d{4}|\d{1,2}, \d{4}$|breadcrumbs?$", re.I)
"""A date beside the trail, or its name for screen readers."""
_YEAR = re.compile(r"(?:19|20)\d\d年?")
"""From here the way leads by dates."""
_ICON = re.compile(r"\s*\b(?:(?:chevron|(?:keyboard_)?arrow)_(?:right|forward)(?:_ios)?|navigate_next)$")
"""A separator that a font of icons draws."""
_OTHER_LABEL = re.compile(r"filed under|(?:article )?tags|topics|themen|more articles.*", re.I)
"""What announces links of another kind."""
_END = re.compile(r"字[号號体體]|字級|[电電][话話]|热线|分享|转播|打印|列印")
"""What stands behind the trail in the same line: sizes of letters, the desk's telephone, buttons."""
_KIND = re.compile(r"^[\[【(（][^\])】）]{1,20}[\])】）]\s*")
"""What forums call a topic, before its title."""
_MOST_PLACES = 12
_MOST_BYTES = 420
_MOST_STEPS = 9


def find(
    page: PageMap, links: Links, claims: Structured, title: str | None, marks: Landmarks
) -> Found[tuple[Crumb, ...]] | None:
    """The way to the article, outermost step first, without the article itself. None: there is none."""
    for claim in claims.breadcrumbs:
        if steps := _without_article(claim.value, title, page.url):
            return Found(steps, claim.source)
    for first, end in islice(_places(page, marks), _MOST_PLACES):
        if steps := _without_article(tuple(_read(page, links, first, end)), title, page.url):
            return Found(steps, "breadcrumbs")
    return None


def innermost(steps: Sequence[Crumb], source: str | None = None) -> str | None:
    """The last step that says more than "home", "articles", or whom the article is from."""
    start = 1 if steps and _is_front(steps[0]) else 0
    for step in reversed(steps[start:]):
        is_name = len(step.name) > 1 and not step.name.isdecimal() and step.name != source
        if is_name and not _VAGUE.fullmatch(step.name) and not _is_called_home(step):
            return _ITS_FRONT.sub("", step.name)
    return None


def _is_front(step: Crumb) -> bool:
    """The first step leads to the front page, be it the site's or its channel's."""
    return _HOME.fullmatch(step.name) is not None or _FRONT.fullmatch(step.url or "") is not None


def _is_called_home(step: Crumb) -> bool:
    """The name of a section's front page has the section's."""
    return _HOME.fullmatch(step.name) is not None and not (
        _ITS_FRONT.search(step.name) and (step.url or "").rstrip("/").count("/") > 2
    )


def _without_article(steps: tuple[Crumb, ...], title: str | None, url: str) -> tuple[Crumb, ...]:
    """The steps above the article; empty when there is no way in them."""
    kept: list[Crumb] = []
    for step in _without_label(steps):
        if _is_article(step, title, url) or (step is steps[-1] and _is_long(step)):
            break
        if not step.url and _END.search(step.name):
            break
        if _YEAR.fullmatch(step.name):
            kept = kept if len(kept) > 1 else []
            break
        if _NO_STEP.search(step.name) or (kept and kept[-1].name == step.name):
            continue
        kept.append(step)
    if len(kept) > _MOST_STEPS or any(len(step.name) > 60 for step in kept):
        return ()
    if len(kept) == 1 and kept[0] is not steps[0] and _is_article(steps[0], title, url):
        return ()  # what can be done with the article
    if 2 * sum(step.name.isdigit() for step in kept) > len(kept):
        return ()  # pages of a list
    return tuple(kept) if any(not _HOME.fullmatch(step.name) for step in kept) else ()


def _without_label(steps: tuple[Crumb, ...]) -> tuple[Crumb, ...]:
    """The steps without words before the first link: "Sie sind hier", "Filed under"; the front page may be no link."""
    first = next((place for place, step in enumerate(steps) if step.url), 0)
    if any(_LEAF.fullmatch(step.name) or _OTHER_LABEL.fullmatch(step.name) for step in steps[:first]):
        return ()  # the kind of page, its author and date; its tags
    return tuple(step for place, step in enumerate(steps) if place >= first or _HOME.fullmatch(step.name))


def _is_long(step: Crumb) -> bool:
    """Longer than the name of a section: a title, if not quite the headline."""
    if step.url:
        return step.name.count(" ") >= 6
    return step.name.count(" ") >= 4 or (not step.name.isascii() and len(step.name) > 14)


def _is_article(step: Crumb, title: str | None, url: str) -> bool:
    name = step.name.rstrip(".… ")
    if _LEAF.fullmatch(name) or (name == "文章" and not step.url):
        return True
    if step.url and url.count("/") > 3 and step.url.rstrip("/") == url.rstrip("/"):
        return True
    if not step.url and name == url.rstrip("/").rpartition("/")[2].partition(".")[0]:
        return True  # by the name of its file
    if not title or len(name) <= 3:
        return False
    if step.url and 2 * len(name) <= len(title):
        return False  # a place or person that the title begins with
    return title.startswith(name) or _KIND.sub("", title, 1).startswith(name)


def _places(page: PageMap, marks: Landmarks) -> Iterator[tuple[int, int]]:
    """Ranges of chunks that may be the trail: elements named or declared so, then lines that read like one."""
    end = -1
    for node in page.nodes_named(_NAME_WORDS, _is_called_trail):
        if node >= end and 0 < page.size(node) <= _MOST_BYTES:
            end = page.ends[node]
            yield page.chunk_starts[node], page.chunk_ends[node]
    for node in (*page.by_tag.get("nav", ()), *page.by_tag.get("ol", ()), *page.by_tag.get("ul", ())[:60]):
        declared = (page.attribute(node, "aria-label") or "") + (page.attribute(node, "itemtype") or "")
        if declared and _DECLARED.search(declared):
            yield page.chunk_starts[node], page.chunk_ends[node]
    start, end = max(0, marks.headline - 30), min(marks.headline + 6, marks.count)
    around = "\n".join(page.block_texts[start:end]).lower()
    signs = [sign for sign in _SIGNS if sign in around]
    for block in range(start, end) if signs else ():
        if 6 < page.block_sizes[block] < _MOST_BYTES and page.block_marks[block] < 2:
            text = page.block_texts[block]
            small = text.lower()
            if any(sign in small for sign in signs) and (_LABEL.match(text[:24]) or _LINE.match(text)):
                yield page.block_starts[block], page.block_starts[block + 1]


@lru_cache(10_000)  # the pages of one site share their names
def _is_called_trail(name: str) -> bool:
    return any(map(_NAME.search, parts_with(name, _NAME_WORDS)))


def _read(page: PageMap, links: Links, chunk: int, end: int) -> Iterator[Crumb]:
    """The steps of a trail: its links, and the words between the separators that are no links."""
    start_of = page.chunk_starts.__getitem__
    first = bisect_left(links.nodes, chunk, key=start_of)
    inside = {
        links.nodes[number]: links[number]
        for number in range(first, bisect_left(links.nodes, end, first, key=start_of))
    }
    while chunk < end:
        owner = _link_around(page, page.chunk_nodes[chunk], inside)
        if owner is not None:
            link = inside[owner]
            name = _ICON.sub("", link.text.strip(" >›»〉/|"))
            if any(map(str.isalnum, name)):
                yield Crumb(name=name, url=link.url)
            chunk = max(chunk + 1, page.chunk_ends[owner])
            continue
        for part in _SEPARATOR.split(_LABEL.sub("", " ".join(page.chunks[chunk].split()))):
            name = _ICON.sub("", part.strip(" :：>-"))
            if name and re.search(r"\w", name):
                yield Crumb(name=name)
        chunk += 1


def _link_around(page: PageMap, node: int, inside: dict[int, Hyperlink]) -> int | None:
    for _ in range(4):
        if node in inside:
            return node
        node = page.parents[node]
        if node < 0:
            break
    return None
