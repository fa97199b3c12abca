"""Merge: two customers or contacts that were found to be the same one, and the way back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from shared.kernel.records import Record

from crm.domain.errors import RecordArchived
from crm.domain.merging.errors import (
    AlreadyMerged,
    MergeTooOld,
    MergeUndone,
    NotMerged,
    SameRecord,
)

REVERTIBLE_FOR = timedelta(days=30)
KINDS = ("customer", "contact")


@dataclass(eq=False, kw_only=True)
class Merge(Record):
    """
    One merge.

    Shape: ``undo`` is what brings everything back: ``images`` (table, id, column to [before,
    after]) and ``list_ids``; ``moved`` is the number of rows that follow the survivor, by table;
    ``kept`` names what was changed meanwhile and therefore stayed as it was at unmerging.
    """

    kind: str
    survivor_id: UUID
    loser_id: UUID
    survivor_name: str
    loser_name: str
    state: str = "merged"
    choices: dict[str, str] = field(default_factory=dict)
    undo: dict[str, Any] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    merged_by: UUID
    merged_at: datetime
    revertible_until: datetime
    unmerged_by: UUID | None = None
    unmerged_at: datetime | None = None

    audit_hides = frozenset({"undo"})

    def take_back(self, *, by: UUID, at: datetime, kept: list[str]) -> None:
        """Both records stand alone again."""
        self.state, self.unmerged_by, self.unmerged_at = "unmerged", by, at
        self.kept, self.undo = kept, {}

    def refuse_late(self, now: datetime) -> None:
        """
        Stop when there is no way back.

        Raises:
            MergeUndone: Somebody took it.
            MergeTooOld: More than 30 days have passed.
        """
        if self.state != "merged":
            raise MergeUndone(self.id)
        if now > self.revertible_until:
            raise MergeTooOld(self.id, until=self.revertible_until)


def refuse_pair(noun: str, survivor: Any, loser: Any) -> None:
    """
    Stop when two records cannot become one.

    Raises:
        SameRecord, AlreadyMerged, RecordArchived: see the classes.
    """
    if survivor.id == loser.id:
        raise SameRecord(noun, survivor.id)
    for each in (survivor, loser):
        if each.merged_into_id is not None:
            raise AlreadyMerged(noun, each.id, into_id=each.merged_into_id)
        if each.archived_at is not None:
            raise RecordArchived(noun, each.id)


def refuse_unmerged(noun: str, record: Any) -> None:
    """
    Stop when a record was not merged into another.

    Raises:
        NotMerged: It stands alone.
    """
    if record.merged_into_id is None:
        raise NotMerged(noun, record.id)
