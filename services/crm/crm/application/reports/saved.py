"""Use cases of reports of one's own: make figures, look behind them, keep and share reports."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.reports.views import SavedReportFields
from shared.contracts.declare import dump, load
from shared.contracts.reporting import ReportDrillDownView, ReportFields, ReportView
from shared.kernel.errors import Invalid, invalid_field
from shared.kernel.rules import below

from crm.application.customer_lists.lists import check_people, keep
from crm.application.ports import CrmWork
from crm.domain.reports.saved import SavedReport, read_saved_report
from crm.domain.values.problems import Problems

NOUN = "saved_report"
_OWNERS = ("now", "at_the_time")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Which records of a report, and which page of them."""

    cell: str = ""
    limit: int = 50
    cursor: str | None = None


def run_report(work: CrmWork, *, fields: ReportFields) -> ReportView:
    """
    Make a report of what the caller may see.

    Raises:
        Invalid, Forbidden: see ``ReportCalls.run_report``.
    """
    _allow(work, fields)
    return work.reports.run(fields)


def drill_down_report(work: CrmWork, *, fields: ReportFields, at: Cell) -> ReportDrillDownView:
    """
    The records behind a figure of a report.

    Raises:
        Invalid, Forbidden: see ``ReportCalls.drill_down_report``.
    """
    _allow(work, fields)
    return work.reports.drill_down(fields, cell=at.cell, limit=at.limit, cursor=at.cursor)


def definition_of(
    work: CrmWork, *, saved_report_id: UUID, as_of: date | None = None
) -> ReportFields:
    """What a saved report is about, on another day if one is given."""
    kept = work.reports.get(saved_report_id).definition
    if as_of is not None:
        kept = {**kept, "as_of": as_of.isoformat()}
    return load(ReportFields, kept)


def create_saved_report(work: CrmWork, *, fields: SavedReportFields) -> SavedReport:
    """
    Keep a report; it belongs to the caller.

    Raises:
        Invalid, Forbidden: see ``ReportCalls.create_saved_report``.
    """
    require(work.caller, "report.view")
    given = _given(fields)
    if "definition" not in given:
        raise invalid_field("/definition", "what the report is about", code="required")
    values = _read(work, {"name": None, **given})
    values["owner_id"] = work.caller.actor_id
    made = SavedReport(unit_id=work.caller.unit_id, **values)
    work.save(made)
    return made


def change_saved_report(
    work: CrmWork, *, saved_report_id: UUID, expected_version: int | None, fields: SavedReportFields
) -> SavedReport:
    """
    Change a report of one's own.

    Raises:
        Invalid, RecordArchived: see ``ReportCalls.change_saved_report``.
    """
    found = work.reports.get(saved_report_id)
    keep(work, found, NOUN, expected_version)
    if found.change(_read(work, _given(fields))):
        work.save(found)
    return found


def archive_saved_report(
    work: CrmWork, *, saved_report_id: UUID, expected_version: int | None = None
) -> SavedReport:
    """Put a report away."""
    found = work.reports.get(saved_report_id)
    keep(work, found, NOUN, expected_version)
    if found.archived_at is None:
        found.archive(work.now())
        work.save(found)
    return found


def restore_saved_report(work: CrmWork, *, saved_report_id: UUID) -> SavedReport:
    """Take a report back."""
    found = work.reports.get(saved_report_id)
    keep(work, found, NOUN)
    if found.archived_at is not None:
        found.archived_at = None
        work.save(found)
    return found


def _allow(work: CrmWork, fields: ReportFields) -> None:
    require(work.caller, "report.view")
    if fields.owner not in (*_OWNERS, None) and isinstance(fields.owner, str):
        raise invalid_field("/owner", f"one of {', '.join(_OWNERS)}")
    require(work.caller, f"{work.reports.check(fields)}.view")


def _given(fields: SavedReportFields) -> dict[str, Any]:
    given = fields.given()
    if "shared_with" in given:
        given["shared_with"] = given["shared_with"].given()
    return given


def _read(work: CrmWork, given: dict[str, Any]) -> dict[str, Any]:
    problems = Problems()
    values = read_saved_report(given, problems)
    problems.stop("crm.saved_report_invalid")
    check_people(work, values)
    if "definition" in values:
        try:
            _allow(work, values["definition"])
        except Invalid as error:
            raise below(error, "/definition") from None
        values["definition"] = dump(values["definition"])
    return values
