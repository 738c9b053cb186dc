"""What a page's short lines, its title and its address say: a page tells its kind in words like these.

Short lines are the frame's words: labels, buttons, headings. They are compared as a whole, which takes one look into
a table each; only the phrases of `_PHRASES` are searched for inside them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap


@dataclass(frozen=True, slots=True)
class Words:
    """What is said, in lower case."""

    lines: list[str]
    """Short pieces of text in the page's order, without the arrows and brackets around them."""
    title: str
    """`<title>` as it stands."""
    terms: dict[str, frozenset[str]]
    """What the model has weights for, by place: `line`, `title` (with the first heading), `path`."""


_TITLE_OTHER = re.compile(
    r"^(?:about|contact|privacy|terms|log ?in|sign ?(?:in|up)|register|search|archives?|categor(?:y|ies)|tags?|home|welcome|index"
    r"|page not found|404|not found|faq|sitemap|links?|friends|blog|news|articles|posts?|all posts|authors?)\b(?!.*\?)"
    r"|^(?:关于|關於|联系|聯繫|登录|登錄|注册|搜索|归档|歸檔|分类|分類|标签|標籤|首页|友情链接|友链|留言|目录|文章列表|时间轴|页面不存在|404)"
    r"|(?:category|tag|author|archive|search results)\b|页面(?:不存在|未找到)|(?:归档|分类|标签)$",
    re.I,
)
_CALLS = frozenset(
    """
    get started|get started free|start free trial|free trial|try for free|try it free|request a demo|book a demo|get a demo
    schedule a demo|contact us|contact sales|learn more|buy now|shop now|add to cart|add to bag|add to basket|sign up
    sign up free|get a quote|request a quote|free quote|book now|book a call|schedule a call|call now|download now|view details
    see pricing|talk to sales|talk to an expert|join now|explore|find out more|see all|view all|shop all|get in touch|enquire now
    加入购物车|立即购买|免费试用|立即咨询|在线咨询|立即注册|联系我们|了解更多|查看详情
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
_MORE = frozenset(
    "more|read more|continue reading|view more|see more|read article|read story|full story|read the full story"
    "|更多|查看更多|阅读全文|閱讀全文|阅读更多|查看全文|详细|详情|全文|继续阅读|繼續閱讀|閱讀更多".split("|")
)
_PHRASES = {
    "says_shop": """
        add to cart|add to b|in stock|out of stock|free shipping|customer reviews|quantity|wishlist|wish list|buy now
        best seller|ratings|加入购物车|立即购买|库存|运费""",
    "says_service": """
        why choose|our services|our clients|our customers|testimonials|trusted by|free quote|free consultation|free trial
        schedule a|call us|contact us today|what our|how it works|frequently asked|get started|start your|satisfaction
        免费咨询""",
    "says_list": """
        sort by|filter by|clear all|per page|show more|view all|all categories|next page|older posts|browse by|no results
        页次|下一页|尾页|共有|条记录|篇文章|阅读全文|置顶""",
    "says_article": """
        min read|minute read|last updated|written by|reviewed by|posted on|posted by|published on|about the author
        this article|leave a reply|leave a comment|post a comment|advertisement|updated:|published:|filed under|tagged
        责任编辑|责编|作者：|来源：|编辑：|发布时间|记者|上一篇|下一篇|相关文章|相关新闻|转载|原文链接|本文""",
}
"""Phrases that many pages of a kind show; how many different ones a page shows is a feature."""
_SAYINGS = {
    name: tuple(phrase for line in phrases.split("\n") for phrase in line.strip().split("|") if phrase)
    for name, phrases in _PHRASES.items()
}
_ASCII_SAYINGS = {name: tuple(filter(str.isascii, phrases)) for name, phrases in _SAYINGS.items()}
"""All there is to search for in a text of plain letters."""

_WORD = re.compile(r"[^\W\d_\u3040-\u30ff\u3400-\u9fff]+|[\u3040-\u30ff\u3400-\u9fff]")
_IDEOGRAPHS = "\u3040"
"""What begins a script without blanks between words; letters of other scripts that follow are few."""
_EDGES = " \t\r\n\xa0:：…»›>→←«[]【】|·.•-–—+()（）!！#"
_LONGEST_LINE, _SEARCHED = 40, 12_000


def read(page: PageMap) -> Words:
    """The page's words, without a look into its paragraphs."""
    lines = [chunk.strip(_EDGES).lower() for chunk in page.chunks if len(chunk) <= _LONGEST_LINE]
    title = next((" ".join((page.elements[node].text or "").split()) for node in page.by_tag["title"]), "")
    headings = [page.text(node)[:200] for node in page.by_tag["h1"][:2]]
    path = unquote(urlsplit(page.url).path).lower()
    last = path.rstrip("/").rpartition("/")[2].partition(".")[0]
    terms = {
        "line": frozenset(lines),
        "title": _words(" | ".join([title, *headings])[:600]),
        "path": _words(path[:300]) | ({f"/{last}"} if last else set()),
    }
    return Words(lines, title, terms)


def _words(text: str) -> frozenset[str]:
    """Words, and pairs of ideographs."""
    found = _WORD.findall(text.lower())
    words = {word for word in found if len(word) > 1}
    if not text.isascii():
        words.update(
            first + second
            for first, second in pairwise(found)
            if len(first) == len(second) == 1 and min(first, second) >= _IDEOGRAPHS
        )
    return frozenset(words)


def figures(words: Words) -> dict[str, float]:
    """The words that are known to tell kinds without being learnt, counted."""
    lines, different, title = words.lines, words.terms["line"], words.title
    text = "\n".join(dict.fromkeys(lines))[:_SEARCHED]
    sayings = _ASCII_SAYINGS if text.isascii() else _SAYINGS
    parts = title.split()
    more = 0 if _MORE.isdisjoint(different) else sum(map(_MORE.__contains__, lines))
    return {
        **{name: min(sum(map(text.__contains__, said)), 6) / 6 for name, said in sayings.items()},
        "links_calls": min(len(_CALLS & different), 6) / 6,
        "links_more": min(more, 10) / 10,
        "title_other": float(bool(_TITLE_OTHER.search(title))),
        "title_long": min(len(title.encode("utf-8", "replace")), 120) / 120,
        "title_lower": sum(part[0].islower() for part in parts) / (len(parts) or 1),
        "title_question": float("?" in title or "？" in title),
    }
