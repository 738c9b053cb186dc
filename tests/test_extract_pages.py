"""Saved pages of several sites, one test per field.

`tests/pages/SITE/CASE/page.html` is the page as its server would send it, `expected.json` what it says; the page is
looked at as of 2025-06-01, 12:00 UTC.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from aggregator.extraction import Examination, examine, extract
from aggregator.extraction.records import Region

PAGES = Path(__file__).parent / "pages"
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def cases() -> list[Any]:
    return [
        pytest.param(path.parent, field, id=f"{path.parent.relative_to(PAGES).as_posix()}: {field}")
        for path in sorted(PAGES.glob("*/*/expected.json"))
        for field in expected_of(path.parent)
        if field != "url"
    ]


@cache
def expected_of(folder: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
    return expected


@cache
def examined(folder: Path) -> Examination:
    return examine((folder / "page.html").read_bytes(), expected_of(folder)["url"], fetched_at=NOW)


@pytest.mark.parametrize(("folder", "field"), cases())
def test_page(folder: Path, field: str) -> None:
    expected, found = expected_of(folder)[field], examined(folder)
    record = found.article.to_dict()
    lines = record["text"].split("\n")
    match field:
        case "is_article":
            assert found.is_article is expected, found.reason
        case "feeds" | "robots":
            assert sorted(getattr(found, field)) == sorted(expected)
        case "next_page":
            assert found.next_page == expected
        case "pagination":
            turners = {anchor.url for anchor in found.anchors if anchor.region is Region.PAGINATION}
            assert turners == set(expected)
        case "authors":
            assert [[person["name"], person["role"]] for person in record["authors"]] == expected
        case "images":
            assert [image["url"] for image in record["images"]] == expected
        case "related":
            keys = ("kind", "url", "title", "excerpt", "image")
            assert [[link[key] for key in keys] for link in record["related_links"]] == expected
        case "text_first_line":
            assert lines[0].startswith(expected)
        case "text_last_line":
            assert lines[-1].startswith(expected)
        case "text_has":
            assert [piece for piece in expected if piece not in record["text"]] == []
        case "text_lacks":
            assert [piece for piece in expected if piece in record["text"]] == []
        case _:
            assert record[field] == expected


@pytest.mark.parametrize("folder", sorted({path.parent for path in PAGES.glob("*/*/expected.json")}))
def test_extract_gives_the_article_that_a_crawl_would_store(folder: Path) -> None:
    page, url = (folder / "page.html").read_bytes(), expected_of(folder)["url"]
    assert extract(page, url, fetched_at=NOW) == examined(folder).article
