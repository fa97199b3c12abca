"""
Values of fields that organisations define themselves: what they are, and how they are kept.

Kept as JSON: text, choices and people as text, numbers and dates as canonical text, money as
``{"amount", "currency"}``, several choices as a list in the order of the options.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from shared.kernel.errors import FieldError, Invalid
from shared.kernel.money import Money

ENTITIES = ("customer", "contact", "case", "quote", "project")
TYPES = ("text", "number", "money", "date", "boolean", "choice", "multi_choice", "user")
WITH_OPTIONS = ("choice", "multi_choice")
FIELD_CLASSES = ("normal", "personal", "cost", "margin", "salary")
LONGEST_TEXT = 5000
KIND = "custom_field"  # of reference copies
INVALID = "platform.custom_value_invalid"
UNKNOWN = "platform.custom_field_unknown"
REQUIRED = "platform.custom_value_missing"
RETIRED = "platform.custom_field_retired"

_BY_KEY = UUID("5e3b8f1c-0d7a-4c52-9a44-6d1f2f0b7c31")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d{1,9})?\Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def key_id(entity: str, key: str) -> UUID:
    """The id under which a definition is asked for by those who know only its key."""
    return uuid5(_BY_KEY, f"{entity}.{key}")


@dataclass(frozen=True, kw_only=True)
class Definition:
    """
    A field of an organisation's own.

    Shape: ``names`` maps language to name; ``options`` are codes, those of ``retired_options``
    take no new values.
    """

    id: UUID
    entity: str
    key: str
    type: str
    names: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    option_names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    retired_options: frozenset[str] = frozenset()
    required: bool = False
    field_class: str = "normal"
    position: int = 0
    is_open: bool = True  # takes new values: neither retired nor archived

    def name(self, locale: str) -> str:
        """The name in the caller's language."""
        return self.names.get("en" if locale == "en" else "nb") or self.key


def read_value(definition: Definition, value: Any) -> Any:
    """
    The value as it is kept; None when it says nothing.

    Args:
        value: As a caller gives it; a number may be a number of JSON.

    Raises:
        Invalid: ``platform.custom_value_invalid``; it is of another type, or no option.
    """
    if value is None:
        return None
    return _READERS[definition.type](definition, value)


def _invalid(message: str) -> Invalid:
    return Invalid(message, code=INVALID)


def _text(_: Definition, value: Any) -> str | None:
    if not isinstance(value, str):
        raise _invalid("must be text")
    text = value.replace("\r\n", "\n").strip()
    if len(text) > LONGEST_TEXT:
        raise _invalid(f"must have at most {LONGEST_TEXT} characters")
    return text or None


def _number(_: Definition, value: Any) -> str:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    text = f"{Decimal(str(value)):f}" if is_number else value
    if not isinstance(text, str) or not _NUMBER.match(text.strip()):
        raise _invalid("must be a number of at most 18 digits and 9 decimals")
    shortest = Decimal(text.strip()).normalize()
    return "0" if shortest == 0 else f"{shortest:f}"


def _money(_: Definition, value: Any) -> dict[str, str]:
    try:
        amount = Money.from_json(value)
    except Invalid as error:
        raise _invalid(error.message) from None
    if not re.match(r"[A-Z]{3}\Z", amount.currency):
        raise _invalid("needs a currency such as NOK")
    return amount.to_json()


def _date(_: Definition, value: Any) -> str:
    try:
        if not isinstance(value, str) or not _DAY.match(value):
            raise ValueError(value)
        day = date.fromisoformat(value)
    except ValueError:
        raise _invalid("must be a date such as 2026-11-23") from None
    return day.isoformat()


def _boolean(_: Definition, value: Any) -> bool:
    if not isinstance(value, bool):
        raise _invalid("must be true or false")
    return value


def _choice(definition: Definition, value: Any) -> str:
    if not isinstance(value, str) or value not in definition.options:
        raise _invalid(f"must be one of {_listed(definition.options)}")
    return value


def _choices(definition: Definition, value: Any) -> list[str] | None:
    if not isinstance(value, list) or any(each not in definition.options for each in value):
        raise _invalid(f"must be a list of {_listed(definition.options)}")
    return [each for each in definition.options if each in value] or None


def _user(_: Definition, value: Any) -> str:
    try:
        return str(UUID(value))
    except (ValueError, AttributeError, TypeError):
        raise _invalid("must be the id of a user") from None


def _listed(options: Sequence[str]) -> str:
    return ", ".join(options[:20])


_READERS: dict[str, Callable[[Definition, Any], Any]] = {
    "text": _text,
    "number": _number,
    "money": _money,
    "date": _date,
    "boolean": _boolean,
    "choice": _choice,
    "multi_choice": _choices,
    "user": _user,
}


def newly_chosen(definition: Definition, old: Any, new: Any) -> set[str]:
    """Retired options that are chosen now and were not before."""
    if definition.type not in WITH_OPTIONS or new is None:
        return set()
    before = set(old if isinstance(old, list) else [old])
    after = set(new if isinstance(new, list) else [new])
    return (after - before) & definition.retired_options


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a change: the values as they are kept, and what is wrong with it."""

    values: dict[str, Any]
    errors: list[FieldError]


def merged(
    definitions: Mapping[str, Definition],
    patch: Mapping[str, Any],
    old: Mapping[str, Any],
    *,
    is_new: bool,
) -> Outcome:
    """
    Put a merge patch of one level upon values: null removes a key.

    A value that stays as it was is never refused, even if its field is retired by now.

    Args:
        definitions: By key; those the caller may not see left out.
        is_new: A new record has every required value; an older one may lack a newer field's.
    """
    values, errors = dict(old), []
    for key, given in patch.items():
        error = _put(definitions.get(key), key, given, values)
        if error is not None:
            errors.append(FieldError(f"/custom/{key}", *error))
    for key, definition in definitions.items():
        is_missing = definition.required and definition.is_open and key not in values
        if is_missing and (is_new or key in patch) and not _is_at_fault(errors, key):
            errors.append(FieldError(f"/custom/{key}", REQUIRED, "a value is needed"))
    return Outcome(values=values, errors=errors)


def _put(
    definition: Definition | None, key: str, given: Any, values: dict[str, Any]
) -> tuple[str, str] | None:
    """Put one value among the others; what is wrong with it, as code and message."""
    if given is None and (definition is not None or key in values):
        values.pop(key, None)
        return None
    if definition is None:
        return UNKNOWN, "there is no such field"
    try:
        value = read_value(definition, given)
    except Invalid as error:
        return error.code, error.message
    if value != values.get(key):
        if not definition.is_open:
            return RETIRED, "the field takes no new values"
        if newly_chosen(definition, values.get(key), value):
            return INVALID, "the choice is no longer offered"
    values.pop(key, None)
    if value is not None:
        values[key] = value
    return None


def _is_at_fault(errors: Sequence[FieldError], key: str) -> bool:
    return any(each.pointer == f"/custom/{key}" for each in errors)
