"""
Kinds of fields bodies are made of: shape and range, nothing that needs a database.

Every field refuses what JSON writes otherwise than we do: no ``"1"`` for 1, no ``true`` for 1.
``openapi`` is what the public description says of the field.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, validate
from shared.kernel.errors import PlatformError
from shared.kernel.money import Money as Amount

FIRST_YEAR, LAST_YEAR = 1970, 2200
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)\Z", re.ASCII)
_DECIMAL = re.compile(r"-?\d{1,12}(\.\d{1,6})?\Z", re.ASCII)
_BREAKS = re.compile(r"[\t\n\r\u2028\u2029]")


class Body(Schema):
    """What a request may carry; unknown fields are refused."""

    class Meta:
        unknown = RAISE


class Line(fields.String):
    """One line of text that says something."""

    def __init__(self, longest: int = 200, *, may_be_empty: bool = False, **more: Any) -> None:
        shortest = 0 if may_be_empty else 1
        super().__init__(validate=validate.Length(shortest, longest), **more)
        self._may_be_empty = may_be_empty

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        if _BREAKS.search(text):
            raise ValidationError("Must be one line.")
        if not self._may_be_empty and not text.strip():
            raise ValidationError("May not be empty.")
        return text


class Text(fields.String):
    """Text of several lines."""

    def __init__(self, longest: int = 10_000, **more: Any) -> None:
        super().__init__(validate=validate.Length(max=longest), **more)


class Choice(fields.String):
    """One of a few words."""

    def __init__(self, *words: str, **more: Any) -> None:
        super().__init__(validate=validate.OneOf(words), **more)


class Id(fields.String):
    """The id of a record."""

    openapi: ClassVar[Mapping[str, Any]] = {"format": "uuid"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        if not _ID.match(text):
            raise ValidationError("Not a valid id.")
        return text


class Whole(fields.Field):
    """A whole number."""

    def __init__(self, at_least: int = 0, at_most: int = 2**31 - 1, **more: Any) -> None:
        super().__init__(**more)
        self._range = (at_least, at_most)
        self.openapi = {"type": "integer", "minimum": at_least, "maximum": at_most}

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValidationError("Not a whole number.")
        lowest, highest = self._range
        if not lowest <= value <= highest:
            raise ValidationError(f"Must be from {lowest} to {highest}.")
        return value


class Flag(fields.Field):
    """True or false."""

    openapi: ClassVar[Mapping[str, Any]] = {"type": "boolean"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("Not true or false.")
        return value


class Day(fields.String):
    """A calendar day."""

    openapi: ClassVar[Mapping[str, Any]] = {"format": "date"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        try:
            day = date.fromisoformat(text) if _DAY.match(text) else None
        except ValueError:
            day = None
        if day is None:
            raise ValidationError("Not a date as 2026-11-23.")
        _check_year(day.year)
        return text


class Instant(fields.String):
    """A moment with its offset from UTC."""

    openapi: ClassVar[Mapping[str, Any]] = {"format": "date-time"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> str:
        text = super()._deserialize(value, attr, data, **more)
        try:
            moment = datetime.fromisoformat(text) if _INSTANT.match(text) else None
        except ValueError:
            moment = None
        if moment is None:
            raise ValidationError("Not a time as 2026-11-23T15:00:00Z.")
        _check_year(moment.year)
        return text


class Number(fields.String):
    """A decimal number, written as text; a whole one may be a number of JSON."""

    def __init__(
        self, at_least: str | None = None, at_most: str | None = None, **more: Any
    ) -> None:
        super().__init__(**more)
        self._lowest = Decimal(at_least) if at_least is not None else None
        self._highest = Decimal(at_most) if at_most is not None else None
        self.openapi: dict[str, Any] = {
            "type": ["string", "integer"],
            "pattern": r"^-?[0-9]{1,12}(\.[0-9]{1,6})?$",
        }

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> Any:
        is_whole = isinstance(value, int) and not isinstance(value, bool)
        text = str(value) if is_whole else super()._deserialize(value, attr, data, **more)
        self._check(text)
        return value

    def _check(self, text: str) -> None:
        try:
            number = Decimal(text) if _DECIMAL.match(text) else None
        except InvalidOperation:
            number = None
        if number is None:
            raise ValidationError("Not a decimal number as text.")
        if self._lowest is not None and number < self._lowest:
            raise ValidationError(f"Must be at least {self._lowest}.")
        if self._highest is not None and number > self._highest:
            raise ValidationError(f"Must be at most {self._highest}.")


class Percent(Number):
    """Percent units: ``"32.24"`` or a whole number is 32.24 %."""

    def __init__(self, at_least: str = "0", at_most: str = "100", **more: Any) -> None:
        super().__init__(at_least, at_most, **more)


class Money(fields.Field):
    """An amount in a currency."""

    openapi: ClassVar[Mapping[str, Any]] = {
        "type": "object",
        "required": ["amount", "currency"],
        "additionalProperties": False,
        "properties": {
            "amount": {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,3})?$"},
            "currency": {"type": "string", "pattern": "^[A-Z]{3}$"},
        },
    }

    def __init__(self, *, may_be_negative: bool = True, **more: Any) -> None:
        super().__init__(**more)
        self._may_be_negative = may_be_negative

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> Any:
        try:
            amount = Amount.from_json(value)
        except PlatformError as error:
            raise ValidationError(error.message) from None
        if not re.match(r"[A-Z]{3}\Z", amount.currency):
            raise ValidationError("Not a currency as NOK.")
        if amount.amount_minor < 0 and not self._may_be_negative:
            raise ValidationError("May not be negative.")
        return value


class Currency(fields.String):
    """A currency by its three letters."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=validate.Regexp(r"[A-Z]{3}\Z", error="Not as NOK."), **more)


class Country(fields.String):
    """A country by its two letters."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=validate.Regexp(r"[A-Z]{2}\Z", error="Not as NO."), **more)


class Free(fields.Field):
    """Any JSON."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **more: Any) -> Any:
        return value


def many(field: fields.Field, *, at_most: int = 200, **more: Any) -> fields.List:
    """Several of a field."""
    return fields.List(field, validate=validate.Length(max=at_most), **more)


def nested(schema: type[Schema], **more: Any) -> fields.Nested:
    """One of a body inside another."""
    return fields.Nested(schema, **more)


def mapping(values: fields.Field, *, longest_name: int = 100, **more: Any) -> fields.Dict:
    """Names and values."""
    return fields.Dict(
        keys=fields.String(validate=validate.Length(1, longest_name)), values=values, **more
    )


def own_fields() -> fields.Dict:
    """Values of the fields an organisation defines itself, by key; null removes one."""
    return mapping(Free(allow_none=True), longest_name=40, allow_none=True)


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValidationError(f"The year must be from {FIRST_YEAR} to {LAST_YEAR}.")
