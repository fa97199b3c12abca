"""Notifications: storing them once, and reading what their person may still see."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from shared.capabilities.policy import same_organisation
from shared.contracts.crm.notification_views import NotificationView
from shared.kernel.context import Caller
from shared.kernel.errors import NotFound, invalid_field
from shared.kernel.ids import new_id
from shared.kernel.paging import ListQuery, Page
from shared.persistence.listing import Listing
from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from crm.domain.notifications.notices import Notice
from crm.domain.notifications.wording import beginning, title_of
from crm.persistence.activity_tables import activities, notes
from crm.persistence.customer_lists.sharing import openable
from crm.persistence.notifications.subjects import Subjects, subjects_of, words_of
from crm.persistence.notifications.tables import notifications
from crm.persistence.reports.tables import saved_reports
from crm.persistence.visibility import visible_activities, visible_notes

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_PLAIN = ("id", "kind", "ref_kind", "ref_id", "occurrence_start", "actor_id")
_FILTERS = ("kind", "ref_kind", "ref_id", "created_at")


def _read(value: str) -> ColumnElement[bool]:
    if value not in ("true", "false"):
        raise invalid_field("/read", "must be true or false")
    column = notifications.c.read_at
    return column.is_not(None) if value == "true" else column.is_(None)


_NOTIFICATIONS = Listing(
    notifications,
    filters={name: notifications.c[name] for name in _FILTERS},
    sorts={"created_at": notifications.c.created_at},
    special={"read": _read},
)


class StoredNotifications:
    """The notifications of this database, inside one unit of work."""

    def __init__(self, work: "CrmWork") -> None:
        self._work = work

    def add(self, notice: Notice) -> bool:
        """Store it; False when the person was told already."""
        values = {name: getattr(notice, name) for name in notice.__dataclass_fields__}
        added = self._work.session.execute(
            upsert(notifications)
            .values(
                id=new_id(),
                organisation_id=self._work.caller.organisation_id,
                created_at=self._work.now(),
                **values,
            )
            .on_conflict_do_nothing(index_elements=["organisation_id", "user_id", "key"])
            .returning(notifications.c.id)
        ).scalar()
        return added is not None

    def page(self, query: ListQuery) -> Page[NotificationView]:
        """A page of the caller's own; three statements."""
        return _NOTIFICATIONS.page(
            self._work, query, where=_mine(self._work.caller), to_views=self._views
        )

    def unread(self) -> int:
        """How many of the caller's he has not read."""
        where = and_(_mine(self._work.caller), notifications.c.read_at.is_(None))
        return self._work.session.execute(select(func.count()).where(where)).scalar_one()

    def read(self, notification_id: UUID) -> NotificationView:
        """Mark one of the caller's as read; ``crm.notification_unknown``."""
        mine = and_(notifications.c.id == notification_id, _mine(self._work.caller))
        self._mark_read(mine)
        row = self._work.session.execute(select(notifications).where(mine)).first()
        if row is None:
            raise NotFound(
                "There is no such notification.",
                code="crm.notification_unknown",
                notification_id=notification_id,
            )
        return self._views([row])[0]

    def read_all(self) -> None:
        """Mark all of the caller's as read, also those he may not see any more."""
        caller = self._work.caller
        mine = and_(
            same_organisation(caller, notifications), notifications.c.user_id == caller.actor_id
        )
        self._mark_read(mine)

    def _mark_read(self, mine: ColumnElement[bool]) -> None:
        self._work.session.execute(
            update(notifications)
            .where(mine, notifications.c.read_at.is_(None))
            .values(read_at=self._work.now())
        )

    def _views(self, rows: Sequence[Any]) -> list[NotificationView]:
        subjects = subjects_of(self._work, rows)
        words = words_of(self._work, rows)
        return [_view(row, subjects, words, self._work.caller) for row in rows]


def _mine(caller: Caller) -> ColumnElement[bool]:
    """The caller's own, about records he may see now."""
    mine = and_(
        same_organisation(caller, notifications), notifications.c.user_id == caller.actor_id
    )
    seen = or_(
        and_(
            notifications.c.ref_kind == "activity",
            exists()
            .where(activities.c.id == notifications.c.ref_id, visible_activities(caller))
            .correlate(notifications),
        ),
        and_(
            notifications.c.ref_kind == "note",
            exists()
            .where(notes.c.id == notifications.c.ref_id, visible_notes(caller))
            .correlate(notifications),
        ),
        and_(
            notifications.c.ref_kind == "saved_report",
            exists()
            .where(saved_reports.c.id == notifications.c.ref_id, openable(caller, saved_reports))
            .correlate(notifications),
        ),
    )
    return and_(mine, seen)


def _view(
    row: Any,
    subjects: Subjects,
    words: dict[UUID, str],
    caller: Caller,
) -> NotificationView:
    subject = subjects.get((row.ref_id, row.occurrence_start), subjects.get((row.ref_id, None)))
    text = words.get(row.ref_id) or beginning(
        row.starts, locale=caller.locale, time_zone=caller.time_zone
    )
    return NotificationView(
        **{name: getattr(row, name) for name in _PLAIN},
        title=title_of(row.kind, subject=subject, locale=caller.locale),
        text=text,
        created_at=row.created_at,
        read_at=row.read_at,
    )
