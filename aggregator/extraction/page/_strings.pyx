"""What `strings.py` does, in C."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND
from libc.stdint cimport uint64_t
from libc.stdlib cimport free, malloc
from libc.string cimport memchr, memcpy, strstr

from aggregator.extraction.page.strings import Reach

cdef extern from "Python.h":
    ctypedef unsigned char Py_UCS1
    ctypedef unsigned short Py_UCS2
    bint Py_UNICODE_ISSPACE(Py_UCS4 letter)
    str PyUnicode_FromKindAndData(int kind, const void* letters, Py_ssize_t count)

ctypedef fused Letter:
    Py_UCS1
    Py_UCS2
    Py_UCS4

cdef object _NOT_UTF_8 = Reach.NOT_UTF_8, _ASCII = Reach.ASCII, _LATIN_1 = Reach.LATIN_1
cdef object _TWO_BYTES = Reach.TWO_BYTES, _ANY = Reach.ANY


def find(bytes text not None, bytes word not None, Py_ssize_t start):
    """Where the word stands in a text without NUL, from `start` on; -1: nowhere."""
    if not 0 <= start <= len(text):
        raise IndexError(start)
    cdef const char* whole = text
    cdef const char* place = strstr(whole + start, word)
    return place - whole if place is not NULL else -1


cdef bint _is_folded(const Letter* letters, Py_ssize_t count) noexcept:
    """Whether the text has no blanks but single spaces between other characters."""
    cdef bint after_blank = True
    cdef Py_ssize_t place
    for place in range(count):
        if 32 < letters[place] < 127 or not Py_UNICODE_ISSPACE(letters[place]):
            after_blank = False
        elif after_blank or letters[place] != 32:
            return False
        else:
            after_blank = True
    return not after_blank or not count


def folded(str text not None):
    """The text with one blank for any run of blanks, and none at its ends."""
    return fold(text)


cdef str fold(str text):
    cdef int kind = PyUnicode_KIND(text)
    cdef void* letters = PyUnicode_DATA(text)
    if kind == 1:
        return _fold(text, <const Py_UCS1*>letters)
    if kind == 2:
        return _fold(text, <const Py_UCS2*>letters)
    return _fold(text, <const Py_UCS4*>letters)


cdef str _fold(str text, const Letter* letters):
    cdef Py_ssize_t place, length = 0, count = PyUnicode_GET_LENGTH(text)
    cdef bint after_blank = True
    if _is_folded(letters, count):
        return text  # as most texts are
    cdef Letter* kept = <Letter*>malloc(count * sizeof(Letter))
    if kept is NULL:
        raise MemoryError
    for place in range(count):
        if 32 < letters[place] < 127 or not Py_UNICODE_ISSPACE(letters[place]):
            kept[length] = letters[place]
            length += 1
            after_blank = False
        elif not after_blank:
            kept[length] = 32
            length += 1
            after_blank = True
    if length and after_blank:
        length -= 1
    try:
        return PyUnicode_FromKindAndData(sizeof(Letter), kept, length)
    finally:
        free(kept)


cdef inline bint _continues(unsigned char byte) noexcept:
    return byte & 0xC0 == 0x80


cdef int _width(const unsigned char* text, Py_ssize_t left) noexcept:
    """How many bytes the character beyond ASCII has that the text begins with; 0: it is not UTF-8."""
    cdef unsigned char lead = text[0]
    if lead < 0xC2 or left < 2 or not _continues(text[1]):
        return 0
    if lead < 0xE0:
        return 2
    if left < 3 or not _continues(text[2]):
        return 0
    if lead < 0xF0:
        return 3 if (lead != 0xE0 or text[1] >= 0xA0) and (lead != 0xED or text[1] < 0xA0) else 0
    if left < 4 or not _continues(text[3]):
        return 0
    return 4 if lead < 0xF5 and (lead != 0xF0 or text[1] >= 0x90) and (lead != 0xF4 or text[1] < 0x90) else 0


cdef inline bint _is_ascii(const unsigned char* text, int eights) noexcept:
    """Whether so many times eight bytes have no other characters."""
    cdef uint64_t eight, seen = 0
    cdef int place
    for place in range(eights):
        memcpy(&eight, text + 8 * place, 8)
        seen |= eight
    return not seen & <uint64_t>0x8080808080808080


def reach(bytes data not None):
    """How far the characters of UTF-8 reach."""
    cdef const unsigned char* text = data
    cdef Py_ssize_t length = len(data), place = 0
    cdef unsigned char highest = 0
    cdef int width
    while place < length:
        if length - place >= 8 and _is_ascii(text + place, 1):
            place += 8
            while length - place >= 32 and _is_ascii(text + place, 4):
                place += 32
            continue
        if text[place] < 0x80:
            place += 1
            continue
        width = _width(text + place, length - place)
        if not width:
            return _NOT_UTF_8
        highest = max(highest, text[place])
        place += width
    return _ASCII if highest == 0 else _LATIN_1 if highest < 0xC4 else _TWO_BYTES if highest < 0xE0 else _ANY


def has_c1(bytes data not None):
    """Whether UTF-8 has any of the control characters U+0080 to U+009F."""
    cdef const unsigned char* text = data
    cdef const unsigned char* end = text + len(data)
    while True:
        text = <const unsigned char*>memchr(text, 0xC2, end - text)
        if text is NULL:
            return False
        text += 1
        if text < end and 0x80 <= text[0] < 0xA0:
            return True


cdef bint _is_end(const unsigned char* tag) noexcept:
    """Whether the seven bytes are `</body>` or `</html>`, in letters of either case."""
    cdef const char* word = b"body" if tag[2] | 32 == c'b' else b"html"
    cdef int place
    for place in range(4):
        if tag[place + 2] | 32 != word[place]:
            return False
    return tag[1] == c'/' and tag[6] == c'>'


def ends(bytes html not None):
    """Where `</body>` and `</html>` stand, in letters of either case."""
    cdef const unsigned char* start = html
    cdef const unsigned char* tag = start
    cdef const unsigned char* last = start + len(html) - 7
    cdef list found = []
    while tag <= last:
        tag = <const unsigned char*>memchr(tag, c'<', last - tag + 1)
        if tag is NULL:
            break
        if _is_end(tag):
            found.append(tag - start)
        tag += 1
    return found
