"""The templates, with the words, numbers and times of a language."""

from __future__ import annotations

import gettext
import io
import re
from contextlib import suppress
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Format
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from aggregator.differences import passages

LANGUAGES = {"en": "English", "zh": "中文"}
"""Of the pages themselves; the first one where a reader's browser asks for neither."""

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@cache
def environment(language: str, zone: tzinfo) -> Environment:
    """Templates that speak one of `LANGUAGES`; times are shown in `zone`."""
    templates = Environment(
        loader=PackageLoader("aggregator.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    words, formats = translations(language), Format(language)
    templates.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]

    def when(value: date) -> str:
        if isinstance(value, datetime):
            with suppress(OverflowError):  # at the ends of the calendar another zone may have no such day
                value = value.astimezone(zone)
            return f"{value:%Y-%m-%d %H:%M}"
        return f"{value}"

    def ago(value: datetime, now: datetime) -> str:
        return formats.timedelta(value - now, add_direction=True)

    def span(seconds: float) -> str:
        return formats.timedelta(timedelta(seconds=seconds), threshold=1.5)

    def language_name(tag: str) -> str:
        try:
            return Locale.parse(tag, sep="-").get_display_name(language) or tag
        except (ValueError, UnknownLocaleError):
            return tag

    templates.filters |= {
        "translated": words.gettext,
        "when": when,
        "number": formats.decimal,
        "ago": ago,
        "span": span,
        "language_name": language_name,
        "marked": marked,
        "changed": passages,
        "instant": instant,
        "xml": for_xml,
    }
    templates.globals["languages"] = LANGUAGES
    return templates


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
