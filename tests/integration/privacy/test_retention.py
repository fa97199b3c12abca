"""What is no longer needed goes: contacts of prospects, files of imports, exports."""

import pytest


@pytest.fixture
def age(platform):
    """Makes records look untouched for two years."""

    def made_old(table, *ids):
        for each in ids:
            platform.rows(
                "crm",
                f"UPDATE {table} SET updated_at = now() - interval '2 years' WHERE id = %s"
                " RETURNING id",
                each,
            )

    return made_old


@pytest.fixture
def retain(admin):
    """Changes the settings; the round runs at once."""

    def changed(**settings):
        version = admin.get("/privacy/retention")["version"]
        answer = admin.patch("/privacy/retention", settings, version=version)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return changed


def a_prospect(admin, name):
    customer = admin.post("/customers", {"name": f"{name} AS", "kinds": ["prospect"]})
    place = {"customer_id": customer["id"]}
    contact = admin.post("/contacts", {"family_name": name, "affiliations": [place]})
    return customer, contact


def test_contacts_of_prospects_are_archived_when_that_was_chosen(admin, age, retain, eventually):
    old_customer, old = a_prospect(admin, "Gammel")
    _, fresh = a_prospect(admin, "Fersk")
    age("customers", old_customer["id"])
    age("contacts", old["id"])

    retain(lost_prospect_months=12, action="archive")

    eventually(lambda: admin.get(f"/contacts/{old['id']}")["archived_at"])
    assert admin.get(f"/contacts/{fresh['id']}")["archived_at"] is None
    assert admin.get("/privacy-requests")["items"] == []


def test_a_prospect_one_works_with_is_not_let_go(admin, age, retain, eventually):
    worked_with, contact = a_prospect(admin, "Aktiv")
    forgotten, lost = a_prospect(admin, "Glemt")
    admin.post("/notes", {"body": "Ringte i dag", "customer_id": worked_with["id"]})
    age("customers", worked_with["id"], forgotten["id"])
    age("contacts", contact["id"], lost["id"])

    retain(lost_prospect_months=12)

    proposed = eventually(lambda: admin.get("/privacy-requests?status=proposed")["items"])
    assert [each["contact_id"] for each in proposed] == [lost["id"]]


def test_files_of_imports_are_emptied_after_their_time(platform, admin, age, retain, eventually):
    files = {"file": ("kunder.csv", b"Navn;Telefon\nFjord AS;22334455\n", "text/csv")}
    sent = admin.send("POST", "/imports", files=files, data={"kind": "customers"})
    assert sent.status_code == 201, sent.text
    age("imports", sent.json()["id"])
    held = "SELECT octet_length(content) FROM import_files WHERE import_id = %s"
    before = platform.rows("crm", held, sent.json()["id"])

    retain(import_file_days=30)

    assert before[0][0] > 0
    eventually(lambda: platform.rows("crm", held, sent.json()["id"]) == [(0,)])


def test_an_export_is_gone_after_its_time(platform, admin, retain, eventually):
    admin.post("/customers", {"name": "Fjord AS"})
    export = admin.post("/exports", {"kind": "list", "entities": ["crm.customers"]})
    path = f"/exports/{export['id']}"
    eventually(lambda: admin.get(path)["status"] == "ready")
    platform.rows(
        "crm",
        "UPDATE exports SET expires_at = now() - interval '1 minute' WHERE id = %s RETURNING id",
        export["id"],
    )

    retain(export_days=3)

    eventually(lambda: admin.get(path)["status"] == "expired")
    assert admin.send("GET", f"{path}/file").status_code in (404, 409, 410)


@pytest.mark.parametrize(
    "settings",
    [{"lost_prospect_months": 1}, {"export_days": 0}, {"export_days": 400}, {"action": "burn"}],
)
def test_settings_that_make_no_sense_are_refused(admin, settings):
    before = admin.get("/privacy/retention")

    answer = admin.patch("/privacy/retention", settings, version=before["version"])

    assert answer.status_code == 422, answer.text
    assert admin.get("/privacy/retention") == before


def test_a_consent_holds_from_its_first_day_to_its_last(admin):
    contact = admin.post("/contacts", {"family_name": "Vik"})
    path = f"/contacts/{contact['id']}/consents"
    for purpose, since, until in (
        ("newsletter", "2020-01-01", "2020-12-31"),
        ("events", "2020-01-01", None),
    ):
        period = {"valid_from": since, "valid_until": until}
        admin.post(path, {"purpose": purpose, "basis": "consent", "source": "Skjema", **period})

    held = {each["purpose"]: each["holds"] for each in admin.get(path)["items"]}

    assert held == {"newsletter": False, "events": True}
    assert admin.get(f"/contacts/{contact['id']}")["consents"] == ["events"]
