"""Cells as a file holds them, and as rules read them."""

import re
from typing import Any

from shared.kernel.errors import Invalid

from crm.domain.imports.formats import as_written, read_date
from crm.domain.imports.rows import Row

# A number of more digits was rounded by the spreadsheet before it came here.
_EXACT_DIGITS = 15
_ROUNDED = re.compile(r"\d([.,]\d+)?[eE]\+?\d+\Z")
# What is written with digits but is no quantity: rounding loses it.
_IDS = frozenset(
    {"customer_no", "external_id", "customer_external_id", "organisation_number", "vat_no",
     "phone", "mobile", "contact.phone", "contact.mobile", "postal_code"}
)  # fmt: skip
_CODES = {
    "formula": ("crm.import_formula_unknown", "the formula has no stored result"),
    "error": ("crm.import_cell_error", "the spreadsheet says this cell is in error"),
}


def row_of(numbered: list[Any], part: str, columns: dict[str, int], formats: dict[str, str]) -> Row:
    """
    A row from its number and its cells: texts, numbers of workbooks, or ``{"wrong": why}``.

    Args:
        columns: Field → index of its column.
        formats: Field → how dates or numbers of its column look.
    """
    row = Row(row_no=numbered[0], cells={}, part=part, formats=formats)
    cells = numbered[1:]
    for field, index in columns.items():
        cell = cells[index] if index < len(cells) else None
        if cell is None:
            continue
        if isinstance(cell, dict):
            row.refuse(field, *_CODES[cell["wrong"]])
        elif isinstance(cell, float):
            row.cells[field] = as_written(cell, formats.get(field))
            _refuse_rounded(row, field, row.cells[field])
        else:
            row.cells[field] = cell
            if "e" in cell or "E" in cell:
                _refuse_rounded(row, field, cell)
    return row


def day_text(text: str, form: str | None) -> str:
    """
    A date of a cell in ISO 8601.

    Raises:
        Invalid: ``crm.date_invalid``.
    """
    day = read_date(text, form)
    if day is None:
        raise Invalid(f"{text[:40]} is not a date of this column", code="crm.date_invalid")
    return day.isoformat()


def _refuse_rounded(row: Row, field: str, text: str) -> None:
    if field in _IDS and _ROUNDED.match(text):
        row.refuse(
            field,
            "crm.import_digits_lost",
            f"the spreadsheet kept {_EXACT_DIGITS} digits only; write it as text",
        )
