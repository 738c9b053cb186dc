"""Counts in places of their own: elements that are called so, links, buttons, the heading of the comments."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.extraction.byline import counts
from aggregator.extraction.page.naming import sought
from aggregator.extraction.page.native import folded
from aggregator.signs import Words, has_digit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aggregator.extraction.byline.vicinity import Vicinity
    from aggregator.extraction.page.page_map import PageMap

NAME_WORDS = (
    "agree", "comm", "count", "dianji", "digg", "eye", "hits", "like", "liulan", "num", "pinglunshu", "praise", "pv",
    "view", "yuedu", "zan",
)  # fmt: skip
"""One of these is in every name that the patterns match; looking for them is faster."""
_NAMED = {
    "views": (
        Words("pv view hits readnum read yuedu liulan dianji eye".split()),
        re.compile(
            r"page_?pv|(?<![a-z])(?:views?|pv|hits|readnum|read-?count|view-?count|viewnum|yuedu|liulan|dianji|eye)(?![a-z])"
        ),
    ),
    "comments": (
        Words("count meta num pinglunshu post single".split()),
        re.compile(
            r"(?<![a-z])(?:comments?[-_]*(?:count(?:er)?|num(?:ber)?)|cmt-?(?:count|num)|pinglunshu|responses?-count"
            r"|(?:post|meta|single)-comm)(?![a-z])"
        ),
    ),
    "likes": (
        Words("agree dig like zan praise multi".split()),
        re.compile(
            r"(?<![a-z])(?:(?:agree|digg?|likes?|zan)[-_]*(?:count|num(?:ber)?)|multi-vote-count|praise|(?:btn|entry|meta|post|single)-likes?"
            r"|count-(?:number-)?likes?|like[-_](?:btn|button)|agree)(?![a-z])"
        ),
    ),
}
"""Each kind's pattern, behind words of which one is in every name that it matches."""
_OF_OTHERS = re.compile(r"(?<![a-z])(?:site_?[pu]v|views-(?:field|row))")
"""What counts for the whole site, and the columns of a list in Drupal."""
_TIMES = re.compile(r"\s*(?:次|回|회|ครั้ง|раз|times|kez|lần)\s*\Z", re.IGNORECASE)
_BRACKETS = " ()（）[]【】"

_COMMENT_WORDS = sought("comment", "respon", "disqus", "pinglun", "cmt")
_COMMENTS = re.compile(
    r"(?:^|[\s_-])(?:comments?|responses?|disqus|pinglun|cmt)(?:$|\s|[_-]?(?:area|section|title|head|header|heading|wrap|wrapper"
    r"|container|box|block|list|thread|template|hd|tit)(?![a-z]))|sina-comment"
)
_NOT_COMMENTS = re.compile(
    r"relat|recommend|recent|popular|latest|widget|sidebar|card|teaser|meta|link|icon|count|num|bubble|btn|button|(?<![a-z])nav(?![a-z])"
)
_LISTS = re.compile(
    r"relat|recommend|recent|popular|latest|widget|sidebar|card|teaser|question-?header|(?<![a-z])(?:nav|rank|hot)(?![a-z])"
)
_MOST_COMMENT_PARTS = 12
_HEADING = 250
"""Bytes of the longest heading of comments."""
_CONTROL = 80
"""Bytes of a line of links, or of a button, that shows a count."""
_MOST_BUTTONS = 40
_SLUG = 6
"""Letters of an article's own part of its address that no other's has."""
_TO_COMMENTS = re.compile(r"(?:#|javascript:.*#)(?:comments?|respond|disqus_thread)\W*")
_ABOUT_COMMENTS = re.compile(
    r"[ck]om+ent|diskus|discuss|forum|reac|reply|respon|pinglun|(?<![a-z])tie(?![a-z])", re.IGNORECASE
)
_NONE = frozenset({
    "no comments", "no comments yet", "no responses", "暂无评论", "没有评论", "尚無留言", "沒有留言", "コメントなし",
    "aucun commentaire", "brak komentarzy", "geen reacties", "inga kommentarer", "keine kommentare", "nenhum comentário",
    "nessun commento", "no hay comentarios", "pas de commentaire", "sem comentários", "sin comentarios",
    "комментариев нет", "нет комментариев",
})  # fmt: skip
"""The whole text of a link to comments that nobody has written yet."""
_MOST_NONE = max(map(len, _NONE))
_REPLY = re.compile(r"回[复覆应應]|repl|respon|réac|reac", re.IGNORECASE)
"""Below a comment, or a thread's first post, it counts the replies to it."""


@lru_cache(10_000)  # pages of one site repeat each other's names
def kind_of(name: str) -> str:
    """What an element of this class and id counts; empty: nothing of this article."""
    for kind, (words, pattern) in _NAMED.items():
        if words.are_in(name) and pattern.search(name):
            return "" if _OF_OTHERS.search(name) else kind
    return ""


def of_element(vicinity: Vicinity, node: int, kind: str) -> int | None:
    """A number that only its element's class explains. A 0 waits for a script."""
    page = vicinity.page
    if not 0 < page.size(node) <= 40 or vicinity.is_apart(node):
        return None
    text = page.text(node)
    count = counts.value(_TIMES.sub("", text).strip(_BRACKETS))
    return (counts.find(text).get(kind) if count is None else count) or None


def of_heading(vicinity: Vicinity) -> int | None:
    """How many comments the heading of the part for them says there are. A 0 waits for a script, in many headings."""
    page = vicinity.page
    for node in page.nodes_named(_COMMENT_WORDS, _is_called_comments)[:_MOST_COMMENT_PARTS]:
        if page.chunk_starts[node] == page.chunk_ends[node]:
            continue
        first = page.blocks(node)[0]
        if first < vicinity.text_start or page.block_sizes[first] > _HEADING:
            continue
        count = counts.of_comments(page.block_texts[first])
        if count and not vicinity.stands_in(node, _LISTS):
            return count
    return None


@lru_cache(10_000)  # pages of one site repeat each other's names
def _is_called_comments(name: str) -> bool:
    return _COMMENTS.search(name) is not None and _NOT_COMMENTS.search(name) is None


# --- links and buttons -------------------------------------------------------------------------------------


def of_controls(vicinity: Vicinity) -> dict[str, int]:
    """The counts that links and buttons near the text show: `赞(12)`, `Ver 5 comentarios`.

    Those that disagree are of several texts. A 0 waits for a script, unless it is written as a word.
    """
    found: dict[str, set[int]] = {}
    for node in (*_links(vicinity), *_buttons(vicinity)):
        for kind, count in _of_control(vicinity.page, node).items():
            if count and _is_of_article(vicinity, node, kind):
                found.setdefault(kind, set()).add(count)
    if not found.get("comments") and _has_none(vicinity):
        found["comments"] = {0}
    return {kind: numbers.pop() for kind, numbers in found.items() if len(numbers) == 1}


def _has_none(vicinity: Vicinity) -> bool:
    """A link of the byline says that there are no comments."""
    page = vicinity.page
    for block in vicinity.head:
        if page.block_link_sizes[block] and page.block_sizes[block] <= _HEADING:
            chunks = range(page.block_starts[block], page.block_starts[block + 1])
            for chunk in filter(page.chunk_linked.__getitem__, chunks):
                text = page.chunks[chunk]
                if len(text) <= 2 * _MOST_NONE and folded(text).lower() in _NONE:
                    return _TO_COMMENTS.search(_address(page, chunk)) is not None
    return False


def _address(page: PageMap, chunk: int) -> str:
    return page.attribute(page.within(page.chunk_nodes[chunk], "a"), "href") or ""


def _links(vicinity: Vicinity) -> Iterator[int]:
    """Links with a number, on short lines around the text."""
    page, known = vicinity.page, 0
    sizes, link_sizes = page.block_sizes, page.block_link_sizes
    for block in (*vicinity.head, *vicinity.tail):
        if not link_sizes[block] or sizes[block] > _CONTROL or not has_digit(page.block_texts[block]):
            continue
        for chunk in range(page.block_starts[block], page.block_starts[block + 1]):
            node = page.within(page.chunk_nodes[chunk], "a") if has_digit(page.chunks[chunk]) else 0
            if node > known:
                known = node
                yield node


def _buttons(vicinity: Vicinity) -> list[int]:
    """Buttons near headline and end; the page's lines are without them."""
    buttons = vicinity.page.by_tag.get("button")
    if not buttons:
        return []
    near = [
        node
        for part in vicinity.elements()
        for node in buttons[bisect_left(buttons, part.start) : bisect_left(buttons, part.stop)]
    ]
    return near[:_MOST_BUTTONS]


def _of_control(page: PageMap, node: int) -> dict[str, int]:
    """What the words on a link or button count, else what it or the element around is called."""
    is_button = page.tags[node] == "button"
    words = map(str, page.elements[node].itertext()) if is_button else ()
    text = folded(" ".join(words)) if is_button else page.text(node)
    if len(text) > _CONTROL or not has_digit(text):
        return {}
    if counts.value(text.strip(_BRACKETS)) is None:
        return counts.of_control(text)
    if not is_button and _TO_COMMENTS.fullmatch(page.attribute(node, "href") or ""):
        return counts.of_control(f"comments {text}")
    label = (page.attribute(node, "aria-label") or page.attribute(node, "title") or "").removesuffix("する")
    if label:
        return counts.of_control(label.partition(".")[0] if has_digit(label) else f"{label} {text}")
    kind = (kind_of(page.names[node]) or kind_of(page.names[page.parents[node]])) if is_button else ""
    return {kind: count} if kind and (count := counts.value(text)) else {}


def _is_of_article(vicinity: Vicinity, node: int, kind: str) -> bool:
    """Neither of another article nor of one of the comments."""
    page = vicinity.page
    is_button = page.tags[node] == "button"
    if not is_button and not _leads_to_itself(page, node):
        return False
    if kind != "comments":
        return not vicinity.is_apart(node)
    is_reply = (is_button or vicinity.is_foreign(node)) and _REPLY.search(page.raw_text(node))
    return not is_reply and not vicinity.stands_in(node, _LISTS)


def _leads_to_itself(page: PageMap, node: int) -> bool:
    """The link runs a script, or leads to a part of this page or to what it has of comments."""
    path, _, _ = (page.attribute(node, "href") or "").partition("#")
    if not path or path.startswith("javascript:") or page.url.endswith(path):
        return True
    own = page.url.rstrip("/").rpartition("/")[2].partition(".")[0]
    if len(own) >= _SLUG and own in path:
        return True
    return _ABOUT_COMMENTS.search(path) is not None and not _ABOUT_COMMENTS.search(page.url)
