"""Plain values of checked rows as attributes of records."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.money import Money

from crm.domain.custom_fields.cells import with_own

_IDS = frozenset({"owner_id", "unit_id", "type_id", "parent_id", "customer_id"})
_DAYS = frozenset({"employees_on", "start_on", "end_on", "due_on"})
_MOMENTS = frozenset({"start_at", "end_at"})
OWNERSHIP = frozenset({"owner_id", "unit_id"})


def attributes(plan: dict[str, Any], custom: dict[str, Any]) -> dict[str, Any]:
    """
    Values of a plan, ids as ids, days as days and amounts as money.

    Args:
        custom: The record's own values as they were.
    """
    values = {name: _read(name, value) for name, value in with_own(plan, custom).items()}
    for name in ("segment_ids", "contact_ids"):
        if name in values:
            values[name] = [UUID(each) for each in values[name]]
    minor = values.pop("annual_revenue_minor", None)
    currency = values.pop("annual_revenue_currency", None)
    if minor is not None and currency is not None:
        values["annual_revenue"] = Money(minor, currency)
    return values


def _read(name: str, value: Any) -> Any:
    if not value or not isinstance(value, str):
        return value
    if name in _IDS:
        return UUID(value)
    if name in _DAYS:
        return date.fromisoformat(value)
    return datetime.fromisoformat(value) if name in _MOMENTS else value
