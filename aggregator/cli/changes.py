"""Shows what was and what is in one line of reading: red and green, or [-marks-] and {+marks+}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from aggregator.cli.terminal import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from aggregator.differences import Step

_CONTEXT = 24
"""Characters around a change that are shown."""


def two_states(screen: Console, new: str, steps: Sequence[Step]) -> Text:
    """The text with both its states, what stayed shortened to what is around a change."""
    text = Text()
    at = 0
    for place, step in enumerate(steps):
        if isinstance(step, int):
            text.append(_shortened(new[at : at + step], first=place == 0, last=place == len(steps) - 1))
            at += step
        else:
            text.append_text(replacement(screen, step))
            at += len(step[1])
    return text


def _shortened(kept: str, *, first: bool, last: bool) -> str:
    """The beginning and the end of what stayed; only its end before the first change, its beginning after the last."""
    if len(kept) <= 2 * _CONTEXT:
        return shown(kept)
    head = "" if first else kept[:_CONTEXT]
    tail = "" if last else kept[-_CONTEXT:]
    return shown(f"{head}…{tail}")


def replacement(screen: Console, pair: tuple[str, str]) -> Text:
    """What was and what came in its place; either may be empty."""
    old, new = map(shown, pair)
    if not screen.is_terminal:
        return Text((f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else ""))
    return Text.assemble((old, "red strike"), (new, "green"))
