"""Schedules of reports, as others may call them."""

from uuid import UUID

from shared.contracts.crm.reports.views import ReportScheduleFields, ReportScheduleView
from shared.rpc.server import command, question

from crm.application.reports import schedules
from crm.persistence.reports.schedules import schedule_view
from crm.persistence.work import CrmWork


class ReportSchedulesRpc:
    """Promised in ``shared.contracts.crm.reports.rpc.ReportCalls``; every caller has his own."""

    @question()
    def list_report_schedules(
        self, work: CrmWork, *, saved_report_id: UUID
    ) -> list[ReportScheduleView]:
        work.reports.get(saved_report_id)
        return [schedule_view(each) for each in work.report_schedules.mine(saved_report_id)]

    @command()
    def create_report_schedule(
        self, work: CrmWork, *, saved_report_id: UUID, fields: ReportScheduleFields
    ) -> ReportScheduleView:
        made = schedules.create_report_schedule(
            work, saved_report_id=saved_report_id, fields=fields
        )
        return schedule_view(made)

    @command()
    def remove_report_schedule(
        self, work: CrmWork, *, saved_report_id: UUID, report_schedule_id: UUID
    ) -> None:
        schedules.remove_report_schedule(
            work, saved_report_id=saved_report_id, report_schedule_id=report_schedule_id
        )
