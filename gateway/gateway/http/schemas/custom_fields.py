"""Bodies about the fields an organisation defines itself."""

from shared.kernel.custom_values import ENTITIES, FIELD_CLASSES, TYPES

from gateway.http.schemas.fields import (
    Body,
    Choice,
    Flag,
    Line,
    Text,
    Whole,
    many,
    mapping,
    nested,
)


class CustomFieldOptionBody(Body):
    """One choice; its code is made from the name when left out."""

    code = Line(60)
    name = Line(120)
    names = mapping(Line(120), longest_name=10)
    active = Flag()


class CustomFieldBody(Body):
    """A field; a name is needed, its key is made from the name when left out."""

    entity = Choice(*ENTITIES, required=True)
    key = Line(40)
    type = Choice(*TYPES, required=True)
    name = Line(120)
    names = mapping(Line(120), longest_name=10)
    description = Text(2000, allow_none=True)
    options = many(nested(CustomFieldOptionBody))
    required = Flag()
    field_class = Choice(*FIELD_CLASSES)
    position = Whole(0, 100_000)
    active = Flag()
