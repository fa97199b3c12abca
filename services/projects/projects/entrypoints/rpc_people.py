"""People and their contracts, as others may call.  Promised in shared.contracts.projects.rpc."""

from uuid import UUID

from shared.capabilities.policy import require, require_class
from shared.contracts.projects.views import (
    ResourceFields,
    ResourceView,
    WorkContractFields,
    WorkContractView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from projects.application.answers import work_contract_view
from projects.application.people import (
    archive_resource,
    archive_work_contract,
    change_resource,
    change_work_contract,
    create_resource,
    create_work_contract,
    restore_resource,
    restore_work_contract,
)
from projects.persistence.people import list_resources, list_work_contracts, resource_views
from projects.persistence.work import StoredProjectsWork


class PeopleRpc:
    """Profiles: whoever sees projects sees who works on them."""

    @command()
    def create_resource(self, work: StoredProjectsWork, *, fields: ResourceFields) -> ResourceView:
        return resource_views(work, [create_resource(work, fields=fields)])[0]

    @question()
    def get_resource(self, work: StoredProjectsWork, *, resource_id: UUID) -> ResourceView:
        require(work.caller, "project.view")
        return resource_views(work, [work.people.resource(resource_id)])[0]

    @question()
    def list_resources(self, work: StoredProjectsWork, *, query: ListQuery) -> Page[ResourceView]:
        require(work.caller, "project.view")
        return list_resources(work, query=query)

    @command()
    def change_resource(
        self, work: StoredProjectsWork, *, resource_id: UUID, expected_version: int,
        fields: ResourceFields,
    ) -> ResourceView:  # fmt: skip
        changed = change_resource(
            work, resource_id=resource_id, expected_version=expected_version, fields=fields
        )
        return resource_views(work, [changed])[0]

    @command()
    def archive_resource(
        self, work: StoredProjectsWork, *, resource_id: UUID, expected_version: int | None = None
    ) -> ResourceView:
        archived = archive_resource(
            work, resource_id=resource_id, expected_version=expected_version
        )
        return resource_views(work, [archived])[0]

    @command()
    def restore_resource(self, work: StoredProjectsWork, *, resource_id: UUID) -> ResourceView:
        return resource_views(work, [restore_resource(work, resource_id=resource_id)])[0]


class WorkContractsRpc:
    """Work contracts: only for those who may see salaries."""

    @command()
    def create_work_contract(
        self, work: StoredProjectsWork, *, fields: WorkContractFields
    ) -> WorkContractView:
        return work_contract_view(create_work_contract(work, fields=fields), caller=work.caller)

    @question()
    def get_work_contract(
        self, work: StoredProjectsWork, *, work_contract_id: UUID
    ) -> WorkContractView:
        require_class(work.caller, "salary")
        return work_contract_view(work.people.contract(work_contract_id), caller=work.caller)

    @question()
    def list_work_contracts(
        self, work: StoredProjectsWork, *, query: ListQuery
    ) -> Page[WorkContractView]:
        require_class(work.caller, "salary")
        return list_work_contracts(work, query=query)

    @command()
    def change_work_contract(
        self, work: StoredProjectsWork, *, work_contract_id: UUID, expected_version: int,
        fields: WorkContractFields,
    ) -> WorkContractView:  # fmt: skip
        changed = change_work_contract(
            work, contract_id=work_contract_id, expected_version=expected_version, fields=fields
        )
        return work_contract_view(changed, caller=work.caller)

    @command()
    def archive_work_contract(
        self, work: StoredProjectsWork, *, work_contract_id: UUID,
        expected_version: int | None = None,
    ) -> WorkContractView:  # fmt: skip
        archived = archive_work_contract(
            work, contract_id=work_contract_id, expected_version=expected_version
        )
        return work_contract_view(archived, caller=work.caller)

    @command()
    def restore_work_contract(
        self, work: StoredProjectsWork, *, work_contract_id: UUID
    ) -> WorkContractView:
        restored = restore_work_contract(work, contract_id=work_contract_id)
        return work_contract_view(restored, caller=work.caller)
