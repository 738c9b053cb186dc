"""The extractors that the benchmarks compare: ours, and the peers that happen to be installed."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from typing import Any

Prediction = dict[str, Any]
"""`text`, `title`, `authors`, `date`; absent where the extractor has no such field."""
Extractor = Callable[[bytes, str], Prediction]

_HAN = re.compile("[\u4e00-\u9fff]")
_HAN_OF_A_CHINESE_PAGE = 100
PEERS = ("trafilatura", "resiliparse", "readability-lxml", "newspaper4k", "gne")


def load(name: str) -> Extractor | None:
    """The extractor of that name. None: its package is not installed."""
    try:
        return _MAKERS[name]()
    except ImportError:
        return None


def _ours() -> Extractor:
    from aggregator.extraction import examine

    def run(html: bytes, url: str) -> Prediction:
        examination = examine(html, url)
        record = examination.article.to_dict()
        return {
            "text": record["text"],
            "title": record["title"],
            "authors": [person["name"] for person in record["authors"] if person["role"] == "author"],
            "date": record["date_published"],
            "is_article": examination.is_article,
            "reason": examination.reason,
        }

    return run


def _trafilatura() -> Extractor:
    bare_extraction = importlib.import_module("trafilatura").bare_extraction

    def run(html: bytes, url: str) -> Prediction:
        document = bare_extraction(html, url=url, with_metadata=True)
        if document is None:
            return {"text": ""}
        return {
            "text": document.text,
            "title": document.title,
            "authors": (document.author or "").split("; "),
            "date": document.date,
        }

    return run


def _resiliparse() -> Extractor:
    extract_plain_text = importlib.import_module("resiliparse.extract.html2text").extract_plain_text
    detect_encoding = importlib.import_module("resiliparse.parse.encoding").detect_encoding

    def run(html: bytes, url: str) -> Prediction:
        page = html.decode(detect_encoding(html), errors="replace")
        return {
            "text": extract_plain_text(page, main_content=True, alt_texts=False, preserve_formatting=True)
        }

    return run


def _readability() -> Extractor:
    document_class = importlib.import_module("readability").Document
    parse_html = importlib.import_module("lxml.html").document_fromstring
    from aggregator.extraction.page.charset import decode

    def run(html: bytes, url: str) -> Prediction:
        document = document_class(decode(html, None), url=url)
        body = parse_html(document.summary())
        for block in body.iter("p", "div", "li", "br", "h1", "h2", "h3", "h4", "tr", "blockquote", "pre"):
            block.tail = "\n" + (block.tail or "")
        return {"text": body.text_content(), "title": document.short_title()}

    return run


def _newspaper() -> Extractor:
    newspaper = importlib.import_module("newspaper")
    from aggregator.extraction.page.charset import decode

    def run(html: bytes, url: str) -> Prediction:
        page = decode(html, None)
        # It has to be told the language; left to itself it takes Chinese pages for English.
        language = "zh" if len(_HAN.findall(page)) > _HAN_OF_A_CHINESE_PAGE else "en"
        article = newspaper.Article(url, language=language, fetch_images=False)
        article.download(input_html=page)
        article.parse()
        return {
            "text": article.text,
            "title": article.title,
            "authors": article.authors,
            "date": article.publish_date.isoformat() if article.publish_date else None,
        }

    return run


def _gne() -> Extractor:
    extractor = importlib.import_module("gne").GeneralNewsExtractor()
    from aggregator.extraction.page.charset import decode

    def run(html: bytes, url: str) -> Prediction:
        found = extractor.extract(decode(html, None), with_body_html=False)
        return {
            "text": found["content"],
            "title": found["title"],
            "authors": [found["author"]] if found["author"] else [],
            "date": found["publish_time"],
        }

    return run


_MAKERS: dict[str, Callable[[], Extractor]] = {
    "aggregator": _ours,
    "trafilatura": _trafilatura,
    "resiliparse": _resiliparse,
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "gne": _gne,
}
