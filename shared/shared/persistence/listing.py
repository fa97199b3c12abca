"""Lists in pages: declared filters and sorts, keyset pagination, a bounded number of statements."""

import base64
import binascii
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    and_,
    func,
    or_,
    select,
    true,
)

from shared.kernel.errors import Invalid, invalid_field
from shared.kernel.paging import LARGEST_PAGE, ListQuery, Page
from shared.kernel.rules import below, filters_of
from shared.persistence.comparing import compare, reader_of
from shared.persistence.searching import is_found
from shared.persistence.work import Work

Row = Any
Item = TypeVar("Item")


class Listing:
    """
    One kind of list.

    Args:
        filters: Public field name → column; an array column matches when it holds the value.
            Every list filters by ``id``.
        sorts: Public field name → column.  Nulls come last when ascending.
        search: Text columns that ``q`` looks into.
        indexed_as: The kind of the records in the index of searches, which ``q`` then asks instead.
        special: Filter of its own → the condition, made from its text.
    """

    def __init__(
        self,
        table: FromClause,
        *,
        filters: Mapping[str, ColumnElement[Any]],
        sorts: Mapping[str, ColumnElement[Any]],
        default_sort: str = "-created_at",
        search: Sequence[ColumnElement[Any]] = (),
        indexed_as: str = "",
        special: Mapping[str, Callable[[str], ColumnElement[bool]]] | None = None,
    ) -> None:
        self.table = table
        self._filters = {"id": table.c.id, **filters}
        self._sorts = sorts
        self._default_sort = default_sort
        self._search = search
        self._indexed_as = indexed_as
        self._special = special or {}

    def widened(
        self,
        filters: Mapping[str, ColumnElement[Any]],
        *,
        special: Mapping[str, Callable[[str], ColumnElement[bool]]],
    ) -> "Listing":
        """The same list with more fields; those of *filters* are sorted by as well."""
        wider = copy(self)
        wider._filters = {**self._filters, **filters}
        wider._sorts = {**self._sorts, **filters}
        wider._special = {**self._special, **special}
        return wider

    def page(
        self,
        work: Work,
        query: ListQuery,
        *,
        where: ColumnElement[bool],
        to_view: Callable[[Row], Item] | None = None,
        to_views: Callable[[Sequence[Row]], Iterable[Item]] | None = None,
        columns: Sequence[Any] = (),
        base: Select[Any] | None = None,
    ) -> Page[Item]:
        """
        Read one page.

        Args:
            where: What the caller may see; never left out.
            to_view: Makes an item from a row; or *to_views* from all rows at once, when items
                need further statements.
            columns: What to read; all of the table by default.
            base: A select to start from, when the list needs joins.

        Raises:
            Invalid: Unknown filter or sort, wrong value, foreign cursor, limit out of range.
        """
        if not 1 <= query.limit <= LARGEST_PAGE:
            raise invalid_field("/limit", f"must be between 1 and {LARGEST_PAGE}")
        start = base if base is not None else select(*(columns or (self.table,)))
        chosen = start.where(where, *self.conditions(work, query))
        keys = self._keys(query)
        rows = work.session.execute(self._one_page(chosen, keys, query)).all()
        more = len(rows) > query.limit
        rows = rows[: query.limit]
        cursor = _write_cursor(keys, rows[-1]) if more else None
        total = None
        if query.count:
            counted = chosen.with_only_columns(func.count(), maintain_column_froms=True)
            total = work.session.execute(counted.order_by(None)).scalar_one()
        items = list(to_views(rows)) if to_views else [to_view(row) for row in rows]  # type: ignore[misc]
        return Page(items=items, next_cursor=cursor, total=total)

    def condition(self, rule: Mapping[str, Any], *, pointer: str = "/rule") -> ColumnElement[bool]:
        """
        The condition a rule states: the list's own filters as a JSON object, all of which hold.

        Nothing else is in it: neither what the caller may see nor that archived rows are left out.

        Raises:
            Invalid: A filter the list does not know, a wrong value; errors point below *pointer*.
        """
        try:
            return and_(true(), *self._filtered(filters_of(rule, pointer=pointer)))
        except Invalid as error:
            raise below(error, pointer) from None

    def _filtered(self, filters: Mapping[str, str]) -> list[ColumnElement[bool]]:
        return [self._condition(key, value) for key, value in filters.items()]

    def conditions(self, work: Work, query: ListQuery) -> list[ColumnElement[bool]]:
        """What the filters and ``q`` of a query state, for lists that are paged otherwise."""
        conditions = self._filtered(query.filters)
        if query.q and self._indexed_as:
            conditions.append(is_found(work, self.table, self._indexed_as, query.q))
        elif query.q:
            if not self._search:
                raise invalid_field("/q", "this list has no text search")
            words = query.q.split()
            conditions += [
                or_(*(column.icontains(word, autoescape=True) for column in self._search))
                for word in words[:10]
            ]
        return conditions

    def _condition(self, key: str, value: str) -> ColumnElement[bool]:
        if key in self._special:
            return self._special[key](value)
        name, _, operator = key.partition("__")
        column = self._filters.get(name)
        if column is None:
            raise Invalid(
                f"This list cannot be filtered by {name}.",
                code="platform.filter_unknown",
                errors=[invalid_field(f"/{key}", "unknown filter", code="unknown").errors[0]],
            )
        return compare(key, column, operator or "eq", value)

    def _keys(self, query: ListQuery) -> list[tuple[str, ColumnElement[Any], bool]]:
        keys = []
        for each in query.sort or [self._default_sort]:
            name = each.removeprefix("-")
            if name not in self._sorts:
                raise Invalid(
                    f"This list cannot be sorted by {name}.",
                    code="platform.sort_unknown",
                    errors=[
                        invalid_field("/sort", f"unknown field {name}", code="unknown").errors[0]
                    ],
                )
            keys.append((name, self._sorts[name], each.startswith("-")))
        descending = keys[-1][2]
        return [*keys, ("id", self.table.c.id, descending)]

    def _one_page(
        self,
        chosen: Select[Any],
        keys: list[tuple[str, ColumnElement[Any], bool]],
        query: ListQuery,
    ) -> Select[Any]:
        labelled = [column.label(f"_key_{n}") for n, (_, column, _) in enumerate(keys)]
        order = [
            column.desc().nulls_first() if descending else column.asc().nulls_last()
            for _, column, descending in keys
        ]
        page = chosen.add_columns(*labelled).order_by(*order).limit(query.limit + 1)
        if query.cursor:
            page = page.where(_after(keys, _read_cursor(keys, query.cursor)))
        return page


def _after(
    keys: list[tuple[str, ColumnElement[Any], bool]], last: list[Any]
) -> ColumnElement[bool]:
    """The rows that come after the row whose keys are *last*, nulls counted as largest."""
    alternatives = []
    for n, (_, column, descending) in enumerate(keys):
        same = [
            keys[m][1].is_(None) if last[m] is None else keys[m][1] == last[m] for m in range(n)
        ]
        if (beyond := _beyond(column, last[n], descending)) is not None:
            alternatives.append(and_(*same, beyond))
    return or_(*alternatives)


def _beyond(column: ColumnElement[Any], value: Any, descending: bool) -> ColumnElement[bool] | None:
    if descending:
        return column.is_not(None) if value is None else column < value
    if value is None:
        return None
    return or_(column > value, column.is_(None))


def _write_cursor(keys: list[tuple[str, ColumnElement[Any], bool]], row: Row) -> str:
    values = [getattr(row, f"_key_{n}") for n in range(len(keys))]
    order = [("-" if descending else "") + name for name, _, descending in keys]
    plain = [each if each is None or isinstance(each, int | str) else str(each) for each in values]
    return base64.urlsafe_b64encode(json.dumps([order, plain]).encode()).decode().rstrip("=")


def _read_cursor(keys: list[tuple[str, ColumnElement[Any], bool]], cursor: str) -> list[Any]:
    wanted = [("-" if descending else "") + name for name, _, descending in keys]
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        order, plain = json.loads(base64.urlsafe_b64decode(padded))
        if order != wanted or len(plain) != len(keys):
            raise ValueError(cursor)
        return [
            None if value is None else reader_of(column.type)(str(value))
            for (_, column, _), value in zip(keys, plain, strict=True)
        ]
    except (ValueError, TypeError, ArithmeticError, binascii.Error):
        raise invalid_field("/cursor", "is not a cursor of this list") from None
