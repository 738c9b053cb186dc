"""Strings are searched and folded in C as in Python."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.extraction.page import strings as in_python

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


@given(st.text("ab  \n\xa0\u3000\x1c字😀") | st.text())
@settings(max_examples=400, deadline=None)
def test_blanks_are_folded_alike(text: str) -> None:
    assert in_c.folded(text) == in_python.folded(text)


@pytest.mark.parametrize("text", ["", "one", "one two", "一 二", "é 😀"])
def test_a_folded_text_is_not_copied(text: str) -> None:
    assert in_c.folded(text) is text
