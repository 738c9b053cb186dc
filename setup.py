"""Compiles what takes the most time in Python, where there is a compiler; without one, all runs as it is."""

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup


def extension(module: str, include_dirs: list[str] | None = None, *, ending: str = ".py") -> Extension:
    return Extension(module, [module.replace(".", "/") + ending], include_dirs=include_dirs, optional=True)


_BODY = ("blocks", "features", "forest", "kin", "looks")

setup(
    ext_modules=cythonize(
        [
            extension("aggregator.extraction.page._walk", lxml.get_include(), ending=".pyx"),
            *(extension(f"aggregator.extraction.body.{module}") for module in _BODY),
        ],
        compiler_directives={"language_level": 3, "annotation_typing": False, "wraparound": False},
    )
)
