"""Which activities stand in whose calendar, and how."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from calendar_sync.domain.activities import Showing, event_for, uid_of
from shared.kernel.ids import new_id
from support.calendar_sync import an_activity


def seen_by_owner(activity, **changes):
    return event_for(activity, Showing(viewer_id=activity.owner_id, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "cancelled"},
        {"archived": True},
        {"start_at": None, "end_at": None},
    ],
)
def test_what_does_not_take_place_is_not_shown(changes):
    assert seen_by_owner(an_activity(**changes)) is None


def test_what_took_place_stays():
    assert seen_by_owner(an_activity(status="done")) is not None


def test_only_those_who_take_part_see_it():
    guest = new_id()
    activity = an_activity(participant_ids=[guest])

    assert event_for(activity, Showing(viewer_id=guest)) is not None
    assert event_for(activity, Showing(viewer_id=new_id())) is None


def test_only_the_kinds_chosen_are_shown():
    assert seen_by_owner(an_activity(), kinds=["call"]) is None
    assert seen_by_owner(an_activity(), kinds=["call", "meeting"]) is not None


def test_a_private_meeting_shows_its_title_to_its_owner_only():
    guest = new_id()
    activity = an_activity(privacy="private", participant_ids=[guest], body="x", location="y")

    theirs = event_for(activity, Showing(viewer_id=guest, locale="en"))

    assert (theirs.title, theirs.description, theirs.location) == ("Busy", None, None)
    assert seen_by_owner(activity).title == "Kick-off"
    assert seen_by_owner(activity, hide_private=True).title == "Opptatt"


def test_the_last_day_of_an_activity_is_the_day_before_its_end_there():
    days = {"start_at": None, "end_at": None, "all_day": True}
    activity = an_activity(**days, start_on=date(2026, 3, 2), end_on=date(2026, 3, 3))

    event = seen_by_owner(activity)

    assert (event.start_on, event.end_on) == (date(2026, 3, 2), date(2026, 3, 4))


def test_a_meeting_without_an_end_takes_half_an_hour():
    event = seen_by_owner(an_activity(end_at=None))

    assert event.end_at - event.start_at == timedelta(minutes=30)


def test_equal_events_have_equal_digests_whatever_zone_the_database_answers_in():
    activity = an_activity()
    elsewhere = replace(
        activity, start_at=activity.start_at.astimezone(timezone(timedelta(hours=5)))
    )

    assert seen_by_owner(activity).digest() == seen_by_owner(elsewhere).digest()
    later = replace(activity, start_at=datetime(2026, 3, 2, 8, 30, tzinfo=UTC))
    assert seen_by_owner(activity).digest() != seen_by_owner(later).digest()


def test_a_uid_is_stable_and_changes_with_the_generation():
    activity = an_activity()
    named = replace(activity, ical_uid="abc@sund.no")

    assert uid_of(activity) == f"{activity.id}@samspill"
    assert uid_of(named) == "abc@sund.no"
    assert uid_of(named, 1) == "abc-1@sund.no"
