"""Plain text: cleaning it for the reader, folding it for comparison, counting its words."""

from __future__ import annotations

import html
import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import Final

from aggregator.variants import SIMPLIFIED, TRADITIONAL

CJK: Final = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u309d-\u30fa\u30fc-\u30ff\u3105-\u318e"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f"
    "\U00016fe0-\U00016fff\U0001b000-\U0001b16f\U00020000-\U0003fffd"
)
"""For use inside a character class: Han, Kana, Bopomofo and Hangul; compared character by character."""

UNSPACED: Final = "\u0e00-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaa7f"
"""For use inside a character class: Thai, Lao, Tibetan, Burmese, Khmer, Tai: words without spaces between."""

_UNSPACED_WORD: Final = 4
"""Letters in a word of an unspaced script, on average; without a dictionary its words are only estimated."""

MARKS: Final = "".join(
    chr(code) for code in range(0x0300, 0x20F1) if unicodedata.category(chr(code)).startswith("M")
)
"""Vowel signs and accents: parts of words, though `\\w` leaves most of them out."""

WORD: Final = rf"[^\W_{CJK}](?:[^\W_{CJK}]|[{MARKS}]|['’](?=[^\W\d_{CJK}]))*"
"""Pattern of a word in a script with spaces, the apostrophe inside it included."""


# Cleaning: what a reader cannot see or does not need goes, everything else stays as the page has it.

_LINE_END = re.compile("\r\n?|[\v\f\x1c-\x1e\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f"  # control characters other than tab and line end
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffc"
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use: glyphs of icon fonts
    "\ufdd0-\ufdef\ufffe\uffff]"
)
_TAG = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e00ff]")
"""Tag characters spell the flags of England, Scotland and Wales; anywhere else they only hide text."""

_SHAPED: Final = "\u0600-\u08ff\u0900-\u109f\u1780-\u18af\u1b00-\u1c4f\ua840-\uabff"
_EMOJI: Final = "\u00a9\u00ae\u203c-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
STRAY_JOINER: Final = re.compile(f"(?<![{_SHAPED}{_EMOJI}])[\u200c\u200d]")
"""Joiners shape Arabic and Indic letters and build emoji; behind any other character they are residue."""

_INDENT = re.compile(r"[ \t]*(?=\S)")

_C1 = re.compile("[\x80-\x9f]")
_WINDOWS: Final = {
    chr(code): bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(0x80, 0xA0)
}

_ENCODED_TWICE = re.compile("\u00e2[\x80-\x9f][\x80-\xbf]|\u00f0\x9f[\x80-\xbf]{2}")
"""UTF-8 of punctuation, symbols and emoji, each byte a character. Of other letters accents and quotes may look so."""


def without_c1(text: str) -> str:
    """`text` with what the control characters U+0080 to U+009F are residue of: no page means them.

    A piece was encoded in UTF-8 twice, or text in Windows-1252 was taken for Latin-1; HTML reads `&#146;` as the latter.
    """
    if text.isascii() or not _C1.search(text):
        return text
    text = _ENCODED_TWICE.sub(lambda match: match[0].encode("latin-1").decode("utf-8", "replace"), text)
    return _C1.sub(lambda match: _WINDOWS[match[0]], text)


def clean(text: str) -> str:
    """`text` in NFC, one block a line, without what cannot be seen; cleaning twice changes nothing.

    Spaces inside a line and the indentation of code are the author's and stay.
    """
    text = _LINE_END.sub("\n", without_c1(text))
    if _SURROGATE.search(text):  # a pair that arrived in two halves is one character, a lone half is none
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = _INVISIBLE.sub("", text)
    text = _TAG.sub(lambda match: match[1] or "", text)
    text = STRAY_JOINER.sub("", unicodedata.normalize("NFC", text))
    text = unicodedata.normalize("NFC", text)  # marks may have become neighbours
    return "\n".join(line for line in map(_trimmed, text.split("\n")) if line)


def _trimmed(line: str) -> str:
    """`line` without spaces at its ends, but for plain indentation, as code has it."""
    indent = _INDENT.match(line)
    return line.rstrip() if indent else line.strip()


def _phrases(lines: str) -> frozenset[str]:
    """The phrases of a list, several a line with `|` between them."""
    return frozenset(
        phrase.strip() for line in lines.splitlines() for phrase in line.split("|") if phrase.strip()
    )


_PROMPTS: Final = _phrases(
    """
    点击查看 | 点击查看更多 | 点击查看全文 | 点击查看原文 | 点击查看详情 | 点击进入 | 点击这里 | 点击此处
    查看更多 | 查看全文 | 查看原文 | 查看详情 | 返回搜狐查看更多 | 阅读全文 | 阅读原文 | 阅读更多
    点击阅读全文 | 点击阅读原文 | 展开全文 | 点击展开全文 | 展开阅读全文 | 收起全文 | 了解更多
    点击了解更多 | 更多精彩 | 更多精彩内容 | 分享 | 分享到 | 分享至 | 一键分享 | 分享本文 | 分享给好友
    收藏 | 点赞 | 打赏 | 转发 | 举报 | 打印 | 打印本页 | 关闭窗口 | 复制链接 | 返回顶部 | 回到顶部
    返回首页 | 返回列表 | read more | continue reading | keep reading | read full article
    read the full article | read full story | read the full story | click here | click to read more
    click to expand | click to enlarge | view more | show more | see more | load more | learn more
    find out more | share | share this | share this article | share this story | share this post
    share this page | share on facebook | share on twitter | share on x | share on linkedin
    share on whatsapp | share via email | tweet | tweet this | pin it | email this | print this page
    print this article | copy link | bookmark | back to top | return to top | skip to content
    """
)
"""Lines that are buttons and not text; asked of whole lines only, without punctuation and case."""

_NOT_WORDS = re.compile(rf"[^\w{MARKS}]+")


def clean_line(text: str) -> str:
    """`clean(text)` on one line, each run of blanks one space."""
    return " ".join(clean(text).split())


def clean_body(text: str, title: str | None = None) -> str:
    """`clean(text)` without the title repeated at its start and without lines that are buttons."""
    lines = [line for line in clean(text).split("\n") if _plain_key(line, " ") not in _PROMPTS]
    heading = _plain_key(title or "", "")
    while heading and len(lines) > 1 and _plain_key(lines[0], "") == heading:
        del lines[0]
    return "\n".join(lines)


def _plain_key(line: str, gap: str) -> str:
    """`line` folded to its letters and digits, runs of anything else replaced by `gap`."""
    if not gap and len(line) > 400:  # no title is as long
        return line
    return _NOT_WORDS.sub(gap, unicodedata.normalize("NFKC", line).casefold()).strip()


_ANY_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


def plain(text: str) -> str:
    """`text` with entities (also escaped twice), tags and runs of space undone."""
    if "&" in text:
        text = html.unescape(html.unescape(text))
    if "<" in text:
        text = _ANY_TAG.sub(" ", text)
    return " ".join(text.split())


# Folding: every way of writing one thing becomes one way. Only ever for comparison.

_SIGNS: Final = bytes(sign for sign in range(128) if not chr(sign).isalnum())


@lru_cache(5_000)  # titles and names are compared in many ways
def letters_and_digits(text: str) -> str:
    """`text` in NFKC and lower case without anything else."""
    if text.isascii():
        return text.lower().encode().translate(None, _SIGNS).decode()
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).lower()))


_FOLD: Final = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True)) | dict.fromkeys("’‘", "'")
_FOLDED = re.compile(
    f"[{TRADITIONAL}’‘\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe0e\ufe0f\ufeff]"
)
"""A search is several times faster than `str.translate`, as most characters stay what they are."""

_MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>|<!--.{0,300}?-->", re.DOTALL)
_ADDRESS = re.compile(r"\]\(https?:[^)\s]*\)|https?://[!-~]+")
_SPACE = re.compile(r"\s+")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_CHINESE_NUMBER = re.compile("[〇零一二三四五六七八九十两][〇零一二三四五六七八九十百千万亿两]*")
_PERCENT_OF = re.compile(r"百分之\s?(\d+(?:\.\d+)?)")
_PERCENT = re.compile(r"(?<=\d) ?(?:%|per ?cent\b)")
_TENTHS = re.compile(r"(?<![\d.])(\d)成(?![为功立本果长员都品绩交就熟年语婚人家])")
_SCALE: Final = {
    "百": 10**2,
    "千": 10**3,
    "万": 10**4,
    "百万": 10**6,
    "千万": 10**7,
    "亿": 10**8,
    "万亿": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_SCALED_PART = re.compile(
    r"(\d{1,15}(?:\.\d{1,9})?) ?(万亿|百万|千万|[亿万千百]|(?:thousand|million|billion|trillion)\b)"
)
_SCALED = re.compile(f"(?:{_SCALED_PART.pattern})+")
_DIGIT: Final = {char: digit for digit, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNIT: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


def comparable(text: str) -> str:
    """`text` folded for comparison: width, case, variants, invisible characters, markup, numbers, addresses.

    七成, 百分之七十, 70 % and 70 percent are `70%`; 1.2万, 一万二千 and 12,000 are `12000`.
    Punctuation stays, any white space is one space.
    """
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _MARKUP.sub(" ", text)
    if "://" in text:
        text = _ADDRESS.sub(" ", text)
    text = unicodedata.normalize("NFKC", text).lower()
    text = _FOLDED.sub(lambda match: _FOLD.get(match[0], ""), text)
    return _with_plain_numbers(_SPACE.sub(" ", text).strip())


def _with_plain_numbers(text: str) -> str:
    """Folded `text` with its numbers in digits, without grouping and scale words."""
    text = _CHINESE_NUMBER.sub(_in_digits, _GROUPED.sub("", text))
    text = _PERCENT.sub("%", _PERCENT_OF.sub(r"\1%", text))
    return _SCALED.sub(_unscaled, _TENTHS.sub(r"\g<1>0%", text))


def _in_digits(match: re.Match[str]) -> str:
    """A Chinese number in digits: 三百二十 by value, 二〇二六 digit by digit."""
    chars = match[0]
    if not _UNIT.keys() & set(chars):
        return "".join(str(_DIGIT[char]) for char in chars)
    total = section = digit = 0
    for char in chars:
        unit = _UNIT.get(char)
        if unit is None:
            digit = _DIGIT[char]
        elif unit < 10**4:
            section += (digit or 1) * unit
            digit = 0
        else:  # 万 and 亿 multiply all that stands before them
            section += digit
            total = (total + section) * unit if total < unit else total + section * unit
            section = digit = 0
    return str(total + section + digit)


def _unscaled(match: re.Match[str]) -> str:
    """A number with its scale words multiplied out: 3亿5000万."""
    value = sum(Decimal(part[1]) * _SCALE[part[2]] for part in _SCALED_PART.finditer(match[0]))
    return str(int(value)) if value == int(value) else format(Decimal(value).normalize(), "f")


# Counting

_COUNTED = re.compile(rf"([{UNSPACED}]+)|[{CJK}]|{WORD}")


def count_words(text: str) -> int:
    """Words of `text`; a Chinese, Japanese or Korean character counts as one."""
    return sum(
        max(1, round(len(match[1]) / _UNSPACED_WORD)) if match[1] else 1 for match in _COUNTED.finditer(text)
    )
