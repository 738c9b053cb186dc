"""Runs the command in a process whose clock is some days fast; the machine's clock stays as it is.

python benchmarks/days_ahead.py 366 crawl https://some.site/
"""

import datetime
import runpy
import sys


class Ahead(datetime.datetime):
    """What `datetime` is to every module that is imported from now on."""

    by = datetime.timedelta(0)

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> "Ahead":
        return super().now(tz) + cls.by


if __name__ == "__main__":
    Ahead.by = datetime.timedelta(days=float(sys.argv.pop(1)))
    datetime.datetime = Ahead  # type: ignore[misc]
    sys.path.pop(0)  # this folder, as after `python -m`
    runpy.run_module("aggregator", run_name="__main__", alter_sys=True)
