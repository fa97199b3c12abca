"""Messages that could not be handled, as operators see them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.declare import View


class ParkedMessageView(View):
    """A parked message; ``body`` is its text, cut after 10,000 characters."""

    id: UUID
    queue: str
    type: str
    reason: str
    parked_at: datetime
    headers: dict[str, Any]
    body: str
    resolution: str | None = None
