cimport cython

from aggregator.extraction.body.vocabulary cimport Spelling


cdef class Lexicon:
    cdef public object weights
    cdef dict _of_wholes
    cdef Spelling _spelling
    cdef list _of_nodes

    @cython.locals(
        around=double, innermost=double, whole=str, found=list, in_any=double, in_innermost=double, following=short[::1],
        node=int, length=int, place=int, letter=int,
    )
    cpdef tuple weigh(self, str name)


cdef void _add_once(list found, tuple weights)


cdef class Reading:
    cdef list names, parents
    cdef Lexicon lexicon
    cdef dict of_names
    cdef double[::1] around, innermost
    cdef bytearray known

    @cython.locals(
        names=list, way=list, outer=int, inner=int, name=str, weights=tuple, around=double, innermost=double,
    )
    cpdef double said(self, int node)
