"""
Facts crm publishes.

Owner: crm.  Fields are added, never renamed, retyped or removed; a change
that cannot be an addition is a new version, published beside the old one.
"""

from datetime import date, datetime
from uuid import UUID

from shared.contracts.crm.imports.events import (  # noqa: F401 - declared with the others
    ImportCommittedV1,
    ImportUndoneV1,
)
from shared.contracts.declare import Event, event
from shared.contracts.privacy import PartDone, SubjectState


class AddressState(Event):
    """An address as it stands after the change."""

    kind: str
    street: str | None = None
    postal_code: str | None = None
    city: str | None = None
    region: str | None = None
    country: str = "NO"
    is_default: bool = False


class CustomerState(Event):
    """A customer as it stands after the change: all that readers may copy."""

    customer_id: UUID
    version: int
    name: str
    customer_no: str | None = None
    organisation_number: str | None = None
    kinds: list[str] = []
    owner_id: UUID | None = None
    unit_id: UUID | None = None
    industry_code: str | None = None
    country: str | None = None
    language: str | None = None
    currency: str | None = None
    payment_term_days: int | None = None
    price_list_id: UUID | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    parent_id: UUID | None = None
    segment_ids: list[UUID] = []
    addresses: list[AddressState] = []
    archived: bool = False
    merged_into_id: UUID | None = None
    changed: list[str] = []
    type_id: UUID | None = None
    rating: str | None = None
    region: str | None = None
    city: str | None = None


@event("crm", "customer.created", aggregate="customer_id")
class CustomerCreatedV1(CustomerState):
    """
    A customer, prospect, partner or supplier was registered.

    Read by: sales, quoting, projects, calendar_sync (reference copy), erp_sync (queued update).
    """


@event("crm", "customer.updated", aggregate="customer_id")
class CustomerUpdatedV1(CustomerState):
    """
    Something about a customer changed; ``changed`` names the fields.

    Read by: sales, quoting, projects, calendar_sync (reference copy), erp_sync (queued update).
    """


@event("crm", "customer.archived", aggregate="customer_id")
class CustomerArchivedV1(CustomerState):
    """
    A customer was put away.

    Read by: sales, quoting, projects, calendar_sync (reference copy), erp_sync (queued update).
    """


@event("crm", "customer.restored", aggregate="customer_id")
class CustomerRestoredV1(CustomerState):
    """
    An archived customer came back.

    Read by: sales, quoting, projects, calendar_sync (reference copy), erp_sync (queued update).
    """


class OccurrenceState(Event):
    """
    An occurrence of a series; ``occurrence_start`` is where the series would begin.

    Times and texts that are None are those of the series.
    """

    occurrence_start: str
    is_excluded: bool = False
    is_moved: bool = False
    subject: str | None = None
    body: str | None = None
    location: str | None = None
    all_day: bool = False
    start_at: datetime | None = None
    end_at: datetime | None = None
    start_on: date | None = None
    end_on: date | None = None
    time_zone: str | None = None
    status: str = "planned"


class ActivityState(Event):
    """
    An activity as it stands after the change.

    Of a series, ``changes`` are the occurrences that are not as it says, ``next_occurrence`` the
    next one nobody settled when this was told, ``last_done`` the last one that is done.
    """

    activity_id: UUID
    version: int
    kind: str
    subject: str
    status: str
    owner_id: UUID
    body: str | None = None
    location: str | None = None
    start_at: datetime | None = None
    end_at: datetime | None = None
    start_on: date | None = None
    end_on: date | None = None
    all_day: bool = False
    time_zone: str | None = None
    due_on: date | None = None
    customer_id: UUID | None = None
    contact_ids: list[UUID] = []
    participant_ids: list[UUID] = []
    sales_case_id: UUID | None = None
    project_id: UUID | None = None
    recurrence: str | None = None
    privacy: str = "normal"
    outcome: str | None = None
    completed_at: datetime | None = None
    archived: bool = False
    priority: str = "normal"
    ical_uid: str | None = None
    changes: list[OccurrenceState] = []
    next_occurrence: OccurrenceState | None = None
    last_done: OccurrenceState | None = None


@event("crm", "activity.created", aggregate="activity_id")
class ActivityCreatedV1(ActivityState):
    """
    An activity was planned.

    Read by: calendar_sync (calendars), sales (previous and next activity).
    """


@event("crm", "activity.updated", aggregate="activity_id")
class ActivityUpdatedV1(ActivityState):
    """
    An activity was changed, completed, cancelled, archived or restored.

    Read by: calendar_sync (calendars), sales (previous and next activity).
    """


class CustomFieldOption(Event):
    """One choice of a custom field."""

    code: str
    names: dict[str, str] = {}
    active: bool = True


class CustomFieldState(Event):
    """A field of the organisation's own as it stands after the change."""

    custom_field_id: UUID
    version: int
    entity: str
    key: str
    type: str
    names: dict[str, str] = {}
    options: list[CustomFieldOption] = []
    required: bool = False
    field_class: str = "normal"
    active: bool = True
    position: int = 0
    archived: bool = False


@event("crm", "custom_field.created", aggregate="custom_field_id")
class CustomFieldCreatedV1(CustomFieldState):
    """
    A field was defined.

    Read by: sales, quoting, projects (reference copy).
    """


@event("crm", "custom_field.updated", aggregate="custom_field_id")
class CustomFieldUpdatedV1(CustomFieldState):
    """
    A field was changed, archived or restored.

    Read by: sales, quoting, projects (reference copy).
    """


@event("crm", "privacy.part_finished", aggregate="request_id")
class PrivacyPartFinishedV1(PartDone):
    """
    crm has done its part of a request about a person, or of an export.

    Read by: crm (completes the request when every service has).
    """


@event("crm", "privacy.erase_requested", aggregate="request_id")
class PrivacyEraseRequestedV1(Event):
    """
    A person is to be forgotten; two people said so.

    Every service does its part twice: ``round_no`` 2 takes what was under way during the first.

    Read by: every service (erases or anonymises its part).
    """

    request_id: UUID
    version: int  # the round
    round_no: int
    subject: SubjectState


@event("crm", "privacy.erased", aggregate="request_id", optional=True)
class PrivacyErasedV1(Event):
    """
    Every service has forgotten a person.

    Read by: nobody yet.
    """

    request_id: UUID
    version: int
    contact_ids: list[UUID]
    certificate_hash: str


@event("crm", "export.requested", aggregate="export_id")
class ExportRequestedV1(Event):
    """
    Everything of an organisation, or about a person, is to be written down for taking along.

    Without ``subject`` it is about the organisation; ``entities`` (``service.table``) limits it.

    Read by: every service (writes its part).
    """

    export_id: UUID
    version: int
    kind: str
    field_classes: list[str]
    expires_at: datetime
    subject: SubjectState | None = None
    entities: list[str] = []


@event("crm", "reminder.due", aggregate="reminder_id")
class ReminderDueV1(Event):
    """
    Somebody was to be reminded of an activity, once for each occurrence and channel.

    Read by: crm's own sync worker (e-mail).
    """

    reminder_id: UUID
    version: int
    organisation_id: UUID
    activity_id: UUID
    user_id: UUID
    channel: str
    lead_minutes: int
    starts: str
    occurrence_start: str | None = None
