cimport cython

cdef int _DEPTH


@cython.locals(units=dict, nodes=list, tags=list, parents=list, block=int, node=int, unit=int)
cdef dict _units(object page, dict scores, frozenset wanted)
