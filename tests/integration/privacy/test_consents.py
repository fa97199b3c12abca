"""Consents are ended, never deleted; what is no longer needed is proposed for erasing."""

from support.privacy import a_colleague


def test_a_withdrawn_consent_stays_in_the_history(admin):
    contact = admin.post("/contacts", {"given_name": "Liv", "family_name": "Storvik"})
    path = f"/contacts/{contact['id']}/consents"
    purposes = [each["code"] for each in admin.get("/consent-purposes")["items"]]
    given = admin.post(path, {"purpose": "newsletter", "basis": "consent", "source": "Skjema"})

    before = admin.get(f"/contacts/{contact['id']}")["consents"]
    ended = admin.post(f"/consents/{given['id']}/withdraw")

    assert "newsletter" in purposes
    assert (before, admin.get(f"/contacts/{contact['id']}")["consents"]) == (["newsletter"], [])
    assert (given["holds"], ended["holds"]) == (True, False)
    assert [each["id"] for each in admin.get(path)["items"]] == [given["id"]]


def test_an_unknown_purpose_and_an_impossible_period_are_refused(admin):
    contact = admin.post("/contacts", {"given_name": "Liv", "family_name": "Storvik"})
    path = f"/contacts/{contact['id']}/consents"

    unknown = admin.send("POST", path, json={"purpose": "spam"})
    period = {"purpose": "events", "valid_from": "2026-02-01", "valid_until": "2026-01-01"}
    backwards = admin.send("POST", path, json=period)

    assert (unknown.status_code, unknown.json()["code"]) == (422, "crm.consent_purpose_unknown")
    assert backwards.json()["code"] == "crm.consent_period_invalid"


def test_contacts_of_lost_prospects_are_proposed_for_erasing(platform, admin, eventually):
    customer = admin.post("/customers", {"name": "Tapt AS", "kinds": ["prospect"]})
    lost = admin.post(
        "/contacts",
        {
            "given_name": "Gammel",
            "family_name": "Kontakt",
            "affiliations": [{"customer_id": customer["id"]}],
        },
    )
    for table, record in (("customers", customer), ("contacts", lost)):
        platform.rows(
            "crm",
            f"UPDATE {table} SET updated_at = now() - interval '2 years' WHERE id = %s"
            " RETURNING id",
            record["id"],
        )
    settings = admin.get("/privacy/retention")

    changed = admin.patch(
        "/privacy/retention", {"lost_prospect_months": 12}, version=settings["version"]
    )

    assert changed.status_code == 200, changed.text
    proposed = eventually(lambda: admin.get("/privacy-requests?status=proposed")["items"])
    assert [each["contact_id"] for each in proposed] == [lost["id"]]
    stale = admin.patch("/privacy/retention", {"export_days": 3}, version=settings["version"])
    assert (stale.status_code, stale.json()["current"]["lost_prospect_months"]) == (412, 12)


def test_who_may_not_see_privacy_sees_none_of_it(admin):
    seller = a_colleague(admin, "sales")

    answers = [
        seller.send("GET", "/privacy-requests").status_code,
        seller.send("GET", "/privacy/retention").status_code,
        seller.send("POST", "/exports", json={"kind": "organisation"}).status_code,
        seller.send("POST", "/privacy-requests", json={"kind": "erase", "email": "a@b.no"}),
    ]

    assert [*answers[:3], answers[3].status_code] == [403, 403, 403, 403]
