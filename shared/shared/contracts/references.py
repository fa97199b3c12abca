"""What one service tells another about a record it owns: enough to name it, no more."""

from typing import Any
from uuid import UUID

from shared.contracts.declare import View


class ReferenceView(View):
    """
    A minimal copy of a record.

    Shape: ``data`` is the body of the event that announces the record, as plain JSON.
    """

    kind: str
    id: UUID
    version: int
    name: str
    number: str | None = None
    owner_id: UUID | None = None
    unit_id: UUID | None = None
    status: str | None = None
    archived: bool = False
    data: dict[str, Any] = {}
