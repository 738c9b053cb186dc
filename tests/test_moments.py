"""Times as people type them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from aggregator.moments import moment

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-03", date(2026, 11, 3)),
        ("2026-11-03T08:00+08:00", datetime(2026, 11, 3, tzinfo=UTC)),
        ("2026-11-03 08:00", datetime(2026, 11, 3, 8, 0, tzinfo=UTC)),
        ("7d", datetime(2026, 11, 19, 12, 0, tzinfo=UTC)),
    ],
)
def test_what_people_type(text: str, expected: date) -> None:
    assert moment(text, now=NOW) == expected


@pytest.mark.parametrize("text", ["", "soon", "2026-13-01", "0001-01-01T00:00+14:00", "7 weeks"])
def test_anything_else_is_refused_with_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="expected a date"):
        moment(text, now=NOW)
