"""Bylines: who in which role, from where, and which of several claims to believe."""

from __future__ import annotations

import pytest

from aggregator.extraction.body import body as bodies
from aggregator.extraction.byline import byline, marked, names, signatures
from aggregator.extraction.byline import line as byline_line
from aggregator.extraction.byline.byline import Byline
from aggregator.extraction.byline.line import GAP
from aggregator.extraction.claims import structured
from aggregator.extraction.headline import title
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse
from aggregator.items import Person

ENGLISH = "".join(
    f"<p>The committee met on Tuesday, and after {n} hours of talks it agreed on the plan, which had been put off "
    "several times since May. Members said the vote was close, but the chair called it a fair result.</p>"
    for n in ("two", "three", "four")
)
CHINESE = "".join(
    f"<p>{n}，随着网络借贷逐渐成为人们生活的一部分，相关问题也引发了广泛关注，专家建议用户保持冷静，理性对待，"
    "遇到问题时应当及时与平台沟通，了解还款方案，避免不必要的冲突和损失。</p>"
    for n in ("近日", "同时", "此外")
)


URL = "https://www.example.com/a/1.html"


def find(body: str, head: str = "", *, url: str = URL) -> Byline:
    page = PageMap(parse(f"<html><head>{head}</head><body>{body}</body></html>"), url)
    claims = structured.read(page)
    text = [node for node, name in enumerate(page.names) if name == "text"]
    return byline.find(page, claims, title.find(page, claims), bodies.whole(page, text) if text else None)


def authors(found: Byline) -> list[str]:
    return [person.name for person in found.authors.value if person.role == "author"] if found.authors else []


def english(line: str, after: str = "") -> str:
    return f"<h1>Committee agrees on the plan</h1>{line}<div id=text>{ENGLISH}</div>{after}"


def chinese(line: str, after: str = "") -> str:
    return f"<h1>收到催收短信应该怎么办</h1>{line}<div id=text>{CHINESE}{after}</div>"


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p>By Jane Doe</p>", ["Jane Doe"]),
        (
            "<p>By <a href=/j>Jane Doe</a>, <a href=/r>John Roe</a> and <a href=/m>Mary Major</a></p>",
            ["Jane Doe", "John Roe", "Mary Major"],
        ),
        ("<p>By Jane Doe, Reporter at The Example</p>", ["Jane Doe"]),
        ("<p>By <span>Jane Doe</span>, College of Engineering</p>", ["Jane Doe"]),
        ("<p>By Jane Doe and John Roe, Office of Communications</p>", ["Jane Doe", "John Roe"]),
        ("<p>BY JANE DOE</p>", ["JANE DOE"]),
        ("<p>Written by Jane van der Doe | November 1, 2026</p>", ["Jane van der Doe"]),
        ("<p>Posted on November 1, 2026 by Jane Doe</p>", ["Jane Doe"]),
        ("<p>By Reuters Staff</p>", ["Reuters Staff"]),
        ("<p>By ABC Political Reporter Jane Doe</p>", ["Jane Doe"]),
        ("<p>By Staff Writer Jane Doe</p>", ["Jane Doe"]),
        ("<p>Last updated 20:56 16/01/2012</p>", []),
        ("<p>November 1, 2026</p><p>Jane Doe</p><p> </p><p>Share</p>", ["Jane Doe"]),
        ("<p>This post was written by Jane Doe, MD, gastroenterologist, Example Health.</p>", ["Jane Doe"]),
        (
            "<p>Posted on November 1, 2026, 9:58 am, by Jane Doe, under Harbours, Boats, Weather, Town and Trade.</p>",
            ["Jane Doe"],
        ),
        ("<p>Words by Jane Doe</p><p>Photographs by Sam Snap</p>", ["Jane Doe"]),
        ("<p>Edited by Ed Itor</p><p>By Jane Doe</p>", ["Jane Doe"]),
        ("<p>By Dr Jane Doe, PhD</p>", ["Dr Jane Doe"]),
        ("<p>Jane Doe</p><p>November 1, 2026</p>", ["Jane Doe"]),
        ("<p>Jane Doe | Senior Writer | July 2, 2026</p>", ["Jane Doe"]),
        ("<div>Jane Doe,<time>Last updated at July 2, 2026</time><i>•</i>2 min read</div>", ["Jane Doe"]),
        ('<div class="author-name">Jane Doe</div>', ["Jane Doe"]),
        ('<div class="meta"><a rel="author" href="/jane">Jane Doe</a></div>', ["Jane Doe"]),
        ('<div><a href="/authors/jane-doe">Jane Doe</a></div>', ["Jane Doe"]),
        ("<p>Medically reviewed by <a href=/authors/sam>Sam Snap</a></p><p>By Jane Doe</p>", ["Jane Doe"]),
        ("<p>Veröffentlicht von <a href=/j>Jane Doe</a></p>", ["Jane Doe"]),
        ("<p>Par Jane Doe</p><p>Publié le 06/03/2024</p>", ["Jane Doe"]),
        ("<p>Par <a href=/j>Jane Doe</a> et John Roe (Lyon)</p><p>06/03/2024</p>", ["Jane Doe", "John Roe"]),
        ('<p class="meta__authors">Par <a href=/j>Jane Doe</a> et John Roe</p>', ["Jane Doe", "John Roe"]),
        ("<p>โดย สมชาย ใจดี <span>6 มี.ค. 2567 10:15 น.</span></p>", ["สมชาย ใจดี"]),
        ("<p>by janedoe on November 1, 2026</p>", ["janedoe"]),
        ("<p>By <b>@</b><a href=/j>janedoe</a></p>", ["janedoe"]),
        ("<p>By @janedoe</p>", ["janedoe"]),
        ("<p>Jane Doe <span>Tuesday, November 3, 2026</span></p>", ["Jane Doe"]),
        ("<div>Author(s):</div><div>Jane Doe</div>", ["Jane Doe"]),
        ("<div>Authors: Jane Doe, John Roe</div>", ["Jane Doe", "John Roe"]),
        ("<td>Speaker(s):</td><td>Jane Doe</td>", ["Jane Doe"]),
        ("<h3><a href=#bio>Jane Doe</a></h3>", ["Jane Doe"]),
        ("<h3><a href=/guide>Open Guide</a></h3>", []),
        ("<p>Jane Doe</p><h4>Before the vote</h4>", ["Jane Doe"]),
        ("<p>Brought to you by Harbour Region</p>", []),
        ("<p>Portrait by Sam Snap</p><p>By Jane Doe</p>", ["Jane Doe"]),
        ("<p>Step by Step Guide</p>", []),
        ("<ul><li><a href=/i>By Industry</a></li><li><a href=/r>By Region</a></li></ul>", []),
        ("<ul><li><a href=/j>By Jane Doe</a></li><li>Share</li></ul>", ["Jane Doe"]),
        ("<p><i class=username>jane</i></p><p>Hi</p><p><i class=username>john</i></p>", ["jane"]),
        ("<h2>Costs by Breed</h2>", []),
        ("<p>Recycle by City</p>", []),
        ("<ul><li><a href=/j>Jane Doe</a> |</li><li>November 1, 2026</li></ul>", ["Jane Doe"]),
        ("<ul><li><a href=/j>Jane Doe</a></li><li>John Roe</li></ul>", []),
        ("<p>Posted by <a href=/j>Jane</a> in <a href=/h>Harbours</a>.</p>", ["Jane"]),
        ("<p>Posted by Jane in Harbours</p>", ["Jane"]),
        ("<p>No Caption Here</p>", []),
        ("<b class=author>Jane Doe</b><p>1</p><b class=author>John Roe</b>", ["Jane Doe", "John Roe"]),
        ("<b class=author>jane</b>" + 8 * "<p>1</p>" + "<b class=author>john</b>", ["jane"]),
        ("<p>Sort by <b>Top Ranking</b></p>", []),
        ("<p>West Harbour win by 128 runs</p>", []),
        ("<p>By clicking and subscribing you agree to all of our conditions</p>", []),
        ("<p>Schedule Now</p>", []),
        ("<p>Desktop for Linux</p>", []),
        ("<p>By JANE DOE Associated Press</p>", ["JANE DOE"]),
        ("<p>By The Associated Press</p>", ["The Associated Press"]),
        ("<p>By Jane Doe AND John Roe</p>", ["Jane Doe", "John Roe"]),
        ("<p>16 January 12 17:47, <b>Jane Doe</b></p>", ["Jane Doe"]),
        ("<p>Agencies : November 1, 2026</p>", []),
        ("<p><a href=/b>The Harbour By Jane Doe</a></p>", []),
        ("<p>Click to login and <a href=/user/login>write a letter</a></p>", []),
        ("<p>3 hours ago</p>", []),
        ("<p>By admin</p>", []),
        ("<p>By jane@example.com</p>", []),
        ("<p>The vote was won by a narrow margin, said the chair on Tuesday after the talks.</p>", []),
        ('<div class="author">https://www.example.com/jane</div>', []),
        ("<p>5 min read</p><p>Share</p>", []),
    ],
)
def test_english_bylines(line: str, found: list[str]) -> None:
    assert authors(find(english(line))) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p>作者：王芳</p>", ["王芳"]),
        ("<p>作者：王芳 责编：李伟 来源：新华网 阅读 1.2万</p>", ["王芳"]),
        ("<p>作者： <span>王芳</span> <span>2024-11-01</span></p>", ["王芳"]),
        ("<div>作者</div><div>王芳</div><div>2024-11-01</div>", ["王芳"]),
        ("<p>文/王芳</p>", ["王芳"]),
        ("<p>文｜示例网 王芳</p>", ["王芳"]),
        ("<p>【文/示例网专栏作者 王芳】</p>", ["王芳"]),
        ("<p>文|财经作者 王芳、李伟</p>", ["王芳", "李伟"]),
        ("<p>作者：示例网、王芳</p>", ["示例网", "王芳"]),
        ("<p>本报记者 王芳 通讯员 李伟</p>", ["王芳", "李伟"]),
        ("<p>本报记者王芳发自北京</p>", ["王芳"]),
        ("<p>2025-01-02 本报记者 陈大明 武汉报道</p>", ["陈大明"]),
        ("<p>文/陈大明 发自武汉</p>", ["陈大明"]),
        ("<p>文／記者陳大明／高雄即時報導</p>", ["陳大明"]),
        ("<p>本报实习生 刘国栋</p><p>本报记者 王燕平 方云凤</p>", ["刘国栋", "王燕平", "方云凤"]),
        ("<p>赵延东、风笑天</p>", ["赵延东", "风笑天"]),
        ("<p>2004年7月16日08:19 [ 黄宇 ] 来源：人民网</p>", ["黄宇"]),
        ("<p>编辑：李伟</p>", []),
        ("<p>高清 安全 文化</p>", []),
        ("<p>来源：新华网 2024-11-01</p>", []),
        ("<p>最后更新 2024-11-01</p>", []),
    ],
)
def test_chinese_bylines(line: str, found: list[str]) -> None:
    assert authors(find(chinese(line))) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p>来源：示例日报 作者：王芳 日期：2024-03-06 点击：<span id=hits></span></p>", ["王芳"]),
        ("<p>作者：王芳　来源：示例日报　时间：2024-03-06 10:15:23　字号：大 中 小　浏览：</p>", ["王芳"]),
        ("<p>2024-03-06 / 作者：王芳 / 4 评论 / 1,233 阅读 / 正在检测是否收录...</p>", ["王芳"]),
        ("<p>他于2024年3月6日在新闻发布会上发表了以下的联合声明，声明的作者：</p>", []),
    ],
    ids=["views", "views behind blanks", "a check", "a sentence"],
)
def test_byline_that_waits_for_a_script_is_no_sentence(line: str, found: list[str]) -> None:
    assert authors(find(chinese(line))) == found


def test_sentence_with_a_date_that_announces_something_is_no_byline() -> None:
    line = "<p>On March 6, 2024 the committee published the plan with the following words:</p>"
    assert find(english(line)).dates == ()


@pytest.mark.parametrize(
    ("last", "people"),
    [
        ("", [("王雪梅", "author")]),
        ("（文/图 李思远 责编/王雪梅）", [("李思远", "author"), ("王雪梅", "editor")]),
        ("（撰稿：李思远 审核：王雪梅）", [("李思远", "author"), ("王雪梅", "editor")]),
        ("（图文/李思远）", [("李思远", "author")]),
        ("（通讯员 李思远）", [("李思远", "author")]),
        ("（供稿：李思远 审核人：周敏）", [("李思远", "author"), ("周敏", "editor")]),
        ("文字：李思远 摄影：周敏", [("李思远", "author"), ("周敏", "photographer")]),
        ("（责编/王雪梅）", [("王雪梅", "editor")]),
        ("（责编/周敏）", [("王雪梅", "author"), ("周敏", "editor")]),
    ],
)
def test_who_put_a_text_on_the_page_is_its_author_where_nobody_signed(
    last: str, people: list[tuple[str, str]]
) -> None:
    meta = "<p><span>发布者：王雪梅</span><span>发布时间：2024-03-06</span></p>"
    found = find(chinese(meta, f"<p>{last}</p>")).authors
    assert found is not None
    assert [(person.name, person.role) for person in found.value] == people


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        pytest.param("<p>新京报快讯（记者 裴剑飞）今日，有网友爆料。</p>", "", ["裴剑飞"], id="in brackets"),
        pytest.param(
            "<p>〔記者巫其倫／台北報導〕財政部今天下午將公佈清冊。</p>", "", ["巫其倫"], id="traditional"
        ),
        pytest.param(
            "<p>（中央社記者溫貴香台北21日電）行政院今天表示。</p>", "", ["溫貴香"], id="place without a gap"
        ),
        pytest.param(
            "<p>〔記者林雅文／基隆報導〕港口夜市將於本週六起試營運。</p>",
            "",
            ["林雅文"],
            id="name ends in 文",
        ),
        pytest.param(
            "<p>〔記者陳大明／高雄報導〕港口夜市將於本週六起試營運。</p>",
            "",
            ["陳大明"],
            id="place whose first character is a surname",
        ),
        pytest.param(
            "<p>〔記者王芳／鳳山即時報導〕港口夜市將於本週六起試營運。</p>",
            "",
            ["王芳"],
            id="place behind a slash",
        ),
        pytest.param(
            "<p>示例社襄阳9月14日电 (董晓斌 吴佳)今年秋收，当地推广新式农机。</p>",
            "",
            ["董晓斌", "吴佳"],
            id="dispatch",
        ),
        pytest.param(
            "<p>示例社襄阳9月14日电（共三篇）今年秋收，当地推广新式农机，收割比去年早了整整一周。</p>",
            "",
            [],
            id="dispatch unsigned",
        ),
        pytest.param(
            "<p>示例网讯 实习生吴小梦、记者喻亮报道：1月15日，全省体育工作会议召开。</p>",
            "",
            ["吴小梦", "喻亮"],
            id="behind the outlet",
        ),
        pytest.param("<p>示例社╱記者丁小伶／台北報導</p>", "", ["丁小伶"], id="behind outlet and slash"),
        pytest.param("<p>◎ 記者林大謙/採訪報導</p>", "", ["林大謙"], id="behind a sign"),
        pytest.param("<p>邱雅穎／台北報導</p>", "", ["邱雅穎"], id="place alone behind a slash"),
        pytest.param("<p>國際中心／綜合報導</p>", "", [], id="newsroom"),
        pytest.param(
            "<p>2024-03-06 示例時報 邱雅穎／台北報導</p>", "", ["邱雅穎"], id="behind date and outlet"
        ),
        pytest.param("<p>【（李小娃／四川成都）】</p>", "", ["李小娃"], id="name and place in brackets"),
        pytest.param("<p>（王芳／翻攝）</p>", "", [], id="picture"),
        pytest.param("", "<p>黃大容 賴大杰 台中</p>", ["黃大容", "賴大杰"], id="names and place at the end"),
        pytest.param("", "<p>黃大容 賴大杰 美好</p>", [], id="names and another word at the end"),
        pytest.param(
            "", "<p>示例报·示例网记者 魏大明 来源：示例日报</p>", ["魏大明"], id="outlets with a dot between"
        ),
        pytest.param(
            "<p>環保局提醒，清潔劑不可混合使用。(林大玉報導)</p>", "", ["林大玉"], id="first paragraph signed"
        ),
        pytest.param("<p>示例娱乐1月17日报道 (文/小易)近日，多位演员表态。</p>", "", ["小易"], id="words by"),
        pytest.param("<p>示例日报记者王小芳李建国摄影张三</p>", "", ["王小芳", "李建国"], id="without a gap"),
        pytest.param("", "<p>（实习生王茹对此文亦有贡献）</p>", [], id="a sentence in brackets"),
        pytest.param("", "<p>示例國際廣播電台張小翠報導</p>", ["張小翠"], id="closing behind the outlet"),
        pytest.param(
            "", "<p>夜市將擴大營業。（記者王榮祥翻攝）</p>", ["王榮祥"], id="what was done behind the name"
        ),
        pytest.param("", "<p>这只是一个开始，更多的问题还在后面。(李楠)</p>", ["李楠"], id="closing"),
        pytest.param("", "<p>示例零售店将在明年初开业。(曉明)</p>", ["曉明"], id="closing pen name"),
        pytest.param("", "<p>示例零售店将在明年初开业。(待续)</p>", [], id="closing remark"),
        pytest.param("", "<p>示例零售店将在明年初开业。(示例社)</p>", [], id="closing outlet"),
        pytest.param("", "<p>报考专业（代码）</p>", [], id="explanation in brackets"),
        pytest.param("", "<p>（姚峰 上海报道）</p>", ["姚峰"], id="closing with place"),
        pytest.param(
            "", "<p>(文/图 刘玺东 易赛楠)</p>", ["刘玺东", "易赛楠"], id="closing, words and pictures"
        ),
        pytest.param("", "<p>记者 刘涛</p>", ["刘涛"], id="signed"),
        pytest.param("", "<p>（责任编辑：李伟）</p>", [], id="editor only"),
        pytest.param("", "<p>他们都没有回答记者的提问（完）</p>", [], id="end mark"),
        pytest.param(
            "<p>多位用户向记者表示，短信内容令人不安，希望平台改进。</p>", "", [], id="reporter in a sentence"
        ),
    ],
)
def test_reporters_in_the_text(first: str, last: str, found: list[str]) -> None:
    page = f"<h1>收到催收短信应该怎么办</h1><div id=text>{first}{CHINESE}{last}</div>"
    assert authors(find(page)) == found


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            "<div><span>小花</span><span>2024-11-01</span><a href=/z>债务优化</a><span>3</span></div>",
            id="pieces",
        ),
        pytest.param("<div>小花2024-11-01债务优化3</div>", id="one text"),
        pytest.param("<div>小花 · 2024-11-01 <i></i><b>债务优化</b> <b>3</b></div>", id="dots"),
    ],
)
def test_run_together_byline(line: str) -> None:
    found = find(chinese(line))
    assert authors(found) == ["小花"]
    assert found.category is not None
    assert found.category.value == "债务优化"
    assert found.view_count is not None
    assert found.view_count.value == 3
    assert "2024-11-01" in found.dates[0]


@pytest.mark.parametrize(
    "line",
    [
        "<p>Publié le 06/03/2024</p>",
        "<p>Stand: 06.03.2024 10:15 Uhr</p>",
        "<p><span>입력</span><span>2024.03.06 10:15</span></p>",
        "<p>星期三 2024-03-06</p>",
        "<p>武汉 2024-03-06</p>",
        "<p>London, 6 March 2024</p>",
        "<p>Giriş Tarihi 06.03.2024</p>",
        "<p>Press Release - March 6, 2024</p>",
        "<p>上午10:00 · 2024年3月6日</p>",
    ],
)
def test_a_label_or_place_before_a_date_is_no_author(line: str) -> None:
    found = find(english(line))
    assert authors(found) == []
    assert found.category is None


@pytest.mark.parametrize(
    "page",
    [
        pytest.param("<nav><a href=/t/>Harbour Life</a></nav>", id="in the navigation"),
        pytest.param('<div class="main-menu"><a href=/t/>Harbour Life</a></div>', id="in a menu"),
        pytest.param('<meta property="article:section" content="Harbour Life">', id="declared"),
    ],
)
def test_a_section_before_a_date_is_no_author(page: str) -> None:
    line = "<p><span>Harbour Life</span> <span>March 6, 2024</span></p>"
    assert authors(find(english(line))) == ["Harbour Life"]
    assert authors(find(page + english(line))) == []


@pytest.mark.parametrize(
    ("behind", "category"),
    [("发布", None), ("à 10h15", None), ("债务优化", "债务优化")],
)
def test_what_a_date_is_called_behind_it_is_no_category(behind: str, category: str | None) -> None:
    line = f"<div><span>小花</span><span>2024-03-06 10:15:00</span><span>{behind}</span></div>"
    found = find(chinese(line))
    assert authors(found) == ["小花"]
    assert (found.category.value if found.category else None) == category


def test_roles_source_counts_and_lines_of_a_chinese_byline() -> None:
    found = find(
        chinese(
            "<p>作者：王芳 责编：李伟 校对：赵敏 来源：新华网 阅读 1.2万 评论 5</p>",
            "<p>编辑：钱多 摄影：孙亮</p>",
        )
    )
    assert found.authors is not None
    assert found.authors.source == "byline"
    assert [(person.name, person.role) for person in found.authors.value] == [
        ("王芳", "author"),
        ("李伟", "editor"),
        ("赵敏", "proofreader"),
        ("钱多", "editor"),
        ("孙亮", "photographer"),
    ]
    assert found.source_name is not None
    assert found.source_name.value == "新华网"
    assert found.view_count is not None
    assert found.view_count.value == 12000
    assert found.comment_count is not None
    assert found.comment_count.value == 5
    assert found.blocks == {1, 5}


def test_wechat_names_account_and_author_apart() -> None:
    found = find(
        chinese('<div><span id="js_author_name">王芳</span> <a id="js_name">示例公众号</a></div>'), ""
    )
    assert authors(found) == ["王芳"]


WECHAT = (
    '<div id="meta_content" class="rich_media_meta_list"><span class="rich_media_meta icon_appmsg_tag">原创</span>{author}'
    '<span class="rich_media_meta rich_media_meta_nickname" id="profileBt"><a id="js_name">城南旧事铺</a>'
    '<div style="display:none"><strong class="profile_nickname">城南旧事铺</strong></div></span>'
    '<em id="publish_time" class="rich_media_meta rich_media_meta_text">2024-03-06 10:15</em></div>'
)


@pytest.mark.parametrize(
    ("head", "author", "found", "source"),
    [
        ("", '<span class="rich_media_meta rich_media_meta_text">陆小满</span>', ["陆小满"], "城南旧事铺"),
        ('<meta name="author" content="陆小满">', "", ["陆小满"], "城南旧事铺"),
        ("", "", ["城南旧事铺"], None),
    ],
    ids=["shown", "declared", "nobody else"],
)
def test_wechat_account_is_the_source_of_what_another_wrote(
    head: str, author: str, found: list[str], source: str | None
) -> None:
    byline_ = find(chinese(WECHAT.format(author=author)), head)
    assert authors(byline_) == found
    assert (byline_.source_name.value if byline_.source_name else None) == source


def test_json_ld_wins_in_english_and_gets_its_address_from_the_page() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":{"name":"Jane Doe"}}</script>'
    found = find(english('<p><a href="/people/jane">Jane Doe</a> for The Example</p>'), data)
    assert found.authors is not None
    assert found.authors.value == (Person(name="Jane Doe", url="https://www.example.com/people/jane"),)
    assert found.authors.source == "json-ld"


def test_label_completes_whom_machines_are_told() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x","author":{"name":"Jane Doe"}}</script>'
    line = "<p>Co-authored by <a href=/j>Jane Doe</a> and <a href=/r>John Roe</a></p>"
    assert authors(find(english(line), data)) == ["Jane Doe", "John Roe"]
    assert authors(find(english("<p>By Jane Doe and Harbour News</p>"), data)) == ["Jane Doe"]


def test_author_in_open_graph() -> None:
    assert authors(find(english(""), '<meta property="og:author" content="Jane Doe">')) == ["Jane Doe"]


@pytest.mark.parametrize("label", ["By Jane Doe:", "<b>BY Jane Doe</b> :", "By Jane Doe and John Roe:"])
def test_text_that_begins_with_its_writer(label: str) -> None:
    page = english("<p>Published by <a href=/author/desk>NEWSTEAM</a></p>").replace(
        "<p>The committee", f"<p>{label} The committee", 1
    )
    assert "Jane Doe" in authors(find(page))


def test_text_that_begins_with_an_adverb_is_signed_by_nobody() -> None:
    assert authors(find(english("").replace("<p>The", "<p>By the way: The", 1))) == []


def test_who_posted_it_counts_more_than_who_wrote_what_is_listed() -> None:
    listed = "<ul><li>The Old Harbour by Mary Major – a fine book</li></ul>"
    assert authors(find(english("", f"{listed}<div>Posted by Jane Doe</div>"))) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p class=author>Joris van Beek</p>", ["Joris van Beek"]),
        ("<p>By Jane Doe</p>", ["Jane Doe"]),
        ("", ["Harbour Region"]),
    ],
)
@pytest.mark.parametrize("kind", ["Organization", "NewsMediaOrganization"])
def test_organisation_in_json_ld_is_the_author_where_no_person_is_shown(
    line: str, found: list[str], kind: str
) -> None:
    author = f'{{"@type": "{kind}", "name": "Harbour Region"}}'
    data = f'{{"@type": "Article", "headline": "Committee agrees on the plan", "author": [{author}]}}'
    assert authors(find(english(line), f'<script type="application/ld+json">{data}</script>')) == found


@pytest.mark.parametrize("name", ["Sportredaktion", "La Redacción", "Redactie", "Redakcja"])
def test_newsroom_that_is_declared_gives_way_to_the_person_shown(name: str) -> None:
    data = (
        f'{{"@type": "Article", "headline": "Committee agrees on the plan", "author": {{"name": "{name}"}}}}'
    )
    script = f'<script type="application/ld+json">{data}</script>'
    assert authors(find(english("<p class=author>Joris van Beek</p>"), script)) == ["Joris van Beek"]
    assert authors(find(english(""), script)) == [name]


@pytest.mark.parametrize(
    "line",
    [
        "<p class=caption-byline>Jane Doe (left)</p>",
        "<p>On <a href=/topics/people/jane>Jane Doe</a> and others</p>",
    ],
)
def test_who_is_written_about_is_no_author(line: str) -> None:
    assert authors(find(english(line))) == []


def test_visible_author_wins_over_the_sites_meta_in_chinese() -> None:
    found = find(
        chinese("", "<p>原作者：<b>郑浩然</b></p>"), '<meta property="article:author" content="李思远">'
    )
    assert authors(found) == ["郑浩然"]


def test_meta_naming_the_editor_or_the_outlet_is_no_author() -> None:
    assert (
        authors(find(chinese("<p>责任编辑：崔宁宁</p>"), '<meta name="author" content="青网校园崔宁宁">'))
        == []
    )
    assert authors(find(chinese(""), '<meta name="author" content="示例日报">')) == []


def test_the_site_is_the_author_only_when_nobody_else_is_named() -> None:
    head = (
        '<meta property="og:site_name" content="Example Weekly"><meta name="author" content="Example Weekly">'
    )
    assert authors(find(english(""), head)) == ["Example Weekly"]
    assert authors(find(english("<p>By Jane Doe</p>"), head)) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<meta name="citation_author" content="Doe, Jane">', ["Jane Doe"]),
        ('<meta name="citation_author" content="García Márquez, Ana">', ["Ana García Márquez"]),
        ('<meta name="DC.creator" content="Doe, Jane">', ["Jane Doe"]),
        (
            '<meta name="dc.creator" content="van der Doe, J. A."><meta name="dc.creator" content="Roe Major, John">',
            ["J. A. van der Doe", "John Roe Major"],
        ),
        ('<meta name="dc.creator" content="Jane Doe, Reuters">', ["Jane Doe", "Reuters"]),
        ('<meta name="author" content="Jane Doe, John Roe">', ["Jane Doe", "John Roe"]),
        ('<meta name="citation_author" content="Jane Doe, MD">', ["Jane Doe"]),
    ],
)
def test_family_names_that_stand_first_are_moved(head: str, found: list[str]) -> None:
    assert authors(find(english(""), head)) == found


def test_family_name_first_in_json_ld() -> None:
    data = '{"@type": "Article", "headline": "Committee agrees on the plan", "author": {"name": "Doe, Jane"}}'
    assert authors(find(english(""), f'<script type="application/ld+json">{data}</script>')) == ["Jane Doe"]


def test_name_shown_in_full_wins_over_the_name_of_an_account() -> None:
    head = '<script type="application/ld+json">{"@type":"Article","author":{"name":"JaneD"}}</script>'
    assert authors(find(english("<p>By Jane Doe</p>"), head)) == ["Jane Doe"]
    assert authors(find(english("<p>By janed42</p>"), head)) == ["JaneD"]


def test_initials_of_the_site_beside_a_name_are_no_author() -> None:
    url = "https://edition.abc.example.com/a"
    assert authors(find(english("<p>By Jane Doe, ABC Business</p>"), url=url)) == ["Jane Doe"]


@pytest.mark.parametrize(
    "footer",
    [
        "<div class=post-footer><p>Posted by Jane Doe at 5:11 AM</p></div>",
        "<p class=entry-footer>Posted by Jane Doe on November 1, 2026 | Permalink</p>",
        "<div class=article__footer><p>Posted by Jane Doe</p></div>",
        "<div class=story-footer><p>Posted by Jane Doe</p></div>",
        "<div class=news__footer><p>Posted by Jane Doe</p></div>",
        "<footer><p>Posted by <a href=/j>Jane Doe</a> on 2026-11-01 in <a href=/h>harbours</a>. Tags: a, b.</p></footer>",
    ],
)
def test_footer_of_the_article_names_the_author(footer: str) -> None:
    page = f"<article>{english('')}{footer}</article>"
    assert authors(find(page)) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("lines", "found", "byline"),
    [
        pytest.param("<h2>First</h2><p>Busy Ambassador</p>", [], set(), id="name below a subheading"),
        pytest.param("<h2>一、先说</h2><p>有点蠢</p>", [], set(), id="Chinese name below a subheading"),
        pytest.param(
            "<p>Jane Doe · 2026-11-01</p><h2>First</h2><p>Sunday, November 2, 2026</p>",
            ["Jane Doe"],
            {1},
            id="date below a subheading",
        ),
        pytest.param(
            "<h2>The vote was close</h2><p>Jane Doe · 2026-11-01</p>",
            ["Jane Doe"],
            {2},
            id="deck above the byline",
        ),
        pytest.param("<p>Belgium's Busy Ambassador</p>", [], set(), id="possessive"),
        pytest.param("<ul><li>Sort them by interest</li></ul>", [], set(), id="by amid words"),
        pytest.param("<p><a href=/s>Source</a></p><h3>Dates of it</h3>", [], set(), id="link and subheading"),
        pytest.param("<p>博主</p><h2>先说结论</h2>", [], set(), id="label and subheading"),
        pytest.param("<h2>The Harbour <i>by Jane Doe</i></h2>", [], set(), id="book that is reviewed"),
        pytest.param("<h4>By Jane Doe</h4>", ["Jane Doe"], {1}, id="byline that is a heading"),
        pytest.param(
            "<h4>November 1, 2026 - Words by Jane Doe</h4>", ["Jane Doe"], {1}, id="dated byline as a heading"
        ),
    ],
)
def test_lines_of_the_text_are_no_byline(lines: str, found: list[str], byline: set[int]) -> None:
    result = find(english(lines))
    assert authors(result) == found
    assert result.blocks == byline


def test_linked_name_above_the_date_above_the_headline_is_the_author() -> None:
    above = "<a href=/jane>janedoe</a><p>Posted on <time>May 13, 2024</time></p>"
    assert authors(find(above + english(""))) == ["janedoe"]
    assert authors(find(above.replace("Posted on ", "") + english(""))) == []


def test_a_kicker_above_the_headline_ends_no_head() -> None:
    found = find(f"<h2>Harbour</h2>{english('<p>Jane Doe</p>')}")
    assert authors(found) == ["Jane Doe"]


def test_a_link_is_no_label_without_a_colon() -> None:
    tags = "<a rel=tag href=/p>Photography</a> <a rel=tag href=/y>Python</a>"
    found = find(english(f"<p>By Jane Doe</p><p>{tags}</p><p><a href=/s>Source</a></p><p>Harbour News</p>"))
    assert found.authors is not None
    assert [(person.name, person.role) for person in found.authors.value] == [("Jane Doe", "author")]
    assert found.source_name is None
    found = find(chinese("<div>小花 2024-11-01 <a href=/a>摄影</a><a href=/b>债务优化</a></div>"))
    assert authors(found) == ["小花"]
    assert authors(find(english("<p><a href=/j>By <b>Jane Doe</b></a></p>"))) == ["Jane Doe"]
    found = find(english("<p><a href=/s>Source:</a> <a href=/h>Harbour News</a></p>"))
    assert found.source_name is not None
    assert found.source_name.value == "Harbour News"


def test_a_label_takes_no_line_from_within_the_text() -> None:
    found = find(
        f"<h1>收到催收短信</h1><p>王芳</p><small>博主</small><div id=text><p>狂熱選民</p>{CHINESE}</div>"
    )
    assert authors(found) == ["王芳"]
    assert 3 not in found.blocks


@pytest.mark.parametrize(
    "label",
    ["Post author:", "Article author:", "Author:", "文章作者：", "博文作者：", "本文作者：", "原作者："],
)
def test_notice_below_the_text_names_the_author(label: str) -> None:
    found = find(english("", f"<p>{label} Jane Doe</p>"), '<meta name=author content="Mary Major">')
    assert authors(found) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("line", "after"),
    [
        pytest.param('<div id=post-author class="x-card title">Jane Doe</div>', "", id="layout words"),
        pytest.param("", "<div class=post-copyright__author_name>Jane Doe</div>", id="notice of copyright"),
    ],
)
def test_element_called_the_posts_author_wins_over_the_sites_meta(line: str, after: str) -> None:
    assert authors(find(english(line, after), '<meta name=author content="Mary Major">')) == ["Jane Doe"]


@pytest.mark.parametrize(
    ("box", "found"),
    [
        pytest.param(
            '<div class=author><a rel=author href="/author/jane">Jane Doe</a></div>',
            "Jane Doe",
            id="two places",
        ),
        pytest.param("<div class=author>Jane Doe</div>", "Mary Major", id="one place"),
        pytest.param(
            '<div class=author><a rel=author href="/author/jane">Jane Doe</a></div><div class=author>Mary Major</div>',
            "Mary Major",
            id="others too",
        ),
    ],
)
def test_what_a_site_declares_is_less_than_the_one_person_its_page_names(box: str, found: str) -> None:
    assert authors(find(english("", box), '<meta name=author content="Mary Major">')) == [found]


@pytest.mark.parametrize("start", ["footer", "div class=footer", "div class=site-footer"])
def test_footer_of_the_page_names_nobody(start: str) -> None:
    footer = f"<{start}><p>Posted by Jane Doe on 2026-11-01</p></{start.split()[0]}>"
    assert authors(find(english("", footer))) == []


def test_first_name_is_completed_from_the_byline() -> None:
    data = '<script type="application/ld+json">{"@type":"Article","headline":"x","author":{"name":"Todd"}}</script>'
    assert authors(find(english('<p class="byline">By Todd Bates</p>'), data)) == ["Todd Bates"]


def test_authors_of_comments_and_teasers_are_nobody_here() -> None:
    after = (
        '<div class="comments"><div class="comment-author">Troll One</div><p>By Troll One</p></div>'
        '<div class="related"><a href="/authors/x">Other Writer</a></div>'
    )
    assert authors(find(english("", after))) == []


def test_names_in_a_long_list_below_the_text_are_nobody() -> None:
    rows = "".join(f"<li>By Other Writer{n}</li>" if n == 100 else f"<li>Item {n}</li>" for n in range(200))
    page = english("", "").replace("</div>", f"<ul>{rows}</ul></div>")
    assert authors(find(page)) == []


def test_colophon_below_a_long_list_is_read() -> None:
    rows = "".join(f"<li>条目{n}</li>" for n in range(200))
    assert authors(find(chinese("", f"<ul>{rows}</ul><p>作者：王小明</p>"))) == ["王小明"]


@pytest.mark.parametrize(
    ("attributes", "found"),
    [
        ('style="text-align:right;"', ["Đặng Minh"]),
        ("align=right", ["Đặng Minh"]),
        ("class=has-text-align-right", ["Đặng Minh"]),
        ('style="text-align:center"', []),
    ],
)
def test_name_at_the_right_of_the_texts_last_line_is_the_authors(attributes: str, found: list[str]) -> None:
    page = (
        f"<h1>Committee agrees</h1><div id=text>{ENGLISH}<p {attributes}><strong>Đặng Minh</strong></p></div>"
    )
    assert authors(find(page)) == found


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("<p><b>Jane Doe</b></p>", ["Jane Doe"]),
        ("<p>Autoren Jane Doe und John Roe</p>", ["Jane Doe", "John Roe"]),
        ("<p><a href=/j>Jane Doe</a></p>", []),
        ("<p>PIN FOR LATER</p>", []),
        ("<div>Jane Doe</div>", []),
        ("<p>Harbour News</p>", []),
    ],
)
def test_full_name_alone_on_the_last_paragraph_is_the_authors(line: str, found: list[str]) -> None:
    assert authors(find(english("", line))) == found
    assert authors(find(english("<p>By Mary Major</p>", line))) == ["Mary Major"]


def test_signature_that_the_body_leaves_out_is_read() -> None:
    assert authors(find(chinese("").replace("</div>", "</div><p>（羅森）</p>"))) == ["羅森"]


@pytest.mark.parametrize(
    ("line", "is_notice"),
    [
        ("声明：示例网登载此文出于传递更多信息之目的，不意味着赞同其观点。", True),
        ("平台声明：该文观点仅代表作者本人，示例号系信息发布平台。", True),
        ("图片来自网络，如有侵权，请联系删除。", True),
        ("(內容由示例網提供。未經授權，不得轉載。)", True),
        ("更多精彩内容，请关注我们的公众号。", True),
        ("快點到Facebook Like我們的專頁！", True),
        ("更多精彩资讯，敬请关注example.com", True),
        ("示例网新闻热线：0123-4567890", True),
        ("4、如因版权和其它问题需要同本网联系的，请30日内进行。", True),
        ("（原题为《示例标题》）", True),
        ("據《示例日報》", True),
        ("据《示例日报》报道，两国将在下周举行会谈。", False),
        ("(2026-11-01 20:00) 晚間新聞", True),
        ("版权所有 © 2026 示例网", True),
        ("Copyright 2026 Example News. All rights reserved.", True),
        ("Sign up for our weekly newsletter and never miss a story.", True),
        ("The newsletter that he had signed up for never came.", False),
        ("广告声明：文内含有的对外跳转链接，用于传递更多信息，节省甄选时间。", True),
        ("Über dieses Thema berichtete die Beispielschau am 6. März um 20 Uhr.", True),
        ("Pilih saluran andalanmu, akses berita kami di WhatsApp Channel.", True),
        ("The company says that its WhatsApp Channel has grown.", False),
        ("声明：两国将扩大在能源和农业方面的合作。", False),
        ("他随后在微信公众号发文，引发网友关注。", False),
        ("有网友爆料：会议已经改期。", False),
        ("公司表示，已就专利侵权一事提起诉讼。", False),
        ("双方发表联合声明，同意于2026年11月1日签署协定。", False),
        ("会议定于2026-11-01 20:00在示例大厦三楼的报告厅举行，届时将公布评选结果，欢迎各位读者参加。", False),
    ],
)
def test_the_sites_own_lines_at_the_end_are_no_text(line: str, is_notice: bool) -> None:
    found = find(chinese("", f"<p>{line}</p>"))
    assert len(found.blocks) == is_notice


@pytest.mark.parametrize(
    ("line", "is_notice"),
    [
        ("本文最后更新于 412 天前，文中所描述的信息可能已发生改变。", True),
        ("温馨提示：本文发布于三年前，其中的信息可能已经过时。", True),
        ("⚠ 此文最後更新於一年前，內容可能已不適用。", True),
        (
            "This article was last updated over 1 year ago. The information described in it may have changed.",
            True,
        ),
        ("This article was published in the journal of the harbour in May.", False),
        ("本文发布的数据来自港口的年度报告。", False),
    ],
)
def test_the_age_of_a_text_is_no_text(line: str, is_notice: bool) -> None:
    found = find(f"<h1>示例标题文章</h1><div class=text><p>{line}</p>{CHINESE}</div>")
    assert bool(found.blocks) == is_notice


def test_news_about_notices_amid_the_text_are_text() -> None:
    lines = "".join(f"<p>声明：未经授权不得转载此文。第{n}次警告。</p>" for n in range(20))
    assert min(find(f"<h1>示例标题文章</h1><div class=text>{lines}</div>").blocks) > 10


def test_the_earlier_headline_is_no_text() -> None:
    page = PageMap(parse("<h1>示例标题文章</h1><p>原标题：另一个标题</p>" + CHINESE), "")
    claims = structured.read(page)
    assert 1 in byline.find(page, claims, title.find(page, claims), None).blocks


def test_byline_that_begins_the_body_of_a_page_without_headline_is_read() -> None:
    page = f"<div id=text><p>作者：王小明</p>{CHINESE}</div>"
    assert authors(find(page, "<title>网络笔记</title>")) == ["王小明"]


@pytest.mark.parametrize(
    ("href", "is_authors"),
    [
        ("/author/jane-doe", True),
        ("https://www.example.com/people/jane?x=1", True),
        ("/staff?id=3", True),
        ("/list?a=1&uid=7", True),
        ("/home/space.php?x", True),
        ("/space-uid-12.html", True),
        ("/index.php?action=profile;u=12", True),
        ("/news/jane-doe", False),
        ("/authority/jane", False),
        ("/list?authors=no", False),
        ("/jane-doe", False),
        ("/columnists/jane/story/1790.html", False),
        ("/topics/people/jane-doe", False),
        ("/users/sign_up", False),
        ("/user/login?next=1", False),
        ("/members/signe-doe", True),
        ("https://creativecommons.example/licenses/by/4.0/", False),
    ],
)
def test_link_to_an_authors_page_names_the_author(href: str, is_authors: bool) -> None:
    line = f'<div><b>Our view on the news:</b> <a href="{href}">Jane Doe</a> in the house</div>'
    assert authors(find(english(line))) == (["Jane Doe"] if is_authors else [])


def test_name_broken_over_lines_gets_its_address() -> None:
    found = find(english('<p>By Jane Doe</p><p><a href="/about/jane">Jane\n   Doe</a></p>'))
    assert found.authors is not None
    assert found.authors.value[0].url == "https://www.example.com/about/jane"


def test_counts_are_told_by_their_elements_class() -> None:
    line = '<div><i class="eye"></i><span id="busuanzi_value_page_pv">723</span> 次</div><span id="busuanzi_value_site_pv">99999</span>'
    found = find(chinese(line))
    assert found.view_count is not None
    assert found.view_count.value == 723


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<div><span id=busuanzi_value_page_pv>0</span>&nbsp;visits</div>", id="views"),
        pytest.param(
            "<div><span class=comment-count></span> 留言 <span class=pageview-count>0</span> <em>阅读量</em></div>",
            id="the neighbour's",
        ),
        pytest.param("<div><b>0</b> 人参与 <b>0</b> 条评论</div>", id="apart from its word"),
        pytest.param("<div><span class=commentcount>0</span></div>", id="told by its class"),
    ],
)
def test_a_0_that_waits_for_a_script_is_no_count(line: str) -> None:
    found = find(chinese(line))
    assert found.view_count is None
    assert found.comment_count is None


def test_a_0_beside_its_word_is_a_count() -> None:
    found = find(chinese("<div><span>2026-11-01</span> <span>0 条评论</span></div>"))
    assert found.comment_count is not None
    assert found.comment_count.value == 0


@pytest.mark.parametrize(
    ("part", "comments"),
    [
        ("<div id=comments><h2>36 Comments</h2><p>Lovely ropes.</p></div>", 36),
        ("<section class=comment-list><h3>网友评论(12)</h3><p>好看。</p></section>", 12),
        ("<div id=comments><h2>0 Comments</h2></div>", None),
        ("<div class=sidebar><ul><li>Of tides <div class=comments>309 comments</div></li></ul></div>", None),
        ("<nav class=post-nav><span class=comments>5 comments</span></nav>", None),
    ],
    ids=["English", "Chinese", "not counted yet", "of a teaser", "in the navigation"],
)
def test_heading_of_the_comments_counts_them(part: str, comments: int | None) -> None:
    found = find(english("<p>By Jane Doe</p>") + part).comment_count
    assert (found.value if found is not None else None) == comments


@pytest.mark.parametrize(
    ("line", "count", "source"),
    [
        ("", 9, "json-ld"),
        ("<p>12 comments</p>", 12, "byline"),
        ("<p>0 comments</p>", 0, "byline"),
    ],
    ids=["declared alone", "shown", "a 0 that is shown"],
)
def test_a_declared_count_is_taken_where_none_is_shown(line: str, count: int, source: str) -> None:
    data = '{"@type": "NewsArticle", "headline": "Committee agrees on the plan", "commentCount": 9}'
    found = find(english(line), f'<script type="application/ld+json">{data}</script>').comment_count
    assert found is not None
    assert (found.value, found.source) == (count, source)


def test_a_0_that_is_only_declared_is_no_count() -> None:
    data = '{"@type": "NewsArticle", "headline": "Committee agrees on the plan", "commentCount": 0}'
    assert find(english(""), f'<script type="application/ld+json">{data}</script>').comment_count is None


def test_other_scripts_do_not_break() -> None:
    assert authors(find("<h1>Заголовок статьи о погоде</h1><p>Автор: Иван Петров</p>" + ENGLISH)) in (
        [],
        ["Иван Петров"],
    )
    assert find("<h1>عنوان المقال</h1><p>بقلم: محمد علي</p>").blocks is not None
    assert authors(find("")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Jane Doe, John Roe & Mary Major", ["Jane Doe", "John Roe", "Mary Major"]),
        ("By Jane Doe and John Roe", ["Jane Doe", "John Roe"]),
        ("Jane Doe, Senior Editor, Example Institute", ["Jane Doe"]),
        ("Jane Doe in London", ["Jane Doe"]),
        ("Kontributor Belitung, Fajar Ramadan", ["Fajar Ramadan"]),
        ("Jane Doe, MD, PhD", ["Jane Doe"]),
        ("Jane Doe, dpa", ["Jane Doe", "dpa"]),
        ("Jane Doe, harbours and boats", ["Jane Doe"]),
        ("Jane Major.", ["Jane Major"]),
        ("Jane Doe Jr.", ["Jane Doe Jr."]),
        ("Guardian staff reporter", ["Guardian staff reporter"]),
        ("Human in the Loop", ["Human in the Loop"]),
        ("Xiaoying You", ["Xiaoying You"]),
        ("Jane Doe <jane@example.com>", ["Jane Doe"]),
        ("王芳、李伟", ["王芳", "李伟"]),
        ("王芳、Jane Doe 李伟", ["王芳", "Jane Doe", "李伟"]),
        ("Byron Roe 王芳", ["Byron Roe", "王芳"]),
        ("王 芳", ["王芳"]),
        ("记者 王芳", ["王芳"]),
        ("武汉大学历史学院郭伦", ["郭伦"]),
        ("文档管理员", ["文档管理员"]),
        ("文小刀", ["文小刀"]),
        ("整理归纳", ["整理归纳"]),
        ("文：小刀", ["小刀"]),
        ("整理王芳", ["王芳"]),
        ("格桑边觉", ["格桑边觉"]),
        ("阿卜杜拉·买买提", ["阿卜杜拉·买买提"]),
        ("김민수 기자", ["김민수"]),
        ("김수아 인턴 기자, 이상현기자", ["김수아", "이상현"]),
        ("98 Buck Studio", ["98 Buck Studio"]),
        ("2 hours ago", []),
        ("6. März", []),
        ("15 de Abril de", []),
        ("Subscribe to our newsletter", []),
        ("administrator", []),
        ("user123", []),
        ("https://example.com/", []),
        ("本站编辑", []),
        ("", []),
    ],
)
def test_names_are_taken_apart(text: str, found: list[str]) -> None:
    assert names.split(text) == found


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("王芳", True),
        ("欧阳娜娜", True),
        ("安全", False),
        ("新华社", False),
        ("债务", False),
        ("关注者", False),
        ("王芳报道", False),
        ("Jane", False),
    ],
)
def test_chinese_names_by_themselves(name: str, is_one: bool) -> None:
    assert names.is_han_name(name) is is_one


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("作者:王芳|编辑:李伟", [("王芳", "author"), ("李伟", "editor")]),
        ("作者:老农编辑:小麦", [("老农", "author"), ("小麦", "editor")]),
        ("作者：老农责任编辑：小麦", [("老农", "author"), ("小麦", "editor")]),
        ("2024-03-06作者：老农点击：302", [("老农", "author")]),
        ("来源：网络编辑：小麦", [("小麦", "editor")]),
        ("图片来源：示例社责任编辑：小麦", [("小麦", "editor")]),
        (f"作者{GAP}魏星", [("魏星", "author")]),
        ("【编辑:刘欢】", [("刘欢", "editor")]),
        ("Photographs by Sam Snap", [("Sam Snap", "photographer")]),
        ("Translated by Tina Tran", [("Tina Tran", "translator")]),
        ("图：统计数据走势", []),
        ("责任编辑：NF041", []),
        ("责任编辑：王芳_NF4425", [("王芳", "editor")]),
        ("图片编辑：王芳 视觉编辑：李伟", [("王芳", "editor"), ("李伟", "editor")]),
        ("总编辑：王芳 美编：李伟", [("王芳", "editor"), ("李伟", "editor")]),
        ("Caused by using an iron", []),
        ("Autor:innen", []),
    ],
)
def test_labels_give_roles(text: str, roles: list[tuple[str, str]]) -> None:
    assert [(person.name, person.role) for person in byline_line.read(text).persons] == roles


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("光明网-《光明日报》", "光明网-《光明日报》"),
        ("《财经》杂志", "《财经》杂志"),
        ("人民日报(海外版)", "人民日报(海外版)"),
        ("《人民日报》《光明日报》", "《人民日报》《光明日报》"),
        ("《光明日报》", "光明日报"),
        ("【新华网】", "新华网"),
        ("《光明日报", "光明日报"),
        ("新华网 【字号：大 中 小】", "新华网"),
        ("新华网 [打印]", "新华网"),
    ],
)
def test_an_outlets_name_keeps_the_brackets_that_belong_to_it(source: str, name: str) -> None:
    assert byline_line.read(f"来源：{source}").source == name
    assert byline_line.read(f"【来源：{source}】").source == name


def test_authors_behind_brackets_are_named_too() -> None:
    line = byline_line.read("作者：王芳（示例大学）、李伟（北京）】")
    assert [person.name for person in line.persons] == ["王芳", "李伟"]


@pytest.mark.parametrize(
    ("text", "people", "source"),
    [
        (
            "本文来自微信公众号“城南旧事铺”（ID：chengnan），作者：王芳，编辑：李伟，示例网经授权发布。",
            [("王芳", "author"), ("李伟", "editor")],
            "城南旧事铺",
        ),
        ("本文来自公众号：城南旧事铺，作者：王芳，题图来自：视觉中国", [("王芳", "author")], "城南旧事铺"),
        ("来源：公众号“城南旧事铺”", [], "城南旧事铺"),
        ("作者：王芳，公众号：城南旧事铺", [("王芳", "author")], None),
        ("作者：王芳、李伟", [("王芳", "author"), ("李伟", "author")], None),
    ],
    ids=["authorised", "picture", "source", "account behind the author", "no reprint"],
)
def test_lines_about_a_reprint(text: str, people: list[tuple[str, str]], source: str | None) -> None:
    line = byline_line.read(text)
    assert [(person.name, person.role) for person in line.persons] == people
    assert line.source == source


def test_an_agencys_credits_give_roles_and_stay_in_the_text() -> None:
    credits_ = (
        "(Reporting by Jane Doe in Springfield; Writing by John Roe; Editing by Mary Major and Ed Itor)"
    )
    page = f"<h1>Committee agrees on the plan</h1><div id=text>{ENGLISH}<p>{credits_}</p></div>"
    found = find(page)
    assert found.authors is not None
    assert [(person.name, person.role) for person in found.authors.value] == [
        ("Jane Doe", "author"),
        ("John Roe", "author"),
        ("Mary Major", "editor"),
        ("Ed Itor", "editor"),
    ]
    assert not found.blocks


@pytest.mark.parametrize(
    "text",
    [
        "Autor: {}",
        "Autorin: {}",
        "Autor:innen: {}",
        "Автор: {}",
        "Yazar: {}",
        "Tác giả: {}",
        "Penulis: {}",
        "Συντάκτης: {}",
        "Γράφει ο {}",
        "ΓΡΑΦΕΙ Η {}",
        "كتب: {}",
        "بقلم {}",
        "نویسنده: {}",
        "מאת {}",
        f"מאת{GAP}{{}}",
        "लेखक: {}",
        "โดย {}",
        f"โดย {{}}{GAP}6 มี.ค. 2567 10:15 น.",
        "글 {}",
        "글·사진 {}",
        "執筆者：{}",
        "ライター：{}",
        "文・写真：{}",
    ],
)
@pytest.mark.parametrize("name", ["Ana Pérez", "김민수", "水野あかり", "أحمد المصري"])
def test_labels_of_authors_in_other_languages(text: str, name: str) -> None:
    text = text.format(name)
    assert not byline_line.is_silent(text)
    assert [(person.name, person.role) for person in byline_line.read(text).persons] == [(name, "author")]


PREPOSITIONS = """Af Av By Da Di Door Od Par Por Przez Von Bởi Від От بواسطة توسط द्वारा দ্বারা""".split()


@pytest.mark.parametrize("word", [*PREPOSITIONS, "על ידי", "De", "Oleh"])
def test_by_in_other_languages_is_nobody_and_announces_somebody(word: str) -> None:
    link = "<a href=/author/ana/>Ana Pérez</a>"
    assert authors(find(english(f"<div class=author><div>{word}</div> {link}</div>"))) == ["Ana Pérez"]
    assert authors(find(english(f"<p>{word}: <a href=/x>Ana Pérez</a></p>"))) == ["Ana Pérez"]
    assert authors(find(english(f"<p>6.3.2024</p><p>{word}：Ana Pérez</p>"))) == ["Ana Pérez"]


@pytest.mark.parametrize("word", [*PREPOSITIONS, "על ידי"])
def test_by_in_other_languages_is_no_part_of_a_name(word: str) -> None:
    assert names.split(f"{word} Ana Pérez") == ["Ana Pérez"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("De Niro", ["De Niro"]), ("Oleh Bondar", ["Oleh Bondar"]), ("القاهرة - منى المصري", ["منى المصري"])],
)
def test_words_that_also_begin_names(text: str, found: list[str]) -> None:
    assert names.split(text) == found


@pytest.mark.parametrize(
    "name",
    """autor auteur auteurs autore autores autorin article-autor forfatter muhabir penulis redakteur skribent szerzo
    tac-gia tacgia verfasser writeBy yazar signature firma c-signature""".split(),
)
def test_elements_called_author_in_other_languages(name: str) -> None:
    line = f"<p>Harbour</p><div class={name}>Pérez</div><p>Share</p>"
    assert authors(find(english(line))) == ["Pérez"]


def test_label_in_an_element_called_author_is_nobody() -> None:
    line = "<p class=author>Veröffentlicht am 06.03.2024 von <a href=/author/ana/>anap</a></p>"
    assert authors(find(english(line))) == ["anap"]


@pytest.mark.parametrize("name", ["signature", "firma", "post-signature", "foto-autor", "autor-texto"])
def test_a_signature_below_the_text_is_a_forums(name: str) -> None:
    assert authors(find(english("", f"<div class={name}>Ana Pérez</div>"))) == []


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Mehmet DEMİR / VAN, (DHA)", "Mehmet DEMİR"),
        ("Mehmet Demir/İZMİR, (DHA)", "Mehmet Demir"),
        ("Ayşe KAYA / KARS (DHA)", "Ayşe KAYA"),
    ],
)
def test_place_and_agency_behind_a_name(line: str, found: str) -> None:
    byline_ = find(english(f"<div class=author-name><span>{line}</span></div>"))
    assert authors(byline_) == [found]
    assert byline_.source_name is not None
    assert byline_.source_name.value == "DHA"


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<p><b>2024-03-06</b> <span class=source>示例晚报</span></p>", "示例晚报"),
        ("<p><b>2024-03-06</b> <a class=index_source_Qx href=/m>示例晚报</a></p>", "示例晚报"),
        ("<p><span class=media-name>Harbour News</span> <b>6 March 2024</b></p>", "Harbour News"),
        ("<p><span class=source>示例晚报</span></p><p>来源：示例日报</p>", "示例日报"),
        ("<p><span class=source>责任编辑：王芳</span></p>", None),
        ("<p><span class=source>Example</span></p>", None),
        ("<p class=image-credit><span class=source>Harbour News</span></p>", None),
        ("<p><span class=open-source>Harbour News</span></p>", None),
        ("<p><cite class=source__cite><span class=source__location>Ashford</span></cite></p>", None),
        ("<p><b class=article-source>本文链接：</b><a href=/x>www.example.com</a></p>", None),
        ("<p><span class=source>6 March 2024</span></p>", None),
    ],
)
def test_element_called_source_names_the_outlet(line: str, source: str | None) -> None:
    found = find(english(line)).source_name
    assert (found.value if found else None) == source
    assert find(english("", line.replace("来源：", ""))).source_name is None


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<p>The Associated Press</p><p>November 3, 2026</p>", "The Associated Press"),
        ("<h3>Agence France-Presse</h3>", "Agence France-Presse"),
        ("<div>Article from: Harbour News</div>", "Harbour News"),
        ("<p>Harbour Region</p>", None),
    ],
)
def test_agency_or_outlet_without_a_writer_is_the_source(line: str, source: str | None) -> None:
    found = find(english(line))
    assert (found.source_name.value if found.source_name else None) == source
    assert (found.authors is None) == (source is not None)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("<p>www.example.com 2024-03-06 21:10 <a href=/m>示例晚报</a> 分享</p>", "示例晚报"),
        ("<p>2024-03-06 21:10 <a href=/m>[手机看新闻]</a></p>", None),
        ("<p>2024-03-06 21:10 <a href=/m>示例晚报</a></p><p>来源：示例日报</p>", "示例日报"),
        ("<ul><li>2024-03-06</li><li>示例時報</li></ul>", "示例時報"),
        ("<p>2024-03-06</p><p>港口生活</p>", None),
        ("<ul><li>2024-03-06</li><li>即時新聞</li><li>示例醒報／李小儒</li></ul>", "示例醒報"),
        ("<p>【示例醒報／】</p><p>2024-03-06</p>", "示例醒報"),
        ("<p>李小儒/示例晚报</p><p>2024-03-06</p>", "示例晚报"),
        ("<p>2024-03-06</p><p>摘自示例晚报</p>", "示例晚报"),
        ("<p>示例网 王芳 2024-03-06 21:10</p>", "示例网"),
        ("<p>〔示例社〕春节将至，各行各业应加强防灾。</p>", "示例社"),
        ("<p>（示例社記者王芳台北21日電）春節將至。</p>", "示例社"),
    ],
)
def test_outlet_without_a_label_beside_the_date_or_before_the_text(line: str, source: str | None) -> None:
    found = find(chinese(line)).source_name
    assert (found.value if found else None) == source


def test_outlet_alone_in_brackets_below_the_text_is_the_source() -> None:
    found = find(chinese("<p>2024-03-06 05:13 港口网</p>", "<p>(示例时报)</p>")).source_name
    assert found is not None
    assert found.value == "示例时报"


@pytest.mark.parametrize("line", ["示例醒報／李小儒", "李小儒/示例晚报"])
def test_name_beside_an_outlet_is_the_author(line: str) -> None:
    assert authors(find(chinese(f"<p>2024-03-06</p><p>{line}</p>"))) == ["李小儒"]


def test_editor_of_an_outlet() -> None:
    found = find(chinese("<p>作者：王芳</p>", "<p>示例网编辑：谢大晓</p>")).authors
    assert found is not None
    assert [(person.name, person.role) for person in found.value] == [
        ("王芳", "author"),
        ("谢大晓", "editor"),
    ]


def test_name_between_outlet_and_date_is_the_author() -> None:
    assert authors(find(chinese("<p>示例网 <a href=/w>王芳</a> 2024-03-06 21:10</p>"))) == ["王芳"]
    assert authors(find(chinese("<p>示例网 财经 2024-03-06 21:10</p>"))) == []


def test_who_of_an_outlet_wrote_stands_behind_a_slash() -> None:
    found = find(chinese("<p>示例資訊網╱abc新聞中心林大明 2024-03-06 10:50</p>"))
    assert authors(found) == ["林大明"]
    assert found.source_name is not None
    assert found.source_name.value == "示例資訊網"


def test_titles_beside_a_name_are_no_names() -> None:
    text = "示例经济交流中心研究部部长，“港口”研究部部长、研究员徐大明"
    assert names.split(text) == ["徐大明"]
    assert names.split("示例大学教授王芳") == ["王芳"]
    assert names.split("示例经济研究部部长") == ["示例经济研究部部长"]


@pytest.mark.parametrize(
    ("source", "people", "outlet"),
    [
        ("来源 示例网 王大凌", ["王大凌"], "示例网"),
        ("来源：示例网 王大凌", ["王大凌"], "示例网"),
        ("来源：示例网 安徽", [], "示例网 安徽"),
        ("来源：资料图", [], None),
        ("（本文来源：示例日报）", [], "示例日报"),
    ],
)
def test_writer_behind_the_source(source: str, people: list[str], outlet: str | None) -> None:
    found = find(chinese(f"<p><span>2024-03-06 17:58:00</span> {source}</p>"))
    assert authors(found) == people
    assert (found.source_name.value if found.source_name else None) == outlet


def test_editor_in_the_closing_brackets_without_a_mark() -> None:
    found = find(chinese("<p>作者：王芳</p>", "<p>计划明年完工。（编辑 张大颖）</p>")).authors
    assert found is not None
    assert [(person.name, person.role) for person in found.value] == [
        ("王芳", "author"),
        ("张大颖", "editor"),
    ]


def test_label_without_a_value_before_a_sentence_has_none() -> None:
    line = "<p>责任编辑：</p><p>平台声明：该文观点仅代表作者本人，本平台仅提供信息存储空间服务，请读者注意。</p><p>王芳</p>"
    page = f"<h1>收到催收短信应该怎么办</h1><div id=text><p>计划明年完工。</p></div>{line}"
    found = find(page).authors
    assert found is None or not [person for person in found.value if person.role == "editor"]


def test_who_answered_last_is_no_author() -> None:
    line = (
        "<p><a class=user-name href=/u1>abc6519003</a> · <i>1 月前</i> · 最后由 <a class=user-name href=/u2>Catherine</a>"
        " 回复于 <i>19 天前</i></p>"
    )
    assert authors(find(chinese(line))) == ["abc6519003"]


def test_account_that_posted_is_named_before_the_word() -> None:
    assert authors(find(chinese("<p>由 <a href=/user/9>abcd8919</a> 发布于 2024-03-06 21:10</p>"))) == [
        "abcd8919"
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("文\\\\记者王芳", ["王芳"]),
        ("采写：南都记者 王芳", ["王芳"]),
        ("示例社记者 王芳 摄", []),
        ("示例都市报记者王小芳李建国摄影张三", ["王小芳", "李建国"]),
        ("记者在现场看到了这一幕", []),
        ("记者王芳", ["王芳"]),
    ],
)
def test_signature_within_the_text(line: str, found: list[str]) -> None:
    assert (
        authors(
            find(f"<h1>收到催收短信应该怎么办</h1><div id=text>{CHINESE * 2}<p>{line}</p>{CHINESE * 2}</div>")
        )
        == found
    )


def test_author_for_machines_counts_for_more_where_readers_are_shown_the_same() -> None:
    data = '{"@type": "DiscussionForumPosting", "headline": "收到催收短信应该怎么办", "author": {"@type": "Person", "name": "小花"}}'
    posts = "<p><span class=username>大树</span> 回复了此帖</p>"
    head = f'<script type="application/ld+json">{data}</script>'
    assert authors(find(chinese(posts), head)) == ["大树"]
    found = find(chinese(posts, "<p><a class=username href=/u/1>小花</a></p>"), head)
    assert authors(found) == ["小花"]


def test_release_says_at_its_end_whose_it_is() -> None:
    found = find(f"<h1>Committee agrees</h1><div id=text>{ENGLISH}<p>SOURCE Harbour Meters Inc.</p></div>")
    assert found.source_name is not None
    assert found.source_name.value == "Harbour Meters Inc."
    assert not found.blocks


def test_who_gave_the_content_is_the_source() -> None:
    found = find(english("<div class=author><span>สนับสนุนเนื้อหา</span> <a href=/p>ข่าวสดใส</a></div>"))
    assert authors(found) == []
    assert found.source_name is not None
    assert found.source_name.value == "ข่าวสดใส"


@pytest.mark.parametrize("editor", ["示例网", "东方财富网", "Example Harbour"])
def test_an_editor_that_is_a_site_is_nobody(editor: str) -> None:
    site = '<meta property="og:site_name" content="Example Harbour">'
    assert find(chinese("<p>来源：新华社 2024-03-06</p>", f"<p>编辑：{editor}</p>"), site).authors is None


def test_year_of_an_era_is_no_name() -> None:
    assert authors(find(english("<p>令和6年3月6日</p>"))) == []


def test_who_is_named_in_a_caption_wrote_no_text() -> None:
    picture = "<figure><img src=a.jpg><figcaption>Two boats in the harbour <i class=signature>Ana Pérez</i></figcaption></figure>"
    assert authors(find(english(picture))) == []


def test_editor_whose_line_is_a_link_is_named() -> None:
    found = find(chinese("<p>作者：王芳</p>", "<p><a href=/e>责任编辑：李伟</a></p>")).authors
    assert found is not None
    assert [(person.name, person.role) for person in found.value] == [("王芳", "author"), ("李伟", "editor")]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Par Julie Morel", ["Julie Morel"]),
        ("Par Julie Morel et Marc Petit", ["Julie Morel", "Marc Petit"]),
        ("Von Britta Schulte", ["Britta Schulte"]),
        ("Por Ana Pérez y Luis Gil", ["Ana Pérez", "Luis Gil"]),
        ("Di Maria Rossi", ["Maria Rossi"]),
        ("Von Miller", ["Von Miller"]),
        ("Łukasz Śliwa", ["Łukasz Śliwa"]),
        ("Đặng Văn Minh", ["Đặng Văn Minh"]),
        ("Иван Петров", ["Иван Петров"]),
        ("Последние новости", []),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Por ahora", []),
    ],
)
def test_full_names_behind_a_preposition(line: str, found: list[str]) -> None:
    assert names.lone_latin(line) == found


def test_letters_that_small_letters_are_longer_than_shift_no_name() -> None:
    line = byline_line.read("İSTANBUL'DAN İZLENİMLER | AUTHOR: Jane Doe | EDITOR: John Roe")
    assert [person.name for person in line.persons] == ["Jane Doe", "John Roe"]


@pytest.mark.parametrize(
    ("text", "is_worth_reading"),
    [
        ("Author", True),
        (" 责任编辑 ", True),
        ("（实习生 王芳）", True),
        ("Read 3 times", True),
        ("Written by Jane Doe in the evening", True),
        ("Contact", False),
        ("关于我们", False),
        ("The committee met again in the evening", False),
    ],
)
def test_lines_that_say_nothing_are_told_without_reading(text: str, is_worth_reading: bool) -> None:
    assert (byline_line.may_say(text) or signatures.may_sign(text)) is is_worth_reading
    line = byline_line.read(text)
    assert is_worth_reading or not (line.persons or line.labels or line.counts or line.expects)


@pytest.mark.parametrize(
    "name",
    ["post-author", "by-line", "nickname", "up-info__name", "postby", "page_pv", "comment-count", "zannum"],
)
def test_elements_called_by_any_of_the_words_are_looked_at(name: str) -> None:
    page = PageMap(parse(f"<p class='{name}'>Jane Doe</p>"), URL)
    assert marked.kind_of(name)
    assert page.names_with(marked.NAME_WORDS)


def left_out(text: str) -> list[str]:
    """Lines of a page with this text that are byline and nothing else."""
    page = PageMap(
        parse(f"<body><h1>Books to read</h1><p>By Mary Poe</p><div id=text>{text}</div></body>"), URL
    )
    claims = structured.read(page)
    whole = bodies.whole(page, [node for node, name in enumerate(page.names) if name == "text"])
    return [
        page.block_texts[block] for block in byline.find(page, claims, title.find(page, claims), whole).blocks
    ]


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("<h3>Wild Shore by Ada Quill</h3>", id="a work and who wrote it"),
        pytest.param(
            "<p>It weighs less than a ton and carries dust from the tail of a comet in a capsule that is to land in the desert "
            "by parachute and that will be opened in a laboratory under a bell of glass, as no such dust was ever brought home "
            "by anybody. Source: European Space Office</p>",
            id="a sentence and whence it is",
        ),
    ],
)
def test_lines_that_say_more_than_who_wrote_are_text(line: str) -> None:
    assert left_out(f"{ENGLISH}{line}") == ["By Mary Poe"]


def test_a_sentence_with_a_link_to_its_author_is_text() -> None:
    lead = "<p>No time to cook tonight? <a class=author href=/u/7>Jane Roe</a> has a quick way with a pumpkin.</p>"
    assert left_out(f"{lead}{ENGLISH}") == ["By Mary Poe"]
