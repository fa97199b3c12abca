"""Bodies about customer lists and changes of many records."""

from gateway.http.schemas.fields import (
    Body,
    Choice,
    Day,
    Flag,
    Free,
    Id,
    Line,
    Text,
    Whole,
    many,
    mapping,
    nested,
)


class SharedWithBody(Body):
    """Who else may open it."""

    everyone = Flag()
    role_ids = many(Id(), at_most=100)
    user_ids = many(Id(), at_most=100)


class CustomerListBody(Body):
    """A list of one's own; ``rule`` holds filters as the list of customers takes them."""

    name = Line(required=True)
    description = Text(2000, allow_none=True)
    entity = Choice("customer", "contact")
    kind = Choice("dynamic", "static")
    rule = mapping(Free(allow_none=True))
    shared_with = nested(SharedWithBody)
    owner_id = Id()


class MembersBody(Body):
    """Records to put on a list."""

    ids = many(Id(), at_most=1000, required=True)


class BulkBody(Body):
    """Which records, by one of three ways, and what to change about them."""

    list_id = Id()
    filters = mapping(Free(allow_none=True))
    ids = many(Id(), at_most=5000)
    set = mapping(Free(allow_none=True))
    add = mapping(many(Line(60), at_most=100))
    remove = mapping(many(Line(60), at_most=100))


class ReportBody(Body):
    """What a report is about: source, filters, at most two groupings, measures."""

    source = Line(40, required=True)
    filters = mapping(Free(allow_none=True))
    group_by = many(Line(60), at_most=2)
    measures = many(Line(60), at_most=20)
    owner = Choice("now", "at_the_time")
    sort = Line(60)
    as_of = Day(allow_none=True)


class DrillDownBody(ReportBody):
    """Which figure of a report; no cell for the totals."""

    cell = Line(4000, may_be_empty=True)
    limit = Whole(1, 200)
    cursor = Line(100, allow_none=True)


class SavedReportBody(Body):
    """A report to keep."""

    name = Line(required=True)
    description = Text(2000, allow_none=True)
    definition = nested(ReportBody, required=True)
    shared_with = nested(SharedWithBody)
    owner_id = Id()


class ReportScheduleBody(Body):
    """When to be told that a report is ready, where one is."""

    every = Choice("day", "week", "month", required=True)
    weekday = Whole(1, 7, allow_none=True)
    month_day = Whole(1, 31, allow_none=True)
    at = Line(5)
