"""Signs are found where patterns find them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator import signs

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
