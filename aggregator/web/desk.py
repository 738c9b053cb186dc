"""What every page is made with: the database, the time, the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter
from babel import negotiate_locale
from starlette.responses import HTMLResponse, Response

from aggregator.store import Store
from aggregator.web.templating import LANGUAGES, environment

if TYPE_CHECKING:
    from starlette.requests import Request

PATIENCE = 10.0
"""Seconds that SQL of a reader's own may take."""

AT_ONCE = 4
"""Answers in the making that SQL of readers' own is part of."""

COOKIE = "aggregator_language"  # other programs on this machine get it too: ports do not part cookies
_COOKIE_SECONDS = 365 * 86_400


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Reached from a request by `Desk.of`."""

    db: Path
    clock: Callable[[], datetime]
    """The present, aware."""
    zone: tzinfo
    """In which times are shown."""
    questions: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(AT_ONCE), init=False)
    """For answers with SQL of readers' own, which wait here lest they occupy all threads."""

    @staticmethod
    def of(request: Request) -> Desk:
        desk: Desk = request.app.state.desk
        return desk

    def store(self) -> Store:
        """For one answer; to be closed."""
        return Store(self.db, read_only=True, patience=PATIENCE)

    def page(self, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
        """A template filled in, in the reader's language."""
        language = _language(request)
        values |= {"language": language, "here": request.url, "desk": self}
        text = environment(language, self.zone).get_template(template).render(values)
        answer = HTMLResponse(
            _utf8(text), status, {"Content-Language": language, "Vary": "Accept-Language, Cookie"}
        )
        if request.query_params.get("lang") == language:  # asked for by a link: keep it
            answer.set_cookie(COOKIE, language, max_age=_COOKIE_SECONDS, httponly=True, samesite="lax")
        return answer

    def feed(self, template: str, **values: Any) -> Response:
        """An Atom feed."""
        text = environment("en", self.zone).get_template(template).render(values)
        return Response(_utf8(text), media_type="application/atom+xml")


def _utf8(text: str) -> bytes:
    """Names of files need not be UTF-8: Python has surrogates for what is none."""
    return text.encode(errors="replace")


def _language(request: Request) -> str:
    """What the link says, else what was chosen before, else what the browser prefers."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    preferred = [part.split(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    return negotiate_locale(preferred, LANGUAGES, sep="-") or next(iter(LANGUAGES))
