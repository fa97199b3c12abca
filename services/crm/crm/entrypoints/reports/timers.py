"""Reports that come by themselves, when they are due."""

from uuid import UUID

from shared.messaging.timers import DueItem, when_due

from crm.application.reports.schedules import TIMER, tell_of_report
from crm.persistence.work import CrmWork


class ReportTimers:
    """One item for each schedule; it schedules the next time itself."""

    @when_due(TIMER)
    def tell(self, item: DueItem, work: CrmWork) -> None:
        """Tell whoever wants to know that a report is ready."""
        tell_of_report(work, report_schedule_id=UUID(item.key))
