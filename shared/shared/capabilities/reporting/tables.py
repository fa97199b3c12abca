"""A report as a table for a file: a line for each group, a column for each figure."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shared.capabilities.tables_out import Cell

_WORDS = {
    "nb": {
        "total": "Totalt",
        "source": "Kilde",
        "filters": "Filtre",
        "as_of": "Per dato",
        "owner": "Kundeansvarlig",
        "now": "nå",
        "at_the_time": "på det tidspunktet",
        "made_at": "Laget",
        "note": "Merk",
    },
    "en": {
        "total": "Total",
        "source": "Source",
        "filters": "Filters",
        "as_of": "As of",
        "owner": "Account owner",
        "now": "now",
        "at_the_time": "at the time",
        "made_at": "Made",
        "note": "Note",
    },
}

Report = Mapping[str, Any]  # a ReportView as plain JSON


def report_table(report: Report, *, locale: str) -> tuple[list[str], list[list[Cell]]]:
    """Headings and lines; the last line is the total.  Each currency has its own column."""
    words = _WORDS["en" if locale == "en" else "nb"]
    depth = len(report["group_by"])
    columns = _columns(report)
    headings = [each["heading"] for each in report["group_by"]] or [report["heading"]]
    lines: list[list[Cell]] = []
    for row in report["rows"]:
        labels: list[Cell] = [*row["labels"], *[None] * (depth - len(row["labels"]))]
        lines.append([*labels, *_cells(row["values"], columns)])
    empty: list[Cell] = [None] * (max(depth, 1) - 1)
    lines.append([words["total"], *empty, *_cells(report["totals"], columns)])
    return [*headings, *(heading for _, _, heading in columns)], lines


def about_report(report: Report, *, name: str, locale: str) -> list[tuple[str, str]]:
    """What the numbers mean: source, filters, definitions of measures, notes."""
    words = _WORDS["en" if locale == "en" else "nb"]
    filters = "; ".join(f"{field} = {value}" for field, value in report["filters"].items())
    facts = [
        (name, ""),
        (words["source"], report["heading"]),
        (words["filters"], filters or "–"),
        (words["owner"], words[report["owner"]]),
        (words["as_of"], report["as_of"] or "–"),
        (words["made_at"], report["made_at"]),
    ]
    facts += [(each["heading"], each["definition"]) for each in report["measures"]]
    return facts + [(words["note"], each) for each in report["notes"]]


def _columns(report: Report) -> list[tuple[str, str | None, str]]:
    """Measure, currency and heading of every column of figures."""
    columns: list[tuple[str, str | None, str]] = []
    for measure in report["measures"]:
        if measure["kind"] != "money":
            columns.append((measure["name"], None, measure["heading"]))
            continue
        found = {
            each["currency"]
            for values in (report["totals"], *(row["values"] for row in report["rows"]))
            for each in values[measure["name"]]
        }
        columns += [
            (measure["name"], currency, f"{measure['heading']} ({currency})")
            for currency in sorted(found)
        ]
    return columns


def _cells(values: Mapping[str, Any], columns: list[tuple[str, str | None, str]]) -> list[Cell]:
    cells: list[Cell] = []
    for name, currency, _ in columns:
        value = values[name]
        if currency is not None:
            value = next((e["amount"] for e in value if e["currency"] == currency), None)
        cells.append(Decimal(value) if isinstance(value, str) else value)
    return cells
