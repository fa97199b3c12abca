"""Schedules of reports: everybody's own."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.crm.reports.views import ReportScheduleView
from shared.kernel.errors import NotFound
from sqlalchemy import ColumnElement, and_, select

from crm.domain.reports.schedules import ReportSchedule
from crm.persistence.reports.tables import report_schedules, saved_reports

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork


def schedule_view(found: Any) -> ReportScheduleView:
    """A view from a record."""
    return ReportScheduleView(
        **{name: getattr(found, name) for name in ReportScheduleView.__struct_fields__}
    )


class StoredReportSchedules:
    """The schedules of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def mine(self, saved_report_id: UUID) -> list[ReportSchedule]:
        """The caller's own of one report, the next first."""
        return list(
            self._work.session.scalars(
                select(ReportSchedule)
                .where(self._mine(saved_report_id))
                .order_by(report_schedules.c.next_at, report_schedules.c.id)
            )
        )

    def get(self, saved_report_id: UUID, report_schedule_id: UUID) -> ReportSchedule:
        """One of the caller's own; ``crm.report_schedule_unknown``."""
        its = report_schedules.c.id == report_schedule_id
        found = self._work.session.scalars(
            select(ReportSchedule).where(its, self._mine(saved_report_id))
        ).one_or_none()
        if found is None:
            raise NotFound(
                "There is no such schedule.",
                code="crm.report_schedule_unknown",
                id=report_schedule_id,
            )
        return found

    def live(self, report_schedule_id: UUID) -> ReportSchedule | None:
        """Whoever's, locked, unless it or its report is put away."""
        return self._work.session.scalars(
            select(ReportSchedule)
            .join(saved_reports, saved_reports.c.id == report_schedules.c.saved_report_id)
            .where(same_organisation(self._work.caller, report_schedules))
            .where(report_schedules.c.id == report_schedule_id)
            .where(report_schedules.c.archived_at.is_(None), saved_reports.c.archived_at.is_(None))
            .with_for_update(of=report_schedules)
        ).one_or_none()

    def _mine(self, saved_report_id: UUID) -> ColumnElement[bool]:
        caller = self._work.caller
        return and_(
            same_organisation(caller, report_schedules),
            report_schedules.c.saved_report_id == saved_report_id,
            report_schedules.c.user_id == caller.actor_id,
            report_schedules.c.archived_at.is_(None),
        )
