"""Dates as people and machines write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.dates import EARLIEST, abroad, may_be_in, parse, search
from aggregator.dates.forms import FORMS, has, starts_of

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # a Monday; 20:00 in China
CHINA = timezone(timedelta(hours=8))


def china(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=CHINA)  # type: ignore[misc, arg-type]


def east(hours: float, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone(timedelta(hours=hours)))  # type: ignore[misc, arg-type]


def west(hours: float, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=timezone(timedelta(hours=-hours)))  # type: ignore[misc, arg-type]


CHINESE = {
    "2026年11月3日 09:12": china(2026, 11, 3, 9, 12),
    "2026年11月03日09:12:33": china(2026, 11, 3, 9, 12, 33),
    "2026 年 11 月 3 日": date(2026, 11, 3),
    "11月3日 09:12": china(2026, 11, 3, 9, 12),
    "11-03 09:12": china(2026, 11, 3, 9, 12),
    "12-20 10:00": china(2025, 12, 20, 10, 0),
    "12月31日": date(2025, 12, 31),
    "2月29日": date(2024, 2, 29),
    "二〇二六年十一月三日": date(2026, 11, 3),
    "二零二六年十一月二十三日": date(2026, 11, 23),
    "民國115年11月3日": date(2026, 11, 3),
    "民国一百一十五年十一月三日": date(2026, 11, 3),
    "发布时间：2026-11-03 09:12:00": china(2026, 11, 3, 9, 12),
    "发布时间：2026-11-03 09:12 来源：新华网": china(2026, 11, 3, 9, 12),
    "小花2024-11-01债务优化3": date(2024, 11, 1),
    "2024-11-0113:05": china(2024, 11, 1, 13, 5),
    "2026年11月3日 星期二 下午3:05": china(2026, 11, 3, 15, 5),
    "2026年11月3日（二）": date(2026, 11, 3),
    "2026年11月3日上午9时": china(2026, 11, 3, 9, 0),
    "北京时间2026年11月3日9时12分": china(2026, 11, 3, 9, 12),
    "11 月 3, 2026": date(2026, 11, 3),
    "十一月 3, 2026": date(2026, 11, 3),
    "3 11 月, 2026": date(2026, 11, 3),
    "２０２６年１１月３日　０９：１２": china(2026, 11, 3, 9, 12),
    "26-11-03 09:12": china(2026, 11, 3, 9, 12),
    "2026-11-03 24:00": china(2026, 11, 4, 0, 0),
    "Tue Nov 03 09:12:00 CST 2026": china(2026, 11, 3, 9, 12),
    "3天前": date(2026, 11, 20),
    "三天前": date(2026, 11, 20),
    "2小时前": china(2026, 11, 23, 18, 0),
    "3小時前": china(2026, 11, 23, 17, 0),
    "半小时前": china(2026, 11, 23, 19, 30),
    "1个半小时前": china(2026, 11, 23, 18, 30),
    "刚刚": china(2026, 11, 23, 20, 0),
    "昨天 10:20": china(2026, 11, 22, 10, 20),
    "前天": date(2026, 11, 21),
    "上周五": date(2026, 11, 20),
    "上周日": date(2026, 11, 22),
    "星期二": date(2026, 11, 17),
    "2周前": date(2026, 11, 9),
    "2个月前": date(2026, 9, 23),
    "1年前": date(2025, 11, 23),
}

ENGLISH = {
    "Nov 3, 2026 9:12 am EST": west(5, 2026, 11, 3, 9, 12),
    "9:12 a.m. ET, July 3, 2026": west(4, 2026, 7, 3, 9, 12),
    "3rd November 2026": date(2026, 11, 3),
    "the 3rd of November, 2026": date(2026, 11, 3),
    "PublishedNov 3, 2026": date(2026, 11, 3),
    "By John Smith on Nov 3, 2026": date(2026, 11, 3),
    "By John Smith on 13/10/26": date(2026, 10, 13),
    "By John Smith - 11/03/26 9:12 AM EST": west(5, 2026, 11, 3, 9, 12),
    "Tue, 03 Nov 2026 09:12:00 -0500": west(5, 2026, 11, 3, 9, 12),
    "Tue, 03 Nov 2026 09:12:00 GMT": datetime(2026, 11, 3, 9, 12, tzinfo=UTC),
    "Tue Nov 03 2026 09:12:00 GMT+0800 (China Standard Time)": china(2026, 11, 3, 9, 12),
    "03/Nov/2026:09:12:33 +0800": china(2026, 11, 3, 9, 12, 33),
    "03-Nov-2026": date(2026, 11, 3),
    "12 Jan '24": date(2024, 1, 12),
    "Dec 25": date(2025, 12, 25),
    "yesterday": date(2026, 11, 22),
    "Updated 5 hours ago": datetime(2026, 11, 23, 7, 0, tzinfo=UTC),
    "an hour ago": datetime(2026, 11, 23, 11, 0, tzinfo=UTC),
    "1 hour 20 minutes ago": datetime(2026, 11, 23, 10, 40, tzinfo=UTC),
    "3 months ago": date(2026, 8, 23),
    "last Friday": date(2026, 11, 20),
    "2026-11-03T09:12:00": date(2026, 11, 3),  # the zone is unknown, so the instant is
    "13/10/2026": date(2026, 10, 13),
    "03/10/2026": date(2026, 3, 10),
    "12/03/2026": date(2026, 3, 12),  # 3 December is yet to come
    "2026-W45-2": date(2026, 11, 3),
}

MACHINES = {
    "2026-11-03T09:12:00Z": datetime(2026, 11, 3, 9, 12, tzinfo=UTC),
    "2026-11-03T09:12:00.000Z": datetime(2026, 11, 3, 9, 12, tzinfo=UTC),
    "2026-11-03T09:12:00+08:00": china(2026, 11, 3, 9, 12),
    "2026-11-03T09:12:00+0800": china(2026, 11, 3, 9, 12),
    "2026-11-03T09:12+08": china(2026, 11, 3, 9, 12),
    "2026-11-03 09:12:00 -0330": west(3.5, 2026, 11, 3, 9, 12),
    "20261103T091200Z": datetime(2026, 11, 3, 9, 12, tzinfo=UTC),
    "20261103": date(2026, 11, 3),
    "1793667120": datetime(2026, 11, 3, 0, 52, tzinfo=UTC),
    "1793667120000": datetime(2026, 11, 3, 0, 52, tzinfo=UTC),
}

OTHERS = {
    ("en-GB", "03/10/2026"): date(2026, 10, 3),
    ("fr", "1er mars 2026"): date(2026, 3, 1),
    ("fr", "3 AOÛT 2026"): date(2026, 8, 3),
    ("de", "12. MÄRZ 2026"): date(2026, 3, 12),
    ("fr", "il y a 3 jours"): date(2026, 11, 20),
    ("de", "3. November 2026, 9:12 Uhr"): date(2026, 11, 3),
    ("de", "2.11.22"): date(2022, 11, 2),
    ("ru", "3 ноября 2026 г."): date(2026, 11, 3),
    ("cs", "3. 11. 2026"): date(2026, 11, 3),
    ("sk", "03. 11. 2026 9:12"): date(2026, 11, 3),
    ("hr", "Zagreb, 3. studenoga 2026."): date(2026, 11, 3),
    ("hr", "3. listopada 2026."): date(2026, 10, 3),
    ("pl", "3 listopada 2026"): date(2026, 11, 3),
    ("sr", "3. новембра 2026."): date(2026, 11, 3),
    ("bg", "3 ноември 2026"): date(2026, 11, 3),
    ("lt", "2026 m. lapkričio 3 d."): date(2026, 11, 3),
    ("id", "Kompas, 3 Agustus 2026"): date(2026, 8, 3),
    ("id", "03/11/2026, 10:15 WIB"): east(7, 2026, 11, 3, 10, 15),
    ("id", "3 November 2026 pukul 10.15 WITA"): date(2026, 11, 3),
    ("id", "3 November 2026, 10.15 WITA"): east(8, 2026, 11, 3, 10, 15),
    ("tr", "3 Kasım 2026 10:15"): east(3, 2026, 11, 3, 10, 15),
    ("tr", "3 Şubat 2015 10:15"): east(2, 2015, 2, 3, 10, 15),  # when Turkey had winter time
    ("ja", "2026/11/03(火) 09:12"): datetime(2026, 11, 3, 9, 12, tzinfo=timezone(timedelta(hours=9))),
    ("ja", "令和8年11月3日"): date(2026, 11, 3),
    ("ko", "2026년 11월 3일 오후 3:05"): datetime(2026, 11, 3, 15, 5, tzinfo=timezone(timedelta(hours=9))),
    ("zh-Hant", "115-11-03"): date(2026, 11, 3),
    ("ar", "3 نوفمبر 2026"): date(2026, 11, 3),
}

ABROAD = {
    ("th", "6 มี.ค. 2567 10:15 น."): datetime(2024, 3, 6, 10, 15, tzinfo=timezone(timedelta(hours=7))),
    ("th", "เผยแพร่: 6 มีนาคม 2567 เวลา 10:15"): datetime(
        2024, 3, 6, 10, 15, tzinfo=timezone(timedelta(hours=7))
    ),
    ("th", "6 มี.ค. 67"): date(2024, 3, 6),
    ("th", "๖ มีนาคม ๒๕๖๗"): date(2024, 3, 6),
    ("fa", "چهارشنبه ۱۶ اسفند ۱۴۰۲ - ۱۰:۱۵"): east(3.5, 2024, 3, 6, 10, 15),
    ("fa", "۱۶ تیر ۱۴۰۰ - ۱۰:۱۵"): east(4.5, 2021, 7, 7, 10, 15),  # when Iran had summer time
    ("fa", "2 تير 1399"): date(2020, 6, 22),  # with the Arabic yeh
    ("fa", "۱۴۰۲/۱۲/۱۶"): date(2024, 3, 6),
    ("fa", "۶ مارس ۲۰۲۴"): date(2024, 3, 6),
    ("he", "פורסם: 06.03.24"): date(2024, 3, 6),
    ("he", "6 במרץ 2024"): date(2024, 3, 6),
    ("hi", "6 मार्च 2024, 10:15 AM IST"): datetime(2024, 3, 6, 10, 15, tzinfo=timezone(timedelta(hours=5.5))),
    ("hi", "मार्च 6, 2024"): date(2024, 3, 6),
    ("ar", "نشر في 6 مارس / آذار 2024"): date(2024, 3, 6),
    ("ar", "٦ أبريل ٢٠٢٤"): date(2024, 4, 6),
    ("ar", "6 تشرين الأول 2023"): date(2023, 10, 6),
    ("th", "6 มี.ค. 67 (10:15 น.)"): east(7, 2024, 3, 6, 10, 15),
    ("th", "6 มี.ค. 67 10.15 น."): east(7, 2024, 3, 6, 10, 15),
    ("bn", "০৬ মার্চ ২০২৪, ১৩: ০৫"): date(2024, 3, 6),
    ("bn", "৬ জানু\u09dfারি ২০২৪"): date(2024, 1, 6),
    ("bn", "৬ জানু\u09af\u09bcারি ২০২৪"): date(2024, 1, 6),
    ("ta", "06 மார்ச் 2024, 2:45 pm"): east(5.5, 2024, 3, 6, 14, 45),
    ("te", "6 మార్చి 2024"): date(2024, 3, 6),
    ("ml", "6 മാർച്ച് 2024"): date(2024, 3, 6),
    ("kn", "6 ಮಾರ್ಚ್ 2024"): date(2024, 3, 6),
    ("gu", "6 માર્ચ 2024"): date(2024, 3, 6),
    ("mr", "६ फेब्रुवारी २०२४"): date(2024, 2, 6),
    ("ur", "6 مارچ 2024"): date(2024, 3, 6),
}


@pytest.mark.parametrize(("language", "raw"), ABROAD)
def test_dates_with_months_and_calendars_of_other_scripts(language: str, raw: str) -> None:
    value = ABROAD[language, raw]
    assert parse(raw, NOW, language=language) == value
    assert may_be_in(raw)
    assert [hit.value for hit in search(f"★ {raw}", NOW, language=language)] == [value]


@pytest.mark.parametrize(
    ("day", "value"),
    [
        ((1375, 12, 30), date(1997, 3, 20)),
        ((1399, 12, 30), date(2021, 3, 20)),
        ((1400, 1, 1), date(2021, 3, 21)),
        ((1403, 1, 1), date(2024, 3, 20)),
        ((1404, 1, 1), date(2025, 3, 21)),
        ((1409, 1, 1), date(2030, 3, 21)),
        ((1402, 13, 1), None),
        ((1402, 7, 31), None),
    ],
)
def test_solar_calendar(day: tuple[int, int, int], value: date | None) -> None:
    assert abroad.solar(*day) == value


def test_persian_numbers_are_no_dates_elsewhere() -> None:
    assert parse("1402/12/16", NOW, language="en") is None


NOT_DATES = [
    "",
    "3天",
    "共3天前往",
    "5 hours",
    "10:20",
    "2026年11月",
    "2026-11",
    "2026-02-30",
    "2026-11-01 至 2026-11-03",
    "Nov 3, 2026 - Nov 5, 2026",
    "13800138000",
    "400-2026-1103",
    "(202) 555-0143",
    "v2026.11.03",
    "¥2026.11.03",
    "1.2.3",
    "3/4/26 of it",
    "Volume 3, 2026",
    "1994-12-31",
    "2026-11-28",
    "2030年1月1日",
]


@pytest.mark.parametrize(("raw", "expected"), CHINESE.items(), ids=CHINESE.keys())
def test_chinese_forms(raw: str, expected: date) -> None:
    assert parse(raw, NOW, language="zh-Hans") == expected


@pytest.mark.parametrize(("raw", "expected"), ENGLISH.items(), ids=ENGLISH.keys())
def test_english_forms(raw: str, expected: date) -> None:
    assert parse(raw, NOW, language="en") == expected


@pytest.mark.parametrize(("raw", "expected"), MACHINES.items(), ids=MACHINES.keys())
def test_forms_of_machines(raw: str, expected: date) -> None:
    assert parse(raw, NOW) == expected


@pytest.mark.parametrize(("language", "raw"), OTHERS, ids=[raw for _, raw in OTHERS])
def test_other_languages(language: str, raw: str) -> None:
    assert parse(raw, NOW, language=language) == OTHERS[language, raw]


@pytest.mark.parametrize("raw", NOT_DATES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_no_date_gives_none(raw: str, language: str) -> None:
    assert parse(raw, NOW, language=language) is None


def test_ambiguous_order_without_a_language_is_unknown() -> None:
    assert parse("03/10/2026", NOW) is None


def test_offset_stays_as_written() -> None:
    value = parse("2026-11-03T09:12:00-05:00", NOW, language="zh")
    assert isinstance(value, datetime)
    assert value.utcoffset() == timedelta(hours=-5)


def test_given_zone_overrides_the_language() -> None:
    value = parse("2026-11-03 09:12", NOW, language="zh", zone=UTC)
    assert value == datetime(2026, 11, 3, 9, 12, tzinfo=UTC)


def test_midnight_in_china_is_still_the_day_before_in_utc() -> None:
    night = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # 01:00 on the 24th in China
    assert parse("昨天", night, language="zh") == date(2026, 11, 23)
    assert parse("yesterday", night, language="en") == date(2026, 11, 22)


def test_search_gives_every_date_with_its_place() -> None:
    text = "发布：2026年11月3日 09:12 更新：2026-11-05"
    hits = search(text, NOW, language="zh")
    assert [text[hit.start : hit.end] for hit in hits] == ["2026年11月3日 09:12", "2026-11-05"]


def test_time_of_one_date_is_not_taken_from_the_next() -> None:
    hits = search("2026-11-05T16:22:05+00:00 November 3rd, 2026", NOW)
    assert [hit.value for hit in hits] == [datetime(2026, 11, 5, 16, 22, 5, tzinfo=UTC), date(2026, 11, 3)]


def test_year_behind_a_comma_belongs_to_the_next_words_in_chinese() -> None:
    assert parse("1月8日，2011中国慈善年会举行", NOW, language="zh") == date(2026, 1, 8)


def test_bare_month_and_day_in_prose_is_no_date() -> None:
    assert search("He scored 11-03 in May 7 times", NOW, language="en") == []


moments = st.datetimes(datetime.fromisoformat("1995-01-01"), datetime.fromisoformat("2026-11-23T11:59")).map(
    lambda value: value.replace(microsecond=0)
)

FORMATS = [
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y.%m.%d %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y年%m月%d日%H时%M分%S秒",
    "发布时间：%Y-%m-%d %H:%M:%S",
    "%d %b %Y %H:%M:%S",
    "%B %d, %Y at %H:%M:%S",
    "%a %b %d %H:%M:%S %Y",
    "%Y-%m-%dT%H:%M:%S",
    "%Y%m%dT%H%M%S",
]


@given(moments, st.sampled_from(FORMATS))
def test_written_moment_is_read_back(moment: datetime, pattern: str) -> None:
    assert parse(moment.strftime(pattern), NOW, language="zh") == moment.replace(tzinfo=CHINA)


@given(moments, st.integers(-12 * 4, 14 * 4))
def test_written_offset_is_read_back(moment: datetime, quarters: int) -> None:
    aware = moment.replace(tzinfo=timezone(timedelta(minutes=15 * quarters)))
    expected = aware if aware <= NOW + timedelta(days=2) else None
    assert parse(aware.isoformat(), NOW) == expected
    assert parse(aware.strftime("%a, %d %b %Y %H:%M:%S %z"), NOW) == expected


@given(
    st.integers(1, 59),
    st.sampled_from([("分钟前", "minutes"), (" minutes ago", "minutes"), ("小時前", "hours")]),
)
def test_spans_count_back_from_now(count: int, unit: tuple[str, str]) -> None:
    assert parse(f"{count}{unit[0]}", NOW, language="zh") == NOW - timedelta(**{unit[1]: count})


DATE_SIGNS = "0123456789年月日号天前分时:/.-+, TZ民国上周一二三四五六〇十amMayNovember"


@given(
    st.one_of(st.text(max_size=80), st.text(DATE_SIGNS, max_size=40)),
    st.sampled_from(["zh", "en", "", "fr", "xx"]),
)
def test_any_text_gives_a_date_in_bounds_or_none(raw: str, language: str) -> None:
    value = parse(raw, NOW, language=language or None)
    if isinstance(value, datetime):
        assert value.tzinfo is not None
        assert value <= NOW + timedelta(days=2)
    elif value is not None:
        assert EARLIEST <= value <= date(2026, 11, 26)


TEXTS = st.one_of(
    st.text(max_size=40),
    st.text(DATE_SIGNS, max_size=40),
    st.lists(
        st.sampled_from(
            "Friday yesterday ago NOW lundi 昨晚 前天 방금 요일 मार्च มี.ค. مارس 年 3 03 115 2026 2026-W45-3 - / . , : at x".split()
        ),
        max_size=6,
    ).map("".join),
)


@given(TEXTS)
def test_lines_that_may_hold_no_date_hold_none(text: str) -> None:
    if not may_be_in(text):
        assert not has(text)
        assert search(text, NOW, language="zh") == []


@given(TEXTS)
def test_forms_that_begin_with_a_number_begin_where_one_is(text: str) -> None:
    families = has(text)
    starts = starts_of(text, families)
    for form in FORMS:
        if form.needs in families and form.begins in ("short", "part", "year"):
            assert {found.start() for found in form.pattern.finditer(text)} <= set(starts[form.begins])


def test_long_texts_cost_little() -> None:
    assert parse("一二三四五六七八九十年月日" * 10_000, NOW, language="zh") is None
    assert parse("1 2 3 4 5 6 " * 10_000, NOW, language="en") is None
