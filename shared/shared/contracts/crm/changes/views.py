"""Shapes of what was changed about a record, as crm answers them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.declare import View


class RecordChangeView(View):
    """
    One change of a record: who made it, when, and from where.

    ``source``: ui, api, import, bulk, erp, calendar or system.  ``changes`` maps a field to its
    old and its new value; own fields of a class the caller may not see are left out.
    """

    id: UUID
    at: datetime
    actor_id: UUID
    source: str
    action: str  # created, changed
    version: int | None  # of the record after it
    changes: dict[str, list[Any]]
    request_id: str
