"""Readers' comments are no text of an article: a line that invites them, or counts them, ends it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from aggregator.extraction.byline import counts
from aggregator.signs import Words, has_digit

if TYPE_CHECKING:
    from aggregator.extraction.page.page_map import PageMap

_INVITATION = re.compile(
    r"\W*(?:"
    r"(?:leave|post|add|write|submit) (?:a |your )?(?:comment|reply|response)s?|no comments(?: yet)?|comments are (?:now )?closed"
    r"|(?:发表|我要|写|添加|發表|撰寫|留下)(?:评论|留言|回复|評論|回覆|回應)|コメントを(?:残す|書く)|댓글 ?(?:남기기|쓰기)"
    r"|(?:schreibe?|hinterlasse) einen? kommentar|laisse[rz] un commentaire|deja (?:un comentario|una respuesta)"
    r"|deixe (?:um comentário|uma resposta)|lascia un commento|(?:оставить|добавить) комментарий|dodaj komentarz|yorum yap"
    r")\W*"
)
"""In small letters."""
_WORDS = Words("coment comment komentar kommentar repl respo respuesta yorum".split(), "评評留回コ댓к")
"""One of these is in every invitation; looking for them is faster."""
_LONGEST = 80
"""Bytes of such a line."""
_MOST = 2
"""Such lines of one page; a list has one for each of its posts."""
_ABOVE, _ABOVE_COUNT = 0.2, 0.4
"""Of what is likely: less above the line is no article, and a number of comments may head a text as well."""
_OUT = -0.5


def leave_out(page: PageMap, scores: dict[int, float]) -> None:
    """Take what stands behind the first such line off what is likely."""
    kept = [line for line, score in scores.items() if score > 0]
    if not kept:
        return
    sizes, links, texts = page.block_sizes, page.block_link_sizes, page.block_texts
    lines = [
        line
        for line in range(kept[0] + 1, kept[-1])
        if links[line] < sizes[line] <= _LONGEST and _opens_comments(texts[line])
    ]
    if not 0 < len(lines) <= _MOST:
        return
    first = lines[0]
    above = sum(sizes[line] for line in kept if line < first)
    least = _ABOVE_COUNT if has_digit(texts[first]) else _ABOVE
    if above >= least * sum(map(sizes.__getitem__, kept)):
        scores.update((line, _OUT) for line in kept if line >= first)


def _opens_comments(text: str) -> bool:
    """The line, which is no link, as that leads to comments from elsewhere, stands above them."""
    if has_digit(text):
        return counts.of_comments(text) is not None
    text = text.lower()
    return _WORDS.are_in(text) and _INVITATION.fullmatch(text) is not None
