"""The pictures of a body, and addresses as the page means them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from aggregator.items import Image

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.page.page_map import PageMap

_LAZY_SOURCES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-actualsrc",
    "data-original-src",
    "data-echo",
)
_PLACEHOLDERS = (
    "blank.",
    "placeholder",
    "loading",
    "lazy",
    "spacer",
    "1x1",
    "pixel.",
    "grey.",
    "transparent",
)
_PLAIN_ADDRESS = re.compile(
    r"https?://[\w.-]+(?::\d+)?(?:/[^\s#?;\[\]]*(?<!/\.))?(?:\?[^\s#\[\]]+)?(?:#[^\s\[\]]+)?"
)
"""Absolute and in no need of being resolved: the fast road."""
_PLAIN_PATH = re.compile(r"/(?!/)[^\s#?;\[\]]*(?:\?[^\s#\[\]]+)?")
"""The same, from the site's root."""
_DECORATION = re.compile(r"avatar|icon|logo|emoji|qrcode|erweima|gravatar|spinner|badge")


def find(body: Body, url: str, shown: Mapping[int, str] | None = None) -> tuple[Image, ...]:
    """The pictures of the body, each address once; `shown` is what `pictures` says, where it was asked already."""
    page = body.page
    return tuple(
        Image(
            url=address,
            alt=(page.attribute(page.chunk_nodes[chunk], "alt") or "").strip() or None,
            caption=_caption(page, page.chunk_nodes[chunk]),
        )
        for chunk, address in (pictures(body, url) if shown is None else shown).items()
    )


def base_of(page: PageMap, url: str) -> str:
    """What the page's relative addresses are relative to."""
    for node in page.by_tag.get("base", ())[:1]:
        return _joined(url, page.attribute(node, "href") or "") or url
    return url


def _joined(base: str, address: str) -> str | None:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return None


def absolute(address: str | None, base: str) -> str | None:
    """The address, absolute. None: it leads nowhere that can be named."""
    if not address or address.lstrip().startswith("#"):
        return None
    if _PLAIN_ADDRESS.fullmatch(address):
        return address
    if _PLAIN_PATH.fullmatch(address) and "/." not in address and (origin := _origin(base)):
        return origin + address
    joined = _joined(base, re.sub(r"[\t\r\n]", "", address))
    try:
        scheme = urlsplit(joined or "").scheme
    except ValueError:
        return None
    return joined if scheme in ("http", "https", "mailto") else None


@lru_cache(maxsize=64)
def _origin(base: str) -> str | None:
    """Scheme and host of an address of the web."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else None


def source_of(page: PageMap, node: int, base: str) -> str | None:
    """A picture's address, where it will be loaded from when a script has run."""
    for source in _sources(page, node):
        if source and not _is_placeholder(source.lower()):
            address = absolute(source, base)
            if address and address.startswith("http"):
                return address
    return None


def _is_placeholder(source: str) -> bool:
    return source.startswith("data:") or any(map(source.__contains__, _PLACEHOLDERS))


def _sources(page: PageMap, node: int) -> Iterator[str | None]:
    """Addresses that an element gives for its picture, the surest first."""
    attribute = page.elements.attribute
    for name in _LAZY_SOURCES:
        yield attribute(node, name)
    yield _first_of_set(attribute(node, "data-srcset"))
    yield attribute(node, "src")
    yield _first_of_set(attribute(node, "srcset"))


def _first_of_set(sources: str | None) -> str | None:
    return sources.split(",", 1)[0].strip().split(" ")[0] if sources else None


def pictures(body: Body, url: str) -> dict[int, str]:
    """Chunks of the pictures that belong to the body, each address once, with these.

    They stand in a kept block, or in one of their own among kept ones.
    """
    page = body.page
    base = base_of(page, url)
    found: dict[int, str] = {}
    seen: set[str] = set()
    for chunk in _picture_chunks(page, body):
        if not body.kept[page.chunk_blocks[chunk]] and not _belongs(page, body, chunk):
            continue
        node = page.chunk_nodes[chunk]
        if _is_decoration(page, node):
            continue
        source = source_of(page, node, base)
        if source and source not in seen:
            seen.add(source)
            found[chunk] = source
    return found


def _picture_chunks(page: PageMap, body: Body) -> Iterator[int]:
    start, end = page.chunk_starts[body.node], page.chunk_ends[body.node]
    for node in (*page.by_tag.get("img", ()), *page.by_tag.get("amp-img", ())):
        chunk = page.chunk_starts[node]
        if start <= chunk < end and page.chunk_ends[node] > chunk and not page.chunks[chunk]:
            yield chunk


def _belongs(page: PageMap, body: Body, chunk: int) -> bool:
    """Whether a picture without text of the body beside it stands between blocks of the body."""
    block = page.chunk_blocks[chunk]
    if page.block_size(block):
        return False
    low, high = max(0, block - 4), block + 5
    before, after = body.kept.rfind(1, low, block), body.kept.find(1, block, high)
    if before >= 0 and after >= 0:
        return not page.hidden[page.chunk_nodes[chunk]]
    near = before if before >= 0 else after
    if near < 0:
        return False
    # first or last in the body: in the same element as the text next to it
    node = page.parents[page.block_nodes[block]]
    for _ in range(2):
        if node > 0 and page.chunk_starts[node] <= page.block_starts[near] < page.chunk_ends[node]:
            return True
        node = page.parents[node] if node > 0 else 0
    return False


def _is_decoration(page: PageMap, node: int) -> bool:
    for name in ("width", "height"):
        value = (page.attribute(node, name) or "").removesuffix("px")
        if value.isdigit() and int(value) < 40:
            return True
    return bool(_DECORATION.search(page.names[node]) or _DECORATION.search(page.names[page.parents[node]]))


def _caption(page: PageMap, node: int) -> str | None:
    figure = page.within(node, "figure")
    if figure:
        for child in range(figure, page.ends[figure]):
            if page.tags[child] == "figcaption":
                return page.text(child) or None
    return None
