"""Records for tests: whole by default, so that a test names only what it is about."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from aggregator.items import Article, Crumb, Image, Person, RelatedLink


def make_article(**changes: Any) -> Article:
    """A complete article with every field set, except for `changes`.

    `number=7` gives the seventh of a series: its own address, title and text, all else alike.
    """
    number = changes.pop("number", None)
    if number is not None:
        changes = {**_numbered(number), **changes}
    return Article(**{**_WHOLE, **changes})


def _numbered(number: int) -> dict[str, Any]:
    url = f"https://news.example/a/{number}.html"
    lines = (f"这是第{number}篇报道。", *(_sentence(number, turn) for turn in range(3)))
    return {
        "url": url,
        "canonical_url": url,
        "title": f"第{number}篇：上海今年新增公园绿地",
        "text": "\n".join(lines),
        "html": "\n".join(f"<p>{line}</p>" for line in lines),
    }


_WHO = "园林师 退休教师 面包师 船工 邮递员 木匠 护士 店主 学徒 画家 花农 站长 渔民".split()
_DID = "移栽了 丈量了 认养了 描绘了 清扫了 拍下了 命名了 修剪了 捐出了 守护着 记录下 讲解了".split()
_WHAT = "银杏 石榴树 长椅 池塘 步道 凉亭 苗圃 花坛 木桥 喷泉 雕像".split()


def _sentence(number: int, turn: int) -> str:
    """Who did what: articles of one series are no copies of each other."""
    seed = number * 7919 + turn * 104729
    who, did, what = (
        words[seed // step % len(words)] for step, words in ((1, _WHO), (13, _DID), (156, _WHAT))
    )
    other = _WHAT[seed // 1716 % len(_WHAT)]
    return f"住在{other}旁的{who}{did}{seed % 97 + 2}处{what}，市绿化局为此道谢。"


_WHOLE: dict[str, Any] = {
    "url": "https://news.example/a/park.html",
    "canonical_url": "https://news.example/a/park.html",
    "site": "example-news",
    "title": "上海今年新增公园绿地“超过百处”",
    "authors": (
        Person(name="王芳", url="https://news.example/people/wangfang"),
        Person(name="李伟", role="editor"),
    ),
    "source_name": "新华网",
    "date_published": datetime(2026, 11, 3, 1, 12, tzinfo=UTC),
    "date_published_raw": "2026年11月3日 09:12",
    "date_modified": datetime(2026, 11, 4, 2, 0, tzinfo=UTC),
    "date_modified_raw": "2026-11-04T10:00:00+08:00",
    "category": "城市",
    "breadcrumbs": (
        Crumb(name="首页", url="https://news.example/"),
        Crumb(name="城市", url="https://news.example/city/"),
    ),
    "tags": ("公园", "绿地"),
    "language": "zh-Hans",
    "description": "市绿化局介绍今年的进展。",
    "text": "市绿化局昨天介绍，今年新增公园绿地超过百处。\n其中口袋公园占了一半，多数在老城区。",
    "html": "<p>市绿化局昨天介绍，今年新增公园绿地超过百处。</p><p>其中口袋公园占了一半，多数在老城区。</p>",
    "main_image": "https://news.example/img/park.jpg",
    "images": (Image(url="https://news.example/img/park.jpg", alt="公园", caption="新开放的口袋公园"),),
    "view_count": 12000,
    "comment_count": 34,
    "like_count": 5,
    "related_links": (
        RelatedLink(
            position=1,
            url="https://news.example/a/river.html",
            title="苏州河步道贯通",
            excerpt="步道全长四十二公里…",
            image="https://news.example/img/river.jpg",
        ),
    ),
    "provenance": {"title": "json-ld", "text": "page"},
    "date_downloaded": datetime(2026, 11, 3, 4, 0, 5, tzinfo=UTC),
}
