"""Chinese signatures without a label, where a report begins or ends: （记者 X）, X／台北報導, (X), （编辑 X）."""

from __future__ import annotations

import re
from itertools import zip_longest

from aggregator.extraction.byline import names
from aggregator.extraction.byline.line import GAP, read

_SAYING = re.compile(r"[记記]者|通[讯訊]员|[評评][论論][员員]")
_REPORTER_WORD = r"(?:记者|記者|通讯员|通訊員|实习生|評論員|评论员|特派員)"
_REPORTER = re.compile(
    rf"(?:特约|特派|特派員|实习|见习|首席|本报|本刊|本網|全媒体|融媒体)*{_REPORTER_WORD}\s*[:：]?\s*"
)
_BEGINS_WITH_REPORTER = re.compile(
    rf"[\W_]*(?:\w{{0,8}}·)?\w{{0,12}}?(?:(?<!文)[\s/／╱])?(?={_REPORTER_WORD})"
)
"""Also behind an outlet: 示例网讯 实习生X、记者Y报道, 示例社╱記者X／台北報導."""
_SIGNATURE = re.compile(
    rf"[\W_]*(?:(?:[采採][写寫访訪]|撰[稿文])[\W_]+)?(?:[{names.HAN}]{{1,10}}?(?:[网網报報社台臺都]|新[闻聞]))?(?:本[报報版刊])?文?[\W_]*(?={_REPORTER_WORD})"
)
_PICTURED = ("摄", "攝", "图", "圖", "影", "拍", "制")
"""Ends a line below a picture."""
_NAMES_ALONE = re.compile(rf"[{names.HAN}\s:：/／、]*")
_REPORTED = ("报道", "報道", "報導")
_BEFORE_PLACE = re.compile(
    rf"(?<![{names.HAN}])([{names.HAN}、]{{2,20}})\s*[/／╱]\s*[{names.HAN}]{{0,6}}(?:[报報]道|報導)"
)
"""Who reports, and from where: X／台北報導."""
_NAME_AND_PLACE = re.compile(
    rf"\s*[【（(〔\[]+([{names.HAN}]{{2,4}})[／/╱](?!\w*(?:[摄攝]影|[图圖]|提供|翻[摄攝拍]))[{names.HAN}]{{2,6}}[】）)〕\]]+\s*"
)
"""A line in brackets that says who wrote, and where they live: （X／四川成都）."""
_OUTLET_REPORTS = re.compile(
    rf"[{names.HAN}]{{2,14}}(?:[网網报報社台臺]|[电電][视視台臺])(?P<name>[{names.HAN}]{{2,3}})(?:[报報]道|報導)$"
)
"""A line that says who reports for whom: 示例廣播電台X報導."""
_DISPATCH = re.compile(r"\d日[电電讯訊]\s*[（(]([^（()）]{2,30})[）)]")
"""Begins an agency's report, which its writers sign there: 示例社襄阳9月14日电 (董晓斌 吴佳)."""
_DISPATCH_LENGTH = 80
_ENDS_IN_BRACKETS = re.compile(r"[（(〔【\[]([^（(〔【\[\]】〕)）]{2,40})[\]】〕)）]\s*$")
_ENDS_IN_EDITOR = re.compile(
    rf"[（(\[【](?:(?:责任|責任)?(?:编辑|編輯)|责编|責編)\s+([{names.HAN}\s、]{{2,20}})[)）\]】]$"
)
_CLOSING = tuple(")）]】")
_PEN_NAME = re.compile(rf"[。！？”」]\s*[（(]([{names.HAN}]{{2,3}})[)）]\s*$")
"""Behind the last sentence; within it brackets explain a word."""
_REMARKS = frozenset(
    """待续 待續 续完 續完 未完 全文完 本文完 全书完 组图 組圖 有图 附图 附圖 图文 圖文 图片 圖片 视频 視頻
    摘编 摘編 摘录 摘錄 下同 上接 下转 编译 編譯 转载 轉載 来源 原创 原創 更新 编者 編者 按语 附录 附錄 注释 资料 資料
    综合 綜合 略 笑 掌声 掌聲 鼓掌 大笑 微笑 笑声 笑聲 众笑""".split()
)
"""What else stands there."""
_BRACKETED = re.compile(r"[（(〔【\[]\s*([^（(〔【\[\]】〕)）]{2,50})\s*[\]】〕)）]")
_TEXT_BY = re.compile(rf"文\s*[:：/／｜|丨]\s*(?:[记記]者)?\s*([{names.HAN}]{{2,4}})$")
_WORDS_BY = re.compile(r"(?:文[/／]?[图圖]?|图文)\s*[:：/／｜|丨]?\s*")
_SHORT = 20
"""Characters of a line that may be a signature as a whole."""


def may_sign(text: str) -> bool:
    """The line may name a reporter; quick, and true for more lines than do."""
    if _SAYING.search(text) or text.endswith(_REPORTED):
        return True
    return len(text) < _SHORT and _REPORTER.search(text) is not None


def reporters(text: str) -> list[str]:
    """Names behind 记者 and the like, where a report begins or ends: （记者 X）, 〔記者X／台北報導〕, 本报记者 X."""
    for bracketed in _BRACKETED.finditer(text[:300]):
        if found := _after_reporter(bracketed[1]) or _in_brackets(bracketed[1]):
            return found
    if dispatch := _DISPATCH.search(text[:_DISPATCH_LENGTH]):
        return _only_names(dispatch[1])
    if (start := _BEGINS_WITH_REPORTER.match(text)) and (
        found := _after_reporter(text[start.end() : start.end() + 60])
    ):
        return found
    if place := _BEFORE_PLACE.search(text[:_DISPATCH_LENGTH]) or _NAME_AND_PLACE.fullmatch(text):
        return _only_names(place[1])
    outlet = _OUTLET_REPORTS.match(text) if text.endswith(_REPORTED) else None
    return _only_names(outlet["name"]) if outlet is not None else []


def signature(text: str) -> list[str]:
    """Names behind 记者 in a line that says nothing else."""
    start = _SIGNATURE.match(text) if "记者" in text or "記者" in text else None
    if start is None or text.endswith(_PICTURED) or not _NAMES_ALONE.fullmatch(text, start.end()):
        return []
    found = _after_reporter(text[start.end() :])
    rest = _REPORTER.sub("", text[start.end() :])
    return found if 2 * sum(map(len, found)) >= len(rest) else []


def _in_brackets(text: str) -> list[str]:
    """Who signs within the text or at its first paragraph's end: （X報導）, （文/X）."""
    if text.endswith(_REPORTED):
        return list(filter(names.is_han_name, names.han_names(text)))
    words = _TEXT_BY.match(text)
    return [words[1]] if words is not None else []


def _only_names(text: str) -> list[str]:
    """Chinese names where nothing else stands between them."""
    parts = [part for part in re.split(r"[\s、，,;；]+", text) if part]
    return parts if all(map(names.is_han_name, parts)) else []


def _after_reporter(text: str) -> list[str]:
    found: list[str] = []
    matches = list(_REPORTER.finditer(text))
    for match, following in zip_longest(matches, matches[1:]):
        rest = text[match.end() : following.start() if following else len(text)]
        rest = re.split(r"[，。！？；：)）】]", rest, maxsplit=1)[0]
        found += [name for name in names.han_names(rest) if name not in found]
    return found


def closing(text: str) -> list[str]:
    """Names in the brackets that end a report: (李楠), （文/图 刘玺东 易赛楠）, （姚峰 上海报道）."""
    match = _ENDS_IN_BRACKETS.search(text)
    if match is None:
        return []
    inner = match[1].strip()
    if found := _after_reporter(inner):
        return found
    words = _WORDS_BY.match(inner)
    if words is not None:
        return [name for name in re.split(r"[\s、，,;；]+", inner[words.end() :]) if names.is_han_name(name)]
    if re.search(r"[:：]", inner):
        return [person.name for person in read(inner).authors if names.is_han_name(person.name)]
    if (pen := _PEN_NAME.search(text)) and _is_pen_name(pen[1]):
        return [pen[1]]
    found = names.han_names(inner)
    parts = [part for part in re.split(r"[\s、，,/／]+", inner) if part]
    return found if found and all(map(names.is_han_name, found)) and len(parts) <= len(found) + 1 else []


def _is_pen_name(name: str) -> bool:
    return names.is_name(name) and name not in _REMARKS and not names.is_organisation(name)


def editors(text: str) -> list[str]:
    """Names in the brackets that end a report, behind a word for editors without a mark: （编辑 张颖）."""
    match = _ENDS_IN_EDITOR.search(text) if text.endswith(_CLOSING) else None
    return _only_names(match[1]) if match is not None else []


def names_and_place(text: str) -> list[str]:
    """The names of a line that consists of them and the place they report from: 黃大容 賴大杰 台中."""
    parts = text.split()
    if not 2 <= len(parts) <= 5 or text[0] not in names.SURNAMES or not names.is_place(parts[-1]):
        return []
    return parts[:-1] if all(map(names.is_han_name, parts[:-1])) else []


def lone_names(text: str) -> list[str]:
    """The names of a line that consists of Chinese names alone: 刘国栋 周炜."""
    if text[:1] not in names.SURNAMES:
        return []
    parts = [part for part in re.split(rf"[\s、，,{GAP}]+", text.strip()) if part]
    return parts if 1 <= len(parts) <= 6 and all(map(names.is_han_name, parts)) else []
