"""Strings are searched and folded in C as in Python."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.extraction.page import strings as in_python

Reach = in_python.Reach
in_c: Any = pytest.importorskip("aggregator.extraction.page._strings", reason="was not compiled")


@given(st.text("abé\n", max_size=30), st.text("abé", min_size=1, max_size=3), st.integers(0, 40))
@settings(max_examples=400, deadline=None)
def test_words_are_found_at_the_same_place(text: str, word: str, start: int) -> None:
    whole, wanted = text.encode(), word.encode()
    start = min(start, len(whole))
    assert in_c.find(whole, wanted, start) == in_python.find(whole, wanted, start)


@pytest.mark.parametrize("start", [-1, 1])
def test_a_search_from_beyond_the_text_is_refused(start: int) -> None:
    with pytest.raises(IndexError):
        in_c.find(b"", b"word", start)


@given(st.text("ab  \n\xa0\u3000\x1c字😀") | st.text("ab  \n\x1c\x7f") | st.text())
@settings(max_examples=400, deadline=None)
def test_blanks_are_folded_alike(text: str) -> None:
    assert in_c.folded(text) == in_python.folded(text)


@pytest.mark.parametrize("text", ["", "one", "one two", "一 二", "é 😀"])
def test_a_folded_text_is_not_copied(text: str) -> None:
    assert in_c.folded(text) is text


PIECES = [
    bytes([byte])
    for byte in b"a\x7f\x80\x8f\x90\x9f\xa0\xbf\xc1\xc2\xdf\xe0\xec\xed\xee\xef\xf0\xf1\xf4\xf5\xff"
]
"""The bytes at which the rules of UTF-8 change."""

REACHES = {
    "": Reach.ASCII,
    "plain": Reach.ASCII,
    "é\x80ÿ": Reach.LATIN_1,
    "éĀ߿": Reach.TWO_BYTES,
    "ࠀ": Reach.ANY,
    "字": Reach.ANY,
    "a😀\U0010ffff": Reach.ANY,
}


@pytest.mark.parametrize("module", [in_c, in_python], ids=["in C", "in Python"])
@pytest.mark.parametrize("text", REACHES)
def test_how_far_characters_reach(module: Any, text: str) -> None:
    assert module.reach(("eight..." + text).encode()) is REACHES[text]


@given(st.binary() | st.text().map(str.encode) | st.lists(st.sampled_from(PIECES)).map(b"".join))
@settings(max_examples=1000, deadline=None)
def test_bytes_are_judged_alike(data: bytes) -> None:
    assert in_c.reach(data) is in_python.reach(data)
    assert in_c.has_c1(data) == in_python.has_c1(data)


@given(st.lists(st.sampled_from(["<", "/", "</", "body", "HTML", "bodY", ">", "a", "</body>"])).map("".join))
@settings(max_examples=1000, deadline=None)
def test_the_same_ends_are_found(html: str) -> None:
    assert in_c.ends(html.encode()) == in_python.ends(html.encode())
