cdef class Writer:
    cdef public list out

    cpdef open(self, str tag, attributes=*)

    cpdef close(self, str tag)

    cpdef text(self, str text)


cdef str _escaped(str text)


cdef str _quoted(str value)
