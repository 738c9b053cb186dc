"""Text: what cleaning takes out and leaves, what folding makes equal, how words are counted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.text import clean, clean_body, comparable, count_words
from aggregator.variants import SIMPLIFIED, TRADITIONAL

TRICKY = "\u200b\u200c\u200d\u0301\u094d\u0915\u00ad\ufe0f \t\r\n\u3000\u00a0\u2028\x85ab点击查看\u1100\u1161\ud83d\ude00\ue000"
TEXT = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(TRICKY)), max_size=40)

CLEANED = {
    "composed": ("cafe\u0301", "café"),
    "line ends": ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
    "empty lines and edges": ("\n　　第一段 \n \n第二段\u00a0\n", "第一段\n第二段"),
    "indentation of code stays": ("def f():\n    return 1", "def f():\n    return 1"),
    "spacing inside a line stays": ("微信 2.0 版\u2009—\u2009新　功能", "微信 2.0 版\u2009—\u2009新　功能"),
    "zero width, soft hyphen, byte order mark": ("a\u200bb\u00adc\ufeffd", "abcd"),
    "control characters": ("a\x00b\x07c\x9dd", "abcd"),
    "punctuation encoded twice": (
        "Earth\xe2\x80\x99s \xe2\x82\xac5 \xf0\x9f\x98\x80 \xe9t\xe9",
        "Earth’s €5 😀 été",
    ),
    "quotes behind accents": ("\x93caf\xe9\x94 \x93CAF\xc9\x94", "“café” “CAFÉ”"),
    "residue of Windows-1252": ("It\x92s \x93late\x94 \x96 wait\x85 \x80 5", "It’s “late” – wait… € 5"),
    "private use": ("a\ue600b\U000f0001c", "abc"),
    "direction marks": ("a\u200fb\u202ec", "abc"),
    "lone surrogate": ("a\ud83db", "ab"),
    "a pair in two halves": ("\ud83d\ude00", "😀"),
    "joiner in a family": ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    "joiner in Persian": ("می\u200cخواهم", "می\u200cخواهم"),
    "joiner in Chinese": ("中\u200d文", "中文"),
    "flag of Scotland": ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
    "hidden tags": ("a\U000e0068\U000e0069b", "ab"),
    "words that ad filters look for": ("广告\n赞助商链接", "广告\n赞助商链接"),
}


@pytest.mark.parametrize(("text", "expected"), CLEANED.values(), ids=CLEANED)
def test_clean(text: str, expected: str) -> None:
    assert clean(text) == expected


@settings(max_examples=500)
@given(TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()  # what is stored has no lone surrogates


@settings(max_examples=500)
@given(TEXT, TEXT)
def test_cleaning_a_body_twice_changes_nothing(text: str, title: str) -> None:
    once = clean_body(text, title)
    assert clean_body(once, title) == once


BODIES = {
    "title at the start": ("微粒贷 ：要去家里吗？\n正文。", "微粒贷:要去家里吗", "正文。"),
    "title twice": ("标题\n标题\n正文。", "标题", "正文。"),
    "title further down stays": ("正文。\n标题", "标题", "正文。\n标题"),
    "a body that is its title": ("标题", "标题", "标题"),
    "a line that begins with the title": ("标题党的一天\n正文。", "标题", "标题党的一天\n正文。"),
    "buttons": (
        "第一段。\n点击查看>>\n【阅读全文】\nRead more →\nShare this:\n第二段。",
        None,
        "第一段。\n第二段。",
    ),
    "buttons' words in a sentence": (
        "点击查看更多信息，请登录官网。\nRead more books.",
        None,
        "点击查看更多信息，请登录官网。\nRead more books.",
    ),
    "numbered sections and headings": ("一、背景\n1.1 起因\n正文。", None, "一、背景\n1.1 起因\n正文。"),
}


@pytest.mark.parametrize(("text", "title", "expected"), BODIES.values(), ids=BODIES)
def test_clean_body(text: str, title: str | None, expected: str) -> None:
    assert clean_body(text, title) == expected


EQUAL = {
    "width and case": ("ＡＢＣ１２３", "abc123"),
    "traditional": ("微粒貸發簡訊", "微粒贷发简讯"),
    "variants": ("衞生、裏面", "卫生、里面"),
    "white space": ("a \n\t b\u3000c", "a b c"),
    "invisible": ("a\u200bb\u2060c", "abc"),
    "entities and markup": ("<b>R&amp;D</b> 部", "R&D 部"),
    "markdown addresses": ("[见此](https://a.example/x)", "[见此"),
    "tenths": ("七成", "70%"),
    "per cent": ("百分之七十", "70 %"),
    "per cent in English": ("70 percent", "70 per cent"),
    "ten thousands": ("1.2万", "12,000"),
    "a mixed number": ("3亿5000万", "350000000"),
    "a Chinese number": ("一万二千三百四十五", "12345"),
    "a Chinese year": ("二〇二六年十一月三日", "2026年11月3日"),
    "millions": ("1.5 million", "1,500,000"),
    "two": ("两百", "200"),
}


@pytest.mark.parametrize(("one", "other"), EQUAL.values(), ids=EQUAL)
def test_comparable_makes_equal(one: str, other: str) -> None:
    assert comparable(one) == comparable(other)


DIFFERENT = {
    "numbers": ("12000", "1200"),
    "grouping that is none": ("1,2", "12"),
    "a success, not seven tenths": ("7成功", "70%功"),
    "less than, not markup": ("a < b > c", "a c"),
}


@pytest.mark.parametrize(("one", "other"), DIFFERENT.values(), ids=DIFFERENT)
def test_comparable_keeps_apart(one: str, other: str) -> None:
    assert comparable(one) != comparable(other)


@settings(max_examples=300)
@given(TEXT)
def test_anything_can_be_compared_and_counted(text: str) -> None:
    comparable(text)
    assert count_words(text) >= 0


def test_every_traditional_character_is_given_once() -> None:
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert not set(TRADITIONAL) & set(SIMPLIFIED)


WORDS = {
    "nothing": ("", 0),
    "punctuation": ("……！", 0),
    "Chinese": ("微粒贷发短信", 6),
    "English": ("It's a well-known fact", 5),
    "mixed": ("iPhone 15 发布", 4),
    "Japanese": ("カタカナと漢字", 7),
    "Korean": ("한국어 문장", 5),
    "Hindi, vowel signs inside": ("हिन्दी भाषा", 2),
    "Arabic with vowels": ("مُحَمَّد كَتَبَ", 2),
    "Thai, without spaces": ("ภาษาไทย", 2),
    "Russian": ("Привет, мир", 2),
}


@pytest.mark.parametrize(("text", "expected"), WORDS.values(), ids=WORDS)
def test_count_words(text: str, expected: int) -> None:
    assert count_words(text) == expected
