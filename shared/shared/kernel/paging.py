"""Lists in pages: what a caller asks for and what it gets."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Item = TypeVar("Item")

LARGEST_PAGE = 200


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """
    One page of a list.

    Shape: ``filters`` maps ``"field"`` or ``"field__op"`` to text, op one of in, gte, lte,
    contains; ``sort`` is field names, a leading ``-`` for descending.
    """

    limit: int = 50
    cursor: str | None = None
    sort: list[str] = field(default_factory=list)
    filters: dict[str, str] = field(default_factory=dict)
    q: str | None = None
    count: bool = False


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Item]):
    """Some items of a list, in order; ``next_cursor`` is None on the last page."""

    items: list[Item]
    next_cursor: str | None = None
    total: int | None = None
