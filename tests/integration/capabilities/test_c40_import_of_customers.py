"""C40: customers from a workbook: tried without writing, corrected, written, taken back."""

import csv
import io
from pathlib import Path

import pytest
from shared.testing.waiting import eventually
from support.crm import a_csv, a_workbook
from support.importing import committed, counts_of, problem_of, rows_of, undone, uploaded
from support.imports import settled_state

PUBLIC_DATA = Path(__file__).parents[2] / "data" / "crm-small"
ROWS = 2_000


def test_c40_a_workbook_is_tried_corrected_written_and_taken_back(admin, platform):
    admin.get("/segments")
    mine = admin.get("/auth/me")["organisation_id"]
    before = settled_state(platform, mine)
    sheet = [["Kundenr", "Kundenavn", "Orgnr", "Poststed", "Ansatte"]]
    sheet += [[str(20_000 + n), f"Kunde {n}", "", "Oslo", n % 90] for n in range(ROWS)]
    sheet[10][4], sheet[20][2] = "mange", "923609017"

    batch = uploaded(admin, a_workbook(Kunder=sheet))
    admin.post(f"/imports/{batch['id']}/check")
    path = f"/imports/{batch['id']}"
    eventually(lambda: admin.get(path)["status"] == "checked", within_seconds=60)

    assert counts_of(admin.get(path)) == {"create": ROWS - 2, "error": 2, "warnings": 2}
    assert admin.get("/customers")["items"] == []
    answer = admin.send("GET", f"{path}/error-workbook")
    assert "spreadsheetml" in answer.headers["Content-Type"]
    done = committed(admin, batch)
    corrected = committed(admin, uploaded(admin, _corrected(answer.content)))
    assert counts_of(done)["created"] + counts_of(corrected)["created"] == ROWS
    customers = admin.get("/customers", params={"count": "true", "limit": 1})
    assert customers["total"] == ROWS

    assert counts_of(undone(admin, corrected))["undone"] == 2
    assert counts_of(undone(admin, done))["undone"] == ROWS - 2
    assert settled_state(platform, mine) == before


def _corrected(content):
    """What somebody makes of the file with the errors: two cells written anew."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    header, wrong_number, wrong_name = rows
    assert header[-2:] == ["Feil i raden", "Errors in the row"]
    assert "ikke et tall" in wrong_number[-2]
    assert "organisasjonsnummer" in wrong_name[-2]
    wrong_number[4], wrong_name[2] = "12", "923609016"
    return a_workbook(Feil=rows)


def test_c40_the_public_accounts_come_with_industry_size_country_and_parent(admin, platform):
    admin.get("/segments")
    mine = admin.get("/auth/me")["organisation_id"]
    before = settled_state(platform, mine)
    content = (PUBLIC_DATA / "accounts.csv").read_bytes()
    lines = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    options = {"defaults": {"revenue_unit": "1000000", "currency": "USD"}}

    first = committed(admin, uploaded(admin, content, "accounts.csv", options=options))

    made = {each["name"]: each for each in _all(admin)}
    assert set(made) == {line["account"] for line in lines}
    for line in lines:
        customer = made[line["account"]]
        assert customer["employees"] == int(line["employees"])
        assert customer["founded_year"] == int(line["year_established"])
        parent = made[line["subsidiary_of"]]["id"] if line["subsidiary_of"] in made else None
        assert customer["parent_id"] == parent
    warned = {each["code"] for row in rows_of(admin, first) for each in row["issues"]}
    assert warned <= {"crm.industry_unknown", "crm.country_unknown", "crm.import_parent_unknown"}
    again = committed(admin, uploaded(admin, content, "accounts.csv", options=options))
    assert again["changes_nothing"]
    assert counts_of(again)["unchanged"] == len(lines)
    assert {each["version"] for each in _all(admin)} == {1}
    assert counts_of(undone(admin, first))["undone"] == len(lines)
    assert settled_state(platform, mine) == before


def _all(admin):
    return admin.get("/customers", params={"limit": 200})["items"]


def test_c40_a_mapping_is_kept_and_applied_by_itself(admin):
    content = a_csv("Hva;Hvor", "Fjord AS;Oslo")
    refused = problem_of(admin, content, 422)
    content = a_csv("Kundenavn;Hvor;Dato;Poststed", "Fjord AS;Oslo;01/02/2026;Moss")
    batch = uploaded(
        admin,
        content,
        options={
            "mapping": {"Hvor": "region", "Dato": "employees_on"},
            "formats": {"Dato": "mdy"},
            "mode": "create",
        },
    )
    body = {"name": "Fra gammelt system", "import_id": batch["id"]}
    profile = admin.post("/import-profiles", body)

    later = uploaded(admin, a_csv("KUNDENAVN;hvor;Dato;Poststed", "Sund AS;Moss;03/04/2026;Oslo"))

    assert refused["code"] == "crm.import_headers_missing"
    assert later["profile_id"] == profile["id"]
    assert [(each["field"], each["format"]) for each in later["columns"]] == [
        ("name", None),
        ("region", None),
        ("employees_on", "mdy"),
        ("city", None),
    ]
    assert later["mode"] == "create"
    committed(admin, later)
    assert _all(admin)[0]["employees_on"] == "2026-03-04"
    admin.send("DELETE", f"/import-profiles/{profile['id']}", headers={"If-Match": '"1"'})
    assert uploaded(admin, content)["profile_id"] is None


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"%PDF-1.7\n\0\0", 415, "crm.import_file_type"),
        (b"", 422, "crm.import_rows_missing"),
    ],
)
def test_c40_a_file_of_another_kind_is_refused(admin, content, status, code):
    assert problem_of(admin, content, status)["code"] == code
