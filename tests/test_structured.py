"""What pages say of themselves for machines, broken as it may be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from aggregator.extraction.claims import graph, structured
from aggregator.extraction.claims.record import Structured
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse
from aggregator.items import Crumb, Person

URL = "https://news.example/2026/11/story.html"


def read(head: str = "", body: str = "", *, url: str = URL) -> Structured:
    return structured.read(PageMap(parse(f"<html><head>{head}</head><body>{body}</body></html>"), url))


def script(data: Any) -> str:
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return f'<script type="application/ld+json">{text}</script>'


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param('{"a": 1}', [{"a": 1}], id="sound"),
        pytest.param('{"a": [1, 2,],}', [{"a": [1, 2]}], id="trailing commas"),
        pytest.param('/* x */ {"a": "b", // c\n}', [{"a": "b"}], id="comments"),
        pytest.param(
            '<!-- {"a": "http://x//y"} -->', [{"a": "http://x//y"}], id="HTML comment, // in a string"
        ),
        pytest.param('//<![CDATA[\n{"a": 1}\n//]]>', [{"a": 1}], id="CDATA"),
        pytest.param('{"a": 1}{"b": 2}\n[3]', [{"a": 1}, {"b": 2}, [3]], id="several in a row"),
        pytest.param('{"a": "one\ntwo\ttabs"}', [{"a": "one\ntwo\ttabs"}], id="control characters"),
        pytest.param(
            '{"a": "he said "no" to it", "b": 2}', [{"a": 'he said "no" to it', "b": 2}], id="quotes inside"
        ),
        pytest.param('{"a": "C:\\path"}', [{"a": "C:\\path"}], id="impossible escape"),
        pytest.param("{&quot;a&quot;: 1}", [{"a": 1}], id="quotes as entities"),
        pytest.param('{"a": 1};', [{"a": 1}], id="semicolon"),
        pytest.param('{"a": ', [], id="cut off"),
        pytest.param("", [], id="empty"),
        pytest.param("[" * 100_000, [], id="too deep"),
    ],
)
def test_json_is_mended(text: str, values: list[Any]) -> None:
    assert graph.parse(text) == values


def test_article_of_a_graph_is_read_with_its_references() -> None:
    found = read(
        script(
            {
                "@graph": [
                    {"@type": "WebSite", "@id": "#site", "name": "Example News"},
                    {"@type": "Person", "@id": "#jane", "name": "Jane Doe", "url": "/people/jane"},
                    {
                        "@type": "NewsArticle",
                        "headline": "A &amp; B",
                        "author": {"@id": "#jane"},
                        "datePublished": "2026-11-01T08:00:00+08:00",
                        "articleSection": ["World", "Asia"],
                        "keywords": "one, two",
                        "image": {"url": "/a.jpg"},
                    },
                ]
            }
        )
    )
    assert found.has_article
    assert found.types == {"NewsArticle"}
    assert found.titles[0].value == "A & B"
    assert found.authors[0].value == (Person(name="Jane Doe", url="https://news.example/people/jane"),)
    assert found.authors[0].source == "json-ld"
    assert found.published[0].value == "2026-11-01T08:00:00+08:00"
    assert found.sections[0].value == "World"
    assert found.tags[0].value == ("one", "two")
    assert found.images[0].value == "https://news.example/a.jpg"
    assert found.site_names == ("Example News",)


def test_node_with_the_pages_address_wins_over_its_neighbours() -> None:
    nodes = [
        {"@type": "Article", "headline": f"Other {n}", "url": f"https://news.example/{n}"} for n in range(5)
    ]
    found = read(script([*nodes, {"@type": "Article", "headline": "This one", "mainEntityOfPage": URL}]))
    assert found.titles[0].value == "This one"


def test_node_with_the_shown_headline_wins() -> None:
    nodes = [{"@type": "Article", "headline": headline} for headline in ("Other", "Shown", "Third", "Fourth")]
    assert read(script(nodes), "<h1>Shown</h1>").titles[0].value == "Shown"


def test_a_list_of_others_is_not_the_article() -> None:
    nodes = [{"@type": "Article", "headline": f"Other {n}", "author": "Somebody"} for n in range(6)]
    found = read(script(nodes))
    assert not found.has_article
    assert found.authors == ()


def test_comments_and_list_entries_are_not_looked_into() -> None:
    found = read(
        script(
            {
                "@type": "BlogPosting",
                "headline": "Mine",
                "author": "Me Myself",
                "comment": [{"@type": "Article", "headline": "Nested", "author": "Commenter"}],
            }
        )
    )
    assert [person.name for claim in found.authors for person in claim.value] == ["Me Myself"]


def test_counts_of_interactions() -> None:
    counters = [
        {"interactionType": "https://schema.org/ReadAction", "userInteractionCount": "1234"},
        {"interactionType": {"@type": "LikeAction"}, "userInteractionCount": 7},
        {"interactionType": "http://schema.org/CommentAction", "userInteractionCount": 3},
    ]
    found = read(script({"@type": "Article", "headline": "x", "interactionStatistic": counters}))
    assert found.view_counts[0].value == "1234"
    assert found.like_counts[0].value == "7"
    assert found.comment_counts[0].value == "3"


@pytest.mark.parametrize(
    "statistic",
    [
        '<meta itemprop="interactionCount" content="UserComments:3">',
        '<div itemprop="interactionStatistic" itemscope itemtype="https://schema.org/InteractionCounter">'
        '<meta itemprop="interactionType" content="https://schema.org/CommentAction">'
        '<meta itemprop="userInteractionCount" content="3"></div>',
        '<div itemprop="interactionStatistic" itemscope itemtype="https://schema.org/InteractionCounter">'
        '<link itemprop="interactionType" href="https://schema.org/CommentAction">'
        '<span itemprop="userInteractionCount">3</span> comments</div>',
    ],
    ids=["one string", "item of metas", "item that is shown"],
)
def test_counts_of_interactions_in_microdata(statistic: str) -> None:
    item = f'<div itemscope itemtype="https://schema.org/Article"><h1 itemprop="headline">x</h1>{statistic}</div>'
    assert [claim.value for claim in read(body=item).comment_counts] == ["3"]


def test_breadcrumbs_are_in_order_of_position() -> None:
    trail = {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 2, "name": "Asia", "item": "/world/asia"},
            {"@type": "ListItem", "position": 1, "item": {"@id": "/world", "name": "World"}},
        ],
    }
    assert read(script(trail)).breadcrumbs[0].value == (
        Crumb(name="World", url="https://news.example/world"),
        Crumb(name="Asia", url="https://news.example/world/asia"),
    )


def test_metas_by_rank_and_repetition() -> None:
    found = read(
        """<meta name=twitter:title content="Twitter"><meta property="og:title" content="Graph &quot;it&quot;">
        <meta name=author content="王芳"><meta property="article:tag" content="甲"><meta property="article:tag" content="乙">
        <meta name=keywords content="丙，丁"><meta property="og:site_name" content="示例网">
        <meta property="article:published_time" content="2026-11-01"><meta property="og:type" content="Article">"""
    )
    assert [(claim.value, claim.source) for claim in found.titles] == [
        ('Graph "it"', "meta:og:title"),
        ("Twitter", "meta:twitter:title"),
    ]
    assert found.authors[0].value == (Person(name="王芳"),)
    assert [claim.value for claim in found.tags] == [("甲", "乙"), ("丙", "丁")]
    assert found.site_names == ("示例网",)
    assert found.published[0].source == "meta:article:published_time"
    assert found.og_type == "article"


def test_an_app_that_is_called_as_the_article_names_no_site() -> None:
    title, app = (
        '<meta property="og:title" content="五个步骤">',
        '<meta name="application-name" content="五个步骤">',
    )
    assert read(title + app + '<meta property="og:site_name" content="账本">').site_names == ("账本",)
    assert read(title + app).site_names == ("五个步骤",), "a front page, say"


def test_chinese_governments_metas() -> None:
    found = read(
        '<meta name="ArticleTitle" content="关于放假的通知"><meta name="PubDate" content="2026-11-01 10:00">'
        '<meta name="ContentSource" content="办公厅"><meta name="ColumnName" content="通知公告"><meta name="SiteName" content="市政府">'
    )
    assert found.titles[0].value == "关于放假的通知"
    assert found.published[0].value == "2026-11-01 10:00"
    assert found.source_names[0].value == "办公厅"
    assert found.sections[0].value == "通知公告"
    assert found.site_names == ("市政府",)


def test_labelled_twitter_data_names_the_author() -> None:
    found = read(
        '<meta name="twitter:label1" content="Written by"><meta name="twitter:data1" content="Jane Doe">'
    )
    assert found.authors[0].value == (Person(name="Jane Doe"),)
    assert found.authors[0].source == "meta:twitter:data"


def test_microdata_of_several_teasers_are_none_of_this_article() -> None:
    teasers = "".join(
        f'<div itemscope itemtype="https://schema.org/Article"><b itemprop="headline">Story {n}</b>'
        f'<i itemprop="author">Author {n}</i><time itemprop="datePublished" datetime="2026-11-0{n}"></time></div>'
        for n in (1, 2, 3)
    )
    found = read(body=f"<h1>The harbour</h1>{teasers}")
    assert (found.authors, found.published, found.has_article) == ((), (), False)
    found = read(body=f"<h1>Story 2</h1>{teasers}")
    assert [claim.value for claim in found.published] == ["2026-11-02"]


def test_microdata_of_a_lone_teaser_is_none_of_this_article() -> None:
    item = (
        '<div itemscope itemtype="https://schema.org/Article"><a itemprop="url" href="{}"><b itemprop="headline">Dog wins</b></a>'
        '<i itemprop="author">Bob</i><time itemprop="datePublished" datetime="2026-11-01"></time></div>'
    )
    found = read(body=f"<h1>The harbour</h1>{item.format('/dog.html')}")
    assert (found.authors, found.published, found.has_article) == ((), (), False)
    found = read(body=f"<h1>The harbour</h1>{item.format(URL + '#top')}")
    assert [claim.value for claim in found.published] == ["2026-11-01"]


ASKED = {
    "@type": "Question", "name": "Why is the tide late?", "url": "https://ask.example/q/5",
    "dateCreated": "2026-10-01", "commentCount": 3, "author": "Asker", "keywords": "tide",
    "acceptedAnswer": {
        "@type": "Answer", "url": "https://ask.example/q/5/answer/7", "dateCreated": "2026-11-01", "author": "Ann",
        "upvoteCount": 890, "commentCount": 66,
    },
}  # fmt: skip
ASKED_IN_MICRODATA = """<div itemscope itemtype="https://schema.org/Question"><h1 itemprop="name">Why is the tide late?</h1>
<meta itemprop="url" content="https://ask.example/q/5"><meta itemprop="dateCreated" content="2026-10-01">
<meta itemprop="commentCount" content="3"><meta itemprop="author" content="Asker"><meta itemprop="keywords" content="tide">
<div itemscope itemprop="acceptedAnswer" itemtype="https://schema.org/Answer"><meta itemprop="author" content="Ann">
<meta itemprop="dateCreated" content="2026-11-01"><meta itemprop="upvoteCount" content="890">
<meta itemprop="commentCount" content="66"></div></div>"""


@pytest.mark.parametrize(
    "page",
    [
        {"head": script({"@type": "QAPage", "mainEntity": ASKED}), "body": "<h1>Why is the tide late?</h1>"},
        {"body": ASKED_IN_MICRODATA},
    ],
    ids=["JSON-LD", "microdata"],
)
def test_page_of_an_answer_has_the_answers_author_and_date(page: dict[str, str]) -> None:
    found = read(**page, url="https://ask.example/q/5/answer/7")
    assert found.titles[0].value == "Why is the tide late?"
    assert found.tags[0].value == ("tide",)
    assert [claim.value for claim in found.authors] == [(Person(name="Ann"),)]
    assert [claim.value for claim in found.published] == ["2026-11-01"]
    assert [claim.value for claim in found.comment_counts] == ["66"]
    assert [claim.value for claim in found.like_counts] == ["890"]
    found = read(**page, url="https://ask.example/q/5")
    assert [claim.value for claim in found.published] == ["2026-10-01"]
    assert [claim.value for claim in found.authors] == [(Person(name="Asker"),)]


def test_answer_with_a_mark_in_the_questions_page_is_no_page_of_its_own() -> None:
    marked = ASKED | {
        "acceptedAnswer": {"@type": "Answer", "url": "https://ask.example/q/5#7", "dateCreated": "2026-11-01"}
    }
    found = read(script(marked), "<h1>Why is the tide late?</h1>", url="https://ask.example/q/5")
    assert [claim.value for claim in found.published] == ["2026-10-01"]


def test_data_encoded_twice_are_read() -> None:
    found = read(script(json.dumps(json.dumps({"@type": "Article", "headline": "Head", "author": "Jane"}))))
    assert found.titles[0].value == "Head"
    assert found.authors[0].value == (Person(name="Jane"),)


def test_value_of_an_abbreviation_is_its_title() -> None:
    found = read(
        body='<div itemscope itemtype="https://schema.org/BlogPosting">'
        '<abbr itemprop="datePublished" title="2026-11-01T21:14:00-07:00">9:14 PM</abbr></div>'
    )
    assert found.published[0].value == "2026-11-01T21:14:00-07:00"


def test_microdata_of_the_article_and_not_of_a_comment() -> None:
    found = read(
        body="""<article itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop="headline">Head</h1>
        <span itemprop="author" itemscope itemtype="https://schema.org/Person"><a href="/jane"><b itemprop="name">Jane</b></a></span>
        <time itemprop="datePublished" datetime="2026-11-01">yesterday</time><div itemprop="articleBody">Text</div></article>
        <div itemscope itemtype="https://schema.org/Comment"><span itemprop="author">Troll</span></div>"""
    )
    assert found.types == {"NewsArticle"}
    assert found.titles[0].value == "Head"
    assert [claim.value for claim in found.authors] == [
        (Person(name="Jane", url="https://news.example/jane"),)
    ]
    assert found.published[0].value == "2026-11-01"


def test_canonical_prefers_the_link_element() -> None:
    head = (
        '<link rel="canonical" href="/canonical"><meta property="og:url" content="https://news.example/og">'
    )
    assert read(head).canonical == "https://news.example/canonical"
    assert read('<meta property="og:url" content="/og">').canonical == "https://news.example/og"
    assert read().canonical is None


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(script([None, 1, "x", {"@type": None, "author": [[], {}, 7, None]}]), id="nonsense"),
        pytest.param(
            script({"@type": ["Article", 3], "author": {"name": {"@value": "A"}}, "url": {}}), id="odd types"
        ),
        pytest.param(
            script({"@type": "Article", "mainEntityOfPage": {"@id": 5}, "image": [{"url": []}]}),
            id="odd values",
        ),
        pytest.param('<link rel="canonical" href="http://[bad">', id="bad address"),
        pytest.param('<meta property="og:image" content="http://[bad">', id="bad image"),
    ],
)
def test_nonsense_is_survived(head: str) -> None:
    assert isinstance(read(head), Structured)
