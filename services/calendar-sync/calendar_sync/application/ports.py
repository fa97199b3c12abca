"""
What calendar_sync's use cases need from outside: a person's calendar, iCalendar text, a unit of
work.

* CalendarError
  - EventRefused          the calendar does not take this event; others may pass
  - EventChanged          the event is not as we left it; read again
  - CursorExpired         the calendar forgot our position; read everything again
  - CalendarForbidden     the person must connect again
  - CalendarUnavailable   no answer, or we are to wait; whether a write arrived is not known
"""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Protocol
from uuid import UUID

from shared.contracts.declare import Event
from shared.kernel.context import Caller
from shared.kernel.records import Record

from calendar_sync.domain.accounts import Account, Binding
from calendar_sync.domain.activities import Activity, CalendarEvent
from calendar_sync.domain.conflicts import SyncConflict
from calendar_sync.domain.feeds import Feed
from calendar_sync.domain.operations import Link, Operation, SyncPolicy, SyncState


class CalendarError(Exception):
    """Something a calendar, or the way to it, did not do; the text is for people."""

    kind: ClassVar[str] = ""


class EventRefused(CalendarError):
    """The calendar does not take this event."""

    kind = "refused"


class EventChanged(CalendarError):
    """The event is not as we left it: changed, removed, or there already."""

    kind = "conflict"


class CursorExpired(CalendarError):
    """The calendar forgot our position; read everything again."""

    kind = "conflict"


class CalendarForbidden(CalendarError):
    """Our credentials are not taken, or do not allow writing."""

    kind = "authentication"


class CalendarUnavailable(CalendarError):
    """No answer, or we are to wait ``retry_after_seconds``."""

    kind = "transient"

    def __init__(self, text: str, *, retry_after_seconds: float | None = None) -> None:
        super().__init__(text)
        self.retry_after_seconds = retry_after_seconds


@dataclass(frozen=True, kw_only=True)
class Appointment:
    """An event as it goes to a calendar: its UID, its version, and when it was changed."""

    uid: str
    event: CalendarEvent
    version: int
    changed_at: datetime


@dataclass(frozen=True, kw_only=True)
class RemoteEvent:
    """An event as it stands there.  ``digest`` is the one we wrote into it, if we wrote it."""

    href: str
    etag: str
    uid: str | None
    digest: str | None
    fields: dict[str, str | None]


@dataclass(frozen=True, kw_only=True)
class Changes:
    """
    What changed in a calendar since a cursor.

    Shape: ``etags`` by name of what is new or changed; ``cursor`` None where a calendar cannot
    tell.
    """

    cursor: str | None
    etags: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)


class Calendar(Protocol):
    """A person's calendar.  CalDAV implements this.  Every method may raise CalendarError."""

    def check(self) -> None:
        """Make sure that there is a calendar we may write to."""
        ...

    def get(self, href: str) -> RemoteEvent | None:
        """The event of that name, or None."""
        ...

    def create(self, href: str, appointment: Appointment) -> str:
        """
        Write a new event; answers its etag.

        Raises:
            EventChanged: There is one of that name.
        """
        ...

    def replace(self, href: str, appointment: Appointment, *, etag: str) -> str:
        """
        Write over the event that has *etag*; answers the new one.

        Raises:
            EventChanged: It has another one, or is gone.
        """
        ...

    def changes_since(self, cursor: str | None) -> Changes:
        """
        What changed since *cursor*; everything there is when it is None.

        Raises:
            CursorExpired: The calendar forgot our position.
        """
        ...

    def remove(self, href: str, *, etag: str) -> None:
        """
        Remove the event that has *etag*; removing an absent one is not an error.

        Raises:
            EventChanged: It has another one.
        """
        ...


class Calendars(Protocol):
    """Finds the calendar at the other end of a binding."""

    def open(self, account: Account, binding: Binding) -> Calendar:
        """The calendar, without calling it."""
        ...


class Texts(Protocol):
    """Writes iCalendar text."""

    def feed(
        self, name: str, appointments: Iterable[Appointment], *, since: datetime, until: datetime
    ) -> str:
        """A calendar of everything that takes place between two instants."""
        ...


class Vault(Protocol):
    """Seals secrets."""

    def seal(self, secret: str, *, record_id: UUID) -> bytes: ...
    def open(self, sealed: bytes, *, record_id: UUID) -> str: ...


class Tokens(Protocol):
    """Makes secrets nobody can guess."""

    def new(self) -> str: ...


class Accounts(Protocol):
    """Accounts and their bindings."""

    def get(
        self, account_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Account: ...
    def exists(self, account: Account) -> bool: ...
    def binding(
        self, binding_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Binding: ...
    def bindings_of(self, account_id: UUID) -> list[Binding]: ...
    def bindings_for(self, activity: Activity) -> list[Binding]: ...
    def is_working(self, user_id: UUID) -> bool: ...


class Activities(Protocol):
    """The copies of crm's activities."""

    def keep(self, activity: Activity) -> bool: ...
    def find(self, activity_id: UUID) -> Activity | None: ...
    def of_user(self, user_id: UUID, *, since: datetime, until: datetime) -> list[Activity]: ...


class Operations(Protocol):
    """What is to be brought where, and what was."""

    def queue(self, binding_ids: Iterable[UUID], *, activity_id: UUID, version: int) -> None: ...
    def queue_everything(self, binding: Binding, *, since: datetime, until: datetime) -> None: ...
    def next(self, binding_id: UUID) -> Operation | None: ...
    def get(self, operation_id: UUID) -> Operation: ...
    def put(self, operation: Operation) -> None: ...
    def link(self, binding_id: UUID, activity_id: UUID) -> Link | None: ...
    def links_at(self, binding_id: UUID, hrefs: Iterable[str]) -> list[Link]: ...
    def put_link(self, link: Link) -> None: ...
    def state(self, binding_id: UUID, *, lock: bool = False) -> SyncState: ...
    def put_state(self, state: SyncState) -> None: ...
    def forgotten(self, *, woken_before: datetime) -> list[Binding]: ...
    def note(self, conflict: SyncConflict) -> None: ...


class Feeds(Protocol):
    """Feeds and their addresses."""

    def get(self, feed_id: UUID, *, expected_version: int | None = None) -> Feed: ...
    def set_address(self, feed: Feed, token_hash: bytes) -> None: ...
    def drop_address(self, feed: Feed) -> None: ...
    def at(self, token_hash: bytes) -> tuple[UUID, UUID] | None: ...
    def was_read(self, feed_id: UUID) -> None: ...


class CalendarWork(Protocol):
    """One transaction, as calendar_sync's use cases see it."""

    @property
    def caller(self) -> Caller: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def activities(self) -> Activities: ...
    @property
    def operations(self) -> Operations: ...
    @property
    def feeds(self) -> Feeds: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def calendars(self) -> Calendars: ...
    @property
    def texts(self) -> Texts: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def policy(self) -> SyncPolicy: ...
    @property
    def allow_private(self) -> bool: ...
    def now(self) -> datetime: ...
    def save(self, record: Record) -> None: ...
    def publish(self, fact: Event) -> None: ...
    def schedule(
        self, kind: str, key: str, due_at: datetime, payload: dict[str, Any] | None = None
    ) -> None: ...
    def unschedule(self, kind: str, key: str) -> None: ...
    def act_for(self, organisation_id: UUID) -> None: ...


class CalendarWorks(Protocol):
    """Opens transactions of the platform itself."""

    def system(self, organisation_id: UUID) -> AbstractContextManager[Any]: ...
