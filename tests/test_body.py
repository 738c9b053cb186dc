"""Which part of a page is its article, and that nothing a page holds can break the search for it."""

from __future__ import annotations

import json
import time
from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aggregator.extraction import examine, extract
from aggregator.extraction.body import body, cutoff, features, kin, labels, looks, model, units
from aggregator.extraction.body.arrays import Zeros
from aggregator.extraction.body.blocks import ABSENT, NAME_BITS, NO_HINTS, Blocks, Hints
from aggregator.extraction.body.forest import Forest
from aggregator.extraction.body.lexicon import Lexicon, words
from aggregator.extraction.body.vocabulary import heading_kind, is_template_line, name_bits
from aggregator.extraction.explain import explain
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

URL = "https://news.example/2026/11/a.html"

ENGLISH = [
    "The city council voted on Tuesday to keep the old library open, after months of protest by its readers.",
    "More than two thousand people had signed a petition, which the mayor received in person on Monday evening.",
    "“We did not expect this,” said one of the organisers. “It shows that a small town can change its mind.”",
    "Repairs of the roof will begin in spring; until then, the reading room on the second floor stays closed.",
]
CHINESE = [
    "本市图书馆将继续开放。经过数月讨论，市议会周二投票决定，保留位于老城区的旧图书馆，并拨款修缮屋顶。",
    "此前已有两千多名市民签名请愿，市长周一晚间亲自接收了请愿书，并表示会认真考虑市民的意见。",
    "修缮工程预计明年春天开始，届时二楼阅览室将暂时关闭，其余区域照常开放，开放时间不变。",
]
NAVIGATION = (
    "<div class=nav><ul>"
    + "".join(f"<li><a href=/s{n}>Section {n}</a></li>" for n in range(12))
    + "</ul></div>"
)
FOOTER = (
    "<div class=footer><p>Copyright 2026 News Example. All rights reserved.</p><a href=/about>About</a></div>"
)


def paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page_of(article: str, *, title: str = "Library stays open", after: str = "") -> str:
    return (
        f"<html><head><title>{title} - News Example</title></head><body>{NAVIGATION}<div class=main><h1>{title}</h1>"
        f"<div class=content>{article}</div>{after}</div>{FOOTER}</body></html>"
    )


@pytest.mark.parametrize(
    ("url", "above", "is_post"),
    [
        pytest.param("https://news.example/forum/1-roof", 1, False, id="thread"),
        pytest.param("https://news.example/forum/1-roof", 9, True, id="title below most of the text"),
        pytest.param("https://news.example/news/1-roof", 1, True, id="article"),
    ],
)
def test_above_the_title_of_a_thread_the_forum_speaks(url: str, above: int, is_post: bool) -> None:
    notice = "<div><p>Welcome to the forum of all who love old libraries and their roofs!</p></div>"
    posts = "".join(f"<div class=post><p>{text}</p></div>" for text in ENGLISH)
    page = PageMap(parse(f"<body>{notice * above}<h1>The roof</h1>{posts}</body>"), url)
    blocks = Blocks(page, Hints(headline=above))
    weighed = [4.0] * above + [-9.0] + [-2.0] * len(ENGLISH)
    found = body.choose(blocks, weighed)
    assert any("Welcome" in page.block_texts[block] for block in found.blocks) == is_post
    assert is_post or found.blocks == list(range(above + 1, above + 5))


@pytest.mark.parametrize(
    ("article", "expected"),
    [
        pytest.param(paragraphs(ENGLISH), ENGLISH, id="paragraphs"),
        pytest.param(paragraphs(CHINESE), CHINESE, id="Chinese paragraphs"),
        pytest.param("<br><br>".join(ENGLISH), ENGLISH, id="line breaks"),
        pytest.param("<br><br>　　".join(CHINESE), CHINESE, id="Chinese line breaks"),
        pytest.param("".join(f"<div>{text}</div>" for text in ENGLISH), ENGLISH, id="divs"),
        pytest.param(paragraphs(CHINESE[:2]), CHINESE[:2], id="short Chinese news"),
        pytest.param(
            f"<div id=js_content style='visibility: hidden'>{paragraphs(CHINESE)}</div>",
            CHINESE,
            id="hidden by style",
        ),
    ],
)
def test_the_body_is_found(article: str, expected: list[str]) -> None:
    assert extract(page_of(article), URL).text.split("\n") == expected


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：李伟",
        "相关阅读：图书馆开放时间调整",
        "免责声明：本文仅代表作者个人观点，与本网无关。",
        "版权声明：未经授权，不得转载本网任何内容，违者将追究法律责任。",
    ],
)
def test_template_lines_stay_out(line: str) -> None:
    text = extract(page_of(paragraphs(CHINESE), after=f"<div class=copyright><p>{line}</p></div>"), URL).text
    assert text.split("\n") == CHINESE


def test_comments_and_related_articles_stay_out() -> None:
    teasers = "".join(
        f"<li><h3><a href=/2026/11/{n}.html>Teaser number {n}</a></h3><p>How the story of number {n} began, and...</p></li>"
        for n in range(5)
    )
    after = (
        f"<div class=related><h2>Related articles</h2><ul>{teasers}</ul></div>"
        "<div id=comments><h2>2 comments</h2><div class=comment><p>I am so glad, I have been a reader for years.</p></div>"
        "<div class=comment><p>What will it cost, and who is going to pay for it, I wonder?</p></div></div>"
    )
    text = extract(page_of(paragraphs(ENGLISH), after=after), URL).text
    assert text.split("\n") == ENGLISH


def test_the_end_of_html_before_the_body_ends_nothing() -> None:
    page = f"<html><head><title>t</title></head></html><body><div>{paragraphs(ENGLISH)}</div></body>"
    assert extract(page, URL).text.split("\n") == ENGLISH


def test_content_after_the_body_counts() -> None:
    page = f"<html><body>{NAVIGATION}</body></html><div class=content>{paragraphs(ENGLISH)}</div>"
    assert extract(page, URL).text.split("\n") == ENGLISH


def test_code_keeps_its_lines_and_loses_their_numbers() -> None:
    numbers = "<br>".join(str(n) for n in range(1, 4))
    code = "def f():<br>    return 1<br>f()"
    table = (
        "<figure class=highlight><table><tr>"
        f"<td class=gutter><pre>{numbers}</pre></td><td class=code><pre>{code}</pre></td></tr></table></figure>"
    )
    text = extract(page_of(paragraphs(ENGLISH[:2]) + table + paragraphs(ENGLISH[2:])), URL).text
    assert text.split("\n") == [*ENGLISH[:2], "def f():", "    return 1", "f()", *ENGLISH[2:]]


def test_body_of_json_ld_where_the_page_shows_none() -> None:
    article = json.dumps({"@type": "NewsArticle", "headline": "Library", "articleBody": "\n".join(ENGLISH)})
    page = f"<html><head><script type='application/ld+json'>{article}</script></head><body><div id=app></div></body></html>"
    assert extract(page, URL).text == " ".join(ENGLISH)


def test_body_of_a_script_where_the_page_shows_none() -> None:
    data = json.dumps({"id": 1, "content": paragraphs(CHINESE * 2)}).replace("</", "<\\/")
    page = f"<html><body><div id=app></div><script>window.__DATA__ = {data};</script></body></html>"
    assert extract(page, URL).text.split("\n") == CHINESE * 2


def test_a_page_without_text_has_no_body() -> None:
    seen = examine("<html><body><img src=a.png></body></html>", URL)
    assert (seen.article.text, seen.article.html, seen.is_article) == ("", "", False)


@pytest.mark.parametrize(
    ("log_odds", "taken"),
    [
        pytest.param([8.0, 7.0, -7.0, -8.0], 2, id="certain"),
        pytest.param([8.0, 7.0, 6.0, -0.8, -8.0], 3, id="doubtful beside certain ones"),
        pytest.param([-0.8, -0.9, -1.0, -1.1], 4, id="nothing certain"),
        pytest.param([-0.5, -6.0, -6.0, -6.0], 1, id="one that is likelier than all others"),
    ],
)
def test_what_is_likely_enough_on_this_page_is_taken(log_odds: list[float], taken: int) -> None:
    least = cutoff.least(log_odds, [100] * len(log_odds))
    assert sum(score > least for score in log_odds) == taken


def test_a_page_with_text_has_a_body() -> None:
    page = PageMap(parse("<html><body><div class=footer>Two words</div></body></html>"), URL)
    assert body.find(page).blocks == [0]


def test_the_second_look_changes_only_what_is_in_doubt() -> None:
    blocks = Blocks(PageMap(parse(page_of(paragraphs(ENGLISH))), URL), NO_HINTS)
    shipped = model.shipped()
    before = looks.first(blocks, shipped.first)
    blocks.look_back(before, shipped.lexicon)
    for was, now in zip(before, looks.second(blocks, shipped.second), strict=True):
        in_doubt = looks.CLEARLY_OUT < was < looks.CLEARLY_IN
        assert (was != now) == in_doubt


def settled(html: str, unlikely: str) -> list[str]:
    """The lines that are in the body when all but those that have this word in them are likely."""
    page = PageMap(parse(f"<body>{html}</body>"), URL)
    lines = page.block_texts
    scores = {block: -3.0 if unlikely in line else 1.0 for block, line in enumerate(lines)}
    units.settle(page, scores)
    return [lines[block] for block, score in scores.items() if score > 0]


@pytest.mark.parametrize(
    "enclosed",
    [
        "<blockquote><p>cell one</p><p>cell two</p></blockquote>",
        "<table><tr><td>cell one</td><td>cell two</td></tr></table>",
        "<dl><dt>cell one</dt><dd>cell two</dd></dl>",
        "<pre>cell one\ncell two</pre>",
    ],
)
def test_quotations_and_tables_between_lines_of_the_body_are_in_it(enclosed: str) -> None:
    around, after = paragraphs(ENGLISH[:2]), paragraphs(ENGLISH[2:])
    assert sum("cell" in line for line in settled(around + enclosed + after, "cell")) >= 1
    assert settled(around + after + enclosed, "cell") == ENGLISH


@pytest.mark.parametrize(
    ("items", "is_in"),
    [
        pytest.param("<ul><li>cell one</li><li>cell two</li></ul>", True, id="text"),
        pytest.param("<ul><li><a href=/1>cell one</a><li><a href=/2>cell two</a></ul>", False, id="links"),
        pytest.param("<div><ul><li>cell one</li><li>cell two</li></ul></div>", False, id="in a box"),
    ],
)
def test_a_list_between_paragraphs_is_in_the_body(items: str, is_in: bool) -> None:
    page = PageMap(parse(f"<body>{paragraphs(ENGLISH[:1])}{items}{paragraphs(ENGLISH[1:2])}</body>"), URL)
    scores = {0: 1.0, 1: -0.5, 2: -1.5, 3: 1.0}
    units.settle(page, scores)
    assert (scores[1] > 0, scores[2] > 0) == (is_in, is_in)
    units.settle(page, unlikely := {0: 1.0, 1: -0.5, 2: -2.5, 3: 1.0})
    assert unlikely == {0: 1.0, 1: -0.5, 2: -2.5, 3: 1.0}


def test_a_list_of_which_half_is_in_the_body_is_in_it() -> None:
    page = PageMap(parse("<body><ul><li>one<li>two<li>three<li>four</ul></body>"), URL)
    units.settle(page, half := {0: 1.0, 1: -1.0, 2: -2.5, 3: 1.0})
    assert min(half.values()) > 0
    units.settle(page, fewer := {0: 1.0, 1: -1.0, 2: -2.5, 3: -1.0})
    assert fewer == {0: 1.0, 1: -1.0, 2: -2.5, 3: -1.0}
    units.settle(page, other := {0: 1.0, 1: 1.0, 2: 1.0, 3: -3.5})
    assert other == {0: 1.0, 1: 1.0, 2: 1.0, 3: -3.5}, "with a line that speaks of something else"


@pytest.mark.parametrize(
    ("box", "is_in"),
    [
        pytest.param("<div class='alert alert--info'><div>cell</div><p>cell one</p></div>", True, id="Docusaurus"),
        pytest.param("<div class='markdown-alert markdown-alert-note'><p>cell one</p></div>", True, id="GitHub"),
        pytest.param("<blockquote class='book-hint info'><p>cell one</p></blockquote>", True, id="Hugo Book"),
        pytest.param("<div class=alert><p>a cell among others, <a href=/1>cell</a></p></div>", True, id="a link"),
        pytest.param("<div class=alert><p>a cell among others</p><p><a href=/1>cell</a></p></div>", False, id="a button"),
        pytest.param("<div class=box><p>cell one</p></div>", False, id="other name"),
        pytest.param("<div class=chinthole><p>cell one</p></div>", False, id="part of a word"),
        pytest.param(f"<div class=alert>{'<p>cell in a long text</p>' * 99}</div>", False, id="long"),
    ],
)  # fmt: skip
def test_remarks_among_paragraphs_are_in_the_body(box: str, is_in: bool) -> None:
    around, after = paragraphs(ENGLISH[:2]), paragraphs(ENGLISH[2:])
    assert ("cell" in " ".join(settled(around + box + after, "cell"))) == is_in
    assert "cell" not in " ".join(settled(f"<article>{around}{after}</article><div>{box}</div>", "cell")), (
        "apart"
    )


def test_a_subheading_behind_a_remark_is_in_the_body() -> None:
    page = PageMap(parse("<body><p>a<div class=alert><p>b</div><h2>c</h2><pre>d</pre><p>e</body>"), URL)
    scores = {0: 1.0, 1: -1.5, 2: -1.0, 3: 1.0, 4: 1.0}
    units.settle(page, scores)
    assert min(scores.values()) > 0


def test_a_table_with_a_caption_between_lines_of_the_body_is_in_it() -> None:
    figure = "<figure><table><tr><td>cell one</td></tr></table><figcaption>cell</figcaption></figure>"
    assert "cell one" in settled(paragraphs(ENGLISH[:2]) + figure + paragraphs(ENGLISH[2:]), "cell")


def test_a_subheading_between_lines_of_the_body_is_in_it() -> None:
    around, after = paragraphs(ENGLISH[:2]), paragraphs(ENGLISH[2:])
    page = PageMap(parse(f"<body>{around}<h2>The roof</h2>{after}<h2>More news</h2></body>"), URL)
    scores = {0: 1.0, 1: 1.0, 2: -0.5, 3: 1.0, 4: 1.0, 5: -0.5}
    units.settle(page, scores)
    assert (scores[2] > 0, scores[5] > 0) == (True, False)
    scores[2] = -3.0
    units.settle(page, scores)
    assert scores[2] == -3.0, "one that speaks of something else"


def test_a_table_larger_than_the_text_is_no_part_of_it() -> None:
    rows = "".join(f"<tr><td>cell {number} of a page laid out in a table</td></tr>" for number in range(20))
    html = paragraphs(ENGLISH[:2]) + f"<table>{rows}</table>" + paragraphs(ENGLISH[2:])
    assert settled(html, "cell") == ENGLISH


def test_elements_of_one_name_are_kin() -> None:
    posts = "".join(
        f"<div class=post id=post-{number}><div class=text>{text}</div></div>"
        for number, text in enumerate(ENGLISH)
    )
    page = PageMap(parse(f"<body>{posts}<div class=side><div class=text>About us</div></div></body>"), URL)
    scores = [1.0, 1.0, -1.0, 9.0, -9.0]
    sizes = [page.block_sizes[block] for block in range(5)]
    inner, outer = kin.gather(page, [*range(5)], array("i", sizes), array("d", scores), Zeros(99, 99))
    found, own, alike = inner.masses, inner.own[2], inner.together[2]
    assert (found.size[own], found.score[own], found.positive[own]) == (sizes[2], -sizes[2], 0)
    assert (found.members[alike], found.size[alike]) == (5, sum(sizes))
    assert found.positive[alike] == sizes[0] + sizes[1] + sizes[3]
    assert found.score[alike] == pytest.approx(sizes[0] + sizes[1] - sizes[2] + 4 * sizes[3] - 4 * sizes[4])
    posted, elsewhere = outer.together[0], outer.together[4]
    assert (found.members[posted], found.size[posted]) == (4, sum(sizes[:4])), "numbers in ids are no names"
    assert (found.members[elsewhere], found.size[elsewhere]) == (1, sizes[4])


def test_words_of_names() -> None:
    assert words("post-body entry2 post_9") == ("post", "body", "entry", ".post-body", ".entry2", ".post_9")
    assert words("") == ()


def test_names_around_a_line_add_up() -> None:
    page = PageMap(
        parse('<body class=post><div class="post side"><i></i><p>In a box<p class=post>By name</div>Free'),
        URL,
    )
    lexicon = Lexicon({"post": (0.5, 0.25), ".side": (-2.0, 0.125), "unseen": (9.0, 9.0)})
    said = [*map(lexicon.read(page).said, page.block_nodes)]
    in_box, by_name, free = 0.5 + (0.5 - 2.0 + 0.25 + 0.125), 0.5 + (0.5 - 2.0) + 0.5 + 0.25, 0.5 + 0.25
    assert said == [in_box, by_name, free]
    assert Lexicon({}).read(page).said(0) == 0


def test_a_row_has_the_features_in_the_order_of_their_names() -> None:
    html = (
        "<body class=page><div class='post entry'><h1>The old library</h1>"
        f"{paragraphs(ENGLISH)}<p class=share><a href=/x>Read more</a> of this.</div></body>"
    )
    page = PageMap(parse(html), URL)
    blocks = Blocks(page, Hints(headline=0, claims=1, teasers=[(5, 6)]))
    last, before = len(page.block_nodes) - 1, len(page.block_nodes) - 2
    scores = [0.5] * len(blocks.candidates)
    blocks.look_back(scores, Lexicon({"share": (-1.5, -0.25), "post": (0.5, 0.25)}))
    size, sizes = page.block_sizes[last], [page.block_sizes[block] for block in range(last + 1)]
    expected = {
        "core_down": 0 if page.tags[blocks.core] == "p" else 1,
        "core_place": (last - blocks.core_start) / blocks.core_length,
        "before_core_end": blocks.core_end - last,
        "after_headline": last,
        "text_before": sum(sizes[:-1]) / sum(sizes),
        "siblings": 1,
        "size": size,
        "link": page.block_link_sizes[last] / size,
        "mark_density": page.block_marks[last] / size,
        "tag": 0,
        "end": 2,
        "size+1": 0,
        "tag-1": 0,
        "tag+1": -1,
        "window_link": page.block_link_sizes[last] / sum(sizes[-5:]),
        "copy": 0,
        "teaser": 1,
        "under": 1,
        "below": last,
        "own_size": size,
        "own_blocks": 1,
        "own_share": size / sum(sizes),
        "up1_mean": sum(sizes) / len(sizes),
        "up2_share": 0,
        "plain": sum(sizes) - page.block_link_sizes[last],
        "claims": 1,
        "thread_url": 0,
        "in_main": 0,
        "name_share": blocks.name_bits[page.block_nodes[last]] & NAME_BITS["share"],
        "name_comment": 0,
        "first": 0.5,
        "first-1": 0.5,
        "first+1": ABSENT,
        "shape_first": 0.5,
        "shape_count": 1,
        "window_positive": 1,
        "up1_positive": 1,
        "found": sum(sizes),
        "found_before": sum(sizes[:-1]) / sum(sizes),
        "kin_score": 0.5,
        "kin_count": 1,
        "kin_own_size": size,
        "kin_others": 0,
        "clan_own_size": size,
        "template": 1,
        "width": size / len(page.block_texts[last]),
        "words": 4,
        "said": -1.5 - 0.25 + 0.5,
    }
    for name, value in expected.items():
        (found,) = features.rows(blocks, [name])[-1]
        assert found == pytest.approx(value), name
    assert features.rows(blocks, ["first-1", "tag-1"])[0] == (ABSENT, -1)
    assert features.rows(blocks, ["tag"])[before] == (0,)


def test_trees_are_run_as_they_are_written() -> None:
    trees = [["size", 10.0, -1.0, ["link", 0.5, 0.25, 0.5]], 4.0, ["link", 0.25, 8.0, 16.0]]
    forest = Forest(trees, ["link", "size"])
    for link, size, expected in [
        (0.5, 11.0, 0.25 + 4 + 16),
        (0.25, 10.0, -1 + 4 + 8),
        (0.75, 11.0, 0.5 + 4 + 16),
    ]:
        assert forest.sum(array("d", [link, size])) == expected


def test_lists_of_links_are_weighed_where_there_is_no_prose() -> None:
    links = "".join(
        f"<ul><li><a href=/{n}>The long name of article number {n} that says what is to be read in it</a></li></ul>"
        for n in range(6)
    )
    of_links = Blocks(PageMap(parse(f"<html><body>{links}</body></html>"), URL), NO_HINTS)
    of_text = Blocks(
        PageMap(parse(f"<html><body>{paragraphs(ENGLISH * 3)}{links}</body></html>"), URL), NO_HINTS
    )
    assert (len(of_links.candidates), len(of_text.candidates)) == (6, len(ENGLISH * 3))


def test_cards_that_are_links_are_weighed_when_they_read_like_sentences() -> None:
    cards = "".join(f"<div><a href=/s{n}><h3>Service {n}</h3><p>{ENGLISH[n]}</p></a></div>" for n in range(4))
    page = PageMap(parse(f"<html><body>{NAVIGATION}{paragraphs(ENGLISH * 3)}{cards}</body></html>"), URL)
    weighed = [page.block_texts[block] for block in Blocks(page, NO_HINTS).candidates]
    assert weighed == ENGLISH * 3 + [line for n in range(4) for line in (f"Service {n}", ENGLISH[n])]


@pytest.mark.parametrize(
    ("line", "chinese", "expected"),
    [
        ("Sign up for our newsletter", False, True),
        ("© 2026 News Example", False, True),
        ("The Times’ privacy policy applies.", False, True),
        ("The council signed the contract.", False, False),
        ("责任编辑：李伟", True, True),
        ("以上内容仅代表作者个人观点", True, True),
        ("本市图书馆将继续开放。", True, False),
    ],
)
def test_template_lines_are_known_by_their_words(line: str, chinese: bool, expected: bool) -> None:
    assert is_template_line(line, chinese=chinese) is expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("The roof", 1),
        ("Related stories", 2),
        ("相关阅读", 2),
        ("3 Comments", 3),
        ("网友评论", 3),
        ("About the author", 4),
    ],
)
def test_headings_say_what_is_below_them(heading: str, expected: int) -> None:
    assert heading_kind(heading) == expected


def test_names_are_read_word_by_word() -> None:
    assert name_bits("entry-content") == name_bits("content") == name_bits("main_content2")
    assert name_bits("hotel") != name_bits("hot")
    assert name_bits("header") == name_bits("side") == name_bits("headlineheader") & ~name_bits("title")
    assert name_bits("headline") == name_bits("title")
    assert name_bits("ads licences") == name_bits("ad-license") != 0
    assert name_bits("ad\u00e9s") == name_bits("ad")


@given(st.one_of(st.binary(max_size=400), st.text(max_size=400)), st.text(max_size=30))
@settings(max_examples=150, deadline=None)
def test_no_input_raises(html: bytes | str, url: str) -> None:
    extract(html, url)


_PARTS = st.sampled_from(
    [
        *(
            "<div>",
            "</div>",
            "<p>",
            "</p>",
            "<table><tr><td>",
            "</table>",
            "<ul><li>",
            "</ul>",
            "<pre>",
            "</pre>",
        ),
        *(
            "<script type='application/ld+json'>{",
            "</script>",
            "<a href='http://[x'>",
            "</a>",
            "<time datetime='x'>",
        ),
        *(
            "<meta property=og:url content='//['>",
            "<img srcset=', ,'>",
            "<svg><p>",
            "</html><body>",
            "<base href='['>",
        ),
        *(
            "<noscript><img>",
            "</noscript>",
            "<h1>",
            "text. ",
            "正文，内容。",
            "<br>",
            "<!--",
            "-->",
            "\0",
            "&#xD800;",
        ),
    ]
)


@given(st.lists(_PARTS, max_size=40))
@settings(max_examples=150, deadline=None)
def test_no_markup_raises(parts: list[str]) -> None:
    extract("".join(parts), URL)


_BREADCRUMBS = (
    '<script type="application/ld+json">{"@type": "BreadcrumbList", "itemListElement": [%s]}</script>'
)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(
            "<a rel='category tag' href=/category/ferry/ title=Ferry></a>", id="no text but in attributes"
        ),
        pytest.param(f"<h1>Ferry</h1><p>{'9' * 400} views</p>", id="digits of a count"),
        pytest.param(
            f"<h1>Ferry</h1><p>2024-11-01</p><h2>{'9' * 400} comments</h2>", id="digits in a heading"
        ),
        pytest.param(
            _BREADCRUMBS % ('{"position": "' + "9" * 5_000 + '", "name": "News"}'), id="digits of a position"
        ),
        pytest.param(_BREADCRUMBS % '{"position": 1e999, "name": "News"}', id="endless position"),
        pytest.param(
            '<script type="application/ld+json">{"@type": "Article", "interactionStatistic": {"interactionType": '
            '"ReadAction", "userInteractionCount": 1e999}}</script>',
            id="endless count",
        ),
        pytest.param(
            '<script type="application/ld+json">{"@type": "Article", "articleBody": "\\ud83d'
            + "Ferries run again. " * 30
            + '"}</script>',
            id="half an emoji in JSON-LD",
        ),
        pytest.param(
            '<script>var page = {"content": "\\ud83d' + "Ferries run again, they say. " * 30 + '"}</script>',
            id="half an emoji in a script",
        ),
    ],
)
def test_no_value_raises(html: str) -> None:
    extract(html, URL)


@pytest.mark.parametrize(
    "url", ["http://a:99999/", "http://[x", "http://a:b/", "file:///a", "", "//[", "\ud800"]
)
def test_no_address_raises(url: str) -> None:
    html = page_of("<p class=breadcrumb><a href='/news/'>News</a></p>" + paragraphs(ENGLISH))
    assert extract(html, url).text
    assert "<html" in explain(html, url)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<div>" * 50_000 + paragraphs(ENGLISH), id="deep nesting"),
        pytest.param("<b>" * 50_000 + "text", id="deep formatting"),
        pytest.param("<p " + " ".join(f"a{n}=1" for n in range(1_000_000)) + ">text</p>", id="attributes"),
        pytest.param("<p class='" + "a " * 500_000 + "'>text</p>", id="long class"),
        pytest.param("<br>" * 100_000, id="line breaks alone"),
        pytest.param("<a href=x>" * 20_000, id="open links"),
        pytest.param("<table><tr>" + "<td>1" * 50_000, id="cells"),
        pytest.param("<ul>" + "<li>" * 50_000, id="empty items"),
        pytest.param("<" * 200_000, id="open brackets"),
    ],
)
def test_hostile_pages_take_their_time_and_no_more(html: str) -> None:
    start = time.process_time()
    extract(html, URL)
    assert time.process_time() - start < 20


def test_time_grows_with_the_page() -> None:
    def seconds(times: int) -> float:
        html = page_of(paragraphs(ENGLISH * times))
        start = time.process_time()
        extract(html, URL)
        return time.process_time() - start

    seconds(100)
    small, large = min(seconds(500) for _ in range(3)), min(seconds(4000) for _ in range(2))
    assert large < 8 * small * 3


@pytest.mark.parametrize(
    ("label", "stays"),
    [
        ("<div>Advertisement</div>", False),
        ("<p>- Anzeige -</p>", False),
        ("<div><span>【广告】</span></div>", False),
        ("<p>AD</p>", False),
        ("<p>※記事内に広告が含まれています。</p>", False),
        ("<div>本ページはプロモーションが含まれています</div>", False),
        ("<p>当サイトはアフィリエイト広告を利用しています。</p>", False),
        ("<p>この記事には広告を出した人の名前がありません。</p>", True),
        ("<p>請繼續往下閱讀...</p>", False),
        ("<h2>Werbung</h2>", True),
    ],
)
def test_labels_of_advertisements_are_no_text(label: str, stays: bool) -> None:
    text = extract(page_of(paragraphs(ENGLISH[:2]) + label + paragraphs(ENGLISH[2:])), URL).text
    assert (text.split("\n") != ENGLISH) == stays


@pytest.mark.parametrize(
    ("box", "score", "stays"),
    [
        pytest.param("<div class=newsletter-box><h3>Le matin</h3><p>Chaque jour</p></div>", 1.0, False, id="letter"),
        pytest.param("<p class=disclaimer>We may earn a commission.</p>", 1.0, False, id="disclaimer"),
        pytest.param("<p class=wa-channel><em>Ikuti saluran kami.</em></p>", 1.0, False, id="channel"),
        pytest.param("<p class=ad-tips>文内含有对外链接。</p>", 1.0, False, id="links"),
        pytest.param("<p class=disclaimer>It is not for children.</p>", 3.0, True, id="sure text"),
        pytest.param("<h2 id=newsletter>A newsletter</h2>", 1.0, True, id="heading"),
        pytest.param(f"<div class=newsletter>{'<p>A long text.</p>' * 60}</div>", 1.0, True, id="long"),
    ],
)  # fmt: skip
def test_boxes_in_which_a_site_speaks_are_no_text(box: str, score: float, stays: bool) -> None:
    page = PageMap(parse(f"<body>{paragraphs(ENGLISH)}{box}</body>"), URL)
    scores = dict.fromkeys(range(len(page.block_nodes)), score)
    labels.leave_out(page, scores)
    kept = [score > 0 for score in scores.values()]
    assert all(kept[: len(ENGLISH)])
    assert set(kept[len(ENGLISH) :]) == {stays}


def test_a_page_that_is_all_in_such_a_box_keeps_its_text() -> None:
    page = PageMap(parse("<div class=disclaimer><p>It is not for children.</p></div><p>Or is it?</p>"), URL)
    scores = dict.fromkeys(range(len(page.block_nodes)), 1.0)
    labels.leave_out(page, scores)
    assert min(scores.values()) > 0


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        pytest.param("<div class=blockcode><ol><li>a()</ol><em onclick=copycode()>复制代码</em></div>", False, id="forum"),
        pytest.param("<div class=box><pre>a()</pre><div class=code-copy>コピー</div></div>", False, id="box"),
        pytest.param("<div class=code-copy><span>Copy code</span></div>", False, id="element around"),
        pytest.param("<p class=copy>Copy</p>", False, id="paragraph"),
        pytest.param("<p>复制</p>", True, id="nothing but the word"),
        pytest.param("<p class=copy>Copy the file</p>", True, id="more than the word"),
    ],
)  # fmt: skip
def test_buttons_that_copy_code_are_no_text(line: str, stays: bool) -> None:
    page = PageMap(parse(f"<body>{line}</body>"), URL)
    scores = dict.fromkeys(range(len(page.block_nodes)), 1.0)
    labels.leave_out(page, scores)
    assert (list(scores.values())[-1] > 0) == stays


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        pytest.param("<ul><li><a href=#roof>The roof</a><li><a href=#pay>Who pays</a></ul>", False, id="contents"),
        pytest.param("<ul><li><a href=#roof>Open</a> The roof, and who pays for it.</ul>", True, id="an entry with text"),
        pytest.param("<ul><li><a href=#roof>Open</a><div>The roof, and who pays.</div></ul>", True, id="accordion"),
        pytest.param("<ul><li><a href=#>The roof</a></ul>", True, id="a list of buttons"),
        pytest.param("<ul><li><h3><a href=#roof>The roof</a></h3></ul>", True, id="a heading in a list"),
        pytest.param("<p><a href=#roof>The roof</a></p>", True, id="a line of its own"),
        pytest.param("<p><a href=#><b>The roof, and who is going to pay for it.</b></a></p>", True, id="a button"),
        pytest.param("<h3><a href=#roof>The roof</a></h3>", True, id="a heading that leads to itself"),
        pytest.param("<div><a href=#roof><b class=sr-only>Section titled roof</b></a></div>", False, id="unseen"),
    ],
)  # fmt: skip
def test_links_to_places_on_the_page_are_no_text(line: str, stays: bool) -> None:
    page = PageMap(parse(f"<body>{paragraphs(ENGLISH[:2])}{line}{paragraphs(ENGLISH[2:])}</body>"), URL)
    scores = dict.fromkeys(range(len(page.block_nodes)), 1.0)
    labels.leave_out(page, scores)
    kept = [score > 0 for score in scores.values()]
    assert all(kept[:2] + kept[-2:])
    assert kept[2:-2] == [stays] * len(kept[2:-2])


@pytest.mark.parametrize(
    ("box", "score", "stays"),
    [
        pytest.param("<div><p><a href=/b>How to live with wasps</a></p></div>", 0.5, False, id="link"),
        pytest.param("<div><a href=/b><h3>四个镇的操场</h3></a></div>", 0.5, False, id="heading"),
        pytest.param("<aside><p>Lire aussi</p><h4><a href=/b>Les abeilles</a></h4></aside>", 0.5, False, id="word"),
        pytest.param("<div><p><a href=/b>How to live with wasps</a></p></div>", 1.5, True, id="likely"),
        pytest.param("<p><a href=/b>How to live with wasps</a></p>", 0.5, True, id="no box"),
        pytest.param("<div><p><a href=#b>How to live with wasps</a></p></div>", 0.5, True, id="place on the page"),
        pytest.param("<blockquote><p><a href=/b>I was there.</a></p></blockquote>", 0.5, True, id="quotation"),
        pytest.param(f"<div><p><a href=/b>Wasps</a></p><p>{'They sting. ' * 20}</p></div>", 0.5, True, id="text"),
    ],
)  # fmt: skip
def test_boxed_links_between_paragraphs_are_no_text(box: str, score: float, stays: bool) -> None:
    page = PageMap(parse(f"<body>{paragraphs(ENGLISH[:2])}{box}{paragraphs(ENGLISH[2:])}</body>"), URL)
    scores = dict.fromkeys(range(len(page.block_nodes)), 2.0)
    inside = range(2, len(scores) - len(ENGLISH[2:]))
    scores.update(dict.fromkeys(inside, score))
    labels.leave_out(page, scores)
    kept = [line for line, score in scores.items() if score > 0]
    assert kept == [line for line in scores if stays or line not in inside]


@pytest.mark.parametrize("markup", ["<div><a href=/b>Wasps</a></div>", "<a href=/b>Wasps</a>"])
def test_small_page_of_one_link_is_read(markup: str) -> None:
    page = PageMap(parse(markup), URL)
    scores = dict.fromkeys(range(len(page.block_nodes)), 0.5)
    labels.leave_out(page, scores)
    assert min(scores.values()) > 0
