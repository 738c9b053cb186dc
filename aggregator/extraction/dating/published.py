"""When an article appeared and when it was last changed: every date of the page that may say so, and the best.

Each place makes a claim with a weight; dates of the same day support each other. What the page says for
machines comes first, as it has time and offset, unless it is a kind of claim that is often about something else.
A date that readers see beside the headline comes close, and before the metas where it is labelled in Chinese:
there the metas are often the template's. The address is a last resort, and confirms the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, TypeGuard

from aggregator import dates
from aggregator.extraction.dating import date_claims
from aggregator.extraction.dating.date_claims import Claim, Moment
from aggregator.extraction.records import Found

if TYPE_CHECKING:
    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.landmarks import Landmarks
    from aggregator.extraction.page.page_map import PageMap


@dataclass(frozen=True)
class Dates:
    """The two dates of an article, each with the string it came from. None: no source says."""

    published: Found[Moment] | None = None
    modified: Found[Moment] | None = None


_SUPPORT = 1.0
"""What a second kind of source for the same day adds."""
_SHOWN = frozenset({"time", "byline"})
_CLEARLY_SHOWN, _RENEWED, _SAME_CHANGE = 6.0, 5.0, timedelta(days=3)
_BELOW_HEADLINE = 7.0
"""Weight of a date that stands there, or has a label."""
_LEAST = 2.0
"""Weight below which a date is rather about something else."""


def find(
    page: PageMap,
    claims: Structured,
    marks: Landmarks,
    *,
    now: datetime,
    language: str | None,
) -> Dates:
    """The dates of the page's article."""
    claimed = date_claims.read(page, claims, marks, now=now, language=language)
    return choose(list(claimed), language)


def choose(claims: list[Claim], language: str | None) -> Dates:
    """The best supported claim of each kind, in the zone of the page's readers where that is known."""
    zone = dates.default_zone(language) or _zone_of_clocks(claims) or _zone_shown(claims)
    claims = _without_called_alone(claims, zone)
    claims = [_doubted(claim, claims) for claim in claims if claim.weight >= _LEAST]
    claims = _without_todays(claims, zone)
    published = _best([claim for claim in claims if not claim.is_modified], zone)
    modified = _best([claim for claim in claims if claim.is_modified], zone)
    if published is None and modified is not None and _is_shown(modified, claims, zone):
        # The only date that readers are shown is what the publisher dates the article by, whatever it is called.
        return Dates(_found(modified, zone))
    if modified is not None and published is not None and _day(modified, zone) < _day(published, zone):
        if _is_todays(published, modified, claims, zone):
            return Dates(_found(modified, zone))
        modified = None
    return Dates(_found(published, zone), _found(modified, zone))


def _without_called_alone(claims: list[Claim], zone: tzinfo | None) -> list[Claim]:
    """The claims, less those of a change that only the element's name tells of, and that are the publication.

    Themes call the only date that they show `updated`.
    """
    called = [claim for claim in claims if claim.is_called_so and not claim.is_blank]
    if not called:
        return claims
    others = [claim for claim in claims if not claim.is_modified and not date_claims.is_vague(claim.raw)]
    days = {_day(claim, zone) for claim in (*called, *others)}
    if len(days) > 1 or any(claim.source in _SHOWN and claim.weight >= _CLEARLY_SHOWN for claim in others):
        told = {claim.raw for claim in others} | {claim.value for claim in others if _is_exact(claim.value)}
        return [
            claim
            for claim in claims
            if not (claim.is_called_so and (claim.raw in told or claim.value in told))
        ]
    return [claim._replace(is_modified=claim.is_modified and not claim.is_called_so) for claim in claims]


def _is_shown(claim: Claim, claims: list[Claim], zone: tzinfo | None) -> bool:
    """Readers are shown the day of the claim."""
    return any(
        other.source in _SHOWN and not other.is_blank and _day(other, zone) == _day(claim, zone)
        for other in claims
    )


def _without_todays(claims: list[Claim], zone: tzinfo | None) -> list[Claim]:
    """The claims, less those of the page's own day above the headline, where the address has an earlier one alone."""
    addressed = next((claim for claim in claims if claim.source == "url"), None)
    if addressed is None or any(
        not claim.is_modified and (claim.source not in _SHOWN or claim.weight >= _BELOW_HEADLINE)
        for claim in claims
        if claim is not addressed
    ):
        return claims
    day = _day(addressed, zone)
    return [claim for claim in claims if claim.is_modified or _day(claim, zone) <= day]


def _is_todays(published: Claim, modified: Claim, claims: list[Claim], zone: tzinfo | None) -> bool:
    """The page's own day, which stands above the headline without a word: the article was changed last before it."""
    day = _day(published, zone)
    return modified.source in _SHOWN and all(
        claim.source in _SHOWN and claim.weight < _BELOW_HEADLINE
        for claim in claims
        if not claim.is_modified and _day(claim, zone) == day
    )


def _zone_of_clocks(claims: list[Claim]) -> tzinfo | None:
    """The zone of the time that readers are shown, where that time is the instant that machines are told in UTC."""
    for told in claims:
        if not _is_exact(told.value) or told.value.utcoffset():
            continue
        instant = told.value.astimezone(UTC).replace(tzinfo=None, second=0, microsecond=0)
        for shown in claims:
            clock = shown.clock
            if clock is None and isinstance(shown.value, datetime) and shown.value.utcoffset():
                clock = shown.value.replace(tzinfo=None, second=0, microsecond=0)
            if clock is None or shown.is_modified != told.is_modified:
                continue
            minutes = round((clock - instant).total_seconds() / 60)
            if minutes % 15 == 0 and abs(minutes) <= 14 * 60:
                return timezone(timedelta(minutes=minutes))
    return None


def _zone_shown(claims: list[Claim]) -> tzinfo | None:
    """The zone that readers are shown with a time by the headline, where machines are told all in UTC."""
    told = [claim.value for claim in claims if claim.source not in _SHOWN and _is_exact(claim.value)]
    if not told or any(value.utcoffset() for value in told):
        return None
    shown = (
        claim.value
        for claim in claims
        if claim.source == "byline" and claim.weight >= _CLEARLY_SHOWN and _is_exact(claim.value)
    )
    return next((timezone(offset) for value in shown if (offset := value.utcoffset())), None)


def _is_exact(value: Moment) -> TypeGuard[datetime]:
    """An instant, and not midnight as a stand-in for a day."""
    return isinstance(value, datetime) and (value.hour, value.minute) != (0, 0)


def _doubted(claim: Claim, claims: list[Claim]) -> Claim:
    """`claim` with less weight where the publisher's software sets "published" anew at each change.

    Then it is no earlier than the last change, and readers are shown an earlier day.
    """
    if claim.is_modified or claim.source in _SHOWN:
        return claim
    day = _day(claim, None)
    renewed = any(
        other.is_modified and other.source not in _SHOWN and day >= _day(other, None) - _SAME_CHANGE
        for other in claims
    )
    earlier = renewed and any(
        not other.is_modified
        and other.source in _SHOWN
        and other.weight >= _CLEARLY_SHOWN
        and _day(other, None) < day - _SAME_CHANGE
        for other in claims
    )
    return claim._replace(weight=claim.weight - _RENEWED) if earlier else claim


def _best(claims: list[Claim], zone: tzinfo | None) -> Claim | None:
    """The heaviest claim with its support; of the winning day the one that says most."""
    if len(claims) < 2:
        return next(iter(claims), None)
    days = [_day(claim, zone) for claim in claims]
    kinds: dict[date, set[str]] = {}
    for claim, day in zip(claims, days, strict=True):
        kinds.setdefault(day, set()).add(claim.source.split(":")[0])
    _, _, heaviest = max(
        (claim.weight + _SUPPORT * (len(kinds[day]) - 1), -day.toordinal(), day)
        for claim, day in zip(claims, days, strict=True)
    )
    same_day = [claim for claim, day in zip(claims, days, strict=True) if day == heaviest]
    return max(same_day, key=lambda claim: (_precision(claim), claim.weight))


def _precision(claim: Claim) -> int:
    """An instant says more than a day; midnight is mostly a day in an instant's clothes."""
    if not isinstance(claim.value, datetime):
        return 0
    return 1 if (claim.value.hour, claim.value.minute) == (0, 0) else 2


def _day(claim: Claim, zone: tzinfo | None) -> date:
    """The day of the claim where its readers are."""
    if not isinstance(claim.value, datetime):
        return claim.value
    return claim.value.astimezone(zone).date() if zone else claim.value.date()


def _found(claim: Claim | None, zone: tzinfo | None) -> Found[Moment] | None:
    """The claim's value, of several ways to write an instant the one of its readers' clocks."""
    if claim is None:
        return None
    value = claim.value
    if zone is not None and isinstance(value, datetime):
        value = value.astimezone(zone)
    return Found(value, claim.source, claim.raw)
