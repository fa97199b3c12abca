"""C14: planned, assigned, linked, done or called off, and repeated by a rule."""

import pytest
from shared.kernel.ids import new_id
from support.street import PASSWORD, Person

KINDS = ("meeting", "call", "task", "email")


@pytest.fixture
def customer(admin):
    return admin.post("/customers", {"name": "Fjordbygg AS"})


@pytest.mark.parametrize("kind", KINDS)
def test_c14_activities_are_planned_linked_and_settled(admin, customer, kind):
    contact = admin.post("/contacts", {"family_name": "Berg"})
    case = admin.post(
        "/sales-cases",
        {"name": "Kai", "customer_id": customer["id"], "expected_order_date": "2030-01-31"},
    )
    body = {
        "kind": kind,
        "subject": "Avklaring",
        "location": "Storgata 1",
        "priority": "high",
        "start": "2030-01-07T09:00",
        "end": "2030-01-07T10:00",
        "time_zone": "Europe/Oslo",
        "customer_id": customer["id"],
        "contact_ids": [contact["id"]],
        "sales_case_id": case["id"],
        "participants": [
            {"contact_id": contact["id"], "response": "accepted"},
            {"email": "gjest@sund.no", "organiser": True},
        ],
    }
    done = admin.post("/activities", body)
    off = admin.post("/activities", {"kind": kind, "subject": "Annet", "start": body["start"]})

    assert {name: done[name] for name in ("location", "priority", "sales_case_id")} == {
        "location": "Storgata 1",
        "priority": "high",
        "sales_case_id": case["id"],
    }
    finished = admin.post(f"/activities/{done['id']}/complete", {"outcome": "Avtalt"})
    assert (finished["status"], finished["outcome"]) == ("done", "Avtalt")
    assert admin.post(f"/activities/{off['id']}/cancel")["status"] == "cancelled"
    linked = admin.get(f"/activities?sales_case_id={case['id']}&status=done")["items"]
    assert [each["id"] for each in linked] == [done["id"]]


def test_c14_an_activity_is_assigned_and_its_owner_is_told(admin, street):
    email = f"ola-{new_id()}@fjord.example"
    roles = {each["key"]: each["id"] for each in admin.get("/roles?limit=200")["items"]}
    body = {
        "name": "Ola Berg",
        "email": email,
        "role_ids": [roles["administrator"]],
        "unit_id": admin.get("/auth/me")["unit_id"],
        "password": PASSWORD,
    }
    user = admin.post("/users", body)
    colleague = Person(street.url, email)

    task = {"kind": "task", "subject": "Ring Sund", "owner_id": user["id"]}
    activity = admin.post("/activities", task)

    (told,) = colleague.get("/me/notifications")["items"]
    assert (told["kind"], told["ref_id"]) == ("assignment", activity["id"])
    assert colleague.get("/me/notifications/unread") == {"unread": 1}
    assert colleague.post(f"/me/notifications/{told['id']}/read")["read_at"]
    assert colleague.get("/me/notifications/unread") == {"unread": 0}


def test_c14_an_activity_repeats_and_one_time_is_moved(admin):
    series = admin.post(
        "/activities",
        {
            "kind": "meeting",
            "subject": "Status",
            "start": "2030-03-25T09:00",
            "end": "2030-03-25T10:00",
            "time_zone": "Europe/Oslo",
            "recurrence": "FREQ=WEEKLY;COUNT=4",
            "exdates": ["2030-04-08T09:00"],
        },
    )
    one = f"/activities/{series['id']}"

    moved = admin.post(
        f"{one}/change-occurrence",
        {"occurrence_start": "2030-04-01T09:00", "start": "2030-04-02T12:00"},
        headers={"If-Match": '"1"'},
    )
    admin.post(f"{one}/no-show", {"occurrence_start": "2030-04-15T09:00"})

    assert moved["version"] == 2
    found = admin.get("/activities?from=2030-03-01&to=2030-04-30&expand=true")["items"]
    assert [(each["start"], each["status"]) for each in found] == [
        ("2030-03-25T08:00:00Z", "planned"),  # nine in Oslo, before summer time
        ("2030-04-02T10:00:00Z", "planned"),
        ("2030-04-15T07:00:00Z", "no_show"),
    ]
    assert found[1]["occurrence_start"] == "2030-04-01T07:00:00Z"


@pytest.mark.parametrize(
    "fields",
    [
        {"recurrence": "FREQ=SECONDLY"},
        {"recurrence": "FREQ=DAILY;COUNT=1000000000"},
        {"recurrence": "FREQ=DAILY", "exdates": ["2030-01-07T09:00"] * 731},
        {"end": "2080-01-07T09:00"},
        {"end": "2029-01-07T09:00"},
        {"start": "2030-02-30T09:00"},
        {"subject": "\u0000"},
        {"subject": "   "},
        {"subject": "x" * 301},
        {"subject": "a\tb\nc"},
    ],
)
def test_c14_what_makes_no_sense_is_refused_with_a_field(admin, fields):
    body = {"kind": "meeting", "subject": "Status", "start": "2030-01-07T09:00", **fields}

    answer = admin.send("POST", "/activities", json=body)

    assert answer.status_code in (400, 422), answer.text
    assert answer.json()["code"]


def test_c14_the_next_and_previous_activity_of_a_case_follow_single_times(
    admin, customer, eventually
):
    case = admin.post(
        "/sales-cases",
        {"name": "Kai", "customer_id": customer["id"], "expected_order_date": "2030-01-31"},
    )
    series = admin.post(
        "/activities",
        {
            "kind": "call",
            "subject": "Oppfølging",
            "start": "2030-01-07T08:00:00Z",
            "recurrence": "FREQ=WEEKLY;COUNT=4",
            "sales_case_id": case["id"],
        },
    )
    one = f"/activities/{series['id']}"

    def at(name):
        return lambda: (admin.get(f"/sales-cases/{case['id']}")[name] or {}).get("at")

    eventually(lambda: at("next_activity")() == "2030-01-07T08:00:00Z")
    admin.post(f"{one}/complete", {"occurrence_start": "2030-01-07T08:00:00Z"})
    admin.post(f"{one}/no-show", {"occurrence_start": "2030-01-14T08:00:00Z"})
    admin.post(
        f"{one}/change-occurrence",
        {"occurrence_start": "2030-01-21T08:00:00Z", "start": "2030-01-22T12:00:00Z"},
    )

    eventually(lambda: at("next_activity")() == "2030-01-22T12:00:00Z")
    assert at("previous_activity")() == "2030-01-07T08:00:00Z"
