"""Reads dates as people and machines write them, Chinese and English exactly, the rest through dateparser."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from aggregator.date_words import (
    DAYTIME,
    DAYTIMES,
    LABEL,
    MONTH,
    MONTHS,
    NEAR_DAYS,
    UNIT,
    UNITS,
    WEEKDAY,
    WEEKDAYS,
    zone_named,
    zone_names,
)

EARLIEST = date(1995, 1, 1)
"""Nothing on the web is older; earlier dates are about something else."""
LEEWAY = timedelta(days=2)
"""How far ahead of the fetch a date may lie: clocks run wrong, and the world has 26 hours of zones."""
LONGEST = 500
"""Characters looked at; a longer string is prose and not a date."""

ONE_ZONE = {"zh": 8, "ja": 9, "ko": 9, "th": 7, "vi": 7}
"""Languages written (nearly) all in one zone, with its hours east: a bare time in them is an instant."""
DAY_FIRST_ENGLISH = frozenset(
    {"en-gb", "en-au", "en-nz", "en-ie", "en-in", "en-za", "en-sg", "en-hk", "en-my"}
)


@dataclass(frozen=True)
class Hit:
    """A date found in a text."""

    start: int
    end: int
    value: datetime | date
    bare: bool = False
    """It only counts where nothing else stands beside it: `11-03`, `Friday`, `20261103`."""


def parse(
    raw: str, now: datetime, *, language: str | None = None, zone: tzinfo | None = None
) -> datetime | date | None:
    """The date that `raw` gives, relative ones and missing years resolved against `now`.

    A time becomes an aware datetime where its offset is written, is given by `zone`, or follows from the
    language; else the instant is unknown and a plain date is returned. Offsets stay as written. Of several dates
    the first counts, of a range none. None: no date, or one before 1995 or more than two days ahead.
    """
    context = _Context.of(now, language, zone)
    text = _plain(raw)
    if (number := text.strip()).isdecimal() and number.isascii():
        return _from_number(number, context)
    if found := _ISO.fullmatch(text.strip()):
        return _from_iso(found, context)
    hits = _search(text, context)
    if hits:
        return None if _is_range(text, hits) else hits[0].value
    return _ask_dateparser(text, context)


def search(text: str, now: datetime, *, language: str | None = None, zone: tzinfo | None = None) -> list[Hit]:
    """All dates in a short text, in order, by the exact forms alone."""
    return _search(_plain(text), _Context.of(now, language, zone))


def default_zone(language: str | None) -> tzinfo | None:
    """The zone a bare time in `language` is in. None: the language does not say."""
    hours = ONE_ZONE.get((language or "")[:2].lower())
    return None if hours is None else timezone(timedelta(hours=hours))


@dataclass(frozen=True)
class _Context:
    now: datetime
    language: str
    zone: tzinfo | None

    @classmethod
    def of(cls, now: datetime, language: str | None, zone: tzinfo | None) -> _Context:
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
            found = _day(year, month, day)
            if found and self.allows(found):
                return found
        return None


# Text ----------------------------------------------------------------------------------------------

_SAME_LENGTH = str.maketrans(
    "０１２３４５６７８９：／－．，（）　\xa0\u202f\u2009\u2011\u2212\t\n\r零○",
    "0123456789:/-.,()    --   〇〇",
)
_CAN_BE_DATE = re.compile(
    r"\d|[年月天日]|[周週]|星期|礼拜|禮拜|[刚剛]|半|ago|today|yest|now|(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.I,
)


def _plain(raw: str) -> str:
    """`raw` cut to size, full-width signs made plain one for one, so that positions stay."""
    return raw[:LONGEST].translate(_SAME_LENGTH)


_NUMERALS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"两": 2, "兩": 2}


def _number(text: str) -> int:
    """A number in Arabic or Chinese digits: 12, 十二, 二十三, 二〇二六."""
    if text.isdecimal():
        return int(text)
    if text.startswith("一百"):
        return 100 + _number(text[2:].lstrip("〇") or "〇")
    if "十" in text:
        tens, _, ones = text.partition("十")
        return (_NUMERALS.get(tens, 1) * 10) + _NUMERALS.get(ones, 0)
    return int("".join(str(_NUMERALS.get(sign, 0)) for sign in text) or "0")


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# Days ----------------------------------------------------------------------------------------------

_Y = r"(?P<y>(?:19|20)\d\d)"
_M = r"(?P<m>1[0-2]|0?[1-9])"
_D = r"(?P<d>3[01]|[12]\d|0?[1-9])"
_END = r"(?:(?!\d)(?![-/.]\d+(?![\d:]))|(?=[0-2]\d:\d\d))"
"""After a day's number: no digit (unless the time is glued to it), no further part as in versions and ids."""
_START = r"(?<![\d$¥€£#])(?<!\d[-/.,:])(?<!\bv)(?<!\bv\.)"
_CN = r"[〇一二三四五六七八九十]"
_ORDINAL = r"(?:st|nd|rd|th|er|º|ª|\.)?"
_NAME = rf"(?:(?<![^\W\d_])|(?-i:(?<=[a-z])(?=[A-Z])))(?P<name>{MONTH})\.?(?![^\W\d_])"
_OF = r"(?:[\s,./-]|\b(?:of|de|del)\b){0,6}"

_Groups = dict[str, str]
_Builder = Callable[[_Groups, _Context], "date | None"]


def _year_month_day(found: _Groups, context: _Context) -> date | None:
    return _day(_number(found["y"]), _number(found["m"]), _number(found["d"]))


def _era(found: _Groups, context: _Context) -> date | None:
    first = {"民": 1911, "令": 2018, "平": 1988}[found["era"][0]]
    year = 1 if found["y"] == "元" else _number(found["y"])
    return _day(first + year, _number(found["m"]), _number(found["d"]))


def _republic(found: _Groups, context: _Context) -> date | None:
    """A bare year like 115 counts from 1911 only in traditional Chinese."""
    if not context.language.startswith(("zh-hant", "zh-tw")):
        return None
    return _day(1911 + int(found["y"]), int(found["m"]), int(found["d"]))


def _month_day(found: _Groups, context: _Context) -> date | None:
    return context.without_year(_number(found["m"]), _number(found["d"]))


def _chinese_month_day(found: _Groups, context: _Context) -> date | None:
    return _month_day(found, context) if context.is_chinese else None


def _named(found: _Groups, context: _Context) -> date | None:
    month = MONTHS[found["name"].lower().rstrip(".")]
    if year := found.get("y"):
        return _day(_century(int(year), context), month, int(found["d"]))
    return context.without_year(month, int(found["d"]))


def _century(year: int, context: _Context) -> int:
    """A year of two digits is the latest that has begun."""
    if year >= 100:
        return year
    return 2000 + year if 2000 + year <= context.now.year + 1 else 1900 + year


def _ambiguous(found: _Groups, context: _Context) -> date | None:
    """`03/11/2026`: by what is possible, then by the language; never by a coin."""
    first, second = int(found["a"]), int(found["b"])
    year = _century(int(found["y"]), context)
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if found["sep"] == ".":
        return day_first
    if not (day_first and month_first) or day_first == month_first:
        return day_first or month_first
    if not context.allows(month_first) or not context.language:
        return None if context.allows(month_first) else day_first
    is_month_first = context.language.startswith(("en", "zh")) and context.language not in DAY_FIRST_ENGLISH
    return month_first if is_month_first else day_first


def _short_year_first(found: _Groups, context: _Context) -> date | None:
    """`26-11-03`, the order of Chinese, Japanese and Korean."""
    if context.language[:2] not in ("zh", "ja", "ko"):
        return None
    return _day(_century(int(found["y"]), context), int(found["m"]), int(found["d"]))


def _week_date(found: _Groups, context: _Context) -> date | None:
    try:
        return date.fromisocalendar(int(found["y"]), int(found["week"]), int(found["d"]))
    except ValueError:
        return None


def _near_day(found: _Groups, context: _Context) -> date | None:
    return context.now.date() - timedelta(days=NEAR_DAYS[found["near"].lower()])


def _weekday(found: _Groups, context: _Context) -> date | None:
    """`上周五` is of the week before this one, which starts on Monday; a bare `周五` or `Friday` is the latest."""
    today = context.now.date()
    wanted = WEEKDAYS[found["weekday"].lower()]
    which = (found["which"] or "").lower()
    if which in ("上", "上个", "上個"):
        return today - timedelta(days=today.weekday() + 7 - wanted)
    back = (today.weekday() - wanted) % 7
    return today - timedelta(days=back or (7 if which == "last" else 0))


@dataclass(frozen=True)
class _Form:
    """One way to write a day."""

    pattern: re.Pattern[str]
    build: _Builder
    needs: str
    """What a text must have for a look to be worth it: a key of `_has`."""
    bare: bool


def _form(needs: str, pattern: str, build: _Builder, *, bare: bool = False) -> _Form:
    return _Form(re.compile(pattern, re.I), build, needs, bare)


_FORMS = (
    _form("digit", rf"{_START}{_Y}\s?(?P<sep>[-/._–—])\s?{_M}\s?(?P=sep)\s?{_D}{_END}", _year_month_day),
    _form(
        "han",
        rf"(?<!\d)(?:{_Y}|(?P<cy>{_CN}{{4}}))\s*[年년]\s*(?P<m>\d{{1,2}}|{_CN}{{1,3}})\s*[月월]\s*"
        rf"(?P<d>\d{{1,2}}|{_CN}{{1,3}})(?!\d)\s*[日号號일]?",
        lambda found, context: _year_month_day(found | {"y": found["y"] or found["cy"]}, context),
    ),
    _form(
        "han",
        rf"(?P<era>民[国國]|令和|平成)\s*(?P<y>\d{{1,3}}|元|一百{_CN}{{1,3}}|{_CN}{{1,3}})\s*[年./-]\s*(?P<m>\d{{1,2}}|{_CN}{{1,3}})"
        rf"\s*[月./-]\s*(?P<d>\d{{1,2}}|{_CN}{{1,3}})(?!\d)\s*[日号號]?",
        _era,
    ),
    _form(
        "digit",
        r"(?<![\d.])(?P<y>1\d\d)(?P<sep>[-/.])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?![\d.])",
        _republic,
        bare=True,
    ),
    _form("han", r"(?<!\d)(?P<y>1\d\d)\s?年\s?(?P<m>\d\d?)\s?月\s?(?P<d>\d\d?)\s?日", _republic),
    # WordPress in Chinese with an English date format: `11 月 3, 2026`, `十一月 3, 2026`, `3 11 月, 2026`.
    _form(
        "han",
        rf"(?<![\d年])(?P<m>\d{{1,2}}|{_CN}{{1,2}})\s?月\s*{_D}(?:st|nd|rd|th|日)?\s*,\s*{_Y}(?!\d)",
        _year_month_day,
    ),
    _form(
        "han",
        rf"(?<!\d){_D}(?:st|nd|rd|th)?\s+(?P<m>\d{{1,2}}|{_CN}{{1,2}})\s?月\s*,?\s*{_Y}(?!\d)",
        _year_month_day,
    ),
    _form("month", rf"(?<!\d){_D}{_ORDINAL}{_OF}{_NAME}{_OF}(?P<y>(?:19|20)\d\d)(?!\d)", _named),
    _form("month", rf"{_NAME}[\s/-]*{_D}(?:st|nd|rd|th)?[\s,/-]+(?P<y>(?:19|20)\d\d)(?!\d)", _named),
    _form("month", rf"(?<!\d){_Y}[\s,./-]+{_NAME}[\s,./-]+{_D}(?!\d)", _named),
    _form("month", rf"(?<!\d){_D}[\s-]{_NAME}[\s-]'?(?P<y>\d\d)(?![\d:])", _named, bare=True),
    _form("month", rf"{_NAME}\s{_D}(?:st|nd|rd|th)?,?\s'?(?P<y>\d\d)(?![\d:])", _named, bare=True),
    _form(
        "digit",
        rf"{_START}(?P<a>\d{{1,2}})(?P<sep>[-/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>(?:19|20)\d\d)(?![\d.])",
        _ambiguous,
    ),
    _form(
        "digit",
        rf"{_START}(?P<a>\d{{1,2}})(?P<sep>[/.])(?P<b>\d{{1,2}})(?P=sep)(?P<y>\d\d)(?![\d./-])",
        _ambiguous,
        bare=True,
    ),
    _form(
        "digit",
        rf"{_START}(?P<y>\d\d)(?P<sep>[-/.])(?P<m>\d\d)(?P=sep)(?P<d>\d\d)(?![\d./-])",
        _short_year_first,
        bare=True,
    ),
    _form("digit", rf"(?<!\d){_Y}-W(?P<week>\d\d)-(?P<d>[1-7])(?!\d)", _week_date),
    _form(
        "han",
        rf"(?<![\d年])(?<!年\s)(?P<m>\d{{1,2}}|{_CN}{{1,3}})\s?[月월]\s?(?P<d>\d{{1,2}}|{_CN}{{1,3}})\s?[日号號일]",
        _month_day,
    ),
    _form("month", rf"{_NAME}\s*{_D}(?:st|nd|rd|th)?(?!\d|[\s,]+'?\d\d)", _named, bare=True),
    _form(
        "month",
        rf"(?<![\d.]){_D}{_ORDINAL}\s+(?:of\s+|de\s+)?{_NAME}(?![\s,.]*'?\d\d(?!:))",
        _named,
        bare=True,
    ),
    _form("digit", rf"{_START}(?P<m>\d\d?)[-/](?P<d>\d\d?)(?=\s*[0-2]?\d:[0-5]\d)", _chinese_month_day),
    _form(
        "digit",
        r"(?<![\d.,:/$¥-])(?P<m>\d\d)(?P<sep>[-/])(?P<d>\d\d)(?![\d/.-])",
        _chinese_month_day,
        bare=True,
    ),
    _form(
        "word",
        rf"(?<![^\W\d_])(?P<near>{'|'.join(NEAR_DAYS)})(?=\s*(?:at\s*)?,?\s*(?:{DAYTIME})?\s*\d{{1,2}}\s?[:点點时時ap])",
        _near_day,
    ),
    _form("word", rf"(?<![^\W\d_])(?P<near>{'|'.join(NEAR_DAYS)})(?![a-z])", _near_day, bare=True),
    _form(
        "word",
        rf"(?<![^\W\d_])(?P<which>上[个個]?|[本这這]|last|on)?\s*(?P<weekday>{WEEKDAY})(?![a-z])",
        _weekday,
        bare=True,
    ),
)


# The time of day -----------------------------------------------------------------------------------

_CLOCK = rf"""
    (?P<part>{DAYTIME})?\s*
    (?:
        (?P<h>[01]?\d|2[0-4])\s?[:h]\s?(?P<min>[0-5]\d)(?:\s?:\s?(?P<s>[0-5]\d|60)(?:[.,]\d{{1,9}})?)?(?!\d)
      | (?P<h2>[01]?\d)(?:\.(?P<min2>[0-5]\d))?(?=\s?[ap]\.?\s?m\b)
      | (?P<h3>[01]?\d|2[0-4])\s?[时時点點시]
        \s?(?:(?P<min3>[0-5]?\d)\s?[分분]?)?(?:(?P<s3>[0-5]?\d)\s?[秒초])?
    )
    (?:\s?(?P<ampm>[ap])\.?\s?m\b\.?)?
"""
_ZONE = rf"""
    (?:\s*[(\[]?
        (?:(?-i:(?P<zone>{zone_names()}))(?![A-Za-z])|(?P<z>(?<=\d)z\b)|(?P<beijing>北京[时時][间間]))?
        \s?(?P<offset>[+-]\d\d:?\d\d(?![\d:])|[+-]\d{{1,2}}(?![\d:.]))?
    [)\]]?)
"""
_GAP = rf"""
    (?P<gap>[\s.,;|·•@_/:—–~-]{{0,5}}(?:\(?(?:{WEEKDAY}|[一二三四五六日月火水木金土월화수목금토일])\)?[\s,|]*)?
    (?:T(?=\d)|at|um|à|às|alle|ore|a\slas|kl\.?|on|г\.|в)*[\s,:]*)
"""
_TIME_AFTER = re.compile(_GAP + _CLOCK + _ZONE, re.I | re.X)
_TIME_BEFORE = re.compile(
    rf"(?<![\d:.-]){_CLOCK}{_ZONE}[\s,;|·•—–-]*(?:on\s+)?(?:\(?(?:{WEEKDAY})\)?[\s,]*)?\Z", re.I | re.X
)
_TIME_BETWEEN = re.compile(
    rf"(?<![^\W\d_])(?P<name>{MONTH})\s+{_D}\s+{_CLOCK}{_ZONE}\s+(?P<y>(?:19|20)\d\d)(?!\d)", re.I | re.X
)
"""C's and Java's way: `Tue Nov 03 09:12:00 CST 2026`."""


def _clock(found: re.Match[str]) -> tuple[int, time] | None:
    """Days to add (24:00 belongs to the next) and the time of day."""
    hour = int(found["h"] or found["h2"] or found["h3"])
    minute, second = (
        int(found["min"] or found["min2"] or found["min3"] or 0),
        int(found["s"] or found["s3"] or 0),
    )
    half = DAYTIMES.get(found["part"] or "") or (found["ampm"] or "").lower()
    if half == "p" and hour < 12:
        hour += 0 if found["part"] == "中午" and hour > 9 else 12
    elif half == "a" and hour == 12:
        hour = 0
    if hour == 24 and (minute or second):
        return None
    return hour // 24, time(hour % 24, minute, min(second, 59))


def _offset(found: re.Match[str], day: date, context: _Context) -> tzinfo | None:
    """The zone written behind a time. None: nothing there says one."""
    if found["beijing"]:
        return timezone(timedelta(hours=8))
    sign = found["offset"]
    if not sign:
        return (
            UTC
            if found["z"]
            else zone_named(found["zone"], day, is_chinese=context.language.startswith("zh"))
        )
    digits = sign[1:].replace(":", "")
    hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
    if len(digits) == 1 and not found["zone"]:
        return None
    # A minus with a colon behind hours and minutes alone is a span of time: `09:12-10:30`.
    if (
        sign[0] == "-"
        and ":" in sign
        and not found["s"]
        and found.groupdict().get("gap", "") not in ("T", "t")
    ):
        return None
    if hours > 14 or minutes not in (0, 15, 30, 45):
        return None
    return timezone(timedelta(hours=hours, minutes=minutes) * (-1 if sign[0] == "-" else 1))


def _at(day: date, found: re.Match[str], context: _Context) -> datetime | date:
    """`day` with the time beside it, where the time can be placed."""
    clock = _clock(found)
    if clock is None:
        return day
    zone = _offset(found, day, context) or context.zone
    if zone is None:
        return day
    return datetime.combine(day + timedelta(days=clock[0]), clock[1], zone)


# Searching -----------------------------------------------------------------------------------------

_AGO = re.compile(
    rf"""(?<![\d.])(?:
        (?P<n>\d{{1,3}}|[半一二两兩三四五六七八九十]{{1,3}}|\b(?:half\san|an?|one|two|three)\b)
        \s?[个個]?(?P<half>半)?\s?(?P<unit>{UNIT})
        [\s,]*(?:(?:and\s)?(?P<n2>\d{{1,2}})\s?(?P<unit2>分[钟鐘]?|minutes?|mins?|小[时時]|hours?|hrs?))?
        \s?(?:[之以]?前(?![往来來期面提后後])|전|\bago\b)
      | (?P<now>[刚剛][刚剛才]|방금|\bjust\snow\b|\bmoments?\sago\b)
    )""",
    re.I | re.X,
)
_ONE_WORDS = {"a": 1.0, "an": 1.0, "one": 1.0, "two": 2.0, "three": 3.0, "half an": 0.5, "半": 0.5}
_FILLER = re.compile(rf"(?:{LABEL}|{WEEKDAY}|[\W_])*", re.I)
_RANGE = re.compile(r"\s*(?:-|–|—|~|～|〜|至|到|to|until|till|through|bis)+\s*", re.I)
_COMPACT = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)"
    r"T?(?P<h>[01]\d|2[0-3])(?P<min>[0-5]\d)(?P<s>[0-5]\d)?(?:\.\d+)?(?:(?P<z>Z)|(?P<offset>[+-]\d\d:?\d\d))?(?!\d)",
    re.I,
)
"""`20261103T091200Z`; without the T only where nothing stands beside it."""


def _search(text: str, context: _Context) -> list[Hit]:
    """Dates in reading order; where two overlap, the earlier and longer one."""
    if not _CAN_BE_DATE.search(text):
        return []
    found = sorted(
        (hit for hit in _candidates(text, context) if context.allows(hit.value)),
        key=lambda hit: (hit.start, -hit.end),
    )
    hits: list[Hit] = []
    for hit in found:
        if hits and hit.start < hits[-1].end:
            continue
        if hit.bare and not _FILLER.fullmatch(text[: hit.start] + " " + text[hit.end :]):
            continue
        hits.append(hit)
    return hits


_HAN_SIGNS = re.compile("[年月년월]|民[国國]|令和|平成")
_WORDS = re.compile(r"[A-Z]?[^\W\d_A-Z]{2,}|[A-Z]{3,}")
_DAY_WORDS = re.compile(rf"{'|'.join(NEAR_DAYS)}|{WEEKDAY}", re.I)


def _has(text: str) -> dict[str, bool]:
    """Which families of forms are worth trying."""
    return {
        "digit": True,
        "han": _HAN_SIGNS.search(text) is not None,
        "month": any(word.lower() in MONTHS for word in _WORDS.findall(text)),
        "word": _DAY_WORDS.search(text) is not None,
    }


def _candidates(text: str, context: _Context) -> Iterator[Hit]:
    has = _has(text)
    for found in _TIME_BETWEEN.finditer(text) if has["month"] else ():
        if day := _day(int(found["y"]), MONTHS[found["name"].lower()], int(found["d"])):
            yield Hit(found.start(), found.end(), _at(day, found, context))
    for found in _AGO.finditer(text):
        if value := _ago(found, context):
            yield Hit(found.start(), found.end(), value)
    for found in _COMPACT.finditer(text):
        if value := _compact(found, context):
            yield Hit(found.start(), found.end(), value, bare="T" not in found[0].upper())
    for form in _FORMS:
        if has[form.needs]:
            for found in form.pattern.finditer(text):
                if day := form.build(found.groupdict(), context):
                    yield _with_time(text, found, day, context, bare=form.bare)


def _with_time(text: str, found: re.Match[str], day: date, context: _Context, *, bare: bool) -> Hit:
    start, end = found.span()
    if after := _TIME_AFTER.match(text, end):
        return Hit(start, after.end(), _at(day, after, context), bare)
    if before := _TIME_BEFORE.search(text, max(0, start - 40), start):
        return Hit(before.start(), end, _at(day, before, context), bare)
    return Hit(start, end, day, bare)


def _ago(found: re.Match[str], context: _Context) -> datetime | date | None:
    """Seconds to hours give the instant, longer spans the day; months and years as calendars count them."""
    if found["now"]:
        return context.now.replace(microsecond=0)
    count = _ONE_WORDS.get(found["n"].lower()) or float(_number(found["n"]))
    count += 0.5 if found["half"] else 0
    unit = UNITS[found["unit"].lower()]
    if unit == "months" and count == 0.5:
        unit, count = "days", 15
    if unit in ("months", "years"):
        return _months_back(context.now.date(), int(count * (12 if unit == "years" else 1)))
    span = timedelta(**{unit: count})
    if found["n2"]:
        span += timedelta(**{UNITS[found["unit2"].lower()]: int(found["n2"])})
    moment = (context.now - span).replace(microsecond=0)
    return moment if unit in ("seconds", "minutes", "hours") else moment.date()


def _months_back(day: date, months: int) -> date | None:
    """The same day so many months earlier, or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return next(filter(None, (_day(year, month + 1, day.day - less) for less in range(4))), None)


def _is_range(text: str, hits: list[Hit]) -> bool:
    """The first two dates are the ends of one span."""
    return len(hits) > 1 and _RANGE.fullmatch(text, hits[0].end, hits[1].start) is not None


# Machines' forms -----------------------------------------------------------------------------------


_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)?)?", re.I
)
"""The way nearly all metas and feeds write it: the fast road."""


def _from_iso(found: re.Match[str], context: _Context) -> datetime | date | None:
    value: datetime | date
    try:
        if not found[2]:
            value = date.fromisoformat(found[1])
        else:
            value = datetime.fromisoformat(f"{found[1]}T{found[2]}{(found[3] or '').upper()}")
            if value.tzinfo is None:
                value = value.replace(tzinfo=context.zone) if context.zone else value.date()
    except ValueError:
        hits = _search(found[0], context)  # 24:00, a leap second
        return hits[0].value if hits else None
    return value if context.allows(value) else None


def _compact(found: re.Match[str], context: _Context) -> datetime | date | None:
    day = _day(int(found["y"]), int(found["m"]), int(found["d"]))
    zone = context.zone
    if found["z"]:
        zone = UTC
    elif sign := found["offset"]:
        try:
            zone = datetime.strptime(sign.replace(":", ""), "%z").tzinfo
        except ValueError:
            return day
    if day is None or zone is None:
        return day
    return datetime.combine(day, time(int(found["h"]), int(found["min"]), int(found["s"] or 0)), zone)


def _from_number(digits: str, context: _Context) -> datetime | date | None:
    """Digits alone: `20261103`, `20261103091200`, or seconds or milliseconds since 1970."""
    value: datetime | date | None = None
    if len(digits) in (12, 14) and (found := _COMPACT.fullmatch(digits)):
        value = _compact(found, context)
    elif len(digits) == 8:
        value = _day(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    elif len(digits) in (10, 13):
        value = datetime.fromtimestamp(int(digits[:10]), context.zone or UTC)
    return value if value is not None and context.allows(value) else None


# Everything else -----------------------------------------------------------------------------------

_EXACT_LANGUAGES = frozenset({"zh", "en", "ja", "ko"})
_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), ["ru", "uk", "bg"]),
    (re.compile(r"[\u0600-\u06ff]"), ["ar", "fa"]),
    (re.compile(r"[\u0e00-\u0e7f]"), ["th"]),
    (re.compile(r"[\u0590-\u05ff]"), ["he"]),
    (re.compile(r"[\u0900-\u097f]"), ["hi"]),
    (re.compile(r"[\u0370-\u03ff]"), ["el"]),
)
_WORTH_ASKING = re.compile(
    r"(?=.*(?<!\d)(?:19|20|2[45])\d\d(?!\d))(?=.*(?<!\d)\d\d?(?!\d))(?=.*[^\W\d_]{3})", re.S
)
"""A year, a day and a word that may be a month: without them dateparser only makes things up."""
_RELATIVE_ABROAD = re.compile(
    r"\b(?:il y a|hier|vor|gestern|heute|hace|ayer|hoy|há|atrás|ontem|fa|ieri|oggi|geleden|gisteren|sedan|siden|temu"
    r"|wczoraj|önce|dün|назад|вчера|сегодня|тому|вчора|منذ|أمس|lalu|trước)\b",
    re.I,
)
_LONGEST_ASKED = 60


def _ask_dateparser(text: str, context: _Context) -> datetime | date | None:
    """What dateparser makes of it in the languages that it can be in. It is slow: 1 to 10 ms."""
    if len(text) > _LONGEST_ASKED or not (_WORTH_ASKING.search(text) or _RELATIVE_ABROAD.search(text)):
        return None
    languages = next((named for script, named in _SCRIPTS if script.search(text)), None)
    if languages is None:
        primary = context.language.split("-")[0]
        if not primary or primary in _EXACT_LANGUAGES:
            return None
        languages = [primary]
    moment = _dateparser(text, languages, context.now)
    if moment is None:
        return None
    zone = moment.tzinfo or context.zone
    has_time = _WRITTEN_CLOCK.search(text) is not None and zone is not None
    value = moment.replace(tzinfo=zone) if has_time else moment.date()
    return value if context.allows(value) else None


_WRITTEN_CLOCK = re.compile(r"\d\s?[:h.]\s?[0-5]\d(?![\d.])")


def _dateparser(text: str, languages: list[str], now: datetime) -> datetime | None:
    import dateparser  # here, since its import takes as long as a hundred pages

    settings = {
        "RELATIVE_BASE": now.replace(tzinfo=None),
        "PREFER_DATES_FROM": "past",
        "REQUIRE_PARTS": ["day", "month", "year"],
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return dateparser.parse(text, languages=languages, settings=settings)
        except (ValueError, OverflowError, TypeError):  # unknown language, or a number it cannot hold
            return None
