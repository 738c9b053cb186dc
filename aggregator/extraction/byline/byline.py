"""Who wrote it, for whom, in which section, how often read: the byline as the page shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import compress
from typing import TYPE_CHECKING

from aggregator.extraction.byline import attribution, counts, names
from aggregator.extraction.byline import places as byline_places
from aggregator.extraction.byline.vicinity import Vicinity
from aggregator.extraction.claims.record import absolute
from aggregator.extraction.records import Found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.headline.title import Headline
    from aggregator.extraction.page.page_map import PageMap
    from aggregator.items import Person


@dataclass(frozen=True, kw_only=True)
class Byline:
    """What the byline says, and where it is."""

    authors: Found[tuple[Person, ...]] | None = None
    """Everybody named, `role="author"` first; there may be editors alone. None: nobody is named."""
    source_name: Found[str] | None = None
    dates: tuple[str, ...] = ()
    """Lines of the byline that give a date, in the page's order."""
    category: Found[str] | None = None
    view_count: Found[int] | None = None
    comment_count: Found[int] | None = None
    like_count: Found[int] | None = None
    blocks: frozenset[int] = frozenset()
    """Lines of the page that are byline and nothing else, which the body leaves out."""


_NO_PAGE = ("#", "javascript:", "mailto:")
_LONGEST = 400
"""Characters of a link that may be a name, blanks included."""
_HAN = re.compile(f"[{names.HAN}]")


def find(
    page: PageMap, structured: Structured, title: Headline | None = None, body: Body | None = None
) -> Byline:
    """Everything the byline says, checked against what the page says for machines."""
    vicinity = Vicinity(page, structured, title, body)
    chinese = title is not None and _HAN.search(title.value) is not None
    evidence = byline_places.gather(vicinity)
    attribution.claim_structured(evidence, structured, chinese=chinese)
    sites = _site_names(structured, page)
    best = attribution.choose(evidence, sites, chinese=chinese)
    source = next(iter(evidence.sources), None) or _account(evidence, best)
    others = [person for person in evidence.others if not _is_site(person.name, sites)]
    return Byline(
        authors=_persons(page, best, others) if best is not None or others else None,
        source_name=Found(source, "byline") if source else _declared_source(structured),
        dates=tuple(dict.fromkeys(evidence.dates)),
        category=Found(evidence.category, "byline") if evidence.category else None,
        view_count=_count(evidence, "views", structured.view_counts),
        comment_count=_count(evidence, "comments", structured.comment_counts),
        like_count=_count(evidence, "likes", structured.like_counts),
        blocks=frozenset(evidence.blocks),
    )


def _account(evidence: attribution.Evidence, best: attribution.Claim | None) -> str | None:
    """The account that the article appeared under, where it is by somebody else."""
    is_author = best is None or any(person.name == evidence.account for person in best.persons)
    return None if is_author else evidence.account


def _declared_source(structured: Structured) -> Found[str] | None:
    """The outlet that machines are told, unless it is but an address."""
    return next((claim for claim in structured.source_names if "://" not in claim.value), None)


def _count(evidence: attribution.Evidence, kind: str, declared: Iterable[Found[str]]) -> Found[int] | None:
    """The number shown, else the one that machines are told. A 0 that nobody is shown is what templates begin with."""
    if kind in evidence.counts:
        return Found(evidence.counts[kind], "byline")
    values = ((counts.value(claim.value), claim.source) for claim in declared)
    return next((Found(value, source) for value, source in values if value), None)


def _site_names(structured: Structured, page: PageMap) -> set[str]:
    """The site's names, folded: an article is not written by a site while somebody else is named."""
    host = page.url.partition("://")[2].partition("/")[0].removeprefix("www.")
    labels = [label for label in host.split(".")[:-1] if len(label) > 3]
    return {attribution.folded(name) for name in [*structured.site_names, host, *labels]} - {""}


def _is_site(name: str, sites: set[str]) -> bool:
    """An editor that is the site, or another one: 编辑：示例网."""
    return attribution.folded(name) in sites or (name.endswith("网") and names.is_organisation(name))


def _persons(
    page: PageMap, claim: attribution.Claim | None, others: list[Person]
) -> Found[tuple[Person, ...]]:
    """The persons with the pages they are linked to, other roles behind the authors."""
    authors = list(claim.persons) if claim is not None else []
    named = {person.name for person in authors}
    roles = {(person.name, person.role): person for person in others if person.name not in named}
    links = _links(page, {person.name for person in authors if person.url is None})
    authors = [replace(person, url=person.url or links.get(person.name)) for person in authors]
    return Found((*authors, *roles.values()), claim.source if claim is not None else "byline")


def _links(page: PageMap, wanted: set[str]) -> dict[str, str]:
    """Name -> the page it is linked to."""
    links: dict[str, str] = {}
    chunks = page.chunks
    linked = list(compress(range(len(chunks)), page.chunk_linked)) if wanted else []
    for name in wanted:
        word = max(name.split(), key=len, default="")
        for number in [number for number in linked if word in chunks[number]]:
            if " ".join(chunks[number][:_LONGEST].split()) == name:
                address = _address(page, number)
                if address is not None:
                    links[name] = address
                    break
    return links


def _address(page: PageMap, chunk: int) -> str | None:
    """Where the link leads that the chunk stands in. None: to no page."""
    node = page.chunk_nodes[chunk]
    link = next((above for above in [node, *page.ancestors(node)] if page.tags[above] == "a"), node)
    href = page.attribute(link, "href")
    return absolute(page.url, href) if href and not href.startswith(_NO_PAGE) else None
