"""
How contracts are declared, written to the wire and read from it.

msgspec, because it derives strict, fast readers from plain type hints, knows
"not given" (UNSET) apart from null, and names the path of what is wrong.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, dataclass_transform
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from shared.kernel.errors import FieldError, Invalid, PlatformError
from shared.kernel.money import Money

__all__ = ["UNSET", "Event", "Fields", "UnsetType", "View", "dump", "event", "load"]

Shape = TypeVar("Shape")


@dataclass_transform(kw_only_default=True, frozen_default=True)
class _ByName(msgspec.StructMeta):
    """Makes every field of every subclass keyword-only, which msgspec does not inherit."""

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any
    ) -> Any:
        return super().__new__(cls, name, bases, namespace, **{"kw_only": True, **config})


class View(msgspec.Struct, frozen=True, metaclass=_ByName):
    """The shape of an answer.  Every field is always written, null included."""


class Fields(msgspec.Struct, frozen=True, forbid_unknown_fields=True, metaclass=_ByName):
    """
    What a caller wants set.  A field that was not given is UNSET and not written,
    so one class serves create (some fields required by the rules) and change (merge patch).
    """

    def given(self) -> dict[str, Any]:
        """The fields the caller gave, null included."""
        return {
            name: value
            for name in self.__struct_fields__
            if (value := getattr(self, name)) is not UNSET
        }


class Event(msgspec.Struct, frozen=True, metaclass=_ByName):
    """A fact.  Readers ignore fields they do not know."""


@dataclass(frozen=True)
class EventType:
    """What ``@event`` said about a class."""

    source: str
    name: str
    version: int
    aggregate: str
    restricted: bool
    optional: bool

    @property
    def routing_key(self) -> str:
        return f"{self.name}.v{self.version}"

    @property
    def exchange(self) -> str:
        return f"{self.source}.{'restricted' if self.restricted else 'events'}"

    @property
    def full_name(self) -> str:
        return f"{self.source}.{self.routing_key}"


EVENTS: dict[str, type[Event]] = {}
_TYPES: dict[type, EventType] = {}

EventClass = TypeVar("EventClass", bound=type[Event])


def event(
    source: str,
    name: str,
    *,
    aggregate: str,
    version: int = 1,
    restricted: bool = False,
    optional: bool = False,
) -> Callable[[EventClass], EventClass]:
    """
    Declare a fact that *source* publishes.

    Args:
        name: ``entity.verb``, the verb in the past tense.
        aggregate: The field that holds the aggregate's id.  A field ``version`` holds its version.
        restricted: Carries cost, salary or margin; travels on an exchange of its own.
        optional: Nobody needs to listen; any other event without a queue is an error.
    """

    def declare(cls: EventClass) -> EventClass:
        declared = EventType(source, name, version, aggregate, restricted, optional)
        _TYPES[cls] = declared
        EVENTS[declared.full_name] = cls
        return cls

    return declare


def type_of(cls: type[Event]) -> EventType:
    """What was declared about an event class."""
    return _TYPES[cls]


def is_optional(full_name: str) -> bool:
    """Whether a fact may go unheard; unknown names may not."""
    cls = EVENTS.get(full_name)
    return cls is not None and _TYPES[cls].optional


def aggregate_of(fact: Event) -> tuple[UUID, int]:
    """Id and version of the aggregate a fact is about."""
    return getattr(fact, type_of(type(fact)).aggregate), getattr(fact, "version", 0)


def dump(value: Any) -> Any:
    """Turn a view, event, money or a collection of them into plain JSON values."""
    return msgspec.to_builtins(value, enc_hook=_write)


def dump_bytes(value: Any) -> bytes:
    """Turn a value into JSON text."""
    return msgspec.json.encode(value, enc_hook=_write)


def load(shape: type[Shape] | Any, data: Any) -> Shape:
    """
    Read plain JSON values into a declared shape.

    Raises:
        Invalid: ``platform.invalid_fields``, with a pointer to the first thing that is wrong.
    """
    try:
        return msgspec.convert(data, shape, dec_hook=_read)
    except msgspec.ValidationError as error:
        raise _as_invalid(error) from None


def load_bytes(shape: type[Shape], body: bytes) -> Shape:
    """Read JSON text into a declared shape; errors as in ``load``."""
    try:
        return msgspec.json.decode(body, type=shape, dec_hook=_read)
    except msgspec.ValidationError as error:
        raise _as_invalid(error) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Invalid("The body is not JSON.", code="platform.malformed_json") from None


def _write(value: Any) -> Any:
    if isinstance(value, Money):
        return value.to_json()
    raise NotImplementedError(f"{type(value).__name__} is not part of any contract")


def _read(shape: type, data: Any) -> Any:
    if shape is Money:
        try:
            return Money.from_json(data)
        except PlatformError as error:
            raise ValueError(error.message) from None
    raise NotImplementedError(f"{shape.__name__} is not part of any contract")


_WHERE = re.compile(r"^(?P<message>.*?)(?: - at `(?P<path>.*)`)?$", re.DOTALL)
_UNKNOWN = re.compile(r"(?:unknown|required) field `(?P<name>[^`]*)`")


def _as_invalid(error: msgspec.ValidationError) -> Invalid:
    found = _WHERE.match(str(error))
    message, path = (found["message"], found["path"] or "") if found else (str(error), "")
    pointer = re.sub(r"\[(\d+|\.\.\.)\]", r"/\1", path.removeprefix("$")).replace(".", "/")
    if named := _UNKNOWN.search(message):
        pointer += f"/{named['name']}"
    return Invalid(
        "The request has invalid fields.",
        code="platform.invalid_fields",
        errors=[FieldError(pointer, "invalid", message)],
    )
