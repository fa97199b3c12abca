"""Shapes of consents, requests about people, retention and exports."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.contracts.privacy import SubjectState, TracesView

__all__ = ["SubjectState", "TracesView"]


class ConsentView(View):
    """
    A ground for using a person's data.

    ``purpose`` is a code of the list of purposes; ``basis``: consent, contract, legal_obligation,
    vital_interest, public_task or legitimate_interest.  It holds from ``valid_from`` until the end
    of ``valid_until``; a withdrawn one stays in the history.
    """

    id: UUID
    contact_id: UUID
    purpose: str
    basis: str
    source: str | None
    evidence: str | None
    valid_from: date
    valid_until: date | None
    withdrawn_at: datetime | None
    holds: bool
    version: int
    created_at: datetime


class ConsentFields(Fields):
    """What may be said of a consent when it is written down."""

    purpose: str | UnsetType = UNSET
    basis: str | UnsetType = UNSET
    source: str | UnsetType | None = UNSET
    evidence: str | UnsetType | None = UNSET
    valid_from: date | UnsetType | None = UNSET
    valid_until: date | UnsetType | None = UNSET


class PartView(View):
    """A service's part of a request: what it did to how many rows of which table."""

    service: str
    status: str
    round_no: int
    counts: dict[str, dict[str, int]]
    done_at: datetime | None


class PrivacyRequestView(View):
    """
    A request of a person to have a copy, or to be forgotten.

    ``status``: proposed or requested → approved (two people) → running → done, or refused.
    ``subject`` is empty once the person is forgotten.
    """

    id: UUID
    kind: str
    status: str
    contact_id: UUID | None
    subject: SubjectState
    reason: str | None
    source: str
    requested_by: UUID
    requested_at: datetime
    due_on: date
    is_overdue: bool
    approved_by: UUID | None
    approved_at: datetime | None
    decision_reason: str | None
    parts: list[PartView]
    missing: list[str]
    export_id: UUID | None
    completed_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class PrivacyRequestFields(Fields):
    """What may be said of a request: the contact, or an e-mail or phone nobody registered."""

    kind: str | UnsetType = UNSET
    contact_id: UUID | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    phone: str | UnsetType | None = UNSET
    name: str | UnsetType | None = UNSET
    reason: str | UnsetType | None = UNSET


class CertificateView(View):
    """What was done to forget a person; holds no personal data.  ``hash`` is over the rest."""

    request_id: UUID
    requested_by: UUID
    requested_at: datetime
    approved_by: UUID
    approved_at: datetime
    completed_at: datetime
    services: dict[str, Any]
    hash: str


class RetentionView(View):
    """
    How long things are kept; null means for good.

    ``action`` is what happens to contacts of lost prospects: propose (an erasure somebody must
    approve) or archive.
    """

    id: UUID
    lost_prospect_months: int | None
    action: str
    import_file_days: int | None
    export_days: int
    version: int


class RetentionFields(Fields):
    """What may be set on retention."""

    lost_prospect_months: int | UnsetType | None = UNSET
    action: str | UnsetType = UNSET
    import_file_days: int | UnsetType | None = UNSET
    export_days: int | UnsetType = UNSET


class ExportView(View):
    """
    An export; its file can be fetched when ``status`` is ready and until ``expires_at``.

    ``kind``: organisation, list (the ``entities`` named) or subject (about a person).
    ``status``: writing → ready → expired, or withdrawn because a person in it was forgotten.
    """

    id: UUID
    kind: str
    status: str
    entities: list[str]
    requested_by: UUID
    parts: list[PartView]
    missing: list[str]
    rows: int
    expires_at: datetime
    ready_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime
