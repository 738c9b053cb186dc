"""What does a crawl lose when it is ended, locked out, cut off or started twice?

    python benchmarks/interruptions.py                       # 100 times SIGKILL over 600 articles
    python benchmarks/interruptions.py --signal TERM --ends 20
    python benchmarks/interruptions.py --scenario locked     # one of those in SCENARIOS

Serves a site of its own on loopback and crawls it with the real command. `ends` ends each run at a random
moment and starts the next one over the same database, until one run finishes; every other scenario disturbs
one run in its midst, and a second one follows. At the end every article has to be there once and whole, and
the file sound. `--seed` fixes site and moments.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

from aggregator.demo.server import serving
from aggregator.demo.site import File

PER_LIST = 20
WORDS = (
    "harbour letter winter garden window engine market bridge morning paper river school light road".split()
)
END_SECONDS = 15
"""Within which a run has to end that was told to."""

SECOND_RUN_SECONDS = 2
"""Within which a run has to end that finds another one at work."""

IN_USE = 3
"""Exit code of a run that finds another one at work."""

A_YEAR_AHEAD = (str(Path(__file__).with_name("days_ahead.py")), "366")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scenario", choices=tuple(SCENARIOS), default="ends")
    parser.add_argument("--articles", type=int, default=600)
    parser.add_argument("--ends", type=int, default=100, help="how many runs are ended by the signal")
    parser.add_argument("--signal", choices=("KILL", "TERM", "INT"), default="KILL")
    parser.add_argument(
        "--longest", type=float, default=2.5, help="seconds until the latest moment of an end"
    )
    parser.add_argument(
        "--seconds", type=float, default=60, help="how long a lock, an outage or a hang lasts"
    )
    parser.add_argument("--port", type=int, default=8941)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    site = Site(options.articles, seed=options.seed)
    with tempfile.TemporaryDirectory() as folder, serving(site, options.port), ExitStack() as stack:
        trial = Trial(options, site, Path(folder), stack)
        SCENARIOS[options.scenario](trial)
        trial.expect(trial.crawl() == 0, "the last run's exit code is 0")
        trial.examine()
    return 1 if trial.failed else 0


class Site(Mapping[str, File]):
    """Path to page; counts what was asked for, may be down, and may hang."""

    def __init__(self, articles: int, *, seed: int) -> None:
        self.asked: Counter[str] = Counter()
        self.down = False
        self.answers = threading.Event()
        self.answers.set()
        chance = random.Random(seed)
        self.texts = {f"/2026/{number:04}.html": story(number, chance) for number in range(articles)}
        self._files = {path: page(f"Story {path[6:10]}", text) for path, text in self.texts.items()}
        paths = sorted(self.texts)
        for start in range(0, articles, PER_LIST):
            number = start // PER_LIST + 1
            links = [f'<li><a href="{path}">Story {path[6:10]}</a></li>' for path in paths[start:][:PER_LIST]]
            older = (
                f'<a rel="next" href="/page/{number + 1}/">Older</a>' if start + PER_LIST < articles else ""
            )
            body = f"<h1>Stories</h1><ul>{''.join(links)}</ul>{older}"
            self._files["/" if number == 1 else f"/page/{number}/"] = html(f"Page {number}", body)

    def __getitem__(self, path: str) -> File:
        if self.down:
            raise ConnectionResetError("the connection is closed without an answer")
        self.asked[path] += 1
        self.answers.wait()
        return self._files[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def story(number: int, chance: random.Random) -> list[str]:
    """The paragraphs of one article; no two articles share a sentence."""
    return [
        " ".join(f"{chance.choice(WORDS)} {number}-{part}-{word}" for word in range(12)).capitalize() + "."
        for part in range(6)
    ]


def page(title: str, paragraphs: list[str]) -> File:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    time_tag = '<time datetime="2026-11-01T08:00:00+00:00">1 November 2026</time>'
    return html(title, f"<article><h1>{title}</h1>{time_tag}{body}</article>")


def html(title: str, body: str) -> File:
    text = f'<!doctype html><html lang="en"><head><title>{title}</title></head><body>{body}</body></html>'
    return File(content_type="text/html; charset=utf-8", body=text.encode())


@dataclass
class Trial:
    """One scenario under way: the site, the database, what was found so far."""

    options: argparse.Namespace
    site: Site
    folder: Path
    stack: ExitStack
    """What has to be undone at the end."""
    failed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.db = self.folder / "articles.db"
        self.log = self.folder / "log"

    def start(self, *program: str) -> subprocess.Popen[bytes]:
        """The crawl, by `python -m aggregator` or by another `program` for Python."""
        arguments = [*(program or ("-m", "aggregator")), "crawl", f"http://127.0.0.1:{self.options.port}/"]
        arguments += ["--db", str(self.db), "-s", "DOWNLOAD_DELAY=0"]
        with self.log.open("ab") as log:
            return subprocess.Popen([sys.executable, *arguments], stderr=log, stdout=log)

    def crawl(self, *program: str) -> int:
        """Exit code of a whole run."""
        return self.start(*program).wait()

    def last_line(self) -> str:
        return self.log.read_text().splitlines()[-1]

    def wait_for_half(self, run: subprocess.Popen[bytes]) -> None:
        """Until half of the articles have been asked for."""
        while sum(path in self.site.asked for path in self.site.texts) < len(self.site.texts) / 2:
            if run.poll() is not None:
                raise SystemExit(f"the run ended too early: {self.last_line()}")
            time.sleep(0.01)

    def stored(self) -> list[tuple[str, str]]:
        """Path and text of every article in the file."""
        if not self.db.exists():
            return []
        with closing(sqlite3.connect(self.db)) as connection:
            rows = connection.execute("SELECT url, text FROM articles").fetchall()
        return [("/" + url.split("/", 3)[3], text) for url, text in rows]

    def intact(self) -> bool:
        if not self.db.exists():
            return True
        with closing(sqlite3.connect(self.db)) as connection:
            verdict: str = connection.execute("PRAGMA integrity_check").fetchone()[0]
        return verdict == "ok"

    def expect(self, true: bool, what: str) -> None:
        if not true:
            self.failed.append(what)
            print(f"NOT SO: {what}")

    def examine(self) -> None:
        """Compare the file with the site."""
        rows, site = self.stored(), self.site
        paths = Counter(path for path, _ in rows)
        lost = sum(path not in paths for path in site.texts)
        twice = sum(count > 1 for count in paths.values())
        torn = sum(path in site.texts and text.split("\n") != site.texts[path] for path, text in rows)
        requests = sum(count for path, count in site.asked.items() if path in site.texts)
        print(
            f"articles: {len(site.texts)} served, {len(rows)} rows, {lost} lost, {twice} twice, {torn} torn"
        )
        print(f"requests an article: {requests / len(site.texts):.2f}")
        self.expect(not (lost or twice or torn), "every article is there once and whole")
        self.expect(self.intact(), "the file passes the integrity check")


# The scenarios: each disturbs runs and leaves the last one to `main`.


def ends(trial: Trial) -> None:
    """Runs ended by a signal at random moments, one after the other."""
    options, chance = trial.options, random.Random(trial.options.seed)
    ended, fetching, damaged, slowest = 0, 0, 0, 0.0
    while ended < options.ends:
        run, before = trial.start(), trial.site.asked.total()
        try:
            run.wait(chance.uniform(0.2, options.longest))
            if len(trial.stored()) >= len(trial.site.texts):
                break
        except subprocess.TimeoutExpired:
            slowest = max(slowest, seconds_to_end(run, getattr(signal, f"SIG{options.signal}")))
            ended += 1
            fetching += trial.site.asked.total() > before
        damaged += not trial.intact()
    print(
        f"ended {ended} times by SIG{options.signal}, {fetching} of them after the first request of the run "
        f"(the slowest end took {slowest:.1f} s)"
    )
    print(f"files that failed the integrity check: {damaged}")
    trial.expect(
        ended == options.ends, f"the crawl lasts for {options.ends} ends (--longest is less, if not)"
    )
    trial.expect(not damaged, "every file passes the integrity check")
    trial.expect(slowest <= END_SECONDS, f"a run ends within {END_SECONDS} s")


def seconds_to_end(run: subprocess.Popen[bytes], number: signal.Signals) -> float:
    started = time.monotonic()
    run.send_signal(number)
    run.wait()
    return time.monotonic() - started


def locked(trial: Trial) -> None:
    """Another process holds the database for a while: a backup, somebody's shell."""
    run = trial.start()
    trial.wait_for_half(run)
    with closing(sqlite3.connect(trial.db, isolation_level=None, timeout=30)) as other:
        other.execute("BEGIN EXCLUSIVE")
        time.sleep(trial.options.seconds)
        other.execute("COMMIT")
    code = run.wait()
    print(f"locked for {trial.options.seconds:.0f} s: the run's exit code is {code}")
    trial.expect(code == 0, "a locked run goes on")


def outage(trial: Trial) -> None:
    """The site closes every connection without an answer for a while."""
    run = trial.start()
    trial.wait_for_half(run)
    trial.site.down = True
    time.sleep(trial.options.seconds)
    trial.site.down = False
    code, stored = run.wait(), len(trial.stored())
    print(f"site down for {trial.options.seconds:.0f} s: exit code {code}, {stored} articles after that run")


def hanging(trial: Trial) -> None:
    """The site takes requests and says nothing for a while, then answers those that still wait and all others."""
    run = trial.start()
    trial.wait_for_half(run)
    before = trial.site.asked.total()
    trial.site.answers.clear()
    time.sleep(trial.options.seconds)
    during = trial.site.asked.total() - before
    trial.site.answers.set()
    code, stored = run.wait(), len(trial.stored())
    print(
        f"site hanging for {trial.options.seconds:.0f} s: {during} requests meanwhile, exit code {code}, "
        f"{stored} articles after that run"
    )
    trial.expect(code == 0, "a run goes on when the site answers again")


def clock(trial: Trial) -> None:
    """A run begins a year ahead and is killed half-way; the others know the right time."""
    run = trial.start(*A_YEAR_AHEAD)
    trial.wait_for_half(run)
    run.kill()
    run.wait()
    codes = [trial.crawl(), trial.crawl(*A_YEAR_AHEAD)]
    print(f"clock a year ahead, back, ahead again: exit codes {codes}")
    trial.expect(codes == [0, 0], "runs end well whatever the time")


def full(trial: Trial) -> None:
    """The disk fills up half-way; then there is space again."""
    if os.geteuid():
        raise SystemExit("skipped: only root may mount a small disk")
    disk = trial.folder / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", disk], check=True)
    trial.stack.callback(subprocess.check_call, ["umount", "--lazy", disk])
    trial.db = disk / "articles.db"
    run = trial.start()
    trial.wait_for_half(run)
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as out, suppress(OSError):
        while True:
            out.write(bytes(4096))
    code, line = run.wait(), trial.last_line()
    print(f"disk full half-way: exit code {code}, {line!r}")
    trial.expect(code == 1 and "disk is full" in line, "the run ends with exit code 1 and says why")
    trial.expect(trial.intact(), "the file passes the integrity check while the disk is full")
    ballast.unlink()


def together(trial: Trial) -> None:
    """Two runs at once, and a third one over the one that got the database."""
    runs = [trial.start(), trial.start()]
    while all(run.poll() is None for run in runs):
        time.sleep(0.01)
    started = time.monotonic()
    third = trial.crawl()
    seconds, line = time.monotonic() - started, trial.last_line()
    codes = sorted(run.wait() for run in runs)
    print(f"two at once: exit codes {codes}; one more: exit code {third} after {seconds:.2f} s, {line!r}")
    trial.expect(codes == [0, IN_USE] and third == IN_USE, "one run works, the others are told")
    trial.expect(seconds <= SECOND_RUN_SECONDS, f"a second run ends within {SECOND_RUN_SECONDS} s")


SCENARIOS: Mapping[str, Callable[[Trial], None]] = {
    scenario.__name__: scenario for scenario in (ends, locked, outage, hanging, clock, full, together)
}


if __name__ == "__main__":
    sys.exit(main())
