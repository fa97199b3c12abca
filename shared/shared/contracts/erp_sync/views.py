"""Shapes of erp_sync's questions and answers."""

from datetime import datetime
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View


class ConnectionView(View):
    """
    One ERP system of one company.  Credentials are never shown.

    Shape: ``status`` testing, active, paused or reauth_needed; ``breaker`` closed or open, open
    while the system does not answer; ``open_jobs`` are still to be done, ``failed_jobs`` of them
    wait for a person.
    """

    id: UUID
    kind: str
    name: str
    status: str
    url: str | None
    database: str | None
    username: str | None
    has_password: bool
    customer_numbers: str
    customer_kinds: list[str]
    concurrency: int
    breaker: str
    blocked_until: datetime | None
    last_contact_at: datetime | None
    last_error_kind: str | None
    last_error_text: str | None
    open_jobs: int
    failed_jobs: int
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class ConnectionFields(Fields):
    """
    A connection to make or change.

    Shape: ``kind`` tryton or file (only when creating); ``status`` active or paused;
    ``customer_numbers`` crm (our numbers are used there) or erp (it gives its own);
    ``customer_kinds`` limits what is sent, everything when empty; ``concurrency`` 1–5 calls at
    a time.  ``url``, ``database``, ``username`` and ``password`` are needed for tryton.
    """

    kind: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    url: str | UnsetType | None = UNSET
    database: str | UnsetType | None = UNSET
    username: str | UnsetType | None = UNSET
    password: str | UnsetType | None = UNSET
    customer_numbers: str | UnsetType = UNSET
    customer_kinds: list[str] | UnsetType = UNSET
    concurrency: int | UnsetType = UNSET


class LinkView(View):
    """
    Which record there is which record here.  ``synced_version`` is what it last was sent.

    ``suspended_at``: two customers were merged, and the survivor's other link is the one in use.
    """

    id: UUID
    connection_id: UUID
    entity_kind: str
    entity_id: UUID
    entity_name: str | None
    external_id: str
    external_number: str | None
    synced_version: int
    created_at: datetime
    updated_at: datetime
    suspended_at: datetime | None = None


class JobView(View):
    """
    A queued update: one row per connection and record, however often the record changes.

    Shape: ``state`` queued, running, waiting (for the next try), needs_attention, done or
    discarded; ``last_error_kind`` refused, conflict, transient, throttled, authentication or bug.
    """

    id: UUID
    connection_id: UUID
    connection_name: str
    entity_kind: str
    entity_id: UUID
    entity_name: str | None
    wanted_version: int
    done_version: int
    state: str
    attempts: int
    next_at: datetime
    first_failed_at: datetime | None
    last_error_kind: str | None
    last_error_text: str | None
    created_at: datetime
    updated_at: datetime


class AttemptView(View):
    """
    One try to bring a record over.

    Shape: ``outcome`` unknown (not known whether it arrived), ok, refused, conflict, transient,
    throttled, authentication or bug; ``overwritten`` names fields whose value in the ERP system
    was replaced, with that value.
    """

    id: UUID
    job_id: UUID
    version: int
    outcome: str
    external_id: str | None
    error_text: str | None
    overwritten: dict[str, str | None]
    started_at: datetime
    finished_at: datetime | None
