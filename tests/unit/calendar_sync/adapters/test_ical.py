"""iCalendar text, read back by another library's eyes."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from calendar_sync.adapters.ical import ICalendarTexts, event_text, read_event
from calendar_sync.domain.activities import Change, Showing, event_for, fields_of
from support.calendar_sync import an_activity, an_appointment

SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


def feed_of(*appointments):
    text = ICalendarTexts().feed("Kalender", appointments, since=SINCE, until=UNTIL)
    return icalendar.Calendar.from_ical(text)


def test_nine_oclock_stays_nine_oclock_when_summer_ends():
    start = datetime(2026, 10, 24, 7, tzinfo=UTC)  # 09:00 in Oslo, the day before the change
    series = an_appointment(
        start_at=start, end_at=start + timedelta(hours=1), recurrence="FREQ=DAILY"
    )

    found = recurring_ical_events.of(feed_of(series)).between((2026, 10, 24), (2026, 10, 27))

    begins = sorted(each["dtstart"].dt for each in found)
    assert [each.hour for each in begins] == [9, 9, 9]
    assert [each.astimezone(UTC).hour for each in begins] == [7, 8, 8]


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        ("20260310", datetime(2026, 3, 10, 22, 59, 59, tzinfo=UTC)),
        ("20260310T120000", datetime(2026, 3, 10, 11, tzinfo=UTC)),
        ("20260310T120000Z", datetime(2026, 3, 10, 12, tzinfo=UTC)),
    ],
)
def test_the_end_of_a_timed_series_is_an_instant_in_utc(until, expected):
    [event] = feed_of(an_appointment(recurrence=f"FREQ=DAILY;UNTIL={until}")).walk("VEVENT")

    assert event["rrule"]["UNTIL"] == [expected]


def test_the_end_of_a_series_of_days_is_a_day():
    days = {"start_at": None, "end_at": None, "all_day": True, "start_on": date(2026, 3, 2)}
    series = an_appointment(**days, recurrence="FREQ=WEEKLY;UNTIL=20260401T000000Z")

    [event] = feed_of(series).walk("VEVENT")

    assert event["rrule"]["UNTIL"] == [date(2026, 4, 1)]


def test_the_same_events_give_the_same_text():
    appointment = an_appointment()
    texts = ICalendarTexts()

    first = texts.feed("A", [appointment], since=SINCE, until=UNTIL)

    assert texts.feed("A", [appointment], since=SINCE, until=UNTIL) == first


def test_text_comes_back_whatever_it_holds():
    odd = 'Møte; med, alle\\ "og" \n andre 👩‍💻' + "x" * 200
    appointment = an_appointment(subject=odd, location="Rom 1; B")

    read = read_event(event_text(appointment))

    assert read["uid"] == appointment.uid
    assert read["digest"] == appointment.event.digest()
    assert read["fields"] == fields_of(appointment.event)


def test_control_characters_never_reach_a_calendar():
    text = event_text(an_appointment(subject="a\x00b\r\nATTENDEE:mailto:x@example.no"))

    assert b"\x00" not in text
    assert b"\r\nATTENDEE" not in text


@pytest.mark.parametrize("body", [b"", b"not a calendar", b"\xff\xfe", b"BEGIN:VCALENDAR\r\n"])
def test_text_that_cannot_be_read_is_somebody_elses(body):
    assert read_event(body) == {"uid": None, "digest": None, "fields": {}}


def test_single_occurrences_differ_where_any_calendar_program_looks():
    start = datetime(2026, 10, 24, 7, tzinfo=UTC)  # 09:00 in Oslo
    series = an_appointment(
        start_at=start,
        end_at=start + timedelta(hours=1),
        recurrence="FREQ=DAILY;COUNT=5",
        changes=(
            Change(occurrence_start="2026-10-25T08:00:00Z", is_excluded=True),
            Change(occurrence_start="2026-10-26T08:00:00Z", status="cancelled"),
            Change(
                occurrence_start="2026-10-27T08:00:00Z",
                is_moved=True,
                start_at=datetime(2026, 10, 27, 12, tzinfo=UTC),
                end_at=datetime(2026, 10, 27, 13, tzinfo=UTC),
            ),
            Change(occurrence_start="2026-10-28T08:00:00Z", subject="Last one"),
        ),
    )

    found = recurring_ical_events.of(feed_of(series)).between((2026, 10, 24), (2026, 10, 30))

    shown = sorted((each["dtstart"].dt.astimezone(UTC), str(each["summary"])) for each in found)
    assert shown == [
        (start, "Kick-off"),
        (datetime(2026, 10, 27, 12, tzinfo=UTC), "Kick-off"),
        (datetime(2026, 10, 28, 8, tzinfo=UTC), "Last one"),
    ]
    assert len({str(each["uid"]) for each in feed_of(series).walk("VEVENT")}) == 1
    assert read_event(event_text(series))["digest"] == series.event.digest()


def test_days_of_a_series_differ_too():
    series = an_appointment(
        all_day=True,
        start_at=None,
        end_at=None,
        start_on=date(2026, 3, 28),
        end_on=date(2026, 3, 28),
        recurrence="FREQ=DAILY;COUNT=3",
        changes=(
            Change(occurrence_start="2026-03-29", is_excluded=True),
            Change(occurrence_start="2026-03-30", subject="Else"),
        ),
    )

    found = recurring_ical_events.of(feed_of(series)).between((2026, 3, 1), (2026, 4, 30))

    shown = sorted((each["dtstart"].dt, str(each["summary"])) for each in found)
    assert shown == [(date(2026, 3, 28), "Kick-off"), (date(2026, 3, 30), "Else")]


def test_a_private_series_tells_nothing_by_what_differs():
    series = an_activity(
        privacy="private",
        recurrence="FREQ=DAILY",
        changes=(Change(occurrence_start="2026-03-03T08:00:00Z", subject="Doctor", body="Arm"),),
    )

    event = event_for(series, Showing(viewer_id=series.owner_id, hide_private=True))

    assert "Doctor" not in str(event)
    assert "Arm" not in str(event)
