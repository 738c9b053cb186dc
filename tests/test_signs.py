"""Signs are found where patterns find them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import signs
from aggregator.dates import forms
from aggregator.dates.words import MONTH
from aggregator.extraction import landmarks
from aggregator.extraction.body import comments
from aggregator.extraction.byline import count_places, counts, line, marked, vicinity
from aggregator.extraction.dating import labels

_GAP = "\u241f"
PATTERNS = {
    "has_digit": re.compile(r"\d"),
    "has_number": re.compile(r"[\d年]"),
    "has_label_mark": re.compile(rf"[:：/／｜|丨＝={_GAP}]|[bB][yY]\s|者\s"),
}


@pytest.mark.parametrize("name", PATTERNS)
@given(text=st.text("abyBY者年天 \u3000\n1٣𝟗：=" + _GAP, max_size=8) | st.text())
@settings(max_examples=400, deadline=None)
def test_signs_are_those_of_the_pattern(name: str, text: str) -> None:
    assert getattr(signs, name)(text) == (PATTERNS[name].search(text) is not None)


@given(st.sets(st.text("abc", min_size=1, max_size=4), min_size=1), st.text("abcABC-@é年", max_size=12))
@settings(max_examples=600, deadline=None)
def test_words_are_found_in_either_case(words: set[str], text: str) -> None:
    found = any(word in text.lower() for word in words) or "年" in text
    assert signs.Words(words, "年").are_in(text) == found


@given(
    st.sets(st.text("ab-_", min_size=1, max_size=4), min_size=1),
    st.lists(st.text("aabb-_éc", max_size=12)),
)
@settings(max_examples=600, deadline=None)
def test_words_are_spotted_in_many_texts(words: set[str], texts: list[str]) -> None:
    having = {word: dict.fromkeys(text for text in texts if word in text) for word in words}
    assert signs.Spotter(words).spot(texts) == {word: found for word, found in having.items() if found}


@given(st.sets(st.text("abc-é", min_size=1, max_size=5)), st.text("abcABC-éK", max_size=6))
@settings(max_examples=600, deadline=None)
def test_no_text_that_begins_with_a_word_is_passed_by(words: set[str], text: str) -> None:
    if any(text.lower().startswith(word) for word in words):
        assert signs.Beginnings(words).may_begin(text)


def test_few_texts_may_begin_with_a_word() -> None:
    beginnings = signs.Beginnings(["related", "up", "s-ar"])
    told = {
        text: beginnings.may_begin(text)
        for text in ("Relief", "reason", "UP next", "us now", "s-art", "star")
    }
    assert [text for text, may_begin in told.items() if may_begin] == ["Relief", "UP next", "s-art"]


NEEDED = {
    "apart": (landmarks._APART_WORDS, [landmarks._APART, landmarks._OF_OTHERS]),
    "apart from the byline": (
        vicinity._APART_WORDS,
        [vicinity._APART, vicinity._FOREIGN, vicinity._OF_ARTICLE, vicinity._FOOTER],
    ),
    "invitation to comment": (comments._WORDS, [comments._INVITATION]),
    "heading of comments": (
        counts._HEADING_WORDS,
        [re.compile(heading.pattern) for heading in counts._COMMENT_HEADINGS],
    ),
    "author": (marked._AUTHORS, [marked._AUTHOR_WORD]),
    "source": (
        marked._SOURCES,
        [marked._SOURCE_WORD, marked._SIGNATURE_WORD, marked._WECHAT_ACCOUNT, marked._WECHAT_AUTHOR],
    ),
    **{f"count of {kind}": (words, [pattern]) for kind, (words, pattern) in count_places._NAMED.items()},
    "count in other languages": (
        counts._SIGNS_SPACED,
        [re.compile(words) for pair in counts._SPACED.values() for words in pair],
    ),
    "label of the byline": (line._LABEL_WORDS, [line._LONE]),
    "label of a date": (labels.WORDS, [labels.PUBLISHED, labels.TIME]),
    "month": (forms._NAMES, [re.compile(MONTH)]),
    "day": (
        forms._WITHOUT_DIGIT,
        [forms._HAN, forms._DAY, forms._AGO, re.compile("|".join(forms._DAY_WORDS | forms._AGO_WORDS))],
    ),
}


@pytest.mark.parametrize("case", NEEDED)
@given(data=st.data())
@settings(max_examples=300, deadline=None)
def test_what_a_pattern_matches_has_one_of_its_words(case: str, data: st.DataObject) -> None:
    words, patterns = NEEDED[case]
    text = data.draw(st.from_regex(data.draw(st.sampled_from(patterns))))
    assert words.are_in(text)
