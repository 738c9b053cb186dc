"""Characters that take no room, and stand in pages by accident or for the browser."""

from __future__ import annotations

from aggregator.text import STRAY_JOINER

_ZERO_WIDTH = "\u200b\u2060\ufeff\u00ad"
_JOINERS = "\u200c\u200d"


def visible(text: str) -> str:
    """The text without characters of no width, but for joiners that shape letters."""
    if text.isascii():
        return text
    for sign in _ZERO_WIDTH:
        if sign in text:  # seldom, and looking takes a fraction of the time
            text = text.replace(sign, "")
    if any(sign in text for sign in _JOINERS):
        text = STRAY_JOINER.sub("", text)
    return text
