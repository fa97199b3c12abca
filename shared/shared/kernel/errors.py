"""
The six ways a call can fail, the same in every service.

* PlatformError
  - Invalid       the request does not make sense
  - Forbidden     the caller may not do this
  - NotFound      the thing does not exist, or not for this caller
  - Conflict      someone changed it first
  - RuleBroken    a business rule says no
  - Unavailable   try again later; nothing was changed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID


@dataclass(frozen=True)
class FieldError:
    """One field that is wrong.  ``pointer`` is a JSON pointer, such as ``/lines/0/quantity``."""

    pointer: str
    code: str
    message: str


class PlatformError(Exception):
    """
    Something a caller can be told.

    Args:
        code: What happened, ``<service>.<noun>_<problem>``; the class's own by default.
        errors: The fields at fault, if any.
        details: Facts for the caller; kept as text, because they cross the wire.
    """

    kind: ClassVar[str] = ""
    code: str = ""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        errors: Sequence[FieldError] = (),
        **details: object,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.code or f"platform.{self.kind}"
        self.errors = list(errors)
        self.details = {name: str(value) for name, value in details.items()}


class Invalid(PlatformError):
    """The request does not make sense; the caller must fix it."""

    kind = "invalid"


class Forbidden(PlatformError):
    """The caller may not do this."""

    kind = "forbidden"


class NotFound(PlatformError):
    """The thing does not exist, or the caller may not know that it does."""

    kind = "not_found"


class ReferenceMissing(NotFound):
    """
    No copy of another service's record has arrived.

    Within a call the owner is asked and the call repeated; a message waits and is retried.

    Args:
        otherwise: What the caller is told when the owner does not know it either.
    """

    def __init__(
        self,
        kind: str,
        reference_id: UUID,
        *,
        owner: str,
        otherwise: PlatformError | None = None,
    ) -> None:
        super().__init__(
            f"There is no such {kind}.", code=f"{owner}.{kind}_unknown", id=reference_id
        )
        self.reference_kind = kind
        self.reference_id = reference_id
        self.otherwise = otherwise


class Conflict(PlatformError):
    """Someone changed it first; reload and decide again."""

    kind = "conflict"


class RuleBroken(PlatformError):
    """A business rule says no."""

    kind = "rule_broken"


class Unavailable(PlatformError):
    """Try again later; nothing was changed.  ``retry_after_seconds`` may be among the details."""

    kind = "unavailable"


KINDS: dict[str, type[PlatformError]] = {
    each.kind: each for each in (Invalid, Forbidden, NotFound, Conflict, RuleBroken, Unavailable)
}


def invalid_field(pointer: str, message: str, *, code: str = "invalid") -> Invalid:
    """Make an ``Invalid`` about one field."""
    return Invalid(
        "The request has invalid fields.",
        code="platform.invalid_fields",
        errors=[FieldError(pointer, code, message)],
    )


def to_wire(error: PlatformError) -> dict[str, Any]:
    """Turn an error into plain JSON; only its kind, code, text and details cross."""
    return {
        "kind": error.kind,
        "code": error.code,
        "message": error.message,
        "details": error.details,
        "errors": [
            {"pointer": each.pointer, "code": each.code, "message": each.message}
            for each in error.errors
        ],
    }


def from_wire(data: dict[str, Any]) -> PlatformError:
    """Rebuild what ``to_wire`` wrote; an unknown kind becomes ``Unavailable``."""
    error = KINDS.get(str(data.get("kind")), Unavailable)(
        str(data.get("message", "")),
        code=str(data.get("code", "")) or None,
        errors=[FieldError(**each) for each in data.get("errors", [])],
    )
    error.details = dict(data.get("details", {}))
    return error
