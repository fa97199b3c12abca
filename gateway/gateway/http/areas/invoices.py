"""Invoices, credit notes and payments."""

from flask import Response
from shared.contracts.projects.invoice_views import AllocationView, InvoiceItemView, InvoiceView

from gateway.http.calls import posting, reading
from gateway.http.exchange import Exchange
from gateway.http.resources import CHANGE, CREATE, READ, Resource
from gateway.http.routing import API, LIST, Route
from gateway.http.schemas.invoices import CreditBody, InvoiceBody, IssueBody, PaymentBody

TAG = "Invoices"

INVOICES = Resource(
    path="/invoices",
    tag=TAG,
    service="projects",
    noun="invoice",
    answer=InvoiceView,
    item=InvoiceItemView,
    body=InvoiceBody,
    can=(CREATE, READ, CHANGE),
)


def _credit(exchange: Exchange) -> Response:
    note = exchange.ask("projects.credit_invoice", **exchange.path, fields=exchange.body)
    return exchange.created(note, f"{API}/invoices/{note['id']}")


ROUTES = (
    *INVOICES.routes(),
    INVOICES.action(
        "issue",
        "Give an invoice its number; from then on it is fixed.",
        body=IssueBody,
        body_needed=False,
    ),
    INVOICES.action("cancel", "Give up a draft and free what it billed."),
    Route(
        verb="POST",
        path="/invoices/{invoice_id}/credit",
        tag=TAG,
        summary="Issue a credit note.",
        view=_credit,
        body=CreditBody,
        body_needed=False,
        answer=InvoiceView,
        status=201,
        refusals=(404, 409),
    ),
    posting(
        "/invoices/{invoice_id}/payments",
        "projects.register_payment",
        tag=TAG,
        answer=InvoiceView,
        summary="Book a payment.",
        body=PaymentBody,
        as_fields=True,
    ),
    reading(
        "/invoices/{invoice_id}/allocations",
        "projects.list_invoice_allocations",
        tag=TAG,
        answer=AllocationView,
        summary="Explain where every amount of an invoice comes from.",
        shape=LIST,
    ),
)
