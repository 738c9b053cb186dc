"""Writes the steps of a body as HTML.

Runs as it is, and faster where `setup.py` could compile it: `hypertext.pxd` has the types.
"""

from __future__ import annotations

from html import escape
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
        self.out.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))

    def image(self, address: str, alternative: str) -> None:
        self.open("img", {"src": address, "alt": alternative})

    def break_line(self, *, code: bool) -> None:
        self.out.append("\n" if code else "<br>\n")

    def done(self) -> str:
        return "".join(self.out)


def _written(attributes: Mapping[str, str]) -> str:
    return "".join([f' {name}="{escape(value)}"' for name, value in attributes.items()])
