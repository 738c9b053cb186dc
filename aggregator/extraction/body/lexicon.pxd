cimport cython

from aggregator.extraction.body.vocabulary cimport words as words_of


cdef class Lexicon:
    cdef public object weights
    cdef dict _of_words, _of_wholes
    cdef object _of_name

    @cython.locals(
        around=double, innermost=double, word=bytes, whole=str, found=list, in_any=double, in_innermost=double,
    )
    cpdef tuple _weigh(self, str name)


cdef void _add_once(list found, tuple weights)


cdef class Reading:
    cdef list names, parents
    cdef object of_name
    cdef double[::1] around, innermost
    cdef bytearray known

    @cython.locals(names=list, way=list, outer=int, inner=int, around=double, innermost=double)
    cpdef double said(self, int node)
