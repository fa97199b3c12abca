"""Use cases of reports that come by themselves: everybody chooses for himself."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.capabilities.references import references
from shared.contracts.crm.reports.views import ReportScheduleFields

from crm.application.ports import CrmWork
from crm.application.reports.saved import NOUN
from crm.domain.errors import RecordArchived, ScheduleTooMany
from crm.domain.notifications.notices import Notice
from crm.domain.reports.schedules import MOST_SCHEDULES, ReportSchedule, read_schedule
from crm.domain.values.problems import Problems

TIMER = "report_schedule"
_GONE = ("left", "locked")


def create_report_schedule(
    work: CrmWork, *, saved_report_id: UUID, fields: ReportScheduleFields
) -> ReportSchedule:
    """
    Be told of a report one may open, time and again.

    Raises:
        Invalid: ``crm.schedule_invalid``.
        RecordArchived, ScheduleTooMany: see the classes.
    """
    require(work.caller, "report.view")
    report, caller = work.reports.get(saved_report_id), work.caller
    if report.archived_at is not None:
        raise RecordArchived(NOUN, report.id)
    problems = Problems()
    values: dict[str, Any] = read_schedule(fields.given(), problems)
    problems.stop("crm.schedule_invalid")
    if len(work.report_schedules.mine(saved_report_id)) >= MOST_SCHEDULES:
        raise ScheduleTooMany(saved_report_id)
    made = ReportSchedule(
        saved_report_id=saved_report_id,
        user_id=caller.actor_id,
        time_zone=caller.time_zone,
        next_at=work.now(),
        **values,
    )
    _plan(work, made)
    return made


def remove_report_schedule(
    work: CrmWork, *, saved_report_id: UUID, report_schedule_id: UUID
) -> None:
    """Be told no more; ``crm.report_schedule_unknown``."""
    found = work.report_schedules.get(saved_report_id, report_schedule_id)
    found.archived_at = work.now()
    work.save(found)
    work.unschedule(TIMER, str(found.id))


def tell_of_report(work: CrmWork, *, report_schedule_id: UUID) -> None:
    """
    Tell that a report is ready, and plan the next time; run by the worker.

    The figures are made when its reader opens it, of what he may see then.  However often this
    is run for one time, he is told once.
    """
    found = work.report_schedules.live(report_schedule_id)
    if found is None or found.next_at > work.now():
        return
    copies = references(work, "user", [found.user_id])
    person = copies.get(found.user_id)
    if person is not None and (person.archived or person.status in _GONE):
        found.archived_at = work.now()
        work.save(found)
        return
    work.notifications.add(
        Notice(
            user_id=found.user_id,
            kind="report",
            key=f"report:{found.id}:{found.next_at.isoformat()}",
            ref_kind=NOUN,
            ref_id=found.saved_report_id,
        )
    )
    _plan(work, found)


def _plan(work: CrmWork, schedule: ReportSchedule) -> None:
    schedule.plan(work.now())
    work.save(schedule)
    work.schedule(TIMER, str(schedule.id), schedule.next_at)
