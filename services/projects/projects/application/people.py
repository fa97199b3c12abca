"""Keeping people's prices, work contracts and costs."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import require_class
from shared.contracts.projects.views import ResourceFields, WorkContractFields

from projects.application.access import allow, known, minor
from projects.application.ports import ProjectsWork
from projects.domain.errors import ProjectInvalid, ResourceExists
from projects.domain.people import Resource, WorkContract


def create_resource(work: ProjectsWork, *, fields: ResourceFields) -> Resource:
    """
    Make a person's profile; the unit is the person's own unless another is named.

    Raises:
        ReferenceMissing, Forbidden, ProjectInvalid, ResourceExists, CurrencyDiffers.
    """
    given = fields.given()
    if "user_id" not in given:
        raise ProjectInvalid("/user_id", "is required")
    person = known(work, "user", given["user_id"])
    given.setdefault("unit_id", person.unit_id)
    allow(work, "project.update", owner_id=None, unit_id=given["unit_id"])
    if work.people.resource_of(person.id) is not None:
        raise ResourceExists
    resource = Resource(user_id=person.id, currency=work.caller.currency)
    _apply(resource, given)
    work.save(resource)
    return resource


def change_resource(
    work: ProjectsWork, *, resource_id: UUID, expected_version: int, fields: ResourceFields
) -> Resource:
    """Change a profile; raises NotFound, Conflict, Forbidden, ProjectInvalid, CurrencyDiffers."""
    resource = work.people.resource(resource_id, expected_version=expected_version)
    allow(work, "project.update", owner_id=None, unit_id=resource.unit_id)
    given = fields.given()
    if given.pop("user_id", resource.user_id) != resource.user_id:
        raise ProjectInvalid("/user_id", "cannot be changed")
    _apply(resource, given)
    work.save(resource)
    return resource


def archive_resource(
    work: ProjectsWork, *, resource_id: UUID, expected_version: int | None
) -> Resource:
    """Put a profile away; raises NotFound, Conflict, Forbidden."""
    resource = work.people.resource(resource_id, expected_version=expected_version)
    allow(work, "project.update", owner_id=None, unit_id=resource.unit_id)
    resource.archived_at = work.now()
    work.save(resource)
    return resource


def restore_resource(work: ProjectsWork, *, resource_id: UUID) -> Resource:
    """Take an archived profile back; raises NotFound, Forbidden, ResourceExists."""
    resource = work.people.resource(resource_id)
    allow(work, "project.update", owner_id=None, unit_id=resource.unit_id)
    if resource.archived_at is not None:
        if work.people.resource_of(resource.user_id) is not None:
            raise ResourceExists
        resource.archived_at = None
        work.save(resource)
    return resource


def create_work_contract(work: ProjectsWork, *, fields: WorkContractFields) -> WorkContract:
    """
    Make a work contract, and cost the time in its period that had no cost yet.

    Raises:
        Forbidden, ReferenceMissing, ProjectInvalid, WorkContractOverlaps, CurrencyDiffers.
    """
    given = fields.given()
    for name in ("user_id", "minutes_per_weekday", "cost_rate", "valid_from"):
        if name not in given:
            raise ProjectInvalid(f"/{name}", "is required")
    _allow_contract(work, given["user_id"])
    currency = work.caller.currency
    cost_rate = minor(given.pop("cost_rate"), currency=currency, pointer="/cost_rate")
    contract = WorkContract(currency=currency, cost_rate_minor=cost_rate, **given)
    contract.check(work.people.contracts_of([contract.user_id]))
    work.save(contract)
    work.people.fill_missing_costs(contract)
    return contract


def change_work_contract(
    work: ProjectsWork, *, contract_id: UUID, expected_version: int, fields: WorkContractFields
) -> WorkContract:
    """Change a contract; costs already frozen stay.  Raises as create does, and Conflict."""
    contract = work.people.contract(contract_id, expected_version=expected_version)
    _allow_contract(work, contract.user_id)
    given = fields.given()
    if given.pop("user_id", contract.user_id) != contract.user_id:
        raise ProjectInvalid("/user_id", "cannot be changed")
    if "cost_rate" in given:
        rate = given.pop("cost_rate")
        given["cost_rate_minor"] = minor(rate, currency=contract.currency, pointer="/cost_rate")
    for name, value in given.items():
        setattr(contract, name, value)
    contract.check(work.people.contracts_of([contract.user_id]))
    work.save(contract)
    work.people.fill_missing_costs(contract)
    return contract


def archive_work_contract(
    work: ProjectsWork, *, contract_id: UUID, expected_version: int | None
) -> WorkContract:
    """Put a contract away; costs already frozen stay.  Raises NotFound, Conflict, Forbidden."""
    contract = work.people.contract(contract_id, expected_version=expected_version)
    _allow_contract(work, contract.user_id)
    contract.archived_at = work.now()
    work.save(contract)
    return contract


def restore_work_contract(work: ProjectsWork, *, contract_id: UUID) -> WorkContract:
    """Take an archived contract back; raises NotFound, Forbidden, WorkContractOverlaps."""
    contract = work.people.contract(contract_id)
    _allow_contract(work, contract.user_id)
    if contract.archived_at is not None:
        contract.check(work.people.contracts_of([contract.user_id]))
        contract.archived_at = None
        work.save(contract)
        work.people.fill_missing_costs(contract)
    return contract


def _allow_contract(work: ProjectsWork, user_id: UUID) -> None:
    """Whoever may change a unit's projects and see salaries keeps its contracts."""
    require_class(work.caller, "salary")
    person = known(work, "user", user_id)
    allow(work, "project.update", owner_id=None, unit_id=person.unit_id)


def _apply(resource: Resource, given: dict[str, Any]) -> None:
    if "billing_rate" in given:
        rate = given.pop("billing_rate")
        resource.billing_rate_minor = (
            None
            if rate is None
            else minor(rate, currency=resource.currency, pointer="/billing_rate")
        )
    for name, value in given.items():
        setattr(resource, name, value)
    resource.check()
