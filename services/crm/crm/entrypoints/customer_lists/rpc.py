"""Customer lists, as others may call them."""

from uuid import UUID

from shared.contracts.crm.lists.views import (
    CustomerListFields,
    CustomerListView,
    ListExportView,
    ListMemberView,
)
from shared.contracts.tables import TablePartView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.customer_lists import exports, lists
from crm.persistence.customer_lists import exporting
from crm.persistence.work import CrmWork


class CustomerListsRpc:
    """Promised in ``shared.contracts.crm.lists.rpc.CustomerListCalls``."""

    @command()
    def create_customer_list(
        self, work: CrmWork, *, fields: CustomerListFields
    ) -> CustomerListView:
        return work.customer_lists.show(lists.create_customer_list(work, fields=fields))

    @question()
    def get_customer_list(self, work: CrmWork, *, customer_list_id: UUID) -> CustomerListView:
        return work.customer_lists.show(work.customer_lists.get(customer_list_id))

    @question()
    def list_customer_lists(self, work: CrmWork, *, query: ListQuery) -> Page[CustomerListView]:
        return work.customer_lists.page(query)

    @command()
    def change_customer_list(
        self,
        work: CrmWork,
        *,
        customer_list_id: UUID,
        expected_version: int,
        fields: CustomerListFields,
    ) -> CustomerListView:
        changed = lists.change_customer_list(
            work, list_id=customer_list_id, expected_version=expected_version, fields=fields
        )
        return work.customer_lists.show(changed)

    @command()
    def archive_customer_list(
        self, work: CrmWork, *, customer_list_id: UUID, expected_version: int | None = None
    ) -> CustomerListView:
        return work.customer_lists.show(
            lists.archive_customer_list(
                work, list_id=customer_list_id, expected_version=expected_version
            )
        )

    @command()
    def restore_customer_list(self, work: CrmWork, *, customer_list_id: UUID) -> CustomerListView:
        return work.customer_lists.show(lists.restore_customer_list(work, list_id=customer_list_id))

    @question()
    def list_list_members(
        self, work: CrmWork, *, customer_list_id: UUID, query: ListQuery
    ) -> Page[ListMemberView]:
        return work.customer_lists.members(work.customer_lists.get(customer_list_id), query)

    @command()
    def add_list_members(
        self, work: CrmWork, *, customer_list_id: UUID, ids: list[UUID]
    ) -> CustomerListView:
        return work.customer_lists.show(
            lists.add_list_members(work, list_id=customer_list_id, ids=ids)
        )

    @command()
    def remove_list_member(self, work: CrmWork, *, customer_list_id: UUID, member_id: UUID) -> None:
        lists.remove_list_member(work, list_id=customer_list_id, member_id=member_id)

    @command()
    def begin_list_export(self, work: CrmWork, *, customer_list_id: UUID) -> ListExportView:
        found = exports.begin_list_export(work, list_id=customer_list_id)
        return ListExportView(
            name=found.name,
            columns=exporting.columns(work, found.entity),
            row_count=exporting.count(work, found, "export"),
        )

    @question()
    def list_export_rows(
        self, work: CrmWork, *, customer_list_id: UUID, after: str | None = None
    ) -> TablePartView:
        return work.customer_lists.export_part(work.customer_lists.get(customer_list_id), after)
