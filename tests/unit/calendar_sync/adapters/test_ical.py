"""iCalendar text, read back by another library's eyes."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import recurring_ical_events
from calendar_sync.adapters.ical import ICalendarTexts, event_text, read_event
from calendar_sync.domain.activities import fields_of
from support.calendar_sync import an_appointment

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
