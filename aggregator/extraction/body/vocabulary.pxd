cimport cython


@cython.locals(starts=dict, bits=int, place=int, patterns=list, bit=int)
cdef int _matches(str word)


cpdef list words(str names)
