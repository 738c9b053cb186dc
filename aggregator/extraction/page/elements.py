"""What the elements of HTML are to a reader: lines of their own, parts of a line, or nothing to read."""

from __future__ import annotations

INLINE = frozenset(
    "a abbr acronym amp-img b basefont bdi bdo big cite code data del dfn em font i img ins kbd label mark math mi "
    "mn mo mover mrow msqrt mstyle msub msubsup msup mtext munder munderover mfrac nobr noscript picture path q rb rp rt "
    "ruby s samp semantics small source span strike strong sub sup svg time tt u use var wbr".split()
)
"""Elements that do not begin a new line."""

SILENT = frozenset(
    "script style template head svg object embed textarea select button option input canvas audio video iframe "
    "noframes noscript datalist map annotation annotation-xml rp title".split()
)
"""Elements whose text is not shown as text of the page."""

PICTURES = frozenset({"img", "amp-img"})
