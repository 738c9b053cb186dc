"""Where the body begins and ends, once it is known what is likely."""

from __future__ import annotations

import pytest

from aggregator.extraction.body import edges
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

TEXT = "<p>The library stays open.</p><p>The roof will be repaired.</p><p>Readers had protested.</p>"
LINES = ["The library stays open.", "The roof will be repaired.", "Readers had protested."]

PART = f"<div>{TEXT}</div>"
PIECE = "<div class=piece><div>{}</div></div>"


def settled(
    html: str, scores: dict[str, float], *, headline: str | None = None, is_thread: bool = False
) -> list[str]:
    """The lines of the body, where all are sure but those with a word of `scores`."""
    page = PageMap(parse(f"<body>{html}</body>"), "https://news.example/a")
    lines = page.block_texts
    weighed = {
        block: next((score for word, score in scores.items() if word in line), 3.0)
        for block, line in enumerate(lines)
        if line
    }
    place = lines.index(headline) if headline else -999
    edges.settle(page, weighed, headline=place, is_thread=is_thread)
    return [lines[block] for block, score in weighed.items() if score > 0]


@pytest.mark.parametrize(
    ("before", "score", "is_in"),
    [
        pytest.param("<h2>Why doubt</h2>", -3.0, True, id="heading"),
        pytest.param("<div><h2>Why doubt</h2><a href=#why>link to doubt</a></div>", -3.0, True, id="heading with its link"),
        pytest.param("<div><h2>Why doubt</h2><p>doubt of readers</p></div>", -3.0, False, id="heading of something else"),
        pytest.param("<h2>Why doubt</h2>", -7.0, False, id="impossible heading"),
        pytest.param(f"<h2>doubt {'and so on ' * 30}</h2>", -3.0, False, id="long heading"),
        pytest.param("<ul><li>first doubt<li>second doubt</ul>", -2.0, True, id="list"),
        pytest.param("<p>in doubt</p>", -0.5, False, id="paragraph"),
        pytest.param("<h2>Why doubt</h2>bare doubt", -3.0, False, id="heading of bare text"),
    ],
)  # fmt: skip
def test_what_opens_the_text_is_in(before: str, score: float, is_in: bool) -> None:
    found = settled(f"<nav>doubt</nav><article>{before}{TEXT}</article>", {"doubt": score})
    assert found[-3:] == LINES
    assert any("doubt" in line for line in found) == is_in


@pytest.mark.parametrize(
    ("behind", "score", "is_in"),
    [
        pytest.param("<pre>print(doubt)</pre>", -7.0, True, id="code"),
        pytest.param("<figure><b>doubt.py</b><pre>print('in no doubt at all')</pre></figure>", -7.0, True, id="code in a box"),
        pytest.param("<ul><li>first doubt<li>second doubt</ul>", -2.0, True, id="list"),
        pytest.param("<ul><li>first doubt<li>second doubt</ul>", -3.0, False, id="unlikely list"),
        pytest.param("<ul><li><a href=/1>first doubt</a><li><a href=/2>second doubt</a></ul>", -2.0, False, id="links"),
        pytest.param("<blockquote><p>a doubt</p></blockquote>", -3.0, True, id="quotation"),
        pytest.param("<h2>More doubt</h2>", -1.0, False, id="heading"),
        pytest.param("<p>doubt</p><pre>print(doubt)</pre>", -1.0, False, id="code behind something else"),
        pytest.param("doubt<pre>print(doubt)</pre>", -1.0, False, id="code behind bare text"),
    ],
)  # fmt: skip
def test_what_closes_the_text_is_in(behind: str, score: float, is_in: bool) -> None:
    found = settled(f"<article>{TEXT}{behind}</article><ul><li>doubt</ul>", {"doubt": score})
    assert found[:3] == LINES
    assert any("doubt" in line for line in found) == is_in


@pytest.mark.parametrize(
    ("behind", "count"),
    [
        ("<p>附件：<a href=/plan.docx>改造计划表</a></p>", 1),
        (
            "<p>附件：</p><p>1.<a href=/a.pdf>计划表</a></p><p>2.<a href=/b.xls>名单</a></p><p><a href=/c>更多</a></p>",
            3,
        ),
        ("<p>附件1 <a href=/a.pdf>计划表</a></p><p>附件2 <a href=/b.pdf>名单</a></p>", 2),
        ("<p><a href=/a.pdf>计划表</a></p>", 0),
        ("<p>附近的居民</p>", 0),
    ],
    ids=["one", "list", "numbered", "file alone", "other"],
)
def test_attached_files_belong_to_a_notice(behind: str, count: int) -> None:
    found = settled(
        f"<article>{TEXT}{behind}</article>", dict.fromkeys(("附", "更多", "名单", "计划表"), -5.0)
    )
    assert len(found) == len(LINES) + count


def test_of_a_box_with_code_only_the_code_is_in() -> None:
    box = "<figure><b>doubt.py</b><pre>print('in no doubt at all')</pre></figure>"
    assert settled(TEXT + box, {"doubt": -7.0}) == [*LINES, "print('in no doubt at all')"]


def test_the_articles_element_is_the_one_with_sure_text_not_the_longest() -> None:
    html = f"<article>{TEXT}</article><div><p>{'A doubt of somebody. ' * 12}</p></div>"
    assert settled(html, {"doubt": 0.5}) == LINES


def test_a_lone_paragraph_has_no_element_of_its_own() -> None:
    caption = (
        "<div class=photo><p>The library in a photograph of 2006, made available by its readers.</p></div>"
    )
    html = f"<article>{caption}<div class=text>{TEXT}</div></article>"
    assert settled(html, {"photograph": 9.0, "library": 1.0, "roof": 1.0, "Readers": 1.0})[-3:] == LINES


def test_a_list_that_is_half_in_is_in() -> None:
    items = "<ul><li>one<li>two<li>small doubt</ul>"
    assert settled(TEXT + items, {"doubt": -1.0}) == [*LINES, "one", "two", "small doubt"]


def test_what_closes_a_section_of_the_text_is_in() -> None:
    html = f"<main><section>{TEXT}</section><section><p>At last.</p><pre>doubt()</pre></section><pre>doubt</pre></main>"
    assert settled(html, {"doubt": -3.0}) == [*LINES, "At last.", "doubt()", "doubt"]


def test_sections_within_a_section_are_one_text() -> None:
    parts = "".join(f"<section><h2>Part</h2><p>{line}</p></section>" for line in LINES)
    html = f"<section><h1>Head</h1>{parts}<section><h2>Part</h2><p>A doubt.</p><pre>doubt()</pre></section></section>"
    assert settled(html + "<p>doubt</p>", {"doubt": 1.0})[-2:] == ["A doubt.", "doubt()"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param(f"<article>{TEXT}</article><p>doubt</p><p>surely</p>", [*LINES, "surely"], id="behind"),
        pytest.param(f"<p>doubt</p><article>{TEXT}</article>", ["doubt", *LINES], id="before"),
        pytest.param(
            f"<p>doubt</p><h1>Head</h1><p>doubt</p><div>{TEXT}</div>", ["Head", "doubt", *LINES], id="above"
        ),
        pytest.param(
            f"<p>surely</p><h1>Head</h1><div>{TEXT}</div>", ["surely", "Head", *LINES], id="surely above"
        ),
        pytest.param("<p>doubt</p><h1>Head</h1>surely<br>in", ["Head", "surely", "in"], id="above bare text"),
        pytest.param("<p>doubt</p><h1>Head</h1>", ["doubt", "Head"], id="above nothing but the headline"),
        pytest.param(
            f"<div class=part>{TEXT}</div><div class=part><p>doubt</p></div>",
            [*LINES, "doubt"],
            id="of one name",
        ),
        pytest.param(
            f"<main><div>{TEXT}</div><div><p>doubt</p></div><div class=more><p>doubt</p></div></main>",
            [*LINES, "doubt"],
            id="of no name, side by side",
        ),
        pytest.param(
            f"<main>{PIECE.format(TEXT)}<i>ad</i>{PIECE.format('<p>doubt</p>') * 2}</main><p>doubt</p>",
            [*LINES, "ad", "doubt", "doubt"],
            id="pieces of a name, with one inside that has none",
        ),
        pytest.param(
            f"<main>{PIECE.format(TEXT)}{PIECE.format('<p>doubt</p>')}</main><p>doubt</p>",
            LINES,
            id="another piece of that name",
        ),
        pytest.param(
            f"<main class=text>{PART}<section><h2>doubt</h2><ul><li>doubt</ul></section></main><p>doubt</p>",
            [*LINES, "doubt", "doubt"],
            id="a part with a heading, in a named element",
        ),
        pytest.param(
            f"<main>{PART}<section><h2>doubt</h2><p>doubt</p></section></main>",
            LINES,
            id="a part with a heading, in an element without a name",
        ),
        pytest.param(
            f"<main class=page><h1>Head</h1>{PART}<section><h2>doubt</h2><p>doubt</p></section></main>",
            ["Head", *LINES],
            id="a part with a heading, in an element with the headline",
        ),
        pytest.param(f"<main class=text>{PART}<h2>doubt</h2></main>", LINES, id="a heading alone"),
        pytest.param(
            f"<main class=text>{PART}<section><p>doubt</p></section></main>", LINES, id="a small part"
        ),
        pytest.param(
            f"<main class=text>{PART}<section><p>doubt {'and so on ' * 4}</p></section></main>",
            [*LINES, f"doubt {'and so on ' * 4}".strip()],
            id="a large part",
        ),
        pytest.param("<div>doubt<br>surely</div>", ["doubt", "surely"], id="no paragraphs"),
    ],
)
def test_what_stands_apart_needs_to_be_sure(html: str, expected: list[str]) -> None:
    headline = "Head" if "Head" in html else None
    assert settled(html, {"doubt": 1.0}, headline=headline) == expected


def test_the_headline_is_no_part_of_the_text() -> None:
    html = f"<article><h2>doubt</h2><h2>Head, in doubt</h2><h3>Why doubt</h3>{TEXT}</article>"
    assert settled(html, {"doubt": -1.0}, headline="Head, in doubt") == ["Why doubt", *LINES]


def test_in_a_thread_the_next_post_stays() -> None:
    html = f"<article>{TEXT}</article><p>doubt</p>"
    assert settled(html, {"doubt": 1.0}, is_thread=True) == [*LINES, "doubt"]


def test_a_page_on_which_nothing_is_likely_stays_as_it_is() -> None:
    assert settled(TEXT, {"": -1.0}) == []
