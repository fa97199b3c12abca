"""What crm answers about reports of one's own."""

from datetime import date
from typing import Protocol
from uuid import UUID

from shared.contracts.crm.reports.views import (
    ReportScheduleFields,
    ReportScheduleView,
    SavedReportFields,
    SavedReportView,
)
from shared.contracts.reporting import (
    ReportDrillDownView,
    ReportFields,
    ReportSourceView,
    ReportView,
)
from shared.kernel.paging import ListQuery, Page


class ReportCalls(Protocol):
    """Reports about customers, contacts, activities and product sales, saved or not."""

    def list_report_sources(self) -> list[ReportSourceView]:
        """Answer what reports can be about, grouped by and measured."""
        ...

    def run_report(self, *, fields: ReportFields) -> ReportView:
        """
        Make a report of what the caller may see.

        Raises: ``platform.invalid_fields``, ``platform.filter_unknown``,
        ``platform.report_too_large`` (Invalid).
        """
        ...

    def drill_down_report(
        self, *, fields: ReportFields, cell: str = "", limit: int = 50, cursor: str | None = None
    ) -> ReportDrillDownView:
        """Answer the records behind a figure; *cell* of a row, empty for the totals."""
        ...

    def create_saved_report(self, *, fields: SavedReportFields) -> SavedReportView:
        """Keep a report.  Raises: as ``run_report``; ``crm.saved_report_nameless``."""
        ...

    def get_saved_report(self, *, saved_report_id: UUID) -> SavedReportView:
        """Answer a report's definition.  Raises: ``crm.saved_report_unknown``."""
        ...

    def list_saved_reports(self, *, query: ListQuery) -> Page[SavedReportView]:
        """List own and shared ones.  Filters and sorts: name, owner_id, created_at …"""
        ...

    def change_saved_report(
        self, *, saved_report_id: UUID, expected_version: int, fields: SavedReportFields
    ) -> SavedReportView:
        """Change a report; ``definition`` is replaced as a whole."""
        ...

    def archive_saved_report(
        self, *, saved_report_id: UUID, expected_version: int | None = None
    ) -> SavedReportView:
        """Put a report away."""
        ...

    def restore_saved_report(self, *, saved_report_id: UUID) -> SavedReportView:
        """Take a report back."""
        ...

    def run_saved_report(self, *, saved_report_id: UUID, as_of: date | None = None) -> ReportView:
        """Make a saved report of what the caller may see."""
        ...

    def drill_down_saved_report(
        self,
        *,
        saved_report_id: UUID,
        cell: str = "",
        limit: int = 50,
        cursor: str | None = None,
        as_of: date | None = None,
    ) -> ReportDrillDownView:
        """Answer the records behind a figure of a saved report."""
        ...

    def list_report_schedules(self, *, saved_report_id: UUID) -> list[ReportScheduleView]:
        """List when the caller is told of a report.  Raises: ``crm.saved_report_unknown``."""
        ...

    def create_report_schedule(
        self, *, saved_report_id: UUID, fields: ReportScheduleFields
    ) -> ReportScheduleView:
        """
        Be told of a report time and again; its figures are made when it is opened.

        Raises: ``crm.schedule_invalid`` (Invalid), ``crm.schedule_too_many`` (RuleBroken).
        """
        ...

    def remove_report_schedule(self, *, saved_report_id: UUID, report_schedule_id: UUID) -> None:
        """Be told no more.  Raises: ``crm.report_schedule_unknown``."""
        ...
