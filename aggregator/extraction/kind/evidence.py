"""What speaks for and against a page being one article, in figures.

Each feature is about 0 to 1 and cheap to read off the map: the address, what the page declares, the body's shape,
headings that are links, words of shops and services, the fields that were found.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from aggregator import urls
from aggregator.extraction.kind.words import figures
from aggregator.extraction.page.elements import HEADINGS
from aggregator.items import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.kind.words import Words
    from aggregator.extraction.links.hyperlinks import Links
    from aggregator.extraction.links.regions import Span
    from aggregator.extraction.links.related import Block
    from aggregator.extraction.page.page_map import PageMap
    from aggregator.extraction.records import Found


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the page when it is judged."""

    page: PageMap
    body: Body
    links: Links
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
    "Question": "types_service",
    "Course": "types_service",
    "Event": "types_service",
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
_PARAGRAPH = 150
_BYLINE = 300
"""Bytes that may stand between a headline and its text."""
_READ, _READ_LINES = 4000, 40
_DIGIT = re.compile(r"\d")
_DATE = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+(?:19|20)\d\d"
    r"|\b\d{1,2}(?:st|nd|rd|th)?\s+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?\s+(?:19|20)\d\d",
    re.I,
)


def features(evidence: Evidence, words: Words) -> dict[str, float]:
    """The page in figures, each about 0 to 1."""
    page, body = evidence.page, evidence.body
    return {
        **_of_address(page.url, evidence.claims.canonical),
        **_of_claims(page, evidence.claims),
        **_of_body(page, body),
        **_of_links(evidence),
        **figures(words),
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
        "url_word": float(last.partition(".")[0].isalpha() and last.isascii()),
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
    return found | {
        "types_article": float(claims.has_article or bool(claims.types & _ARTICLE_TYPES)),
        "og_article": float(og_type in ("article", "blog", "news", "newsarticle", "article:opinion")),
        "og_website": float(og_type == "website"),
        "og_product": float("product" in og_type),
        "claims_published": float(bool(claims.published)),
        "claims_authors": float(bool(claims.authors)),
        "claims_section": float(bool(claims.sections)),
    }


def _of_body(page: PageMap, body: Body) -> dict[str, float]:
    lines = body.blocks
    starts, (size_before, linked_before, marks_before) = page.block_starts, page.totals
    ranges = [(starts[line], starts[line + 1]) for line in lines]
    sizes = [size_before[end] - size_before[start] for start, end in ranges]
    size = sum(sizes)
    marks = sum(marks_before[end] - marks_before[start] for start, end in ranges)
    linked = sum(linked_before[end] - linked_before[start] for start, end in ranges)
    prose = [
        length
        for (start, end), length in zip(ranges, sizes, strict=True)
        if length >= _PARAGRAPH
        and marks_before[end] - marks_before[start] >= 2
        and (linked_before[end] - linked_before[start]) * 3 < length
    ]
    count = len(lines) or 1
    headings = sum(1 for line in lines if page.tags[page.block_nodes[line]] in HEADINGS)
    text = " ".join([page.block_texts[line] for line in lines[:_READ_LINES]])[:_READ].lower()
    words = text.count(" ") + 1
    short = [line for line, length in zip(lines, sizes, strict=True) if 6 <= length <= 60]
    return {
        "body_size": min(math.log1p(size) / 10, 1.2),
        "body_tiny": float(size < 200),
        "body_share": size / (page.size(0) or 1),
        "body_linked": linked / (size or 1),
        "body_marks": min(marks * 100 / (size or 1), 5) / 5,
        "body_prose": sum(prose) / (size or 1),
        "body_prose_size": min(math.log1p(sum(prose)) / 10, 1.2),
        "body_prose_count": min(len(prose), 20) / 20,
        "body_prose_long": min(sum(length >= 2 * _PARAGRAPH for length in prose), 12) / 12,
        "body_longest": min(max(prose, default=0), 1500) / 1500,
        "body_line": min(size / count, 400) / 400,
        "body_short": sum(length < 60 for length in sizes) / count,
        "body_headings": min(headings / count, 0.5) * 2,
        "body_dates": min(sum(_has_date(page.block_texts[line]) for line in short[:_READ_LINES]), 8) / 8,
        "body_ours": min((text.count(" we ") + text.count(" our ")) * 25 / words, 1.5) / 1.5,
        "body_yours": min((text.count(" you ") + text.count(" your ")) * 25 / words, 1.5) / 1.5,
        **_of_place(page, lines, size),
    }


def _of_place(page: PageMap, lines: list[int], size: int) -> dict[str, float]:
    """Whether the body is one piece, and what stands around it: other pages show their text in many places."""
    if not lines:
        return dict.fromkeys(("body_filled", "body_whole", "body_runs", "body_before", "body_after"), 0.0)
    starts, (sizes, _, _) = page.block_starts, page.totals
    first, last = starts[lines[0]], starts[lines[-1] + 1]
    runs = 1 + sum(after - line > 1 for line, after in pairwise(lines))
    return {
        "body_filled": size / (sizes[last] - sizes[first] or 1),
        "body_whole": len(lines) / (lines[-1] + 1 - lines[0]),
        "body_runs": runs / len(lines),
        "body_before": min(sizes[first], 3000) / 3000,
        "body_after": min(sizes[-1] - sizes[last], 6000) / 6000,
    }


def _has_date(line: str) -> bool:
    return _DIGIT.search(line) is not None and _DATE.search(line) is not None


def _of_links(evidence: Evidence) -> dict[str, float]:
    page, body, links, teasers = evidence.page, evidence.body, evidence.links, evidence.teasers
    start, end = body.node, page.ends[body.node]
    headings = _headings(page, teasers)
    linked = [node for node in headings if page.link_density(node) > 0.5]
    if linked:
        own = _own(page, links)
        linked = [
            node for node in linked if own[bisect_left(own, node - 2) : bisect_right(own, page.ends[node])]
        ]
    inside = [node for node in headings if start <= node < end]
    linked_inside = [node for node in linked if start <= node < end]
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
        "buttons": min(len(page.by_tag["button"]), 30) / 30,
        "tables": min(len(page.by_tag["tr"]), 30) / 30,
        "fields": min(len(page.by_tag["input"]) + len(page.by_tag["select"]), 20) / 20,
        "teasers": float(bool(teasers)),
    }


def _own(page: PageMap, links: Links) -> list[int]:
    """Elements of the links to other pages of the same host."""
    parts = urlsplit(page.url)
    origin = f"{parts.scheme}://{parts.netloc}/"
    pairs = zip(links.nodes, links.urls, strict=True)
    return [node for node, url in pairs if url.startswith(origin) and url != page.url]


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


def shows_another(evidence: Evidence) -> bool:
    """Whether the text stands below a headline that links to another page of the site: it is that page's article."""
    page, links, first = evidence.page, evidence.links, evidence.body.blocks[0]
    start, end = page.block_starts[first], page.block_starts[first + 1]
    above = [
        node
        for node in _headings(page, evidence.teasers)
        if page.chunk_ends[node] <= start or (page.chunk_starts[node] < end and page.link_density(node) > 0.5)
    ]
    if not above or page.link_density(above[-1]) <= 0.5:
        return False
    if page.size_between(page.chunk_ends[above[-1]], start) > _BYLINE:
        return False
    here = {(url or "").rstrip("/") for url in (page.url, evidence.claims.canonical)}
    return any(
        url.rstrip("/") not in here
        and urls.same_site(url, page.url)
        and urls.guess_kind(url) in (Kind.ARTICLE, Kind.UNKNOWN)
        for url in map(links.urls.__getitem__, links.within(above[-1] - 2, page.ends[above[-1]]))
    )


def _of_fields(fields: Mapping[str, Found[Any] | None]) -> dict[str, float]:
    published, authors = fields.get("date_published"), fields.get("authors")
    return {
        "has_date": float(published is not None),
        "has_shown_date": float(
            published is not None and not published.source.startswith(("meta", "json-ld", "url"))
        ),
        "has_author": float(authors is not None and any(person.role == "author" for person in authors.value)),
    }
