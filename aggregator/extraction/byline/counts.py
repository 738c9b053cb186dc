"""How often a page says it was read, commented and liked."""

from __future__ import annotations

import re
from unicodedata import normalize

from aggregator.signs import has_digit

_NUMBER = r"(?P<number>\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?)\s*(?P<unit>亿|億|万|萬|千|[kKmMwW](?![a-zA-Z])|[mM]illion)?\+?"
_MOST_DIGITS = 20
"""What is longer, separators included, counts nothing."""
_SIGN = re.compile(
    r"[阅閱读讀浏瀏览覽点點击擊人气氣围观訪访播查看热熱觀评評论論留言回复跟帖应赞讚喜推]|views?|hits|reads|repl|comment|response|like|clap"
)
"""In small letters in every line that gives a count; looking for it is faster."""
_FACTOR = {"亿": 10**8, "億": 10**8, "万": 10**4, "萬": 10**4, "w": 10**4, "千": 1000, "k": 1000, "m": 10**6}
_WORDS = {
    "views": (
        r"阅读(?:次数|量|数)?|閱讀(?:次數|量|數)?|浏览(?:次数|量|数)?|瀏覽(?:次數|量|數)?|点击(?:次数|率|量|数)?|點擊(?:次數|率|量|數)?|人气|人氣|围观"
        r"|点阅|點閱|访问(?:量|次数|数)?|播放(?:量|次数)?|查看(?:次数)?|热度|觀看(?:次數)?|观看(?:次数)?|page\s?views?|views?|hits|reads",
        r"(?:次|人|个)?\s*(?:阅读|閱讀|浏览|瀏覽|点击|點擊|人气|围观|访问|播放|查看|观看|觀看|人读过|人看过|views?|hits|reads)",
    ),
    "comments": (
        r"评论(?:数|量)?|評論(?:數)?|留言(?:数)?|回复(?:数)?|回覆|跟帖|回应|replies|comments?|responses",
        r"(?:条|則|则|个|次)?\s*(?:评论|評論|留言|回复|回覆|跟帖|回应|comments?|replies|responses)",
    ),
    "likes": (
        r"点赞(?:数|量)?|點讚|赞|讚|喜欢|推荐|likes?|claps",
        r"(?:个|人|次)?\s*(?:点赞|點讚|赞|讚|喜欢|推荐|likes?|claps)",
    ),
}
_LABELLED = {
    kind: re.compile(rf"(?<![a-z])(?:{before})\s*[:：]?\s*[(（\[]?\s*{_NUMBER}", re.IGNORECASE)
    for kind, (before, _) in _WORDS.items()
}
_COUNTED = {
    kind: re.compile(rf"(?<![\d.:/-]){_NUMBER}\s*{after}(?![a-z])", re.IGNORECASE)
    for kind, (_, after) in _WORDS.items()
}

_COMMENT = (
    r"(?:条|條|則|则|个|個|次|篇)?\s*"
    r"(?:评论|評論|留言|回复|回覆|跟帖|回应|回應|想法|comments?|repl(?:y|ies)|responses?|thoughts?)(?![a-z])"
)
_COMMENT_HEADINGS = (
    re.compile(
        rf"(?:there (?:is|are|was|were) |已有|共有?|全部)?\s*(?:{_NUMBER}|one\b)\s*{_COMMENT}"
        r"(?:[:：](?:\s*[“\"《「].{0,200})?|\W*(?:on|to|for|so far)\b.{0,200}|\.\.\. .{0,60}|\s?[|,，].{0,40})?\W*",
        re.IGNORECASE,
    ),
    re.compile(rf"[《“「\"].{{1,200}}[》”」\"]\s*上?[共已]?[有的]\s*{_NUMBER}\s*{_COMMENT}\W*"),
    re.compile(
        rf"(?:view |show |all |网友|網友|全部|最新|用户|精彩)*{_LABELLED['comments'].pattern}\s*[)）\]]?[条则则]?\W*",
        re.IGNORECASE,
    ),
)
"""The whole heading of the part for comments, which may repeat the title."""


def value(text: str) -> int | None:
    """The number a count is shown as: `1.2万` is 12000, `3.4k` 3400, `1,234` 1234. None: it is no count."""
    match = re.fullmatch(rf"\s*{_NUMBER}\s*", normalize("NFKC", text))
    return _value(match) if match else None


def _value(match: re.Match[str]) -> int | None:
    if match["number"] is None:
        return 1  # in words
    if len(match["number"]) > _MOST_DIGITS:
        return None
    number = float(match["number"].replace(",", "").replace("，", ""))
    unit = (match["unit"] or "").lower()[:1]
    return round(number * _FACTOR.get(unit, 1))


def find(text: str) -> dict[str, int]:
    """The counts of `views`, `comments` and `likes` that a line shows with their words.

    A line writes all its numbers before or all behind their words; the first one shows which: in `123 阅读 4 评论`
    the 4 belongs to the comments.
    """
    if len(text) > 500 or not has_digit(text):
        return {}
    text = normalize("NFKC", text)
    if not _SIGN.search(text.lower()):
        return {}
    before = {kind: match for kind, pattern in _LABELLED.items() if (match := pattern.search(text))}
    behind = {kind: match for kind, pattern in _COUNTED.items() if (match := pattern.search(text))}
    starts = [
        min((match.start() for match in found.values()), default=len(text)) for found in (before, behind)
    ]
    found = before if starts[0] <= starts[1] else behind
    values = {kind: value for kind, match in found.items() if (value := _value(match)) is not None}
    if values.get("views") == 0:
        del values["views"]  # whoever reads the page has seen it: a script fills in the number
    return values


def of_comments(heading: str) -> int | None:
    """The number in the heading of the part for comments: `36 Comments`, `评论 (5)`. None: it is no such heading."""
    text = normalize("NFKC", heading).strip(" {}[]")
    matches = (pattern.fullmatch(text) for pattern in _COMMENT_HEADINGS)
    return next((_value(match) for match in matches if match is not None), None)
