"""Dates in scripts whose months are no plain words, and in the calendars that go with them.

The names have marks within, or stand glued to a preposition; years count from the Hijra by the sun (Persian) or from
the Buddha (Thai).
"""

from __future__ import annotations

import re
from datetime import date

_SOLAR = "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"
_MONTHS: dict[str, int] = {}
"""Names of months, with what is written alike made one, to their numbers."""
for _names in (
    "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
    "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
    "- फ़रवरी - - - - - - सितम्बर अक्तूबर नवम्बर दिसम्बर",
    "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "- - מרס - - - - - - - - -",
    "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
    "جانفي فيفري - افريل ماي يونيه يوليه اوت شتنبر - نونبر دجنبر",
    "- - - - - جوان جويلية غشت - - - -",
    "- - - - - - يوليوز - - - - -",
    "كانون_الثاني شباط اذار نيسان ايار حزيران تموز اب ايلول تشرين_الاول تشرين_الثاني كانون_الاول",
    "ژانویه فوریه - آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
    _SOLAR,
):
    _MONTHS |= {
        name.replace("_", " "): number for number, name in enumerate(_names.split(), 1) if name != "-"
    }
_SOLAR_NAMES = frozenset(_SOLAR.split())
_ALIKE = str.maketrans("أإيك", "اایک")
"""Letters that one language writes and another looks for."""
_KNOWN = {name.translate(_ALIKE): number for name, number in _MONTHS.items()}

_SPELLINGS = {"ا": "[اأإآ]", "ی": "[یي]", "ي": "[یي]", "ک": "[کك]", "ك": "[کك]", ".": r"\.?", " ": r"\s"}


def _spelled(name: str) -> str:
    return "".join(_SPELLINGS.get(letter, letter) for letter in name)


NAME = "(?:" + "|".join(_spelled(name) for name in sorted(_MONTHS, key=lambda name: (-len(name), name))) + ")"
SCRIPTS = re.compile("[\u0590-\u06ff\u0900-\u097f\u0e00-\u0e7f]")
"""A text with such a date has one of these."""
_BUDDHA = 543


def month(name: str) -> int | None:
    """The number of a month, however its letters are written."""
    name = " ".join(name.split()).translate(_ALIKE)
    return _KNOWN.get(name) or _KNOWN.get(name.replace("آ", "ا")) or _KNOWN.get(_dotted(name))


def _dotted(name: str) -> str:
    """A Thai short form with both of its dots: `มีค` and `มี.ค` are `มี.ค.`."""
    bare = name.replace(".", "")
    return next((known for known in _KNOWN if "." in known and known.replace(".", "") == bare), name)


def year_of(year: int, name: str, now: int) -> int | None:
    """The year in the calendar of machines; None: it is written with two digits where nothing says the century.

    In the solar calendar it is the year there: see `solar`.
    """
    if year >= 2400:
        return year - _BUDDHA
    if year < 100:
        if not "\u0e00" <= name[0] <= "\u0e7f":
            return None
        return 2500 + year - _BUDDHA if 2000 + year > now else 2000 + year
    return year


def is_solar(name: str) -> bool:
    """The month is one of the Persian calendar."""
    return name.replace("ي", "ی") in _SOLAR_NAMES


def solar(year: int, month: int, day: int) -> date | None:
    """The day of the Persian calendar, whose leap years come eight in thirty-three; good for 1925 to 2088."""
    if not (1300 <= year < 1470 and 1 <= month <= 12 and 1 <= day <= (31 if month < 7 else 30)):
        return None
    cycles = year + 1595
    before = 31 * (month - 1) if month < 7 else 186 + 30 * (month - 7)
    return date.fromordinal(
        365 * cycles + cycles // 33 * 8 + (cycles % 33 + 3) // 4 + before + day - _SOLAR_START
    )


_SOLAR_START = 356_033
"""Days from the beginning of the count above to the first of our calendar."""
