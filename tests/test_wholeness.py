"""Packed answers that were cut off."""

from __future__ import annotations

import gzip
from random import Random

import pytest

from aggregator.crawling.wholeness import is_cut_off

TEXT = "".join(Random(1).choices("abcdefgh <p>", k=200_000))
PAGE = gzip.compress(f"<html>{TEXT}</html><!-- served in 3 ms -->".encode())


@pytest.mark.parametrize(
    ("packed", "cut_off"),
    [
        pytest.param(PAGE, False, id="whole"),
        pytest.param(PAGE + b"x", False, id="something behind it"),
        pytest.param(PAGE[:-8], False, id="checksum left out"),
        pytest.param(PAGE[:-2000], True, id="end of the page left out"),
        pytest.param(PAGE[:5], True, id="hardly begun"),
        pytest.param(gzip.compress(b"x" * 10_000_000), False, id="many times its size"),
        pytest.param(b"<html>not packed</html>", False, id="not packed"),
        pytest.param(b"", False, id="nothing, as of redirects"),
    ],
)
def test_cut_off(packed: bytes, cut_off: bool) -> None:
    assert is_cut_off(packed) == cut_off
