"""Why somebody may do something with a record: its owner asked first, then identity."""

from dataclasses import dataclass
from typing import Any

from shared.kernel.errors import invalid_field

from gateway.services.fan_out import FanOut


@dataclass(frozen=True)
class Asked:
    """How a record's owner and unit are read."""

    method: str
    argument: str
    owner: str = "owner_id"


_RECORDS = {
    "customer": Asked("crm.get_customer", "customer_id"),
    "contact": Asked("crm.get_contact", "contact_id"),
    "activity": Asked("crm.get_activity", "activity_id"),
    "note": Asked("crm.get_note", "note_id"),
    "case": Asked("sales.get_case", "case_id", "salesperson_id"),
    "quote": Asked("quoting.get_quote", "quote_id"),
    "project": Asked("projects.get_project", "project_id", "manager_id"),
}


def explanation(
    services: FanOut,
    *,
    user_id: str,
    action: str,
    record_id: str | None,
    field_class: str | None,
) -> dict[str, Any]:
    """
    Explain one decision.  The record is read as the one who asks: hidden ones are 404 for him.

    Raises:
        Invalid: ``/id``: records of this resource have no owner to decide by.
    """
    whose = {}
    if record_id is not None:
        asked = _RECORDS.get(action.partition(".")[0])
        if asked is None:
            raise invalid_field("/id", f"{action} is not decided by a record")
        found = services.required(services.ask(asked.method, **{asked.argument: record_id}))
        whose = {"owner_id": found[asked.owner], "unit_id": found["unit_id"]}
    return services.required(
        services.ask(
            "identity.explain_access",
            user_id=user_id,
            action=action,
            field_class=field_class,
            **whose,
        )
    )
