"""Sending, approving and the customer's own answer, as the gateway calls them."""

from uuid import UUID

from shared.capabilities.policy import visible
from shared.contracts.quoting.views import ApprovalView, PublicQuoteView, QuoteView
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question
from sqlalchemy import select

from quoting.application import acceptances, approvals
from quoting.domain.approvals import Decision
from quoting.entrypoints.quote_shapes import approval_view, public_quote_view, quote_view
from quoting.persistence.quotes import APPROVALS
from quoting.persistence.tables import approvals as approvals_table
from quoting.persistence.tables import quotes
from quoting.persistence.work import QuotingWork


class ApprovalsRpc:
    """Promised in shared.contracts.quoting.rpc."""

    @command()
    def submit_quote(self, work: QuotingWork, *, quote_id: UUID) -> QuoteView:
        return quote_view(work, approvals.submit_quote(work, quote_id=quote_id))

    @command()
    def approve_quote(
        self, work: QuotingWork, *, quote_id: UUID, reason: str | None = None
    ) -> QuoteView:
        quote = approvals.decide_quote(
            work, quote_id=quote_id, decision=Decision.APPROVED, reason=reason
        )
        return quote_view(work, quote)

    @command()
    def reject_quote(self, work: QuotingWork, *, quote_id: UUID, reason: str) -> QuoteView:
        quote = approvals.decide_quote(
            work, quote_id=quote_id, decision=Decision.REJECTED, reason=reason
        )
        return quote_view(work, quote)

    @command(hidden=("acceptance_token",))
    def send_quote(self, work: QuotingWork, *, quote_id: UUID) -> QuoteView:
        quote, token = approvals.send_quote(work, quote_id=quote_id)
        return quote_view(work, quote, token=token)

    @question()
    def list_approvals(self, work: QuotingWork, *, query: ListQuery) -> Page[ApprovalView]:
        base = select(approvals_table, quotes.c.quote_no).join(
            quotes, quotes.c.id == approvals_table.c.quote_id
        )
        where = visible(work.caller, "quote.view", quotes)
        return APPROVALS.page(
            work,
            query,
            where=where,
            base=base,
            to_view=lambda row: approval_view(row, work.caller),
        )

    @question(anonymous=True)
    def get_public_quote(self, work: QuotingWork, *, token: str) -> PublicQuoteView:
        return public_quote_view(acceptances.quote_behind(work, token=token))

    @command(anonymous=True)
    def accept_public_quote(
        self, work: QuotingWork, *, token: str, name: str, email: str
    ) -> PublicQuoteView:
        quote = acceptances.accept_by_link(work, token=token, name=name, email=email)
        return public_quote_view(quote)
