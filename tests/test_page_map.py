"""The map of a page: elements, chunks, blocks and their sums."""

from __future__ import annotations

import time

import pytest

from aggregator.extraction.page.naming import sought
from aggregator.extraction.page.page_map import PageMap, read, words_in
from aggregator.extraction.page.parsing import parse

URL = "https://news.example/a"

_LEAD, _LE, _B, _AB = sought("lead", "nothing"), sought("le", "ad"), sought("b"), sought("ab")


def page_of(body: str) -> PageMap:
    return PageMap(parse(f"<html><body>{body}</body></html>"), URL)


def blocks_of(page: PageMap) -> list[str]:
    return page.block_texts


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        pytest.param("<p>one</p><p>two</p>", ["one", "two"], id="paragraphs"),
        pytest.param("one<br><br>two", ["one", "two"], id="line breaks"),
        pytest.param("<p>one <b>and</b> <i>two</i></p>", ["one and two"], id="inline elements"),
        pytest.param("<div>one<p>two</p>three</div>", ["one", "two", "three"], id="text around a block"),
        pytest.param("<p>one<script>var x;</script></p><style>p{}</style>", ["one"], id="silent elements"),
        pytest.param(
            "<custom-tag>one</custom-tag><custom-tag>two</custom-tag>", ["one", "two"], id="own elements"
        ),
        pytest.param(
            "<p>one <x:city>two</x:city>, three</p>", ["one two, three"], id="a word processor's marks"
        ),
        pytest.param(
            "<p>one<script>var x;</script>, <style>b{}</style><b>two</b> <meta itemprop=x content=y>three</p>",
            ["one, two three"],
            id="what is not displayed, in a line",
        ),
        pytest.param(
            "<p>one <a href=/x>two<svg><path/></svg></a>, three</p>", ["one two, three"], id="icons"
        ),
        pytest.param(
            "<h3><button>one <svg></svg></button></h3><p>two</p>", ["one", "two"], id="a heading to press"
        ),
        pytest.param("<h3>one<button>two</button></h3>", ["one"], id="a button behind a heading"),
        pytest.param(
            "<p><ruby>漢字<rp>(</rp><rt>かんじ</rt><rp>)</rp></ruby>です</p>",
            ["漢字(かんじ)です"],
            id="readings of characters",
        ),
        pytest.param("<p>one <output>2</output> three</p>", ["one 2 three"], id="results in a line"),
        pytest.param(
            "<p>one<math><mi>x</mi><mspace/><mo>=</mo><mroot><mi>y</mi><mn>3</mn></mroot></math></p>",
            ["onex=y3"],
            id="formulas",
        ),
        pytest.param("<p>字<span>体</span></p>", ["字体"], id="no blanks between characters"),
        pytest.param("<p> \n </p>", [], id="blanks alone"),
        pytest.param("<a href=/x><div>one</div><div>two</div></a>", ["one", "two"], id="blocks in a link"),
    ],
)
def test_blocks_are_lines_as_laid_out(body: str, blocks: list[str]) -> None:
    assert blocks_of(page_of(body)) == blocks


@pytest.mark.parametrize("opened", ["<font>", "<div class=a>", "<span><section>"])
def test_text_below_thousands_of_missing_ends_is_not_lost(opened: str) -> None:
    page = page_of(f"<h1>Title</h1><p>one</p><select>none</select>{opened * 3000}two<p>three</p>")
    assert blocks_of(page) == ["Title", "one", "two", "three"]


def test_an_element_covers_its_subtree() -> None:
    page = page_of("<div id=a><p>one</p><p>two</p></div><p>three</p>")
    node = page.names.index("a")
    assert page.tags[node : page.ends[node]] == ["div", "p", "p"]
    assert page.text(node) == "one two"
    assert page.lines(node) == ["one", "two"]
    assert [page.tags[child] for child in page.children(node)] == ["p", "p"]
    assert [page.tags[above] for above in page.ancestors(node)] == ["body", "html"]


@pytest.mark.parametrize(
    ("body", "chunks"),
    [
        pytest.param("<figure><img>\n</figure><p>one</p>", ["", "one"], id="at the end of a block"),
        pytest.param("<p>one<img> <b>two</b></p>", ["one", "", " two"], id="before text"),
        pytest.param(
            "<p>one <img>\n<img>\n<b>two</b></p>", ["one ", "", "", "  two"], id="before another one"
        ),
        pytest.param("<p>one</p><img> ", ["one", ""], id="at the end of the page"),
    ],
)
def test_blanks_behind_a_picture_are_none_of_it(body: str, chunks: list[str]) -> None:
    assert page_of(body).chunks == chunks


@pytest.mark.parametrize(
    ("body", "chunks"),
    [
        pytest.param("<p>one <b>two</b>\n<b>three</b></p>", ["one ", "two ", "three"], id="not in prose"),
        pytest.param("<pre>one<b>\n\t</b>two</pre>", ["one\n\t", "two"], id="between texts"),
        pytest.param("<pre><b>  </b><b>one</b></pre>", ["  one"], id="at the start of a line"),
        pytest.param("<pre><p>  </p>\n<p>one</p></pre>", ["one"], id="not of an empty line"),
        pytest.param("<pre>one</pre><b> </b><p>two", ["one", "two"], id="not behind the code"),
    ],
)
def test_code_keeps_blanks_as_they_are(body: str, chunks: list[str]) -> None:
    assert page_of(body).chunks == chunks


@pytest.mark.parametrize("tag", ["p", "pre"])
def test_blanks_behind_a_long_text_take_their_time_and_no_more(tag: str) -> None:
    start = time.process_time()
    page = page_of(f"<{tag}>" + "word " * 500_000 + "<b> </b>" * 100_000)
    assert page.chunks == ["word " * 500_000 + " " * 100_000]
    assert time.process_time() - start < 5


def test_sums_over_an_element() -> None:
    page = page_of("<div>ab<a href=/x>cdef</a></div><p>字</p>")
    div, paragraph = page.by_tag["div"][0], page.by_tag["p"][0]
    assert (page.size(div), page.link_size(div)) == (6, 4)
    assert page.link_density(div) == pytest.approx(4 / 6)
    assert page.size(paragraph) == 3


def test_sums_over_any_element_are_those_of_its_chunks() -> None:
    page = page_of("<ul><li>a, b. c</li><li>一，二。<a>三</a></li></ul>tail<div><p>x</p></div>")
    for node in range(len(page.tags)):
        own = [
            chunk for chunk in range(len(page.chunks)) if node <= page.chunk_nodes[chunk] < page.ends[node]
        ]
        assert own == list(range(page.chunk_starts[node], page.chunk_ends[node]))


def test_text_behind_a_mark_that_is_never_closed_is_no_link() -> None:
    page = page_of("<a name=top><p>one</p><p>two <a href=/x>three</a></p>")
    assert page.link_size(0) == len("three")


def test_marks_are_counted_in_both_scripts() -> None:
    page = page_of("<p>a first part, a second part. An end.</p><p>一，二。三！</p>")
    assert [page.block_marks[0], page.block_marks[1]] == [3, 3]


@pytest.mark.parametrize(
    ("markup", "is_hidden"),
    [
        ("<div style='display: none'>x</div>", True),
        ("<div style='DISPLAY:NONE'>x</div>", True),
        ("<div hidden>x</div>", True),
        ("<div style='visibility: hidden'>x</div>", False),
        ("<div hidden role=tabpanel>x</div>", False),
        ("<div hidden aria-labelledby=question>x</div>", False),
        ("<div hidden role=dialog aria-labelledby=question>x</div>", True),
        ("<div hidden id='S:1'>x</div>", False),
        ("<div>x</div>", False),
    ],
)
def test_hidden_is_what_no_script_is_sure_to_show(markup: str, is_hidden: bool) -> None:
    page = page_of(markup)
    assert page.hidden[page.by_tag["div"][0]] is is_hidden


def test_what_is_inside_of_the_hidden_is_hidden() -> None:
    page = page_of("<div hidden><p>x</p><p style='display:none'>x</p></div><p>y</p>")
    assert [page.hidden[node] for node in page.by_tag["p"]] == [True, True, False]


@pytest.mark.parametrize("end", ["</html>", "</body>", "</HTML>", "</Body></Html>"])
def test_what_stands_behind_an_end_in_the_middle_is_read(end: str) -> None:
    page = PageMap(parse(f"<html><body><p>one</p>{end}<p>two</p></body></html> "), URL)
    assert page.block_texts == ["one", "two"]


@pytest.mark.parametrize("count", [10, 5000])
def test_only_a_tag_of_thousands_of_attributes_loses_them(count: int) -> None:
    attributes = " ".join(
        f"data-{number}='{'x' * 30_000 if number == 1 else 'y'}'" for number in range(count)
    )
    page = page_of(f"<p>one</p><p class=k {attributes}>two</p><p class=l>three</p>")
    assert [page.names[node] for node in page.by_tag["p"]] == ["", "k" if count == 10 else "", "l"]
    assert page.lines(0) == ["one", "two", "three"]


def test_numbers_lead_back_to_elements() -> None:
    page = page_of("<p class='Lead  X' id=I>x</p>")
    node = page.by_tag["p"][0]
    assert page.number(page.elements[node]) == node
    assert page.names[node] == "lead  x i"
    assert page.attribute(node, "id") == "I"
    assert page.names_with(_LEAD) == {page.names[node]: [node]}


def test_properties_are_found_in_order() -> None:
    page = page_of(
        "<p itemprop=a>one</p><div><img itemprop></div><p id=itemprop>two</p><b ITEMPROP=b>three</b>"
    )
    assert [page.tags[node] for node in page.properties] == ["p", "img", "b"]


def test_addresses_stand_beside_their_links() -> None:
    page = page_of('<a href="/1">1</a><p><a name=mark>2</a><a href>3</a><link href="/4"></p>')
    assert dict(zip(page.by_tag["a"], page.hrefs, strict=True)) == {2: "/1", 4: None, 5: ""}
    assert page_of("<p>None</p>").hrefs == []


def test_names_are_searched_of_what_may_hold_text() -> None:
    page = page_of("<p class='post-lead'>x</p><b id=Lead>y</b><img class=lead><button class=lead>z</button>")
    assert page.names_with(_LEAD) == {"post-lead": [2], "lead": [3]}
    assert page.names_with(_LE).keys() == {"post-lead", "lead"}


def test_words_in_a_text_keep_the_order_asked_for() -> None:
    assert words_in("var ct = 'Übung'".encode(), ["Üb", "none", "ct", "var", ""]) == ["Üb", "ct", "var", ""]
    assert words_in(b"", ["ct"]) == []


def test_names_are_searched_one_by_one() -> None:
    page = page_of("<p class='Über\nlead' id=lead>x</p><p class='a'>y</p><p class='b'>z</p>")
    assert page.names_with(_LEAD) == {"über\nlead lead": [2]}
    assert page.names_with(_B).keys() == {"über\nlead lead", "b"}
    assert page.names_with(_AB) == {}


@pytest.mark.parametrize(
    "html", ["", "   ", "\0\0", "no markup", "<", "<!-- -->", "\ud800", "<a" * 50, "]]>", "<?xml?>"]
)
def test_whatever_comes_in_there_is_a_map(html: str) -> None:
    page = PageMap(parse(html), URL)
    assert len(page.tags) >= 1
    assert page.ends[0] == len(page.tags)


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        pytest.param(
            "<button>Menu<main><h1>Title</h1><p>one</main>", ["Menu", "Title", "one"], id="never closed"
        ),
        pytest.param("<button>Menu</button><main><p>one</main>", ["one"], id="closed"),
        pytest.param(
            "<button><b>Menu</b></button><h1>Title</h1><button>More", ["Title"], id="around a heading"
        ),
    ],
)
def test_a_button_that_holds_the_page_is_none(markup: str, lines: list[str]) -> None:
    assert blocks_of(read(f"<html><body>{markup}</body></html>", URL)) == lines


PROSE = "".join(f"<p>Sentence number {number}, long enough to count as prose.</p>" for number in range(9))


def test_text_for_readers_without_scripts_is_read_where_a_page_shows_less() -> None:
    page = read(f"<html><body><nav>Forum</nav><noscript>{PROSE}</noscript></body></html>", URL)
    assert len(blocks_of(page)) == 10


def test_text_in_a_button_never_closed_is_shown_before_other_text_is() -> None:
    page = read(
        f"<html><body><noscript>{PROSE}</noscript><button>Menu<h1>Title</h1>{PROSE * 2}</body></html>", URL
    )
    assert blocks_of(page) == ["Menu", "Title", *blocks_of(page_of(PROSE * 2))]


@pytest.mark.parametrize(
    ("shown", "spare"),
    [
        pytest.param(PROSE, PROSE, id="the same text twice"),
        pytest.param("", "<p>Please switch on JavaScript.</p>", id="a request"),
        pytest.param("", "<img src=/pixel.gif>" * 300, id="pictures that count readers"),
    ],
)
def test_other_text_for_readers_without_scripts_is_not_shown(shown: str, spare: str) -> None:
    page = read(f"<html><body><nav>Forum</nav>{shown}<noscript>{spare}</noscript></body></html>", URL)
    assert [text for text in blocks_of(page) if text] == ["Forum", *blocks_of(page_of(shown))]
