cimport cython


@cython.locals(letter=Py_UCS4)
cpdef bint has_digit(str text)

@cython.locals(letter=Py_UCS4)
cpdef bint has_number(str text)

@cython.locals(letter=Py_UCS4, last=Py_UCS4, before=Py_UCS4)
cpdef bint has_label_mark(str text)


cdef int _LETTERS


cdef class Words:
    cdef str signs
    cdef int[::1] steps

    @cython.locals(signs=str, steps=int[::1], state=int, code=int, letter=Py_UCS4)
    cpdef bint are_in(self, str text)


cdef class Beginnings:
    cdef bytearray known

    @cython.locals(first=int, second=int, third=int)
    cpdef bint may_begin(self, str text)


cdef int _column(int code) noexcept


cdef class Spotter:
    cdef dict columns
    cdef dict ends
    cdef int[::1] places
    cdef int[::1] steps

    @cython.locals(places=int[::1], steps=int[::1], state=int, code=int, letter=Py_UCS4, text=str, found=dict)
    cpdef dict spot(self, object texts)
