"""Use cases of the unit tree and of cost centres."""

from typing import Any
from uuid import UUID

from shared.contracts.identity.events import (
    CostCentreCreatedV1,
    CostCentreUpdatedV1,
    UnitCreatedV1,
    UnitUpdatedV1,
)
from shared.contracts.identity.views import CostCentreFields, UnitFields

from identity.application.facts import cost_centre_fact, unit_fact
from identity.application.grants import require_in_unit
from identity.application.ports import IdentityWork
from identity.domain.errors import CodeTaken, RootUnitFixed, UnitNotEmpty
from identity.domain.units import CostCentre, Unit


def create_unit(work: IdentityWork, *, fields: UnitFields) -> Unit:
    """
    Add a unit below another one; below the root when no parent is given.

    Raises:
        Forbidden: The caller may not, there.
        CodeTaken, UnitArchived, Invalid: see the domain.
    """
    given = {"name": None, "code": None, **fields.given()}
    work.organisations.lock()
    parent = work.units.get_live(given.get("parent_id") or work.units.root_id())
    require_in_unit(work.caller, "unit.create", parent.id)
    unit = Unit(name="", code="", parent_id=parent.id)
    _describe(work, unit, given)
    work.save(unit)
    work.users.bump_all_grants()
    work.publish(unit_fact(unit, UnitCreatedV1))
    return unit


def change_unit(
    work: IdentityWork, *, unit_id: UUID, expected_version: int, fields: UnitFields
) -> Unit:
    """
    Rename, describe or move a unit; a move takes all below along.

    Raises:
        Forbidden: The caller may not change this unit, or not place it there.
        UnitCycle, RootUnitFixed, UnitArchived, CodeTaken, Invalid: see the domain.
    """
    given = fields.given()
    work.organisations.lock()
    unit = work.units.get(unit_id, expected_version=expected_version)
    require_in_unit(work.caller, "unit.update", unit.id)
    _describe(work, unit, given)
    if "parent_id" in given and given["parent_id"] != unit.parent_id:
        _move(work, unit, given["parent_id"])
    work.save(unit)
    work.publish(unit_fact(unit, UnitUpdatedV1))
    return unit


def archive_unit(work: IdentityWork, *, unit_id: UUID, expected_version: int | None) -> Unit:
    """
    Put a unit away; nothing may live in it.

    Raises:
        UnitNotEmpty, RootUnitFixed: see the domain.
    """
    work.organisations.lock()
    unit = work.units.get(unit_id, expected_version=expected_version)
    require_in_unit(work.caller, "unit.archive", unit.id)
    if unit.parent_id is None:
        raise RootUnitFixed
    if belongings := work.units.belongings(unit.id):
        raise UnitNotEmpty(belongings)
    unit.archived_at = unit.archived_at or work.now()
    work.save(unit)
    work.publish(unit_fact(unit, UnitUpdatedV1))
    return unit


def restore_unit(work: IdentityWork, *, unit_id: UUID) -> Unit:
    """
    Take an archived unit back, under the parent it had.

    Raises:
        UnitArchived: The parent is archived.
        CodeTaken: Another unit got the code meanwhile.
    """
    work.organisations.lock()
    unit = work.units.get(unit_id)
    require_in_unit(work.caller, "unit.archive", unit.id)
    if unit.parent_id is not None:
        work.units.get_live(unit.parent_id)
    unit.archived_at = None
    _describe(work, unit, {"code": unit.code})
    work.save(unit)
    work.publish(unit_fact(unit, UnitUpdatedV1))
    return unit


def create_cost_centre(work: IdentityWork, *, fields: CostCentreFields) -> CostCentre:
    """
    Add a cost centre.

    Raises:
        Forbidden: The caller may not, in that unit.
        CodeTaken, UnitArchived, Invalid: see the domain.
    """
    work.organisations.lock()
    cost_centre = CostCentre(code="", name="")
    given = {"name": None, "code": None, **fields.given()}
    require_in_unit(work.caller, "unit.create", given.get("unit_id"))
    _change_cost_centre(work, cost_centre, given)
    work.publish(cost_centre_fact(cost_centre, CostCentreCreatedV1))
    return cost_centre


def change_cost_centre(
    work: IdentityWork, *, cost_centre_id: UUID, expected_version: int, fields: CostCentreFields
) -> CostCentre:
    """
    Change a cost centre.

    Raises:
        Forbidden: The caller may not, in its unit or the new one.
        CodeTaken, UnitArchived, Invalid: see the domain.
    """
    work.organisations.lock()
    cost_centre = work.cost_centres.get(cost_centre_id, expected_version=expected_version)
    require_in_unit(work.caller, "unit.update", cost_centre.unit_id)
    given = fields.given()
    if given.get("unit_id"):
        require_in_unit(work.caller, "unit.update", given["unit_id"])
    _change_cost_centre(work, cost_centre, given)
    work.publish(cost_centre_fact(cost_centre, CostCentreUpdatedV1))
    return cost_centre


def archive_cost_centre(
    work: IdentityWork, *, cost_centre_id: UUID, expected_version: int | None
) -> CostCentre:
    """Put a cost centre away; records that name it keep doing so."""
    cost_centre = work.cost_centres.get(cost_centre_id, expected_version=expected_version)
    require_in_unit(work.caller, "unit.archive", cost_centre.unit_id)
    cost_centre.archived_at = cost_centre.archived_at or work.now()
    work.save(cost_centre)
    work.publish(cost_centre_fact(cost_centre, CostCentreUpdatedV1))
    return cost_centre


def restore_cost_centre(work: IdentityWork, *, cost_centre_id: UUID) -> CostCentre:
    """
    Take an archived cost centre back.

    Raises:
        CodeTaken: Another one got the code meanwhile.
    """
    work.organisations.lock()
    cost_centre = work.cost_centres.get(cost_centre_id)
    require_in_unit(work.caller, "unit.archive", cost_centre.unit_id)
    cost_centre.archived_at = None
    _change_cost_centre(work, cost_centre, {"code": cost_centre.code})
    work.publish(cost_centre_fact(cost_centre, CostCentreUpdatedV1))
    return cost_centre


def _describe(work: IdentityWork, unit: Unit, given: dict[str, Any]) -> None:
    if given.get("manager_id"):
        work.users.get(given["manager_id"])
    unit.describe(given)
    if "code" in given and work.units.code_taken(unit.code, by_other_than=unit.id):
        raise CodeTaken("unit", "code", unit.code)


def _move(work: IdentityWork, unit: Unit, parent_id: UUID | None) -> None:
    if parent_id is not None:
        work.units.get_live(parent_id)
        require_in_unit(work.caller, "unit.update", parent_id)
    unit.move(parent_id, work.units.with_ancestors(parent_id) if parent_id else ())
    work.users.bump_all_grants()


def _change_cost_centre(work: IdentityWork, cost_centre: CostCentre, given: dict[str, Any]) -> None:
    if given.get("unit_id"):
        work.units.get_live(given["unit_id"])
    cost_centre.change(given)
    if "code" in given and work.cost_centres.code_taken(
        cost_centre.code, by_other_than=cost_centre.id
    ):
        raise CodeTaken("cost_centre", "code", cost_centre.code)
    work.save(cost_centre)
