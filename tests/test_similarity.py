"""Similarity: the normal form, the sketch, the verdict on a pair, the partition."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_clusters import rewritten, story

from aggregator.similarity import (
    SKETCH_SIZE,
    Document,
    Link,
    Normal,
    Relation,
    judge,
    partition,
    sketch,
    text_hash,
)

ENGLISH = """The council voted on Tuesday to extend the river path to the old harbour, four years after residents
first asked for it. Work starts in March and costs 2.4 million. Engineers found that the embankment needs repair
before anything can be built on it, which will take most of the summer. Shop owners along the quay welcomed the
decision but asked for parking during construction, a request that the mayor promised to look into before winter."""

LONGER = """ Three of the nine members voted against it. They would rather have spent the money on the two bridges
upstream, one of which has been closed to lorries since a survey found rust in its bearings. An amendment that would
have split the sum between the path and the bridges failed by a single vote, and its author left the chamber.
Those who came to listen stayed until midnight. Most of them live on the east bank, where the path is to begin."""


def document(text: str, title: str = "", published: date | None = None) -> Document:
    return Document(Normal.of(text), Normal.of(title), published)


def verdict(one: str, other: str) -> Relation | None:
    return judge(document(one), document(other)).relation


def test_tokens_are_characters_words_and_numbers() -> None:
    assert Normal.of("微粒贷 It's 1.2万, 70 %。").tokens == ["微", "粒", "贷", "it's", "12000", "70%"]


def test_the_hash_is_the_same_on_every_machine() -> None:
    """Stored in databases: when this changes, all sketches have to be made anew by a migration."""
    normal = Normal.of("市绿化局昨天介绍，今年新增公园绿地超过百处。")
    assert text_hash(normal, Normal.of("")) == HASH
    assert sketch(normal)[:2] == KEYS


HASH = 8366752228419919227
KEYS = [11008257256, 12111852009]


NOTICE = "详见附件,特此通知。"


@pytest.mark.parametrize(
    ("text", "one", "other", "same"),
    [
        pytest.param(NOTICE, "停水通知", "停水通知！", True, id="one title"),
        pytest.param(NOTICE, "停水通知", "停电通知", False, id="other titles"),
        pytest.param(NOTICE, "停水通知", "通知", False, id="one title says more"),
        pytest.param(NOTICE, "停水通知", "", True, id="one without a title"),
        pytest.param(NOTICE, "", "", True, id="both without"),
        pytest.param(NOTICE * 3, "停水通知", "停电通知", True, id="long enough to tell"),
    ],
)
def test_titles_tell_short_texts_apart(text: str, one: str, other: str, same: bool) -> None:
    pair = Document(Normal.of(text), Normal.of(one)), Document(Normal.of(text), Normal.of(other))
    for documents in (pair, pair[::-1]):
        assert judge(*documents).relation is (Relation.EXACT if same else None)
    if one and other:
        hashes = {text_hash(document.text, document.title) for document in pair}
        assert (len(hashes) == 1) is same


def test_a_sketch_is_small_and_sorted() -> None:
    keys = sketch(Normal.of(story(1)))
    assert len(keys) == SKETCH_SIZE
    assert keys == sorted(set(keys))
    assert max(keys) < 2**37


def test_a_text_and_a_part_of_it_share_keys() -> None:
    text = story(1, 60)
    part = "\n".join(text.split("\n")[:20])
    assert set(sketch(Normal.of(text))) & set(sketch(Normal.of(part)))


EXACT = {
    "punctuation and space": (ENGLISH, ENGLISH.replace(",", " ,").replace("\n", " ")),
    "case and width": (ENGLISH, ENGLISH.upper().replace("A", "Ａ")),
    "number forms": (ENGLISH, ENGLISH.replace("2.4 million", "2,400,000")),
}


@pytest.mark.parametrize(("one", "other"), EXACT.values(), ids=EXACT)
def test_exact(one: str, other: str) -> None:
    assert verdict(one, other) is Relation.EXACT


COPIES = {
    "rewritten": (story(1), rewritten(story(1), 0.1, 5)),
    "wrapped": (story(1), f"首页 > 新闻\n{story(1)}\n责任编辑：王芳"),
    "a correction": (ENGLISH + LONGER, ENGLISH.replace("Tuesday", "Wednesday") + LONGER),
}


@pytest.mark.parametrize(("one", "other"), COPIES.values(), ids=COPIES)
def test_near(one: str, other: str) -> None:
    assert verdict(one, other) is Relation.NEAR


def test_a_part_is_contained() -> None:
    assert verdict(story(1, 60), story(1, 60)[:300]) is Relation.CONTAINED


FRAME = "本公司董事会及全体董事保证本公告内容不存在任何虚假记载误导性陈述或者重大遗漏，并承担个别和连带的法律责任。"
NEITHER = {
    "other stories": (story(1), story(2)),
    "the same frame": (FRAME * 2 + story(1, 6), FRAME * 2 + story(2, 6)),
    "other numbers": (
        "周二收盘，沪指报3120.55点，涨0.42%，深成指报9870.12点，涨0.88%，两市成交8123亿元，北向资金净流入25亿元。",
        "周二收盘，沪指报3077.91点，涨1.13%，深成指报9712.40点，涨1.52%，两市成交7450亿元，北向资金净流入61亿元。",
    ),
    "another name, again and again": (
        "\n".join(
            f"{name}逾期了怎么办？{line}"
            for name, line in zip(["甲乙贷"] * 6, story(3, 6).split("\n"), strict=True)
        ),
        "\n".join(
            f"{name}逾期了怎么办？{line}"
            for name, line in zip(["丙丁呗"] * 6, story(3, 6).split("\n"), strict=True)
        ),
    ),
    "a county's name": (
        "Arlen County seeks a clerk to serve the residents of Arlen County. Applicants need a diploma and a licence. "
        "We offer health insurance and paid holidays. Arlen County is an equal opportunity employer and hires all.",
        "Moor County seeks a ranger to serve the residents of Moor County. Applicants need a diploma and a licence. "
        "We offer health insurance and paid holidays. Moor County is an equal opportunity employer and hires all.",
    ),
    "two words each": ("图片新闻", "图片新闻二则"),
}


@pytest.mark.parametrize(("one", "other"), NEITHER.values(), ids=NEITHER)
def test_neither(one: str, other: str) -> None:
    assert verdict(one, other) is None


FORMS = {
    "numbered parts": (
        "这是第{}篇报道。\n市绿化局介绍，今年新增的第{}处公园绿地已经开放。",
        [(3, 3), (7, 7), (12, 12)],
    ),
    "weather": (
        "{}今天{}，最高气温25℃，最低气温18℃，东北风3级，空气质量良，出行请注意防晒，祝您心情愉快。",
        [("北京", "晴"), ("上海", "晴"), ("广州", "多云转阴")],
    ),
    "weather, traditional": (
        "{}今天多雲，最高氣溫{}度，降雨機率三成，外出請記得攜帶雨具。",
        [("臺北", 26), ("高雄", 26), ("臺北", 27)],
    ),
    "closing price": (
        "今日收盘，沪指报{}点，{}0.42%，成交8123亿元。",
        [("3120.55", "涨"), ("3077.91", "跌"), ("3120.56", "涨")],
    ),
    "appointment": (
        "各有关单位：为做好今年的防汛工作，经研究决定，由{}同志担任市防汛指挥部办公室{}，负责日常值守、物资调配"
        "和信息报送。请各单位密切配合，落实责任，遇有险情及时上报，不得迟报漏报。特此通知。",
        [("王芳", "主任"), ("李伟", "主任"), ("王芳", "秘书")],
    ),
    "closed library, traditional": (
        "{}區圖書館將於下週一起閉館整修，閉館期間讀者可到鄰近的閱覽室借還圖書，已到期的圖書自動續借，不收取逾期費用。"
        "整修內容包括更換空調、粉刷牆面、增設兒童閱覽區，預計春節前重新開放。造成不便，敬請見諒。{}",
        [("中山", ""), ("信義", ""), ("大安", "館長啟")],
    ),
    "parts in words": (
        "This is part {} of our series on the river. The next part appears on {}, and all can be read on our site.",
        [("one", "Sunday"), ("two", "Sunday"), ("two", "Friday")],
    ),
    "result": (
        "{} beat {} 3-0 in front of a full house. The manager was pleased and looked forward to the next match.",
        [("Leeds", "York"), ("York", "Derby"), ("Bath", "York")],
    ),
    "council": (
        "{} Council has approved plans to turn the disused {} into a community arts centre. The scheme, which drew "
        "support from residents and traders, includes studios, a small theatre and a cafe. Councillors said work would "
        "begin once funding had been confirmed, and promised that the old tower would be kept as a landmark.",
        [("Leeds", "station"), ("York", "station"), ("Leeds", "mill")],
    ),
}


@pytest.mark.parametrize(("form", "filled"), FORMS.values(), ids=FORMS)
def test_short_texts_from_one_form_are_no_copies(form: str, filled: list[tuple[object, ...]]) -> None:
    pages = [document(form.format(*words), f"通知：{words[0]} {words[1]}") for words in filled]
    assert {judge(one, other).relation for one, other in combinations(pages, 2)} == {None}
    assert judge(pages[0], pages[0]).relation is Relation.EXACT


def test_a_short_text_that_is_cut_or_extended_is_a_copy() -> None:
    whole = FORMS["weather"][0].format("北京", "晴")
    assert verdict(whole, whole + "更多内容请关注本报客户端。") is Relation.NEAR
    assert verdict(whole, whole[:36]) is not None


def test_a_word_corrected_in_a_short_text_needs_the_same_title() -> None:
    corrected = ENGLISH.replace("Tuesday", "Wednesday")
    title = "Council votes for river path to the harbour"
    assert judge(document(ENGLISH, title), document(corrected, f"{title} | Daily")).relation is Relation.NEAR
    assert judge(document(ENGLISH, title), document(corrected, "Votes in March")).relation is None
    assert judge(document(ENGLISH, "Council news"), document(corrected, "Council news")).relation is None


def test_a_version_needs_a_title_and_neighbouring_days() -> None:
    lines = story(1, 40).split("\n")
    one, other = (
        "\n".join([*lines, "已有12人获救。"]),
        "\n".join([*lines[:35], *story(2, 6).split("\n"), "已有35人获救。"]),
    )
    title, day = "河道步行街开放", date(2026, 10, 1)

    def relation(other_title: str, other_day: date | None) -> Relation | None:
        return judge(document(one, title, day), document(other, other_title, other_day)).relation

    assert relation(title, date(2026, 10, 2)) is Relation.VERSION
    assert relation(title + "_网易", date(2026, 10, 3)) is Relation.VERSION
    assert relation(title, date(2026, 10, 9)) is not Relation.VERSION
    assert relation(title, None) is not Relation.VERSION
    assert relation("花草树木", date(2026, 10, 2)) is not Relation.VERSION


def test_a_rewritten_copy_of_the_next_day_is_no_version() -> None:
    title = "河道步行街开放"
    one = document(story(1), title, date(2026, 10, 1))
    other = document(rewritten(story(1), 0.08, 3), title, date(2026, 10, 2))
    assert judge(one, other).relation is Relation.NEAR


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 50), st.floats(0, 0.5), st.integers(0, 9))
def test_the_verdict_does_not_depend_on_the_order_of_the_pair(seed: int, share: float, other: int) -> None:
    one, two = document(story(seed, 8)), document(rewritten(story(seed, 8), share, other) + story(other, 2))
    assert judge(one, two) == judge(two, one)


def rank(node: int) -> int:
    return node


def test_a_digest_joins_one_source_at_most() -> None:
    links = [Link(1, 3, 0.9), Link(2, 3, 0.8)]
    assert partition([1, 2, 3], links, rank, lambda one, other: True) == [[1, 3], [2]]


def test_pairs_that_were_not_compared_do_not_speak_against_joining() -> None:
    links = [Link(1, 3, 0.9), Link(2, 3, 0.8)]
    assert partition([1, 2, 3], links, rank, lambda one, other: False) == [[1, 2, 3]]


def test_the_partition_does_not_depend_on_the_order_of_links() -> None:
    links = [Link(1, 2, 1.0), Link(2, 3, 1.0), Link(3, 4, 1.0), Link(1, 4, 0.5), Link(4, 5, 1.0)]
    found = [
        partition([5, 3, 1, 2, 4], order, rank, lambda one, other: True) for order in permutations(links)
    ]
    assert all(groups == found[0] for groups in found)


def test_many_copies_cost_no_more_than_their_links() -> None:
    asked = 0

    def opposed(one: int, other: int) -> bool:
        nonlocal asked
        asked += 1
        return False

    dice = random.Random(1)
    links = [Link(dice.randrange(node), node, 0.9) for node in range(1, 500)]
    assert len(partition(range(500), links, rank, opposed)) == 1
    assert asked <= 64 * len(links)
