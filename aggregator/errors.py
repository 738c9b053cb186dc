"""Errors that a user can mend: each becomes one line on stderr and an exit code, 1 unless it says another."""


class AggregatorError(Exception):
    """Base of all of them. The message names its subject (file, key or URL) and what was expected."""

    exit_code = 1


class ConfigError(AggregatorError):
    """A setting, an option or sites.toml says something that cannot be followed."""


class UsageError(ConfigError):
    """An argument says what none can say, whatever the files hold."""

    exit_code = 2


class StoreError(AggregatorError):
    """The database file cannot be opened, upgraded, read or written."""


class ConditionError(StoreError):
    """An SQL condition of the user's that SQLite does not take."""

    exit_code = 2


class ExportError(AggregatorError):
    """A dataset cannot be written as asked."""


class CrawlError(AggregatorError):
    """A crawl ended without storing anything it was asked for."""
