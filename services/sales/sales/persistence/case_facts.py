"""What other services tell about cases: activities around them, and that they were invoiced."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from shared.contracts.crm.events import ActivityState
from shared.persistence.work import Work
from sqlalchemy import Select, func, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from sales.persistence.tables import case_activities, case_facts

_SOME_DAY = datetime(9000, 1, 1, tzinfo=UTC)  # after every activity that has a time

_OPEN = ("planned", "in_progress")


class StoredCaseFacts:
    """Facts about cases, inside one unit of work."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def keep_activity(self, activity: ActivityState) -> set[UUID]:
        before = self._case_of(activity.activity_id)
        if before is None and activity.sales_case_id is None:
            return set()
        values = _row(activity)
        statement = upsert(case_activities).values(
            organisation_id=self._organisation_id, activity_id=activity.activity_id, **values
        )
        self._work.session.execute(
            statement.on_conflict_do_update(
                index_elements=["organisation_id", "activity_id"],
                set_=values,
                where=case_activities.c.version < statement.excluded.version,
            )
        )
        return {each for each in (before, activity.sales_case_id) if each is not None}

    def follow_up(self, case_ids: Collection[UUID]) -> None:
        for case_id in case_ids:
            self._note(
                case_id,
                previous_activity=self._previous(case_id),
                next_activity=self._next(case_id),
            )

    def note_invoice(self, case_id: UUID, *, at: datetime) -> None:
        self._note(case_id, invoiced_at=at)

    def is_invoiced(self, case_id: UUID) -> bool:
        found = self._work.session.execute(
            select(case_facts.c.invoiced_at)
            .where(case_facts.c.organisation_id == self._organisation_id)
            .where(case_facts.c.case_id == case_id)
        ).scalar()
        return found is not None

    @property
    def _organisation_id(self) -> UUID:
        return self._work.caller.organisation_id

    def _case_of(self, activity_id: UUID) -> UUID | None:
        return self._work.session.execute(
            select(case_activities.c.case_id)
            .where(case_activities.c.organisation_id == self._organisation_id)
            .where(case_activities.c.activity_id == activity_id)
        ).scalar()

    def _previous(self, case_id: UUID) -> dict[str, Any] | None:
        """The last that is done, of a series its last occurrence that is."""
        table = case_activities.c
        row = self._work.session.execute(
            self._of_case(case_id)
            .where(or_(table.status == "done", table.done_happens_at.is_not(None)))
            .order_by(func.coalesce(table.done_happens_at, table.happens_at).desc())
            .order_by(table.activity_id)
            .limit(1)
        ).one_or_none()
        if row is None or row.done_happens_at is None:
            return _shown(row)
        return {**_shown(row), "subject": row.done_subject, "at": row.done_at, "on": row.done_on}

    def _next(self, case_id: UUID) -> dict[str, Any] | None:
        """The first that is still open, of a series its next occurrence."""
        table = case_activities.c
        row = self._work.session.execute(
            self._of_case(case_id)
            .where(table.status.in_(_OPEN))
            .order_by(table.happens_at, table.activity_id)
            .limit(1)
        ).one_or_none()
        return _shown(row)

    def _of_case(self, case_id: UUID) -> Select[Any]:
        return (
            select(case_activities)
            .where(case_activities.c.organisation_id == self._organisation_id)
            .where(case_activities.c.case_id == case_id)
        )

    def _note(self, case_id: UUID, **facts: Any) -> None:
        self._work.session.execute(
            upsert(case_facts)
            .values(organisation_id=self._organisation_id, case_id=case_id, **facts)
            .on_conflict_do_update(index_elements=["organisation_id", "case_id"], set_=facts)
        )


def _shown(row: Any) -> Any:
    if row is None:
        return None
    return {
        "id": row.activity_id,
        "kind": row.kind,
        "subject": row.subject,
        "at": row.at,
        "on": row.on,
    }


def _row(activity: ActivityState) -> dict[str, Any]:
    """How an activity is stored; archived ones are kept, so that an older event changes nothing."""
    return {
        "case_id": activity.sales_case_id,
        "version": activity.version,
        "kind": activity.kind,
        **(_single(activity) if activity.recurrence is None else _series(activity)),
        **_done(activity),
    }


def _single(activity: ActivityState) -> dict[str, Any]:
    at, on = activity.start_at, activity.start_on or activity.due_on
    if at is None and on is None:
        at = activity.completed_at
    return {
        "subject": activity.subject if activity.privacy == "normal" else None,
        "status": "archived" if activity.archived else activity.status,
        **_times(at, on),
    }


def _series(activity: ActivityState) -> dict[str, Any]:
    """A series stands where its next occurrence does; without one it is over."""
    following = activity.next_occurrence
    if following is None or activity.archived:
        open_or_over = "over" if activity.status in _OPEN else activity.status
        status = "archived" if activity.archived else open_or_over
        return {**_single(activity), "status": status}
    return {
        "subject": following.subject if activity.privacy == "normal" else None,
        "status": activity.status,
        **_times(following.start_at, following.start_on),
    }


def _done(activity: ActivityState) -> dict[str, Any]:
    last = None if activity.archived else activity.last_done
    if last is None:
        return dict.fromkeys(("done_happens_at", "done_at", "done_on", "done_subject"))
    times = _times(last.start_at, last.start_on)
    return {
        **{f"done_{name}": value for name, value in times.items()},
        "done_subject": last.subject if activity.privacy == "normal" else None,
    }


def _times(at: datetime | None, on: date | None) -> dict[str, Any]:
    return {
        "happens_at": at or (datetime.combine(on, time.min, UTC) if on else _SOME_DAY),
        "at": at,
        "on": None if at else on,
    }
