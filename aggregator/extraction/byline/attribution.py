"""Whom of all who are named to believe: claims about the authors, weighed and chosen from.

Every place that may name an author makes a claim with a weight, and the heaviest plausible claim wins. A word
before the name (作者：X, 记者 X, By X) is the surest sign. What the page says for machines comes next; in Chinese
pages it counts for less, as there it mostly names the outlet or the editor. Then follow elements that are called
author, and names that merely stand where bylines stand.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from aggregator.extraction.byline import names
from aggregator.items import Person
from aggregator.text import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.records import Found

LABELLED = 10.0
"""Behind a word such as 作者 or By, between headline and text."""
LABELLED_ABOVE = 8.0
"""The same above the headline."""
LABELLED_BELOW = 8.5
"""Behind a word that can only mean this page's author, below the text: 原作者：X in a notice of copyright."""
BY_BELOW = 5.0
"""Behind another word below the text, where other people's names stand as well."""
REPORTER = 10.0
"""（记者 X）, 本报记者 X where the text begins; signed by the same word at its end."""
SIGNED = 8.6
SIGNED_OPENING = 10.2
"""By X: where the text begins, which comes before who put it on the page."""
CLOSING = 8.0
"""The closing (X) of a report, and 撰稿：X below it."""
POSTED_BELOW = 5.5
"""Behind `Posted by` where a line below the text begins."""
UPLOADED = 7.5
"""Behind 发布者, which in the systems of offices and universities means who typed it in."""
MARKED = 8.5
"""In an element called author, or linked to an author's page, near the headline."""
MARKED_POST = 6.0
"""In an element called this post's author, somewhere else."""
MARKED_BELOW = 5.0
BESIDE_DATE = 6.5
"""Alone beside the date without any word."""
FULL_NAME_BESIDE_DATE = 5.5
SIGNED_BELOW = 4.4
"""Alone on the last paragraph."""
ALONE = 6.0
"""A line below the headline that consists of Chinese names."""
ALONE_LATIN = 5.2
ACCOUNT = 5.0
"""The account that an article appeared under, on a platform that names its author besides."""
SOURCE = 4.0
"""来源：X where X is a person's name."""

_STRUCTURED = {
    "json-ld": (11.0, 7.0),
    "microdata": (9.0, 6.5),
    "meta": (7.5, 5.5),
    "json-ld:page": (6.0, 5.0),
}
"""Weight of a source on pages in other languages and in Chinese."""
_OF_LIBRARIES = "meta:citation_author"
"""Made for libraries, and filled with care."""
_CREATORS = ("meta:dc.creator", "meta:dcterms.creator")
_OF_ONE = ("json-ld", _OF_LIBRARIES, *_CREATORS)
"""Sources that name one person at a time."""
_SHOWN = 2.0
"""More in Chinese pages for whom JSON-LD names and readers are shown besides."""
_OF_SITES = ("meta:author", "meta:article:author", "microdata")
"""Many sites declare their owner here, on all pages alike."""
_UNSHOWN = 3.0
"""Less for such a claim where the page shows somebody else, and nobody but them."""
_ORGANISATION = 5.0
"""Less where the author is declared to be an organisation: pages often show a person besides."""
_CITATION = 2.0
"""More for metas made for libraries."""


@dataclass(frozen=True)
class Claim:
    """Persons that one place of the page names as its authors."""

    persons: tuple[Person, ...]
    source: str
    weight: float


@dataclass
class Evidence:
    """What was gathered about the byline on the way through the page."""

    claims: list[Claim] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)
    """Named in another role than author."""
    sources: list[str] = field(default_factory=list)
    """Outlets that the article is credited to."""
    outlets: list[str] = field(default_factory=list)
    """Outlets that merely stand where one is credited."""
    account: str | None = None
    """Under which the article appeared: its outlet where somebody else is named, else its author."""
    dates: list[str] = field(default_factory=list)
    category: str | None = None
    counts: dict[str, int] = field(default_factory=dict)
    blocks: set[int] = field(default_factory=set)
    """Lines that are byline and nothing else."""

    places: dict[Hashable, int] = field(default_factory=dict)
    """The line where a group was named last."""

    _groups: dict[Hashable, int] = field(default_factory=dict)

    def claim(
        self, persons: Iterable[Person | str], source: str, weight: float, group: Hashable = None
    ) -> None:
        """Note whom a place names, unless that is nobody. Places of one `group` claim together."""
        named = {person.name: person for entry in persons if (person := _person(entry))}
        if not named:
            return
        if group is not None and group in self._groups:
            earlier = self.claims[self._groups[group]]
            named = {person.name: person for person in earlier.persons} | named
            self.claims[self._groups[group]] = replace(earlier, persons=tuple(named.values()))
            return
        if group is not None:
            self._groups[group] = len(self.claims)
        self.claims.append(Claim(tuple(named.values()), source, weight))


def _person(entry: Person | str) -> Person:
    return entry if isinstance(entry, Person) else Person(name=entry)


def claim_structured(evidence: Evidence, structured: Structured, *, chinese: bool) -> None:
    """Add what the page says for machines."""
    organisations = {found.value for found in structured.organisations}
    for found in structured.authors:
        weight = _STRUCTURED[found.source if found.source in _STRUCTURED else "meta"][chinese]
        if found.source == _OF_LIBRARIES:
            weight += _CITATION
        if organisations and all(person.name in organisations for person in found.value):
            weight -= _ORGANISATION
        persons = [
            replace(person, name=name) for person in _in_order(found) for name in names.split(person.name)
        ]
        evidence.claim(persons, found.source, weight)


def _in_order(found: Found[tuple[Person, ...]]) -> Iterable[Person]:
    """Those whom a source names, given names first where each of its names is one person's."""
    if not found.source.startswith(_OF_ONE):
        return found.value
    commas = ["," in person.name for person in found.value]
    is_list = found.source.startswith(_CREATORS) and len(commas) > 1 and all(commas)
    is_catalogued = is_list or found.source == _OF_LIBRARIES
    return [
        replace(person, name=names.in_order(person.name, is_catalogued=is_catalogued))
        for person in found.value
    ]


def choose(evidence: Evidence, site: set[str], *, chinese: bool) -> Claim | None:
    """The claim to believe. None: nobody is named."""
    claims = [
        claim
        for claim in evidence.claims
        if not (chinese and _names_outlet(claim, evidence)) and not _names_editor(claim, evidence)
    ]
    shown_in_full = any(claim.weight >= LABELLED and _is_full(claim) for claim in claims)
    only_shown = _only_shown(claims)
    best: Claim | None = None
    best_weight = 0.0
    for claim in claims:
        people, weight = _weighed(claim, site)
        if shown_in_full and claim.source in _STRUCTURED and not _is_full(claim):
            weight -= 1.5  # an account's name
        if chinese and claim.source == "json-ld" and _is_shown(claim, claims):
            weight += _SHOWN
        if claim.source.startswith(_OF_SITES) and not only_shown <= _named(claim):
            weight -= _UNSHOWN
        if weight > best_weight:
            best, best_weight = replace(claim, persons=people), weight
    if best is None:
        return None
    best = next((claim for claim in claims if _completes(claim, best)), best)
    whole = _whole_names(claims)
    return replace(best, persons=tuple(whole.get(person.name, person) for person in best.persons))


def _completes(claim: Claim, best: Claim) -> bool:
    """A label before the text announces whom machines are told, and more people besides."""
    return (
        claim.weight >= LABELLED
        and best.source not in ("byline", "text")
        and _named(best) < _named(claim)
        and all(map(_is_person, _named(claim)))
    )


def _only_shown(claims: list[Claim]) -> set[str]:
    """Whom two places or more of the page name, and no place anybody else."""
    shown = [_named(claim) for claim in claims if claim.source in ("byline", "text")]
    return shown[0] if len(shown) > 1 and all(named == shown[0] for named in shown) else set()


def _is_shown(claim: Claim, claims: list[Claim]) -> bool:
    """Another place of the page, one that readers see, names the same."""
    return any(other.source in ("byline", "text") and _named(other) == _named(claim) for other in claims)


def _named(claim: Claim) -> set[str]:
    return {person.name for person in claim.persons}


def _names_outlet(claim: Claim, evidence: Evidence) -> bool:
    """A meta of a Chinese page that names the outlet or the editor, as they mostly do."""
    if not claim.source.startswith("meta:"):
        return False
    editors = tuple(person.name for person in evidence.others)
    return any(
        name.endswith(editors)
        or name in evidence.sources
        or names.is_organisation(name)
        or names.is_login(name)
        for name in (person.name for person in claim.persons)
    )


def _names_editor(claim: Claim, evidence: Evidence) -> bool:
    """Who put the text on the page is its editor, as another place says."""
    return claim.weight == UPLOADED and _named(claim) <= {person.name for person in evidence.others}


def _weighed(claim: Claim, site: set[str]) -> tuple[tuple[Person, ...], float]:
    """The persons of a claim without the site itself, and how much the claim counts for being about them."""
    people = tuple(person for person in claim.persons if folded(person.name) not in site)
    people = tuple(person for person in people if not _is_affiliation(person.name, site)) or people
    named = people or claim.persons
    weight = claim.weight
    if not people:  # the site alone is credited: a person's own site, or nobody else to name
        is_person = all(_is_person(person.name) for person in named)
        weight = weight - 3.0 if is_person else 0.1 * weight
    elif all(names.is_organisation(person.name) for person in people):
        weight -= 5.0
    elif all(names.is_login(person.name) for person in people):
        weight -= 3.0
    elif all(names.is_staff(person.name) for person in people):
        weight -= 2.5
    return named, weight


def _is_affiliation(name: str, site: set[str]) -> bool:
    """`name` begins with the site's initials: By Jane Doe, CNN Business."""
    first = name.partition(" ")[0]
    is_short = 2 < len(first) < 6 and first.isupper() and first.isascii()
    return is_short and any(first.lower() in own for own in site)


def _is_full(claim: Claim) -> bool:
    """A name has several words, or is of a script without blanks."""
    return any(" " in person.name or not person.name.isascii() for person in claim.persons)


def _is_person(name: str) -> bool:
    return names.is_han_name(name) or (bool(names.lone_latin(name)) and not names.is_staff(name))


def _whole_names(claims: list[Claim]) -> dict[str, Person]:
    """First name -> the person that another place names in full."""
    persons = [person for claim in claims for person in claim.persons if claim.weight >= MARKED_BELOW]
    return {person.name.split()[0]: person for person in persons if len(person.name.split()) in (2, 3)}


def folded(name: str) -> str:
    """`name` reduced to letters and digits, as sites' names are compared with it."""
    return letters_and_digits(name) if name.isascii() else "".join(filter(str.isalnum, name.lower()))
