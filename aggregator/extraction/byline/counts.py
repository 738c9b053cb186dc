"""How often a page says it was read, commented and liked."""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import normalize

from aggregator.signs import Words, has_digit

_UNIT = r"亿|億|万|萬|千|만|천|[kKmMwW](?![a-zA-Z])|[mM]illion|(?:тыс|млн|tys|mil|mln|mio|tsd|bin)\b\.?"
_NUMBER = rf"(?P<number>\d{{1,3}}(?:[,，]\d{{3}})+|\d+(?:\.\d+)?)\s*(?P<unit>{_UNIT})?\+?"
_NUMBER_SPACED = (
    rf"(?P<number>\d{{1,3}}(?:[ .,٬]\d{{3}})+(?!\d)|\d+(?:[.,]\d{{1,2}}(?!\d))?)\s*(?P<unit>{_UNIT}|k\b)?\+?"
)
"""As languages write it that put a blank or a point between thousands."""
_NO_COUNT = r"(?!\d|[-/.:年]\d|[年月]|\s*(?:分钟|分鐘|分間|秒|小时|小時|字(?![号號体體])|minutes?\b|mins?\b|words?\b))"
"""A date or a measure goes on behind the number: 阅读 5 分钟."""
_MOST_DIGITS = 20
"""What is longer, separators included, counts nothing."""
_SIGN = re.compile(
    r"[阅閱読读讀浏瀏览覽点點击擊人气氣围观訪访播查看热熱觀注评評论論留言回复跟帖应應赞讚贊喜推顶頂]"
    r"|views?|hits|reads|times|repl|comment|response|like|clap"
)
"""In small letters in every line that gives a count; looking for it is faster."""
_FACTOR = {
    "亿": 10**8, "億": 10**8, "万": 10**4, "萬": 10**4, "만": 10**4, "w": 10**4, "千": 1000, "천": 1000, "k": 1000,
    "m": 10**6, "тыс": 1000, "млн": 10**6, "tys": 1000, "mil": 1000, "mln": 10**6, "mio": 10**6, "tsd": 1000,
    "bin": 1000,
}  # fmt: skip
_Words = dict[str, tuple[str, str]]
"""Kind of count -> patterns of the words before its number, and of those behind."""
_WORDS: _Words = {
    "views": (
        r"阅读(?:次数|人数|量|数)?|已阅|閱讀(?:次數|量|數)?|浏览(?:次数|量|数)?|瀏覽(?:次數|量|數)?|点击(?:次数|率|量|数)?|點擊(?:次數|率|量|數)?|人气|人氣|围观"
        r"|点阅|點閱|访问(?:量|次数|数)?|播放(?:量|次数)?|查看(?:次数)?|热度|关注度|觀看(?:次數|數)?|观看(?:次数|数)?|page\s?views?|views?|hits|reads"
        r"|(?:read|viewed)(?=\s+[\d.,]+k?\s+times)",
        r"(?:次|人|个)?\s*(?:阅读|閱讀|浏览|瀏覽|点击|點擊|人气|人氣|围观|访问|播放|查看|观看|觀看|人读过|人看过|views?|hits|reads)"
        r"(?!\s*(?:时长|時長|时间|時間|约|約|全文|原文|更多))",
    ),
    "comments": (
        r"评论(?:数|量)?|評論(?:數)?|留言(?:数)?|回复(?:数)?|回覆|跟[帖贴]|回应|回應|迴響|replies|comments?|responses",
        r"(?:条|則|则|个|次|人)?\s*(?:评论|評論|留言|回复|回覆|跟[帖贴]|回应|回應|comments?|replies|responses)",
    ),
    "likes": (
        r"点赞(?:数|量)?|點讚|(?:赞|贊)同|(?<![获獲])[赞讚]|喜欢|喜歡|推荐|(?<!\w)[顶頂](?:一下)?|likes?|claps",
        r"(?:个|人|次)?\s*(?:点赞|點讚|(?:赞|贊)同|赞|讚|喜欢|喜歡|推荐|likes?|claps)",
    ),
}
_SPACED: _Words = {
    "views": (
        r"閲覧(?:数|回数)?|再生(?:数|回数)|조회(?:수)?|(?:просмотр|показ)(?:ов|ы|а)?|прочитано|перегляд(?:ів|и)?"
        r"|(?:عدد )?(?:ال)?(?:مشاهدات|مشاهدة|قراءات)|(?:تعداد )?بازدید|צפיות|aufrufe|zugriffe|gelesen|vues|vistas|visitas"
        r"|visualizaciones|lecturas|visualizações|leituras|visualizzazioni|letture|wyświetle(?:nia|ń)|odsłon[ya]?"
        r"|zobrazení|weergaven|visningar|visninger|προβολές|(?:görüntülenme|okunma)(?: sayısı)?|lượt (?:xem|đọc)|dibaca|dilihat",
        r"(?:閲覧|再生|회 조회|조회|(?:просмотр|показ)(?:ов|ы|а)?|перегляд(?:ів|и)?|مشاهدة|مشاهدات|بازدید|צפיות|aufrufe|zugriffe|vues?"
        r"|vistas|visitas|visualizaciones|lecturas|visualizações|leituras|visualizzazioni|letture|wyświetle(?:nia|ń)|odsłon[ya]?"
        r"|zobrazení|weergaven|visningar|visninger|προβολές|görüntülenme|okunma|lượt (?:xem|đọc))",
    ),
    "comments": (
        r"コメント(?:数)?|댓글(?:수)?|комментари(?:ев|и|я|й)|коментар(?:ів|і|ь)|(?:عدد )?(?:ال)?تعليقات|نظرات|دیدگاه(?:ها)?|תגובות"
        r"|kommentare?|kommentarer|commentaires?|comentarios?|comentários?|commenti|komentarz[ey]|komentář[eů]?|reacties"
        r"|σχόλια|yorum(?:lar)?|bình luận|komentar"
        # Common words too, and labels only before a number in brackets.
        r"|(?:diskuse|diskus(?:sion|jon)|keskustelu|commenter|réactions?|reageer|обсудить|обсуждение)(?=\s*[(（])",
        r"(?:件の?|개의?)?\s*(?:コメント|댓글|комментари(?:ев|и|я|й)|коментар(?:ів|і|ь)|تعليقات?|تعليقا|نظر|دیدگاه|תגובות"
        r"|kommentare?|kommentarer|commentaires?|réactions?|comentarios?|comentários?|comment[oi]|komentarzy?|komentarze|komentář[eů]?"
        r"|reacties|σχόλια|yorum|bình luận|komentar)",
    ),
    "likes": (
        r"いいね[!！]?(?:数)?|좋아요|공감|추천|нравится|лайк(?:ов|и|а)|me gusta|gefällt mir|mi piace|curtidas"
        r"|polubienia|beğeni|lượt thích",
        r"(?:いいね|좋아요|공감|추천|лайк(?:ов|и|а)|إعجاب|me gusta|curtidas|mi piace|polubień|beğeni|lượt thích)",
    ),
}
"""In other languages than Chinese and English."""
_SIGNS_SPACED = Words(
    """aufruf zugriff geles vue vist visit visual lectur leitur lettur wietle zobraz weergav visning okunma dibaca
    dilihat comment coment koment komment reacti yorum gusta gef piace curtid polub diskus keskust reageer
    action""".split(),
    "łượậ閲再コいね조댓좋공추росмткнпердугляіعمشتبند’צתπσüğı",
)
"""One of these is in every count in those languages."""


class _Family(NamedTuple):
    """The patterns for one family of languages, by kind of count."""

    labelled: dict[str, re.Pattern[str]]
    counted: dict[str, re.Pattern[str]]


def _family(words: _Words, number: str, begins: str, ends: str) -> _Family:
    return _Family(
        {
            kind: re.compile(
                rf"{begins}(?:{before})\s*[:：]?\s*[(（\[]?\s*{number}{_NO_COUNT}", re.IGNORECASE
            )
            for kind, (before, _) in words.items()
        },
        {
            kind: re.compile(rf"(?<![\d.:/#-]){number}\s*{behind}{ends}", re.IGNORECASE)
            for kind, (_, behind) in words.items()
        },
    )


_MAIN = _family(_WORDS, _NUMBER, r"(?<![a-z])", r"(?![a-z])")
_OTHERS = _family(_SPACED, _NUMBER_SPACED, r"(?<!\w)", r"(?!\w)")
_GROUPED = re.compile(r"\d{1,3}(?:[ .,，٬]\d{3})+")
_GROUP = re.compile(r"[ .,，٬]")
_OF_OTHER_THINGS = re.compile(r"(?:字数|字數|words?|获得\w{0,4}|獲得\w{0,4})\s*[:：]?\s*$", re.IGNORECASE)
"""What stands before a number that counts words, or the likes for everything that its author wrote."""
_OF_OWNER = re.compile(
    r"(?:随笔|文章|帖子|主题|粉丝|博文|积分|排名|园龄|等级)(?:数|总数)?\s*[-:：]?\s*\d|\d\s*(?:篇|个)?\s*(?:随笔|文章|粉丝)"
)
"""Figures of a whole blog or of a person."""
_APART = "|"
"""Between what does not stand side by side."""

_COMMENT = (
    r"(?:条|條|則|则|个|個|次|篇)?\s*"
    r"(?:评论|評論|留言|回复|回覆|跟帖|回应|回應|迴響|想法|comments?|messages?|repl(?:y|ies)|responses?|thoughts?)(?![a-z])"
)
_COMMENT_HEADINGS = (
    re.compile(
        rf"(?:there (?:is|are|was|were) |已有|共有?|全部)?\s*(?:{_NUMBER}|one\b)\s*{_COMMENT}"
        r"(?:[:：](?:\s*[“\"《「].{0,200})?|\W*(?:on|to|for|so far)\b.{0,200}|\.\.\. .{0,60}|\s?[|,，].{0,40})?\W*",
        re.IGNORECASE,
    ),
    re.compile(rf"[《“「\"].{{1,200}}[》”」\"]\s*上?[共已]?[有的]\s*{_NUMBER}\s*{_COMMENT}\W*"),
    re.compile(
        rf"(?:view |show |all |top |网友|網友|全部|最新|用户|精彩)*{_MAIN.labelled['comments'].pattern}\s*[)）\]]?[条则则]?\W*",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:网友|網友|全部|最新|用户|精彩)*(?:评论|評論|留言|回复|回覆)(?:列表|区|區)?\s*[(（\[]?\s*(?:共有?|已有)?\s*{_NUMBER}"
        r"\s*[条條則则]?(?:评论|評論|留言|回复|回覆)?\W*"
    ),
    re.compile(
        rf"(?:todos (?:os|los)|tutti i|alle|ver|voir|все|všechny|wszystkie|tüm)?\s*{_OTHERS.labelled['comments'].pattern}"
        r"\s*[)）\]]?[件개]?\W*",
        re.IGNORECASE,
    ),
    re.compile(rf"コメント一覧\s*[(（\[]?\s*{_NUMBER}\s*件?\W*"),
    re.compile(
        rf"(?:{_OTHERS.counted['comments'].pattern})(?:\W*(?:en|sur|zu|su|em|к|до|do)\b.{{0,200}})?\W*",
        re.IGNORECASE,
    ),
)
"""The whole heading of the part for comments, which may repeat the title."""
_HEADING_WORDS = Words(
    """comment messag repli reply respon thought coment koment komment reacti yorum diskus keskust reageer
    action""".split(),
    "评評留回跟迴想コ댓комендпршобсуاتظدیתג’σχόλλậ",
)
"""One of these is in each."""
_ONE = "one"
"""The only number that such a heading may have in words."""
_SHOW = (
    r"(?:(?:view|show|read|see|all|the|ver|leer|ler|los|todos|os|voir|lire|tous|les|alle|leggi|tutti|i|все|показать|查看|全部|所有|已有|共)"
    r"\s*)*"
)
_CONTROLS = {
    kind: [
        re.compile(rf"{_SHOW}(?:{pattern.pattern})\s*[)\]】]?\s*[条條則则次个个件개]?\W*", re.IGNORECASE)
        for family in (_MAIN, _OTHERS)
        for pattern in (family.labelled[kind], family.counted[kind])
    ]
    for kind in _WORDS
}
"""The whole text of a link or button."""
_BLANKS = " \u200b\ufeff"


def value(text: str) -> int | None:
    """The number a count is shown as: `1.2万` is 12000, `3.4k` 3400, `1,234` 1234. None: it is no count."""
    match = re.fullmatch(rf"\s*{_NUMBER}\s*", normalize("NFKC", text))
    return _value(match) if match else None


def _value(match: re.Match[str]) -> int | None:
    if match["number"] is None:
        return 1  # in words
    if len(match["number"]) > _MOST_DIGITS:
        return None
    number = _number(match["number"], has_unit=match["unit"] is not None)
    unit = (match["unit"] or "").lower().rstrip(".")
    return round(number * (_FACTOR.get(unit) or _FACTOR.get(unit[:1], 1)))


def _number(written: str, *, has_unit: bool) -> float:
    """The number, its thousands set apart by a comma, a point or a blank."""
    if _GROUPED.fullmatch(written) and not (has_unit and "." in written):
        return float(_GROUP.sub("", written))
    return float(written.replace(",", "."))


def of_line(pieces: list[str]) -> dict[str, int]:
    """The counts of a line whose pieces the page sets apart: of each piece alone, then of those side by side.

    A 0 apart from its word waits for a script, or belongs to another word.
    """
    if len(pieces) == 1:
        return find(pieces[0])
    text = " ".join(pieces)
    if not find(text) or _OF_OWNER.search(text):  # as of most lines
        return {}
    alone = [find(piece) for piece in pieces]
    found: dict[str, int] = {}
    for counts in alone:
        found = counts | found
    others = " ".join(_APART if counts else piece for piece, counts in zip(pieces, alone, strict=True))
    return {kind: count for kind, count in find(others).items() if count} | found


def find(text: str) -> dict[str, int]:
    """The counts of `views`, `comments` and `likes` that a line shows with their words.

    A line writes all its numbers before or all behind their words; the first one shows which: in `123 阅读 4 评论`
    the 4 belongs to the comments.
    """
    if len(text) > 500 or not has_digit(text):
        return {}
    text = normalize("NFKC", text)
    small = text.lower()
    values: dict[str, int] = {}
    if _SIGNS_SPACED.are_in(small):
        values = _find(text, _OTHERS)
    if _SIGN.search(small):
        values |= _find(text, _MAIN)
    if values.get("views") == 0:
        del values["views"]  # whoever reads the page has seen it: a script fills in the number
    return values


def _find(text: str, family: _Family) -> dict[str, int]:
    before = {kind: match for kind, pattern in family.labelled.items() if (match := pattern.search(text))}
    behind = {
        kind: match
        for kind, pattern in family.counted.items()
        if (match := pattern.search(text)) and not _OF_OTHER_THINGS.search(text, 0, match.start())
    }
    starts = [
        min((match.start() for match in found.values()), default=len(text)) for found in (before, behind)
    ]
    found = before if starts[0] <= starts[1] else behind
    return {kind: value for kind, match in found.items() if (value := _value(match)) is not None}


def of_comments(heading: str) -> int | None:
    """The number in the heading of the part for comments: `36 Comments`, `评论 (5)`. None: it is no such heading."""
    text = normalize("NFKC", heading).strip(" {}[]")
    small = text.lower()
    if not _HEADING_WORDS.are_in(small) or not (has_digit(small) or _ONE in small):
        return None
    matches = (pattern.fullmatch(text) for pattern in _COMMENT_HEADINGS)
    return next((_value(match) for match in matches if match is not None), None)


def of_control(text: str) -> dict[str, int]:
    """The count of a link or button that says nothing else: `赞(12)`, `5 comments`, `Todos os comentários (6)`."""
    text = normalize("NFKC", text).strip(_BLANKS)
    small = text.lower()
    if not _SIGN.search(small) and not _SIGNS_SPACED.are_in(small):
        return {}
    for kind, patterns in _CONTROLS.items():
        matches = (pattern.fullmatch(text) for pattern in patterns)
        if match := next(filter(None, matches), None):
            count = _value(match)
            return {} if count is None else {kind: count}
    return {}
