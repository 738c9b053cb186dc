cimport cython

from aggregator.extraction.body.blocks cimport Blocks
from aggregator.extraction.body.kin cimport Kin, Masses

cdef int _WINDOW, LEVELS
cdef double ABSENT
cdef int _FOOTER, _ASIDE, _FORM, _ARTICLE, _MAIN, _HEADER, _FIGURE
cdef int _PROMOTION, _FRAME, _RELATED, _COMMENT, _HIDDEN, _BYLINE, _SHARE, _BODY, _CAPTION, _LEGAL


@cython.locals(
    size=int, node=int, level=int, own=int, up1=int, up2=int, up3=int, first=int, end=int, around=double, parts=int,
    up1_parts=int, within=int, name=int, tags=int[::1],
)
cpdef void look(Blocks blocks, int block, double[::1] row)


@cython.locals(
    level=int, up1=int, up2=int, up3=int, first=int, end=int, around=double, found=double, shape=int, in_up1=double,
    in_up2=double, in_up3=double, positive=int[::1],
)
cpdef void look_again(Blocks blocks, int block, double[::1] row)


@cython.locals(
    masses=Masses, own=int, together=int, own_size=int, size=int, members=int, own_score=double, score=double, positive=int,
)
cdef void _compare(Kin kin, Blocks blocks, int block, double[::1] row, int place)
