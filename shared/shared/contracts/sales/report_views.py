"""
Shapes of the sales reports.

Amounts of different currencies are never added: every row and total is in one currency.
Weighted value is value × probability rounded half up per case, then added.
"""

from datetime import date
from uuid import UUID

import msgspec

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.kernel.money import Money


class ReportQuery(Fields):
    """
    What a sales report is asked for; on the wire ``from`` and ``to``, both included.

    ``unit_id`` means the unit and all below it.  ``as_of`` is the end of that day.
    ``fiscal_year_start`` is the month quarters are counted from.  ``compared_to`` is the day a
    change is counted from.
    """

    from_on: date | UnsetType | None = msgspec.field(default=UNSET, name="from")
    to_on: date | UnsetType | None = msgspec.field(default=UNSET, name="to")
    group_by: str | UnsetType | None = UNSET
    period: str | UnsetType | None = UNSET
    as_of: date | UnsetType | None = UNSET
    salesperson_id: UUID | UnsetType | None = UNSET
    unit_id: UUID | UnsetType | None = UNSET
    process_id: UUID | UnsetType | None = UNSET
    customer_id: UUID | UnsetType | None = UNSET
    fiscal_year_start: int | UnsetType = UNSET
    compared_to: date | UnsetType | None = UNSET


class SalesSums(View):
    """Number of cases, their value and their weighted value, in one currency."""

    count: int
    value: Money
    weighted_value: Money


class PipelineRowView(View):
    """
    Open cases of one group in one currency.

    ``key`` is the group's id or its month (``2026-11``); None collects cases without.
    ``rolled_up`` is set for units: the unit with all units below it.
    """

    key: str | None
    name: str
    currency: str
    count: int
    value: Money
    weighted_value: Money
    parent_key: str | None
    rolled_up: SalesSums | None


class PipelineReportView(View):
    """The pipeline: open cases now, or as they stood at the end of ``as_of``."""

    group_by: str
    as_of: date | None
    rows: list[PipelineRowView]
    totals: list[SalesSums]


class ForecastRowView(View):
    """
    Cases of one group that are expected, or were won, in one period, in one currency.

    ``period`` is ``2026-11`` or ``2026-Q4``; ``count``, ``value`` and ``weighted_value`` are
    the open cases by expected order date, ``won_…`` the cases won by closing date.
    """

    period: str
    period_start: date
    period_end: date
    key: str | None
    name: str
    currency: str
    count: int
    value: Money
    weighted_value: Money
    won_count: int
    won_value: Money
    parent_key: str | None
    rolled_up: SalesSums | None


class ForecastTotalView(View):
    """Everything of a forecast in one currency."""

    count: int
    value: Money
    weighted_value: Money
    won_count: int
    won_value: Money


class ForecastReportView(View):
    """The forecast by month or quarter; a quarter is the sum of its months."""

    group_by: str
    period: str
    as_of: date | None
    rows: list[ForecastRowView]
    totals: list[ForecastTotalView]


class SalesRowView(View):
    """
    What was decided in the period for one group in one currency.

    Hit rates are percent with two decimals as text: won / (won + lost); None when nothing was
    decided.
    """

    key: str | None
    name: str
    currency: str
    won_count: int
    won_value: Money
    lost_count: int
    lost_value: Money
    hit_rate_percent: str | None
    hit_rate_value_percent: str | None
    parent_key: str | None
    rolled_up_won: SalesSums | None


class SalesTotalView(View):
    """Everything decided in the period in one currency."""

    won_count: int
    won_value: Money
    lost_count: int
    lost_value: Money
    hit_rate_percent: str | None
    hit_rate_value_percent: str | None


class SalesReportView(View):
    """New sales: cases won and lost by closing date."""

    group_by: str
    rows: list[SalesRowView]
    totals: list[SalesTotalView]


class ForecastEffectView(View):
    """
    What one cause did to the weighted value of a period, in one currency.

    ``key`` is value, probability, new, reopened, pulled_in, handed_in, slipped_out, handed_out,
    won, lost, cancelled, archived or currency.
    """

    key: str
    currency: str
    count: int
    amount: Money


class ForecastEffectCaseView(View):
    """What one cause did through one case."""

    case_id: UUID
    case_no: str
    name: str
    key: str
    amount: Money


class ForecastChangeTotalView(View):
    """
    From the weighted value before to the weighted value after, in one currency.

    ``closing`` − ``opening`` is the sum of the effects to the minor unit; ``booked`` is the value
    of the cases that were won meanwhile.
    """

    opening: Money
    closing: Money
    change: Money
    booked: Money


class ForecastChangeReportView(View):
    """
    Why the weighted value of a period is another one than it was, case by case.

    Shape: ``cases`` has the 200 largest effects, largest first; ``rows`` and ``totals`` count all.
    """

    compared_to: date
    as_of: date | None
    rows: list[ForecastEffectView]
    cases: list[ForecastEffectCaseView]
    totals: list[ForecastChangeTotalView]
