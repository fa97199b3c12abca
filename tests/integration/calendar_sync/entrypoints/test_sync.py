"""Activities appear, move and vanish in a real calendar, once, whatever happens between."""

import pytest
from calendar_sync.application.rounds import claim_binding
from calendar_sync.application.steps import prepare, take_step
from shared.testing.callers import a_colleague
from support.calendar_sync import a_meeting, account_fields, changed, tomorrow
from support.radicale import PASSWORD


def _binding(calls, account):
    return calls.list_bindings(query={"filters": {"account_id": account["id"]}})["items"][0]


def _in_step(calls, account):
    binding = _binding(calls, account)
    return binding["pending"] == 0 and binding["failed"] == 0


def test_a_meeting_appears_moves_and_vanishes(
    crm, org, calls, radicale, calendar, account, eventually
):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    [event] = radicale.events(calendar)
    assert str(event["location"]) == "Storgata 1, Oslo"
    assert str(event["description"]) == "Agenda: æøå"
    assert event["dtstart"].dt == tomorrow(9)

    crm.tells(changed(meeting, 2, subject="Moved", start_at=tomorrow(12), end_at=tomorrow(13)))
    eventually(lambda: radicale.titles(calendar) == ["Moved"])
    assert radicale.events(calendar)[0]["dtstart"].dt == tomorrow(12)

    crm.tells(changed(meeting, 3, status="cancelled"))
    eventually(lambda: radicale.titles(calendar) == [])
    assert _in_step(calls, account)


def test_what_was_there_before_the_account_is_brought_over(
    crm, org, platform, radicale, calendar, connect, eventually
):
    meeting = a_meeting(org.actor_id)
    long_ago = a_meeting(
        org.actor_id,
        subject="Long ago",
        start_at=tomorrow().replace(year=2020),
        end_at=tomorrow().replace(year=2020),
    )
    series = {"subject": "Every week", "recurrence": "FREQ=WEEKLY"}
    for each in (meeting, long_ago, changed(long_ago, 2, activity_id=org.unit_id, **series)):
        crm.tells(each)
    kept = "SELECT count(*) FROM activities WHERE organisation_id = %s"
    count = lambda: platform.rows("calendar_sync", kept, org.organisation_id)[0][0]  # noqa: E731
    eventually(lambda: count() == 3)

    connect(calendar)

    eventually(lambda: radicale.titles(calendar) == ["Every week", "Kick-off"])


def test_late_and_repeated_news_change_nothing(
    crm, org, calls, radicale, calendar, account, eventually
):
    meeting = a_meeting(org.actor_id)
    crm.tells(changed(meeting, 3, subject="Third"))
    eventually(lambda: radicale.titles(calendar) == ["Third"])
    etag = radicale.ask("GET", radicale.url + radicale.hrefs(calendar)[0]).headers["etag"]

    crm.tells(changed(meeting, 2, subject="Second"))
    crm.tells(changed(meeting, 4, subject="Third", completed_at=tomorrow()))  # looks the same
    fence = a_meeting(org.actor_id, subject="Fence")
    crm.tells(fence)

    eventually(lambda: radicale.titles(calendar) == ["Fence", "Third"])
    eventually(lambda: _in_step(calls, account))
    same = [each for each in radicale.hrefs(calendar) if str(meeting.activity_id) in each]
    assert radicale.ask("GET", radicale.url + same[0]).headers["etag"] == etag


def test_private_meetings_are_busy_for_everybody_but_their_owner(
    crm, org, rpc, radicale, calendar, account, connect, eventually
):
    colleague = a_colleague(org)
    theirs = radicale.new_calendar()
    connect(theirs, by=rpc(colleague).calendar_sync)

    people = {"participant_ids": [colleague.actor_id], "privacy": "private"}
    crm.tells(a_meeting(org.actor_id, subject="Dismissal", **people))

    eventually(lambda: radicale.titles(calendar) == ["Dismissal"])
    eventually(lambda: radicale.titles(theirs) == ["Opptatt"])
    assert str(radicale.events(calendar)[0]["class"]) == "PRIVATE"
    whole = radicale.ask("GET", theirs).text
    assert "Agenda" not in whole
    assert "Storgata" not in whole


def test_who_no_longer_takes_part_loses_the_meeting(crm, org, rpc, radicale, connect, eventually):
    colleague = a_colleague(org)
    theirs = radicale.new_calendar()
    connect(theirs, by=rpc(colleague).calendar_sync)
    meeting = a_meeting(org.actor_id, participant_ids=[colleague.actor_id])
    crm.tells(meeting)
    eventually(lambda: radicale.titles(theirs) == ["Kick-off"])

    crm.tells(changed(meeting, 2, participant_ids=[]))

    eventually(lambda: radicale.titles(theirs) == [])


def test_a_change_made_there_is_replaced_and_reported(
    crm, org, calls, radicale, calendar, account, eventually
):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    eventually(lambda: _in_step(calls, account))
    radicale.edit(calendar, "Kick-off", "Changed on a phone")

    crm.tells(changed(meeting, 2, location="Bergen"))

    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    [conflict] = eventually(lambda: calls.list_conflicts(query={})["items"])
    assert (conflict["reason"], conflict["resolution"]) == ("changed_there", "ours_kept")
    assert conflict["theirs"]["title"] == "Changed on a phone"


def test_an_event_deleted_there_comes_back_with_the_next_change(
    crm, org, calls, radicale, calendar, account, eventually
):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    eventually(lambda: _in_step(calls, account))
    radicale.delete_all(calendar)

    crm.tells(changed(meeting, 2, location="Bergen"))

    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    [conflict] = eventually(lambda: calls.list_conflicts(query={})["items"])
    assert conflict["reason"] == "deleted_there"


@pytest.mark.parametrize("what", ["changed_there", "deleted_there"])
def test_what_somebody_did_there_is_noticed_without_a_change_here(
    crm, org, calls, platform, radicale, calendar, account, eventually, what
):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    cursor = "SELECT cursor FROM sync_states WHERE binding_id = %s AND lease_until IS NULL"
    binding = _binding(calls, account)
    read_to = eventually(lambda: platform.rows("calendar_sync", cursor, binding["id"])[0][0])
    if what == "changed_there":
        radicale.edit(calendar, "Kick-off", "Changed on a phone")
    else:
        radicale.delete_all(calendar)

    poll = (
        "UPDATE due_items SET due_at = now() WHERE kind = 'binding_poll' AND key = %s RETURNING 1"
    )
    eventually(lambda: platform.rows("calendar_sync", poll, binding["id"]))

    [conflict] = eventually(lambda: calls.list_conflicts(query={})["items"])
    assert (conflict["reason"], conflict["resolution"]) == (what, None)
    assert radicale.titles(calendar) == (["Changed on a phone"] if what == "changed_there" else [])
    assert platform.rows("calendar_sync", cursor, binding["id"]) != [(read_to,)]


def test_a_cancelled_meeting_that_takes_place_after_all_is_a_new_event(
    crm, org, radicale, calendar, account, eventually
):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    crm.tells(changed(meeting, 2, status="cancelled"))
    eventually(lambda: radicale.titles(calendar) == [])

    crm.tells(changed(meeting, 3, status="planned"))

    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    assert str(radicale.events(calendar)[0]["uid"]) == f"{meeting.activity_id}-1@samspill"


def test_a_worker_that_died_after_its_call_leaves_one_event_and_no_conflict(
    crm, org, calls, platform, radicale, calendar, account, eventually
):
    binding = _binding(calls, account)
    platform.kill_process("sync")
    try:
        crm.tells(a_meeting(org.actor_id))
        eventually(lambda: _binding(calls, account)["pending"] == 1)
        works = platform.service("calendar_sync").works
        with works.system(org.organisation_id) as work:
            claimed = claim_binding(work, binding_id=binding["id"])
            operation = work.operations.next(binding["id"])
            step = prepare(work, work.accounts.binding(binding["id"]), operation)
        take_step(claimed.calendar, step)  # and then the worker dies: nobody stores the outcome
    finally:
        platform.start_process("sync")

    eventually(lambda: _in_step(calls, account), within_seconds=90)

    assert radicale.titles(calendar) == ["Kick-off"]
    assert calls.list_conflicts(query={})["items"] == []


def test_a_server_that_was_away_gets_everything_when_it_is_back(
    crm, org, calls, radicale, calendar, account, eventually
):
    radicale.stop()
    try:
        for n in range(3):
            crm.tells(a_meeting(org.actor_id, subject=f"Meeting {n}"))

        def told():
            return calls.get_account(account_id=account["id"])["status"] == "degraded"

        eventually(told, within_seconds=90)
    finally:
        radicale.start()

    wanted = ["Meeting 0", "Meeting 1", "Meeting 2"]
    eventually(lambda: radicale.titles(calendar) == wanted, within_seconds=90)
    eventually(lambda: calls.get_account(account_id=account["id"])["status"] == "active")


def test_a_wrong_password_stops_one_account_and_no_other(
    crm, org, calls, rpc, radicale, calendar, account, connect, eventually
):
    colleague = a_colleague(org)
    other = rpc(colleague).calendar_sync
    wrong = other.create_account(fields=account_fields(radicale.new_calendar(), password="no"))
    eventually(lambda: other.get_account(account_id=wrong["id"])["status"] == "reauth_needed")
    crm.tells(a_meeting(org.actor_id, participant_ids=[colleague.actor_id]))
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])
    assert radicale.titles(wrong["url"]) == []

    stale = other.get_account(account_id=wrong["id"])
    other.change_account(
        account_id=wrong["id"], expected_version=stale["version"], fields={"password": PASSWORD}
    )

    eventually(lambda: radicale.titles(wrong["url"]) == ["Kick-off"])


def test_what_a_binding_leaves_out_is_removed(
    crm, org, calls, radicale, calendar, account, eventually
):
    crm.tells(a_meeting(org.actor_id))
    crm.tells(a_meeting(org.actor_id, kind="call", subject="Call"))
    eventually(lambda: radicale.titles(calendar) == ["Call", "Kick-off"])
    binding = _binding(calls, account)

    calls.change_binding(
        binding_id=binding["id"],
        expected_version=binding["version"],
        fields={"kinds": ["call"], "privacy": "busy"},
    )

    eventually(lambda: radicale.titles(calendar) == ["Opptatt"])


def test_a_disconnected_account_keeps_its_events_and_loses_its_password(
    crm, org, calls, platform, radicale, calendar, account, eventually
):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: radicale.titles(calendar) == ["Kick-off"])

    gone = calls.archive_account(account_id=account["id"])
    crm.tells(changed(meeting, 2, subject="Later"))
    kept = "SELECT 1 FROM activities WHERE id = %s AND version = 2"
    eventually(lambda: platform.rows("calendar_sync", kept, meeting.activity_id))

    assert gone["status"] == "disconnected"
    assert radicale.titles(calendar) == ["Kick-off"]
    secret = "SELECT secret FROM accounts WHERE id = %s"
    assert platform.rows("calendar_sync", secret, account["id"]) == [(None,)]
