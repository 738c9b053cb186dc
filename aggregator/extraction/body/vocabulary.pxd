cimport cython


cdef class _Spelled:
    cdef int count
    cdef short[::1] next
    cdef int[::1] inside, at_end, taken_back

    @cython.locals(bits=int, length=int, start=int, node=int, found=int, place=int, letter=int)
    cpdef int bits(self, str names)


cdef _Spelled _SPELLED


cpdef int name_bits(str names)


cpdef list words(str names)
