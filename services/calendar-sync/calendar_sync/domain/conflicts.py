"""What a person should know: a change of theirs we replaced, an event a calendar refused."""

from dataclasses import dataclass, field
from uuid import UUID

from shared.kernel.ids import new_id


@dataclass(frozen=True, kw_only=True)
class SyncConflict:
    """
    One thing in one calendar.

    Shape: ``reason`` changed_there, deleted_there or refused; ``resolution`` ours_kept, or None
    while open.
    """

    binding_id: UUID
    user_id: UUID
    unit_id: UUID | None
    activity_id: UUID
    reason: str
    detail: str | None = None
    ours: dict[str, str | None] = field(default_factory=dict)
    theirs: dict[str, str | None] = field(default_factory=dict)
    resolution: str | None = None
    id: UUID = field(default_factory=new_id)
