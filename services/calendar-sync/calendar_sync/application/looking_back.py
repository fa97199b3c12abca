"""
Reading what others changed in a calendar, from a cursor on.

Nothing here is changed by it: crm owns the activities, and direction is *out*.  The person is told
that his calendar says something else, until the next change from here replaces it.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from calendar_sync.application.ports import (
    Calendar,
    CalendarWork,
    CalendarWorks,
    Changes,
    CursorExpired,
    RemoteEvent,
)
from calendar_sync.domain.conflicts import SyncConflict
from calendar_sync.domain.operations import Link


@dataclass(frozen=True, kw_only=True)
class Round:
    """A claimed calendar."""

    organisation_id: UUID
    binding_id: UUID
    fence: int
    calendar: Calendar
    is_new: bool


def look_back(works: CalendarWorks, claimed: Round) -> None:
    """
    Note what somebody changed or removed since the cursor, and move the cursor.

    The cursor moves in the transaction that stores what was found: a worker that dies reads the
    same changes again, and finds them equal to what is stored or new.
    """
    with works.system(claimed.organisation_id) as work:
        cursor = work.operations.state(claimed.binding_id).cursor
    changes = _changes(claimed.calendar, cursor)
    if changes.cursor is None or (changes.cursor == cursor and not changes.etags):
        return
    with works.system(claimed.organisation_id) as work:
        touched = _touched(work, claimed, changes)
    theirs = {
        link.href: claimed.calendar.get(link.href)
        for link in touched
        if link.href not in changes.removed
    }
    with works.system(claimed.organisation_id) as work:
        _note(work, claimed, touched, theirs)
        _move_cursor(work, claimed, changes)


def _changes(calendar: Calendar, cursor: str | None) -> Changes:
    try:
        return calendar.changes_since(cursor)
    except CursorExpired:
        return calendar.changes_since(None)


def _touched(work: CalendarWork, claimed: Round, changes: Changes) -> list[Link]:
    """Events of ours that are not as we left them; most changes are our own."""
    names = [*changes.etags, *changes.removed]
    return [
        link
        for link in work.operations.links_at(claimed.binding_id, names)
        if changes.etags.get(link.href) != link.etag
    ]


def _note(
    work: CalendarWork,
    claimed: Round,
    touched: list[Link],
    theirs: dict[str, RemoteEvent | None],
) -> None:
    binding = work.accounts.binding(claimed.binding_id)
    for link in touched:
        there = theirs.get(link.href)
        if there is not None and there.etag == link.etag:
            continue
        work.operations.note(
            SyncConflict(
                binding_id=binding.id,
                user_id=binding.user_id,
                unit_id=binding.unit_id,
                activity_id=link.activity_id,
                reason="changed_there" if there else "deleted_there",
                theirs=dict(there.fields) if there else {},
            )
        )


def _move_cursor(work: CalendarWork, claimed: Round, changes: Changes) -> None:
    state = work.operations.state(claimed.binding_id, lock=True)
    if state.fence == claimed.fence:
        work.operations.put_state(replace(state, cursor=changes.cursor))
