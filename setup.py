"""Compiles what takes the most time in Python, where there is a compiler."""

import lxml
from Cython.Build import cythonize
from setuptools import Extension, setup


def extension(name: str, include_dirs: list[str] | None = None) -> Extension:
    """A module in C; where it cannot be compiled, its place is taken by the same in Python."""
    source = name.replace(".", "/") + ".pyx"
    return Extension(name, [source], include_dirs=include_dirs, optional=True)


setup(
    ext_modules=cythonize(
        [
            extension("aggregator.extraction.page._walk", lxml.get_include()),
        ]
    )
)
