"""Profiles and work contracts: loading, listing, and the rates they give."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.capabilities.references import names_of
from shared.contracts.projects.views import ResourceView, WorkContractView
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from shared.persistence.work import Work
from sqlalchemy import Numeric, and_, cast, func, or_, select, update

from projects.application.answers import resource_view, work_contract_view
from projects.domain.people import Resource, WorkContract
from projects.persistence.projects import archived_filter, live
from projects.persistence.tables import resources, time_entries, work_contracts

_RESOURCE_FIELDS = {
    name: resources.c[name]
    for name in ("user_id", "unit_id", "job_title", "roles", "skills", "created_at")
}
_RESOURCES = Listing(
    resources,
    filters=_RESOURCE_FIELDS,
    sorts=_RESOURCE_FIELDS,
    search=[resources.c.job_title],
    special={"archived": archived_filter(resources)},
)
_CONTRACT_FIELDS = {
    name: work_contracts.c[name] for name in ("user_id", "valid_from", "valid_to", "created_at")
}
_CONTRACTS = Listing(
    work_contracts,
    filters=_CONTRACT_FIELDS,
    sorts=_CONTRACT_FIELDS,
    default_sort="-valid_from",
    special={"archived": archived_filter(work_contracts)},
)


class StoredPeople:
    """The people of the caller's organisation, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def resource(self, resource_id: UUID, *, expected_version: int | None = None) -> Resource:
        """Load a profile; raises NotFound ``projects.resource_unknown``, Conflict."""
        return get_record(
            self._work,
            Resource,
            resource_id,
            unknown="projects.resource_unknown",
            expected_version=expected_version,
        )

    def resource_of(self, user_id: UUID) -> Resource | None:
        """The live profile of a person, if there is one."""
        return self._work.session.execute(
            select(Resource).where(
                same_organisation(self._work.caller, resources),
                resources.c.user_id == user_id,
                resources.c.archived_at.is_(None),
            )
        ).scalar_one_or_none()

    def contract(self, contract_id: UUID, *, expected_version: int | None = None) -> WorkContract:
        """Load a contract; raises NotFound ``projects.work_contract_unknown``, Conflict."""
        return get_record(
            self._work,
            WorkContract,
            contract_id,
            unknown="projects.work_contract_unknown",
            expected_version=expected_version,
        )

    def contracts_of(self, user_ids: Collection[UUID]) -> Sequence[WorkContract]:
        """Every live contract of some people."""
        return (
            self._work.session.execute(
                select(WorkContract).where(
                    same_organisation(self._work.caller, work_contracts),
                    work_contracts.c.user_id.in_(user_ids),
                    work_contracts.c.archived_at.is_(None),
                )
            )
            .scalars()
            .all()
        )

    def billing_rates(self, user_ids: Collection[UUID], *, currency: str) -> dict[UUID, int]:
        """Price of an hour by person, for those who have one in the currency."""
        rows = self._work.session.execute(
            select(resources.c.user_id, resources.c.billing_rate_minor).where(
                same_organisation(self._work.caller, resources),
                resources.c.user_id.in_(user_ids),
                resources.c.currency == currency,
                resources.c.billing_rate_minor.is_not(None),
                resources.c.archived_at.is_(None),
            )
        )
        return {user_id: rate for user_id, rate in rows}

    def cost_rate_on(self, user_id: UUID, day: date) -> int | None:
        """What an hour of a person costs on a day; None when no contract says."""
        return self._work.session.execute(
            select(work_contracts.c.cost_rate_minor).where(
                same_organisation(self._work.caller, work_contracts),
                work_contracts.c.user_id == user_id,
                work_contracts.c.archived_at.is_(None),
                work_contracts.c.valid_from <= day,
                or_(work_contracts.c.valid_to.is_(None), work_contracts.c.valid_to >= day),
            )
        ).scalar_one_or_none()

    def fill_missing_costs(self, contract: WorkContract) -> None:
        """Cost the time within the contract that has no cost yet; what is frozen stays."""
        rate = contract.cost_rate_minor
        until = contract.valid_to or date.max
        self._work.session.execute(
            update(time_entries)
            .where(
                same_organisation(self._work.caller, time_entries),
                time_entries.c.user_id == contract.user_id,
                time_entries.c.work_date.between(contract.valid_from, until),
                time_entries.c.cost_minor.is_(None),
            )
            .values(
                cost_rate_minor=rate,
                cost_minor=func.round(cast(time_entries.c.minutes * rate, Numeric) / 60),
                version=time_entries.c.version + 1,
                updated_at=self._work.now(),
            )
        )


def list_resources(work: Work, *, query: ListQuery) -> Page[ResourceView]:
    """One page of profiles; everybody who sees projects sees who works on them."""
    where = and_(same_organisation(work.caller, resources), live(resources, query))
    return _RESOURCES.page(
        work, query, where=where, to_views=lambda rows: resource_views(work, rows)
    )


def resource_views(work: Work, rows: Sequence[Any]) -> list[ResourceView]:
    """Profiles with people's names."""
    names = names_of(work, "user", [row.user_id for row in rows])
    return [resource_view(row, name=names.get(row.user_id)) for row in rows]


def list_work_contracts(work: Work, *, query: ListQuery) -> Page[WorkContractView]:
    """One page of contracts."""
    where = and_(same_organisation(work.caller, work_contracts), live(work_contracts, query))
    return _CONTRACTS.page(
        work, query, where=where, to_view=lambda row: work_contract_view(row, caller=work.caller)
    )
