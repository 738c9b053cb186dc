"""Clusters in the store: who is a copy of whom, whatever the order of arrival."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from aggregator.items import Article
from aggregator.store import Store, sketch_index
from aggregator.store.clusters import Clusters
from aggregator.text import comparable
from aggregator.variants import SIMPLIFIED, TRADITIONAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

WORDS = "".join(char for char in map(chr, range(0x5000, 0x5800)) if comparable(char) == char)
"""Characters that fold to themselves, enough of them that two texts have little in common by chance."""


def story(seed: int, sentences: int = 30) -> str:
    """A text that shares no stretch of five characters with that of another seed, but by chance."""
    dice = random.Random(seed)
    lines = ["".join(dice.choices(WORDS, k=dice.randint(8, 20))) + "。" for _ in range(sentences)]
    return "\n".join(lines)


def article(name: str, text: str, day: int = 1, **changes: Any) -> Article:
    site = name.split("-")[0]
    return Article(
        url=f"https://{site}.example/{name}",
        site=site,
        title=changes.pop("title", f"标题{name}"),
        text=text,
        date_published=changes.pop("date_published", date(2026, 10, day)),
        **changes,
    )


def rewritten(text: str, share: float, seed: int) -> str:
    """`text` with a share of its characters replaced."""
    dice = random.Random(seed)
    return "".join(dice.choice(WORDS) if c in WORDS and dice.random() < share else c for c in text)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "articles.db") as opened:
        yield opened


def save(store: Store, articles: Iterable[Article]) -> None:
    with store.batch():
        for entry in articles:
            store.save(entry, now=NOW)


def state(store: Store) -> dict[str, tuple[Any, ...]]:
    """What the store says of each article's cluster, with relation and similarity."""
    rows = store._db.execute("SELECT url, cluster_id, duplicate_of, relation, similarity FROM articles")
    return {row["url"]: tuple(row)[1:] for row in rows}


def originals(store: Store) -> dict[str, str | None]:
    """name -> name of the original."""
    return {
        url.rsplit("/", 1)[1]: values[1].rsplit("/", 1)[1] if values[1] else None
        for url, values in state(store).items()
    }


def relations(store: Store) -> dict[str, str | None]:
    return {url.rsplit("/", 1)[1]: values[2] for url, values in state(store).items()}


def family(seed: int) -> list[Article]:
    """A story with copies of every kind, and a digest of it and another one."""
    text, other = story(seed), story(seed + 1000)
    lines = text.split("\n")
    shuffled = random.Random(seed).sample(lines, len(lines))
    return [
        article(f"a-{seed}", text, 3),
        article(f"b-{seed}-exact", text.replace("。", " . "), 5),
        article(f"c-{seed}-wrapped", "首页 > 新闻 > 正文\n" + text + "\n更多内容请关注本报客户端。", 6),
        article(f"d-{seed}-teaser", "\n".join(lines[:9]), 7),
        article(f"e-{seed}-reordered", "\n".join(shuffled), 8),
        article(f"f-{seed}-rewritten", rewritten(text, 0.08, seed), 9),
        article(f"g-{seed}-other", other, 10),
        article(f"h-{seed}-digest", text + "\n" + other, 11),
    ]


def test_every_kind_of_copy_joins_its_original(store: Store) -> None:
    save(store, family(1))
    found = originals(store)
    copies = {name for name, original in found.items() if original == "a-1"}
    assert copies >= {"b-1-exact", "c-1-wrapped", "d-1-teaser", "e-1-reordered", "f-1-rewritten"}
    assert found["a-1"] is None


def test_the_relation_is_stored(store: Store) -> None:
    save(store, family(1))
    found = relations(store)
    assert found["a-1"] is None
    assert found["b-1-exact"] == "exact"
    assert found["d-1-teaser"] == "contained"
    assert found["f-1-rewritten"] == "near"


def test_a_digest_does_not_join_its_sources(store: Store) -> None:
    save(store, family(1))
    clusters = {url: values[0] for url, values in state(store).items()}
    assert clusters["https://a.example/a-1"] != clusters["https://g.example/g-1-other"]


def test_the_same_articles_in_any_order_give_the_same_clusters(tmp_path: Path) -> None:
    articles = [entry for seed in range(4) for entry in family(seed)]
    expected = None
    for attempt in range(6):
        random.Random(attempt).shuffle(articles)
        path = tmp_path / f"{attempt}.db"
        for part in range(attempt + 1):  # in one run or in several
            with Store(path) as store:
                save(store, articles[part :: attempt + 1])
        with Store(path) as store:
            found = state(store)
        assert found == (expected := expected or found)


def test_clusters_of_a_batch_are_worked_out_once_and_when_asked_for(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[None] = []
    write = Clusters._write_cluster
    monkeypatch.setattr(Clusters, "_write_cluster", lambda *values: written.append(write(*values)))
    copies = [article(f"s{n}-1", f"{story(7)}\n{story(100 + n, 1)}", 1 + n % 28) for n in range(30)]
    with store.batch():
        for entry in copies[:20]:
            store.save(entry, now=NOW)
        assert written == []
        stored = store.get(copies[1].url)
        assert stored
        assert stored.duplicate_of == copies[0].url
        assert len(written) == 1
        for entry in copies[20:]:
            store.save(entry, now=NOW)
        store.remove(copies[0].url)
    assert len(written) == 2
    assert set(originals(store).values()) == {None, "s28-1"}


def test_removing_articles_leaves_no_trace(tmp_path: Path) -> None:
    articles = family(1) + family(2)
    gone = articles[::3]
    with Store(tmp_path / "removed.db") as store:
        save(store, articles)
        for entry in gone:
            store.remove(entry.url)
        removed = state(store)
    with Store(tmp_path / "never.db") as store:
        save(store, [entry for entry in articles if entry not in gone])
        assert state(store) == removed


def test_correcting_articles_repairs_their_clusters(tmp_path: Path) -> None:
    articles = family(1) + family(2)
    wrong = [replace(entry, text=story(500 + n), date_published=None) for n, entry in enumerate(articles)]
    with Store(tmp_path / "corrected.db") as store:
        save(store, wrong[::2] + articles[1::2])
        save(store, articles)
        corrected = state(store)
    with Store(tmp_path / "right.db") as store:
        save(store, articles)
        assert state(store) == corrected


def test_keys_that_become_common_and_rare_again_leave_no_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A story copied everywhere has all its keys in more texts than are compared with each other."""
    monkeypatch.setattr(sketch_index, "FEW", 6)
    text = story(7)
    copies = [article(f"s{n}-copy", f"{text}\n{story(100 + n, 2)}", 1 + n % 28) for n in range(24)]
    outcomes = []
    for attempt in range(4):
        chosen = random.Random(attempt).sample(copies, len(copies))
        with Store(tmp_path / f"{attempt}.db") as store:
            save(store, chosen)
            assert store._db.execute("SELECT count(*) FROM common_keys").fetchone()[0] > 0
            assert len({values[0] for values in state(store).values()}) == 1
            for entry in chosen:
                if entry not in copies[:4]:
                    store.remove(entry.url)
            assert store._db.execute("SELECT count(*) FROM common_keys").fetchone()[0] == 0
            outcomes.append(state(store))
            rows = store._db.execute("SELECT count(*) FROM links").fetchone()[0]
            assert rows == 6  # all pairs of four
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_when_all_are_gone_nothing_is_left(store: Store) -> None:
    articles = family(3)
    save(store, articles)
    for entry in articles:
        store.remove(entry.url)
    for table in ("texts", "placed", "sketch_keys", "common_keys", "links"):
        assert store._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == 0, table


ORIGINALS = {
    "the earlier publication": (
        {"date_published": date(2026, 10, 2)},
        {"date_published": date(2026, 10, 1)},
        1,
    ),
    "a known one before an unknown": ({"date_published": None}, {"date_published": date(2026, 10, 9)}, 1),
    "the future is not credible": (
        {"date_published": date(2027, 5, 1)},
        {"date_published": date(2026, 10, 9)},
        1,
    ),
    "nor is the epoch": ({"date_published": date(1970, 1, 1)}, {"date_published": date(2026, 10, 9)}, 1),
    "a time before its day": (
        {"date_published": date(2026, 10, 9)},
        {"date_published": datetime(2026, 10, 9, 8, tzinfo=UTC)},
        1,
    ),
    "the address, where nothing else is known": ({"date_published": None}, {"date_published": None}, 0),
}


@pytest.mark.parametrize(("one", "other", "expected"), ORIGINALS.values(), ids=ORIGINALS)
def test_the_original_is(store: Store, one: dict[str, Any], other: dict[str, Any], expected: int) -> None:
    articles = [article("a-1", story(1), **one), article("b-1", story(1), **other)]
    save(store, articles)
    assert state(store)[articles[1 - expected].url][1] == articles[expected].url


def test_the_next_days_version_is_marked(store: Store) -> None:
    lines = story(1, 40).split("\n")
    later = [*lines[:10], *story(2, 5).split("\n"), *lines[14:]]
    save(
        store,
        [
            article("a-1", "\n".join([*lines, "目前已有12人获救。"]), 1, title="上海河道步行街开放"),
            article("b-1", "\n".join([*later, "目前已有35人获救。"]), 2, title="上海河道步行街开放"),
        ],
    )
    assert originals(store)["b-1"] == "a-1"
    assert relations(store)["b-1"] == "version"


def test_daily_pages_under_one_title_stay_apart(store: Store) -> None:
    """Figures alone are no news, whether of the weather or of a story that is kept up to date."""
    frame = story(9, 12).split("\n")
    dice = random.Random(3)
    save(
        store,
        [
            article(
                f"a-{day}",
                "\n".join(
                    f"最高{dice.randint(10, 99)}度，{line}" if n % 3 else line for n, line in enumerate(frame)
                ),
                day,
                title="北京天气预报",
            )
            for day in range(1, 29)
        ],
    )
    assert set(originals(store).values()) == {None}


def test_a_story_that_goes_on_for_weeks_is_begun_anew(tmp_path: Path) -> None:
    lines = story(1, 100).split("\n")
    articles = [
        article(
            f"a-{day:02}",
            "\n".join([f"目前已有{10 + day}人获救。", *lines[5 * day : 5 * day + 40]]),
            day,
            title="上海河道步行街开放",
        )
        for day in range(1, 13)
    ]
    found = []
    for attempt in range(3):
        with Store(tmp_path / f"{attempt}.db") as store:
            save(store, random.Random(attempt).sample(articles, len(articles)))
            found.append(state(store))
            for name, original in originals(store).items():
                assert original is None or 1 <= int(name[-2:]) - int(original[-2:]) <= 3
            assert 3 <= sum(original is None for original in originals(store).values()) < 12
    assert found[0] == found[1] == found[2]


def test_pages_from_one_mould_stay_apart(store: Store) -> None:
    lines = story(9, 12).split("\n")
    pages = [
        article(
            f"{name}-1", "\n".join(f"{name}{number + place}元：{line}" for place, line in enumerate(lines))
        )
        for name, number in (("甲", 1200), ("乙", 3400), ("丙", 5600))
    ]
    save(store, pages)
    assert set(originals(store).values()) == {None}


def test_short_numbered_articles_stay_apart(store: Store) -> None:
    save(
        store,
        [
            article(
                f"a-{n}",
                f"这是第{n}篇报道。\n市绿化局介绍，今年新增的第{n}处公园绿地已经开放。",
                title=f"第{n}篇：上海今年新增公园绿地",
            )
            for n in range(1, 21)
        ],
    )
    assert set(originals(store).values()) == {None}


def test_empty_texts_are_no_copies_of_each_other(store: Store) -> None:
    save(store, [article("a-1", "……"), article("b-1", "！")])
    assert set(originals(store).values()) == {None}


def test_one_article_a_cluster_is_given_unless_asked(store: Store) -> None:
    save(store, [article("a-1", story(1), 1), article("b-1", story(1), 2)])
    assert [entry.url for entry in store.articles()] == ["https://a.example/a-1"]
    assert store.count(duplicates=True) == 2


def test_scripts_of_one_text_give_the_same_clusters_in_any_order(tmp_path: Path) -> None:
    """Which words stand for each other is told by whether both were written in the same characters."""
    back = dict(zip(SIMPLIFIED, TRADITIONAL, strict=True))
    dice = random.Random(5)
    plain = [char for char in back if "\u4e00" <= char <= "\u9fff" and char not in TRADITIONAL]
    lines = ["".join(dice.choices(plain, k=12)) for _ in range(40)]

    def named(name: str) -> str:
        return "。\n".join(line + name * (n in (3, 17, 31)) for n, line in enumerate(lines))

    articles = [
        article("a-1", named("甲壬癸"), date_published=None),
        article("b-1", "".join(back.get(char, char) for char in named("甲壬癸")), date_published=None),
        article("c-1", named("庚辛己"), date_published=None),
    ]
    found = []
    for number, order in enumerate(itertools.permutations(articles)):
        with Store(tmp_path / f"{number}.db") as store:
            for entry in order:
                save(store, [entry])
            found.append(state(store))
    assert all(outcome == found[0] for outcome in found)


# Short texts, told by their titles too


def notices() -> list[Article]:
    titles = {"a-1": "停水通知", "b-1": "停水通知", "a-2": "停电通知", "c-2": "停电通知!", "d-3": "招聘启事"}
    return [
        article(name, "详见附件,特此通知。", day, title=titles[name]) for day, name in enumerate(titles, 1)
    ]


def test_short_texts_under_other_titles_stay_apart(store: Store) -> None:
    save(store, notices())
    assert originals(store) == {"a-1": None, "b-1": "a-1", "a-2": None, "c-2": "a-2", "d-3": None}
    assert relations(store)["b-1"] == "exact"


def test_short_text_without_a_title_is_a_copy_of_one_that_has_one(store: Store) -> None:
    save(store, [article("a-1", "详见附件。", title=None), article("b-1", "详见附件。", 2, title="停水通知")])
    assert originals(store) == {"a-1": None, "b-1": "a-1"}


def test_other_title_takes_a_short_text_to_other_copies(store: Store) -> None:
    save(store, notices())
    save(store, [replace(notices()[1], title="停电通知")])
    assert originals(store) == {"a-1": None, "b-1": None, "a-2": "b-1", "c-2": "b-1", "d-3": None}
    store.remove(notices()[0].url)
    save(store, [replace(notices()[4], title="停水通知")])
    assert originals(store)["d-3"] is None


@pytest.mark.parametrize("seed", range(6))
def test_short_texts_in_any_order_give_the_same_clusters(tmp_path: Path, seed: int) -> None:
    texts = ["详见附件,特此通知。", "图片新闻"]
    articles = [
        article(f"s{number}-{number}", texts[number % 2], number % 9 + 1, title=title)
        for number in range(60)
        for title in [[None, "停水通知", "停电通知", f"第{number}号"][number * 7 % 4]]
    ]
    states = []
    for order in (0, seed + 1):
        random.Random(order).shuffle(articles)
        with Store(tmp_path / f"{order}.db") as store:
            save(store, articles)
            states.append(state(store))
    assert states[0] == states[1]
