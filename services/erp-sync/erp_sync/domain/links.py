"""Links between a record here and one in an ERP system, and the tries to bring it over."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from erp_sync.domain.customers import ErpCustomer


@dataclass(frozen=True, kw_only=True)
class Link:
    """
    A customer here and the same one there.

    Args:
        base: What we last sent.
        seen: What stood there after that; the two differ where the system rewrites.
    """

    id: UUID
    connection_id: UUID
    entity_id: UUID
    external_id: str
    external_number: str | None
    base: ErpCustomer
    seen: ErpCustomer
    synced_version: int
    entity_kind: str = "customer"


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """
    One try; ``unknown`` from before the call until its outcome is stored.

    A try that stays unknown is the trace of a worker that died: the next one looks first.
    """

    id: UUID
    job_id: UUID
    connection_id: UUID
    entity_id: UUID
    version: int
    request_digest: str
    started_at: datetime
    entity_kind: str = "customer"
    outcome: str = "unknown"
    external_id: str | None = None
    error_text: str | None = None
    overwritten: dict[str, Any] = field(default_factory=dict)
    finished_at: datetime | None = None
