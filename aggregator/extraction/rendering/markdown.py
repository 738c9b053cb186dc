"""Writes the steps of a body as Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aggregator.extraction.rendering.blanks import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

_SPECIAL = re.compile(r"[\\`*_\[\]<>~]|&(?=#?\w+;)|!(?=\[)")
_LINE_START = re.compile(
    r"^([ \t]*)(?:(\d{1,9})([.)])(?=\s|$)|(#{1,6}|[-+])(?=\s|$)|(?=-{2,}\s*$|=+\s*$))", re.M
)
"""What would begin a list or a heading, or make one of the line above."""
_LAST_HASHES = re.compile(r"#(?=#*$)")
_TICKS = re.compile(r"`+")
_EMPHASIS = {"strong": "**", "em": "*", "del": "~~"}
_CODE = frozenset({"code", "kbd", "samp"})
_UNMARKED = frozenset({"sub", "sup", "ins", "mark", "q", "cite", "dfn", "var"})
"""Inline elements that Markdown has no sign for."""


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)


def _start_escaped(text: str) -> str:
    """The text without lines that begin like a list or a heading."""

    def escape(found: re.Match[str]) -> str:
        blanks, number, sign, mark = found.groups()
        return f"{blanks}{number}\\{sign}" if number else f"{blanks}\\{mark or ''}"

    return _LINE_START.sub(escape, text)


def _ticked(text: str) -> str:
    """A span of code, between more backticks in a row than it has."""
    fence = "`" * (1 + max(map(len, _TICKS.findall(text)), default=0))
    pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _emphasise(parts: list[str | _Mark], start: int, end: int, tag: str) -> None:
    """Write both ends of an emphasis, within which all is written: outside of blanks, and not around nothing."""
    before, inner, after = "", "".join(part for part in parts[start + 1 : end] if isinstance(part, str)), ""
    if text := inner.strip():
        cut = inner.index(text)
        before, after = inner[:cut], inner[cut + len(text) :]
        sign = _EMPHASIS[tag]
        is_read = _opens(_last(parts, start) + before, text) and _closes(text, after + _next(parts, end))
        first, last = (sign, sign) if is_read else (f"<{tag}>", f"</{tag}>")
        parts[start], parts[end] = before + first, last + after
        parts[start + 1 : end] = [text, *[""] * (end - start - 2)]
    else:
        parts[start], parts[end] = "", ""


def _last(parts: list[str | _Mark], place: int) -> str:
    """The sign before a place; beginnings of emphasis, which are read with this one, are passed."""
    for number in range(place - 1, -1, -1):
        part = parts[number]
        if part and isinstance(part, str):
            return part[-1]
    return " "


def _next(parts: list[str | _Mark], place: int) -> str:
    """The sign behind a place, where further ends of emphasis are passed; a star where another emphasis begins."""
    for number in range(place + 1, len(parts)):
        part = parts[number]
        if isinstance(part, _Mark):
            if not part.is_end:
                return "*"
        elif part:
            return part[0]
    return " "


def _opens(before: str, text: str) -> bool:
    """Whether a run of signs between these is read as the beginning of an emphasis (CommonMark, left-flanking)."""
    if before[-1] in "*~":
        return False
    return not _is_mark(text.lstrip("*")[:1]) or before[-1].isspace() or _is_mark(before[-1])


def _closes(text: str, after: str) -> bool:
    """The same of its end."""
    if after[0] in "*~":
        return False
    return not _is_mark(text.rstrip("*")[-1:]) or after[0].isspace() or _is_mark(after[0])


def _is_mark(sign: str) -> bool:
    """Punctuation and symbols."""
    return not sign or unicodedata.category(sign)[0] in "PS"


@dataclass(frozen=True)
class _Mark:
    """The beginning or the end of an emphasis, in a line that is being written."""

    tag: str
    is_end: bool


@dataclass
class _Container:
    """A list's item or a quotation that is open."""

    first: str
    """What the line begins with that opens it."""
    rest: str
    """What the lines after that one begin with."""
    is_new: bool = True


@dataclass
class _List:
    """A list that is open."""

    sign: str
    number: int | None
    """The next item's. None for bullets."""


class Writer:
    """CommonMark, tables as of GitHub."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.line: list[str | _Mark] = []
        self.around: list[_Container] = []
        self.lists: list[_List] = []
        self.last_list: tuple[int, str] = (-1, "")
        """Depth and sign of a list that nothing has followed yet: another one after it needs another sign."""
        self.code: list[str] | None = None
        """What an open span of code has in it."""
        self.spans = 0
        """How many are open in one another."""
        self.last_span = ("", "")
        """The latest as it was written, and what was in it."""
        self.in_block = False
        """Whether a block of code is open."""
        self.heading = 0
        self.rows: list[list[str]] = []
        self.cells: list[str] | None = None
        """Of the row that is open."""
        self.address: list[str] = []

    def text(self, text: str) -> None:
        text = visible(text)
        if self.code is not None:
            self.code.append(text)
        else:
            self.line.append(text if self.in_block else _escaped(text))

    def image(self, address: str, alternative: str) -> None:
        if self.code is None and not self.in_block:
            self.line.append(f"![{_escaped(alternative)}](<{address}>)")

    def break_line(self, *, code: bool) -> None:
        if self.in_block:
            self.line.append("\n")
        else:
            self.line.append("  \n" if self.cells is None and not self.heading else " ")

    def open(self, tag: str, attributes: Mapping[str, str] | None = None) -> None:
        attributes = attributes or {}
        if self.in_block:
            return
        if tag in _CODE:
            self.spans += 1
            self.code = [] if self.code is None else self.code
        elif self.code is not None:
            return
        elif tag in _EMPHASIS:
            self.line.append(_Mark(tag, is_end=False))
        elif tag == "a":
            self._part_from_link()
            self.address.append(attributes["href"])
            self.line.append("[")
        elif self.cells is not None:
            self._open_in_row(tag)
        else:
            self._open_block(tag, attributes)

    def _part_from_link(self) -> None:
        """Keep an exclamation mark before a link from making a picture of it."""
        if self.line and isinstance(last := self.line[-1], str) and last.endswith("!"):
            self.line[-1] = last[:-1] + "\\!"

    def _open_in_row(self, tag: str) -> None:
        """Blocks in a cell are parts of its line."""
        if tag in ("td", "th"):
            self.line = []
        elif tag not in _UNMARKED:
            self.line.append(" ")

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in _UNMARKED:
            return
        self._end_line()
        if tag in ("ul", "ol"):
            self._open_list(tag, attributes)
        elif tag == "li":
            self._open_item()
        elif tag == "blockquote":
            self.around.append(_Container("> ", "> "))
        elif tag == "pre":
            self.in_block = True
        elif tag == "tr":
            self.cells = []
        elif tag == "table":
            self.rows = []
        elif tag[0] == "h" and tag[1:].isdigit():
            self.heading = int(tag[1])

    def _open_list(self, tag: str, attributes: Mapping[str, str]) -> None:
        depth = len(self.around)
        signs = "-*" if tag == "ul" else ".)"
        sign = signs[self.last_list == (depth, signs[0])]
        number = int(attributes.get("start", "1")[:9]) if tag == "ol" else None
        self.lists.append(_List(sign, number))

    def _open_item(self) -> None:
        kind = self.lists[-1]
        marker = f"{kind.sign} " if kind.number is None else f"{kind.number}{kind.sign} "
        if kind.number is not None:
            kind.number += 1
        self.around.append(_Container(marker, " " * len(marker)))

    def close(self, tag: str) -> None:
        if tag == "pre" and self.cells is None:
            self._end_code()
        elif self.in_block:
            return
        elif self.code is not None:
            self.spans -= tag in _CODE
            if not self.spans:
                self._end_span()
        elif tag in _EMPHASIS:
            self.line.append(_Mark(tag, is_end=True))
        elif tag == "a":
            self.line.append(f"](<{self.address.pop()}>)")
        elif tag in ("td", "th") and self.cells is not None:
            self.cells.append(self._finished().strip().replace("|", "\\|"))
        elif tag == "tr" and self.cells is not None:
            self.rows.append(self.cells)
            self.cells = None
        elif self.cells is None and tag not in _CODE:
            self._close_block(tag)

    def _close_block(self, tag: str) -> None:
        if tag in _UNMARKED:
            return
        self._end_line()
        self.heading = 0
        if tag in ("ul", "ol"):
            self.last_list = (len(self.around), self.lists.pop().sign)
        elif tag in ("li", "blockquote"):
            self.around.pop()
        elif tag == "table":
            self._end_table()

    def _end_span(self) -> None:
        """Write a span of code; one right behind another continues it, as their signs would run into one."""
        text = "".join(self.code or ()).replace("\n", " ")
        self.code = None
        if not text.strip():
            return
        if self.line and self.line[-1] is self.last_span[0]:
            self.line.pop()
            text = self.last_span[1] + text
        self.last_span = _ticked(text), text
        self.line.append(self.last_span[0])

    def _end_code(self) -> None:
        self.in_block = False
        text = "".join(part for part in self.line if isinstance(part, str)).strip("\n")
        self.line = []
        fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
        self._put(f"{fence}\n{text}\n{fence}")

    def _end_table(self) -> None:
        """Write the rows, all of them as wide as the widest: what stands beyond the first row's cells is not shown."""
        width = max(map(len, self.rows), default=0)
        lines = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in self.rows]
        self.rows = []
        if lines:
            lines.insert(1, "|" + " --- |" * width)
            self._put("\n".join(lines))

    def _end_line(self) -> None:
        text = self._finished().strip(" ")
        if not text:
            return
        heading = "#" * self.heading + " "
        self._put(heading + _LAST_HASHES.sub(r"\\#", text) if self.heading else _start_escaped(text))

    def _finished(self) -> str:
        """The line, its emphasis written in signs where they will be read as such, else in tags."""
        parts, self.line = self.line, []
        opened: dict[str, int] = {}
        depth: defaultdict[str, int] = defaultdict(int)
        for place, part in enumerate(parts):
            if isinstance(part, str):
                continue
            depth[part.tag] += -1 if part.is_end else 1
            if part.is_end and not depth[part.tag]:
                if parts[place + 1 : place + 2] != [_Mark(part.tag, is_end=False)]:  # else it goes on
                    _emphasise(parts, opened.pop(part.tag), place, part.tag)
            elif not part.is_end and depth[part.tag] == 1:
                opened.setdefault(part.tag, place)
        return "".join(part for part in parts if isinstance(part, str))

    def _put(self, text: str) -> None:
        """Write a block, in what is open around it."""
        between = "".join(container.rest for container in self.around if not container.is_new)
        first = "".join(container.first if container.is_new else container.rest for container in self.around)
        rest = "".join(container.rest for container in self.around)
        for container in self.around:
            container.is_new = False
        self.last_list = (-1, "")
        head, *tail = text.split("\n")
        if self.out:
            self.out.append(between.rstrip())
        self.out.append(first + head)
        self.out += [(rest + line).rstrip() if not line.strip() else rest + line for line in tail]

    def done(self) -> str:
        self._end_line()
        return "\n".join(self.out)
