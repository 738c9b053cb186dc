"""What the elements of HTML are to a reader: lines of their own, parts of a line, or nothing to read."""

from __future__ import annotations

INLINE = frozenset(
    "a abbr acronym amp-img area b basefont bdi bdo big cite code data del dfn em font i img ins kbd label link maction "
    "mark math menclose merror meta meter mfenced mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms "
    "mspace msqrt mstyle msub msubsup msup mtext munder munderover mfrac nobr noscript output param path picture progress "
    "progressive-image q rb rp rt rtc ruby s samp script semantics slot small source span strike strong style "
    "sub sup svg template time track tt u use var wbr".split()
)
"""Elements that do not begin a new line."""

SILENT = frozenset(
    "script style template head svg object embed textarea select button option input canvas audio video iframe "
    "noframes noscript datalist map annotation annotation-xml title".split()
)
"""Elements whose text is not shown as text of the page."""

PICTURES = frozenset({"img", "amp-img", "progressive-image"})
"""`<progressive-image>` is of Forbes."""

SUBHEADINGS = frozenset("h2 h3 h4 h5 h6".split())

HEADINGS = SUBHEADINGS | {"h1"}

HEADS = HEADINGS | {"dt", "summary"}
"""Elements that name what stands below them."""
