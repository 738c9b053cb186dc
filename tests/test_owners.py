"""Which site an address belongs to."""

from __future__ import annotations

import re

import pytest

from aggregator.crawling.owners import Owners
from aggregator.sites import Site

NEWS = Site(name="news", start=("https://a.example/",), deny=(re.compile("/blog/"),))
BLOG = Site(name="blog", start=("https://a.example/blog/",), allow=(re.compile("/blog/"),))
OTHER = Site(name="other", start=("https://b.example/",))


@pytest.mark.parametrize(
    ("url", "names"),
    [
        ("https://a.example/1.html", ["news", "blog"]),
        ("https://www.a.example/blog/1.html", ["blog", "news"]),
        ("https://b.example/1.html", ["other"]),
        ("https://c.example/", []),
    ],
)
def test_page_belongs_to_the_first_site_that_wants_it(url: str, names: list[str]) -> None:
    owners = Owners([NEWS, BLOG, OTHER])
    owner = owners.of(url)
    assert (owner and owner.name) == (names[0] if names else None)
    assert owners.names(url) == names


def test_host_of_nobody_can_be_adopted_once() -> None:
    owners = Owners([NEWS, OTHER])
    assert owners.adopt(NEWS, "https://c.example/home")
    assert owners.of("https://c.example/1") is NEWS
    assert not owners.adopt(OTHER, "https://c.example/")
