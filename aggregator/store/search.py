"""Full-text search over the articles, in any script.

What stands in the index is a folded form of the text: width and variants evened out, traditional characters
as simplified ones, and each character of a script without spaces as a word of its own. A term is looked up as
a phrase of such words, so that 征信 is found wherever the two characters stand together, and nothing has to
know where Chinese words end. Words of other scripts are stemmed as English ones (`porter`): "loan" finds
"loans"; that errs now and then, and a reader who misses an article cannot see that it was missed.

The index keeps no copy of the texts. Snippets are made from the article, with SQLite's own idea of what
matches, by indexing the few hits once more in memory.
"""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aggregator.store.browsing import NEWEST
from aggregator.store.rows import from_row, storable
from aggregator.text import clean_line
from aggregator.variants import SIMPLIFIED, TRADITIONAL

if TYPE_CHECKING:
    from aggregator.items import Article
    from aggregator.store.filters import Filters

WEIGHTS = (8.0, 3.0, 3.0, 1.0)
"""Of the index's columns, as in the schema: title, people, topics, text."""

INDEXED = ("title", "authors", "source_name", "category", "tags", "text")
"""Columns of `articles` that the index is made of."""

MOST_TERMS = 32
LONGEST_QUERY = 1000
"""What is longer is cut: a pasted article is no query."""

SNIPPET = 160
"""Columns of a terminal; a Chinese character takes two."""

TOKENIZER = "porter unicode61 remove_diacritics 2 categories 'L* M* N* Co'"

Marked = tuple[tuple[str, bool], ...]
"""Pieces of text in order, each with whether it is a match."""


@dataclass(frozen=True, kw_only=True)
class Hit:
    """An article that a query found."""

    article: Article
    score: float
    """Higher is better; comparable within one search only."""
    title: Marked
    snippet: Marked
    """The part of the text that shows most of the query, as it stands there but for line breaks."""


# Folding: one call of str.translate does it all.

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u303b\u3040-\u30ff\u3100-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Hangul, kana, bopomofo and Han. Korean has spaces, but particles stick to words."""

_VARIANTS = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))


class _Folding(dict[int, str]):
    """Code point -> what stands for it in the index; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(map(_folded, unicodedata.normalize("NFKC", chr(code))))
        self[code] = folded
        return folded


def _folded(char: str) -> str:
    char = _VARIANTS.get(char, char)
    if unicodedata.category(char) == "Cc":
        return " "
    return f" {char} " if _UNSPACED.match(char) else char


_FOLDING = _Folding()


def index_form(text: str) -> str:
    """`text` as the index has it: words apart, variants folded."""
    return text.translate(_FOLDING)


# Keeping the index in step


def add(db: sqlite3.Connection, number: int, row: Mapping[str, Any]) -> None:
    """Index an article under its number; in the transaction that writes its row."""
    db.execute(
        "INSERT INTO articles_search (rowid, title, people, topics, text) VALUES (?, ?, ?, ?, ?)",
        (number, *_columns(row)),
    )


def remove(db: sqlite3.Connection, number: int, row: Mapping[str, Any] | sqlite3.Row) -> None:
    """Take an article out; `row` has to be as it was indexed, since the index has no copy."""
    db.execute(
        "INSERT INTO articles_search (articles_search, rowid, title, people, topics, text)"
        " VALUES ('delete', ?, ?, ?, ?, ?)",
        (number, *_columns(row)),
    )


def _columns(row: Mapping[str, Any] | sqlite3.Row) -> tuple[str, ...]:
    people = [author["name"] for author in json.loads(row["authors"])] + [row["source_name"] or ""]
    topics = [row["category"] or "", *json.loads(row["tags"])]
    return tuple(map(index_form, (row["title"] or "", "\n".join(people), "\n".join(topics), row["text"])))


# Asking


@dataclass(frozen=True)
class Query:
    """What was asked for: all of `wanted` and none of `unwanted`, each a phrase of the index's words."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...]

    @property
    def everything(self) -> str:
        """FTS5 expression of what an article has to have, and not have."""
        wanted = " AND ".join(self.wanted)
        return f"({wanted}) NOT ({' OR '.join(self.unwanted)})" if self.unwanted else wanted

    @property
    def anything(self) -> str:
        """FTS5 expression of all that is worth marking."""
        return " OR ".join(self.wanted)


_TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
_MARKS = str.maketrans("“”„‟＂「」『』«»－，、；。：！？…", '"' * 11 + "-" + " " * 8)
"""What they mean in a query: quotes, a minus, and a space between two terms."""


def parse(query: str) -> Query:
    """Terms are parted by spaces, "quoted phrases" kept whole, -terms excluded; nothing else has a meaning."""
    query = clean_line(storable(query[:LONGEST_QUERY])).translate(_MARKS)
    wanted: list[str] = []
    unwanted: list[str] = []
    for minus, quoted, word in _TERM.findall(query):
        for part in [quoted] if quoted else word.split('"'):
            words = [word for word in index_form(part).split() if _has_token(word)]
            if words:
                (unwanted if minus else wanted).append(f'"{" ".join(words)}"')
    return Query(tuple(wanted[:MOST_TERMS]), tuple(unwanted[:MOST_TERMS]))


def _has_token(word: str) -> bool:
    return any(unicodedata.category(char)[0] in "LMN" or unicodedata.category(char) == "Co" for char in word)


def having(parameter: str) -> str:
    """SQL for the numbers of the articles that have what a parameter, an FTS5 expression, says."""
    return f"SELECT rowid FROM articles_search WHERE articles_search MATCH :{parameter}"


_SCORE = f"bm25(articles_search, {', '.join(map(str, WEIGHTS))})"

_BEST = f"""
    WITH matches AS MATERIALIZED (
        -- by itself: columns of the index have names of columns of articles, which a condition may use
        SELECT rowid AS matching, {_SCORE} AS score_of_match FROM articles_search WHERE articles_search MATCH :match
    ), hits AS (
        SELECT articles.id AS id, score_of_match AS score
        FROM matches JOIN articles ON articles.id = matching WHERE {{condition}}
        ORDER BY score, url LIMIT :limit OFFSET :offset
    )
    SELECT articles.*, hits.score FROM hits JOIN articles USING (id) ORDER BY hits.score, articles.url
"""

_NEWEST = f"""
    WITH hits AS MATERIALIZED (
        SELECT articles.id AS hit FROM {{table}} WHERE {{condition}} ORDER BY {NEWEST} LIMIT :limit OFFSET :offset
    ), scores AS MATERIALIZED (
        -- of these alone: a score takes longer than the match itself
        SELECT rowid AS hit, {_SCORE} AS score FROM articles_search
        WHERE articles_search MATCH :match AND +rowid IN (SELECT hit FROM hits)
    )
    SELECT articles.*, score FROM scores JOIN articles ON articles.id = hit ORDER BY {NEWEST}
"""


def find(
    db: sqlite3.Connection, query: str, filters: Filters, *, limit: int, offset: int, newest: bool
) -> list[Hit]:
    """Best or newest hits first, equal ones by address; none for a query without a word to look for."""
    asked = parse(query)
    if not asked.wanted:
        return []
    if newest:
        condition, values = filters.condition(among=having("match"))
        sql = _NEWEST.format(table=filters.table, condition=condition)
    else:
        condition, values = filters.condition(among="SELECT matching FROM matches")
        sql = _BEST.format(condition=condition)
    rows = db.execute(sql, {**values, "match": asked.everything, "limit": limit, "offset": offset}).fetchall()
    articles = [from_row(row) for row in rows]
    marks = _marks([(article.title or "", article.text) for article in articles], asked)
    return [
        Hit(
            article=article,
            score=-row["score"],
            title=_marked(article.title or "", 0, len(article.title or ""), of_title),
            snippet=_snippet(article.text, of_text),
        )
        for article, row, (of_title, of_text) in zip(articles, rows, marks, strict=True)
    ]


# Showing

Range = tuple[int, int]
_OPEN, _CLOSE = "\x02", "\x03"  # folding leaves no control characters


def _marks(texts: Sequence[tuple[str, str]], query: Query) -> Iterator[tuple[list[Range], list[Range]]]:
    """Where the query's phrases stand in each title and text, as SQLite finds them."""
    memory = sqlite3.connect(":memory:")
    try:
        memory.execute(f'CREATE VIRTUAL TABLE t USING fts5 (title, text, tokenize = "{TOKENIZER}")')
        memory.executemany("INSERT INTO t VALUES (?, ?)", [tuple(map(index_form, pair)) for pair in texts])
        sql = f"SELECT rowid, highlight(t, 0, '{_OPEN}', '{_CLOSE}'), highlight(t, 1, '{_OPEN}', '{_CLOSE}')"
        found = {
            number: pair
            for number, *pair in memory.execute(f"{sql} FROM t WHERE t MATCH ?", (query.anything,))
        }
    finally:
        memory.close()
    for number, (title, text) in enumerate(texts, start=1):
        marked_title, marked_text = found.get(number, ("", ""))
        yield _ranges(title, marked_title), _ranges(text, marked_text)


def _ranges(original: str, marked: str) -> list[Range]:
    """Marks in the index's form of a text, as places in the text itself."""
    places: list[int] = []
    for place, char in enumerate(original):
        places.extend([place] * len(_FOLDING[ord(char)]))
    ranges, at, start = [], 0, 0
    for piece in re.split(f"([{_OPEN}{_CLOSE}])", marked):
        if piece == _OPEN:
            start = at
        elif piece == _CLOSE:
            ranges.append((places[start], places[at - 1] + 1))
        else:
            at += len(piece)
    return ranges


def _marked(text: str, start: int, end: int, ranges: Sequence[Range]) -> Marked:
    """`text[start:end]` in pieces."""
    pieces: list[tuple[str, bool]] = []
    at = start
    for first, last in ranges:
        if first >= end or last <= start:
            continue
        pieces += [(text[at : max(first, at)], False), (text[max(first, at) : min(last, end)], True)]
        at = min(last, end)
    pieces.append((text[at:end], False))
    return tuple((piece.replace("\n", " "), is_match) for piece, is_match in pieces if piece)


def _snippet(text: str, ranges: Sequence[Range]) -> Marked:
    """The stretch with most matches, from shortly before the first of them."""
    starts = [first for first, _ in ranges]  # ascending
    best = max(starts, key=lambda start: (_matches_from(start, starts), -start), default=0)
    start = _word_start(text, max(0, best - SNIPPET // 8))
    end = start
    width = 0
    while end < len(text) and width < SNIPPET:
        width += 2 if unicodedata.east_asian_width(text[end]) in "WF" else 1
        end += 1
    before: Marked = (("…", False),) if start else ()
    after: Marked = (("…", False),) if end < len(text) else ()
    return before + _marked(text, start, end, ranges) + after


def _matches_from(start: int, starts: Sequence[int]) -> int:
    return bisect_left(starts, start + SNIPPET // 2) - bisect_left(starts, start)


def _word_start(text: str, at: int) -> int:
    """The next place at or before `at` where no word of letters is cut in two."""
    for place in range(at, max(at - 20, 0), -1):
        if not (text[place - 1].isalnum() and text[place].isalnum()) or _UNSPACED.match(text[place]):
            return place
    return at if at > 20 else 0
