"""Shows what was and what is in one line of reading: red and green, or [-marks-] and {+marks+}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from aggregator.cli.terminal import shown
from aggregator.differences import passages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from aggregator.differences import Step


def two_states(screen: Console, new: str, steps: Sequence[Step]) -> Text:
    """The text with both its states, what stayed shortened to what is around a change."""
    text = Text()
    for before, after in passages(new, steps):
        text.append_text(Text(shown(after)) if before == after else replacement(screen, (before, after)))
    return text


def replacement(screen: Console, pair: tuple[str, str]) -> Text:
    """What was and what came in its place; either may be empty."""
    old, new = map(shown, pair)
    if not screen.is_terminal:
        return Text((f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else ""))
    return Text.assemble((old, "red strike"), (new, "green"))
