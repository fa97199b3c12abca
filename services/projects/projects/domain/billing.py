"""Making invoice lines and their allocations out of what can be billed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.kernel.shares import split

from projects.domain.allocations import Allocation, SourceType, credit, take
from projects.domain.errors import NothingToBill, PriceMissing
from projects.domain.invoices import InvoiceLine
from projects.domain.projects import ContractLine
from projects.domain.time_entries import amount_of

DEFAULT_VAT_BP = 2500
_HOURS = Decimal("0.0001")


@dataclass(frozen=True, kw_only=True)
class UnbilledTime:
    """A time entry with minutes left to bill; ``price_minor`` per hour."""

    id: UUID
    user_id: UUID
    work_date: date
    contract_line_id: UUID | None
    price_minor: int | None
    remaining_minutes: int


@dataclass(frozen=True, kw_only=True)
class UnbilledExpense:
    """A billable expense with something left to bill."""

    id: UUID
    description: str
    vat_bp: int
    remaining_minor: int


@dataclass(frozen=True)
class Billed:
    """A line, and the allocations its amount is made of."""

    line: InvoiceLine
    allocations: list[Allocation]


def hours(minutes: int) -> Decimal:
    """Minutes as hours for show, four decimals at most; amounts are made from minutes."""
    return (Decimal(minutes) / 60).quantize(_HOURS).normalize()


def bill_time(
    entries: Iterable[UnbilledTime],
    *,
    names: Mapping[UUID, str],
    lines: Mapping[UUID, ContractLine],
    hourly_price_minor: int | None = None,
) -> list[Billed]:
    """
    Make one line for each contract line, person and price.

    The amount of a line is its minutes times its price, rounded once, and is split over its
    entries so that they add up exactly.

    Raises:
        PriceMissing: Entries have no price, and *hourly_price_minor* is None.
    """
    groups: dict[tuple[UUID | None, UUID, int], list[UnbilledTime]] = {}
    unpriced_minutes = 0
    for each in entries:
        price = hourly_price_minor if each.price_minor is None else each.price_minor
        if price is None:
            unpriced_minutes += each.remaining_minutes
            continue
        groups.setdefault((each.contract_line_id, each.user_id, price), []).append(each)
    if unpriced_minutes:
        raise PriceMissing(minutes=unpriced_minutes)
    return [
        _bill_hours(group, price, names.get(user_id), lines[line_id] if line_id else None)
        for (line_id, user_id, price), group in groups.items()
    ]


def bill_fixed(line: ContractLine, *, net_minor: int | None = None) -> Billed:
    """
    Bill a fixed contract line, all that remains of it by default.

    Raises:
        NothingToBill: That much does not remain.
    """
    sign = -1 if line.net_minor < 0 else 1
    remaining = abs(line.net_minor) - line.allocated_minor
    quantity = remaining if net_minor is None else net_minor * sign
    whole = quantity == abs(line.net_minor)
    allocation = take(
        source_type=SourceType.FIXED,
        source_id=line.id,
        remaining=remaining,
        quantity=quantity,
        amount_minor=quantity * sign,
    )
    made = InvoiceLine(
        source=SourceType.FIXED,
        description=line.description,
        quantity=line.quantity if whole else Decimal(1),
        unit=line.unit if whole else "piece",
        unit_price_minor=line.unit_price_minor if whole else quantity * sign,
        net_minor=quantity * sign,
        vat_bp=line.vat_bp,
        contract_line_id=line.id,
    )
    return _joined(made, [allocation])


def bill_expense(expense: UnbilledExpense) -> Billed:
    """Pass an expense on to the customer."""
    return _one_amount(
        SourceType.EXPENSE,
        expense.id,
        description=expense.description,
        amount_minor=expense.remaining_minor,
        vat_bp=expense.vat_bp,
    )


def bill_free(line: InvoiceLine) -> Billed:
    """
    Bill a line of its own; it is its own source, so that crediting it is bounded too.

    Raises:
        NothingToBill: It amounts to nothing.
    """
    if line.net_minor == 0:
        raise NothingToBill("A line amounts to nothing.")
    allocation = take(
        source_type=SourceType.FREE,
        source_id=line.id,
        remaining=abs(line.net_minor),
        quantity=abs(line.net_minor),
        amount_minor=line.net_minor,
    )
    return _joined(line, [allocation])


def credit_lines(
    bills: Sequence[Allocation],
    *,
    quantities: Mapping[UUID, int | None],
    earlier: Sequence[Allocation],
    lines: Mapping[UUID, InvoiceLine],
) -> list[Billed]:
    """
    Take back allocations, one line for each line they stood on.

    Args:
        quantities: Allocation id → how much; None for all that is outstanding.

    Raises:
        CreditExceedsOutstanding: More than is outstanding.
    """
    by_line: dict[UUID, list[Allocation]] = {}
    for bill in bills:
        if bill.id in quantities and bill.invoice_line_id is not None:
            back = credit(bill, earlier=earlier, quantity=quantities[bill.id])
            by_line.setdefault(bill.invoice_line_id, []).append(back)
    return [_credited(lines[line_id], taken_back) for line_id, taken_back in by_line.items()]


def _credited(line: InvoiceLine, taken_back: list[Allocation]) -> Billed:
    net_minor = sum(each.amount_minor for each in taken_back)
    minutes = sum(each.quantity for each in taken_back) if line.minutes is not None else None
    whole = net_minor == line.net_minor
    by_hours = minutes is not None
    made = InvoiceLine(
        source=line.source,
        description=line.description,
        quantity=hours(minutes or 0) if by_hours else line.quantity if whole else Decimal(1),
        unit=line.unit if whole or by_hours else "piece",
        unit_price_minor=line.unit_price_minor if whole or by_hours else net_minor,
        net_minor=net_minor,
        vat_bp=line.vat_bp,
        minutes=minutes,
        contract_line_id=line.contract_line_id,
    )
    return _joined(made, taken_back)


def _bill_hours(
    group: list[UnbilledTime], price_minor: int, name: str | None, sold: ContractLine | None
) -> Billed:
    weights = [each.remaining_minutes for each in group]
    net_minor = amount_of(sum(weights), price_minor)
    allocations = [
        take(
            source_type=SourceType.TIME,
            source_id=each.id,
            remaining=each.remaining_minutes,
            quantity=each.remaining_minutes,
            amount_minor=amount_minor,
        )
        for each, amount_minor in zip(group, split(net_minor, weights), strict=True)
    ]
    line = InvoiceLine(
        source=SourceType.TIME,
        description=_what(name, sold),
        quantity=hours(sum(weights)),
        unit="hour",
        unit_price_minor=price_minor,
        net_minor=net_minor,
        vat_bp=sold.vat_bp if sold else DEFAULT_VAT_BP,
        minutes=sum(weights),
        contract_line_id=sold.id if sold else None,
    )
    return _joined(line, allocations)


def _one_amount(
    source: SourceType, source_id: UUID, *, description: str, amount_minor: int, vat_bp: int
) -> Billed:
    allocation = take(
        source_type=source,
        source_id=source_id,
        remaining=amount_minor,
        quantity=amount_minor,
        amount_minor=amount_minor,
    )
    line = InvoiceLine(
        source=source,
        description=description,
        quantity=Decimal(1),
        unit="piece",
        unit_price_minor=amount_minor,
        net_minor=amount_minor,
        vat_bp=vat_bp,
    )
    return _joined(line, [allocation])


def _what(name: str | None, sold: ContractLine | None) -> str:
    parts = [part for part in (sold.description if sold else None, name) if part]
    return " – ".join(parts) or "Time"


def _joined(line: InvoiceLine, allocations: list[Allocation]) -> Billed:
    return Billed(line, [replace(each, invoice_line_id=line.id) for each in allocations])
