"""Reads query strings; what is not known is refused, never ignored."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_to_bytes

from flask import request
from shared.kernel.errors import FieldError
from shared.kernel.paging import LARGEST_PAGE

from gateway.http.bodies import tidy_text
from gateway.http.problems import EdgeProblem

DEFAULT_LIMIT = 50
MOST_PARAMETERS = 50
_LONGEST_VALUE = 4000
_LONGEST_SEARCH = 200
_OWN = r"custom\.[a-z][a-z0-9]*(_[a-z0-9]+)*"  # a field of the organisation's own
_FIELD = rf"([a-z]+(_[a-z]+)*|{_OWN})"
_FILTER = re.compile(_FIELD + r"(__(in|gte|lte|contains|under))?\Z")
_SORT = re.compile(rf"-?{_FIELD}\Z")
_RESERVED = ("limit", "cursor", "sort", "q", "count")


def parameters() -> dict[str, str]:
    """
    Every query parameter, once.

    Raises:
        EdgeProblem: 400 for too many or unreadable ones, 422 for one given twice.
    """
    if not request.query_string:
        return {}
    try:
        unquote_to_bytes(request.query_string).decode()
    except UnicodeDecodeError:
        raise EdgeProblem(400, "platform.query_malformed", "The query cannot be read.") from None
    given = request.args
    if len(given) > MOST_PARAMETERS:
        raise EdgeProblem(400, "platform.query_too_long", "There are too many query parameters.")
    found = {}
    for name, values in given.lists():
        if len(values) > 1:
            raise refused(name, "twice", "This parameter is given twice.")
        if len(values[0]) > _LONGEST_VALUE:
            raise EdgeProblem(400, "platform.query_too_long", f"{name} is too long.")
        found[name] = tidy_text(values[0], (name,))
    return found


def list_query(*, filters: Mapping[str, str] | None = None) -> dict[str, Any]:
    """
    What of a list is asked for, as services take it.

    Args:
        filters: Filters the route sets by itself.

    Raises:
        EdgeProblem: 422, naming the parameter.
    """
    given = parameters()
    query: dict[str, Any] = {"limit": _limit(given.get("limit")), "count": _flag(given)}
    if cursor := given.get("cursor"):
        query["cursor"] = cursor
    if sort := given.get("sort"):
        query["sort"] = _sort(sort)
    if text := given.get("q", "").strip():
        query["q"] = text[:_LONGEST_SEARCH]
    found = {name: text for name, text in given.items() if name not in _RESERVED}
    for name in found:
        if not _FILTER.match(name):
            raise refused(name, "unknown", "There is no such filter.", code="filter_unknown")
    query["filters"] = found | dict(filters or {})
    return query


def named(names: tuple[str, ...]) -> dict[str, str]:
    """
    The parameters of a route that takes these and no others.

    Raises:
        EdgeProblem: 422 for any other.
    """
    given = parameters()
    for name in given:
        if name not in names:
            raise refused(name, "unknown", "There is no such parameter.", code="parameter_unknown")
    return {name: text for name, text in given.items() if text != ""}


def refused(
    name: str, code_of_field: str, message: str, *, code: str = "query_invalid"
) -> EdgeProblem:
    """The refusal of one query parameter; its pointer is its name."""
    return EdgeProblem(
        422, f"platform.{code}", f"{name}: {message}", errors=[_error(name, code_of_field, message)]
    )


def whole_number(name: str, text: str, *, at_least: int, at_most: int) -> int:
    """
    Read a parameter that is a whole number.

    Raises:
        EdgeProblem: 422.
    """
    if not (text.isascii() and text.isdigit() and len(text) < 10) or not (
        at_least <= int(text) <= at_most
    ):
        raise refused(name, "range", f"A whole number from {at_least} to {at_most}.")
    return int(text)


def _limit(text: str | None) -> int:
    if text is None:
        return DEFAULT_LIMIT
    return whole_number("limit", text, at_least=1, at_most=LARGEST_PAGE)


def _flag(given: Mapping[str, str]) -> bool:
    text = given.get("count", "false")
    if text not in ("true", "false"):
        raise refused("count", "choice", "true or false.")
    return text == "true"


def _sort(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if not _SORT.match(name):
            raise refused("sort", "unknown", "There is no such field.", code="sort_unknown")
    return names


def _error(name: str, code: str, message: str) -> FieldError:
    return FieldError(f"/{name}", code, message)
