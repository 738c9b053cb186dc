"""Tells pages from whatever else an answer or a file may hold."""

from __future__ import annotations

_SIGNATURES = {
    b"%PDF-": "application/pdf",
    b"\x89PNG": "image/png",
    b"GIF8": "image/gif",
    b"\xff\xd8\xff": "image/jpeg",
    b"PK\x03\x04": "application/zip",
    b"\x1f\x8b": "application/gzip",
    b"SQLite format 3": "application/vnd.sqlite3",
}
_SAMPLE = 2048
"""Bytes that are looked at."""
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\f\r\x1b"))
"""Characters that no text has; ESC begins the shifts of ISO-2022-JP."""


def why_no_page(body: bytes, content_type: str | None = None) -> str | None:
    """What it is instead, in words that follow its name. None: a page, as far as can be told."""
    if not body.strip():
        return "is empty, no page"
    declared = (content_type or "").partition(";")[0].strip().lower()
    vague = declared in ("", "application/octet-stream") or "/" not in declared
    if not vague and not declared.startswith("text/") and not declared.endswith(("html", "xml")):
        return f"is {declared}, no page"
    for signature, kind in _SIGNATURES.items():
        if body.startswith(signature):
            return f"is {kind}, no page"
    return "is binary data, no page" if _is_binary(body[:_SAMPLE]) else None


def _is_binary(sample: bytes) -> bool:
    """More control characters than a damaged text has; in UTF-16 and UTF-32 every other byte is zero."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")) or b"<\0" in sample[:200] or b"\0<" in sample[:200]:
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > len(sample) / 20
