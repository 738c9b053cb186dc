cimport cython

cdef double _TRUST, _MARGIN


@cython.locals(
    ordered=list, count=int, place=int, best=int, bytes_=int, odds=double[::1], likely=double[::1], expected=double[::1],
    size=int[::1], score=double, shift=double, chance=double, factor=double, whole=double, right=double, taken=double,
)
cpdef double least(list weighed, list sizes)
