"""Pages in a real browser, used as a person would: `aggregator serve`, and the report of `extract --explain`.

Needs Chromium or Chrome with its driver; without them the tests are left out, except in CI.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from factories import make_article
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait
from served import Served, serving
from test_serve import FERRY, PARK, fill

from aggregator.extraction.explain import explain
from aggregator.items import Person
from aggregator.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterator

    from selenium.webdriver.remote.webelement import WebElement

    from aggregator.items import Article

_QUIET = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --lang=en"
).split()
"""As root, without a screen and without asking the network for anything."""

WIDE = "https://wide.example/table"
PHONE, DESK = (390, 844), (1280, 900)


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    program = next((path for name in names if (path := shutil.which(name))), "")
    chromedriver = shutil.which("chromedriver")
    if not program or not chromedriver:
        reason = "no Chromium or Chrome with its driver (chromium, chromium-driver)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for argument in _QUIET:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options, webdriver.ChromeService(chromedriver))
    browser.implicitly_wait(10)
    yield browser
    browser.quit()


def wide_article() -> Article:
    """Wider than any window, and written from right to left."""
    row = f"<tr>{'<td>تذكرة</td>' * 60}</tr>"
    return make_article(
        url=WIDE, site="wide.example", language="ar", title="جدول العبّارات", text="جدول العبّارات الليلية كاملاً.",
        html=f"<table>{row}</table><pre>{'x' * 900}</pre>", category="ي" * 200,
        authors=(Person(name="N" * 300), Person(name="أحمد")), date_published=None,
    )  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    db = tmp_path_factory.mktemp("browser") / "articles.db"
    fill(db)
    with Store(db) as store:
        store.save(wide_article())
    with serving(db) as served:
        yield served


@pytest.fixture
def browser(driver: webdriver.Chrome, server: Served) -> webdriver.Chrome:
    """On the first page, with nothing said before."""
    driver.delete_all_cookies()
    driver.set_window_size(*DESK)
    driver.get(f"{server.url}/")
    complaints(driver)
    return driver


def one(browser: webdriver.Chrome, css: str) -> WebElement:
    return browser.find_element(By.CSS_SELECTOR, css)


def enter(browser: webdriver.Chrome, css: str, text: str) -> None:
    """Type, press Enter, and wait for the page that comes: unlike a click, a key does not."""
    field = one(browser, css)
    field.send_keys(text, Keys.ENTER)
    WebDriverWait(browser, 30).until(staleness_of(field))


def texts(browser: webdriver.Chrome, css: str) -> list[str]:
    return [element.text for element in browser.find_elements(By.CSS_SELECTOR, css)]


def complaints(browser: webdriver.Chrome) -> list[str]:
    """What the browser was forbidden, or could not do, but for pictures of hosts that do not exist."""
    log = browser.get_log("browser")  # type: ignore[no-untyped-call]
    return [entry["message"] for entry in log if "ERR_" not in entry["message"]]


def test_from_words_to_an_article_and_on_to_what_it_recommends(browser: webdriver.Chrome) -> None:
    assert browser.switch_to.active_element == one(browser, "#q")
    enter(browser, "#q", "口袋公园")
    assert texts(browser, ".entries mark") == ["口袋公园"]
    one(browser, ".entries h2 a").click()
    assert texts(browser, "h1") == ["上海今年新增公园绿地“超过百处”"]
    one(browser, ".facts .links a").click()
    assert texts(browser, "h1") == ["苏州河步道贯通"]
    assert complaints(browser) == []


def test_choosing_by_links_and_taking_it_back(browser: webdriver.Chrome) -> None:
    browser.find_element(By.LINK_TEXT, "series.example").click()
    assert texts(browser, ".summary strong") == ["35 articles"]
    browser.find_element(By.LINK_TEXT, "More →").click()
    assert len(texts(browser, ".entries > li")) == 5
    browser.find_element(By.LINK_TEXT, "series.example ×").click()
    one(browser, ".months a").click()
    assert texts(browser, ".entries h2") == ["苏州河步道贯通"]
    assert one(browser, "input[name=since]").get_attribute("value") == "2026-09-01"


def test_form_of_filters_keeps_the_rest(browser: webdriver.Chrome) -> None:
    one(browser, ".search summary").click()
    one(browser, "input[name=category]").send_keys("Harbour")
    enter(browser, "input[name=where]", "view_count > 99999999")
    assert texts(browser, ".summary") == ["Nothing found. show all"]
    one(browser, "input[name=where]").clear()
    one(browser, ".search button").click()
    assert texts(browser, ".entries h2") == ["The night ferry is back"]


def test_language_is_chosen_once(browser: webdriver.Chrome) -> None:
    browser.find_element(By.LINK_TEXT, "中文").click()
    assert texts(browser, ".search button") == ["搜索"]
    browser.find_element(By.LINK_TEXT, "状态").click()
    assert texts(browser, "h1") == ["状态"]
    browser.find_element(By.LINK_TEXT, "English").click()
    assert texts(browser, "h1") == ["Status"]


def test_question_is_typed_and_answered(browser: webdriver.Chrome) -> None:
    browser.find_element(By.LINK_TEXT, "SQL").click()
    one(browser, "textarea").send_keys("SELECT url, title FROM articles WHERE language = 'en'")
    one(browser, "form button").click()
    assert texts(browser, ".answer td") == [FERRY, "The night ferry is back"]
    browser.find_element(By.LINK_TEXT, FERRY).click()
    assert texts(browser, "h1") == ["The night ferry is back"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    "path",
    [
        *("/", "/?q=%E7%BB%BF%E5%8C%96%E5%B1%80", "/?site=wide.example", "/copies", "/status", "/sql"),
        *(f"/article?url={PARK}", f"/article?url={WIDE}", f"/history?url={PARK}"),
    ],
)
def test_page_fits_the_window_and_breaks_no_rule(
    browser: webdriver.Chrome, server: Served, path: str, size: tuple[int, int]
) -> None:
    browser.set_window_size(*size)
    browser.get(server.url + path)
    width = browser.execute_script("return [document.documentElement.scrollWidth, window.innerWidth]")
    assert width[0] <= width[1]
    assert complaints(browser) == []


def test_article_from_right_to_left_has_its_title_there_too(
    browser: webdriver.Chrome, server: Served
) -> None:
    for path, css in (("/?site=wide.example", ".entries h2 a"), (f"/article?url={WIDE}", "h1")):
        browser.get(server.url + path)
        assert one(browser, css).value_of_css_property("direction") == "rtl"
        assert (
            one(browser, css).value_of_css_property("display") == "block"
        )  # else the left end is where it begins


def test_report_on_a_page_opens_without_a_complaint(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = Path(__file__).parent / "pages" / "debt-blog" / "run-together-byline" / "page.html"
    report = tmp_path / "why.html"
    report.write_text(explain(page.read_bytes(), "https://www.anxinlizhai.example/zhaiwu/1030.html"), "utf-8")
    driver.set_window_size(*DESK)
    driver.get(report.as_uri())
    assert "网贷平台说要上门核实是真的吗" in texts(driver, "h1")[0]
    assert one(driver, "div.group.body").is_displayed()
    assert complaints(driver) == []
