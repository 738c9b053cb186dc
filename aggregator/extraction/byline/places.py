"""Gathers what a page's byline says from every place where one may stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from aggregator.extraction.byline import attribution, count_places, names
from aggregator.extraction.byline import line as byline_line
from aggregator.extraction.byline.attribution import Evidence
from aggregator.extraction.byline.beside_date import is_label, names_nobody
from aggregator.extraction.byline.line import DATE, GAP, Line
from aggregator.extraction.byline.notices import is_notice, is_of_its_age
from aggregator.extraction.byline.vicinity import LINE_LIMIT
from aggregator.extraction.page.elements import SUBHEADINGS
from aggregator.signs import Words

if TYPE_CHECKING:
    from aggregator.extraction.byline.vicinity import Vicinity
    from aggregator.extraction.page.page_map import PageMap

_AUTHOR_WORD = re.compile(
    r"(?<![a-z])(?:authors?|writers?|reporter|contributors?|zuozhe|zz|up-name|up-info__name|nick-?name|user-?name|"
    r"profile-name|follow-nickname|userlink|p-author|post-?by|articleauthor|creator)(?![a-z])"
    r"|(?<![a-z])(?:auteure?s?|autor(?:as?|e|en|es|i|in|ka|zy)?|forfatter|muhabir|penulis|redakteur(?:in)?|skribent|"
    r"szerzo|tac-?gia|verfasser(?:in)?|write-?by|yazar(?:i|lar)?)(?![a-z]|[-_]*(?:box|container|wrap))"
    r"|byline|by-line|author[-_]?name|authorlink"
)
_WECHAT_ACCOUNT = re.compile(r"rich_media_meta_nickname|(?<!\S)profile_nickname(?!\S)")
_WECHAT_AUTHOR = re.compile(r"rich_media_meta_text(?!.*(?:publish_time|post-date))")
"""An element called so may also hold a date."""
_SIGNATURE_WORD = re.compile(r"(?<![a-z])(?<!message-)(?<!post-)(?:signature|firma)(?![a-z])")
"""In French, Spanish and Italian near the headline; below a text these are a forum's and companies."""
_SOURCE_WORD = re.compile(r"(?<![a-z])(?:source|laiyuan|media-?name)(?:[-_]*name)?(?![a-z])")
_NOT_SOURCE_WORD = re.compile(
    r"caption|cite|icon|image|inline|link|location|more|newsletter|open|overlay|photo|pic|quote|rec(?![a-z])|recommend|related|tag|teaser|video"
)
_PICTURE = re.compile(r"caption|credit|figure|image|photo|picture|thumb")
_AUTHORS = Words(
    """auteur author autor by contributor creator forfatter gia muhabir name penulis redakteur reporter
    skribent szerzo userlink verfasser writer yazar zuozhe zz""".split()
)
"""One of these is in every name that the pattern matches."""
_NOT_AUTHOR_WORD = re.compile(
    r"comment|reply|related|recommend|sidebar|widget|avatar|caption|cutline|teaser|card(?!-)|listing|latest|trending|tuijian|xiangguan|"
    r"aut(?:hor|or|eurs?)[-_]?(?:bio|desc|info-text|text)|(?<![a-z])(?:bild|foto|img|image|photo|bio|biography|desc|description|social|"
    r"twitter|share|date|time|title|role|job|position|intro|hot|rank|popular|footer|login|register|more)(?![a-z])"
)
_POST_AUTHOR = re.compile(r"(?:post|article|entry|story)[-_]*authors?(?![a-z-])")
_CALLED_SO = re.compile(r"(?<!\S)(?:post|article|entry|story)[-_]*authors?(?!\S)")
"""A class or id that says nothing else, whatever the others say of the layout."""
_COPYRIGHT_AUTHOR = re.compile(r"copyright[-_]*(?:author|writer)")
"""In a notice of copyright the class is the label."""
_ADDRESS_WORDS = frozenset(
    """author authors by profile profiles people contributor contributors staff reporter reporters writer writers
    columnist columnists journalist journalists bio bios team u user users member members autor autoren auteur autores
    space expert experts correspondent correspondents zuozhe uid userid lookuserid authorid""".split()
)
_ADDRESS_SIGNS = (".php?", ".asp?", ".aspx?", ".jsp?", "space-uid-", "space.bilibili")
"""One of these is in every address that the pattern below matches; looking for them is faster."""
_AUTHOR_ADDRESS = re.compile(
    rf"/(?:{'|'.join(sorted(_ADDRESS_WORDS - {'uid', 'userid', 'lookuserid', 'authorid'}))}|space-uid-\d+)[/=?]"
    r"|[?&](?:author|uid|userid|lookuserid|authorid)=|[?&]action=profile|(?:user|member|profile|space)\.(?:php|aspx?|jsp)\?|space-uid-"
    r"|space\.bilibili|/author$"
)
_SIGNATURE = 60
"""Bytes of a line that is nothing but a name in brackets, which the body may leave out."""
_CLOSING_LINES = 10
"""So many lines at the body's end are asked whether they are the site's own."""
_LAST_LINES = 3
_SOURCE_SIZE = 90
"""Bytes of an element that holds an outlet's name alone."""
_LONGEST_SOURCE = 30
_CREDITS = 250
"""Bytes of a line that names people or a source and says nothing else."""
_STAMP = 40
"""Characters of a line that is little more than a date and a time."""
_TIMESTAMP = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d\d")
_NAME_WORDS = (
    "author", "by", "writer", "reporter", "contributor", "zuozhe", "zz", "name", "userlink", "creator",
    "auteur", "autor", "firma", "forfatter", "muhabir", "penulis", "redakteur", "signature", "skribent", "szerzo",
    "source", "laiyuan", "media-name", "medianame", "tacgia", "tac-gia", "verfasser", "yazar",
    "rich_media_meta", *count_places.NAME_WORDS,
)  # fmt: skip
"""One of these is in every name that the patterns above match; looking for them is faster."""

_DONE = r"(?:last )?(?:updated|published|posted|modified)(?: on| at)?:?"
_RUN_TOGETHER = re.compile(
    rf"^(?P<before>[^{GAP}]*?){GAP}?\s*(?:[于於]|发布于|发表于|on|{_DONE})?\s*(?P<date>{DATE.pattern})(?P<after>.*)$",
    re.IGNORECASE,
)
_TOKENS = re.compile(rf"{GAP}|[|·•/—–]|{DATE.pattern}", re.IGNORECASE)
_BRACKETED = re.compile(r"[\[【(（]\s*(\S{2,4})\s*[\]】)）]")
_PLACE = re.compile(r"\s+(?:on behalf of|for|in|at|from)\b.*$")
_MOST_MARKED = 300
"""Elements looked at; a page that calls more of them author is a list of people."""
_HANDLE = re.compile(rf"[,\s{GAP}]*@\w+")
_SENTENCE_ENDS = ("。", "！", "？", ".", "!", "?", "…", "：", ":", "；", "，")
_UNFILLED = ("：", ":", "…", "...")
_CLAUSES = re.compile(r"[。！？，；!?;]|,(?!\d{3})")
_PIECES = 3
"""Gaps between the pieces of a line that is no sentence even without a label."""
_ISSUER = "SOURCE "
"""Begins the last line of a release that an agency distributes."""
_EARLIER_TITLE = ("原标题", "原標題")
_HAN = re.compile(f"[{names.HAN}]")


def gather(vicinity: Vicinity) -> Evidence:
    """What all places say."""
    evidence = Evidence()
    _read_head(evidence, vicinity)
    _read_opening(evidence, vicinity)
    _read_tail(evidence, vicinity)
    _find_notices(evidence, vicinity)
    _read_marked(evidence, vicinity)
    _read_other_counts(evidence, vicinity)
    return evidence


# --- lines -------------------------------------------------------------------------------------------------


def _read_head(evidence: Evidence, vicinity: Vicinity) -> None:
    """The lines between headline and text, and those right above the headline."""
    page = vicinity.page
    expects: str | None = None
    alone: list[str] = []
    is_over = False
    for block in vicinity.head:
        is_subheading = page.tags[page.block_nodes[block]] in SUBHEADINGS
        if is_subheading:
            expects = None
            is_over = is_over or block > vicinity.headline
        if not 0 < page.block_sizes[block] <= LINE_LIMIT:
            continue
        if block == vicinity.headline and vicinity.has_headline:
            continue
        text = vicinity.pieces(block)
        if _is_sentence(vicinity, block):
            continue
        below = block > vicinity.headline
        if expects and vicinity.begins_text(block):
            expects = None
        line = vicinity.line(text, block, expects)
        found = _note(evidence, line, attribution.LABELLED if below else attribution.LABELLED_ABOVE)
        if byline_line.find_date(text):
            if is_over and evidence.dates:
                continue  # the text's own
            evidence.dates.append(text)
            found = True
            _read_run_together(evidence, vicinity, text, line)
        elif below and not found and not is_over:
            lone = byline_line.lone_names(text) if page.block_link_sizes[block] == 0 else []
            alone += lone
            found = bool(lone) or _read_lone_latin(evidence, vicinity, block)
        elif not found and block + 1 < vicinity.headline:
            _read_above_posted(evidence, vicinity, block)
        if (found or text.startswith(_EARLIER_TITLE)) and not (
            vicinity.has_text and block >= vicinity.text_start
        ):
            evidence.blocks.add(block)
        expects = line.expects
    evidence.claim(alone, "byline", attribution.ALONE)


def _is_sentence(vicinity: Vicinity, block: int) -> bool:
    """The line is running text, in which a word such as "by" or 编辑 announces nobody."""
    text = vicinity.pieces(block)
    ends = len(text) > 30 and text.rstrip('"”’」』)） ').endswith(_SENTENCE_ENDS)
    return ends and not (
        byline_line.begins_with_posted(text)
        or byline_line.begins_with_spoken_label(text)
        or byline_line.find_reprint(text)
        or _awaits_script(vicinity, block)
    )


def _awaits_script(vicinity: Vicinity, block: int) -> bool:
    """The line is a byline whose last number or word a script fills in: `来源：X 2024-03-06 点击：`, `… loading...`."""
    text = vicinity.pieces(block)
    date = byline_line.find_date(text) if text.endswith(_UNFILLED) else None
    if date is None or _CLAUSES.search(text[: date.start()] + text[date.end() :]):
        return False
    return text.count(GAP) >= _PIECES or bool(
        vicinity.line(text, block).labels & {"author", "editor", "source", "uploader"}
    )


def _note(evidence: Evidence, line: Line, weight: float) -> bool:
    """Keep what a line says; whether it said anything."""
    if not line.says_something:
        return False
    evidence.claim(line.authors, "byline", weight)
    evidence.claim(line.uploaders, "byline", min(weight, attribution.UPLOADED))
    evidence.others += [person for person in line.persons if person.role != "author"]
    if line.source:
        evidence.sources.append(line.source)
        if names.is_han_name(line.source):
            evidence.claim([line.source], "byline", attribution.SOURCE)
    evidence.category = evidence.category or line.category
    for kind, count in line.counts.items():
        evidence.counts.setdefault(kind, count)
    return True


def _read_lone_latin(evidence: Evidence, vicinity: Vicinity, block: int) -> bool:
    """A line that is a full name and stands above a date or the text; whether it is one."""
    text = vicinity.pieces(block)
    lone = names.lone_latin(_HANDLE.sub("", text).replace(GAP, " ")) if text[0].isupper() else []
    if not lone or not vicinity.is_plain(block) or not vicinity.is_dated(block):
        return False
    evidence.claim(lone, "byline", attribution.ALONE_LATIN)
    return True


def _read_above_posted(evidence: Evidence, vicinity: Vicinity, block: int) -> None:
    """A linked name above a line `Posted on …` that stands above the headline."""
    page, below = vicinity.page, vicinity.pieces(block + 1)
    is_linked = page.block_link_sizes[block] == page.block_sizes[block]
    if is_linked and byline_line.begins_with_posted(below) and byline_line.find_date(below):
        name = names.split(vicinity.pieces(block))
        if len(name) == 1 and not vicinity.is_section(name[0]):
            evidence.claim(name, "byline", attribution.BESIDE_DATE)


def _read_run_together(evidence: Evidence, vicinity: Vicinity, text: str, line: Line) -> None:
    """`小花2024-11-01债务优化3`: author, date, section and views side by side without a word between."""
    bracketed = _BRACKETED.search(text.replace(GAP, ""))
    if bracketed is not None and names.is_han_name(bracketed[1]) and len(text) < 120:
        evidence.claim([bracketed[1]], "byline", attribution.BESIDE_DATE)
    match = _RUN_TOGETHER.match(text) if not line.labels and len(text) <= 80 else None
    if match is None:
        return
    tokens = [_PLACE.sub("", token.strip(" ,.-")) for token in _TOKENS.split(text)]
    full = [lone for token in tokens if (lone := names.lone_latin(token)) and not names_nobody(token)]
    if len(full) == 1 and not vicinity.is_section(full[0][0]):
        evidence.claim(full[0], "byline", attribution.FULL_NAME_BESIDE_DATE)
    before = match["before"].strip(" |·•/-,，")
    found = names.split(before) if len(before) <= 20 and not names_nobody(match["before"]) else []
    if len(found) != 1 or not byline_line.is_credible(found[0], before) or vicinity.is_section(found[0]):
        return
    if names.is_organisation(found[0]):
        evidence.sources.append(found[0])
        return
    evidence.claim(found, "byline", attribution.BESIDE_DATE)
    _read_behind_date(evidence, [piece.strip(" |·•/") for piece in match["after"].split(GAP)])


def _read_behind_date(evidence: Evidence, pieces: list[str]) -> None:
    """Section and views, when there is nothing else."""
    pieces = [piece for piece in pieces if piece]
    if len(pieces) == 1 and (glued := re.fullmatch(r"([^\W\d]{2,12}?)(\d{1,9})", pieces[0])):
        pieces = [glued[1], glued[2]]
    if any(map(is_label, pieces)):
        return
    words = [piece for piece in pieces if re.fullmatch(r"[^\W\d][\w &+-]{1,11}", piece)]
    numbers = [piece for piece in pieces if piece.isdecimal()]
    if len(words) == 1 and len(numbers) <= 1 and len(pieces) == len(words) + len(numbers):
        evidence.category = evidence.category or words[0]
        if numbers and pieces[-1] == numbers[0]:
            evidence.counts.setdefault("views", int(numbers[0]))


def _read_opening(evidence: Evidence, vicinity: Vicinity) -> None:
    """The first lines of the text: 〔記者X／台北報導〕, （记者 X）, 本报记者 X, 文/X."""
    page = vicinity.page
    alone: list[str] = []
    for block in vicinity.opening:
        text = vicinity.pieces(block).replace(GAP, " ") if vicinity.has_beyond_ascii(block) else ""
        if not _HAN.search(text[:80]):
            continue
        if found := byline_line.reporters(text):
            if page.block_sizes[block] < 120 and block < vicinity.text_start:
                evidence.blocks.add(block)
                alone += found  # one line for the trainees, one for the reporters
                found = alone
            evidence.claim(found, "text", attribution.REPORTER + 0.01 * len(found))
        elif page.block_sizes[block] < 150 and block > vicinity.text_start - 4:
            line = vicinity.line(vicinity.pieces(block), block)
            if line.authors:
                evidence.claim(line.authors, "text", attribution.REPORTER)
                evidence.blocks.add(block)


def _read_tail(evidence: Evidence, vicinity: Vicinity) -> None:
    """The last lines: a closing (X), 编辑：X 校对：Y, and the notice of copyright that names the author."""
    page = vicinity.page
    expects: str | None = None
    for block in vicinity.tail:
        is_signature = block == vicinity.text_end and page.block_sizes[block] < _SIGNATURE
        if (block < vicinity.text_end or is_signature) and vicinity.ends_in_bracket(block):
            text = vicinity.pieces(block).replace(GAP, " ")
            evidence.claim(byline_line.closing(text), "text", attribution.CLOSING)
        if page.block_texts[block].startswith(_ISSUER) and page.block_sizes[block] < _SOURCE_SIZE:
            evidence.sources.append(page.block_texts[block].removeprefix(_ISSUER).strip())
        if vicinity.text_end - _LAST_LINES <= block < vicinity.text_end and vicinity.is_at_right(block):
            evidence.claim(names.lone_latin(vicinity.pieces(block)), "text", attribution.CLOSING)
        is_possible = _may_be_byline(vicinity, block, expects)
        expects = _read_tail_line(evidence, vicinity, block, expects) if is_possible else None
    for block in vicinity.colophon:
        line = vicinity.line(vicinity.pieces(block), block)
        is_colophon = line.authors and line.labels & {"source", "editor"}
        if is_colophon and not vicinity.is_foreign(page.block_nodes[block]):
            evidence.claim(line.authors, "byline", attribution.LABELLED_BELOW)


def _may_be_byline(vicinity: Vicinity, block: int, expects: str | None) -> bool:
    """One of the last lines may say something, and does not belong to comments or other articles."""
    page = vicinity.page
    size = page.block_sizes[block]
    if size >= LINE_LIMIT:
        return False
    if page.block_link_sizes[block] == size and not (
        size < _SIGNATURE and byline_line.begins_with_editor(page.block_texts[block])
    ):
        return False
    if _is_sentence(vicinity, block) or not (expects or byline_line.may_say(vicinity.pieces(block))):
        return False
    return not vicinity.is_foreign(page.block_nodes[block])


def _read_tail_line(evidence: Evidence, vicinity: Vicinity, block: int, expects: str | None) -> str | None:
    """One of the last lines; the role that the next one gives a name to, if any."""
    page, text = vicinity.page, vicinity.pieces(block)
    certain = byline_line.begins_with_author(text)
    if not certain and vicinity.is_apart(page.block_nodes[block]):
        return expects
    line = vicinity.line(text, block, expects)
    authors = line.authors
    if line.says_something:
        evidence.claim(authors, "byline", _weight_below(text))
        others = [person for person in line.persons if person.role != "author"]
        rest = replace(line, persons=others, source=None if evidence.sources else line.source)
        _note(evidence, rest, attribution.BY_BELOW)
        names_author = line.labels & {"author", "uploader"} and (certain or byline_line.find_date(text))
        is_short = page.block_marks[block] < 3 and page.block_sizes[block] < _CREDITS
        is_short = is_short and not byline_line.begins_with_credit(text)
        if is_short and (others or line.labels & {"source", "editor"} or names_author):
            evidence.blocks.add(block)  # "Persuasion by Jane Austen" stays
    found = byline_line.reporters(text.replace(GAP, " ")) if page.block_sizes[block] < 100 else []
    if found and not authors:
        evidence.claim(found, "text", attribution.SIGNED)
        evidence.blocks.add(block)
    return line.expects


def _weight_below(text: str) -> float:
    """How much a line below the text counts for its labelled authors."""
    if byline_line.begins_with_author(text):
        return attribution.LABELLED_BELOW
    return attribution.CLOSING if byline_line.begins_with_signature(text) else attribution.BY_BELOW


def _find_notices(evidence: Evidence, vicinity: Vicinity) -> None:
    """What the site says for itself at the ends of the body, and when it was aired, are no text."""
    evidence.blocks.update(block for block in vicinity.opening if is_of_its_age(vicinity.pieces(block)))
    end = vicinity.text_end
    for block in range(max(vicinity.headline + 1, end - _CLOSING_LINES), end):
        is_last = block == end - 1  # may be in English, below its Chinese
        if not is_last and not vicinity.has_beyond_ascii(block):
            continue
        text = vicinity.pieces(block)
        if not is_last and not _HAN.search(text[:_STAMP]):
            continue
        is_stamp = block >= end - _LAST_LINES and len(text) < _STAMP and _TIMESTAMP.search(text)
        if is_stamp or is_notice(text):
            evidence.blocks.add(block)


# --- elements ----------------------------------------------------------------------------------------------


def _read_marked(evidence: Evidence, vicinity: Vicinity) -> None:
    """Elements that are called author or byline, links to an author's page, and counts told by their class."""
    page = vicinity.page
    head, tail = vicinity.elements()
    marked, distant = _called(page, head, tail)
    for node, kind in marked[:_MOST_MARKED]:
        if kind == "author" or (kind == "signature" and node in head):
            _read_author(evidence, vicinity, node)
        elif kind == "source" and node in head:
            _read_source(evidence, vicinity, node)
        elif kind in ("signature", "source"):
            continue
        elif kind == "account":
            _read_account(evidence, vicinity, node)
        else:
            _read_count(evidence, vicinity, node, kind)
    for node in distant[:_MOST_MARKED]:
        _read_author(evidence, vicinity, node)
    links = page.by_tag.get("a", [])
    near = [slice(bisect_left(links, part.start), bisect_left(links, part.stop)) for part in (head, tail)]
    addresses = [pair for part in near for pair in zip(links[part], page.hrefs[part], strict=True)]
    attribute = page.elements.attribute
    is_possible = _may_be_of_author("/".join([href for _, href in addresses if href]))
    for node, href in addresses[: 4 * _MOST_MARKED]:
        rel = attribute(node, "rel")
        if (rel and "author" in rel.lower()) or (is_possible and href and _is_of_author(href)):
            _read_author(evidence, vicinity, node, is_link=True)


def _called(page: PageMap, head: range, tail: range) -> tuple[list[tuple[int, str]], list[int]]:
    """Elements near the byline whose names say what they hold, with what that is; post authors elsewhere."""
    named = sorted(
        (node, kind)
        for name, nodes in page.names_with(_NAME_WORDS).items()
        if (kind := _kind(name))
        for node in nodes
    )
    marked = [(node, kind) for node, kind in named if node in head or node in tail]
    distant = [
        node
        for node, kind in named
        if kind == "author"
        and node not in head
        and node not in tail
        and _POST_AUTHOR.search(page.names[node])
    ]
    return marked, distant


def _is_of_author(href: str) -> bool:
    """The address is that of a page about an author."""
    return (
        _may_be_of_author(href)
        and _AUTHOR_ADDRESS.search(href) is not None
        and "/topic" not in href  # /topics/people/ is about them
    )


def _may_be_of_author(href: str) -> bool:
    """The address, or one of several in a row, has what the pattern for authors' addresses needs."""
    if "?" in href or "=" in href or "space" in href:
        if any(map(href.__contains__, _ADDRESS_SIGNS)):
            return True
        href = href.replace("?", "/").replace("&", "/").replace("=", "/")
    return not _ADDRESS_WORDS.isdisjoint(href.split("/"))


@lru_cache(10_000)  # pages of one site repeat each other's names
def _kind(name: str) -> str:
    """What an element of this class and id holds: its kind of person, `source`, a kind of count, or nothing."""
    if _WECHAT_ACCOUNT.search(name):
        return "account"
    if _WECHAT_AUTHOR.search(name):
        return "author"
    if _AUTHORS.are_in(name) and _AUTHOR_WORD.search(name):
        return "author" if _CALLED_SO.search(name) or not _NOT_AUTHOR_WORD.search(name) else ""
    if _SIGNATURE_WORD.search(name) and not _NOT_AUTHOR_WORD.search(name):
        return "signature"
    if _SOURCE_WORD.search(name) and not _NOT_SOURCE_WORD.search(name):
        return "source"
    return count_places.kind_of(name)


def _read_author(evidence: Evidence, vicinity: Vicinity, node: int, *, is_link: bool = False) -> None:
    """The persons named by the first line of an element, unless the line itself gives them another role."""
    page = vicinity.page
    if not 0 < page.size(node) <= 300 or page.tags[node] in ("body", "article", "section", "main"):
        return
    start = page.blocks(node)[0]
    near = vicinity.is_near(start)
    of_post = _POST_AUTHOR.search(page.names[node]) is not None
    if not near and not of_post and not vicinity.is_below(start):
        return
    inside = vicinity.headline <= start <= vicinity.text_start
    if vicinity.is_foreign(node) if of_post or inside else vicinity.is_apart(node):
        return
    if "figcaption" in (page.tags[above] for above in page.ancestors(node)):
        return  # the photographer
    text, block = vicinity.first_line(node)
    line = vicinity.line(text, block)
    found = [person.name for person in line.authors or line.uploaders]
    if not found and not line.labels - {"date", "other"}:
        value = byline_line.first_value(text)
        found = names.split(value) if value.isupper() or not is_label(value) else []  # TIME is an outlet
    if not found:
        return
    if agency := names.agency_of(text):
        evidence.sources.append(agency)
    roles = {person.name: person.role for person in vicinity.line(vicinity.pieces(block), block).persons}
    found = [name for name in found if roles.get(name, "author") == "author"]
    weight = _marked_weight(page.names[node], of_post=of_post, near=near)
    weight -= 1.0 if near and start < vicinity.headline else 0.0
    weight = min(weight, attribution.UPLOADED) if line.uploaders else weight
    group = (page.names[node] or page.block_nodes[block], is_link) if near else None
    evidence.claim(found, "byline", weight - (0.3 if is_link else 0.0), group)
    is_byline = page.block_sizes[block] <= LINE_LIMIT and page.block_marks[block] < 3
    if found and near and is_byline and not _is_sentence(vicinity, block):
        evidence.blocks.add(block)


def _read_account(evidence: Evidence, vicinity: Vicinity, node: int) -> None:
    """What the account is called that the article appeared under."""
    if 0 < vicinity.page.size(node) <= 300 and evidence.account is None:
        name = vicinity.first_line(node)[0].partition(GAP)[0].strip()
        if 2 <= len(name) <= 40:
            evidence.account = name
            evidence.claim([name], "byline", attribution.ACCOUNT)


def _read_source(evidence: Evidence, vicinity: Vicinity, node: int) -> None:
    """The outlet that an element is called after and holds, without a label."""
    page = vicinity.page
    if not 0 < page.size(node) <= _SOURCE_SIZE:
        return
    text, block = vicinity.first_line(node)
    is_inside = vicinity.headline < block < vicinity.text_start
    if not is_inside or vicinity.is_apart(node) or vicinity.line(text, block).says_something:
        return
    if vicinity.stands_in(node, _PICTURE):
        return
    name = text.partition(GAP)[0].strip(" |-·")
    is_short = 2 <= len(name) <= _LONGEST_SOURCE and "(" not in name and name[-1] not in ":："
    is_outlet = is_short and names.is_name(name) and not is_label(name) and not byline_line.find_date(name)
    if is_outlet and not vicinity.is_site(name):
        evidence.sources.append(name)


def _marked_weight(name: str, *, of_post: bool, near: bool) -> float:
    if near:
        return attribution.MARKED
    if "copyright" in name and _COPYRIGHT_AUTHOR.search(name):
        return attribution.LABELLED_BELOW
    return attribution.MARKED_POST if of_post else attribution.MARKED_BELOW


def _read_count(evidence: Evidence, vicinity: Vicinity, node: int, kind: str) -> None:
    """A number that only its element's class explains; no other word on its line has it then."""
    count = count_places.of_element(vicinity, node, kind) if kind not in evidence.counts else None
    if count is None:
        return
    evidence.counts[kind] = count
    block = vicinity.page.blocks(node)[0]
    on_line = vicinity.line(vicinity.pieces(block), block).counts
    if kind not in on_line:
        for other in [other for other in on_line if on_line[other] == count == evidence.counts.get(other)]:
            del evidence.counts[other]


def _read_other_counts(evidence: Evidence, vicinity: Vicinity) -> None:
    """What links, buttons and the heading of the comments count."""
    evidence.counts = count_places.of_controls(vicinity) | evidence.counts
    if "comments" not in evidence.counts and (comments := count_places.of_heading(vicinity)):
        evidence.counts["comments"] = comments
