cimport cython

from aggregator.extraction.body.arrays cimport Zeros
from aggregator.extraction.body.kin cimport Kin
from aggregator.extraction.body.vocabulary cimport name_bits

cdef int _UNLIKELY, _BODY, _WIDE, _MAX_LINE, _OTHER_TAG, _PROSE, _PER_MARK, _FRAME
cdef double _PROSE_SHARE


@cython.locals(before=int, behind=int)
cdef int _between(list totals, int start, int stop)


cdef class Blocks:
    cdef public object page, reading
    cdef public int count, elements, headline, claims, total, plain, core, tight, core_start, core_end, core_length
    cdef public int shapes, weighed, found
    cdef public bint thread_url
    cdef public double core_share, core_links, page_links, comment_share
    cdef public list candidates
    cdef public bytearray teaser
    cdef public Zeros zeros
    cdef public Kin kin, clan
    cdef public int[::1] node, tag, size, marks, size_sums, link_sums, name_bits, tag_bits, core_up, core_down
    cdef public int[::1] tight_up, tight_down, levels, around_size, around_first, around_end, shape, siblings
    cdef public int[::1] end, copy, under, below, shape_count, positive
    cdef public double[::1] link, around_link, around_marks, first, shape_first

    @cython.locals(
        count=int, block=int, stop=int, size=int, link=int, node=int, block_nodes=list, starts=list, tags=list,
        sizes=list, links=list, marks=list, size_sum=int, link_sum=int, mark_sum=int, mark_sum_before=int, kinds=dict,
    )
    cdef _weigh_text(self)

    @cython.locals(
        tags=list, names=list, parents=list, ends=list, hidden=list, starts=list, stops=list, sizes=list, links=list,
        marks=list, most=double, part=double, node=int, start=int, stop=int, size=int, link=int, plain=int, parent=int,
        bits=int, within=int, dead=list, is_links=bint, kind=int, tag_kinds=dict, known=dict, name=str, own=int,
    )
    cdef list _screen(self, bint links_too)

    @cython.locals(blocks=list, block_starts=list, start=int, stop=int, first=int, final=int, block=int)
    cdef list _living(self, list dead)

    @cython.locals(prose=int, block=int)
    cdef bint _has_little_prose(self)

    @cython.locals(comment=int, comments=double, block=int)
    cdef _measure_page(self)

    @cython.locals(hidden=list, own=double[::1], speakers=list, block=int, node=int)
    cdef _find_cores(self)

    @cython.locals(
        parents=list, scores=double[::1], heard=list, speaker=int, node=int, worth=double, best=int, best_score=double,
        score=double, bits=int,
    )
    cdef int _spoken_for(self, double[::1] own, list speakers, double decay)

    @cython.locals(
        parents=list, starts=list, stops=list, room=int, level=int, known=bytearray, block=int, node=int, way=list, outer=int,
        inner=int, around=int, own=int, other=int, levels=int, blocks=list, sizes=list, links=list, marks=list, start=int,
        stop=int, size=int,
    )
    cdef _place(self)

    @cython.locals(parents=list, steps=int[::1], count=int, node=int)
    cdef int[::1] _steps_up(self, int core)

    @cython.locals(
        tags=list, names=list, parents=list, beside=dict, families=list, shapes=dict, block=int, node=int, above=int, top=int,
    )
    cdef _count_siblings(self)

    @cython.locals(chunks=list, starts=list, seen=dict, ends=dict, last=str, length=int, heading=int, kind=int, block=int, first=int)
    cdef _look_at_ends(self)

    cpdef tuple line(self, int block)

    @cython.locals(block=int, score=double)
    cpdef look_back(self, object scores, object lexicon)

    cpdef double said(self, int block)
