"""What people type where a time is asked for: a date, a time, or a span before now."""

from __future__ import annotations

from datetime import UTC, date, datetime

from aggregator.scheduling import duration

EXPECTED = "a date (2026-11-03), a time (2026-11-03T08:00+08:00) or a span such as 7d"


def moment(text: str, *, now: datetime) -> datetime | date:
    """`text` as a date, or as a time in UTC; a time without a zone is taken for one in UTC.

    Raises ValueError for what is none of `EXPECTED`.
    """
    if (span := duration(text)) is not None:
        return now - span
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        time = datetime.fromisoformat(text)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r}; expected {EXPECTED}") from None
