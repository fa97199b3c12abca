"""Series through calls: windows, single occurrences, and what becomes of them."""

import pytest
from shared.kernel.errors import Conflict, Invalid, NotFound, RuleBroken
from shared.testing.callers import a_colleague

DECEMBER = {"from": "2026-12-01", "to": "2026-12-31", "expand": "true"}


@pytest.fixture
def weekly(crm):
    """Mondays at nine in Oslo, from 30 November on."""

    def create(**fields):
        given = {
            "kind": "meeting",
            "subject": "Statusmøte",
            "start": "2026-11-30T09:00",
            "end": "2026-11-30T10:00",
            "time_zone": "Europe/Oslo",
            "recurrence": "FREQ=WEEKLY",
        }
        return crm.create_activity(fields={**given, **fields})

    return create


def window(crm, query=None, **filters):
    page = crm.list_activities(query={"filters": {**DECEMBER, **filters}, **(query or {})})
    return page["items"]


def starts(items):
    return [each["start"][:10] for each in items]


def test_a_window_shows_every_occurrence_and_single_activities_in_order(crm, weekly):
    series = weekly()
    single = crm.create_activity(
        fields={"kind": "call", "subject": "Ring", "start": "2026-12-10T12:00:00Z"}
    )
    day = crm.create_activity(
        fields={"kind": "task", "subject": "Fri", "all_day": True, "start": "2026-12-24"}
    )

    found = window(crm)

    assert starts(found) == [
        "2026-12-07", "2026-12-10", "2026-12-14", "2026-12-21", "2026-12-24", "2026-12-28",
    ]  # fmt: skip
    assert [each["id"] for each in found if each["occurrence_start"] is None] == [
        single["id"],
        day["id"],
    ]
    assert {each["id"] for each in found if each["occurrence_start"]} == {series["id"]}


def test_a_window_comes_in_pages(crm, weekly):
    weekly()
    weekly(subject="Andre", start="2026-12-01T09:00", end="2026-12-01T10:00")
    whole = window(crm)

    pages, cursor = [], None
    for _ in range(20):
        query = {"filters": DECEMBER, "limit": 2, **({"cursor": cursor} if cursor else {})}
        page = crm.list_activities(query=query)
        pages += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert len(whole) == 9
    assert pages == whole


@pytest.mark.parametrize(
    "filters",
    [
        {"from": "2026-12-01", "expand": "true"},
        {"from": "2020-01-01", "to": "2026-12-01", "expand": "true"},
        {"from": "2026-12-31", "to": "2026-12-01", "expand": "true"},
        {"from": "tomorrow", "to": "2026-12-01", "expand": "true"},
        {"expand": "maybe"},
    ],
)
def test_a_window_that_is_none_is_refused(crm, filters):
    with pytest.raises(Invalid):
        crm.list_activities(query={"filters": filters})


def test_a_series_is_found_between_its_occurrences_without_expanding(crm, weekly):
    series = weekly(recurrence="FREQ=WEEKLY;COUNT=3")

    def found(**filters):
        return [each["id"] for each in crm.list_activities(query={"filters": filters})["items"]]

    between = {"from": "2026-12-08", "to": "2026-12-09"}
    assert found(**between) == [series["id"]]
    assert found(**{"from": "2027-06-01", "to": "2027-06-30"}) == []


def test_an_occurrence_is_moved_and_keeps_its_name(crm, weekly):
    series = weekly()
    name = "2026-12-14T08:00:00Z"

    moved = crm.change_occurrence_activity(
        activity_id=series["id"],
        occurrence_start=name,
        fields={"start": "2026-12-15T13:00", "subject": "Flyttet"},
        expected_version=1,
    )

    found = window(crm)
    assert moved["version"] == 2
    assert starts(found) == ["2026-12-07", "2026-12-15", "2026-12-21", "2026-12-28"]
    assert (found[1]["subject"], found[1]["start"], found[1]["end"]) == (
        "Flyttet",
        "2026-12-15T12:00:00Z",
        "2026-12-15T13:00:00Z",
    )
    assert found[1]["occurrence_start"] == name
    assert (moved["occurrences"][0]["occurrence_start"], moved["subject"]) == (name, "Statusmøte")
    with pytest.raises(Conflict):
        crm.change_occurrence_activity(
            activity_id=series["id"], occurrence_start=name, fields={}, expected_version=1
        )


def test_an_occurrence_is_done_cancelled_or_nobody_came(crm, weekly):
    series = weekly(kind="negotiation")
    which = {"activity_id": series["id"]}

    with pytest.raises(RuleBroken) as refusal:
        crm.complete_activity(**which, occurrence_start="2026-12-07T08:00:00Z")
    crm.complete_activity(**which, occurrence_start="2026-12-07T09:00+01:00", outcome="Enige")
    crm.cancel_activity(**which, occurrence_start="2026-12-14T08:00:00Z")
    crm.no_show_activity(**which, occurrence_start="2026-12-21T08:00:00Z")

    assert refusal.value.code == "crm.activity_outcome_missing"
    states = [(each["status"], each["outcome"]) for each in window(crm)]
    assert states == [("done", "Enige"), ("cancelled", None), ("no_show", None), ("planned", None)]
    assert starts(window(crm, status="planned")) == ["2026-12-28"]
    assert crm.get_activity(activity_id=series["id"])["status"] == "planned"
    for name in ("2026-12-08T08:00:00Z", "2026-12-07"):
        with pytest.raises((NotFound, Invalid)):
            crm.complete_activity(**which, occurrence_start=name, outcome="x")


def test_excluded_days_do_not_take_place(crm, weekly):
    series = weekly(exdates=["2026-12-21T09:00:00+01:00"])

    assert series["exdates"] == ["2026-12-21T08:00:00Z"]
    assert starts(window(crm)) == ["2026-12-07", "2026-12-14", "2026-12-28"]

    changed = crm.change_activity(
        activity_id=series["id"], expected_version=1, fields={"exdates": []}
    )
    assert changed["exdates"] == []
    assert len(window(crm)) == 4


@pytest.mark.parametrize(
    "exdates",
    [
        ["2026-12-22T08:00:00Z"],
        ["2026-12-21"],
        [f"2026-12-21T08:{n // 60 % 60:02}:{n % 60:02}Z" for n in range(10_000)],
    ],
)
def test_days_that_are_no_occurrences_cannot_be_excluded(weekly, exdates):
    with pytest.raises(Invalid):
        weekly(exdates=exdates)


def test_this_and_all_that_follow_become_a_series_of_their_own(crm, weekly):
    series = weekly(recurrence="FREQ=WEEKLY;COUNT=5")
    crm.complete_activity(activity_id=series["id"], occurrence_start="2026-12-07T08:00:00Z")
    crm.cancel_activity(activity_id=series["id"], occurrence_start="2026-12-28T08:00:00Z")

    later = crm.change_occurrence_activity(
        activity_id=series["id"],
        occurrence_start="2026-12-14T08:00:00Z",
        scope="following",
        fields={"start": "2026-12-14T13:00", "subject": "Ny tid"},
    )

    found = [(each["start"], each["subject"], each["status"]) for each in window(crm)]
    assert found == [
        ("2026-12-07T08:00:00Z", "Statusmøte", "done"),
        ("2026-12-14T12:00:00Z", "Ny tid", "planned"),
        ("2026-12-21T12:00:00Z", "Ny tid", "planned"),
        ("2026-12-28T12:00:00Z", "Ny tid", "cancelled"),
    ]
    assert later["id"] != series["id"]
    assert later["ical_uid"] != series["ical_uid"]


def test_what_differed_follows_a_series_that_is_moved(crm, weekly):
    series = weekly()
    crm.complete_activity(activity_id=series["id"], occurrence_start="2026-12-07T08:00:00Z")

    crm.change_activity(
        activity_id=series["id"],
        expected_version=2,
        fields={"start": "2026-11-30T14:00", "end": "2026-11-30T15:00"},
    )

    found = window(crm)
    assert [each["status"] for each in found] == ["done", "planned", "planned", "planned"]
    assert found[0]["start"] == "2026-12-07T13:00:00Z"


@pytest.mark.parametrize(
    "fields",
    [
        {"recurrence": "FREQ=DAILY;COUNT=1000000000"},
        {"recurrence": "FREQ=MINUTELY"},
        {"start": None, "end": None},
        {"end": "2076-11-30T10:00"},
        {"end": "2026-11-30T08:00"},
        {"start": "2026-02-30T09:00", "end": None},
        {"start": "9999-12-31T09:00", "end": None},
        {"start": "0000-01-01T09:00", "end": None},
        {"start": "2026-11-30T23:59:60", "end": None},
        {"start": "2026-11-30T09:00+25:00", "end": None},
        {"time_zone": "Europe/Atlantis"},
        {"subject": "  "},
        {"priority": "utmost"},
        {"participants": [{"email": f"a{n}@sund.no", "organiser": True} for n in range(2)]},
        {"participants": [{"email": f"a{n}@sund.no"} for n in range(201)]},
    ],
)
def test_what_makes_no_sense_is_refused(weekly, fields):
    with pytest.raises(Invalid):
        weekly(**fields)


def test_a_calendar_name_is_unique_and_kept(crm, weekly):
    first = weekly(ical_uid="abc@sund.no")

    with pytest.raises(RuleBroken) as refusal:
        weekly(ical_uid="abc@sund.no")
    with pytest.raises(Invalid):
        crm.change_activity(
            activity_id=first["id"], expected_version=1, fields={"ical_uid": "other@sund.no"}
        )

    assert refusal.value.code == "crm.activity_ical_uid_taken"


def test_a_private_series_shows_others_only_its_times(rpc, crm, org, weekly):
    series = weekly(privacy="private")
    crm.change_occurrence_activity(
        activity_id=series["id"],
        occurrence_start="2026-12-07T08:00:00Z",
        fields={"subject": "Lege", "body": "Skulder", "location": "Legesenteret"},
    )
    others = rpc(a_colleague(org, scope="all")).crm

    shown = window(others)
    assert len(shown) == 4
    assert {each["subject"] for each in shown} == {"busy"}
    for secret in ("Lege", "Skulder", "Statusmøte"):
        assert secret not in str([*shown, others.get_activity(activity_id=series["id"])])


def test_the_overdue_list_follows_what_is_settled(crm, weekly):
    def overdue():
        query = {"filters": {"overdue": "true"}}
        return [each["subject"] for each in crm.list_activities(query=query)["items"]]

    past = {"start": "2026-01-05T09:00", "end": "2026-01-05T09:30"}
    weekly(**past)  # meetings that come again are never overdue
    calls = weekly(kind="call", subject="Ring", recurrence="FREQ=WEEKLY;COUNT=2", **past)
    assert overdue() == ["Ring"]

    crm.complete_activity(activity_id=calls["id"], occurrence_start="2026-01-05T08:00:00Z")
    assert overdue() == ["Ring"]
    crm.cancel_activity(activity_id=calls["id"], occurrence_start="2026-01-12T08:00:00Z")
    assert overdue() == []
