"""The demo, run as the README says: its sites are served, crawled and stored for real."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from commands import aggregator, complaint, out

from aggregator import Store

if TYPE_CHECKING:
    from pathlib import Path

    from aggregator import Article


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo has run twice; what it printed lies beside the database."""
    folder = tmp_path_factory.mktemp("demo")
    port = str(free_port())
    for number in (1, 2):
        process = aggregator("demo", "--port", port, cwd=folder)
        (folder / f"out{number}").write_text(out(process))
        (folder / f"err{number}").write_bytes(process.stderr)
    return folder


@pytest.fixture(scope="module")
def stored(folder: Path) -> dict[str, Article]:
    """Articles by the last part of their address."""
    with Store(folder / "articles.db") as store:
        articles = list(store.articles(duplicates=True))
    return {article.url.rstrip("/").rsplit("/", 1)[-1]: article for article in articles}


def free_port() -> int:
    """A port that is free, and so is the one above it."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as first, suppress(OSError):
            port = int(first.getsockname()[1])
            with socket.create_server(("127.0.0.1", port + 1)):
                return port


def test_every_article_is_stored_and_nothing_else(stored: dict[str, Article]) -> None:
    assert sorted(stored) == [
        "bridge-toll",
        "clock-tower",
        "cuishou-duanxin.html",
        "danbao-fengxian.html",
        "fenqi-xieshang.html",
        "gongjijin.html",
        "jijin-dingtou.html",
        "jizhang.html",
        "laonian-fangpian.html",
        "library-roof",
        "night-ferry",
        "seaweed",
        "yuqi-yitian.html",
        "zhengxin-jiudu.html",
        "zhuanzai-zhengxin",
    ]


def test_run_together_byline_is_taken_apart(stored: dict[str, Article]) -> None:
    article = stored["cuishou-duanxin.html"]
    assert article.title == "收到上门核实的短信该怎么办？"
    assert [person.name for person in article.authors] == ["小禾"]
    assert str(article.date_published) == "2026-10-28"
    assert article.category == "债务优化"
    assert article.view_count == 3


def test_body_is_the_article_alone(stored: dict[str, Article]) -> None:
    text = stored["cuishou-duanxin.html"].text
    for section in ("一、先分清短信的真假", "1.1 看发送号码", "三、可以采取的应对措施", "小编总结"):
        assert section in text.splitlines()
    for foreign in ("收到上门核实的短信该怎么办？", "相关文章", "热门排行", "分享到", "版权所有", "上一篇"):
        assert foreign not in text


def test_related_articles_come_with_excerpts(stored: dict[str, Article]) -> None:
    article = stored["cuishou-duanxin.html"]
    related = [link for link in article.related_links if link.kind == "related"]
    assert [link.title for link in related][:2] == [
        "信用卡分期协商，这五句话要提前想好",
        "替朋友担保之前，先想清楚这三个问题",
    ]
    assert related[0].excerpt is not None
    assert related[0].excerpt.startswith("协商不是吵架")


def test_page_in_gbk_is_read(stored: dict[str, Article]) -> None:
    article = stored["gongjijin.html"]
    assert article.title == "换城市工作，公积金怎么转移"
    assert article.view_count == 3777
    assert "公积金不会作废" in article.text


def test_english_article_has_its_fields(stored: dict[str, Article]) -> None:
    article = stored["night-ferry"]
    assert article.title == "The Night Ferry Is Back, and So Are the Bakers"
    assert [person.name for person in article.authors] == ["Margaret Oduya"]
    assert article.language == "en"
    assert article.category == "Harbour"


def test_repost_points_to_the_original(stored: dict[str, Article]) -> None:
    original, repost = stored["zhengxin-jiudu.html"], stored["zhuanzai-zhengxin"]
    assert repost.duplicate_of == original.url
    assert original.duplicate_of is None
    assert repost.cluster_id == original.cluster_id


def test_output_ends_with_rows_and_what_to_type_next(folder: Path) -> None:
    printed = (folder / "out1").read_text()
    assert "2026-11-02" in printed
    assert "Margaret Oduya" in printed
    assert "aggregator export" in printed


def test_second_run_stores_nothing_twice(folder: Path, stored: dict[str, Article]) -> None:
    assert len({article.url for article in stored.values()}) == len(stored) == 15
    with Store(folder / "articles.db") as store:
        assert sum(1 for _ in store.articles()) == 14


def test_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = aggregator("demo", "--port", str(port), cwd=tmp_path)
        assert f"127.0.0.1:{port}" in complaint(process)
