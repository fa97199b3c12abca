"""Bodies about activities and notes."""

from gateway.http.schemas.fields import Body, Choice, Day, Flag, Id, Line, Text, Whole, many, nested


class ParticipantBody(Body):
    """Somebody who takes part: a user, a contact or an e-mail address."""

    user_id = Id(allow_none=True)
    contact_id = Id(allow_none=True)
    email = Line(254, allow_none=True)
    response = Choice("none", "accepted", "tentative", "declined")
    organiser = Flag()


class ActivityBody(Body):
    """
    Something planned or done.

    Times are RFC 3339, local times read in ``time_zone``, or dates when ``all_day``.
    """

    kind = Line(60, required=True)
    subject = Line(300, required=True)
    body = Text(allow_none=True)
    location = Line(300, allow_none=True)
    start = Line(40, allow_none=True)
    end = Line(40, allow_none=True)
    time_zone = Line(60, allow_none=True)
    all_day = Flag()
    due_on = Day(allow_none=True)
    owner_id = Id()
    unit_id = Id(allow_none=True)
    participants = many(nested(ParticipantBody), allow_none=True)
    customer_id = Id(allow_none=True)
    contact_ids = many(Id(), allow_none=True)
    sales_case_id = Id(allow_none=True)
    project_id = Id(allow_none=True)
    status = Choice("planned", "in_progress", "done", "cancelled", "no_show")
    outcome = Text(allow_none=True)
    recurrence = Line(500, allow_none=True)
    exdates = many(Line(40), allow_none=True)
    priority = Choice("low", "normal", "high")
    ical_uid = Line(255)
    privacy = Choice("normal", "private")


class CompleteBody(Body):
    """What came of an activity, or of one occurrence of a series."""

    outcome = Text(allow_none=True)
    occurrence_start = Line(40, allow_none=True)


class CallOffBody(Body):
    """Which occurrence of a series is called off; all of it when left out."""

    occurrence_start = Line(40, allow_none=True)


class OccurrenceBody(Body):
    """What is different about an occurrence, or from it on (``following``)."""

    occurrence_start = Line(40, required=True)
    scope = Choice("this", "following")
    subject = Line(300, allow_none=True)
    body = Text(allow_none=True)
    location = Line(300, allow_none=True)
    start = Line(40)
    end = Line(40, allow_none=True)
    time_zone = Line(60, allow_none=True)
    all_day = Flag()
    recurrence = Line(500, allow_none=True)


class ReminderBody(Body):
    """How long before, and how; 15 minutes and in the application unless said otherwise."""

    lead_minutes = Whole(0, 40_320)
    channel = Choice("in_app", "email")


class ReminderPreferenceBody(Body):
    """How to be reminded of activities planned from now on."""

    lead_minutes = Whole(0, 40_320)
    channels = many(Choice("in_app", "email"))


class NoteBody(Body):
    """Something to remember about a customer, contact, sales case or project."""

    body = Text(required=True)
    customer_id = Id(allow_none=True)
    contact_id = Id(allow_none=True)
    sales_case_id = Id(allow_none=True)
    project_id = Id(allow_none=True)
    privacy = Choice("normal", "private")
    pinned = Flag()
    mentions = many(Id(), allow_none=True)
