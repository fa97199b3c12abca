"""Activities and notes through calls: times, states, privacy and the timeline."""

import pytest
from shared.kernel.errors import Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague


@pytest.fixture
def new_activity(crm):
    """Plans a meeting unless told otherwise."""

    def create(**fields):
        return crm.create_activity(fields={"kind": "meeting", "subject": "Oppstart", **fields})

    return create


def titles(crm, customer):
    page = crm.customer_timeline(customer_id=customer["id"], query={})
    return [(each["kind"], each["title"]) for each in page["items"]]


def test_a_meeting_keeps_the_instant_and_the_zone_people_meant(crm, new_activity, org):
    meeting = new_activity(
        start="2026-11-24T09:00:00", end="2026-11-24T10:00:00", time_zone="Europe/Oslo"
    )

    assert (meeting["start"], meeting["end"]) == ("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z")
    assert meeting["time_zone"] == "Europe/Oslo"
    assert (meeting["owner_id"], meeting["status"]) == (str(org.actor_id), "planned")
    assert crm.get_activity(activity_id=meeting["id"]) == meeting


def test_an_all_day_activity_has_dates_and_can_become_a_meeting(crm, new_activity):
    day = new_activity(all_day=True, start="2026-11-24")

    meeting = crm.change_activity(
        activity_id=day["id"],
        expected_version=1,
        fields={"all_day": False, "start": "2026-11-24T09:00:00+01:00"},
    )

    assert (day["start"], day["end"]) == ("2026-11-24", "2026-11-24")
    assert (meeting["start"], meeting["end"], meeting["all_day"]) == (
        "2026-11-24T08:00:00Z",
        None,
        False,
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"start": "2026-11-24T09:00", "end": "2026-11-24T08:00"}, "crm.activity_ends_early"),
        ({"start": "2026-11-24"}, "crm.activity_time_invalid"),
        ({"all_day": True, "start": "2026-11-24T09:00"}, "crm.activity_time_invalid"),
        ({"start": "2026-11-24T09:00", "time_zone": "Oslo"}, "crm.time_zone_unknown"),
        ({"recurrence": "FREQ=SECONDLY"}, "crm.activity_recurrence_invalid"),
        ({"recurrence": "FREQ=DAILY;COUNT=many"}, "crm.activity_recurrence_invalid"),
        ({"kind": "dance"}, "crm.activity_kind_unknown"),
        ({"subject": ""}, "crm.activity_subject_missing"),
        ({"participants": [{}]}, "crm.participant_invalid"),
    ],
)
def test_what_makes_no_sense_is_refused(new_activity, fields, code):
    with pytest.raises(Invalid) as refusal:
        new_activity(**fields)

    assert refusal.value.code == code


def test_a_kind_of_ones_own_is_accepted(crm, new_activity):
    crm.create_activity_type(fields={"name": "Befaring"})

    assert new_activity(kind="befaring")["kind"] == "befaring"


def test_a_negotiation_is_done_only_with_an_outcome(crm, new_activity):
    talk = new_activity(kind="negotiation")
    which = {"activity_id": talk["id"]}

    with pytest.raises(RuleBroken) as refusal:
        crm.complete_activity(**which)
    done = crm.complete_activity(**which, outcome="Pris avtalt", expected_version=1)
    with pytest.raises(RuleBroken):
        crm.cancel_activity(**which)

    assert refusal.value.code == "crm.activity_outcome_missing"
    assert (done["status"], done["outcome"]) == ("done", "Pris avtalt")
    assert done["completed_at"] is not None


def test_status_completes_cancels_and_reopens(crm, new_activity):
    call = new_activity(kind="call")

    seen = []
    for version, status in enumerate(("cancelled", "planned", "done"), start=1):
        changed = crm.change_activity(
            activity_id=call["id"], expected_version=version, fields={"status": status}
        )
        seen.append(changed["status"])

    assert seen == ["cancelled", "planned", "done"]


def test_activities_are_filtered_by_what_they_are_linked_to(
    crm, org, new_activity, new_customer, new_contact
):
    customer = new_customer()
    contact = new_contact(at=customer)
    meeting = new_activity(
        customer_id=customer["id"],
        contact_ids=[contact["id"]],
        participants=[{"user_id": str(org.actor_id)}, {"email": "gjest@sund.no"}],
        start="2126-11-24T09:00:00Z",
    )
    late = new_activity(kind="task", subject="Ring", due_on="2020-01-01")

    def found(**filters):
        return [each["id"] for each in crm.list_activities(query={"filters": filters})["items"]]

    assert found(customer_id=customer["id"]) == [meeting["id"]]
    assert found(contact_id=contact["id"]) == [meeting["id"]]
    assert found(contact_ids=contact["id"], subject=meeting["subject"]) == [meeting["id"]]
    assert found(participant_id=str(org.actor_id)) == [meeting["id"]]
    assert found(start__gte="2126-11-24T00:00:00Z") == [meeting["id"]]
    assert found(overdue="true") == [late["id"]]
    assert found(kind="call") == []
    first = crm.list_activities(query={"sort": ["start"], "limit": 1})
    assert [each["id"] for each in first["items"]] == [meeting["id"]]
    rest = crm.list_activities(query={"sort": ["start"], "cursor": first["next_cursor"]})
    assert [each["id"] for each in rest["items"]] == [late["id"]]


def test_others_learn_of_a_private_activity_only_that_the_owner_is_busy(
    rpc, crm, org, new_activity, new_customer
):
    customer = new_customer()
    private = new_activity(
        subject="Lege",
        body="Skulder",
        location="Legesenteret",
        privacy="private",
        customer_id=customer["id"],
        start="2126-11-24T09:00:00Z",
        participants=[{"email": "lege@sund.no"}],
    )
    others = rpc(a_colleague(org, scope="all")).crm

    shown = others.get_activity(activity_id=private["id"])
    assert shown["subject"] == "busy"
    assert shown["start"] == private["start"]
    hidden = ("body", "location", "customer_id", "outcome", "sales_case_id", "project_id")
    assert [shown[name] for name in hidden] == [None] * 6
    assert (shown["participants"], shown["contact_ids"]) == ([], [])
    assert others.list_activities(query={"q": "Lege"})["items"] == []
    by_customer = {"filters": {"customer_id": customer["id"]}}
    assert others.list_activities(query=by_customer)["items"] == []
    by_subject = {"filters": {"subject__contains": "Lege"}}
    assert others.list_activities(query=by_subject)["items"] == []
    assert titles(others, customer)[0] == ("activity.meeting", "busy")
    assert titles(crm, customer)[0] == ("activity.meeting", "Lege")


def test_an_activity_of_a_hidden_customer_is_hidden(rpc, org, new_activity, new_customer):
    secret = new_activity(customer_id=new_customer()["id"])
    open_to_all = new_activity(subject="Felles")
    nosy = rpc(a_colleague(org, grants={"activity.view": "all", "customer.view": "own"})).crm

    listed = nosy.list_activities(query={})["items"]
    assert [each["id"] for each in listed] == [open_to_all["id"]]
    with pytest.raises(NotFound):
        nosy.get_activity(activity_id=secret["id"])


def test_an_activity_stands_on_the_timeline_until_it_is_put_away(crm, new_activity, new_customer):
    customer = new_customer()
    call = new_activity(kind="call", subject="Hei", customer_id=customer["id"])
    crm.change_activity(activity_id=call["id"], expected_version=1, fields={"subject": "Hallo"})
    before = titles(crm, customer)
    crm.archive_activity(activity_id=call["id"])

    assert before == [("activity.call", "Hallo"), ("customer.created", "Fjordbygg AS")]
    assert titles(crm, customer) == [("customer.created", "Fjordbygg AS")]


def test_activities_are_told_in_full(platform, new_activity, new_customer):
    customer = new_customer()
    call = new_activity(kind="call", customer_id=customer["id"], due_on="2026-12-01")

    ((key, body),) = platform.rows(
        "crm",
        "SELECT routing_key, convert_from(body, 'UTF8')::jsonb FROM outbox_messages "
        "WHERE aggregate_id = %s",
        call["id"],
    )
    assert key == "activity.created.v1"
    assert (body["customer_id"], body["due_on"], body["version"]) == (
        customer["id"],
        "2026-12-01",
        1,
    )


def test_a_note_is_found_by_its_words_and_by_its_links(crm, new_customer, new_contact):
    customer, contact = new_customer(), new_contact()
    note = crm.create_note(
        fields={"body": "Ønsker tilbud på fibernett\nHaster", "customer_id": customer["id"]}
    )
    other = crm.create_note(fields={"body": "Hyggelig", "contact_id": contact["id"]})

    def found(**query):
        return [each["id"] for each in crm.list_notes(query=query)["items"]]

    assert found(q="fibernett") == [note["id"]]
    assert found(filters={"contact_id": contact["id"]}) == [other["id"]]
    assert titles(crm, customer)[0] == ("note.written", "Ønsker tilbud på fibernett")
    with pytest.raises(Invalid) as refusal:
        crm.create_note(fields={"body": "Om ingenting"})
    assert refusal.value.code == "crm.note_unlinked"


def test_a_private_note_is_its_authors_alone(rpc, crm, org, new_customer):
    customer = new_customer()
    note = crm.create_note(
        fields={"body": "Bare meg", "customer_id": customer["id"], "privacy": "private"}
    )
    others = rpc(a_colleague(org, scope="all")).crm

    with pytest.raises(NotFound):
        others.get_note(note_id=note["id"])
    assert others.list_notes(query={})["items"] == []
    assert [kind for kind, _ in titles(others, customer)] == ["customer.created"]
    assert [kind for kind, _ in titles(crm, customer)] == ["note.written", "customer.created"]
