"""Which page that follows is a part of an article."""

from __future__ import annotations

import pytest
from factories import make_article

from aggregator.parts import contains, continues


@pytest.mark.parametrize(
    ("path", "title", "is_part"),
    [
        pytest.param("/ferry_2.html", "Who pays", True, id="numbered part with a headline of its own"),
        pytest.param("/ferry/2/", "Who pays", True, id="numbered part in a folder"),
        pytest.param("/ferry?page=2", "Who pays", True, id="numbered part in the query"),
        pytest.param("/ferry-2.html", "The ferry comes back, page 2", True, id="same headline with its number"),
        pytest.param("/ferry-2/", "The Ferry comes back!", True, id="same headline"),
        pytest.param("/ferry-2/", "The ferry", True, id="a part of the headline"),
        pytest.param("/ferry-2/", None, True, id="no headline"),
        pytest.param("/ferry-2/", "Who pays", False, id="the next of a series"),
        pytest.param("/lesson-02.html", "第二课", False, id="the next lesson"),
    ],
)  # fmt: skip
def test_what_follows_in_a_slug_is_told_by_its_headline(path: str, title: str | None, is_part: bool) -> None:
    whole = make_article(title="The ferry comes back")
    assert continues(whole, make_article(url=f"https://port.example{path}", title=title)) == is_part


@pytest.mark.parametrize(
    ("text", "contained"),
    [
        pytest.param("The second part.\nIt ends here.", True, id="as joined"),
        pytest.param("The  second part\nIt ends here!", True, id="other spaces and signs"),
        pytest.param("The second part.\nAnd something else altogether.", False, id="more is new"),
        pytest.param("The first part.\nIt goes on.\nThe second part.\nIt ends here.", False, id="all of it: a copy"),
        pytest.param("", False, id="nothing"),
    ],
)  # fmt: skip
def test_part_that_was_joined_is_known_by_its_text(text: str, contained: bool) -> None:
    whole = make_article(text="The first part.\nIt goes on.\nThe second part.\nIt ends here.")
    assert contains(whole, make_article(text=text)) == contained
