"""Shapes of activities, notes and the timeline, as crm answers and accepts them."""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.crm.activities.occurrence_views import OccurrenceView
from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.kernel.money import Money


class ParticipantView(View):
    """Somebody who takes part: a user, a contact, or a mere e-mail address."""

    user_id: UUID | None
    contact_id: UUID | None
    email: str | None
    response: str  # none, accepted, tentative, declined
    organiser: bool


class ParticipantFields(Fields):
    """Somebody who takes part; exactly one of user, contact and e-mail address."""

    user_id: UUID | UnsetType | None = UNSET
    contact_id: UUID | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    response: str | UnsetType = UNSET
    organiser: bool | UnsetType = UNSET


class ActivityView(View):
    """
    Something planned or done.

    ``start`` and ``end`` are instants, or dates when ``all_day``.  To others a private activity
    shows its times and the subject ``busy``, and nothing else.

    ``occurrence_start`` names an occurrence when occurrences are listed, and is null otherwise;
    then everything is as it is that time.  ``time_adjusted``: the clock never showed the local
    time that was given and it begins later (gap), or showed it twice and the first is meant (fold).
    """

    id: UUID
    kind: str  # meeting, call, task, email, negotiation, or a type of the organisation's own
    subject: str
    body: str | None
    location: str | None
    start: str | None
    end: str | None
    time_zone: str | None
    all_day: bool
    due_on: date | None
    owner_id: UUID
    unit_id: UUID | None
    participants: list[ParticipantView]
    customer_id: UUID | None
    contact_ids: list[UUID]
    sales_case_id: UUID | None
    project_id: UUID | None
    status: str  # planned, in_progress, done, cancelled, no_show
    outcome: str | None
    completed_at: datetime | None
    recurrence: str | None
    exdates: list[str]
    occurrences: list[OccurrenceView]
    occurrence_start: str | None
    time_adjusted: str | None  # gap, fold
    priority: str  # low, normal, high
    ical_uid: str | None
    privacy: str  # normal, private
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ActivityFields(Fields):
    """
    What may be set on an activity; ``kind`` and ``subject`` are needed to create one.

    ``start`` and ``end``: RFC 3339, a local time without offset (read in ``time_zone``), or dates
    when ``all_day``; an all-day ``end`` is the last day.  ``recurrence`` is an RRULE; ``exdates``
    are the beginnings of occurrences that do not take place.
    """

    kind: str | UnsetType = UNSET
    subject: str | UnsetType = UNSET
    body: str | UnsetType | None = UNSET
    location: str | UnsetType | None = UNSET
    start: str | UnsetType | None = UNSET
    end: str | UnsetType | None = UNSET
    time_zone: str | UnsetType | None = UNSET
    all_day: bool | UnsetType = UNSET
    due_on: date | UnsetType | None = UNSET
    owner_id: UUID | UnsetType = UNSET
    unit_id: UUID | UnsetType | None = UNSET
    participants: list[ParticipantFields] | UnsetType | None = UNSET
    customer_id: UUID | UnsetType | None = UNSET
    contact_ids: list[UUID] | UnsetType | None = UNSET
    sales_case_id: UUID | UnsetType | None = UNSET
    project_id: UUID | UnsetType | None = UNSET
    status: str | UnsetType = UNSET
    outcome: str | UnsetType | None = UNSET
    recurrence: str | UnsetType | None = UNSET
    exdates: list[str] | UnsetType | None = UNSET
    priority: str | UnsetType = UNSET
    ical_uid: str | UnsetType = UNSET
    privacy: str | UnsetType = UNSET


class NoteView(View):
    """Something written down about a customer, contact, sales case or project."""

    id: UUID
    body: str
    customer_id: UUID | None
    contact_id: UUID | None
    sales_case_id: UUID | None
    project_id: UUID | None
    owner_id: UUID
    unit_id: UUID | None
    privacy: str  # normal, private (the author's alone)
    pinned: bool
    mentions: list[UUID]  # users who are told of it
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class NoteFields(Fields):
    """What may be set on a note; a body and one link at least are needed to create one."""

    body: str | UnsetType = UNSET
    customer_id: UUID | UnsetType | None = UNSET
    contact_id: UUID | UnsetType | None = UNSET
    sales_case_id: UUID | UnsetType | None = UNSET
    project_id: UUID | UnsetType | None = UNSET
    privacy: str | UnsetType = UNSET
    pinned: bool | UnsetType = UNSET
    mentions: list[UUID] | UnsetType | None = UNSET


class TimelineEntryView(View):
    """
    Something that happened with a customer.

    ``kind`` names the record and what happened (``case.won``, ``activity.meeting``); ``ref_id``
    is the record.
    """

    id: UUID
    at: datetime
    kind: str
    title: str
    amount: Money | None
    ref_kind: str  # activity, note, case, quote, project, invoice, customer
    ref_id: UUID
    owner_id: UUID | None


class TimelineSectionView(View):
    """The newest entries of a timeline; ``total`` counts all the caller may see."""

    items: list[TimelineEntryView]
    total: int
