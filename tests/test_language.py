"""The language of a text, and of a page that may say otherwise."""

from __future__ import annotations

import pytest

from aggregator import extract
from aggregator.extraction.language import of_text

TEXTS = {
    "zh-Hans": "随着科技的不断进步，网络借贷逐渐成为人们生活中不可或缺的一部分。",
    "zh-Hant": "隨著科技的不斷進步，網路借貸逐漸成為人們生活中不可或缺的一部分。",
    "ja": "科学技術の進歩にともない、ネットでの借り入れは生活の一部になりました。",
    "ko": "과학 기술이 발전하면서 온라인 대출은 생활의 일부가 되었습니다.",
    "en": "The weather in the harbour was fine and the boats that had come in with the tide lay at the quay.",
    "de": "Das Wetter im Hafen war gut, und die Boote, die mit der Flut gekommen waren, lagen nicht mehr auf dem Trockenen.",
    "fr": "Le temps était beau dans le port et les bateaux qui étaient venus avec la marée ne sont pas partis.",
    "es": "El tiempo en el puerto era bueno y los barcos que habían llegado con la marea no se fueron por la tarde.",
    "tl": "Maganda ang panahon sa pantalan at ang mga bangka na dumating kasabay ng dagat ay hindi umalis sa hapon.",
    "ru": "Погода в порту была хорошей, и лодки, пришедшие с приливом, стояли у причала.",
    "uk": "Погода в порту була гарною, і човни, що прийшли з припливом, стояли біля причалу її.",
    "ar": "كان الطقس في الميناء جميلا وبقيت القوارب عند الرصيف",
    "th": "อากาศที่ท่าเรือดีมากและเรือจอดอยู่ที่ท่า",
    "hi": "बंदरगाह में मौसम अच्छा था और नावें घाट पर थीं",
    "el": "Ο καιρός στο λιμάνι ήταν καλός και οι βάρκες έμειναν",
}


@pytest.mark.parametrize("tag", TEXTS)
@pytest.mark.parametrize("declared", [(), ("en",), ("zh-cn",)])
def test_text_decides_whatever_is_declared(tag: str, declared: tuple[str, ...]) -> None:
    assert of_text(TEXTS[tag], declared) == tag


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("一二三", ["zh-tw"], "zh-Hant"),
        ("一二三", ["zh-cn"], "zh-Hans"),
        ("一二三", ["zh-hans-hk"], "zh-Hans"),
        ("一二三", ["zh"], "zh"),
        ("", ["en-us"], "en"),
        ("", [], None),
        ("OK", ["de-at"], "de"),
        ("OK", [], None),
        ("Vær og vind", ["no"], "nb"),
        (
            "Lorem ipsum dolor sit amet consectetur adipisicing elit sed tempor incididunt labore magna aliqua",
            [],
            None,
        ),
    ],
)
def test_declaration_counts_where_the_text_says_little(
    text: str, declared: list[str], expected: str | None
) -> None:
    assert of_text(text, declared) == expected


def test_code_in_a_chinese_article_leaves_it_chinese() -> None:
    text = "这样安装：\n" + "sudo apt install linux-image\n" * 3 + "然后重新启动电脑就可以了，非常简单。"
    assert of_text(text, ["zh-cn"]) == "zh-Hans"


def test_page_in_chinese_that_claims_to_be_english() -> None:
    html = (
        f'<html lang="en"><body><h1>借贷</h1><article><p>{TEXTS["zh-Hans"] * 4}</p></article></body></html>'
    )
    article = extract(html, "https://site.example/a")
    assert article.language == "zh-Hans"
    assert article.provenance["language"] == "text"
