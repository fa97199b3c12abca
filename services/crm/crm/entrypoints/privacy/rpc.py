"""Privacy and exports, as others may call them."""

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
from shared.rpc.server import command, question

from crm.application.privacy import consents, exports, requests, retention
from crm.entrypoints import lists
from crm.persistence.work import CrmWork


class ConsentsRpc:
    """Promised in ``shared.contracts.crm.privacy_rpc.ConsentCalls``."""

    @command()
    def create_consent(
        self, work: CrmWork, *, contact_id: UUID, fields: ConsentFields
    ) -> ConsentView:
        made = consents.create_consent(work, contact_id=contact_id, fields=fields)
        return work.privacy_reads.consent(made)

    @question()
    def list_consents(
        self, work: CrmWork, *, contact_id: UUID, query: ListQuery
    ) -> Page[ConsentView]:
        return work.privacy_reads.consents(contact_id, query)

    @command()
    def withdraw_consent(
        self, work: CrmWork, *, consent_id: UUID, expected_version: int | None = None
    ) -> ConsentView:
        ended = consents.withdraw_consent(
            work, consent_id=consent_id, expected_version=expected_version
        )
        return work.privacy_reads.consent(ended)

    @command()
    def list_consent_purposes(self, work: CrmWork, *, query: ListQuery) -> Page[ListValueView]:
        consents.ensure_purposes(work)
        return lists.page(work, consents.LIST, ListValueView, query)

    @command()
    def create_consent_purpose(self, work: CrmWork, *, fields: ListValueFields) -> ListValueView:
        consents.ensure_purposes(work)
        return lists.create(work, consents.LIST, ListValueView, fields)


class PrivacyRequestsRpc:
    """Promised in ``shared.contracts.crm.privacy_rpc.PrivacyRequestCalls``."""

    @command()
    def create_privacy_request(
        self, work: CrmWork, *, fields: PrivacyRequestFields
    ) -> PrivacyRequestView:
        return work.privacy_reads.request(requests.create_privacy_request(work, fields=fields))

    @question()
    def get_privacy_request(self, work: CrmWork, *, request_id: UUID) -> PrivacyRequestView:
        return work.privacy_reads.show_request(request_id)

    @question()
    def list_privacy_requests(self, work: CrmWork, *, query: ListQuery) -> Page[PrivacyRequestView]:
        return work.privacy_reads.requests(query)

    @command()
    def approve_privacy_request(
        self, work: CrmWork, *, request_id: UUID, expected_version: int | None = None
    ) -> PrivacyRequestView:
        approved = requests.approve_privacy_request(
            work, request_id=request_id, expected_version=expected_version
        )
        return work.privacy_reads.request(approved)

    @command()
    def refuse_privacy_request(
        self, work: CrmWork, *, request_id: UUID, reason: str, expected_version: int | None = None
    ) -> PrivacyRequestView:
        refused = requests.refuse_privacy_request(
            work, request_id=request_id, reason=reason, expected_version=expected_version
        )
        return work.privacy_reads.request(refused)

    @question()
    def get_certificate(self, work: CrmWork, *, request_id: UUID) -> CertificateView:
        return work.privacy_reads.certificate(request_id)

    @command()
    def get_retention(self, work: CrmWork) -> RetentionView:
        retention.require_view(work)
        return work.privacy_reads.retention()

    @command()
    def change_retention(
        self, work: CrmWork, *, expected_version: int, fields: RetentionFields
    ) -> RetentionView:
        retention.change_retention(work, expected_version=expected_version, fields=fields)
        return work.privacy_reads.retention()


class ExportsRpc:
    """Promised in ``shared.contracts.crm.privacy_rpc.ExportCalls``."""

    @command()
    def create_export(
        self, work: CrmWork, *, kind: str, entities: list[str] | None = None
    ) -> ExportView:
        return work.privacy_reads.export(exports.create_export(work, kind=kind, entities=entities))

    @question()
    def get_export(self, work: CrmWork, *, export_id: UUID) -> ExportView:
        return work.privacy_reads.show_export(export_id)

    @question()
    def list_exports(self, work: CrmWork, *, query: ListQuery) -> Page[ExportView]:
        return work.privacy_reads.exports(query)


class PrivacyAreaRpc(ConsentsRpc, PrivacyRequestsRpc, ExportsRpc):
    """Everything of the area."""
