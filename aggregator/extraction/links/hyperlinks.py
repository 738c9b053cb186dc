# cython: wraparound=True
"""A page's links to other pages: their addresses in full, and what they show.

Runs as it is, and faster where `setup.py` could compile it: `hyperlinks.pxd` has the types.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from aggregator import urls
from aggregator.extraction.page.native import folded

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from aggregator.extraction.page.page_map import PageMap


class Hyperlink(NamedTuple):
    """An `<a href>` with the place it stands at."""

    node: int
    url: str
    """Absolute, without fragment."""
    text: str
    """What it shows; a picture's alternative text where it shows nothing else."""
    rel: str
    """The attribute in lower case."""


_NO_PAGE = (
    "javascript:",
    "mailto:",
    "tel:",
    "data:",
    "sms:",
    "weixin:",
    "whatsapp:",
    "about:",
    "blob:",
    "file:",
)

_PLAIN_SIGNS = bytes(sign for sign in range(ord("!"), ord("~") + 1) if chr(sign) not in "#:[\\]")
"""In an address in full, but for the colon behind its scheme, these ask for no second look; most have no others."""
_SCHEMES = ("http://", "https://")


class Base:
    """Makes a page's references absolute: the common forms by hand, as `urljoin` takes longer than the walk."""

    def __init__(self, page: PageMap) -> None:
        self.page = page
        declared = next((page.attribute(node, "href") for node in page.by_tag["base"]), None)
        self.url = _joined(page.url, declared.strip()) if declared else page.url
        parts = urlsplit(self.url)
        # Of a page without an address, references stay as they are written.
        self._scheme = parts.scheme + ":" if parts.scheme else ""
        self._origin = f"{parts.scheme}://{parts.netloc}" if parts.scheme else ""
        self._folder = self._origin + (parts.path.rpartition("/")[0] or "") + "/" if self.url else ""
        self._has_sound_origin = _is_sound(self._origin)

    def absolute(self, reference: str) -> str | None:
        """The address without fragment. None: the reference leads to no other page."""
        return self.all_absolute([reference])[reference]

    def all_absolute(self, references: Collection[str]) -> dict[str, str | None]:
        """The same of several, all looked at in one go."""
        odd = "\0".join(references).encode("utf-8", "replace").translate(None, _PLAIN_SIGNS).split(b"\0")
        found: dict[str, str | None] = {}
        for reference, signs in zip(references, odd, strict=False):  # of none, what is odd is still one
            if signs == b":" and reference.startswith(_SCHEMES):
                found[reference] = reference
            elif (
                not signs
                and self._has_sound_origin
                and reference[:1] == "/" != reference[1:2]
                and "./" not in reference
                and reference[-1] != "."
            ):
                found[reference] = self._origin + reference
            else:
                url = self._resolved(reference.strip())
                found[reference] = url if url and _is_sound(url) else None
        return found

    def _resolved(self, reference: str) -> str | None:
        if "\n" in reference or "\t" in reference or "\r" in reference:
            reference = re.sub(r"[\t\r\n]", "", reference)
        reference = reference.partition("#")[0]
        if not reference:
            return None
        if reference.startswith(("http://", "https://")):
            return reference
        if (
            "./" in reference
            or reference.endswith(".")
            or reference[0] in "?;\\"
            or ":" in reference.partition("/")[0]
        ):
            if reference[:12].lower().startswith(_NO_PAGE):
                return None
            joined = _joined(self.url, reference)
            return joined if joined.startswith(("http://", "https://")) else None
        if reference.startswith("//"):
            return self._scheme + reference
        return (self._origin if reference[0] == "/" else self._folder) + reference


def _is_sound(url: str) -> bool:
    """Whether host and port can be told."""
    host = url.partition("//")[2].partition("/")[0]
    if host.isascii() and ":" not in host and "[" not in host and "]" not in host:
        return True  # as of most
    try:
        urls.host_of(url)
    except ValueError:
        return False
    return True


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:  # a bracket where a host's name should be
        return ""


class Links:
    """A page's links to pages, in its order; what a link shows is read when it is asked for, as few are."""

    def __init__(self, base: Base, nodes: list[int], urls: list[str], rels: dict[int, str]) -> None:
        self._page = base.page
        self.base = base
        self.nodes, self.urls = nodes, urls
        """The same of every link by number: see `Hyperlink`."""
        self.rels = rels
        """Of the few links that have one, by number."""
        self._all: list[Hyperlink] | None = None

    def __len__(self) -> int:
        return len(self.nodes)

    def __getitem__(self, number: int) -> Hyperlink:
        rel = self.rels.get(number, "")
        return Hyperlink(self.nodes[number], self.urls[number], self.text(number), rel)

    def __iter__(self) -> Iterator[Hyperlink]:
        if self._all is None:
            self._all = [self[number] for number in range(len(self.nodes))]
        return iter(self._all)

    def within(self, start: int, end: int) -> range:
        """The numbers of those among the elements from `start` up to `end`."""
        first = bisect_left(self.nodes, start)
        return range(first, bisect_left(self.nodes, end, lo=first))

    def text(self, number: int) -> str:
        """What the link shows; a picture's alternative text or a title where it shows nothing else."""
        page, node = self._page, self.nodes[number]
        first, end = page.chunk_starts[node], page.chunk_ends[node]
        text = folded(page.chunks[first]) if end - first == 1 else page.text(node) if first < end else ""
        return text or _alternative(page, node) or (page.attribute(node, "title") or "").strip()


def read(page: PageMap) -> Links:
    """All links to pages."""
    nodes: list[int] = []
    addresses: list[str] = []
    rels: dict[int, str] = {}
    base = Base(page)
    known = base.all_absolute({href for href in page.hrefs if href is not None})
    for node, href, rel in zip(page.by_tag["a"], page.hrefs, page.rels, strict=True):
        if href is not None and (url := known[href]) is not None:
            if rel:
                rels[len(nodes)] = rel.lower()
            nodes.append(node)
            addresses.append(url)
    return Links(base, nodes, addresses, rels)


def _alternative(page: PageMap, node: int) -> str:
    pictures, end = page.by_tag["img"], page.ends[node]
    for place in range(bisect_left(pictures, node), len(pictures)):
        if pictures[place] >= end:
            break
        if text := page.elements.attribute(pictures[place], "alt"):
            return folded(text)
    return ""
