"""
Files nobody should trust, by the catalogue of bad input: E1 to E9, each with its answer.

E10 (the same file twice and at once, changed between check and commit, undone after edits, stopped
in the middle) is in ``test_import_undo`` and ``test_import_kills``.
"""

import re
import warnings
from functools import partial

import pytest
from shared.kernel.errors import Invalid
from support import hostile_files as hostile
from support.crm import a_csv, a_workbook, with_member
from support.imports import rows_of

warnings.filterwarnings("ignore", "Duplicate name", UserWarning)

DOCTYPE = b'<!DOCTYPE sst [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
EXTERNAL = b'<!DOCTYPE sst [<!ENTITY x SYSTEM "file:///etc/passwd">]>'

REFUSED = {
    "E1 no zip": ("k.xlsx", b"hei\0hei", "crm.import_file_type"),
    "E1 half a zip": ("k.xlsx", hostile.GOOD[:900], "crm.import_file_unreadable"),
    "E1 nonsense that begins like a zip": (
        "k.xlsx", hostile.deflated_nonsense, "crm.import_file_unreadable",
    ),
    "E1 a zip of something else": (
        "k.xlsx", partial(with_member, b"", "a.txt"), "crm.import_file_type",
    ),
    "E1 an old workbook": ("k.xls", hostile.OLE + bytes(600), "crm.import_file_type"),
    "E1 an encrypted workbook": (
        "k.xlsx", hostile.OLE + "EncryptedPackage".encode("utf-16-le"), "crm.import_file_encrypted",
    ),
    "E1 a PDF": ("k.xlsx", b"%PDF-1.7\n\0\0", "crm.import_file_type"),
    "E1 empty": ("k.csv", b"", "crm.import_rows_missing"),
    "E1 no headers": ("k.xlsx", partial(a_workbook, A=[]), "crm.import_headers_missing"),
    "E2 a bomb": (
        "k.xlsx",
        lambda: with_member(hostile.GOOD, "xl/big", bytes(210 * 1024**2)),
        "crm.import_file_bomb",
    ),
    "E2 lying sizes": ("k.xlsx", hostile.lying_about_sizes, "crm.import_file_unreadable|bomb"),
    "E2 thousands of members": ("k.xlsx", hostile.with_many_members, "crm.import_file_bomb"),
    "E2 a symbolic link": ("k.xlsx", hostile.with_a_link, "crm.import_file_bomb"),
    "E2 a name outside": (
        "k.xlsx",
        partial(with_member, hostile.GOOD, "../../etc/passwd"),
        "crm.import_file_bomb",
    ),
    "E2 a name twice": ("k.xlsx", hostile.with_a_repeated_member, "crm.import_file_bomb"),
    "E4 too many rows": (
        "k.xlsx", partial(hostile.a_long_sheet, 100_001), "crm.import_file_too_long",
    ),
    "E5 macros": (
        "k.xlsx",
        partial(with_member, hostile.GOOD, "xl/vbaProject.bin"),
        "crm.import_file_macros",
    ),
    "E5 macros by name": ("k.xlsm", hostile.GOOD, "crm.import_file_macros"),
    "E5 external links": (
        "k.xlsx",
        partial(with_member, hostile.GOOD, "xl/externalLinks/a.xml"),
        "crm.import_file_links",
    ),
    "E9 entities that grow": (
        "k.xlsx", partial(hostile.with_doctype, DOCTYPE), "crm.import_file_unsafe",
    ),
    "E9 an entity from a file": (
        "k.xlsx", partial(hostile.with_doctype, EXTERNAL), "crm.import_file_unsafe",
    ),
}  # fmt: skip


def made(content):
    return content() if callable(content) else content


@pytest.mark.parametrize("case", REFUSED)
def test_a_file_is_refused_with_a_reason(upload, case):
    filename, content, code = REFUSED[case]

    with pytest.raises(Invalid) as refusal:
        upload(filename, made(content))

    first, _, other = code.partition("|")
    assert refusal.value.code in (first, f"crm.import_file_{other}")


def a_row(*cells):
    return a_workbook(Kunder=[["Navn", "Kundenr", "Ansatte", "Omsetning", "Ansatte per"], cells])


# Cells and what becomes of their row: the action, and the codes of what is wrong with it.
CELLS = {
    "E3 a cell far away": (
        partial(hostile.with_cells, '<c r="GR2" t="inlineStr"><is><t>x</t></is></c>', row="3"),
        ["create"], [],
    ),
    "E4 too many columns": (partial(hostile.a_wide_csv, 300), ["create"], []),
    "E5 a formula without a result": (
        partial(hostile.with_cells, '<c r="A3"><f>1+1</f></c>', row="3"),
        ["create", "error"], ["crm.import_formula_unknown"],
    ),
    "E5 an error value": (
        partial(hostile.with_cells, '<c r="A3" t="e"><v>#REF!</v></c>', row="3"),
        ["create", "error"], ["crm.import_cell_error"],
    ),
    "E5 a formula's text stays text": (
        a_csv("Navn;Kundenr", "=HYPERLINK(A1);1"), ["create"], [],
    ),
    "E6 a header further down": (
        partial(a_workbook, Kunder=[[]] * 16 + [["\u200bNavn\u00a0", "ORG.NR"], ["Fjord AS", ""]]),
        ["create"], [],
    ),
    "E6 a table that begins further right": (
        partial(a_workbook, Kunder=[[], [None, None, "Navn", "Orgnr"], [None, None, "Fjord AS"]]),
        ["create"], [],
    ),
    "E7 a number in Norwegian": (a_csv("Navn;Omsetning", "A;1 234,50"), ["create"], []),
    "E7 points between thousands": (
        a_csv("Navn;Omsetning", "A;1.234,50", "B;2.500,00"), ["create"] * 2, [],
    ),
    "E7 negative in brackets": (
        a_csv("Navn;Omsetning", "A;(5)", "B;7", "C;8"),
        ["error", "create", "create"], ["crm.number_invalid"],
    ),
    "E7 a sign behind": (
        a_csv("Navn;Omsetning", "A;5-", "B;7"), ["error", "create"], ["crm.number_invalid"],
    ),
    "E7 scientific": (
        a_csv("Navn;Omsetning", "A;1e5", "B;7"), ["error", "create"], ["crm.number_invalid"],
    ),
    "E7 Arabic digits": (
        a_csv("Navn;Ansatte", "A;٣", "B;7"), ["error", "create"], ["crm.number_invalid"],
    ),
    "E7 per cent": (
        a_csv("Navn;Ansatte", "A;50 %", "B;7"), ["error", "create"], ["crm.number_invalid"],
    ),
    "E7 digits lost": (
        partial(a_row, "A", 12345678901234567890, 1), ["error"], ["crm.import_digits_lost"],
    ),
    "E7 a telephone number as science": (
        a_csv("Navn;Telefon", "A;4,79E+09"), ["error"],
        ["crm.import_digits_lost", "crm.phone_invalid"],
    ),
    "E7 leading zeros stay": (a_csv("Navn;Kundenr", "A;00123"), ["create"], []),
    "E8 a day that was not": (
        a_csv("Navn;Ansatte per", "A;29.02.1900", "B;13.02.26"),
        ["error", "create"], ["crm.date_invalid"],
    ),
    "E8 the other order": (
        a_csv("Navn;Ansatte per", "A;13.02.26", "B;02/13/26", "C;14.02.26"),
        ["create", "error", "create"], ["crm.date_invalid"],
    ),
    "E8 years that cannot be": (
        a_csv("Navn;Ansatte per", "A;01.01.0000", "B;01.01.20000", "C;1.2.2026"),
        ["error", "error", "create"], ["crm.date_invalid"] * 2,
    ),
    "E8 a serial number and a time alone": (
        a_csv("Navn;Ansatte per", "A;45000", "B;09:30", "C;-1", "D;1.2.2026"),
        ["error", "error", "error", "create"], ["crm.date_invalid"] * 3,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CELLS)
def test_a_cell_is_read_or_its_row_says_why_not(crm, upload, case):
    content, actions, codes = CELLS[case]
    content = made(content)

    batch = upload("k.csv" if content[:2] != b"PK" else "k.xlsx", content)
    crm.check_import(import_id=batch["id"])

    rows = rows_of(crm, batch)
    assert [row["action"] for row in rows] == actions
    assert [each["code"] for row in rows for each in row["issues"]] == codes


def test_values_are_what_the_column_says(crm, upload, committed):
    lines = (
        "Navn;Kundenr;Omsetning;Ansatte;Ansatte per;Telefon",
        "A;00123;1.234,50;1 200;13.02.26;22 33 44 55",
        "B;00124;kr 2 500,00;7;1.3.2026;",
    )

    committed(upload("k.csv", a_csv(*lines)))

    a, b = crm.list_customers(query={"sort": ["name"]})["items"]
    assert (a["customer_no"], a["employees"], a["employees_on"]) == ("00123", 1200, "2026-02-13")
    assert a["annual_revenue"]["amount"] == "1234.50"
    assert (b["annual_revenue"]["amount"], b["employees_on"]) == ("2500.00", "2026-03-01")


def test_what_people_should_know_of_a_sheet_is_said(upload):
    content = hostile.changed(
        hostile.SHEET,
        lambda xml: xml.replace(b'<row r="2"', b'<row r="2" hidden="1"'),
        a_workbook(Kunder=[["Navn", "Orgnr", "Orgnr", "Hva"], ["Fjord AS", "", "", "x"]]),
    )

    batch = upload("k.xlsx", content)

    said = {each["code"]: each["nb"] for each in batch["messages"]}
    assert set(said) == {
        "crm.import_columns_unmapped",
        "crm.import_headers_repeated",
        "crm.import_rows_hidden",
    }
    assert said["crm.import_rows_hidden"] == "1 skjulte rader leses som de andre."
    assert batch["row_count"] == 1


def test_dates_that_could_be_either_are_reported_and_chosen(crm, upload):
    batch = upload("k.csv", a_csv("Navn;Ansatte per", "A;01/02/2026", "B;03/04/2026"))
    column = batch["columns"][1]
    which = {"import_id": batch["id"]}

    fields = {"formats": {"Ansatte per": "mdy"}}
    chosen = crm.change_import(**which, expected_version=1, fields=fields)

    assert (column["format"], column["is_open"]) == ("dmy", True)
    assert "crm.import_dates_open" in {each["code"] for each in batch["messages"]}
    assert (chosen["columns"][1]["format"], chosen["columns"][1]["is_open"]) == ("mdy", False)
    crm.check_import(**which)
    with pytest.raises(Invalid):
        crm.change_import(
            **which,
            expected_version=crm.get_import(**which)["version"],
            fields={"formats": {"Ansatte per": "ydm"}},
        )


def test_every_row_of_the_catalogue_is_tried():
    tried = {re.match(r"E\d+", case).group() for case in (*REFUSED, *CELLS)}

    assert tried == {f"E{number}" for number in range(1, 10)}
