"""Reads what an element is called class by class: it may be dozens of words, of which few can matter."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def parts_with(name: str, words: Iterable[str]) -> list[str]:
    """The classes, and the id, that contain one of the words; once for each."""
    return [part for word in words if word in name for part in name.split() if word in part]
