"""The tree of business units, and cost centres."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.kernel.errors import invalid_field
from shared.kernel.records import Record

from identity.domain import text
from identity.domain.errors import RootUnitFixed, UnitCycle


@dataclass(eq=False, kw_only=True)
class Unit(Record):
    """A part of the organisation: a region, a department, a team.  The root has no parent."""

    name: str
    code: str
    parent_id: UUID | None = None
    manager_id: UUID | None = None
    active_from: date | None = None
    active_to: date | None = None

    def describe(self, given: dict[str, Any]) -> None:
        """
        Set name, code, manager and dates among the given fields; ``move`` sets the parent.

        Raises:
            Invalid: A text is missing or the period ends before it starts.
        """
        if "name" in given:
            self.name = text.required_text(given["name"], "/name")
        if "code" in given:
            self.code = text.required_text(given["code"], "/code", longest=30)
        for name in ("manager_id", "active_from", "active_to"):
            if name in given:
                setattr(self, name, given[name])
        if self.active_from and self.active_to and self.active_to < self.active_from:
            raise invalid_field("/active_to", "must not be before active_from")

    def move(self, parent_id: UUID | None, ancestors_of_parent: Collection[UUID]) -> None:
        """
        Place the unit, with all below it, under another one.

        Args:
            ancestors_of_parent: The new parent and everything above it.

        Raises:
            UnitCycle: The new parent is this unit or below it.
            RootUnitFixed: The root would be moved, or a second root made.
        """
        if parent_id == self.parent_id:
            return
        if parent_id is None or self.parent_id is None:
            raise RootUnitFixed
        if self.id in ancestors_of_parent:
            raise UnitCycle
        self.parent_id = parent_id


@dataclass(eq=False, kw_only=True)
class CostCentre(Record):
    """Where costs and income are booked; the code is the accountants'."""

    code: str
    name: str
    unit_id: UUID | None = None

    def change(self, given: dict[str, Any]) -> None:
        """
        Set the given fields.

        Raises:
            Invalid: A text is missing or too long.
        """
        if "code" in given:
            self.code = text.required_text(given["code"], "/code", longest=30)
        if "name" in given:
            self.name = text.required_text(given["name"], "/name")
        if "unit_id" in given:
            self.unit_id = given["unit_id"]
