"""The time of day beside a date, and the zone it is in."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

from aggregator.dates.forms import DAY
from aggregator.dates.words import DAYTIME, DAYTIMES, MONTH, WEEKDAY, zone_named, zone_names

if TYPE_CHECKING:
    from aggregator.dates.forms import Context

_CLOCK = rf"""
    (?P<part>{DAYTIME})?\s*
    (?:
        (?P<h>[01]?\d|2[0-4])\s?[:h]\s?(?P<min>[0-5]\d)(?:\s?:\s?(?P<s>[0-5]\d|60)(?:[.,]\d{{1,9}})?)?(?!\d)
      | (?P<h2>[01]?\d)(?:\.(?P<min2>[0-5]\d))?(?=\s?[ap]\.?\s?m\b)
      | (?P<h4>[01]?\d|2[0-3])\.(?P<min4>[0-5]\d)(?=\s?(?:น\.|uhr\b|wib\b|wita\b))
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
    (?P<gap>[\s.,;|·•@_/:(—–~-]{{0,5}}(?:\(?(?:{WEEKDAY}|[一二三四五六日月火水木金土월화수목금토일])\)?[\s,|]*)?
    (?:T(?=\d)|at|um|à|às|alle|ore|a\slas|kl\.?|on|г\.|в|saat|lúc|ώρα|เวลา|ساعت|الساعة|בשעה)*[\s,:]*)
"""
TIME_AFTER = re.compile(_GAP + _CLOCK + _ZONE, re.I | re.X)
TIME_BEFORE = re.compile(
    rf"(?<![\d:.-]){_CLOCK}{_ZONE}[\s,;|·•—–-]*(?:on\s+)?(?:\(?(?:{WEEKDAY})\)?[\s,]*)?\Z", re.I | re.X
)
TIME_BETWEEN = re.compile(
    rf"(?<![^\W\d_])(?P<name>{MONTH})\s+{DAY}\s+{_CLOCK}{_ZONE}\s+(?P<y>(?:19|20)\d\d)(?!\d)", re.I | re.X
)
"""C's and Java's way: `Tue Nov 03 09:12:00 CST 2026`."""


def _clock(found: re.Match[str]) -> tuple[int, time] | None:
    """Days to add (24:00 belongs to the next) and the time of day."""
    hour = int(found["h"] or found["h2"] or found["h3"] or found["h4"])
    minute, second = (
        int(found["min"] or found["min2"] or found["min3"] or found["min4"] or 0),
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


def _offset(found: re.Match[str], day: date, context: Context) -> tzinfo | None:
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


def at(day: date, found: re.Match[str], context: Context) -> datetime | date:
    """`day` with the time beside it, where the time can be placed."""
    clock = _clock(found)
    if clock is None:
        return day
    zone = _offset(found, day, context) or context.zone
    if zone is None:
        return day
    return datetime.combine(day + timedelta(days=clock[0]), clock[1], zone)
