"""What holds for the whole test run."""

from __future__ import annotations

import os


def pytest_xdist_auto_num_workers() -> int:
    """Of `--numprocesses auto`: tests of crawls wait half of their time, so that two share a core."""
    return 2 * (os.cpu_count() or 1)
