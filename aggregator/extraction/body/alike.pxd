cimport cython

cdef double _LEAST, _LEAST_IN_THREAD, _SHARE


@cython.locals(
    least=double, tags=list, names=list, parents=list, nodes=list, sizes=list, whole=dict, inside=dict, doubtful=dict,
    first=int, last=int, line=int, score=double, node=int, tag=str, make=tuple,
)
cpdef void keep(object page, dict scores, bint is_thread) except *
