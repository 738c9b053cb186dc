"""Headlines, told from logos, sections, neighbours and the site's name."""

from __future__ import annotations

import pytest

from aggregator.extraction.claims import structured
from aggregator.extraction.headline import title
from aggregator.extraction.headline.site_names import SiteNames
from aggregator.extraction.headline.title import Headline
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

TEXT = (
    "<p>The committee met on Tuesday, and after two hours of talks it agreed on the plan, which had been put off "
    "three times since May. Members said the vote was close, but the chair called it a fair result.</p>"
)
CHINESE = "<p>记者近日了解到，随着网络借贷逐渐成为人们生活的一部分，相关问题也引发了广泛关注，专家建议用户保持冷静，理性对待。</p>"


def find(head: str, body: str, *, url: str = "https://www.example-news.com/a/1.html") -> Headline | None:
    page = PageMap(parse(f"<html><head>{head}</head><body>{body}</body></html>"), url)
    return title.find(page, structured.read(page))


@pytest.mark.parametrize(
    ("head", "body", "value", "source"),
    [
        pytest.param(
            "<title>Plan agreed - Example News</title>",
            "<h1>Plan agreed</h1>" + TEXT,
            "Plan agreed",
            "h1",
            id="h1",
        ),
        pytest.param(
            "<title>Plan agreed | Example</title>",
            '<h1 class="logo"><a href="/">Example</a></h1><h2>Plan agreed</h2>' + TEXT,
            "Plan agreed",
            "h2",
            id="logo is h1",
        ),
        pytest.param(
            "<title>Four Years » Archive » Small Integers in Python</title>",
            '<h1><a href="/">Four Years</a></h1><h2>Small Integers in Python</h2>' + TEXT,
            "Small Integers in Python",
            "h2",
            id="site first in the title",
        ),
        pytest.param(
            "<title>中国人习以为常的地方|公园_示例新闻</title>",
            "<h1>新闻中心</h1><h1>中国人习以为常的地方</h1>" + CHINESE,
            "中国人习以为常的地方",
            "h1",
            id="section is h1",
        ),
        pytest.param(
            "<title>两伤员已出院_社会频道_示例网</title>",
            '<table><tr><td class="bt">两伤员已出院</td></tr></table>' + CHINESE,
            "两伤员已出院",
            "td",
            id="no heading at all",
        ),
        pytest.param(
            "<title>Python | Go - Example</title>",
            "<h1>Python | Go</h1>" + TEXT,
            "Python | Go",
            "h1",
            id="bar is real",
        ),
        pytest.param(
            "<title>Vote is close - Example</title>",
            "<h1><span>Politics</span> <span>Vote is close</span></h1>" + TEXT,
            "Vote is close",
            "h1",
            id="kicker inside h1",
        ),
        pytest.param(
            '<title>x</title><meta property="og:title" content="Talks: vote is close">',
            "<h1><span>Talks</span><br><span>Vote is close</span></h1>" + TEXT,
            "Talks: vote is close",
            "h1",
            id="punctuation of the claim",
        ),
        pytest.param(
            "<title>Quickstart — Docs</title>",
            '<h1>Quickstart<a href="#q">¶</a></h1>' + TEXT,
            "Quickstart",
            "h1",
            id="¶",
        ),
        pytest.param(
            '<meta property="og:title" content="Plan agreed at last"><meta property="og:site_name" content="Example">'
            "<title>Plan agreed at last | Example</title>",
            "<h1></h1>" + TEXT,
            "Plan agreed at last",
            "meta:og:title",
            id="only claimed",
        ),
        pytest.param(
            "<title>示例网</title>",
            "<div>中国商标纠纷案一审审结 企业败诉</div><div>2011-12-08 来源：示例网</div>" + CHINESE,
            "中国商标纠纷案一审审结 企业败诉",
            "heading",
            id="title is the site's name",
        ),
        pytest.param(
            "<title>What everybody now wants to know about plans</title>",
            '<h1 class="article-title">Committee agrees on the plan in a close vote</h1>' + TEXT,
            "Committee agrees on the plan in a close vote",
            "h1",
            id="title for search engines",
        ),
        pytest.param(
            '<title>What is a fair vote | Example News</title><meta property="og:title" content="What is a fair vote">',
            "<h1>What a fair vote is and what members ask</h1>"
            + TEXT
            + "<h2>What is a fair vote?</h2>"
            + TEXT,
            "What a fair vote is and what members ask",
            "h1",
            id="a section's heading repeats the title",
        ),
        pytest.param(
            "<title>Jury agrees on the plan : The Two-Way : Example News</title>",
            "<h2>The Two-Way</h2><h1>Jury says it agrees on the plan</h1>" + TEXT,
            "Jury says it agrees on the plan",
            "h1",
            id="section is the title's last part but one",
        ),
        pytest.param(
            "<title>Common issues and how to solve them - Example News</title>",
            "<h1>Most common issues and how to solve them</h1>" + TEXT,
            "Most common issues and how to solve them",
            "h1",
            id="a word more than the title",
        ),
        pytest.param(
            "<title>Fish cakes, hot and fresh</title>",
            "<h1><span>Fish cakes, hot and fresh</span> <small>Welcome to the north</small></h1>" + TEXT,
            "Fish cakes, hot and fresh",
            "h1",
            id="subtitle inside h1",
        ),
        pytest.param(
            "<title>Headlamps for camping and running | Example News</title>"
            '<meta property="og:title" content="Headlamps for camping and running | Example News">',
            "<h1>Headlamps</h1>" + TEXT,
            "Headlamps",
            "h1",
            id="short h1 begins the title",
        ),
        pytest.param(
            "<title>Free courses in statistics | Example News</title>"
            '<meta property="og:title" content="Free courses in statistics | Example News">',
            "<h1>Courses</h1>" + TEXT,
            "Free courses in statistics",
            "meta:og:title",
            id="short h1 is a section",
        ),
        pytest.param(
            "<title>High blood sugar and diabetes</title>",
            "<p><b>About the author</b></p>" + TEXT,
            "High blood sugar and diabetes",
            "title-element",
            id="a bold line before the text",
        ),
    ],
)
def test_headline(head: str, body: str, value: str, source: str) -> None:
    found = find(head, body)
    assert found is not None
    assert (found.value, found.source) == (value, source)


@pytest.mark.parametrize(
    ("head", "value"),
    [
        pytest.param(
            "<title>A to-do list for life - Example News</title>", "A to-do list for life", id="claim"
        ),
        pytest.param(
            "<title>Example News | Startups and other technology</title>",
            "Startups and other technology",
            id="site first",
        ),
        pytest.param("<title>Home | Example News</title>", "Example News", id="home"),
        pytest.param("<title>Example News</title>", "Example News", id="site alone"),
    ],
)
def test_front_page_is_called_what_it_claims_and_not_by_its_slogan(head: str, value: str) -> None:
    found = find(
        head, "<h1>Clarity, finally and for everybody</h1>" + TEXT, url="https://www.example-news.com/"
    )
    assert found is not None
    assert found.value == value


def test_heading_of_a_front_page_that_the_title_repeats_stays() -> None:
    head = "<title>Clear news for everybody - Example News</title>"
    found = find(head, "<h1>The clear news for everybody</h1>" + TEXT, url="https://www.example-news.com/")
    assert found is not None
    assert found.value == "The clear news for everybody"


def test_of_many_titles_claimed_the_pages_own_come_first() -> None:
    others = "".join(f'<h2 itemprop="headline">Story number {n} about something else</h2>' for n in range(30))
    found = find("<title>Plan agreed at last</title>", f"<h1>Plan agreed at last</h1>{TEXT}{others}")
    assert found is not None
    assert (found.value, found.source) == ("Plan agreed at last", "h1")


@pytest.mark.parametrize(
    ("address", "value"),
    [
        ("all-sheets", "All sheets"),
        ("shop/All%20Sheets/", "All sheets"),
        ("2026/all_sheets.html?p=1", "All sheets"),
        ("sheets-on-sale", "Linen for every bed and every night"),
    ],
)
def test_heading_that_the_address_repeats_needs_no_claim(address: str, value: str) -> None:
    claim = "Linen for every bed and every night"
    found = find(
        f'<title>{claim} - Example News</title><meta property="og:title" content="{claim}">',
        f"<h1>All sheets</h1>{TEXT}",
        url=f"https://www.example-news.com/{address}",
    )
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("heading", "of_posts"),
    [
        pytest.param(
            '<h1>Thread: <a href="/t/7">Water in the fuel</a></h1>', "h2 class=title", id="vBulletin"
        ),
        pytest.param("<h3><i>Author</i> Topic: Water in the fuel (Read 34 times)</h3>", "h5", id="SMF"),
        pytest.param("<h3><i>Autor</i> Thema: Water in the fuel (Gelesen 34 mal)</h3>", "h5", id="SMF, de"),
        pytest.param("<h2>Тема: Water in the fuel</h2>", "h3", id="ru"),
    ],
)
def test_heading_of_a_topic_outweighs_those_of_its_posts(heading: str, of_posts: str) -> None:
    post = f"<{of_posts}>Water in the fuel</{of_posts}>"
    found = find("<title>Water in the fuel</title>", heading + "<p>Bea, 1 May 2012</p>" + post + TEXT)
    assert found is not None
    assert (found.value, found.block) == ("Water in the fuel", 0)


@pytest.mark.parametrize("mark", ["[Archive]  - Harbour Forum", "[Archiv] - Harbour Forum", "[Archive]"])
def test_title_of_a_topic_in_an_archive(mark: str) -> None:
    found = find(f"<title>Water in the fuel {mark}</title>", f"<p>PDA</p>{TEXT}")
    assert found is not None
    assert found.value == "Water in the fuel"


def test_topic_is_part_of_a_title_that_the_page_claims_so() -> None:
    found = find("<title>Thread: the film</title>", "<h1>Thread: the film</h1>" + TEXT)
    assert found is not None
    assert found.value == "Thread: the film"


def test_of_two_headlines_by_microdata_the_one_that_the_title_repeats_is_the_articles() -> None:
    banner = '<h1 class="page-title" itemprop="headline">Blog</h1>'
    own = '<h2 class="entry-title" itemprop="headline">Hiking with an old dog</h2>'
    found = find("<title>Hiking with an old dog – Trails</title>", banner + own + TEXT)
    assert found is not None
    assert found.value == "Hiking with an old dog"


@pytest.mark.parametrize(
    ("name", "value"),
    [("label", "Which camera for the harbour?"), ("kicker", "Tips - Which camera for the harbour?")],
)
def test_label_before_a_topic_is_none_of_its_title(name: str, value: str) -> None:
    head = (
        '<title>Tips - Which camera for the harbour? | Example</title><meta property="og:title" '
        'content="Tips - Which camera for the harbour?"><script type="application/ld+json">'
        '{"@type": "DiscussionForumPosting", "headline": "Which camera for the harbour?"}</script>'
    )
    found = find(head, f'<h1><span class="{name}">Tips</span> Which camera for the harbour?</h1>{TEXT}')
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("shown", "claim", "value"),
    [
        (
            "<a href=/f?t=1>[求助]</a> <i>港口的船什么时候回来</i>",
            "港口的船什么时候回来 - 生活杂谈 - 港口论坛",
            "港口的船什么时候回来",
        ),
        (
            "[<a href=/f?t=1>求助</a>] <i>港口的船什么时候回来</i>",
            "港口的船什么时候回来 一个长得不像版块名字的版块",
            "港口的船什么时候回来",
        ),
        (
            "[Help] When do the boats return?",
            "[Help] When do the boats return?",
            "[Help] When do the boats return?",
        ),
        (
            "<a href=/f?t=1>[Help]</a> When do the boats return?",
            "Harbour forum",
            "[Help] When do the boats return?",
        ),
    ],
)
def test_kind_of_a_topic_that_is_a_link_is_none_of_its_title(shown: str, claim: str, value: str) -> None:
    found = find(f"<title>{claim}</title>", f"<h1 class=title>{shown}</h1>{TEXT}")
    assert found is not None
    assert found.value == value


def test_among_lines_before_the_text_a_long_one_is_the_headline() -> None:
    body = (
        "<h3>New Zealand carries on the work of its explorer</h3><h3>Refer to a friend</h3><p>2026-11-03</p>"
    )
    found = find("", body + TEXT)
    assert found is not None
    assert found.value == "New Zealand carries on the work of its explorer"


def test_headline_says_where_it_stands() -> None:
    found = find("<title>Plan agreed - Example</title>", "<div>Menu</div><h1>Plan agreed</h1>" + TEXT)
    assert found is not None
    assert found.block == 1
    assert found.node is not None


def test_headline_shown_twice_is_found_where_it_is_a_heading() -> None:
    body = (
        "<ul class=breadcrumb><li>Home</li><li>Plan agreed at last</li></ul><h1>Plan agreed at last</h1>"
        + TEXT
    )
    found = find("<title>Plan agreed at last - Example</title>", body)
    assert found is not None
    assert (found.source, found.block) == ("h1", 2)


def test_headline_repeated_in_a_bar_above_is_found_nearest_above_the_text() -> None:
    bar = "<div class=bar><h1>Plan agreed at last</h1><a href=/>Share</a></div><p>Menu</p>"
    found = find("<title>Plan agreed at last - Example</title>", f"{bar}<h1>Plan agreed at last</h1>{TEXT}")
    assert found is not None
    assert found.block == 3


def test_description_that_is_shown_is_the_headline_where_all_titles_name_the_site() -> None:
    head = (
        '<title>示例台 新闻网</title><meta property="og:site_name" content="示例新闻网">'
        '<meta property="og:title" content="示例新闻网"><meta property="og:description" content="城南菜市场改造完工">'
    )
    found = find(head, f"<table><tr><td>城南菜市场改造完工</td></tr></table>{TEXT}")
    assert found is not None
    assert found.value == "城南菜市场改造完工"


def test_title_that_is_a_sites_name_gives_way_to_a_line_above_the_date() -> None:
    text = (
        "<p>城南菜市场改造工程昨天完工，摊位增加了三成，通道也比原来宽，附近居民说，买菜终于不用挤了。摊主们也表示，新的排水沟和照明让生意好做了许多，希望以后能一直这样。</p>"
        * 3
    )
    body = f"<div>城南菜市场改造完工 摊位增加三成</div><div>【2024/03/06 15:05】</div>{text}"
    found = find("<title>示例廣播公司全球資訊網</title>", body)
    assert found is not None
    assert found.value == "城南菜市场改造完工 摊位增加三成"


def test_a_related_article_named_like_a_part_of_the_title_is_no_headline() -> None:
    body = f"<h1>Bridge opens after ten years</h1>{TEXT}<aside><h3>Bridge</h3></aside>"
    found = find("<title>Bridge opens after ten years: Bridge</title>", body)
    assert found is not None
    assert found.value == "Bridge opens after ten years"


def test_page_without_anything_has_no_headline() -> None:
    assert find("", "") is None


@pytest.mark.parametrize(
    ("text", "stripped"),
    [
        ("Plan agreed - Example News", "Plan agreed"),
        ("Plan agreed at last | World | Example News", "Plan agreed at last"),
        ("Example News: Plan agreed", "Example News: Plan agreed"),
        ("Example News | Plan agreed at last", "Plan agreed at last"),
        ("逾期了怎么办_债务频道_示例网", "逾期了怎么办"),
        ("逾期了怎么办 - 债务 - 示例网", "逾期了怎么办"),
        ("示例网 | 逾期了怎么办", "逾期了怎么办"),
        ("Example News", "Example News"),
        ("Example News | Shop", "Shop"),
        ("Example News | Slogan of four words", "Slogan of four words"),
        ("Home - Example News", "Example News"),
        ("逾期了怎么办 - 债务 - 示例网 -  Powered by Discuz!", "逾期了怎么办"),
        ("Example News » Archive » Plan agreed at last", "Archive » Plan agreed at last"),
        ("state-of-the-art well-known", "state-of-the-art well-known"),
    ],
)
def test_site_names_are_taken_off(text: str, stripped: str) -> None:
    page = PageMap(parse('<a href="/">示例网</a>'), "https://www.example-news.com/")
    assert SiteNames(["Example News"], page).strip_from(text) == stripped


def test_host_and_home_link_are_site_names() -> None:
    page = PageMap(
        parse('<a href="/">The Daily Example</a><a href="/">Home</a>'), "https://www.dailyexample.com/x"
    )
    names = SiteNames([], page)
    assert names.has("dailyexample.com")
    here = PageMap(parse("<a href='http://localhost:8000/'>The Daily Example</a>"), "http://localhost:8000/x")
    assert SiteNames([], here).has("The Daily Example")
    assert names.has("The Daily Example")
    assert not names.has("Home")
