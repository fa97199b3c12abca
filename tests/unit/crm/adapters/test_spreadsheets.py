"""Reading files in a confined process: what is found, and that harm is contained."""

import json
import zlib

import pytest
from crm.adapters.spreadsheets import ConfinedSpreadsheets
from shared.kernel.errors import Invalid
from support.crm import a_csv, a_workbook


def at_once(function, *given):
    return function(*given)


SPREADSHEETS = ConfinedSpreadsheets(wall_seconds=20, run_native=at_once)


def read(filename, content, *, kind="customers", sheet=None):
    return SPREADSHEETS.read(filename=filename, content=content, kind=kind, sheet=sheet)


def rows_of(workbook):
    return [row for _, cells in workbook.chunks for row in json.loads(zlib.decompress(cells))]


def test_cells_are_texts_as_people_see_them():
    content = a_workbook(
        A=[["Navn", "Kundenr", "Ansatte"], ["Fjord", 10001, 2.5], ["=1+1", True, ""]]
    )

    workbook = read("a.xlsx", content)

    assert rows_of(workbook)[0] == [2, "Fjord", "10001", 2.5]
    assert workbook.first_cells == ["Fjord", "10001", "2.5"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_text_is_read_in_usual_encodings(encoding, delimiter):
    content = a_csv(f"Navn{delimiter}By", f"Blåbær{delimiter}Ås", encoding=encoding)

    assert rows_of(read("a.csv", content)) == [[2, "Blåbær", "Ås"]]


def test_a_sheet_can_be_named_and_hidden_cells_are_no_headers():
    content = a_workbook(
        Kunder=[["Navn", "Orgnr"], ["A", "1"]], Andre=[["Navn", "By"], ["B", "Oslo"]]
    )

    assert read("a.xlsx", content, sheet="Andre").headers == ["Navn", "By"]
    with pytest.raises(Invalid):
        read("a.xlsx", content, sheet="Tredje")


def test_too_many_rows_are_refused():
    lines = ["Navn;By", *("a;b" for _ in range(100_001))]

    with pytest.raises(Invalid) as refusal:
        read("a.csv", a_csv(*lines))
    assert refusal.value.code == "crm.import_file_too_long"


def test_a_reader_that_takes_too_long_is_ended():
    hasty = ConfinedSpreadsheets(wall_seconds=0.001, run_native=at_once)

    with pytest.raises(Invalid) as refusal:
        hasty.read(filename="a.csv", content=a_csv("Navn;By", "a;b"), kind="customers")
    assert refusal.value.code == "crm.import_file_too_heavy"
