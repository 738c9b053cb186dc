cimport cython


cdef class Base:
    cdef public object page
    cdef public str url
    cdef str _scheme, _origin, _folder
    cdef bint _has_sound_origin

    cpdef absolute(self, str reference)

    @cython.locals(odd=list, found=dict, reference=str, signs=bytes)
    cpdef dict all_absolute(self, references)

    cdef str _resolved(self, str reference)


@cython.locals(host=str)
cdef bint _is_sound(str url)


cdef class Links:
    cdef object _page
    cdef public Base base
    cdef public list nodes, urls
    cdef public dict rels
    cdef list _all

    cpdef within(self, int start, int end)

    @cython.locals(node=int, first=int, end=int, text=str)
    cpdef str text(self, int number)


@cython.locals(pictures=list, end=int, place=int)
cdef str _alternative(page, int node)


@cython.locals(nodes=list, addresses=list, rels=dict, known=dict, base=Base)
cpdef Links read(object page)
