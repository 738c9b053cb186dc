"""Reads one line of a byline: who in which role, from where, when, in which section, how often read.

Lines come as the pieces that the page sets apart by markup (`小花`, `2024-11-01`, `债务优化`, `3`), joined by a
mark, because what looks run together on screen mostly is not in the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from aggregator.extraction.byline import counts, names
from aggregator.items import Person
from aggregator.signs import Words, has_digit, has_label_mark

if TYPE_CHECKING:
    from collections.abc import Collection

GAP = "\u241f"
"""Stands between pieces of a line that the page sets apart by markup alone."""

_WORDS = {
    "author": r"""(?:本文|原创|原|文章|博文)?作\s*者 原创(?=\s*[:：]) 撰\s*文 撰稿人? 撰写 采写 採訪 采访 文字 文[/／]?[图圖] [图圖]?文
        (?:本报|本刊|特约|实习|见习)?记\s*者 記者 通讯员 编译 編譯 整理 供稿人? 楼主 博主 著者 執筆 主笔
        author(?:s|\(s\))? speakers?(?:\(s\))?(?=\s*:)
        (?:written|posted|words|story|text|published|submitted|reported|authored|compiled|contributed|a_post)_by
        (?:(?:additional_)?reporting|writing)_by
        words_and_(?:photos|pictures|images)_by by
        autor[:*]?innen autor(?![:*]innen)(?:in|es|a|ka|zy)? auteure? autore rédacteur автор(?:ы|ка)?
        автор_(?:текста|статьи) yazar(?:lar)? yazan tác_giả penulis szerző
        συντάκτης γρ[άα]φει(?:_[οη])? מאת כתבה?(?=\s*:) كتبت?(?=\s*:) بقلم الكاتب نویسنده लेखक द्वारा โดย ผู้เขียน
        文[・･]写真 写真[・･]文 取材[・･]文 執筆者 ライター 글(?:[·/]?사진)?(?=\s*:) 글쓴이 필자""",
    "uploader": "发布者 发布人 发表人",
    "editor": r"""(?:责任|責任|本文|网络|值班|执行|文字|图片|圖片|视觉|視覺|版面|新媒体|实习|总|總|美术)?\s*(?:编\s*辑|編輯)
        [\u4e00-\u9fff]{1,6}[网網](?:编辑|編輯)
        美编 责\s*编 責編 主编 审核人? 監製 监制 编审 审稿 审校
        [一二三]审 初审 复审 终审 编委 策划 统筹 edit(?:ed|ing)_by editor""",
    "proofreader": r"校对 校對 copy[-_]edited_by",
    "photographer": r"""摄影 攝影 [图圖]片? 供图 photo(?:graph)?s?(?:_by)? portraits?_by photography(?:_by)? images?_by pictures?_by""",
    "translator": r"翻译 翻譯 译者 譯者 译 譯 translated_by translator",
    "illustrator": r"插画 绘图 illustrat(?:ion|ions|ed)_by art_by",
    "reviewer": r"(?:medically_|scientifically_|clinically_|fact[-_])?(?:reviewed|checked)_by",
    "source": r"来\s*源 來\s*源 稿源 出处 出處 出自 (?:文章|信息|本文|稿件)[来來]源 转自 轉自 转载自 source article_from สนับสนุนเนื้อหา",
    "date": r"""发布时间 發布時間 发表时间 发布日期 发布于 發佈於 发表于 更新时间 更新于 时间 時間 日期
        published(?:_on)? (?:last_)?updated(?:_on)? posted_on date""",
    "category": r"分类 分類 栏目 所属栏目 类别 類別 categor(?:y|ies) filed_under posted_in",
    "other": r"""标签 標籤 关键[词字] tags? 字号 字體 字体 分享 举报 收藏 打印 原标题 标题 本文链接 链接 [a-z]+ed_by brought_to_you_by
        (?:(?:site|web|cover)_)?design_by (?:cover|graphics?|lyrics|music|template|theme|video)s?_by 阅读\w* 閱讀\w*
        浏览\w* 瀏覽\w* 点击\w* 人气 评论\w* 評論\w* 字数 阅读时长 点赞 views? comments?""",
}
"""Role -> the words that announce it, as patterns in small letters; `_` is a blank."""
_LABELS = "|".join(
    f"(?P<{role}>{'|'.join(words.split()).replace('_', ' ')})" for role, words in _WORDS.items()
)
_LABEL = re.compile(
    rf"(?<![\w{names.HAN}])(?=[a-z{names.HAN}аγσמכكبانलदโผส글필ラ])(?:{_LABELS})"
    rf"(?P<mark>\s*{GAP}?\s*[:：/／｜|丨＝=]\s*{GAP}?|\s*{GAP}|(?<=by)\s+|(?<=者)\s+|(?<=[来來]源)\s+)"
)
_LABEL_WORDS = Words(
    """author autor auteur yazar yazan penulis speaker article by editor translator photo source published updated posted date categor
    filed tag view comment""".split(),
    frozenset(letter for words in _WORDS.values() for letter in words if not letter.isascii()),
)
"""One of these is in every label."""
_SPOKEN = re.compile(
    r"(γρ[άα]φει(?: [οη])?|מאת|كتبت?|بقلم|โดย|द्वारा|글(?:[·/]?사진)?|文[・･]写真)\s(?=.{2,40}$)",
    re.IGNORECASE,
)
"""Labels that need no mark where a piece of a line begins with them: Γράφει ο Νίκος Δήμου."""
_SPOKEN_BEGIN = tuple("Γγמكبโद글文")
_BY = frozenset(
    word.replace("_", " ")
    for word in """af av da de di door od oleh par por przez von tekst text texte testo texto bởi από від от текст
    על_ידי بواسطة توسط द्वारा দ্বারা""".split()
)
"""Words that a colon makes the same as By: `Door: Joris van Beek`."""
_OF_NAMES = ("by", "者")
_GLUED = re.compile(
    rf"(?:(?<=\d)|(?<=[:：])(\s*[{names.HAN}]{{2,12}}?))"
    r"(?=(?:(?:责任|图片|文字|本文|网络|值班)?编辑|责编|审核|作者|记者|摄影|校对|(?:文章|信息|稿件)?来源|发布时间|时间|日期"
    r"|点击[数率量]?|浏览(?:[数量]|次数)?|阅读[数量]?)[:：])"
)
"""A value that the next label follows without a gap: 作者:老农编辑:小麦, 2024-03-06来源:示例网."""
_POSTED_IN = re.compile(rf"[\s{GAP}]*(\w+)[\s{GAP}]+in[\s{GAP}]+[A-Z]")
"""Who posted a text in which section: `Posted by Jane in Harbours`."""
_CREDIT = re.compile(r"(?:(?:additional )?reporting|writing|editing) by")
"""Begins one of an agency's credits: `(Reporting by Jane Doe; editing by John Roe)`."""
_CREDIT_LENGTH = 30
_CHOOSING = frozenset(
    {"browse", "filter", "group", "order", "ordered", "search", "shop", "sort", "sorted", "view"}
)
"""Before `by` these announce an order."""
_SHORT = 20
"""Characters of the shortest line that is no label alone."""
_NO_SOURCES = frozenset(["资料图", "資料圖", "资料图片", "資料圖片", "资料照", "資料照"])
"""Where a picture is from."""
_LONE = re.compile(rf"(?:{_LABELS})\s*[:：]?")
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
DATE = re.compile(
    r"(?=[\djfmasond昨前今])(?:"  # at other characters nothing is tried
    r"(?:19|20)\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[\sT]*\d{1,2}[:：]\d{2}(?:[:：]\d{2})?(?:Z|[+-]\d\d:?\d\d)?)?"
    rf"|{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTHS},?\s+(?:(?:19|20)\d\d|\d\d(?=,?\s+\d{{1,2}}:\d\d))"
    r"|(?<!\d)\d{1,2}\s*[-/月]\s*\d{1,2}\s*日?\s+\d{1,2}:\d{2}|\d{1,2}月\d{1,2}日|\d{1,2}[/.]\d{1,2}[/.](?:19|20)\d\d"
    r"|\d+\s*(?:分钟|小时|天|周|个月|月|年|分鐘|小時)[前内]|昨天|前天|今天"
    r"|\d+ ?(?:minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w|months?|years?) ago)",
    re.IGNORECASE,
)
_DAY = "天"
"""One that is named and not numbered: 昨天."""
_BEFORE_DATE = re.compile(r"\s(?:on|at)\s*$", re.IGNORECASE)
_BLANK = " @"
"""A piece of these alone says nothing: the sign of an account's name stands apart from it."""
_CONTINUES = re.compile(r"^\s*(?:[、,，&+;；]|and\b|und\b|et\b|y\b|和|與)", re.IGNORECASE)
_IS_CONTINUED = re.compile(r"(?:[、,，&+;；]|\band|\bund|\bet|和|與)\s*$", re.IGNORECASE)
_PREPOSITION = re.compile(
    rf"\s*(?:(?:veröffentlicht|geschrieben|verfasst|publié|écrit|rédigé|publicado|escrito|scritto|pubblicato)\s)?"
    rf"(?:by|par|von|por|door|di|da|av|af)\s*[:：]?\s*{GAP}",
    re.IGNORECASE,
)
"""Stands apart where the name behind it is linked."""
_AFTER_SOURCE = re.compile(
    r"\s+[【\[（(]?(?=阅读|閱讀|浏览|瀏覽|点击|评论|評論|人气|字号|编辑|责编|发布|时间|分享|打印|收藏|举报)"
)
_APART = re.compile(rf"{GAP}|\s{{3,}}|\s[|│•·]\s")
_OPENING_BRACKET = re.compile(r"[【\[（(《]")
_CLOSING_BRACKET = re.compile(r"[】\]）)》]")
_SQUARE = "】]"
"""Close a part of the line rather than what explains a name."""
_FUNCTION = re.compile("[的了是在将把被为对及与而以从到这那其就也都会可请不]")
"""Characters of running text; names have them only by chance."""
_BEGINS_WITH_AUTHOR = re.compile(
    rf"[\s{GAP}]*(?:(?:本文|原|文章|博文)?作\s*者|(?:(?:post|article|story|original) )?author|written by)\s*{GAP}?\s*[:：]",
    re.IGNORECASE,
)
_BEGINS_WITH_EDITOR = re.compile(
    r"[\s【（(\[]*(?:(?:责任|責任|本文|网络|值班)?\s*(?:编\s*辑|編輯)|责\s*编|責編|作\s*者)\s*[:：]"
)
_BEGINS_WITH_SIGNATURE = re.compile(
    rf"[\s{GAP}（(【\[]*(?:撰稿人?|供稿人?|撰文|文字|[图圖]文|文[/／]?[图圖])\s*{GAP}?\s*[:：/／]"
)
_BEGINS_WITH_POSTED = re.compile(
    rf"[\s{GAP}]*(?:this (?:guest )?(?:post|article|story|piece) (?:was|is) )?(?:posted|published|written)[\s{GAP}]+(?:on|by)\b"
    r"|this is a guest post by\b",
    re.IGNORECASE,
)

_ACCOUNT = "公众号"
_TAKEN = ("摘自", "选自", "選自", "转自", "轉自", "转载自", "轉載自")
_TAKEN_FROM = re.compile(
    rf"(?:^|{GAP})\s*(?:{'|'.join(_TAKEN)})\s*《?([^\s{GAP}:：，。《》]{{2,16}})》?\s*(?={GAP}|$)"
)
"""A piece that says where a text is from, without a mark: 摘自示例晚报."""
_BEGIN = (*_SPOKEN_BEGIN, *_TAKEN)
_POSTED_BY = re.compile(
    rf"由\s*{GAP}?\s*([^\s{GAP}，。]{{2,20}})\s*{GAP}?\s*(?:[发發][布佈]|[发發]表|上传|上傳|创建|創建|提交|投稿)(?=于|於|\s|{GAP}|$)"
)
"""Begins a line: 由X发布于2024-03-06."""
_REPRINT = re.compile(
    rf"(?:来自|来源于?|转自|转载自?|出自|源自|首发于|选自|摘自)\s*[:：]?\s*(?:微信)?{_ACCOUNT}\s*[:：]?\s*{GAP}?\s*"
    rf"[“\"「『【《]?\s*{GAP}?(?P<account>[^”\"」』】》（(，,。；;\s{GAP}]{{2,20}})"
)
"""A text that first appeared in an account: 本文来自微信公众号“X”（ID：x），作者：Y，示例网经授权发布。"""
_NO_NAMES = (
    r"授[权權]|[题題][图圖]|[头頭][图圖]|封面|配[图圖]|公[众眾][号號]|首[发發]|原文|原[标標][题題]|出品"
)
_END_OF_NAMES = re.compile(rf"[，,。;；、]\s*(?=[^，,。;；、]{{0,12}}(?:{_NO_NAMES})|ID\b)")
_NO_NAME = re.compile(rf"{_NO_NAMES}|[:：]")


@dataclass(slots=True)
class Line:
    """What one line says."""

    persons: list[Person] = field(default_factory=list)
    """Everybody named with a label, in order."""
    uploaders: list[Person] = field(default_factory=list)
    """Who put it on the page, as many systems write of themselves: an editor or the author."""
    source: str | None = None
    category: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    """Roles of the labels seen, also of those without a usable value."""
    expects: str | None = None
    """Role of a label that ends the line, its value stands on the next."""

    @property
    def authors(self) -> list[Person]:
        return [person for person in self.persons if person.role == "author"]

    @property
    def says_something(self) -> bool:
        """There is a name, a count or a label of what a byline has."""
        return bool(
            self.persons
            or self.source
            or self.category
            or self.counts
            or (self.labels and self.labels != {"other"})
        )


SILENT = Line()
"""What all lines say that `is_silent` tells; not to be changed."""


def is_silent(text: str) -> bool:
    """The line has no label and no count, and need not be read; quick, and true for most that have none."""
    if has_digit(text) or has_label_mark(text) or text.startswith(_BEGIN) or _ACCOUNT in text:
        return False
    return len(text) >= _SHORT or _lone_label(text) is None


def may_say(text: str) -> bool:
    """The line may have a label or a count; quick, and true for more lines than have one."""
    if has_label_mark(text) or has_digit(text) or text.startswith(_SPOKEN_BEGIN) or _ACCOUNT in text:
        return True
    return len(text) < _SHORT and _lone_label(text) is not None


def find_date(text: str) -> re.Match[str] | None:
    """The first date of a line; most lines have no digit and are not searched."""
    return DATE.search(text) if has_digit(text) or _DAY in text else None


def read(text: str, links: Collection[str] = ()) -> Line:
    """What a line says, its pieces joined by `GAP`; some of them are links.

    A piece that is a link leads to what it is called (摄影, Source, Edit) and announces nothing without a colon;
    but "by" and 作者 are called nothing but what follows, and are linked with it.
    """
    line = Line(counts=counts.of_line(text.split(GAP)) if has_digit(text) else {})
    if not text.isascii():
        text = _with_marks(text)
    if colons := text.count(":") + text.count("："):
        text = _with_by(text)
        if colons > 1 and not text.isascii():
            text = _GLUED.sub(rf"\1{GAP}", text)
    if text.startswith("由") and (posted := _POSTED_BY.match(text)):
        line.labels.add("uploader")
        _note(line, "uploader", posted[1])
    if "自" in text and (taken := _TAKEN_FROM.search(text)) and names.is_organisation(taken[1]):
        line.source = taken[1]
        line.labels.add("source")
    if reprint := find_reprint(text):
        line.source = reprint["account"]
        line.labels.add("source")
    small = _in_small(text) if has_label_mark(text) else ""
    matches = list(_LABEL.finditer(small)) if _LABEL_WORDS.are_in(small) else []
    for match, following in zip_longest(matches, matches[1:]):
        role = _role(match)
        value = text[match.end() : following.start() if following else len(text)]
        if match["mark"].isspace() and _is_amid_sentence(text, match, value):
            continue
        if match.start() and match["mark"].isspace() and text in links:
            continue  # a title: The Harbour by Jane Doe
        if role == "author" and _last_word(text[: match.start()]) in _CHOOSING:
            continue
        label = text[match.start() : match.start("mark")]
        if label in links and match["mark"].strip() == GAP and not label.lower().endswith(_OF_NAMES):
            continue
        line.labels.add(role)
        posted = _POSTED_IN.match(value) if match[0].startswith("posted by") else None
        _note(line, role, posted[1] if posted else first_value(value))
    lone = _lone_label(text) if len(text) < _SHORT else None
    if lone is not None and text.strip(f"{GAP} ") not in links:
        line.expects = _role(lone)
    return line


def _with_marks(text: str) -> str:
    """The line with a colon behind the labels that need none."""
    pieces = text.split(GAP)
    if not any(piece.startswith(_SPOKEN_BEGIN) for piece in pieces):
        return text
    matches = [_SPOKEN.match(piece) for piece in pieces]
    return GAP.join(
        f"{match[1]}:{piece[match.end() :]}" if match else piece
        for piece, match in zip(pieces, matches, strict=True)
    )


def _with_by(text: str) -> str:
    """The line with `by` for the words that say the same where a colon follows them at a piece's beginning."""
    pieces = text.split(GAP)
    for place, piece in enumerate(pieces):
        word, colon, rest = piece.replace("：", ":", 1).partition(":")
        if colon and len(word) < _SHORT and word.strip().lower() in _BY:
            pieces[place] = f"by:{rest}"
    return GAP.join(pieces)


def _last_word(text: str) -> str:
    """In small letters; empty where there is none."""
    return next(iter(text[-_SHORT:].lower().split()[-1:]), "")


def _is_amid_sentence(text: str, label: re.Match[str], value: str) -> bool:
    """The label is a word like others: any amid a long line, and "by" before a small letter (`Sort them by date`)."""
    before = text[: label.start()].rstrip()
    if GAP in before or (before.endswith((";", "(")) and _CREDIT.match(label[0])) or begins_with_posted(text):
        return False
    if label.start() > 12 and len(text) > 80:
        return True
    if before and _last_word(before) == value.partition(" ")[0].lower():
        return True  # step by step
    if not label[0].startswith("by") or not before[-1:].isalpha():
        return False
    return value[:1].islower() or " " not in value.strip()  # costs by breed, Recycle by City


def _in_small(text: str) -> str:
    """The line in small letters, each where it was."""
    return text.replace("İ", "i").lower()  # it alone would become two


def _lone_label(text: str) -> re.Match[str] | None:
    """The line is a label and nothing else."""
    return _LONE.fullmatch(_in_small(text).strip(f"{GAP} ")) if _LABEL_WORDS.are_in(text) else None


def _role(match: re.Match[str]) -> str:
    return next(role for role in _WORDS if match[role])


def first_value(text: str) -> str:
    """A label's own value: up to a date or a piece that neither begins nor follows with a conjunction."""
    date = find_date(text)
    if date is not None:
        text = _BEFORE_DATE.sub("", text[: date.start()])
    if preposition := _PREPOSITION.match(text):
        text = text[preposition.end() :]
    pieces = [piece for piece in _APART.split(text) if piece.strip(_BLANK)]
    value = pieces[0] if pieces else ""
    for previous, piece in pairwise(pieces):
        if not (_CONTINUES.search(piece) or _IS_CONTINUED.search(previous)):
            break
        value += " " + piece
    value = value.strip(" (（[【")
    return _up_to_lone_bracket(value).strip() if _CLOSING_BRACKET.search(value) else value


def _up_to_lone_bracket(value: str) -> str:
    """The value before a bracket that closes what was opened before it: 【来源：示例报（海外版）】."""
    for closing in _CLOSING_BRACKET.finditer(value):
        before = value[: closing.start()]
        if closing[0] in _SQUARE or len(_OPENING_BRACKET.findall(before)) == len(
            _CLOSING_BRACKET.findall(before)
        ):
            return before
    return value


def _without_brackets(source: str) -> str:
    """An outlet's name out of the brackets around it, with those that are within: 《财经》杂志, 新华网（北京）."""
    source = source.strip(" :：·|")
    opening, closing = _OPENING_BRACKET.findall(source), _CLOSING_BRACKET.findall(source)
    is_around = len(opening) == 1 and _OPENING_BRACKET.match(source) and _CLOSING_BRACKET.match(source[-1])
    return source.strip(" :：[]【】()（）《》·|") if is_around or len(opening) != len(closing) else source


def _note(line: Line, role: str, value: str) -> None:
    if not value or role in ("date", "other"):
        return
    if role == "source":
        source = _without_brackets(_AFTER_SOURCE.split(value, maxsplit=1)[0])
        outlet, _, writer = source.partition(" ")
        if names.is_organisation(outlet) and names.is_han_name(writer) and not names.is_place(writer):
            source = outlet
            line.persons.append(Person(name=writer, role="author"))
        if 2 <= len(source) <= 40 and line.source is None and source not in _NO_SOURCES:
            line.source = source
    elif role == "category":
        line.category = line.category or value[:60]
    elif len(value) <= 200:
        value = _END_OF_NAMES.split(value, maxsplit=1)[0]
        is_uploader = role == "uploader"
        role = "author" if is_uploader else role
        found = (name for name in names.split(value) if is_credible(name, value, role))
        persons = line.uploaders if is_uploader else line.persons
        persons += [Person(name=name, role=role) for name in found]


def is_credible(name: str, value: str, role: str = "author") -> bool:
    """What follows a label in running text (`是作者在移动支付普及的`, `caused by using an iron`) is no name."""
    if not name.isascii() and _NO_NAME.search(name):
        return False
    if re.match(f"[{names.HAN}]", name):
        if names.is_han_name(name) or (role != "author" and "·" in name):
            return True
        if role in ("photographer", "illustrator", "translator"):
            return False  # 图：统计数据走势, 翻译/赏析
        return len(name) <= (12 if role == "author" else 6) and not _FUNCTION.search(name)
    if role != "author" and re.search(r"\d", name):
        return False  # an editor's number in the newsroom's system: NF041
    if " " in name and name.partition(" ")[0].isdecimal():
        return False  # won by 128 runs
    if not name[0].islower() or (len(value) <= 30 and role != "author"):
        return True
    return " " not in name and len(value) - len(name) < _SHORT  # not: By clicking and subscribing, you agree


def value_for(role: str, text: str, links: Collection[str] = ()) -> Line:
    """A line that is the value of the label on the line before, unless it has labels of its own."""
    line = read(text, links)
    if line.labels:
        return line
    _note(line, role, first_value(text))
    return line


def find_reprint(text: str) -> re.Match[str] | None:
    """The words that say which account a text first appeared in; most lines have none."""
    return _REPRINT.search(text) if _ACCOUNT in text else None


def begins_with_author(text: str) -> bool:
    """The line begins with a label that can only announce this page's author."""
    return _BEGINS_WITH_AUTHOR.match(text) is not None


def begins_with_editor(text: str) -> bool:
    """The line begins with a label that announces somebody also where all of it is a link: `责任编辑：X`."""
    return _BEGINS_WITH_EDITOR.match(text) is not None


def begins_with_signature(text: str) -> bool:
    """The line begins with a label that, below a text, announces who wrote it: `撰稿：X 审核：Y`."""
    return _BEGINS_WITH_SIGNATURE.match(text) is not None


def begins_with_spoken_label(text: str) -> bool:
    """The line begins with a label that needs no mark."""
    return text.startswith(_SPOKEN_BEGIN) and _SPOKEN.match(text.partition(GAP)[0]) is not None


def begins_with_credit(text: str) -> bool:
    """The line begins with an agency's credits, which its text ends with."""
    return _CREDIT.match(text.lstrip("( ")[:_CREDIT_LENGTH].lower()) is not None


def begins_with_label(text: str) -> bool:
    """The line begins with a label of any role."""
    return _LABEL.match(_in_small(text.lstrip(f"{GAP} "))) is not None


def begins_with_posted(text: str) -> bool:
    """The line begins as those do that say when and by whom a text was posted, however long they go on."""
    return _BEGINS_WITH_POSTED.match(text) is not None
