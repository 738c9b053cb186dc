"""The ways to write a day, each a pattern with what it means."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aggregator.dates import abroad
from aggregator.dates.words import DAYTIME, MONTH, MONTHS, NEAR_DAYS, WEEKDAY, WEEKDAYS, any_of
from aggregator.signs import Words, has_digit

EARLIEST = date(1995, 1, 1)
"""Nothing on the web is older; earlier dates are about something else."""
LEEWAY = timedelta(days=2)
"""How far ahead of the fetch a date may lie: clocks run wrong, and the world has 26 hours of zones."""
ONE_ZONE = {
    "zh": 8, "ja": 9, "ko": 9, "th": 7, "vi": 7, "gu": 5.5, "hi": 5.5, "kn": 5.5, "ml": 5.5, "mr": 5.5, "ta": 5.5, "te": 5.5,
}  # fmt: skip
"""Languages written (nearly) all in one zone, with its hours east: a bare time in them is an instant."""
_ONE_PLACE = {"fa": "Asia/Tehran", "tr": "Europe/Istanbul"}
"""Those whose one zone has had other hours."""
DAY_FIRST_ENGLISH = frozenset(
    {"en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za", "en-sg", "en-hk", "en-my"}
)


def default_zone(language: str | None) -> tzinfo | None:
    """The zone a bare time in `language` is in. None: the language does not say."""
    name = (language or "")[:2].lower()
    if name in _ONE_PLACE:
        return _zone_of(_ONE_PLACE[name])
    hours = ONE_ZONE.get(name)
    return None if hours is None else timezone(timedelta(hours=hours))


@cache
def _zone_of(place: str) -> tzinfo | None:
    """The place's zone. None: this machine has no data of zones."""
    try:
        return ZoneInfo(place)
    except ZoneInfoNotFoundError:
        return None


@dataclass(frozen=True)
class Context:
    now: datetime
    language: str
    zone: tzinfo | None

    @classmethod
    @lru_cache(maxsize=16)  # all lines of a page are read in one
    def of(cls, now: datetime, language: str | None, zone: tzinfo | None) -> Context:
        if now.tzinfo is None:
            now = now.replace(tzinfo=UTC)
        zone = zone or default_zone(language)
        return cls(now.astimezone(zone) if zone else now, (language or "").replace("_", "-").lower(), zone)

    @property
    def is_chinese(self) -> bool:
        return self.language[:2] in ("zh", "")

    def allows(self, value: datetime | date) -> bool:
        """`value` is neither too old nor in the future."""
        if isinstance(value, datetime):
            return value.date() >= EARLIEST and value <= self.now + LEEWAY
        return EARLIEST <= value <= (self.now + LEEWAY).date()

    def without_year(self, month: int, day: int) -> date | None:
        """The latest such day that is not in the future; 29 February may lie eight years back."""
        for year in range(self.now.year + 1, self.now.year - 9, -1):
            found = day_of(year, month, day)
            if found and self.allows(found):
                return found
        return None


_NUMERALS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"两": 2, "兩": 2}


def number(text: str) -> int:
    """A number in Arabic or Chinese digits: 12, 十二, 二十三, 二〇二六."""
    if text.isdecimal():
        return int(text)
    if text.startswith("一百"):
        return 100 + number(text[2:].lstrip("〇") or "〇")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_NUMERALS.get(tens, 1) * 10) + _NUMERALS.get(ones, 0)
    return int("".join(str(_NUMERALS.get(sign, 0)) for sign in text) or "0")


def day_of(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_Y = r"(?P<y>(?:19|20)\d\d)"
_M = r"(?P<m>1[0-2]|0?[1-9])"
DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])"
_END = r"(?:(?!\d)(?![-/.]\d+(?![\d:]))|(?=[0-2]\d:\d\d))"
"""After a day's number: no digit (unless the time is glued to it), no further part as in versions and ids."""
_START = r"(?<![\d$¥€£#])(?<!\d[-/.,:])(?<!\bv)(?<!\bv\.)"
_CN = r"[〇一二三四五六七八九十]"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_NAME = rf"(?:(?<![^\W\d_])|(?-i:(?<=[a-z])(?=[A-Z])))(?P<name>{MONTH})\.?(?![^\W\d_])"
_OF = r"(?:[\s,./-]|\b(?:of|de|del)\b){0,6}"
_LONGEST_GAP = 20
"""Characters between a day's number and its month: an ordinal's ending and so many signs and words."""

_Groups = dict[str, str]
_Builder = Callable[[_Groups, Context], "date | None"]


def _year_month_day(found: _Groups, context: Context) -> date | None:
    return day_of(number(found["y"]), number(found["m"]), number(found["d"]))


def _era(found: _Groups, context: Context) -> date | None:
    first = {"民": 1911, "令": 2018, "平": 1988}[found["era"][0]]
    year = 1 if found["y"] == "元" else number(found["y"])
    return day_of(first + year, number(found["m"]), number(found["d"]))


def _republic(found: _Groups, context: Context) -> date | None:
    """A bare year like 115 counts from 1911 only in traditional Chinese."""
    if not context.language.startswith(("zh-hant", "zh-tw")):
        return None
    return day_of(1911 + int(found["y"]), int(found["m"]), int(found["d"]))


def _month_day(found: _Groups, context: Context) -> date | None:
    return context.without_year(number(found["m"]), number(found["d"]))


def _chinese_month_day(found: _Groups, context: Context) -> date | None:
    return _month_day(found, context) if context.is_chinese else None


def _named(found: _Groups, context: Context) -> date | None:
    month = _month(found["name"].lower().rstrip("."), context)
    if year := found.get("y"):
        return day_of(_century(int(year), context), month, int(found["d"]))
    return context.without_year(month, int(found["d"]))


def _month(name: str, context: Context) -> int:
    """The number of a month; Croatian calls October what Polish calls November."""
    return 10 if name == "listopada" and context.language[:2] in ("hr", "bs") else MONTHS[name]


def _century(year: int, context: Context) -> int:
    """A year of two digits is the latest that has begun or is next."""
    if year >= 100:
        return year
    return 2000 + year if 2000 + year <= context.now.year + 1 else 1900 + year


def _ambiguous(found: _Groups, context: Context) -> date | None:
    """`03/11/2026`: by what is possible, then by the language; never by a coin."""
    first, second = int(found["a"]), int(found["b"])
    year = _century(int(found["y"]), context)
    day_first, month_first = day_of(year, second, first), day_of(year, first, second)
    if found["sep"] == ".":
        return day_first
    if not (day_first and month_first) or day_first == month_first:
        return day_first or month_first
    if not context.allows(month_first) or not context.language:
        return None if context.allows(month_first) else day_first
    is_month_first = context.language.startswith(("en", "zh")) and context.language not in DAY_FIRST_ENGLISH
    return month_first if is_month_first else day_first


def _dotted(found: _Groups, context: Context) -> date | None:
    """`2.11.22` and `2. 11. 2022` are dates where days are written so, and versions and lists elsewhere."""
    if context.language[:2] not in _DOTTED:
        return None
    return day_of(_century(int(found["y"]), context), int(found["m"]), int(found["d"]))


def _short_year_first(found: _Groups, context: Context) -> date | None:
    """`26-11-03`, the order of Chinese, Japanese and Korean."""
    if context.language[:2] not in ("zh", "ja", "ko"):
        return None
    return day_of(_century(int(found["y"]), context), int(found["m"]), int(found["d"]))


def _abroad(found: _Groups, context: Context) -> date | None:
    """`6 มี.ค. 2567`, `۱۶ اسفند ۱۴۰۲`, `6 במרץ 2024`."""
    month, year, day = abroad.month(found["name"]), int(found["y"]), int(found["d"])
    if month is None:
        return None
    if abroad.is_solar(found["name"]):
        return abroad.solar(year, month, day)
    full = abroad.year_of(year, found["name"], context.now.year)
    return None if full is None else day_of(full, month, day)


def _solar(found: _Groups, context: Context) -> date | None:
    """`1402/12/16`, as Persian has it."""
    if context.language[:2] != "fa":
        return None
    return abroad.solar(int(found["y"]), int(found["m"]), int(found["d"]))


def _week_date(found: _Groups, context: Context) -> date | None:
    try:
        return date.fromisocalendar(int(found["y"]), int(found["week"]), int(found["d"]))
    except ValueError:
        return None


def _near_day(found: _Groups, context: Context) -> date | None:
    return context.now.date() - timedelta(days=NEAR_DAYS[found["near"].lower()])


def _weekday(found: _Groups, context: Context) -> date | None:
    """`上周五` is of the week before this one, which starts on Monday; a bare `周五` or `Friday` is the latest."""
    today = context.now.date()
    wanted = WEEKDAYS[found["weekday"].lower()]
    which = (found["which"] or "").lower()
    if which in ("上", "上个", "上個"):
        return today - timedelta(days=today.weekday() + 7 - wanted)
    back = (today.weekday() - wanted) % 7
    return today - timedelta(days=back or (7 if which == "last" else 0))


_DOTTED = frozenset(
    {"de", "da", "nb", "no", "fi", "pl", "cs", "sk", "ru", "uk", "tr", "ro", "hr", "he", "sl", "sr", "bs"}
)


@dataclass(frozen=True)
class _Form:
    """One way to write a day."""

    pattern: re.Pattern[str]
    build: _Builder
    needs: str
    """What a text must have for a look to be worth it: one of what `has` finds."""
    bare: bool
    begins: str
    """What stands first, of what `starts_of` tells: a search is slow."""

    def find(self, text: str, starts: dict[str, list[int]]) -> Iterable[re.Match[str]]:
        """Where the form stands in `text`, given where names of months and numbers begin."""
        if self.begins == "anywhere":
            return self.pattern.finditer(text)
        match = self.pattern.match
        return [found for place in starts[self.begins] if (found := match(text, place))]


def _form(needs: str, begins: str, pattern: str, build: _Builder, *, bare: bool = False) -> _Form:
    return _Form(re.compile(pattern, re.I), build, needs, bare, begins)


FORMS = (
    _form(
        "year", "year", rf"{_START}{_Y}\s?(?P<sep>[-/._–—])\s?{_M}\s?(?P=sep)\s?{DAY}{_END}", _year_month_day
    ),
    _form(
        "han",
        "anywhere",
        rf"(?<!\d)(?:{_Y}|(?P<cy>{_CN}{{4}}))\s*[年년]\s*(?P<m>\d{{1,2}}|{_CN}{{1,3}})\s*[月월]\s*"
        rf"(?P<d>\d{{1,2}}|{_CN}{{1,3}})(?!\d)\s*[日号號일]?",
        lambda found, context: _year_month_day(found | {"y": found["y"] or found["cy"]}, context),
    ),
    _form(
        "han",
        "anywhere",
        rf"(?P<era>民[国國]|令和|平成)\s*(?P<y>\d{{1,3}}|元|一百{_CN}{{1,3}}|{_CN}{{1,3}})\s*[年./-]\s*(?P<m>\d{{1,2}}|{_CN}{{1,3}})"
        rf"\s*[月./-]\s*(?P<d>\d{{1,2}}|{_CN}{{1,3}})(?!\d)\s*[日号號]?",
        _era,
    ),
    _form(
        "pair",
        "year",
        r"(?<![\d.])(?P<y>1\d\d)(?P<sep>[-/.])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?![\d.])",
        _republic,
        bare=True,
    ),
    _form("han", "anywhere", r"(?<!\d)(?P<y>1\d\d)\s?年\s?(?P<m>\d\d?)\s?月\s?(?P<d>\d\d?)\s?日", _republic),
    # WordPress in Chinese with an English date format: `11 月 3, 2026`, `十一月 3, 2026`, `3 11 月, 2026`.
    # Behind 日 a comma ends the date: `11月3日，2026年计划公布`.
    _form(
        "han",
        "anywhere",
        rf"(?<![\d年])(?P<m>\d{{1,2}}|{_CN}{{1,2}})\s?月\s*{DAY}(?:st|nd|rd|th)?\s*,\s*{_Y}(?!\d)",
        _year_month_day,
    ),
    _form(
        "han",
        "anywhere",
        rf"(?<!\d){DAY}(?:st|nd|rd|th)?\s+(?P<m>\d{{1,2}}|{_CN}{{1,2}})\s?月\s*,?\s*{_Y}(?!\d)",
        _year_month_day,
    ),
    _form(
        "abroad",
        "anywhere",
        rf"(?<!\d){DAY}\s*(?:ב-?|من\s)?\s*(?P<name>{abroad.NAME})(?:\s*/\s*{abroad.NAME})?"
        r"[\s,،/-]*(?:พ\.?ศ\.?\s*)?(?P<y>\d{4}|\d\d)(?![\d:])",
        _abroad,
    ),
    _form("abroad", "anywhere", rf"(?P<name>{abroad.NAME})\s+{DAY}[\s,،]+(?P<y>\d{{4}})(?![\d:])", _abroad),
    _form(
        "pair",
        "year",
        r"(?<![\d.])(?P<y>1[34]\d\d)(?P<sep>[-/])(?P<m>\d\d?)(?P=sep)(?P<d>\d\d?)(?![\d/-])",
        _solar,
    ),
    _form("month", "short", rf"(?<!\d){DAY}{_ORDINAL}{_OF}{_NAME}{_OF}(?P<y>(?:19|20)\d\d)(?!\d)", _named),
    _form("month", "name", rf"{_NAME}[\s/-]*{DAY}(?:st|nd|rd|th)?[\s,/-]+(?P<y>(?:19|20)\d\d)(?!\d)", _named),
    _form("month", "year", rf"(?<!\d){_Y}[\s,./-]+(?:m\.\s*)?{_NAME}[\s,./-]+{DAY}(?!\d)", _named),
    _form("month", "short", rf"(?<!\d){DAY}[\s-]{_NAME}[\s-]'?(?P<y>\d\d)(?![\d:])", _named, bare=True),
    _form("month", "name", rf"{_NAME}\s{DAY}(?:st|nd|rd|th)?,?\s'?(?P<y>\d\d)(?![\d:])", _named, bare=True),
    _form(
        "year",
        "part",
        rf"{_START}(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d.])",
        _ambiguous,
    ),
    _form(
        "pair",
        "part",
        rf"{_START}(?P<a>\d{{1,2}})(?P<sep>[/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d\d)(?![\d./-])",
        _ambiguous,
        bare=True,
    ),
    # Amid other words `on` or a time beside it says that it is a date: `on 17/10/12`, `11/18/19 11:04 PM`.
    _form(
        "pair",
        "part",
        r"(?<![\d$¥€£#])(?P<on>(?<=\bon\s))?(?P<a>\d{1,2})(?P<sep>/)(?P<b>\d{1,2})/(?P<y>\d\d)(?![\d./-])"
        r"(?(on)|(?=,?\s+(?:at\s)?\d{1,2}:\d\d))",
        _ambiguous,
    ),
    _form(
        "pair",
        "part",
        rf"{_START}(?P<y>\d\d)(?P<sep>[-/.])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?![\d./-])",
        _short_year_first,
        bare=True,
    ),
    _form("pair", "part", rf"(?<![\d.]){DAY}\.\s?{_M}\.\s?(?P<y>(?:19|20)?\d\d)(?!\d|\.\d)", _dotted),
    _form("year", "year", rf"(?<!\d){_Y}-W(?P<week>\d\d)-(?P<d>[1-7])(?!\d)", _week_date),
    _form(
        "han",
        "anywhere",
        rf"(?<![\d年])(?<!年\s)(?P<m>\d{{1,2}}|{_CN}{{1,3}})\s?[月월]\s?(?P<d>\d{{1,2}}|{_CN}{{1,3}})\s?[日号號일]",
        _month_day,
    ),
    _form("month", "name", rf"{_NAME}\s*{DAY}(?:st|nd|rd|th)?(?!\d|[\s,]+'?\d\d)", _named, bare=True),
    _form(
        "month",
        "short",
        rf"(?<![\d.]){DAY}{_ORDINAL}\s+(?:of\s+|de\s+)?{_NAME}(?![\s,.]*'?\d\d(?!:))",
        _named,
        bare=True,
    ),
    _form(
        "pair", "part", rf"{_START}(?P<m>\d\d?)[-/](?P<d>\d\d?)(?=\s*[0-2]?\d:[0-5]\d)", _chinese_month_day
    ),
    _form(
        "pair",
        "part",
        r"(?<![\d.,:/$¥-])(?P<m>\d\d)(?P<sep>[-/])(?P<d>\d\d)(?![\d/.-])",
        _chinese_month_day,
        bare=True,
    ),
    _form(
        "word",
        "anywhere",
        rf"(?<![^\W\d_])(?P<near>{'|'.join(NEAR_DAYS)})(?=\s*(?:at\s*)?,?\s*(?:{DAYTIME})?\s*\d{{1,2}}\s?[:点點时時ap])",
        _near_day,
    ),
    _form(
        "word", "anywhere", rf"(?<![^\W\d_])(?P<near>{'|'.join(NEAR_DAYS)})(?![a-z])", _near_day, bare=True
    ),
    _form(
        "word",
        "anywhere",
        rf"(?<![^\W\d_])(?P<which>上[个個]?|[本这這]|last|on)?\s*(?P<weekday>{WEEKDAY})(?![a-z])",
        _weekday,
        bare=True,
    ),
)


@cache
def forms_of(families: frozenset[str]) -> tuple[_Form, ...]:
    """The forms worth trying on a text that has what these families need."""
    return tuple(form for form in FORMS if form.needs in families)


DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTING = ("-", "/", ".")
_PAIR = re.compile(r"\d\s?[-/.]\s?\d")
_WORDS = re.compile(r"[A-Z]?[^\W\d_A-Z]{2,}|[A-ZÀ-ÖØ-ÞĀ-ſ]{3,}")
_ASCII_WORDS = re.compile(r"[A-Z]?[a-z]{2,}|[A-Z]{3,}")
"""The same, for what it is the same for: twice as fast."""
_HAN_SIGNS = ("年", "月", "년", "월", "民国", "民國", "令和")
_DAY_SIGNS = ("周", "週", "昨", "今", "星期", "礼拜", "禮拜", "前天", "曜日", "요일", "어제", "오늘")
_AGO_SIGNS = ("前", "전", "刚", "剛", "방금")
_DAY_WORDS = frozenset(word for word in (*WEEKDAYS, *NEAR_DAYS) if word.isascii())
_AGO_WORDS = frozenset({"ago", "now"})
_HAN, _DAY, _AGO = (re.compile(any_of(signs)) for signs in (_HAN_SIGNS, _DAY_SIGNS, _AGO_SIGNS))
_WITHOUT_DIGIT = Words(
    _DAY_WORDS | _AGO_WORDS, frozenset(sign[0] for sign in (*_HAN_SIGNS, *_DAY_SIGNS, *_AGO_SIGNS))
)
"""What a date begins with or has if it has no digit; found inside of words too."""
_NAMES = Words(
    (word for word in {*MONTHS, *_DAY_WORDS, *_AGO_WORDS} if word.isascii()),
    frozenset(letter for month in MONTHS for letter in month + month.upper() if not letter.isascii()),
)
"""One of these is in every text that names a month, or a day in ASCII; found inside of words too."""


def starts_of(text: str, families: frozenset[str]) -> dict[str, list[int]]:
    """Where what a date may begin with stands, by what it is; what stands nowhere is left out.

    `name`: a word that is a month's name. `short`: a number of one or two digits with such a name close behind it.
    `part`: one with a sign right behind it that parts numbers. `year`: a number as long as a year. `long`: one as
    long as a day with its time. `anywhere`: any place, for the forms that are searched for.
    """
    starts: defaultdict[str, list[int]] = defaultdict(list, anywhere=[])
    names: list[int] = []
    if "month" in families:
        words = (_ASCII_WORDS if text.isascii() else _WORDS).finditer(text)
        names = starts["name"] = [word.start() for word in words if word[0].lower() in MONTHS]
    for found in _NUMBER.finditer(text):
        start, end = found.span()
        if end - start <= 2:
            if names and any(end <= name <= end + _LONGEST_GAP for name in names):
                starts["short"].append(start)
            if text.startswith(_PARTING, end):
                starts["part"].append(start)
        elif end - start <= 4:
            starts["year"].append(start)
        elif end - start >= 8:
            starts["long"].append(start)
    return starts


def may_be_in(text: str) -> bool:
    """The text has something that a date needs, so that `has` and a look are worth it. Most lines have nothing."""
    return has_digit(text) or _WITHOUT_DIGIT.are_in(text)


def has(text: str) -> frozenset[str]:
    """Which families of forms are worth trying, `ago` for spans of time."""
    words: set[str] = set()
    if _NAMES.are_in(text):
        words.update(map(str.lower, (_ASCII_WORDS if text.isascii() else _WORDS).findall(text)))
    found = set()
    if not _DAY_WORDS.isdisjoint(words):
        found.add("word")
    if not _AGO_WORDS.isdisjoint(words):
        found.add("ago")
    if has_digit(text):
        if _YEAR.search(text):
            found.add("year")
        if _PAIR.search(text):
            found.add("pair")
        if not MONTHS.keys().isdisjoint(words):
            found.add("month")
        if not text.isascii() and abroad.SCRIPTS.search(text):
            found.add("abroad")
    if not text.isascii():
        if _HAN.search(text):
            found.add("han")
        if _DAY.search(text):
            found.add("word")
        if _AGO.search(text):
            found.add("ago")
    return frozenset(found)
