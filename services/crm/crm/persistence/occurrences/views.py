"""How activities and their occurrences look to whoever asks."""

from collections.abc import Iterable
from typing import Any

from shared.contracts.crm.activities.occurrence_views import OccurrenceView
from shared.contracts.crm.timeline_views import ActivityView, ParticipantView
from shared.kernel.context import Caller

from crm.domain.activities import BUSY, SHOWN_OF_PRIVATE
from crm.domain.occurrences.changes import times_of
from crm.domain.occurrences.expanding import Occurrence
from crm.persistence.activity_tables import activities

_PLAIN = [name for name in ActivityView.__struct_fields__ if name in activities.c]
_OF_OCCURRENCE = ("subject", "body", "location", "status", "outcome", "completed_at")


def view_of(
    activity: Any,
    participants: Iterable[Any],
    caller: Caller,
    *,
    changes: Iterable[Any] = (),
    occurrence: Occurrence | None = None,
) -> ActivityView:
    """
    A view from a row or a record; a private one shows others only that the owner is busy.

    Args:
        changes: What is different about single occurrences.
        occurrence: The one to show instead of the whole.
    """
    participants, changes = list(participants), list(changes)
    values = {name: getattr(activity, name) for name in _PLAIN}
    times = times_of(activity)
    if occurrence is not None:
        times = occurrence.times
        values |= {name: getattr(occurrence, name) for name in _OF_OCCURRENCE}
        values |= {"all_day": times.all_day, "time_adjusted": times.time_adjusted}
    mine = caller.actor_id in (activity.owner_id, *(each.user_id for each in participants))
    is_hidden = activity.privacy == "private" and not mine
    if is_hidden:
        hidden = {name: None for name in values if name not in SHOWN_OF_PRIVATE}
        plain = {"kind": activity.kind, "subject": BUSY, "contact_ids": [], "priority": "normal"}
        values |= {**hidden, **plain}
        participants = []
    shown = [
        ParticipantView(**{name: getattr(each, name) for name in ParticipantView.__struct_fields__})
        for each in participants
    ]
    different = [each for each in changes if not each.is_excluded]
    return ActivityView(
        **values,
        start=times.start,
        end=times.end,
        participants=shown,
        exdates=[each.occurrence_start for each in changes if each.is_excluded],
        occurrences=[_difference(each, is_hidden=is_hidden) for each in different],
        occurrence_start=occurrence.occurrence_start if occurrence else None,
    )


def _difference(change: Any, *, is_hidden: bool) -> OccurrenceView:
    times = times_of(change) if change.is_moved else None
    texts = ("subject", "body", "location", "outcome")
    return OccurrenceView(
        occurrence_start=change.occurrence_start,
        start=times.start if times else None,
        end=times.end if times else None,
        all_day=times.all_day if times else None,
        time_adjusted=change.time_adjusted,
        status=change.status,
        **{name: None if is_hidden else getattr(change, name) for name in texts},
    )
