"""A notice: what one person is to be told once."""

from dataclasses import dataclass
from uuid import UUID

KINDS = ("reminder", "mention", "assignment", "report")


@dataclass(frozen=True, kw_only=True)
class Notice:
    """
    One thing to tell one person.

    Args:
        key: Names the happening; the same person is told of it once, whoever tells again.
        starts: When what is reminded of begins, as ``ActivityView.start``.
    """

    user_id: UUID
    kind: str
    key: str
    ref_kind: str
    ref_id: UUID
    actor_id: UUID | None = None
    occurrence_start: str | None = None
    starts: str | None = None
