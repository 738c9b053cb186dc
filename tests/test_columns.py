"""Which columns are shown, and how wide: of tables in general and of the crawl's live one."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from rich.cells import cell_len
from rich.console import Console

from aggregator.columns import fitting, used
from aggregator.crawling.progress import Progress
from aggregator.crawling.summary import Tally

COLUMNS = {"new": ["1"], "known": ["1,234"], "文章": ["2"]}


@pytest.mark.parametrize(
    ("width", "kept"),
    [(80, ["new", "known", "文章"]), (18, ["new", "known", "文章"]), (17, ["new", "文章"]), (1, ["文章"])],
)
def test_what_can_be_spared_gives_way_in_order(width: int, kept: list[str]) -> None:
    assert fitting(COLUMNS, width, spare=("known", "none", "new")) == kept


def test_columns_without_a_number_are_left_out() -> None:
    counts = {"a": len, "b": lambda word: word.count("b"), "c": lambda word: word.count("c")}
    assert list(used(counts, ["ab", "a"], always=("c",))) == ["a", "b", "c"]
    assert list(used(counts, ["a"], always=())) == ["a"]


def live_table(width: int, *tallies: Tally) -> list[str]:
    screen = Console(file=io.StringIO(), width=width)
    progress = Progress({tally.site: tally for tally in tallies}, lambda site: 12345)
    progress.console = screen
    screen.print(progress.table())
    assert isinstance(screen.file, io.StringIO)
    return [line.rstrip() for line in screen.file.getvalue().splitlines()]


BUSY = Tally(
    site="一个名字很长的新闻网站.example:8443",
    fetched=123456,
    new=12345,
    changed=1,
    same=2,
    duplicate=3,
    dropped=Counter(TooShort=4),
    failed=Counter(timeout=5),
)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_headings_and_numbers_of_the_live_table_are_whole(width: int) -> None:
    heading, row = live_table(width, BUSY)
    assert "…" not in heading
    assert {"fetched", "new"} < set(heading.split())
    assert {"123,456", "12,345"} < set(row.split())
    assert cell_len(row) <= width
    assert ("copies" in heading) == (width > 40)


def test_live_table_begins_with_what_there_is() -> None:
    heading, _ = live_table(80, Tally(site="a.example"))
    assert heading.split() == ["site", "fetched", "new", "queue", "pages/s"]
