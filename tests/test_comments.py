"""Where the text of an article ends and its readers speak."""

from __future__ import annotations

import pytest

from aggregator.extraction.body import comments
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

TEXT = "".join(f"<p>The council voted on part {part} of the plan for the library.</p>" for part in range(6))
REMARKS = "".join(f"<p>I have read there for {years} years, and like it.</p>" for years in range(3))


def remarks(html: str) -> int:
    """How many remarks of readers stay, where all lines are likely."""
    page = PageMap(parse(f"<body>{html}</body>"), "https://news.example/a")
    scores = {block: 3.0 for block, line in enumerate(page.block_texts) if line}
    comments.leave_out(page, scores)
    assert sum(
        "council" in page.block_texts[block] for block, score in scores.items() if score > 0
    ) == html.count("council")
    return sum("I have" in page.block_texts[block] for block, score in scores.items() if score > 0)


@pytest.mark.parametrize(
    "line",
    [
        "Leave a Reply",
        "Post a comment:",
        "No comments:",
        "Comments are closed.",
        "3 Comments",
        "Comments (3)",
        "发表评论",
        "评论 (3)",
        "發表回應",
        "コメントを残す",
        "댓글 남기기",
        "Schreibe einen Kommentar",
        "Laisser un commentaire",
        "Deja una respuesta",
        "Оставить комментарий",
    ],
)
def test_behind_the_line_no_text_follows(line: str) -> None:
    assert remarks(f"{TEXT}<h3>{line}</h3>{REMARKS}") == 0


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(f"{TEXT}<h3>Comments on the plan came from all sides</h3>{REMARKS}", id="a subheading"),
        pytest.param(f"{TEXT}<p><a href=#comments>3 Comments</a></p>{REMARKS}", id="a link"),
        pytest.param(f"<p>The council voted.</p><h3>3 Comments</h3>{REMARKS}", id="a count above the text"),
        pytest.param(f"{TEXT}<h3>1 Comment</h3>{TEXT}<h3>2 Comments</h3>{TEXT}<h3>3 Comments</h3>{REMARKS}", id="a list of posts"),
    ],
)  # fmt: skip
def test_other_lines_end_nothing(html: str) -> None:
    assert remarks(html) == 3
