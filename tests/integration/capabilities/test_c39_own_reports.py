"""C39: reports of one's own: built, kept, shared, taken out; the numbers are those of the list."""

import csv
import io

import openpyxl
import pytest
from support.colleagues import a_colleague, role_id


@pytest.fixture
def customers(admin):
    made = []
    for n, rating in enumerate("AABBBC"):
        fields = {
            "name": f"Kunde {n}",
            "rating": rating,
            "employees": n + 1,
            "annual_revenue": {"amount": f"{100 * n}.25", "currency": "NOK"},
        }
        made.append(admin.post("/customers", fields))
    return made


DEFINITION = {
    "source": "customers",
    "filters": {"employees__gte": 2},
    "group_by": ["rating", "country"],
    "measures": ["count", "employees", "annual_revenue"],
    "sort": "-count",
}


def a_report(admin, **changes):
    fields = {"name": "Kunder etter vurdering", "definition": DEFINITION, **changes}
    return admin.post("/saved-reports", fields)


def test_c39_a_report_is_built_kept_and_run(admin, customers):
    made = a_report(admin)
    report = admin.get(f"/saved-reports/{made['id']}/run")

    groups = [row for row in report["rows"] if len(row["keys"]) == 1]
    assert [row["labels"] for row in groups] == [["B"], ["A"], ["C"]]
    assert [row["values"]["count"] for row in groups] == [3, 1, 1]
    assert report["totals"] == {
        "count": 5,
        "employees": 20,
        "annual_revenue": [{"amount": "1501.25", "currency": "NOK"}],
    }
    assert admin.get("/saved-reports", params={"source": "customers"})["items"][0] == made


def test_c39_what_is_behind_a_figure_equals_it(admin, customers):
    made = a_report(admin)
    report = admin.get(f"/saved-reports/{made['id']}/run")

    for row in [*report["rows"], {"cell": "", "values": report["totals"]}]:
        behind = every_record(admin, made, row["cell"])
        amounts = [each["values"]["annual_revenue"]["amount"] for each in behind["items"]]
        minor = sum(int(each.replace(".", "")) for each in amounts)
        assert behind["figures"] == row["values"]
        assert behind["total"] == len(behind["items"]) == row["values"]["count"]
        assert (
            sum(each["values"]["employees"] for each in behind["items"])
            == (row["values"]["employees"])
        )
        assert minor == sum(
            int(each["amount"].replace(".", "")) for each in row["values"]["annual_revenue"]
        )


def every_record(person, made, cell):
    """All pages of a drill-down, two records each."""
    items, cursor = [], None
    while True:
        query = {"cell": cell, "limit": 2, **({"cursor": cursor} if cursor else {})}
        page = person.get(f"/saved-reports/{made['id']}/drill-down", params=query)
        items += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            return {**page, "items": items}


def test_c39_a_shared_report_shows_each_viewer_what_he_may_see(admin, customers):
    partner = a_colleague(admin, role="external_partner")
    manager = a_colleague(admin, role="project_manager")
    stranger = a_colleague(admin, role="marketing")
    unit = admin.post("/units", {"name": "Annet hus", "code": "A"})
    away = admin.patch(f"/customers/{customers[2]['id']}", {"unit_id": unit["id"]}, version=1)
    made = a_report(admin, shared_with={"role_ids": [role_id(admin, "project_manager")]})
    path = f"/saved-reports/{made['id']}"

    mine = admin.get(f"{path}/run")["totals"]["count"]
    change = manager.patch(path, {"name": "Min"}, version=made["version"])

    assert away.status_code == 200
    assert mine == 5
    theirs = manager.get(f"{path}/run")
    behind = manager.get(f"{path}/drill-down")
    assert (
        theirs["totals"]["count"]
        == behind["total"]
        == manager.get("/customers", params={"count": "true", "employees__gte": 2})["total"]
    )
    assert change.status_code == 403
    assert stranger.send("GET", f"{path}/run").status_code == 404
    assert partner.send("GET", f"{path}/run").status_code == 404


def test_c39_a_report_is_taken_out_with_its_definitions(admin, customers):
    made = a_report(admin, name="=1+1")
    path = f"/saved-reports/{made['id']}/run"
    as_xlsx = admin.send("GET", path, params={"format": "xlsx"})
    as_csv = admin.send("GET", path, params={"format": "csv"})

    book = openpyxl.load_workbook(io.BytesIO(as_xlsx.content))
    figures, about = book.worksheets
    lines = list(figures.iter_rows(values_only=True))
    rows = list(csv.reader(io.StringIO(as_csv.content.decode("utf-8-sig")), delimiter=";"))
    assert lines[0] == ("Vurdering", "Land", "Antall", "Ansatte", "Omsetning (NOK)")
    assert lines[-1] == ("Totalt", None, 5, 20, 1501.25)
    assert rows[-1] == ["Totalt", "", "5", "20", "1501.25"]
    facts = dict(about.iter_rows(values_only=True))
    assert facts["Filtre"] == "employees__gte = 2"
    assert "egen årsomsetning" in facts["Omsetning"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_c39_who_may_not_export_reports_sees_them_only(admin, customers):
    service = a_colleague(admin, role="project_manager")
    made = a_report(admin, shared_with={"everyone": True})
    path = f"/saved-reports/{made['id']}/run"

    assert service.send("GET", path).status_code == 200
    assert service.send("GET", path, params={"format": "csv"}).status_code == 403


def test_c39_an_account_owner_counts_at_the_time_of_the_event_or_now(admin, customers):
    seller = a_colleague(admin, role="sales", name="Siri Selger")
    told = {"kind": "call", "subject": "Ringt", "customer_id": customers[0]["id"]}
    admin.post("/activities", {**told, "due_on": "2027-01-04"})
    mine = {"owner_id": seller.get("/auth/me")["user_id"]}
    admin.post(
        "/activities", {**told, "start": "2024-01-04T10:00:00Z", "end": "2024-01-04T10:30:00Z"}
    )
    assert admin.patch(f"/customers/{customers[0]['id']}", mine, version=1).status_code == 200
    body = {"source": "activities", "group_by": ["owner"]}

    now = admin.post("/saved-reports/run", body)
    then = admin.post("/saved-reports/run", {**body, "owner": "at_the_time"})

    assert [(row["labels"][0], row["values"]["count"]) for row in now["rows"]] == [
        ("Siri Selger", 2)
    ]
    assert [(row["labels"][0], row["values"]["count"]) for row in then["rows"]] == [
        ("Siri Selger", 1),
        ("Uten verdi", 1),
    ]


def test_c39_contacts_are_counted_by_role(admin, customers):
    place = {"customer_id": customers[0]["id"], "role": "decision_maker"}
    admin.post("/contacts", {"given_name": "Ola", "affiliations": [place]})
    admin.post("/contacts", {"given_name": "Eva"})

    report = admin.post("/saved-reports/run", {"source": "contacts", "group_by": ["role"]})

    assert {row["labels"][0]: row["values"]["count"] for row in report["rows"]} == {
        "Beslutningstaker": 1,
        "Uten verdi": 1,
    }


def test_c39_what_does_not_exist_is_refused_with_its_place(admin):
    def refused(**changes):
        answer = admin.send("POST", "/saved-reports/run", json={"source": "customers", **changes})
        assert answer.status_code == 422, answer.text
        return answer.json()["errors"][0]["pointer"]

    assert refused(source="moons") == "/source"
    assert refused(group_by=["colour"]) == "/group_by"
    assert refused(measures=["beauty"]) == "/measures"
    assert refused(filters={"colour": "red"}) == "/filters/colour"
    assert refused(sort="rating") == "/sort"
    wrong = {"name": "x", "definition": {"source": "customers", "filters": {"colour": "red"}}}
    kept = admin.send("POST", "/saved-reports", json=wrong)
    assert kept.json()["errors"][0]["pointer"] == "/definition/filters/colour"
