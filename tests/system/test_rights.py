"""What somebody may not see leaves no trace, in any door of the API."""

import pytest
from shared.testing.waiting import eventually
from support import story
from support.street import PASSWORD, Person, a_trial

SECRET = "Kanarifugl Hemmelig"
KINDS = ("customer", "contact", "activity", "note", "case", "quote", "project", "invoice")


@pytest.fixture(scope="module")
def admin(installed):
    return a_trial(installed.url)


@pytest.fixture(scope="module")
def record(admin):
    """A customer with everything a customer can have."""
    made = admin.post("/customers", {"name": f"{SECRET} AS", "kinds": ["customer"]})
    names = {"given_name": "Kanari", "family_name": "Fugl"}
    admin.post("/contacts", {**names, "affiliations": [{"customer_id": made["id"]}]})
    admin.post("/notes", {"body": SECRET, "customer_id": made["id"]})
    quote = story.sell(admin, made["id"])
    story.work_and_bill(admin, story.project_of(admin, quote))
    timeline = f"/customers/{made['id']}/timeline"
    eventually(lambda: len(admin.get(timeline)["items"]) > 3)
    return made


def colleague_in_another_unit(installed, admin):
    """Somebody of the same organisation, in a unit of his own, without rights beyond it."""
    units = admin.get("/units")["items"]
    unit = admin.post("/units", {"name": "Bergen", "code": "BGO", "parent_id": units[0]["id"]})
    role = admin.post(
        "/roles",
        {
            "name": "Egne saker",
            "grants": {f"{kind}.view": "own" for kind in KINDS},
        },
    )
    email = "ola@bergen.example"
    user = {
        "name": "Ola Bergensen",
        "email": email,
        "unit_id": unit["id"],
        "role_ids": [role["id"]],
        "password": PASSWORD,
    }
    admin.post("/users", user)
    return Person(installed.url, email)


@pytest.fixture(scope="module", params=["another unit", "another organisation"])
def stranger(request, installed, admin, record):
    if request.param == "another unit":
        return colleague_in_another_unit(installed, admin)
    return a_trial(installed.url)


@pytest.mark.parametrize("below", ["", "/overview", "/timeline", "/contacts", "/addresses"])
def test_the_record_does_not_exist_for_a_stranger(stranger, record, below):
    answer = stranger.send("GET", f"/customers/{record['id']}{below}")

    assert answer.status_code == 404
    assert SECRET not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/customers",
        "/contacts",
        "/activities",
        "/notes",
        "/sales-cases",
        "/quotes",
        "/projects",
        "/invoices",
    ],
)
def test_lists_and_counts_hold_no_trace(stranger, record, path):
    listed = stranger.get(f"{path}?count=true")

    assert (listed["items"], listed["total"]) == ([], 0)


@pytest.mark.parametrize("text", ["Kanarifugl", "Kanari", "CRM-innføring"])
def test_search_finds_nothing(stranger, record, text):
    found = stranger.send("GET", "/search", params={"q": text})

    assert found.status_code == 200
    assert "Kanari" not in found.text
    assert record["id"] not in found.text


def test_a_stranger_changes_nothing(stranger, record):
    changed = stranger.patch(f"/customers/{record['id']}", {"name": "Kapret"}, version=1)
    archived = stranger.send("DELETE", f"/customers/{record['id']}")

    assert changed.status_code in (403, 404)
    assert archived.status_code in (403, 404)
    if changed.status_code == 404:
        assert SECRET not in changed.text


def test_the_owner_still_sees_everything(admin, record):
    overview = admin.get(f"/customers/{record['id']}/overview")

    assert {section["status"] for section in overview.values()} == {"ok"}
