"""Reads dates as people and machines write them, Chinese and English exactly, the rest through dateparser."""

from __future__ import annotations

import re
import warnings
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import TYPE_CHECKING, NamedTuple

from aggregator.dates.clock import TIME_AFTER, TIME_BEFORE, TIME_BETWEEN, at
from aggregator.dates.forms import (
    DIGIT,
    EARLIEST,
    LEEWAY,
    Context,
    day_of,
    default_zone,
    forms_of,
    has,
    may_be_in,
    number,
    starts_of,
)
from aggregator.dates.words import LABEL, MONTHS, UNIT, UNITS, WEEKDAY
from aggregator.signs import has_digit

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["DIGIT", "EARLIEST", "LEEWAY", "Hit", "day_of", "default_zone", "may_be_in", "parse", "search"]

LONGEST = 500
"""Characters looked at; a longer string is prose and not a date."""


class Hit(NamedTuple):
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
    context = Context.of(now, language, zone)
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
    """All dates in a short text, in order, by the exact forms alone; `may_be_in` tells most texts without any."""
    return _search(_plain(text), Context.of(now, language, zone))


_SAME_LENGTH = str.maketrans(
    "０１２３４５６７８９：／－．，（）　\xa0\u202f\u2009\u2011\u2212\t\n\r零○"
    "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩०१२३४५६७८९০১২৩৪৫৬৭৮৯๐๑๒๓๔๕๖๗๘๙",
    "0123456789:/-.,()    --   〇〇" + 5 * "0123456789",
)

_NOT_PLAIN = re.compile(f"[{''.join(map(chr, _SAME_LENGTH))}]")


def _plain(raw: str) -> str:
    """`raw` cut to size, full-width signs made plain one for one, so that positions stay."""
    text = raw[:LONGEST]
    return text.translate(_SAME_LENGTH) if _NOT_PLAIN.search(text) else text


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


def _search(text: str, context: Context) -> list[Hit]:
    """Dates in reading order; where two overlap, the earlier and longer one."""
    families = has(text)
    if not families:
        return []
    found = [hit for hit in _candidates(text, families, context) if context.allows(hit.value)]
    if len(found) > 1:
        found.sort(key=lambda hit: (hit.start, -hit.end))
    hits: list[Hit] = []
    for hit in found:
        if hits and hit.start < hits[-1].end:
            continue
        if hit.bare and not _FILLER.fullmatch(text[: hit.start] + " " + text[hit.end :]):
            continue
        hits.append(hit)
    return hits


def _candidates(text: str, families: frozenset[str], context: Context) -> Iterator[Hit]:
    starts = starts_of(text, families)
    for found in filter(None, (TIME_BETWEEN.match(text, place) for place in starts.get("name", ()))):
        if day := day_of(int(found["y"]), MONTHS[found["name"].lower()], int(found["d"])):
            yield Hit(found.start(), found.end(), at(day, found, context))
    for found in _AGO.finditer(text) if "ago" in families else ():
        if value := _ago(found, context):
            yield Hit(found.start(), found.end(), value)
    for found in filter(None, (_COMPACT.match(text, place) for place in starts.get("long", ()))):
        if value := _compact(found, context):
            yield Hit(found.start(), found.end(), value, bare="T" not in found[0].upper())
    for form in forms_of(families):
        if form.begins in starts:
            for found in form.find(text, starts):
                if day := form.build(found.groupdict(), context):
                    yield from _with_time(text, found, day, context, bare=form.bare)


def _with_time(text: str, found: re.Match[str], day: date, context: Context, *, bare: bool) -> Iterator[Hit]:
    """The day with the time beside it, and alone too where the time before it may be that of another date."""
    start, end = found.span()
    if after := TIME_AFTER.match(text, end):
        yield Hit(start, start + len(text[start : after.end()].rstrip()), at(day, after, context), bare)
        return
    reach = max(0, start - 40)
    if has_digit(text[reach:start]) and (before := TIME_BEFORE.search(text, reach, start)):
        yield Hit(before.start(), end, at(day, before, context), bare)
    yield Hit(start, end, day, bare)


def _ago(found: re.Match[str], context: Context) -> datetime | date | None:
    """Seconds to hours give the instant, longer spans the day; months and years as calendars count them."""
    if found["now"]:
        return context.now.replace(microsecond=0)
    count = _ONE_WORDS.get(found["n"].lower()) or float(number(found["n"]))
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
    return next(filter(None, (day_of(year, month + 1, day.day - less) for less in range(4))), None)


def _is_range(text: str, hits: list[Hit]) -> bool:
    """The first two dates are the ends of one span."""
    return len(hits) > 1 and _RANGE.fullmatch(text, hits[0].end, hits[1].start) is not None


# Machines' forms -----------------------------------------------------------------------------------


_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:[.,]\d{1,9})?\s?(Z|[+-]\d\d:?\d\d)?)?", re.I
)
"""The way nearly all metas and feeds write it: the fast road."""


def _from_iso(found: re.Match[str], context: Context) -> datetime | date | None:
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


def _compact(found: re.Match[str], context: Context) -> datetime | date | None:
    day = day_of(int(found["y"]), int(found["m"]), int(found["d"]))
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


def _from_number(digits: str, context: Context) -> datetime | date | None:
    """Digits alone: `20261103`, `20261103091200`, or seconds or milliseconds since 1970."""
    value: datetime | date | None = None
    if len(digits) in (12, 14) and (found := _COMPACT.fullmatch(digits)):
        value = _compact(found, context)
    elif len(digits) == 8:
        value = day_of(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
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


def _ask_dateparser(text: str, context: Context) -> datetime | date | None:
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
