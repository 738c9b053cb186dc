"""What classes, ids and standing lines of templates are called, in English, Chinese and pinyin.

Runs as it is, and faster where `setup.py` could compile it: `vocabulary.pxd` has the types.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from aggregator.signs import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME_WORDS = {
    "comment": "comment disqus pinglun liuyan reply replies respond huifu guestbook discuss",
    "related": "relat xiangguan tuijian recommend similar popular trending hot$ remen ranking paihang more$ readmore "
    "outbrain taboola suggest upnext also latest recent teaser card widget",
    "share": "share sharing social fenxiang addthis tool follow button btn",
    "navigation": "nav menu crumb mianbao weizhi pagination pager fenye page$ pages$ tab$ tabs$ toc$ skip",
    "frame": "side aside foot head !headline !heading masthead banner right left topbar bottom",
    "promotion": "advert ad$ ads$ sponsor promo newsletter subscri popup modal overlay cookie consent guanggao signup "
    "login register paywall donat cta$ gg$ notice announce alert",
    "byline": "byline author meta date time source laiyuan bianji editor zuozhe info$ posted publish bio$ avatar profile "
    "credit signature",
    "legal": "copyright banquan disclaim shengming mianze legal license licence terms",
    "tags": "tag$ tags$ keyword biaoqian categor label",
    "caption": "caption figure image photo img gallery tupian media video player embed",
    "body": "article content entry post$ postbody body text story main zhengwen neirong detail wenzhang single markdown "
    "prose rich paragraph copy$",
    "thread": "thread forum topic message bbs tiezi answer question floor quote",
    "list": "list item$ items$ grid row feed archive stream loop",
    "title": "title headline heading biaoti subhead dek$ summary lead$ intro abstract excerpt standfirst zhaiyao daodu",
    "hidden": "hidden hide collaps sr$ screenreader visually offscreen print",
}
"""Groups of words in classes and ids: anywhere in a run of letters, with `$` only at its end.

With `!` a word takes back what it begins with. The order is that of the bits of `name_bits`.
"""


class Spelling:
    """Words of the letters a to z as a tree: each node is one letter further than the one before it, 0 is the start."""

    def __init__(self, words: Iterable[str]) -> None:
        self.count = 1
        following = array("h", [0]) * 26
        for word in words:
            node = 0
            for letter in word:
                place = 26 * node + ord(letter) - 97
                if not following[place]:
                    following[place] = self.count
                    following.extend([0] * 26)
                    self.count += 1
                node = following[place]
        self.following = following
        """By node and letter, the next node; 0 where no word goes on like this."""

    def node(self, word: str) -> int:
        """The node where the word ends."""
        node = 0
        for letter in word:
            node = self.following[26 * node + ord(letter) - 97]
        return node


class _Groups:
    """The words of `NAME_WORDS`, with the bits of their groups."""

    def __init__(self) -> None:
        groups = [group.split() for group in NAME_WORDS.values()]
        spelling = Spelling(word.strip("!$") for group in groups for word in group)
        self.spelling = spelling
        self.inside, self.at_end, self.taken_back = (array("i", [0]) * spelling.count for _ in range(3))
        """By node, bits of the words that end there, of those that count at the end of a run alone, and of exceptions."""
        for place, group in enumerate(groups):
            for word in group:
                is_exception, is_end = word.startswith("!"), word.endswith("$")
                kind = self.taken_back if is_exception else self.at_end if is_end else self.inside
                kind[spelling.node(word.strip("!$"))] |= 1 << place

    def bits(self, names: str) -> int:
        """The groups of all words in a text."""
        bits, length, following = 0, len(names), self.spelling.following
        for start in range(length):
            node = found = 0
            for place in range(start, length):
                letter = ord(names[place]) - 97
                if not 0 <= letter < 26:
                    found |= self.at_end[node]
                    break
                node = following[26 * node + letter]
                if not node:
                    break
                found = (found | self.inside[node]) & ~self.taken_back[node]
            else:
                found |= self.at_end[node]
            bits |= found
        return bits


_GROUPS = _Groups()


def name_bits(names: str) -> int:
    """Which groups of words the classes and the id of an element, in lower case, speak of."""
    return _GROUPS.bits(names)


_HEADINGS = {
    2: re.compile(
        r"\W*(?:related|more|you |recommended|popular|latest|recent|trending|similar|read|also|other|featured|top|see |"
        r"explore|keep|up next|next|from |subscribe|newsletter|sign|follow|share|contact|相关|相關|推荐|推薦|热门|最新|更多|"
        r"阅读|延伸|排行)"
    ),
    3: re.compile(
        r"\W*(?:\d+ )?(?:comments?|repl(?:y|ies)|responses?|reviews?|answers?|discussion|leave a|customer|user|reader)\b|"
        r"\W*(?:评论|評論|留言|回复|网友|评价)"
    ),
    4: re.compile(r"\W*(?:about|author|written by|meet |关于|關於|作者)"),
}


def heading_kind(text: str) -> int:
    """What a heading is above: 1 text, 2 other articles, 3 comments, 4 the author."""
    line = text[:40].lower()
    for kind, words in _HEADINGS.items():
        if words.match(line):
            return kind
    return 1


_ENGLISH_STARTS = (
    "sign up", "subscribe", "follow us", "read more", "read next", "read also", "also read", "see also", "see more",
    "more on this", "share this", r"related(?: articles?| stor(?:y|ies)| posts?| news| content|:)", "advertisement",
    "sponsored", "copyright", "all rights reserved", "click here", "join our", "disclaimer", "disclosure", "filed under",
    "tagged", "posted in", "photos?:", "photo by", "image credit", "don't miss", "most (?:read|popular|viewed)",
    "recommended", "you may also", "you might also", "up next", "leave a (?:reply|comment)", "view (?:all|more)",
    "load more", "skip to", "back to", "sign in", "log in", "thank you for", "thanks for (?:signing|subscribing|reading)",
    "for more (?:information|news|stories)", "download (?:the|our)", "get (?:the latest|our|breaking|more|unlimited)",
)  # fmt: skip
"""Patterns of which the first three letters are plain."""
_FIRST_LETTERS = frozenset(start[:3] for start in _ENGLISH_STARTS)
_ENGLISH_START = re.compile(rf"\W*(?:{'|'.join(_ENGLISH_STARTS)}|©)")
_CHINESE_START = re.compile(
    r"\W*(?:(?:免责|免責|版权|版權|平台|特别|特別|郑重|鄭重|重要)?(?:声明|聲明)(?:[:：]|$)|转载请|轉載請|责任编辑|責任編輯|责编|"
    r"编辑[:：丨|]|編輯[:：]|校对[:：]|原标题|原標題|本文来源|来源[:：]|扫一扫|扫码|扫描|长按|返回.{0,6}(?:首页|搜狐|列表|顶部)|"
    r"点击(?:查看|进入|下载|阅读|图片)|相关(?:阅读|新闻|文章|链接|报道|资讯|专题|推荐)|相關(?:閱讀|新聞|文章|連結|報導)|"
    r"延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|热门推荐|猜你喜欢|上一篇|下一篇|字体[:：]|字号|分享到|本文转自|更多精彩|免费订阅)"
)
_CHANNEL = ".{0,8}(?:專頁|专页|粉絲團|粉丝团|公众号|公眾號|好友)"
_SERVICE = ".{0,10}(?:客户端|app|官方|会员)"
_CHINESE_PART = re.compile(
    "仅代表作者|僅代表作者|不代表本|与本[网站文]|登载此文|凡本[网站]|凡注明|信息存储|信息发布平台|保留追究|未经(?:授权|本|许可|书面|允许)"
    "|未經授權|不得[轉转][载]|请与我们联系|請與我們聯絡|侵权.{0,12}(?:删除|联系)|及时(?:删除|处理)"
    f"|facebook{_CHANNEL}|fb{_CHANNEL}|google plus{_CHANNEL}|微博{_CHANNEL}|微信{_CHANNEL}|line{_CHANNEL}"
    "|关注.{0,16}(?:公众号|微信|微博)"
    f"|关注{_SERVICE}|下载{_SERVICE}|打开{_SERVICE}|登录{_SERVICE}|注册{_SERVICE}|加入{_SERVICE}"
)
"""Each begins with a plain sign, so that nothing but these signs is looked for at first."""
_PHRASES = (
    "newsletter", "privacy policy", "rights reserved", "your email", "your inbox", "terms of", "affiliate", "use cookies",
    "subscribers only", " on twitter", " on facebook",
)  # fmt: skip
_PHRASE_WORDS = Words(
    "newsletter policy reserved email inbox terms affiliate cookies subscribers twitter facebook".split()
)
"""One of these is in each of them."""


def is_template_line(text: str, *, chinese: bool) -> bool:
    """Words of a line that stands on every page of a site, or asks the reader for something, in English or `chinese` too."""
    line = text.lower()
    if chinese and (_CHINESE_START.match(line) or _CHINESE_PART.search(line)):
        return True
    first = line[:3]
    if (first in _FIRST_LETTERS or not first.isalpha()) and _ENGLISH_START.match(line):
        return True
    if _PHRASE_WORDS.are_in(line):
        for phrase in _PHRASES:
            if phrase in line:
                return True
    return False
