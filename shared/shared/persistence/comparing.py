"""Filters as conditions: a column compared with what a caller wrote."""

import operator as operators
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, types
from sqlalchemy.dialects.postgresql import ARRAY

from shared.kernel.errors import invalid_field

_COMPARISONS: dict[str, Callable[[Any, Any], ColumnElement[bool]]] = {
    "eq": operators.eq,
    "gte": operators.ge,
    "lte": operators.le,
}


def compare(key: str, column: ColumnElement[Any], operator: str, value: str) -> ColumnElement[bool]:
    """
    The condition that a column compares with a text as the operator says.

    Args:
        key: The filter as the caller wrote it, for the pointer of what is refused.
        operator: eq, in, gte, lte or contains; ``null`` as a value means "has none".

    Raises:
        Invalid: The operator does not fit the column, or the text is no value of its type.
    """
    if operator == "in":
        values = [_read_value(key, column, each) for each in value.split(",") if each != ""]
        return column.overlap(values) if _is_array(column) else column.in_(values)
    if operator == "contains" and isinstance(column.type, types.String):
        return column.icontains(value, autoescape=True)
    if operator not in (("eq", "gte", "lte") if _has_order(column) else ("eq",)):
        raise invalid_field(f"/{key}", f"cannot be filtered with {operator}", code="unknown")
    if value == "null":
        return column.is_(None)
    read = _read_value(key, column, value)
    if _is_array(column):
        return column.contains([read])
    return _COMPARISONS[operator](column, read)


def _has_order(column: ColumnElement[Any]) -> bool:
    return not _is_array(column) and not isinstance(column.type, types.Boolean)


def _is_array(column: ColumnElement[Any]) -> bool:
    return isinstance(column.type, types.ARRAY | ARRAY)


def _read_value(key: str, column: ColumnElement[Any], text: str) -> Any:
    kind = column.type.item_type if _is_array(column) else column.type  # type: ignore[attr-defined]
    try:
        return reader_of(kind)(text)
    except (ValueError, ArithmeticError):
        raise invalid_field(f"/{key}", f"{text!r} is not a valid value") from None


def reader_of(kind: types.TypeEngine[Any]) -> Callable[[str], Any]:
    """What makes a Python value of a text, by the type of a column."""
    readers: list[tuple[type, Callable[[str], Any]]] = [
        (types.Uuid, UUID),
        (types.Boolean, _read_boolean),
        (types.BigInteger, _whole_number(64)),
        (types.Integer, _whole_number(32)),
        (types.Numeric, _read_decimal),
        (types.DateTime, _read_instant),
        (types.Date, date.fromisoformat),
    ]
    return next((read for sql, read in readers if isinstance(kind, sql)), str)


def _read_boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError(text)
    return text.lower() == "true"


def _whole_number(bits: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text)
        if abs(value) >= 2 ** (bits - 1):
            raise ValueError(text)
        return value

    return read


def _read_decimal(text: str) -> Decimal:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value


def _read_instant(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value
