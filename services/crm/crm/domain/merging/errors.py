"""
What merging refuses, beside records that are archived.

* RuleBroken
  - ExternalIdTaken    a third record is called what the loser would be called again
  - SameRecord         a record cannot be merged with itself
  - AlreadyMerged      what was merged into another is not merged again
  - NotMerged          there is nothing to take apart
  - MergeUndone        it was taken apart already
  - MergeTooOld        30 days have passed
  - MergeNotNewest     a later merge of the same record must be taken back first
"""

from datetime import datetime
from uuid import UUID

from shared.kernel.errors import RuleBroken


class SameRecord(RuleBroken):
    """A record cannot be merged with itself."""

    def __init__(self, noun: str, record_id: UUID) -> None:
        super().__init__(
            f"A {noun} cannot be merged with itself.", code=f"crm.{noun}_same", id=record_id
        )


class AlreadyMerged(RuleBroken):
    """What was merged into another record lives on there."""

    def __init__(self, noun: str, record_id: UUID, *, into_id: UUID) -> None:
        super().__init__(
            f"The {noun} was merged into another.",
            code=f"crm.{noun}_merged",
            id=record_id,
            merged_into_id=into_id,
        )


class NotMerged(RuleBroken):
    """There is nothing to take apart."""

    def __init__(self, noun: str, record_id: UUID) -> None:
        super().__init__(f"The {noun} stands alone.", code=f"crm.{noun}_not_merged", id=record_id)


class MergeUndone(RuleBroken):
    """Somebody took the merge back already."""

    code = "crm.merge_undone"

    def __init__(self, merge_id: UUID) -> None:
        super().__init__("The merge was taken back.", merge_id=merge_id)


class MergeTooOld(RuleBroken):
    """A merge can be taken back for 30 days."""

    code = "crm.merge_too_old"

    def __init__(self, merge_id: UUID, *, until: datetime) -> None:
        super().__init__(
            "A merge can be taken back for 30 days.",
            merge_id=merge_id,
            revertible_until=until.isoformat(),
        )


class ExternalIdTaken(RuleBroken):
    """Another live record has the name the loser had in another system."""

    def __init__(self, noun: str, external_id: str) -> None:
        super().__init__(
            f"Another {noun} is called {external_id} elsewhere.",
            code=f"crm.{noun}_external_id_taken",
            external_id=external_id,
        )


class MergeNotNewest(RuleBroken):
    """Merges of one record are taken back newest first."""

    code = "crm.merge_not_newest"

    def __init__(self, merge_id: UUID, *, newer_id: UUID) -> None:
        super().__init__(
            "A later merge must be taken back first.", merge_id=merge_id, newer_merge_id=newer_id
        )
