"""A person is forgotten by every service, and nothing of him is left in any database."""

import pytest
from support.privacy import found_in

GIVEN, FAMILY = "Zyxvild", "Qwertsen"
EMAIL, PHONE = "zyxvild.qwertsen@canary.example", "+4798765432"
CANARIES = [GIVEN, FAMILY, EMAIL, "98765432"]


@pytest.fixture
def person(admin):
    """A contact who stands in many places, with his customer."""
    customer = admin.post("/customers", {"name": "Kanari AS", "kinds": ["prospect"]})
    contact = admin.post(
        "/contacts",
        {
            "given_name": GIVEN,
            "family_name": FAMILY,
            "emails": [EMAIL],
            "phones": [PHONE],
            "affiliations": [{"customer_id": customer["id"], "role": "user"}],
        },
    )
    admin.post(
        "/activities",
        {
            "kind": "meeting",
            "subject": f"Møte med {GIVEN} {FAMILY}",
            "body": f"Ring {GIVEN} på 987 65 432 eller {EMAIL}",
            "start": "2026-12-01T09:00:00Z",
            "end": "2026-12-01T10:00:00Z",
            "time_zone": "Europe/Oslo",
            "customer_id": customer["id"],
            "contact_ids": [contact["id"]],
        },
    )
    note = admin.post("/notes", {"body": f"{GIVEN} liker kaffe", "contact_id": contact["id"]})
    for link in ({"note_id": note["id"]}, {"contact_id": contact["id"]}):
        file = {"file": (f"{FAMILY}.txt", b"Kaffe", "text/plain")}
        assert admin.send("POST", "/attachments", files=file, data=link).status_code == 201
    admin.post("/notes", {"body": f"Spør {FAMILY}, {GIVEN}", "customer_id": customer["id"]})
    case = admin.post(
        "/sales-cases",
        {
            "name": f"Behov hos {GIVEN} {FAMILY}",
            "customer_id": customer["id"],
            "contact_id": contact["id"],
            "description": f"Svar til {EMAIL}",
            "expected_order_date": "2027-01-31",
        },
    )
    admin.post("/projects", {"name": f"For {GIVEN} {FAMILY}", "customer_id": customer["id"]})
    content = f"Fornavn;Etternavn;E-post\n{GIVEN};{FAMILY};{EMAIL}\nKari;Vik;kari@vik.example\n"
    _uploaded(admin, content)
    return {**contact, "customer_id": customer["id"], "case_id": case["id"]}


def test_nothing_of_a_forgotten_person_is_left_anywhere(
    platform, admin, second, person, eventually
):
    request = _ask(admin, person)
    preview = admin.get(f"/privacy-requests/{request['id']}/preview")
    traces = preview["services"]["crm"]["data"]
    assert {"contacts", "activities", "notes"} <= {each["table"] for each in traces}
    refused = admin.send("POST", f"/privacy-requests/{request['id']}/approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "crm.privacy_same_person")

    second.post(f"/privacy-requests/{request['id']}/approve")

    done = eventually(lambda: _done(admin, request))
    left = [each for name in platform.services for each in found_in(platform, name, CANARIES)]
    assert left == []
    assert done["subject"]["emails"] == []
    assert admin.send("GET", f"/contacts/{person['id']}").status_code == 404
    assert admin.get("/attachments")["items"] == []
    assert admin.get(f"/customers/{person['customer_id']}")["name"] == "Kanari AS"
    assert admin.get(f"/sales-cases/{person['case_id']}")["contact_id"] is None
    assert _imported_again(admin) == ["error", "create"]


def test_the_certificate_says_what_every_service_did(admin, second, person, eventually):
    request = _ask(admin, person)
    assert admin.send("GET", f"/privacy-requests/{request['id']}/certificate").status_code == 404
    second.post(f"/privacy-requests/{request['id']}/approve")
    eventually(lambda: _done(admin, request))

    certificate = admin.get(f"/privacy-requests/{request['id']}/certificate")

    assert certificate["requested_by"] != certificate["approved_by"]
    assert certificate["services"]["crm"]["counts"]["contacts"]["erased"] == 1
    assert certificate["services"]["sales"]["counts"]["sales_cases"] == {"anonymised": 1}
    assert len(certificate["services"]) == 7
    assert len(certificate["hash"]) == 64
    assert not any(word in str(certificate) for word in CANARIES)


def test_a_service_that_is_down_is_waited_for(platform, admin, second, person, eventually):
    request = _ask(admin, person)
    platform.kill_process("worker")
    try:
        second.post(f"/privacy-requests/{request['id']}/approve")
        waiting = admin.get(f"/privacy-requests/{request['id']}")
        assert waiting["status"] == "running"
        assert "sales" in waiting["missing"]
        assert admin.get("/privacy-requests?overdue=true")["items"] == []
    finally:
        platform.start_process("worker")
        eventually(lambda: platform.is_ready("worker"), within_seconds=90)

    assert eventually(lambda: _done(admin, request))["missing"] == []


def test_an_erasure_can_be_refused_and_not_decided_twice(admin, second, person):
    request = _ask(admin, person)
    again = admin.send(
        "POST", "/privacy-requests", json={"kind": "erase", "contact_id": person["id"]}
    )

    refused = second.post(f"/privacy-requests/{request['id']}/refuse", {"reason": "Avtale løper"})

    assert (again.status_code, again.json()["code"]) == (409, "crm.privacy_request_open")
    assert (refused["status"], refused["subject"]["emails"]) == ("refused", [])
    late = second.send("POST", f"/privacy-requests/{request['id']}/approve")
    assert (late.status_code, late.json()["code"]) == (409, "crm.privacy_request_decided")


def test_a_user_is_not_forgotten_this_way(platform, admin, eventually):
    body = {"kind": "erase", "email": admin.email}
    known = "SELECT id FROM reference_copies WHERE kind = 'user' AND data->>'email' = %s"
    eventually(lambda: platform.rows("crm", known, admin.email))

    refused = admin.send("POST", "/privacy-requests", json=body)

    assert (refused.status_code, refused.json()["code"]) == (409, "crm.privacy_subject_is_user")


def _ask(admin, person):
    body = {"kind": "erase", "contact_id": person["id"], "reason": f"{GIVEN} ba om det"}
    return admin.post("/privacy-requests", body)


def _done(admin, request):
    found = admin.get(f"/privacy-requests/{request['id']}")
    return found if found["status"] == "done" else None


def _uploaded(admin, content):
    file = {"file": ("kontakter.csv", content.encode(), "text/csv")}
    answer = admin.send("POST", "/imports", files=file, data={"kind": "contacts"})
    assert answer.status_code == 201, answer.text
    admin.post(f"/imports/{answer.json()['id']}/check")
    return answer.json()["id"]


def _imported_again(admin):
    """What becomes of a file that holds the forgotten person and another one."""
    content = f"Fornavn;Etternavn;E-post\n{GIVEN};{FAMILY};{EMAIL}\nIda;Lie;ida@lie.example\n"
    rows = admin.get(f"/imports/{_uploaded(admin, content)}/rows")["items"]
    return [row["action"] for row in rows]
