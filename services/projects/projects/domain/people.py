"""People: what an hour of theirs is sold for, how much they work and what an hour costs."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar
from uuid import UUID

from shared.kernel.records import Record

from projects.domain.errors import ProjectInvalid, WorkContractOverlaps

_LAST_DAY = date(9999, 12, 31)


@dataclass(eq=False, kw_only=True)
class Resource(Record):
    """A person who works on projects.  ``billing_rate_minor`` is the price of an hour."""

    user_id: UUID
    currency: str
    job_title: str | None = None
    unit_id: UUID | None = None
    roles: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    billing_rate_minor: int | None = None
    active_from: date | None = None
    active_to: date | None = None

    def check(self) -> None:
        """
        Check the fields against each other.

        Raises:
            ProjectInvalid: Naming the field at fault.
        """
        if self.billing_rate_minor is not None and self.billing_rate_minor < 0:
            raise ProjectInvalid("/billing_rate", "must not be negative")
        if self.active_from and self.active_to and self.active_to < self.active_from:
            raise ProjectInvalid("/active_to", "must not be before active_from")


@dataclass(eq=False, kw_only=True)
class WorkContract(Record):
    """
    How much a person works, and what an hour costs, from one day to another (both included).

    Shape: ``minutes_per_weekday`` has seven entries, Monday first.
    Units: ``cost_rate_minor`` per hour.
    """

    audit_hides: ClassVar[frozenset[str]] = frozenset({"cost_rate_minor"})

    user_id: UUID
    currency: str
    minutes_per_weekday: list[int]
    cost_rate_minor: int
    valid_from: date
    valid_to: date | None = None

    def check(self, others: Iterable["WorkContract"]) -> None:
        """
        Check the contract against the person's other ones.

        Raises:
            ProjectInvalid: Naming the field at fault.
            WorkContractOverlaps: Another holds on one of its days.
        """
        days = self.minutes_per_weekday
        if len(days) != 7 or not all(0 <= each <= 1440 for each in days):
            raise ProjectInvalid("/minutes_per_weekday", "must be seven numbers from 0 to 1440")
        if self.cost_rate_minor < 0:
            raise ProjectInvalid("/cost_rate", "must not be negative")
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ProjectInvalid("/valid_to", "must not be before valid_from")
        if any(self._overlaps(other) for other in others if other.id != self.id):
            raise WorkContractOverlaps

    def holds_on(self, day: date) -> bool:
        """Whether the contract covers the day."""
        return self.valid_from <= day <= (self.valid_to or _LAST_DAY)

    def _overlaps(self, other: "WorkContract") -> bool:
        return self.valid_from <= (other.valid_to or _LAST_DAY) and other.valid_from <= (
            self.valid_to or _LAST_DAY
        )


def contracted_minutes(
    contract: WorkContract, *, first_on: date, last_on: date, holidays: Collection[date]
) -> int:
    """
    Minutes a contract asks for from *first_on* to *last_on*, public holidays left out.

    Counts weekdays instead of walking days, so that years cost no more than weeks.
    """
    first = max(first_on, contract.valid_from)
    last = min(last_on, contract.valid_to or _LAST_DAY)
    if last < first:
        return 0
    weeks, rest = divmod((last - first).days + 1, 7)
    counts = [weeks] * 7
    for offset in range(rest):
        counts[(first.weekday() + offset) % 7] += 1
    for day in holidays:
        if first <= day <= last:
            counts[day.weekday()] -= 1
    return sum(n * minutes for n, minutes in zip(counts, contract.minutes_per_weekday, strict=True))
