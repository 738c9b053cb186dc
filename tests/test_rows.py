"""Record to row and back."""

from __future__ import annotations

import sqlite3
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from factories import make_article
from hypothesis import given
from hypothesis import strategies as st

from aggregator.items import RECORD_KEYS, Article, Crumb, Image, Person, RelatedKind, RelatedLink
from aggregator.store.rows import from_row, read_time, second_text, time_text, to_row

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
MAYBE_TEXT = st.none() | TEXT
MOMENTS = st.datetimes(timezones=st.just(UTC))
TIMES = st.none() | MOMENTS | st.dates()
COUNTS = st.none() | st.integers(0, 2**63 - 1)

ARTICLES = st.builds(
    Article,
    url=TEXT,
    canonical_url=MAYBE_TEXT,
    site=TEXT,
    title=MAYBE_TEXT,
    authors=st.lists(st.builds(Person, name=TEXT, role=TEXT, url=MAYBE_TEXT), max_size=3).map(tuple),
    source_name=MAYBE_TEXT,
    date_published=TIMES,
    date_published_raw=MAYBE_TEXT,
    date_modified=TIMES,
    date_modified_raw=MAYBE_TEXT,
    category=MAYBE_TEXT,
    breadcrumbs=st.lists(st.builds(Crumb, name=TEXT, url=MAYBE_TEXT), max_size=3).map(tuple),
    tags=st.lists(TEXT, max_size=3).map(tuple),
    language=MAYBE_TEXT,
    description=MAYBE_TEXT,
    text=TEXT,
    html=TEXT,
    main_image=MAYBE_TEXT,
    images=st.lists(st.builds(Image, url=TEXT, alt=MAYBE_TEXT, caption=MAYBE_TEXT), max_size=3).map(tuple),
    view_count=COUNTS,
    comment_count=COUNTS,
    like_count=COUNTS,
    related_links=st.lists(
        st.builds(
            RelatedLink,
            position=st.integers(1, 99),
            url=TEXT,
            title=TEXT,
            excerpt=MAYBE_TEXT,
            image=MAYBE_TEXT,
            kind=st.sampled_from(RelatedKind),
        ),
        max_size=3,
    ).map(tuple),
    provenance=st.dictionaries(TEXT, TEXT, max_size=3),
    date_downloaded=st.none() | MOMENTS,
    cluster_id=MAYBE_TEXT,
    duplicate_of=MAYBE_TEXT,
)


@given(ARTICLES)
def test_record_comes_back_from_its_row(article: Article) -> None:
    assert from_row(through_sqlite(to_row(article))) == article


def through_sqlite(row: dict[str, Any]) -> dict[str, Any]:
    """`row` as SQLite gives it back."""
    connection = sqlite3.connect(":memory:")
    values = connection.execute(f"SELECT {', '.join('?' * len(row))}", tuple(row.values())).fetchone()
    connection.close()
    return dict(zip(row, values, strict=True))


def test_columns_are_the_record_in_its_order() -> None:
    assert tuple(to_row(make_article())) == RECORD_KEYS


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        pytest.param(None, None, id="unknown"),
        pytest.param(date(2024, 11, 1), "2024-11-01", id="only a date"),
        pytest.param(datetime(2024, 11, 1, 8, tzinfo=UTC), "2024-11-01T08:00:00+00:00", id="utc"),
        pytest.param(
            datetime(2024, 11, 1, 4, tzinfo=timezone(timedelta(hours=8))),
            "2024-10-31T20:00:00+00:00",
            id="another zone",
        ),
    ],
)
def test_times_are_written_in_utc(moment: datetime | date | None, text: str | None) -> None:
    assert time_text(moment) == text
    assert read_time(text) == moment


@given(MOMENTS, MOMENTS)
def test_texts_of_seconds_sort_as_the_times_do(first: datetime, second: datetime) -> None:
    first, second = first.replace(microsecond=0), second.replace(microsecond=0)
    assert (second_text(first) < second_text(second)) == (first < second)


def test_time_without_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="without zone"):
        time_text(datetime(2024, 11, 1))  # noqa: DTZ001


def test_half_a_surrogate_pair_becomes_the_replacement_character() -> None:
    article = make_article(title="a\ud83d", tags=("\udc00b",))
    row = through_sqlite(to_row(article))
    assert from_row(row).title == "a\ufffd"
    assert from_row(row).tags == ("\ufffdb",)


@pytest.mark.parametrize("count", [-1, 2**63, 10**30])
def test_count_that_no_column_holds_is_unknown(count: int) -> None:
    assert to_row(make_article(view_count=count))["view_count"] is None
