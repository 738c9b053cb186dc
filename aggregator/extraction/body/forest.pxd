cimport cython


cdef class Forest:
    cdef public int count, width
    cdef int[::1] roots, features, highs
    cdef double[::1] values

    @cython.locals(
        roots=int[::1], features=int[::1], values=double[::1], highs=int[::1], total=double, tree=int, node=int, feature=int,
    )
    cpdef double sum(self, double[::1] row)
