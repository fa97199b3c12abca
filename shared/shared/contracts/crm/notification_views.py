"""Shapes of notifications, as crm answers them."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import View


class NotificationView(View):
    """
    Something one person is told of, in his language.

    ``ref_id`` is the record it is about.  What he may no longer see he is no longer told of.
    ``occurrence_start`` names the occurrence of a series, as in ``ActivityView``.
    """

    id: UUID
    kind: str  # reminder, mention, assignment, report
    title: str
    text: str
    ref_kind: str  # activity, note, saved_report
    ref_id: UUID
    occurrence_start: str | None
    actor_id: UUID | None  # who caused it; nobody for reminders and reports
    created_at: datetime
    read_at: datetime | None


class UnreadView(View):
    """How many notifications the caller has not read."""

    unread: int
