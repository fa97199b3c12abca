"""Bodies about calendars and ERP systems."""

from gateway.http.schemas.fields import Body, Choice, Line, Text, Whole, many

_ACTIVITY_KINDS = ("meeting", "call", "task", "email", "negotiation")
_CUSTOMER_KINDS = ("prospect", "customer", "partner", "supplier", "internal")


class ConnectionBody(Body):
    """An ERP system; address and credentials are needed for tryton."""

    kind = Choice("tryton", "file", required=True)
    name = Line(required=True)
    status = Choice("active", "paused")
    url = Line(1000, allow_none=True)
    database = Line(100, allow_none=True)
    username = Line(200, allow_none=True)
    password = Text(500, allow_none=True, load_only=True)
    customer_numbers = Choice("crm", "erp")
    customer_kinds = many(Choice(*_CUSTOMER_KINDS), at_most=5)
    concurrency = Whole(1, 5)


class AccountBody(Body):
    """A calendar at a provider."""

    provider = Choice("caldav", required=True)
    url = Line(1000, required=True)
    username = Line(200, required=True)
    password = Text(500, required=True, load_only=True)
    kinds = many(Choice(*_ACTIVITY_KINDS), at_most=5)
    privacy = Choice("full", "busy")


class BindingBody(Body):
    """What is sent to a calendar."""

    kinds = many(Choice(*_ACTIVITY_KINDS), at_most=5)
    privacy = Choice("full", "busy")


class FeedBody(Body):
    """A private calendar address."""

    name = Line(required=True)
    privacy = Choice("full", "busy")
