"""What crm answers about changes of many records at once."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.bulk.views import BulkEditView, BulkFields, BulkRowView
from shared.kernel.paging import ListQuery, Page


class BulkCalls(Protocol):
    """Preview, commit and undo of one change to many customers or contacts."""

    def create_bulk_edit(self, *, entity: str, fields: BulkFields) -> BulkEditView:
        """
        Choose records and try the change on each without writing; many of them in the worker.

        Raises: ``crm.bulk_selection_invalid``, ``crm.bulk_patch_invalid``,
        ``crm.bulk_field_forbidden``, ``crm.bulk_too_many`` (Invalid); errors of the single
        change where the value is wrong for every record.
        """
        ...

    def get_bulk_edit(self, *, bulk_edit_id: UUID) -> BulkEditView:
        """Answer one, with its progress.  Raises: ``crm.bulk_edit_unknown``."""
        ...

    def list_bulk_edits(self, *, query: ListQuery) -> Page[BulkEditView]:
        """List one's own.  Filters and sorts: entity, status, owner_id, created_at."""
        ...

    def list_bulk_rows(self, *, bulk_edit_id: UUID, query: ListQuery) -> Page[BulkRowView]:
        """List its records in order.  Filters: state, record_id, row_no; sorts: row_no."""
        ...

    def commit_bulk_edit(self, *, bulk_edit_id: UUID) -> BulkEditView:
        """
        Change the records as previewed, in the worker; who was changed since is refused.

        Raises: ``crm.bulk_edit_not_previewed`` (RuleBroken).
        """
        ...

    def undo_bulk_edit(self, *, bulk_edit_id: UUID) -> BulkEditView:
        """
        Change the records back, newest first; who was changed since stays and is listed.

        Raises: ``crm.bulk_edit_not_committed`` (RuleBroken).
        """
        ...
