"""Addresses: one spelling for each page, which site it belongs to, and what it seems to lead to."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urljoin, urlsplit, urlunsplit

from aggregator import tracking
from aggregator.items import Kind

DEFAULT_PORTS = {"http": 80, "https": 443}
MAX_LENGTH = 2000
"""Longer addresses are loops of a script or data, not pages; browsers and servers cut off near here."""

_NORMAL = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:/(?!\.)[A-Za-z0-9_~.-]*)+")
"""Addresses that are in that spelling as they stand, as most are."""
_PLAIN_HOST = re.compile(r"https?://(?:www\.)?([a-z0-9.-]*)(?=[/?#]|\Z)")
"""Scheme and host in small letters, without a port."""
_IN_PARTS = re.compile(r"https?://[a-z0-9.-]+(/[!-\"$->@-~]*)(?:\?([!-\"$-~]*))?")
"""Path and query of an address that is all ASCII and has a path and no fragment."""
_SAFE = "!$&'()*+,;=:@/%~-._"
_HEX_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/;?]*", re.I)
_SESSION_NUMBER = re.compile(r"(?=[^0-9]*[0-9])(?=[^a-z]*[a-z])[0-9a-z]{16,}", re.I)
_SESSION_SEGMENT = re.compile(r"/\([SX]\([0-9a-z]{20,}\)\)(?=/)", re.I)  # ASP.NET without cookies


def normalise(url: str) -> str:
    """`url` in the spelling that stands for its page.

    Case of scheme and host, default ports, dot segments, escapes, fragments, credentials, tracking and
    session parameters are evened out; nothing that may tell two pages apart is touched: the path's case and
    closing slash, the order of parameters, empty values. ValueError for what is no http or https address.
    """
    if len(url) <= MAX_LENGTH and _NORMAL.fullmatch(url):
        return url
    url = re.sub(r"[\t\r\n]", "", url.strip())
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(f"{url[:200]!r}: {error}; expected an http or https address") from error
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not parts.hostname:
        raise ValueError(f"{url[:200]!r}: expected an http or https address")
    if len(url) > MAX_LENGTH:
        raise ValueError(f"{url[:80]!r}...: longer than {MAX_LENGTH} characters")
    host = _host(parts.hostname)
    netloc = host if port in (None, DEFAULT_PORTS[scheme]) else f"{host}:{port}"
    path = _SESSION_SEGMENT.sub("", _SESSION_PATH.sub("", _path(parts.path)))
    query = _without_tracking(_escape(parts.query, "?"), host)
    return urlunsplit((scheme, netloc, path, query, ""))


def _host(name: str) -> str:
    """ASCII form of a host's name; IPv6 literals in brackets."""
    name = name.rstrip(".")
    if ":" in name:
        return f"[{name.lower()}]"
    try:
        return name.encode("ascii").decode().lower()
    except UnicodeEncodeError:
        try:
            return name.encode("idna").decode().lower()
        except UnicodeError as error:
            raise ValueError(f"{name!r}: not a host's name") from error


def _path(path: str) -> str:
    path = _escape(path, "")
    if "/." not in path:
        return path or "/"
    kept: list[str] = []
    *inner, last = path.split("/")[1:]
    for segment in inner:
        _step(kept, segment)
    if last in (".", ".."):
        _step(kept, last)
        last = ""
    return "/" + "/".join([*kept, last])


def _step(kept: list[str], segment: str) -> None:
    """Follow one segment, `.` and `..` as RFC 3986 has them."""
    if segment == "..":
        del kept[-1:]
    elif segment != ".":
        kept.append(segment)


def _escape(part: str, also_safe: str) -> str:
    """Everything outside ASCII escaped as UTF-8, escapes in capitals, needless ones undone."""
    part = _STRAY_PERCENT.sub("%25", part)
    part = quote(part, safe=_SAFE + also_safe)

    def even_out(match: re.Match[str]) -> str:
        code = int(match.group(1), 16)
        return chr(code) if code in _UNRESERVED else match.group().upper()

    return _HEX_ESCAPE.sub(even_out, part)


def _without_tracking(query: str, host: str) -> str:
    """The query as it was, less the parameters that only mark a visitor."""
    if not query:
        return ""
    here: frozenset[str] = frozenset()
    for domain, names in tracking.ONLY_ON.items():
        if host == domain or host.endswith("." + domain):
            here |= names
    kept = [pair for pair in query.split("&") if pair and not _is_mark(pair, here)]
    return "&".join(kept)


def _is_mark(pair: str, here: frozenset[str]) -> bool:
    name, _, value = pair.partition("=")
    name = unquote(name).lower().removeprefix("amp;")
    if name in tracking.NAMES or name in here or name.startswith(tracking.PREFIXES):
        return True
    if name in tracking.SESSIONS and _SESSION_NUMBER.fullmatch(value):
        return True
    return name in tracking.MARKS and unquote(value).lower() in tracking.MARKS[name]


def join(base: str, reference: str) -> str | None:
    """The page that `reference` names, seen from `base`. None: no page of the web."""
    try:
        return normalise(urljoin(base, reference.strip()))
    except ValueError:
        return None


def host_of(url: str) -> str:
    """Host and port that requests for `url` go to: what politeness and robots.txt are about."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port or DEFAULT_PORTS.get(parts.scheme, 0)}"


@lru_cache(maxsize=4096)  # each link of a page is held against the page's own address
def site_of(url: str) -> str:
    """Name of the site that `url` belongs to: its host without `www.`, with its port unless that is usual."""
    if plain := _PLAIN_HOST.match(url):
        return plain[1]  # as of most
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    host = f"[{host}]" if ":" in host else host
    port = parts.port
    return host if port in (None, 80, 443) else f"{host}:{port}"


def same_site(first: str, second: str) -> bool:
    return site_of(first) == site_of(second)


def is_front(url: str) -> bool:
    """The address of a site as a whole, not of one page in it; a broken one is none."""
    if url.partition("#")[0].count("/") > 3:
        return False  # as of most
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return not parts.query and parts.path.lower() in {"", "/", "/index.html", "/index.htm", "/index.php"}


def credible_canonical(url: str, declared: str) -> bool:
    """Whether `declared` may be another address of the page at `url`.

    Templates that name the front page, another host or a list on every page are not believed.
    """
    try:
        declared = normalise(declared)
    except ValueError:
        return False
    if not same_site(url, declared):
        return False
    if is_front(declared):
        return is_front(url)
    return guess_kind(declared) not in (Kind.LIST, Kind.FEED, Kind.SITEMAP) or guess_kind(url) == Kind.LIST


# What addresses look like in small letters, on the web at large. Order matters: the first match tells.

_FEED = re.compile(
    r"/(?:feed|rss|atom)(?:/|$)|(?:^|[/._-])(?:feed|rss|atom|feeds?\.all)\w*\.(?:xml|json|rss|atom|rdf)$"
    r"|\.(?:rss|atom|rdf)$|/feeds?/[^/]+\.xml$",
)
_FEED_WORDS = ("feed", "rss", "atom", "rdf")
"""One of these is in every path that the pattern matches."""
_FEED_QUERY = re.compile(r"(?:^|&)feed=(?:rss2?|atom|rdf)\b|(?:^|&)format=(?:rss|feed|atom)\b")
_SITEMAP = re.compile(r"sitemap[^/]*\.(?:xml|txt)(?:\.gz)?$|/[^/]*sitemap[^/]*/?[^/]*\.xml(?:\.gz)?$")
_SERVICE = re.compile(
    r"/(?:log[-_]?in|sign[-_]?(?:in|up|out)|log[-_]?out|regist(?:er|ration)|account|my[-_]?account|user/login|cart"
    r"|checkout|subscribe|unsubscribe|password|wp-login\.php|wp-admin|admin|contact(?:-us)?|about(?:-us|us)?|privacy"
    r"(?:-policy)?|terms(?:-of-(?:use|service))?|disclaimer|imprint|impressum|sitemap|copyright|advertis(?:e|ing)"
    r"|legal|careers|jobs|help|faq|feedback|passport|print|share|trackback|xmlrpc\.php|cgi-bin)"
    r"(?:/|$|\.\w{3,5}$)",
)
_LIST = re.compile(
    r"/(?:tags?|label|categor(?:y|ies)|cat|topics?|archives?|authors?|writers?|users?|columns?|channel|section|series"
    r"|search|calendar|page|pages?_?\d+|date|list|biaoqian|fenlei|zhuanti|guidang|lanmu)(?:/|$)"
    r"|/(?:tags?|categories|archives?|authors?|search|index|list|page|default)(?:[-_]?\d+)?\.(?:s?html?|php|aspx?|jsp)$"
    r"|/page[-_/]?\d+(?:/|$|\.\w+$)|^/(?:19|20)\d\d(?:/\d\d?){0,2}/?$",
)
_LIST_QUERY = re.compile(
    r"(?:^|&)(?:page|paged|p(?:age)?no|pageindex|pn|offset|start|tag|cat|category|author|m|s|q|query|search|keyword"
    r"|keywords|wd|sort|order|orderby|filter|view)=",
)
_ARTICLE = re.compile(
    r"/(?:19|20)\d\d[-/_]?(?:0?[1-9]|1[0-2])(?:[-/_]?\d\d?)?/[^/]+"  # /2024/11/01/slug, /202411/4711.html
    r"|/t?(?:19|20)\d{6}[_-]?\w*\.(?:s?html?|htm)$"  # /t20241101_4711.html
    r"|^/archives/(?!(?:19|20)\d\d/?$)\d{1,6}(?:/|\.html?)?$"  # /archives/7 of a small blog
    r"|/\d{5,}(?:_\d+)?\.(?:s?html?|htm|php|aspx?|jsp)$"  # /4711471.html
    r"|/(?!posts/\d\d?(?:/|\.\w{3,5})?$)"  # an article, or a page of the list of all posts
    r"(?:articles?|posts?|story|stories|detail|content|doc|wenzhang|read|show|view)/(?:[^/]+/)*\d+(?:/|\.\w{3,5})?$"
    r"|/(?:articles?|posts?|news|story|stories|p|a|archives|detail|content|doc|wenzhang|xinwen|blog|read|show|view)"
    r"/(?:[^/]+/)*(?:\d{3,}|[^/]*[^/\d][-_][^/]*[-_][^/]+)(?:/|\.\w{3,5})?$"
    r"|/[^/]*[^\W\d]-[^/]+-[^/]+-[^/]+?(?:/|\.html?)?$",  # four words joined by hyphens
)
_SHELF = re.compile(r"/(?:archives?|columns?|topics?)/(?!(?:19|20)\d\d/?$)")
"""Words for lists that some software puts before its articles' numbers as well."""
_OWN_FOLDER = re.compile(r"(.*/[^/]*[a-z][^/]*/)index\.\w{3,5}")
"""The only page of a folder that bears an article's name: `/2024/11/01/slug/index.html`."""
_ARTICLE_QUERY = re.compile(r"(?:^|&)(?:p|id|aid|articleid|newsid|nid|tid|docid|storyid)=\d+")
_PART_PATH = re.compile(r"(.+?)[/_-](?:page[/_-]?)?([2-9]|[1-9]\d)(?:/|(\.\w{3,5}))?")
_PART_QUERY = re.compile(r"(?:page|p|pn|pageno)=\d{1,2}")
_ASSET = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|css|m?js|map|woff2?|ttf|otf|eot|mp[34]|m4[av]|web[am]|og[gv]"
    r"|wav|flac|avi|mov|wmv|flv|mkv|m3u8|pdf|docx?|xlsx?|pptx?|csv|epub|mobi|zip|rar|7z|t?gz|bz2|xz|tar|exe|msi|dmg"
    r"|apk|ipa|deb|rpm|iso|torrent|swf|ics|vcf|webmanifest|xsl|wasm)$",
    re.I,
)

_CODE = (".js", ".css", ".map")
"""Endings that slugs and tags have as well: `/tags/node.js`, `/posts/getting-started-with-next.js`."""
_CODE_FOLDER = re.compile(
    r"/(?:assets?|static|dist|build|bundles?|scripts?|styles?|js|css|libs?|vendor|plugins|themes?|media|files"
    r"|wp-content|wp-includes|_next|_nuxt)/"
)


def guess_kind(url: str) -> Kind:
    """What the address alone says; UNKNOWN is common and a front page is certain only for `/`."""
    path, query = _path_and_query(url)
    path, lowered = unquote(path).lower(), query.lower()
    if is_front(url):
        return Kind.FRONT
    if "sitemap" in path and _SITEMAP.search(path):
        return Kind.SITEMAP
    if (any(map(path.__contains__, _FEED_WORDS)) and _FEED.search(path)) or _FEED_QUERY.search(lowered):
        return Kind.FEED
    if _SERVICE.search(path):
        return Kind.OTHER
    if query and _ARTICLE_QUERY.search(lowered) and not re.search(r"(?:^|&)page=", query):
        return Kind.ARTICLE
    if query and _LIST_QUERY.search(lowered):
        return Kind.LIST
    own = _OWN_FOLDER.fullmatch(path) if "/index." in path else None
    if own and _ARTICLE.search(own[1]) and not _LIST.search(own[1]):
        return Kind.ARTICLE
    article = _ARTICLE.search(path)
    if _LIST.search(path) and not (article and _SHELF.search(path)):
        return Kind.LIST
    return Kind.ARTICLE if article else Kind.UNKNOWN


def _path_and_query(url: str) -> tuple[str, str]:
    if plain := _IN_PARTS.fullmatch(url):
        return plain[1], plain[2] or ""  # as of most
    parts = urlsplit(url)
    return parts.path, parts.query


def is_asset(url: str) -> bool:
    """A picture, script, archive or document by its ending: never a page of articles."""
    path = urlsplit(url).path.lower()
    if not _ASSET.search(path) or _SITEMAP.search(path) or _FEED.search(path):
        return False
    about_code = path.endswith(_CODE) and not _CODE_FOLDER.search(path)
    return not (about_code and guess_kind(url) in (Kind.ARTICLE, Kind.LIST))


def first_parts(url: str) -> tuple[str, ...]:
    """Addresses that the first part would have, if `url` were a later part of an article: it may not be."""
    parts = urlsplit(url)
    found = []
    if match := _PART_PATH.fullmatch(parts.path):
        stem, ending = match.group(1), match.group(3) or ""
        found += [stem + ending] if ending else [stem, stem + "/", stem + ".html"]
    paths = [urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")) for path in found]
    query = "&".join(pair for pair in parts.query.split("&") if not _PART_QUERY.fullmatch(pair))
    if query != parts.query:
        paths.append(urlunsplit((parts.scheme, parts.netloc, parts.path, query, "")))
    return tuple(paths)


def shape(url: str) -> str:
    """What addresses made by one mould have in common.

    `/calendar/2026/11/` and `/calendar/1970/01/` share a shape. The first of several segments and the ending
    stay, other segments become a class; of a query only the names matter.
    """
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    keep = len(segments) > 1 or bool(parts.query)  # a lone segment is a page's own name
    classes = [_segment_class(segment, keep=keep and not place) for place, segment in enumerate(segments)]
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    return "/" + "/".join(classes) + ("?" + "&".join(names) if names else "")


def _segment_class(segment: str, *, keep: bool) -> str:
    stem, dot, ending = segment.rpartition(".")
    if not dot or len(ending) > 5 or not ending.isalpha():
        stem, dot, ending = segment, "", ""
    if stem.isdigit():
        kind = "0"
    elif keep and not any(sign.isdigit() or sign in "-_%" for sign in stem) and len(stem) <= 16:
        kind = stem
    else:
        kind = "w"
    return kind + dot + ending


def family(url: str) -> str:
    """A coarser shape: host and first segment, and whether there is a query. Facets of a shop share it."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    first = _segment_class(segments[0], keep=True) if len(segments) > 1 or (segments and parts.query) else ""
    return f"{parts.netloc}/{first}" + ("?" if parts.query else "")


def is_loop(url: str) -> bool:
    """An address that relative links of a broken template grow: the same segments again and again."""
    segments = [segment for segment in urlsplit(url).path.split("/") if segment]
    if len(segments) > 15:
        return True
    for size in (1, 2, 3):
        run = 0
        for position in range(size, len(segments)):
            run = run + 1 if segments[position] == segments[position - size] else 0
            if run >= 2 * size:  # the same piece three times in a row
                return True
    worded = [segment for segment in segments if not segment.isdigit()]
    return any(worded.count(segment) >= 4 for segment in set(worded))
