"""What every page is made with: the database, the time, the reader's language, the templates."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from anyio import CapacityLimiter
from babel import Locale, UnknownLocaleError, negotiate_locale
from babel.dates import format_timedelta
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from aggregator.differences import passages
from aggregator.store import Store

if TYPE_CHECKING:
    from starlette.requests import Request

LANGUAGES = {"en": "English", "zh": "中文"}
"""Of the pages themselves; the first one where a reader's browser asks for neither."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

PATIENCE = 10.0
"""Seconds that SQL of a reader's own may take."""

AT_ONCE = 4
"""Answers in the making that SQL of readers' own is part of."""

COOKIE = "language"
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
    _environments: dict[str, Environment] = field(default_factory=dict, init=False, repr=False)

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
        text = self._environment(language).get_template(template).render(values)
        answer = HTMLResponse(text, status, {"Content-Language": language, "Vary": "Accept-Language, Cookie"})
        if request.query_params.get("lang") == language:  # asked for by a link: keep it
            answer.set_cookie(COOKIE, language, max_age=_COOKIE_SECONDS, httponly=True, samesite="strict")
        return answer

    def feed(self, template: str, **values: Any) -> Response:
        """An Atom feed."""
        text = self._environment("en").get_template(template).render(values)
        return Response(text, media_type="application/atom+xml")

    def _environment(self, language: str) -> Environment:
        if language not in self._environments:
            self._environments[language] = _environment(language, self.zone)
        return self._environments[language]


def _language(request: Request) -> str:
    """What the link says, else what was chosen before, else what the browser prefers."""
    for chosen in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if chosen in LANGUAGES:
            return chosen
    preferred = [part.split(";")[0].strip() for part in request.headers.get("accept-language", "").split(",")]
    return negotiate_locale(preferred, LANGUAGES, sep="-") or next(iter(LANGUAGES))


def _environment(language: str, zone: tzinfo) -> Environment:
    """Templates with the words and the numbers of a language."""
    environment = Environment(
        loader=PackageLoader("aggregator.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]

    def when(value: date) -> str:
        if isinstance(value, datetime):
            with suppress(OverflowError):  # at the ends of the calendar another zone may have no such day
                value = value.astimezone(zone)
            return f"{value:%Y-%m-%d %H:%M}"
        return f"{value}"

    def number(value: float) -> str:
        return format_decimal(value, locale=language)

    def ago(value: datetime, now: datetime) -> str:
        return format_timedelta(value - now, add_direction=True, locale=language)

    def span(seconds: float) -> str:
        return format_timedelta(timedelta(seconds=seconds), threshold=1.5, locale=language)

    def language_name(tag: str) -> str:
        try:
            return Locale.parse(tag, sep="-").get_display_name(language) or tag
        except (ValueError, UnknownLocaleError):
            return tag

    environment.filters |= {
        "translated": translations(language).gettext,
        "when": when,
        "number": number,
        "ago": ago,
        "span": span,
        "language_name": language_name,
        "marked": marked,
        "changed": passages,
        "instant": instant,
        "xml": for_xml,
    }
    environment.globals["languages"] = LANGUAGES
    return environment


@cache
def translations(language: str) -> gettext.NullTranslations:
    """Of the templates' English words, out of `translations/LANGUAGE.po`; English itself has none."""
    source = files("aggregator.web") / "translations" / f"{language}.po"
    if not source.is_file():
        return gettext.NullTranslations()
    compiled = io.BytesIO()
    write_mo(compiled, read_po(io.BytesIO(source.read_bytes())))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def marked(pieces: tuple[tuple[str, bool], ...]) -> Markup:
    """A title or snippet of a search with its matches marked."""
    return Markup("").join(
        Markup("<mark>{}</mark>").format(text) if is_match else text for text, is_match in pieces
    )


def instant(value: date) -> str:
    """As Atom has it: a time, a day's first one in UTC."""
    return value.isoformat() if isinstance(value, datetime) else f"{value}T00:00:00Z"


def for_xml(text: str) -> str:
    """`text` without what XML cannot hold."""
    return _NOT_IN_XML.sub("", text)
