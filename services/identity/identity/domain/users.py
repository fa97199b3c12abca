"""Users: who may log in, where he belongs and who leads him."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.kernel.errors import invalid_field
from shared.kernel.records import Child, Record

from identity.domain import text
from identity.domain.errors import SupervisorCycle


class UserStatus(StrEnum):
    """Invited until the first login; locked and left users cannot log in."""

    INVITED = "invited"
    ACTIVE = "active"
    LOCKED = "locked"
    LEFT = "left"


WORKING = (UserStatus.INVITED, UserStatus.ACTIVE)  # may log in


@dataclass(eq=False, kw_only=True)
class RoleHeld(Child):
    """A user has a role."""

    role_id: UUID


@dataclass(eq=False, kw_only=True)
class User(Record):
    """A person, or a system, that logs in.  ``email`` is unique among all live users."""

    name: str
    email: str
    unit_id: UUID
    status: str = UserStatus.INVITED
    supervisor_id: UUID | None = None
    employee_no: str | None = None
    locale: str = "nb"
    time_zone: str = "Europe/Oslo"
    roles_held: list[RoleHeld] = field(default_factory=list)

    @property
    def role_ids(self) -> list[UUID]:
        """The roles, in a stable order."""
        return sorted(each.role_id for each in self.roles_held)

    @property
    def may_log_in(self) -> bool:
        """Whether this user can open and keep a session."""
        return self.archived_at is None and self.status in WORKING

    def describe(self, given: dict[str, Any]) -> None:
        """
        Set the given fields that need no look at others.

        Raises:
            Invalid: A value is missing or not what it should be.
        """
        for name, check in _CHECKS.items():
            if name in given:
                setattr(self, name, check(given[name]))

    def hold(self, role_ids: Collection[UUID]) -> bool:
        """Have exactly these roles; returns whether that changed anything."""
        before, wanted = set(self.role_ids), set(role_ids)
        self.roles_held = [each for each in self.roles_held if each.role_id in wanted]
        self.roles_held += [RoleHeld(role_id=each) for each in sorted(wanted - before)]
        return before != wanted

    def report_to(self, supervisor_id: UUID | None, supervisors_above: Collection[UUID]) -> None:
        """
        Get another supervisor, or none.

        Args:
            supervisors_above: The new supervisor and everyone above him.

        Raises:
            SupervisorCycle: The new supervisor is, directly or through others, led by this user.
        """
        if supervisor_id is not None and (supervisor_id == self.id or self.id in supervisors_above):
            raise SupervisorCycle
        self.supervisor_id = supervisor_id

    def has_logged_in(self) -> bool:
        """Note a login; returns whether it was the first one of an invited user."""
        if self.status != UserStatus.INVITED:
            return False
        self.status = UserStatus.ACTIVE
        return True


@dataclass(eq=False, kw_only=True)
class Password(Record):
    """A user's password as a salted hash.  Its id is the user's."""

    audit_hides = frozenset({"password_hash"})

    password_hash: str
    changed_at: datetime


def status(value: object) -> str:
    """A status people may set.  Raises ``Invalid``; *invited* is never set by hand."""
    if value not in (UserStatus.ACTIVE, UserStatus.LOCKED, UserStatus.LEFT):
        raise invalid_field("/status", "is not active, locked or left")
    return str(value)


_CHECKS = {
    "name": lambda value: text.required_text(value, "/name"),
    "email": lambda value: text.email(value, "/email"),
    "employee_no": lambda value: text.optional_text(value, "/employee_no", longest=30),
    "locale": text.locale,
    "time_zone": text.time_zone,
    "status": status,
}
