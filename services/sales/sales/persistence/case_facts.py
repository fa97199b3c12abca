"""What other services tell about cases: activities around them, and that they were invoiced."""

from collections.abc import Collection
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from shared.contracts.crm.events import ActivityState
from shared.persistence.work import Work
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from sales.persistence.tables import case_activities, case_facts

_SOME_DAY = datetime(9000, 1, 1, tzinfo=UTC)  # after every activity that has a time


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
                previous_activity=self._activity(case_id, status="done", newest=True),
                next_activity=self._activity(case_id, status="planned", newest=False),
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

    def _activity(self, case_id: UUID, *, status: str, newest: bool) -> dict[str, Any] | None:
        happens_at = case_activities.c.happens_at
        row = self._work.session.execute(
            select(case_activities)
            .where(case_activities.c.organisation_id == self._organisation_id)
            .where(case_activities.c.case_id == case_id, case_activities.c.status == status)
            .order_by(happens_at.desc() if newest else happens_at, case_activities.c.activity_id)
            .limit(1)
        ).one_or_none()
        if row is None:
            return None
        return {
            "id": row.activity_id,
            "kind": row.kind,
            "subject": row.subject,
            "at": row.at,
            "on": row.on,
        }

    def _note(self, case_id: UUID, **facts: Any) -> None:
        self._work.session.execute(
            upsert(case_facts)
            .values(organisation_id=self._organisation_id, case_id=case_id, **facts)
            .on_conflict_do_update(index_elements=["organisation_id", "case_id"], set_=facts)
        )


def _row(activity: ActivityState) -> dict[str, Any]:
    """How an activity is stored; archived ones are kept, so that an older event changes nothing."""
    at, on = activity.start_at, activity.start_on or activity.due_on
    if at is None and on is None:
        at = activity.completed_at
    return {
        "case_id": activity.sales_case_id,
        "version": activity.version,
        "kind": activity.kind,
        "subject": activity.subject if activity.privacy == "normal" else None,
        "status": "archived" if activity.archived else activity.status,
        "happens_at": at or (datetime.combine(on, time.min, UTC) if on else _SOME_DAY),
        "at": at,
        "on": None if at else on,
    }
