"""
What crm's use cases need from outside.

Everything found here belongs to the caller's organisation; ``seen`` and ``show`` leave out what
he may not see, ``get`` of customers does not.
"""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from shared.contracts.crm.views import RatingView
from shared.contracts.declare import Event
from shared.kernel.context import Caller
from shared.kernel.records import Record

from crm.application.attachments.ports import Attachments, Blobs
from crm.application.bulk.ports import BulkEdits
from crm.application.custom_fields.ports import CustomFields
from crm.application.customer_lists.ports import CustomerLists
from crm.application.notifications.ports import Notifications
from crm.application.privacy.ports import Privacy
from crm.application.reminders.ports import Mailer, Reminders
from crm.application.reports.ports import Reports
from crm.domain.activities import Activity
from crm.domain.classification import ListValue
from crm.domain.contacts import Contact
from crm.domain.customers import Customer
from crm.domain.imports.batches import ImportBatch
from crm.domain.imports.rows import Row
from crm.domain.imports.sheets import Workbook
from crm.domain.notes import Note
from crm.domain.timeline import TimelineEntry


class Customers(Protocol):
    """Customers."""

    def get(self, customer_id: UUID, *, lock: bool = False) -> Customer: ...

    def seen(self, ids: Iterable[UUID]) -> set[UUID]: ...

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

    def remember_owner(self, customer: Customer) -> None: ...

    def remember_rating(
        self, customer_id: UUID, *, value: str, reason: str | None, at: datetime
    ) -> RatingView: ...


class Contacts(Protocol):
    """Contacts; ``get`` refuses those the caller may not see."""

    def get(self, contact_id: UUID) -> Contact: ...

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


class Spreadsheets(Protocol):
    """Reads files nobody trusts."""

    def read(
        self, *, filename: str, content: bytes, kind: str, sheet: str | None = None
    ) -> Workbook:
        """
        Read one sheet, the one most like *kind* when none is named.

        Raises:
            Invalid: ``crm.import_file_…``, ``crm.import_headers_missing`` …
        """
        ...


class Imports(Protocol):
    """Imports with their files, chunks of cells and rows."""

    def get(self, import_id: UUID, *, lock: bool = False) -> ImportBatch: ...

    def earlier(self, file_hash: str) -> UUID | None:
        """An import of the same bytes that was committed."""
        ...

    def store_file(self, import_id: UUID, content: bytes) -> None: ...

    def file(self, import_id: UUID) -> bytes: ...

    def forget_file(self, import_id: UUID) -> None: ...

    def store_chunks(self, import_id: UUID, chunks: Sequence[tuple[int, bytes]]) -> None:
        """Replace the cells: pairs of the first row's number and deflated rows."""
        ...

    def chunk(self, import_id: UUID, done_rows: int) -> bytes:
        """The deflated cells that come after *done_rows* rows."""
        ...

    def advance(self, batch: ImportBatch, rows: int) -> None:
        """Show progress."""
        ...

    def forget_rows(self, import_id: UUID) -> None: ...

    def add_rows(self, import_id: UUID, rows: Sequence[Row]) -> None: ...

    def settle_rows(self, batch: ImportBatch) -> dict[str, int]:
        """Find duplicates and parents inside the file; numbers of rows by action."""
        ...

    def counts(self, import_id: UUID) -> dict[str, int]: ...

    def pending(self, import_id: UUID, limit: int) -> list[Any]:
        """Rows to write, parents before those below them."""
        ...

    def mark(self, outcomes: Sequence[dict[str, Any]]) -> None:
        """Write down what became of rows: ``row_id``, ``new_state``, ``new_issues``."""
        ...

    def mark_applied(self, ids: Sequence[UUID]) -> None: ...

    def matches(self, kind: str, keys: dict[str, set[str]]) -> list[dict[str, Any]]:
        """Live records that have one of the key values, as plain values."""
        ...

    def people(self) -> dict[str, UUID]:
        """Users by name and by e-mail address, in lower case."""
        ...

    def create_customers(self, plans: Sequence[tuple[UUID, dict[str, Any]]]) -> None:
        """Store new customers in bulk, with owners, audit, timeline and events."""
        ...

    def attempt(self) -> AbstractContextManager[None]:
        """A part of the transaction that can fail without spoiling the rest."""
        ...


class CrmWork(Protocol):
    """One transaction."""

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
