"""What all commands have in common: help, wrong usage, one line for what a user can mend."""

from __future__ import annotations

import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest
from commands import aggregator, complaint, out
from factories import make_article

from aggregator.cli import cli
from aggregator.store import Store


def commands(group: click.Group, *path: str) -> list[tuple[str, ...]]:
    """Every command below `group`, as its words."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += commands(command, *path, name)
    return found


@pytest.mark.parametrize("words", commands(cli), ids=" ".join)
def test_help_gives_an_example_that_the_command_takes(words: tuple[str, ...]) -> None:
    context = click.Context(cli, info_name="aggregator")
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found
        command, context = found, click.Context(found, parent=context, info_name=word)
    if isinstance(command, click.Group):
        return
    help_ = command.get_help(context)
    lines = [line.strip() for line in help_.splitlines()]
    examples = [line for line in lines if line.startswith(f"aggregator {' '.join(words)}")]
    assert examples
    known = {name for parameter in command.params for name in parameter.opts}
    for example in examples:
        words_of_it = re.split(r" (?:\||&&|--) ", example)[0].split()
        used = {word for word in words_of_it if word.startswith("-")}
        assert used - {"-"} <= known


def test_first_lines_of_help_are_whole(tmp_path: Path) -> None:
    assert "..." not in out(aggregator("--help", cwd=tmp_path)).split("Commands:")[1]


@pytest.mark.parametrize("arguments", [("nothing",), ("export", "--nothing"), ("extract",), ("search",)])
def test_wrong_usage_is_exit_code_2(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert aggregator(*arguments, cwd=tmp_path).returncode == 2


def test_without_a_command_there_is_help(tmp_path: Path) -> None:
    process = aggregator(cwd=tmp_path)
    assert b"Commands:" in process.stdout + process.stderr


def test_version_is_a_number(tmp_path: Path) -> None:
    assert out(aggregator("--version", cwd=tmp_path, fresh=True))[0].isdigit()


def test_forked_command_is_the_same_as_a_fresh_one(tmp_path: Path) -> None:
    for words, stdin in ((("extract", "-", "-f", "text"), b"<p>\xc3\xa9"), (("status",), b""), ((), b"")):
        fresh = aggregator(*words, cwd=tmp_path, stdin=stdin, fresh=True)
        forked = aggregator(*words, cwd=tmp_path, stdin=stdin)
        assert (forked.returncode, forked.stdout, forked.stderr) == (
            fresh.returncode,
            fresh.stdout,
            fresh.stderr,
        )


@pytest.mark.parametrize(
    "words", [("export",), ("status",), ("search", "x"), ("history", "https://a.example/")]
)
def test_database_that_is_not_there_is_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert complaint(aggregator(*words, "--db", "none.db", cwd=tmp_path)).startswith(
        "none.db: does not exist"
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [("reextract",), ("sites", "templates", "x", "--learn"), ("sites", "templates", "x", "--forget")]
)
def test_what_changes_a_database_makes_none(tmp_path: Path, words: tuple[str, ...]) -> None:
    line = complaint(aggregator(*words, "--db", "typo.db", cwd=tmp_path))
    assert line.startswith("typo.db: does not exist")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    [
        ("search", "x", "--limit"),
        ("status", "--limit"),
        ("clusters", "--limit"),
        ("clusters", "--min-size"),
        ("crawl", "https://a.example/", "--max-pages"),
    ],
)
def test_number_beyond_all_counting_is_wrong_usage(tmp_path: Path, words: tuple[str, ...]) -> None:
    process = aggregator(*words, "9" * 20, cwd=tmp_path)
    assert process.returncode == 2
    assert b"is not in the range" in process.stderr


def test_file_of_sites_is_named_by_the_environment(tmp_path: Path) -> None:
    (tmp_path / "other.toml").write_text('[a]\nstart = "https://a.example/"\n')
    process = aggregator("sites", "check", cwd=tmp_path, AGGREGATOR_SITES="other.toml")
    assert out(process) == "other.toml: 1 site, no mistakes\n"


def test_what_only_crawls_and_extraction_need_is_not_loaded_at_start_up(tmp_path: Path) -> None:
    slow = "{'scrapy', 'twisted', 'aggregator.extraction'}"
    code = f"import sys, aggregator.cli; print(*sorted({slow} & set(sys.modules)))"
    process = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True)
    assert process.stdout.decode().split() == []


def test_console_script_is_the_same_command(tmp_path: Path) -> None:
    script = Path(sys.executable).with_name("aggregator")
    if not script.exists():
        pytest.skip("no console script beside this interpreter")
    process = subprocess.run([script, "--version"], cwd=tmp_path, capture_output=True, check=True)
    assert process.stdout == aggregator("--version", cwd=tmp_path).stdout


def in_shell(words: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """A shell's line; `aggregator` in it is the command."""
    program = f'aggregator() {{ {shlex.quote(sys.executable)} -W error -m aggregator "$@"; }}\n'
    return subprocess.run(
        ["bash", "-c", f"{program} {words}"],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database of a few articles."""
    folder = tmp_path_factory.mktemp("stored")
    with Store(folder / "articles.db") as store:
        for number in range(5):
            store.save(make_article(number=number))
    return folder


WRITING = ["status", "status --json", "search 公园", "export", "--help"]


@pytest.mark.parametrize("words", WRITING)
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
def test_output_that_cannot_be_written_is_one_line(stored: Path, words: str, where: str) -> None:
    process = in_shell(f"aggregator {words} {where}", stored)
    assert complaint(process).startswith("cannot write to standard output: ")


@pytest.mark.parametrize("words", WRITING[:-1])
def test_reader_that_has_gone_is_exit_code_141(stored: Path, words: str) -> None:
    process = in_shell(f"aggregator {words} | true; exit ${{PIPESTATUS[0]}}", stored)
    assert (process.returncode, process.stderr) == (141, b"")


def test_other_streams_may_be_closed(stored: Path) -> None:
    assert b"articles.db: 5 articles" in in_shell("aggregator status <&- 2>&-", stored).stdout


def test_interrupt_while_loading_is_silent(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name == 'aggregator.cli': os.kill(os.getpid(), signal.SIGINT)\n"
        "from aggregator.__main__ import main\n"
        "sys.meta_path.insert(0, Finder())\n"
        "main()"
    )
    process = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=False)
    assert (process.returncode, process.stderr) == (-signal.SIGINT, b"")
