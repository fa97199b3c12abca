"""What people do with quotes, from the first draft to the customer's answer."""

import dataclasses
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.capabilities.policy import authorise, require
from shared.capabilities.references import Reference, reference
from shared.contracts.declare import UNSET
from shared.contracts.quoting.events import (
    QuoteAcceptedV1,
    QuoteCreatedV1,
    QuoteDeclinedV1,
    QuoteUpdatedV1,
    QuoteWithdrawnV1,
    SoldLine,
)
from shared.contracts.quoting.views import QuoteFields
from shared.kernel.ids import new_id
from shared.kernel.money import Money

from quoting.application.ports import QuotingWork
from quoting.application.quote_lines import priced_lines
from quoting.domain.errors import CaseClosed, FieldInvalid, QuoteNotDraft
from quoting.domain.quotes import INTERNAL, Quote, QuoteLine, QuoteStatus

UNKNOWN = "quoting.quote_unknown"
_PLAIN = (
    "title",
    "contact_id",
    "owner_id",
    "language",
    "valid_until",
    "terms",
    "purchase_order_no",
    "is_primary",
)


def create_quote(work: QuotingWork, *, fields: QuoteFields) -> Quote:
    """
    Draft a quote for a sales case.

    Raises:
        ReferenceMissing: ``sales.case_unknown``.
        CaseClosed, FieldInvalid, PriceMissing
    """
    require(work.caller, "quote.create")
    case = _open_case(work, fields)
    quote_id = new_id()
    quote = Quote(
        id=quote_id,
        root_id=quote_id,
        quote_no="",
        title=case.name,
        sales_case_id=case.id,
        customer_id=UUID(case.data["customer_id"]),
        owner_id=work.caller.actor_id,
        unit_id=case.unit_id,
        currency=fields.currency or case.data["value"]["currency"],
    )
    _apply(work, quote, fields)
    quote.quote_no = str(work.next_number("quote_no", start=10001))
    work.save(quote)
    if quote.is_primary:
        work.quotes.no_longer_primary(quote)
    work.publish(QuoteCreatedV1(**quote_facts(quote)))
    return quote


def change_quote(
    work: QuotingWork, *, quote_id: UUID, expected_version: int, fields: QuoteFields
) -> Quote:
    """Change a draft; an approval it had no longer counts.  Raises: QuoteNotDraft, FieldInvalid."""
    quote = may(work, "quote.update", work.quotes.get(quote_id, expected_version=expected_version))
    if fields.sales_case_id not in (UNSET, quote.sales_case_id):
        raise FieldInvalid("/sales_case_id", "A quote stays with its case.")
    quote.reopen_draft()
    _apply(work, quote, fields)
    work.save(quote)
    if fields.is_primary is True:
        work.quotes.no_longer_primary(quote)
    work.publish(QuoteUpdatedV1(**quote_facts(quote)))
    return quote


def archive_quote(work: QuotingWork, *, quote_id: UUID, expected_version: int | None) -> Quote:
    """Put a quote away that is not with the customer.  Raises: QuoteNotDraft."""
    quote = may(work, "quote.archive", work.quotes.get(quote_id, expected_version=expected_version))
    if quote.status is QuoteStatus.SENT:
        raise QuoteNotDraft("Withdraw the quote first.", status=quote.status)
    quote.archived_at = quote.archived_at or work.now()
    work.save(quote)
    return quote


def restore_quote(work: QuotingWork, *, quote_id: UUID) -> Quote:
    """Take a quote back."""
    quote = may(work, "quote.archive", work.quotes.get(quote_id))
    quote.archived_at = None
    work.save(quote)
    return quote


def revise_quote(work: QuotingWork, *, quote_id: UUID) -> Quote:
    """Draft the next revision as a copy; the earlier one stays valid until the new one is sent."""
    quote = may(work, "quote.update", work.quotes.get(quote_id, lock=True))
    latest = max([quote, *work.quotes.other_revisions(quote)], key=lambda each: each.revision)
    if quote.status is QuoteStatus.ACCEPTED or latest.status in INTERNAL:
        raise QuoteNotDraft("There is nothing to revise.", status=latest.status)
    revision = Quote(
        **{name: getattr(quote, name) for name in (*_PLAIN, "quote_no", "root_id", "currency")},
        **{name: getattr(quote, name) for name in ("sales_case_id", "customer_id", "unit_id")},
        price_list_id=quote.price_list_id,
        revision=latest.revision + 1,
    )
    revision.replace_lines(copy_of(line) for line in quote.lines)
    work.save(revision)
    work.publish(QuoteCreatedV1(**quote_facts(revision)))
    return revision


def accept_quote(
    work: QuotingWork,
    *,
    quote_id: UUID,
    accepted_on: date | None = None,
    purchase_order_no: str | None = None,
) -> Quote:
    """
    Record the customer's yes and tell the platform.

    Raises:
        QuoteNotOpen, QuoteExpired: see ``Quote.accept``.
    """
    quote = may(work, "quote.update", work.quotes.get(quote_id, lock=True))
    if accepted_on is not None and accepted_on > work.today():
        raise FieldInvalid("/accepted_on", "A yes cannot come from the future.")
    quote.purchase_order_no = purchase_order_no or quote.purchase_order_no
    return settle_acceptance(work, quote, today=accepted_on or work.today())


def settle_acceptance(
    work: QuotingWork, quote: Quote, *, today: date, by: str | None = None
) -> Quote:
    """Accept, once, whoever said yes."""
    if not quote.accept(today=today, by=by):
        return quote
    work.save(quote)
    work.unschedule("quote_expiry", str(quote.id))
    work.publish(
        QuoteAcceptedV1(
            **quote_facts(quote),
            accepted_on=today,
            sold_minutes=quote.sold_minutes(),
            lines=[sold_line(quote, line) for line in quote.counted],
            purchase_order_no=quote.purchase_order_no,
        )
    )
    return quote


def decline_quote(work: QuotingWork, *, quote_id: UUID, reason: str | None) -> Quote:
    """Record the customer's no.  Raises: QuoteNotOpen."""
    quote = may(work, "quote.update", work.quotes.get(quote_id, lock=True))
    quote.decline(reason=reason)
    work.save(quote)
    work.unschedule("quote_expiry", str(quote.id))
    work.publish(QuoteDeclinedV1(**quote_facts(quote)))
    return quote


def withdraw_quote(work: QuotingWork, *, quote_id: UUID) -> Quote:
    """Take a quote back before an answer.  Raises: QuoteNotOpen."""
    quote = may(work, "quote.update", work.quotes.get(quote_id, lock=True))
    return _withdraw(work, quote)


def withdraw_quotes_of_case(work: QuotingWork, *, case_id: UUID) -> None:
    """A lost case takes its undecided quotes with it."""
    for quote in work.quotes.undecided_of_case(case_id):
        _withdraw(work, quote)


def expire_quote(work: QuotingWork, *, quote_id: UUID) -> None:
    """Close an unanswered quote when its last day is over."""
    quote = work.quotes.get(quote_id, lock=True)
    if quote.expire(today=work.today()):
        work.save(quote)


def may(work: QuotingWork, grant: str, quote: Quote) -> Quote:
    """Stop unless the caller may do this to the quote."""
    authorise(work.caller, grant, quote, unknown=UNKNOWN)
    return quote


def quote_facts(quote: Quote) -> dict[str, Any]:
    """The public state of a quote, as its events tell it; never its cost or margin."""
    return {
        "quote_id": quote.id,
        "version": quote.version,
        "quote_no": quote.quote_no,
        "revision": quote.revision,
        "title": quote.title,
        "status": quote.status.value,
        "customer_id": quote.customer_id,
        "sales_case_id": quote.sales_case_id,
        "owner_id": quote.owner_id,
        "net": quote.net(),
        "unit_id": quote.unit_id,
        "valid_until": quote.valid_until,
    }


def sold_line(quote: Quote, line: QuoteLine) -> SoldLine:
    """A line as projects and invoices need it; the unit price is after discount."""
    factor = Decimal(10_000 - line.discount_bp) / 10_000
    return SoldLine(
        line_id=line.id,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=Money(line.unit_price_minor, quote.currency).times(factor),
        net=Money(line.net_minor, quote.currency),
        vat_percent=Decimal(line.vat_bp) / 100,
        product_id=line.product_id,
        minutes=line.minutes,
    )


def copy_of(line: QuoteLine) -> QuoteLine:
    """The same line with an id of its own."""
    kept = {each.name for each in dataclasses.fields(QuoteLine)} - {"id", "organisation_id"}
    return QuoteLine(**{name: getattr(line, name) for name in kept})


def _open_case(work: QuotingWork, fields: QuoteFields) -> Reference:
    if fields.sales_case_id is UNSET:
        raise FieldInvalid("/sales_case_id", "A quote belongs to a sales case.")
    case = reference(work, "case", fields.sales_case_id)
    authorise(work.caller, "case.view", case, unknown="sales.case_unknown")
    if case.status != "open" or case.archived:
        raise CaseClosed("The sales case takes no more quotes.", status=case.status)
    return case


def _apply(work: QuotingWork, quote: Quote, fields: QuoteFields) -> None:
    given = fields.given()
    for name in _PLAIN:
        if name in given:
            setattr(quote, name, given[name])
    if "price_list_id" in given:
        quote.price_list_id = given["price_list_id"]
    if not quote.title.strip():
        raise FieldInvalid("/title", "A quote needs a title.")
    if given.get("currency", quote.currency) != quote.currency:
        raise FieldInvalid("/currency", "A quote keeps its currency.")
    if "owner_id" in given:
        reference(work, "user", quote.owner_id)
    if "lines" in given:
        quote.replace_lines(priced_lines(work, quote, given["lines"]))


def _withdraw(work: QuotingWork, quote: Quote) -> Quote:
    quote.withdraw()
    work.save(quote)
    work.unschedule("quote_expiry", str(quote.id))
    work.publish(QuoteWithdrawnV1(**quote_facts(quote)))
    return quote
