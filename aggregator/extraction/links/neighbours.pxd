cimport cython

from aggregator.signs cimport Beginnings

cdef Beginnings _FIRST_LETTERS


@cython.locals(
    found=set, chunks=list, linked=list, starts=list, ends=list, nodes=list, number=int, node=int, first=int, may_begin=bint,
    before=str,
)
cdef list _candidates(object page, object links, dict named)


cdef bint _may_begin_as_label(str text)


cdef bint _begins_as_label(str text)
