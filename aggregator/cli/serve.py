"""`aggregator serve`: the store in a browser."""

from __future__ import annotations

import ipaddress
import re
import socket
from typing import TYPE_CHECKING

import click

from aggregator.cli.options import TEXT, db_option
from aggregator.errors import AggregatorError
from aggregator.store import Store

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


_OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")


class ServeError(AggregatorError):
    """The address cannot be listened at."""


class HostName(click.ParamType[str]):
    """As browsers send it, without the port; of the sites below it as well where it begins with `*.`."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"(\*\.)?[\w-]+(\.[\w-]+)*|\[[0-9a-f:.]+\]", value, re.I | re.A):
            self.fail(
                f"{value!r}; expected a host's name such as news.example, without scheme, port or path",
                param,
                ctx,
            )
        return value


@click.command()
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    type=TEXT,
    help="Listen at this address. Whoever reaches it can read the whole database.",
)
@click.option(
    "--port",
    default=8930,
    show_default=True,
    type=click.IntRange(0, 65535),
    help="Listen at this port; 0 takes any that is free.",
)
@click.option(
    "--allow-host",
    "names",
    multiple=True,
    type=HostName(),
    help="Also answer under this name, for a proxy in front. Can be given more than once.",
)
@db_option
def serve(*, db: Path, host: str, port: int, names: Sequence[str]) -> None:
    """Browse and query the database in a web page.

    Search, read, compare copies and versions, see how crawling goes, ask in SQL, and take what was chosen
    along as JSON Lines, JSON, CSV or a feed. It only reads, also while a crawl is writing. Ctrl-C ends it.

    \b
      aggregator serve
      aggregator serve --db news.db --port 8000
    """
    from tzlocal import get_localzone

    from aggregator.web import application
    from aggregator.web.server import run

    with Store(db, read_only=True):
        pass  # what is wrong with it is said before anybody asks
    with _listening(host, port) as listener:
        address, port = listener.getsockname()[:2]
        is_private = ipaddress.ip_address(address.split("%")[0]).is_loopback
        shown = f"[{address}]" if ":" in address else address
        click.echo(f"{db} is at http://{shown}:{port}/ (Ctrl-C ends it)", err=True)
        if not is_private:
            click.echo("whoever reaches that address can read the whole database", err=True)
        hosts = (*_OWN_NAMES, host, shown, *names) if is_private or names else ("*",)
        app = application(db, hosts=hosts, zone=get_localzone())
        run(app, listener)


def _listening(host: str, port: int) -> socket.socket:
    """A socket at that address; ServeError where none can be had."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address, family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ServeError(
            f"{host} port {port}: {reason}; expected an address of this machine and a port that is free"
        ) from None
