cimport cython

cdef int _DEPTH


@cython.locals(units=dict, nodes=list, parents=list, is_unit=bytearray, block=int, node=int, unit=int)
cdef dict _units(object page, dict scores, frozenset wanted)
