"""Headers: those of every answer, so that nothing on a page may run, be framed, or tell other sites where a reader
came from; and those of questions, by which a browser says that a page of another site asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src * data:",  # pictures of articles stay where they are
        "media-src *",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
}


class SafeHeaders:
    """ASGI middleware that sets `HEADERS`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        await self.app(scope, receive, send_safely)


class NotForOtherSites:
    """ASGI middleware that refuses what a page of another site has a browser load; its links may lead here.

    Such a page could not read the answer, but have the machine work for it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asks = Headers(scope=scope)
        foreign = asks.get("sec-fetch-site") in ("cross-site", "same-site")  # another port is the same site
        if foreign and (asks.get("sec-fetch-mode"), asks.get("sec-fetch-dest")) != ("navigate", "document"):
            await PlainTextResponse("not for pages of other sites", 403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)
