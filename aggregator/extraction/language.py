"""Which language a page is written in: by its letters and words first, by what it declares second."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.extraction.records import Found
from aggregator.variants import SIMPLIFIED, TRADITIONAL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aggregator.extraction.body.body import Body
    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.page.page_map import PageMap

_SAMPLE, _SAMPLE_BLOCKS = 1000, 50
"""Characters and lines of the text that are looked at."""

_SCRIPTS = {
    name: re.compile(f"[{ranges}]+")
    for name, ranges in {
        "han": "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f",
        "kana": "\u3041-\u3096\u30a1-\u30fa\uff66-\uff9d",
        "hangul": "\uac00-\ud7a3\u1100-\u11ff",
        "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
        "cyrillic": "\u0400-\u052f",
        "arabic": "\u0600-\u06ff\u0750-\u077f",
        "hebrew": "\u05d0-\u05ea",
        "devanagari": "\u0900-\u097f",
        "thai": "\u0e00-\u0e7f",
        "greek": "\u0370-\u03ff",
        "bengali": "\u0980-\u09ff",
        "tamil": "\u0b80-\u0bff",
        "telugu": "\u0c00-\u0c7f",
        "georgian": "\u10a0-\u10ff",
        "armenian": "\u0530-\u058f",
        "khmer": "\u1780-\u17ff",
        "lao": "\u0e80-\u0eff",
        "burmese": "\u1000-\u109f",
    }.items()
}
_ASCII = bytes(range(128))
_LAST_COMMON = "latin"
_WEIGHT = {"han": 3, "kana": 2, "hangul": 2, "thai": 1.2}
"""Letters that one sign of the script is worth."""

_LANGUAGES_OF = {
    "cyrillic": ("ru", "uk bg sr be mk kk ky mn tg tt ba cv"),
    "arabic": ("ar", "fa ur ps ckb ug"),
    "hebrew": ("he", "yi"),
    "devanagari": ("hi", "mr ne sa"),
    "thai": ("th", ""),
    "greek": ("el", ""),
    "bengali": ("bn", "as"),
    "tamil": ("ta", ""),
    "telugu": ("te", ""),
    "georgian": ("ka", ""),
    "armenian": ("hy", ""),
    "khmer": ("km", ""),
    "lao": ("lo", ""),
    "burmese": ("my", ""),
}
"""Script -> its usual language, and others that a declaration may name."""

_OWN_LETTERS = (
    ("uk", re.compile("[іїєґ]", re.I)),
    ("be", re.compile("ў", re.I)),
    ("sr", re.compile("[ђћљњ]", re.I)),
    ("ru", re.compile("[ыэё]", re.I)),
    ("fa", re.compile("[پچژگ]")),
    ("ur", re.compile("[ٹڈںے]")),
)

_FUNCTION_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that for it was with on as are this be by at from have not you",
        "de": "der die und das ist nicht mit den von zu ein eine im auf für sich dem auch des es ich wird",
        "fr": "le la les des et est une un du dans que pour qui sur pas avec plus par ce au sont il",
        "es": "el la de que los las en un una por con para del se es no al su más como lo fue",
        "it": "il di che la e per un è una del non con della sono gli le da nel alla anche più si",
        "pt": "de que o a os as um uma para com não do da em por no na se mais dos ao é foi",
        "nl": "de het een van en is dat niet op te zijn voor met die aan er ook als bij naar was",
        "sv": "och att det som en är av för på med den till inte har om ett jag var från de",
        "da": "og det at er en til af på med for den de ikke som der et har jeg var også",
        "nb": "og det er som på en til av for med ikke den har jeg et å var fra de også",
        "fi": "ja on ei että se oli hän mutta kun myös ovat joka tai sen niin kuin mukaan",
        "pl": "i w na z się nie to jest że do jak o a po co przez za od są dla jego ale",
        "cs": "a se na je v že to s z do i o ve jsem ale jako by si za který po jsou pro",
        "sk": "a sa na je v že to s z do aj o vo som ale ako by si za ktorý po sú pre",
        "hu": "a az és hogy nem is egy ez volt van meg de csak már mint még el azt ha ki",
        "ro": "și de în la a o cu pe că nu din este care pentru mai un se sunt fost al au",
        "tr": "ve bir bu da de için ile olarak çok daha olan gibi ne var ama en kadar sonra",
        "id": "yang dan di ini dengan untuk dari itu tidak pada dalam akan juga ke adalah ada",
        "tl": "ang ng mga sa na ay at si ni kay nang hindi ito siya para rin din kung may ko niya pa nga",
        "vi": "và của là có được cho không các một trong với người những đã này khi để",
        "hr": "i u je na se da za su od s kao ne što bi koji će iz o a ili nije",
        "ca": "el la de que els les en un una per amb del és no al més com i va dels",
    }.items()
}
_BALLOTS = {
    word: "".join(chr(97 + place) for place, words in enumerate(_FUNCTION_WORDS.values()) if word in words)
    for word in frozenset().union(*_FUNCTION_WORDS.values())
}
"""Function word -> the languages that have it, the first of them written a, the second b."""
_WORD = re.compile(r"[^\W\d_]+")
_SPACED = bytes(sign if chr(sign).isascii() and chr(sign).isalpha() else 32 for sign in range(256))
"""Leaves of ASCII the letters and blanks."""
_FEW_WORDS = 12
"""Below it words prove nothing, and the declaration stands."""

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]+)*$")
_TRADITIONAL = ("hant", "tw", "hk", "mo")


def _outside(signs: str, encoding: str) -> frozenset[str]:
    """The signs that an encoding lacks: its makers did not count them among their script's."""
    return frozenset(sign for sign in signs if not sign.encode(encoding, "ignore"))


_TRADITIONAL_ONLY = _outside(TRADITIONAL, "gb2312")
_SIMPLIFIED_ONLY = _outside(SIMPLIFIED, "big5")
_SIDES = dict.fromkeys(_SIMPLIFIED_ONLY - _TRADITIONAL_ONLY, 1) | dict.fromkeys(
    _TRADITIONAL_ONLY - _SIMPLIFIED_ONLY, -1
)


def find(page: PageMap, title: Found[str] | None, body: Body, claims: Structured) -> Found[str] | None:
    """The BCP 47 tag of the page's article. None: undecided."""
    parts = [title.value] if title else []
    size = 0
    for block in body.blocks[:_SAMPLE_BLOCKS]:
        parts.append(page.block_texts[block])
        size += len(parts[-1])
        if size > _SAMPLE:
            break
    declared = declarations(page, claims)
    tag = of_text("\n".join(parts), declared)
    if tag is None:
        return None
    source = "html lang" if tag in map(_normal, declared) else "text"
    return Found(tag, source)


def with_region(tag: str, page: PageMap, claims: Structured) -> str:
    """The tag with its region where a page in English declares one: it says in which order days are written."""
    if tag != "en":
        return tag
    return next((declared for declared in declarations(page, claims) if declared.startswith("en-")), tag)


def of_text(text: str, declared: Sequence[str] = ()) -> str | None:
    """The BCP 47 tag of a text that is `declared` to be in these languages, the surest first.

    The text decides; a declaration is believed where the text allows it. None: undecided.
    """
    text = text[:_SAMPLE]
    counts = _count_scripts(text)
    weights = {name: count * _WEIGHT.get(name, 1) for name, count in counts.items() if count}
    if not weights:
        return _normal(declared[0]) if declared else None
    cjk = weights.get("han", 0) + weights.get("kana", 0) + weights.get("hangul", 0)
    if cjk > _cjk_needed(declared) * sum(weights.values()):
        return _east_asian(counts, declared, text)
    script = max(weights, key=lambda name: (weights[name], name))
    if script == "latin":
        return _latin(text, declared)
    if script in ("han", "kana", "hangul"):
        return _east_asian(counts, declared, text)
    return _of_script(script, declared, text)


def declarations(page: PageMap, claims: Structured) -> list[str]:
    """What the page says its language is, in lower case with hyphens, the root's attribute first."""
    claimed = [claim.value for claim in claims.languages]
    named = []
    for number in (*page.by_tag.get("html", ())[:1], *page.by_tag.get("body", ())[:1]):
        named += [page.attribute(number, name) for name in ("lang", "xml:lang")]
    tags = (name.strip().replace("_", "-").lower() for name in [*named, *claimed] if name)
    return list(dict.fromkeys(filter(_TAG.match, tags)))


def _count_scripts(text: str) -> dict[str, int]:
    """How many signs of each script; of the rarer ones only when the common ones do not make up the text."""
    letters = text.encode("ascii", "ignore").translate(_SPACED)
    counts = {"latin": len(letters) - letters.count(b" ")}
    rest = "" if text.isascii() else _beyond_ascii(text)
    for name, pattern in _SCRIPTS.items():
        if not rest:
            break
        others = pattern.sub("", rest)
        counts[name] = counts.get(name, 0) + len(rest) - len(others)
        rest = others
        if name == _LAST_COMMON and sum(counts.values()) > len(text) / 2:
            break
    return counts


def _beyond_ascii(text: str) -> str:
    """The text without its characters of ASCII."""
    return text.encode("utf-8", "ignore").translate(None, _ASCII).decode()


def _cjk_needed(declared: Sequence[str]) -> float:
    """Share of the letters that makes a page East Asian: its code and names may be in Latin letters."""
    return 0.1 if any(tag.startswith(("zh", "ja", "ko")) for tag in declared) else 0.3


def _east_asian(counts: dict[str, int], declared: Sequence[str], text: str) -> str:
    han, kana, hangul = (counts.get(name, 0) for name in ("han", "kana", "hangul"))
    if hangul > 0.3 * (han + kana + hangul):
        return "ko"
    if kana > (0.05 if any(tag.startswith("ja") for tag in declared) else 0.15) * (han + kana):
        return "ja"
    return _chinese(text, declared)


def _chinese(text: str, declared: Sequence[str]) -> str:
    """Simplified or traditional by the signs that only one of them has."""
    if balance := sum([_SIDES[sign] for sign in text if sign in _SIDES]):
        return "zh-Hans" if balance > 0 else "zh-Hant"
    return next((_normal(tag) for tag in declared if tag.startswith("zh")), "zh")


def _latin(text: str, declared: Sequence[str]) -> str | None:
    """The language of the most function words; a declared one when it does half as well."""
    words = _words(text.lower())
    total = len(words) or 1  # "÷" is no word, and no other script's
    primaries = [tag.split("-")[0] for tag in declared]
    votes = "".join(filter(None, map(_BALLOTS.get, words)))
    hits = {language: votes.count(chr(letter)) / total for letter, language in enumerate(_FUNCTION_WORDS, 97)}
    best = max(hits, key=hits.__getitem__)
    for primary in map(_same_words, primaries):
        if primary not in hits:
            if primary not in ("zh", "ja", "ko") and hits[best] < 0.2:
                return primary
        elif total < _FEW_WORDS or hits[best] < 0.1 or hits[primary] >= 0.5 * hits[best]:
            return primary
    return best if total >= _FEW_WORDS and hits[best] >= 0.08 else None


def _words(text: str) -> list[str]:
    """The words of a text, in which all that is no letter parts them."""
    if text.isascii() or not any(map(str.isalpha, _beyond_ascii(text))):
        return text.encode("ascii", "replace").translate(_SPACED).decode("ascii").split()
    return _WORD.findall(text)


def _same_words(language: str) -> str:
    """Norwegian goes by its larger written form."""
    return "nb" if language == "no" else language


def _of_script(script: str, declared: Sequence[str], text: str) -> str:
    usual, others = _LANGUAGES_OF[script]
    possible = [usual, *others.split()]
    for tag in declared:
        if (primary := tag.split("-")[0]) in possible:
            return primary
    for language, letters in _OWN_LETTERS:
        if language in possible and len(letters.findall(text)) > len(text) / 200:
            return language
    return usual


def _normal(tag: str) -> str:
    """A declared tag as we write it: Chinese with its script, others without their region."""
    primary, *rest = tag.split("-")
    if primary != "zh":
        return _same_words(primary)
    if not rest:
        return "zh"
    if "hans" in rest:
        return "zh-Hans"
    return "zh-Hant" if any(part in _TRADITIONAL for part in rest) else "zh-Hans"
