"""What crm answers about consents, requests of people, retention and exports."""

from typing import Protocol
from uuid import UUID

from shared.contracts.crm.classification_views import ListValueFields, ListValueView
from shared.contracts.crm.privacy_views import (
    CertificateView,
    ConsentFields,
    ConsentView,
    ExportView,
    PrivacyRequestFields,
    PrivacyRequestView,
    RetentionFields,
    RetentionView,
)
from shared.kernel.paging import ListQuery, Page


class ConsentCalls(Protocol):
    """Consents and the list of their purposes."""

    def create_consent(self, *, contact_id: UUID, fields: ConsentFields) -> ConsentView:
        """
        Write a ground down.

        Raises: ``crm.contact_unknown``; ``crm.consent_invalid`` (Invalid) or the one problem:
        ``crm.consent_purpose_unknown``, ``crm.consent_basis_unknown``,
        ``crm.consent_period_invalid``.
        """
        ...

    def list_consents(self, *, contact_id: UUID, query: ListQuery) -> Page[ConsentView]:
        """List a contact's consents, newest first.  Filters: purpose, basis."""
        ...

    def withdraw_consent(
        self, *, consent_id: UUID, expected_version: int | None = None
    ) -> ConsentView:
        """End a consent now; it stays in the history.  Raises: ``crm.consent_unknown``."""
        ...

    def list_consent_purposes(self, *, query: ListQuery) -> Page[ListValueView]:
        """List.  Filters and sorts: code, name, position, active, archived."""
        ...

    def create_consent_purpose(self, *, fields: ListValueFields) -> ListValueView:
        """Add a purpose.  Raises: ``crm.consent_purpose_exists``, ``crm.list_value_invalid``."""
        ...


class PrivacyRequestCalls(Protocol):
    """Requests of people."""

    def create_privacy_request(self, *, fields: PrivacyRequestFields) -> PrivacyRequestView:
        """
        Ask for a copy of everything about a person (begins at once), or for erasing it.

        Raises: ``crm.contact_unknown``; ``crm.privacy_subject_missing`` (Invalid),
        ``crm.privacy_kind_unknown`` (Invalid); ``crm.privacy_request_open``,
        ``crm.privacy_subject_is_user`` (RuleBroken).
        """
        ...

    def get_privacy_request(self, *, request_id: UUID) -> PrivacyRequestView:
        """Answer one request.  Raises: ``crm.privacy_request_unknown``."""
        ...

    def list_privacy_requests(self, *, query: ListQuery) -> Page[PrivacyRequestView]:
        """List.  Filters and sorts: kind, status, due_on, requested_at; filters: overdue."""
        ...

    def approve_privacy_request(
        self, *, request_id: UUID, expected_version: int | None = None
    ) -> PrivacyRequestView:
        """
        Say yes to erasing a person, as the second one.

        Raises: ``crm.privacy_same_person`` (RuleBroken; who asks does not approve),
        ``crm.privacy_request_decided`` (RuleBroken).
        """
        ...

    def refuse_privacy_request(
        self, *, request_id: UUID, reason: str, expected_version: int | None = None
    ) -> PrivacyRequestView:
        """Say no.  Raises: ``crm.privacy_request_decided`` (RuleBroken)."""
        ...

    def get_certificate(self, *, request_id: UUID) -> CertificateView:
        """Answer what was done.  Raises: ``crm.certificate_unknown`` while it is not done."""
        ...

    def get_retention(self) -> RetentionView:
        """Answer how long things are kept."""
        ...

    def change_retention(self, *, expected_version: int, fields: RetentionFields) -> RetentionView:
        """Change it.  Raises: ``crm.retention_invalid`` (Invalid), ``crm.retention_stale``."""
        ...


class ExportCalls(Protocol):
    """Exports."""

    def create_export(self, *, kind: str, entities: list[str] | None = None) -> ExportView:
        """
        Write down everything of the organisation, or the entities named (``service.table``).

        Raises: ``crm.export_kind_unknown``, ``crm.export_entities_missing`` (Invalid).
        """
        ...

    def get_export(self, *, export_id: UUID) -> ExportView:
        """Answer one export, with its progress.  Raises: ``crm.export_unknown``."""
        ...

    def list_exports(self, *, query: ListQuery) -> Page[ExportView]:
        """List.  Filters and sorts: kind, status, created_at."""
        ...


class PrivacyCalls(ConsentCalls, PrivacyRequestCalls, ExportCalls, Protocol):
    """Privacy and exports."""
