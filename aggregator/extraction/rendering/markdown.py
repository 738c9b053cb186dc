"""Writes the steps of a body as Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPECIAL = re.compile(r"([\\`*_\[\]<>])")
_LINE_START = re.compile(r"^(\s*)(#{1,6}\s|[-+]\s|\d+[.)]\s)")
_AROUND = {"strong": "**", "em": "*", "del": "~~", "code": "`", "kbd": "`", "samp": "`"}


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


class Writer:
    """CommonMark, tables as of GitHub."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.line: list[str] = []
        self.lists: list[int | None] = []
        """Open lists: the next item's number, or None for bullets."""
        self.quotes = 0
        self.code = False
        self.marker = ""
        self.cells: list[str] | None = None
        self.rows = 0
        self.address: list[str] = []

    def text(self, text: str) -> None:
        self.line.append(text if self.code else _escaped(text))

    def image(self, address: str, alternative: str) -> None:
        self.line.append(f"![{_escaped(alternative)}](<{address}>)")

    def break_line(self, *, code: bool) -> None:
        self.line.append("\n" if self.code else "  \n" if self.cells is None else " ")

    def open(self, tag: str, attributes: Mapping[str, str] | None = None) -> None:
        attributes = attributes or {}
        if tag in _AROUND and not self.code:
            self.line.append(_AROUND[tag])
        elif tag == "a":
            self.address.append(attributes["href"])
            self.line.append("[")
        elif tag in ("ul", "ol"):
            self._end_line()
            start = attributes.get("start", "1")
            self.lists.append(int(start) if tag == "ol" else None)
        elif tag == "li":
            self._end_line()
            number = self.lists[-1]
            self.marker = "- " if number is None else f"{number}. "
            if number is not None:
                self.lists[-1] = number + 1
        elif tag == "blockquote":
            self._end_line()
            self.quotes += 1
        elif tag == "pre":
            self._end_line()
            self.code = True
        elif tag == "tr":
            self.cells = []
        elif tag == "table":
            self._end_line()
            self.rows = 0
        elif tag in ("td", "th"):
            self.line = []
        elif tag[0] == "h" and tag[1:].isdigit():
            self._end_line()
            self.line.append("#" * int(tag[1]) + " ")
        elif self.cells is None:
            self._end_line()

    def close(self, tag: str) -> None:
        if tag in _AROUND:
            if not self.code:
                self.line.append(_AROUND[tag])
        elif tag == "a":
            self.line.append(f"](<{self.address.pop()}>)")
        elif tag in ("td", "th"):
            if self.cells is not None:
                self.cells.append("".join(self.line).strip().replace("|", "\\|").replace("\n", " "))
            self.line = []
        elif tag == "tr":
            self._end_row()
        elif tag == "pre":
            self.code = False
            text = "".join(self.line).strip("\n")
            self.line = []
            self._put(f"```\n{text}\n```")
        elif self.cells is None:
            self._end_line()
            if tag in ("ul", "ol"):
                self.lists.pop()
            elif tag == "blockquote":
                self.quotes -= 1

    def _end_row(self) -> None:
        cells, self.cells = self.cells or [], None
        row = "| " + " | ".join(cells) + " |"
        if not self.rows:
            self._put(row + "\n|" + " --- |" * len(cells))
        else:
            self.out[-1] += "\n" + row
        self.rows += 1

    def _end_line(self) -> None:
        text = "".join(self.line).strip(" ")
        self.line = []
        if text:
            self._put(text if text.startswith("#") else _LINE_START.sub(r"\1\\\2", text))

    def _put(self, text: str) -> None:
        indent = "  " * max(0, len(self.lists) - 1)
        first, rest = indent + self.marker, indent + " " * len(self.marker)
        if not self.marker and self.lists:
            first = rest = indent + "  "
        self.marker = ""
        quote = "> " * self.quotes
        lines = text.split("\n")
        self.out.append(
            "\n".join(quote + (rest if number else first) + line for number, line in enumerate(lines))
        )

    def done(self) -> str:
        self._end_line()
        return "\n\n".join(self.out)
