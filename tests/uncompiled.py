"""Extraction as it runs where nothing could be compiled: prints what it finds in pages, one JSON object a line.

python tests/uncompiled.py PAGE.html ...
"""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import UTC, datetime
from importlib.abc import MetaPathFinder
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

PACKAGE = Path(__file__).parent.parent / "aggregator"
NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)


def compiled() -> list[Path]:
    """The modules that this machine could compile, where they were."""
    return sorted({path for ending in EXTENSION_SUFFIXES for path in PACKAGE.rglob(f"*{ending}")})


def source_of(library: Path, ending: str = ".py") -> Path:
    return library.with_name(library.name.partition(".")[0] + ending)


class InPython(MetaPathFinder):
    """Finds the source of what is compiled; what has none in Python is not there."""

    def __init__(self) -> None:
        self._sources = {self._name(source_of(library)): source_of(library) for library in compiled()}

    @staticmethod
    def _name(source: Path) -> str:
        return ".".join(source.relative_to(PACKAGE.parent).with_suffix("").parts)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        source = self._sources.get(fullname)
        if source is None:
            return None
        if not source.exists():
            raise ModuleNotFoundError(fullname)
        return importlib.util.spec_from_file_location(fullname, source)


def found_in(path: Path) -> dict[str, Any]:
    from aggregator.extraction import examine

    found = examine(path.read_bytes(), "https://news.example/2025/05/1.html", fetched_at=NOW)
    return {**found.article.to_dict(), "is_article": found.is_article, "reason": found.reason}


def runs_compiled() -> bool:
    files = [Path(str(getattr(module, "__file__", ""))) for module in [*sys.modules.values()]]
    return any(path.is_relative_to(PACKAGE) and path.suffix != ".py" for path in files)


if __name__ == "__main__":
    sys.meta_path.insert(0, InPython())
    for page in sys.argv[1:]:
        print(json.dumps(found_in(Path(page))))
    sys.exit(runs_compiled())
