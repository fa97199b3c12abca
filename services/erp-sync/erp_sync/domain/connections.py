"""Connections: one ERP system of one company, and when it may be used."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from shared.kernel.errors import FieldError
from shared.kernel.records import Record

from erp_sync.domain.errors import ConnectionInvalid

MOST_CALLS_AT_ONCE = 5
LONGEST_NAME = 200


class ConnectionKind(StrEnum):
    """What stands at the other end."""

    TRYTON = "tryton"
    FILE = "file"


class ConnectionStatus(StrEnum):
    """``testing`` until the system has answered once; only ``active`` sends anything."""

    TESTING = "testing"
    ACTIVE = "active"
    PAUSED = "paused"
    REAUTH_NEEDED = "reauth_needed"


_ADDRESS = ("url", "database_name", "username")


@dataclass(eq=False, kw_only=True)
class Connection(Record):
    """
    One ERP system of one company.

    Shape: ``customer_numbers`` is crm (new customers get our number there) or erp (it gives its
    own); ``customer_kinds`` limits what is sent, everything when empty; ``concurrency`` is the
    number of calls at a time.
    """

    audit_hides: ClassVar[frozenset[str]] = frozenset({"secret"})

    kind: ConnectionKind
    name: str
    status: ConnectionStatus = ConnectionStatus.TESTING
    url: str | None = None
    database_name: str | None = None
    username: str | None = None
    secret: bytes | None = None  # the password, sealed
    customer_numbers: str = "crm"
    customer_kinds: list[str] = field(default_factory=list)
    concurrency: int = 2

    @property
    def is_open(self) -> bool:
        """Whether updates may be sent."""
        return self.archived_at is None and self.status == ConnectionStatus.ACTIVE

    def check(self) -> None:
        """
        Refuse what cannot work.

        Raises:
            ConnectionInvalid: With every fault.
        """
        faults = [*self._faults_of_kind(), *self._faults_of_values()]
        if faults:
            raise ConnectionInvalid(faults)

    def _faults_of_kind(self) -> list[FieldError]:
        if self.kind == ConnectionKind.FILE:
            return []
        missing = [each for each in _ADDRESS if not getattr(self, each)]
        if self.secret is None:
            missing.append("password")
        names = [each.removesuffix("_name") for each in missing]
        return [FieldError(f"/{name}", "required", "is needed for this kind") for name in names]

    def _faults_of_values(self) -> list[FieldError]:
        faults = []
        if not self.name.strip() or len(self.name) > LONGEST_NAME:
            faults.append(FieldError("/name", "invalid", f"1 to {LONGEST_NAME} characters"))
        if self.customer_numbers not in ("crm", "erp"):
            faults.append(FieldError("/customer_numbers", "invalid", "must be crm or erp"))
        if not 1 <= self.concurrency <= MOST_CALLS_AT_ONCE:
            faults.append(
                FieldError("/concurrency", "invalid", f"must be 1 to {MOST_CALLS_AT_ONCE}")
            )
        return faults

    def takes(self, kinds: list[str]) -> bool:
        """Whether customers of these kinds are sent."""
        return not self.customer_kinds or bool(set(kinds) & set(self.customer_kinds))
