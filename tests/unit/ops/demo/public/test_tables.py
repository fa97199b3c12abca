"""Reading the files: real dates and numbers, or a clear word about what is wrong."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree

import pytest
from ops.demo.public.tables import read_folder
from ops.machine.faults import Fault

SMALL = Path(__file__).parents[4] / "data" / "crm-small"


@pytest.fixture
def folder(tmp_path):
    """A copy of the small data set, to be spoilt."""
    return copytree(SMALL, tmp_path / "data")


def test_rows_have_real_dates_and_numbers(folder):
    data = read_folder(folder)

    first = data.opportunities[0]
    assert (first.engaged_on, first.closed_on) == (date(2016, 10, 20), date(2017, 3, 1))
    assert (first.value, first.row_no) == (Decimal(560), 2)
    assert data.opportunities[-1].value is None
    assert data.accounts[1].parent == "Acme Corporation"
    assert data.last_on == date(2017, 5, 12)
    assert data.usual_days == 155


def test_a_missing_file_is_named(folder):
    (folder / "products.csv").unlink()

    with pytest.raises(Fault, match=r"products\.csv is missing"):
        read_folder(folder)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("sales_agent,", "agent,", "has no column sales_agent"),
        ("20-10-16", "20-20-16", "row 2: engage_date is not a date"),
        ("4514", "many", "row 3: close_value is not a number"),
        ("A0000002", "", "row 3: opportunity_id is empty"),
    ],
)
def test_what_cannot_be_read_is_named_by_row_and_column(folder, old, new, problem):
    file = folder / "sales_pipeline.csv"
    file.write_text(file.read_text().replace(old, new, 1))

    with pytest.raises(Fault, match=problem):
        read_folder(folder)


def test_bytes_that_are_no_text_are_refused(folder):
    (folder / "accounts.csv").write_bytes(b"account\n\xff\xfe\n")

    with pytest.raises(Fault, match="cannot be read"):
        read_folder(folder)
