"""Writes a body as plain text and as clean HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from aggregator.items import Image

if TYPE_CHECKING:
    from aggregator.extraction.body import Body


def to_text(body: Body) -> str:
    """One block a line; a code block keeps its line breaks."""
    page = body.page
    return "\n".join(filter(None, (page.block_text(block) for block in body.blocks)))


def to_html(body: Body, url: str) -> str:
    page = body.page
    return "\n".join(f"<p>{escape(text)}</p>" for text in (page.block_text(block) for block in body.blocks) if text)


def images(body: Body, url: str) -> tuple[Image, ...]:
    page = body.page
    found = []
    for chunk, text in enumerate(page.chunks):
        if not text and body.kept[page.chunk_blocks[chunk]]:
            source = page.attribute(page.chunk_nodes[chunk], "src")
            if source:
                found.append(Image(url=urljoin(url, source)))
    return tuple(found)
