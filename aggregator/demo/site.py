"""Builds the demo's two sites, a Chinese advice site and an English weekly, as pages in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.parser import Parser
from functools import partial
from html import escape
from importlib.resources import files
from string import Template

PER_LIST = 4
SECTIONS = {"债务优化": "zhaiwu", "征信知识": "zhengxin", "理财入门": "licai", "家庭理财": "jiating"}


@dataclass(frozen=True, kw_only=True)
class File:
    """What the server answers for one path."""

    content_type: str
    body: bytes


@dataclass(frozen=True, kw_only=True)
class Post:
    """One article as it lies in `articles/`: headers, a blank line, the body as HTML."""

    slug: str
    title: str
    author: str
    date: str
    category: str
    tags: tuple[str, ...]
    summary: str
    views: int
    encoding: str
    repost_of: str | None
    body: str

    @property
    def day(self) -> str:
        return self.date[:10]


def advice(origin: str) -> dict[str, File]:
    """The Chinese site, path to file. `origin` is its scheme, host and port, without a slash at the end."""
    posts = _posts("zh")
    navigation = "".join(f'<a href="/{slug}/">{name}</a>' for name, slug in SECTIONS.items())
    site = {
        "/about.html": _html(
            _template("advice-list").substitute(
                title="关于我们", navigation=navigation, pagination="",
                entries="<p>安稳钱袋是一个虚构的网站，只为演示而存在。</p>",
            )
        ),
        "/feed.xml": _rss(origin, posts),
        "/sitemap.xml": _sitemap(origin, [(_advice_path(post), post.day) for post in posts]),
        "/robots.txt": _robots(origin),
    }  # fmt: skip
    for post in posts:
        site[_advice_path(post)] = _advice_page(origin, post, posts, navigation)
    lists = [("最新文章", "/", posts)]
    for name, slug in SECTIONS.items():
        lists.append((name, f"/{slug}/", [post for post in posts if post.category == name]))
    pages = partial(_lists, "advice-list", teaser=_advice_teaser, older="下一页", navigation=navigation)
    for title, base, members in lists:
        site |= pages(base, members, title=title)
    return site


def weekly(origin: str) -> dict[str, File]:
    """The English site, which reposts one of the Chinese site's articles; otherwise as `advice`."""
    reposted = {post.slug: post for post in _posts("zh")}
    posts = _posts("en")
    sections = sorted({post.category for post in posts})
    navigation = "".join(f'<a href="{_section(name)}">{name}</a>' for name in sections)
    about = "<p>Quayside is an invented town. This site exists to be crawled.</p>"
    site = {
        path: _html(
            _template("weekly-list").substitute(
                title=title, navigation=navigation, entries=about, pagination=""
            )
        )
        for path, title in {"/about/": "About us", "/privacy/": "Privacy"}.items()
    }
    site["/atom.xml"] = _atom(origin, posts)
    site["/robots.txt"] = _robots(origin)
    site["/sitemap.xml"] = _sitemap(origin, [(f"/{post.slug}/", post.day) for post in posts])
    for post in posts:
        body = post.body
        if post.repost_of:
            original = reposted[post.repost_of].body
            body = f"<p>本文转载自安稳钱袋，作者林舟，略有删改。</p>\n{original}\n<p>（转载完）</p>"
        site[f"/{post.slug}/"] = _weekly_page(origin, post, body, posts, navigation)
    lists = [("Quayside Weekly", "/", posts)]
    for name in sections:
        members = [post for post in posts if post.category == name]
        lists.append((f"Quayside Weekly: {name}", _section(name), members))
    for tag in sorted({tag for post in posts for tag in post.tags}):
        members = [post for post in posts if tag in post.tags]
        lists.append((f"Posts tagged {tag}", _tag(tag), members))
    pages = partial(_lists, "weekly-list", teaser=_weekly_teaser, older="Older posts", navigation=navigation)
    for title, base, members in lists:
        site |= pages(base, members, title=title)
    return site


def _posts(language: str) -> list[Post]:
    """The posts of a language, newest first."""
    folder = files(__package__) / "articles" / language
    posts = []
    for entry in folder.iterdir():
        message = Parser().parsestr(entry.read_text(encoding="utf-8"))
        body = message.get_payload()
        assert isinstance(body, str)
        posts.append(
            Post(
                slug=entry.name.removesuffix(".html"),
                title=message["title"],
                author=message["author"],
                date=message["date"],
                category=message["category"],
                tags=tuple(message["tags"].split(", ")),
                summary=message["summary"],
                views=int(message.get("views", "0")),
                encoding=message.get("encoding", "utf-8"),
                repost_of=message.get("repost_of"),
                body=body.strip(),
            )
        )
    return sorted(posts, key=lambda post: (post.date, post.slug), reverse=True)


def _template(name: str) -> Template:
    return Template((files(__package__) / "templates" / f"{name}.html").read_text(encoding="utf-8"))


def _html(text: str, encoding: str = "utf-8") -> File:
    # The old page says nothing in its header: that its bytes are GBK has to be found out.
    header = "text/html; charset=utf-8" if encoding == "utf-8" else "text/html"
    return File(content_type=header, body=text.encode(encoding))


def _advice_path(post: Post) -> str:
    folder = "2019" if post.encoding == "gbk" else SECTIONS[post.category]
    return f"/{folder}/{post.slug}.html"


def _advice_page(origin: str, post: Post, posts: list[Post], navigation: str) -> File:
    others = [other for other in posts if other is not post]
    similar = sorted(others, key=lambda other: other.category != post.category)[:3]
    position = posts.index(post)
    before, after = posts[position + 1 : position + 2], posts[max(0, position - 1) : position]
    neighbours = "".join(
        f'<p>{label}：<a href="{_advice_path(near)}">{near.title}</a></p>'
        for label, nears in (("上一篇", before), ("下一篇", after))
        for near in nears
    )
    related = "\n".join(
        f'<div class="item"><a href="{_advice_path(other)}">'
        f'<img src="/img/{other.slug}.jpg" alt="{other.title}">'
        f"<h4>{other.title}</h4></a><p>{other.summary[:40]}...</p></div>"
        for other in similar
    )
    popular = "".join(
        f'<li><a href="{_advice_path(other)}">{other.title}</a></li>'
        for other in sorted(others, key=lambda other: -other.views)[:3]
    )
    page = _template("advice-old" if post.encoding == "gbk" else "advice").substitute(
        title=post.title, author=post.author, day=post.day, category=post.category, views=post.views,
        summary=post.summary, tags=",".join(post.tags), body=post.body, url=origin + _advice_path(post),
        category_url=f"/{SECTIONS[post.category]}/", navigation=navigation, related=related, popular=popular,
        neighbours=neighbours, next_url=_advice_path(similar[0]), next_title=similar[0].title,
    )  # fmt: skip
    return _html(page, post.encoding)


def _advice_teaser(post: Post) -> str:
    path = _advice_path(post)
    return (
        f'<div class="item"><a href="{path}"><img src="/img/{post.slug}.jpg" alt="{post.title}"></a>'
        f'<h3><a href="{path}">{post.title}</a></h3><p>{post.summary[:40]}...</p>'
        f"<span>{post.author}</span><span>{post.day}</span></div>"
    )


def _section(name: str) -> str:
    return f"/section/{name.lower() if name.isascii() else 'chinese'}/"


def _tag(name: str) -> str:
    return f"/tag/{name.replace(' ', '-')}/"


def _weekly_page(origin: str, post: Post, body: str, posts: list[Post], navigation: str) -> File:
    url = f"{origin}/{post.slug}/"
    chinese = not post.title.isascii()
    node = {
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": post.title, "url": url,
        "datePublished": post.date, "author": {"@type": "Person", "name": post.author},
        "articleSection": post.category,
    }  # fmt: skip
    byline = f"作者：{post.author}　来源：安稳钱袋" if chinese else f"By {post.author} · {post.day}"
    related = "\n".join(
        f'<li><a href="/{other.slug}/">{escape(other.title)}</a> <span>{escape(other.summary)}</span></li>'
        for other in [other for other in posts if other is not post and not other.repost_of][:3]
    )
    tags = ", ".join(f'<a href="{_tag(tag)}" rel="tag">{tag}</a>' for tag in post.tags)
    page = _template("weekly").substitute(
        language="zh-CN" if chinese else "en", title=escape(post.title), summary=escape(post.summary),
        date=post.date, url=url, json_ld=json.dumps(node, ensure_ascii=False), navigation=navigation,
        category=post.category, category_url=_section(post.category), byline=byline, body=body,
        related=related, tag_links=tags,
    )  # fmt: skip
    return _html(page)


def _weekly_teaser(post: Post) -> str:
    return (
        f'<article><h2><a href="/{post.slug}/">{escape(post.title)}</a></h2>'
        f"<p>{escape(post.summary)}</p><p>{post.day} by {post.author}</p></article>"
    )


def _lists(
    template: str,
    base: str,
    posts: list[Post],
    *,
    teaser: Callable[[Post], str],
    older: str,
    title: str,
    navigation: str,
) -> dict[str, File]:
    """A list in pages of PER_LIST, each linking to the next."""
    pages = [posts[start : start + PER_LIST] for start in range(0, len(posts), PER_LIST)]
    site = {}
    for number, members in enumerate(pages, 1):
        more = f'<a href="{base}page/{number + 1}/">{older}</a>' if number < len(pages) else ""
        text = _template(template).substitute(
            title=title, navigation=navigation, pagination=more, entries="\n".join(map(teaser, members))
        )
        site[base if number == 1 else f"{base}page/{number}/"] = _html(text)
    return site


def _robots(origin: str) -> File:
    text = f"User-agent: *\nDisallow: /search\nSitemap: {origin}/sitemap.xml\n"
    return File(content_type="text/plain", body=text.encode())


def _sitemap(origin: str, entries: Iterable[tuple[str, str]]) -> File:
    rows = "".join(f"<url><loc>{origin}{path}</loc><lastmod>{day}</lastmod></url>" for path, day in entries)
    text = f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    return File(content_type="application/xml", body=text.encode())


def _rss(origin: str, posts: list[Post]) -> File:
    rows = "".join(
        f"<item><title>{post.title}</title><link>{origin}{_advice_path(post)}</link></item>"
        for post in posts[:5]
    )
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>安稳钱袋</title>{rows}</channel></rss>'
    return File(content_type="application/rss+xml; charset=utf-8", body=text.encode())


def _atom(origin: str, posts: list[Post]) -> File:
    rows = "".join(
        f'<entry><title>{escape(post.title)}</title><link href="{origin}/{post.slug}/"/>'
        f"<id>{origin}/{post.slug}/</id><updated>{post.date}</updated></entry>"
        for post in posts
    )
    head = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Quayside Weekly</title>'
    text = f"{head}{rows}</feed>"
    return File(content_type="application/atom+xml; charset=utf-8", body=text.encode())
