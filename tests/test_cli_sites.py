"""`aggregator sites`: every mistake at once, and a file that keeps what people wrote into it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from commands import aggregator, complaint, out
from factories import make_article

from aggregator.sites import load_sites
from aggregator.store import Store

if TYPE_CHECKING:
    from pathlib import Path

SITES = """\
# 我们的网站
[example-news]
start = ["https://news.example/", "https://news.example/city/"]
schedule = "30m"
deny = ['/tag/']
keep_pages = "90d"
[example-news.select]
title = "h1.headline"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sites.toml").write_text(SITES, encoding="utf-8")
    return tmp_path


def test_good_file_is_said_to_be_good(folder: Path) -> None:
    assert out(aggregator("sites", "check", cwd=folder)) == "sites.toml: 1 site, no mistakes\n"


def test_every_mistake_is_reported_with_table_and_key(folder: Path) -> None:
    with (folder / "sites.toml").open("a", encoding="utf-8") as file:
        file.write('[other]\nstart = ["ftp://x"]\nshedule = "1h"\n[third]\ndelay = -1\n')
    process = aggregator("sites", "check", cwd=folder)
    assert process.returncode == 1
    lines = process.stderr.decode().splitlines()
    assert all(line.startswith("aggregator: sites.toml: [") for line in lines)
    assert [line.split()[2:4] for line in lines] == [
        ["[other]", "shedule:"],
        ["[other]", "start:"],
        ["[third]", "start:"],
        ["[third]", "delay:"],
    ]


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    message = complaint(aggregator("sites", "check", "--sites", "none.toml", cwd=tmp_path))
    assert message.startswith("none.toml: No such file or directory")


def test_list_shows_names_starts_and_settings(folder: Path) -> None:
    shown = out(aggregator("sites", "list", cwd=folder))
    for part in ("example-news", "https://news.example/city/", "30m", "1 deny", "keep_pages 90d", "title"):
        assert part in shown


def test_list_as_json(folder: Path) -> None:
    (site,) = json.loads(out(aggregator("sites", "list", "--json", cwd=folder)))
    assert site["name"] == "example-news"
    assert site["deny"] == ["/tag/"]
    assert site["select"] == {"title": ["h1.headline"]}
    assert site["keep_pages"] == "90d"


def test_added_site_comes_last_and_leaves_the_rest_as_written(folder: Path) -> None:
    told = out(aggregator("sites", "add", "https://Blog.example:8443/zh/", cwd=folder))
    assert told.startswith('sites.toml: added ["blog.example:8443"]; fetch it with: aggregator crawl blog.')
    text = (folder / "sites.toml").read_text(encoding="utf-8")
    assert text.startswith(SITES)
    site = load_sites(folder / "sites.toml")[1]
    assert (site.name, site.start) == ("blog.example:8443", ("https://blog.example:8443/zh/",))


def test_other_part_of_a_host_can_be_a_site_of_its_own(folder: Path) -> None:
    out(aggregator("sites", "add", "https://news.example/sports/", "--name", "sports", cwd=folder))
    assert load_sites(folder / "sites.toml")[1].start == ("https://news.example/sports/",)


def test_first_site_makes_the_file(tmp_path: Path) -> None:
    out(aggregator("sites", "add", "https://blog.example/", "--name", "中文 blog", cwd=tmp_path))
    (site,) = load_sites(tmp_path / "sites.toml")
    assert site.name == "中文 blog"


@pytest.mark.parametrize("text", [SITES.rstrip("\n"), SITES.replace("\n", "\r\n"), "\ufeff" + SITES])
def test_any_file_can_be_added_to(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sites.toml"
    path.write_bytes(text.encode())
    out(aggregator("sites", "add", "https://blog.example/", cwd=tmp_path))
    assert path.read_bytes().startswith(text.encode())
    assert [site.name for site in load_sites(path)] == ["example-news", "blog.example"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("https://www.news.example/other/",),
        ("https://new.example/", "--name", "example-news"),
        ("https://news.example/city/", "--name", "city"),
    ],
    ids=["same-host", "same-name", "same-start"],
)
def test_site_that_is_there_is_refused(folder: Path, arguments: tuple[str, ...]) -> None:
    message = complaint(aggregator("sites", "add", *arguments, cwd=folder))
    assert message.startswith("sites.toml: [example-news] has https://news.example/ already")
    assert (folder / "sites.toml").read_text(encoding="utf-8") == SITES


@pytest.mark.parametrize(
    "url", ["some.site", "ftp://some.site/", "https://", "http://[::1", "http://some.site:99999/"]
)
def test_address_that_is_none_is_wrong_usage(tmp_path: Path, url: str) -> None:
    process = aggregator("sites", "add", url, cwd=tmp_path)
    assert process.returncode == 2
    assert b"expected an http or https address such as https://some.site/" in process.stderr
    assert not (tmp_path / "sites.toml").exists()


def test_template_text_is_learned_shown_and_forgotten(tmp_path: Path) -> None:
    note = "本文来源于网络，版权归原作者所有。"
    with Store(tmp_path / "articles.db") as store:
        for number in range(8):
            article = make_article(number=number, site="town")
            store.save(replace(article, text=f"{article.text}\n{note}"))
    before = aggregator("sites", "templates", "town", cwd=tmp_path)
    assert (out(before), before.stderr) == ("", b"no template text is known of town\n")
    lines = json.loads(out(aggregator("sites", "templates", "town", "--learn", "--json", cwd=tmp_path)))
    assert (note, 8) in {(line["example"], line["articles"]) for line in lines}
    assert note in out(aggregator("sites", "templates", "town", cwd=tmp_path))
    assert out(aggregator("sites", "templates", "town", "--forget", cwd=tmp_path)) == ""
    assert out(aggregator("sites", "templates", "town", cwd=tmp_path)) == ""


def test_learning_and_forgetting_at_once_is_wrong_usage(tmp_path: Path) -> None:
    assert aggregator("sites", "templates", "town", "--learn", "--forget", cwd=tmp_path).returncode == 2
