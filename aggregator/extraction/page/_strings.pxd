cdef str fold(str text)
