"""The report that explains why a forecast is another one than it was."""

from collections import Counter
from datetime import date

from shared.capabilities.policy import require
from shared.contracts.sales.report_views import (
    ForecastChangeReportView,
    ForecastChangeTotalView,
    ForecastEffectCaseView,
    ForecastEffectView,
    ReportQuery,
)
from shared.kernel.errors import FieldError
from shared.kernel.money import Money

from sales.application.ports import SalesWork
from sales.application.report_groups import asked_from, asked_period
from sales.domain.errors import ReportInvalid
from sales.domain.forecast_changes import Effect, Passage, booked, effects_of, is_in
from sales.domain.forecasts import Asked

MOST_CASES = 200


def report_forecast_change(work: SalesWork, *, query: ReportQuery) -> ForecastChangeReportView:
    """
    Explain the change of the weighted value of a period between the ends of two days.

    Raises:
        ReportInvalid: No period, no day to compare to, or days in the wrong order.
    """
    require(work.caller, "report.view")
    asked = asked_from(work, query, allowed=("organisation",), period=asked_period(query))
    since = _compared_to(query, asked, today=work.today())
    passages = work.forecasts.passages(asked, since=since)
    effects = [effect for each in passages for effect in effects_of(each, asked)]
    largest = sorted(effects, key=lambda each: (-abs(each.amount_minor), each.passage.case_no))
    return ForecastChangeReportView(
        compared_to=since,
        as_of=asked.as_of,
        rows=_rows(effects),
        cases=[_case_view(each) for each in largest[:MOST_CASES]],
        totals=_totals(passages, asked),
    )


def _compared_to(query: ReportQuery, asked: Asked, *, today: date) -> date:
    since = query.given().get("compared_to")
    if since is None:
        raise ReportInvalid([FieldError("/compared_to", "required", "a day to compare to")])
    if since > (asked.as_of or today):
        raise ReportInvalid([FieldError("/compared_to", "out_of_range", "before as_of")])
    return since


def _rows(effects: list[Effect]) -> list[ForecastEffectView]:
    counts: Counter[tuple[str, str]] = Counter()
    amounts: Counter[tuple[str, str]] = Counter()
    for each in effects:
        counts[each.key, each.currency] += 1
        amounts[each.key, each.currency] += each.amount_minor
    return [
        ForecastEffectView(
            key=key,
            currency=currency,
            count=counts[key, currency],
            amount=Money(amounts[key, currency], currency),
        )
        for key, currency in sorted(counts)
    ]


def _case_view(effect: Effect) -> ForecastEffectCaseView:
    return ForecastEffectCaseView(
        case_id=effect.passage.case_id,
        case_no=effect.passage.case_no,
        name=effect.passage.name,
        key=effect.key,
        amount=Money(effect.amount_minor, effect.currency),
    )


def _totals(passages: list[Passage], asked: Asked) -> list[ForecastChangeTotalView]:
    opening: Counter[str] = Counter()
    closing: Counter[str] = Counter()
    for each in passages:
        if each.before is not None and is_in(each.before, asked):
            opening[each.before.currency] += each.before.weighted_minor
        if is_in(each.after, asked):
            closing[each.after.currency] += each.after.weighted_minor
    won = booked(passages, asked)
    return [
        ForecastChangeTotalView(
            opening=Money(opening[currency], currency),
            closing=Money(closing[currency], currency),
            change=Money(closing[currency] - opening[currency], currency),
            booked=Money(won.get(currency, 0), currency),
        )
        for currency in sorted({*opening, *closing, *won})
    ]
