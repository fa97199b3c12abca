"""What crm answers about activities and notes."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.activities.occurrence_views import OccurrenceFields
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
        completed_at, priority.  Filters only: id, customer_id, contact_id, participant_id,
        person_id (owner or participant), sales_case_id, project_id, privacy, ical_uid, overdue
        (true or false), archived; from and to (instants or days) leave what takes place between.

        With expand (true) every occurrence between from and to is an item of its own, in order
        of its beginning: at most 366 days, and 730 occurrences of one series.
        """
        ...

    def change_activity(
        self, *, activity_id: UUID, expected_version: int, fields: ActivityFields
    ) -> ActivityView:
        """Change an activity; ``status`` completes, cancels or reopens it."""
        ...

    def complete_activity(
        self,
        *,
        activity_id: UUID,
        outcome: str | None = None,
        occurrence_start: str | None = None,
        expected_version: int | None = None,
    ) -> ActivityView:
        """
        Mark an activity, or one occurrence of a series, as done.

        Raises: ``crm.activity_outcome_missing`` (RuleBroken; a negotiation needs one),
        ``crm.activity_cancelled`` (RuleBroken), ``crm.occurrence_unknown``.
        """
        ...

    def cancel_activity(
        self,
        *,
        activity_id: UUID,
        occurrence_start: str | None = None,
        expected_version: int | None = None,
    ) -> ActivityView:
        """Call an activity or an occurrence off.  Raises: ``crm.activity_done`` (RuleBroken)."""
        ...

    def no_show_activity(
        self,
        *,
        activity_id: UUID,
        outcome: str | None = None,
        occurrence_start: str | None = None,
        expected_version: int | None = None,
    ) -> ActivityView:
        """Write down that nobody came.  Raises as completing and cancelling do."""
        ...

    def change_occurrence_activity(
        self,
        *,
        activity_id: UUID,
        occurrence_start: str,
        scope: str = "this",
        fields: OccurrenceFields,
        expected_version: int | None = None,
    ) -> ActivityView:
        """
        Change one occurrence (``this``), or it and all later ones (``following``).

        The later ones become a series of their own, which is answered.  Raises:
        ``crm.occurrence_unknown``, ``crm.occurrence_limit``, ``crm.occurrence_scope_unknown``,
        and as ``change_activity``.
        """
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
