"""The article's headline: the heading that the page's claims about itself confirm, without the site's name.

A heading alone may be a logo, a section or a neighbour's teaser; `<title>` and Open Graph alone carry the
site's name or words for search engines. Where a text shown on the page stands, between separators, inside one
of the claims, both say the same, and the longest such text is the headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from aggregator import urls
from aggregator.extraction.headline.claim import Claim, agreement, borders
from aggregator.extraction.headline.site_names import HAN, HOME, SEPARATOR, SiteNames, is_site_like
from aggregator.extraction.records import Found
from aggregator.text import letters_and_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aggregator.extraction.claims.record import Structured
    from aggregator.extraction.page.page_map import PageMap


@dataclass(frozen=True)
class Headline(Found[str]):
    """The title and where it stands in the page."""

    node: int | None = None
    """Element of the heading. None: the title is only claimed, not shown."""
    block: int | None = None
    """The line it is on."""


_MAX_LENGTH = 300
_MOST_CLAIMS = 8
_MOST_HEADINGS = 20
_MAX_DESCRIPTION = 60
"""Characters of a description that may be a headline."""
_LONGEST = 600
"""Characters of a claim that are looked at."""
_SURE = 0.9
"""How much a line must look like a headline to be preferred to one that the page only claims."""
_VERY_SURE = 1.3
_LIKELY = 0.7
"""The same where the page only claims what sites are called."""
_CONFIRMED = 0.55
"""Agreement from which a claim confirms a heading."""
_LOOKS = {"h1": 2.5, "h2": 1.7, "h3": 1.4, "": 1.0}
"""Where a headline may stand, and how much it can look like one there; other lines last."""
_ALIKE = (0.9, 0.4)
"""Resemblance that matters, of other headings and of <h1>."""
_BELOW_TEXT = {"h1": 0.6, "h2": 1.5, "h3": 1.5, "": 0.6}
"""How much less a heading counts below text, where those of sections stand."""
_SHORT = 16
"""Length below which a heading is rather a section's."""
_LONG, _LENGTH_BONUS = (30, 150), 0.4
"""Lengths of lines that are rather headlines than names, buttons or text, and how much more these are worth."""
_HEADINGS = frozenset({"h1", "h2", "h3"})
_TITLE_WORDS = re.compile(
    r"head(?:line|ing)|(?<![a-z])(?:entry|post|article|content|news|page|main|story|art|con|single)[-_]?"
    r"(?:title|tit|header)|(?<![a-z])(?:title|tit|biaoti|bt|subject|topic|hed)(?![a-z])|title$|标题"
)
_APART = re.compile(
    r"(?<![a-z])(?:nav|navbar|menu|footer|sidebar|aside|logo|related|recommend|breadcrumbs?)(?![a-z])"
)
_KIND = re.compile(r"[\[【]\s*([^\[\]【】]{1,20}?)\s*[\]】]\s*(?=\w)")
_TOPIC = re.compile(
    r"(?:\w{4,12} )?(?:thread|topic|aihe|ämne|discussion|discussione|emne|hilo|konu|onderwerp|sujet|tema|temat|téma|thema"
    r"|thème|tópico|wątek|тема|主题|主題|トピック)\s*[:：]\s*(.{2,}?)(?:\s*\(\w+ \d+ \w+\.?\))?",
    re.IGNORECASE,
)
"""How forums head a topic: `Thread: ...`, `Author Topic: ... (Read 12 times)`."""
_ARCHIVE = re.compile(r"(?<=\S)\s*\[Archiv\w{0,2}\](?:\s*-.*)?$")
_ENDING = re.compile(r"\.\w{1,5}$")
_PERMALINK_SIGNS = tuple("¶#§🔗\ue9cb")
_PERMALINK = re.compile(rf"\s*[{''.join(_PERMALINK_SIGNS)}]+$")
_BYLINE = re.compile(r"(?:photo )?by\s+[A-Z]|(?:By|作者|来源|來源|记者)\s*[:：]", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_DATED = re.compile(
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d|"
    r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}|\d{1,2},?\s+(?:19|20)\d\d\b|\d\d?:\d\d",
    re.IGNORECASE,
)


def find(page: PageMap, structured: Structured) -> Headline | None:
    """The headline with the heading it was read from. None: the page has neither heading nor title."""
    names = SiteNames(structured.site_names, page)
    claims = _claims(page, structured, names)
    first_text = _first_text(page)
    shown, confirmed = _best(page, claims, names, first_text)
    if shown is not None and confirmed:
        return shown
    is_front = bool(page.url) and urls.is_front(page.url)
    if is_front and (called := _of_front(claims, names, shown)):
        return called
    agreed = _agreed(claims, names)
    if agreed is not None and not _is_for_readers(shown, claims):
        return agreed
    claimed = _usable(claims, names)
    guess, looks = _before_text(page, names, first_text)
    if guess is not None and guess.source == "h1" and is_front:
        guess = None
    if shown is not None:
        return guess if guess is not None and looks >= _SURE and claimed is None else shown
    needed = _SURE if _says_little(claims, names) else _VERY_SURE
    if claimed is not None and is_site_like(claimed.value):
        needed = _LIKELY
    if guess is not None and claimed is not None and claimed.source == "title-element" and looks >= needed:
        return guess if _length(guess.value) >= _SHORT else claimed
    if claimed is not None and (guess is None or len(claimed.value) > 7):
        return claimed
    return guess or (Headline(claims[-1].text, claims[-1].source) if claims else None)


def _of_front(claims: list[Claim], names: SiteNames, shown: Headline | None) -> Headline | None:
    """What a front page calls itself, where its heading is something else: a slogan or news."""
    if not claims or _resembles(shown, claims):
        return None
    if names.has(claims[0].text):
        return Headline(claims[0].text, claims[0].source)
    return (_agreed(claims, names) or _usable(claims, names)) if shown is not None else None


def _resembles(shown: Headline | None, claims: list[Claim]) -> bool:
    """A claim says much the same as the heading."""
    return shown is not None and agreement(claims, letters_and_digits(shown.value))[1] >= 0.5


def _usable(claims: list[Claim], names: SiteNames) -> Headline | None:
    """The first claim that says more than what site it is, without the site's name."""
    for claim in claims:
        text = names.strip_from(claim.text)
        if text and not names.has_little_more(text):
            return Headline(text, claim.source)
    return None


def _claims(page: PageMap, structured: Structured, names: SiteNames) -> list[Claim]:
    """What the page claims, each as written and without the site's name."""
    texts = [(found.value[:_LONGEST], found.source) for found in structured.titles[:_MOST_CLAIMS]]
    if texts and texts[0][1] == "meta:og:title" and names.has(texts[0][0]):
        # which says nothing: some systems give the headline as what describes the page
        told = [(found.value, found.source) for found in structured.descriptions[:1]]
        texts += [
            (text, source)
            for text, source in told
            if len(text) <= _MAX_DESCRIPTION and not text.endswith((".", "。"))
        ]
    elements = [page.elements[number] for number in page.by_tag.get("title", ())[:1]]
    texts += [(_of_topic((element.text or "")[:_LONGEST]), "title-element") for element in elements]
    texts = _without_banners(texts, names)
    short = {text: names.strip_from(text) for text, _ in texts}
    claims: dict[str, Claim] = {}
    for text, source in texts:
        _note(claims, text, source, letters_and_digits(short[text]))
    for text, source in texts:
        _note(claims, short[text], source, letters_and_digits(short[text]))
    return [claim for folded, claim in claims.items() if folded and folded not in HOME]


def _of_topic(title: str) -> str:
    """A `<title>`, of a forum's archive what stands before its mark."""
    title = " ".join(title.split())
    return _ARCHIVE.split(title, maxsplit=1)[0] if "[A" in title else title


def _without_banners(texts: list[tuple[str, str]], names: SiteNames) -> list[tuple[str, str]]:
    """The claims without the headlines of microdata that no other source repeats, where it repeats one of them.

    Those are of a theme's banner (`Blog`) or of teasers.
    """
    marked = {text for text, source in texts if source == "microdata"}
    if len(marked) < 2:
        return texts
    told = {letters_and_digits(names.strip_from(text)) for text, source in texts if source != "microdata"}
    banners = {text for text in marked if letters_and_digits(text) not in told}
    if len(banners) == len(marked):
        return texts
    return [(text, source) for text, source in texts if source != "microdata" or text not in banners]


def _note(claims: dict[str, Claim], text: str, source: str, kept: str) -> None:
    folded = letters_and_digits(text)
    if folded not in claims:
        claims[folded] = Claim(text, source, kept)
    claims[folded].sources.add(source)


def _says_little(claims: list[Claim], names: SiteNames) -> bool:
    """The page claims nothing but a <title> that names the site: one for all pages, perhaps."""
    return any(names.is_in(claim.folded) for claim in claims)


def _is_for_readers(shown: Headline | None, claims: list[Claim]) -> bool:
    """Headings of the first order are written for readers, claims often for search engines.

    Short ones may be a section's name, unless a claim begins with it.
    """
    if shown is None:
        return False
    return _length(shown.value) >= _SHORT or any(
        claim.begins_with(letters_and_digits(shown.value)) for claim in claims
    )


def _agreed(claims: list[Claim], names: SiteNames) -> Headline | None:
    """The claim that two places of the page make alike, without the site's name."""
    for claim in claims:
        if len(claim.sources) > 1:
            text = names.strip_from(claim.text)
            return Headline(text, claim.source) if text else None
    return None


# --- what the page shows -----------------------------------------------------------------------------------


def _best(
    page: PageMap, claims: list[Claim], names: SiteNames, first_text: int
) -> tuple[Headline | None, bool]:
    """The shown text with the best score, and whether a claim confirms it.

    None: no heading is confirmed and none stands for itself.
    """
    best: Headline | None = None
    best_score, is_confirmed = 1.9, False  # an <h1> that is called a title speaks for itself
    claims = [claim for claim in claims if not names.has(claim.text)]
    seen: set[tuple[int, str]] = set()
    address = _in_address(page.url)
    for tag, looks in _LOOKS.items():
        if best_score >= 4.0 + looks:
            break  # nor can any of those that follow be better
        least = _ALIKE[tag == "h1"]
        for node, block, text in _headings(page, tag) if tag in _HEADINGS else _lines(page, claims):
            folded = letters_and_digits(text)
            if (":" in text or "：" in text) and (topic := _topic(text, claims)):
                text, folded = topic.text, topic.folded
            if (
                not folded
                or (node, folded) in seen
                or names.has(text)
                or (len(folded) < 2 and not HAN.match(folded))
            ):
                continue
            seen.add((node, folded))
            agreed, alike = agreement(claims, folded, least)
            if tag == "h1" and folded == address:
                agreed = alike = 1.0
            if tag != "h1" and agreed < (_CONFIRMED if tag in _HEADINGS else 0.72):
                continue
            score = 4.0 * (alike if tag == "h1" else agreed) - (
                _BELOW_TEXT[tag] if block > first_text else 0.0
            )
            if score + looks <= best_score:
                continue
            score += _looks(page, node, text)
            if score > best_score + 1e-9:
                best, best_score = Headline(text, page.tags[node], None, node, block), score
                is_confirmed = agreed >= _CONFIRMED
    if best is None:
        return None, False
    return _as_claimed(page, _nearest(page, best, first_text), claims, names), is_confirmed


def _nearest(page: PageMap, shown: Headline, first_text: int) -> Headline:
    """The same <h1> as it stands nearest above the text: bars that stay in view repeat it at the page's top."""
    assert shown.node is not None
    assert shown.block is not None
    same = page.by_tag.get("h1", ())
    if page.tags[shown.node] != "h1" or len(same) == 1:
        return shown
    text = page.text(shown.node)
    for node in reversed(same[:_MOST_HEADINGS]):
        blocks = page.blocks(node)
        if blocks and shown.block < blocks[0] < first_text and page.text(node) == text:
            return shown if page.hidden[node] else replace(shown, node=node, block=blocks[0])
    return shown


def _topic(heading: str, claims: list[Claim]) -> Claim | None:
    """The claim that a heading repeats behind the word by which forums announce a topic."""
    if (match := _TOPIC.fullmatch(heading)) is None:
        return None
    folded = letters_and_digits(match[1])
    return next((claim for claim in claims if claim.folded == folded), None)


def _in_address(url: str) -> str:
    """The last part of the address's path, folded: many are made of the headline."""
    path = url.partition("?")[0].partition("#")[0].partition("://")[2].partition("/")[2].rstrip("/")
    return letters_and_digits(_ENDING.sub("", unquote(path.rpartition("/")[2])))


def _as_claimed(page: PageMap, shown: Headline, claims: list[Claim], names: SiteNames) -> Headline:
    """The heading in the claim's words where it holds more than the headline: a kicker, the site's name."""
    assert shown.node is not None
    folded = letters_and_digits(shown.value)
    pieces = page.chunks[page.chunk_starts[shown.node] : page.chunk_ends[shown.node]]
    same = next((claim for claim in claims if claim.folded == folded), None)
    if same is not None and len(pieces) > 1:
        return replace(shown, value=_without_label(page, shown.node, same, claims))
    for claim in claims if same is None else ():
        rest = len(folded) - len(claim.folded)
        if rest > 1.5 * len(claim.folded):
            continue
        ends = set(accumulate(len(letters_and_digits(piece)) for piece in pieces))
        if folded.endswith(claim.folded) and (rest in ends or rest in borders(shown.value)[1]):
            return replace(shown, value=claim.text)
        if folded.startswith(claim.folded) and len(claim.folded) in ends:
            return replace(shown, value=claim.text)
    if behind := _behind_kind(page, shown.node, claims):
        return replace(shown, value=behind)
    last = SEPARATOR.split(shown.value)[-1]
    if names.has_little_more(last) and last != shown.value:
        return replace(shown, value=names.strip_from(shown.value))
    return shown


def _without_label(page: PageMap, node: int, same: Claim, claims: list[Claim]) -> str:
    """What the heading says, without the label that forums put before a topic, where the page's data have it so."""
    first = page.chunk_starts[node]
    if "label" not in page.names[page.chunk_nodes[first]]:
        return same.text
    rest = same.folded.removeprefix(letters_and_digits(page.chunks[first]))
    return next((claim.text for claim in claims if claim.folded == rest), same.text)


def _behind_kind(page: PageMap, node: int, claims: list[Claim]) -> str:
    """What follows a link in brackets, as forums name the kind of a topic: `[Help] ...`; empty where no claim has it so."""
    pieces = range(page.chunk_starts[node], page.chunk_ends[node])
    link = next((number for number in pieces if page.chunk_linked[number]), None)
    text = page.text(node)
    if link is None or not (found := _KIND.match(text)) or page.chunks[link].strip(" []【】") != found[1]:
        return ""
    folded = letters_and_digits(text[found.end() :])
    return text[found.end() :] if any(claim.begins_with(folded) for claim in claims) else ""


def _headings(page: PageMap, tag: str) -> Iterator[tuple[int, int, str]]:
    """Headings of one order, whole and line by line: (element, line, text)."""
    for node in page.by_tag.get(tag, ())[:_MOST_HEADINGS]:
        blocks = page.blocks(node)
        if not blocks or page.size(node) > 3 * _MAX_LENGTH:
            continue
        text = page.text(node)
        yield node, blocks[0], _PERMALINK.sub("", text) if text.endswith(_PERMALINK_SIGNS) else text
        if len(blocks) > 1 and page.chunk_ends[node] - page.chunk_starts[node] < 9:
            yield from ((node, block, line) for block, line in zip(blocks, page.lines(node), strict=False))


def _lines(page: PageMap, claims: list[Claim]) -> Iterator[tuple[int, int, str]]:
    """Lines that a claim repeats: (element, line, text)."""
    claimed = "\n".join(claim.text for claim in claims)
    chunks = page.chunks
    for block, start in enumerate(page.block_starts[:-1]):
        first = chunks[start].strip()
        if first[:12] not in claimed or len(first) < 2 or page.block_sizes[block] > 3 * _MAX_LENGTH:
            continue
        text = page.block_texts[block]
        if text in claimed:
            yield page.block_nodes[block], block, text


def _length(text: str) -> int:
    """Characters, where one of the unspaced scripts counts as two."""
    return len(text) * (2 if HAN.search(text) else 1)


def _looks(page: PageMap, node: int, text: str) -> float:
    """How much the element looks like the headline of its page, whatever it says."""
    tag = page.tags[node]
    score = {"h1": 1.5, "h2": 0.7, "h3": 0.4}.get(tag, 0.0)
    parent = page.parents[node]
    if _is_called_title(page.names[node]):
        score += 0.5
    elif parent >= 0 and _is_called_title(page.names[parent]):
        score += 0.3
    if page.attribute(node, "itemprop") in ("headline", "name headline", "headline name"):
        score += 0.5
    if page.hidden[node]:
        score -= 0.5
    if _is_apart(page, node):
        score -= 1.2
    if tag not in _HEADINGS and page.link_density(node) > 0.9:
        score -= 0.6
    if _length(text) < _SHORT:
        score -= 0.5
    return score - (1.0 if len(text) > _MAX_LENGTH else 0.0)


def _is_apart(page: PageMap, node: int) -> bool:
    """The element stands in the page's frame and not beside its text."""
    half = page.size(0) / 2
    for above in [node, *list(page.ancestors(node))[:6]]:
        if page.size(above) > half:
            return False
        if page.tags[above] in ("nav", "footer", "aside") or _is_called_apart(page.names[above]):
            return True
    return False


@lru_cache(10_000)  # pages of one site repeat each other's names
def _is_called_title(name: str) -> bool:
    return _TITLE_WORDS.search(name) is not None


@lru_cache(10_000)
def _is_called_apart(name: str) -> bool:
    return _APART.search(name) is not None


def _first_text(page: PageMap) -> int:
    """The first long line of text; the number of lines when there is none."""
    sizes, _, marks = page.totals
    for block, (start, end) in enumerate(pairwise(page.block_starts)):
        if sizes[end] - sizes[start] > 150 and marks[end] - marks[start] >= 2:
            return block
    return len(page.block_nodes)


def _before_text(page: PageMap, names: SiteNames, first_text: int) -> tuple[Headline | None, float]:
    """The most heading-like line shortly before the first long text, with how much it looks like one.

    For pages that claim nothing but their site's name.
    """
    has_text = first_text < len(page.block_nodes)
    best: Headline | None = None
    best_score, best_looks = 0.3, 0.0
    for block in range(first_text - 1, max(-1, first_text - 15), -1) if has_text else ():
        text = page.block_texts[block]
        if not 4 <= len(text) <= _MAX_LENGTH or page.block_link_sizes[block] or _is_byline(text):
            continue
        looks = _looks(page, page.block_nodes[block], text) + _place(page, block)
        score = looks + _LENGTH_BONUS * (_LONG[0] <= _length(text) <= _LONG[1])
        if score > best_score and not names.has(text):
            source = "h1" if page.tags[page.block_nodes[block]] == "h1" else "heading"
            best, best_score = Headline(text, source, None, page.block_nodes[block], block), score
            best_looks = looks
    return best, best_looks


@lru_cache(100)  # a line is looked at for its own sake and for its neighbours'
def _is_byline(text: str) -> bool:
    if _DIGIT.search(text) and _DATED.search(text):
        return True
    return _BYLINE.match(text) is not None


def _place(page: PageMap, block: int) -> float:
    """How much the line's type and its neighbours are those of a headline without a proper heading."""
    score = -1.0 if page.block_texts[block].endswith((".", "。", ":", "：", ",", "，")) else 0.0
    if page.tags[page.chunk_nodes[page.block_starts[block]]] in ("b", "strong", "font", "big"):
        score += 0.4
    score += {"h2": 0.3, "h3": 0.4, "h4": 0.7, "h5": 0.7, "h6": 0.7}.get(
        page.tags[page.block_nodes[block]], 0.0
    )
    below = range(block + 1, min(block + 4, len(page.block_nodes)))
    if any(_is_byline(page.block_texts[line]) for line in below):
        score += 0.8
    elif block and _is_byline(page.block_texts[block - 1]):
        score += 0.4
    return score
