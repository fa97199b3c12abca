"""What projects' use cases need from outside: repositories of the unit of work, a calendar."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from shared.contracts.declare import Event
from shared.kernel.context import Caller
from shared.kernel.records import Record

from projects.domain.allocations import Allocation
from projects.domain.billing import UnbilledExpense, UnbilledTime
from projects.domain.expenses import Expense
from projects.domain.invoices import Invoice
from projects.domain.people import Resource, WorkContract
from projects.domain.plans import Phase
from projects.domain.projects import Project
from projects.domain.time_entries import TimeEntry


class PublicHolidays(Protocol):
    """Days nobody is expected to work."""

    def between(self, first_on: date, last_on: date) -> frozenset[date]:
        """Public holidays from *first_on* to *last_on*, both included."""
        ...


class Projects(Protocol):
    """Projects of the caller's organisation."""

    def get(
        self, project_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Project: ...

    def by_quote(self, quote_id: UUID) -> Project | None: ...

    def has_drafts(self, project_id: UUID) -> bool: ...

    def has_facts(self, project_id: UUID) -> bool: ...


class Plans(Protocol):
    """Phases."""

    def get(self, phase_id: UUID, *, expected_version: int | None = None) -> Phase: ...

    def of_project(self, project_id: UUID) -> Mapping[UUID, Phase]: ...


class People(Protocol):
    """Profiles and work contracts."""

    def resource(self, resource_id: UUID, *, expected_version: int | None = None) -> Resource: ...

    def resource_of(self, user_id: UUID) -> Resource | None: ...

    def contract(
        self, contract_id: UUID, *, expected_version: int | None = None
    ) -> WorkContract: ...

    def contracts_of(self, user_ids: Collection[UUID]) -> Sequence[WorkContract]: ...

    def billing_rates(self, user_ids: Collection[UUID], *, currency: str) -> dict[UUID, int]: ...

    def cost_rate_on(self, user_id: UUID, day: date) -> int | None: ...

    def fill_missing_costs(self, contract: WorkContract) -> None: ...


class TimeEntries(Protocol):
    """Time entries."""

    def get(self, entry_id: UUID, *, expected_version: int | None = None) -> TimeEntry: ...

    def lock_days(self, days: Collection[tuple[UUID, date]]) -> None: ...

    def minutes_on(
        self, days: Collection[tuple[UUID, date]], *, besides: UUID | None = None
    ) -> dict[tuple[UUID, date], int]: ...

    def add_many(self, entries: Sequence[TimeEntry]) -> None: ...


class Expenses(Protocol):
    """Expenses."""

    def get(self, expense_id: UUID, *, expected_version: int | None = None) -> Expense: ...


class Invoices(Protocol):
    """Invoices and credit notes."""

    def get(
        self, invoice_id: UUID, *, expected_version: int | None = None, lock: bool = False
    ) -> Invoice: ...

    def last_issued_on(self) -> date | None: ...

    def paid_by(self, external_ref: str) -> UUID | None: ...

    def credited_nets(self, invoice_id: UUID) -> dict[int, int]: ...


class Ledger(Protocol):
    """What can be billed, and what has been (the allocations)."""

    def unbilled_time(
        self,
        project_id: UUID,
        *,
        first_on: date | None,
        last_on: date | None,
        only_approved: bool,
        ids: Collection[UUID] | None,
    ) -> list[UnbilledTime]: ...

    def unbilled_expenses(
        self, project_id: UUID, *, ids: Collection[UUID] | None
    ) -> list[UnbilledExpense]: ...

    def store(self, allocations: Sequence[Allocation], *, invoice_id: UUID) -> None: ...

    def write_off(self, allocation: Allocation) -> None: ...

    def release(self, invoice_id: UUID) -> None: ...

    def bills_of(self, invoice_id: UUID) -> list[Allocation]: ...

    def credits_of(self, invoice_id: UUID) -> list[Allocation]: ...

    def lock_time_of(self, invoice_id: UUID) -> None: ...


class ProjectsWork(Protocol):
    """One transaction."""

    caller: Caller
    session: Any  # for shared.capabilities only

    @property
    def holidays(self) -> PublicHolidays: ...

    @property
    def projects(self) -> Projects: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def people(self) -> People: ...
    @property
    def time_entries(self) -> TimeEntries: ...
    @property
    def expenses(self) -> Expenses: ...
    @property
    def invoices(self) -> Invoices: ...
    @property
    def ledger(self) -> Ledger: ...

    def table(self, name: str) -> Any: ...

    def now(self) -> datetime: ...

    def today(self) -> date: ...

    def save(self, record: Record) -> None: ...

    def publish(self, fact: Event, *, at: datetime | None = None) -> None: ...

    def next_number(self, series: str, *, start: int = 1) -> int: ...

    def audit_rows(self, rows: list[dict[str, Any]]) -> None: ...
