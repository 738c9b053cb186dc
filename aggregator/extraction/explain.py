"""A report on one page: what each part of it was taken for, and why, as HTML that stands alone.

The page's lines of text are shown in their order, coloured by region and gathered by the element they stand in;
beside them the chosen fields with their sources, and what spoke for and against an article.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from aggregator.extraction import assembly
from aggregator.extraction.kind import kind
from aggregator.extraction.links.headings import BlockKind
from aggregator.extraction.records import Region
from aggregator.extraction.rendering import render
from aggregator.extraction.survey import survey

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from aggregator.extraction.page.page_map import PageMap
    from aggregator.extraction.rules.rules import Rules
    from aggregator.extraction.survey import Survey

_LEGEND = {
    "title": ("Title", "the headline"),
    "body": ("Body", "the article's text"),
    "byline": ("Byline", "authors, dates, source, counts"),
    "related": ("Related", "articles recommended here"),
    "list": ("List", "teasers of a list; most read, latest"),
    "comments": ("Comments", "what readers say"),
    "breadcrumbs": ("Breadcrumbs", "the way from the front page"),
    "pagination": ("Pagination", "links that turn pages"),
    "navigation": ("Navigation", "the site's frame"),
    "dropped": ("Dropped", "inside the body's element, but left out"),
    "other": ("Other", "everything else"),
}
_SHORT = 6
"""Lines of a group shown at once where the region is not part of the article."""
_QUIET = frozenset({"list", "comments", "navigation", "other", "pagination"})


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    region: str


_MARK = "<meta name='generator' content='aggregator extract --explain'>"


def is_report(content: bytes) -> bool:
    """Whether a file that starts so was written from what `explain` gives."""
    return _MARK.encode() in content[:500]


def explain(
    html: bytes | str,
    url: str,
    content_type: str | None = None,
    fetched_at: datetime | None = None,
    *,
    rules: Rules | None = None,
) -> str:
    """The report as one HTML document without scripts or outside resources."""
    seen = survey(html, url, content_type, fetched_at, rules=rules)
    examination = assembly.examination(seen)
    record = examination.article.to_dict()
    lines = list(_lines(seen))
    verdict = "Article" if examination.is_article else "Not an article"
    parts = [
        f"<header><p class='verdict {'yes' if examination.is_article else 'no'}'>{verdict}"
        f"<small>{seen.judgement.probability:.0%}</small></p>"
        f"<div><h1>{escape(record['title'] or 'No title')}</h1><p><code>{escape(url)}</code></p>"
        f"<p>{escape(examination.reason)}</p></div></header>",
        _shares(seen.page, lines),
        "<main><section class='page'>",
        _from_data(seen, record["text"]),
        *_groups(seen, lines),
        "</section><aside>",
        _fields(record, examination.next_page, examination.feeds),
        _related(record["related_links"]),
        _features(seen),
        "</aside></main>",
    ]
    name = escape(record["title"] or url)
    head = (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{_MARK}<title>{name} – explained</title>"
    )
    return f"{head}<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"


def _lines(seen: Survey) -> Iterator[_Line]:
    """Every line of the page with its region."""
    page, body = seen.page, seen.body
    frame = _painted(seen)
    ranked = {line: block.kind for block in seen.teasers for line in range(block.first_line, block.end_line)}
    headline = seen.found.get("title")
    title = " ".join(str(headline.value).split()) if headline else None
    titled = False
    for number, node in enumerate(page.block_nodes):
        text = page.block_texts[number]
        if not text and not page.block_link_sizes[number] and not body.kept[number]:
            continue
        if body.kept[number]:
            region = "body"
        elif number in seen.credits.blocks:
            region = "byline"
        elif title and text == title and not titled:
            region, titled = "title", True
        elif number in ranked:
            region = "related" if ranked[number] is BlockKind.RELATED else "list"
        elif frame[node] is Region.BODY:
            region = "dropped"
        else:
            region = str(frame[node])
        yield _Line(number, region)


def _painted(seen: Survey) -> list[Region]:
    """The region of every element."""
    painted = [Region.OTHER] * len(seen.page.tags)
    for start, end, region in sorted(seen.spans(), key=lambda span: (span[0], -span[1])):
        painted[start:end] = [region] * (end - start)
    return painted


def _shares(page: PageMap, lines: list[_Line]) -> str:
    """A bar of the page's text by region, with the legend."""
    sizes = dict.fromkeys(_LEGEND, 0)
    for line in lines:
        sizes[line.region] += page.block_sizes[line.number]
    total = sum(sizes.values()) or 1
    bar = "".join(
        f"<i class='{region}' style='flex:{size}' title='{_LEGEND[region][0]} {size / total:.0%}'></i>"
        for region, size in sizes.items()
        if size
    )
    names = "".join(
        f"<li class='{region}'><b>{name}</b> {size / total:.0%}<span>{meaning}</span></li>"
        for region, size in sizes.items()
        if size
        for name, meaning in [_LEGEND[region]]
    )
    scores = "<li class='scores'><b class='score for'>+1.0</b> log-odds that a line is of the body</li>"
    return f"<div class='bar'>{bar}</div><ul class='legend'>{names}{scores}</ul>"


def _groups(seen: Survey, lines: list[_Line]) -> Iterator[str]:
    page = seen.page
    for region, members in groupby(lines, key=lambda line: line.region):
        numbers = [line.number for line in members]
        size = sum(page.block_sizes[number] for number in numbers)
        linked = sum(page.block_link_sizes[number] for number in numbers)
        marks = sum(page.block_marks[number] for number in numbers)
        element = _around(page, [page.block_nodes[number] for number in numbers])
        facts = f"{size} bytes · {linked / (size or 1):.0%} in links · {marks} marks"
        if page.hidden[element]:
            facts += " · hidden"
        texts = [_shown(seen, number) for number in numbers]
        yield (
            f"<div class='group {region}'><p class='where'><b>{_LEGEND[region][0]}</b>"
            f"<code>{escape(_path(page, element))}</code><span>{facts}</span></p>"
            f"{_folded(texts, quiet=region in _QUIET)}</div>"
        )


def _from_data(seen: Survey, text: str) -> str:
    """The article's text where it is not what the page shows, but stands in its data."""
    if text == render.to_text(seen.body):
        return ""
    lines = "".join(f"<p class='line'>{escape(line)}</p>" for line in text.splitlines())
    return (
        "<div class='group body'><p class='where'><b>Body</b><code>data of the page</code>"
        f"<span>not shown until scripts run</span></p>{lines}</div>"
    )


def _around(page: PageMap, nodes: list[int]) -> int:
    """The innermost element that holds all of the elements."""
    first, last = min(nodes), max(nodes)
    while page.ends[first] <= last:
        first = page.parents[first]
    return first


def _shown(seen: Survey, number: int) -> str:
    """A line with the score by which it was kept or dropped."""
    page = seen.page
    text = page.block_texts[number] or "▦ picture"
    tag = page.tags[page.block_nodes[number]]
    heading = " heading" if tag in ("h1", "h2", "h3", "h4", "h5", "h6") else ""
    linked = " linked" if page.block_link_sizes[number] * 2 > page.block_sizes[number] else ""
    cut = text if len(text) <= 400 else text[:400] + "…"
    score = seen.body.scores.get(number)
    mark = (
        ""
        if score is None
        else f"<span class='score {'for' if score > 0 else 'against'}'>{score:+.1f}</span>"
    )
    return f"<p class='line{heading}{linked}'>{mark}{escape(cut)}</p>"


def _folded(texts: list[str], *, quiet: bool) -> str:
    if not quiet or len(texts) <= _SHORT:
        return "".join(texts)
    rest = f"<details><summary>{len(texts) - _SHORT} more lines</summary>{''.join(texts[_SHORT:])}</details>"
    return "".join(texts[:_SHORT]) + rest


def _path(page: PageMap, node: int) -> str:
    """The last three steps to the element: `article.post › div.content`."""
    steps: list[str] = []
    while node > 0 and len(steps) < 3:
        names = page.names[node].split()
        steps.append(page.tags[node] + "".join(f".{name}" for name in names[:2]))
        node = page.parents[node]
    return " › ".join(reversed(steps))


def _fields(record: dict[str, Any], next_page: str | None, feeds: Iterable[str]) -> str:
    """The chosen fields with where each came from."""
    provenance = record["provenance"]
    left_out = {"text", "html", "provenance", "related_links", "url", "site", "cluster_id", "duplicate_of"}
    rows, missing = [], []
    for field, value in record.items():
        name = field.replace("_", " ")
        if field in left_out:
            continue
        if value in (None, "", [], ()):
            missing.append(name)
            continue
        source = provenance.get(field)
        mark = f"<span class='source'>{escape(source)}</span>" if source else ""
        rows.append(f"<tr><th>{name}</th><td>{escape(_plain(value))}{mark}</td></tr>")
    rows.append(f"<tr><th>text</th><td>{len(record['text'])} characters</td></tr>")
    if next_page:
        rows.append(f"<tr><th>next page</th><td>{escape(next_page)}</td></tr>")
    rows += [f"<tr><th>feed</th><td>{escape(feed)}</td></tr>" for feed in feeds]
    if missing:
        rows.append(f"<tr><th>not found</th><td><i>{', '.join(missing)}</i></td></tr>")
    return f"<h2>Fields and their sources</h2><table>{''.join(rows)}</table>"


def _plain(value: Any) -> str:
    """A field's value as one readable string."""
    if isinstance(value, list):
        return "; ".join(_plain(entry) for entry in value)
    if isinstance(value, dict):
        name = value.get("name") or value.get("url") or json.dumps(value, ensure_ascii=False)
        role = value.get("role")
        return f"{name} ({role})" if role else str(name)
    return str(value)


def _related(entries: list[dict[str, Any]]) -> str:
    if not entries:
        return "<h2>Related links</h2><p class='none'>none</p>"
    items = "".join(
        f"<li><b>{escape(entry['title'])}</b> <span class='source'>{entry['kind']}</span>"
        f"<br><code>{escape(entry['url'])}</code>"
        + (f"<br><small>{escape(entry['excerpt'])}</small>" if entry["excerpt"] else "")
        + "</li>"
        for entry in entries
    )
    return f"<h2>Related links</h2><ol>{items}</ol>"


def _features(seen: Survey) -> str:
    """What spoke for and against an article, the loudest first."""
    found = seen.judgement.features
    rows = []
    for name, share in sorted(
        kind.contributions(found).items(), key=lambda entry: (-abs(entry[1]), entry[0])
    ):
        if abs(share) < 0.1:
            continue
        width = min(abs(share) / 4, 1) * 50
        side = f"left:50%;width:{width:.0f}%" if share > 0 else f"right:50%;width:{width:.0f}%"
        rows.append(
            f"<tr><th>{name.replace('_', ' ')}</th><td>{found[name]:.2f}</td>"
            f"<td class='scale'><i class='{'for' if share > 0 else 'against'}' style='{side}'></i></td>"
            f"<td>{share:+.1f}</td></tr>"
        )
    return f"<h2>For and against an article</h2><table class='features'>{''.join(rows)}</table>"


_STYLE = """
:root{--title:#7c3aed;--body:#15803d;--byline:#b45309;--related:#0369a1;--list:#0e7490;--comments:#be185d;
--breadcrumbs:#6d28d9;--pagination:#4d7c0f;--navigation:#64748b;--dropped:#b91c1c;--other:#94a3b8}
*{box-sizing:border-box}body{margin:0 auto;max-width:1500px;padding:20px 24px;color:#0f172a;background:#f8fafc;
font:14px/1.55 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
header{display:flex;gap:18px;align-items:center;margin-bottom:14px}h1{font-size:21px;line-height:1.3;margin:0}
header p{margin:2px 0;color:#475569}code{font:12px/1.4 ui-monospace,Menlo,Consolas,monospace;color:#475569;
overflow-wrap:anywhere}.verdict{flex:none;width:118px;padding:12px 8px;border-radius:10px;color:#fff!important;
text-align:center;font-weight:600;line-height:1.25}.verdict small{display:block;font-weight:400;color:inherit}
.yes{background:#15803d}.no{background:#b91c1c}
.bar{display:flex;height:14px;border-radius:7px;overflow:hidden}.bar i{background:var(--c);min-width:2px}
.legend{display:flex;flex-wrap:wrap;gap:6px 18px;margin:10px 0 18px;padding:0;list-style:none;font-size:13px}
.legend li::before{content:"";display:inline-block;width:10px;height:10px;border-radius:3px;margin-right:6px;
background:var(--c)}.legend span{color:#64748b;margin-left:6px}.legend .scores{color:#64748b}.legend .scores::before{display:none}
.legend .score{float:none;margin:0 6px 0 0}
main{display:grid;grid-template-columns:minmax(0,1fr) 430px;gap:24px;align-items:start}
.group{border-left:6px solid var(--c);background:#fff;border-radius:4px 8px 8px 4px;margin-bottom:8px;
padding:6px 14px 8px;box-shadow:0 1px 2px #0f172a14}
.where{display:flex;gap:10px;align-items:baseline;margin:0 0 2px;font-size:12px;color:#64748b}
.where b{color:var(--c)}.where code{flex:1}.where span{flex:none}
.line{margin:2px 0;overflow-wrap:anywhere}.score{float:right;margin-left:12px;padding:0 6px;
border-radius:8px;font:11px/1.6 ui-monospace,monospace;color:#fff;opacity:.75}
.heading{font-weight:650}.linked{color:#1d4ed8}
.navigation .line,.other .line,.list .line,.pagination .line{color:#64748b;font-size:13px}
.dropped .line{text-decoration:line-through;text-decoration-color:#b91c1c66}
details summary{cursor:pointer;color:#64748b;font-size:13px}
aside{position:sticky;top:12px;background:#fff;border-radius:8px;padding:4px 16px 14px;
box-shadow:0 1px 2px #0f172a14;max-height:calc(100vh - 24px);overflow:auto}
h2{font-size:14px;margin:14px 0 6px}table{width:100%;border-collapse:collapse;font-size:13px}
th,td{text-align:left;vertical-align:top;padding:3px 6px 3px 0;border-top:1px solid #eef2f7;overflow-wrap:anywhere}
th{font-weight:500;color:#475569;width:118px}.source{display:inline-block;margin-left:8px;padding:0 7px;
border-radius:9px;background:#e0e7ff;color:#3730a3;font-size:11px}.none,td i{color:#94a3b8}
ol{margin:0;padding-left:20px;font-size:13px}ol li{margin-bottom:6px}ol small{color:#475569}
.features td{width:52px}.features .scale{position:relative;width:auto}.scale i{position:absolute;top:6px;height:11px}
.for{background:#16a34a}.against{background:#dc2626}
@media(max-width:1000px){main{grid-template-columns:1fr}aside{position:static;max-height:none}}
""" + "".join(f".{region}{{--c:var(--{region})}}" for region in _LEGEND)
