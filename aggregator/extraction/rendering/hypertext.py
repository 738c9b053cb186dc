"""Writes the steps of a body as HTML.

Runs as it is, and faster where `setup.py` could compile it: `hypertext.pxd` has the types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from aggregator.extraction.rendering.steps import STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Mapping


class Writer:
    """Semantic elements and plain attributes only."""

    def __init__(self) -> None:
        self.out: list[str] = []

    def open(self, tag: str, attributes: Mapping[str, str] | None = None) -> None:
        self.out.append(f"<{tag}{_written(attributes)}>" if attributes else f"<{tag}>")

    def close(self, tag: str) -> None:
        self.out.append(f"</{tag}>\n" if tag in STRUCTURE else f"</{tag}>")

    def text(self, text: str) -> None:
        self.out.append(_escaped(text))

    def image(self, address: str, alternative: str) -> None:
        self.open("img", {"src": address, "alt": alternative})

    def break_line(self, *, code: bool) -> None:
        self.out.append("\n" if code else "<br>\n")

    def done(self) -> str:
        return "".join(self.out)


def _escaped(text: str) -> str:
    # Looking for a sign takes a fraction of the time that replacing it takes where it is not.
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def _written(attributes: Mapping[str, str]) -> str:
    return "".join([f' {name}="{_quoted(value)}"' for name, value in attributes.items()])


def _quoted(value: str) -> str:
    value = _escaped(value)
    if '"' in value:
        value = value.replace('"', "&quot;")
    if "'" in value:
        value = value.replace("'", "&#x27;")
    return value
