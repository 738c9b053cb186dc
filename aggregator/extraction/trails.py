"""Breadcrumbs: the way from the front page to the article, as JSON-LD, microdata or a visible line has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.extraction.records import Found
from aggregator.items import Crumb

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aggregator.extraction.anchors import Hyperlink
    from aggregator.extraction.landmarks import Landmarks
    from aggregator.extraction.page_map import PageMap
    from aggregator.extraction.structured import Structured

_NAME = re.compile(
    r"crumb|(?<![a-z])(?:cur(?:rent)?-?(?:path|pos(?:ition)?|location|nav)|cur-?place|wei-?zhi|mbx|dqwz|mianbao\w*|ur-?here"
    r"|your-?position|page-?path|article-?path|ch-?path|nav-?path|location-nav|channel-path|sitepath)(?![a-z])"
)
_LABEL = re.compile(
    r"^\W*(?:您|你)?(?:的|现在的|當前的|当前的|目前)?\s?(?:当前|當前|现在|現在|所在|所处)?\s?(?:的)?(?:位置|所在)(?:是|为|：|:)?"
    r"|^\W*you are here\W*|^\W*location\W*:",
    re.I,
)
_HOME = re.compile(
    r"(?:网站|網站|返回)?首\s?[页頁]|主[页頁]|home(?: ?page)?|front page|start(?:seite)?|accueil|inicio|トップ|홈",
    re.I,
)
_LEAF = re.compile(
    r"(?:新闻|文章)?正文|(?:文章|新闻|内容|資訊|资讯)?(?:详情|詳情|详细内容|内容|內文|列表)(?:页)?"
    r"|(?:current )?(?:article|post|page)|浏览文章|阅读文章",
    re.I,
)
_VAGUE = re.compile(r"文章|博客|资讯|blog|posts?|articles?|archives?|归档|news", re.I)
"""Steps that say no more than that here are articles."""
_SEPARATOR = re.compile(r"\s*(?:[>›»＞→▸⟩/|｜\\»]|&gt;|-{1,2}>|::|(?<=\s)[-–—·•](?=\s))+\s*")
_MOST_BYTES = 420
_MOST_STEPS = 9


def find(
    page: PageMap, links: Sequence[Hyperlink], claims: Structured, title: str | None, marks: Landmarks
) -> Found[tuple[Crumb, ...]] | None:
    """The way to the article, outermost step first, without the article itself. None: there is none."""
    for claim in claims.breadcrumbs:
        if steps := _without_article(claim.value, title, page.url):
            return Found(steps, claim.source)
    for node in _places(page, marks):
        if steps := _without_article(tuple(_read(page, links, node)), title, page.url):
            return Found(steps, "breadcrumbs")
    return None


def innermost(steps: Sequence[Crumb]) -> str | None:
    """The last step that says more than "home" or "articles"."""
    for step in reversed(steps[1:] if steps and _is_home(steps[0]) else steps):
        if not _VAGUE.fullmatch(step.name) and not _is_home(step):
            return step.name
    return None


def _is_home(step: Crumb) -> bool:
    url = step.url or ""
    return _HOME.fullmatch(step.name) is not None or (url.count("/") == 3 and url.endswith("/"))


def _without_article(steps: tuple[Crumb, ...], title: str | None, url: str) -> tuple[Crumb, ...]:
    """The steps above the article; empty when there is no way in them."""
    kept = list(steps)
    while kept and (_is_article(kept[-1], title, url)):
        kept.pop()
    if len(kept) > _MOST_STEPS or any(len(step.name) > 60 for step in kept):
        return ()
    return tuple(kept) if any(not _is_home(step) for step in kept) else ()


def _is_article(step: Crumb, title: str | None, url: str) -> bool:
    name = step.name.rstrip(".… ")
    if _LEAF.fullmatch(name) or (step.url or "").rstrip("/") == url.rstrip("/"):
        return True
    return bool(title) and len(name) > 3 and (title or "").startswith(name)


def _places(page: PageMap, marks: Landmarks) -> Iterator[int]:
    """Elements that may be the trail, those with a name for it first."""
    known: dict[str, bool] = {}
    named: list[int] = []
    for node, name in enumerate(page.names):
        if not name:
            continue
        is_trail = known.get(name)
        if is_trail is None:
            is_trail = known[name] = _NAME.search(name) is not None
        if is_trail and page.size(node) and not (named and node < page.ends[named[-1]]):
            named.append(node)
    yield from (node for node in named if page.size(node) <= _MOST_BYTES)
    for tag in ("nav", "ol", "ul", "div"):
        for node in page.by_tag.get(tag, ())[:60] if tag != "div" else ():
            label = (page.elements[node].get("aria-label") or "").lower()
            if "breadcrumb" in label or "面包屑" in label:
                yield node
    for block in range(max(0, marks.headline - 30), min(marks.headline + 6, marks.count)):
        if 6 < page.block_size(block) < _MOST_BYTES and _LABEL.match(page.block_text(block)[:24]):
            yield page.block_nodes[block]


def _read(page: PageMap, links: Sequence[Hyperlink], node: int) -> Iterator[Crumb]:
    """The steps of a trail: its links, and the words between the separators that are no links."""
    inside = {link.node: link for link in links if node <= link.node < page.ends[node]}
    chunk, end = page.chunk_starts[node], page.chunk_ends[node]
    while chunk < end:
        owner = _link_around(page, page.chunk_nodes[chunk], inside, node)
        if owner is not None:
            link = inside[owner]
            name = link.text.strip(" >›»/|")
            if name and not _SEPARATOR.fullmatch(name):
                yield Crumb(name=name, url=link.url)
            chunk = max(chunk + 1, page.chunk_ends[owner])
            continue
        for part in _SEPARATOR.split(_LABEL.sub("", page.chunks[chunk].strip())):
            name = " ".join(part.split()).strip(" :：>-")
            if name and re.search(r"\w", name):
                yield Crumb(name=name)
        chunk += 1


def _link_around(page: PageMap, node: int, inside: dict[int, Hyperlink], top: int) -> int | None:
    while node >= top:
        if node in inside:
            return node
        node = page.parents[node]
    return None
