"""What stands before an element, and what stands apart from the article."""

from __future__ import annotations

import pytest

from aggregator.extraction.body import body as bodies
from aggregator.extraction.headline.title import Headline
from aggregator.extraction.landmarks import Landmarks
from aggregator.extraction.links.headings import BlockKind
from aggregator.extraction.links.related import Block
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

TEXT = "<p>" + "This is a sentence of the text, as long as they are. " * 6


def marks_of(html: str) -> Landmarks:
    page = PageMap(parse(html), "https://example.org/a")
    return Landmarks(page, None, bodies.whole(page, page.by_tag["p"]))


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("", ""),
        ("  Published\n on : ", "Published on :"),
        ("a " * 40, "a a a a a a a a a a"),
        ("x" * 30 + "   published   on", "xxxxxxx published on"),
    ],
)
def test_label_before_an_element(before: str, expected: str) -> None:
    marks = marks_of(f"<div>{before}<time>3 May</time></div>{TEXT}")
    assert marks.before(marks.page.by_tag["time"][0]).strip() == expected


@pytest.mark.parametrize(
    ("html", "is_apart"),
    [
        (f"<main>{TEXT}</p><time></time></main>", False),
        (f"{TEXT}</p><aside><b><time></time></b></aside>", True),
        (f"<div class=comments>{TEXT}</p><time></time></div>", False),
        (f"{TEXT}</p><div class=comments><time></time></div>", True),
        (f"{TEXT}</p><footer><time></time></footer>", True),
        (f"{TEXT}</p><footer class=entry-footer><time></time></footer>", False),
        (f"<main>{TEXT}</p><footer><time></time></footer></main>", False),
        (f"<main>{TEXT}</p><footer>© Port <time></time></footer></main>", True),
        (f"<main>{TEXT}</p></main><main><footer><time></time></footer></main>", True),
        (f"{TEXT}</p><footer><time></time><nav class=prev-next></nav></footer>", False),
        (f"{TEXT}</p><nav class=article-tags><time></time></nav>", False),
        (f"{TEXT}</p><nav class=site-tags><time></time></nav>", True),
    ],
    ids=[
        "beside",
        "aside",
        "with the headline",
        "comments",
        "page's footer",
        "own footer",
        "main part's footer",
        "page's footer in the main part",
        "another main part's footer",
        "footer with the neighbours",
        "own tags",
        "the site's tags",
    ],
)
def test_what_stands_apart(html: str, is_apart: bool) -> None:
    marks = marks_of(html)
    (node,) = marks.page.by_tag["time"]
    assert marks.is_apart(node) is is_apart
    assert marks.is_apart(node) is is_apart


def test_page_without_anything() -> None:
    marks = marks_of("")
    assert marks.is_apart(0) is False


def test_teasers_belong_to_others_whatever_they_are_called() -> None:
    page = PageMap(
        parse(f"<h1>Head</h1>{TEXT}</p><div><time></time></div><time></time>"), "https://a.example/"
    )
    box = page.by_tag["div"][0]
    teasers = [Block(BlockKind.RELATED, box, box, page.ends[box], 0, 0)]
    marks = Landmarks(page, None, bodies.find(page), teasers)
    assert [marks.is_of_others(node) for node in page.by_tag["time"]] == [True, False]


def test_what_the_text_stands_in_is_not_apart() -> None:
    page = PageMap(
        parse(f"<h1>Head</h1><div class='sidebar-right content'>{TEXT}</p><time></time></div>"),
        "https://a.example/",
    )
    headline = Headline("Head", "h1", block=page.chunk_blocks[page.chunk_starts[page.by_tag["h1"][0]]])
    marks = Landmarks(page, headline, bodies.whole(page, page.by_tag["div"]))
    assert not marks.is_apart(page.by_tag["time"][0])
