"""Recommended articles: which blocks they are, and what each entry says."""

from __future__ import annotations

import pytest

from aggregator.extraction.links import hyperlinks, related
from aggregator.extraction.links.headings import BlockKind, classify
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse
from aggregator.items import RelatedKind, RelatedLink

URL = "https://news.example/2024/11/01/story.html"
PROSE = "<p>" + "镇上的老邮局关了又开，开了又关，今年终于改成了一间书店。" * 8 + "</p>"


def find(html: str, url: str = URL) -> tuple[RelatedLink, ...]:
    page = PageMap(parse(f"<html><body>{html}</body></html>"), url)
    links = hyperlinks.read(page)
    return related.find(page, links, related.blocks(page, links))


def titles(html: str) -> list[str]:
    return [link.title for link in find(html) if link.kind is RelatedKind.RELATED]


@pytest.mark.parametrize(
    "heading",
    """相关文章 相关阅读： 【相关新闻】 相關新聞 猜你喜欢 您可能感兴趣的文章 推荐阅读 延伸阅读 延伸·推荐 为您推荐 看了又看 大家都在看
    Related_posts Related:_ Read_next You_may_also_like You_might_enjoy Recommended_for_you More_from_Politics Keep_reading
    Related_press_releases More: Similar_recipes
    Artículos_relacionados Relacionadas También_te_puede_interesar Leia_também Artigos_relacionados Ti_potrebbe_interessare
    Voir_aussi Vous_aimerez_aussi Ähnliche_Beiträge Weitere_Artikel_zum_Thema Passend_dazu Lees_ook Läs_också Les_også
    More_great_mystery_stories More_recipes_from_our_kitchen Read_more_stories Related_articles_from_our_archive
    Reading_next Discover_more More_you_might_like 早前报道 您可能对这些感兴趣 更多国际新闻
    Czytaj_więcej Podobne_artykuły Смотрите_также 関連する記事 あわせて読みたい ※_相关文章 相_关_新_闻 延展阅读 阅读更多""".split(),
)
def test_headings_that_recommend(heading: str) -> None:
    assert classify(heading.replace("_", " ")) is BlockKind.RELATED


ABROAD = """相关软件 相关教程 相关解读 其他新闻 往期回顾 この記事を読んだ人はこんな記事も読んでいます 관련_콘텐츠
    İlgili_Haberler İlginizi_çekebilir Benzer_yazılar Tin_liên_quan Có_thể_bạn_quan_tâm Đọc_thêm ข่าวที่เกี่ยวข้อง
    อ่านเพิ่มเติม Διαβάστε_επίσης ΣΧΕΤΙΚΑ_ΑΡΘΡΑ כתבות_נוספות_שיעניינו_אותך אולי_יעניין_אותך مطالب_مرتبط بیشتر_بخوانید مقالات_ذات_صلة
    اقرأ_أيضاً संबंधित_खबरें यह_भी_पढ़ें Berita_Terkait Baca_juga Související_články Mohlo_by_vás_zajímat Súvisiace_články
    Articole_similare Citește_și Kapcsolódó_cikkek Ez_is_érdekelheti Aiheeseen_liittyvää Lue_myös Читайте_також
    Свързани_статии Pročitajte_još Dans_la_même_rubrique Mirá_también Te_recomendamos Mehr_zu_diesem_Thema
    Mehr_aus_diesem_Ressort Meer_over_dit_onderwerp Läs_mer_om Mer_om_ämnet Relaterat Materiały_powiązane Больше_по_теме
    Читайте_по_теме Більше_по_темі この記事もおすすめ こんな記事も読まれています 관심_있을_만한_포스트 সম্পর্কিত_খবর আরও_পড়ুন
    Mehr_von_dieser_Autorin Weiterführende_Artikel Diese_Artikel_könnten_euch_interessieren Articles_en_relation
    Nos_lecteurs_ont_lu_aussi Ссылки_по_теме あなたにおすすめの記事
    தொடர்புடைய_செய்திகள் ഇതും_വായിക്കുക متعلقہ_خبریں""".split()


@pytest.mark.parametrize("heading", [heading.replace("_", " ") for heading in ABROAD])
def test_headings_that_recommend_are_noticed(heading: str) -> None:
    teasers = "<ul><li><a href='/a'>旧书店的猫</a></li><li><a href='/b'>邮局又开张了</a></li></ul>"
    assert titles(f"<main>{PROSE}<h3>{heading}</h3>{teasers}</main>") == ["旧书店的猫", "邮局又开张了"]


@pytest.mark.parametrize(
    "heading",
    "热门文章 最新文章 新闻排行榜 48小时点击排行 随机文章 Most_read Trending_now Latest_news Popular_posts Editor's_picks"
    " Other_news Other_news_in_Science 이_시각_추천뉴스 많이_본_뉴스 今日熱門新聞 汽车新闻排行TOP10 Neueste_Beiträge Meistgelesen"
    " Les_plus_lus Lo_más_leído Самое_читаемое 人気記事ランキング".split(),
)
def test_headings_of_lists_the_whole_site_shares(heading: str) -> None:
    assert classify(heading.replace("_", " ")) is BlockKind.RANKING


@pytest.mark.parametrize(
    "heading",
    [
        "网友评论",
        "关于我们",
        "第一章",
        "Next",
        "Mehr zur Lage",
        "Les mer",
        "Related topics",
        "More",
        "You could try the Associated Press:",
        "我们的推荐系统是怎样工作的",
        "What's on",
        "Read more about aliases in",
        "More system features",
        "Read",
        "Comments",
    ],
)
def test_other_headings_announce_nothing(heading: str) -> None:
    assert classify(heading) is None


def test_title_is_given_once_although_shown_as_alt_and_as_text() -> None:
    [link] = find(
        f"{PROSE}<div><h3>相关文章</h3><ul><li><a href='/a.html'><img src='/a.jpg' alt='旧书店的猫'></a>"
        "<a href='/a.html'>旧书店的猫</a><p>书店里养了三只猫，每一只都有自己的书架，客人要看书得先问过它们...</p></li></ul></div>"
    )
    assert link == RelatedLink(
        position=1,
        url="https://news.example/a.html",
        title="旧书店的猫",
        excerpt="书店里养了三只猫，每一只都有自己的书架，客人要看书得先问过它们...",
        image="https://news.example/a.jpg",
    )


def test_excerpt_that_repeats_the_title_at_its_start_is_kept_whole() -> None:
    [link] = find(
        f"{PROSE}<h3>相关文章</h3><ul><li><a href='/a'>旧书店的猫</a><p>旧书店的猫有三只，每一只都有自己的书架和名字，"
        "客人来了先认猫...</p></li></ul>"
    )
    assert link.excerpt is not None
    assert link.excerpt.startswith("旧书店的猫有三只")


def test_date_before_the_title_is_no_part_of_it() -> None:
    assert titles(
        f"{PROSE}<h4>相关文章</h4><ul><li><a href='/a'><time>2020-05-02</time><br>发布周期</a></li></ul>"
    ) == ["发布周期"]


@pytest.mark.parametrize(
    "link",
    [
        "<span>发布周期</span> <span>2020-05-02</span>",
        "发布周期 (2020-05-02 11:08)",
        "[ 2020-05-02 ]发布周期",
        "·发布周期",
        "<b>发布周期</b><time>vor 3 Stunden</time>",
        "<div class='title'><div>发布周期</div><div>热门推荐，每月一次</div></div>",
        "<div class='title'>发布<br>周期</div>",
    ],
    ids="date behind,date in brackets,date in front,list sign,time ago,all called title,broken".split(","),
)
def test_title_is_given_alone(link: str) -> None:
    shown = titles(f"{PROSE}<h4>相关文章</h4><ul><li><a href='/a'>{link}</a></li></ul>")
    assert [title.replace(" ", "") for title in shown] == ["发布周期"]


def test_dates_that_belong_to_the_title_are_kept() -> None:
    assert titles(f"{PROSE}<h4>Related</h4><ul><li><a href='/a'>The Briefing: May 4, 2023</a></li></ul>") == [
        "The Briefing: May 4, 2023"
    ]


@pytest.mark.parametrize(
    "beside",
    [
        "<p>旧镇杂谈 2021-10-06 16:22:06</p>",
        "<p>By Anna Quill 2 days ago</p>",
        "<p>Dienstag, 10. November 2015</p>",
        "<p><a href='/tag/books'>更多关于书店和猫的文章，请进这里看</a></p>",
        "<div class='card__tags'><span>Bookshops and readers</span> <span>Cats of the town</span></div>",
    ],
    ids=["name and date", "ago", "weekday", "other link", "tags"],
)
def test_what_is_no_excerpt(beside: str) -> None:
    cards = "".join(f"<li><a href='/{n}.html'>旧书店的第{n}只猫</a>{beside}</li>" for n in (1, 2))
    assert [link.excerpt for link in find(f"{PROSE}<h3>相关文章</h3><ul>{cards}</ul>")] == [None, None]


def test_titles_and_excerpts_as_siblings() -> None:
    links = find(
        f"{PROSE}<h3>Related posts</h3><h4><a href='/a'>Of ropes and knots</a></h4><p>What holds a ship to the quay.</p>"
        "<h4><a href='/b'>A tide table for beginners</a></h4><p>Why the water comes twice a day.</p><p>© The Gazette</p>"
    )
    assert [(link.title, link.excerpt) for link in links] == [
        ("Of ropes and knots", "What holds a ship to the quay."),
        ("A tide table for beginners", "Why the water comes twice a day."),
    ]


def test_heading_and_title_in_one_line() -> None:
    assert titles(f"{PROSE}<p>延伸阅读：<a href='/a'>小镇书店的三十年</a></p>{PROSE}") == ["小镇书店的三十年"]


def test_more_before_a_link_in_a_paragraph_of_its_own() -> None:
    html = f"{PROSE}<p><b>MORE:</b> <a href='/a'>The mill runs again</a></p>{PROSE}<h3>More</h3><a href='/b'>About the desk</a>"
    assert titles(html) == ["The mill runs again"]


def test_tags_of_a_teaser_are_no_teasers() -> None:
    tag = "<a href='/questions/tagged/clocks' rel='tag'>clocks and watches</a>"
    teaser = f"<li><a href='/questions/12'>How do I wind a clock?</a> {tag}</li>"
    assert titles(f"{PROSE}<h3>Related questions</h3><ul>{teaser}</ul>") == ["How do I wind a clock?"]


def test_body_after_a_related_line_is_not_swallowed() -> None:
    page = PageMap(
        parse(f"<body><div>{PROSE}<p>相关阅读：<a href='/a'>小镇书店的三十年</a></p>{PROSE}</div></body>"),
        URL,
    )
    [block] = related.blocks(page, hyperlinks.read(page))
    assert [page.block_texts[line] for line in range(block.first_line, block.end_line)] == [
        "相关阅读：小镇书店的三十年"
    ]


def test_loose_heading_between_breaks() -> None:
    html = "正文到这里结束。<br><br>相关新闻：<br><a href='/a'>水厂年底通水</a><br><a href='/b'>水库加固完工</a><br>"
    assert titles(f"<div>{PROSE}{html}</div>") == ["水厂年底通水", "水库加固完工"]


def test_section_author_and_more_links_are_no_entries() -> None:
    assert titles(
        f"{PROSE}<section><h2>Read next</h2><div><a href='/category/sport'>Sport</a><h3><a href='/rowing-club'>Rowing club returns</a>"
        "</h3><a href='/author/ann'>Ann Lee</a> <a href='/rowing-club'>Read more</a></div></section>"
    ) == ["Rowing club returns"]


@pytest.mark.parametrize(
    "head",
    [
        "<div><h3>相关新闻</h3><a href='/list'>更多</a></div>",
        "<div><h3>相关新闻<a href='/list'>更多&gt;&gt;</a></h3></div>",
        "<div><span>相关新闻</span><a href='/list'>查看更多</a></div>",
        "<div><div><h3>相关新闻</h3></div><div><a href='/list'>换一批</a><a href='/list'>+</a></div></div>",
        "<div><h3>Related articles</h3><a href='/list'>View all</a></div>",
        "<div><h3>Похожие статьи</h3><a href='/list'>Все</a></div>",
        "<div><h3>関連記事</h3><a href='/list'>もっと見る</a></div>",
        "<div><h3>관련기사</h3><a href='/list'>더보기</a></div>",
    ],
)
@pytest.mark.parametrize("around", ["", "related"])
def test_more_beside_the_heading_is_no_teaser(head: str, around: str) -> None:
    teasers = "<ul><li><a href='/a'>旧书店的猫</a></li><li><a href='/b'>邮局又开张了</a></li></ul>"
    assert titles(f"{PROSE}<div class='{around}'>{head}{teasers}</div>") == ["旧书店的猫", "邮局又开张了"]


def test_more_is_passed_over_only_where_teasers_follow() -> None:
    assert titles(f"{PROSE}<div><h3>相关新闻</h3><a href='/list'>更多</a></div>{PROSE}") == []


@pytest.mark.parametrize(
    "after",
    [
        "<div><h2>评论(15)</h2></div><div><a href='/user/7'>青石板</a><p>书店里的猫真好看</p></div>",
        "<div>网友评论</div><div><a href='/user/7'>青石板</a><p>书店里的猫真好看</p></div>",
        "<div><h3>Our shop</h3></div><ul><li><a href='/mugs'>A mug with a picture of a cat</a></li></ul>",
        "<p><a href='/comments?id=1'>我要发表评论</a></p>",
        "<p><a href='/large/cat.jpg'>Download the picture</a></p>",
        "<p><a href='/'>The town and its bookshops, a newspaper</a></p>",
    ],
    ids=["comments", "comments by a label", "another part", "write a comment", "picture", "front page"],
)
def test_what_follows_the_block_is_no_part_of_it(after: str) -> None:
    assert titles(f"{PROSE}<div><h2>相关推荐</h2></div><div><a href='/a'>旧书店的猫</a></div>{after}") == [
        "旧书店的猫"
    ]


def test_links_of_the_sites_footer_are_not_recommended() -> None:
    assert (
        titles(
            f"{PROSE}<div class='footer-links'>更多链接<ul><li><a href='/a'>不良信息举报中心</a></li></ul></div>"
        )
        == []
    )


def test_most_read_is_not_recommended() -> None:
    assert (
        titles(f"{PROSE}<aside><h3>热门文章</h3><ul><li><a href='/a'>油价下周调整</a></li></ul></aside>")
        == []
    )


@pytest.mark.parametrize("heading", ["推荐文章", "推荐阅读", "推荐资讯", "Te recomendamos"])
def test_vague_recommendation_in_a_sidebar_is_not_recommended_here(heading: str) -> None:
    block = (
        f"<h3>{heading}</h3><ul><li><a href='/a'>油价下周调整</a></li><li><a href='/b'>台风路径</a></li></ul>"
    )
    assert titles(f"{PROSE}<div class='sidebar'>{block}</div>") == []
    assert titles(f"<article>{PROSE}<div>{block}</div></article>") == ["油价下周调整", "台风路径"]


@pytest.mark.parametrize(
    ("heading", "before", "shown"),
    [("相关文章", "", ["油价下周调整"]), ("推荐文章", "", []), ("相关文章", "<a href='/'>首页</a>" * 20, [])],
    ids=["nav of its own", "vague", "among other links"],
)
def test_nav_that_holds_the_block_alone(heading: str, before: str, shown: list[str]) -> None:
    block = f"<div><h3>{heading}</h3><ul><li><a href='/a'>油价下周调整</a></li></ul></div>"
    assert titles(f"{PROSE}<aside><nav class='nav'><p>{before}</p>{block}</nav></aside>") == shown


def test_front_page_is_no_picture_of_a_teaser() -> None:
    picture = "<img data-lazy-src='/' src='/cat.jpg'>"
    [link] = find(f"{PROSE}<h3>相关文章</h3><ul><li><a href='/a'>{picture}旧书店的猫</a></li></ul>")
    assert link.image == "https://news.example/cat.jpg"


def test_broken_address_of_a_teasers_picture_breaks_nothing() -> None:
    picture = "<img src='http://cat]/a.jpg'>"
    [link] = find(f"{PROSE}<h3>相关文章</h3><ul><li><a href='/a'>{picture}旧书店的猫</a></li></ul>")
    assert link.title == "旧书店的猫"


def test_links_to_other_owners_are_advertisements() -> None:
    ads = "".join(
        f"<li><a href='https://ads.other/{number}'>Doctors hate this trick {number}</a></li>"
        for number in range(4)
    )
    assert titles(f"{PROSE}<h3>You may also like</h3><ul>{ads}</ul>") == []


def test_block_known_by_its_class_alone() -> None:
    html = "<div class='related-posts'><a href='/a'>Of ropes and knots</a><a href='/b'>A tide table for beginners</a></div>"
    assert titles(f"<article>{PROSE}{html}</article>") == ["Of ropes and knots", "A tide table for beginners"]


@pytest.mark.parametrize(
    "html",
    [
        "<div class=more-topics__list><h3>Related topics</h3><table><tr><th>Topic</th><th>Replies</th></tr>"
        "<tr><td><a class=title href='/t/a/1'>旧书店的猫</a><div><a href='/c/help/5'>Help</a></div></td><td>4</td></tr>"
        "<tr><td><a class=title href='/t/b/2'>邮局又开张了</a><div><a href='/c/pub/6'>Pub</a></div></td><td>2</td></tr></table></div>",
        "<aside class='read-more-wrap outer'><div><a href='/a'><h2>旧书店的猫</h2></a></div>"
        "<div><a href='/b'><h2>邮局又开张了</h2></a></div></aside>",
        "<div class='another_category'><h4>'<a href='/category/x'>기술</a>' 카테고리의 다른 글</h4><table>"
        "<tr><th><a href='/1'>旧书店的猫</a> (0)</th><td>2024.03.01</td></tr><tr><th><a href='/2'>邮局又开张了</a></th></tr></table></div>",
    ],
    ids=["Discourse", "Ghost", "Tistory"],
)
def test_block_as_common_software_writes_it(html: str) -> None:
    assert titles(f"<main>{PROSE}{html}</main>") == ["旧书店的猫", "邮局又开张了"]


def test_subjects_called_topics_are_no_articles() -> None:
    html = "<ul class=related-topics-list><li><a href='/t/a'>旧书店</a></li><li><a href='/t/b'>邮局</a></li></ul>"
    assert titles(f"<main>{PROSE}{html}</main>") == []


def test_date_that_is_a_link_is_no_title() -> None:
    html = "<h3>相关文章</h3><p><a href='/a'>2012-01-03 00:00:00.0</a><br><a href='/a'>旧书店的猫</a></p>"
    assert titles(f"{PROSE}{html}") == ["旧书店的猫"]


@pytest.mark.parametrize(
    "html",
    [
        "<article class='recommended'><a href='/a'><img src='/a.jpg'><h1>Of ropes and knots at sea</h1></a></article>",
        "<div class='RelatedCard'><a href='/a'><b>Related article</b> Of ropes and knots at sea</a></div>",
        "<div class='related_link'>Read also: <a href='/a'>Of ropes and knots at sea</a></div>",
        "<div class='related-articles'><a href='/a'><h3>SEE ALSO</h3><h2>Of ropes and knots at sea</h2></a></div>",
    ],
    ids=["heading", "label in the link", "label before", "label as a heading"],
)
def test_lone_teaser_known_by_its_class(html: str) -> None:
    assert titles(f"<article>{PROSE}{html}{PROSE}</article>") == ["Of ropes and knots at sea"]


@pytest.mark.parametrize(
    "html",
    [
        "<p class='recommended'>doi: <a href='https://doi.example/10.1/x'>https://doi.example/10.1/d41586-024</a></p>",
        "<div class='related'><a href='/app'>投资热点尽在新闻财经APP</a></div>",
        "<div class='related'><a href='/about/team/'>About the people of this paper</a></div>",
        "<h2 class='related-title'><a href='/category/sea/'>All that we have written of the sea</a></h2>",
        f"<div class='related'><a href='/a'>Of ropes and knots at sea</a>{PROSE}</div>",
    ],
    ids=["other owner", "app", "no article", "heading", "with prose"],
)
def test_lone_link_that_is_no_teaser(html: str) -> None:
    assert titles(f"<article>{PROSE}{html}{PROSE}</article>") == []


def test_loose_text_behind_a_lone_teaser_is_not_its_excerpt() -> None:
    card = "<div class='recommended'><a href='/a'>Of ropes and knots at sea</a></div>"
    [link] = find(
        f"<article>{PROSE}<div>{card}The mill stood still for years, and nobody knew why.</div></article>"
    )
    assert link.excerpt is None


@pytest.mark.parametrize(
    "card",
    [
        "<h3><a href='/a'>Of ropes and knots</a></h3><div class='post-excerpt'>Three knots are enough for a year at sea."
        "<a class='more-link' href='/a'>Read More</a></div>",
        "<div class='summary-item'><a class='rubric' href='/annals'>Annals of the sea and the coast</a>"
        "<a href='/a'><h3>Of ropes and knots</h3></a><div class='summary-item__rubric'>Annals</div>"
        "<div class='summary-item__dek'>Three knots are enough for a year at sea.</div><span class='byline__name'>Anna Quill</span></div>",
    ],
    ids=["more at the end", "rubric"],
)
def test_what_stands_around_title_and_excerpt(card: str) -> None:
    found = find(f"{PROSE}<h2>Related</h2><ul><li>{card}</li></ul>")
    assert [(link.title, link.excerpt) for link in found] == [
        ("Of ropes and knots", "Three knots are enough for a year at sea.")
    ]


def test_full_title_is_taken_from_the_attribute_when_the_shown_one_is_cut() -> None:
    assert titles(
        f"{PROSE}<h3>相关文章</h3><ul><li><a href='/a' title='小镇书店的三十年与三只猫'>小镇书店的三十年...</a></li></ul>"
    ) == ["小镇书店的三十年与三只猫"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>上一篇：<a href='/p'>冬天的堆肥</a></p><p>下一篇：<a href='/n'>间苗与定苗</a></p>",
        "<div><a rel='prev' href='/p'>« 冬天的堆肥</a><a rel='next' href='/n'>间苗与定苗 »</a></div>",
        "<div class='post-nav'><a class='prev' href='/p'>冬天的堆肥</a><a class='next' href='/n'>间苗与定苗</a></div>",
        "<nav><a class='pagingPrev' href='/p'>冬天的堆肥</a><a class='pagingNext' href='/n'>间苗与定苗</a></nav>",
        "<nav><a href='/p'><p>上一篇文章</p><p>冬天的堆肥</p></a><a href='/n'><p>下一篇文章</p><p>间苗与定苗</p></a></nav>",
        "<ul><li><a href='/p' title='冬天的堆肥'>上一篇</a></li><li><a href='/n' title='间苗与定苗'>下一篇</a></li></ul>",
        "<a href='/p'>\u2002<b>Prev</b>ious article: 冬天的堆肥</a> <a href='/n'>【下一篇】间苗与定苗</a>",
        "<a href='/p'><img src='p.jpg' alt='上一篇：冬天的堆肥'></a><a href='/n' title='Next post: 间苗与定苗'><i></i></a>",
        "<p>上一則▲：<a href='/p'>冬天的堆肥</a></p><p><a href='/n'>下一則▼：间苗与定苗</a></p>",
        "<a rel='prev' href='/p'><span>Vorheriger Beitrag</span> <span>Vorheriger Beitrag:</span><p>冬天的堆肥</p></a>"
        "<a href='/n'><p>Nächster Artikel</p><p>间苗与定苗</p></a>",
        "<a rel='prev' href='/p'>Article précédent : 冬天的堆肥</a><a rel='next' href='/n'><p>Siguiente</p>间苗与定苗</a>",
        "<p>前の記事：<a href='/p'>冬天的堆肥</a></p><p>次の記事：<a href='/n'>间苗与定苗</a></p>",
        "<a href='/p'><span>Previous page</span><span>冬天的堆肥</span></a><a href='/n'><i>下一篇</i><b>间苗与定苗</b></a>",
        "<a rel='prev' href='/p'><b>冬天的堆肥</b> <i>Prev posts</i></a><a rel='next' href='/n'><b>间苗与定苗</b><i>下一篇</i></a>",
        "<a rel='prev' href='/p'><b>Previous Post</b><i>Garden</i><h3>冬天的堆肥</h3></a>"
        "<a rel='next' href='/n' title='间苗与定苗'><b>Next Post</b><i>Garden</i>间苗与定苗</a>",
        f"<a href='/p'><img src='/p.jpg'> <p>上一篇</p><p>冬天的堆肥</p>{PROSE * 2}</a>"
        f"<a href='/n'><p>下一篇</p><p>间苗与定苗</p>{PROSE * 2}</a>",
        "<nav id='article-nav'><a class='button right' href='/n'>间苗与定苗</a>"
        "<a href='/p'>冬天的堆肥<i class='angle-left'></i></a></nav>",
        "<div class='post-next-prev'><h5>其他文章</h5><p><a href='/p'><img alt='cover'></a><a href='/p'>冬天的堆肥</a></p>"
        "<p><a href='/n'><img alt='cover'></a><a href='/tag/garden/'>Garden</a> <a href='/n'>间苗与定苗</a></p></div>",
        "<div class='post-navigation'><a href='/n' prompt='Newer'><p>间苗与定苗</p></a><a href='/p' aria-label='Older'><p>冬天的堆肥</p>"
        "</a></div>",
    ],
    ids="label before,rel,class,class in one word,label inside,title attribute,in pieces,pictures,signs,German,Romance,Japanese,no blank,"
    "label behind,category inside,long excerpt,sides,order,label in an attribute".split(","),
)
def test_neighbours(html: str) -> None:
    found = [(link.kind, link.url, link.title) for link in find(PROSE + html)]
    assert sorted(found, reverse=True) == [
        (RelatedKind.PREVIOUS, "https://news.example/p", "冬天的堆肥"),
        (RelatedKind.NEXT, "https://news.example/n", "间苗与定苗"),
    ]


NEIGHBOURS = (
    "本类上一篇|本类下一篇", "此分類上一篇|此分類下一篇", "過去の投稿|次の投稿", "이전 포스트|다음 포스트", "Zurück|Weiter",
    "Article précédent|Article suivant", "Entrada anterior|Entrada siguiente", "Artigo anterior|Próximo artigo",
    "Articolo precedente|Articolo successivo", "Forrige innlegg|Neste innlegg", "Edellinen artikkeli|Seuraava artikkeli",
    "Předchozí příspěvek|Další příspěvek", "Predchádzajúci článok|Nasledujúci článok", "Előző bejegyzés|Következő bejegyzés",
    "Articolul precedent|Articolul următor", "Prethodni članak|Sljedeći članak", "Предишна статия|Следваща статия",
    "Попередній запис|Наступний запис", "Προηγούμενο άρθρο|Επόμενο άρθρο", "Önceki yazı|Sonraki yazı",
    "المقالة السابقة|المقالة التالية", "نوشته قبلی|نوشته بعدی", "הפוסט הקודם|הפוסט הבא", "पिछला लेख|अगला लेख",
    "บทความก่อนหน้า|บทความถัดไป", "Bài trước|Bài tiếp theo", "Artikel sebelumnya|Artikel selanjutnya",
)  # fmt: skip


@pytest.mark.parametrize("labels", NEIGHBOURS)
@pytest.mark.parametrize(
    "html",
    [
        "<p>{}: <a href='/p'>冬天的堆肥</a></p><p>{}: <a href='/n'>间苗与定苗</a></p>",
        "<a rel='prev' href='/p'><i class='nav-subtitle'>{}:</i> <b>冬天的堆肥</b></a>"
        "<a rel='next' href='/n'><i class='nav-subtitle'>{}:</i> <b>间苗与定苗</b></a>",
    ],
    ids=["before", "inside"],
)
def test_labels_of_neighbours(html: str, labels: str) -> None:
    found = [(link.kind, link.url, link.title) for link in find(PROSE + html.format(*labels.split("|")))]
    assert found == [
        (RelatedKind.PREVIOUS, "https://news.example/p", "冬天的堆肥"),
        (RelatedKind.NEXT, "https://news.example/n", "间苗与定苗"),
    ]


@pytest.mark.parametrize(
    "label", ["<i>Aurrekoa:</i>", "<i class='meta-nav'>Aurrekoa</i>"], ids=["colon", "class"]
)
def test_label_in_words_unknown_is_no_part_of_the_title(label: str) -> None:
    assert [link.title for link in find(f"{PROSE}<a rel='prev' href='/p'>{label} <b>冬天的堆肥</b></a>")] == [
        "冬天的堆肥"
    ]


@pytest.mark.parametrize(
    "html",
    [
        "<div class='slide-next'><a href='/x'>Some picture of the harbour</a></div>",
        "<p>上一篇：没有了</p>",
        "<a rel='next' href='/story.html?page=2'>2</a>",
        "<p>Next to the harbour stands <a href='/mill'>the old mill</a></p>",
        "<p>It was written for <a href='/age'>older people</a> and begins in the <a href='/two'>next chapter</a>.</p>",
        "<p>We chose <a href='/js'>Next.js</a>.</p>",
        "<p>Der Weg <a href='/h' title='Zur Übersicht'>zurück</a> und <a href='/w' title='Die Mühle'>weiter</a></p>",
        "<a rel='prev' href='/p'>Vorherige</a><a rel='next' href='/n'>Suivant »</a>",
        "<table><td id='prev'><a href='/2024/09/'>« Sep</a></td><td id='next'><a href='/2024/11/'>Nov »</a></td></table>",
        "<a rel='prev' href='/story/comment-page-2/#comments'>Older comments of this story</a>",
        "<nav class='post-navigation'><a href='/ferry'>The six o'clock ferry</a></nav>",
        "<nav class='post-navigation'><a href='/news/all'>All the news</a> <a href='/x' rel='prev'>Previous</a></nav>",
        "<nav class='article-nav'><a href='/a'>Politics</a><a href='/b'>Business</a><a href='/c'>Culture</a></nav>",
    ],
    ids="slide show,none left,page number,a sentence,words of sentences,a name,words for more,labels alone,calendar,comments,"
    "one without a side,an overview,sections".split(","),
)
def test_what_is_no_neighbour(html: str) -> None:
    assert find(PROSE + html) == ()


def test_title_follows_its_label_without_a_blank() -> None:
    html = "<a rel='prev' href='/p'><i>Previous Post</i><b>Do Paws Need Boots?</b></a>"
    assert [link.title for link in find(PROSE + html)] == ["Do Paws Need Boots?"]


def test_title_that_begins_like_the_labels_noun_is_given_whole() -> None:
    found = find(
        f"{PROSE}<p><a href='/a'><span>上一篇</span>日志规范</a></p><p><a href='/b'><span>下一篇：</span>文章写作</a></p>"
        "<p><a href='/c'>上一篇文章：文章归档</a></p>"
    )
    assert [link.title for link in found] == ["日志规范", "文章写作"]
    assert not find(f"{PROSE}<p><a href='/a'><span>Nächster</span> Beitrag</a></p>")


def test_section_name_above_every_title_is_not_the_title() -> None:
    cards = "".join(
        f"<li><a href='/{name}'><h4 class='section-title'>Arts &amp; Books</h4><p>{title}</p></a></li>"
        for name, title in [
            ("a", "The power of empathy"),
            ("b", "In praise of the still image"),
            ("c", "What the archive keeps"),
        ]
    )
    assert titles(f"{PROSE}<h3>Related articles</h3><ul>{cards}</ul>") == [
        "The power of empathy",
        "In praise of the still image",
        "What the archive keeps",
    ]


def test_links_to_sections_alone_are_no_articles() -> None:
    html = "<div class='related'><a href='/category/law/'>Law</a><a href='/tag/turkey/'>Turkey</a><a href='/blog'>View all posts</a></div>"
    assert titles(f"<article>{PROSE}{html}</article>") == []


LINKED_PROSE = (
    "<p>"
    + "The mill stood by <a href='/river'>the river</a> for two hundred years, and nobody thought it would stop. "
    * 3
    + "</p>"
)
POST = "<article><h3><a href='/profile/ann'>Ann</a></h3><p>Has anybody seen the mill since the flood? The wheel was gone.</p></article>"


@pytest.mark.parametrize(
    "html",
    [
        f"<div><h2>Recommended Posts</h2><div><form>{POST * 4}</form></div></div>",
        f"<div><h3>Breaking news</h3><article><h1>The mill stops</h1><p><a href='/by/ann'>Ann Lee</a></p>{LINKED_PROSE}</article></div>",
        f"<div>Read more</div><div>{LINKED_PROSE * 3}</div>",
        f"<div class='wrap'><div><b>热点：</b></div><div class='main'>{PROSE}<ul><li><a href='/a'>油价下周调整</a></li></ul></div></div>",
        f"<p>The most recent <a href='/update'>update</a> of the flood map came out in March, and it is sobering.</p>{LINKED_PROSE}",
    ],
    ids=[
        "thread that moderators edit",
        "heading above the whole article",
        "paragraphs with links",
        "ticker before the main part",
        "sentence that begins so",
    ],
)
def test_what_is_no_block_of_teasers(html: str) -> None:
    page = PageMap(parse(f"<html><body>{html}</body></html>"), URL)
    assert related.blocks(page, hyperlinks.read(page)) == []


def many(count: int, teaser: str) -> str:
    return "".join(f"<li>{teaser.format(at=at)}</li>" for at in range(count))


def test_heading_is_found_however_far_it_is_indented() -> None:
    blanks = "\n" + " " * 90
    assert titles(
        f"<main>{PROSE}<div><div class='box'>{blanks}相关文章{blanks}</div><ul><li><a href='/a'>旧书店的猫</a></li>"
        "<li><a href='/b'>邮局又开张了</a></li></ul></div></main>"
    ) == ["旧书店的猫", "邮局又开张了"]


def test_long_block_links_each_teaser_several_times() -> None:
    teaser = "<a href='/{at}.html'><img src='/{at}.jpg'></a><a href='/{at}.html'>旧书店的第{at}只猫</a><a href='/c/{at}'>{at}</a>"
    assert len(titles(f"<main>{PROSE}<h3>为您推荐</h3><ul>{many(40, teaser)}</ul></main>")) == 40
    assert not titles(
        f"<main>{PROSE}<h3>为您推荐</h3><ul>{many(70, '<a href=/{at}.html>书店的第{at}只猫</a>')}</ul></main>"
    )


@pytest.mark.parametrize("remark", ["算法反馈", "更多精彩内容", "View all...", "阅读新闻就上邮局APP"])
def test_remark_beside_a_heading_is_no_teaser(remark: str) -> None:
    assert titles(
        f"<main>{PROSE}<div><div><h3>为您推荐</h3><a href='/more'>{remark}</a></div>"
        "<ul><li><a href='/a'>旧书店养了三只猫</a></li><li><a href='/b'>镇上的邮局又开张了</a></li></ul></div></main>"
    ) == ["旧书店养了三只猫", "镇上的邮局又开张了"]


def test_short_title_in_the_line_of_its_label_is_a_teaser_where_none_follow() -> None:
    assert titles(f"<main>{PROSE}<p>相关专题：<a href='/a'>旧书店</a></p>{PROSE}</main>") == ["旧书店"]


def test_block_ends_where_the_next_list_has_its_heading() -> None:
    first = "<ul><li><a href='/a'>旧书店养了三只猫</a></li><li><a href='/b'>镇上的邮局又开张了</a></li></ul>"
    other = "<ul><li><a href='/c'>今天下雨</a></li><li><a href='/d'>明天也下雨</a></li></ul>"
    expected = ["旧书店养了三只猫", "镇上的邮局又开张了"]
    assert titles(f"<main>{PROSE}<div>相关新聞</div>{first}<div>今日熱門新聞</div>{other}</main>") == expected
    assert (
        titles(f"<main>{PROSE}<div>相关新聞</div>{first}<div><p>今日熱門新聞</p>{other}</div></main>")
        == expected
    )


def test_author_section_and_forum_beside_a_title_are_no_teasers() -> None:
    thread = (
        "<a href='/members/{at}'><img src='/faces/{at}.jpg' alt='The lovely face of a member'></a>"
        "<div class='item-title'><a href='/threads/why-the-old-bookshop-has-{at}-cats'>Why the old bookshop has {at} cats</a>"
        "</div><a href='/members/{at}'>A member of long standing</a> "
    )
    assert titles(f"<main>{PROSE}<h3>Similar threads</h3><ul>{many(3, thread)}</ul></main>") == [
        f"Why the old bookshop has {at} cats" for at in range(3)
    ]


def test_longest_link_of_a_heading_is_its_title() -> None:
    card = "<h4><a href='/news/town{at}'>Town | </a><a href='/2024/11/0{at}/story'>The post office has opened {at}</a></h4>"
    assert titles(f"<main>{PROSE}<h3>Related articles</h3><ul>{many(3, card)}</ul></main>") == [
        f"The post office has opened {at}" for at in range(3)
    ]


def test_title_in_words_comes_before_a_picture_s_description() -> None:
    card = (
        "<a href='/reviews/{at}'><img src='/{at}.jpg' alt='Image may contain: Nature, and Outdoors'></a>"
        "<a href='/reviews/{at}'>Compassion {at}</a>"
    )
    assert titles(f"<main>{PROSE}<h3>More reviews from our town</h3><ul>{many(2, card)}</ul></main>") == [
        "Compassion 0",
        "Compassion 1",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Related: The post office has opened",
        "[Read: The post office has opened]",
        ">> READ MORE: The post office has opened",
        "Baca juga: The post office has opened",
        "相关阅读：The post office has opened",
    ],
)
def test_link_that_begins_with_a_label_is_a_teaser(text: str) -> None:
    html = f"<main>{PROSE}<p><a href='/a'>{text}</a></p>{PROSE}</main>"
    assert titles(html) == ["The post office has opened"]


@pytest.mark.parametrize(
    "text", ["Watch: The post office has opened", "Report: Readers like the old bookshop"]
)
def test_link_that_begins_otherwise_is_none(text: str) -> None:
    assert titles(f"<main>{PROSE}<p><a href='/a'>{text}</a></p>{PROSE}</main>") == []


def test_picture_that_teasers_share_is_none() -> None:
    card = "<a href='/{at}'><img src='/empty.png'><img src='/{at}.jpg'>旧书店的第{at}只猫</a>"
    same = "<a href='/{at}'><img src='/empty.png'>旧书店的第{at}只猫</a>"
    face = "<a href='/{at}'><img class='avatar' src='/{at}.jpg'>旧书店的第{at}只猫</a>"
    shown = [
        [link.image for link in find(f"<main>{PROSE}<h3>相关文章</h3><ul>{many(3, teaser)}</ul></main>")]
        for teaser in (card, same, face)
    ]
    assert shown[0] == [f"https://news.example/{at}.jpg" for at in range(3)]
    assert shown[1] == shown[2] == [None] * 3


def test_navigation_below_such_a_heading_is_no_block() -> None:
    assert not titles(
        f"<main>{PROSE}</main><div><span class='heading'>More from our paper</span><nav><ul>"
        "<li><a href='/letters'>Letters to the editor</a></li><li><a href='/app'>Download the app</a></li></ul></nav></div>"
    )


def test_way_up_to_the_overview_is_no_neighbour() -> None:
    assert not find(
        f"{PROSE}<div class='pager_prev'><a href='/forum/8' rel='parent'>Go to topic listing</a></div>"
    )


def test_label_of_a_neighbour_may_be_indented() -> None:
    blanks = "\n" + " " * 60
    [link] = find(f"{PROSE}<p><span>{blanks}上一篇：{blanks}</span><a href='/a'>旧书店的猫</a></p>")
    assert (link.kind, link.title) == (RelatedKind.PREVIOUS, "旧书店的猫")
