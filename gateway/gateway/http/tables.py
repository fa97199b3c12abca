"""Writes lists of records as CSV that spreadsheets can open without running anything."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import Response
from shared.capabilities.tables_out import safe_text


def csv_table(rows: Sequence[Mapping[str, Any]], *, name: str) -> Response:
    """
    Answer with a file of comma-separated values, UTF-8 with a mark so that spreadsheets see it.

    Shape: nested values become columns with dots; money becomes an amount and a currency.
    """
    flat = [dict(_cells(row)) for row in rows]
    columns = list(dict.fromkeys(column for row in flat for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({column: cell(value) for column, value in row.items()} for row in flat)
    answer = Response("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def cell(value: Any) -> str:
    """
    The text of one cell; what a spreadsheet would run as a formula is marked as text.

    Negative numbers stay numbers.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_text(str(value))


def _cells(row: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _cells(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield f"{prefix}{name}", "; ".join(map(str, value))
        else:
            yield f"{prefix}{name}", value
