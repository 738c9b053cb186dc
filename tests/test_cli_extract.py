"""`aggregator extract`: one page from a file, standard input or a server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
from commands import aggregator, complaint, out
from site_server import Answer, SiteServer

from aggregator.items import RECORD_KEYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = """\
<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>逾期一天会上征信吗? - 小镇新闻</title></head>
<body><nav><a href="/">首页</a></nav><article><h1>逾期一天会上征信吗?</h1>
<p>市民王女士上周忘记还款,她担心自己的征信报告因此留下记录,于是带着合同来到了柜台咨询。</p>
<p>柜台的工作人员解释说,多数银行有一到三天的宽限期,在此期间还清欠款,不会作为逾期上报。</p>
<p>她当天补上了欠款,<a href="/rules.html">规则全文</a>张贴在营业厅的公告栏里,供市民随时查阅。</p>
</article><footer>© 小镇新闻</footer></body></html>
"""


@pytest.fixture
def site() -> Iterator[SiteServer]:
    pages: dict[str, str | Answer] = {
        "/1.html": PAGE,
        "/gbk.html": Answer(
            PAGE.replace("©", "").encode("gbk"), headers={"Content-Type": "text/html; charset=gbk"}
        ),
        "/moved": Answer("", 302, {"Location": "/1.html"}),
        "/out": Answer("", 302, {"Location": "http://127.0.0.1:1/secret"}),
        "/private/1.html": PAGE,
        "/loop": Answer("", 302, {"Location": "/loop/"}),
        "/loop/": Answer("", 302, {"Location": "/loop"}),
        "/report.pdf": Answer("%PDF-1.4", headers={"Content-Type": "application/pdf"}),
        "/nothing": Answer("", 204),
        "/silent": Answer(PAGE, seconds=60),
        "/robots.txt": Answer("User-agent: *\nDisallow: /private/\n", headers={"Content-Type": "text/plain"}),
    }
    with SiteServer(pages) as server:
        yield server


def record(*arguments: str, cwd: Path, stdin: bytes = b"") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(out(aggregator("extract", *arguments, cwd=cwd, stdin=stdin)))
    return found


def test_file_gives_the_whole_record(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    found = record("page.html", "--url", "https://news.example/1.html", cwd=tmp_path)
    assert tuple(found) == RECORD_KEYS
    assert found["url"] == "https://news.example/1.html"
    assert found["title"] == "逾期一天会上征信吗?"
    assert "https://news.example/rules.html" in found["html"]


def test_file_without_an_address_goes_by_its_own(tmp_path: Path) -> None:
    (tmp_path / "页 面.html").write_text(PAGE, encoding="utf-8")
    assert record("页 面.html", cwd=tmp_path)["url"] == (tmp_path / "页 面.html").as_uri()


def test_standard_input_is_a_page_too(tmp_path: Path) -> None:
    found = record("-", "--url", "https://news.example/1.html", cwd=tmp_path, stdin=PAGE.encode("gb18030"))
    assert found["url"] == "https://news.example/1.html"


@pytest.mark.parametrize(
    ("format_", "line"),
    [
        ("text", "她当天补上了欠款,规则全文张贴在营业厅的公告栏里,供市民随时查阅。"),
        ("html", '<p>她当天补上了欠款,<a href="https://news.example/rules.html">规则全文</a>张贴在'),
        ("markdown", "她当天补上了欠款,[规则全文](<https://news.example/rules.html>)张贴在"),
    ],
)
def test_body_alone(tmp_path: Path, format_: str, line: str) -> None:
    arguments = ("extract", "-", "--url", "https://news.example/1.html", "--format", format_)
    text = out(aggregator(*arguments, cwd=tmp_path, stdin=PAGE.encode()))
    assert any(found.startswith(line) for found in text.splitlines())
    assert "小镇新闻" not in text


@pytest.mark.parametrize("path", ["/1.html", "/gbk.html", "/moved"])
def test_address_is_fetched(tmp_path: Path, site: SiteServer, path: str) -> None:
    found = record(site.url + path, cwd=tmp_path)
    assert found["url"] == site.url + ("/1.html" if path == "/moved" else path)
    assert "宽限期" in found["text"]
    asked = {seen.path: seen.headers["User-Agent"] for seen in site.seen}
    assert asked[path].startswith("aggregator/")
    assert "/robots.txt" in asked


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/none.html", "HTTP 404"),
        ("/private/1.html", "robots.txt does not allow it"),
        ("/report.pdf", "is application/pdf, no page"),
        ("/nothing", "is empty, no page"),
        ("/out", "redirected to http://127.0.0.1:1/secret: refused: 127.0.0.1 is an internal address"),
    ],
)
def test_page_that_does_not_come_is_one_line(
    tmp_path: Path, site: SiteServer, path: str, problem: str
) -> None:
    message = complaint(aggregator("extract", site.url + path, cwd=tmp_path))
    assert message == f"{site.url}{path}: {problem}"


def test_redirects_without_end_are_said_to_be_so(tmp_path: Path, site: SiteServer) -> None:
    assert complaint(aggregator("extract", f"{site.url}/loop", cwd=tmp_path)).endswith(
        ": redirects without end"
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_silent_server_is_not_waited_for_after_a_signal(
    tmp_path: Path, site: SiteServer, number: signal.Signals
) -> None:
    command = [sys.executable, "-W", "error", "-m", "aggregator", "extract", f"{site.url}/silent"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        while site.seen == [] or site.most_in_flight == 0 or "/robots.txt" not in site.asked:
            time.sleep(0.05)
        time.sleep(0.3)
        process.send_signal(number)
        out_, err = process.communicate(timeout=20)
    assert (process.returncode, out_, err) == (128 + number, b"", b"")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["-", "--url", "foo"], "'foo': expected an http or https address"),
        (["-", "--url", "ftp://x/y"], "'ftp://x/y': expected an http or https address"),
        (["-", "--url", "javascript:1"], "'javascript:1': expected an http or https address"),
        (["http://"], "'http://': expected an http or https address"),
        (["ftp://x/y"], "'ftp://x/y': expected an http or https address"),
        (["http://x:99999/"], "'http://x:99999/': Port out of range 0-65535"),
        (["http://[::1"], "'http://[::1': Invalid IPv6 URL"),
        (["http://x/", "--url", "http://y/"], "--url is for a file or -"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_address_that_is_none_is_wrong_usage(tmp_path: Path, arguments: list[str], problem: str) -> None:
    process = aggregator("extract", *arguments, cwd=tmp_path, stdin=PAGE.encode())
    assert (process.returncode, process.stdout) == (2, b"")
    assert problem in process.stderr.decode()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"%PDF-1.4 <html>", "is application/pdf"),
        (b"\x89PNG\r\n<h1>", "is image/png"),
        (bytes(range(256)) * 4, "is binary data"),
    ],
)
def test_what_is_no_page_is_one_line(tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "file").write_bytes(content)
    assert complaint(aggregator("extract", "file", cwd=tmp_path)) == f"file: {what}, no page"


@pytest.mark.parametrize(
    ("source", "problem"),
    [("none.html", "No such file or directory"), (".", "Is a directory")],
)
def test_file_that_cannot_be_read_is_one_line(tmp_path: Path, source: str, problem: str) -> None:
    assert problem in complaint(aggregator("extract", source, cwd=tmp_path))


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe<", b"<html>", "只有文字".encode(), "<p>字".encode("utf-16"), "<p>字".encode("utf-16-be")],
    ids=repr,
)
def test_any_text_is_a_page(tmp_path: Path, content: bytes) -> None:
    assert tuple(record("-", cwd=tmp_path, stdin=content)) == RECORD_KEYS


def test_report_explains_the_page(tmp_path: Path) -> None:
    found = out(aggregator("extract", "-", "--explain", "report.html", cwd=tmp_path, stdin=PAGE.encode()))
    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert json.loads(found)["title"] in report
    assert "宽限期" in report
    assert "<script" not in report


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (("--explain", "页 面.html"), "页_面.explained.html"),
        (("页 面.html", "--explain", "--url", "https://news.example/1.html"), "页_面.explained.html"),
        (("-", "--explain"), "stdin.explained.html"),
        (("-", "--explain", "--url", "https://news.example/a/1.html?x=1"), "1.explained.html"),
        (("--explain", "-", "--url", "https://news.example/"), "news.example.explained.html"),
        (("--explain", "-", "--url", "https://news.example/%2e%2e%2f..%2f.x"), "_x.explained.html"),
        (("--explain", "-", "--url", f"https://news.example/{'债' * 300}"), f"{'债' * 60}.explained.html"),
    ],
)
def test_report_is_named_after_the_page(tmp_path: Path, arguments: tuple[str, ...], name: str) -> None:
    (tmp_path / "页 面.html").write_text(PAGE, encoding="utf-8")
    process = aggregator("extract", *arguments, cwd=tmp_path, stdin=PAGE.encode())
    assert json.loads(out(process))["title"] == "逾期一天会上征信吗?"
    assert process.stderr.decode() == f"Explained in {name}\n"
    assert {path.name for path in tmp_path.iterdir()} == {"页 面.html", name}
    assert "宽限期" in (tmp_path / name).read_text(encoding="utf-8")


def test_report_takes_the_place_of_a_report_and_of_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE, encoding="utf-8")
    out(aggregator("extract", "--explain", "page.html", "why.html", cwd=tmp_path))
    page.write_text(PAGE.replace("宽限期", "空窗期"), encoding="utf-8")
    out(aggregator("extract", "--explain", "page.html", "why.html", cwd=tmp_path))
    assert "空窗期" in (tmp_path / "why.html").read_text(encoding="utf-8")
    refused = aggregator("extract", "--explain", "why.html", "page.html", cwd=tmp_path)
    assert complaint(refused) == "page.html: is there and is no report; expected another name for the report"
    assert "空窗期" in page.read_text(encoding="utf-8")


def test_second_page_is_wrong_usage(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    process = aggregator("extract", "page.html", "other.html", cwd=tmp_path)
    assert process.returncode == 2
    assert b"one page at a time" in process.stderr


def test_report_goes_by_the_selectors_of_the_site(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(
        '[news]\nstart = ["https://news.example/"]\n[news.select]\ntitle = "footer"\n'
    )
    arguments = ("--explain", "-", "why.html", "--url", "https://news.example/1.html")
    out(aggregator("extract", *arguments, cwd=tmp_path, stdin=PAGE.encode()))
    assert "<h1>© 小镇新闻</h1>" in (tmp_path / "why.html").read_text(encoding="utf-8")


def test_selectors_of_the_site_hold(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text(
        '[news]\nstart = ["https://news.example/"]\n[news.select]\ntitle = "footer"\nbody = "article p:last-of-type"\n'
    )
    found = record("-", "--url", "https://news.example/1.html", cwd=tmp_path, stdin=PAGE.encode())
    assert found["title"] == "© 小镇新闻"
    assert found["text"].startswith("她当天补上了欠款")
    elsewhere = record("-", "--url", "https://other.example/1.html", cwd=tmp_path, stdin=PAGE.encode())
    assert elsewhere["title"] == "逾期一天会上征信吗?"


def test_mistake_in_sites_toml_is_told(tmp_path: Path) -> None:
    (tmp_path / "sites.toml").write_text('[news]\nstart = "nowhere"\n')
    assert complaint(aggregator("extract", "-", cwd=tmp_path, stdin=b"<p>x")).startswith(
        "sites.toml: [news] start"
    )
