"""What the use cases of reports need from outside."""

from typing import Protocol
from uuid import UUID

from shared.contracts.reporting import ReportDrillDownView, ReportFields, ReportView

from crm.domain.reports.saved import SavedReport
from crm.domain.reports.schedules import ReportSchedule


class Reports(Protocol):
    """Reports of crm, saved ones and figures; ``get`` refuses those the caller may not open."""

    def get(self, saved_report_id: UUID) -> SavedReport: ...

    def check(self, fields: ReportFields) -> str:
        """
        Stop unless such a report can be made; what one must be allowed to see for it.

        Raises:
            Invalid: An unknown source, dimension, measure or filter.
        """
        ...

    def run(self, fields: ReportFields) -> ReportView: ...

    def drill_down(
        self, fields: ReportFields, *, cell: str, limit: int, cursor: str | None
    ) -> ReportDrillDownView: ...


class ReportSchedules(Protocol):
    """When people are told of reports."""

    def mine(self, saved_report_id: UUID) -> list[ReportSchedule]:
        """The caller's own of one report."""
        ...

    def get(self, saved_report_id: UUID, report_schedule_id: UUID) -> ReportSchedule:
        """One of the caller's own; ``crm.report_schedule_unknown``."""
        ...

    def live(self, report_schedule_id: UUID) -> ReportSchedule | None:
        """Whoever's, locked, unless it or its report is put away."""
        ...
