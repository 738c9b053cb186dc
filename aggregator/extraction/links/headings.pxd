cimport cython

from aggregator.signs cimport Beginnings

cdef Beginnings _FIRST_LETTERS
cdef int _LONGEST


@cython.locals(chunks=list, starts=list, linked=list, found=list, line=int, first=int, text=str)
cpdef list announcing(object page)


@cython.locals(sign=Py_UCS4, word=str, end=int)
cdef bint _may_announce(str text)
