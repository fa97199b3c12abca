"""A person's calendar at some provider, and what of the activities goes there."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from shared.kernel.errors import FieldError
from shared.kernel.records import Record

from calendar_sync.domain.errors import AccountInvalid

PRIVACIES = ("full", "busy")


class AccountStatus(StrEnum):
    """``connecting`` until it answered once; ``degraded`` while it does not answer any more."""

    CONNECTING = "connecting"
    ACTIVE = "active"
    DEGRADED = "degraded"
    REAUTH_NEEDED = "reauth_needed"
    DISCONNECTED = "disconnected"


@dataclass(eq=False, kw_only=True)
class Account(Record):
    """A person's calendar at some provider."""

    audit_hides: ClassVar[frozenset[str]] = frozenset({"secret"})

    user_id: UUID
    unit_id: UUID | None = None
    provider: str = "caldav"
    url: str = ""
    username: str = ""
    secret: bytes | None = None  # the password, sealed
    status: AccountStatus = AccountStatus.CONNECTING

    @property
    def is_usable(self) -> bool:
        """Whether it is worth calling."""
        return self.archived_at is None and self.status != AccountStatus.REAUTH_NEEDED

    def check(self) -> None:
        """
        Refuse what cannot work.

        Raises:
            AccountInvalid: With every fault.
        """
        faults = [
            FieldError(f"/{name}", "required", "is needed")
            for name in ("url", "username")
            if not getattr(self, name)
        ]
        if self.secret is None:
            faults.append(FieldError("/password", "required", "is needed"))
        if self.provider != "caldav":
            faults.append(FieldError("/provider", "invalid", "must be caldav"))
        if faults:
            raise AccountInvalid(faults)


@dataclass(eq=False, kw_only=True)
class Binding(Record):
    """
    One calendar of one account.

    Shape: ``kinds`` of activities that go there, all when empty; ``privacy`` full, or busy to
    send no titles.
    """

    account_id: UUID
    user_id: UUID
    unit_id: UUID | None = None
    external_calendar_id: str
    direction: str = "out"
    kinds: list[str] = field(default_factory=list)
    privacy: str = "full"

    def check(self) -> None:
        """
        Refuse what is not a privacy.

        Raises:
            AccountInvalid: With the fault.
        """
        if self.privacy not in PRIVACIES:
            raise AccountInvalid([FieldError("/privacy", "invalid", "must be full or busy")])
