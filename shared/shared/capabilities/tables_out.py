"""
Tables as files people open in a spreadsheet: CSV and xlsx.

Text is never a formula there: xlsx cells are typed as text, CSV cells that a spreadsheet would
calculate get an apostrophe in front (OWASP ASVS 1.2.10).  Numbers stay numbers, negative ones too.
XlsxWriter, because it writes a workbook row by row in bounded memory, which openpyxl does not.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import IO, Any

import xlsxwriter

Cell = str | int | float | Decimal | bool | date | datetime | None

# Also what spreadsheets take for the same signs: full-width forms, and characters they skip.
_CALCULATED = tuple("=+-@\t\r\n\x00\uff1d\uff0b\uff0d\uff20")
_PLAIN_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767  # characters; Excel calls a longer one damaged
_ROWS_A_SHEET = 1_048_576
_EXACT_DIGITS = 15  # a spreadsheet's numbers lose what comes after
_TEXT, _DATE, _MOMENT = {"num_format": "@"}, "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss"


def safe_text(text: str) -> str:
    """Text for a CSV cell, with an apostrophe in front where it would be calculated."""
    calculated = text.startswith(_CALCULATED) or text.lstrip().startswith(_CALCULATED)
    return f"'{text}" if calculated and not _PLAIN_NUMBER.fullmatch(text) else text


def write_csv(
    target: IO[bytes],
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    delimiter: str = ",",
) -> int:
    """
    Write a table as UTF-8 CSV, with the mark by which Excel knows the encoding.

    Moments are written in RFC 3339, UTC; nothing is kept in memory.

    Returns:
        How many rows there were, the heading not counted.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow([safe_text(each) for each in columns])
    count = 0
    for count, row in enumerate(rows, start=1):  # noqa: B007 - counted
        writer.writerow([_csv_cell(each) for each in row])
    text.flush()
    text.detach()  # the target stays open: it is the caller's
    return count


def write_xlsx(
    target: IO[bytes],
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    sheet: str = "Samspill",
    zone: tzinfo = UTC,
    about: Sequence[tuple[str, str]] = (),
) -> int:
    """
    Write a table as a workbook; a sheet that is full is continued on the next.

    Args:
        zone: Where moments are shown; a workbook knows no time zones.
        about: What the numbers mean, for a sheet of its own.

    Returns:
        How many rows there were, the heading not counted.
    """
    workbook = xlsxwriter.Workbook(target, {"constant_memory": True, "in_memory": False})
    try:
        formats = {
            kind: workbook.add_format(shape)
            for kind, shape in (
                ("heading", {"bold": True, **_TEXT}),
                ("text", _TEXT),
                ("date", {"num_format": _DATE}),
                ("moment", {"num_format": _MOMENT}),
            )
        }
        page, line, count = _next_sheet(workbook, sheet, columns, formats), 1, 0
        for count, row in enumerate(rows, start=1):  # noqa: B007 - counted
            if line == _ROWS_A_SHEET:
                page, line = _next_sheet(workbook, sheet, columns, formats), 1
            for at, cell in enumerate(row):
                _write_cell(page, line, at, cell, formats, zone)
            line += 1
        if about:
            _write_about(workbook, about, formats)
        return count
    finally:
        workbook.close()


def _write_about(workbook: Any, about: Sequence[tuple[str, str]], formats: dict[str, Any]) -> None:
    page = workbook.add_worksheet("Om - about")
    for line, (name, text) in enumerate(about):
        page.write_string(line, 0, _text_cell(name), formats["heading"])
        page.write_string(line, 1, _text_cell(text), formats["text"])


def _next_sheet(workbook: Any, name: str, columns: Sequence[str], formats: dict[str, Any]) -> Any:
    number = len(workbook.worksheets()) + 1
    clean = re.sub(r"[\[\]:*?/\\']", " ", name)[:25].strip() or "Samspill"
    page = workbook.add_worksheet(clean if number == 1 else f"{clean} {number}")
    page.freeze_panes(1, 0)
    for at, column in enumerate(columns):
        page.write_string(0, at, _text_cell(column), formats["heading"])
    return page


def _write_cell(
    page: Any, line: int, at: int, cell: Cell, formats: dict[str, Any], zone: tzinfo
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        page.write_boolean(line, at, cell)
    elif isinstance(cell, datetime):
        local = cell.astimezone(zone) if cell.tzinfo else cell
        page.write_datetime(line, at, local.replace(tzinfo=None), formats["moment"])
    elif isinstance(cell, date):
        page.write_datetime(line, at, cell, formats["date"])
    elif (number := _number(cell)) is not None:
        page.write_number(line, at, number)
    else:
        page.write_string(line, at, _text_cell(str(cell)), formats["text"])


def _number(cell: Cell) -> int | float | None:
    """The cell as a number a workbook keeps exactly, else None."""
    if not isinstance(cell, int | float | Decimal):
        return None
    exact = Decimal(str(cell))
    if not exact.is_finite() or len(exact.as_tuple().digits) > _EXACT_DIGITS:
        return None
    return cell if isinstance(cell, int) else float(cell)


def _text_cell(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)[:_LONGEST_CELL]


def _csv_cell(cell: Cell) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        moment = cell.astimezone(UTC) if cell.tzinfo else cell
        return moment.isoformat().replace("+00:00", "Z")
    if isinstance(cell, str):
        return safe_text(cell.replace("\x00", "\ufffd"))
    return cell
