"""What `strings.py` does, in C."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.string cimport strstr

cdef extern from "Python.h":
    bint Py_UNICODE_ISSPACE(Py_UCS4 letter)


def find(bytes text not None, bytes word not None, Py_ssize_t start):
    """Where the word stands in a text without NUL, from `start` on; -1: nowhere."""
    if not 0 <= start <= len(text):
        raise IndexError(start)
    cdef const char* whole = text
    cdef const char* place = strstr(whole + start, word)
    return place - whole if place is not NULL else -1


def folded(str text not None):
    """The text with one blank for any run of blanks, and none at its ends."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* letters = PyUnicode_DATA(text)
    cdef bint after_blank = True
    cdef Py_ssize_t place
    cdef Py_UCS4 letter
    for place in range(PyUnicode_GET_LENGTH(text)):
        letter = PyUnicode_READ(kind, letters, place)
        if not Py_UNICODE_ISSPACE(letter):
            after_blank = False
        elif after_blank or letter != 32:
            return " ".join(text.split())
        else:
            after_blank = True
    return " ".join(text.split()) if after_blank else text  # as most texts are
