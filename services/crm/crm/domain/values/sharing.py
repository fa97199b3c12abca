"""Who else may open something of somebody's own."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from shared.kernel.context import Caller
from shared.kernel.records import Record

from crm.domain.values.problems import Problems

MOST_SHARES = 100


@dataclass(eq=False, kw_only=True)
class Shared(Record):
    """A record that belongs to one person and may be opened by others, each within his rights."""

    owner_id: UUID
    unit_id: UUID | None = None
    shared_with_everyone: bool = False
    shared_role_ids: list[UUID] = field(default_factory=list)
    shared_user_ids: list[UUID] = field(default_factory=list)

    def is_kept_by(self, caller: Caller) -> bool:
        """Whether the caller may change it: its owner, or who runs the organisation."""
        return self.owner_id == caller.actor_id or runs_organisation(caller)


def runs_organisation(caller: Caller) -> bool:
    """Whether the caller looks after what people leave behind."""
    return caller.scope("organisation", "update") != "none"


def read_sharing(given: dict[str, Any], problems: Problems) -> dict[str, Any]:
    """Attributes of ``Shared`` from what a caller gave as ``shared_with``."""
    names = {
        "everyone": "shared_with_everyone",
        "role_ids": "shared_role_ids",
        "user_ids": "shared_user_ids",
    }
    values: dict[str, Any] = {}
    for name, value in given.items():
        if isinstance(value, list):
            value = list(dict.fromkeys(value))
            if len(value) > MOST_SHARES:
                problems.note(f"/shared_with/{name}", "crm.too_many", f"at most {MOST_SHARES}")
        values[names[name]] = value
    return values
