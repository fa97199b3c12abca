"""What customers were offered and bought, as quoting and projects tell it.  Run by the worker."""

from datetime import date

from shared.contracts.projects.events import InvoiceCreditedV1, InvoiceIssuedV1
from shared.contracts.quoting.events import (
    ProductGroupCreatedV1,
    ProductGroupUpdatedV1,
    QuoteAcceptedV1,
    QuoteDeclinedV1,
    QuoteSentV1,
    QuoteUpdatedV1,
)
from shared.kernel.clock import day_in
from shared.messaging.consume import on

from crm.application.classifying import sold_facts
from crm.persistence.work import CrmWork


class SoldEvents:
    """One method per reaction."""

    @on(QuoteSentV1, QuoteDeclinedV1)
    def on_quote_offered(self, event: QuoteSentV1, work: CrmWork) -> None:
        """Its lines were offered."""
        sold_facts.note_quoted(work, quote=event, lines=event.lines, on=_day(work))

    @on(QuoteAcceptedV1)
    def on_quote_bought(self, event: QuoteAcceptedV1, work: CrmWork) -> None:
        """Its lines are bought."""
        sold_facts.note_accepted(work, quote=event, lines=event.lines, on=event.accepted_on)

    @on(QuoteUpdatedV1)
    def on_quote_updated_v1(self, event: QuoteUpdatedV1, work: CrmWork) -> None:
        """Rights to its facts follow the quote."""
        sold_facts.follow_quote(work, quote=event)

    @on(InvoiceIssuedV1)
    def on_invoice_lines(self, event: InvoiceIssuedV1, work: CrmWork) -> None:
        """Its lines are bought."""
        day = event.issued_on or _day(work)
        sold_facts.note_invoiced(work, invoice=event, lines=event.lines, on=day)

    @on(InvoiceCreditedV1)
    def on_invoice_credited_v1(self, event: InvoiceCreditedV1, work: CrmWork) -> None:
        """Its lines are taken back."""
        day = event.issued_on or _day(work)
        sold_facts.note_invoiced(work, invoice=event, lines=event.lines, on=day, sign=-1)

    @on(ProductGroupCreatedV1, ProductGroupUpdatedV1)
    def on_product_group_changed(self, event: ProductGroupCreatedV1, work: CrmWork) -> None:
        """Keep where it lies."""
        sold_facts.note_group(work, group=event)


def _day(work: CrmWork) -> date:
    assert work.envelope is not None
    return day_in(work.envelope.occurred_at, work.caller.time_zone)
