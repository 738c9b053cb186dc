cimport cython

from aggregator.extraction.body.blocks cimport Blocks
from aggregator.extraction.body.features cimport look, look_again
from aggregator.extraction.body.forest cimport Forest


@cython.locals(row=double[::1], block=int)
cpdef list first(Blocks blocks, Forest forest)


@cython.locals(row=double[::1], block=int, score=double, out=double, sure=double)
cpdef list second(Blocks blocks, Forest forest)
