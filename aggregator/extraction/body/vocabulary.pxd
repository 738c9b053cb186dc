cimport cython

from aggregator.signs cimport Words

cdef Words _PHRASE_WORDS


cdef class Spelling:
    cdef public int count
    cdef public short[::1] following

    @cython.locals(node=int)
    cpdef int node(self, str word)


cdef class _Groups:
    cdef Spelling spelling
    cdef int[::1] inside, at_end, taken_back

    @cython.locals(
        bits=int, length=int, following=short[::1], start=int, node=int, found=int, place=int, letter=int,
    )
    cpdef int bits(self, str names)


cdef _Groups _GROUPS


cpdef int name_bits(str names)
