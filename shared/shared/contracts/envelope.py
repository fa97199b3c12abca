"""What every message says about itself, beside its body."""

from datetime import datetime
from uuid import UUID

import msgspec


class Envelope(msgspec.Struct, frozen=True, kw_only=True):
    """
    The headers of one event.

    ``aggregate_version`` orders events of one aggregate; the broker's order is never trusted.
    """

    message_id: UUID
    type: str
    occurred_at: datetime
    organisation_id: UUID
    aggregate_id: UUID
    aggregate_version: int
    actor_id: UUID
    correlation_id: str = ""
    causation_id: str = ""
    source: str = "api"
