"""Which of a page's dates are the article's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from aggregator import extract
from aggregator.extraction.dating.date_claims import Claim
from aggregator.extraction.dating.published import choose

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))
TEXT = (
    "随着科技的不断进步，网络借贷逐渐成为人们生活中不可或缺的一部分。用户收到短信后，应首先确认信息的真实性。"
    * 3
)
PROSE = (
    "The boats that had come in with the tide lay at the quay, and nobody was in a hurry to leave the harbour. "
    * 3
)


def article(
    *,
    head: str = "",
    above: str = "",
    below: str = "",
    after: str = "",
    text: str = TEXT,
    title: str = "港口的船只与潮水",
) -> str:
    return (
        f"<html><head><title>{title}</title>{head}</head><body>{above}<main><article><h1>{title}</h1>{below}"
        f"<p>{text}</p><p>{text}</p></article>{after}</main></body></html>"
    )


def json_ld(**fields: str) -> str:
    pairs = "".join(f', "{key}": "{value}"' for key, value in fields.items())
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "x"{pairs}}}</script>'


CHINA_DAY = date(2026, 11, 3)
PAGES = {
    "label below the headline": (
        article(below="<div>发布时间：2026-11-03 09:12 来源：新华网</div>"),
        datetime(2026, 11, 3, 9, 12, tzinfo=CHINA),
        "byline",
    ),
    "run-together byline": (article(below="<p>小花2026-11-03债务优化3</p>"), CHINA_DAY, "byline"),
    "element named for it": (
        article(below='<span class="pubtime">2026年11月3日</span>'),
        CHINA_DAY,
        "byline",
    ),
    "time element": (article(below='<time datetime="2026-11-03">昨天</time>'), CHINA_DAY, "time"),
    "relative": (
        article(below="<span class=date>3小时前</span>"),
        datetime(2026, 11, 23, 17, tzinfo=CHINA),
        "byline",
    ),
    "meta": (
        article(head='<meta property="article:published_time" content="2026-11-03T09:12:00+08:00">'),
        datetime(2026, 11, 3, 9, 12, tzinfo=CHINA),
        "meta:article:published_time",
    ),
    "meta of an unusual name": (
        article(head='<meta name="x-published-date" content="2026-11-03">'),
        CHINA_DAY,
        "meta:x-published-date",
    ),
    "JSON-LD": (
        article(head=json_ld(datePublished="2026-11-03T01:12:00Z")),
        datetime(2026, 11, 3, 9, 12, tzinfo=CHINA),
        "json-ld",
    ),
    "data of a script": (
        article(after='<script>var a = {"publishTime":"2026-11-03"}</script>'),
        CHINA_DAY,
        "script",
    ),
    "below the text": (article(after="<p>发布于 2026-11-03</p>"), CHINA_DAY, "byline"),
    "far below, label and date on lines of their own": (
        article(after="<p>评论</p>" * 20 + "<p>发布时间</p><p>2026-11-03</p>"),
        CHINA_DAY,
        "text",
    ),
}


@pytest.mark.parametrize("case", PAGES)
def test_place_of_the_date(case: str) -> None:
    html, expected, source = PAGES[case]
    found = extract(html, "https://site.example/a/1", fetched_at=NOW)
    assert found.date_published == expected
    assert found.provenance["date_published"] == source
    assert found.date_published_raw


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://site.example/2026/11/03/port.html", date(2026, 11, 3)),
        ("https://site.example/n1/2026/1103/c1004-1.html", date(2026, 11, 3)),
        ("https://site.example/202611/t20261103_15263156.html", date(2026, 11, 3)),
        ("https://site.example/2026/nov/03/port", date(2026, 11, 3)),
        ("https://site.example/2026/13/40/port", None),
        ("https://site.example/id/2026991234567", None),
        ("https://site.example/2031/01/01/port", None),
        ("https://site.example/port", None),
    ],
)
def test_address_is_the_last_resort(url: str, expected: date | None) -> None:
    assert extract(article(), url, fetched_at=NOW).date_published == expected


def test_date_beside_the_headline_beats_the_address() -> None:
    html = article(below="<p>发布时间：2026-11-04</p>")
    assert extract(html, "https://site.example/2026/11/03/a.html", fetched_at=NOW).date_published == date(
        2026, 11, 4
    )


NOT_ITS_OWN = {
    "today in the header": "<header><div>今天是 2026年11月23日 星期一</div></header>",
    "navigation": "<nav><span class=date>2026-11-22</span></nav>",
    "comments": '<div class="comments"><time datetime="2026-11-22">昨天</time> 好文章</div>',
    "related posts": '<div class="related-posts"><a href="/b">另一篇</a><time datetime="2026-11-21">x</time></div>',
    "related posts that only their heading tells": (
        "<div><h3>相关文章</h3><ul><li><a href=/b>港口的灯塔与守塔人</a> <time datetime=2026-11-21>11月21日</time></li>"
        "<li><a href=/c>潮水来时的港口</a> <time datetime=2026-11-20>11月20日</time></li></ul></div>"
    ),
    "copyright": "<footer>© 2026-11-20 备案</footer>",
}


@pytest.mark.parametrize("case", NOT_ITS_OWN)
def test_dates_of_other_things_are_left_alone(case: str) -> None:
    assert (
        extract(article(above=NOT_ITS_OWN[case]), "https://site.example/a", fetched_at=NOW).date_published
        is None
    )
    assert (
        extract(article(after=NOT_ITS_OWN[case]), "https://site.example/a", fetched_at=NOW).date_published
        is None
    )


def test_related_times_before_the_articles_own() -> None:
    html = article(above=NOT_ITS_OWN["related posts"], below='<time datetime="2026-11-03">11月3日</time>')
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published == date(2026, 11, 3)


def test_dates_in_sentences_are_no_dates_of_publication() -> None:
    html = article(
        text="For most people in this town the deadline for the harbour tax is April 15, 2026. " * 4,
        title="Port",
    )
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published is None


def test_date_in_a_line_of_the_text_yields_to_one_declared() -> None:
    told = "<p>港口管理处2026年11月1日说，三条船当天夜里已经驶出港口，前往南方的海域，预计一周之后抵达，船上的人都很平安</p>"
    html = article(head='<meta name="date" content="2026-11-03">', below=told)
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published == CHINA_DAY


def test_date_in_a_short_sentence_is_no_date_of_publication() -> None:
    html = article(below="<p>港口2026年11月1日开放。</p>")
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published is None


def test_both_dates_are_told_apart() -> None:
    html = article(below="<p>发布时间：2026-11-03 09:12　更新时间：2026-11-05 10:00</p>")
    found = extract(html, "https://site.example/a", fetched_at=NOW)
    assert found.date_published == datetime(2026, 11, 3, 9, 12, tzinfo=CHINA)
    assert found.date_modified == datetime(2026, 11, 5, 10, 0, tzinfo=CHINA)
    assert found.date_modified_raw is not None
    assert "2026-11-05 10:00" in found.date_modified_raw


OWN_FOOTER = (
    "<footer><a href='/edit'>编辑此页</a><p>最后更新：<time datetime=2026-11-05>{}</time></p>{}</footer>"
)
BOTH = {
    "change in the element's own text": article(
        below='<time datetime="2026-11-03">11月3日</time>',
        after="<p>港口</p>" * 13 + '<p><time datetime="2026-11-05">更新于 2026-11-05</time></p>',
    ),
    "element of changes behind the first date": article(
        below='<p><i>2026-11-03</i></p><p class="edited-time"><i>2026-11-05</i></p>'
    ),
    "called so by their titles": article(
        below="<p>小花<i title=创建时间>2026-11-03</i><i title='更新时间 2026-11-05 09:30'><b>2026-11-05</b></i>债务</p>"
    ),
    "times called so by a title and for screen readers": article(
        below="<p title='Published on November 3, 2026'><time>2026-11-03</time></p>"
        "<p aria-label='Last updated'><time>2026-11-05</time></p>",
        text=PROSE,
        title="Port",
    ),
    "called so behind": article(
        below="<p class=date>2026-11-03</p><p class=date><i>2026-11-03</i> <i>11月3日</i> <i>创建</i>"
        " <i>2026-11-05</i> <i>11月5日</i> <i>更新</i></p>"
    ),
    "called so behind, after a preposition": article(
        below="<p><a href=/u>小花</a> 已于 2026-11-05 修改</p><p>于 2026-11-03 首次发布</p>"
    ),
    "first one in a pointer": article(
        below="<p><i data-tooltip='发布于 2026-11-03'>编辑于 2026-11-05</i></p>",
    ),
    "told to Baidu": article(
        head='<script type="application/ld+json">{"@context": "https://ziyuan.baidu.com/contexts/cambrian.jsonld",'
        ' "title": "港口", "pubDate": "2026-11-03", "upDate": "2026-11-05"}</script>'
    ),
    "called so in Persian": article(below="<p>انتشار: ۱۲ آبان ۱۴۰۵</p><p>به‌روزرسانی: ۱۴ آبان ۱۴۰۵</p>"),
    "called so in Hindi": article(below="<p>प्रकाशित: 3 नवंबर 2026 अपडेट: 5 नवंबर 2026</p>"),
    "called so in Greek": article(
        below="<p>Δημοσίευση: 3 Νοεμβρίου 2026</p><p>Ενημέρωση: 5 Νοεμβρίου 2026</p>"
    ),
    "footer of the main part": article(
        below="<p>2026-11-03</p>", after=OWN_FOOTER.format("2026年11月5日", "")
    ),
    "footer that leads to the neighbours, filled by a script": article(below="<p>2026-11-03</p>").replace(
        "</main>",
        "</main>" + OWN_FOOTER.format("", "<nav class=prev-next><a href=/b>上一篇 港口的灯塔</a></nav>"),
    ),
}


@pytest.mark.parametrize("case", BOTH)
def test_change_beside_the_first_date(case: str) -> None:
    found = extract(BOTH[case], "https://site.example/a", fetched_at=NOW)
    assert (found.date_published, found.date_modified) == (CHINA_DAY, date(2026, 11, 5))


@pytest.mark.parametrize(
    ("first", "change"),
    [
        ("Published 3 November 2026", "Updated 5 November 2026"),
        ("Publicerad 3 november 2026", "Uppdaterad 5 november 2026"),
        ("Publisert 3. november 2026", "Oppdatert 5. november 2026"),
        ("Publiceret 3. november 2026", "Opdateret 5. november 2026"),
        ("Gepubliceerd 3 november 2026", "Laatst gewijzigd 5 november 2026"),
        ("Opublikowano 3 listopada 2026", "Aktualizacja: 5 listopada 2026"),
        ("Publikováno 3. listopadu 2026", "Aktualizováno 5. listopadu 2026"),
        ("Julkaistu 3.11.2026", "Päivitetty 5.11.2026"),
        ("Publicat: 3 noiembrie 2026", "Actualizat: 5 noiembrie 2026"),
        ("Közzétéve: 2026. november 3.", "Frissítve: 2026. november 5."),
        ("Опубліковано 3 листопада 2026", "Оновлено 5 листопада 2026"),
        ("Terbit 3 November 2026", "Diperbarui 5 November 2026"),
        ("Pubblicato il 3 novembre 2026", "Ultimo aggiornamento: 5 novembre 2026"),
        ("Publicado el 3 de noviembre de 2026", "Última actualización: 5 de noviembre de 2026"),
        ("Publicado em 3 de novembro de 2026", "Última atualização em 5 de novembro de 2026"),
        ("Veröffentlicht am 3. November 2026", "Zuletzt geändert am 5. November 2026"),
        ("입력 2026.11.03", "수정 2026.11.05"),
    ],
)
def test_change_is_called_so_in_many_languages(first: str, change: str) -> None:
    html = article(below=f"<p>{first}</p><p>{change}</p>", text=PROSE, title="Port")
    found = extract(html, "https://site.example/a", fetched_at=NOW)
    assert (found.date_published, found.date_modified) == (CHINA_DAY, date(2026, 11, 5))


CALLED = {
    "by a label of publication": (
        '<p class="arti_update">发布时间：2026-11-03</p><p class="arti_views">浏览：12</p>',
        CHINA_DAY,
        None,
    ),
    "the only one, with its time": (
        '<time class="entry-date updated" datetime="2026-11-03T09:12:00+08:00">2026-11-03</time>',
        datetime(2026, 11, 3, 9, 12, tzinfo=CHINA),
        None,
    ),
    "the only one": ('<span class="post-info-date date updated">2026-11-03</span>', CHINA_DAY, None),
    "hidden before the one that is shown": (
        '<p>小花 | <span class="updated hidden">2026-11-05T16:22:05+08:00</span><span>2026-11-03</span></p>',
        CHINA_DAY,
        datetime(2026, 11, 5, 16, 22, 5, tzinfo=CHINA),
    ),
    "of the same day as the first": (
        '<time class="published" datetime="2026-11-03T09:12:00+08:00">2026-11-03</time>'
        '<time class="updated" datetime="2026-11-03T10:00:00+08:00">2026-11-03</time>',
        datetime(2026, 11, 3, 9, 12, tzinfo=CHINA),
        datetime(2026, 11, 3, 10, 0, tzinfo=CHINA),
    ),
    "of the same instant as the first": (
        '<time datetime="2026-11-03T09:12:00+08:00">11月3日</time>'
        '<p><time class="updated" datetime="2026-11-03T01:12:00Z">2026-11-03 09:12</time></p>',
        datetime(2026, 11, 3, 9, 12, tzinfo=CHINA),
        None,
    ),
    "by a word within another": ('<p class="hide-tagupdated"><i>2026-11-03</i></p>', CHINA_DAY, None),
}


@pytest.mark.parametrize("case", CALLED)
def test_date_whose_element_is_called_updated(case: str) -> None:
    line, published, modified = CALLED[case]
    found = extract(article(below=line), "https://site.example/a", fetched_at=NOW)
    assert (found.date_published, found.date_modified) == (published, modified)


@pytest.mark.parametrize(
    "line",
    [
        '<h2><span class="tribe-event-date-start">2026-11-03 @ 19:30</span></h2>',
        '<p>Date:</p><p><abbr class="events-start-date published dtstart" title="2026-11-03">3 November 2026</abbr></p>',
        '<p>Time:</p><p class="event-time"><i class="published dtstart" title="2026-11-03">19:30</i></p>',
    ],
    ids=["heading", "labelled", "pointer"],
)
def test_day_of_an_event_is_not_that_of_publication(line: str) -> None:
    html = article(below=line, text=PROSE, title="An evening at the port")
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published is None


def test_day_called_updated_is_a_change_where_machines_are_told_an_earlier_one() -> None:
    html = article(head=json_ld(datePublished="2026-11-03"), below='<time class="updated">2026-11-05</time>')
    found = extract(html, "https://site.example/a", fetched_at=NOW)
    assert (found.date_published, found.date_modified) == (CHINA_DAY, date(2026, 11, 5))


def test_title_of_other_words_does_not_name_a_date() -> None:
    html = article(below="<p>2026-11-03</p><p title='更新港口的故事'><time>2026-11-05</time></p>")
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_modified is None


POINTED = {
    "vague date": "<p><i title='2023-11-03 09:12'>3年前</i></p>",
    "time without its value": "<p><time title='2023-11-03 09:12'>3年前</time></p>",
    "element named for it": "<p class=date title='2023-11-03 09:12'>3年前</p>",
    "label before": "<p>发布于 <i title='2023-11-03 09:12'>3年前</i></p>",
    "clock alone": "<p><abbr class=published title='2023-11-03T09:12:00+08:00'>09:12 AM</abbr></p>",
    "microdata": (
        "<div itemscope itemtype=https://schema.org/BlogPosting>"
        "<abbr itemprop=datePublished title='2023-11-03T09:12:00+08:00'>09:12 AM</abbr></div>"
    ),
}


@pytest.mark.parametrize("case", POINTED)
def test_date_that_only_a_pointer_on_it_shows_in_full(case: str) -> None:
    found = extract(article(below=POINTED[case]), "https://site.example/a", fetched_at=NOW)
    assert found.date_published == datetime(2023, 11, 3, 9, 12, tzinfo=CHINA)


def test_title_of_a_link_that_ends_with_a_date_is_no_date() -> None:
    html = article(below="<p><a href=/b title='港口的灯塔, 2023-11-03'>3年前</a></p>")
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published != date(2023, 11, 3)


@pytest.mark.parametrize(
    ("declared", "day"),
    [
        ("<html lang=en-GB>", date(2026, 4, 3)),
        ("<html lang=en-AU>", date(2026, 4, 3)),
        ("<html lang=en><meta property=og:locale content=en_GB>", date(2026, 4, 3)),
        ("<html lang=en-US><meta property=og:locale content=en_GB>", date(2026, 3, 4)),
        ("<html lang=en>", date(2026, 3, 4)),
        ("<html lang=de-DE>", date(2026, 3, 4)),
    ],
)
def test_order_of_day_and_month_follows_the_declared_region(declared: str, day: date) -> None:
    html = article(below="<p>Published 03/04/2026</p>", text=PROSE, title="Port").replace("<html>", declared)
    found = extract(html, "https://site.example/a", fetched_at=NOW)
    assert (found.date_published, found.language) == (day, "en")


def test_label_before_a_date_to_come_is_not_behind_another() -> None:
    html = article(below="<p>2026-11-03 更新于：</p>")
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published == CHINA_DAY


def test_lone_change_in_an_element_that_shows_nothing_is_a_change() -> None:
    html = article(after=OWN_FOOTER.format("", ""))
    found = extract(html, "https://site.example/a", fetched_at=NOW)
    assert (found.date_published, found.date_modified) == (None, date(2026, 11, 5))


def test_lone_date_shown_to_readers_dates_the_article_whatever_it_is_called() -> None:
    found = extract(article(below="<p>更新时间：2026-11-05</p>"), "https://site.example/a", fetched_at=NOW)
    assert (found.date_published, found.date_modified) == (date(2026, 11, 5), None)
    assert found.date_published_raw == "更新时间：2026-11-05"


def test_lone_change_that_only_machines_are_told_is_a_change() -> None:
    html = article(head='<meta property="article:modified_time" content="2026-11-05">')
    found = extract(html, "https://site.example/a", fetched_at=NOW)
    assert (found.date_published, found.date_modified) == (None, date(2026, 11, 5))


def test_change_that_machines_are_told_and_readers_shown_dates_the_article() -> None:
    html = article(
        head='<meta property="article:modified_time" content="2026-11-05">',
        below="<p>Updated on November 5, 2026</p>",
        text=PROSE,
        title="Port",
    )
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published == date(2026, 11, 5)


def test_creation_of_the_record_counts_less_than_the_date_shown() -> None:
    html = article(
        head=json_ld(datePublished="2026-11-20", dateCreated="2026-10-01", dateModified="2026-11-20"),
        below="<p>November 3, 2026</p>",
        text=PROSE,
        title="Port",
    )
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_published == date(2026, 11, 3)


SENTENCE = (
    "Editor's note: this text was originally published on October 7, 2021, but it gives advice to all who keep "
    "boats in the harbour and wonder what to do in winter."
)
IN_ENGLISH = {
    "below a standfirst": (
        f"<p>{PROSE}</p><div>Harbours</div><div>November 3, 2026</div>",
        "https://site.example/port",
    ),
    "a sentence about another text": (
        f"<p>{SENTENCE}</p><p>Posted on November 3, 2026</p>",
        "https://site.example/port",
    ),
    "a post's line that goes on": (
        "<div>2026-11-03, 09:14 PM (This post was last modified: 2026-11-09, 03:27 AM by Sam. Edited 1 time in total, "
        "to correct a name in the second paragraph.)</div>",
        "https://site.example/port",
    ),
    "saved long after": ("<p>posted 16 mins ago</p>", "https://site.example/2026/11/03/port/"),
    "since when visits are counted": (
        "<p>Hits since October 21, 1998</p><p>November 3, 2026</p>",
        "https://site.example/port",
    ),
}


@pytest.mark.parametrize("case", IN_ENGLISH)
def test_date_of_an_english_page(case: str) -> None:
    below, url = IN_ENGLISH[case]
    html = article(below=below, text=PROSE, title="The boats of the old port")
    value = extract(html, url, fetched_at=NOW).date_published
    assert value == date(2026, 11, 3)


def test_day_above_the_headline_after_the_last_change_is_the_pages_own() -> None:
    change = "<p>last updated: November 3, 2026 09:31 PM</p>"
    html = article(above="<div class=date>Sunday, November 15, 2026</div>", below=change, text=PROSE)
    found = extract(html, "https://site.example/port", fetched_at=NOW)
    assert found.date_published == date(2026, 11, 3)
    assert found.date_modified is None
    html = article(below=f"<p>Posted on November 15, 2026</p>{change}", text=PROSE)
    assert extract(html, "https://site.example/port", fetched_at=NOW).date_published == date(2026, 11, 15)


def test_day_above_the_headline_after_the_one_in_the_address_is_the_pages_own() -> None:
    html = article(above="<div class=date>Wednesday, November 4, 2026</div>", text=PROSE)
    found = extract(html, "https://site.example/2026/11/03/port", fetched_at=NOW)
    assert found.date_published == date(2026, 11, 3)
    html = article(below="<div>Wednesday, November 4, 2026</div>", text=PROSE)
    found = extract(html, "https://site.example/2026/11/03/port", fetched_at=NOW)
    assert found.date_published == date(2026, 11, 4)


def test_label_on_the_line_above_says_which_date_it_is() -> None:
    cells = [
        ("Received", "24 February 2026"),
        ("Accepted", "26 March 2026"),
        ("Published", "3 November 2026"),
    ]
    rows = "".join(f"<tr><td>{label}</td><td>{day}</td></tr>" for label, day in cells)
    html = article(below=f"<table>{rows}</table>", text=PROSE)
    found = extract(html, "https://site.example/port", fetched_at=NOW)
    assert found.date_published == date(2026, 11, 3)


def test_change_before_publication_is_not_believed() -> None:
    html = article(head=json_ld(datePublished="2026-11-03", dateModified="2026-10-01"))
    assert extract(html, "https://site.example/a", fetched_at=NOW).date_modified is None


def test_instant_in_utc_is_given_in_the_readers_zone() -> None:
    html = article(head=json_ld(datePublished="2026-11-02T17:30:00Z"), below="<p>2026年11月3日 01:30</p>")
    value = extract(html, "https://site.example/a", fetched_at=NOW).date_published
    assert isinstance(value, datetime)
    assert value.isoformat() == "2026-11-03T01:30:00+08:00"


def test_zone_shown_with_a_time_is_that_of_the_readers() -> None:
    html = article(
        head=json_ld(datePublished="2026-11-03T02:46:42Z"),
        below="<p>November 2, 2026 at 2:26 PM HST - Updated November 2, 2026 at 4:46 PM HST</p>",
        text=PROSE,
    )
    value = extract(html, "https://site.example/a", fetched_at=NOW).date_published
    assert value is not None
    assert value.isoformat()[:10] == "2026-11-02"


def test_clock_shown_without_a_zone_tells_the_zone() -> None:
    html = article(
        head=json_ld(datePublished="2026-11-04T02:25:54Z"),
        below="<p>November 3, 2026 | 9:25pm</p>",
        text=PROSE,
        title="Port",
    )
    value = extract(html, "https://site.example/a", fetched_at=NOW).date_published
    assert isinstance(value, datetime)
    assert value.isoformat() == "2026-11-03T21:25:54-05:00"


def test_order_of_day_and_month_follows_the_address() -> None:
    html = article(below="<p>03/10/2026</p>", text=PROSE, title="Port")
    assert extract(html, "https://site.example/2026/october/03/port/", fetched_at=NOW).date_published == date(
        2026, 10, 3
    )
    assert extract(html, "https://site.example/port/", fetched_at=NOW).date_published == date(2026, 3, 10)


def test_publication_renewed_at_each_change_yields_to_the_day_shown() -> None:
    claims = [
        Claim(date(2026, 11, 20), "2026-11-20", "json-ld", 10.0),
        Claim(date(2026, 11, 20), "2026-11-20", "json-ld", 10.0, is_modified=True),
        Claim(date(2025, 5, 14), "May 14, 2025", "byline", 8.0),
    ]
    found = choose(claims, None).published
    assert found is not None
    assert found.value == date(2025, 5, 14)


def test_support_of_other_places_outweighs_one_heavy_claim() -> None:
    claims = [
        Claim(date(2026, 11, 1), "a", "meta:date", 8.5),
        Claim(date(2026, 11, 3), "b", "byline", 8.0),
        Claim(date(2026, 11, 3), "c", "url", 6.0),
    ]
    found = choose(claims, None).published
    assert found is not None
    assert (found.value, found.source) == (date(2026, 11, 3), "byline")


def test_of_one_day_the_claim_with_the_time_wins() -> None:
    instant = datetime(2026, 11, 3, 9, 12, tzinfo=UTC)
    found = choose(
        [Claim(date(2026, 11, 3), "a", "json-ld", 10.0), Claim(instant, "b", "time", 8.0)], None
    ).published
    assert found is not None
    assert found.value == instant


def test_word_in_an_earlier_sentence_is_no_label() -> None:
    summary = "<p>摘要：最精彩的全食时间有51分钟。这是继2001年1月10日之后观测条件最好的一次。</p>"
    html = article(below=f"<p>2026-11-03</p>{summary}")
    found = extract(html, "https://site.example/a", fetched_at=NOW)
    assert str(found.date_published) == "2026-11-03"


@pytest.mark.parametrize(
    ("line", "raw"),
    [
        ("小花2026-11-01债务优化3", "2026-11-01"),
        ("王芳 来源：小镇日报 发布时间：2026-11-05 10:00", "发布时间：2026-11-05 10:00"),
        ("By Margaret Oduya, November 5, 2026", "November 5, 2026"),
        ("Harbour desk | Originally published Nov 5, 2026 10:00", "published Nov 5, 2026 10:00"),
        ("Posted on November 5, 2026", "Posted on November 5, 2026"),
        ("Rédaction, publié le 5 novembre 2026", "publié le 5 novembre 2026"),
        ("Редакция · Опубликовано: 05.11.2026", "Опубликовано: 05.11.2026"),
        ("2026-11-05 发布", "2026-11-05 发布"),
    ],
)
def test_raw_string_is_the_date_with_what_says_so(line: str, raw: str) -> None:
    found = extract(article(below=f"<p class='meta'>{line}</p>"), "https://e.example/a", fetched_at=NOW)
    assert found.date_published_raw == raw
