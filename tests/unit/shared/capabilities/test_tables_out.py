"""Tables as files: nothing in them is calculated, numbers stay numbers."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from shared.capabilities.tables_out import safe_text, write_csv, write_xlsx

HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "\x00=1",
    "＝1+1",
    '=HYPERLINK("http://x")',
]


def csv_of(columns, rows):
    target = io.BytesIO()
    count = write_csv(target, columns, rows)
    return target.getvalue().decode("utf-8-sig"), count


def sheet_of(columns, rows, **options):
    target = io.BytesIO()
    write_xlsx(target, columns, rows, **options)
    return openpyxl.load_workbook(io.BytesIO(target.getvalue())).worksheets[0]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_would_be_calculated_is_marked_in_csv(text):
    assert safe_text(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-12.50", "-3", "Fjord AS", "a=b", "1-2", ""])
def test_other_text_and_negative_numbers_are_left_alone(text):
    assert safe_text(text) == text


def test_csv_has_the_mark_and_machine_readable_values():
    at = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

    text, count = csv_of(
        ["name", "=sum"], [["Blåbær, AS", Decimal("-12.50")], [None, True], [date(2026, 1, 2), at]]
    )

    assert text.splitlines() == [
        "name,'=sum",
        '"Blåbær, AS",-12.50',
        ",true",
        "2026-01-02,2026-11-23T15:00:00Z",
    ]
    assert count == 3


def test_workbook_cells_are_typed_as_text():
    page = sheet_of(["text"], [[each] for each in HOSTILE])

    cells = [page.cell(row, 1) for row in range(2, len(HOSTILE) + 2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].value == "=1+1"


def test_workbook_numbers_and_dates_are_typed():
    at = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)

    page = sheet_of(
        ["a", "b", "c", "d"],
        [[-5, Decimal("12.50"), date(2026, 1, 2), at]],
        zone=ZoneInfo("Europe/Oslo"),
    )

    assert [str(cell.value) for cell in page[2]] == [
        "-5",
        "12.5",
        "2026-01-02 00:00:00",
        "2026-06-01 14:00:00",
    ]


def test_a_number_too_long_for_a_workbook_stays_exact_as_text():
    page = sheet_of(["n"], [[Decimal("12345678901234567.89")]])

    assert page.cell(2, 1).value == "12345678901234567.89"


def test_what_no_workbook_can_hold_is_replaced_or_cut():
    page = sheet_of(["n"], [["a\x07\ud800b"], ["x" * 40_000]])

    assert page.cell(2, 1).value == "a\ufffd\ufffdb"
    assert len(page.cell(3, 1).value) == 32_767
