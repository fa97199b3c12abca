"""What happens in sales when something happened elsewhere.  Run by the worker."""

from shared.contracts.crm.events import ActivityCreatedV1, ActivityState, ActivityUpdatedV1
from shared.contracts.identity.events import OrganisationCreatedV1
from shared.contracts.projects.events import InvoiceIssuedV1
from shared.contracts.quoting.events import (
    QuoteAcceptedV1,
    QuoteCreatedV1,
    QuoteDeclinedV1,
    QuoteSentV1,
    QuoteState,
    QuoteUpdatedV1,
    QuoteWithdrawnV1,
)
from shared.messaging.consume import on

from sales.application.case_facts import follow_activity, follow_invoice
from sales.application.processes import ensure_defaults
from sales.application.quotes import follow_quote
from sales.persistence.work import SalesWork


class SalesEvents:
    """Reactions of sales, each in the transaction that marks the message as handled."""

    @on(OrganisationCreatedV1)
    def on_organisation_created_v1(self, event: OrganisationCreatedV1, work: SalesWork) -> None:
        """Give a new organisation a process and lists to start with."""
        ensure_defaults(work)

    @on(ActivityCreatedV1, ActivityUpdatedV1)
    def on_activity_updated_v1(self, event: ActivityState, work: SalesWork) -> None:
        """Show the case's previous and next activity."""
        follow_activity(work, activity=event)

    @on(QuoteCreatedV1, QuoteUpdatedV1, QuoteSentV1, QuoteDeclinedV1, QuoteWithdrawnV1)
    def on_quote_updated_v1(self, event: QuoteState, work: SalesWork) -> None:
        """Let the case's value follow its primary quote."""
        follow_quote(work, quote=event)

    @on(QuoteAcceptedV1)
    def on_quote_accepted_v1(self, event: QuoteAcceptedV1, work: SalesWork) -> None:
        """Win the case the customer just said yes to."""
        follow_quote(work, quote=event)

    @on(InvoiceIssuedV1)
    def on_invoice_issued_v1(self, event: InvoiceIssuedV1, work: SalesWork) -> None:
        """Keep an invoiced case from being opened again."""
        follow_invoice(work, invoice=event)
