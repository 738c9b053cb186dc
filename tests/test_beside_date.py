"""What stands beside a date: labels, weekdays, places and kinds of texts are told from names."""

from __future__ import annotations

import pytest

from aggregator.extraction.byline.beside_date import is_label, names_nobody


@pytest.mark.parametrize(
    "before",
    [
        "Published on",
        "Last updated:",
        "Veröffentlicht am",
        "Erstellt am",
        "Stand:",
        "Datum",
        "Do",
        "Publié le",
        "Mis à jour le",
        "MIS A JOUR LE",
        "Publicado em",
        "Publicado el",
        "Pubblicato il",
        "Bijgewerkt op",
        "Publicerad",
        "Opublikowano",
        "Data publikacji",
        "Yayınlanma",
        "GİRİŞ",
        "Giriş Tarihi",
        "Опубликовано",
        "Среда,",
        "ΔΗΜΟΣΙΕΥΣΗ",
        "Thứ tư,",
        "Ngày đăng",
        "Diterbitkan pada",
        "نُشر في",
        "פורסם",
        "प्रकाशित",
        "เผยแพร่เมื่อ:",
        "입력",
        "최종수정",
        "기사입력",
        "最終更新日",
        "公開日",
        "星期三",
        "发布于",
        "最后更新",
        "上午10:00",
        "武汉",
        "London,",
        "London, Tue,",
        "Madrid, ",
        "Происшествия,",
        "News |",
        "Press Release",
        "Communiqué de presse",
        "新闻",
        "",
    ],
)
def test_labels_places_and_kinds_of_texts_are_no_names(before: str) -> None:
    assert names_nobody(before)


@pytest.mark.parametrize(
    "before",
    [
        "小花",
        "王芳",
        "Jane Doe",
        "Jane Doe,",
        "jamesw",
        "Noah_B",
        "Susan",
        "PTI",
        "Gesine Engels-Krone,",
        "박상우",
        "新华社",
        "時田",
        "Dimo",
    ],
)
def test_names_are_names(before: str) -> None:
    assert not names_nobody(before)


@pytest.mark.parametrize(
    ("piece", "is_one"),
    [
        ("发布", True),
        ("发表于", True),
        ("à 10h15", True),
        ("Uhr", True),
        ("IST", True),
        ("债务优化", False),
        ("Travel", False),
        ("3", False),
    ],
)
def test_labels_behind_a_date(piece: str, is_one: bool) -> None:
    assert is_label(piece) is is_one
