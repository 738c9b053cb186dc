"""Bytes of a page to text, whatever its declarations claim."""

from __future__ import annotations

import codecs
import re

from w3lib.encoding import http_content_type_encoding, resolve_encoding

from aggregator.extraction.page.native import has_c1, reach
from aggregator.extraction.page.strings import Reach
from aggregator.text import without_c1

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED_WITHIN = 16_384
"""Browsers look at 1 KiB; sites that put scripts first need more."""
_DECLARATION = re.compile(
    rb"""<meta\b[^>]{0,300}?\bcharset\s*=\s*["']?\s*([\w:.-]+)|<\?xml\b[^>]{0,100}?\bencoding\s*=\s*["']([\w:.-]+)""",
    re.I,
)
_ASCII = bytes(range(128))
_BEGINNING = 200
"""Characters among which UTF-16 has zeros."""
_SAMPLE = 4000
"""Bytes that are enough to tell one encoding from another."""

_SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说"
    "产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使"
    "点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明"
    "看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料"
    "象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "几九区强放决西被干做必"
    "，。、；：？！“”《》（）"
)
_TRADITIONAL = (
    "的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說"
    "產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使"
    "點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明"
    "看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直"
    "，。、；：？！「」『』（）"
)
_JAPANESE = (
    "のにはをたがでてとしれさあるいもこなかりらくきんまっょうそすだつえけどみせちめよろ、。「」アイス"
    "ントルラリクシーッ日年人大一国"
)
_KOREAN = (
    "이다는의에을가은로고하지를한도기사서인대시리자어나스일해부정그라수들있장상보구제주전아과동으비만"
    "전원조공경성"
)
_COMMON = {
    "gb18030": frozenset(_SIMPLIFIED),
    "big5hkscs": frozenset(_TRADITIONAL),
    "cp932": frozenset(_JAPANESE),
    "euc_jp": frozenset(_JAPANESE),
    "cp949": frozenset(_KOREAN),
}
"""Multibyte encodings and the signs that make up much of any text in their language."""
_CLEAR = 0.12
"""Share of common signs from which a reading is believed."""
_TOLERATED = 0.02
"""Share of unreadable characters that damaged pages have (a cut tail, a foreign fragment)."""


_GBK_SPACE = "\ue5e5"
"""What A3 A0 would be: old editors indent with these bytes, and browsers show a full-width space."""


def decode(data: bytes, content_type: str | None = None) -> str:
    """The text of a page; what cannot be read becomes U+FFFD, a character cut off at the end is dropped.

    Order of trust: byte order mark; bytes that are valid UTF-8 beyond chance; the header, the page's own
    declaration, as far as the text then looks like a language; statistics of the bytes. `content_type` is the
    header's value.
    """
    other = _other(data, content_type)
    return data.decode("utf-8") if other is None else other


def in_utf8(data: bytes, content_type: str | None = None) -> bytes:
    """The text that `decode` finds, in UTF-8: most pages are written so, and are given back as they are."""
    other = _other(data, content_type)
    return data if other is None else other.encode("utf-8", "replace")


def _other(data: bytes, content_type: str | None) -> str | None:
    """The text of a page; None: `data` is that text in UTF-8."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _read(data[len(mark) :], name)
    characters = reach(data)
    if characters == Reach.NOT_UTF_8:
        return _read_legacy(data, content_type)
    if _begins_with_zeros(data):
        return _read(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    if characters == Reach.ASCII:
        return _shifted(data)
    by_chance = _by_chance_utf8(data, content_type) if characters <= Reach.TWO_BYTES else None
    twice = _encoded_twice(data) if characters == Reach.LATIN_1 else None
    return by_chance or twice or _with_residue(data)


def _begins_with_zeros(data: bytes) -> bool:
    """There is a zero within the first characters of UTF-8, as in UTF-16."""
    zero = data.find(b"\0", 0, 4 * _BEGINNING)
    return zero >= 0 and len(data[:zero].decode("utf-8")) < _BEGINNING


def _by_chance_utf8(data: bytes, content_type: str | None) -> str | None:
    """Chinese that happens to be valid UTF-8 as well; None: it is UTF-8.

    Two bytes that are a Chinese character in GBK may be a letter in UTF-8 (一些 is one such), three hardly.
    """
    for name in _declared(data, content_type):
        if name in _COMMON and _share(_read(data, name), name) >= _CLEAR:
            return _read(data, name)
    return None


def _encoded_twice(data: bytes) -> str | None:
    """What was UTF-8, read as Latin-1 and encoded again, as it was at first; None: it was encoded once.

    A page written in Latin letters does not pass for UTF-8 as a whole: one "é" before a letter that is ASCII
    suffices. (Servers and archives do this that take a page without a declaration for Latin-1.)
    """
    try:
        return data.decode("utf-8").encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def _with_residue(data: bytes) -> str | None:
    """UTF-8 made of Windows-1252 that was taken for Latin-1, with its quotes and dashes; None: it is none."""
    return without_c1(data.decode("utf-8")) if has_c1(data) else None


def _read(data: bytes, name: str) -> str:
    """Decoded with what is unreadable replaced, less a cut-off character at the end."""
    text = codecs.getincrementaldecoder(name)("replace").decode(data)
    if name == "big5hkscs" and "\ufffd" in text:
        other = codecs.getincrementaldecoder("cp950")("replace").decode(data)
        if other.count("\ufffd") < text.count("\ufffd"):
            return other
    if name == "gb18030":
        return text.replace(_GBK_SPACE, "\u3000")
    return text


def _declared(data: bytes, content_type: str | None) -> list[str]:
    """Names that the header and the page give, as Python codecs by the WHATWG's table."""
    labels = [http_content_type_encoding(content_type)] if content_type else []
    for found in _DECLARATION.finditer(data[:_DECLARED_WITHIN]):
        label = (found[1] or found[2]).decode("ascii", "replace")
        labels.append(resolve_encoding(label))
    # What could be searched for a declaration is not UTF-16, whatever the declaration says.
    return list(dict.fromkeys(label for label in labels if label and not label.startswith("utf-16")))


def _shifted(data: bytes) -> str | None:
    """The text of seven bits that shift to other characters by escapes; None: they are ASCII."""
    # To look for a single byte takes a tenth of the time.
    if b"\x1b" in data and b"\x1b$" in data:
        return _read(data, "iso2022_jp")
    if (
        b"~" in data
        and b"~{" in data
        and re.search(rb"charset\s*=\s*[\"']?hz-gb-2312", data[:_DECLARED_WITHIN], re.I)
    ):
        return _read(data, "hz")
    return None


def _read_legacy(data: bytes, content_type: str | None) -> str:
    """Text of bytes that are not clean UTF-8."""
    high = data.translate(None, _ASCII)
    text = _read(data, "utf-8")
    if text.count("\ufffd") <= _TOLERATED * len(high) + 1 and len(high) > 3:
        return text
    if b"\0" in data[:200] and data[:400].count(0) > 40:
        return _read(data, "utf-16-be" if data[:1] == b"\0" else "utf-16-le")
    declared = _declared(data, content_type)
    sample = _high_parts(data)
    for name in declared:
        if name in _COMMON and _is_clear(sample, name):
            return _read(data, name)
    shares = {name: _share(_read(sample, name), name) for name in _COMMON}
    best = max(shares, key=lambda name: shares[name])
    if shares[best] >= _CLEAR:
        return _read(data, best)
    for name in declared:
        if name in _COMMON and _is_possible(sample, name):
            return _read(data, name)
        if name not in _COMMON and name not in ("utf-8", "cp1252"):
            return _read(data, name)
    return _read(data, _guess(data, len(high)))


def _is_clear(sample: bytes, name: str) -> bool:
    """The sample reads well as `name`, few signs as there may be."""
    text = _read(sample, name)
    return _share(text, name) >= _CLEAR and _damage(text) <= _TOLERATED


def _is_possible(sample: bytes, name: str) -> bool:
    """Too little to judge by, and nothing in it speaks against the declaration."""
    text = _read(sample, name)
    return _damage(text) <= _TOLERATED and (len(text) < 40 or _share(text, name) > 0.03)


_HIGH_PART = re.compile(rb"[\x80-\xff][\x40-\x7e\x80-\xff](?:[\x80-\xff][\x40-\x7e\x80-\xff]?)*")


def _high_parts(data: bytes) -> bytes:
    """A sample of the page's parts that are not ASCII, each kept whole."""
    parts: list[bytes] = []
    size = 0
    for found in _HIGH_PART.finditer(data):
        parts.append(found[0])
        size += len(found[0])
        if size > _SAMPLE:
            break
    return b" ".join(parts)


def _damage(text: str) -> float:
    return text.count("\ufffd") / (len(text) or 1)


def _share(text: str, name: str) -> float:
    """How many of the signs beyond ASCII are common ones; damage counts against it."""
    signs = [sign for sign in text if sign > "\x7f"]
    score = sum(sign in _COMMON[name] for sign in signs) - 3 * text.count("\ufffd")
    return score / len(signs) if signs else 0.0


_LANGUAGE = re.compile(rb"""<html\b[^>]{0,300}?\blang\s*=\s*["']?([a-z]{2})\b""", re.I)
_BY_LANGUAGE = {
    language: name
    for name, languages in {
        "cp1250": "pl cs sk hu ro hr sl bs",
        "cp1251": "ru uk bg sr be mk",
        "cp1253": "el",
        "cp1254": "tr",
        "cp1255": "he",
        "cp1256": "ar fa",
        "cp1257": "lt lv et",
        "cp874": "th",
    }.items()
    for language in languages.split()
}
"""What pages in a language are written in that do not say (as browsers choose by the reader's locale)."""
_FOREIGN_WORD = re.compile(rb"[\x80-\xff]{3,}")


def _guess(data: bytes, high: int) -> str:
    """A single-byte encoding: by the page's language, Western for accents, else as charset-normalizer says.

    "Latin 1" is declared out of habit, so that it counts as no declaration here; Western is what it leads to.
    """
    if found := _LANGUAGE.search(data, 0, _DECLARED_WITHIN):
        name = _BY_LANGUAGE.get(found[1].decode("ascii").lower())
        if name is not None:
            return name
    words = _FOREIGN_WORD.findall(data)
    if sum(map(len, words)) < 0.5 * high:
        return "cp1252"
    from charset_normalizer import from_bytes  # here, since it is slow to load and rarely needed

    best = from_bytes(b" ".join(words)[:_SAMPLE]).best()
    return best.encoding if best is not None else "cp1252"
