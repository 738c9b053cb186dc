"""How much a text reads like an article: a few signals with published limits, and one figure from them.

The signals are those of the Gopher, C4 and FineWeb data sets, in characters where they count words, so that Chinese
has its share. Each is 1 where those sets keep a text without hesitation, 0 where they throw it out, and straight
between; the figure is their product. Nothing here drops an article.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import asdict, dataclass
from typing import Final

from aggregator.text import CJK, UNSPACED, WORD, count_words


@dataclass(frozen=True, kw_only=True)
class Quality:
    """The parts, each between 0 and 1, 1 being good."""

    length: float
    """Words: some notices have 20, articles have 150."""
    symbols: float
    """Few characters that are no letters, digits, punctuation or space: Gopher's #, … and bullets."""
    digits: float
    """Mostly letters: tables and listings are numbers."""
    repetition: float
    """No stretch again and again (Gopher's n-grams)."""
    sentences: float
    """Text stands in lines that end as sentences do (C4, FineWeb)."""
    lines: float
    """Not mostly short lines, as menus and lists have (FineWeb)."""
    language: float
    """Has the small words that no text of its language does without (Gopher's stop words)."""

    @property
    def total(self) -> float:
        product = 1.0
        for part in asdict(self).values():
            product *= part
        return round(product, 3)


_SHINGLE: Final = 12
"""Characters: about five Chinese words, or two English ones."""
_SHORT_LINE: Final = 30
_SENTENCE_END: Final = tuple(".!?…。！？；;:：”\"’'」』）)】]।؟۔።")
_LETTER = re.compile(rf"[^\W\d_]|[{UNSPACED}]")
_HAN = re.compile("[\u3400-\u9fff]")
_KANA_OR_HANGUL = re.compile("[\u3041-\u30ff\uac00-\ud7ff]")
_LATIN_WORD = re.compile(WORD)
_CJK = re.compile(f"[{CJK}]")

_SMALL_WORDS: Final = {
    "zh": frozenset("的了是在和有不这這我他也就都为為与與对對中上以到"),
    "en": frozenset("the be to of and that have with is are was for in it on as at by this".split()),
}


def assess(text: str, language: str | None = None) -> Quality:
    """The quality of a cleaned text; `language` as of `Article`, None: by its script."""
    lines = [line for line in text.split("\n") if line.strip()]
    size = max(1, len(text))
    kinds = Counter(map(unicodedata.category, text))
    symbols = sum(count for kind, count in kinds.items() if kind[0] in "SC" and kind != "Cc")
    letters = len(_LETTER.findall(text))
    digits = kinds["Nd"]
    return Quality(
        length=_ramp(count_words(text), 5, 150),
        symbols=_ramp(symbols / size, 0.3, 0.1),
        digits=_ramp(digits / max(1, letters + digits), 0.5, 0.2),
        repetition=_ramp(_repeated(text), 0.6, 0.2),
        sentences=_ramp(_in_sentences(lines), 0.0, 0.3),
        lines=_ramp(sum(len(line) <= _SHORT_LINE for line in lines) / max(1, len(lines)), 1.05, 0.8),
        language=_language(text, language),
    )


def _ramp(value: float, bad: float, good: float) -> float:
    """0 at `bad` and beyond, 1 at `good` and beyond, straight between."""
    return round(min(1.0, max(0.0, (value - bad) / (good - bad))), 3)


def _repeated(text: str) -> float:
    """Share of the text's stretches of `_SHINGLE` characters that stood before."""
    count = len(text) - _SHINGLE + 1
    if count < 2:
        return 0.0
    return 1 - len({text[place : place + _SHINGLE] for place in range(count)}) / count


def _in_sentences(lines: list[str]) -> float:
    """Share of the text that stands in lines with a sentence's end."""
    whole = sum(map(len, lines))
    return sum(len(line) for line in lines if line.rstrip().endswith(_SENTENCE_END)) / max(1, whole)


def _language(text: str, language: str | None) -> float:
    """How surely it is running text; 1 for languages whose small words we do not know."""
    name = (language or "").split("-")[0] or _guessed(text)
    if name == "zh":
        han = _HAN.findall(text)
        share = sum(char in _SMALL_WORDS["zh"] for char in han) / max(1, len(han))
        return _ramp(share, 0.0, 0.04)
    if name == "en":
        words = [word.lower() for word in _LATIN_WORD.findall(text)]
        share = sum(word in _SMALL_WORDS["en"] for word in words) / max(1, len(words))
        return _ramp(share, 0.02, 0.12)
    return 1.0


def _guessed(text: str) -> str:
    """`zh` by its characters; other scripts do not tell the language."""
    characters = len(_CJK.findall(text))
    is_chinese = characters > len(text) / 3 and len(_KANA_OR_HANGUL.findall(text)) < characters / 20
    return "zh" if is_chinese else ""
