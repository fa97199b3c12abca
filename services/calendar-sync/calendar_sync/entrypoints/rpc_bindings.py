"""Bindings and conflicts, as the gateway may call them."""

from uuid import UUID

from shared.contracts.calendar_sync.views import BindingFields, BindingView, ConflictView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from calendar_sync.application import accounts as use_cases
from calendar_sync.persistence.accounts import binding_view, list_bindings
from calendar_sync.persistence.operations import list_conflicts
from calendar_sync.persistence.work import CalendarSyncWork


class BindingsRpc:
    """What goes to which calendar, and what needs a person."""

    @question()
    def get_binding(self, work: CalendarSyncWork, *, binding_id: UUID) -> BindingView:
        return binding_view(work, binding_id)

    @question()
    def list_bindings(self, work: CalendarSyncWork, *, query: ListQuery) -> Page[BindingView]:
        return list_bindings(work, query)

    @command()
    def change_binding(
        self,
        work: CalendarSyncWork,
        *,
        binding_id: UUID,
        expected_version: int,
        fields: BindingFields,
    ) -> BindingView:
        use_cases.change_binding(
            work, binding_id=binding_id, expected_version=expected_version, fields=fields
        )
        return binding_view(work, binding_id)

    @question()
    def list_conflicts(self, work: CalendarSyncWork, *, query: ListQuery) -> Page[ConflictView]:
        return list_conflicts(work, query)
