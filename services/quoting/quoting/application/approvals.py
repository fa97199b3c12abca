"""Sending a quote, and the approval it may need first."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from shared.contracts.quoting.events import QuoteSentV1, QuoteUpdatedV1

from quoting.application.access import day_of, open_case, quote_for
from quoting.application.links import new_link, replace_others, schedule_expiry
from quoting.application.ports import QuotingWork
from quoting.application.quote_facts import quote_facts, sold_lines
from quoting.application.rooms import room_of
from quoting.domain.approvals import VALID_DAYS, Approval, Decision, content_hash
from quoting.domain.errors import ApprovalNotNeeded, ApprovalNotPending, QuoteBelowFloor
from quoting.domain.quotes import Quote, QuoteStatus


def submit_quote(work: QuotingWork, *, quote_id: UUID) -> Quote:
    """
    Ask for approval of exactly this content.

    Raises:
        ApprovalNotNeeded, QuoteNotDraft, QuoteArchived
    """
    quote = quote_for(work, "quote.update", quote_id)
    room = room_of(work, quote)
    if not room.violated:
        raise ApprovalNotNeeded("No floor is broken.")
    quote.submit()
    work.save(
        Approval(
            quote_id=quote.id,
            content_hash=content_hash(quote),
            violated_rules=list(room.violated),
            shortfall_minor=max(0, -room.room_minor),
            currency=quote.currency,
            requested_by=work.caller.actor_id,
            requested_at=work.now(),
            expires_on=day_of(work) + timedelta(days=VALID_DAYS),
        )
    )
    _save(work, quote)
    return quote


def decide_quote(
    work: QuotingWork, *, quote_id: UUID, decision: Decision, reason: str | None
) -> Quote:
    """
    Approve or reject what was asked for.

    Raises:
        ApprovalNotPending, OwnApproval
    """
    quote = quote_for(work, "quote.approve", quote_id)
    approval = work.approvals.latest(quote.id)
    if approval is None or quote.status is not QuoteStatus.PENDING_APPROVAL:
        raise ApprovalNotPending("Nobody asked for approval.")
    approval.decide(decision, by=work.caller.actor_id, at=work.now(), reason=reason, quote=quote)
    work.save(approval)
    approved = decision is Decision.APPROVED
    quote.status = QuoteStatus.APPROVED if approved else QuoteStatus.DRAFT
    _save(work, quote)
    return quote


def send_quote(work: QuotingWork, *, quote_id: UUID) -> tuple[Quote, str]:
    """
    Fix the content and make the customer's link: the only way out of the house.

    Returns:
        The quote and the link's token, which is not kept.

    Raises:
        QuoteBelowFloor: A floor is broken and nobody approved exactly this content.
        QuoteNotOpen: Another revision was accepted.
        CaseClosed: The case is lost or cancelled.
        QuoteNotDraft, QuoteArchived, QuoteEmpty, ValidityMissing, QuoteExpired: see ``Quote.send``.
    """
    quote = quote_for(work, "quote.send", quote_id)
    open_case(work, quote.sales_case_id, or_won=True)
    _refuse_below_floor(work, quote)
    quote.send(today=day_of(work), at=work.now())
    replace_others(work, quote)
    work.save(quote)
    schedule_expiry(work, quote)
    work.publish(QuoteSentV1(**quote_facts(quote), lines=sold_lines(quote)))
    return quote, new_link(work, quote)


def _refuse_below_floor(work: QuotingWork, quote: Quote) -> None:
    room = room_of(work, quote)
    if not room.violated:
        return
    approval = work.approvals.latest(quote.id)
    if approval is None or not approval.covers(content_hash(quote), day_of(work)):
        shown: dict[str, Any] = (
            {"room_minor": room.room_minor} if work.caller.sees("margin") else {}
        )
        raise QuoteBelowFloor("The price breaks a floor; ask for approval first.", **shown)


def _save(work: QuotingWork, quote: Quote) -> None:
    work.save(quote)
    work.publish(QuoteUpdatedV1(**quote_facts(quote)))
