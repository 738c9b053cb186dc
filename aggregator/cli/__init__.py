"""The command line: each command builds a few objects and calls them."""

from __future__ import annotations

import errno
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from aggregator.cli.clusters import clusters, duplicates
from aggregator.cli.crawl import crawl
from aggregator.cli.demo import demo
from aggregator.cli.export import export
from aggregator.cli.extract import extract
from aggregator.cli.history import history
from aggregator.cli.import_ import import_
from aggregator.cli.reextract import reextract
from aggregator.cli.schedule import schedule
from aggregator.cli.search import search
from aggregator.cli.serve import serve
from aggregator.cli.sites import sites
from aggregator.cli.status import status
from aggregator.cli.terminal import silence_stdout
from aggregator.errors import AggregatorError

if TYPE_CHECKING:
    from types import FrameType

_INTERRUPTED = 130
_TERMINATED = 143
_READER_GONE = 141
"""What a shell reports for a program ended by SIGINT, SIGTERM and SIGPIPE."""

_CANNOT_WRITE = (errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC)


class Program(click.Group):
    """Lists commands in the order of use and turns what a user can mend into one line and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except AggregatorError as error:
            for line in str(error).splitlines():
                click.echo(f"aggregator: {line}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            silence_stdout()
            ctx.exit(_READER_GONE)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        return result


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="article-aggregator", message="%(version)s")
def cli() -> None:
    """Point it at content sites; it keeps a clean, deduplicated, searchable database of their articles.

    \b
      aggregator crawl https://some.site/     fetch its articles into articles.db
      aggregator search "逾期 征信"           find some of them
      aggregator export -o articles.jsonl     take all of them elsewhere

    The database is an SQLite file: --db PATH, else $AGGREGATOR_DB, else articles.db.
    """


for command in (
    crawl,
    schedule,
    status,
    search,
    serve,
    export,
    import_,
    clusters,
    duplicates,
    history,
    extract,
    reextract,
    sites,
    demo,
):
    cli.add_command(command)


def main() -> None:
    """Run the command that the arguments name, and exit."""
    signal.signal(signal.SIGTERM, _end)
    _stand_in_for_closed_streams()
    try:
        cli(prog_name="aggregator")
    except OSError as error:  # of a file that we open, we know more, and say it
        if error.filename is not None or error.errno not in _CANNOT_WRITE:
            raise
        silence_stdout()
        click.echo(f"aggregator: cannot write to standard output: {error.strerror}", err=True)
        sys.exit(1)


def _stand_in_for_closed_streams() -> None:
    """Python has None for a stream that is closed from the start (`>&-`): nothing to read, no way to write.

    Standard output is there, and whoever writes to it fails; what would be said on standard error is lost.
    """
    if sys.stdin is None:
        sys.stdin = _on_null(os.O_RDONLY, "r")
    if sys.stdout is None:
        sys.stdout = _on_null(os.O_RDONLY, "w")
    if sys.stderr is None:
        sys.stderr = _on_null(os.O_WRONLY, "w")


def _on_null(flags: int, mode: str) -> Any:
    """Takes the number of the stream that is missing, which else the next file would get, and keeps it."""
    return open(os.open(os.devnull, flags), mode, closefd=False)


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave through the `finally` clauses, so that files half written are removed."""
    raise SystemExit(_TERMINATED)
