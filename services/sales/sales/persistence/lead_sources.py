"""Stored lead sources and lost reasons, and the lists of them."""

from typing import Generic, TypeVar
from uuid import UUID

from shared.kernel.errors import RuleBroken
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import Table, inspect, select

from sales.domain.lead_sources import ListedValue
from sales.persistence.tables import lead_sources, lost_reasons

Value = TypeVar("Value", bound=ListedValue)


def _listing(table: Table) -> Listing:
    fields = {name: table.c[name] for name in ("code", "position", "active", "created_at")}
    fields["name"] = table.c.names["nb"].astext
    return Listing(
        table,
        filters={**fields, "archived": table.c.archived_at.is_not(None)},
        sorts=fields,
        default_sort="position",
        search=[table.c.code, table.c.names["nb"].astext, table.c.names["en"].astext],
    )


LEAD_SOURCES = _listing(lead_sources)
LOST_REASONS = _listing(lost_reasons)


class StoredValues(Generic[Value]):
    """
    The values of one list, inside one unit of work.

    Args:
        noun: What one value is called in error codes.
    """

    def __init__(self, work: Work, kind: type[Value], *, noun: str) -> None:
        self._work, self._kind, self._noun = work, kind, noun
        self._table: Table = inspect(kind).local_table

    def get(self, value_id: UUID, *, expected_version: int | None = None) -> Value:
        """
        Load one value, retired or not.

        Raises:
            NotFound: ``sales.<noun>_unknown``.
            Conflict: ``sales.<noun>_stale``.
        """
        unknown = f"sales.{self._noun}_unknown"
        return get_record(
            self._work, self._kind, value_id, unknown=unknown, expected_version=expected_version
        )

    def ids(self) -> set[UUID]:
        return set(
            self._work.session.execute(
                select(self._table.c.id).where(
                    self._table.c.organisation_id == self._work.caller.organisation_id
                )
            ).scalars()
        )

    def check_code_free(self, value: Value) -> None:
        """Raises RuleBroken, ``sales.<noun>_exists``: another live value has the code."""
        taken = self._work.session.execute(
            select(self._table.c.id)
            .where(self._table.c.organisation_id == self._work.caller.organisation_id)
            .where(self._table.c.code == value.code, self._table.c.archived_at.is_(None))
            .where(self._table.c.id != value.id)
        ).first()
        if taken is not None:
            raise RuleBroken(
                "The code is in use.", code=f"sales.{self._noun}_exists", value_code=value.code
            )
