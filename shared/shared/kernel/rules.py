"""
Rules: which records are meant, said with the filters of their list.

A rule is a JSON object such as ``{"country": "NO", "employees__gte": 50, "rating": ["A", "B"]}``:
names are those the list takes in its address, every one of them must hold, and there is nothing
else to it.  Segments, customer lists, reports and changes of many records at once speak it.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shared.kernel.errors import FieldError, Invalid

MOST_FILTERS = 50
_LONGEST_VALUE = 4000


def filters_of(rule: Mapping[str, Any], *, pointer: str = "/rule") -> dict[str, str]:
    """
    The filters of a rule as a list reads them, all values as text.

    A list of values stands for ``__in``, which may be left out of the name; null for "has none".

    Raises:
        Invalid: ``platform.rule_invalid``; a value that is an object, a comma inside a list …
    """
    if len(rule) > MOST_FILTERS:
        raise _wrong(pointer, f"at most {MOST_FILTERS} filters")
    filters: dict[str, str] = {}
    for key, value in rule.items():
        name, text = _filter(key, value, f"{pointer}/{key}")
        if name in filters:
            raise _wrong(f"{pointer}/{key}", "given twice")
        filters[name] = text
    return filters


def below(error: Invalid, pointer: str) -> Invalid:
    """The same refusal with its fields found below *pointer*."""
    errors = [
        each
        if each.pointer.startswith(pointer)
        else FieldError(f"{pointer}{each.pointer}", each.code, each.message)
        for each in error.errors
    ]
    return Invalid(error.message, code=error.code, errors=errors, **error.details)


def _filter(key: str, value: Any, pointer: str) -> tuple[str, str]:
    if not isinstance(value, list):
        return key, _text(value, pointer)
    texts = [_text(each, pointer) for each in value]
    if any("," in each for each in texts):
        raise _wrong(pointer, "values of a list must not contain a comma")
    together = ",".join(texts)
    if not together or len(together) > _LONGEST_VALUE:
        raise _wrong(pointer, "a list needs values, and not more than fit")
    return (key if "__" in key else f"{key}__in"), together


def _text(value: Any, pointer: str) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int | float | Decimal) and len(str(value)) <= _LONGEST_VALUE:
        return str(value)
    raise _wrong(pointer, "must be a text, a number, yes or no, nothing, or a list of such")


def _wrong(pointer: str, message: str) -> Invalid:
    return Invalid(
        f"The rule cannot be read: {message}.",
        code="platform.rule_invalid",
        errors=[FieldError(pointer, "invalid", message)],
    )
