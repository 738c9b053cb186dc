"""Hidden copies of the text are no part of the body."""

from __future__ import annotations

import pytest

from aggregator.extraction.body import copies
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

FIRST = "The mill by the river stopped on Monday, after two hundred years, and nobody in the village was surprised."
SECOND = "镇上的老邮局关了又开，开了又关，今年终于改成了一间书店，店主是一位退休的邮递员，每天早上六点开门。"
SHOWN = f"<p>{FIRST}</p><p>{SECOND}</p>"
HIDDEN = "<div style='display: none'>{}</div>"


@pytest.mark.parametrize(
    ("html", "scores", "kept"),
    [
        pytest.param(SHOWN + HIDDEN.format(SHOWN), [3.0, 3.0, 0.7, 0.7], 2, id="hidden paragraphs"),
        pytest.param(SHOWN + HIDDEN.format(FIRST + SECOND), [3.0, 3.0, 0.7], 2, id="all in one hidden line"),
        pytest.param(SHOWN + SHOWN, [3.0, 3.0, 0.7, 0.7], 4, id="shown twice"),
        pytest.param(HIDDEN.format(SHOWN), [0.7, 0.7], 2, id="the only text is hidden"),
        pytest.param(SHOWN + HIDDEN.format("<p>And more.</p>"), [3.0, 3.0, 0.7], 3, id="hidden, but new"),
        pytest.param(HIDDEN.format(SHOWN) + SHOWN, [3.0, 3.0, 3.0, 3.0], 4, id="hidden, but sure"),
    ],
)
def test_only_hidden_lines_that_repeat_shown_ones_leave(html: str, scores: list[float], kept: int) -> None:
    page = PageMap(parse(f"<html><body>{html}</body></html>"), "https://village.example/mill")
    weighed = dict(enumerate(scores))
    copies.leave_out(page, weighed)
    assert [line for line, score in weighed.items() if score > 0] == list(range(kept))
