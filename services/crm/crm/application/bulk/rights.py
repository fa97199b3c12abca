"""The rights of whoever asked, kept beside work that is done later in his name."""

from typing import Any
from uuid import UUID

from shared.kernel.context import Caller


def rights_of(caller: Caller) -> dict[str, Any]:
    """What a due item needs to act as the caller."""
    return {
        "actor_id": str(caller.actor_id),
        "unit_id": str(caller.unit_id) if caller.unit_id else None,
        "unit_ids": [str(each) for each in sorted(caller.unit_ids)],
        "grants": dict(caller.grants),
        "field_classes": sorted(caller.field_classes),
        "role_ids": [str(each) for each in sorted(caller.role_ids)],
        "locale": caller.locale,
        "time_zone": caller.time_zone,
        "currency": caller.currency,
        "correlation_id": caller.correlation_id,
    }


def caller_with(rights: dict[str, Any], organisation_id: UUID, *, source: str) -> Caller:
    """Whoever asked, with the rights he had then."""
    return Caller(
        organisation_id=organisation_id,
        actor_id=UUID(rights["actor_id"]),
        unit_id=UUID(rights["unit_id"]) if rights["unit_id"] else None,
        unit_ids=frozenset(map(UUID, rights["unit_ids"])),
        grants=rights["grants"],
        field_classes=frozenset(rights["field_classes"]),
        role_ids=frozenset(map(UUID, rights["role_ids"])),
        locale=rights["locale"],
        time_zone=rights["time_zone"],
        currency=rights["currency"],
        correlation_id=rights["correlation_id"],
        source=source,
    )
