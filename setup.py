"""Compiles what takes the most time in Python, where there is a compiler; without one, all runs as it is."""

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup

_BODY = "alike arrays blocks cutoff features forest kin lexicon looks units vocabulary".split()
_LINKS = "headings hyperlinks neighbours".split()
_RENDERING = "hypertext steps".split()

modules = cythonize(
    [
        Extension(
            "aggregator.extraction.page._walk",
            ["aggregator/extraction/page/_walk.pyx"],
            include_dirs=lxml.get_include(),
        ),
        Extension("aggregator.extraction.page._strings", ["aggregator/extraction/page/_strings.pyx"]),
        Extension("aggregator.signs", ["aggregator/signs.py"]),
        *(
            Extension(f"aggregator.extraction.{part}.{name}", [f"aggregator/extraction/{part}/{name}.py"])
            for part, names in (("body", _BODY), ("links", _LINKS), ("rendering", _RENDERING))
            for name in names
        ),
    ],
    build_dir="build",
    compiler_directives={"language_level": 3, "annotation_typing": False, "wraparound": False},
)
for module in modules:
    module.optional = True  # a warning is all that comes of it

setup(ext_modules=modules, options={"build_ext": {"parallel": True}})
