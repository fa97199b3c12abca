"""Sending a quote, and the approval it may need first."""

import hashlib
import secrets
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.contracts.quoting.events import QuoteSentV1
from shared.kernel.errors import NotFound

from quoting.application.ports import QuotingWork
from quoting.application.quote_lines import room_of
from quoting.application.quotes import may, quote_facts, settle_acceptance
from quoting.domain.approvals import VALID_DAYS, Approval, content_hash
from quoting.domain.errors import (
    ApprovalNotNeeded,
    ApprovalNotPending,
    QuoteBelowFloor,
    QuoteNotDraft,
    QuoteNotOpen,
)
from quoting.domain.quotes import Quote, QuoteStatus


def submit_quote(work: QuotingWork, *, quote_id: UUID) -> Quote:
    """Ask for approval of exactly this content.  Raises: ApprovalNotNeeded, QuoteNotDraft."""
    quote = may(work, "quote.update", work.quotes.get(quote_id, lock=True))
    if quote.status is not QuoteStatus.DRAFT:
        raise QuoteNotDraft("Only a draft can be submitted.", status=quote.status)
    room = room_of(work, quote)
    if not room.violated:
        raise ApprovalNotNeeded("No floor is broken.")
    work.save(
        Approval(
            quote_id=quote.id,
            content_hash=content_hash(quote),
            violated_rules=list(room.violated),
            shortfall_minor=max(0, -room.room_minor),
            currency=quote.currency,
            requested_by=work.caller.actor_id,
            requested_at=work.now(),
            expires_on=work.today() + timedelta(days=VALID_DAYS),
        )
    )
    quote.status = QuoteStatus.PENDING_APPROVAL
    work.save(quote)
    return quote


def decide_quote(work: QuotingWork, *, quote_id: UUID, decision: str, reason: str | None) -> Quote:
    """
    Approve or reject what was asked for.

    Raises:
        ApprovalNotPending, OwnApproval
    """
    quote = may(work, "quote.approve", work.quotes.get(quote_id, lock=True))
    approval = work.approvals.latest(quote.id)
    if approval is None or quote.status is not QuoteStatus.PENDING_APPROVAL:
        raise ApprovalNotPending("Nobody asked for approval.")
    approval.decide(
        decision,
        by=work.caller.actor_id,
        at=work.now(),
        reason=reason,
        current_hash=content_hash(quote),
    )
    work.save(approval)
    approved = decision == "approved"
    quote.status = QuoteStatus.APPROVED if approved else QuoteStatus.DRAFT
    work.save(quote)
    return quote


def send_quote(work: QuotingWork, *, quote_id: UUID) -> tuple[Quote, str]:
    """
    Fix the content and make the customer's link: the only way out of the house.

    Returns:
        The quote and the link's token, which is not kept.

    Raises:
        QuoteBelowFloor: A floor is broken and nobody approved exactly this content.
        QuoteNotDraft, QuoteEmpty, ValidityMissing, QuoteExpired: see ``Quote.send``.
    """
    quote = may(work, "quote.update", work.quotes.get(quote_id, lock=True))
    _refuse_below_floor(work, quote)
    quote.send(today=work.today(), at=work.now())
    for other in work.quotes.other_revisions(quote):
        other.supersede()
        work.save(other)
    work.save(quote)
    token = secrets.token_urlsafe(32)
    work.links.add(hash_of(token), quote)
    work.schedule("quote_expiry", str(quote.id), _after_last_day(work, quote))
    work.publish(QuoteSentV1(**quote_facts(quote)))
    return quote, token


def quote_behind(work: QuotingWork, *, token: str) -> Quote:
    """
    Find a quote by the customer's link and go on inside its organisation.

    Raises:
        NotFound: ``quoting.link_unknown``.
    """
    found = work.links.find(hash_of(token))
    if found is None:
        raise NotFound("There is no such link.", code="quoting.link_unknown")
    work.act_for(found[0])
    return work.quotes.get(found[1], lock=True)


def accept_by_link(work: QuotingWork, *, token: str, name: str, email: str) -> Quote:
    """Record the customer's yes, once.  Raises: QuoteNotOpen, QuoteExpired, NotFound."""
    quote = quote_behind(work, token=token)
    if not work.links.use(hash_of(token), work.now()):
        raise QuoteNotOpen("The link was used before.", status=quote.status)
    return settle_acceptance(work, quote, today=work.today(), by=f"{name} <{email}>")


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def _refuse_below_floor(work: QuotingWork, quote: Quote) -> None:
    room = room_of(work, quote)
    if not room.violated:
        return
    approval = work.approvals.latest(quote.id)
    if approval is None or not approval.covers(content_hash(quote), work.today()):
        raise QuoteBelowFloor(
            "The price breaks a floor; ask for approval first.",
            floor_price_minor=room.floor_price_minor,
            room_minor=room.room_minor,
        )


def _after_last_day(work: QuotingWork, quote: Quote) -> datetime:
    last_day = quote.valid_until or work.today()
    midnight = datetime.combine(last_day + timedelta(days=1), time(), ZoneInfo(_zone(work)))
    return midnight + timedelta(minutes=1)


def _zone(work: QuotingWork) -> str:
    return work.caller.time_zone
