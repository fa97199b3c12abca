"""What changes of many records need from outside."""

from collections.abc import Sequence
from typing import Any, Protocol
from uuid import UUID

from crm.domain.bulk.edits import BulkEdit


class BulkEdits(Protocol):
    """Changes of many records and what becomes of each."""

    def get(self, bulk_edit_id: UUID, *, lock: bool = False) -> BulkEdit: ...

    def choose(self, edit: BulkEdit) -> int:
        """
        Write down which records are meant, with their present versions; how many.

        Raises:
            Invalid: A filter the entity's list does not know.
            NotFound: ``crm.customer_list_unknown``.
        """
        ...

    def next_rows(self, edit: BulkEdit, limit: int) -> list[Any]:
        """Rows the present step is to work on, newest first when undoing."""
        ...

    def mark(self, outcomes: Sequence[dict[str, Any]]) -> None:
        """Write down what became of rows: ``row_id`` and ``new_…`` of their columns."""
        ...

    def counts(self, bulk_edit_id: UUID) -> dict[str, int]:
        """Rows by state."""
        ...

    def advance(self, edit: BulkEdit, rows: int) -> None:
        """Show progress."""
        ...
