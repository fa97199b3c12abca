"""An organisation takes everything along; a person gets a copy of what is known of him."""

import io
import json
import zipfile

NAME = '=HYPERLINK("http://evil.example")'


def test_everything_of_the_organisation_is_in_one_file(admin, eventually):
    customer = admin.post("/customers", {"name": NAME})
    admin.post("/projects", {"name": "Indre arbeid"})

    export = admin.post("/exports", {"kind": "organisation"})

    archive = _fetched(admin, export, eventually)
    rows = json.loads(archive.read("crm/customers.json"))
    table = archive.read("crm/customers.csv").decode("utf-8-sig")
    assert [row["id"] for row in rows] == [customer["id"]]
    assert rows[0]["name"] == NAME
    assert "'=HYPERLINK" in table
    assert {"projects/projects.json", "identity/users.json", "index.html"} <= {*archive.namelist()}
    assert "identity/passwords.json" in archive.namelist()
    assert "password_hash" not in archive.read("identity/passwords.json").decode()


def test_a_list_of_entities_holds_no_others(admin, eventually):
    admin.post("/customers", {"name": "Fjord AS"})

    export = admin.post("/exports", {"kind": "list", "entities": ["crm.customers"]})

    archive = _fetched(admin, export, eventually)
    assert {*archive.namelist()} == {"index.html", "crm/customers.json", "crm/customers.csv"}


def test_an_export_can_be_made_when_the_trial_is_over(platform, admin, eventually):
    _end_trial(platform, admin)
    eventually(lambda: admin.send("POST", "/customers", json={"name": "x"}).status_code == 403)

    export = admin.post("/exports", {"kind": "organisation"})

    assert "identity/users.csv" in _fetched(admin, export, eventually).namelist()


def test_a_killed_worker_goes_on_where_it_was(platform, admin, eventually):
    rpc_rows = [{"name": f"Kunde {n}"} for n in range(5)]
    for row in rpc_rows:
        admin.post("/customers", row)
    platform.kill_process("worker")
    try:
        export = admin.post("/exports", {"kind": "organisation"})
        assert admin.get(f"/exports/{export['id']}")["status"] == "writing"
    finally:
        platform.start_process("worker")
        eventually(lambda: platform.is_ready("worker"), within_seconds=90)

    rows = json.loads(_fetched(admin, export, eventually).read("crm/customers.json"))
    assert len(rows) == 5


def test_a_person_gets_a_copy_of_what_every_service_knows(admin, eventually):
    contact = admin.post(
        "/contacts",
        {"given_name": "Liv", "family_name": "Storvik", "emails": ["liv@storvik.example"]},
    )
    other = admin.post("/contacts", {"given_name": "Per"})
    admin.post("/notes", {"body": "Liv ringer fredag", "contact_id": contact["id"]})
    admin.post("/notes", {"body": "Om noen andre", "contact_id": other["id"]})
    request = admin.post("/privacy-requests", {"kind": "export", "contact_id": contact["id"]})

    archive = _fetched(admin, {"id": request["export_id"]}, eventually)

    notes = json.loads(archive.read("crm/notes.json"))
    assert [note["body"] for note in notes] == ["Liv ringer fredag"]
    assert json.loads(archive.read("crm/contacts.json"))[0]["emails"] == ["liv@storvik.example"]
    assert json.loads(archive.read("crm/audit_entries.json"))
    closed = eventually(lambda: _done(admin, request))
    assert closed["subject"]["emails"] == []


def _fetched(admin, export, eventually):
    def ready():
        found = admin.get(f"/exports/{export['id']}")
        return found if found["status"] == "ready" else None

    eventually(ready)
    answer = admin.send("GET", f"/exports/{export['id']}/file")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/zip")
    return zipfile.ZipFile(io.BytesIO(answer.content))


def _done(admin, request):
    found = admin.get(f"/privacy-requests/{request['id']}")
    return found if found["status"] == "done" else None


def _end_trial(platform, admin):
    platform.rows(
        "identity",
        "UPDATE organisations SET trial_ends_on = current_date - 1 WHERE id = %s RETURNING id",
        admin.get("/auth/me")["organisation_id"],
    )
