"""What is made alike, once it is known what is likely."""

from __future__ import annotations

import pytest

from aggregator.extraction.body import alike
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

POST = "<div class=post><b>{name}</b><div class=words><p>{text}</p></div></div>"
FIRST = POST.format(name="Ann", text="My tomatoes have stopped growing since the cold came.")
LAST = POST.format(name="Bo", text="Mine do that each autumn, and start again in spring.")
SHORT = POST.format(name="Cy", text="Same here.")


def settled(html: str, scores: dict[str, float], *, is_thread: bool = False) -> list[str]:
    """The lines of the body, where all are sure but those with a word of `scores`."""
    page = PageMap(parse(f"<body>{html}</body>"), "https://garden.example/a")
    lines = page.block_texts
    weighed = {
        block: next((score for word, score in scores.items() if word in line), 3.0)
        for block, line in enumerate(lines)
        if line
    }
    alike.keep(page, weighed, is_thread)
    return [lines[block] for block, score in weighed.items() if score > 0]


@pytest.mark.parametrize(
    ("score", "is_thread", "is_in"),
    [
        pytest.param(-1.9, False, True, id="doubtful"),
        pytest.param(-2.1, False, False, id="unlikely"),
        pytest.param(-3.9, True, True, id="unlikely, in a thread"),
        pytest.param(-4.1, True, False, id="impossible, in a thread"),
    ],
)
def test_a_short_post_between_others_is_in(score: float, is_thread: bool, is_in: bool) -> None:
    names = dict.fromkeys(("Ann", "Bo", "Cy"), -9.0)
    found = settled(FIRST + SHORT + LAST, names | {"Same": score}, is_thread=is_thread)
    assert ("Same here." in found) == is_in
    assert len(found) == 2 + is_in


@pytest.mark.parametrize("is_thread", [False, True])
def test_only_in_a_thread_more_follows_behind_the_last(is_thread: bool) -> None:
    found = settled(FIRST + LAST + SHORT, {"Ann": -9, "Bo": -9, "Cy": -9, "Same": -1.0}, is_thread=is_thread)
    assert ("Same here." in found) == is_thread


def test_too_little_of_a_make_takes_nothing_along() -> None:
    others = POST.format(name="Cy", text="doubt of one who has never seen a tomato in all his life") * 6
    assert not any("doubt" in line for line in settled(FIRST + others + LAST, {"doubt": -1.0}))


def test_another_tag_and_another_name_are_another_make() -> None:
    html = "<div class=words><p>Sown in March.</p><em>doubt</em><h3>In doubt</h3><p class=ad>No doubt</p><p>Eaten in July.</p></div>"
    assert settled(html, {"doubt": -1.0}) == ["Sown in March.", "Eaten in July."]


def test_what_has_no_name_around_it_is_of_no_make() -> None:
    assert settled("<p>Sown in March.</p><p>doubt</p><p>Eaten in July.</p>", {"doubt": -1.0}) == [
        "Sown in March.",
        "Eaten in July.",
    ]
