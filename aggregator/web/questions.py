"""Questions to the database in SQL."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from aggregator.store import Answer, QueryError
from aggregator.web.desk import PATIENCE, Desk
from exports.csv_table import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.requests import Request

    from aggregator.store.rows import Value

ON_A_PAGE = 200
IN_A_FILE = 100_000
"""Rows."""

_LONGEST_NAMES = 100_000_000
"""Characters of all names of columns in an answer, which JSON repeats with each row."""

EXAMPLES = {
    "Articles a month and site": (
        "SELECT substr(date_published, 1, 7) AS month, site, count(*) AS articles\n"
        "FROM articles GROUP BY 1, 2 ORDER BY 1 DESC"
    ),
    "Who writes most": (
        "SELECT author.value->>'name' AS name, count(*) AS articles\n"
        "FROM articles, json_each(authors) AS author\n"
        "WHERE author.value->>'role' = 'author' GROUP BY 1 ORDER BY 2 DESC LIMIT 10"
    ),
    "What is read most": (
        "SELECT view_count, title, url FROM originals\nWHERE view_count IS NOT NULL ORDER BY 1 DESC LIMIT 20"
    ),
    "Who copied whom": (
        "SELECT copy.site AS copied_by, original.site AS original, count(*) AS articles\n"
        "FROM articles AS copy JOIN articles AS original ON copy.duplicate_of = original.url\n"
        "GROUP BY 1, 2 ORDER BY 3 DESC"
    ),
    "Recommended, but not stored yet": (
        "SELECT url, title, count(*) AS times FROM related_links\n"
        "WHERE url NOT IN (SELECT url FROM articles) GROUP BY url ORDER BY times DESC LIMIT 20"
    ),
}


def page(request: Request) -> Response:
    desk = Desk.of(request)
    sql = request.query_params.get("sql", "").strip()
    answer, problem = None, None
    with desk.store() as store:
        try:
            answer = store.ask(sql, limit=ON_A_PAGE, seconds=PATIENCE) if sql else None
        except QueryError as error:
            problem = str(error)
        tables = store.tables()
    return desk.page(
        request,
        "sql.html",
        status=400 if problem else 200,
        sql=sql,
        answer=answer,
        problem=problem,
        tables=tables,
        examples=EXAMPLES,
    )


def data(request: Request) -> Response:
    """The answer as CSV, or as JSON: a list of objects."""
    desk = Desk.of(request)
    form = request.path_params["format"]
    if form not in ("csv", "json"):
        raise HTTPException(404, f"sql.{form}: no such format; expected sql.csv or sql.json")
    with desk.store() as store:
        answer = store.ask(request.query_params.get("sql", ""), limit=IN_A_FILE, seconds=PATIENCE)
    if answer.more or len("".join(answer.columns)) * len(answer.rows) > _LONGEST_NAMES:
        raise HTTPException(400, f"more than {IN_A_FILE:,} rows, or too large; expected a LIMIT")
    return _as_csv(answer) if form == "csv" else JSONResponse(_as_records(answer))


def _as_csv(answer: Answer) -> Response:
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(answer.columns)
    table.writerows([cell(_plain(value)) for value in row] for row in answer.rows)
    headers = {"Content-Disposition": 'attachment; filename="answer.csv"'}
    return Response(out.getvalue(), media_type="text/csv", headers=headers)


def _as_records(answer: Answer) -> list[dict[str, Any]]:
    names = [*_apart(answer.columns)]
    return [dict(zip(names, map(_plain, row), strict=True)) for row in answer.rows]


def _apart(columns: tuple[str, ...]) -> Iterator[str]:
    """Names of their own for columns that are called alike: the second `id` is `id:1`, as SQLite has it in views."""
    times = Counter[str]()
    for name in columns:
        yield f"{name}:{times[name]}" if times[name] else name
        times[name] += 1


def _plain(value: Value) -> Value:
    """What both formats have: bytes as hexadecimal digits, and nothing for what is beyond all numbers."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value.hex() if isinstance(value, bytes) else value
