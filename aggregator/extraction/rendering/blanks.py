"""Characters that take no room, and stand in pages by accident or for the browser."""

from __future__ import annotations

_ZERO_WIDTH = "\u200b\u200c\u2060\ufeff\u00ad"


def visible(text: str) -> str:
    """The text without characters of no width."""
    for sign in _ZERO_WIDTH:
        if sign in text:  # seldom, and looking takes a fraction of the time
            text = text.replace(sign, "")
    return text
