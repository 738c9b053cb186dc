"""Recipe cards belong to the body as a whole."""

from __future__ import annotations

import pytest

from aggregator.extraction.body import recipes
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse

CARD = (
    "<p>Bread for beginners.</p><div class='{0}-ingredients'><ul><li>400 g flour</li><li>8 g salt</li></ul></div>"
    "<ol class='{0}-instructions'><li>Mix and let rest.</li><li>Bake for an hour.</li></ol><p>Comments</p>"
)


def kept(html: str, scores: list[float]) -> list[str]:
    """The lines that are in the body once cards are looked at."""
    page = PageMap(parse(f"<html><body>{html}</body></html>"), "https://bakery.example/bread")
    weighed = dict(enumerate(scores))
    recipes.keep(page, weighed)
    return [page.block_texts[line] for line, score in weighed.items() if score > 0]


@pytest.mark.parametrize("plugin", ["wprm-recipe", "tasty-recipes", "mv-create"])
def test_all_ingredients_and_steps_stay_where_some_are_likely(plugin: str) -> None:
    assert kept(CARD.format(plugin), [3.0, -1.2, -0.9, 0.4, -0.8, -4.0]) == [
        "Bread for beginners.",
        "400 g flour",
        "8 g salt",
        "Mix and let rest.",
        "Bake for an hour.",
    ]


def test_a_card_that_is_clearly_out_stays_out() -> None:
    assert kept(CARD.format("wprm-recipe"), [3.0, -4.0, -4.0, -4.0, -4.0, -4.0]) == ["Bread for beginners."]


def test_ingredients_without_steps_are_no_recipe() -> None:
    html = "<p>Read on.</p><ul class='recipes-by-ingredient'><li>Apple</li><li>Basil</li></ul>"
    assert kept(html, [3.0, -1.0, -1.0]) == ["Read on."]
