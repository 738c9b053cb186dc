"""The report on one page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from parsel import Selector

from aggregator.extraction.explain import explain

PAGES = Path(__file__).parent / "pages"
SEED = PAGES / "debt-blog" / "run-together-byline" / "page.html"
URL = "https://www.anxinlizhai.example/zhaiwu/1030.html"


def groups(report: str) -> dict[str, str]:
    """Region -> the text shown under it."""
    found: dict[str, str] = {}
    for group in Selector(report).css("div.group"):
        region = group.attrib["class"].split()[1]
        found[region] = found.get(region, "") + "".join(group.css("*::text").getall())
    return found


@pytest.mark.parametrize(
    ("region", "text"),
    [
        ("title", "网贷平台说要上门核实是真的吗?"),
        ("byline", "小花2024-11-01债务优化3"),
        ("body", "二、会不会真的有人来"),
        ("related", "逾期五天会不会上征信，要看平台是否接入征信系统"),
        ("list", "法院传票长什么样子"),
        ("navigation", "版权所有"),
    ],
)
def test_lines_stand_under_what_they_were_taken_for(region: str, text: str) -> None:
    found = groups(explain(SEED.read_bytes(), URL))
    assert text in found[region]
    assert [other for other, shown in found.items() if other != region and text in shown] == []


def test_fields_stand_with_their_sources() -> None:
    row = Selector(explain(SEED.read_bytes(), URL)).xpath("//tr[th='authors']/td")
    assert row.css("td::text").get() == "小花 (author)"
    assert row.css(".source::text").get() == "byline"


def test_fields_that_the_page_does_not_give_are_named_together() -> None:
    report = explain("<title>A day</title><h1>A day</h1>", "https://e.example/")
    missing = Selector(report).xpath("string(//tr[th='not found'])").get("")
    assert "authors" in missing
    assert "title" not in missing


def test_text_that_only_scripts_show_is_the_body() -> None:
    prose = "The mill stopped on Monday, and nobody in the village was surprised. " * 9
    data = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{prose}"}}</script>'
    found = groups(explain(f"<title>A day</title>{data}<h1>A day</h1>", "https://e.example/"))
    assert "nobody in the village" in found["body"]
    assert "data of the page" in found["body"]


def test_report_stands_alone_and_runs_nothing() -> None:
    report = explain(
        "<title>x</title><h1>A <b>day</b></h1><p onclick='evil()'>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
        "https://e.example/",
    )
    assert "<script" not in report
    assert not re.search(r"(?:src|href)=", report)
    assert "&lt;script&gt;alert(1)" in report


def test_same_page_gives_the_same_report() -> None:
    assert explain(SEED.read_bytes(), URL) == explain(SEED.read_bytes(), URL)


@pytest.mark.parametrize("html", ["", "<p>", b"\xff\xfe", "<html><body><img src=x></body></html>"])
def test_page_without_text_is_explained_too(html: str | bytes) -> None:
    assert "Not an article" in explain(html, "https://e.example/")
