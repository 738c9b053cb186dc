"""Bytes of pages to text."""

from __future__ import annotations

import pytest

from aggregator.extraction.page.charset import decode, in_utf8

SIMPLIFIED = (
    "随着科技的不断进步，网络借贷逐渐成为人们生活中不可或缺的一部分。用户收到短信后，应首先确认信息的真实性。"
)
TRADITIONAL = (
    "隨著科技的不斷進步，網路借貸逐漸成為人們生活中不可或缺的一部分。用戶收到簡訊後，應首先確認資訊的真實性。"
)
JAPANESE = "科学技術の進歩にともない、ネットでの借り入れは生活の一部になりました。まずは情報が正しいかを確かめましょう。"
KOREAN = (
    "과학 기술이 발전하면서 온라인 대출은 생활의 일부가 되었습니다. 먼저 정보가 사실인지 확인해야 합니다."
)
RUSSIAN = "С развитием технологий займы через сеть стали частью повседневной жизни людей во всём мире."
GERMAN = "Für Größe und Maß gilt: natürlich übermütig, ähnlich schön."

TEXTS = {
    "gbk": SIMPLIFIED,
    "gb18030": SIMPLIFIED + "㐂𠀀",
    "big5": TRADITIONAL,
    "big5hkscs": TRADITIONAL + "嘅咗哋",
    "shift_jis": JAPANESE,
    "euc_jp": JAPANESE,
    "euc_kr": KOREAN,
    "utf-8": SIMPLIFIED,
}


def page(text: str, declared: str = "") -> str:
    meta = f'<meta charset="{declared}">' if declared else ""
    return f"<html><head>{meta}<title>{text[:10]}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("declared", ["", "utf-8", "gb2312", "big5", "iso-8859-1", "no-such-thing"])
@pytest.mark.parametrize("encoding", TEXTS)
def test_east_asian_text_is_read_whatever_is_declared(encoding: str, declared: str) -> None:
    html = page(TEXTS[encoding], declared)
    assert decode(html.encode(encoding)) == html


@pytest.mark.parametrize("text", [SIMPLIFIED, GERMAN, "Plain"])
def test_a_page_in_utf_8_is_not_copied(text: str) -> None:
    data = page(text).encode()
    assert in_utf8(data) is data


def test_the_space_of_old_chinese_editors_is_one() -> None:
    data = page(SIMPLIFIED, "gb2312").encode("gbk").replace(b"<p>", b"<p>\xa3\xa0\xa3\xa0")
    assert f"<p>\u3000\u3000{SIMPLIFIED}</p>" in decode(data)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk", "utf-16", "iso2022_jp"])
def test_any_other_page_is_brought_to_utf_8(encoding: str) -> None:
    html = page(JAPANESE if encoding == "iso2022_jp" else SIMPLIFIED)
    assert in_utf8(html.encode(encoding)) == html.encode()


@pytest.mark.parametrize("encoding", TEXTS)
def test_header_alone_is_enough(encoding: str) -> None:
    html = page(TEXTS[encoding])
    assert decode(html.encode(encoding), f"text/html; charset={encoding}") == html


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_mark_is_obeyed_and_left_out(encoding: str) -> None:
    assert decode(page(SIMPLIFIED, "gbk").encode(encoding), "text/html; charset=big5") == page(
        SIMPLIFIED, "gbk"
    )


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_mark_is_recognised(encoding: str) -> None:
    assert decode(page(SIMPLIFIED).encode(encoding)) == page(SIMPLIFIED)


def test_declaration_behind_long_scripts_is_found() -> None:
    html = f"<head><script>{'x' * 6000}</script><meta charset=windows-1251></head><p>{RUSSIAN}</p>"
    assert decode(html.encode("cp1251")) == html


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r"])
def test_undeclared_cyrillic_is_guessed(encoding: str) -> None:
    assert RUSSIAN in decode(page(RUSSIAN * 3).encode(encoding))


def test_language_attribute_decides_between_single_byte_encodings() -> None:
    html = '<html lang="pl"><p>Zażółć gęślą jaźń'
    assert decode(html.encode("cp1250")) == html


@pytest.mark.parametrize("declared", ["", "utf-8", "iso-8859-1"])
def test_western_accents_are_read_as_western(declared: str) -> None:
    html = page(GERMAN + " “quoted” – 5 €", declared)
    assert decode(html.encode("cp1252")) == html


def test_lone_western_signs_are_not_taken_for_anything_rarer() -> None:
    assert decode(b"<p>It\x92s a fine day \x96 or so") == "<p>It’s a fine day – or so"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It\x92s \x93late\x94 \x96 wait\x85 征信", "It’s “late” – wait… 征信"),
        ("Earth\xe2\x80\x99s air 征信", "Earth’s air 征信"),
        ("caf\xe9 \xa0 征信", "caf\xe9 \xa0 征信"),
    ],
    ids=["windows taken for latin", "a piece encoded twice", "none"],
)
def test_control_characters_in_utf_8_are_what_they_are_residue_of(body: str, expected: str) -> None:
    assert decode(f"<p>{body}".encode()) == f"<p>{expected}"
    assert in_utf8(f"<p>{body}".encode()) == f"<p>{expected}".encode()


def test_short_text_in_gbk_that_is_also_valid_utf_8_follows_the_declaration() -> None:
    html = '<meta charset="gb2312"><p>一些</p>'
    data = html.encode("gbk")
    assert data.decode("utf-8") != html  # valid, but another text
    assert decode(data) == html


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "big5"])
def test_character_cut_off_at_the_end_is_dropped(encoding: str) -> None:
    text = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    data = f"<p>{text}".encode(encoding)
    assert decode(data[:-1]) == f"<p>{text[:-1]}"


@pytest.mark.parametrize("text", [SIMPLIFIED, KOREAN, RUSSIAN, GERMAN, "It’s “so” – café"])
def test_text_encoded_twice_is_read_as_it_was_meant(text: str) -> None:
    twice = page(text).encode("utf-8").decode("latin-1").encode("utf-8")
    assert decode(twice) == page(text)


@pytest.mark.parametrize("text", ["Ã, café, 5\xa0£, naïve", "Â© and ©", "é", GERMAN])
def test_latin_letters_are_not_taken_for_text_encoded_twice(text: str) -> None:
    assert decode(page(text).encode("utf-8")) == page(text)


def test_few_broken_bytes_do_not_spoil_utf_8() -> None:
    data = f"<p>{SIMPLIFIED}".encode() + b"\xff\xfe" + SIMPLIFIED.encode()
    assert decode(data).count(SIMPLIFIED) == 2


def test_seven_bit_encodings_of_east_asia() -> None:
    assert decode(JAPANESE.encode("iso2022_jp")) == JAPANESE
    html = f'<meta charset="hz-gb-2312"><p>{SIMPLIFIED}</p>'
    assert decode(html.encode("hz")) == html


@pytest.mark.parametrize("data", [b"", b"\xff", b"\x00", b"plain", b"\x80" * 50, bytes(range(256)) * 20])
def test_any_bytes_give_text(data: bytes) -> None:
    assert isinstance(decode(data, "text/html; charset=\xff"), str)
