"""Why no answer came, in a few words that mean the same in logs, counts and the queue."""

from __future__ import annotations

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from aggregator.crawling.guard import TARGETS

_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (CannotResolveHostError, "host not found"),
    (DownloadConnectionRefusedError, "connection refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "answer too large"),
    (ResponseDataLossError, "answer cut off"),
    (UnsupportedURLSchemeError, "neither http nor https"),
)


def reason_of(error: BaseException | None, url: str) -> str:
    """What `error` means for the request of `url`."""
    if isinstance(error, CannotResolveHostError) and (refused := TARGETS.reason(url)):
        return refused
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason
    text = str(error)
    if "SSL" in text or "certificate" in text or "tls" in text.lower():
        return "secure connection failed"
    if isinstance(error, DownloadFailedError):
        return "connection lost"
    return type(error).__name__


def is_hopeless(error: BaseException | None) -> bool:
    """A first contact that fails like this will fail again in a minute: no such host, nobody listening."""
    return isinstance(error, CannotResolveHostError | DownloadConnectionRefusedError)


def is_final(status: int | None) -> bool:
    """Whether the server's no is about the request and not about the moment: asking again soon is in vain."""
    return status is not None and 400 <= status < 500 and status not in (408, 425, 429)
