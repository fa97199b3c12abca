"""
The allocation ledger: where every amount of an invoice comes from, so that nothing is billed
twice or forgotten.

For every source: billable = Σ bill + Σ write_off − Σ credit + remaining, and remaining ≥ 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shared.kernel.ids import new_id
from shared.kernel.money import round_half_up

from projects.domain.errors import CreditExceedsOutstanding, NothingToBill


class SourceType(StrEnum):
    """What can be billed: a time entry, a fixed contract line, an expense, a line of its own."""

    TIME = "time"
    FIXED = "fixed"
    EXPENSE = "expense"
    FREE = "free"


class AllocationKind(StrEnum):
    """What an allocation does to its source."""

    BILL = "bill"
    WRITE_OFF = "write_off"
    CREDIT = "credit"


@dataclass(frozen=True, kw_only=True)
class Allocation:
    """
    A part of a source.

    Units: ``quantity`` is minutes for time, else minor units without sign.
    ``reverses_id`` names the bill a credit takes back.
    """

    id: UUID = field(default_factory=new_id)
    source_type: SourceType
    source_id: UUID
    kind: AllocationKind
    quantity: int
    amount_minor: int
    invoice_id: UUID | None = None
    invoice_line_id: UUID | None = None
    reverses_id: UUID | None = None


def taken(allocations: Iterable[Allocation]) -> int:
    """How much of a source its allocations have taken: bills and write-offs less credits."""
    return sum(
        -each.quantity if each.kind == AllocationKind.CREDIT else each.quantity
        for each in allocations
    )


def take(
    *,
    source_type: SourceType,
    source_id: UUID,
    remaining: int,
    quantity: int,
    amount_minor: int = 0,
    kind: AllocationKind = AllocationKind.BILL,
) -> Allocation:
    """
    Bill or write off some of what remains of a source.

    Raises:
        NothingToBill: The quantity is not there.
    """
    if not 1 <= quantity <= remaining:
        raise NothingToBill(f"Only {remaining} of {quantity} remain.")
    return Allocation(
        source_type=source_type,
        source_id=source_id,
        kind=kind,
        quantity=quantity,
        amount_minor=amount_minor,
    )


def outstanding(bill: Allocation, credits: Iterable[Allocation]) -> int:
    """The quantity of a bill that has not been credited."""
    return bill.quantity - sum(each.quantity for each in credits if each.reverses_id == bill.id)


def credit(
    bill: Allocation, *, earlier: Iterable[Allocation], quantity: int | None = None
) -> Allocation:
    """
    Take back some of a bill; all that is outstanding by default.

    The amount is the difference of cumulative shares, so that partial credits add up to exactly
    what was billed.

    Raises:
        CreditExceedsOutstanding: More than is outstanding, or nothing.
    """
    mine = [each for each in earlier if each.reverses_id == bill.id]
    left = outstanding(bill, mine)
    wanted = left if quantity is None else quantity
    if not 1 <= wanted <= left:
        raise CreditExceedsOutstanding(outstanding=left)
    before = sum(each.quantity for each in mine)
    share = Decimal(bill.amount_minor * (before + wanted)) / bill.quantity
    return Allocation(
        source_type=bill.source_type,
        source_id=bill.source_id,
        kind=AllocationKind.CREDIT,
        quantity=wanted,
        amount_minor=round_half_up(share) - sum(each.amount_minor for each in mine),
        reverses_id=bill.id,
    )
