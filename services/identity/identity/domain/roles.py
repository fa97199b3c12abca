"""Roles: named bundles of rights that users hold."""

from dataclasses import dataclass, field
from typing import Any

from shared.kernel.records import Record

from identity.domain import text
from identity.domain.default_roles import ADMINISTRATOR
from identity.domain.errors import GrantTooWide, RoleFixed
from identity.domain.rights import Rights, known_field_classes, known_grants


@dataclass(eq=False, kw_only=True)
class Role(Record):
    """A bundle of rights.  ``key`` names a default role; None for the organisation's own."""

    name: str
    key: str | None = None
    description: str | None = None
    grants: dict[str, str] = field(default_factory=dict)
    field_classes: list[str] = field(default_factory=list)

    @property
    def rights(self) -> Rights:
        """What the role allows."""
        return Rights(self.grants, frozenset(self.field_classes))

    @property
    def is_administrator(self) -> bool:
        """Whether this is the role that may do everything."""
        return self.key == ADMINISTRATOR

    def change(self, given: dict[str, Any]) -> None:
        """
        Set the given fields.

        Raises:
            RoleFixed: This is the administrator role.
            RightUnknown: A right, scope or field class does not exist.
        """
        self.refuse_when_fixed()
        if "name" in given:
            self.name = text.required_text(given["name"], "/name", longest=100)
        if "description" in given:
            self.description = text.optional_text(
                given["description"], "/description", longest=1000
            )
        if "grants" in given:
            self.grants = known_grants(given["grants"])
        if "field_classes" in given:
            self.field_classes = known_field_classes(given["field_classes"])

    def refuse_when_fixed(self) -> None:
        """Raises ``RoleFixed`` for the administrator role."""
        if self.is_administrator:
            raise RoleFixed


def refuse_wider(holder: Rights, wanted: Rights) -> None:
    """
    Stop a grant beyond what the granting one holds himself.

    Raises:
        GrantTooWide: Naming what goes beyond.
    """
    missing = holder.missing_for(wanted)
    if missing:
        raise GrantTooWide(missing)
