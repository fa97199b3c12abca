"""Timeline: what happened with a customer, each entry guarded by the record it is about."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.kernel.money import Money

# What an entry is about → the resource whose ``view`` right shows it.
RESOURCE_OF = {
    "customer": "customer",
    "merge": "customer",
    "activity": "activity",
    "note": "note",
    "case": "case",
    "quote": "quote",
    "project": "project",
    "invoice": "invoice",
    "erp": "erp",
}


@dataclass(frozen=True, kw_only=True)
class TimelineEntry:
    """
    One thing that happened.

    Args:
        key: Names the happening once and for all; writing it again replaces the entry.
        owner_id, unit_id: Of the record, for the rights of whoever looks.
        is_private: Shown as ``busy`` to everybody but the owner.
        ref_version: Of the record; an older fact never replaces a newer one.
    """

    key: str
    customer_id: UUID
    at: datetime
    kind: str
    title: str
    ref_kind: str
    ref_id: UUID
    ref_version: int = 0
    owner_id: UUID | None = None
    unit_id: UUID | None = None
    amount: Money | None = None
    is_private: bool = False
