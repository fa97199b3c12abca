"""
The sales reports: pipeline, forecast and new sales.

The database adds up what the caller may see; here the sums get names, periods, roll-ups and
totals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from shared.capabilities.classified import CRITERIA
from shared.capabilities.policy import require
from shared.contracts.sales.report_views import (
    ForecastReportView,
    ForecastRowView,
    ForecastTotalView,
    PipelineReportView,
    PipelineRowView,
    ReportQuery,
    SalesReportView,
    SalesRowView,
    SalesSums,
    SalesTotalView,
)
from shared.kernel.errors import FieldError
from shared.kernel.money import Money
from shared.kernel.periods import Period, month_of, months_between

from sales.application.ports import SalesWork
from sales.application.report_groups import (
    Groups,
    asked_from,
    asked_period,
    by_criterion,
    groups_of,
)
from sales.domain.errors import ReportInvalid
from sales.domain.forecasts import (
    ReportPeriod,
    Sums,
    hit_rate,
    month_period,
    nothing,
    quarter_period,
    roll_up,
    totals,
)

Key = tuple[str | None, str]  # group and currency
PeriodOf = Callable[[date], ReportPeriod]


@dataclass(frozen=True)
class Pair:
    """Two sums of the same group and currency: open and won, or won and lost."""

    first: Sums
    second: Sums


def report_pipeline(work: SalesWork, *, query: ReportQuery) -> PipelineReportView:
    """
    Add up the open cases the caller may see, now or at the end of a day.

    Raises:
        ReportInvalid: Half a period, or an unknown group.
    """
    require(work.caller, "report.view")
    groups = ("stage", "salesperson", "unit", "month", "organisation", *CRITERIA)
    given = query.given()
    period = asked_period(query) if given.get("from_on") or given.get("to_on") else None
    asked = asked_from(work, query, allowed=groups, period=period)
    whole = work.forecasts.open_sums(asked)
    sums = by_criterion(work, asked.group_by, whole)
    labels = groups_of(work, asked.group_by, sums)
    own = {(each.key, each.currency): each for each in sums}
    rolled = roll_up(sums, labels.parents) if asked.group_by == "unit" else {}
    rows = [
        _pipeline_row(own.get(key, nothing(*key)), labels, rolled.get(key))
        for key in _in_order({**rolled, **own}, labels)
    ]
    return PipelineReportView(
        group_by=asked.group_by,
        as_of=asked.as_of,
        rows=rows,
        totals=[_sums_view(each) for _, each in sorted(totals(whole).items())],
    )


def report_forecast(work: SalesWork, *, query: ReportQuery) -> ForecastReportView:
    """
    Add up open cases by expected order date and won ones by closing date.

    Quarters are the sums of their months.

    Raises:
        ReportInvalid: No or too long a period, or an unknown group.
    """
    require(work.caller, "report.view")
    period_of, period = _periods(query)
    asked = asked_from(work, query, allowed=("organisation", "salesperson", "unit"), period=period)
    expected = work.forecasts.open_sums_by_month(asked)
    won = work.forecasts.decided_sums(asked, status="won", by_month=True)
    labels = groups_of(work, asked.group_by, [*expected, *won])
    rows: list[ForecastRowView] = []
    for each in _periods_in(period, period_of):
        inside = [
            one for one in expected if one.month and each.first_on <= one.month <= each.last_on
        ]
        done = [one for one in won if one.month and each.first_on <= one.month <= each.last_on]
        rows += _forecast_rows(each, _added(inside), _added(done), labels)
    return ForecastReportView(
        group_by=asked.group_by,
        period=_period_kind(query),
        as_of=asked.as_of,
        rows=rows,
        totals=_forecast_totals(expected, won),
    )


def report_sales(work: SalesWork, *, query: ReportQuery) -> SalesReportView:
    """
    Add up what was won and lost in a period by closing date, with hit rates.

    Raises:
        ReportInvalid: No period, or an unknown group.
    """
    require(work.caller, "report.view")
    groups = ("salesperson", "unit", "month", "organisation", *CRITERIA)
    asked = asked_from(work, query, allowed=groups, period=asked_period(query))
    all_won = work.forecasts.decided_sums(asked, status="won", by_month=False)
    all_lost = work.forecasts.decided_sums(asked, status="lost", by_month=False)
    won, lost = (by_criterion(work, asked.group_by, each) for each in (all_won, all_lost))
    labels = groups_of(work, asked.group_by, [*won, *lost])
    rolled = roll_up(won, labels.parents) if asked.group_by == "unit" else {}
    pairs = _pairs(_added(won), _added(lost), rolled)
    rows = [_sales_row(pairs[key], labels, rolled.get(key)) for key in _in_order(pairs, labels)]
    whole = _pairs(
        {(None, each.currency): each for each in totals(all_won).values()},
        {(None, each.currency): each for each in totals(all_lost).values()},
    )
    return SalesReportView(
        group_by=asked.group_by,
        rows=rows,
        totals=[_sales_total(whole[key]) for key in sorted(whole, key=lambda key: key[1])],
    )


def _period_kind(query: ReportQuery) -> str:
    kind = query.given().get("period") or "month"
    if kind not in ("month", "quarter"):
        raise ReportInvalid([FieldError("/period", "unknown", "month or quarter")])
    return str(kind)


def _periods(query: ReportQuery) -> tuple[PeriodOf, Period]:
    """How days become periods, and the days of all the periods that are touched."""
    asked = asked_period(query)
    start = query.given().get("fiscal_year_start", 1)
    if not 1 <= start <= 12:
        raise ReportInvalid([FieldError("/fiscal_year_start", "out_of_range", "1 to 12")])
    period_of: PeriodOf = month_period
    if _period_kind(query) == "quarter":

        def period_of(month: date) -> ReportPeriod:
            return quarter_period(month, fiscal_year_start=start)

    first = period_of(month_of(asked.first_on))
    last = period_of(month_of(asked.last_on))
    return period_of, Period(first.first_on, last.last_on)


def _periods_in(period: Period, period_of: PeriodOf) -> list[ReportPeriod]:
    return list(dict.fromkeys(map(period_of, months_between(period.first_on, period.last_on))))


def _in(period: ReportPeriod, sums: list[Sums]) -> list[Sums]:
    return [each for each in sums if each.month and period.first_on <= each.month <= period.last_on]


def _added(sums: list[Sums]) -> dict[Key, Sums]:
    """Months put together, by group and currency."""
    found: dict[Key, Sums] = {}
    for each in sums:
        key = (each.key, each.currency)
        found[key] = found.get(key, nothing(*key)).plus(each)
    return found


def _pairs(
    first: dict[Key, Sums], second: dict[Key, Sums], more: dict[Key, Sums] | None = None
) -> dict[Key, Pair]:
    return {
        key: Pair(first.get(key, nothing(*key)), second.get(key, nothing(*key)))
        for key in {**first, **second, **(more or {})}
    }


def _in_order(keys: dict[Key, Sums] | dict[Key, Pair], labels: Groups) -> list[Key]:
    return sorted(keys, key=lambda key: (labels.place(key[0]), key[1]))


def _forecast_rows(
    period: ReportPeriod, expected: dict[Key, Sums], won: dict[Key, Sums], labels: Groups
) -> list[ForecastRowView]:
    rolled = roll_up(expected.values(), labels.parents) if labels.parents else {}
    pairs = _pairs(expected, won, rolled)
    return [
        _forecast_row(period, pairs[key], labels, rolled.get(key))
        for key in _in_order(pairs, labels)
    ]


def _forecast_row(
    period: ReportPeriod, pair: Pair, labels: Groups, rolled: Sums | None
) -> ForecastRowView:
    expected, won = pair.first, pair.second
    return ForecastRowView(
        period=period.name,
        period_start=period.first_on,
        period_end=period.last_on,
        key=expected.key,
        name=labels.name(expected.key),
        currency=expected.currency,
        count=expected.count,
        value=Money(expected.value_minor, expected.currency),
        weighted_value=Money(expected.weighted_minor, expected.currency),
        won_count=won.count,
        won_value=Money(won.value_minor, won.currency),
        parent_key=labels.parent_key(expected.key),
        rolled_up=_sums_view(rolled) if rolled else None,
    )


def _forecast_totals(expected: list[Sums], won: list[Sums]) -> list[ForecastTotalView]:
    both = _pairs(
        {(None, currency): each for currency, each in totals(expected).items()},
        {(None, currency): each for currency, each in totals(won).items()},
    )
    return [
        ForecastTotalView(
            count=pair.first.count,
            value=Money(pair.first.value_minor, currency),
            weighted_value=Money(pair.first.weighted_minor, currency),
            won_count=pair.second.count,
            won_value=Money(pair.second.value_minor, currency),
        )
        for (_, currency), pair in sorted(both.items(), key=lambda each: each[0][1])
    ]


def _pipeline_row(sums: Sums, labels: Groups, rolled: Sums | None) -> PipelineRowView:
    return PipelineRowView(
        key=sums.key,
        name=labels.name(sums.key),
        currency=sums.currency,
        count=sums.count,
        value=Money(sums.value_minor, sums.currency),
        weighted_value=Money(sums.weighted_minor, sums.currency),
        parent_key=labels.parent_key(sums.key),
        rolled_up=_sums_view(rolled) if rolled else None,
    )


def _sales_row(pair: Pair, labels: Groups, rolled: Sums | None) -> SalesRowView:
    won, lost = pair.first, pair.second
    return SalesRowView(
        key=won.key,
        name=labels.name(won.key),
        currency=won.currency,
        won_count=won.count,
        won_value=Money(won.value_minor, won.currency),
        lost_count=lost.count,
        lost_value=Money(lost.value_minor, lost.currency),
        hit_rate_percent=hit_rate(won.count, lost.count),
        hit_rate_value_percent=hit_rate(won.value_minor, lost.value_minor),
        parent_key=labels.parent_key(won.key),
        rolled_up_won=_sums_view(rolled) if rolled else None,
    )


def _sales_total(pair: Pair) -> SalesTotalView:
    won, lost = pair.first, pair.second
    return SalesTotalView(
        won_count=won.count,
        won_value=Money(won.value_minor, won.currency),
        lost_count=lost.count,
        lost_value=Money(lost.value_minor, lost.currency),
        hit_rate_percent=hit_rate(won.count, lost.count),
        hit_rate_value_percent=hit_rate(won.value_minor, lost.value_minor),
    )


def _sums_view(sums: Sums) -> SalesSums:
    return SalesSums(
        count=sums.count,
        value=Money(sums.value_minor, sums.currency),
        weighted_value=Money(sums.weighted_minor, sums.currency),
    )
