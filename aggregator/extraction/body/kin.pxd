cimport cython

cdef double _MOST


cdef class Mass:
    cdef public int size, positive, members
    cdef public double score

    cdef void add(self, int size, double score, int positive)


cdef class Kin:
    cdef public Mass own, together


@cython.locals(
    nodes=list, names=list, parents=list, elements=list, block=int, element=int, size=int, score=double, mass=Mass, own=dict,
)
cpdef tuple gather(object page, list candidates, int[::1] sizes, double[::1] scores)


@cython.locals(
    tags=list, names=list, parents=list, inner=dict, outer=dict, parts=dict, element=int, above=int, mass=Mass, together=Mass,
    part=Kin,
)
cdef tuple _families(object page, dict own)


cdef int _named(list names, list parents, int node)
