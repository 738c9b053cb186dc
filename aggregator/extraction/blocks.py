"""What the choice of the body is made from: each block of the page with its surroundings, measured.

Everything is kept in lists by block number, so that the model reads single entries and no row is ever built.
The lists have two entries more than the page has blocks: a neighbour past either end reads as nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregator.extraction.page_map import PageMap

NAME_WORDS = {
    "comment": r"comment|disqus|pinglun|liuyan|repl(?:y|ies)|respond|huifu|guestbook|discuss",
    "related": r"relat|xiangguan|tuijian|recommend|similar|popular|trending|\bhot|remen|ranking|paihang|"
    r"read-?(?:next|more)|more-|outbrain|taboola|suggest|up-?next|also|latest|recent|teaser|card|widget",
    "share": r"shar(?:e|ing)|social|fenxiang|addthis|tool|follow|button|btn",
    "navigation": r"nav|menu|crumb|mianbao|weizhi|pagination|pager|fenye|pages?\b|tabs?\b|toc\b|skip",
    "frame": r"side|aside|foot|head(?!line|ing)|masthead|banner|right|left|top-?bar|bottom",
    "promotion": r"advert|\bads?\b|-ads?\b|\bads?[-_]|[-_]ad\b|sponsor|promo|newsletter|subscri|popup|modal|overlay|"
    r"cookie|consent|guanggao|sign-?up|log-?in|register|paywall|donat|\bcta\b|\bgg\b",
    "byline": r"byline|author|meta|date|time|source|laiyuan|bianji|editor|zuozhe|info\b|posted|publish|\bbio\b|"
    r"avatar|profile|credit",
    "legal": r"copyright|banquan|disclaim|shengming|mianze|legal|licen[sc]e|terms",
    "tags": r"\btags?\b|tag-|tags|keyword|biaoqian|categor|label",
    "caption": r"caption|figure|image|photo|img|gallery|tupian|media|video|player|embed",
    "body": r"article|content|entry|\bpost|body|text|story|main|zhengwen|neirong|detail|wenzhang|single|markdown|"
    r"prose|rich|paragraph|copy\b",
    "thread": r"thread|forum|topic|message|bbs|tiezi|answer|question|post_?\d|floor",
    "list": r"list|items?\b|grid|row|feed|archive|stream|loop",
    "title": r"title|headline|heading|biaoti|subhead|dek\b|summary|lead\b|intro|abstract|excerpt|standfirst|"
    r"zhaiyao|daodu",
    "hidden": r"hidden|hide|collaps|sr-only|screen-?reader|visually|offscreen|print",
}
_NAME_PATTERNS = [(1 << place, re.compile(words)) for place, words in enumerate(NAME_WORDS.values())]

TAG_BITS = {
    tag: 1 << place
    for place, tag in enumerate(
        "nav footer header aside form ul ol table article main figure blockquote pre figcaption section dl "
        "details button".split()
    )
}
_TAG_KINDS = {
    tag: kind
    for kind, tags in enumerate(
        (
            "p",
            "li",
            "h1",
            "h2",
            "h3 h4 h5 h6",
            "td th",
            "pre code",
            "dd dt",
            "blockquote",
            "figcaption caption",
            "div section article main body center",
            "legend summary",
            "br",
        )
    )
    for tag in tags.split()
}
_OTHER_TAG = 13

LINE_WORDS = {
    "share": r"share (?:this|on|via|with)|share$|tweet|facebook|twitter|whatsapp|linkedin|pinterest|instagram|"
    r"分享|扫一扫|二维码|朋友圈|收藏|点赞|打印|字体|字号|打开app|email",
    "legal": r"版权|版權|著作权|声明|聲明|免责|免責|转载|轉載|侵权|未经|未經|仅代表|©|copyright|all rights reserved|"
    r"terms of|privacy policy|not be reproduced|disclaimer|disclosure|affiliate",
    "related": r"相关|相關|推荐|推薦|延伸阅读|延伸閱讀|扩展阅读|猜你|热门|熱門|热点|上一篇|下一篇|更多|排行|详细|related|"
    r"recommend|read more|more from|more on|also like|you might|see also|most popular|most read|trending|"
    r"previous|latest|top stories|up next|read also|read next|further reading|don't miss|^more:|^read:",
    "credit": r"责任编辑|責任編輯|责编|编辑|編輯|原标题|原標題|来源|來源|作者|记者|記者|文/|图/|摄影|审核|校对|投稿|发布|"
    r"浏览|阅读|点击|摘要|摘 要|^by |written by|posted|published|updated|min read|editor|photo|image:|credit|"
    r"source:|is an? .{0,40}(?:writer|reporter|journalist|editor)",
    "prompt": r"subscrib|sign up|newsletter|log ?in|sign in|register|cookie|advertis|sponsored|click here|download|"
    r"join|follow us|follow .{0,30} on|contact|donate|support us|your email|inbox|广告|廣告|关注|公众号|下载|"
    r"登录|注册|订阅|微信|客户端|加入|專頁|专页|微博",
    "comment": r"评论|評論|留言|回复|网友|楼主|发表于|comment|repl(?:y|ies)|leave a|discussion|permalink|report|"
    r"upvote|\bvotes?\b|likes?\b",
    "date": r"\d{4}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? "
    r"\d{1,2}|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}:\d\d|\bago\b|前$",
}
_LINE_PATTERNS = [(1 << place, re.compile(words)) for place, words in enumerate(LINE_WORDS.values())]
_TEMPLATE = re.compile(
    r"^\W*(?:(?:免责|免責|版权|版權|平台|特别|特別|郑重|鄭重|重要)?(?:声明|聲明)(?:[:：]|$)|转载请|轉載請|责任编辑|責任編輯|责编|"
    r"编辑[:：丨|]|編輯[:：]|校对[:：]|原标题|原標題|本文来源|来源[:：]|扫一扫|扫码|扫描|长按|返回.{0,6}(?:首页|搜狐|列表|顶部)|"
    r"点击(?:查看|进入|下载|阅读|图片)|相关(?:阅读|新闻|文章|链接|报道|资讯|专题|推荐)|相關(?:閱讀|新聞|文章|連結|報導)|"
    r"延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|热门推荐|猜你喜欢|上一篇|下一篇|字体[:：]|字号|分享到|本文转自|更多精彩|免费订阅)"
    r"|仅代表作者|僅代表作者|不代表本|与本(?:网|站|文)|登载此文|凡本(?:网|站)|凡注明|信息存储|信息发布平台|保留追究|未经授权|"
    r"未经(?:本|许可|书面|允许)|未經授權|不得轉載|不得转载|请与我们联系|請與我們聯絡|侵权.{0,12}(?:删除|联系)|及时(?:删除|处理)|"
    r"(?:facebook|fb|google plus|微博|微信|line).{0,8}(?:專頁|专页|粉絲團|粉丝团|公众号|公眾號|好友)|关注.{0,16}(?:公众号|微信|微博)|"
    r"(?:关注|下载|打开|登录|注册|加入).{0,10}(?:客户端|app|官方|会员)"
    r"|^\W*(?:sign up|subscribe|follow us|read more|read next|read also|also read|see also|see more|more on this|share this|"
    r"related(?: articles?| stor(?:y|ies)| posts?| news| content|:)|advertisement|sponsored|copyright|©|all rights reserved|"
    r"click here|join our|disclaimer|disclosure|filed under|tagged|posted in|photos?:|photo by|image credit|don't miss|"
    r"most (?:read|popular|viewed)|recommended|you may also|you might also|up next|leave a (?:reply|comment)|"
    r"view (?:all|more)|load more|skip to|back to|sign in|log in|thank you for|thanks for (?:signing|subscribing|reading)|"
    r"for more (?:information|news|stories)|download (?:the|our)|get (?:the latest|our|breaking|more|unlimited))"
    r"|all rights reserved|may not be (?:published|reproduced|reprinted)|terms (?:of (?:use|service)|and conditions)|"
    r"privacy policy|your (?:e-?mail|inbox)|newsletters?\b|follow .{1,40} on (?:twitter|facebook|instagram|x\b)|"
    r"uses? cookies|affiliate (?:links?|commission|marketer|program)|subscribers? only|support our (?:work|journalism)"
)
"""Lines that stand on every page of a site, and prompts."""

_MAX_LINE = 900
"""Longer blocks are not searched for words of template lines."""

_ENDS = frozenset("。！？.!?…”\"’")
_PAUSES = frozenset("')）】：:;；，,」』")

_THREAD_URL = re.compile(
    r"forum|thread|topic|viewtopic|/t/|/d/|question|discuss|bbs|community|tieba|showthread|/qa/|answers"
)

Surroundings = tuple[int, float, float, int, float, float]
"""Of an element: size, link density, marks by size, blocks, size by block, share of the page."""

_NOWHERE: Surroundings = (0, 0.0, 0.0, 0, 0.0, 0.0)


@lru_cache(maxsize=8192)
def name_bits(name: str) -> int:
    """Which groups of words the class and id of an element speak of."""
    return sum(bit for bit, pattern in _NAME_PATTERNS if pattern.search(name))


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What is known of the page before its body is looked for."""

    headline: int | None = None
    """Block of the headline. None: it is not shown."""
    claims: int = 0
    """What the page says it is: a number of `CLAIMS`."""
    text: str = ""
    """The body as the page gives it for machines."""
    teasers: Sequence[tuple[int, int]] = ()
    """Blocks of related articles: the first of each, and the one after its last."""


NO_HINTS = Hints()

CLAIMS = {"article": 1, "thread": 2, "product": 3, "list": 4, "page": 5}
_THREAD_TYPES = frozenset({"DiscussionForumPosting", "QAPage", "Question", "Answer"})
_PRODUCT_TYPES = frozenset({"Product", "ProductGroup", "SoftwareApplication", "VideoGame"})
_LIST_TYPES = frozenset({"ItemList", "CollectionPage", "SearchResultsPage", "Blog"})


def claimed_kind(types: frozenset[str], og_type: str | None, *, has_article: bool) -> int:
    """The number in `CLAIMS` of what a page's types say it is; 0 when they say nothing."""
    if types & _THREAD_TYPES:
        return CLAIMS["thread"]
    if has_article:
        return CLAIMS["article"]
    if types & _PRODUCT_TYPES or og_type == "product":
        return CLAIMS["product"]
    if types & _LIST_TYPES:
        return CLAIMS["list"]
    if og_type == "article":
        return CLAIMS["article"]
    return CLAIMS["page"] if og_type else 0


def _squeeze(text: str) -> str:
    return "".join(text.split())


class Blocks:
    """A page's blocks as the model sees them."""

    def __init__(self, page: PageMap, hints: Hints) -> None:
        self.page = page
        self.hints = hints
        count = len(page.block_nodes)
        self.count = count
        starts = page.block_starts
        sizes, links, marks = page.totals
        self.size = [sizes[end] - sizes[start] for start, end in zip(starts, starts[1:], strict=False)] + [0, 0]
        self.marks = [marks[end] - marks[start] for start, end in zip(starts, starts[1:], strict=False)] + [0, 0]
        self.link = [
            (links[end] - links[start]) / size if size else 0.0
            for start, end, size in zip(starts, starts[1:], self.size, strict=False)
        ] + [0.0, 0.0]
        self.tag = [_TAG_KINDS.get(page.tags[node], _OTHER_TAG) for node in page.block_nodes] + [-1, -1]
        self.total = sizes[-1] or 1
        self.plain = self.total - links[-1]
        """Text of the page that stands in no link."""
        self.headline = -999 if hints.headline is None else hints.headline
        self.claims = hints.claims
        self.candidates = self._screen()
        self._measure_page()
        self._surround()
        self._read_lines()

    def _screen(self) -> list[int]:
        """Blocks that may belong to the body; inherits what names and tags say on the way down."""
        page = self.page
        tags, names, parents, ends = page.tags, page.names, page.parents, page.ends
        starts, stops = page.chunk_starts, page.chunk_ends
        sizes, links, _ = page.totals
        self.name_bits = below = [0] * len(tags)
        self.tag_bits = within = [0] * len(tags)
        most, tenth = self.plain * 0.6, self.plain * 0.25
        dead: list[tuple[int, int]] = []
        node, last = 0, len(tags)
        while node < last:
            start, stop = starts[node], stops[node]
            size = sizes[stop] - sizes[start]
            if not size:
                node = ends[node]
                continue
            link = links[stop] - links[start]
            plain = size - link
            tag = tags[node]
            parent = parents[node]
            if plain < most:
                if (
                    (tag in ("nav", "footer") and plain < tenth)
                    or (plain < 90 and link > 60 and link > plain * 4)
                    or (page.hidden[node] and plain < tenth and not page.hidden[parent])
                ):
                    dead.append((start, stop))
                    node = ends[node]
                    continue
                bits = name_bits(names[node]) if names[node] else 0
                below[node] = bits | below[parent]
            within[node] = TAG_BITS.get(tag, 0) | (within[parent] if parent >= 0 else 0)
            node += 1
        blocks = page.chunk_blocks
        alive = bytearray(b"\1") * self.count
        for start, stop in dead:
            first, final = blocks[start], blocks[stop - 1]
            # an inline element may share its block with text outside of it
            if page.block_starts[first] < start or page.block_starts[final + 1] > stop:
                continue
            alive[first : final + 1] = bytes(final + 1 - first)
        return [block for block, living in enumerate(alive) if living and self.size[block]]

    def _measure_page(self) -> None:
        page = self.page
        self.core, self.core_score = self._core(0.7)
        self.tight, _ = self._core(0.4)
        self.long_blocks = sum(
            1 for block in self.candidates if self.size[block] >= 100 and self.link[block] < 0.3
        )
        core_blocks = page.blocks(self.core)
        self.core_start, self.core_end = core_blocks.start, core_blocks.stop
        self.core_length = len(core_blocks) + 1
        self.core_share = page.size(self.core) / self.total
        self.core_links = page.link_density(self.core)
        self.page_links = 1 - self.plain / self.total
        self.thread_url = bool(_THREAD_URL.search(page.url))
        comments = 0
        comment = 1
        nodes, bits, size, link = page.block_nodes, self.name_bits, self.size, self.link
        for block in self.candidates:
            if bits[nodes[block]] & comment:
                comments += int(size[block] * (1 - link[block]))
        self.comment_share = comments / (self.plain or 1)

    def _core(self, decay: float) -> tuple[int, float]:
        """The element that paragraphs speak for the most, each for its parents less and less."""
        page = self.page
        parents, nodes, hidden = page.parents, page.block_nodes, page.hidden
        own: dict[int, float] = {}
        for block in self.candidates:
            size = self.size[block]
            if size < 60 or self.link[block] > 0.5:
                continue
            node = nodes[block]
            if hidden[node]:
                continue
            own[node] = own.get(node, 0.0) + 1 + self.marks[block] + min(size / 300, 3)
        scores: dict[int, float] = {}
        for node, worth in own.items():
            while node >= 0 and worth > 0.1:
                scores[node] = scores.get(node, 0.0) + worth
                node = parents[node]
                worth *= decay
        best, best_score = 0, 0.0
        for node, score in scores.items():
            score *= 1 - page.link_density(node)
            bits = self.name_bits[node]
            if bits & 0b10111111 and not bits & 0b10000000000:
                score *= 0.6
            if score > best_score:
                best, best_score = node, score
        return best, best_score

    def _surround(self) -> None:
        """Measure, per block, the elements around it that hold more than the one before, and the way to the core."""
        page = self.page
        parents, nodes = page.parents, page.block_nodes
        known: dict[int, tuple[Surroundings, Surroundings, Surroundings, Surroundings, int, int, int, int]] = {}
        steps_up = {}
        for steps, node in enumerate((self.core, *page.ancestors(self.core))):
            steps_up[node] = steps
        tight_up = {}
        for steps, node in enumerate((self.tight, *page.ancestors(self.tight))):
            tight_up[node] = steps
        measured: dict[int, Surroundings] = {}
        rows = []
        for block in self.candidates:
            node = nodes[block]
            row = known.get(node)
            if row is None:
                row = known[node] = self._around(node, steps_up, tight_up, measured)
            rows.append(row)
        size = self.count + 2
        self.own: list[Surroundings] = [_NOWHERE] * size
        self.up1: list[Surroundings] = [_NOWHERE] * size
        self.up2: list[Surroundings] = [_NOWHERE] * size
        self.up3: list[Surroundings] = [_NOWHERE] * size
        self.core_up, self.core_down, self.tight_up, self.tight_down = [0] * size, [0] * size, [0] * size, [0] * size
        for block, row in zip(self.candidates, rows, strict=True):
            (
                self.own[block], self.up1[block], self.up2[block], self.up3[block],
                self.core_up[block], self.core_down[block], self.tight_up[block], self.tight_down[block],
            ) = row
        shapes = Counter((page.tags[nodes[b]], page.names[nodes[b]], parents[nodes[b]]) for b in self.candidates)
        looks = Counter((page.tags[nodes[b]], page.names[nodes[b]]) for b in self.candidates)
        self.siblings, self.alike = [0] * size, [0] * size
        for b in self.candidates:
            node = nodes[b]
            self.siblings[b] = shapes[(page.tags[node], page.names[node], parents[node])]
            self.alike[b] = looks[(page.tags[node], page.names[node])]
        self.hidden = [page.hidden[node] for node in nodes]
        self.pictures = [
            sum(not chunk for chunk in page.chunks[page.block_starts[b] : page.block_starts[b + 1]])
            for b in range(self.count)
        ]
        self.heading_words = [0] * size
        self.series1 = [0] * size
        self.series2 = [0] * size
        families: dict[int, Counter[tuple[str, str]]] = {}
        for b in self.candidates:
            above = parents[nodes[b]]
            if above > 0:
                self.series1[b] = self._family(above, families)
                above = parents[above]
                if above > 0:
                    self.series2[b] = self._family(above, families)
        self.names = [self.name_bits[node] for node in nodes]
        self.within = [self.tag_bits[node] for node in nodes]
        self.near = [
            name_bits(page.names[node]) | (name_bits(page.names[parents[node]]) if parents[node] > 1 else 0)
            for node in nodes
        ]

    def _family(self, node: int, families: dict[int, Counter[tuple[str, str]]]) -> int:
        """How many children of its parent look like the element, itself among them."""
        page = self.page
        parent = page.parents[node]
        family = families.get(parent)
        if family is None:
            family = families[parent] = Counter((page.tags[c], page.names[c]) for c in page.children(parent))
        return family[page.tags[node], page.names[node]]

    def _around(self, node, steps_up, tight_up, measured):
        page = self.page
        parents, starts, stops = page.parents, page.chunk_starts, page.chunk_ends
        found = [self._measure(node, measured)]
        covered = (starts[node], stops[node])
        above = parents[node]
        while above >= 0 and len(found) < 4:
            covers = (starts[above], stops[above])
            if covers != covered:
                found.append(self._measure(above, measured))
                covered = covers
            above = parents[above]
        while len(found) < 4:
            found.append(_NOWHERE)
        down = 0
        meeting = node
        while meeting not in steps_up:
            meeting = parents[meeting]
            down += 1
        up = steps_up[meeting]
        tdown = 0
        meeting = node
        while meeting not in tight_up:
            meeting = parents[meeting]
            tdown += 1
        return (*found, up, down, tight_up[meeting], tdown)

    def _measure(self, node: int, measured: dict[int, Surroundings]) -> Surroundings:
        known = measured.get(node)
        if known is None:
            page = self.page
            size = page.size(node) or 1
            blocks = len(page.blocks(node)) or 1
            known = measured[node] = (
                size, page.link_density(node), page.marks(node) / size, blocks, size / blocks, size / self.total
            )
        return known

    def _read_lines(self) -> None:
        """What the text of short blocks says, how blocks end, and which stand on the page a second time."""
        page = self.page
        length = self.count + 2
        self.words, self.end, self.copy = [0] * length, [0] * length, [0] * length
        self.template = [0] * length
        self.text = [""] * length
        seen: dict[str, int] = {}
        for block in self.candidates:
            text = self.text[block] = page.block_text(block)
            last = text[-1:]
            self.end[block] = 2 if last in _ENDS else 1 if last in _PAUSES else 0
            size = self.size[block]
            if size < _MAX_LINE:
                line = text.lower()
                bits = 0
                for bit, pattern in _LINE_PATTERNS:
                    if pattern.search(line):
                        bits |= bit
                self.words[block] = bits
                self.template[block] = int(_TEMPLATE.search(line) is not None)
            if size > 60:
                first = seen.setdefault(text, block)
                if first != block:
                    self.copy[block] = 2
                    self.copy[first] = 1
        self.teaser = bytearray(length)
        for start, end in self.hints.teasers:
            self.teaser[start:end] = b"\1" * (end - start)
        self.given = [0] * length
        if len(self.hints.text) > 100:
            given = _squeeze(self.hints.text)
            for block in self.candidates:
                self.given[block] = 2 if _squeeze(self.text[block]) in given else 1
        heading = 0
        for block in range(self.count):
            if 2 <= self.tag[block] <= 4 and self.text[block]:
                heading = self.words[block]
            self.heading_words[block] = heading
        self.before = [0.0] * length
        self.window_size, self.window_link = [0] * length, [0.0] * length
        sizes, links, _ = page.totals
        starts = page.block_starts
        for block in self.candidates:
            low, high = starts[max(0, block - 4)], starts[min(self.count, block + 5)]
            size = sizes[high] - sizes[low]
            self.before[block] = sizes[starts[block]] / self.total
            self.window_size[block] = size
            self.window_link[block] = (links[high] - links[low]) / (size or 1)
