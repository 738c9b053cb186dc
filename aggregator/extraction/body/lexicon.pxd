cimport cython


cdef class Reading:
    cdef list names, parents
    cdef object of_name
    cdef double[::1] around, innermost
    cdef bytearray known

    @cython.locals(names=list, way=list, outer=int, inner=int)
    cpdef double said(self, int node)
