"""The stages before the store, each on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from factories import make_article

from aggregator.items import Crumb, Image, Kind, Page, Person, RelatedLink
from pipelines.checking import CheckArticle, ErrorPage, TooShort
from pipelines.cleaning import CleanText
from pipelines.links import TidyLinks
from pipelines.metadata import CompleteMetadata

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
URL = "https://news.example/2026/11/a.html"


def test_a_page_that_is_no_article_passes_every_stage() -> None:
    page = Page(url=URL, site="news.example", kind=Kind.LIST, status=200, fetched_at=NOW)
    for stage in (CleanText(), CheckArticle(20), CompleteMetadata(), TidyLinks()):
        assert stage.process_item(page) is page


# Cleaning


def test_text_is_cleaned_and_the_repeated_title_goes() -> None:
    article = make_article(
        title=" 微粒贷\u200b发短信 ", text="微粒贷发短信\r\n\r\n正文 第一段。\u0000\n\n\n第二段。"
    )
    cleaned = CleanText().process(article)
    assert cleaned.title == "微粒贷发短信"
    assert cleaned.text == "正文 第一段。\n第二段。"


def test_cleaning_twice_changes_nothing() -> None:
    once = CleanText().process(make_article(title="甲\n乙", text=" a\u00a0b \n\n c", tags=("x", " x ", "")))
    assert CleanText().process(once) == once
    assert once.tags == ("x",)


def test_names_and_captions_are_cleaned() -> None:
    cleaned = CleanText().process(
        make_article(
            authors=(Person(name="Jane\u200b  Doe"), Person(name="\u200b")),
            breadcrumbs=(Crumb(name="首页\ufeff"),),
            images=(Image(url="https://news.example/a.jpg", alt="\u200b", caption=" 港\u200b口 "),),
        )
    )
    assert cleaned.authors == (Person(name="Jane Doe"),)
    assert cleaned.breadcrumbs == (Crumb(name="首页"),)
    assert cleaned.images == (Image(url="https://news.example/a.jpg", caption="港口"),)


def test_empty_fields_are_unknown() -> None:
    cleaned = CleanText().process(
        make_article(title=" ", description="", category="\u200b", source_name=None)
    )
    assert (cleaned.title, cleaned.description, cleaned.category, cleaned.source_name) == (None,) * 4


# Checking


@pytest.mark.parametrize("text", ["", "Ten words are not enough to make an article, no.", "太短了。"])
def test_thin_text_is_dropped_by_name(text: str) -> None:
    with pytest.raises(TooShort, match=r"words at https://news\.example"):
        CheckArticle(20).process(make_article(url=URL, text=text))


def test_short_chinese_news_is_an_article() -> None:
    article = make_article(text="新华社北京十一月一日电,记者从有关部门获悉,今年以来全国铁路客流稳步增长。")
    assert CheckArticle(20).process(article) is article


@pytest.mark.parametrize(
    "title",
    [
        *("404 Not Found", "Page not found - Harbour News", "Error 404", "页面不存在", "文章已被删除"),
        *("您访问的页面不存在 - 新闻网", "出错了!", "系统提示信息"),
    ],
)
def test_error_page_with_status_200_is_dropped_by_name(title: str) -> None:
    with pytest.raises(ErrorPage):
        CheckArticle(20).process(
            make_article(title=title, text="请检查您输入的地址是否正确,或返回首页继续浏览其他内容,谢谢。")
        )


@pytest.mark.parametrize(
    "title", ["404房间的住客", "Why 404 pages matter", "页面不存在怎么办", "提示词工程入门"]
)
def test_article_about_errors_is_kept(title: str) -> None:
    article = make_article(title=title, text="这是一篇很长的文章。" * 60)
    assert CheckArticle(20).process(article) is article


# Metadata


def test_site_and_canonical_are_completed() -> None:
    article = make_article(url="https://www.news.example/a?utm_source=x", site="", canonical_url=None)
    done = CompleteMetadata().process(article)
    assert (done.url, done.site, done.canonical_url) == (
        "https://www.news.example/a",
        "news.example",
        "https://www.news.example/a",
    )


@pytest.mark.parametrize(
    ("declared", "believed"),
    [
        ("https://news.example/2026/11/b.html", True),
        ("https://news.example/", False),
        ("https://elsewhere.example/2026/11/a.html", False),
    ],
)
def test_canonical_is_believed_when_credible(declared: str, believed: bool) -> None:
    done = CompleteMetadata().process(make_article(url=URL, canonical_url=declared))
    assert done.canonical_url == (declared if believed else URL)


def test_what_one_page_declares_does_not_depend_on_those_before() -> None:
    stage = CompleteMetadata()
    shared = "https://news.example/article.html"
    for number in range(3):
        article = make_article(url=f"{URL}?id={number}", title=f"Title {number}", canonical_url=shared)
        assert stage.process(article).canonical_url == shared, "the store settles it"


def test_dates_in_the_future_are_unknown() -> None:
    article = make_article(
        date_downloaded=NOW,
        date_published=date(2027, 5, 1),
        date_published_raw="2027-05-01",
        date_modified=datetime(2026, 11, 24, tzinfo=UTC),
        provenance={"title": "h1", "date_published": "json-ld", "date_modified": "byline"},
    )
    done = CompleteMetadata().process(article)
    assert (done.date_published, done.date_published_raw) == (None, None)
    assert done.provenance == {"title": "h1", "date_modified": "byline"}
    assert done.date_modified == article.date_modified


def test_people_are_named_once_authors_first() -> None:
    people = (Person(name="李伟", role="editor"), Person(name="王芳"), Person(name="王芳", url="/wang"))
    done = CompleteMetadata().process(make_article(authors=people))
    assert done.authors == (Person(name="王芳"), Person(name="李伟", role="editor"))


# Links


def related(*urls: str) -> tuple[RelatedLink, ...]:
    return tuple(RelatedLink(position=n, url=url, title=f" t{n} ") for n, url in enumerate(urls, start=3))


def test_related_links_are_absolute_once_and_counted_from_one() -> None:
    article = make_article(
        url=URL, canonical_url=URL, related_links=related("/b?utm_source=x", URL, "/b", "/c")
    )
    done = TidyLinks().process(article)
    assert [(link.position, link.url, link.title) for link in done.related_links] == [
        (1, "https://news.example/b", "t3"),
        (2, "https://news.example/c", "t6"),
    ]


def test_excerpts_are_cleaned() -> None:
    link = RelatedLink(position=1, url="/b", title="b", excerpt=" 摘\u200b要 \n……")
    (done,) = TidyLinks().process(make_article(url=URL, related_links=(link,))).related_links
    assert done.excerpt == "摘要 ……"


def test_tidy_links_stay_as_they_are() -> None:
    once = TidyLinks().process(make_article(url=URL, related_links=related("/b", "/c")))
    assert TidyLinks().process(once) == once
    assert replace(once, related_links=()) != once
