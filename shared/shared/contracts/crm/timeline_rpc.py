"""What crm answers about activities and notes."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.timeline_views import (
    ActivityFields,
    ActivityView,
    NoteFields,
    NoteView,
)
from shared.kernel.paging import ListQuery, Page


class ActivityCalls(Protocol):
    """Activities."""

    def create_activity(self, *, fields: ActivityFields) -> ActivityView:
        """
        Plan an activity, or write down one that is done.

        Raises: ``crm.activity_invalid`` (Invalid) or the one problem:
        ``crm.activity_time_invalid``, ``crm.activity_recurrence_invalid``,
        ``crm.activity_kind_unknown``, ``crm.participant_invalid`` … ; ``crm.customer_unknown``,
        ``crm.contact_unknown``, ``sales.case_unknown``, ``projects.project_unknown``.
        """
        ...

    def get_activity(self, *, activity_id: UUID) -> ActivityView:
        """Answer one activity.  Raises: ``crm.activity_unknown``."""
        ...

    def list_activities(self, *, query: ListQuery) -> Page[ActivityView]:
        """
        List activities.

        Filters and sorts: kind, status, owner_id, unit_id, start, due_on, created_at, updated_at,
        completed_at.  Filters only: id, customer_id, contact_id, participant_id, sales_case_id,
        project_id, privacy, overdue (true or false), archived.
        """
        ...

    def change_activity(
        self, *, activity_id: UUID, expected_version: int, fields: ActivityFields
    ) -> ActivityView:
        """Change an activity; ``status`` completes, cancels or reopens it."""
        ...

    def complete_activity(
        self, *, activity_id: UUID, outcome: str | None = None, expected_version: int | None = None
    ) -> ActivityView:
        """
        Mark an activity as done.

        Raises: ``crm.activity_outcome_missing`` (RuleBroken; a negotiation needs one),
        ``crm.activity_cancelled`` (RuleBroken).
        """
        ...

    def cancel_activity(
        self, *, activity_id: UUID, expected_version: int | None = None
    ) -> ActivityView:
        """Call an activity off.  Raises: ``crm.activity_done`` (RuleBroken)."""
        ...

    def archive_activity(
        self, *, activity_id: UUID, expected_version: int | None = None
    ) -> ActivityView:
        """Put an activity away."""
        ...

    def restore_activity(self, *, activity_id: UUID) -> ActivityView:
        """Take an activity back."""
        ...


class NoteCalls(Protocol):
    """Notes."""

    def create_note(self, *, fields: NoteFields) -> NoteView:
        """
        Write a note.

        Raises: ``crm.note_empty``, ``crm.note_unlinked`` (Invalid), ``crm.customer_unknown`` …
        """
        ...

    def get_note(self, *, note_id: UUID) -> NoteView:
        """Answer one note.  Raises: ``crm.note_unknown``."""
        ...

    def list_notes(self, *, query: ListQuery) -> Page[NoteView]:
        """
        List notes; ``q`` looks into their text.

        Filters and sorts: pinned, owner_id, unit_id, created_at, updated_at.  Filters only: id,
        customer_id, contact_id, sales_case_id, project_id, privacy, archived.
        """
        ...

    def change_note(self, *, note_id: UUID, expected_version: int, fields: NoteFields) -> NoteView:
        """Change a note."""
        ...

    def archive_note(self, *, note_id: UUID, expected_version: int | None = None) -> NoteView:
        """Put a note away."""
        ...

    def restore_note(self, *, note_id: UUID) -> NoteView:
        """Take a note back."""
        ...
