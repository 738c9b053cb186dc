cimport cython


cdef class _Outline:
    cdef public object page
    cdef public int top
    cdef dict _paths

    @cython.locals(paths=dict, tags=list, parents=list, unknown=list, path=tuple, inner=int)
    cpdef tuple path(self, int node)

    @cython.locals(tags=list, tag=str, around=list)
    cpdef bint _counts(self, int node, tuple path)


cdef class _Lines:
    cdef public object page, kept, pictures, spare, writer
    cdef public str base
    cdef list _open

    @cython.locals(first=int, last=int, chunk=int)
    cpdef write(self, int block, bint code)

    @cython.locals(
        opened=list, texts=list, nodes=list, block_node=int, last=int, line=str, place=int, blank=bint, owed=bint,
        ends_blank=bint, chunk=int, whole=str, text=str
    )
    cpdef _write_prose(self, int block, chunks)

    @cython.locals(path=list, tags=list, parents=list, is_linked=bint)
    cpdef list _formatting(self, int node, int block_node)

    cpdef _close_but(self, path)

    cpdef _open_rest(self, path)


cdef class _Row:
    cdef public object page, writer
    cdef list _cells


@cython.locals(
    outline=_Outline, lines=_Lines, row=_Row, tags=list, block_nodes=list, open_nodes=list, path=tuple, block=int, node=int,
    leaf=int, last_leaf=int, tag=str, is_code=bint
)
cpdef write(body, str url, pictures, writer)
