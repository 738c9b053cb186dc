"""Counts in places of their own: called so, on links and buttons, above the comments."""

from __future__ import annotations

import pytest

from aggregator.extraction.body import body as bodies
from aggregator.extraction.byline import byline, count_places
from aggregator.extraction.claims import structured
from aggregator.extraction.headline import title
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

URL = "https://www.example.com/a/knots-and-ropes.html"
TEXT = "".join(
    f"<p>The committee met on Tuesday, and after {n} hours of talks it agreed on the plan, which had been put off "
    "several times since May. Members said the vote was close, but the chair called it a fair result.</p>"
    for n in ("two", "three", "four")
)


def counts(line: str = "", after: str = "") -> dict[str, int]:
    body = (
        f"<h1>Committee agrees on the plan</h1>{line}<div id=text>{TEXT}</div>{after}<footer>Imprint</footer>"
    )
    page = PageMap(parse(f"<html><head></head><body>{body}</body></html>"), URL)
    claims = structured.read(page)
    text = [node for node, name in enumerate(page.names) if name == "text"]
    found = byline.find(page, claims, title.find(page, claims), bodies.whole(page, text))
    kinds = {"views": found.view_count, "comments": found.comment_count, "likes": found.like_count}
    return {kind: count.value for kind, count in kinds.items() if count is not None}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("post-views", "views"),
        ("single-eye", "views"),
        ("site_pv", ""),
        ("views-field views-field-title", ""),
        ("comments-count", "comments"),
        ("comments-counter", "comments"),
        ("meta-comm", "comments"),
        ("comments-list", ""),
        ("like-number", "likes"),
        ("digg_num", "likes"),
        ("post-like", "likes"),
        ("count-number-like", "likes"),
        ("btn be-btn-like", "likes"),
        ("joe_detail__agree", "likes"),
        ("likely", ""),
    ],
)
def test_kind_of_count_by_the_elements_name(name: str, kind: str) -> None:
    assert count_places.kind_of(name) == kind


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<div class=views>12,480 ครั้ง</div>", {"views": 12480}),
        ("<p>顶一下</p><p class=digg_num>(12)</p>", {"likes": 12}),
        ('<div class="post-like"><a href="javascript:;"><i></i> <span>17</span></a></div>', {"likes": 17}),
        ('<span class="comment-count">22 Comments</span>', {"comments": 22}),
        ('<span class="like-number">0</span>', {}),
    ],
)
def test_element_called_so_below_the_text(html: str, found: dict[str, int]) -> None:
    assert counts(after=f"<div>{html}</div>") == found


def test_number_of_an_element_is_of_no_other_word_on_its_line() -> None:
    line = "<p>2024-04-06 <a href=#respond>Comments</a> <span class=views>2,316</span> <span>5 min read</span></p>"
    assert counts(line) == {"views": 2316}


@pytest.mark.parametrize(
    ("html", "found"),
    [
        pytest.param("<a href='javascript:;'>赞(<span>12</span>)</a>", {"likes": 12}, id="WordPress"),
        pytest.param("<a href='javascript:;'><i>顶一下</i> (5)</a>", {"likes": 5}, id="dug"),
        pytest.param("<a href=/a/knots-and-ropes.html#cbox>コメント(5)</a>", {"comments": 5}, id="Japanese"),
        pytest.param("<a href=/discuss>Diskuse <span>(17)</span></a>", {"comments": 17}, id="Czech"),
        pytest.param("<a href=/comentarios>Todos os comentários (6)</a>", {"comments": 6}, id="Portuguese"),
        pytest.param("<a href='#comments'><i></i>12</a>", {"comments": 12}, id="an icon and a number"),
        pytest.param("<a href='#comment-12'>12</a>", {}, id="of one comment"),
        pytest.param("<a href=/a/#comments>1</a><a href=/a/2/#comments>2</a>", {}, id="pages"),
        pytest.param("<a href=/b/other-news.html>5 comments</a>", {}, id="of another article"),
        pytest.param("<a href=/b/>5 comments that made us laugh</a>", {}, id="a headline"),
        pytest.param("<a href='javascript:;'>赞 <span>0</span></a>", {}, id="waits for a script"),
        pytest.param("<ul class=related><li><a href=#r>9 comments</a></li></ul>", {}, id="in a list"),
        pytest.param("<div class=comment><p>Yes!</p><a>赞(3)</a><a>回复(2)</a></div>", {}, id="of a comment"),
        pytest.param("<a>赞(3)</a><a>赞(7)</a>", {}, id="they disagree"),
    ],
)
def test_links_below_the_text(html: str, found: dict[str, int]) -> None:
    assert counts(after=f"<div>{html}</div>") == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<a href='#respond'>No Comments</a>", {"comments": 0}),
        (
            "2024-04-06 | <a href=/a/knots-and-ropes.html#comments>Keine Kommentare</a> | News",
            {"comments": 0},
        ),
        ("2024年4月6日 <a href='#respond'>暂无评论</a>", {"comments": 0}),
        ("<a href=/policy>No comments</a>", {}),
        ("No comments", {}),
    ],
)
def test_link_that_says_there_are_no_comments(line: str, found: dict[str, int]) -> None:
    assert counts(f"<p>{line}</p>") == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        pytest.param("<button><svg></svg>14 Kommentare</button>", {"comments": 14}, id="words"),
        pytest.param("<button>Ver 23 comentarios</button>", {"comments": 23}, id="a request"),
        pytest.param("<button>117 Comments</button>", {"comments": 117}, id="English"),
        pytest.param("<button aria-label=喜歡><span>58</span></button>", {"likes": 58}, id="label"),
        pytest.param("<button aria-label=いいねする>127</button>", {"likes": 127}, id="label with a verb"),
        pytest.param(
            '<button aria-label="3 likes. Post not marked as liked">3</button>',
            {"likes": 3},
            id="label with it",
        ),
        pytest.param('<button class="like-btn"><b>1.2K</b></button>', {"likes": 1200}, id="class"),
        pytest.param("<div class=like-count><button>9</button></div>", {"likes": 9}, id="class around"),
        pytest.param("<button>\u200b赞同 256</button>", {"likes": 256}, id="blank without width"),
        pytest.param("<button>1 reply</button>", {}, id="replies to a post"),
        pytest.param("<button>7</button>", {}, id="nothing said"),
        pytest.param("<button>Next 5</button>", {}, id="something else"),
    ],
)
@pytest.mark.parametrize("place", ["head", "tail"])
def test_buttons_near_the_text(html: str, found: dict[str, int], place: str) -> None:
    bar = f"<div class=actions>{html}</div>"
    assert (counts(bar) if place == "head" else counts(after=bar)) == found
