"""HTML that others wrote, brought to what a body is written in: it may hold scripts."""

from __future__ import annotations

import re

from aggregator.extraction.body.body import Body
from aggregator.extraction.page.page_map import PageMap
from aggregator.extraction.page.parsing import parse
from aggregator.extraction.rendering import render
from aggregator.extraction.rendering.steps import STRUCTURE

_INLINE = "a strong em code kbd samp var sub sup del ins mark q cite dfn br".split()
_TAGS = "|".join(sorted({*STRUCTURE, *_INLINE}))
_OWN = re.compile(
    rf"""(?:[^<]|</?(?:{_TAGS})>
    |<a[ ]href="(?:https?|mailto):[^"<>]*">
    |<img[ ]src="https?:[^"<>]*"[ ]alt="[^"<>]*">
    |<(?:td|th|ol)(?:[ ](?:colspan|rowspan|start)="\d+")+>
    |<(?:pre|code)[ ]class="language-[\w+\#-]+">
    )*""",
    re.X,
)
"""Nothing but what the writer writes: such is left as it is, to the byte."""


def as_own(html: str, url: str) -> str:
    """Semantic elements and plain attributes only, with all the text that a page at `url` would show of it."""
    if _OWN.fullmatch(html):
        return html
    page = PageMap(parse(f"<html><body>{html}</body></html>"), url)
    return render.to_html(Body(page, 0, bytearray(b"\1" * len(page.block_nodes))), url)
