"""How a quote ends: the customer's answer, by a colleague or by link, or no answer at all."""

from datetime import date
from uuid import UUID

from shared.contracts.quoting.events import (
    QuoteDeclinedV1,
    QuoteUpdatedV1,
    QuoteWithdrawnV1,
)
from shared.kernel.errors import NotFound

from quoting.application.access import day_of, quote_for
from quoting.application.links import hash_of, replace_others, schedule_expiry
from quoting.application.ports import QuotingWork
from quoting.application.quote_facts import acceptance_of, quote_facts, sold_lines
from quoting.domain.errors import FieldInvalid, QuoteNotOpen
from quoting.domain.quotes import Quote, QuoteStatus


def accept_quote(
    work: QuotingWork,
    *,
    quote_id: UUID,
    accepted_on: date | None = None,
    purchase_order_no: str | None = None,
) -> Quote:
    """
    Record the customer's yes and tell the platform; saying it again changes nothing.

    Raises:
        QuoteNotOpen, QuoteExpired, FieldInvalid: see ``Quote.accept``.
    """
    quote = quote_for(work, "quote.accept", quote_id)
    if quote.accept(today=day_of(work), said_on=accepted_on):
        quote.purchase_order_no = purchase_order_no or quote.purchase_order_no
        _settle(work, quote)
    return quote


def accept_by_link(work: QuotingWork, *, token: str, name: str, email: str) -> Quote:
    """
    Record the customer's own yes, once.

    Raises:
        NotFound: ``quoting.link_unknown``.
        QuoteNotOpen, QuoteExpired, FieldInvalid
    """
    for pointer, text in (("/name", name), ("/email", email)):
        if not text.strip() or len(text) > 254:
            raise FieldInvalid(pointer, "Say who accepts.")
    quote = quote_behind(work, token=token, lock=True)
    if not work.links.use(hash_of(token), work.now()):
        raise QuoteNotOpen("The link was used before.", status=quote.status)
    if quote.accept(today=day_of(work), by=f"{name.strip()} <{email.strip()}>"):
        _settle(work, quote)
    return quote


def quote_behind(work: QuotingWork, *, token: str, lock: bool = False) -> Quote:
    """
    Find a quote by the customer's link and go on inside its organisation.

    Raises:
        NotFound: ``quoting.link_unknown``; also when the quote was withdrawn.
    """
    found = work.links.find(hash_of(token))
    if found is not None:
        work.act_for(found[0])
        quote = work.quotes.get(found[1], lock=lock)
        if quote.status is not QuoteStatus.WITHDRAWN:
            return quote
    raise NotFound("There is no such link.", code="quoting.link_unknown")


def decline_quote(work: QuotingWork, *, quote_id: UUID, reason: str | None) -> Quote:
    """Record the customer's no.  Raises: QuoteNotOpen."""
    quote = quote_for(work, "quote.accept", quote_id)
    quote.decline(reason=reason)
    _close(work, quote)
    work.publish(QuoteDeclinedV1(**quote_facts(quote), lines=sold_lines(quote)))
    return quote


def withdraw_quote(work: QuotingWork, *, quote_id: UUID) -> Quote:
    """Take a quote back before an answer.  Raises: QuoteNotOpen."""
    return _withdraw(work, quote_for(work, "quote.update", quote_id))


def withdraw_quotes_of_case(work: QuotingWork, *, case_id: UUID) -> None:
    """A lost or cancelled case takes its undecided quotes with it."""
    for quote in work.quotes.undecided_of_case(case_id):
        _withdraw(work, quote)


def expire_quote(work: QuotingWork, *, quote_id: UUID) -> None:
    """Close an unanswered quote when its last day is over; come back when it is not."""
    quote = work.quotes.get(quote_id, lock=True)
    if quote.expire(today=day_of(work)):
        work.save(quote)
        work.publish(QuoteUpdatedV1(**quote_facts(quote)))
    elif quote.status is QuoteStatus.SENT:
        schedule_expiry(work, quote)


def _settle(work: QuotingWork, quote: Quote) -> None:
    """A customer buys one revision: the others step back."""
    replace_others(work, quote)
    _close(work, quote)
    accepted_on = quote.accepted_on or day_of(work)
    work.publish(acceptance_of(quote, accepted_on=accepted_on))


def _withdraw(work: QuotingWork, quote: Quote) -> Quote:
    quote.withdraw()
    _close(work, quote)
    work.publish(QuoteWithdrawnV1(**quote_facts(quote)))
    return quote


def _close(work: QuotingWork, quote: Quote) -> None:
    work.save(quote)
    work.unschedule("quote_expiry", str(quote.id))
