"""What speaks for and against a page being one article, in figures.

Each feature is about 0 to 1 and cheap to read off the map: the address, what the page declares, the body's shape,
headings that are links, words of shops and services, the fields that were found.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from aggregator import urls
from aggregator.extraction.links.cards import HEADINGS
from aggregator.items import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.claims.structured import Structured
    from aggregator.extraction.links.anchors import Hyperlink, Span
    from aggregator.extraction.links.related import Block
    from aggregator.extraction.page.page_map import PageMap
    from aggregator.extraction.records import Found


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the page when it is judged."""

    page: PageMap
    body: Body
    links: Sequence[Hyperlink]
    teasers: Sequence[Block]
    turners: Sequence[Span]
    """Pagination."""
    claims: Structured
    fields: Mapping[str, Found[Any] | None]
    """What was found, by the article's names."""


_ARTICLE_TYPES = frozenset(
    "Article NewsArticle BlogPosting Report ScholarlyArticle TechArticle LiveBlogPosting".split()
)
_PAGE_TYPES = {
    "Product": "types_product",
    "ProductGroup": "types_product",
    "Offer": "types_product",
    "SoftwareApplication": "types_product",
    "CollectionPage": "types_list",
    "ItemList": "types_list",
    "SearchResultsPage": "types_list",
    "Blog": "types_list",
    "ProfilePage": "types_list",
    "Service": "types_service",
    "LocalBusiness": "types_service",
    "FAQPage": "types_service",
    "AboutPage": "types_service",
    "ContactPage": "types_service",
}

_BODY_CLASSES = {
    "class_single": re.compile(
        r"(?:^|\s)(?:single(?:-post)?|post-template-default|postid-\d+|node-type-article|article)(?:\s|$)"
    ),
    "class_list": re.compile(
        r"(?:^|\s)(?:archive|category|tag|author|search|search-results|blog|home|paged|tax-\S+|post-type-archive\S*|date)(?:\s|$)"
    ),
    "class_page": re.compile(r"(?:^|\s)(?:page|page-template\S*|page-id-\d+|error404)(?:\s|$)"),
    "class_shop": re.compile(
        r"(?:^|\s)(?:woocommerce\S*|single-product|product\S*|template-product|template-collection)(?:\s|$)"
    ),
}

_PATHS = {
    "path_shop": re.compile(
        r"/(?:products?|shop|store|collections?|item|itm|dp|browse|catalog(?:ue)?|cart|buy|c|p|b|cat|brands?|deals|s)(?:/|$)|/cat_"
    ),
    "path_service": re.compile(
        r"/(?:services?|solutions?|about\S*|contact\S*|pricing|plans|features?|platform|what-we-do|company|team|careers|industries"
        r"|expertise|practice-areas?|privacy\S*|terms\S*|faq\S*|login|signup|register|links?|friends?|guestbook|link)(?:[/.]|$)"
    ),
    "path_forum": re.compile(
        r"/(?:forums?|threads?|topics?|questions|discussion\S*|community|viewtopic\S*|showthread\S*|t|bbs)(?:[/.]|$)"
    ),
    "path_news": re.compile(
        r"/(?:blogs?|news|articles?|posts?|story|stories|opinion|magazine|archives|\d{4}/\d\d?)(?:/|$)"
    ),
}
_INDEX = re.compile(r"/index\.\w{3,5}$")
_PERIOD = re.compile(r"/(?:19|20)\d\d(?:/\d\d?){0,2}/?$")
_TITLE_OTHER = re.compile(
    r"^(?:about|contact|privacy|terms|log ?in|sign ?(?:in|up)|register|search|archives?|categor(?:y|ies)|tags?|home|welcome|index"
    r"|page not found|404|not found|faq|sitemap|links?|friends|blog|news|articles|posts?|all posts|authors?)\b(?!.*\?)"
    r"|^(?:关于|關於|联系|聯繫|登录|登錄|注册|搜索|归档|歸檔|分类|分類|标签|標籤|首页|友情链接|友链|留言|目录|文章列表|时间轴|页面不存在|404)"
    r"|(?:category|tag|author|archive|search results)\b|页面(?:不存在|未找到)|(?:归档|分类|标签)$",
    re.I,
)
_PRICE = re.compile(r"(?:[$€£¥￥]|US\$|USD|EUR|Rs\.?)\s?\d[\d,.]*|\d[\d.,]*\s?(?:€|£|USD|EUR|zł|kr)\b")
_MONEY = ("$", "€", "£", "¥", "￥", "USD", "EUR", "Rs", "zł", "kr")
"""One of these is in every price."""
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d\d",
    re.I,
)
_CALLS = frozenset(
    """
    get started|get started free|start free trial|free trial|try for free|try it free|request a demo|book a demo|get a demo
    schedule a demo|contact us|contact sales|learn more|buy now|shop now|add to cart|add to bag|add to basket|sign up
    sign up free|get a quote|request a quote|free quote|book now|book a call|schedule a call|call now|download now|view details
    see pricing|talk to sales|talk to an expert|join now|explore|find out more|see all|view all|shop all|get in touch|enquire now
    加入购物车|立即购买|免费试用|立即咨询|在线咨询|立即注册|联系我们|了解更多|查看详情
    """.strip()
    .replace("\n    ", "|")
    .split("|")
)
_PHRASES = {
    "says_shop": """
        add to cart|add to bag|add to basket|in stock|out of stock|free shipping|free delivery|free returns|customer reviews
        sku:|qty|quantity|wishlist|wish list|buy now|size guide|best seller|ratings|you save|加入购物车|立即购买|库存|运费""",
    "says_service": """
        why choose|our services|our team|our clients|our customers|testimonials|trusted by|free quote|free trial|free consultation
        request a demo|book a demo|get started|contact us today|schedule a|call us|what our|how it works|frequently asked
        our solutions|case studies|start your|pricing plans|our experts|years of experience|satisfaction|联系我们|免费咨询""",
    "says_list": """
        sort by|filter by|clear all|clear filters|per page|load more|show more|results for|showing 1|view all|all categories
        items per|next page|older posts|browse by|refine|no results|页次|下一页|尾页|共有|条记录|篇文章|阅读全文|置顶""",
    "says_article": """
        min read|minute read|minutes read|last updated|written by|reviewed by|posted on|posted by|published on|about the author
        share this article|this article|leave a reply|leave a comment|post a comment|by the author|advertisement|updated:|published:
        filed under|tagged|责任编辑|责编|作者：|来源：|编辑：|发布时间|记者|上一篇|下一篇|相关文章|相关新闻|转载|原文链接|本文""",
}
"""Phrases that many pages of a kind show; how many different ones a page shows is a feature."""
_SAYINGS = {
    name: tuple(phrase for line in phrases.split("\n") for phrase in line.strip().split("|") if phrase)
    for name, phrases in _PHRASES.items()
}
_MORE = frozenset(
    "more|read more|continue reading|view more|see more|read article|read story|full story|read the full story"
    "|更多|查看更多|阅读全文|閱讀全文|阅读更多|查看全文|详细|详情|全文|继续阅读|繼續閱讀|閱讀更多".split("|")
)
_ADDRESS_WORDS = re.compile(r"you(?<=\byou)r?\b|our(?<=\bour)\b|we(?<=\bwe)\b")
"""In lower case; alternatives that begin with letters are searched several times faster."""
_BYLINE_NAMES = (
    "byline",
    "author",
    "posted-on",
    "post-meta",
    "entry-meta",
    "article-meta",
    "entry-date",
    "pubdate",
    "post-date",
    "article-info",
)


def features(evidence: Evidence) -> dict[str, float]:
    """The page in figures, each about 0 to 1."""
    page, body = evidence.page, evidence.body
    return {
        **_of_address(page.url, evidence.claims.canonical),
        **_of_claims(page, evidence.claims),
        **_of_body(page, body),
        **_of_links(evidence),
        **_of_words(page),
        **_of_fields(evidence.fields),
    }


def _of_address(url: str, canonical: str | None) -> dict[str, float]:
    declared_front = canonical is not None and urls.is_front(canonical)
    if canonical and urls.is_front(url) and not declared_front and urls.same_site(url, canonical):
        url = canonical  # an article that a front page's address was redirected to
    parts = urlsplit(url)
    path = unquote(parts.path).lower()
    segments = [segment for segment in path.split("/") if segment]
    last = segments[-1] if segments else ""
    kind = urls.guess_kind(_INDEX.sub("/", url))
    found = {name: float(bool(pattern.search(path))) for name, pattern in _PATHS.items()}
    return found | {
        "url_article": float(kind is Kind.ARTICLE),
        "url_list": float(kind is Kind.LIST or bool(_PERIOD.search(path))),
        "url_other": float(kind is Kind.OTHER),
        "url_front": float(bool(parts.netloc) and (kind is Kind.FRONT or not segments)),
        "url_declared_front": float(declared_front),
        "url_depth": min(len(segments), 6) / 6,
        "url_slug": min(last.count("-") + last.count("_") + last.count("+"), 8) / 8,
        "url_long": min(len(last.encode()), 80) / 80,
        "url_digits": float(any(sign.isdigit() for sign in last)),
        "url_html": float(last.endswith(("html", ".htm", ".shtml", ".php", ".aspx"))),
        "url_query": float(bool(parts.query)),
    }


def _of_claims(page: PageMap, claims: Structured) -> dict[str, float]:
    found = dict.fromkeys(_PAGE_TYPES.values(), 0.0)
    for name in claims.types:
        if name in _PAGE_TYPES:
            found[_PAGE_TYPES[name]] = 1.0
    names = " ".join(page.names[node] for node in page.by_tag["body"][:1])
    found |= {feature: float(bool(pattern.search(names))) for feature, pattern in _BODY_CLASSES.items()}
    og_type = (claims.og_type or "").lower()
    head = " ".join(claims.titles[0].value.split()) if claims.titles else ""
    if not head:
        head = next((" ".join((page.elements[node].text or "").split()) for node in page.by_tag["title"]), "")
    return found | {
        "types_article": float(claims.has_article or bool(claims.types & _ARTICLE_TYPES)),
        "og_article": float(og_type in ("article", "blog", "news", "newsarticle", "article:opinion")),
        "og_website": float(og_type == "website"),
        "og_product": float("product" in og_type),
        "claims_published": float(bool(claims.published)),
        "claims_authors": float(bool(claims.authors)),
        "claims_section": float(bool(claims.sections)),
        "title_other": float(bool(_TITLE_OTHER.search(head))),
        "title_long": min(len(head.encode()), 120) / 120,
    }


def _of_body(page: PageMap, body: Body) -> dict[str, float]:
    lines = body.blocks
    sizes = [page.block_size(line) for line in lines]
    size = sum(sizes)
    marks = sum(page.block_marks(line) for line in lines)
    linked = sum(page.block_link_size(line) for line in lines)
    prose = [
        length
        for line, length in zip(lines, sizes, strict=True)
        if length >= 150 and page.block_marks(line) >= 2 and page.block_link_size(line) * 3 < length
    ]
    everything = page.size(0)
    headings = sum(1 for line in lines if page.tags[page.block_nodes[line]] in HEADINGS)
    text = " ".join(page.block_text(line) for line in lines[:60])[:6000]
    words = text.count(" ") + 1
    prices = len(_PRICE.findall(text)) if any(map(text.__contains__, _MONEY)) else 0
    short = [line for line, length in zip(lines, sizes, strict=True) if 6 <= length <= 60]
    dates = sum(_has_date(page.block_text(line)) for line in short[:200])
    return {
        "body_size": min(math.log1p(size) / 10, 1.2),
        "body_tiny": float(size < 200),
        "body_share": size / (everything or 1),
        "body_linked": linked / (size or 1),
        "body_marks": min(marks * 100 / (size or 1), 5) / 5,
        "body_prose": sum(prose) / (size or 1),
        "body_prose_size": min(math.log1p(sum(prose)) / 10, 1.2),
        "body_prose_count": min(len(prose), 20) / 20,
        "body_longest": min(max(prose, default=0), 1500) / 1500,
        "body_line": min(size / (len(lines) or 1), 400) / 400,
        "body_headings": min(headings / (len(lines) or 1), 0.5) * 2,
        "body_prices": min(prices, 10) / 10,
        "body_dates": min(dates, 8) / 8,
        "body_address": min(len(_ADDRESS_WORDS.findall(text.lower())) * 25 / words, 2) / 2,
        "body_question": min(text.count("?") + text.count("？"), 10) / 10,
    }


def _has_date(line: str) -> bool:
    return _DIGIT.search(line) is not None and _DATE.search(line) is not None


def _of_links(evidence: Evidence) -> dict[str, float]:
    page, body, links, teasers = evidence.page, evidence.body, evidence.links, evidence.teasers
    start, end = body.node, page.ends[body.node]
    headings = _headings(page, teasers)
    own = _own(page, links)
    linked = [
        node for node in headings if own[bisect_left(own, node - 2) : bisect_right(own, page.ends[node])]
    ]
    linked = [node for node in linked if page.link_density(node) > 0.5]
    inside = [node for node in headings if start <= node < end]
    linked_inside = [node for node in linked if start <= node < end]
    short = [link.text.lower() for link in links if len(link.text) <= 24]
    calls = sum(text in _CALLS for text in short)
    more = sum(text.strip(" .…»›>→[]【】") in _MORE for text in short)
    articles = [node for node in page.by_tag["article"] if "comment" not in page.names[node]]
    h1 = page.by_tag["h1"]
    listed = len(linked) >= 3 or len(articles) >= 3
    lead = 1.0
    if linked_inside:
        before = page.size_between(page.chunk_starts[start], page.chunk_starts[linked_inside[0]])
        lead = before / (page.size(start) or 1)
    return {
        "listed": float(listed),
        "listing": float(len(linked_inside) >= 3 and len(linked_inside) * 2 > len(inside) and lead < 0.35),
        "listing_early": 1 - lead,
        "listed_front": float(listed and urls.is_front(page.url)),
        "links_headed": min(len(linked), 12) / 12,
        "links_headed_inside": min(len(linked_inside), 6) / 6,
        "links_headed_share": len(linked_inside) / (len(inside) or 1),
        "links_headed_most": float(len(linked_inside) >= 2 and len(linked_inside) * 2 > len(inside)),
        "headings": min(len(headings), 30) / 30,
        "links_more": min(more, 10) / 10,
        "links_calls": min(calls, 6) / 6,
        "links_total": min(math.log1p(len(links)) / 7, 1.2),
        "page_linked": page.link_density(0),
        "pager": float(bool(evidence.turners)),
        "articles_one": float(len(articles) == 1),
        "articles_many": min(max(len(articles) - 1, 0), 8) / 8,
        "times_one": float(1 <= len(page.by_tag["time"]) <= 2),
        "times_many": min(len(page.by_tag["time"]), 12) / 12,
        "h1_one": float(len(h1) == 1),
        "h1_many": float(len(h1) > 2),
        "h1_linked": float(any(page.link_density(node) > 0.5 for node in h1)),
        "forms": min(len(page.by_tag["form"]), 5) / 5,
        "fields": min(len(page.by_tag["input"]) + len(page.by_tag["select"]), 20) / 20,
        "byline": float(page.has_name(_BYLINE_NAMES)),
        "dated": float(_dated_near_title(page, body)),
        "teasers": float(bool(teasers)),
        "comments": float(page.has_name(("comment", "disqus", "pinglun", "respond"))),
        "grid": min(_grid(page), 24) / 24,
        "cart": float(
            page.has_name(("add-to-cart", "addtocart", "add_to_cart", "product-price", "price-box"))
        ),
    }


def _grid(page: PageMap) -> int:
    """The most pictures with links that stand in elements of one name below one parent: teasers, goods."""
    cells: Counter[tuple[int, str, str]] = Counter()
    seen: set[int] = set()
    for picture in page.by_tag["img"][:300]:
        node = page.parents[picture]
        for _ in range(6):
            above = page.parents[node]
            if above < 0 or node in seen:
                break
            seen.add(node)
            cells[above, page.tags[node], page.names[node].partition(" ")[0]] += 1
            node = above
    return max(cells.values(), default=0)


def _own(page: PageMap, links: Sequence[Hyperlink]) -> list[int]:
    """Elements of the links to other pages of the same host."""
    parts = urlsplit(page.url)
    origin = f"{parts.scheme}://{parts.netloc}/"
    return [link.node for link in links if link.url.startswith(origin) and link.url != page.url]


def _headings(page: PageMap, teasers: Sequence[Block]) -> list[int]:
    """Headings with text, but for those in blocks of related articles."""
    headings = sorted(node for tag in ("h1", "h2", "h3", "h4") for node in page.by_tag[tag])
    starts = [block.start for block in teasers]
    outside = []
    for node in headings:
        before = bisect_right(starts, node) - 1
        in_block = before >= 0 and node < teasers[before].end
        if not in_block and page.chunk_starts[node] < page.chunk_ends[node]:
            outside.append(node)
    return outside


def _of_words(page: PageMap) -> dict[str, float]:
    """How many phrases of each kind stand in the page's short pieces of text, where a frame's words are."""
    text = " ".join(chunk for chunk in page.chunks if len(chunk) <= 60).lower()[:20_000]
    return {name: min(sum(map(text.__contains__, phrases)), 6) / 6 for name, phrases in _SAYINGS.items()}


def _of_fields(fields: Mapping[str, Found[Any] | None]) -> dict[str, float]:
    published, authors = fields.get("date_published"), fields.get("authors")
    return {
        "has_date": float(published is not None),
        "has_shown_date": float(
            published is not None and not published.source.startswith(("meta", "json-ld", "url"))
        ),
        "has_author": float(authors is not None and any(person.role == "author" for person in authors.value)),
    }


def _dated_near_title(page: PageMap, body: Body) -> bool:
    """A date stands in the lines between the headline, or a little above the body, and the body's first lines."""
    lines = body.blocks
    if not lines:
        return False
    top = lines[0]
    for node in page.by_tag["h1"][:1]:
        if page.chunk_starts[node] < page.chunk_ends[node]:
            top = min(top, page.chunk_blocks[page.chunk_starts[node]])
    first = max(top - 6, 0, lines[0] - 40)
    for line in range(first, min(lines[0] + 3, len(page.block_nodes))):
        if page.block_size(line) <= 200 and _has_date(page.block_text(line)):
            return True
    return any(page.chunk_starts[node] <= page.block_starts[lines[0]] for node in page.by_tag["time"][:3])
