"""What happens here when something happened elsewhere.  Run by the worker."""

from datetime import datetime

from shared.contracts.declare import Event
from shared.contracts.erp_sync.events import ErpCustomerLinkedV1
from shared.contracts.identity.events import OrganisationCreatedV1
from shared.contracts.projects.events import (
    InvoiceIssuedV1,
    InvoicePaidV1,
    ProjectCompletedV1,
    ProjectCreatedV1,
    ProjectUpdatedV1,
)
from shared.contracts.quoting.events import (
    QuoteAcceptedV1,
    QuoteDeclinedV1,
    QuoteSentV1,
    QuoteWithdrawnV1,
)
from shared.contracts.sales.events import (
    CaseCancelledV1,
    CaseCreatedV1,
    CaseLostV1,
    CaseReopenedV1,
    CaseStageChangedV1,
    CaseUpdatedV1,
    CaseWonV1,
)
from shared.messaging.consume import on

from crm.application import timeline
from crm.application.classification import ensure_lists
from crm.application.customers import win_prospect
from crm.persistence.work import CrmWork

_CASE: dict[type[Event], str] = {
    CaseCreatedV1: "created",
    CaseStageChangedV1: "stage_changed",
    CaseLostV1: "lost",
    CaseReopenedV1: "reopened",
    CaseCancelledV1: "cancelled",
}
_QUOTE: dict[type[Event], str] = {
    QuoteSentV1: "sent",
    QuoteAcceptedV1: "accepted",
    QuoteDeclinedV1: "declined",
    QuoteWithdrawnV1: "withdrawn",
}
_PROJECT: dict[type[Event], str] = {ProjectCreatedV1: "created", ProjectCompletedV1: "completed"}
_INVOICE: dict[type[Event], str] = {InvoiceIssuedV1: "issued", InvoicePaidV1: "paid"}


class CrmEvents:
    """One method per reaction; facts that are handled alike share one."""

    @on(OrganisationCreatedV1)
    def on_organisation_created_v1(self, event: OrganisationCreatedV1, work: CrmWork) -> None:
        """Make the organisation's lists."""
        ensure_lists(work)

    @on(*_CASE)
    def on_case_changed(self, event: CaseCreatedV1, work: CrmWork) -> None:
        """Put it on the customer's timeline."""
        timeline.note_case(work, case=event, what=_CASE[type(event)], at=_at(work))

    @on(CaseWonV1)
    def on_case_won_v1(self, event: CaseWonV1, work: CrmWork) -> None:
        """Put it on the timeline; a prospect becomes a customer."""
        timeline.note_case(work, case=event, what="won", at=_at(work))
        win_prospect(work, customer_id=event.customer_id)

    @on(CaseUpdatedV1)
    def on_case_updated_v1(self, event: CaseUpdatedV1, work: CrmWork) -> None:
        """Rights to its entries follow the case."""
        timeline.follow(work, ref_kind="case", ref_id=event.case_id)

    @on(*_QUOTE)
    def on_quote_changed(self, event: QuoteSentV1, work: CrmWork) -> None:
        """Put it on the customer's timeline."""
        timeline.note_quote(work, quote=event, what=_QUOTE[type(event)], at=_at(work))

    @on(*_PROJECT)
    def on_project_changed(self, event: ProjectCreatedV1, work: CrmWork) -> None:
        """Put it on the customer's timeline."""
        timeline.note_project(work, project=event, what=_PROJECT[type(event)], at=_at(work))

    @on(ProjectUpdatedV1)
    def on_project_updated_v1(self, event: ProjectUpdatedV1, work: CrmWork) -> None:
        """Rights to its entries follow the project."""
        timeline.follow(work, ref_kind="project", ref_id=event.project_id)

    @on(*_INVOICE)
    def on_invoice_changed(self, event: InvoiceIssuedV1, work: CrmWork) -> None:
        """Put it on the customer's timeline."""
        timeline.note_invoice(work, invoice=event, what=_INVOICE[type(event)], at=_at(work))

    @on(ErpCustomerLinkedV1)
    def on_customer_linked_v1(self, event: ErpCustomerLinkedV1, work: CrmWork) -> None:
        """Put it on the customer's timeline."""
        timeline.note_link(work, link=event, at=_at(work))


def _at(work: CrmWork) -> datetime:
    """When what is being handled happened."""
    assert work.envelope is not None
    return work.envelope.occurred_at
