"""Bodies about activities and notes."""

from gateway.http.schemas.fields import Body, Choice, Day, Flag, Id, Line, Text, many, nested


class ParticipantBody(Body):
    """Somebody who takes part: a user, a contact or an e-mail address."""

    user_id = Id(allow_none=True)
    contact_id = Id(allow_none=True)
    email = Line(254, allow_none=True)
    response = Choice("none", "accepted", "tentative", "declined")


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
    status = Choice("planned", "done", "cancelled")
    outcome = Text(allow_none=True)
    recurrence = Line(500, allow_none=True)
    privacy = Choice("normal", "private")


class CompleteBody(Body):
    """What came of an activity."""

    outcome = Text(allow_none=True)


class NoteBody(Body):
    """Something to remember about a customer, contact, sales case or project."""

    body = Text(required=True)
    customer_id = Id(allow_none=True)
    contact_id = Id(allow_none=True)
    sales_case_id = Id(allow_none=True)
    project_id = Id(allow_none=True)
    privacy = Choice("normal", "private")
    pinned = Flag()
