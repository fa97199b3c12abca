"""Time entries: who worked how long on what, what it costs and what it is sold for."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from shared.kernel.money import round_half_up
from shared.kernel.records import Record

from projects.domain.errors import (
    Billed,
    DayOverfull,
    MinutesInvalid,
    NotDraft,
    TransitionInvalid,
)
from projects.domain.projects import LineKind, Project

MINUTES_PER_DAY = 1440


class EntryStatus(StrEnum):
    """The life of a time entry; issuing an invoice with it locks it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    LOCKED = "locked"


class Billing(StrEnum):
    """How time is paid for: by the hour, within a fixed amount, or not at all."""

    HOURLY = "hourly"
    FIXED = "fixed"
    NONE = "none"


_NEXT = {
    EntryStatus.DRAFT: {EntryStatus.SUBMITTED},
    EntryStatus.SUBMITTED: {EntryStatus.APPROVED, EntryStatus.DRAFT},
    EntryStatus.APPROVED: {EntryStatus.DRAFT},
    EntryStatus.LOCKED: set(),
}


def amount_of(minutes: int, rate_minor: int) -> int:
    """Price or cost of some minutes at a rate per hour, rounded half up once."""
    return round_half_up(Decimal(minutes * rate_minor) / 60)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How an entry is billed, by which contract line and at what price per hour."""

    billing: Billing
    contract_line_id: UUID | None = None
    price_minor: int | None = None


def terms_for(
    project: Project | None,
    *,
    billable: bool,
    contract_line_id: UUID | None = None,
    billing_rate_minor: int | None = None,
) -> Terms:
    """
    Decide how an entry is billed.

    The contract line it names, else the project's first line of kind time, else — when only fixed
    amounts were sold — within those, else at the person's own rate (None: not known yet).
    """
    if not billable or project is None:
        return Terms(billing=Billing.NONE)
    line = project.line(contract_line_id) if contract_line_id else project.line_for_time()
    if line is not None and line.kind == LineKind.TIME:
        return Terms(
            billing=Billing.HOURLY, contract_line_id=line.id, price_minor=line.unit_price_minor
        )
    if line is not None or project.contract_lines:
        return Terms(billing=Billing.FIXED, contract_line_id=line.id if line else None)
    return Terms(billing=Billing.HOURLY, price_minor=billing_rate_minor)


@dataclass(eq=False, kw_only=True)
class TimeEntry(Record):
    """
    Time worked on a day.

    Units: rates and price per hour; ``cost_minor`` is the cost of all its minutes, rounded once so
    that sums over entries are exact.  ``allocated_minutes`` is what the ledger has billed or
    written off.  A cost of None is a cost nobody knows, never zero.
    """

    audit_hides: ClassVar[frozenset[str]] = frozenset({"cost_rate_minor", "cost_minor"})

    user_id: UUID
    work_date: date
    minutes: int
    currency: str
    unit_id: UUID | None = None
    project_id: UUID | None = None
    phase_id: UUID | None = None
    contract_line_id: UUID | None = None
    sales_case_id: UUID | None = None
    customer_id: UUID | None = None
    billable: bool = True
    billing: Billing = Billing.NONE
    description: str | None = None
    status: EntryStatus = EntryStatus.DRAFT
    price_minor: int | None = None
    cost_rate_minor: int | None = None
    cost_minor: int | None = None
    allocated_minutes: int = 0

    def agree(self, terms: Terms) -> None:
        """Take over how the entry is billed."""
        self.billing = terms.billing
        self.contract_line_id = terms.contract_line_id
        self.price_minor = terms.price_minor

    def freeze_cost(self, cost_rate_minor: int | None) -> None:
        """Keep what an hour costs on the day; None when no contract covers it."""
        self.cost_rate_minor = cost_rate_minor
        self.cost_minor = (
            None if cost_rate_minor is None else amount_of(self.minutes, cost_rate_minor)
        )

    def check(self, *, other_minutes: int) -> None:
        """
        Check minutes against the day.

        Args:
            other_minutes: What the person has registered on the day besides this entry.

        Raises:
            MinutesInvalid, DayOverfull: Which rule it breaks.
        """
        if not 1 <= self.minutes <= MINUTES_PER_DAY:
            raise MinutesInvalid(self.minutes)
        if other_minutes + self.minutes > MINUTES_PER_DAY:
            raise DayOverfull(registered_minutes=other_minutes)

    def must_be_draft(self) -> None:
        """
        Stop unless the entry may be changed.

        Raises:
            NotDraft, Billed: Why not.
        """
        self.must_not_be_billed()
        if self.status != EntryStatus.DRAFT:
            raise NotDraft("time_entry", status=self.status)

    def must_not_be_billed(self) -> None:
        """
        Stop when an invoice holds some of it.

        Raises:
            Billed: It does.
        """
        if self.allocated_minutes:
            raise Billed("time_entry")

    def move(self, wanted: EntryStatus) -> None:
        """
        Go to another state; staying is allowed.

        Raises:
            TransitionInvalid: It does not follow from the present one.
        """
        if wanted == self.status:
            return
        if wanted not in _NEXT[EntryStatus(self.status)]:
            raise TransitionInvalid("time_entry", status=self.status, wanted=wanted)
        if wanted == EntryStatus.DRAFT:
            self.must_not_be_billed()
        self.status = wanted
