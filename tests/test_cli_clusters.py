"""`aggregator clusters` and `duplicates`: who copied whom, and when."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from commands import aggregator, complaint, out
from factories import make_article

from aggregator.store import Store

if TYPE_CHECKING:
    from pathlib import Path

ORIGINAL = "https://news.example/a/1.html"
COPY = "https://copy.example/reposted/9"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An article with two exact copies, another with one, one without; the copies were stored first."""
    folder = tmp_path_factory.mktemp("clusters")
    first = {"date_published": datetime(2026, 11, 1, 8, tzinfo=UTC)}
    later = {"date_published": date(2026, 11, 5)}
    with Store(folder / "articles.db") as store:
        store.save(make_article(number=1, url=COPY, site="copy.example", title="转载：旧文", **later))
        store.save(make_article(number=1, url="https://third.example/1", site="third.example", **later))
        store.save(make_article(number=1, **first))
        store.save(make_article(number=2, **first))
        store.save(make_article(number=2, url="https://third.example/2", site="third.example", **first))
        store.save(make_article(number=3, **first))
    return folder


def listed(folder: Path, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out(aggregator("clusters", "--json", *options, cwd=folder)))
    return found


def test_cluster_names_the_original_and_who_copied_it_when(folder: Path) -> None:
    lines = out(aggregator("duplicates", COPY, cwd=folder)).splitlines()
    assert lines == [
        "第1篇：上海今年新增公园绿地",
        "  2026-11-01  original       example-news",
        f"  {ORIGINAL}",
        "  2026-11-05  exact 100%     copy.example",
        f"  {COPY}",
        "  转载：旧文",
        "  2026-11-05  exact 100%     third.example",
        "  https://third.example/1",
    ]


@pytest.mark.parametrize(
    ("options", "sizes"),
    [
        ([], {3, 2}),
        (["--min-size", "3"], {3}),
        (["--site", "copy.example"], {3}),
        (["--since", "2026-11-02"], {3}),
        (["--site", "nowhere.example"], set()),
        (["--min-size", "1"], {3, 2, 1}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_clusters_are_chosen(folder: Path, options: list[str], sizes: set[int]) -> None:
    assert {len(cluster["members"]) for cluster in listed(folder, *options)} == sizes


def test_limit_is_kept(folder: Path) -> None:
    assert len(listed(folder, "--limit", "1")) == 1


def test_original_stands_first_in_json(folder: Path) -> None:
    cluster = json.loads(out(aggregator("duplicates", "--json", ORIGINAL, cwd=folder)))
    assert cluster["members"][0] | {"first_seen": None} == {
        "url": ORIGINAL,
        "site": "example-news",
        "title": "第1篇：上海今年新增公园绿地",
        "date_published": "2026-11-01T08:00:00+00:00",
        "first_seen": None,
        "relation": None,
        "similarity": None,
    }


def test_article_without_copies_is_said_to_have_none(folder: Path) -> None:
    process = aggregator("duplicates", "https://news.example/a/3.html", cwd=folder)
    assert process.stderr == b"no copies found\n"
    assert "original" in out(process)


def test_export_gives_one_article_a_cluster_unless_asked(folder: Path) -> None:
    assert len(out(aggregator("export", cwd=folder)).splitlines()) == 3
    assert len(out(aggregator("export", "--with-duplicates", cwd=folder)).splitlines()) == 6


def test_no_such_article_is_one_line(folder: Path) -> None:
    message = complaint(aggregator("duplicates", "https://none.example/", cwd=folder))
    assert message == "https://none.example/: no such article in articles.db"


def test_no_clusters_is_said(tmp_path: Path) -> None:
    Store(tmp_path / "articles.db").close()
    process = aggregator("clusters", cwd=tmp_path)
    assert (process.returncode, process.stdout, process.stderr) == (0, b"", b"no copies found\n")
