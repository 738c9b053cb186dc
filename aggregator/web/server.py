"""Uvicorn as `aggregator serve` runs it: it says what an operator can use, and ends without a word."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    import socket

    from starlette.types import ASGIApp

_PATIENCE = 3
"""Seconds that answers on their way get when it ends."""


def run(app: ASGIApp, listener: socket.socket) -> None:
    """Answer who connects to `listener`, until a signal ends it."""
    config = uvicorn.Config(
        app,
        http="h11",  # which limits the headers of a question; httptools does not
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=_PATIENCE,
    )
    _Server(config).run(sockets=[listener])


class _Server(uvicorn.Server):
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # It would print a traceback for each answer that is broken off.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
