"""What every stored thing has: an id, an organisation and, when it stands alone, a version."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.kernel.ids import new_id


@dataclass(eq=False, kw_only=True)
class Child:
    """Part of a record; it has no version of its own."""

    id: UUID = field(default_factory=new_id)
    organisation_id: UUID | None = None  # filled in by the unit of work


@dataclass(eq=False, kw_only=True)
class Record:
    """
    An aggregate: loaded, changed and saved as one, its version counting every save.

    ``organisation_id``, ``version``, ``created_at`` and ``updated_at`` are filled in by the
    unit of work.
    """

    id: UUID = field(default_factory=new_id)
    organisation_id: UUID | None = None
    version: int = 0
    created_at: datetime | None = None
    updated_at: datetime | None = None
    archived_at: datetime | None = None
