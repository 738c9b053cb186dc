"""Full-text search: Chinese, Latin and both together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factories import make_article
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aggregator.items import Person
from aggregator.store import Hit, Marked, Store, search
from aggregator.store.search import SNIPPET

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

TEXTS = {
    "credit": ("微粒贷逾期了怎么办", "逾期90天以上将上报征信系统。网贷平台也一样。"),
    "report": ("個人徵信報告查詢", "繁體中文的說明：逾期記錄保留五年，見《辦法》。"),
    "loans": ("Loans and late reports", "The café’s loans were reported late; see C++ and U.S. rules."),
    "phone": ("iPhone15手机评测", "ＡＰＰＬＥ今年发布了新手机，价格７９９９元。"),
    "kana": ("アップルの新製品", "スマートフォンを発表した。"),
    "hangul": ("한국어 기사", "대출을 연체하면 신용에 영향을 준다."),
    "thai": ("ภาษาไทย", "ที่นี่เป็นบทความเรื่องหนี้"),
    "hindi": ("हिन्दी", "यह एक लेख है"),
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store(tmp_path_factory.mktemp("search") / "articles.db") as store:
        for name, (title, text) in TEXTS.items():
            store.save(make_article(url=f"https://{name}", title=title, text=text, authors=(), tags=()))
        yield store


def names(hits: list[Hit]) -> set[str]:
    return {hit.article.url.removeprefix("https://") for hit in hits}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("征信", {"credit", "report"}, id="two characters, also as traditional ones"),
        pytest.param("徵信", {"credit", "report"}, id="traditional ones find simplified ones"),
        pytest.param("信报", {"report"}, id="across what a dictionary would call words"),
        pytest.param("信征", set(), id="characters in another order"),
        pytest.param("逾期 征信", {"credit", "report"}, id="all terms"),
        pytest.param("逾期 -网贷", {"report"}, id="without a term"),
        pytest.param("逾期 －網貸", {"report"}, id="without a term, full-width sign"),
        pytest.param("征信，逾期", {"credit", "report"}, id="terms with a full-width comma between them"),
        pytest.param("lo\u200ban rep\u00adort", {"loans"}, id="what cannot be seen"),
        pytest.param("-网贷", set(), id="only what is not wanted"),
        pytest.param("逾期90天", {"credit"}, id="digits between characters"),
        pytest.param("贷", {"credit"}, id="one character"),
        pytest.param("loan report", {"loans"}, id="other forms of English words"),
        pytest.param('"late reports"', {"loans"}, id="phrase"),
        pytest.param("“late reports”", {"loans"}, id="phrase in typographic quotes"),
        pytest.param('"late loans"', set(), id="phrase in another order"),
        pytest.param("late loans", {"loans"}, id="words in any order"),
        pytest.param("CAFE", {"loans"}, id="case and accents"),
        pytest.param("loa", set(), id="part of a Latin word is another word"),
        pytest.param("iphone15", {"phone"}, id="Latin inside Chinese"),
        pytest.param("iPhone15手机", {"phone"}, id="mixed"),
        pytest.param("apple 7999", {"phone"}, id="full width"),
        pytest.param("スマート", {"kana"}, id="kana"),
        pytest.param("연체", {"hangul"}, id="Korean without its particle"),
        pytest.param("บทความ", {"thai"}, id="Thai"),
        pytest.param("लेख", {"hindi"}, id="Devanagari"),
        pytest.param("", set(), id="nothing"),
        pytest.param("《》 … -", set(), id="no word"),
        pytest.param("title:征信", set(), id="no syntax of FTS5: field"),
        pytest.param("征信 OR loans", set(), id="no syntax of FTS5: operator is a word"),
        pytest.param("NEAR(逾期 征信", set(), id="no syntax of FTS5: function"),
        pytest.param("逾期*", {"credit", "report"}, id="no syntax of FTS5: star"),
        pytest.param('"逾期', {"credit", "report"}, id="quote that is not closed"),
    ],
)
def test_query_finds(store: Store, query: str, expected: set[str]) -> None:
    assert names(store.search(query)) == expected


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.text(st.sampled_from('"-*()^:+征信a \u0301\u0e31\x00“”´') | st.characters(), max_size=40))
def test_no_query_is_an_error(store: Store, query: str) -> None:
    store.search(query)


@pytest.mark.parametrize("query", ["征" * 100_000, '"a" ' * 10_000, "-a " * 10_000, "a " * 10_000])
def test_endless_query_is_no_error(store: Store, query: str) -> None:
    assert store.search(query) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(
    *[st.text(st.sampled_from("征信逾期贷款abc 12。，"), max_size=20)] * 2,
    st.text("征信逾期贷款", min_size=1, max_size=5),
)
def test_every_stretch_of_chinese_is_found(store: Store, before: str, after: str, part: str) -> None:
    url = "https://zz-drawn"
    store.save(make_article(url=url, title="a", text=before + part + after, authors=(), tags=()))
    assert "zz-drawn" in names(store.search(part, duplicates=True))
    store.remove(url)


def test_title_counts_more_than_text(store: Store) -> None:
    assert [hit.article.title for hit in store.search("征信")] == ["個人徵信報告查詢", "微粒贷逾期了怎么办"]
    scores = [hit.score for hit in store.search("征信")]
    assert scores == sorted(scores, reverse=True)


def test_limit_and_filters(store: Store, tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        for number in range(5):
            store.save(
                make_article(
                    number=number, site=f"site-{number % 2}", date_published=date(2026, 11, number + 1)
                )
            )
        assert len(store.search("绿地", limit=3, duplicates=True)) == 3
        found = store.search("绿地", site="site-0", since=date(2026, 11, 3), duplicates=True)
        assert {hit.article.date_published for hit in found} == {date(2026, 11, 3), date(2026, 11, 5)}


def test_condition_may_name_columns_that_the_index_has_too(store: Store) -> None:
    assert names(store.search("征信", where="title LIKE '%徵信%' AND text LIKE '%逾期%'")) == {"report"}


def test_of_a_cluster_the_best_of_the_hits_is_found(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        for name, day in (("a", 1), ("b", 2), ("c", 3)):
            store.save(
                make_article(
                    url=f"https://{name}",
                    site=name,
                    title="征信" if name == "a" else "信用报告",
                    date_published=date(2026, 11, day),
                )
            )
        assert names(store.search("绿地")) == {"a"}
        assert names(store.search("信用报告")) == {"b"}
        assert names(store.search("绿地", site="c")) == {"c"}
        assert names(store.search("绿地", since=date(2026, 11, 2))) == {"b"}
        assert names(store.search("绿地", duplicates=True)) == {"a", "b", "c"}


def test_mark_in_every_place_of_a_long_text_costs_little() -> None:
    text = "的话语言" * 50_000
    started = time.process_time()
    search._snippet(text, [(4 * number, 4 * number + 1) for number in range(50_000)])
    assert time.process_time() - started < 2


def test_people_and_topics_are_found(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        store.save(
            make_article(text="正文。", authors=(Person(name="王芳"),), source_name="新华网", tags=("公园",))
        )
        for query in ("王芳", "新华网", "城市", "公园"):
            assert len(store.search(query)) == 1, query


def test_index_follows_the_article(tmp_path: Path) -> None:
    with Store(tmp_path / "articles.db") as store:
        article = make_article(title="旧标题", text="旧的正文。")
        store.save(article, now=NOW)
        store.save(replace(article, title="新标题", text="新的正文。"), now=NOW)
        assert not store.search("旧")
        assert len(store.search("新")) == 1
        store.save(replace(article, title="新标题", text="新的正文。", tags=("标签",)), now=NOW)
        assert len(store.search("标签")) == 1
        store.remove(article.url)
        assert not store.search("新")
        store._db.execute("INSERT INTO articles_search (articles_search) VALUES ('integrity-check')")
        assert store._db.execute("SELECT count(*) FROM articles_search").fetchone()[0] == 0


# Showing


def matches(marked: Marked) -> list[str]:
    return [piece for piece, is_match in marked if is_match]


def plain(marked: Marked) -> str:
    return "".join(piece for piece, _ in marked)


@pytest.mark.parametrize(
    ("query", "title", "text"),
    [
        pytest.param("征信 逾期", ["徵信"], ["逾期"], id="variants"),
        pytest.param("信報", ["信報"], [], id="only in the title"),
        pytest.param("記錄保留", [], ["記錄保留"], id="only in the text"),
    ],
)
def test_matches_are_marked_in_the_original(
    store: Store, query: str, title: list[str], text: list[str]
) -> None:
    (hit,) = [hit for hit in store.search(query) if hit.article.url == "https://report"]
    assert matches(hit.title) == title
    assert matches(hit.snippet) == text
    assert plain(hit.title) == TEXTS["report"][0]


def test_stemmed_words_are_marked_whole(store: Store) -> None:
    (hit,) = store.search("loan reporting")
    assert matches(hit.title) == ["Loans", "reports"]
    assert matches(hit.snippet) == ["loans", "reported"]


def test_snippet_shows_where_most_of_the_query_stands(tmp_path: Path) -> None:
    filler = "天气晴朗，风力不大。" * 60
    text = f"逾期一次。{filler}\n网贷逾期会影响征信。{filler}"
    with Store(tmp_path / "articles.db") as store:
        store.save(make_article(text=text))
        (hit,) = store.search("逾期 征信 网贷")
    assert matches(hit.snippet) == ["网贷", "逾期", "征信"]
    assert plain(hit.snippet).startswith("…")
    assert plain(hit.snippet).endswith("…")
    assert "\n" not in plain(hit.snippet)
    assert len(plain(hit.snippet)) <= SNIPPET


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    text=st.text(
        st.sampled_from("征信逾期 ab½ﬁ\u0301e。\n\x02\x03\U0001f600")
        | st.characters(exclude_categories=["Cs"])
    )
)
def test_snippet_is_a_stretch_of_the_text(store: Store, text: str) -> None:
    text = f"征信{text}"
    url = "https://zz-drawn"
    store.save(make_article(url=url, title="a", text=text, authors=(), tags=()))
    (hit,) = [hit for hit in store.search("征信", duplicates=True) if hit.article.url == url]
    shown = plain(hit.snippet).removeprefix("…").removesuffix("…")
    assert shown in text.replace("\n", " ")
    assert "征信" in matches(hit.snippet)
    store.remove(url)
