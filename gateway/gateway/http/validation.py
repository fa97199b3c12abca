"""Checks bodies against their schemas and names every field at fault."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from marshmallow import Schema
from shared.kernel.errors import FieldError

from gateway.http.bodies import pointer_to
from gateway.http.problems import EdgeProblem

_CODES = {
    "Missing data for required field.": "required",
    "Unknown field.": "unknown",
    "Field may not be null.": "null",
}


def check(schema: type[Schema], data: Any, *, is_partial: bool) -> dict[str, Any]:
    """
    Return *data* as it came when the schema accepts it.

    Raises:
        EdgeProblem: 422 with every field at fault.
    """
    if not isinstance(data, dict):
        raise _refused([FieldError("", "type", "The body must be an object.")])
    faults = _schema(schema, is_partial).validate(data, partial=is_partial)
    if faults:
        raise _refused(list(_errors(faults)))
    return data


@cache
def _schema(schema: type[Schema], is_partial: bool) -> Schema:
    return schema(partial=is_partial)


def _errors(faults: Any, path: tuple[str | int, ...] = ()) -> Iterator[FieldError]:
    if isinstance(faults, dict):
        for name, below in faults.items():
            yield from _errors(below, path if name == "_schema" else (*path, name))
    else:
        for message in faults:
            if isinstance(message, dict):
                yield from _errors(message, path)
            else:
                code = _CODES.get(str(message), "invalid")
                yield FieldError(pointer_to(path), code, str(message))


def _refused(errors: list[FieldError]) -> EdgeProblem:
    return EdgeProblem(
        422, "platform.invalid_fields", "The request has invalid fields.", errors=errors
    )
