"""A line that loses and garbles: one event in Radicale, in its newest version, all the same."""

import pytest
from support.calendar_sync import a_meeting, changed
from support.faulty_proxy import faulty_proxy


@pytest.fixture
def line(radicale):
    """The line to Radicale, which does what a test tells it."""
    with faulty_proxy(radicale.url) as proxy:
        yield proxy


@pytest.fixture
def account(connect, radicale, calendar, line):
    """An account over that line."""
    return connect(calendar.replace(radicale.url, line.url))


def _is_in_step(calls, account):
    query = {"filters": {"account_id": account["id"]}}
    binding = calls.list_bindings(query=query)["items"][0]
    return binding["pending"] == 0 and binding["failed"] == 0


@pytest.mark.parametrize("fault", ["lose_answer", "lose_request", "fail", "throttle"])
def test_whatever_happens_to_a_new_event_there_is_one(
    crm, org, calls, radicale, calendar, line, account, eventually, fault
):
    line.when("PUT ", fault)

    crm.tells(a_meeting(org.actor_id))

    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    eventually(lambda: _is_in_step(calls, account))
    assert radicale.titles(calendar) == ["Kick-off"]
    assert calls.list_conflicts(query={})["items"] == []


@pytest.mark.parametrize("fault", ["lose_answer", "lose_request"])
def test_a_change_whose_answer_is_lost_is_not_taken_for_somebody_elses(
    crm, org, calls, radicale, calendar, line, account, eventually, fault
):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    eventually(lambda: _is_in_step(calls, account))
    line.when("PUT ", fault)

    crm.tells(changed(meeting, 2, subject="Moved"))

    eventually(lambda: radicale.titles(calendar) == ["Moved"])
    eventually(lambda: _is_in_step(calls, account))
    assert line.count("Moved") == 1
    assert calls.list_conflicts(query={})["items"] == []


@pytest.mark.parametrize("fault", ["lose_answer", "lose_request", "fail"])
def test_a_removal_whose_answer_is_lost_is_finished(
    crm, org, calls, radicale, calendar, line, account, eventually, fault
):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    line.when("DELETE ", fault)

    crm.tells(changed(meeting, 2, archived=True))

    eventually(lambda: radicale.titles(calendar) == [])
    eventually(lambda: _is_in_step(calls, account))
    assert calls.list_conflicts(query={})["items"] == []


def test_an_event_the_server_does_not_take_holds_up_no_other(
    crm, org, calls, radicale, calendar, account, eventually
):
    taken = radicale.ask(
        "PUT",
        f"{calendar}foreign.ics",
        data=_foreign_event((refused := a_meeting(org.actor_id)).activity_id),
        headers={"Content-Type": "text/calendar", "If-None-Match": "*"},
    )
    assert taken.status_code == 201, taken.text
    crm.tells(refused)  # its UID stands there under another name, which the server refuses
    crm.tells(a_meeting(org.actor_id, subject="Fine"))

    eventually(lambda: "Fine" in radicale.titles(calendar))
    [conflict] = eventually(
        lambda: calls.list_conflicts(query={"filters": {"open": "true"}})["items"]
    )
    assert conflict["reason"] == "refused"
    assert conflict["activity_id"] == str(refused.activity_id)


def _foreign_event(activity_id):
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//x//y//EN",
        "BEGIN:VEVENT",
        f"UID:{activity_id}@samspill",
        "DTSTAMP:20260101T000000Z",
        "DTSTART:20260101T000000Z",
        "SUMMARY:Foreign",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(lines).encode()
