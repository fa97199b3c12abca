"""Writes rows with their errors marked, in bounded memory."""

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from crm.domain.imports.sheets import MarkedRow
from crm.domain.imports.wording import EN_HEADER, NB_HEADER

_LONGEST_CELL, _LONGEST_COMMENT = 32_767, 1_000
_MOST_COMMENTS = 5_000  # each is a drawing; the columns at the end say it in any case


def write_marked(headers: Sequence[str], rows: Sequence[MarkedRow]) -> bytes:
    """A sheet with the headers as they were, and what is wrong in two columns at the end."""
    content = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as workbook:
        bold = workbook.add_format({"bold": True})
        wrong = workbook.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        sheet = workbook.add_worksheet("Feil")
        sheet.freeze_panes(1, 0)
        for at, header in enumerate([*headers, NB_HEADER, EN_HEADER]):
            sheet.write_string(0, at, header[:_LONGEST_CELL], bold)
        comments = 0
        for line, row in enumerate(rows, start=1):
            for at in range(len(headers)):
                cell = row.cells[at] if at < len(row.cells) else None
                _write(sheet, line, at, cell, wrong if at in row.marks else None)
                if at in row.marks and comments < _MOST_COMMENTS:
                    sheet.write_comment(line, at, "\n".join(row.marks[at])[:_LONGEST_COMMENT])
                    comments += 1
            sheet.write_string(line, len(headers), row.nb[:_LONGEST_CELL])
            sheet.write_string(line, len(headers) + 1, row.en[:_LONGEST_CELL])
    return content.getvalue()


def _write(sheet: Any, line: int, at: int, cell: Any, style: Any) -> None:
    if isinstance(cell, float):
        sheet.write_number(line, at, cell, style)
    elif isinstance(cell, str):
        sheet.write_string(line, at, cell, style)
    else:
        sheet.write_blank(line, at, None, style)
