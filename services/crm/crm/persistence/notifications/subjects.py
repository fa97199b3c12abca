"""What notifications and reminders are about, in words their reader may see."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import case, func, or_, select

from crm.persistence.activity_tables import activities, notes, occurrence_changes
from crm.persistence.customer_lists.sharing import openable
from crm.persistence.reports.tables import saved_reports
from crm.persistence.visibility import takes_part, visible_activities, visible_notes

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_MOST_WORDS = 200
Subjects = dict[tuple[UUID, str | None], str]


def subjects_by_id(work: "CrmWork", ids: Collection[UUID]) -> dict[UUID, str]:
    """Subjects of activities; private ones of others are left out."""
    if not ids:
        return {}
    caller = work.caller
    open_to_me = or_(
        activities.c.privacy == "normal",
        activities.c.owner_id == caller.actor_id,
        takes_part(caller.actor_id),
    )
    found = work.session.execute(
        select(activities.c.id, case((open_to_me, activities.c.subject)).label("subject")).where(
            activities.c.id.in_(ids), visible_activities(caller)
        )
    )
    return {row.id: row.subject for row in found if row.subject is not None}


def subjects_of(work: "CrmWork", rows: Sequence[Any]) -> Subjects:
    """Subjects of what notifications are about, by activity and occurrence, or report."""
    ids = {row.ref_id for row in rows if row.ref_kind == "activity"}
    whole = subjects_by_id(work, ids)
    subjects: Subjects = {(key, None): subject for key, subject in whole.items()}
    subjects |= _report_names(work, {row.ref_id for row in rows if row.ref_kind == "saved_report"})
    starts = {row.occurrence_start for row in rows if row.occurrence_start}
    if starts and whole:
        table = occurrence_changes
        found = work.session.execute(
            select(table.c.activity_id, table.c.occurrence_start, table.c.subject)
            .where(table.c.organisation_id == work.caller.organisation_id)
            .where(table.c.activity_id.in_(whole), table.c.occurrence_start.in_(starts))
            .where(table.c.subject.is_not(None))
        )
        subjects |= {(row.activity_id, row.occurrence_start): row.subject for row in found}
    return subjects


def _report_names(work: "CrmWork", ids: Collection[UUID]) -> Subjects:
    if not ids:
        return {}
    found = work.session.execute(
        select(saved_reports.c.id, saved_reports.c.name).where(
            saved_reports.c.id.in_(ids), openable(work.caller, saved_reports)
        )
    )
    return {(row.id, None): row.name for row in found}


def words_of(work: "CrmWork", rows: Sequence[Any]) -> dict[UUID, str]:
    """The beginnings of notes by id."""
    ids = {row.ref_id for row in rows if row.ref_kind == "note"}
    if not ids:
        return {}
    found = work.session.execute(
        select(notes.c.id, func.left(notes.c.body, _MOST_WORDS).label("words")).where(
            notes.c.id.in_(ids), visible_notes(work.caller)
        )
    )
    return {row.id: row.words for row in found}
