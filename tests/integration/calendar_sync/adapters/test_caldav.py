"""The CalDAV adapter against a real Radicale."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from calendar_sync.adapters.caldav import CalDavCalendar
from calendar_sync.application.ports import (
    CalendarForbidden,
    CalendarUnavailable,
    CursorExpired,
    EventChanged,
)
from calendar_sync.domain.activities import fields_of
from shared.testing.waiting import free_port
from support.calendar_sync import an_appointment
from support.radicale import PASSWORD, USER

HREF = "samspill-1.ics"


def a_calendar(url, **changes):
    facts = {"url": url, "username": USER, "password": lambda: PASSWORD, "allow_private": True}
    return CalDavCalendar(**{**facts, **changes})


@pytest.fixture
def there(calendar):
    return a_calendar(calendar)


def test_a_calendar_is_known_by_what_it_says_of_itself(there, radicale):
    there.check()
    with pytest.raises(CalendarForbidden, match="no calendar"):
        a_calendar(f"{radicale.url}/{USER}/").check()
    with pytest.raises(CalendarForbidden, match="no calendar"):
        a_calendar(f"{radicale.url}/{USER}/missing/").check()


def test_an_event_is_created_read_replaced_and_removed(there, radicale, calendar):
    appointment = an_appointment(location="Storgata 1; rom 2, Oslo")
    etag = there.create(HREF, appointment)
    read = there.get(HREF)
    assert (read.etag, read.uid) == (etag, appointment.uid)
    assert read.digest == appointment.event.digest()
    assert read.fields == fields_of(appointment.event)

    moved = replace(appointment, event=replace(appointment.event, title="Moved"))
    newer = there.replace(HREF, moved, etag=etag)
    assert radicale.titles(calendar) == ["Moved"]
    assert newer != etag

    there.remove(HREF, etag=newer)
    assert there.get(HREF) is None


def test_creating_what_is_there_is_noticed(there):
    there.create(HREF, an_appointment())

    with pytest.raises(EventChanged):
        there.create(HREF, an_appointment())


def test_a_write_over_somebody_elses_change_is_refused(there, radicale, calendar):
    etag = there.create(HREF, an_appointment())
    radicale.edit(calendar, "Kick-off", "Changed on a phone")

    with pytest.raises(EventChanged):
        there.replace(HREF, an_appointment(), etag=etag)
    with pytest.raises(EventChanged):
        there.remove(HREF, etag=etag)
    assert radicale.titles(calendar) == ["Changed on a phone"]


def test_changes_are_read_from_a_cursor_on(there, radicale, calendar):
    kept = there.create("a.ics", an_appointment())
    start = there.changes_since(None)
    assert start.etags == {"a.ics": kept}
    assert there.changes_since(start.cursor).etags == {}

    radicale.edit(calendar, "Kick-off", "Changed on a phone")
    second = there.create("b.ics", an_appointment())
    changes = there.changes_since(start.cursor)
    assert changes.etags.keys() == {"a.ics", "b.ics"}
    assert changes.etags["a.ics"] != kept

    there.remove("b.ics", etag=second)
    assert there.changes_since(changes.cursor).removed == ["b.ics"]


def test_a_forgotten_cursor_says_so(there):
    with pytest.raises(CursorExpired):
        there.changes_since("http://radicale.org/ns/sync/from-last-year")


def test_removing_what_is_gone_is_no_error(there):
    there.remove("samspill-never.ics", etag='"x"')


def test_a_day_stays_a_day_and_nine_oclock_stays_nine_in_summer(there, radicale, calendar):
    series = {"recurrence": "FREQ=DAILY;UNTIL=20260401", "subject": "Daily"}
    there.create("a.ics", an_appointment(**series))
    day = datetime(2026, 3, 2, tzinfo=UTC).date()
    whole = {"start_at": None, "end_at": None, "all_day": True, "start_on": day, "end_on": day}
    there.create("b.ics", an_appointment(subject="Whole day", **whole))

    daily, whole_day = sorted(radicale.events(calendar), key=lambda each: str(each["summary"]))

    assert daily["dtstart"].params["TZID"] == "Europe/Oslo"
    assert daily["dtstart"].dt.hour == 9  # 08:00 UTC
    assert daily["rrule"]["UNTIL"] == [datetime(2026, 4, 1, 21, 59, 59, tzinfo=UTC)]
    assert (whole_day["dtstart"].dt, whole_day["dtend"].dt) == (day, day.replace(day=3))


def test_a_wrong_password_and_a_silent_server_are_told_apart(calendar):
    with pytest.raises(CalendarForbidden):
        a_calendar(calendar, password=lambda: "wrong").check()
    with pytest.raises(CalendarUnavailable):
        a_calendar(f"http://127.0.0.1:{free_port()}/x/").check()


def test_a_calendar_that_was_removed_needs_a_person(there, radicale, calendar):
    radicale.ask("DELETE", calendar)

    with pytest.raises(CalendarForbidden):
        there.create(HREF, an_appointment())
