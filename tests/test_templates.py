"""Template text of a site: what is learned from its articles, and what an article keeps."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from aggregator.importing import import_records
from aggregator.store import Store
from aggregator.templates import HEAD, LEAST_ARTICLES, TAIL, key_of, learn, without_templates

if TYPE_CHECKING:
    from pathlib import Path

NOTE = "本文来源于网络，如有侵权请联系删除。"
PROMPT = "更多精彩内容，请关注我们的公众号。阅读 {} 次"


def body(number: int, lines: int = 4) -> list[str]:
    dice = random.Random(number)
    return ["".join(chr(dice.randrange(0x5000, 0x6000)) for _ in range(20)) for _ in range(lines)]


def page(number: int, lines: int = 4) -> str:
    return "\n".join([*body(number, lines), NOTE, PROMPT.format(number)])


def keys(texts: list[str]) -> set[str]:
    return {line.key for line in learn(texts)}


def test_lines_of_many_articles_are_learned_with_counts() -> None:
    found = learn([page(number) for number in range(8)])
    assert [(line.key, line.articles) for line in found] == sorted(
        [(key_of(NOTE), 8), (key_of(PROMPT.format(1)), 8)]
    )


def test_numbers_do_not_matter() -> None:
    assert key_of(PROMPT.format(3)) == key_of(PROMPT.format("1.2万")) != ""


def test_a_few_articles_are_not_enough() -> None:
    assert learn([page(number) for number in range(LEAST_ARTICLES - 1)]) == []


def test_a_small_share_of_the_site_is_not_enough() -> None:
    assert learn([page(n) for n in range(6)] + ["\n".join(body(100 + n)) for n in range(94)]) == []


def test_copies_of_one_article_are_one_voice() -> None:
    """The same page under many addresses: all its lines stand in many pages, and none is template text."""
    assert learn([page(1)] * 30) == []


def test_the_order_of_texts_does_not_matter() -> None:
    texts = [page(number) for number in range(12)]
    expected = learn(texts)
    for seed in range(5):
        random.Random(seed).shuffle(texts)
        assert learn(texts) == expected


def test_template_lines_go_and_what_is_said_once_stays() -> None:
    learned = keys([page(number) for number in range(8)])
    text = "\n".join([*body(99), NOTE, "本文作者是我们的特约记者。", PROMPT.format(7)])
    assert without_templates(text, learned) == "\n".join([*body(99), "本文作者是我们的特约记者。"])


def test_the_middle_of_an_article_is_its_own() -> None:
    learned = keys([page(number) for number in range(8)])
    text = "\n".join([*body(1, HEAD), NOTE, *body(2, TAIL)])
    assert without_templates(text, learned) == text


def test_an_article_of_template_lines_alone_stays() -> None:
    learned = keys([page(number) for number in range(8)])
    assert without_templates(NOTE, learned) == NOTE


@given(st.lists(st.sampled_from([NOTE, "甲", "乙。", "……", ""]), max_size=20))
def test_leaving_out_twice_changes_nothing(lines: list[str]) -> None:
    once = without_templates("\n".join(lines), {key_of(NOTE)})
    assert without_templates(once, {key_of(NOTE)}) == once


def test_what_was_learned_is_kept_left_out_and_can_be_brought_back(tmp_path: Path) -> None:
    now = datetime(2026, 11, 23, tzinfo=UTC)
    lines = [
        json.dumps({"url": f"https://news.example/{number}.html", "text": page(number)})
        for number in range(8)
    ]

    def texts(store: Store) -> list[str]:
        import_records(lines, store, now)
        return [entry.text for entry in store.articles()]

    whole, bare = [page(number) for number in range(8)], ["\n".join(body(number)) for number in range(8)]
    with Store(tmp_path / "articles.db") as store:
        assert texts(store) == whole
        assert {line.articles for line in store.templates.learn("news.example")} == {8}
        assert texts(store) == bare
        assert len(store.templates.learn("news.example")) == 2  # though no text has the lines any more
    with Store(tmp_path / "articles.db") as store:
        assert texts(store) == bare
        assert store.templates.forget("news.example") == 2
        assert texts(store) == whole
