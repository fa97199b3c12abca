"""Reports, as JSON or as CSV."""

from collections.abc import Callable
from typing import Any

from flask import Response
from shared.contracts.projects.invoice_views import ProfitabilityReportView
from shared.contracts.sales.report_views import (
    ForecastChangeReportView,
    ForecastReportView,
    PipelineReportView,
    SalesReportView,
)

from gateway.http.exchange import Exchange
from gateway.http.queries import refused, whole_number
from gateway.http.routing import Parameter, Route
from gateway.http.tables import csv_table

TAG = "Reports"
FORMATS = ("json", "csv")

_OF_CUSTOMERS = (
    "of the customer as it is now: segment, customer_type, rating, account_owner, customer_unit, "
    "industry, country, region or city"
)
# Criteria whose groups are ids of lists only crm has the names of.
_NAMED = {"segment": "crm.list_segments", "customer_type": "crm.list_customer_types"}
_DATE = {"type": "string", "format": "date"}
_UUID = {"type": "string", "format": "uuid"}
_FORMAT = Parameter(
    name="format", description="json or csv.", schema={"type": "string", "enum": list(FORMATS)}
)
_PERIOD = (
    Parameter(name="from", description="First day.", schema=_DATE),
    Parameter(name="to", description="Last day.", schema=_DATE),
)
_SALES = (
    *_PERIOD,
    Parameter(
        name="group_by",
        description=f"stage, salesperson, unit, month, organisation; {_OF_CUSTOMERS}.",
    ),
    Parameter(name="period", description="Forecast: month or quarter."),
    Parameter(name="as_of", description="As it stood at the end of this day.", schema=_DATE),
    Parameter(name="compared_to", description="The day a change is counted from.", schema=_DATE),
    Parameter(name="salesperson_id", description="Only this person's.", schema=_UUID),
    Parameter(name="unit_id", description="Only this unit's and those below.", schema=_UUID),
    Parameter(name="process_id", description="Only of this process.", schema=_UUID),
    Parameter(name="customer_id", description="Only of this customer.", schema=_UUID),
    Parameter(
        name="fiscal_year_start",
        description="The month quarters are counted from.",
        schema={"type": "integer", "minimum": 1, "maximum": 12},
    ),
    _FORMAT,
)


def _sales_query(query: dict[str, str]) -> dict[str, Any]:
    asked: dict[str, Any] = dict(query)
    if (month := query.get("fiscal_year_start")) is not None:
        asked["fiscal_year_start"] = whole_number(
            "fiscal_year_start", month, at_least=1, at_most=12
        )
    return {"query": asked}


def _period(query: dict[str, str]) -> dict[str, Any]:
    period = {f"{name}_on": query[name] for name in ("from", "to") if name in query}
    return period | {name: query[name] for name in ("group_by",) if name in query}


def _named(exchange: Exchange, report: dict[str, Any]) -> dict[str, Any]:
    """The report with names for groups that are values of crm's lists."""
    method = _NAMED.get(report.get("group_by") or "")
    if method is None:
        return report
    values = exchange.ask(method, query={"limit": 200, "filters": {"archived": "any"}})["items"]
    names = {each["id"]: each["name"] for each in values}
    for row in report.get("rows", ()):
        row["name"] = names.get(row["key"], row["name"])
    for row in report.get("items", ()):
        row["group_name"] = names.get(row["group"])
    return report


def _report(
    name: str,
    method: str,
    *,
    answer: type,
    summary: str,
    parameters: tuple[Parameter, ...],
    arguments: Callable[[dict[str, str]], dict[str, Any]],
) -> Route:
    def view(exchange: Exchange) -> Response:
        query = dict(exchange.query)
        kind = query.pop("format", "json")
        if kind not in FORMATS:
            raise refused("format", "choice", f"One of {', '.join(FORMATS)}.")
        report = _named(exchange, exchange.ask_patiently(method, **arguments(query)))
        if kind == "json":
            return exchange.many(report)
        return csv_table(report.get("rows", report.get("items", [])), name=name)

    return Route(
        verb="GET",
        path=f"/reports/{name}",
        tag=TAG,
        summary=summary,
        view=view,
        answer=answer,
        media_types=("application/json", "text/csv"),
        parameters=parameters,
    )


def _sales_report(name: str, method: str, answer: type, summary: str) -> Route:
    return _report(
        name,
        method,
        answer=answer,
        summary=summary,
        parameters=_SALES,
        arguments=_sales_query,
    )


def _profitability(name: str, method: str, summary: str, *more: Parameter) -> Route:
    return _report(
        name,
        method,
        answer=ProfitabilityReportView,
        summary=summary,
        parameters=(*_PERIOD, *more, _FORMAT),
        arguments=_period,
    )


ROUTES = (
    _sales_report(
        "pipeline",
        "sales.report_pipeline",
        PipelineReportView,
        "Open cases by stage, salesperson, unit or month, now or as they stood.",
    ),
    _sales_report(
        "forecast",
        "sales.report_forecast",
        ForecastReportView,
        "Expected and won cases by month or quarter.",
    ),
    _sales_report(
        "forecast-change",
        "sales.report_forecast_change",
        ForecastChangeReportView,
        "Why the weighted value of a period is another one than it was.",
    ),
    _sales_report(
        "sales", "sales.report_sales", SalesReportView, "Cases won and lost, and the hit rate."
    ),
    _profitability(
        "customer-profitability",
        "projects.report_customer_profitability",
        "What each customer leaves, labour included.",
        Parameter(name="group_by", description=f"Together instead, by one {_OF_CUSTOMERS}."),
    ),
    _profitability(
        "project-profitability",
        "projects.report_project_profitability",
        "What each project leaves, labour included.",
    ),
)
