"""Reports of one's own: made, looked behind, kept, shared, taken out as files."""

from collections.abc import Mapping
from typing import Any

from flask import Response
from shared.capabilities.reporting.tables import about_report, report_table
from shared.contracts.crm.reports.views import ReportScheduleView, SavedReportView
from shared.contracts.reporting import ReportDrillDownView, ReportSourceView, ReportView
from shared.kernel.rights import require

from gateway.http.calls import posting, reading, removing
from gateway.http.exchange import Exchange
from gateway.http.exporting.files import CSV, MEDIA_TYPES, XLSX, cells_file
from gateway.http.queries import refused, whole_number
from gateway.http.resources import Resource
from gateway.http.routing import LIST, Parameter, Route
from gateway.http.schemas.lists import (
    DrillDownBody,
    ReportBody,
    ReportScheduleBody,
    SavedReportBody,
)

TAG = "Reports of one's own"
SAVED = Resource(
    path="/saved-reports",
    tag=TAG,
    service="crm",
    noun="saved_report",
    answer=SavedReportView,
    body=SavedReportBody,
)
_SCHEDULES = "/saved-reports/{saved_report_id}/schedules"
_JSON = "json"
_FORMAT = Parameter(
    name="format",
    description="json, csv or xlsx.",
    schema={"type": "string", "enum": [_JSON, CSV, XLSX]},
)
_AS_OF = Parameter(
    name="as_of",
    description="The day whose account owners count.",
    schema={"type": "string", "format": "date"},
)
_MEDIA = ("application/json", *MEDIA_TYPES.values())


def _run(exchange: Exchange) -> Response:
    kind = _format(exchange)
    report = exchange.ask_patiently("crm.run_report", fields=exchange.body)
    if kind == _JSON:
        return exchange.many(report)
    return _file(exchange, report, kind, name=report["heading"])


def _run_saved(exchange: Exchange) -> Response:
    kind = _format(exchange)
    given = {name: exchange.query[name] for name in ("as_of",) if name in exchange.query}
    report = exchange.ask_patiently("crm.run_saved_report", **exchange.path, **given)
    if kind == _JSON:
        return exchange.many(report)
    name = exchange.ask("crm.get_saved_report", **exchange.path)["name"]
    return _file(exchange, report, kind, name=name)


def _format(exchange: Exchange) -> str:
    kind = exchange.query.get("format", _JSON)
    if kind not in (_JSON, *MEDIA_TYPES):
        raise refused("format", "choice", f"One of {_JSON}, {CSV}, {XLSX}.")
    if kind != _JSON:
        require(exchange.principal.caller, "report.export")
    return kind


def _file(exchange: Exchange, report: Mapping[str, Any], kind: str, *, name: str) -> Response:
    caller = exchange.principal.caller
    headings, rows = report_table(report, locale=caller.locale)
    about = about_report(report, name=name, locale=caller.locale)
    return cells_file(kind, name=name, headings=headings, rows=rows, about=about)


def _drill_down(exchange: Exchange) -> Response:
    body = dict(exchange.body)
    at = {name: body.pop(name) for name in ("cell", "limit", "cursor") if name in body}
    return exchange.many(exchange.ask_patiently("crm.drill_down_report", fields=body, **at))


def _drill_down_saved(exchange: Exchange) -> Response:
    at: dict[str, Any] = dict(exchange.query)
    if "limit" in at:
        at["limit"] = whole_number("limit", at["limit"], at_least=1, at_most=200)
    return exchange.many(
        exchange.ask_patiently("crm.drill_down_saved_report", **exchange.path, **at)
    )


ROUTES = (
    reading(
        "/report-sources",
        "crm.list_report_sources",
        tag=TAG,
        answer=ReportSourceView,
        summary="List what reports can be about, be grouped by and measure.",
        shape=LIST,
    ),
    *SAVED.routes(),
    Route(
        verb="POST",
        path="/saved-reports/run",
        tag=TAG,
        summary="Make a report without keeping it.",
        view=_run,
        body=ReportBody,
        answer=ReportView,
        parameters=(_FORMAT,),
        media_types=_MEDIA,
    ),
    Route(
        verb="POST",
        path="/saved-reports/drill-down",
        tag=TAG,
        summary="List the records behind a figure of a report that is not kept.",
        view=_drill_down,
        body=DrillDownBody,
        answer=ReportDrillDownView,
    ),
    Route(
        verb="GET",
        path="/saved-reports/{saved_report_id}/run",
        tag=TAG,
        summary="Make a saved report of what you may see.",
        view=_run_saved,
        answer=ReportView,
        parameters=(_FORMAT, _AS_OF),
        media_types=_MEDIA,
        refusals=(404,),
    ),
    Route(
        verb="GET",
        path="/saved-reports/{saved_report_id}/drill-down",
        tag=TAG,
        summary="List the records behind a figure: as many, and worth as much.",
        view=_drill_down_saved,
        answer=ReportDrillDownView,
        parameters=(
            Parameter(name="cell", description="Of a row; none for the totals."),
            Parameter(name="limit", description="1 to 200.", schema={"type": "integer"}),
            Parameter(name="cursor", description="Of the page before."),
            _AS_OF,
        ),
        refusals=(404,),
    ),
    reading(
        _SCHEDULES,
        "crm.list_report_schedules",
        tag=TAG,
        answer=ReportScheduleView,
        summary="List when you are told of a report.",
        shape=LIST,
    ),
    posting(
        _SCHEDULES,
        "crm.create_report_schedule",
        tag=TAG,
        answer=ReportScheduleView,
        summary="Be told of a report every day, week or month.",
        body=ReportScheduleBody,
        as_fields=True,
        status=201,
    ),
    removing(
        f"{_SCHEDULES}/{{report_schedule_id}}",
        "crm.remove_report_schedule",
        tag=TAG,
        summary="Be told of a report no more.",
    ),
)
