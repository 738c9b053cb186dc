"""Puts commands that write articles on the record of runs, as crawls are."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING

from aggregator.errors import AggregatorError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from aggregator.store import Figures, Store


@contextmanager
def on_record(store: Store, command: str, figures: Callable[[], list[Figures]]) -> Iterator[datetime]:
    """A run of `command` whose beginning is given; at its end, however it ends, `figures` are asked for."""
    store.lock()
    begun, clock = datetime.now(UTC), monotonic()
    run = store.runs.start(command, now=begun)
    reason, code = "interrupted", 1
    try:
        yield begun
        reason, code = "finished", 0
    except AggregatorError:
        reason = "failed"
        raise
    finally:
        store.runs.note(run, figures())
        store.runs.end(run, now=datetime.now(UTC), reason=reason, exit_code=code, seconds=monotonic() - clock)
