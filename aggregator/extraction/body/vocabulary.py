"""What classes, ids and standing lines of templates are called, in English, Chinese and pinyin."""

from __future__ import annotations

import re
from functools import lru_cache

NAME_WORDS = {
    "comment": r"comment|disqus|pinglun|liuyan|repl(?:y|ies)|respond|huifu|guestbook|discuss",
    "related": r"relat|xiangguan|tuijian|recommend|similar|popular|trending|hot(?<=\bhot)|remen|ranking|paihang|"
    r"read-?(?:next|more)|more-|outbrain|taboola|suggest|up-?next|also|latest|recent|teaser|card|widget",
    "share": r"shar(?:e|ing)|social|fenxiang|addthis|tool|follow|button|btn",
    "navigation": r"nav|menu|crumb|mianbao|weizhi|pagination|pager|fenye|pages?\b|tabs?\b|toc\b|skip",
    "frame": r"side|aside|foot|head(?!line|ing)|masthead|banner|right|left|top-?bar|bottom",
    "promotion": r"advert|ad(?<=\bad)s?(?:\b|_)|_ad\b|sponsor|promo|newsletter|subscri|popup|modal|"
    r"overlay|cookie|consent|guanggao|sign-?up|log-?in|register|paywall|donat|cta(?<=\bcta)\b|gg(?<=\bgg)\b",
    "byline": r"byline|author|meta|date|time|source|laiyuan|bianji|editor|zuozhe|info\b|posted|publish|bio(?<=\bbio)\b|"
    r"avatar|profile|credit",
    "legal": r"copyright|banquan|disclaim|shengming|mianze|legal|licen[sc]e|terms",
    "tags": r"tags|tag-|tag(?<=\btag)\b|keyword|biaoqian|categor|label",
    "caption": r"caption|figure|image|photo|img|gallery|tupian|media|video|player|embed",
    "body": r"article|content|entry|post(?<=\bpost)|body|text|story|main|zhengwen|neirong|detail|wenzhang|single|"
    r"markdown|prose|rich|paragraph|copy\b",
    "thread": r"thread|forum|topic|message|bbs|tiezi|answer|question|post_?\d|floor",
    "list": r"list|items?\b|grid|row|feed|archive|stream|loop",
    "title": r"title|headline|heading|biaoti|subhead|dek\b|summary|lead\b|intro|abstract|excerpt|standfirst|"
    r"zhaiyao|daodu",
    "hidden": r"hidden|hide|collaps|sr-only|screen-?reader|visually|offscreen|print",
}
"""Groups of words in classes and ids; the order is that of the bits of `name_bits`.

Where a word begins is asserted behind its letters: a pattern is searched several times faster when all of its
alternatives begin with letters.
"""

_NAME_PATTERNS = [(1 << place, re.compile(words)) for place, words in enumerate(NAME_WORDS.values())]


@lru_cache(maxsize=8192)
def name_bits(names: str) -> int:
    """Which groups of words the classes and the id of an element, in lower case, speak of."""
    bits = 0
    for name in names.split():
        bits |= _bits_of_one(name)
    return bits


@lru_cache(maxsize=16_384)  # names of many sites: classes recur where their combinations do not
def _bits_of_one(name: str) -> int:
    bits = 0
    for bit, pattern in _NAME_PATTERNS:
        if pattern.search(name):
            bits |= bit
    return bits


_ENGLISH_START = re.compile(
    r"\W*(?:sign up|subscribe|follow us|read more|read next|read also|also read|see also|see more|more on this|"
    r"share this|related(?: articles?| stor(?:y|ies)| posts?| news| content|:)|advertisement|sponsored|copyright|©|"
    r"all rights reserved|click here|join our|disclaimer|disclosure|filed under|tagged|posted in|photos?:|photo by|"
    r"image credit|don't miss|most (?:read|popular|viewed)|recommended|you may also|you might also|up next|"
    r"leave a (?:reply|comment)|view (?:all|more)|load more|skip to|back to|sign in|log in|thank you for|"
    r"thanks for (?:signing|subscribing|reading)|for more (?:information|news|stories)|download (?:the|our)|"
    r"get (?:the latest|our|breaking|more|unlimited))"
)
_ENGLISH_PARTS = (
    *("all rights reserved", "may not be published", "may not be reproduced", "may not be reprinted"),
    *(
        "terms of use",
        "terms of service",
        "terms and conditions",
        "privacy policy",
        "your email",
        "your e-mail",
    ),
    *("your inbox", "newsletter", "use cookies", "uses cookies", "affiliate", "subscribers only"),
    *("support our work", "support our journalism", " on twitter", " on facebook", " on instagram"),
)
_CHINESE_START = re.compile(
    r"\W*(?:(?:免责|免責|版权|版權|平台|特别|特別|郑重|鄭重|重要)?(?:声明|聲明)(?:[:：]|$)|转载请|轉載請|责任编辑|責任編輯|责编|"
    r"编辑[:：丨|]|編輯[:：]|校对[:：]|原标题|原標題|本文来源|来源[:：]|扫一扫|扫码|扫描|长按|返回.{0,6}(?:首页|搜狐|列表|顶部)|"
    r"点击(?:查看|进入|下载|阅读|图片)|相关(?:阅读|新闻|文章|链接|报道|资讯|专题|推荐)|相關(?:閱讀|新聞|文章|連結|報導)|"
    r"延伸阅读|延伸閱讀|推荐阅读|推薦閱讀|热门推荐|猜你喜欢|上一篇|下一篇|字体[:：]|字号|分享到|本文转自|更多精彩|免费订阅)"
)
_CHINESE_PART = re.compile(
    r"[仅僅]代表作者|不代表本|与本[网站文]|登载此文|凡本[网站]|凡注明|信息存储|信息发布平台|保留追究|未经(?:授权|本|许可|书面|允许)|"
    r"未經授權|不得[轉转][載载]|请与我们联系|請與我們聯絡|侵权.{0,12}(?:删除|联系)|及时(?:删除|处理)|"
    r"(?:facebook|fb|google plus|微博|微信|line).{0,8}(?:專頁|专页|粉絲團|粉丝团|公众号|公眾號|好友)|关注.{0,16}(?:公众号|微信|微博)|"
    r"(?:关注|下载|打开|登录|注册|加入).{0,10}(?:客户端|app|官方|会员)"
)


def is_template_line(text: str) -> bool:
    """Words of a line that stands on every page of a site, or asks the reader for something."""
    line = text.lower()
    if _ENGLISH_START.match(line):
        return True
    if line.isascii():
        return any(map(line.__contains__, _ENGLISH_PARTS))
    return bool(_CHINESE_START.match(line) or _CHINESE_PART.search(line))
