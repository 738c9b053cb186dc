"""Which claim of a page is its summary, and which its picture."""

from __future__ import annotations

import pytest

from aggregator.extraction import extract
from aggregator.extraction.claims import choice
from aggregator.extraction.records import Found

URL = "https://news.example/2026/a.html"
TEXT = "Where the library stands, how long it stays open this winter, and who pays for it." * 20


def claims(*values: str) -> tuple[Found[str], ...]:
    return tuple(Found(value, f"meta:{number}") for number, value in enumerate(values))


@pytest.mark.parametrize(
    ("values", "chosen"),
    [
        pytest.param(["Open late.", "Other."], "Open late.", id="the first"),
        pytest.param(["Library stays open!", "Open late."], "Open late.", id="not the title"),
        pytest.param(["Library stays open"], None, id="nothing but the title"),
        pytest.param([TEXT, "Open late."], "Open late.", id="not the text"),
        pytest.param([TEXT], TEXT, id="a long one is one"),
        pytest.param(["When¶ Open late."], "When Open late.", id="without the signs of headings"),
        pytest.param([], None, id="none"),
    ],
)
def test_summary(values: list[str], chosen: str | None) -> None:
    found = choice.summary(claims(*values), "Library stays open")
    assert (found and found.value) == chosen


@pytest.mark.parametrize(
    ("name", "is_article"),
    [
        ("reading-room.jpg", True),
        ("1400020_reader_default_1Biw.jpg", True),
        ("site-logo.png?v=2", False),
        ("apple-touch-icon.png", False),
        ("news@2x.ico", False),
        ("favicon/android-512.png?v=3", False),
        ("og-default.png", False),
        ("default-thumb-5.jpg", False),
        ("placeholder.jpg", False),
        ("avatar/1f3c?s=200", False),
    ],
)
def test_picture_of_a_site_is_none(name: str, is_article: bool) -> None:
    address = f"https://news.example/img/{name}"
    own = Found("https://news.example/b.jpg", "json-ld")
    assert choice.picture([Found(address, "meta:og:image"), own], lambda: ()) == (
        Found(address, "meta:og:image") if is_article else own
    )
    assert choice.picture([Found(address, "meta:og:image")], lambda: [address]) is not None


def test_picture_link_is_a_claim() -> None:
    page = '<link rel="image_src" href="/b.jpg"><h1>Library stays open</h1><p>Where it stands.</p>'
    article = extract(page, URL)
    assert article.main_image == "https://news.example/b.jpg"
    assert article.provenance["main_image"] == "link:image_src"


@pytest.mark.parametrize(
    ("address", "picture"),
    [
        ("data:image/png;base64,R0", None),
        ("blob:https://news.example/1", None),
        ("/a b.jpg", "https://news.example/a%20b.jpg"),
    ],
)
def test_declared_pictures_are_addresses_of_the_web(address: str, picture: str | None) -> None:
    page = f'<meta property="og:image" content="{address}"><h1>Library stays open</h1><p>Where it stands.</p>'
    assert extract(page, URL).main_image == picture
