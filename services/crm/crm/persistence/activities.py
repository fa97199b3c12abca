"""Activities: loading, lists, and what others may see of private ones."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.capabilities.policy import same_organisation
from shared.contracts.crm.timeline_views import ActivityView
from shared.kernel.context import Caller
from shared.kernel.errors import NotFound, invalid_field
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from shared.persistence.records import get_record
from sqlalchemy import ColumnElement, Table, and_, case, or_, select

from crm.domain.activities import Activity
from crm.persistence.activity_tables import activities, activity_participants, occurrence_changes
from crm.persistence.occurrences.conditions import (
    START,
    beginning_before,
    ending_after,
    moment,
    overdue,
)
from crm.persistence.occurrences.views import view_of
from crm.persistence.occurrences.windows import page_of_window, plain_query
from crm.persistence.visibility import archived, live, takes_part, visible_activities

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

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
_LINKS = ("customer_id", "sales_case_id", "project_id")


def _person(name: str, value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise invalid_field(f"/{name}", "not an id") from None


def _concerns(value: str) -> ColumnElement[bool]:
    user_id = _person("person_id", value)
    return or_(activities.c.owner_id == user_id, takes_part(user_id))


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

    def named(self, ical_uid: str) -> UUID | None:
        """The activity that has the iCalendar UID, also one the caller may not see."""
        return self._work.session.execute(
            select(activities.c.id)
            .where(same_organisation(self._work.caller, activities))
            .where(activities.c.ical_uid == ical_uid)
        ).scalar()

    def page(self, query: ListQuery) -> Page[ActivityView]:
        """A page of the activities, or of their occurrences, the caller may see."""
        seen = and_(visible_activities(self._work.caller), live(query, activities))
        listing = activity_listing(self._work.caller, self._work.now())
        expand = query.filters.get("expand", "false")
        if expand not in ("true", "false"):
            raise invalid_field("/expand", "must be true or false")
        if expand == "true":
            filtered = listing.conditions(self._work, plain_query(query))
            return page_of_window(self._work, query, [seen, *filtered])
        rest = {name: value for name, value in query.filters.items() if name != "expand"}
        return listing.page(
            self._work, replace(query, filters=rest), where=seen, to_views=self._views
        )

    def changes_of(self, ids: Collection[UUID]) -> dict[UUID, list[Any]]:
        """What is different about single occurrences, by activity."""
        return self._parts_of(occurrence_changes, "occurrence_start", ids)

    def participants_of(self, ids: Collection[UUID]) -> dict[UUID, list[Any]]:
        """Who takes part, by activity."""
        return self._parts_of(activity_participants, "id", ids)

    def _parts_of(
        self, table: Table, order_by: str, ids: Collection[UUID]
    ) -> dict[UUID, list[Any]]:
        found: dict[UUID, list[Any]] = defaultdict(list)
        if ids:
            query = (
                select(table)
                .where(same_organisation(self._work.caller, table))
                .where(table.c.activity_id.in_(ids))
                .order_by(table.c[order_by])
            )
            for each in self._work.session.execute(query):
                found[each.activity_id].append(each)
        return found

    def _row(self, activity_id: UUID) -> Any:
        return self._work.session.execute(
            select(activities).where(
                activities.c.id == activity_id, visible_activities(self._work.caller)
            )
        ).first()

    def _views(self, rows: Sequence[Any]) -> list[ActivityView]:
        people = self.participants_of([row.id for row in rows])
        changes = self.changes_of([row.id for row in rows if row.recurrence is not None])
        return [
            view_of(row, people[row.id], self._work.caller, changes=changes.get(row.id, ()))
            for row in rows
        ]


def activity_listing(caller: Caller, now: datetime) -> Listing:
    """What private activities hide is neither found nor filtered by."""
    open_to_me = or_(
        activities.c.privacy == "normal",
        activities.c.owner_id == caller.actor_id,
        takes_part(caller.actor_id),
    )
    priority = case((open_to_me, activities.c.priority), else_="normal")
    zone = ZoneInfo(caller.time_zone)
    plain = {**{name: activities.c[name] for name in _SORTED}, "priority": priority}
    links = {name: case((open_to_me, activities.c[name])) for name in (*_LINKS, "subject")}
    contact_ids = case((open_to_me, activities.c.contact_ids))
    return Listing(
        activities,
        filters={
            **plain,
            **links,
            "id": activities.c.id,
            "privacy": activities.c.privacy,
            "ical_uid": case((open_to_me, activities.c.ical_uid)),
            "start": START,
            "contact_id": contact_ids,
            "contact_ids": contact_ids,
        },
        sorts={**plain, "start": START},
        search=[case((open_to_me, text)) for text in (activities.c.subject, activities.c.body)],
        special={
            "archived": lambda value: archived(activities, value),
            "overdue": lambda value: overdue(value, now=now, caller=caller),
            "from": lambda value: ending_after(moment("from", value, zone, is_end=False), zone),
            "to": lambda value: beginning_before(moment("to", value, zone, is_end=True), zone),
            "participant_id": lambda value: takes_part(_person("participant_id", value)),
            "person_id": _concerns,
        },
    )


def _unknown(activity_id: UUID) -> NotFound:
    return NotFound(
        "There is no such activity.", code="crm.activity_unknown", activity_id=activity_id
    )
