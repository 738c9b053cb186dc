"""Runs `aggregator` commands as forks of one process that has imported everything.

Half of the tests' time went into imports. A fork starts where these end; arguments, folder, files, memory and exit
status are its own, as they are when a shell starts the command. commands.py says over a socket what to run.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from typing import Any

PIECE = 1_000_000
"""Bytes read at a time; most commands are shorter, environment included."""


def serve(server: socket.socket) -> list[str]:
    """Start what is asked for until nobody asks any more. Returns in each process started, with its arguments."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # none is waited for here
    while True:
        message, descriptors, _, _ = socket.recv_fds(server, PIECE, 4)
        if not message:
            os._exit(0)
        while not message.endswith(b"\n"):
            message += server.recv(PIECE)
        if os.fork() == 0:
            server.close()
            return _begin(json.loads(message), *descriptors)
        for descriptor in descriptors:
            os.close(descriptor)


def _begin(command: dict[str, Any], answer: int, *streams: int) -> list[str]:
    """Start the command and stay behind to answer with its number, and with its exit status when it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    process = os.fork()
    if process:
        os.write(answer, f"{process}\n".encode())
        _, status = os.waitpid(process, 0)
        os.write(answer, f"{os.waitstatus_to_exitcode(status)}\n".encode())
        os._exit(0)
    os.close(answer)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(command["folder"])
    os.environ.clear()
    os.environ.update(command["environment"])
    arguments: list[str] = command["arguments"]
    return arguments


if __name__ == "__main__":
    sys.path.pop(0)  # the folder of tests

    import aggregator.cli.fetching
    import aggregator.crawling
    import aggregator.extraction.explain
    import aggregator.spiders.articles  # noqa: F401
    from aggregator.cli import main

    assert "twisted.internet.reactor" not in sys.modules, "each crawl installs its own"
    gc.freeze()
    sys.argv = ["aggregator", *serve(socket.socket(fileno=int(sys.argv[1])))]
    main()
