"""Keeps what customers were offered and bought, as quoting and projects tell it."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.projects.events import InvoicedLine, InvoiceState
from shared.contracts.quoting.events import ProductGroupState, QuoteState, SoldLine
from shared.kernel.money import total

from crm.application.classifying.segments import settle_again
from crm.application.ports import CrmWork
from crm.domain.classifying.segments import CUSTOMER
from crm.domain.classifying.sold import INVOICED, QUOTED, SOLD, ProductGroup, SoldFact


def note_quoted(work: CrmWork, *, quote: QuoteState, lines: Sequence[SoldLine], on: date) -> None:
    """A quote reached the customer, or was declined."""
    customer_id = work.customers.standing_for(quote.customer_id)
    facts = _facts(customer_id, lines, on, (quote.owner_id, quote.unit_id))
    if work.sold.replace(QUOTED, quote.quote_id, quote.version, facts):
        settle_again(work, record=CUSTOMER, ids=[customer_id])


def note_accepted(work: CrmWork, *, quote: QuoteState, lines: Sequence[SoldLine], on: date) -> None:
    """A quote was accepted: it was offered, and it is bought."""
    customer_id = work.customers.standing_for(quote.customer_id)
    facts = _facts(customer_id, lines, on, (quote.owner_id, quote.unit_id))
    work.sold.replace(QUOTED, quote.quote_id, quote.version, facts)
    if work.sold.replace(SOLD, quote.quote_id, quote.version, facts):
        settle_again(work, record=CUSTOMER, ids=[customer_id])


def follow_quote(work: CrmWork, *, quote: QuoteState) -> None:
    """Rights follow whoever has the quote; an older revision no longer counts as offered."""
    if quote.status == "superseded":
        work.sold.forget(QUOTED, quote.quote_id)
        settle_again(work, record=CUSTOMER, ids=[quote.customer_id])
        return
    work.sold.hand_over(quote.quote_id, owner_id=quote.owner_id, unit_id=quote.unit_id)


def note_invoiced(
    work: CrmWork, *, invoice: InvoiceState, lines: Sequence[InvoicedLine], on: date, sign: int = 1
) -> None:
    """An invoice was issued, or (*sign* −1) a credit note."""
    whose = (invoice.manager_id, invoice.unit_id)
    customer_id = work.customers.standing_for(invoice.customer_id)
    facts = _facts(customer_id, lines, on, whose, sign=sign)
    if work.sold.replace(INVOICED, invoice.invoice_id, invoice.version, facts):
        settle_again(work, record=CUSTOMER, ids=[customer_id])


def note_group(work: CrmWork, *, group: ProductGroupState) -> None:
    """A group of products was made, changed or moved."""
    work.sold.put_group(
        ProductGroup(
            id=group.product_group_id,
            parent_id=group.parent_id,
            name=group.name,
            version=group.version,
        )
    )


def _facts(
    customer_id: UUID,
    lines: Sequence[Any],
    on: date,
    whose: tuple[UUID | None, UUID | None],
    *,
    sign: int = 1,
) -> list[SoldFact]:
    """One fact for each product, of all its lines."""
    by_product: dict[UUID, list[Any]] = {}
    for line in lines:
        if line.product_id is not None:
            by_product.setdefault(line.product_id, []).append(line)
    return [
        SoldFact(
            customer_id=customer_id,
            product_id=product_id,
            quantity=sum((each.quantity for each in of_it), Decimal()) * sign,
            net=total([each.net for each in of_it], of_it[0].net.currency).times(sign),
            happened_on=on,
            owner_id=whose[0],
            unit_id=whose[1],
        )
        for product_id, of_it in by_product.items()
    ]
