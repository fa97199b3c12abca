"""Who is calling, on whose behalf, and within which rights."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from shared.kernel.ids import new_id

SYSTEM_ACTOR = UUID(int=0)  # the platform itself: relays, consumers, timers
SCOPES = ("none", "own", "unit", "subtree", "all")  # from narrow to wide


@dataclass(frozen=True, kw_only=True)
class Caller:
    """
    One caller for the length of one call.

    Shape: ``grants`` maps ``"resource.action"`` (``"customer.view"``) to a scope;
    ``field_classes`` names what else may be seen: ``cost``, ``margin``, ``salary``, ``personal``.

    Args:
        unit_ids: The caller's unit and all units below it (scope *subtree*).
        role_ids: His roles, by which lists and reports are shared; never asked for rights.
        source: Where the change comes from: ui, api, import, bulk, erp, calendar or system.
    """

    organisation_id: UUID
    actor_id: UUID
    unit_id: UUID | None = None
    unit_ids: frozenset[UUID] = frozenset()
    grants: dict[str, str] = field(default_factory=dict)
    field_classes: frozenset[str] = frozenset()
    role_ids: frozenset[UUID] = frozenset()
    time_zone: str = "Europe/Oslo"
    currency: str = "NOK"
    locale: str = "nb"
    source: str = "api"
    correlation_id: str = ""
    causation_id: str = ""
    on_behalf_of: UUID | None = None
    is_system: bool = False

    def scope(self, resource: str, action: str) -> str:
        """The widest scope the caller has for the action; ``none`` when not granted."""
        if self.is_system:
            return "all"
        return self.grants.get(f"{resource}.{action}", "none")

    def sees(self, field_class: str) -> bool:
        """Whether values of the field class may be shown to this caller."""
        return self.is_system or field_class in self.field_classes

    def caused_by(self, message_id: UUID) -> "Caller":
        """The same caller, acting because of a message."""
        return replace(self, causation_id=str(message_id))


def system_caller(
    organisation_id: UUID, *, correlation_id: str = "", source: str = "system"
) -> Caller:
    """The platform itself, working for one organisation with every right there."""
    return Caller(
        organisation_id=organisation_id,
        actor_id=SYSTEM_ACTOR,
        source=source,
        correlation_id=correlation_id or str(new_id()),
        is_system=True,
    )
