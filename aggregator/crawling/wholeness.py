"""Tells packed answers that were cut off, which Scrapy unpacks as far as they go."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from scrapy.exceptions import ResponseDataLossError

from aggregator.discovery import MAX_UNPACKED

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_CHUNK = 65536
_END = re.compile(rb"</(?:html|rss|feed|urlset|sitemapindex)\s*>", re.I)
_END_WITHIN = 500
"""Bytes at the end of a document among which it is closed; comments may follow."""


class WholeAnswers:
    """A downloader middleware; has its place between the network and Scrapy's unpacking."""

    def process_response(self, request: Request, response: Response) -> Response:
        packing = (response.headers.get("Content-Encoding") or b"").strip().lower()
        if packing in (b"gzip", b"x-gzip") and is_cut_off(response.body):
            raise ResponseDataLossError
        return response


def is_cut_off(packed: bytes) -> bool:
    """Whether gzip ends before its end, and the document in it too: some servers only leave out the checksum."""
    unpacker = zlib.decompressobj(wbits=31)
    rest, end, size = packed, b"", 0
    try:
        while packed and not unpacker.eof and size <= MAX_UNPACKED:  # what grows beyond is refused later
            piece = unpacker.decompress(rest, _CHUNK)
            rest = unpacker.unconsumed_tail
            size += len(piece)
            end = (end + piece)[-_END_WITHIN:]
            if not piece and not rest:
                return not _END.search(end)
    except zlib.error:  # none, or damaged: Scrapy gives what can be read
        pass
    return False
