"""Reports of one's own, as others may call them."""

from datetime import date
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.crm.reports.views import SavedReportFields, SavedReportView
from shared.contracts.reporting import (
    ReportDrillDownView,
    ReportFields,
    ReportSourceView,
    ReportView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question

from crm.application.reports import saved
from crm.application.reports.saved import Cell
from crm.persistence.reports.stored import view_of
from crm.persistence.work import CrmWork


class ReportsRpc:
    """Promised in ``shared.contracts.crm.reports.rpc.ReportCalls``."""

    @question()
    def list_report_sources(self, work: CrmWork) -> list[ReportSourceView]:
        require(work.caller, "report.view")
        return work.reports.sources()

    @question()
    def run_report(self, work: CrmWork, *, fields: ReportFields) -> ReportView:
        return saved.run_report(work, fields=fields)

    @question()
    def drill_down_report(
        self,
        work: CrmWork,
        *,
        fields: ReportFields,
        cell: str = "",
        limit: int = 50,
        cursor: str | None = None,
    ) -> ReportDrillDownView:
        at = Cell(cell=cell, limit=limit, cursor=cursor)
        return saved.drill_down_report(work, fields=fields, at=at)

    @command()
    def create_saved_report(self, work: CrmWork, *, fields: SavedReportFields) -> SavedReportView:
        return view_of(saved.create_saved_report(work, fields=fields))

    @question()
    def get_saved_report(self, work: CrmWork, *, saved_report_id: UUID) -> SavedReportView:
        return view_of(work.reports.get(saved_report_id))

    @question()
    def list_saved_reports(self, work: CrmWork, *, query: ListQuery) -> Page[SavedReportView]:
        return work.reports.page(query)

    @command()
    def change_saved_report(
        self,
        work: CrmWork,
        *,
        saved_report_id: UUID,
        expected_version: int,
        fields: SavedReportFields,
    ) -> SavedReportView:
        changed = saved.change_saved_report(
            work, saved_report_id=saved_report_id, expected_version=expected_version, fields=fields
        )
        return view_of(changed)

    @command()
    def archive_saved_report(
        self, work: CrmWork, *, saved_report_id: UUID, expected_version: int | None = None
    ) -> SavedReportView:
        return view_of(
            saved.archive_saved_report(
                work, saved_report_id=saved_report_id, expected_version=expected_version
            )
        )

    @command()
    def restore_saved_report(self, work: CrmWork, *, saved_report_id: UUID) -> SavedReportView:
        return view_of(saved.restore_saved_report(work, saved_report_id=saved_report_id))

    @question()
    def run_saved_report(
        self, work: CrmWork, *, saved_report_id: UUID, as_of: date | None = None
    ) -> ReportView:
        fields = saved.definition_of(work, saved_report_id=saved_report_id, as_of=as_of)
        return saved.run_report(work, fields=fields)

    @question()
    def drill_down_saved_report(
        self,
        work: CrmWork,
        *,
        saved_report_id: UUID,
        cell: str = "",
        limit: int = 50,
        cursor: str | None = None,
        as_of: date | None = None,
    ) -> ReportDrillDownView:
        fields = saved.definition_of(work, saved_report_id=saved_report_id, as_of=as_of)
        at = Cell(cell=cell, limit=limit, cursor=cursor)
        return saved.drill_down_report(work, fields=fields, at=at)
