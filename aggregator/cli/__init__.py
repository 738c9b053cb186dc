"""The command line: each command builds a few objects and calls them."""

from __future__ import annotations

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
from aggregator.cli.sites import sites
from aggregator.cli.status import status
from aggregator.errors import AggregatorError

if TYPE_CHECKING:
    from types import FrameType

_INTERRUPTED = 130
_TERMINATED = 143
_READER_GONE = 141
"""What a shell reports for a program ended by SIGINT, SIGTERM and SIGPIPE."""


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
            _silence_stdout()
            ctx.exit(_READER_GONE)
        except KeyboardInterrupt:
            ctx.exit(_INTERRUPTED)
        return result


def _silence_stdout() -> None:
    """Whoever read our output has gone (`| head`): what is still buffered must not fail once more at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    cli(prog_name="aggregator")


def _end(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave through the `finally` clauses, so that files half written are removed."""
    raise SystemExit(_TERMINATED)
