"""Copies of crm's activities."""

from dataclasses import asdict, fields
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.declare import dump, load
from shared.persistence.work import Work
from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from calendar_sync.domain.activities import Activity, Change
from calendar_sync.persistence.tables import activities

_COLUMNS = [activities.c[each.name] for each in fields(Activity)]
_ZONES = timedelta(hours=14)  # the farthest a day somewhere is from the same day in UTC


class StoredActivities:
    """The activities of the caller's organisation."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def keep(self, activity: Activity) -> bool:
        """Store a newer state; False when the one there is as new."""
        values = {
            **asdict(activity),
            "participant_ids": list(activity.participant_ids),
            "people": sorted(activity.people),
            "changes": [dump(asdict(each)) for each in activity.changes],
            "begins_at": activity.start_at or _midnight(activity.start_on),
            "ends_at": activity.end_at or activity.start_at or _midnight(_last_day(activity)),
        }
        statement = upsert(activities).values(
            organisation_id=self._work.caller.organisation_id, **values
        )
        kept = self._work.session.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_=values,
                where=activities.c.version < statement.excluded.version,
            ).returning(activities.c.id)
        ).scalar()
        return kept is not None

    def find(self, activity_id: UUID) -> Activity | None:
        """The newest state, if crm ever told us of the activity."""
        row = self._work.session.execute(
            select(*_COLUMNS).where(
                activities.c.id == activity_id, same_organisation(self._work.caller, activities)
            )
        ).first()
        return _activity(row) if row else None

    def of_user(self, user_id: UUID, *, since: datetime, until: datetime) -> list[Activity]:
        """What the person takes part in between two instants, series included; in order."""
        rows = self._work.session.execute(
            select(*_COLUMNS)
            .where(
                same_organisation(self._work.caller, activities),
                activities.c.people.contains([user_id]),
                activities.c.archived.is_(False),
                within(since, until),
            )
            .order_by(activities.c.begins_at, activities.c.id)
        )
        return [_activity(row) for row in rows]


def within(since: datetime, until: datetime) -> ColumnElement[bool]:
    """Activities that take place between two instants; a series from its beginning on."""
    still = or_(activities.c.recurrence.is_not(None), activities.c.ends_at >= since - _ZONES)
    return and_(activities.c.begins_at <= until + _ZONES, still)


def _activity(row: Row[Any]) -> Activity:
    values = dict(row._mapping)
    values["changes"] = tuple(load(Change, each) for each in values["changes"])
    return Activity(**values)


def _last_day(activity: Activity) -> date | None:
    day = activity.end_on or activity.start_on
    return day + timedelta(days=1) if day else None


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), UTC) if day else None
