"""Reminders: loading, planning, taking each firing once, and the caller's own list."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.crm.activities.reminder_views import ReminderView
from shared.kernel.errors import NotFound, invalid_field
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import ColumnElement, and_, case, exists, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.application.reminders.ports import DueMail
from crm.domain.activities import BUSY
from crm.domain.reminders.reminding import Firing, Preference, Reminder
from crm.persistence.activity_tables import activities
from crm.persistence.notifications.subjects import subjects_by_id
from crm.persistence.reminders.tables import reminder_firings, reminder_preferences, reminders
from crm.persistence.visibility import visible_activities

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_PLAIN = [name for name in ReminderView.__struct_fields__ if name in reminders.c]


def _status(value: str) -> ColumnElement[bool]:
    if value not in ("planned", "over"):
        raise invalid_field("/status", "must be planned or over")
    column = reminders.c.next_at
    return column.is_not(None) if value == "planned" else column.is_(None)


_REMINDERS = Listing(
    reminders,
    filters={name: reminders.c[name] for name in ("activity_id", "channel", "next_at")},
    sorts={name: reminders.c[name] for name in ("next_at", "created_at")},
    default_sort="next_at",
    special={"status": _status},
)


class StoredReminders:
    """The reminders of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def of_activity(self, activity_id: UUID) -> list[Reminder]:
        """Everybody's live ones about one activity."""
        return list(
            self._work.session.scalars(
                select(Reminder)
                .where(reminders.c.activity_id == activity_id)
                .where(same_organisation(self._work.caller, reminders))
                .where(reminders.c.archived_at.is_(None))
                .order_by(reminders.c.created_at, reminders.c.id)
            )
        )

    def get(self, reminder_id: UUID) -> Reminder:
        """One of the caller's own; ``crm.reminder_unknown``."""
        found = self._work.session.scalars(
            select(Reminder).where(reminders.c.id == reminder_id, self._mine())
        ).one_or_none()
        if found is None:
            raise _unknown(reminder_id)
        return found

    def add_all(self, made: Sequence[Reminder]) -> None:
        self._work.session.add_all(made)
        self._work.flush()

    def plan_next(self, next_at: dict[UUID, datetime], activity_id: UUID) -> None:
        """Write down when each comes next; it is no change anybody made, so no version rises."""
        at = case(*((reminders.c.id == key, value) for key, value in next_at.items()), else_=None)
        self._work.session.execute(
            update(reminders)
            .where(reminders.c.activity_id == activity_id)
            .where(same_organisation(self._work.caller, reminders))
            .where(reminders.c.archived_at.is_(None))
            .values(next_at=at if next_at else None)
            .execution_options(synchronize_session=False)
        )

    def claim(self, firing: Firing, *, state: str) -> UUID | None:
        """Take a firing, once for ever; None when it was taken before."""
        reminder, now = firing.reminder, self._work.now()
        return self._work.session.execute(
            upsert(reminder_firings)
            .values(
                id=new_id(),
                organisation_id=self._work.caller.organisation_id,
                activity_id=reminder.activity_id,
                user_id=reminder.user_id,
                channel=reminder.channel,
                lead_minutes=reminder.lead_minutes,
                starts=firing.starts,
                occurrence_start=firing.occurrence_start,
                state=state,
                fired_at=now,
            )
            .on_conflict_do_nothing()
            .returning(reminder_firings.c.id)
        ).scalar()

    def mail(self, reminder_id: UUID) -> DueMail | None:
        """A firing for e-mail, locked."""
        table = reminder_firings
        row = self._work.session.execute(
            select(*(table.c[name] for name in DueMail.__dataclass_fields__))
            .where(table.c.id == reminder_id, table.c.channel == "email")
            .where(same_organisation(self._work.caller, table))
            .with_for_update()
        ).first()
        return DueMail(**row._mapping) if row else None

    def note_mail(self, reminder_id: UUID, *, state: str) -> None:
        """Write down how far it has come."""
        times = {"sending": "sending_at", "sent": "sent_at"}
        at = {times[state]: self._work.now()} if state in times else {}
        self._work.session.execute(
            update(reminder_firings)
            .where(reminder_firings.c.id == reminder_id)
            .where(same_organisation(self._work.caller, reminder_firings))
            .values(state=state, **at)
        )

    def preferences(self, user_ids: Iterable[UUID]) -> dict[UUID, Preference]:
        """Those who have one."""
        table = reminder_preferences
        rows = self._work.session.execute(
            select(table)
            .where(same_organisation(self._work.caller, table))
            .where(table.c.user_id.in_(list(user_ids)))
        )
        return {
            row.user_id: Preference(lead_minutes=row.lead_minutes, channels=tuple(row.channels))
            for row in rows
        }

    def keep_preference(self, preference: Preference) -> None:
        """Of the caller."""
        caller = self._work.caller
        values = {
            "lead_minutes": preference.lead_minutes,
            "channels": list(preference.channels),
        }
        self._work.session.execute(
            upsert(reminder_preferences)
            .values(organisation_id=caller.organisation_id, user_id=caller.actor_id, **values)
            .on_conflict_do_update(index_elements=["organisation_id", "user_id"], set_=values)
        )

    def page(self, query: ListQuery) -> Page[ReminderView]:
        """A page of the caller's own, about what he may see; two statements."""
        seen = (
            exists()
            .where(activities.c.id == reminders.c.activity_id)
            .where(visible_activities(self._work.caller))
            .correlate(reminders)
        )
        return _REMINDERS.page(
            self._work, query, where=and_(self._mine(), seen), to_views=self._views
        )

    def show(self, reminder_id: UUID) -> ReminderView:
        """One of the caller's own; ``crm.reminder_unknown``."""
        row = self._work.session.execute(
            select(reminders).where(reminders.c.id == reminder_id, self._mine())
        ).first()
        if row is None:
            raise _unknown(reminder_id)
        return self._views([row])[0]

    def _mine(self) -> ColumnElement[bool]:
        caller = self._work.caller
        return and_(
            same_organisation(caller, reminders),
            reminders.c.user_id == caller.actor_id,
            reminders.c.archived_at.is_(None),
        )

    def _views(self, rows: Sequence[Any]) -> list[ReminderView]:
        subjects = subjects_by_id(self._work, {row.activity_id for row in rows})
        return [
            ReminderView(
                **{name: getattr(row, name) for name in _PLAIN},
                subject=subjects.get(row.activity_id) or BUSY,
                status=self._state(row),
            )
            for row in rows
        ]

    def _state(self, row: Any) -> str:
        if row.channel == "email" and not self._work.mailer.is_available:
            return "unavailable"
        return "planned" if row.next_at is not None else "over"


def _unknown(reminder_id: UUID) -> NotFound:
    return NotFound(
        "There is no such reminder.", code="crm.reminder_unknown", reminder_id=reminder_id
    )
