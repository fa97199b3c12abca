"""What notifications are about, in words their reader may see."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import case, func, or_, select

from crm.persistence.activities import takes_part
from crm.persistence.activity_tables import activities, notes
from crm.persistence.visibility import visible_activities, visible_notes

if TYPE_CHECKING:
    from crm.persistence.work import CrmWork

_MOST_WORDS = 200


def subjects_of(work: "CrmWork", rows: Sequence[Any]) -> dict[tuple[UUID, str | None], str]:
    """Subjects of activities by id and occurrence; private ones of others are left out."""
    ids = {row.ref_id for row in rows if row.ref_kind == "activity"}
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
    return {(row.id, None): row.subject for row in found if row.subject is not None}


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
