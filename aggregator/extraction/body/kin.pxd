cimport cython

from aggregator.extraction.body.arrays cimport Zeros

cdef double _MOST


cdef class Masses:
    cdef public int count
    cdef public int[::1] size, positive, members
    cdef public double[::1] score

    cdef int new(self)

    cdef void add(self, int mass, int other)


cdef class Kin:
    cdef public Masses masses
    cdef public int[::1] own, together


@cython.locals(
    nodes=list, names=list, parents=list, room=int, masses=Masses, elements=int[::1], own=int[::1], inner=Kin, outer=Kin,
    block=int, size=int, score=double, element=int, mass=int, alike=int[::1], parts=int[::1], alike_parts=int[::1],
)
cpdef tuple gather(object page, list candidates, int[::1] sizes, double[::1] scores, Zeros zeros)


@cython.locals(
    tags=list, names=list, parents=list, count=int, room=int, alike=int[::1], parts=int[::1], alike_parts=int[::1],
    numbers=dict, known=int[::1], of_name=int[::1], alike_of=int[::1], of_part=dict, of_names=dict, mass=int,
    element=int, name=int, together=int, above=int, around=int, both="long long", part=int,
)
cdef tuple _families(object page, Masses masses, int[::1] elements, Zeros zeros)


@cython.locals(name=tuple)
cdef int _number(int element, list tags, list names, dict numbers, int[::1] known)


cdef int _named(list names, list parents, int node)


cdef str _without_numbers(str name)
