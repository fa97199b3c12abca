"""iCalendar text (RFC 5545): one event for a calendar server, many for a feed."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from calendar_sync.application.ports import Appointment
from calendar_sync.domain.activities import CalendarEvent

DIGEST = "X-SAMSPILL-DIGEST"
_PRODUCT = "-//Samspill//Calendar//EN"
_REFRESH = timedelta(hours=1)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class ICalendarTexts:
    """
    Writes feeds.

    The text depends on nothing but its content: the same events give the same text.
    """

    def feed(
        self, name: str, appointments: Iterable[Appointment], *, since: datetime, until: datetime
    ) -> str:
        calendar = _calendar()
        calendar.add("method", "PUBLISH")
        calendar.add("x-wr-calname", _clean(name))
        calendar.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
        for appointment in appointments:
            components = event_components(appointment)
            if _takes_place(components, since, until):
                _add(calendar, components)
        return _text(calendar)


def event_text(appointment: Appointment) -> bytes:
    """One event as a calendar server stores it."""
    calendar = _calendar()
    _add(calendar, event_components(appointment))
    return _text(calendar).encode()


def event_components(appointment: Appointment) -> list[icalendar.Event]:
    """The VEVENTs of an appointment: the series first, then occurrences that differ."""
    series = _component(appointment, appointment.event)
    series.add(DIGEST, appointment.event.digest())
    found = [series]
    for override in appointment.event.overrides:
        component = _component(appointment, override.event)
        component.add("recurrence-id", _local(override.occurrence, appointment.event))
        found.append(component)
    return found


def _add(calendar: icalendar.Calendar, components: Iterable[icalendar.Event]) -> None:
    for component in components:
        calendar.add_component(component)


def _component(appointment: Appointment, event: CalendarEvent) -> icalendar.Event:
    component = icalendar.Event()
    component.add("uid", appointment.uid)
    component.add("dtstamp", appointment.changed_at.astimezone(UTC))
    component.add("last-modified", appointment.changed_at.astimezone(UTC))
    component.add("sequence", appointment.version)
    component.add("summary", _clean(event.title))
    for name, text in (("description", event.description), ("location", event.location)):
        if text:
            component.add(name, _clean(text))
    start, end = _times(event)
    component.add("dtstart", start)
    component.add("dtend", end)
    if event.recurrence:
        component.add("rrule", _rule(event.recurrence, start))
    for excluded in event.exdates:
        component.add("exdate", _local(excluded, event))
    if event.is_private:
        component.add("class", "PRIVATE")
    component.add("transp", "OPAQUE")
    component.add("status", "CONFIRMED")
    return component


def read_event(body: bytes) -> dict[str, Any]:
    """
    What stands in a calendar server's text: uid, digest, and the fields people compare.

    Text that cannot be read has none of them: somebody else wrote it.
    """
    try:
        calendar = icalendar.Calendar.from_ical(body.decode())
        events = [each for each in calendar.walk("VEVENT") if "RECURRENCE-ID" not in each]
        event = events[0]
        return {
            "uid": _plain(event.get("uid")),
            "digest": _plain(event.get(DIGEST)),
            "fields": {
                "title": _plain(event.get("summary")),
                "location": _plain(event.get("location")),
                "start": _instant(event.get("dtstart")),
                "end": _instant(event.get("dtend")),
            },
        }
    except (ValueError, IndexError, KeyError):
        return {"uid": None, "digest": None, "fields": {}}


def _calendar() -> icalendar.Calendar:
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _text(calendar: icalendar.Calendar) -> str:
    calendar.add_missing_timezones(first_date=date(2020, 1, 1), last_date=date(2040, 1, 1))
    return calendar.to_ical().decode()


def _times(event: CalendarEvent) -> tuple[date | datetime, date | datetime]:
    """Days, or wall-clock times in the zone people meant, so that nine stays nine all year."""
    if event.start_at is None or event.end_at is None:
        assert event.start_on is not None
        assert event.end_on is not None
        return event.start_on, event.end_on
    zone = UTC if event.time_zone == "UTC" else ZoneInfo(event.time_zone)
    return event.start_at.astimezone(zone), event.end_at.astimezone(zone)


def _local(moment: date | datetime, event: CalendarEvent) -> date | datetime:
    """An occurrence's name in the form of the series' beginning."""
    if not isinstance(moment, datetime) or event.time_zone == "UTC":
        return moment
    return moment.astimezone(ZoneInfo(event.time_zone))


def _rule(rule: str, start: date | datetime) -> icalendar.vRecur:
    """A rule whose UNTIL has the form its beginning demands: an instant in UTC, or a day."""
    read = icalendar.vRecur.from_ical(rule.removeprefix("RRULE:"))
    if until := read.get("UNTIL"):
        read["UNTIL"] = [_until(each, start) for each in until]
    return read


def _until(until: date | datetime, start: date | datetime) -> date | datetime:
    if not isinstance(start, datetime):
        return until.date() if isinstance(until, datetime) else until
    if not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    if until.tzinfo is None:
        until = until.replace(tzinfo=start.tzinfo)
    return until.astimezone(UTC)


def _takes_place(components: list[icalendar.Event], since: datetime, until: datetime) -> bool:
    """Whether a series has an occurrence between two instants; others were chosen by time."""
    if "RRULE" not in components[0]:
        return True
    calendar = icalendar.Calendar()
    _add(calendar, components)
    first = next(iter(recurring_ical_events.of(calendar).after(since)), None)
    if first is None:
        return False
    begins = first["DTSTART"].dt
    if not isinstance(begins, datetime):
        begins = datetime.combine(begins, time(), UTC)
    return bool(begins <= until)


def _clean(text: str) -> str:
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _plain(value: Any) -> str | None:
    return str(value) if value is not None and str(value) else None


def _instant(value: Any) -> str | None:
    if value is None:
        return None
    when = value.dt
    if isinstance(when, datetime) and when.tzinfo is not None:
        when = when.astimezone(UTC)
    return str(when.isoformat())
