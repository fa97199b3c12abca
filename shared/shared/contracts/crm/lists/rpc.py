"""What crm answers about customer lists."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.lists.views import (
    CustomerListFields,
    CustomerListView,
    ListExportView,
    ListMemberView,
)
from shared.contracts.tables import TablePartView
from shared.kernel.paging import ListQuery, Page


class CustomerListCalls(Protocol):
    """Lists of customers or contacts of one's own, dynamic or static."""

    def create_customer_list(self, *, fields: CustomerListFields) -> CustomerListView:
        """
        Make a list.

        Raises: ``crm.customer_list_invalid`` or the one problem: ``crm.customer_list_nameless``,
        ``crm.list_rule_missing``, ``crm.list_rule_forbidden`` … ; ``platform.filter_unknown``
        with a pointer below ``/rule``; ``crm.customer_list_exists`` (RuleBroken).
        """
        ...

    def get_customer_list(self, *, customer_list_id: UUID) -> CustomerListView:
        """Answer a list with the number of its members.  Raises: ``crm.customer_list_unknown``."""
        ...

    def list_customer_lists(self, *, query: ListQuery) -> Page[CustomerListView]:
        """List own and shared ones.  Filters and sorts: name, entity, kind, owner_id …"""
        ...

    def change_customer_list(
        self, *, customer_list_id: UUID, expected_version: int, fields: CustomerListFields
    ) -> CustomerListView:
        """Change a list.  Raises: ``crm.list_kind_fixed`` and as when created."""
        ...

    def archive_customer_list(
        self, *, customer_list_id: UUID, expected_version: int | None = None
    ) -> CustomerListView:
        """Put a list away."""
        ...

    def restore_customer_list(self, *, customer_list_id: UUID) -> CustomerListView:
        """Take a list back."""
        ...

    def list_list_members(
        self, *, customer_list_id: UUID, query: ListQuery
    ) -> Page[ListMemberView]:
        """List members the caller may see.  Filters and sorts: those of the entity's own list."""
        ...

    def add_list_members(self, *, customer_list_id: UUID, ids: list[UUID]) -> CustomerListView:
        """
        Put records on a static list; those on it stay.

        Raises: ``crm.list_is_dynamic`` (RuleBroken), ``crm.customer_unknown`` or
        ``crm.contact_unknown`` (Invalid, with pointers), ``crm.list_full`` (RuleBroken).
        """
        ...

    def remove_list_member(self, *, customer_list_id: UUID, member_id: UUID) -> None:
        """Take a record off a static list.  Raises: ``crm.list_member_unknown``."""
        ...

    def begin_list_export(self, *, customer_list_id: UUID) -> ListExportView:
        """Say what an export holds, and write down that it was asked for."""
        ...

    def list_export_rows(
        self, *, customer_list_id: UUID, after: str | None = None
    ) -> TablePartView:
        """Answer the next rows of an export, of records the caller may export."""
        ...
