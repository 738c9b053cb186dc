"""Lines in which a site speaks for itself: disclaimers, whence a text is, requests to follow, how old it is."""

from __future__ import annotations

import re

from aggregator.dates.words import any_of

_LONGEST = 600
"""Characters of a notice; more are not read."""
_SIGNS = re.compile(any_of((
    "声明", "聲明", "此文", "信息存储", "信息发布平台", "侵权", "侵權", "转载", "轉載", "本网", "本網", "本站", "作者",
    "facebook", "公众号", "公眾號", "粉丝", "粉絲", "更多", "posted by",
    "copyright", "©", "rights reserved", "newsletter", "版权所有", "版權所有",
    "über dieses thema", "whatsapp channel",
    "热线", "熱線", "报料", "爆料", "投稿", "原题", "原題", "摘自", "据《", "據《",
)))  # fmt: skip
"""One of these is in every line that the patterns below match; looking for them is faster."""
_DECLARATION = re.compile(
    r"\W*(?:免责|免責|版权|版權|广告|廣告|平台|特别|特別|郑重|鄭重|重要)?(?:声明|聲明)\s*[:：].*?"
    r"(?:本文|文内|文內|本[站网網刊]|[该該此]文|以上|上述|[转轉][载載]|版[权權]|侵[权權])"
)
"""A declaration about texts, while "声明：" may also begin what a government declares."""
_PHRASE = re.compile(
    r"[登转轉][载載]此文|信息存储空间|提供信息存储|信息发布平台|侵[权權].{0,16}(?:删除|刪除|联系|聯[絡繫])"
    r"|[未非][经經].{1,16}(?:不得|[严嚴]禁|勿).{0,24}[转轉][载載]|[转轉][载載][请請][注註保联聯]"
    r"|[仅僅]代表作者.{0,12}(?:与|與|不代表|平台)|本[站网網].{0,6}追究|凡本[站网網]"
    r"|不代表本[站网網].{0,6}(?:观点|觀點|立场|立場|[赞贊]同)|[转轉][载載]目的在[于於]|需要?[同与與]本[站网網][联聯]"
    r"|^über dieses thema bericht(?:et|ete|eten|en)\b|\bwhatsapp channel\W*(?:https?\S*)?$"
    r"|the content above .*posted by a user"
)
_WHENCE = re.compile(r"\W*(?:本文)?(?:原[题題][为為]?|摘自|[据據])\W?《[^》]{2,40}》[^，。！？]{0,12}$")
_REQUEST = re.compile(
    r"^.{0,12}(?:新闻热线|新聞熱線|(?:报料|爆料|投稿)(?:热线|电话|[邮信]箱|微信)).{0,6}[:：]"
    r"|(?:[关關]注|[订訂][阅閱]|扫码|扫描|加入|追[蹤踪])[^，。！？；]{0,16}(?:公众号|公眾號|粉[丝絲][团團])"
    r"|(?:facebook|公众号|公眾號)[^，。！？；]{0,12}我[們们]的"
    r"|更多[^，。！？；]{0,40}，?[敬请請]+[关關]注"
)
_RIGHTS = re.compile(
    r"\W*(?:copyright\s*(?:©|\(c\)|\d{4})|©|\(c\)\s*\d{4}|版[权權]所有).{0,200}$|.{0,200}\ball rights reserved\W*$"
)
_LETTER = re.compile(
    r"\W*(?:(?:please )?(?:sign up|subscribe|register)\b|get (?:the|our)\b).{0,60}\bnewsletters?\b.{0,100}$"
)
_AGE = re.compile(
    r"\W*(?:(?:温馨)?提[示醒]\W*|注意\W*|note\W*)?(?:(?:本文|此文|[该該本这這]?篇?文章)(?:最[后後近])?(?:更新|修改|编辑|[发發]布|撰[写寫於于])"
    r"|(?:this|the) (?:article|post|page) (?:was|is|has been) (?:last |first )?(?:updated|modified|edited|published|written))"
    r".{2,100}(?:[过過][时時期]|失效|改[变變]|[变變]化|[变變]更|不(?:再)?[适適]用|滞后|outdated|out of date|changed|no longer)"
)
_AGE_BEGINS = frozenset("tTnN温提注本此文该該这這篇")
"""Letters that what the pattern matches may begin with."""


def is_notice(text: str) -> bool:
    """The line is the site's own. Words alone do not tell it from news about such things: ask below the text only."""
    line = text[:_LONGEST].lower()
    if not _SIGNS.search(line):
        return False
    return (
        _DECLARATION.match(line) is not None
        or _WHENCE.match(line) is not None
        or _PHRASE.search(line) is not None
        or _REQUEST.search(line) is not None
        or _RIGHTS.match(line) is not None
        or _LETTER.match(line) is not None
    )


def is_of_its_age(text: str) -> bool:
    """The line warns that the text below it may be out of date."""
    if text[:1].isalnum() and text[0] not in _AGE_BEGINS:
        return False
    return _AGE.match(text[:_LONGEST].lower()) is not None
