"""Open Graph and the other metas: which field each name speaks of, and what the page gives there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from aggregator.extraction.claims import vocabulary
from aggregator.items import Person
from aggregator.text import plain

if TYPE_CHECKING:
    from aggregator.extraction.claims.record import Claims
    from aggregator.extraction.page.page_map import PageMap

_NAMES = {
    "titles": """og:title twitter:title articletitle citation_title dc.title dcterms.title parsely-title
        sailthru.title headline title""",
    "authors": """author article:author og:article:author article:author_name dc.creator dcterms.creator
        citation_author parsely-author sailthru.author byl byline cxenseparse:author weibo:article:author
        dc.author og:author authors""",
    "source_names": "contentsource source mediaid",
    "published": """article:published_time og:article:published_time article:published og:published_time
        bytedance:published_time datepublished pubdate publishdate publish_date publishdate publication_date
        dc.date.issued dcterms.issued dcterms.created dc.date dcterms.date citation_publication_date
        citation_date citation_online_date parsely-pub-date sailthru.date cxenseparse:recs:publishtime
        weibo:article:create_at apub:time og:pubdate article_date_original originalpublicationdate
        rnews:datepublished shareaholic:article_published_time _pubtime publishtime publish_time
        published_time ptime created article.published og:release_date date""",
    "modified": """article:modified_time og:article:modified_time og:updated_time bytedance:updated_time
        datemodified dcterms.modified dc.date.modified weibo:article:update_at last-modified lastmod
        article.updated article:modified revised modified_time bytedance:lrdate_time""",
    "sections": """article:section og:article:section parsely-section cxenseparse:category section
        columnname category""",
    "tags": "article:tag og:article:tag news_keywords parsely-tags sailthru.tags keywords",
    "descriptions": "og:description description twitter:description dc.description dcterms.description",
    "images": "og:image og:image:url og:image:secure_url twitter:image twitter:image:src image",
    "languages": "og:locale dc.language dcterms.language content-language language",
    "site_names": "og:site_name application-name sitename apple-mobile-web-app-title al:ios:app_name cre",
    "og_type": "og:type",
    "og_url": "og:url",
}
_FIELD_OF = {
    name: (field, rank) for field, names in _NAMES.items() for rank, name in enumerate(names.split())
}
_LISTS = frozenset(
    """article:tag og:article:tag citation_author article:author author dc.creator dcterms.creator""".split()
)
"""Metas that are repeated once a value."""
_INNERMOST_LAST = frozenset({"og:article:section"})
"""Metas that Discourse repeats: a category after the one that it is part of."""
_LABELS = ("twitter:label", "twitter:data")
_AUTHOR_LABELS = frozenset(
    {"written by", "author", "作者", "撰文者", "verfasst von", "écrit par", "escrito por"}
)

Metas = dict[str, list[tuple[tuple[int, str], str]]]
"""Field -> ((rank, name), content) of each meta element that speaks of it, in document order."""


def find(page: PageMap) -> Metas:
    """The metas that speak of a field."""
    found: Metas = defaultdict(list)
    labels: dict[str, str] = {}
    metas = page.by_tag.get("meta", [])
    columns = (
        page.elements.attributes(metas, name) for name in ("property", "name", "http-equiv", "content")
    )
    for first, second, third, content in zip(*columns, strict=True):
        name = (first or second or third or "").strip().lower().replace(" ", "")
        if name not in _FIELD_OF and not name.startswith(_LABELS):
            continue
        if not content or len(content) > 20_000:
            continue
        if name in _FIELD_OF:
            field, rank = _FIELD_OF[name]
            found[field].append(((rank, name), plain(content)))
        else:
            labels[name] = plain(content)
    for name, label in labels.items():
        if label.lower() in _AUTHOR_LABELS and (value := labels.get(name.replace("label", "data"))):
            found["authors"].append(((99, "twitter:data"), value))
    return found


def read(claims: Claims, metas: Metas) -> None:
    """Claim what they say of the article."""
    for field, values in metas.items():
        if field in ("site_names", "og_type", "og_url"):
            continue
        by_name: dict[tuple[int, str], list[str]] = defaultdict(list)
        for key, content in values:
            by_name[key].append(content)
        for (_, name), contents in sorted(by_name.items()):
            source = f"meta:{name}"
            if field == "authors":
                named = contents if name in _LISTS else contents[:1]
                persons = (Person(name=entry) for entry in dict.fromkeys(named) if entry)
                claims.add(field, tuple(persons), source)
            elif field == "tags":
                tags = dict.fromkeys(contents) if name in _LISTS else vocabulary.keywords(contents[0])
                claims.add(field, tuple(filter(None, tags)), source)
            else:
                claims.add(field, contents[-1 if name in _INNERMOST_LAST else 0], source)
