"""BulkEdit: one change to many records on its way: tried, made, taken back."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.kernel.context import Caller
from shared.kernel.errors import RuleBroken
from shared.kernel.records import Record

from crm.domain.values.sharing import runs_organisation

CHUNK_ROWS = 100
TRIED_AT_ONCE = 100  # records; more are for the worker
MOST_RECORDS = 100_000


class BulkEditNotPreviewed(RuleBroken):
    """Nothing is changed that was not tried first, and only once."""

    code = "crm.bulk_edit_not_previewed"

    def __init__(self, status: str) -> None:
        super().__init__("Only a finished preview can be committed.", status=status)


class BulkEditNotCommitted(RuleBroken):
    """Only what was done can be undone, and only once."""

    code = "crm.bulk_edit_not_committed"

    def __init__(self, status: str) -> None:
        super().__init__("Only a finished change can be undone.", status=status)


@dataclass(eq=False, kw_only=True)
class BulkEdit(Record):
    """
    A change: previewing → previewed → committing → committed → undoing → undone.

    Shape: ``selection`` is what the caller chose by; ``patch`` as ``Patch.to_json``.
    """

    entity: str
    selection: dict[str, Any]
    patch: dict[str, Any]
    owner_id: UUID
    unit_id: UUID | None = None
    status: str = "previewing"
    counts: dict[str, int] = field(default_factory=dict)
    done_rows: int = 0
    total_rows: int = 0

    def is_of(self, caller: Caller) -> bool:
        """Whether the caller may open it: who made it, or who runs the organisation."""
        return self.owner_id == caller.actor_id or runs_organisation(caller)

    def begin_commit(self) -> None:
        """
        Raises:
            BulkEditNotPreviewed: see the class.
        """
        if self.status != "previewed":
            raise BulkEditNotPreviewed(self.status)
        self._begin("committing", self.counts.get("ready", 0))

    def begin_undo(self) -> None:
        """
        Raises:
            BulkEditNotCommitted: see the class.
        """
        if self.status != "committed":
            raise BulkEditNotCommitted(self.status)
        self._begin("undoing", self.counts.get("applied", 0))

    def _begin(self, status: str, rows: int) -> None:
        self.status, self.done_rows, self.total_rows = status, 0, rows


# What a step works on, and what it leaves behind.
WORKED_ON = {"previewing": "pending", "committing": "ready", "undoing": "applied"}
AFTER = {"previewing": "previewed", "committing": "committed", "undoing": "undone"}
