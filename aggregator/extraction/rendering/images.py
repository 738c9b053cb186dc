"""The pictures of a body, and addresses as the page means them."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from aggregator.extraction.page.elements import HEADINGS, PICTURES
from aggregator.items import Image
from aggregator.signs import Words
from aggregator.text import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.page.page_map import PageMap

    _Set = list[tuple[int, str]]

_PICTURES = ("img", *sorted(PICTURES - {"img"}))
_LAZY_SOURCES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-actualsrc",
    "data-original-src",
    "data-echo",
    "data-lazyload",
    "file",
)
"""Where scripts find the address; `file` is of forums made with Discuz."""
_PICTURE_FILE = re.compile(r"(?:https?://|/)\S+\.(?:jpe?g|png|webp|avif|gif)(?:\?\S*)?", re.I)
_FULL_SIZE = (".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif")
"""Ends of paths."""
_OF_PICTURES = ("attachment", "lightbox")
"""In the address of a page that shows a picture."""
_LONGEST = 2000
"""Characters of an address."""
_PLACEHOLDER = re.compile(
    r"(?:blank|clear|empty|gr[ae]y|leer|none|t|trans)\.(?:gif|png)"
    r"|.*pixel\.(?:gif|png)"
    r"|(?:loading|loader|lazy|placeholder|1x1|spacer|blank|transparent)[._-].*(?:gif|png|svg|webp)"
    r"|(?:.*[._-])?(?:loading|loader|placeholder|1x1|spacer|blank|transparent)(?:-\d+x\d+)?\.(?:gif|png|svg|webp)"
    r"|.*(?:lazy-?load|lazy-?ima?ge?)\b.*"
    r"|(?:.*[._-])?placeholder\.jpe?g"
)
"""Names of files that are shown until the picture itself is there."""
_SHORT_NAME = 8
_PLACEHOLDER_WORDS = Words(
    "blank clear empty gray grey leer none trans pixel load lazy placeholder spacer x".split()
)
"""One of these is in every name that the pattern matches and that is not short."""
_WIDTH = re.compile(r"(\d{1,5})w(?:,|$)")
_WIDTH_BEFORE = re.compile(r"^\d{1,5}w,")
"""The width of the picture before, where no blank is between."""
_BEGINS = re.compile(r"(?:\d{1,5}w)?,")
"""The same, or the comma that ends what is before."""
_BLANKS = re.compile(r"[ \t\r\n\f]+")
"""Between the words of a set; those of other scripts are part of an address."""
_WIDE = 400
"""Pixels: narrower ones of a set may stand in for the picture itself."""
_PIXELS = re.compile(r"\d{2,4}(?!\d)")
_PLAIN_ADDRESS = re.compile(
    r"https?://[\w.-]+(?::\d+)?(?:/[^\s#?;\[\]\"<>]*(?<!/\.))?(?:\?[^\s#\[\]\"<>]+)?(?:#[^\s\[\]\"<>]+)?"
)
"""Absolute and in no need of being resolved: the fast road."""
_UNSAFE = re.compile(r"[\s\"<>]")
"""What browsers escape in an address."""
_PLAIN_PATH = re.compile(r"/(?!/)[^\s#?;\[\]\"<>]*(?:\?[^\s#\[\]\"<>]+)?")
"""The same, from the site's root."""
_DECORATIONS = (
    *("avatar", "icon", "logo", "emoji", "qrcode", "erweima", "spinner", "badge"),
    *(
        "author-profile",
        "author-photo",
        "author-image",
        "author-pic",
        "author-img",
        "profile-pic",
        "headshot",
    ),
)
"""In class and id of a picture or what it stands in."""
_DECORATION_FILE = re.compile(
    r"[/_-](?:avatars?|emojis?|emoticons?|smil(?:eys?|ies)|icons?)/|/(?:ico|icon|avatar|emoji)[-_\d][^/]*$|btn[^/]*$"
)
"""In the path of a picture, in small letters."""
_DECORATION_WORDS = ("avatar", "emo", "smil", "ico", "btn")
"""One of these is in every path that the pattern matches."""
_ADVERTISEMENT = re.compile(
    r"(?<![a-z0-9])(?:ad|ads|adbox|adsense|adslot|adv|advert|advertisements?|advertising|asb|gg|guanggao|sponsors?|tg-box)"
    r"(?![a-z0-9])"
)
"""In class and id around a picture that leads to what it advertises; `asb` and `tg-box` are of WordPress themes."""
_ADVERTISEMENT_FOLDERS = ("/ad/", "/ads/", "/advert/", "/adverts/", "/banner/", "/banners/", "/guanggao/")
"""In the address of a picture that leads to what it advertises."""
_AROUND_PICTURE = 4
"""Elements."""
_CAPTION = re.compile(r"caption|(?:img|image|pic|picture|photo)[-_]?descr?(?:iption)?(?![a-z])")
_FEATURED = (
    "featured",
    "post-thumbnail",
    "hero",
    "lead-image",
    "article-image",
    "wp-post-image",
    "eyecatch",
    "eye-catch",
)
"""In class and id of the picture that a template puts above the headline, or of what it stands in."""
_COVER = re.compile(r"(?<![a-z])(?<!object-)(?<!bg-)cover(?![a-z])")
"""The same; styles call a picture so that fills a place."""
_AUTHOR = re.compile(r"(?<![a-z])(?:authors?|bylines?|contributors?)(?![a-z])")
"""In class and id around the picture of who wrote the text."""
_SIZE = re.compile(r"(?:-\d{2,4}x\d{2,4}|[-_]\d{3,4}w|-scaled)?(?:\.\w{3,4})?$")
"""At the end of a file's name."""
_LEAST_OF_NAME = 8
"""Characters of a file's name that is no other picture's."""
_MOST_OF_STANDFIRST = 6
"""Lines."""
_ABOVE = 6
"""Lines above the headline."""
_AROUND = 600
"""Bytes of text and elements; what holds more than a picture and its caption is larger than that."""
_MOST_ELEMENTS = 30
_SHORT = 300
"""Bytes; a line that is longer is no caption."""


def find(body: Body, url: str, shown: Mapping[int, str] | None = None) -> tuple[Image, ...]:
    """The pictures of the body, each address once; `shown` is what `pictures` says, where it was asked already."""
    page = body.page
    return tuple(
        Image(
            url=address,
            alt=alternative(page, chunk) or None,
            caption=_caption(page, page.chunk_nodes[chunk]),
        )
        for chunk, address in (pictures(body, url) if shown is None else shown).items()
    )


def alternative(page: PageMap, chunk: int) -> str:
    """What a picture's page says of it for those who do not see it, on one line."""
    return plain(page.attribute(page.chunk_nodes[chunk], "alt") or "")


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
    joined = _joined(base, re.sub(r"[\t\r\n]", "", address)) or ""
    try:
        scheme = urlsplit(joined).scheme
    except ValueError:
        return None
    return _UNSAFE.sub(lambda sign: quote(sign[0]), joined) if scheme in ("http", "https", "mailto") else None


@lru_cache(maxsize=64)
def _origin(base: str) -> str | None:
    """Scheme and host of an address of the web."""
    parts = urlsplit(base)
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") and parts.netloc else None


def _sources_of(page: PageMap, node: int, base: str) -> list[str]:
    """The addresses that a picture will be loaded from when a script has run, the best first."""
    found = []
    for source in dict.fromkeys(filter(None, _sources(page, node))):
        if not _is_placeholder(source.lower()):
            address = absolute(source, base)
            if address and address.startswith("http"):
                found.append(address)
    return found


def _is_placeholder(source: str) -> bool:
    """Whether a source, in small letters, is none yet: a stand-in, or what a script has to fill in."""
    if source.startswith("data:") or "{" in source or not ("/" in source or "." in source) or source == "/":
        return True
    name = source.partition("?")[0].rpartition("/")[2]
    return (_PLACEHOLDER_WORDS.are_in(name) or len(name) < _SHORT_NAME) and bool(_PLACEHOLDER.fullmatch(name))


def _sources(page: PageMap, node: int) -> Iterator[str | None]:
    """Addresses that an element gives for its picture, the surest first, and of sets of these the widest."""
    given = page.elements.all_attributes(node)
    lazy, own = _set(given.get("data-srcset")), _set(given.get("srcset"))
    around = page.within(node, "picture")
    others = list(_sets_around(page, node, around)) if around else []
    if lazy:
        yield _widest((lazy, *others))
    yield from map(given.get, _LAZY_SOURCES)
    yield _of_set(lazy)
    wide, source = _widest((own, *others)) if own or others else None, given.get("src")
    if wide and not (source and _is_larger(source, wide)):
        yield wide
    yield source
    yield wide or _of_set(own)
    yield from map(_of_set, others)
    for name, value in given.items():
        if name.startswith("data-") and len(value) < _LONGEST and _PICTURE_FILE.fullmatch(value):
            yield value


def _is_larger(one: str, other: str) -> bool:
    """Whether of two addresses of one picture the first has the larger number where they begin to differ."""
    place = next((at for at, (sign, its) in enumerate(zip(one, other, strict=False)) if sign != its), 0)
    while place and one[place - 1].isdigit():
        place -= 1
    first, second = _PIXELS.match(one, place), _PIXELS.match(other, place)
    return first is not None and second is not None and int(first[0]) > int(second[0])


def _sets_around(page: PageMap, node: int, picture: int) -> Iterator[_Set]:
    """The sets of a `<picture>`; without widths they only say for which screens or browsers they are."""
    for source in range(max(picture, node - _MOST_ELEMENTS), node):
        if page.tags[source] == "source":
            for name in ("data-srcset", "srcset"):
                yield _set(page.elements.attribute(source, name))


def _set(sources: str | None) -> _Set:
    """The pictures of a set with their widths, 0 where it gives none; addresses may have commas in them, but no blanks."""
    if not sources:
        return []
    words = _BLANKS.split(sources.strip(" \t\r\n\f"))
    widths = [
        (int(width[1]), (_WIDTH_BEFORE.sub("", address) if address[0].isdigit() else address).strip(","))
        for before, address, size in zip((",", *words), words, words[1:], strict=False)
        if (width := _WIDTH.match(size)) and (before.endswith(",") or _BEGINS.match(address))
    ]
    return widths or [(0, words[0].strip(","))]


def _of_set(pictures_: _Set) -> str | None:
    """The widest picture of a set, the first one where it gives no widths."""
    return max(pictures_, key=itemgetter(0), default=(0, None))[1]


def _widest(sets: Iterable[_Set]) -> str | None:
    """The widest picture of all sets, if it is of a width that a text is read with."""
    width, address = max(chain.from_iterable(sets), key=itemgetter(0), default=(0, None))
    return address if width >= _WIDE else None


def pictures(
    body: Body,
    url: str,
    *,
    headline: int | None = None,
    claimed: Collection[str] = (),
    apart: Collection[range] = (),
) -> dict[int, str]:
    """Chunks of the pictures that belong to the body, each of them once, with their addresses.

    They stand in a kept block, or in one of their own among kept ones, or between the block of the headline and the
    text, where a figure or one of the claimed addresses is the article's, or right above the headline, where one of the
    claimed addresses is, or what a template calls so. What stands `apart`, in one of these ranges of elements, belongs
    to the body with its line only.
    """
    return {
        chunk: sources[0]
        for chunk, sources in _found(body, url, headline, claimed)
        if body.kept[body.page.chunk_blocks[chunk]]
        or not any(body.page.chunk_nodes[chunk] in nodes for nodes in apart)
    }


def addresses(body: Body, url: str) -> set[str]:
    """All that the body's pictures may be loaded from."""
    return {source for _, sources in _found(body, url, None, ()) for source in sources}


def _found(
    body: Body, url: str, headline: int | None, claimed: Collection[str]
) -> Iterator[tuple[int, list[str]]]:
    """The chunks of the pictures that `pictures` gives, with what they may be loaded from, the best first."""
    page = body.page
    base = base_of(page, url)
    starts = page.chunk_starts
    inside = range(starts[body.node], page.chunk_ends[body.node])
    top = body.kept.find(1) if headline is None else headline
    above = range(max(0, top - _ABOVE), _first_of_text(body))
    first = min(inside.start, page.block_starts[above.start])
    end = max(inside.stop, page.block_starts[max(above.stop, 0)])
    files = set(map(_file, claimed)) - {None}
    seen: set[str] = set()
    shown: set[str | None] = set()
    for node in chain.from_iterable(
        _between(page.by_tag.get(tag, []), starts, first, end) for tag in _PICTURES
    ):
        chunk = starts[node]
        if page.chunk_ends[node] == chunk or page.chunks[chunk]:
            continue
        block = page.chunk_blocks[chunk]
        belongs = chunk in inside and (body.kept[block] or _belongs(page, body, chunk))
        if not (belongs or block in above) or _is_decoration(page, node):
            continue
        sources = _sources_of(page, node, base)
        if not sources or sources[0] in seen or _shows_decoration(sources[0].partition("?")[0].lower()):
            continue
        if page.chunk_linked[chunk] and (_advertises(body, node, sources[0]) or _is_of_teaser(body, chunk)):
            continue
        if not belongs:
            names = set(map(_file, sources)) - {None}
            is_claimed = not files.isdisjoint(names) or any(map(claimed.__contains__, sources))
            leads = _leads(body, chunk, is_claimed) if block >= top else _tops(page, node, chunk, is_claimed)
            if not leads or not shown.isdisjoint(names):
                continue
            shown |= names
        seen.update(sources)
        yield chunk, sources


def _between(nodes: list[int], starts: list[int], first: int, end: int) -> list[int]:
    """Those of the elements whose text starts from the chunk `first` on and before `end`."""
    low = bisect_left(nodes, first, key=starts.__getitem__)
    return nodes[low : bisect_left(nodes, end, low, key=starts.__getitem__)]


def _first_of_text(body: Body) -> int:
    """The body's first line but for a standfirst: headings, and what is followed by lines that are not in."""
    sizes, tags, nodes = body.page.block_sizes, body.page.tags, body.page.block_nodes
    first = line = body.kept.find(1)
    for _ in range(_MOST_OF_STANDFIRST):
        if line < 0:
            break
        if tags[nodes[line]] not in HEADINGS:
            following = next((other for other in range(line + 1, len(sizes)) if sizes[other]), line)
            if body.kept[following] or sizes[line] > _SHORT:
                return line
        line = body.kept.find(1, line + 1)
    return first


def _file(address: str) -> str | None:
    """What a picture's file is called whatever its size. None: names so short are those of many."""
    name = _SIZE.sub("", address.partition("?")[0].rpartition("/")[2])
    return name if len(name) >= _LEAST_OF_NAME else None


def _is_of_teaser(body: Body, chunk: int) -> bool:
    """Whether a picture links to a page whose title beside it links there too, and is no part of the body."""
    page = body.page
    if body.kept[page.chunk_blocks[chunk]] or not _leads_away(page, chunk):
        return False
    link = page.within(page.chunk_nodes[chunk], "a")
    address = page.attribute(link, "href") if link else None
    return address is not None and any(
        page.tags[other] == "a"
        and page.size(other) > 0
        and page.attribute(other, "href") == address
        and not any(map(body.kept.__getitem__, page.blocks(other)))
        and not page.within(page.chunk_nodes[page.chunk_ends[other] - 1], "figcaption")
        for other in range(link, min(link + _MOST_ELEMENTS, len(page.tags)))
    )


def _shows_decoration(path: str) -> bool:
    return any(map(path.__contains__, _DECORATION_WORDS)) and _DECORATION_FILE.search(path) is not None


def _advertises(body: Body, node: int, source: str) -> bool:
    """Whether a linked picture, or an element around it inside the body, is called an advertisement."""
    page = body.page
    if any(map(source.__contains__, _ADVERTISEMENT_FOLDERS)):
        return True
    for _ in range(_AROUND_PICTURE):
        if page.names[node] and _ADVERTISEMENT.search(page.names[node]):
            return True
        node = page.parents[node]
        if page.holds(node, body.node):
            return False
    return False


def _leads(body: Body, chunk: int, is_claimed: bool) -> bool:
    """Whether a picture between headline and text is the article's."""
    page, node = body.page, body.page.chunk_nodes[chunk]
    if page.hidden[node]:
        return False
    if is_claimed:
        return True
    is_figure = page.within(node, "figure") > 0
    if _leads_away(page, chunk, is_figure=is_figure):
        return False
    if is_figure:
        around = (node, *islice(page.ancestors(node), _AROUND_PICTURE))
        return not any(page.names[other] and _AUTHOR.search(page.names[other]) for other in around)
    return _belongs(page, body, chunk)


def _leads_away(page: PageMap, chunk: int, *, is_figure: bool = True) -> bool:
    """Whether a picture links to something else than its page or a picture, which would be itself in full size.

    Where a script says what follows, a figure may be enlarged; others are buttons.
    """
    if not page.chunk_linked[chunk]:
        return False
    link = page.within(page.chunk_nodes[chunk], "a")
    if not link:
        return True
    address = (page.attribute(link, "href") or "").strip()
    path, _, query = address.lower().partition("?")
    if path.endswith(_FULL_SIZE) or ("/" in query and query.endswith(_FULL_SIZE)):
        return False
    if not path or path.startswith(("#", "javascript:")):
        return not is_figure
    if any(map(path.__contains__, _OF_PICTURES)):
        return False
    return (absolute(address, page.url) or "").partition("#")[0] != page.url


def _tops(page: PageMap, node: int, chunk: int, is_claimed: bool) -> bool:
    """Whether a picture right above the headline is the article's; those of lists are links."""
    if page.hidden[node] or _leads_away(page, chunk):
        return False
    around = page.parents[node]
    names = f"{page.names[node]} {page.names[around]} {page.names[page.parents[around]]}"
    return is_claimed or any(map(names.__contains__, _FEATURED)) or _COVER.search(names) is not None


def _belongs(page: PageMap, body: Body, chunk: int) -> bool:
    """Whether a picture without text of the body beside it stands between blocks of the body.

    What else is in its line may be a caption that is no text of the body.
    """
    block = page.chunk_blocks[chunk]
    size = page.block_sizes[block]
    if size and (size > _SHORT or _leads_away(page, chunk)):
        return False
    low, high = max(0, block - 4), block + 5
    before, after = body.kept.rfind(1, low, block), body.kept.find(1, block, high)
    if before >= 0 and after >= 0:
        return not page.hidden[page.chunk_nodes[chunk]]
    near = before if before >= 0 else after
    if near < 0 or size or _leads_away(page, chunk):
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
    names = f"{page.names[node]} {page.names[page.parents[node]]}"
    return any(map(names.__contains__, _DECORATIONS))


def _caption(page: PageMap, node: int) -> str | None:
    """The text of the figure's caption, or of an element called one beside the picture or next to its paragraph."""
    if figure := page.within(node, "figure"):
        for child in range(figure, page.ends[figure]):
            if page.tags[child] == "figcaption":
                return page.text(child) or None
    around = page.parents[node]
    while around > 0 and _is_of_one_picture(page, around, node):
        end = page.ends[around]
        names = " ".join(page.names[around:end])
        if "caption" in names or "desc" in names:
            for child in (*range(node + 1, end), around):
                if _CAPTION.search(page.names[child]) and page.size(child):
                    return page.text(child)
        around = page.parents[around]
    own = page.block_nodes[page.chunk_blocks[page.chunk_starts[node]]]
    following = page.ends[own]
    if following < len(page.tags) and page.parents[following] == page.parents[own]:
        is_caption = _CAPTION.search(page.names[following]) and 0 < page.size(following) <= _SHORT
        return page.text(following) if is_caption else None
    return None


def _is_of_one_picture(page: PageMap, around: int, node: int) -> bool:
    """Whether an element holds little more than this picture, perhaps with a copy for readers without scripts."""
    end = page.ends[around]
    if page.size(around) > _AROUND or end - around > _MOST_ELEMENTS:
        return False
    return page.tags[around:end].count("img") < 2 or not any(
        page.tags[other] == "img" and other != node and page.tags[page.parents[other]] != "noscript"
        for other in range(around, end)
    )
