"""Changes of many records, as others may call them."""

from uuid import UUID

from shared.contracts.crm.bulk.views import BulkEditView, BulkFields, BulkRowView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.bulk import edits
from crm.persistence.bulk.edits import view_of
from crm.persistence.work import CrmWork


class BulkRpc:
    """Promised in ``shared.contracts.crm.bulk.rpc.BulkCalls``."""

    @command()
    def create_bulk_edit(self, work: CrmWork, *, entity: str, fields: BulkFields) -> BulkEditView:
        return view_of(edits.create_bulk_edit(work, entity=entity, fields=fields))

    @question()
    def get_bulk_edit(self, work: CrmWork, *, bulk_edit_id: UUID) -> BulkEditView:
        return work.bulk_edits.show(bulk_edit_id)

    @question()
    def list_bulk_edits(self, work: CrmWork, *, query: ListQuery) -> Page[BulkEditView]:
        return work.bulk_edits.page(query)

    @question()
    def list_bulk_rows(
        self, work: CrmWork, *, bulk_edit_id: UUID, query: ListQuery
    ) -> Page[BulkRowView]:
        work.bulk_edits.show(bulk_edit_id)
        return work.bulk_edits.rows_page(bulk_edit_id, query)

    @command()
    def commit_bulk_edit(self, work: CrmWork, *, bulk_edit_id: UUID) -> BulkEditView:
        return view_of(edits.commit_bulk_edit(work, bulk_edit_id=bulk_edit_id))

    @command()
    def undo_bulk_edit(self, work: CrmWork, *, bulk_edit_id: UUID) -> BulkEditView:
        return view_of(edits.undo_bulk_edit(work, bulk_edit_id=bulk_edit_id))
