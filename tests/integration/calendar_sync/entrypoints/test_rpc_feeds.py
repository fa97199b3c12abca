"""Private calendar addresses, as a calendar program and a person see them."""

from datetime import date, timedelta

import icalendar
import pytest
from shared.contracts.identity.events import UserUpdatedV1
from shared.kernel.errors import Conflict, Invalid, NotFound
from shared.testing.callers import a_colleague, an_administrator
from support.calendar_sync import a_meeting, changed, tomorrow


@pytest.fixture
def feed(calls):
    """A feed of the caller, with its token."""
    return calls.create_feed(fields={"name": "Min kalender"})


@pytest.fixture
def read(rpc):
    """Read a feed as a calendar program does: nobody, with an address."""

    def read(feed, etag=None):
        return rpc(None).calendar_sync.read_feed(token=feed["token"], etag=etag)

    return read


def _events(answer):
    calendar = icalendar.Calendar.from_ical(answer["text"])
    return {str(each["summary"]): each for each in calendar.walk("VEVENT")}


def test_a_feed_shows_the_meetings_of_its_owner(crm, org, feed, read, eventually):
    mine, theirs = a_meeting(org.actor_id), a_meeting(org.unit_id, subject="Not mine")
    invited = a_meeting(org.unit_id, subject="Invited", participant_ids=[org.actor_id])
    for each in (mine, theirs, invited):
        crm.tells(each)

    shown = eventually(lambda: len(found := _events(read(feed))) == 2 and found)

    assert shown.keys() == {"Kick-off", "Invited"}
    assert str(shown["Kick-off"]["uid"]) == f"{mine.activity_id}@samspill"
    assert shown["Kick-off"]["dtstart"].params["TZID"] == "Europe/Oslo"
    text = read(feed)["text"]
    assert "X-WR-CALNAME:Min kalender" in text
    assert "BEGIN:VTIMEZONE" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in text
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75


def test_private_meetings_are_busy_without_a_title(crm, org, feed, read, eventually):
    crm.tells(a_meeting(org.actor_id, subject="Dismissal", privacy="private"))

    shown = eventually(lambda: _events(read(feed)))

    assert shown.keys() == {"Opptatt"}
    assert "Dismissal" not in read(feed)["text"]
    assert "Agenda" not in read(feed)["text"]


def test_only_what_takes_place_within_the_window_is_shown(crm, org, feed, read, eventually):
    def on(days, subject, **changes):
        times = {"start_at": tomorrow() + timedelta(days=days)}
        times["end_at"] = times["start_at"] + timedelta(hours=1)
        return a_meeting(org.actor_id, subject=subject, **times, **changes)

    until = (date.today() - timedelta(days=400)).strftime("%Y%m%dT000000Z")  # noqa: DTZ011
    for each in (
        on(-80, "Lately"),
        on(-120, "Long ago"),
        on(360, "Next year"),
        on(380, "Too far"),
        on(-500, "For ever", recurrence="FREQ=WEEKLY"),
        on(-500, "Over", recurrence=f"FREQ=WEEKLY;UNTIL={until}"),
        on(1, "Without time", status="cancelled"),
    ):
        crm.tells(each)
    crm.tells(on(0, "Fence"))
    eventually(lambda: "Fence" in _events(read(feed)))

    assert _events(read(feed)).keys() == {"Lately", "Next year", "For ever", "Fence"}


def test_the_same_calendar_is_not_sent_twice(crm, org, feed, read, eventually):
    meeting = a_meeting(org.actor_id)
    crm.tells(meeting)
    eventually(lambda: _events(read(feed)))
    etag = read(feed)["etag"]

    assert read(feed, etag=etag) == {"text": None, "etag": etag}

    crm.tells(changed(meeting, 2, subject="Moved"))
    answer = eventually(lambda: found if (found := read(feed, etag=etag))["text"] else None)
    assert answer["etag"] != etag


def test_a_new_address_ends_the_old_one(calls, feed, read):
    fresh = calls.rotate_feed(feed_id=feed["id"])

    assert read(fresh)["text"]
    with pytest.raises(NotFound):
        read(feed)


def test_the_token_is_shown_once_and_stored_as_a_hash(calls, platform, feed, read):
    read(feed)
    stored = platform.rows(
        "calendar_sync", "SELECT f::text FROM feed_addresses f WHERE feed_id = %s", feed["id"]
    )

    assert calls.get_feed(feed_id=feed["id"])["token"] is None
    assert calls.get_feed(feed_id=feed["id"])["last_read_at"]
    assert calls.list_feeds(query={})["items"][0]["token"] is None
    assert feed["token"] not in stored[0][0]


def test_an_archived_feed_answers_as_if_it_had_never_been(calls, feed, read):
    calls.archive_feed(feed_id=feed["id"], expected_version=feed["version"])

    with pytest.raises(NotFound) as refused:
        read(feed)
    assert refused.value.code == "calendar_sync.feed_unknown"
    with pytest.raises(NotFound):
        read({"token": "never-made"})
    with pytest.raises(NotFound):
        calls.rotate_feed(feed_id=feed["id"])


def test_the_feed_of_somebody_who_left_is_closed(broker, org, feed, read, eventually):
    left = UserUpdatedV1(
        user_id=org.actor_id, version=9, name="Anna", email="a@example.no", status="left"
    )
    assert read(feed)["text"]
    broker.tell("calendar_sync.inbox", left, organisation_id=org.organisation_id)

    def is_closed():
        try:
            return not read(feed)
        except NotFound:
            return True

    eventually(is_closed)


def test_a_feed_may_show_no_titles_at_all(crm, org, calls, feed, read, eventually):
    crm.tells(a_meeting(org.actor_id))
    eventually(lambda: _events(read(feed)))

    calls.change_feed(
        feed_id=feed["id"], expected_version=feed["version"], fields={"privacy": "busy"}
    )

    assert _events(read(feed)).keys() == {"Opptatt"}


def test_feeds_and_accounts_are_their_owners_alone(calls, rpc, org, feed):
    colleague = rpc(a_colleague(org)).calendar_sync
    stranger = rpc(an_administrator()).calendar_sync

    for other in (colleague, stranger):
        with pytest.raises(NotFound):
            other.get_feed(feed_id=feed["id"])
        with pytest.raises(NotFound):
            other.rotate_feed(feed_id=feed["id"])
        assert other.list_feeds(query={})["items"] == []


def test_impossible_and_stale_changes_are_refused(calls, feed):
    with pytest.raises(Invalid) as refused:
        calls.create_feed(fields={"name": " ", "privacy": "secret"})
    assert {each.pointer for each in refused.value.errors} == {"/name", "/privacy"}

    with pytest.raises(Conflict) as stale:
        calls.change_feed(feed_id=feed["id"], expected_version=9, fields={"name": "X"})
    assert stale.value.code == "calendar_sync.feed_stale"
