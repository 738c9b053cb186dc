"""Compiles what takes the most time in Python, where there is a compiler; without one, all runs as it is."""

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup

_BODY = ("blocks", "cutoff", "features", "forest", "kin", "lexicon", "looks", "units")

modules = cythonize(
    [
        Extension(
            "aggregator.extraction.page._walk",
            ["aggregator/extraction/page/_walk.pyx"],
            include_dirs=lxml.get_include(),
        ),
        Extension("aggregator.extraction.page._strings", ["aggregator/extraction/page/_strings.pyx"]),
        *(
            Extension(f"aggregator.extraction.body.{name}", [f"aggregator/extraction/body/{name}.py"])
            for name in _BODY
        ),
    ],
    build_dir="build",
    compiler_directives={"language_level": 3, "annotation_typing": False, "wraparound": False},
)
for module in modules:
    module.optional = True  # a warning is all that comes of it

setup(ext_modules=modules, options={"build_ext": {"parallel": True}})
