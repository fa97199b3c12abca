"""
What crm's use cases need from outside.

Everything found here belongs to the caller's organisation; ``seen`` and ``show`` leave out what
he may not see, ``get`` of customers does not.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from shared.contracts.crm.views import RatingView
from shared.contracts.declare import Event
from shared.kernel.context import Caller
from shared.kernel.records import Record

from crm.application.attachments.ports import Attachments, Blobs
from crm.application.bulk.ports import BulkEdits
from crm.application.classifying.ports import Memberships, SoldFacts
from crm.application.custom_fields.ports import CustomFields
from crm.application.customer_lists.ports import CustomerLists
from crm.application.imports.ports import Imports, Spreadsheets
from crm.application.notifications.ports import Notifications
from crm.application.privacy.ports import Privacy
from crm.application.reminders.ports import Mailer, Reminders
from crm.application.reports.ports import Reports, ReportSchedules
from crm.domain.activities import Activity
from crm.domain.classification import ListValue
from crm.domain.contacts import Contact
from crm.domain.customers import Customer
from crm.domain.notes import Note
from crm.domain.timeline import TimelineEntry


class Customers(Protocol):
    """Customers."""

    def get(self, customer_id: UUID, *, lock: bool = False) -> Customer: ...

    def seen(self, ids: Iterable[UUID]) -> set[UUID]:
        """Those he may see and that are not part of another."""
        ...

    def standing_for(self, customer_id: UUID) -> UUID:
        """The customer itself, or the one it was merged into."""
        ...

    def holder_of(self, organisation_number: str) -> UUID | None:
        """The live customer with the number."""
        ...

    def numbered(self, customer_no: str) -> UUID | None: ...

    def free_number(self) -> str:
        """Take the next number of the series."""
        ...

    def ancestors_of(self, customer_id: UUID) -> set[UUID]:
        """The customer and all above it; the tree is locked from then on."""
        ...

    def begin(self, customer: Customer, entry: TimelineEntry) -> None:
        """Date the first owner of a new customer, and begin its timeline."""
        ...

    def remember_owner(self, customer: Customer) -> None: ...

    def remember_rating(
        self, customer_id: UUID, *, value: str, reason: str | None, at: datetime
    ) -> RatingView: ...


class Contacts(Protocol):
    """Contacts; ``get`` refuses those the caller may not see."""

    def get(self, contact_id: UUID, *, lock: bool = False) -> Contact: ...

    def seen(self, ids: Sequence[UUID]) -> set[UUID]: ...

    def primary_of(self, customer_id: UUID, *, but: UUID) -> Contact | None: ...


class Activities(Protocol):
    """Activities; ``get`` refuses those the caller may not see."""

    def get(self, activity_id: UUID) -> Activity: ...

    def named(self, ical_uid: str) -> UUID | None:
        """The activity that has the iCalendar UID."""
        ...


class Notes(Protocol):
    """Notes; ``get`` refuses those the caller may not see."""

    def get(self, note_id: UUID) -> Note: ...


class Lists(Protocol):
    """Maintained lists."""

    def get(self, list_name: str, value_id: UUID) -> ListValue: ...

    def claim_seeding(self) -> bool:
        """True once for each organisation."""
        ...

    def add_all(self, values: Sequence[dict[str, Any]]) -> None: ...

    def values(self, list_name: str) -> list[Any]: ...

    def first_id(self, list_name: str) -> UUID | None: ...

    def known_ids(self, list_name: str, ids: Iterable[UUID]) -> set[UUID]: ...

    def known_codes(self, list_name: str, codes: Iterable[str]) -> set[str]: ...

    def code_named(self, list_name: str, text: str) -> str | None: ...


class Timeline(Protocol):
    """The timeline of customers."""

    def put(self, entry: TimelineEntry) -> None: ...

    def hand_over(
        self,
        ref_kind: str,
        ref_id: UUID,
        *,
        owner_id: UUID | None,
        unit_id: UUID | None,
    ) -> None:
        """The record changed hands: rights to its entries follow."""
        ...

    def forget(self, ref_kind: str, ref_id: UUID) -> None: ...

    def withdraw(self, key: str) -> None: ...


class CrmWork(Protocol):
    """One transaction."""

    @property
    def memberships(self) -> Memberships: ...

    @property
    def sold(self) -> SoldFacts: ...

    caller: Caller
    session: Any  # for shared.capabilities only

    @property
    def spreadsheets(self) -> Spreadsheets: ...

    @property
    def blobs(self) -> Blobs: ...

    @property
    def attachments(self) -> Attachments: ...

    @property
    def customers(self) -> Customers: ...

    @property
    def contacts(self) -> Contacts: ...

    @property
    def activities(self) -> Activities: ...

    @property
    def notes(self) -> Notes: ...

    @property
    def lists(self) -> Lists: ...

    @property
    def timeline(self) -> Timeline: ...

    @property
    def custom_fields(self) -> CustomFields: ...

    @property
    def imports(self) -> Imports: ...

    @property
    def notifications(self) -> Notifications: ...

    @property
    def reports(self) -> Reports: ...

    @property
    def report_schedules(self) -> ReportSchedules: ...

    @property
    def bulk_edits(self) -> BulkEdits: ...

    @property
    def customer_lists(self) -> CustomerLists: ...

    @property
    def privacy(self) -> Privacy: ...

    @property
    def reminders(self) -> Reminders: ...

    @property
    def mailer(self) -> Mailer: ...

    def table(self, name: str) -> Any: ...

    def now(self) -> datetime: ...

    def today(self) -> date: ...

    def act_as(self, caller: Caller) -> None: ...

    def save(self, record: Record) -> None: ...

    def flush(self) -> None: ...

    def publish(self, fact: Event) -> None: ...

    def schedule(
        self, kind: str, key: str, due_at: datetime, payload: dict[str, Any] | None = None
    ) -> None: ...

    def unschedule(self, kind: str, key: str) -> None: ...
