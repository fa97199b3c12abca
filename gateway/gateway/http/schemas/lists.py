"""Bodies about customer lists and changes of many records."""

from gateway.http.schemas.fields import (
    Body,
    Choice,
    Flag,
    Free,
    Id,
    Line,
    Text,
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
