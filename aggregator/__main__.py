"""The command `aggregator`, also as `python -m aggregator`."""

import signal


def main() -> None:
    """Load the commands and run one. Ctrl-C meanwhile ends the process as it ends others, without a traceback."""
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # nohup and others may ignore it
    if ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from aggregator import cli

    if ours:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


if __name__ == "__main__":
    main()
