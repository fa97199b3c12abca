"""Activities: loading, lists, and what others may see of private ones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.contracts.crm.timeline_views import ActivityView, ParticipantView
from shared.kernel.context import Caller
from shared.kernel.errors import NotFound, invalid_field
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import ColumnElement, and_, case, exists, func, not_, or_, select

from crm.domain.activities import BUSY, SHOWN_OF_PRIVATE, Activity
from crm.domain.values.activity_times import ActivityTimes
from crm.persistence.activity_tables import activities, activity_participants
from crm.persistence.visibility import archived, live, visible_activities

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_PLAIN = [name for name in ActivityView.__struct_fields__ if name in activities.c]
_TIMES = ActivityTimes.__dataclass_fields__
_SORTED = (
    "kind",
    "status",
    "owner_id",
    "unit_id",
    "due_on",
    "created_at",
    "updated_at",
    "completed_at",
)
# Days count from midnight UTC, so that they sort among instants.
_START = case(
    (activities.c.all_day, func.timezone("UTC", activities.c.start_on)),
    else_=activities.c.start_at,
)
_START.type = activities.c.start_at.type
_LINKS = ("customer_id", "sales_case_id", "project_id")


def takes_part(user_id: UUID) -> ColumnElement[bool]:
    """Activities the user is a participant of."""
    return exists().where(
        activity_participants.c.activity_id == activities.c.id,
        activity_participants.c.user_id == user_id,
    )


def _overdue(value: str) -> ColumnElement[bool]:
    ends = func.coalesce(activities.c.end_at, activities.c.start_at)
    last_on = func.coalesce(activities.c.due_on, activities.c.end_on)
    late = and_(
        activities.c.status == "planned",
        func.coalesce(ends < func.now(), last_on < func.current_date(), False),
    )
    return late if value == "true" else not_(late)


def _participant(value: str) -> ColumnElement[bool]:
    try:
        return takes_part(UUID(value))
    except ValueError:
        raise invalid_field("/participant_id", "not an id") from None


class StoredActivities:
    """The activities of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def get(self, activity_id: UUID) -> Activity:
        """Load one the caller may see; ``crm.activity_unknown``."""
        found = get_record(self._work, Activity, activity_id, unknown="crm.activity_unknown")
        if self._row(activity_id) is None:
            raise _unknown(activity_id)
        return found

    def show(self, activity_id: UUID) -> ActivityView:
        """One activity the caller may see; ``crm.activity_unknown``."""
        row = self._row(activity_id)
        if row is None:
            raise _unknown(activity_id)
        return self._views([row])[0]

    def page(self, query: ListQuery) -> Page[ActivityView]:
        """A page of the activities the caller may see; two statements."""
        where = and_(visible_activities(self._work.caller), live(query, activities))
        return _listing(self._work.caller).page(
            self._work, query, where=where, to_views=self._views
        )

    def _row(self, activity_id: UUID) -> Any:
        return self._work.session.execute(
            select(activities).where(
                activities.c.id == activity_id, visible_activities(self._work.caller)
            )
        ).first()

    def _views(self, rows: Sequence[Any]) -> list[ActivityView]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        if rows:
            query = (
                select(activity_participants)
                .where(activity_participants.c.activity_id.in_([row.id for row in rows]))
                .order_by(activity_participants.c.id)
            )
            for each in self._work.session.execute(query):
                found[each.activity_id].append(each)
        return [view_of(row, found[row.id], self._work.caller) for row in rows]


def view_of(activity: Any, participants: Iterable[Any], caller: Caller) -> ActivityView:
    """A view from a row or a record; a private one shows others only that the owner is busy."""
    participants = list(participants)
    times = ActivityTimes(**{name: getattr(activity, name) for name in _TIMES})
    values = {name: getattr(activity, name) for name in _PLAIN}
    mine = caller.actor_id in (activity.owner_id, *(each.user_id for each in participants))
    if activity.privacy == "private" and not mine:
        hidden = {name: None for name in values if name not in SHOWN_OF_PRIVATE}
        values |= {**hidden, "kind": activity.kind, "subject": BUSY, "contact_ids": []}
        participants = []
    shown = [
        ParticipantView(**{name: getattr(each, name) for name in ParticipantView.__struct_fields__})
        for each in participants
    ]
    return ActivityView(**values, start=times.start, end=times.end, participants=shown)


def _listing(caller: Caller) -> Listing:
    """What private activities hide is neither found nor filtered by."""
    open_to_me = or_(
        activities.c.privacy == "normal",
        activities.c.owner_id == caller.actor_id,
        takes_part(caller.actor_id),
    )
    plain = {name: activities.c[name] for name in _SORTED}
    links = {name: case((open_to_me, activities.c[name])) for name in (*_LINKS, "subject")}
    contact_ids = case((open_to_me, activities.c.contact_ids))
    return Listing(
        activities,
        filters={
            **plain,
            **links,
            "id": activities.c.id,
            "privacy": activities.c.privacy,
            "start": _START,
            "contact_id": contact_ids,
            "contact_ids": contact_ids,
        },
        sorts={**plain, "start": _START},
        search=[case((open_to_me, text)) for text in (activities.c.subject, activities.c.body)],
        special={
            "archived": lambda value: archived(activities, value),
            "overdue": _overdue,
            "participant_id": _participant,
        },
    )


def _unknown(activity_id: UUID) -> NotFound:
    return NotFound(
        "There is no such activity.", code="crm.activity_unknown", activity_id=activity_id
    )
