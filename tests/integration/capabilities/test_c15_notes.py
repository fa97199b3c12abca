"""C15: notes with mentions, files and privacy, found by their words within rights."""

import pytest
from support import story
from support.colleagues import a_colleague

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def customer(admin):
    return admin.post("/customers", {"name": "Notatkunden AS"})


def test_c15_a_note_is_written_on_customer_contact_case_and_project(admin, customer):
    contact = admin.post("/contacts", {"given_name": "Kari", "family_name": "Vik"})
    case = story.an_open_case(admin, customer["id"])
    project = admin.post("/projects", {"name": "Prosjekt", "customer_id": customer["id"]})
    links = {
        "customer_id": customer["id"],
        "contact_id": contact["id"],
        "sales_case_id": case["id"],
        "project_id": project["id"],
    }

    made = {name: admin.post("/notes", {"body": name, name: each}) for name, each in links.items()}

    for name, record_id in links.items():
        found = admin.get("/notes", params={name: record_id})["items"]
        assert [each["id"] for each in found] == [made[name]["id"]]


def test_c15_whoever_is_mentioned_is_told_of_the_note(admin, customer):
    colleague = a_colleague(admin, role="customer_service")
    user_id = colleague.get("/auth/me")["user_id"]
    body = {"body": "Ring dem.", "customer_id": customer["id"], "mentions": [user_id]}

    note = admin.post("/notes", body)
    changed = admin.patch(f"/notes/{note['id']}", {"body": "Ring dem nå."}, version=1)
    told = colleague.get("/me/notifications")["items"]

    assert changed.status_code == 200
    assert [(each["kind"], each["ref_id"]) for each in told] == [("mention", note["id"])]
    assert admin.send("POST", "/notes", json={**body, "mentions": [note["id"]]}).status_code == 404


def test_c15_a_file_lies_on_a_note_and_follows_its_privacy(admin, customer):
    colleague = a_colleague(admin, role="customer_service")
    fields = {"customer_id": customer["id"], "pinned": True}
    private = admin.post("/notes", {"body": "Bare for meg", "privacy": "private", **fields})
    normal = admin.post("/notes", {"body": "For alle", **fields})
    name = "..\\..\\r\u202ef.kontråkt.pdf"

    made = [
        admin.send(
            "POST",
            "/attachments",
            files={"file": (name, PDF, "text/html")},
            data={"note_id": note["id"]},
        ).json()
        for note in (private, normal)
    ]
    statuses = [colleague.send("GET", f"/attachments/{e['id']}/file").status_code for e in made]
    answer = colleague.send("GET", f"/attachments/{made[1]['id']}/file")

    assert statuses == [404, 200]
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        "attachment; filename=\"rf.kontrakt.pdf\"; filename*=UTF-8''rf.kontr%C3%A5kt.pdf"
    )
    assert colleague.send("GET", f"/notes/{private['id']}").status_code == 404
    assert [e["id"] for e in colleague.get("/attachments")["items"]] == [made[1]["id"]]


def test_c15_what_is_no_document_is_refused_at_the_door(admin, customer):
    def status(content, filename="a.pdf", **data):
        data = data or {"customer_id": customer["id"]}
        files = {"file": (filename, content, "application/pdf")}
        return admin.send("POST", "/attachments", files=files, data=data).status_code

    assert status(PDF) == 201
    assert status(b"MZ" + bytes(100)) == 415
    assert status(b"") == 422
    assert status(PDF, colour="red") == 422
    assert status(PDF, customer_id=customer["id"], note_id=customer["id"]) == 422
    assert status(PDF, note_id=customer["id"]) == 404
    assert status(PDF + bytes(20 * 1024 * 1024)) == 413


def test_c15_notes_are_found_by_their_words_in_both_languages(admin, customer):
    fields = {"customer_id": customer["id"]}
    norwegian = admin.post("/notes", {"body": "De vurderer å bytte leverandør.", **fields})
    english = admin.post("/notes", {"body": "They were negotiating the framework.", **fields})

    def found(text):
        return [each["id"] for each in admin.get("/notes", params={"q": text})["items"]]

    assert found("leverandører") == [norwegian["id"]]
    assert found("vurdere bytter") == [norwegian["id"]]
    assert found("negotiate") == [english["id"]]
    assert found("leverandør framework") == []


def test_c15_a_note_on_a_case_is_for_those_who_see_the_case(admin, customer):
    case = story.an_open_case(admin, customer["id"])
    note = admin.post("/notes", {"body": "Intern vurdering", "sales_case_id": case["id"]})
    colleague = a_colleague(admin, role="customer_service")
    may_see = colleague.send("GET", f"/sales-cases/{case['id']}").status_code

    assert colleague.send("GET", f"/notes/{note['id']}").status_code == may_see
    files = {"file": ("a.pdf", PDF, "application/pdf")}
    put = colleague.send("POST", "/attachments", files=files, data={"sales_case_id": case["id"]})
    assert put.status_code == (404 if may_see == 404 else 403)
