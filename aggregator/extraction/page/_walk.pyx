# cython: initializedcheck=False
"""The walk of `walk.py` in C, over the parser's own nodes: the same lists without an object of lxml's for each element."""

from collections import defaultdict

from cpython.dict cimport PyDict_GetItem, PyDict_SetItem
from cpython.list cimport PyList_New, PyList_SET_ITEM
from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF
from cpython.unicode cimport PyUnicode_AsUTF8AndSize, PyUnicode_DATA, PyUnicode_DecodeUTF8, PyUnicode_GET_LENGTH
from libc.stdlib cimport free, realloc
from libc.string cimport memcpy, strcmp, strlen, strncmp
from lxml.includes cimport etreepublic as etree
from lxml.includes cimport tree

from aggregator.extraction.page._strings cimport fold
from aggregator.extraction.page.elements import HEADS
from aggregator.extraction.page.walk import SHORT, Walk, layout_of

cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object text)

etree.import_lxml__etree()

cdef int _short = SHORT

cdef enum:
    BLOCK, CODE, INLINE, LINK, PICTURE, SILENT, SILENT_INLINE  # as walk.py numbers them

cdef enum:
    CACHE = 256  # more than HTML has tags
    NAMES = 1024  # some times more than most pages have
    ROOM = 1000  # elements and chunks, for a start


cdef struct Element:
    tree.xmlNode* node
    int parent
    int end
    int first_chunk
    int end_chunk
    int layout
    bint hides


cdef struct Chunk:
    int node
    int block
    int size
    int marks
    bint linked


cdef struct Block:
    int first_chunk
    int node


cdef struct Tag:
    const char* name
    int layout


cdef struct Name:
    const char* classes  # as in the page; NULL where there is no such attribute
    const char* ident
    PyObject* lower
    PyObject* numbers  # of the elements; NULL where none of them counts


cdef class Elements:
    """The page's elements by number; each becomes one of lxml's when it is asked for."""

    cdef etree._Document document
    cdef Element* found
    cdef int count

    def __dealloc__(self):
        free(self.found)

    def __len__(self):
        return self.count

    def __getitem__(self, int number):
        if not 0 <= number < self.count:
            raise IndexError(number)
        return etree.elementFactory(self.document, self.found[number].node)

    def attribute(self, int number, str name):
        """An attribute's value, of the element of this number."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        cdef tree.xmlNode* node = self.found[number].node
        cdef tree.xmlAttr* attribute = _attribute(node, PyUnicode_AsUTF8AndSize(name, NULL))
        return _value(node, attribute) if attribute is not NULL else None

    def attributes(self, list numbers not None, str name not None):
        """An attribute's values, of the elements of these numbers."""
        cdef const char* wanted = PyUnicode_AsUTF8AndSize(name, NULL)
        cdef tree.xmlAttr* attribute
        cdef list found = []
        cdef int number
        for number in numbers:
            if not 0 <= number < self.count:
                raise IndexError(number)
            attribute = _attribute(self.found[number].node, wanted)
            found.append(_value(self.found[number].node, attribute) if attribute is not NULL else None)
        return found

    def all_attributes(self, int number):
        """All attributes of the element of this number, by name."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        cdef tree.xmlNode* node = self.found[number].node
        cdef tree.xmlAttr* attribute = node.properties
        cdef dict found = {}
        while attribute is not NULL:
            if attribute.ns is NULL:
                found[(<const char*>attribute.name).decode("utf-8", "replace")] = _value(node, attribute)
            attribute = attribute.next
        return found

    def raw_text(self, int number):
        """The text at the start of an element, in UTF-8."""
        if not 0 <= number < self.count:
            raise IndexError(number)
        cdef tree.xmlNode* node = self.found[number].node.children
        if node is NULL or not _is_text(node) or (node.next is not NULL and _is_text(node.next)):
            return (self[number].text or "").encode()
        return <bytes><const char*>node.content


cdef str _value(tree.xmlNode* node, tree.xmlAttr* attribute):
    cdef const char* value = _written(attribute)
    if _is_divided(attribute):
        return etree.attributeValue(node, attribute)
    if value is NULL:
        return ""
    return PyUnicode_DecodeUTF8(value, strlen(value), "replace")


cdef inline bint _is_divided(tree.xmlAttr* attribute) noexcept:
    """Whether the tree has the attribute's value in several pieces."""
    return attribute is not NULL and attribute.children is not NULL and (
        attribute.children.next is not NULL or attribute.children.type != tree.XML_TEXT_NODE
    )


cdef inline const char* _written(tree.xmlAttr* attribute) noexcept:
    """The attribute's value, of which this may be the first piece; NULL where there is none."""
    return NULL if attribute is NULL or attribute.children is NULL else <const char*>attribute.children.content


cdef tree.xmlAttr* _attribute(tree.xmlNode* node, const char* name) noexcept:
    cdef tree.xmlAttr* attribute = node.properties
    while attribute is not NULL:
        if strcmp(<const char*>attribute.name, name) == 0 and attribute.ns is NULL:
            return attribute
        attribute = attribute.next
    return NULL


cdef inline bint _is_text(tree.xmlNode* node) noexcept:
    return node.type == tree.XML_TEXT_NODE or node.type == tree.XML_CDATA_SECTION_NODE


cdef inline bint _is_blank(unsigned char letter) noexcept:
    return letter == c' ' or 9 <= letter <= 13 or 28 <= letter <= 31


cdef int _blank_at(const unsigned char* text, Py_ssize_t left) noexcept:
    """How many bytes of a blank, as `str.isspace` has it, the text begins with; 0 where it begins with none."""
    if _is_blank(text[0]):
        return 1
    if text[0] == 0xC2 and left > 1 and (text[1] == 0x85 or text[1] == 0xA0):
        return 2
    if left < 3:
        return 0
    if text[0] == 0xE2:
        if text[1] == 0x80 and (text[2] <= 0x8A or text[2] == 0xA8 or text[2] == 0xA9 or text[2] == 0xAF):
            return 3
        return 3 if text[1] == 0x81 and text[2] == 0x9F else 0
    if text[0] == 0xE3:
        return 3 if text[1] == 0x80 and text[2] == 0x80 else 0
    return 3 if text[0] == 0xE1 and text[1] == 0x9A and text[2] == 0x80 else 0


cdef int _blank_before(const unsigned char* text, Py_ssize_t length) noexcept:
    """How many bytes of a blank the text ends with."""
    cdef int width
    if _is_blank(text[length - 1]):
        return 1
    for width in range(2, 4):
        if length >= width and text[length - width] >= 0xC2 and _blank_at(text + length - width, width) == width:
            return width
    return 0


cdef void _measure(const unsigned char* text, Py_ssize_t length, Chunk* chunk) noexcept:
    """Size and marks of a text without blanks at its ends."""
    cdef Py_ssize_t place
    cdef int marks = 0
    cdef bint ascii = True
    cdef unsigned char letter, last
    chunk.size = <int>length
    for place in range(length):
        letter = text[place]
        if letter < 0x80:
            if letter == c',' or (letter == c'.' and place + 1 < length and text[place + 1] == c' '):
                marks += 1
        else:
            ascii = False
            if letter == 0xEF and place + 2 < length and text[place + 1] == 0xBC:  # ，！；？
                last = text[place + 2]
                if last == 0x8C or last == 0x81 or last == 0x9B or last == 0x9F:
                    marks += 1
            elif letter == 0xE3 and place + 2 < length and text[place + 1] == 0x80:  # 、。
                last = text[place + 2]
                if last == 0x81 or last == 0x82:
                    marks += 1
    if length and text[length - 1] == c'.':
        marks += 1
    chunk.marks = 0 if ascii and length <= _short else marks


cdef bint _is_hiding(const char* style) noexcept:
    """Whether the style has `display:none`, blanks and case aside."""
    cdef const char* wanted = b"display:none"
    cdef const char* here
    cdef const char* place = style
    cdef int matched
    while place[0]:
        if place[0] == c'd' or place[0] == c'D':
            here, matched = place, 0
            while here[0]:
                if here[0] != c' ':
                    if (here[0] | 32 if c'A' <= here[0] <= c'Z' else here[0]) != wanted[matched]:
                        break
                    matched += 1
                    if matched == 12:
                        return True
                here += 1
        place += 1
    return False


cdef bint _is_panel(tree.xmlNode* node) noexcept:
    """Of a tab or an accordion: text that readers open."""
    cdef tree.xmlAttr* attribute = _attribute(node, b"role")
    cdef const char* role = b""
    if attribute is not NULL and attribute.children is not NULL:
        role = <const char*>attribute.children.content
    if attribute is NULL or strcmp(role, b"region") == 0:
        return _attribute(node, b"aria-labelledby") is not NULL
    return strcmp(role, b"tabpanel") == 0


cdef str _lower(tree.xmlNode* node, tree.xmlAttr* attribute):
    """The attribute's value in lower case."""
    cdef str value = _value(node, attribute)
    return value if _is_lower(value) else value.lower()


cdef bint _is_lower(str text) noexcept:
    """Whether the text, as most are, is surely the same in lower case."""
    cdef const unsigned char* letters
    cdef Py_ssize_t place
    if not PyUnicode_IS_ASCII(text):
        return False
    letters = <const unsigned char*>PyUnicode_DATA(text)
    for place in range(PyUnicode_GET_LENGTH(text)):
        if c'A' <= letters[place] <= c'Z':
            return False
    return True


cdef PyObject* _listed(object numbers, str key) except NULL:
    """The list of a key."""
    cdef PyObject* known = PyDict_GetItem(numbers, key)
    cdef list empty
    if known is NULL:
        empty = []
        PyDict_SetItem(numbers, key, empty)
        known = <PyObject*>empty  # which `numbers` keeps
    return known


cdef size_t _hash(const char* text, size_t mixed) noexcept:
    cdef size_t length, eight
    if text is NULL:
        return mixed
    length = strlen(text)
    mixed += length
    while length >= 8:
        memcpy(&eight, text, 8)
        mixed = (mixed ^ eight) * <size_t>0x9E3779B97F4A7C15
        mixed ^= mixed >> 29
        text += 8
        length -= 8
    while length:
        mixed = (mixed ^ <unsigned char>text[0]) * <size_t>0x9E3779B97F4A7C15
        text += 1
        length -= 1
    return mixed ^ (mixed >> 32)


cdef inline bint _same(const char* text, const char* other) noexcept:
    return text is other or (text is not NULL and other is not NULL and strcmp(text, other) == 0)


cdef class _Walker:
    """What is open while the tree is walked, and what has been found."""

    cdef Element* elements
    cdef Chunk* chunks
    cdef Block* blocks
    cdef int* laid_out  # open elements that are laid out as blocks
    cdef int element_count, chunk_count, block_count, open_blocks
    cdef int element_room, chunk_room
    cdef int inner, quiet, links, code
    cdef bint fresh
    cdef list blanks  # still to be put beside the latest chunk
    cdef list indent  # at the start of a line of code
    cdef list texts, tags, names, properties
    cdef list numbers  # those of the elements: a number is one object, however often it is met
    cdef object by_tag, by_name
    cdef Tag cache[CACHE]
    cdef list cached
    cdef Name known[NAMES + 1]

    def __cinit__(self):
        self.inner = -1
        self.fresh = True
        self.texts, self.tags, self.names, self.properties, self.numbers = [], [], [], [], []
        self.blanks, self.indent = [], []
        self.by_tag, self.by_name = defaultdict(list), defaultdict(list)
        self.cached = [None] * CACHE
        self.element_room = self.chunk_room = ROOM
        self.grow_elements()
        self.grow_chunks()
        self.laid_out[0], self.open_blocks = 0, 1

    def __dealloc__(self):
        free(self.elements)
        free(self.chunks)
        free(self.blocks)
        free(self.laid_out)

    cdef int grow_elements(self) except -1:
        self.element_room *= 2
        self.elements = <Element*>_grown(self.elements, self.element_room * sizeof(Element))
        self.laid_out = <int*>_grown(self.laid_out, (self.element_room + 1) * sizeof(int))
        return 0

    cdef int grow_chunks(self) except -1:
        self.chunk_room *= 2
        self.chunks = <Chunk*>_grown(self.chunks, self.chunk_room * sizeof(Chunk))
        self.blocks = <Block*>_grown(self.blocks, self.chunk_room * sizeof(Block))
        return 0

    cdef int run(self, tree.xmlNode* root) except -1:
        cdef tree.xmlNode* node = root
        while True:
            if node.type == tree.XML_ELEMENT_NODE:
                self.open(node)
                if node.children is not NULL:
                    node = node.children
                    continue
                self.close()
            elif _is_text(node):
                node = self.read(node)
            while node is not root and node.next is NULL:
                node = node.parent
                self.close()
            if node is root:
                self.put_blanks("")
                return 0
            node = node.next

    cdef int open(self, tree.xmlNode* node) except -1:
        cdef int number = self.element_count
        if number == self.element_room:
            self.grow_elements()
        cdef Element* element = &self.elements[number]
        cdef int place = self.tag(<const char*>node.name)
        cdef int layout = self.cache[place].layout
        cdef tree.xmlAttr* attribute = node.properties
        cdef tree.xmlAttr* classes = NULL
        cdef tree.xmlAttr* ident = NULL
        cdef const char* key
        cdef Name* name
        cdef bint hides = False, is_hidden = False, leads = False, is_mark = False
        cdef list entry
        cdef object shared = number
        self.numbers.append(shared)
        while attribute is not NULL:
            if attribute.ns is NULL:
                key = <const char*>attribute.name
                if key[0] == c'c' and strcmp(key, "class") == 0:
                    classes = attribute
                elif key[0] == c'i' and strcmp(key, "id") == 0:
                    ident = attribute
                elif key[0] == c'i' and strcmp(key, "itemprop") == 0:
                    self.properties.append(shared)
                elif key[0] == c's' and strcmp(key, "style") == 0:
                    hides = attribute.children is not NULL and attribute.children.content is not NULL and _is_hiding(
                        <const char*>attribute.children.content
                    )
                elif key[0] == c'h' and strcmp(key, "hidden") == 0:
                    is_hidden = True
                elif key[0] == c'h' and strcmp(key, "href") == 0:
                    leads = True
                elif key[0] == c'n' and strcmp(key, "name") == 0:
                    is_mark = True
            attribute = attribute.next
        if is_hidden and _written(ident) is not NULL:
            is_hidden = strncmp(_written(ident), b"S:", 2) != 0  # React moves it to its place
        if classes is NULL and ident is NULL:
            self.names.append("")
        else:
            name = self.name(node, classes, ident)
            if layout <= LINK and <str>name.lower:
                if name.numbers is NULL:
                    name.numbers = _listed(self.by_name, <str>name.lower)
                (<list>name.numbers).append(shared)
        entry = self.cached[place]
        self.tags.append(entry[0])
        (<list>entry[1]).append(shared)
        element.node = node
        element.parent = self.inner
        element.first_chunk = self.chunk_count
        element.hides = (hides or is_hidden) and not _is_panel(node)
        if layout <= CODE:
            self.begin_block(number)
            self.code += layout == CODE
        elif layout == LINK:
            if not leads and is_mark:
                layout = INLINE
            else:
                self.links += 1
        elif layout >= SILENT:
            if (
                self.inner >= 0
                and self.elements[self.inner].first_chunk == self.chunk_count
                and entry[0] == "button"
                and self.tags[self.inner] in HEADS
            ):
                layout = INLINE  # an accordion's
            else:
                self.quiet += 1
                if layout == SILENT:
                    self.begin_block(number)
        element.layout = layout
        self.element_count += 1
        if layout == PICTURE and (
            not self.quiet or (self.inner >= 0 and self.tags[self.inner] == "noscript")
        ):
            self.inner = number
            self.add(number, "", NULL, 0)
        self.inner = number
        return 0

    cdef int begin_block(self, int number) except -1:
        self.end_block()
        self.laid_out[self.open_blocks] = number
        self.open_blocks += 1
        return 0

    cdef int end_block(self) except -1:
        self.fresh = True
        if self.indent:
            self.indent = []
        return 0

    cdef int close(self) except -1:
        cdef Element* element = &self.elements[self.inner]
        element.end = self.element_count
        element.end_chunk = self.chunk_count
        if element.layout == LINK:
            self.links -= 1
        elif element.layout >= SILENT:
            self.quiet -= 1
        elif element.layout == CODE:
            self.code -= 1
        if element.layout <= CODE or element.layout == SILENT:
            self.end_block()
            self.open_blocks -= 1
        self.inner = element.parent
        return 0

    cdef tree.xmlNode* read(self, tree.xmlNode* node) except NULL:
        """Take in a text, whatever number of nodes it is in; the last of these."""
        cdef tree.xmlNode* first = node
        cdef const unsigned char* text
        cdef Py_ssize_t length, place = 0
        cdef bytes together
        cdef int width
        while node.next is not NULL and _is_text(node.next):
            node = node.next
        if self.quiet or (first.prev is NULL and self.elements[self.inner].layout == PICTURE):
            return node
        if first is node:
            text, length = <const unsigned char*>node.content, strlen(<const char*>node.content)
        else:
            together = b"".join(_contents(first, node))
            text, length = <const unsigned char*><const char*>together, len(together)
        if not length:
            return node
        while place < length:
            width = _blank_at(text + place, length - place)
            if not width:
                break
            place += width
        if place == length:
            if not self.fresh:
                self.blanks.append(PyUnicode_DecodeUTF8(<const char*>text, length, "replace") if self.code else " ")
            elif self.code:
                self.indent.append(PyUnicode_DecodeUTF8(<const char*>text, length, "replace"))
            return node
        self.add(self.inner, PyUnicode_DecodeUTF8(<const char*>text, length, "replace"), text + place, length - place)
        return node

    cdef str put_blanks(self, str text):
        """Put blanks behind the latest chunk, or before the text that follows where that chunk is a picture."""
        if not self.blanks:
            return text
        if self.texts[self.chunk_count - 1]:
            self.texts[self.chunk_count - 1] += "".join(self.blanks)
        elif not self.fresh:
            if not text:
                return text  # until more than another picture follows
            text = "".join(self.blanks) + text
        self.blanks = []
        return text

    cdef int add(self, int number, str text, const unsigned char* start, Py_ssize_t length) except -1:
        """Add a chunk, which begins a block where something has ended the one before."""
        text = self.put_blanks(text)
        if self.chunk_count == self.chunk_room:
            self.grow_chunks()
        cdef Chunk* chunk = &self.chunks[self.chunk_count]
        cdef int width
        if self.fresh:
            self.fresh = False
            if text and self.indent:
                text = "".join(self.indent) + text
            self.blocks[self.block_count].first_chunk = self.chunk_count
            self.blocks[self.block_count].node = self.laid_out[self.open_blocks - 1]
            self.block_count += 1
        while length:
            width = _blank_before(start, length)
            if not width:
                break
            length -= width
        _measure(start, length, chunk)
        chunk.node = number
        chunk.block = self.block_count - 1
        chunk.linked = self.links > 0
        self.chunk_count += 1
        self.texts.append(text)
        return 0

    cdef Name* name(self, tree.xmlNode* node, tree.xmlAttr* classes, tree.xmlAttr* ident) except NULL:
        """Add class and id of an element in lower case: most elements of a page share theirs."""
        cdef const char* first = _written(classes)
        cdef const char* second = _written(ident)
        cdef Name* known = &self.known[_hash(second, _hash(first, 0)) % NAMES]
        cdef str lower, further
        if _is_divided(classes) or _is_divided(ident):
            known = &self.known[NAMES]  # which is compared with none
            known.lower = NULL
        if known.lower is not NULL and _same(known.classes, first) and _same(known.ident, second):
            self.names.append(<str>known.lower)
            return known
        lower = _lower(node, classes) if classes is not NULL else ""
        further = _lower(node, ident) if ident is not NULL else ""
        if further:
            lower = f"{lower} {further}" if lower else further
        self.names.append(lower)  # which keeps it
        known.classes, known.ident = first, second
        known.lower, known.numbers = <PyObject*>lower, NULL
        return known

    cdef int tag(self, const char* name) except -1:
        """Where the cache has this tag; the parser keeps one copy of each name."""
        cdef size_t place = (<size_t>name >> 3) % CACHE
        cdef int tries
        cdef str known
        for tries in range(CACHE):
            if self.cache[place].name == name:
                return <int>place
            if self.cache[place].name is NULL:
                break
            place = (place + 1) % CACHE
        known = name.decode("utf-8", "replace")
        self.cache[place].name = name
        self.cache[place].layout = layout_of(known)
        self.cached[place] = [known, self.by_tag[known]]
        return <int>place

    cdef result(self, etree._Element root):
        cdef Elements elements = Elements.__new__(Elements)
        cdef list hidden = [False] * self.element_count
        cdef int most = max(self.element_count, self.chunk_count) + 1
        cdef list numbers = self.numbers
        cdef list parents = _room(self.element_count), ends = _room(self.element_count)
        cdef list chunk_starts = _room(self.element_count), chunk_ends = _room(self.element_count)
        cdef list nodes = _room(self.chunk_count), of_blocks = _room(self.chunk_count)
        cdef list linked = _room(self.chunk_count)
        cdef list sizes = _room(self.chunk_count + 1), marks = _room(self.chunk_count + 1)
        cdef list links = _room(self.chunk_count + 1)
        cdef list starts = _room(self.block_count + 1), block_nodes = _room(self.block_count)
        cdef list block_texts = _room(self.block_count), block_sizes = _room(self.block_count)
        cdef list block_links = _room(self.block_count), block_marks = _room(self.block_count)
        cdef Element* element
        cdef Chunk* chunk
        cdef long size = 0, mark = 0, link = 0
        cdef int number, first, end, place, hidden_until = 0
        for number in range(self.element_count, most):
            numbers.append(number)
        for number in range(self.element_count):
            element = &self.elements[number]
            _put(parents, number, numbers[element.parent] if element.parent >= 0 else -1)
            _put(ends, number, numbers[element.end])
            _put(chunk_starts, number, numbers[element.first_chunk])
            _put(chunk_ends, number, numbers[element.end_chunk])
            if number >= hidden_until and element.hides and element.first_chunk != element.end_chunk:
                hidden_until = element.end
            if number < hidden_until:
                hidden[number] = True
        for number in range(self.chunk_count):
            chunk = &self.chunks[number]
            _put(nodes, number, numbers[chunk.node])
            _put(of_blocks, number, numbers[chunk.block])
            _put(linked, number, True if chunk.linked else False)
            _put(sizes, number, size)
            _put(marks, number, mark)
            _put(links, number, link)
            size += chunk.size
            mark += chunk.marks
            if chunk.linked:
                link += chunk.size
        _put(sizes, self.chunk_count, size)
        _put(marks, self.chunk_count, mark)
        _put(links, self.chunk_count, link)
        for number in range(self.block_count):
            _put(starts, number, numbers[self.blocks[number].first_chunk])
            _put(block_nodes, number, numbers[self.blocks[number].node])
            first = self.blocks[number].first_chunk
            end = self.blocks[number + 1].first_chunk if number + 1 < self.block_count else self.chunk_count
            _put(block_texts, number, self.line(first, end))
            size = link = mark = 0
            for place in range(first, end):
                chunk = &self.chunks[place]
                size += chunk.size
                mark += chunk.marks
                if chunk.linked:
                    link += chunk.size
            _put(block_sizes, number, size)
            _put(block_links, number, link)
            _put(block_marks, number, mark)
        _put(starts, self.block_count, numbers[self.chunk_count])
        elements.document, elements.found, elements.count = root._doc, self.elements, self.element_count
        self.elements = NULL
        return Walk(
            elements, self.tags, parents, ends, self.names, hidden, self.by_tag, self.by_name, self.properties,
            chunk_starts, chunk_ends, self.texts, nodes, of_blocks, linked, starts, block_nodes, block_texts, block_sizes,
            block_links, block_marks, sizes, links, marks,
        )

    cdef str line(self, int first, int end):
        """The text of some chunks on one line."""
        return fold(<str>self.texts[first] if end - first == 1 else "".join(self.texts[first:end]))


cdef inline list _room(Py_ssize_t count):
    return PyList_New(count)


cdef inline void _put(list values, Py_ssize_t place, object value) noexcept:
    Py_INCREF(value)
    PyList_SET_ITEM(values, place, value)


cdef list _contents(tree.xmlNode* first, tree.xmlNode* last):
    cdef list found = []
    while True:
        found.append(<bytes><const char*>first.content)
        if first is last:
            return found
        first = first.next


cdef void* _grown(void* memory, size_t size) except NULL:
    cdef void* larger = realloc(memory, size)
    if larger is NULL:
        raise MemoryError
    return larger


def walk(etree._Element root not None):
    """The page's elements, chunks and blocks."""
    cdef _Walker walker = _Walker()
    walker.run(root._c_node)
    return walker.result(root)
