"""Articles told from lists, front pages, shops and services."""

from __future__ import annotations

import pytest

from aggregator.extraction import examine, survey
from aggregator.extraction.kind.kind import contributions
from aggregator.extraction.kind.model import shipped
from aggregator.extraction.kind.words import read

SENTENCE = "The ferry left the north slip at six, with nobody on board but the pilot, his dog and the morning's bread. "
PROSE = "".join(f"<p>{SENTENCE * 3}</p>" for _ in range(6))
STORY = f"""<html><head><title>The six o'clock ferry | Gazette</title></head><body><nav><a href="/">Home</a></nav>
<article><h1>The six o'clock ferry</h1><p class="byline">By Nora Ellison <time>14 March 2025</time></p>{PROSE}</article></body></html>"""


def teaser(number: int) -> str:
    title = f"Story number {number} of the harbour"
    return f"<article><h2><a href='/2025/03/story-{number}'>{title}</a></h2><p>{SENTENCE}</p><time>{number + 1} March 2025</time></article>"


def page(body: str, title: str = "Gazette", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><nav><a href='/news/'>News</a></nav>{body}</body></html>"


ARTICLE_TYPE = '<script type="application/ld+json">{"@context":"https://schema.org","@type":"Article","headline":"News"}</script>'


@pytest.mark.parametrize(
    "url",
    [
        "https://g.example/2025/03/14/six-oclock-ferry",
        "https://g.example/?p=4711",
        "https://g.example/news/ferry.html",
        "about:blank",
        "",
    ],
)
def test_article_is_one_at_any_address(url: str) -> None:
    found = examine(STORY, url)
    assert found.is_article, found.reason


@pytest.mark.parametrize(
    ("url", "html"),
    [
        ("https://g.example/", page("<main>" + "".join(map(teaser, range(8))) + "</main>")),
        (
            "https://g.example/news/",
            page("<main>" + "".join(map(teaser, range(8))) + "</main>", "News | Gazette"),
        ),
        (
            "https://g.example/tag/ferry/",
            page("<main><h1>Tag: ferry</h1>" + teaser(1) + teaser(2) + "</main>", "ferry | Gazette"),
        ),
        (
            "https://g.example/news/",
            page(
                "<main>" + "".join(map(teaser, range(8))) + "</main>",
                "News | Gazette",
                ARTICLE_TYPE + "<meta property='og:type' content='article'>",
            ),
        ),
        (
            "https://g.example/2025/",
            page(
                "<ul>"
                + "".join(
                    f"<li>2025-03-{n:02d} <a href='/2025/03/story-{n}'>Story {n} of the harbour</a></li>"
                    for n in range(1, 20)
                )
                + "</ul>"
            ),
        ),
        (
            "https://g.example/login",
            page(
                "<form><h1>Log in</h1><input name='name'><input name='password'><button>Log in</button></form>",
                "Log in | Gazette",
            ),
        ),
        ("https://g.example/nothing", page("<h1>404</h1><p>Page not found.</p>", "Page not found | Gazette")),
        ("https://g.example/blank", "<html><body></body></html>"),
    ],
    ids=[
        "front",
        "section",
        "tag",
        "section that claims to be an article",
        "archive of a year",
        "login",
        "not found",
        "empty",
    ],
)
def test_other_pages_are_no_articles(url: str, html: str) -> None:
    found = examine(html, url)
    assert not found.is_article, found.reason


@pytest.mark.parametrize(
    "leads_to", ["/2025/03/six-oclock-ferry/", "/2025/03"], ids=["another page", "itself"]
)
def test_archive_of_a_month_that_shows_its_one_post_is_no_article(leads_to: str) -> None:
    html = STORY.replace("<h1>", f"<h1><a href='{leads_to}'>").replace("</h1>", "</a></h1>")
    found = examine(html, "https://g.example/2025/03/")
    assert found.is_article == (leads_to == "/2025/03"), found.reason
    assert examine(html, "https://g.example/news/the-six-oclock-ferry").is_article


def test_permalink_of_the_page_itself_speaks_for_an_article() -> None:
    ferry = "/2025/03/six-oclock-ferry/"
    html = STORY.replace("<h1>", f"<h1><a href='{ferry}'>").replace("</h1>", "</a></h1>")
    html = html.replace("<head>", f"<head><link rel=canonical href='https://g.example{ferry}'>")
    assert "canonical" in html
    assert examine(html, "https://g.example/2025/03/").is_article


def test_headline_far_above_the_text_is_not_its_own() -> None:
    menu = "<nav>" + "".join(f"<a href='/s{n}'>A section of the paper</a> " for n in range(30)) + "</nav>"
    html = STORY.replace("<h1>", "<h1><a href='/2025/03/six-oclock-ferry/'>").replace(
        "</h1>", f"</a></h1>{menu}"
    )
    assert examine(html, "https://g.example/2025/03/").is_article


def test_short_news_in_chinese_is_an_article() -> None:
    html = page(
        "<h1>云岭县三座水厂年底通水</h1><div>2019-08-23 09:12 来源：江北日报</div><div id='artibody'>　　江北日报讯　记者从县水务局获悉，"
        "今年新建的三座水厂已完成主体施工，预计年底前全部通水，可满足十一个乡镇、约二十三万人的用水。<br><br>　　“往后拧开龙头就行。”"
        "石桥镇居民周大成说。</div>",
        "云岭县三座水厂年底通水_江北在线",
    )
    assert examine(html, "http://www.jiangbei.example/news/20190823/8920.shtml").is_article


def test_article_in_parts_is_an_article() -> None:
    links = "<div class='pagination'><a href='?page=2'>2</a><a href='?page=2'>Next page</a></div>"
    found = examine(STORY.replace("</article>", f"{links}</article>"), "https://g.example/news/ferry.html")
    assert (found.is_article, found.next_page) == (True, "https://g.example/news/ferry.html?page=2")


def figures_of(html: str) -> set[str]:
    features = survey(html, "https://g.example/ferry").judgement.features
    return {name for name in features if ": " not in name}


def test_the_model_weighs_exactly_the_figures_there_are() -> None:
    assert set(shipped().weights) == figures_of(STORY)


def test_the_trees_ask_for_figures_there_are() -> None:
    asked, trees = set(), list(shipped().trees)
    while trees:
        tree = trees.pop()
        if isinstance(tree, list):
            asked.add(tree[0])
            trees += tree[2:]
    assert asked
    assert asked <= figures_of(STORY)


def test_words_that_have_a_weight_are_among_the_features() -> None:
    words = shipped().words["line"]
    word = min(words, key=lambda word: words[word])
    found = survey(STORY.replace("Home", f"» {word.upper()} ›"), "https://g.example/ferry").judgement
    assert found.features[f"line: {word}"] == 1.0
    assert contributions(found.features)[f"line: {word}"] == words[word]


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("How to moor | Gazette", {"how", "to", "moor", "gazette"}),
        ("江北ferry在线", {"江北", "ferry", "在线"}),
        ("カモメ", {"カモ", "モメ"}),
        ("2025", set()),
    ],
)
def test_words_of_a_title(title: str, words: set[str]) -> None:
    found = survey(f"<title>{title}</title><p>{SENTENCE}</p>", "https://g.example/").page
    assert read(found).terms["title"] == words


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://g.example/", set()),
        ("https://g.example/blog/", {"blog", "/blog"}),
        ("https://g.example/%E6%A0%87%E7%AD%BE/ferry.html", {"标签", "ferry", "html", "/ferry"}),
    ],
)
def test_words_of_an_address(url: str, words: set[str]) -> None:
    assert read(survey(f"<p>{SENTENCE}</p>", url).page).terms["path"] == words


def test_reason_speaks_in_words() -> None:
    assert examine(STORY, "https://g.example/2025/03/14/six-oclock-ferry").reason.count(",") <= 2
    assert "_" not in examine(STORY, "https://g.example/2025/03/14/six-oclock-ferry").reason
