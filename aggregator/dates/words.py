"""The words that dates are made of: months, weekdays, times of day, units, zones, labels."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MONTHS: dict[str, int] = {}
"""Names and short forms of months in languages of the web, lower case, to their numbers."""
for _names in (
    "january february march april may june july august september october november december",
    "jan feb mar apr - jun jul aug sep oct nov dec",
    "- - - - - - - - sept - - -",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "jänner - mär - - - - - - okt - dez",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr - avr - - juil - - - - déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene - - abr - - - ago set - - dic",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "gen - - - mag giu lug - - ott - -",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "- fev - - - - - - - out - -",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ledna února března dubna května června července srpna září října listopadu prosince",
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    "januari februari mars april maj juni juli augusti september oktober november december",
    "januar februar marts april maj juni juli august september oktober november desember",
    "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta "
    "lokakuuta marraskuuta joulukuuta",
    "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "január február március április május június július augusztus szeptember október november december",
    "januari februari maret april mei juni juli agustus september oktober november desember",
    "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna - studenoga prosinca",
    "- - - - - - - - - - studenog -",
    "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
    "januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra",
    "januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra",
    "јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра",
    "януари февруари март април май юни юли август септември октомври ноември декември",
    "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio",
    "ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου "
    "δεκεμβρίου",
):
    MONTHS |= {name: number for number, name in enumerate(_names.split(), 1) if name != "-"}


def any_of(words: Iterable[str]) -> str:
    """A pattern of the words, longest first, in which those that begin alike are one branch: far fewer are tried."""
    branches: dict[str, list[str]] = {}
    for word in sorted(words):
        branches.setdefault(word[:1], []).append(word[1:])
    ends = branches.pop("", None) is not None
    found = "|".join(first + (any_of(rest) if any(rest) else "") for first, rest in branches.items())
    return f"(?:{found})" + "?" * ends


MONTH = any_of(MONTHS)

WEEKDAYS: dict[str, int] = {}
"""Names of weekdays to their numbers, Monday is 0."""
for _names in (
    "monday tuesday wednesday thursday friday saturday sunday",
    "mon tue wed thu fri sat sun",
    "- tues - thur - - -",
    "- - - thurs - - -",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
):
    WEEKDAYS |= {name: number for number, name in enumerate(_names.split()) if name != "-"}
for _prefix in ("星期", "周", "週", "礼拜", "禮拜"):
    WEEKDAYS |= {_prefix + sign: number for number, sign in enumerate("一二三四五六日")} | {_prefix + "天": 6}
WEEKDAYS |= {sign + "曜日": number for number, sign in enumerate("月火水木金土日")}
WEEKDAYS |= {sign + "요일": number for number, sign in enumerate("월화수목금토일")}

WEEKDAY = any_of(WEEKDAYS)
"""Any of them."""

NEAR_DAYS = {
    "大前天": 3, "前天": 2, "昨天": 1, "昨日": 1, "昨晚": 1, "今天": 0, "今日": 0, "今早": 0, "今晨": 0,
    "yesterday": 1, "today": 0,
    "어제": 1, "오늘": 0,
}  # fmt: skip
"""Words for days around today, to how many days back they are."""

DAYTIMES = {
    "凌晨": "a", "清晨": "a", "早晨": "a", "早上": "a", "上午": "a", "午前": "a", "오전": "a",
    "中午": "p", "下午": "p", "傍晚": "p", "晚上": "p", "晚间": "p", "晚間": "p", "午後": "p", "오후": "p",
}  # fmt: skip
"""Words for parts of the day to their half, `a` before noon, `p` after."""

DAYTIME = "(?:" + "|".join(DAYTIMES) + ")"

UNITS = {
    "秒钟": "seconds", "秒鐘": "seconds", "秒": "seconds", "seconds": "seconds", "second": "seconds",
    "secs": "seconds", "sec": "seconds",
    "分钟": "minutes", "分鐘": "minutes", "分": "minutes", "minutes": "minutes", "minute": "minutes",
    "mins": "minutes", "min": "minutes", "분": "minutes",
    "小时": "hours", "小時": "hours", "钟头": "hours", "鐘頭": "hours", "時間": "hours", "시간": "hours",
    "hours": "hours", "hour": "hours", "hrs": "hours", "hr": "hours", "h": "hours",
    "天": "days", "日": "days", "일": "days", "days": "days", "day": "days", "d": "days",
    "周": "weeks", "週": "weeks", "星期": "weeks", "礼拜": "weeks", "禮拜": "weeks", "weeks": "weeks",
    "week": "weeks", "wks": "weeks", "wk": "weeks", "w": "weeks",
    "月": "months", "ヶ月": "months", "months": "months", "month": "months", "mos": "months", "mo": "months",
    "年": "years", "years": "years", "year": "years", "yrs": "years", "yr": "years",
}  # fmt: skip
"""Units of `3天前` and `3 days ago` to the names that `timedelta` has for them (and months, years)."""

UNIT = any_of(UNITS)

LABEL = (
    r"(?:[发發][布佈表稿文]|刊[登发發]|更新|修改|[编編][辑輯]|[创創]建|添加|[录錄]入|上[传傳]|撰[写寫]|[写寫]|最[后後近]|首次|原[创創]"
    r"|[时時][间間]|日期|[于於在]|本文|文章|投稿日?|公開日?|更新日|작성일?|입력|수정|등록일?"
    r"|\b(?:first|originally|last|was|published|publish|updated|update|posted|modified|created|edited|written|added"
    r"|released|date|time|on|at|by|as|of|the|article|story|post|and|veröffentlicht|aktualisiert|am|um|uhr|publié|le|mis"
    r"|à|jour|publicado|actualizado|el|pubblicato|il|em)\b)"
)
"""Words that stand around a date without being part of it."""

_FIXED = {
    "UTC": 0, "GMT": 0, "WET": 0, "BST": 1, "CET": 1, "WEST": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "IST": 5.5, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8, "MYT": 8, "AWST": 8, "WITA": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13, "AST": -4, "EDT": -4, "EST": -5, "CDT": -5, "MDT": -6, "MST": -7, "PDT": -7,
    "PST": -8, "AKST": -9, "HST": -10,
}  # fmt: skip
_AMERICAN = {"ET": -5, "CT": -6, "MT": -7, "PT": -8}
"""Zones named without saying whether it is summer, to their hours east in winter."""


def zone_names() -> str:
    """A pattern of the zones' names."""
    return "|".join(sorted({*_FIXED, *_AMERICAN, "CST"}, key=lambda name: (-len(name), name)))


def zone_named(name: str | None, day: date, *, is_chinese: bool) -> tzinfo | None:
    """The zone called `name` on that day. `CST` is China's in Chinese, else Chicago's. None: no such name."""
    if name is None:
        return None
    if name in ("UTC", "GMT"):
        return UTC
    if name == "CST":
        hours: float | None = 8 if is_chinese else -6
    elif name in _AMERICAN:
        hours = _AMERICAN[name] + _is_american_summer(day)
    else:
        hours = _FIXED.get(name)
    return None if hours is None else timezone(timedelta(hours=hours))


def _is_american_summer(day: date) -> bool:
    """Second Sunday of March to first Sunday of November (the rule since 2007)."""
    return _sunday(day.year, 3, 8) <= day < _sunday(day.year, 11, 1)


def _sunday(year: int, month: int, earliest: int) -> date:
    """The first Sunday of the month from the day `earliest` on."""
    first = date(year, month, earliest)
    return first + timedelta(days=6 - first.weekday())
