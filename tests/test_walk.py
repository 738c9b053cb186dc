"""The walk in C finds what the walk in Python finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.extraction.page import walk as in_python
from aggregator.extraction.page.parsing import parse

in_c: Any = pytest.importorskip("aggregator.extraction.page._walk", reason="was not compiled")

PAGES = sorted(Path(__file__).parent.glob("pages/*/*/page.html"))

_PARTS = (
    "<p>|</p>|<div class='A b' id=C>|<div id=Only>|<div class>|<div hidden>|<div hidden id=S:1>|<div role=tabpanel hidden>|"
    "<div hidden role=region aria-labelledby>|<div hidden aria-labelledby=x role=dialog>|<i hidden role aria-labelledby=x>|"
    "<p style='Display : None'>|<p style='display:nonsense; DISPLAY:none'>|<p style>|</div>|<b>|</b>|<br>|<a href=/x>|"
    "<a name=y>|</a>|<img alt=z>|<img> |<amp-img>|</amp-img>|<noscript>|</noscript>|<script>|</script>|<select>|</select>|<button>|"
    "</button>|<ul><li>|<table><td>|</table>|<svg><path/>|</svg>|<x-own>|&#0;|&nbsp;|，|正文。|A.\u00a0|one,\u3000two.|"
    "\u2028|\u0085|&#13;|<!-- -->|<p\u00a0class=Ünder>|<p class=Ünder>|<p itemprop>|"
    "<pre>|</pre>|<h2>|<h2><button>| |\n|A long sentence, of words. It ends."
).split("|")
_MARKUP = st.lists(st.sampled_from(_PARTS), max_size=60).map("".join)


def assert_same(html: str | bytes) -> None:
    root = parse(html)
    one, other = in_python.walk(root), in_c.walk(root)
    for part in in_python.Walk.__slots__:
        if part != "elements":
            assert getattr(other, part) == getattr(one, part), part
    assert list(other.by_name) == list(one.by_name)
    assert [other.elements[number] for number in range(len(other.elements))] == list(one.elements)  # type: ignore[call-overload]
    for number in range(len(one.tags)):
        for name in ("class", "id", "href", "none"):
            assert other.elements.attribute(number, name) == one.elements.attribute(number, name)
        assert other.elements.raw_text(number) == one.elements.raw_text(number)
        assert other.elements.all_attributes(number) == one.elements.all_attributes(number)
    numbers = list(range(len(one.tags)))
    assert other.elements.attributes(numbers, "class") == one.elements.attributes(numbers, "class")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_pages(path: Path) -> None:
    assert_same(path.read_bytes())


@given(_MARKUP)
@settings(max_examples=400, deadline=None)
def test_any_markup(html: str) -> None:
    assert_same(html)


def test_more_tags_than_html_has() -> None:
    assert_same("".join(f"<x-{number}>text</x-{number}>" for number in [*range(400), *range(400)]))


def test_more_names_than_most_pages_have() -> None:
    assert_same(
        "".join(f"<p class=X{number}>text<img id=x{number}>" for number in [*range(2000), *range(2000)])
    )


def test_a_long_page() -> None:
    assert_same("<p>text<br>" * 10_000)


def test_numbers_beyond_the_page_are_refused() -> None:
    elements = in_c.walk(parse("<p>one</p>")).elements
    for number in (-1, len(elements)):
        with pytest.raises(IndexError):
            elements[number]
        with pytest.raises(IndexError):
            elements.attribute(number, "id")
