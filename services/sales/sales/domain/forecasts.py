"""
Adding up cases: sums of groups, of quarters and of units with all below them.

Amounts of different currencies are never added.  The weighted value of one case is value ×
probability rounded half up to a whole minor unit; every sum adds those, so that months add up
to their quarter and parts to the whole without a remainder.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from shared.kernel.money import round_half_up
from shared.kernel.periods import Period, next_month, quarter_of
from shared.kernel.shares import WHOLE_BP, percent_text, share_bp

LONGEST_REPORT_MONTHS = 120


@dataclass(frozen=True, kw_only=True)
class Asked:
    """
    Which cases a report is about and how they are grouped.

    Args:
        group_by: stage, salesperson, unit, month, organisation or a criterion of customers.
        period: Of the expected order date (open cases) or the closing date (decided ones).
        as_of: The end of that day; the present when None.
        unit_ids: Only these units.
    """

    group_by: str
    period: Period | None = None
    as_of: date | None = None
    salesperson_id: UUID | None = None
    unit_ids: frozenset[UUID] | None = None
    process_id: UUID | None = None
    customer_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Sums:
    """
    Cases of one group in one currency.

    Units: minor units of ``currency``.  ``key`` is the group's id or month as text, ``month``
    the first day of a month where sums are by month too.
    """

    key: str | None
    currency: str
    count: int
    value_minor: int
    weighted_minor: int
    month: date | None = None

    def plus(self, other: "Sums") -> "Sums":
        """Both together, under this one's key."""
        if self.currency != other.currency:
            raise ValueError(f"cannot add {other.currency} to {self.currency}")
        return replace(
            self,
            count=self.count + other.count,
            value_minor=self.value_minor + other.value_minor,
            weighted_minor=self.weighted_minor + other.weighted_minor,
        )


def weighted_minor(value_minor: int, probability_bp: int) -> int:
    """
    Value × probability, rounded half up to a whole minor unit.

    The database computes the same in its sums; a test compares them.
    """
    return round_half_up(Decimal(value_minor) * probability_bp / WHOLE_BP)


def nothing(key: str | None, currency: str) -> Sums:
    """No cases at all."""
    return Sums(key=key, currency=currency, count=0, value_minor=0, weighted_minor=0)


def totals(sums: Iterable[Sums]) -> dict[str, Sums]:
    """Everything together, by currency."""
    found: dict[str, Sums] = {}
    for each in sums:
        found[each.currency] = found.get(each.currency, nothing(None, each.currency)).plus(each)
    return found


def roll_up(
    sums: Iterable[Sums], parents: Mapping[UUID, UUID | None]
) -> dict[tuple[str | None, str], Sums]:
    """
    Sums of units with all units below them, by unit and currency.

    A unit above others appears even when it has no case of its own.  Cases without unit, or of
    a unit nobody knows, stand by themselves.

    Args:
        parents: Every unit and the one above it; without cycles.
    """
    found: dict[tuple[str | None, str], Sums] = {}
    for each in sums:
        for key in _with_above(each.key, parents):
            present = found.get((key, each.currency), nothing(key, each.currency))
            found[key, each.currency] = present.plus(each)
    return found


def with_below(unit_id: UUID, parents: Mapping[UUID, UUID | None]) -> frozenset[UUID]:
    """The unit and every unit below it."""
    return frozenset(
        [unit_id, *(each for each in parents if str(unit_id) in _with_above(str(each), parents))]
    )


@dataclass(frozen=True)
class ReportPeriod:
    """A month (``2026-11``) or a quarter (``2026-Q4``) of a forecast."""

    name: str
    first_on: date
    last_on: date


def month_period(month: date) -> ReportPeriod:
    """The month that starts on *month*."""
    return ReportPeriod(f"{month:%Y-%m}", month, next_month(month) - timedelta(days=1))


def quarter_period(month: date, *, fiscal_year_start: int) -> ReportPeriod:
    """The quarter *month* lies in, counted from the month the fiscal year starts with."""
    year, quarter = quarter_of(month, fiscal_year_start=fiscal_year_start)
    offset = fiscal_year_start - 1 + (quarter - 1) * 3
    first_on = date(year + offset // 12, offset % 12 + 1, 1)
    last_on = next_month(next_month(next_month(first_on))) - timedelta(days=1)
    return ReportPeriod(f"{year}-Q{quarter}", first_on, last_on)


def hit_rate(won: int, lost: int) -> str | None:
    """Won / (won + lost) as percent with two decimals; None when nothing was decided."""
    share = share_bp(won, won + lost)
    return None if share is None else percent_text(share)


def _with_above(key: str | None, parents: Mapping[UUID, UUID | None]) -> list[str | None]:
    chain: list[str | None] = [key]
    unit_id = UUID(key) if key else None
    while unit_id is not None and (unit_id := parents.get(unit_id)) is not None:
        if str(unit_id) in chain:
            break  # a cycle in copies that arrive one by one must not hang a report
        chain.append(str(unit_id))
    return chain
