cimport cython


cdef class Zeros:
    cdef int ints_at_once, doubles_at_once, used_ints, used_doubles
    cdef int[::1] whole_ints
    cdef double[::1] whole_doubles

    @cython.locals(start=int)
    cpdef int[::1] ints(self, int count)

    @cython.locals(start=int)
    cpdef double[::1] doubles(self, int count)
