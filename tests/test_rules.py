"""A site's selectors override what extraction finds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from aggregator.extraction import Rules, examine
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

URL = "https://news.example/2026/a.html"
PAGE = """<html><head><title>Wrong</title></head><body>
<h1>Wrong headline of the site</h1>
<div class=real><b class=t>The real <i>title</i></b> <span class=who>Ann Lee</span> <time datetime=2026-03-04>March</time>
<a class=cat href=/c>Politics</a> <a class=tag>x</a> <a class=tag>y</a></div>
<div class=text><p>First paragraph of the text, as the rules see it.</p><p class=ad>Buy now.</p>
<div class=more><a href=/b>Another article of this site</a></div></div>
<p>This paragraph, which is long and has commas, periods and all that, lies outside of the body. It is longer
than the body itself, so that nothing but the rule would choose the other one.</p>
<a class=next href=a_2.html>2</a></body></html>"""
SELECT = {
    "title": ["b.t"],
    "authors": ["//span[@class='who']"],
    "date_published": ["time"],
    "category": ["a.cat::text"],
    "tags": ["a.tag"],
    "body": [".missing", "div.text"],
    "remove": ["p.ad"],
    "related": ["div.more"],
    "next_page": ["a.next::attr(href)"],
}


def test_every_field_can_be_overridden() -> None:
    seen = examine(PAGE, URL, fetched_at=datetime(2026, 4, 1, tzinfo=UTC), rules=Rules(SELECT))
    article = seen.article
    assert article.title == "The real title"
    assert [person.name for person in article.authors] == ["Ann Lee"]
    assert article.date_published == date(2026, 3, 4)
    assert article.category == "Politics"
    assert article.tags == ("x", "y")
    assert article.text == "First paragraph of the text, as the rules see it."
    assert [(link.url, link.title) for link in article.related_links] == [
        ("https://news.example/b", "Another article of this site")
    ]
    assert seen.next_page == "https://news.example/2026/a_2.html"
    assert seen.matched == frozenset(SELECT)
    assert article.provenance["title"] == "site-rule"


def test_rules_that_match_nothing_change_nothing() -> None:
    rules = Rules({"title": [".none"], "body": ["//none"], "tags": ["//p[contains()]"]})
    seen = examine(PAGE, URL, rules=rules)
    plain = examine(PAGE, URL)
    assert seen.matched == frozenset()
    assert seen.article.title == plain.article.title
    assert seen.article.text == plain.article.text


@pytest.mark.parametrize(
    ("selector", "values"),
    [
        ("meta[name=k]", ["v"]),
        ("//meta/@content", ["v"]),
        ("string(//p)", ["one two"]),
        ("p::text", ["one", "two"]),
        ("(count(//p))", []),
        ("//nothing | //p[1]", ["one two"]),
    ],
)
def test_values_of_all_kinds_of_matches(selector: str, values: list[str]) -> None:
    page = PageMap(parse("<head><meta name=k content=v></head><p>one <b></b>two</p>"), URL)
    assert Rules({"title": [selector]}).read(page).values("title") == values


def test_nested_matches_are_one() -> None:
    page = PageMap(parse("<div><div>x</div></div>"), URL)
    assert Rules({"body": ["div"]}).read(page).nodes("body") == page.by_tag["div"][:1]


@pytest.mark.parametrize(
    ("select", "message"),
    [
        ({"titel": ["b"]}, "titel: unknown"),
        ({"title": ["b["]}, "title: 'b\\['"),
        ({"body": ["//p["]}, "body: '//p\\['"),
        ({"title": ["h1:visible"]}, ":visible is unknown"),
        ({"title": ["h1::foo"]}, "::foo is unknown"),
        ({"title": ["h1:nth-child(x)"]}, "Invalid series"),
        ({"title": ["a:not(:bad)"]}, ":bad is unknown"),
        ({"title": ["//h1[foo()]"]}, r"no function foo\(\)"),
        ({"title": ["//h1[re:test(., 'x')]"]}, r"no function re:test\(\)"),
        ({"title": ["//h1[$x]"]}, "no variables"),
        ({"title": ["//x:h1"]}, "namespace prefix"),
    ],
)
def test_mistakes_are_named(select: dict[str, list[str]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Rules(select)


@pytest.mark.parametrize(
    "selector",
    [
        "//p[not(contains(@class, 'foo(x) $1'))]/following-sibling::node()",
        "//p[count(a)-count(b)=1 and(position() mod 2)]/text()",
        "//p[has-class('lead')]",
    ],
)
def test_functions_that_there_are_pass(selector: str) -> None:
    Rules({"title": [selector]})
