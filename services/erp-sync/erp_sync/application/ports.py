"""
What erp_sync's use cases need from outside: an ERP system, and a unit of work.

* ErpError
  - Refused          the record is not accepted; repeating would not help
  - ErpConflict      it was changed there meanwhile; read again
  - ErpUnavailable   no answer; whether the call arrived is not known
  - Throttled        we are to wait
  - NotSignedIn      our credentials are not taken
"""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from shared.contracts.declare import Event
from shared.kernel.context import Caller
from shared.kernel.records import Record

from erp_sync.domain.breakers import Breaker
from erp_sync.domain.connections import Connection
from erp_sync.domain.customers import ErpCustomer, RemoteCustomer
from erp_sync.domain.jobs import Job, RetryPolicy
from erp_sync.domain.links import Attempt, Link


class ErpError(Exception):
    """Something an ERP system, or the way to it, did not do; the text is for people."""

    kind: ClassVar[str] = ""


class Refused(ErpError):
    """The record is not accepted."""

    kind = "refused"


class ErpConflict(ErpError):
    """The record was changed there meanwhile."""

    kind = "conflict"


class ErpUnavailable(ErpError):
    """No answer, or none that says what happened."""

    kind = "transient"


class Throttled(ErpError):
    """We are to wait."""

    kind = "throttled"

    def __init__(self, text: str, *, retry_after_seconds: float) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds


class NotSignedIn(ErpError):
    """Our credentials are not taken."""

    kind = "authentication"


@dataclass(frozen=True, kw_only=True)
class Push:
    """One version of one customer, to be brought over."""

    entity_id: UUID
    version: int
    customer: ErpCustomer


class Erp(Protocol):
    """An ERP system.  Tryton and the file drop implement this.  Every method may raise ErpError."""

    def probe(self) -> str:
        """Make the cheapest call that proves that we are let in; answers what is there."""
        ...

    def find(self, push: Push) -> list[RemoteCustomer]:
        """Customers that have our marker, the organisation number or the customer number."""
        ...

    def read(self, external_id: str) -> RemoteCustomer | None:
        """One customer, or None when there is none any more."""
        ...

    def create(self, push: Push) -> RemoteCustomer:
        """Create the customer with our marker; answers what stands there now."""
        ...

    def update(
        self, remote: RemoteCustomer, push: Push, changes: Mapping[str, Any]
    ) -> RemoteCustomer:
        """
        Write *changes*, unless the customer is not as in *remote* any more.

        Raises:
            ErpConflict: It is not.
        """
        ...


class Erps(Protocol):
    """Finds the ERP system at the other end of a connection."""

    def open(self, connection: Connection) -> Erp:
        """The system, without calling it."""
        ...


class Vault(Protocol):
    """Seals secrets."""

    def seal(self, secret: str, *, record_id: UUID) -> bytes: ...


class Connections(Protocol):
    """The connections of an organisation."""

    def get(
        self, connection_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Connection: ...
    def live(self) -> list[Connection]: ...
    def name_taken(self, name: str, *, but: UUID) -> bool: ...
    def breaker(self, connection_id: UUID) -> Breaker: ...
    def put_breaker(self, breaker: Breaker) -> None: ...


class Jobs(Protocol):
    """The queued updates of an organisation."""

    def get(self, job_id: UUID, *, lock: bool = False) -> Job: ...
    def find(self, job_id: UUID, *, lock: bool = False) -> Job | None: ...
    def put(self, job: Job) -> None: ...
    def queue(self, connection_ids: Iterable[UUID], versions: Mapping[UUID, int]) -> list[Job]: ...
    def queue_everything(self, connection_id: UUID) -> None: ...
    def due(self, connection_id: UUID, *, woken_before: datetime, limit: int) -> list[Job]: ...
    def running(self, connection_id: UUID) -> int: ...


class Links(Protocol):
    """Which record there is which record here."""

    def find(self, connection_id: UUID, entity_id: UUID) -> Link | None: ...
    def put(self, link: Link) -> None: ...
    def suspend_second(self, entity_id: UUID, *, beside: UUID) -> None: ...
    def resume_last(self, entity_id: UUID) -> None: ...
    def start(self, attempt: Attempt) -> None: ...
    def finish(self, attempt: Attempt) -> None: ...
    def is_taken(self, connection_id: UUID, external_id: str, *, but: UUID) -> bool: ...


class ErpWork(Protocol):
    """One transaction, as erp_sync's use cases see it."""

    @property
    def caller(self) -> Caller: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def jobs(self) -> Jobs: ...
    @property
    def links(self) -> Links: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def erps(self) -> Erps: ...
    @property
    def policy(self) -> RetryPolicy: ...
    @property
    def allow_private(self) -> bool: ...
    def now(self) -> datetime: ...
    def save(self, record: Record) -> None: ...
    def publish(self, fact: Event) -> None: ...
    def schedule(
        self, kind: str, key: str, due_at: datetime, payload: dict[str, Any] | None = None
    ) -> None: ...
    def unschedule(self, kind: str, key: str) -> None: ...
    def known_customer(self, customer_id: UUID) -> tuple[int, Mapping[str, Any]] | None: ...


class ErpWorks(Protocol):
    """Opens transactions of the platform itself."""

    def system(self, organisation_id: UUID) -> AbstractContextManager[Any]: ...
