"""Quality: each part speaks up on the texts it is for, and none on an article."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest
from factories import make_article
from hypothesis import given
from hypothesis import strategies as st

from aggregator.quality import assess
from aggregator.store import Store

if TYPE_CHECKING:
    from pathlib import Path

CHINESE = "\n".join(
    [
        "上海市绿化和市容管理局昨天介绍，今年新增的公园绿地已经超过一百处，其中口袋公园占了一半，多数在老城区的居民区旁边。",
        "一、为什么建在老城区",
        "老城区的人口多而绿地少，不少居民要走上二十分钟才能到最近的公园。规划部门把边角空地和拆除违建后的地块都用了起来。",
        "在静安区的一处新公园里，带孩子来玩的陈女士说，以前这里是一个停车场，现在孩子放学后就能来跑一跑，老人也有地方坐了。",
        "二、以后谁来养护",
        "街道把养护交给附近的社区志愿者和专业公司，费用由区里和街道共同承担，每个季度公布一次账目，接受居民的监督。",
    ]
)
ENGLISH = """The council voted on Tuesday to extend the river path to the old harbour, four years after residents first
asked for it. Work is to start in March, and the city expects it to be finished by the end of the year.
Engineers found that the embankment needs repair before anything can be built on it, which will take most of summer.
Shop owners along the quay welcomed the decision but asked for parking during construction, a request that the mayor
promised to look into before the winter. Others worry about noise, and about what the path will do to the rents.
The path will be lit at night, and it will have benches and a fountain for drinking water at each of the five gates.
A survey last autumn had shown that most people in the district would use it on their way to work or to school.
"""


@pytest.mark.parametrize(("text", "language"), [(CHINESE, "zh-Hans"), (CHINESE, None), (ENGLISH, "en")])
def test_an_article_is_good_in_every_part(text: str, language: str | None) -> None:
    assert assess(text, language).total > 0.9


POOR = {
    "length": "停水通知。",
    "symbols": "★☆★☆★☆★☆→→→→＋＝＋＝＋＝★☆★☆★☆ 好的",
    "digits": "3120.55 0.42 9870.12 0.88 8123 25 3077.91 1.13 9712.40",
    "repetition": "点击领取红包，先到先得哦。" * 20,
    "sentences": "首页 新闻 财经 体育 娱乐\n关于我们 联系方式 广告服务\n版权所有 网站地图",
    "lines": "\n".join(["手机", "电脑", "相机", "耳机", "音箱", "平板"]),
    "language": "手机壳防摔硅胶套新款女韩国潮牌网红情侣个性创意全包软壳" * 2,
}


@pytest.mark.parametrize(("part", "text"), POOR.items(), ids=POOR)
def test_a_poor_text_is_poor_in_its_part(part: str, text: str) -> None:
    assert asdict(assess(text))[part] < 0.5


def test_spam_in_english_lacks_small_words() -> None:
    assert (
        assess("cheap shoes buy online discount brand outlet sale store best price " * 3, "en").language
        == 0.0
    )


def test_a_language_we_do_not_know_is_not_blamed() -> None:
    assert assess("Hôm nay trời đẹp và chúng tôi đi dạo.", "vi").language == 1.0


@given(st.text(max_size=80), st.sampled_from([None, "zh-Hans", "en", "ja", ""]))
def test_all_parts_are_shares(text: str, language: str | None) -> None:
    found = assess(text, language)
    assert all(0 <= part <= 1 for part in asdict(found).values())
    assert 0 <= found.total <= 1


def test_quality_is_stored_with_its_parts_and_can_be_asked_for(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        store.save(make_article(text=CHINESE))
        store.save(make_article(url="https://news.example/menu.html", text=POOR["sentences"]))
        rows = store._db.execute("SELECT quality, quality_parts FROM articles ORDER BY quality").fetchall()
        assert [row["quality"] > 0.9 for row in rows] == [False, True]
        assert json.loads(rows[0]["quality_parts"])["sentences"] == 0.0
        assert [entry.text for entry in store.articles(min_quality=0.5)] == [CHINESE]


def test_quality_follows_a_changed_text(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        store.save(make_article(text=POOR["sentences"]))
        store.save(make_article(text=CHINESE))
        assert store.count(min_quality=0.9) == 1
