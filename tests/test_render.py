"""A body as text, HTML and Markdown."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from aggregator.extraction.body import body as bodies
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse
from aggregator.extraction.rendering import images, render
from aggregator.items import Image

URL = "https://news.example/2026/a.html"


def body_of(markup: str) -> bodies.Body:
    """All of the markup as a body."""
    page = PageMap(parse(f"<html><body><div id=top>{markup}</div></body></html>"), URL)
    return bodies.whole(page, [page.names.index("top")])


def with_lines_of(markup: str, *texts: str) -> bodies.Body:
    """The body has these lines only."""
    body = body_of(markup)
    for line, text in enumerate(body.page.block_texts):
        body.kept[line] = text in texts
    return body


def flat(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        pytest.param("<h2>Head</h2><p>One</p>", ["Head", "One"], id="headings"),
        pytest.param("<ul><li>a</li><li>b</li></ul>", ["a", "b"], id="lists"),
        pytest.param(
            "<table><tr><th>k</th><th>v</th></tr><tr><td>a</td><td>1</td></tr></table>",
            ["k | v", "a | 1"],
            id="rows",
        ),
        pytest.param(
            "<table><tr><td></td><th>2025</th><th>2026</th></tr><tr><th>出口</th><td></td><td>7</td><td></td></tr>"
            "<tr><th>进口</th><td></td><td></td></tr></table>",
            ["| 2025 | 2026", "出口 | | 7", "进口"],
            id="cells without text",
        ),
        pytest.param("<pre>if x:\n    y\n</pre>", ["if x:", "    y"], id="code"),
        pytest.param(
            "<pre><code><b>if</b> x:\n    <i>y</i>\n<b>z</b>\n</code></pre>",
            ["if x:", "    y", "z"],
            id="code whose line ends stand between elements",
        ),
        pytest.param(
            "<pre><p><i>if</i> <i>x</i>:</p><p><i>  </i><i>  </i><i>y</i></p></pre>",
            ["if x:", "    y"],
            id="code whose indentation is an element",
        ),
        pytest.param("<pre>if x:<br>&nbsp;&nbsp;y</pre>", ["if x:", "  y"], id="code in odd blanks"),
        pytest.param(
            "<table class=lntable><tr><td class=lntd><pre><span class=lnt>1\n</span><span class=lnt>2\n</span></pre>"
            "</td><td class=lntd><pre>a\n b</pre></td></tr></table>",
            ["a", " b"],
            id="line numbers in a cell, Hugo",
        ),
        pytest.param(
            "<pre><span class=ln>1</span>a\n<span class=ln>2</span> b</pre>",
            ["a", " b"],
            id="line numbers, Hugo",
        ),
        pytest.param(
            "<pre><i class=plain>1</i><i class=aln>2</i></pre>",
            ["12"],
            id="numbers in code whose name ends like it",
        ),
        pytest.param(
            "<pre><code class=copyable>copy<b>()</b>\n<span class=copy-code-btn>复制代码</span></code></pre>",
            ["copy()"],
            id="a button in code",
        ),
        pytest.param(
            "<pre>a\n<span class=copy><i>Copy</i></span></pre>", ["a"], id="a button around its words"
        ),
        pytest.param(
            "<pre class=copyable><b class=k>COPY</b> . <b class=copy>files</b></pre>",
            ["COPY . files"],
            id="code with the words or the name of a button",
        ),
        pytest.param("<figure><img src=a.png><figcaption>Cap</figcaption></figure>", ["Cap"], id="captions"),
        pytest.param(
            "<table><tr><td class=gutter><pre>1\n2</pre></td><td class=code><pre>a\n b</pre></td></tr></table>",
            ["a", " b"],
            id="line numbers in a cell",
        ),
        pytest.param(
            "<pre class='line-numbers'><code>tail -n <b class=number>100</b> log</code></pre>",
            ["tail -n 100 log"],
            id="numbers in code that is called after the numbers of its lines",
        ),
        pytest.param(
            "<p>A <a href=/b>report<span class=sr-only> (in a new tab)</span></a>, read.</p>",
            ["A report, read."],
            id="words for screen readers",
        ),
        pytest.param(
            "<p>9 <i class='sm:not-sr-only sr-only'>a</i> <i class=sr-only>b </i>c</p>",
            ["9 a c"],
            id="words shown on wide screens",
        ),
        pytest.param(
            "<h2>a<i class=mw-editsection>[edit]</i> <i class='material-icons md-18'>expand_more</i></h2>",
            ["a"],
            id="icons and links to edit",
        ),
        pytest.param("<h2 class=sr-only>Head</h2><p>a</p>", ["Head", "a"], id="lines for screen readers"),
        pytest.param("<p>a<i hidden>x</i>b<i style='display:none'>x</i></p>", ["ab"], id="hidden pieces"),
        pytest.param(
            f"<p>a <i hidden>{'b' * 101}</i></p>", ["a " + "b" * 101], id="the hidden rest of a text"
        ),
        pytest.param(
            "<p>a <i hidden><math><mi>x</mi></math></i></p>", ["a x"], id="formulas beside their picture"
        ),
        pytest.param(
            "<p>a <b class=katex-mathml><math><mi>x</mi></math></b><b class=katex-html>x</b></p>",
            ["a x"],
            id="formulas written twice",
        ),
        pytest.param(
            "<p>a <b class=katex-mathml>x \\x</b><b class=katex-html>x</b></p>",
            ["a x"],
            id="formulas without markup",
        ),
        pytest.param(
            "<h2>One <a href=#one>#</a></h2><h2><a href=#c>C#</a></h2><h2>D<a href=/d>#</a></h2>",
            ["One", "C#", "D#"],
            id="signs that lead to a heading",
        ),
        pytest.param(
            "<h2>One <a href=#one>\u200b</a></h2><table><tr><td>a<td>b</table>",
            ["One", "a | b"],
            id="signs that only a style shows",
        ),
        pytest.param(
            "<h2>One <a href=#one>\uf0c1</a></h2><p>\uf0c1 a</p>", ["One", "\uf0c1 a"], id="icons of fonts"
        ),
        pytest.param("<p>a\u200bb\xa0c\u3000d</p>", ["ab c d"], id="odd blanks"),
        pytest.param("<p>a</p><p>\u200d</p><p>\u200b \u200c</p><p>b</p>", ["a", "b"], id="lines of no width"),
        pytest.param("<p>a</p><p>\u200d</p><pre>b</pre>", ["a", "b"], id="lines of no width beside code"),
        pytest.param("<p>a \u200b</p><pre>  b</pre>", ["a", "  b"], id="blanks before signs of no width"),
        pytest.param("<p>می\u200cخواهم x\u200cy</p>", ["می\u200cخواهم xy"], id="joiners that shape letters"),
        pytest.param("<p>क्\u200dष 👩\u200d💻</p>", ["क्\u200dष 👩\u200d💻"], id="joiners that build signs"),
    ],
)
def test_text_is_one_block_a_line(markup: str, lines: list[str]) -> None:
    assert render.to_text(body_of(markup)).split("\n") == lines


@pytest.mark.parametrize(
    ("markup", "html"),
    [
        pytest.param("<div>a<br><br>b</div>", "<p>a</p><p>b</p>", id="line breaks become paragraphs"),
        pytest.param(
            "<h2>a<a href=#a>¶</a></h2><p><b>9 <i class=sr-only>was 9 </i><i>b</i></b></p>",
            "<h2>a</h2><p><strong>9 <em>b</em></strong></p>",
            id="what readers do not see",
        ),
        pytest.param("<p>a<br>b</p>", "<p>a<br>b</p>", id="a paragraph stays one"),
        pytest.param("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>", id="formatting"),
        pytest.param(
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
            "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
            id="nested lists",
        ),
        pytest.param("<ul>a<li>b</li></ul>", "<ul><li>a</li><li>b</li></ul>", id="line between items"),
        pytest.param(
            "<a href=/x>a<b><a href=/y>b</a></b></a>",
            '<p><a href="https://news.example/x">a</a><strong><a href="https://news.example/y">b</a></strong></p>',
            id="link in a link",
        ),
        pytest.param(
            "<a href='/x y\"<z>'>l</a>",
            '<p><a href="https://news.example/x%20y%22%3Cz%3E">l</a></p>',
            id="blanks in links",
        ),
        pytest.param("<li>alone</li>", "<p>alone</p>", id="item without a list"),
        pytest.param(
            "<p>a</p><blockquote><p>q</p></blockquote>",
            "<p>a</p><blockquote><p>q</p></blockquote>",
            id="quotations",
        ),
        pytest.param(
            "<a href='../x'>l</a>", '<p><a href="https://news.example/x">l</a></p>', id="absolute links"
        ),
        pytest.param("<a href='javascript:x()'>l</a>", "<p>l</p>", id="script links"),
        pytest.param("<a href='JaVa\tScript:x()'>l</a>", "<p>l</p>", id="disguised script links"),
        pytest.param("<p onclick=x() style=y class=z>t</p>", "<p>t</p>", id="attributes"),
        pytest.param("<p>&lt;script&gt; &amp; co</p>", "<p>&lt;script&gt; &amp; co</p>", id="escaped text"),
        pytest.param(
            '<pre><code class="language-py">a\n b</code></pre>',
            '<pre><code class="language-py">a\n b</code></pre>',
            id="code",
        ),
        pytest.param(
            "<table><tr><td colspan=2>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
            '<table><tr><td colspan="2">a</td></tr><tr><td>b</td><td>c</td></tr></table>',
            id="tables of data",
        ),
        pytest.param(
            "<table><tr><td></td><th>b</th><th rowspan=2></th></tr><tr><td>1</td><td> </td></tr>"
            "<tr><td></td><td></td></tr><tr><td><td>2</table>",
            '<table><tr><td></td><th>b</th><th rowspan="2"></th></tr><tr><td>1</td><td></td></tr>'
            "<tr><td></td><td>2</td></tr></table>",
            id="cells without text",
        ),
        pytest.param(
            "<table><tr><td><p>a</p><p>b</p></td></tr></table>", "<p>a</p><p>b</p>", id="tables of layout"
        ),
    ],
)
def test_html_is_semantic(markup: str, html: str) -> None:
    got = render.to_html(body_of(markup), URL)
    assert (got if "<pre>" in html else flat(got).replace("<tbody>", "").replace("</tbody>", "")) == html


@pytest.mark.parametrize(
    "address",
    [
        "https://else.example",
        "https://else.example?a=1#b",
        "https://else.example:8080/a.html?b=c;d#e",
        "https://else.example/a/.?b",
        "http://else.example/a;b?",
        "/a?b=c#d",
        "a#b",
    ],
)
def test_plain_addresses_come_out_as_if_they_were_resolved(address: str) -> None:
    assert images.absolute(address, URL) == urljoin(URL, address)


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        pytest.param("<img src=a.jpg>", "a.jpg", id="plain"),
        pytest.param("<img src=data:image/gif;base64,R0 data-src=a.jpg>", "a.jpg", id="lazy"),
        pytest.param("<img src=/img/loading.gif data-original=a.jpg>", "a.jpg", id="lazy, Chinese portals"),
        pytest.param("<img srcset='a.jpg 1x, b.jpg 2x'>", "a.jpg", id="srcset"),
        pytest.param("<img srcset='a.jpg 80w,b.jpg 900w, c.jpg 300w'>", "b.jpg", id="widest of a srcset"),
        pytest.param(
            "<img srcset='a.jpg?80w 80w, a.jpg?160w 160w'>", "a.jpg?160w", id="addresses with widths"
        ),
        pytest.param(
            "<img srcset='w_80,h_40/a.jpg 80w, w_160,h_80/a.jpg 160w'>",
            "w_160,h_80/a.jpg",
            id="addresses with commas",
        ),
        pytest.param(
            "<picture><source srcset='a.webp 80w, b.webp 160w'><img src=data:image/gif;base64,R0></picture>",
            "b.webp",
            id="source of a picture",
        ),
        pytest.param(
            "<img src=a.jpg srcset='b.jpg 640w, c.jpg 1600w, d.jpg 300w'>",
            "c.jpg",
            id="wider than the source",
        ),
        pytest.param(
            "<img src=a/w_1600/c.jpg srcset='a/w_640/c.jpg 640w'>", "a/w_1600/c.jpg", id="wider source"
        ),
        pytest.param("<img src=a/w_320/c.jpg srcset='a/w_640/c.jpg 640w'>", "a/w_640/c.jpg", id="wider set"),
        pytest.param("<img src=a.jpg srcset='b.jpg 40w'>", "a.jpg", id="a blurred one stands in"),
        pytest.param("<img src=a.jpg srcset='b.jpg 1x, c.jpg 2x'>", "a.jpg", id="densities"),
        pytest.param(
            "<img data-src=a.jpg data-srcset='b.jpg 800w' srcset='c.gif 900w'>", "b.jpg", id="lazy set"
        ),
        pytest.param(
            "<picture><source srcset='b.webp 620w'><img src=a.jpg srcset='a.jpg 465w'></picture>",
            "b.webp",
            id="wider source of a picture",
        ),
        pytest.param(
            "<picture><source media='(prefers-color-scheme: dark)' srcset=b.jpg><img src=a.jpg></picture>",
            "a.jpg",
            id="for other screens",
        ),
        pytest.param(
            "<img src=a.jpg srcset='10.25\u202fAM.jpg 900w'>", "10.25%E2%80%AFAM.jpg", id="blank of a name"
        ),
        pytest.param("<img src=a.jpg srcset='10 AM.jpg 900w'>", "a.jpg", id="broken set"),
        pytest.param("<img src=static/none.gif file=a.jpg>", "a.jpg", id="lazy, Discuz"),
        pytest.param(
            "<img src=t.gif data-full=https://news.example/2026/a.jpg>", "a.jpg", id="lazy, other names"
        ),
        pytest.param("<img src=/ data-full=https://news.example/2026/a.jpg>", "a.jpg", id="front page"),
        pytest.param("<img src=a.jpg data-original=true>", "a.jpg", id="a switch is no address"),
        pytest.param("<img src=a.jpg data-src='a_{width}.jpg'>", "a.jpg", id="an address to be filled in"),
        pytest.param(
            "<img src=loading-dock.jpg>", "loading-dock.jpg", id="a name that begins like a stand-in's"
        ),
        pytest.param("<img src=Screen_1x1_4b.jpg>", "Screen_1x1_4b.jpg", id="a format in the name"),
        pytest.param("<progressive-image src=a.jpg></progressive-image>", "a.jpg", id="element of Forbes"),
        pytest.param("<span class=lazy></span><noscript><img src=a.jpg></noscript>", "a.jpg", id="noscript"),
    ],
)
def test_pictures_are_found_where_they_will_be_loaded_from(markup: str, source: str) -> None:
    body = body_of(f"<p>before</p><p>{markup}</p><p>after</p>")
    address = f"https://news.example/2026/{source}"
    assert images.find(body, URL) == (Image(url=address),)
    assert f'<img src="{address}" alt="">' in render.to_html(body, URL)


def test_pictures_have_captions_and_come_once() -> None:
    figure = """<figure>
        <img src=a.jpg alt=Alt>
        <noscript> <img src=a.jpg> </noscript>
        <figcaption>Cap</figcaption>
    </figure>"""
    body = body_of(f"<p>text</p>{figure}<p>text</p><img class=avatar src=b.jpg><img width=16 src=c.jpg>")
    assert images.find(body, URL) == (Image(url="https://news.example/2026/a.jpg", alt="Alt", caption="Cap"),)


@pytest.mark.parametrize(
    ("name", "claim", "found"),
    [
        ("v2-9d1f6b_1440w.jpg", "https://pic.example/v2-9d1f6b_720w.jpg", True),
        ("old-harbour-780x470.jpg", "https://news.example/up/old-harbour.jpg?fit=1200", True),
        ("old-harbour-780x470.jpg", "https://news.example/up/old-harbour-view.jpg", False),
        ("1-780x470.jpg", "https://news.example/up/1.jpg", False),
    ],
)
def test_declared_picture_is_told_by_its_name_whatever_its_size(name: str, claim: str, found: bool) -> None:
    page = PageMap(parse(f"<p><img src={name}></p><h1>head</h1><div id=top><p>text</p></div>"), URL)
    body = bodies.whole(page, [page.names.index("top")])
    shown = images.pictures(body, URL, headline=page.block_texts.index("head"), claimed={claim})
    assert bool(shown) is found


def test_declared_picture_comes_once_above_the_text() -> None:
    markup = "<p><img src=old-harbour-640x480.jpg></p><h1>head</h1><p><img src=old-harbour-90x90.jpg></p>"
    page = PageMap(parse(f"{markup}<div id=top><p>text</p></div>"), URL)
    body = bodies.whole(page, [page.names.index("top")])
    claimed = {"https://news.example/old-harbour.jpg"}
    shown = images.pictures(body, URL, headline=page.block_texts.index("head"), claimed=claimed)
    assert list(shown.values()) == ["https://news.example/2026/old-harbour-640x480.jpg"]


@pytest.mark.parametrize(
    "standfirst",
    [
        pytest.param("<h2>dek</h2>", id="heading"),
        pytest.param("<ul><li><h2>dek</h2></li><li><h2>dek</h2></li></ul>", id="points"),
        pytest.param("<p>dek</p>", id="paragraph"),
    ],
)
def test_picture_may_stand_below_a_standfirst(standfirst: str) -> None:
    lead = f"<h1>head</h1>{standfirst}<div class=by>by</div><figure><div><img src=a.jpg></div><figcaption>x</figcaption></figure>"
    body = with_lines_of(f"{lead}<div><p>text</p><p>text</p></div>", "dek", "text")
    shown = images.pictures(body, URL, headline=body.page.block_texts.index("head"))
    assert list(shown.values()) == ["https://news.example/2026/a.jpg"]


@pytest.mark.parametrize(
    ("box", "stays"),
    [
        pytest.param("<a href=/b><img src=a.jpg></a><h4><a href=/b>title</a></h4>", False, id="own links"),
        pytest.param("<a href=/b><img src=a.jpg><h4>title</h4></a>", False, id="one link"),
        pytest.param("<a href=/b><img src=a.jpg></a><h4><a href=/c>title</a></h4>", True, id="other link"),
        pytest.param(
            "<a href=/b.jpg><img src=a.jpg></a><h4><a href=/b.jpg>title</a></h4>", True, id="full size"
        ),
        pytest.param(
            "<a href=/attachments/b.9/><img src=a.jpg></a><h4><a href=/attachments/b.9/>title</a></h4>",
            True,
            id="page of a picture",
        ),
        pytest.param(
            "<figure><a href=/b><img src=a.jpg></a><figcaption><a href=/b>title</a></figcaption></figure>",
            True,
            id="caption",
        ),
    ],
)
def test_pictures_of_teasers_are_none_of_the_text(box: str, stays: bool) -> None:
    body = with_lines_of(f"<p>text</p><div>{box}</div><p>text</p>", "text")
    assert bool(images.pictures(body, URL)) is stays


def test_pictures_of_recommended_articles_are_none_of_the_text() -> None:
    body = with_lines_of("<p>text</p><div><img src=a.jpg></div><p>text</p>", "text")
    assert images.pictures(body, URL)
    node = body.page.by_tag["img"][0]
    assert not images.pictures(body, URL, apart=[range(node - 1, node + 1)])


@pytest.mark.parametrize(
    ("markup", "stays"),
    [
        pytest.param("<a href=/b><img src=a.jpg></a>", False, id="leads away"),
        pytest.param("<a href=/b.jpg><img src=a.jpg></a>", True, id="full size"),
        pytest.param(
            "<a href='pic.php?pic=http://a.example/b.jpg'><img src=a.jpg></a>", True, id="shown by a page"
        ),
        pytest.param("<a href='javascript:;'><img src=a.jpg></a>", True, id="shown by a script"),
        pytest.param("<a><img src=a.jpg></a>", True, id="no address"),
        pytest.param("<img src=a.jpg>", True, id="no link"),
    ],
)
def test_first_and_last_pictures_lead_nowhere(markup: str, stays: bool) -> None:
    body = with_lines_of(f"<p>text</p><p>{markup}</p>", "text")
    assert bool(images.pictures(body, URL)) is stays


@pytest.mark.parametrize(
    "copy", ["<noscript><img src=a.jpg></noscript>", "<p class=phone><img src=b.jpg></p>", "<img src=c.jpg>"]
)
def test_copy_of_a_picture_in_another_size_is_none_of_its_own(copy: str) -> None:
    picture = "<picture><source srcset=b.jpg><img src=a.jpg srcset='a.jpg 400w, c.jpg 800w'></picture>"
    body = body_of(f"<p>text</p><p>{picture}{copy}</p><p>text</p>")
    assert [image.url for image in images.find(body, URL)] == ["https://news.example/2026/c.jpg"]


@pytest.mark.parametrize(
    "markup",
    [
        pytest.param("<div><img src=a.jpg><p class=wp-caption-text>Cap</p></div>", id="below"),
        pytest.param("<div class=caption><img src=a.jpg><p>Cap</p></div>", id="around"),
        pytest.param(
            "<div><div><img src=a.jpg></div><span class=img_descr>Cap</span></div>", id="one higher"
        ),
        pytest.param(
            "<div><img src=a.jpg><noscript><img src=a.jpg></noscript><p class=caption>Cap</p></div>",
            id="with a copy for readers without scripts",
        ),
    ],
)
def test_captions_are_told_by_their_class(markup: str) -> None:
    text = "<p>text of some length, so that no caption is this long</p>" * 12
    assert [image.caption for image in images.find(body_of(text + markup + text), URL)] == ["Cap"]


def test_caption_of_another_picture_is_none() -> None:
    body = body_of(
        "<div><p>text</p><div><img src=a.jpg></div><p>text</p><div><img src=b.jpg><p class=caption>B</p></div></div>"
    )
    assert [image.caption for image in images.find(body, URL)] == [None, "B"]


def test_picture_stays_where_the_caption_in_its_line_is_no_text() -> None:
    body = body_of("<p>before</p><div><img src=a.jpg> <span class=img_descr>Cap</span></div><p>after</p>")
    body.kept[1] = 0
    assert images.find(body, URL) == (Image(url="https://news.example/2026/a.jpg", caption="Cap"),)
    assert flat(render.to_html(body, URL)) == (
        '<p>before</p><p><img src="https://news.example/2026/a.jpg" alt=""></p><p>after</p>'
    )


@pytest.mark.parametrize(
    ("markup", "claimed", "found"),
    [
        pytest.param("<figure><img src=a.jpg></figure>", False, True, id="figure"),
        pytest.param("<a href=/x><figure><img src=a.jpg></figure></a>", False, False, id="linked figure"),
        pytest.param("<figure><a href=/b.JPG><img src=a.jpg></a></figure>", False, True, id="full size"),
        pytest.param("<figure><a href='/x?a.jpg'><img src=a.jpg></a></figure>", False, False, id="a button"),
        pytest.param("<figure><a href=#><img src=a.jpg></a></figure>", False, True, id="a script enlarges"),
        pytest.param("<a href='javascript:;'><img src=a.jpg></a>", False, False, id="a script's button"),
        pytest.param("<figure><a href='#top'><img src=a.jpg></a></figure>", False, True, id="to the page"),
        pytest.param("<figure class=byline><img src=a.jpg></figure>", False, False, id="who wrote"),
        pytest.param("<a href=/x><img src=a.jpg></a>", True, True, id="declared"),
        pytest.param(
            "<a href=/x><img src=b.jpg srcset='a.jpg 900w'></a>", True, True, id="declared in another size"
        ),
        pytest.param("<div><div><div><img src=a.jpg></div></div></div>", False, False, id="other"),
        pytest.param("<figure style='display:none'><img src=a.jpg></figure>", True, False, id="hidden"),
    ],
)
def test_pictures_between_headline_and_text(markup: str, claimed: bool, found: bool) -> None:
    page = PageMap(
        parse(f"<div>{markup}</div><h1>head</h1><div>{markup}</div><div id=top><p>text</p></div>"), URL
    )
    body = bodies.whole(page, [page.names.index("top")])
    address = "https://news.example/2026/a.jpg"
    claims = {"https://news.example/2026/b.jpg" if "b.jpg" in markup else address} if claimed else ()
    headline = next(block for block in range(9) if page.block_texts[block] == "head")
    shown = images.pictures(body, URL, headline=headline, claimed=claims)
    assert [page.chunk_blocks[chunk] > headline for chunk in shown] == [True] * found
    html = "<p>text</p>"
    if found:
        picture = f'<img src="{address}" alt="">'
        html = (f"<figure>{picture}</figure>" if "figure" in markup else f"<p>{picture}</p>") + html
    assert flat(render.to_html(body, URL, shown)) == html


@pytest.mark.parametrize(
    ("markup", "claimed", "found"),
    [
        pytest.param("<img src=a.jpg>", True, True, id="declared"),
        pytest.param("<div class=featured-image><img src=a.jpg></div>", False, True, id="featured"),
        pytest.param(
            "<a href='/b.png?w=9'><img class=wp-post-image src=a.jpg></a>", False, True, id="full size"
        ),
        pytest.param("<a href=/x><img class=wp-post-image src=a.jpg></a>", False, False, id="of a list"),
        pytest.param(
            "<a href='a.html#top'><img class=wp-post-image src=a.jpg></a>", False, True, id="of its page"
        ),
        pytest.param("<div class=post-cover><img src=a.jpg></div>", False, True, id="cover"),
        pytest.param("<div class=o-noteEyecatch><img src=a.jpg></div>", False, True, id="eyecatch"),
        pytest.param("<img class=object-cover src=a.jpg>", False, False, id="fills its place"),
        pytest.param("<img src=a.jpg>", False, False, id="other"),
        pytest.param("<div hidden><img src=a.jpg></div>", True, False, id="hidden"),
        pytest.param("<img src=a.jpg>" + "<p>line</p>" * 9, True, False, id="far above"),
    ],
)
def test_pictures_above_the_headline(markup: str, claimed: bool, found: bool) -> None:
    page = PageMap(parse(f"<div>{markup}</div><h1>head</h1><div id=top><p>text</p></div>"), URL)
    body = bodies.whole(page, [page.names.index("top")])
    address = "https://news.example/2026/a.jpg"
    headline = page.block_texts.index("head")
    shown = images.pictures(body, URL, headline=headline, claimed={address} if claimed else ())
    assert list(shown.values()) == [address] * found


@pytest.mark.parametrize(
    ("behind", "caption"),
    [
        ("<p class=img-desc>图为港口</p>", "图为港口"),
        ("<p class=picture_description>The port</p>", "The port"),
        ("<p>The port reopened.</p>", None),
        ("<p class=img-desc></p>", None),
        ("", None),
    ],
)
def test_caption_may_be_the_next_paragraph(behind: str, caption: str | None) -> None:
    body = body_of(f"<p>text</p><p><img src=a.jpg></p>{behind}")
    assert [image.caption for image in images.find(body, URL)] == [caption]


@pytest.mark.parametrize("name", ["author-photo", "author-profile-image", "user-avatar"])
def test_people_who_write_are_no_pictures_of_the_text(name: str) -> None:
    assert images.find(body_of(f"<p>text<img class={name} src=a.jpg></p>"), URL) == ()


@pytest.mark.parametrize(
    "source",
    [
        "/data/avatars/1.jpg",
        "/img/smilies/laugh.gif",
        "/img/icons/print.svg",
        "btn_weibo.gif",
        "/weiboShareBtn.gif",
    ],
)
def test_decoration_is_told_by_its_address(source: str) -> None:
    assert images.find(body_of(f"<p>text<img src={source}></p>"), URL) == ()


@pytest.mark.parametrize(
    ("slot", "stays"),
    [
        pytest.param("<div class='asb asb-post'><a href=/go><img src=a.jpg></a></div>", False, id="theme"),
        pytest.param(
            "<div class=ad-content><p><a href=/go><img src=a.jpg></a></p></div>", False, id="content"
        ),
        pytest.param("<p id=ads><a href=//shop.example><img src=a.jpg></a></p>", False, id="id"),
        pytest.param("<p><a href=/go><img class=adsense src=a.jpg></a></p>", False, id="picture"),
        pytest.param("<p><a href=/go><img src=/banners/a.gif></a></p>", False, id="folder"),
        pytest.param("<div class=ads><img src=a.jpg></div>", True, id="leads nowhere"),
        pytest.param("<div class=lead><a href=/b><img src=a.jpg></a></div>", True, id="part of a word"),
        pytest.param("<div class=4f-8ad><a href=/b><img src=a.jpg></a></div>", True, id="part of a number"),
    ],
)
def test_advertisements_are_no_pictures_of_the_text(slot: str, stays: bool) -> None:
    found = images.find(body_of(f"<p>text</p>{slot}<p>text</p>"), URL)
    assert [image.url for image in found] == ["https://news.example/2026/a.jpg"] * stays


def test_a_page_may_be_called_an_advertisement() -> None:
    page = PageMap(parse("<div class=ads><div><p>a<p><a href=b><img src=c.jpg></a><p>d</div></div>"), URL)
    assert images.find(bodies.whole(page, [page.tags.index("p") - 1]), URL)


def test_alternative_text_is_plain() -> None:
    body = body_of('<p>text<img src=a.jpg alt="a\n <em>b</em> &amp;quot;c&amp;quot;"></p>')
    assert images.find(body, URL)[0].alt == 'a b "c"'


def test_base_element_is_respected() -> None:
    page = PageMap(parse("<head><base href='https://cdn.example/b/'></head><p>t<img src=a.jpg></p>"), URL)
    body = bodies.whole(page, [page.by_tag["p"][0]])
    assert images.find(body, URL)[0].url == "https://cdn.example/b/a.jpg"


@pytest.mark.parametrize(
    ("markup", "markdown"),
    [
        pytest.param("<h2>H</h2><p>a <b>b</b></p>", "## H\n\na **b**", id="headings"),
        pytest.param("<ul><li>a</li><li>b</li></ul>", "- a\n\n- b", id="bullets"),
        pytest.param("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n\n4. b", id="numbers"),
        pytest.param("<pre>x\n  y</pre>", "```\nx\n  y\n```", id="code"),
        pytest.param(
            "<pre>x<br><br><b>y</b><br>z</pre>", "```\nx\n\ny\nz\n```", id="code with an empty line"
        ),
        pytest.param("<p>1*2 [x]</p>", "1\\*2 \\[x\\]", id="special characters"),
        pytest.param("<a href=/x>l</a>", "[l](<https://news.example/x>)", id="links"),
        pytest.param("<p>a</p><blockquote><p>q</p></blockquote>", "a\n\n> q", id="quotations"),
        pytest.param(
            "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
            id="tables",
        ),
        pytest.param(
            "<table><tr><th>a</th></tr><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>",
            "| a |  |\n| --- | --- |\n| 1 | 2 |\n| 3 | 4 |",
            id="first row too short",
        ),
        pytest.param(
            "<table><tr><th></th><th>a</th></tr><tr><td>1</td><td></td></tr></table>",
            "|  | a |\n| --- | --- |\n| 1 |  |",
            id="cells without text",
        ),
        pytest.param(
            "<table><tr><td>a</td><td><ul><li>b</li><li>c</li></ul></td></tr><tr><td>1</td><td>2</td></tr></table>",
            "| a | b c |\n| --- | --- |\n| 1 | 2 |",
            id="list in a cell",
        ),
        pytest.param(
            "<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n\n   - b\n\n2. c", id="nested lists"
        ),
        pytest.param("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b", id="one list after another"),
        pytest.param(
            "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>",
            "> a\n>\n> b\n\nc",
            id="quotation of paragraphs",
        ),
        pytest.param(
            "<ul><li><blockquote><p>a</p></blockquote></li><li>b</li></ul>",
            "- > a\n\n- b",
            id="quotation in a list's item",
        ),
        pytest.param("<p>a<b> b </b>c</p>", "a **b** c", id="blanks at the ends of emphasis"),
        pytest.param("<p>a<b>b</b><b>c</b></p>", "a**bc**", id="emphasis that goes on"),
        pytest.param(
            "<p>他说<b>“好。”</b>然后</p>",
            "他说<strong>“好。”</strong>然后",
            id="marks at the ends of emphasis",
        ),
        pytest.param("<p><b>a <i>b</i></b></p>", "**a *b***", id="emphasis in emphasis"),
        pytest.param("<p><b>a</b><i>b</i></p>", "<strong>a</strong>*b*", id="emphasis beside emphasis"),
        pytest.param(
            "<p>1. a<br># b<br>+ c<br>---</p>", "1\\. a  \n\\# b  \n\\+ c  \n\\---", id="lines like blocks"
        ),
        pytest.param("<p># a</p>", "\\# a", id="text like a heading"),
        pytest.param("<p>&amp;lt; &amp; AT&amp;T</p>", "\\&lt; & AT&T", id="text like an entity"),
        pytest.param("<p><code>a*b &lt;p&gt;</code></p>", "`a*b <p>`", id="nothing to escape in code"),
        pytest.param("<p><code>a`b</code></p>", "``a`b``", id="backtick in code"),
        pytest.param("<pre>```\na\n```</pre>", "````\n```\na\n```\n````", id="fence in code"),
        pytest.param(
            "<p>Hi!<a href=/x>l</a></p>", "Hi\\![l](<https://news.example/x>)", id="mark before a link"
        ),
        pytest.param("<h2>a<br>b</h2>", "## a b", id="heading of two lines"),
        pytest.param("<p>a\u200b<b>\u200bb</b></p>", "a**b**", id="characters of no width"),
    ],
)
def test_markdown(markup: str, markdown: str) -> None:
    assert render.to_markdown(body_of(markup), URL) == markdown


_TAGS = st.sampled_from(
    "p div ul ol li table tr td th pre code a b em blockquote figure figcaption img br h2 span script style dl dd".split()
)
_ALLOWED = {
    *(
        "p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table caption thead tbody tfoot tr td th figure"
    ).split(),
    *("figcaption a strong em code kbd samp var sub sup del ins mark q cite dfn img br").split(),
}
_MARKUP = st.recursive(
    st.text(max_size=8),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag} href='javascript:a' src=x.png onload=y>{''.join(parts)}</{tag}>",
        _TAGS,
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(_MARKUP)
def test_any_markup_becomes_safe_html(markup: str) -> None:
    body = body_of(markup)
    out = render.to_html(body, URL)
    render.to_markdown(body, URL)
    if not out:
        return
    for element in lxml_html.fragment_fromstring(out, create_parent="main").iterdescendants():
        assert element.tag in _ALLOWED
        assert set(element.attrib) <= {"href", "src", "alt", "colspan", "rowspan", "start", "class"}
        assert not (element.get("href") or "").startswith("javascript")


def test_markdown_has_no_characters_of_no_width_either() -> None:
    assert render.to_markdown(body_of("<p>a\u00adb</p>"), URL) == "ab"
