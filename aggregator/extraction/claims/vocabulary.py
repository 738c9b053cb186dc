"""The words of schema.org that JSON-LD and microdata share, and the fields that they speak of."""

from __future__ import annotations

import re

PROPERTIES = {
    "headline": "titles",
    "datePublished": "published",
    "dateCreated": "published",
    "dateModified": "modified",
    "articleSection": "sections",
    "description": "descriptions",
    "image": "images",
    "inLanguage": "languages",
    "commentCount": "comment_counts",
}
"""Properties read alike from JSON-LD and microdata; the others each take a look of their own."""

INTERACTIONS = {
    "ReadAction": "view_counts",
    "ViewAction": "view_counts",
    "WatchAction": "view_counts",
    "UserPageVisits": "view_counts",
    "CommentAction": "comment_counts",
    "UserComments": "comment_counts",
    "LikeAction": "like_counts",
    "UserLikes": "like_counts",
}
ORGANISATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation"})
OF_QUESTION = ("name", "headline", "keywords")
"""What the page of an answer has from its question."""

_COMMAS = re.compile(r"[,，;；、|]")


def keywords(*texts: str) -> tuple[str, ...]:
    """The tags that such texts list, each once."""
    parts = (part.strip() for text in texts for part in _COMMAS.split(text))
    return tuple(dict.fromkeys(filter(None, parts)))
