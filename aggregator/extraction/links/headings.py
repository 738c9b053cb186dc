# cython: wraparound=True
"""What the heading of a block of links announces: articles recommended here, or a list the whole site shares.

Runs as it is, and faster where `setup.py` could compile it: `headings.pxd` has the types.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.signs import Beginnings

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap


class BlockKind(Enum):
    """Why links to articles stand together."""

    RELATED = "related"
    RANKING = "ranking"
    """Most read, latest, trending: the same on every page. Not the body, not recommended here."""


TRIM = " \t\n\r\xa0　:：>》»›＞|｜丨-–—=~*#+＋※【】[]「」『』<《«‹＜▼▶►●■◆★☆○◎□◇△▲☞➤↓→…。.．!！?？·•／/"
"""What surrounds a heading's words."""
_LONGEST = 80
"""Characters of a heading with what surrounds it."""


_OPEN_ONLY = frozenset({"more", "read", "mehr", "baca"})
_LABEL = re.compile(r"[\W_]{0,3}([^:：]{2,30}[:：])\s*(\S.{7,})")


def classify(label: str) -> BlockKind | None:
    """What a heading announces. None: something else."""
    return _announced(label) if _may_announce(label) else None


@lru_cache(maxsize=4096)  # the pages of one site share their headings
def _announced(label: str) -> BlockKind | None:
    is_open = label.endswith((":", "："))
    label = label.strip(TRIM)
    if is_open and label.lower() in _OPEN_ONLY:
        return BlockKind.RELATED  # "More: <a>...": without the colon, of anything
    if label[1:2].isspace() and label > "\u2e80":
        label = "".join(label.split())  # 相 关 文 章
    if not 2 <= len(label) <= 48:
        return None
    if _RANKING.fullmatch(label):
        return BlockKind.RANKING
    return BlockKind.RELATED if _RELATED.fullmatch(label) else None


def labelled(text: str) -> str | None:
    """The title that follows such words in one text (`Read more: ...`). None: it begins otherwise."""
    match = _LABEL.fullmatch(text) if ":" in text or "：" in text else None
    if match is None or classify(match[1]) is not BlockKind.RELATED:
        return None
    return match[2].rstrip("]】 ") if text[0] in "[【" else match[2]


def announcing(page: PageMap) -> list[int]:
    """The lines that may be such a heading, or a link that begins so.

    A cheap test that nearly every line of a page fails, before `classify`.
    """
    chunks, starts, linked = page.chunks, page.block_starts, page.chunk_linked
    found = []
    for line in range(len(starts) - 1):
        first = starts[line]
        text = chunks[first]
        if len(text) > _LONGEST and text[0].isspace():  # as in sources that are indented
            text = text.strip()
        if (len(text) <= _LONGEST or linked[first]) and _may_announce(text):
            found.append(line)
    return found


def _may_announce(text: str) -> bool:
    """By its first word, or by a sign in it."""
    if not text:
        return False
    sign = text[0]
    if not sign.isalnum() or (sign >= "\u2e80" and sign in TRIM):
        text = text.lstrip(TRIM)
    if not text:
        return False
    if text[0] < "\u2e80":
        if text.isascii() and not _FIRST_LETTERS.may_begin(text):
            return False
        end = text.find(" ")
        word = (text[:end] if end >= 0 else text).lower()
        if word in _FIRST_WORDS or (word[-1:] in TRIM and word.rstrip(TRIM) in _FIRST_WORDS):
            return True
        if text.isascii():
            return False
    return _CUES.search(text) is not None


def is_vague(label: str) -> bool:
    """A heading that recommends when it stands by the article, but fills sidebars with the same links everywhere."""
    return _VAGUE.fullmatch(label.strip(TRIM)) is not None


def _either(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(alternatives), re.IGNORECASE)


_THINGS = (
    "(?:文章|阅读|閱讀|新闻|新聞|报道|報導|報道|推荐|推薦|内容|內容|资讯|資訊|链接|連結|鏈接|博文|日志|知识|问题"
    "|帖子|主题|专题|專題|信息|作品|好文|图文|圖文|精彩|看点|文献|資料|资料|热点|故事|话题|视频|視頻)"
)
_RECOMMEND = "(?:推荐|推薦)"
_READ = "(?:阅读|閱讀)"
_LIKE = "(?:感兴趣|感興趣|喜欢|喜歡|想看|关心|爱看)"
_POSTS = (
    "(?:posts?|articles?|stor(?:y|ies)|news|content|reading|reads|links?|coverage|entries|blogs?|pages?|pieces?|insights?"
    "|resources?|guides?|threads?|questions?|for you|to this|items?|features?|reviews?|columns?|(?:press )?releases?"
    "|announcements?|publications?|events?|projects?|recipes?)"
)

_NEWS = "(?:stories|articles|posts|news|coverage|reviews|features|headlines|recipes|columns)"
_RANKED = (
    "(?: (?:popular|read|viewed|recent|shared|commented|e-?mailed|watched|discussed|active|top|trending|news|posts?|articles?"
    "|stories|headlines|videos?|comments?|entries|now|today|this week|right now|here|reviews?|features?|updates?|issue"
    "|activity|topics?|editor.{0,2}s? picks?|choice))"
)

_RELATED = _either(
    # Chinese
    rf"(?:更多|其[他它]|本文|本站|与本文|你?的?)?(?:相关|相關|关联|關聯|相似|类似|同类|同類|近似)[的度]?{_THINGS}{{0,3}}",
    rf"(?:延伸|延展|拓展|扩展|擴展|深度|继续|繼續|更多|推荐|推薦|猜你想|接着|往下|同步)[·•\s|/-]*(?:{_READ}|{_RECOMMEND}|看|文章)",
    rf"猜[你您]{_LIKE}的?{_THINGS}?",
    rf"(?:[你您]|网友|網友)?(?:可能|也许|或许)?(?:也|还|還|会|會|同样)*(?:对|對)?(?:这些|以下|下面)?(?:文章|内容)?有?{_LIKE}的?{_THINGS}?"
    "|(?:[你您]|网友|網友)(?:可能)?也?(?:对|對)(?:这些|以下|下面)(?:文章|内容)?(?:有?兴趣|有興趣|感兴趣|感興趣)",
    "(?:此前|早前|稍早)(?:报道|報道|報導|消息|新闻|新聞)",
    rf"[为為给給][你您](?:{_RECOMMEND}|精选)的?{_THINGS}?",
    "(?:文章|内容|本站|精彩|编辑|編輯|小编|热门|熱門|热点|热文|图文|今日|新闻|精选|精選|好文|站长|最新|重点|头条|大家|智能|个性化)?"
    rf"{_RECOMMEND}{_THINGS}?{_READ}?",
    "(?:看了|看过|阅读|读过|读了|喜欢)(?:该文|此文|本文|这篇|這篇|这条|该|此|又)(?:文章|新闻)?的?(?:人|网友|读者|讀者|用户)?"
    "(?:还|還|也|又)?在?(?:看了?|喜欢|读了?|读过|看过)?",
    "看了又看|(?:大家|网友|他们|人们)(?:都|还|還|也|正)*(?:在看|在读|爱看|喜欢)",
    "(?:相关|相關)(?:软件|軟體|产品|產品|教程|解读|解讀|政策|法规|法規|下载|下載|游戏|遊戲|应用|應用|课程|課程|案例|攻略)"
    f"|其[他它]{_THINGS}|往期(?:回顾|回顧|精选|精選|推荐|推薦|{_THINGS})",
    rf"[您你]?(?:还|還)可以(?:看|读|继续阅读)|更多(?!.*(?:推[荐薦]|最新|[热熱]))[\u4e00-\u9fff]{{0,6}}{_THINGS}|{_READ}更多|[上前]一?篇[与和/]?[下后]一?篇",
    # English
    rf"(?:more |other |our |view |see |explore |you.{{0,20}}|\d+ )?"
    rf"(?:related|similar|recommended|suggested|associated|relevant)(?: {_POSTS})*",
    rf"related {_POSTS} (?:and|from|on|about|that) .{{2,30}}|also worth (?:reading|a read|checking out)|(?:read|reading) next",
    "(?:posts?|articles?|stories|content|others?) (?:you|related|like).{0,30}",
    "(?:you|readers|people|others) (?:may|might|could|will|would|also)(?: also| want| love)?(?: to)?"
    " ?(?:like|enjoy|love|read|be interested in|want to read|viewed|liked)?(?: to read| these.*| this.*)?",
    "if you (?:liked|enjoyed).{0,40}",
    "(?:read|watch) (?:next|more|also|these next|this next|on|more (?:on|about) this|related)|(?:up|what.?s|what to read) next",
    "also (?:read|see|(?:on|in) .{3,30})|see also|next (?:up|reads?|story|stories)",
    "(?:keep|continue|further|more|recommended|additional|suggested) reading",
    "(?:read|see|explore|discover) more (?:stories|articles|posts|reviews|recipes)|read more from .{2,40}"
    "|(?:discover|explore) more|(?:keep|continue) exploring",
    "more (?:stories|articles|posts|news|like this|on this(?: (?:topic|story))?|to (?:read|explore|discover|love)|reads?"
    "|coverage|great reads|(?:from|on|in|about|by) .{2,40})",
    rf"more (?:[\w&’'-]+ ){{1,4}}{_NEWS}(?<!features)|more (?:[\w&’'-]+ )?{_NEWS} (?:from|for|on|in|about|by|like) .{{2,40}}"
    "|more (?:(?:that )?you (?:might|may|will) (?:also )?(?:like|love|enjoy))",
    "don.?t miss(?: (?:this|these|out).*)?|(?:we|editors?) (?:also )?recommend(?:s|ed)?|recommendations?|for you",
    # Spanish, Portuguese, Italian, French
    "m[áa]s (?:noticias|sobre).{0,30}|(?:(?:noticias|artículos|entradas|contenidos?|temas) )?relacionad[ao]s?"
    "|(?:lee(?:r|a)?|mir[aáe]) (?:también|además)|te recomendamos|(?:también )?(?:te|le) puede(?:n)? interesar",
    "(?:leia|veja) (?:também|mais)|(?:(?:notícias|artigos|posts|matérias|conteúdos?) )?relacionad[ao]s|saiba mais"
    "|(?:você )?(?:também )?pode (?:gostar|interessar).{0,20}",
    "leggi anche|(?:articoli|notizie) correlat[ie]|(?:ti )?potrebbe(?:ro)? (?:anche )?interessar(?:ti|e).{0,20}",
    "(?:à )?(?:lire|voir) (?:aussi|également).{0,30}|(?:dans|sur) (?:le même (?:sujet|thème|dossier)|la même (?:rubrique|catégorie))"
    "|articles? (?:similaires?|liés?|connexes?|correspondants?|en relation)|nos lecteurs ont (?:aussi )?lu(?: aussi)?"
    "|vous (?:aimerez|pourriez) (?:aussi|également|aimer).{0,30}",
    # Romanian, Czech, Slovak, Croatian, Hungarian, Finnish
    "(?:articole|[sșş]tiri|postări) (?:similare|asem[ăa]n[ăa]toare|înrudite|recomandate)|vezi [sșş]i"
    "|cit(?:e[sșş]te|i[tțţ]i) (?:[sșş]i|mai mult).{0,20}|(?:s-)?ar putea s[ăa] (?:[îi][tțţ]i|v[ăa]|te) (?:plac[ăa]|intereseze).{0,20}"
    "|te-ar putea interesa.{0,20}",
    "(?:související|podobné|další|súvisiace|ďalšie) (?:články|zprávy|správy|příspěvky|témata)|související"
    "|mohlo by (?:vás|tě|ťa) (?:také |též |tiež )?(?:zajímat|zaujímať)"
    "|(?:čtěte|přečtěte si|čítajte|prečítajte si) (?:také|též|tiež|aj|více|viac|dále)",
    "povezan[ei] (?:vijesti|vesti|članci|teme)|pročitajte (?:još|i)",
    "kapcsolódó (?:cikkek|hírek|tartalmak|anyagok|bejegyzések)|hasonló (?:cikkek|hírek|bejegyzések)|olvasta már"
    "|ez(?:ek)? is érdekelhet(?:i|nek)?.{0,20}|ajánlott (?:cikkek|olvasmányok)|további cikkek",
    "(?:aiheeseen|aiheesta|juttuun) liittyv(?:ää|ät).{0,20}|(?:lue|katso) myös|lue lisää(?: aiheesta)?"
    "|samankaltaisia (?:artikkeleita|juttuja)|saatat pitää myös.{0,20}",
    # Turkish, Indonesian, Vietnamese
    "(?:[iİ]lgili|benzer|önerilen|diğer) (?:haberler|yazılar|konular|içerikler|makaleler)"
    "|(?:bunlar da )?(?:[iİ]lginizi çekebilir|hoşunuza gidebilir)|bunu da oku(?:yun)?|sıradaki haber",
    "(?:artikel|berita|postingan|tulisan|konten) (?:terkait|serupa|berkaitan|lainnya)|(?:baca|lihat) juga"
    "|mungkin anda (?:suka|tertarik).{0,20}|rekomendasi (?:untuk anda|berita|artikel)",
    "(?:các )?(?:tin(?: tức)?|bài(?: viết| báo)?|chủ đề) (?:liên quan|tương tự|cùng (?:chuyên mục|chủ đề)|khác)"
    "|có thể bạn (?:sẽ )?(?:quan tâm|thích|chưa biết)|bạn có thể (?:quan tâm|thích).{0,20}|(?:xem|đọc) thêm",
    # Greek, Ukrainian, Bulgarian
    "(?:σχετικ[άα]|παρ[όο]μοια|προτειν[όο]μενα) (?:[άα]ρθρα|θ[έε]ματα|ν[έε]α)|σχετικ[έε]ς (?:ειδ[ήη]σεις|δημοσιε[ύυ]σεις)"
    "|(?:διαβ[άα]στε|δε[ίι]τε|δι[άα]βασε|δες) (?:επ[ίι]σης|ακ[όο]μα|ακ[όο]μη|περισσ[όο]τερα)"
    "|(?:[ίι]σως|μπορε[ίι] να) σας ενδιαφ[έε]ρ(?:ει|ουν)",
    "(?:читайте|дивіться) також|(?:(?:матеріали|новини|читайте|більше|ще) )?(?:по темі|за темою)"
    "|схожі (?:статті|новини|матеріали)|(?:прочетете|вижте|четете) (?:още|също)"
    "|(?:свързани|подобни) (?:статии|новини|публикации)",
    # Hebrew, Arabic, Persian, Hindi, Thai
    "(?:כתבות|מאמרים|ידיעות|פוסטים|תכנים) (?:נוספות|נוספים|קשורות|קשורים|דומות|דומים|מומלצות|מומלצים).{0,20}|עוד בנושא"
    "|(?:אולי|זה|זה אולי) יעניין אות(?:ך|כם)(?: גם)?|(?:קראו|קרא|ראו) (?:גם|עוד)|עוד כתבות.{0,20}",
    "(?:مواضيع|موضوعات|أخبار|اخبار|مقالات|قصص|محتوى) (?:ذات (?:صلة|علاقة)|متعلقة|مشابهة|مرتبطة)|ذات صلة"
    "|(?:اقرأ|إقرأ|أقرأ|اقرا|اقرؤوا|شاهد) (?:أيضا|أيضًا|أيضاً|ايضا|ايضاً|المزيد)|قد (?:يعجبك|يهمك)(?: (?:أيضا|أيضًا|أيضاً))?",
    "(?:مطالب|اخبار|خبرهای|مقالات|مقاله‌های|نوشته‌های|پست‌های) (?:مرتبط|مشابه|پیشنهادی)|(?:بیشتر|همچنین) بخوانید"
    "|شاید (?:بپسندید|دوست داشته باشید)",
    "(?:संबंधित|सम्बंधित|सम्बन्धित) (?:खबरें|ख़बरें|ख़बरें|समाचार|लेख|पोस्ट)|(?:यह|ये|इसे|इन्हें) भी (?:पढ़ें|पढ़ें|पढ़े|पढ़े|देखें)",
    # Bengali, Tamil, Malayalam, Urdu
    "সম্পর্কিত (?:খবর|সংবাদ|নিউজ)|আর[ওো] প(?:ড়|ড়)ুন|தொடர்புடைய செய்திகள்|இதையும் படி\\w*|ബന്ധപ്പെട്ട വാർത്തകൾ|ഇതും വായിക്കുക"
    "|متعلقہ خبریں|(?:یہ بھی|مزید) پڑھیں",
    "(?:ข่าว|บทความ|เรื่อง|เนื้อหา)(?:อื่น ?ๆ ?)?ที่(?:เกี่ยวข้อง|คุณอาจสนใจ|น่าสนใจ).{0,10}|(?:ข่าว|บทความ)(?:แนะนำ|เกี่ยวข้อง)"
    "|อ่าน(?:ข่าว)?(?:เพิ่มเติม|ต่อ)|คุณอาจ(?:จะ)?สนใจ.{0,10}",
    # German, Dutch, Nordic, Polish, Russian, Japanese, Korean
    "(?:das könnte|auch interessant|mehr (?:zum|zu diesem) thema|(?:lesen sie|lies) auch|weiterlesen).{0,30}"
    "|mehr (?:von|über) .{3,30}|(?:noch )?mehr (?:nachrichten|news|artikel|beiträge|kolumnen)"
    "|(?:ähnliche|verwandte|weitere|weiterführende|passende|interessante)[sr]? (?:aktuelle )?"
    "(?:artikel|beiträge|nachrichten|meldungen|pressemitteilungen|rezepte)"
    "(?: (?:zum thema|dazu|zu diesem thema|für sie))?"
    "|dies(?:e artikel|es?) könnten? (?:dich|sie|euch) (?:auch )?interessieren|passend (?:dazu|zum thema)|siehe auch|mehr aus .{3,30}",
    "lees (?:ook|verder)|meer (?:over|uit|van) .{3,30}|gerelateerde? (?:artikelen|berichten|nieuws)"
    "|läs (?:också|även|mer)|läs mer om|(?:läs )?mer (?:om|från) .{3,30}|relaterat"
    "|(?:læs|les) også"
    "|relatere(?:de|te) (?:artikler|nyheter|innlegg)|relaterade (?:artiklar|inlägg)",
    "(?:zobacz|czytaj|przeczytaj) (?:też|także|również)|czytaj więcej|zobacz więcej na temat"
    "|(?:podobne|powiązane|polecane) (?:artykuły|wpisy)|materiały powiązane"
    "|powiązane.{0,20}",
    "(?:читайте|смотрите) также|(?:ссылки|также) по теме|похожие (?:статьи|записи|материалы|новости)"
    "|(?:(?:материалы|новости|статьи|читайте|больше|ещё|еще) )?по теме",
    r"関連(?:する)?(?:記事|ニュース|リンク)|(?:(?:こちら|この記事)も|あなたに)?おすすめ(?:の?記事)?|こんな記事も.{2,12}|(?:あわせて|合わせて)読みたい|(?:관련|추천)\s?(?:기사|글|뉴스|콘텐츠|포스트|게시물)"
    r"|この(?:記事|ページ)を(?:読んだ|見た)(?:人|方).{0,24}|이런 (?:글|기사)(?:은|는) 어때요|함께 (?:보면|읽으면) 좋은.{0,10}"
    r"|관심 있을 만한.{0,10}",
)

_RANKING = _either(
    # Chinese
    "(?:热门|熱門|热点|最热|最熱|人气|人氣|热评|热搜|点击|點擊|阅读|閱讀|浏览|评论|[周月日]|今日|本周|本月|一周|新闻|图片"
    r"|视频|博文|\d+小时)*(?:排行榜?|排名|榜单?|TOP\s*\d*|风云榜)",
    r"[\u4e00-\u9fff]{2,4}(?:新闻|新聞|文章)?(?:排行榜?|点击榜)(?:TOP\s*\d*)?",
    "(?:热门|熱門|最热|最熱|人气|人氣|热|最新|最近|近期|随机|隨機|热评|热点|本站|今日|最新发布|实时|即时|即時)+的?"
    f"(?:{_THINGS}|更新|发表|发布|评论|留言|回复|回應|标签|消息|动态|快讯|要闻|头条)",
    "(?:新闻)?(?:热点|要闻|快讯|头条)|24小时(?:热文|热门|新闻)",
    # English
    f"(?:the )?(?:most|top|latest|recent|popular|trending|newest|new|hot|featured|breaking|today.?s|this week.?s){_RANKED}+"
    "(?: (?:on|in|from) .{3,30})?",
    "trending|popular|latest|recent|featured|editor.{0,2}s?.{0,2} (?:picks?|choice)",
    "in the news|(?:in )?other news(?: in .{2,40})?|elsewhere on.{0,30}|(?:around|from (?:around|across)) the web.*",
    # German, French, Spanish, Polish, Russian, Japanese
    "(?:neu(?:e|este)|aktuelle|beliebte|beliebteste|meistgelesene)[nr]? (?:artikel|beiträge|meldungen|nachrichten)"
    "|(?:am )?meist(?:en)? ?(?:gelesen|geklickt|kommentiert)(?:e artikel)?",
    "(?:articles )?les plus (?:lus|vus|consultés|populaires|commentés)(?: .{2,30})?"
    "|(?:lo|las|los) más (?:leíd|vist|comentad)[oa]s?(?: .{2,25})?|últimas noticias|última hora",
    "najnowsze|najpopularniejsze|najczęściej czytane|популярное|последние новости|самое (?:читаемое|популярное)",
    "(?:本日の|今週の)?(?:人気|新着|最新)(?:記事)?(?:一覧|ランキング)?",
    # Korean
    "이 ?시각 ?(?:주요|추천|인기)? ?뉴스|(?:가장 ?)?많이 ?본 ?(?:뉴스|기사|글)",
    "(?:sponsored|promoted|paid) (?:content|stories|links|posts?).*|from our (?:partners|sponsors).*",
)

_VAGUE = _either(
    "(?:本站|精彩|编辑|編輯|小编|热门|熱門|热点|今日|新闻|精选|精選|站长|最新|重点|头条)(?:推荐|推薦).*",
    rf"(?:推荐|推薦){_THINGS}?|更多.*|{_READ}更多|for you|recommended|more (?:news|stories|articles|posts).*",
    "more|(?:discover|explore) more|(?:keep|continue) exploring"
    "|(?:weitere|interessante) (?:artikel|beiträge)|saiba mais|polecane (?:artykuły|wpisy)|te recomendamos"
    "|(?:こちらも)?おすすめ",
    f"其[他它]{_THINGS}|diğer haberler|další (?:články|zprávy)|ďalšie (?:články|správy)|további cikkek|(?:tin|bài viết|bài) khác"
    "|(?:artikel|berita) lainnya|(?:xem|đọc) thêm|lue lisää|(?:ข่าว|บทความ)แนะนำ",
)

_CUES = re.compile("[相関关關联聯似類同推荐薦读讀閱喜欢歡趣看更随隨排热熱新近榜闻聞往前人おあこ관추이วอ]")
"""A heading in a script without spaces has one of these."""

_FIRST_WORDS = frozenset(
    """
    related similar discover recommended recommendations recommend suggested associated relevant you read readers people others if
    up watch what's what’s whats what also see next keep continue further more additional don't don’t dont we editors
    editor's editor’s editors' for posts stories articles content other our view explore most top latest recent popular
    trending newest new hot featured breaking today's today’s this the in elsewhere around from sponsored promoted paid
    reading neue neueste neuesten aktuelle beliebte beliebteste meistgelesen meistgelesene meistgeklickt meistkommentiert meist am
    noch diese dieses dies weiterführende les nos articles lo las los últimas última najnowsze najpopularniejsze najczęściej
    популярное последние самое ссылки также
    más mas noticias artículos entradas contenido contenidos temas relacionada relacionadas relacionado relacionados lea leer
    lee mira mirá mire te le también leia veja notícias artigos matérias conteúdo conteúdos você pode saiba leggi articoli notizie ti
    potrebbe potrebbero à lire voir dans sur vous das auch mehr lesen lies ähnliche verwandte weitere passende passend
    interessante siehe weiterlesen lees meer gerelateerde läs mer læs les relaterede relaterat relaterte relaterade zobacz czytaj przeczytaj
    podobne polecane powiązane materiały читайте смотрите похожие по материалы новости статьи больше ещё еще
    articole stiri știri ştiri postări citește citeşte citeste citiți citiţi vezi s-ar ar te-ar související podobné další
    súvisiace ďalšie mohlo čtěte přečtěte čítajte prečítajte povezane povezani pročitajte kapcsolódó hasonló olvasta ez ezek
    ajánlott további aiheeseen aiheesta juttuun lue katso samankaltaisia saatat ilgili i̇lgili ilginizi i̇lginizi benzer
    önerilen diğer bunlar bunu hoşunuza sıradaki artikel berita postingan tulisan konten baca lihat mungkin rekomendasi
    tin bài các chủ có bạn xem đọc σχετικά σχετικα σχετικές σχετικες παρόμοια παρομοια προτεινόμενα προτεινομενα διαβάστε
    διαβαστε δείτε δειτε διάβασε δες ίσως ισως μπορεί дивіться матеріали новини більше ще за
    схожі прочетете вижте четете свързани подобни כתבות מאמרים
    ידיעות פוסטים תכנים עוד אולי זה קראו קרא ראו مواضيع موضوعات أخبار اخبار مقالات قصص محتوى ذات اقرأ إقرأ أقرأ اقرا اقرؤوا
    شاهد قد مطالب خبرهای مقاله‌های نوشته‌های پست‌های بیشتر همچنین شاید संबंधित सम्बंधित सम्बन्धित यह ये इसे इन्हें
    সম্পর্কিত আরও আরো தொடர்புடைய இதையும் ബന്ധപ്പെട്ട ഇതും متعلقہ یہ مزید
    """.split()
)
"""A heading in other scripts begins with one of these."""
_FIRST_LETTERS = Beginnings(_FIRST_WORDS)
