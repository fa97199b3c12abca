"""The unit tree and cost centres: loading, what hangs together, lists."""

from uuid import UUID

from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import CTE, ColumnElement, Select, Table, exists, func, select

from identity.domain.errors import UnitArchived
from identity.domain.units import CostCentre, Unit
from identity.persistence.tables import cost_centres, units, users

_UNIT_FIELDS = {
    "name": units.c.name,
    "code": units.c.code,
    "parent_id": units.c.parent_id,
    "manager_id": units.c.manager_id,
    "created_at": units.c.created_at,
    "updated_at": units.c.updated_at,
    "archived_at": units.c.archived_at,
}
_COST_CENTRE_FIELDS = {
    "name": cost_centres.c.name,
    "code": cost_centres.c.code,
    "unit_id": cost_centres.c.unit_id,
    "created_at": cost_centres.c.created_at,
    "updated_at": cost_centres.c.updated_at,
    "archived_at": cost_centres.c.archived_at,
}
UNITS = Listing(
    units,
    filters=_UNIT_FIELDS,
    sorts=_UNIT_FIELDS,
    default_sort="code",
    search=[units.c.name, units.c.code],
)
COST_CENTRES = Listing(
    cost_centres,
    filters=_COST_CENTRE_FIELDS,
    sorts=_COST_CENTRE_FIELDS,
    default_sort="code",
    search=[cost_centres.c.name, cost_centres.c.code],
)


class StoredUnits:
    """The unit tree of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, unit_id: UUID, *, expected_version: int | None = None) -> Unit:
        """
        Load one unit.

        Raises:
            NotFound: ``identity.unit_unknown``.
            Conflict: ``identity.unit_stale``.
        """
        return get_record(
            self._work,
            Unit,
            unit_id,
            unknown="identity.unit_unknown",
            expected_version=expected_version,
        )

    def get_live(self, unit_id: UUID) -> Unit:
        """As ``get``; raises ``UnitArchived`` for one that takes nothing new."""
        unit = self.get(unit_id)
        if unit.archived_at is not None:
            raise UnitArchived
        return unit

    def root_id(self) -> UUID:
        """The id of the top unit."""
        return self._work.session.execute(
            self._mine(units.c.id).where(units.c.parent_id.is_(None))
        ).scalar_one()

    def with_ancestors(self, unit_id: UUID) -> set[UUID]:
        """The unit and everything above it."""
        chain = (
            select(units.c.id, units.c.parent_id)
            .where(units.c.id == unit_id)
            .cte("chain", recursive=True)
        )
        chain = chain.union(
            select(units.c.id, units.c.parent_id).where(units.c.id == chain.c.parent_id)
        )
        return set(self._work.session.execute(select(chain.c.id)).scalars())

    def below(self, unit_id: UUID) -> set[UUID]:
        """The unit and all below it."""
        return set(self._work.session.execute(select(subtree_of(unit_id).c.id)).scalars())

    def belongings(self, unit_id: UUID) -> list[str]:
        """Which live things are in the unit: units, users, cost_centres."""
        inside = {
            "units": exists().where(units.c.parent_id == unit_id, units.c.archived_at.is_(None)),
            "users": exists().where(users.c.unit_id == unit_id, users.c.archived_at.is_(None)),
            "cost_centres": exists().where(
                cost_centres.c.unit_id == unit_id, cost_centres.c.archived_at.is_(None)
            ),
        }
        row = self._work.session.execute(
            select(*(found.label(name) for name, found in inside.items()))
        ).one()
        return [name for name, found in row._mapping.items() if found]

    def code_taken(self, code: str, *, by_other_than: UUID) -> bool:
        """Whether another live unit has the code."""
        return _code_taken(self._work, units, code, by_other_than)

    def _mine(self, *columns: ColumnElement) -> Select:
        return select(*columns).where(units.c.organisation_id == self._work.caller.organisation_id)


class StoredCostCentres:
    """The cost centres of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, cost_centre_id: UUID, *, expected_version: int | None = None) -> CostCentre:
        """
        Load one cost centre.

        Raises:
            NotFound: ``identity.cost_centre_unknown``.
            Conflict: ``identity.cost_centre_stale``.
        """
        return get_record(
            self._work,
            CostCentre,
            cost_centre_id,
            unknown="identity.cost_centre_unknown",
            expected_version=expected_version,
        )

    def code_taken(self, code: str, *, by_other_than: UUID) -> bool:
        """Whether another live cost centre has the code."""
        return _code_taken(self._work, cost_centres, code, by_other_than)


def subtree_of(unit_id: ColumnElement[UUID] | UUID) -> CTE:
    """The unit and everything below it, as a recursive table with the column ``id``."""
    tree = select(units.c.id).where(units.c.id == unit_id).cte("subtree", recursive=True)
    return tree.union(select(units.c.id).where(units.c.parent_id == tree.c.id))


def _code_taken(work: Work, table: Table, code: str, by_other_than: UUID) -> bool:
    number = work.session.execute(
        select(func.count())
        .where(table.c.organisation_id == work.caller.organisation_id)
        .where(table.c.code == code, table.c.id != by_other_than)
        .where(table.c.archived_at.is_(None))
    ).scalar_one()
    return number > 0
