"""Units and cost centres, as the gateway calls them."""

from uuid import UUID

from shared.capabilities.policy import require, same_organisation
from shared.contracts.identity.views import (
    CostCentreFields,
    CostCentreView,
    UnitFields,
    UnitView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from identity.application import units
from identity.entrypoints.lists import live_unless_asked
from identity.entrypoints.views import cost_centre_view, unit_view
from identity.persistence import tables
from identity.persistence.units import COST_CENTRES, UNITS
from identity.persistence.work import IdentityWork


class UnitsRpc:
    """Promised in shared.contracts.identity.rpc."""

    @command()
    def create_unit(self, work: IdentityWork, *, fields: UnitFields) -> UnitView:
        return unit_view(units.create_unit(work, fields=fields))

    @question()
    def get_unit(self, work: IdentityWork, *, unit_id: UUID) -> UnitView:
        require(work.caller, "unit.view")
        return unit_view(work.units.get(unit_id))

    @question()
    def list_units(self, work: IdentityWork, *, query: ListQuery) -> Page[UnitView]:
        require(work.caller, "unit.view")
        mine = same_organisation(work.caller, tables.units)
        where = mine & live_unless_asked(query, tables.units)
        return UNITS.page(work, query, where=where, to_view=unit_view)

    @command()
    def change_unit(
        self, work: IdentityWork, *, unit_id: UUID, expected_version: int, fields: UnitFields
    ) -> UnitView:
        return unit_view(
            units.change_unit(
                work, unit_id=unit_id, expected_version=expected_version, fields=fields
            )
        )

    @command()
    def archive_unit(
        self, work: IdentityWork, *, unit_id: UUID, expected_version: int | None = None
    ) -> UnitView:
        return unit_view(
            units.archive_unit(work, unit_id=unit_id, expected_version=expected_version)
        )

    @command()
    def restore_unit(self, work: IdentityWork, *, unit_id: UUID) -> UnitView:
        return unit_view(units.restore_unit(work, unit_id=unit_id))


class CostCentresRpc:
    """Promised in shared.contracts.identity.rpc.  The rights are those of units."""

    @command()
    def create_cost_centre(self, work: IdentityWork, *, fields: CostCentreFields) -> CostCentreView:
        return cost_centre_view(units.create_cost_centre(work, fields=fields))

    @question()
    def get_cost_centre(self, work: IdentityWork, *, cost_centre_id: UUID) -> CostCentreView:
        require(work.caller, "unit.view")
        return cost_centre_view(work.cost_centres.get(cost_centre_id))

    @question()
    def list_cost_centres(self, work: IdentityWork, *, query: ListQuery) -> Page[CostCentreView]:
        require(work.caller, "unit.view")
        mine = same_organisation(work.caller, tables.cost_centres)
        where = mine & live_unless_asked(query, tables.cost_centres)
        return COST_CENTRES.page(work, query, where=where, to_view=cost_centre_view)

    @command()
    def change_cost_centre(
        self,
        work: IdentityWork,
        *,
        cost_centre_id: UUID,
        expected_version: int,
        fields: CostCentreFields,
    ) -> CostCentreView:
        changed = units.change_cost_centre(
            work, cost_centre_id=cost_centre_id, expected_version=expected_version, fields=fields
        )
        return cost_centre_view(changed)

    @command()
    def archive_cost_centre(
        self, work: IdentityWork, *, cost_centre_id: UUID, expected_version: int | None = None
    ) -> CostCentreView:
        return cost_centre_view(
            units.archive_cost_centre(
                work, cost_centre_id=cost_centre_id, expected_version=expected_version
            )
        )

    @command()
    def restore_cost_centre(self, work: IdentityWork, *, cost_centre_id: UUID) -> CostCentreView:
        return cost_centre_view(units.restore_cost_centre(work, cost_centre_id=cost_centre_id))
