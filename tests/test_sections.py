"""Category, breadcrumbs and tags of a page."""

from __future__ import annotations

import pytest

from aggregator import extract
from aggregator.extraction.sections import sections

TEXT = (
    "随着科技的不断进步，网络借贷逐渐成为人们生活中不可或缺的一部分。用户收到短信后，应首先确认信息的真实性。"
    * 3
)
URL = "https://site.example/a/1.html"


def article(*, head: str = "", above: str = "", below: str = "", after: str = "", text: str = TEXT) -> str:
    return (
        f"<html><head><title>港口的船只与潮水</title>{head}</head><body>{above}<div class=main><h1>港口的船只与潮水</h1>"
        f"{below}<div class=content><p>{text}</p><p>{text}</p></div>{after}</div></body></html>"
    )


def names(html: str) -> list[str]:
    return [step.name for step in extract(html, URL).breadcrumbs]


TRAILS = {
    "label and arrows": "<div>当前位置：<a href=/>首页</a> &gt; <a href=/cj/>财经</a> &gt; <a href=/cj/gs/>公司</a> &gt; 正文</div>",
    "double arrows": "<div><a href=/>首页</a>&gt;&gt;<a href=/cj/>财经</a>&gt;&gt;<a href=/cj/gs/>公司</a>&gt;&gt;</div>",
    "class": (
        "<ul class=breadcrumb><li><a href=/>首页</a></li><li><a href=/cj/>财经</a></li><li><a href=/cj/gs/>公司</a></li>"
        "<li>港口的船只与潮水</li></ul>"
    ),
    "accessible name": (
        "<nav aria-label=Breadcrumb><ol><li><a href=/>首页</a><li><a href=/cj/>财经</a><li><a href=/cj/gs/>公司</a></ol></nav>"
    ),
    "words after the leaf": (
        "<div class=crumbs><a href=/>首页</a> &gt; <a href=/cj/>财经</a> &gt; <a href=/cj/gs/>公司</a> &gt; 正文 "
        "<a href=/join>入驻</a></div>"
    ),
    "label in another language": (
        "<nav class=breadcrumb><span>Sie sind hier</span><ol><li><a href=/>首页</a><li><a href=/cj/>财经</a>"
        "<li><a href=/cj/gs/>公司</a></ol></nav>"
    ),
    "date in front": "<div class=crumbs><b>05.05.2021</b> <a href=/>首页</a> / <a href=/cj/>财经</a> / <a href=/cj/gs/>公司</a></div>",
    "icons between": (
        "<div class=crumbs><a href=/>首页 <i>keyboard_arrow_right</i></a><a href=/cj/>财经</a><i>chevron_right</i>"
        "<a href=/cj/gs/>公司</a><i>chevron_right</i></div>"
    ),
    "sizes of letters behind": (
        "<div>您现在：<a href=/>首页</a> &gt; <a href=/cj/>财经</a> &gt; <a href=/cj/gs/>公司</a> 字号：<b>大</b> <b>中</b></div>"
    ),
    "the article's file": (
        "<div class=crumbs><a href=/>首页</a> / <a href=/cj/>财经</a> / <a href=/cj/gs/>公司</a> / <b>1</b></div>"
    ),
    "dates behind": (
        "<div class=crumbs><a href=/>首页</a> / <a href=/cj/>财经</a> / <a href=/cj/gs/>公司</a> / <a href=/2024/>2024</a> "
        "/ <a href=/2024/5/>May</a></div>"
    ),
    "the title in front": (
        "<div class=crumbs><h2>港口的船只与潮水</h2><a href=/>首页</a> / <a href=/cj/>财经</a> / <a href=/cj/gs/>公司</a></div>"
    ),
    "angle brackets": "<div><a href=/>首页</a> 〉<a href=/cj/>财经</a> 〉<a href=/cj/gs/>公司</a> 〉港口的船只与潮水</div>",
    "telephone behind": (
        "<div><a href=/>首页</a> &gt; <a href=/cj/>财经</a> &gt; <a href=/cj/gs/>公司</a> 新闻热线：0533-6123456</div>"
    ),
}


@pytest.mark.parametrize("case", TRAILS)
def test_visible_trail(case: str) -> None:
    html = article(above=TRAILS[case])
    assert names(html) == ["首页", "财经", "公司"]
    found = extract(html, URL)
    assert found.breadcrumbs[1].url == "https://site.example/cj/"
    assert found.category == "公司"
    assert found.provenance["category"] == "breadcrumbs"


@pytest.mark.parametrize(
    "called",
    "class=bread,class='be-bread',class=bread-con,class=fil-ariane,class=drobecky,class=brotkrumen,class=kruimelpad,class=rastro"
    ",class='migas-de-pan',class=briciole,class=topicpath,class=pankuzuList,class=okruszki,class=brodsmulor,class=kroshki"
    ",class=rootline,class=navigate_section,class=linktree,aria-label=パンくずリスト,aria-label=Brotkrumennavigation"
    ",aria-label='Fil d’Ariane',aria-label='Ruta de navegación'".split(","),
)
def test_trail_by_what_it_is_called(called: str) -> None:
    steps = "<ol><li><a href=/>首页</a><li><a href=/cj/>财经</a><li><a href=/cj/gs/>公司</a><li>文章</ol>"
    assert names(article(above=f"<nav {called}>{steps}</nav>")) == ["首页", "财经", "公司"]


@pytest.mark.parametrize("name", ["bread-pans", "daily-bread", "migrastro"])
def test_element_called_like_a_trail_is_none(name: str) -> None:
    html = article(above=f"<div class={name}><a href=/pans/>Pans</a> <a href=/tins/>Tins</a></div>")
    assert names(html) == []


def test_numbers_and_signs_in_a_trail_are_no_category() -> None:
    html = article(
        above="<div class=ariane><a href=/>首页</a><a href=/cj/>财经</a><a href=/x>27</a> <a href=/y>✕</a></div>"
    )
    assert extract(html, URL).category == "财经"


def test_last_step_is_the_title_without_the_kind_of_topic() -> None:
    html = article(above=TRAILS["class"]).replace("<title>", "<title>[求助]").replace("<h1>", "<h1>[求助] ")
    found = extract(html, URL)
    assert found.title == "[求助] 港口的船只与潮水"
    assert [step.name for step in found.breadcrumbs] == ["首页", "财经", "公司"]


def test_section_that_the_title_begins_with_is_a_step() -> None:
    html = article(above=TRAILS["class"].replace("公司", "港口的船"))
    assert names(html) == ["首页", "财经", "港口的船"]


def test_trail_of_json_ld_comes_first() -> None:
    steps = ",".join(
        f'{{"@type": "ListItem", "position": {place}, "name": "{name}", "item": "https://site.example/{place}/"}}'
        for place, name in ((2, "财经"), (1, "首页"), (3, "港口的船只与潮水"))
    )
    script = f'<script type="application/ld+json">{{"@type": "BreadcrumbList", "itemListElement": [{steps}]}}</script>'
    html = article(head=script, above=TRAILS["class"])
    assert names(html) == ["首页", "财经"]
    assert extract(html, URL).provenance["breadcrumbs"] == "json-ld"


def test_site_and_section_are_a_trail() -> None:
    html = article(above="<div><a href=/index_2011.html>示例新聞網</a> / <a href=/yl/>醫療</a></div>")
    assert names(html) == ["示例新聞網", "醫療"]
    assert extract(html, URL).category == "醫療"


@pytest.mark.parametrize(
    "line",
    [
        "<p>«Ανανέωση» χωρίς αυτοκριτική</p>",
        "<p>【图看世界】柬埔寨〈Cambodia〉（5146）</p>",
        "<p><a href=/x>Συζήτηση για τη «μεγάλη» απόφαση</a></p>",
        "<div class=breadcrumbs><a href=/p1>« Previous</a> <a href=/p1>1</a> <a href=/p2>2</a> <a href=/p3>3</a></div>",
        "<div class=breadcrumb>Filed under: <a href=/boats>Boats</a> &gt; <a href=/tides>Tides</a></div>",
        "<div class=breadcrumb>Article &gt; <a href=/by/anna>Anna Quill</a> &gt; February 1, 2024</div>",
        "<ul class=breadcrumb><li><a href=/><i></i></a><li>港口的船只与潮水<li><a href=/1.txt>View page source</a></ul>",
        "<div class=breadcrumb><a href=/>Harbour Blog</a> / <a href=/2024/>2024</a> / <a href=/2024/05/>May</a></div>",
    ],
    ids=[
        "quotation marks",
        "quoted in angle brackets",
        "quoted in a link",
        "pages of a list",
        "tags",
        "author and date",
        "tools",
        "dates",
    ],
)
def test_what_is_no_trail(line: str) -> None:
    assert names(article(above=line)) == []


def test_menu_is_no_trail() -> None:
    html = article(
        above="<ul class=menu><li><a href=/>首页</a><li><a href=/cj/>财经</a><li><a href=/ty/>体育</a></ul>"
    )
    assert names(html) == []


def test_the_trail_is_what_is_called_so_not_what_else_is_around_it() -> None:
    trail = "<div id=breadcrumb><a class='cap breadcrumb' href=/>主页</a> <a class='cap breadcrumb-link' href=/cj/>财经</a></div>"
    times = (
        "<div><span>发布于：<time>2026-11-03</time></span> <span>更新于：<time>2026-11-04</time></span></div>"
    )
    assert names(article(above=f"<div class='top bread-nav'>{trail}{times}</div>")) == ["主页", "财经"]


@pytest.mark.parametrize("label", ["Category: ", "分类：", "分类于 "])
def test_label_on_the_line_of_a_link_counts_in_a_sidebar_too(label: str) -> None:
    sidebar = f"<div class=sidebar><ul><li>{label}<a href=/category/loans/>债务优化</a></li></ul></div>"
    assert extract(article(above=sidebar), URL).category == "债务优化"


CATEGORIES = {
    "address": "<p>2026-11-03 <a href=/category/loans/>债务优化</a></p>",
    "rel": '<p><a rel="category tag" href=/x/loans/>债务优化</a></p>',
    "class": '<p><a class="post-category" href=/x/loans/>债务优化</a></p>',
    "class of a block's element": '<p><a class="post__category" href=/x/loans/>债务优化</a></p>',
    "field of Drupal": (
        "<div class='field field--name-field-category field--type-entity-reference'><a href=/x/loans/>债务优化</a></div>"
    ),
    "element without link": "<p><span class=page-category-item>债务优化</span></p>",
    "nested": "<p><a href=/categories/money/>理财</a> / <a href=/categories/money/loans/>债务优化</a></p>",
    "run-together byline": "<p>小花2024-11-01债务优化3</p>",
}


@pytest.mark.parametrize("case", CATEGORIES)
def test_category_beside_the_headline(case: str) -> None:
    assert extract(article(below=CATEGORIES[case]), URL).category == "债务优化"


OVERVIEW = "".join(
    f"<li><a href=/category/c{number}/>类别{number}</a> ({number})</li>" for number in range(8)
)
CLOUD = "".join(
    f'<a style="font-size: 1{number}px" href=/tag/t{number}/>词语{number}</a> ' for number in range(9)
)


def test_overviews_of_the_site_are_not_the_articles() -> None:
    html = article(after=f"<aside><h3>分类</h3><ul>{OVERVIEW}</ul><h3>标签</h3>{CLOUD}</aside>")
    found = extract(html, URL)
    assert found.category is None
    assert found.tags == ()


@pytest.mark.parametrize(
    "overview",
    [
        "<div class=dropdown><a href=#>分类</a><nav><a href=/category/default/>随笔</a><a href=/category/photo/>摄影</a></nav></div>",
        "<aside><h2>分类</h2><a href=/categories/default>默认分类</a></aside>",
        "<div><h2>分类</h2><a href=/category/a/><b>12</b>技术</a> <a href=/category/b/><b>7</b>生活</a></div>",
    ],
    ids=["menu", "sidebar", "counts in front"],
)
def test_categories_below_their_label_in_the_frame(overview: str) -> None:
    assert extract(article(after=overview), URL).category is None


def test_categories_that_are_steps_of_the_way_count_from_the_last() -> None:
    way = (
        "<p><a href=/>首页</a> &gt; <a href=/category/118>政治</a> &gt; <a href=/category/k2>地方新闻</a></p>"
    )
    assert extract(article(above=way), URL).category == "地方新闻"


def test_own_category_among_overviews() -> None:
    html = article(below=CATEGORIES["address"], after=f"<aside><ul>{OVERVIEW}</ul>{CLOUD}</aside>")
    assert extract(html, URL).category == "债务优化"


def test_of_several_categories_the_one_that_machines_are_told() -> None:
    menu = (
        "<p>"
        + " ".join(f"<a href=/category/{name}/>{name}</a>" for name in ("boats", "tides", "harbours"))
        + "</p>"
    )
    head = '<meta property="article:section" content="Tides">'
    assert extract(article(head=head, below=menu), URL).category == "tides"
    assert extract(article(below=menu), URL).category == "boats"
    assert (
        extract(article(head=head, below=CATEGORIES["nested"].replace("理财", "Tides")), URL).category
        == "债务优化"
    )


KICKERS = {
    "nested": ("https://site.example/nyheter/lokalt/norrland/byn", "/nyheter/lokalt/norrland", "Norrland"),
    "accents": ("https://site.example/swiat/1,krolowa.html", "/swiat/", "Świat"),
    "another script": ("https://site.example/services/105-kak", "/services", "Сервисы"),
    "Indian": ("https://site.example/tamilnadu/2024/x.html", "https://site.example/tamilnadu", "தமிழ்நாடு"),
    "without its article": ("https://site.example/crime-news/x", "/crime-news/", "Crime"),
}


@pytest.mark.parametrize("case", KICKERS)
def test_link_by_the_headline_to_what_the_address_lies_below(case: str) -> None:
    url, link, name = KICKERS[case]
    html = article().replace("<h1>", f"<p><a href='{link}'>{name}</a></p><h1>")
    assert extract(html, url).category == name


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://site.example/world/x", "<a href=/world>Back to all</a>"),
        ("https://site.example/questions/x", "<nav><a href=/questions>Questions</a></nav>"),
        ("https://site.example/world/x", "<h2><a href=/world/>World</a></h2>"),
        ("https://site.example/world/x", "<a href=/sport/>Sport</a>"),
        ("https://site.example/anna/x", "<a href=/anna/ rel=author>Anna</a>"),
        ("https://site.example/@anna/x", "<a href=/@anna>Anna</a>"),
        ("https://site.example/en/x", "<a href=/en/>EN</a>"),
        ("https://site.example/2024/x", "<a href=/2024/>2024</a>"),
        ("https://site.example/blog/x", "<a href=/blog/>Blog</a>"),
        ("https://site.example/team/x", "<a href=/team/>✕</a>"),
    ],
    ids="back,entry that says little,site's name,another section,author,account,language,year,blog,sign".split(
        ","
    ),
)
def test_links_by_the_headline_that_name_no_section(url: str, link: str) -> None:
    assert extract(article().replace("<h1>", f"<div>{link}</div><h1>"), url).category is None


CALLED = {
    "linked kicker": "<div class=headline-kicker><a href=/world/middle-east>Middle East</a></div>",
    "eyebrow in a link": "<a href=/world/middle-east><span class=post__eyebrow>Middle East</span></a>",
    "category without link": "<span class=article-category>Middle East</span>",
    "label": "<ul class=article-top-label><li><a href=/news/>News</a></li><li><a href=/topics/x>Middle East</a></li></ul>",
    "channel": "<div class=blog-channel-header><a href=/x/middle-east>Middle East</a></div>",
}


@pytest.mark.parametrize("case", CALLED)
def test_what_is_called_a_kicker_above_the_headline(case: str) -> None:
    found = extract(article().replace("<h1>", f"{CALLED[case]}<h1>"), URL)
    assert (found.category, found.provenance["category"]) == ("Middle East", "kicker")


@pytest.mark.parametrize(
    "above",
    [
        "<p class=kicker>Als wäre nichts gewesen</p>",
        "<p class=kicker><a href=/>Die Zeitung</a></p>",
        "<p class=eyebrow><a href=/x>December 5, 2016 Issue</a></p>",
        "<p class=eyebrow><a href=https://other.example/x>Boats</a></p>",
        "<nav class=menu><p class=rubric><a href=/x>Boats</a></p></nav>",
        "<p class=article-category>The minister said:</p>",
    ],
    ids="a line of the headline,front page,date,another site,menu,label".split(","),
)
def test_what_is_called_a_kicker_and_names_no_section(above: str) -> None:
    assert extract(article().replace("<h1>", f"{above}<h1>"), URL).category is None


MENU = "<nav><a href=/>首页</a> <a href=/caijing/>财经</a> <a href=/caijing/gongsi/>公司</a> <a href=/tiyu/>体育</a></nav>"


@pytest.mark.parametrize(
    ("url", "category"),
    [
        ("https://site.example/caijing/gongsi/1.html", "公司"),
        ("https://site.example/caijing/zhengquan/1.html", "财经"),
        ("http://site.example/2024/05/09/caijing/gang/index.html", "财经"),
        ("https://site.example/1.html", None),
    ],
)
def test_entry_of_the_menu_that_the_address_lies_below(url: str, category: str | None) -> None:
    found = extract(article(above=MENU), url)
    assert (found.category, found.provenance.get("category")) == (category, category and "navigation")


CURRENT = {
    "marked": "<ul class=menu><li class=active><a href=/x/>Boats</a></li><li><a href=/y/>Tides</a></li></ul>",
    "of WordPress": (
        "<ul id=main-nav><li class='menu-item current-post-ancestor current-menu-parent'><a href=/x/>Boats</a></li>"
        "<li class=menu-item><a href=/y/>Tides</a></li></ul>"
    ),
    "menu in a menu": (
        "<nav><ul><li class=current><a href=/w/>World</a><ul><li class=current><a href=/w/boats/>Boats</a></li></ul></li>"
        "<li><a href=/y/>Tides</a></li></ul></nav>"
    ),
}


@pytest.mark.parametrize("case", CURRENT)
def test_entry_of_the_menu_that_is_marked_as_the_current_one(case: str) -> None:
    assert extract(article(above=CURRENT[case]), URL).category == "Boats"


@pytest.mark.parametrize(
    "menu",
    [
        "<nav><a class=active href=/>Home</a> <a href=/y/>Tides</a></nav>",
        "<nav><a class=active href=/x/>Boats</a> <a class=active href=/y/>Tides</a></nav>",
        "<div class=tabs><a class=active href=/x/>Most read</a></div>",
        "<nav><a class=active href=/x/?page=1>Current page 1</a></nav>",
        "<nav><a class=active href=/contact>Contact us</a></nav>",
    ],
    ids="front page,two,tabs,pages,contact".split(","),
)
def test_entries_marked_as_current_that_name_no_section(menu: str) -> None:
    assert extract(article(above=menu), URL).category is None


LINKED = "<nav><a href=/x/>Boats</a> <a href=/jk/>健康</a></nav>"


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("港口的船只与潮水 - Boats - The Harbour", "Boats"),
        ("The Harbour > Boats > 港口的船只与潮水", "Boats"),
        ("港口的船只与潮水-健康新聞-示例新聞網", "健康"),
        ("港口的船只与潮水 | Boats", None),
        ("港口的船只与潮水 | Tides | The Harbour", None),
        ("Boats | 港口的船只与潮水 | The Harbour", None),
    ],
)
def test_part_of_the_title_between_headline_and_site(title: str, category: str | None) -> None:
    html = article(above=LINKED).replace("<title>港口的船只与潮水", f"<title>{title}")
    assert extract(html, URL).category == category


@pytest.mark.parametrize(
    ("steps", "category"),
    [
        ("<a href=/>Home</a> &gt; <a href=/news/>News</a>", "News"),
        ("<a href=/>Front</a> &gt; <a href=/news/>News</a>", "News"),
        ("<a href=/>首页</a> &gt; <a href=/xw/>新闻</a>", "新闻"),
        ("<a href=/>Home</a> &gt; <a href=/articles/>Articles</a>", None),
        ("<a href=https://www.site.example/index.shtml>示例网</a> &gt; <a href=/gn/>国内首页</a>", "国内"),
        ("<a href=/x/>The Harbour Inc</a> &gt; <a href=/blog/>Blog</a>", None),
    ],
)
def test_trail_that_says_little(steps: str, category: str | None) -> None:
    head = '<meta property="og:site_name" content="The Harbour">'
    assert extract(article(head=head, above=f"<div class=crumbs>{steps}</div>"), URL).category == category


def test_a_step_that_names_the_source_is_no_category() -> None:
    steps = "<a href=/>首页</a> &gt; <a href=/ty/>体育新闻</a> &gt; <a href=/from/x/>海湾时报</a>"
    html = article(above=f"<div class=crumbs>{steps}</div>", below="<p>来源：海湾时报 2026-11-03</p>")
    assert extract(html, URL).category == "体育新闻"


def test_machines_are_told_news_and_nothing_more() -> None:
    head = '<meta property="article:section" content="News">'
    assert extract(article(head=head), URL).category == "News"
    assert extract(article(head=head, above=CURRENT["marked"]), URL).category == "Boats"


def test_of_a_forums_categories_the_inner_one() -> None:
    head = "".join(f'<meta property="og:article:section" content="{name}">' for name in ("Ports", "Boats"))
    assert extract(article(head=head), URL).category == "Boats"


def test_a_tag_is_a_category_where_nothing_else_is_said() -> None:
    filed = "<p>Filed under: <a rel=tag href=/unions>Unions</a></p>"
    assert extract(article(below=filed), URL).category == "Unions"
    assert extract(article(below=filed, above=CURRENT["marked"]), URL).category == "Boats"


def test_a_number_is_no_category() -> None:
    assert extract(article(head='<meta property="article:section" content="3">'), URL).category is None


def test_meta_section_where_nothing_is_shown() -> None:
    found = extract(article(head='<meta property="article:section" content="债务优化">'), URL)
    assert (found.category, found.provenance["category"]) == ("债务优化", "meta:article:section")


TAGS = {
    "label": "<p>标签：<a href=/tag/a/>征信</a> <a href=/tag/b/>逾期</a></p>",
    "rel": "<p><a rel=tag href=/x/a/># 征信</a>、<a rel=tag href=/x/b/># 逾期</a></p>",
    "list": "<ul><li><a class=tag href=/x/a/>征信</a></li><li><a class=tag href=/x/b/>逾期</a></li></ul>",
}


@pytest.mark.parametrize(
    ("section", "category"),
    [
        ("Boats,Tides,Home Page", "Boats"),
        ("boats , tides , harbours", "boats"),
        ("港口、船只", "港口"),
        ("Rivers, Lakes & Seas", "Rivers, Lakes & Seas"),
        ("{$category}", None),
        ("/world/rivers", None),
        ("Article", None),
        ("Articles,Boats,Tides", "Boats"),
    ],
)
def test_section_that_machines_are_told(section: str, category: str | None) -> None:
    head = f'<meta property="article:section" content="{section}">'
    assert extract(article(head=head), URL).category == category


def test_source_that_is_but_an_address_is_none() -> None:
    told = '<meta name="contentsource" content="{}">'
    assert extract(article(head=told.format("https://site.example/a/1")), URL).source_name is None
    assert extract(article(head=told.format("港口日报")), URL).source_name == "港口日报"


def test_first_of_the_sections_in_the_byline() -> None:
    html = article(below="<p>Filed under <i>boats</i> , <i>tides</i> , <i>harbours</i></p>")
    assert extract(html, URL).category == "boats"


@pytest.mark.parametrize("case", TAGS)
@pytest.mark.parametrize("place", ["below", "after"])
def test_tags_beside_the_article(case: str, place: str) -> None:
    html = article(**{place: TAGS[case]})
    assert extract(html, URL).tags == ("征信", "逾期")


ANNOUNCED = {
    "Chinese label": "<p>标签：<a href=/s?q=a>征信</a> <a href=/s?q=b>逾期</a></p>",
    "label in its own element": "<div><span>文章标签</span><a href=/s?q=a>征信</a><a href=/s?q=b>逾期</a></div>",
    "category and tags in a line": (
        "<div><b>分类专栏：</b><a href=/u/c1>债务</a><b>文章标签：</b><a href=/s?q=a>征信</a><a href=/s?q=b>逾期</a></div>"
    ),
    "heading": "<div><h4>Tags</h4><ul><li><a href=/s?k=a>征信</a></li><li><a href=/s?k=b>逾期</a></li></ul></div>",
    "subjects of a newspaper": (
        "<section><h2>Related topics</h2><ul><li><a href=/news/topics/1>征信</a></li><li><a href=/news/topics/2>逾期</a></li></ul>"
        "</section>"
    ),
    "list called so": "<div class=taglist><a href=/s?q=a>征信</a> <a href=/s?q=b>逾期</a></div>",
    "Zhihu": "<div><a class=TopicLink href=/topic/19550517>征信</a><a class=TopicLink href=/topic/19551275>逾期</a></div>",
    "German label": "<p>Schlagwörter: <a href=/x/a>征信</a> | <a href=/x/b>逾期</a></p>",
    "Turkish label": "<p>Etiketler: <a href=/x/a>征信</a>, <a href=/x/b>逾期</a></p>",
    "Japanese label": "<p>タグ：<a href=/x/a>征信</a> <a href=/x/b>逾期</a></p>",
    "box": "<div class=article-tags><a href=/s?q=a>征信</a> <a href=/s?q=b>逾期</a></div>",
    "box of terms": (
        "<div class='field--name-field-tags'><div>Tags</div><div><a href=/taxonomy/term/4>征信</a></div>"
        "<div><a href=/taxonomy/term/5>逾期</a></div></div>"
    ),
    "hashtags": "<div><a href=/hashtag/a>#征信</a> <a href=/hashtag/b>#逾期</a></div>",
    "on a host for searches": "<p>标签：<a href=//so.site.example/?q=a>征信</a> <a href=//so.site.example/?q=b>逾期</a></p>",
}


@pytest.mark.parametrize("case", ANNOUNCED)
def test_tags_by_the_words_around_them(case: str) -> None:
    assert extract(article(after=ANNOUNCED[case]), "https://www.site.example/a/1.html").tags == (
        "征信",
        "逾期",
    )


@pytest.mark.parametrize(
    "label",
    "Témata: Themen: Tópicos: Argomenti: Emner: Ämnen: Taggar Темы: Теми: Konular: Θέματα: برچسب".split(),
)
def test_tags_by_their_label(label: str) -> None:
    after = f"<div><b>{label}</b> <a href=/x/1.html>征信</a> <a href=/x/2.html>逾期</a></div>"
    assert extract(article(after=after), URL).tags == ("征信", "逾期")


def test_category_by_its_label() -> None:
    assert extract(article(after=ANNOUNCED["category and tags in a line"]), URL).category == "债务"


@pytest.mark.parametrize(
    "label",
    "分类： 栏目： テーマ： 카테고리: Kategorie: Kategória: Rubrique: Рубрика: Категорія: دسته\u200cبندی:".split(),
)
def test_category_by_its_label_whatever_rel_says(label: str) -> None:
    found = extract(article(below=f"<p>{label} <a rel=tag href=/theme-1.html>果树</a></p>"), URL)
    assert (found.category, found.tags) == ("果树", ())


def test_filed_under_means_what_rel_says() -> None:
    html = article(below="<p>Filed under: <a rel=tag href=/unions>Unions</a></p>")
    assert extract(html, URL).tags == ("Unions",)


def test_category_as_a_term_of_a_list() -> None:
    html = article(below="<dl><dt>カテゴリ</dt><dd><a href=/archives/cat_1.html>ローカル線</a></dd></dl>")
    assert extract(html, URL).category == "ローカル線"


@pytest.mark.parametrize(
    "after",
    [
        "<div class=tag><a href=/boats>船只</a></div>",
        "<div class=article-tags><a href=/1>港口的船只与潮水在夜里归来之后</a><a href=/2>灯塔守望者一家三代人的故事</a></div>",
        "<div class=keywords><a href=/k>Keywords</a><a href=/alerts>Alerts</a></div>",
        "<p>标签：暂无</p><p><a href=/2>船只</a></p>",
        "<div class=related-posts><p>标签：<a href=/s?q=a>征信</a></p></div>",
    ],
    ids=["kicker", "titles", "menu", "text between", "of other articles"],
)
def test_links_that_only_stand_by_words_for_tags(after: str) -> None:
    assert extract(article(after=after), URL).tags == ()


def test_signs_around_tags() -> None:
    html = article(
        after="<p><a href=/tag/a/>#征信#</a> <a href=/tag/c/>C#</a> <a href=/tag/n/># .NET,</a></p>"
    )
    assert extract(html, URL).tags == ("征信", "C#", ".NET")


def test_links_among_tags_that_are_none() -> None:
    html = article(
        after="<p>标签：<a href=/tag/a/>征信</a> <a href=/tag/b/>逾期</a> <a href=/a/1.html#comments>三条评论</a></p>"
    )
    assert extract(html, URL).tags == ("征信", "逾期")


def test_a_plain_word_is_a_tag_among_others_only() -> None:
    news = "<a href=/tag/news/>News</a>"
    html = article(after=f"<p><a href=/tag/a/>征信</a> {news} <a href=/tag/b/>逾期</a></p>")
    assert extract(html, URL).tags == ("征信", "News", "逾期")
    assert extract(article(after=f"<p>{news}</p>"), URL).tags == ()


def test_tags_by_the_words_around_them_count_less_than_what_machines_are_told() -> None:
    told = '<meta property="article:tag" content="征信">'
    keywords = '<meta name="keywords" content="网络借贷,短信">'
    assert extract(article(head=told, after=ANNOUNCED["box"]), URL).tags == ("征信",)
    assert extract(article(head=keywords, after=ANNOUNCED["box"]), URL).tags == ("征信", "逾期")
    one = "<p>标签：<a href=/s?q=a>征信</a></p>"
    assert extract(article(head=keywords, after=one), URL).tags == ("网络借贷", "短信")


@pytest.mark.parametrize("label", ["Trending Tags", "Popular tags:", "热门标签", "Tag cloud"])
def test_tags_of_the_whole_site_are_not_the_articles(label: str) -> None:
    cloud = (
        f"<div><h3>{label}</h3>" + "".join(f"<a href=/tag/{name}/>{name}</a> " for name in "abcde") + "</div>"
    )
    own = "<div><a href=/tag/boats/>boats</a> <a href=/tag/tides/>tides</a></div>"
    assert extract(article(after=cloud), URL).tags == ()
    assert extract(article(after=own + cloud), URL).tags == ("boats", "tides")


def test_one_tag_alone_is_the_first_of_those_that_machines_are_told() -> None:
    head = "".join(f'<meta property="article:tag" content="{name}">' for name in ("boats", "tides", "ports"))
    one = "<p><a href=/tag/boats/>boats</a></p>"
    two = "<p><a href=/tag/boats/>boats</a> <a href=/tag/ports/>ports</a></p>"
    assert extract(article(head=head, below=one), URL).tags == ("boats", "tides", "ports")
    assert extract(article(head=head, below=two), URL).tags == ("boats", "ports")
    other = "<p><a href=/tag/gulls/>gulls</a></p>"
    assert extract(article(head=head, below=other), URL).tags == ("gulls",)


def test_tags_in_the_sidebar_with_their_label() -> None:
    html = article(
        after=f"<aside class=sidebar><ul><li>Tags: <a href=/tag/a/>征信</a></li></ul>{CLOUD}</aside>"
    )
    assert extract(html, URL).tags == ("征信",)


def test_links_of_sentences_are_no_tags() -> None:
    linked = TEXT.replace("网络借贷", "<a href=/tag/a/>网络借贷</a>")
    assert extract(article(text=linked), URL).tags == ()


def test_links_to_other_sites_are_no_categories() -> None:
    html = article(below="<p><a href=https://video.example/channel/xyz>视频</a></p>")
    assert extract(html, URL).category is None


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            '<meta property="article:tag" content="征信"><meta property="article:tag" content="逾期">',
            ("征信", "逾期"),
        ),
        ('<meta property="article:tag" content="征信,逾期">', ("征信", "逾期")),
        ('<meta name="keywords" content="网络借贷,短信">', ("网络借贷", "短信")),
        ('<meta name="keywords" content="贷款,信用卡,理财,网络借贷,股票,基金">', ()),
        ('<meta name="keywords" content="网络借贷 短信">', ("网络借贷", "短信")),
        ('<meta property="article:tag" content="征信 逾期 A股">', ("征信 逾期 A股",)),
        ('<meta name="keywords" content="网络借贷">', ()),
        ('<meta name="keywords" content="港口的,船只与潮水">', ()),
        ('<meta property="article:tag" content="@front-river,征信,{$tag}">', ("征信",)),
    ],
)
def test_tags_that_machines_are_told(head: str, expected: tuple[str, ...]) -> None:
    assert extract(article(head=head), URL).tags == expected


def test_addresses_that_may_lead_to_categories_and_tags() -> None:
    leads = {
        "https://site.example/Category/a": True,
        "https://tags.example/a": False,
        "http://site.example/a/tags/b/tags/c": True,
        "https://site.example/contact": False,
        "https://site.example/?cat=3": True,
        "https://site.example/a?b&tag=c": True,
        "https://label.example/topics/a": True,
        "https://site.example/": False,
    }
    assert sections._addressed([*leads]) == {number for number, lead in enumerate(leads.values()) if lead}
