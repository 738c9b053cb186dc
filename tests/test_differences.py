"""The difference of two texts."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.differences import Step, difference, older

TEXT = st.text(st.sampled_from("ab c。\n你好吗？!. é"), max_size=60) | st.text(max_size=20)


def newer(old: str, steps: list[Step]) -> str:
    parts, at = [], 0
    for step in steps:
        if isinstance(step, int):
            parts.append(old[at : at + step])
            at += step
        else:
            parts.append(step[1])
            at += len(step[0])
    return "".join(parts)


@given(TEXT, TEXT)
def test_steps_lead_from_either_text_to_the_other(old: str, new: str) -> None:
    steps = difference(old, new)
    assert older(new, steps) == old
    assert newer(old, steps) == new


@given(TEXT, TEXT)
def test_steps_are_as_few_as_their_kinds_allow(old: str, new: str) -> None:
    steps = difference(old, new)
    kinds = [isinstance(step, int) for step in steps]
    assert all(first != second for first, second in pairwise(kinds))
    assert 0 not in steps
    assert ("", "") not in steps


@pytest.mark.parametrize(
    ("old", "new", "steps"),
    [
        pytest.param("", "", [], id="nothing"),
        pytest.param("same.", "same.", [5], id="same"),
        pytest.param("", "new", [("", "new")], id="all new"),
        pytest.param("死亡3人。昨天。", "死亡5人。昨天。", [2, ("3", "5"), 5], id="Chinese by character"),
        pytest.param(
            "He said three men. Yes.", "He said four men. Yes.", [8, ("three", "four"), 10], id="word"
        ),
        pytest.param("一。\n二。", "一。\n三。\n二。", [3, ("", "三。\n"), 2], id="sentence added"),
        pytest.param("“好！”他说。走了。", "“好！”他说。来了。", [7, ("走", "来"), 2], id="closing quotes"),
    ],
)
def test_difference_is_what_a_reader_would_mark(old: str, new: str, steps: list[Step]) -> None:
    assert difference(old, new) == steps


def test_long_and_entirely_different_texts_take_no_time() -> None:
    old = "".join(f"第{number}句话说的是{number * 7}。" for number in range(20_000))
    new = "".join(f"另有{number}件事。" for number in range(20_000))
    started = time.perf_counter()
    assert older(new, difference(old, new)) == old
    assert time.perf_counter() - started < 5
