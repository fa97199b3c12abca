"""Quotes, as the gateway calls them."""

from datetime import date
from uuid import UUID

from shared.capabilities.custom_fields import with_custom
from shared.capabilities.policy import authorise, visible
from shared.contracts.quoting.views import (
    CustomerQuotesView,
    HistoricQuoteFields,
    QuoteFields,
    QuoteView,
)
from shared.kernel.paging import ListQuery, Page
from shared.rpc.server import command, question
from sqlalchemy import and_

from quoting.application import acceptances, historic_quotes, quotes
from quoting.application.access import UNKNOWN
from quoting.entrypoints.quote_shapes import quote_view, quote_views
from quoting.persistence.quotes import quote_listing
from quoting.persistence.tables import quotes as table
from quoting.persistence.work import QuotingWork


class QuotesRpc:
    """Promised in shared.contracts.quoting.rpc."""

    @command()
    def create_quote(self, work: QuotingWork, *, fields: QuoteFields) -> QuoteView:
        return quote_view(work, quotes.create_quote(work, fields=fields))

    @question()
    def get_quote(self, work: QuotingWork, *, quote_id: UUID) -> QuoteView:
        quote = work.quotes.get(quote_id)
        authorise(work.caller, "quote.view", quote, unknown=UNKNOWN)
        return quote_view(work, quote)

    @question()
    def list_quotes(self, work: QuotingWork, *, query: ListQuery) -> Page[QuoteView]:
        where = and_(visible(work.caller, "quote.view", table), table.c.archived_at.is_(None))
        listing = quote_listing(work.today())
        listing = with_custom(listing, work, "quote", table, query)
        return listing.page(
            work,
            query,
            where=where,
            columns=[table.c.id],
            to_views=lambda rows: quote_views(work, work.quotes.many([row.id for row in rows])),
        )

    @command()
    def change_quote(
        self, work: QuotingWork, *, quote_id: UUID, expected_version: int, fields: QuoteFields
    ) -> QuoteView:
        quote = quotes.change_quote(
            work, quote_id=quote_id, expected_version=expected_version, fields=fields
        )
        return quote_view(work, quote)

    @command()
    def archive_quote(
        self, work: QuotingWork, *, quote_id: UUID, expected_version: int | None = None
    ) -> QuoteView:
        quote = quotes.archive_quote(work, quote_id=quote_id, expected_version=expected_version)
        return quote_view(work, quote)

    @command()
    def restore_quote(self, work: QuotingWork, *, quote_id: UUID) -> QuoteView:
        return quote_view(work, quotes.restore_quote(work, quote_id=quote_id))

    @command()
    def revise_quote(self, work: QuotingWork, *, quote_id: UUID) -> QuoteView:
        return quote_view(work, quotes.revise_quote(work, quote_id=quote_id))

    @command()
    def accept_quote(
        self,
        work: QuotingWork,
        *,
        quote_id: UUID,
        accepted_on: date | None = None,
        purchase_order_no: str | None = None,
    ) -> QuoteView:
        quote = acceptances.accept_quote(
            work,
            quote_id=quote_id,
            accepted_on=accepted_on,
            purchase_order_no=purchase_order_no,
        )
        return quote_view(work, quote)

    @command()
    def decline_quote(
        self, work: QuotingWork, *, quote_id: UUID, reason: str | None = None
    ) -> QuoteView:
        return quote_view(work, acceptances.decline_quote(work, quote_id=quote_id, reason=reason))

    @command()
    def withdraw_quote(self, work: QuotingWork, *, quote_id: UUID) -> QuoteView:
        return quote_view(work, acceptances.withdraw_quote(work, quote_id=quote_id))

    @command()
    def import_quote(self, work: QuotingWork, *, fields: HistoricQuoteFields) -> QuoteView:
        return quote_view(work, historic_quotes.import_quote(work, fields=fields))

    @question()
    def overview_of_customer(
        self, work: QuotingWork, *, customer_id: UUID, limit: int = 10
    ) -> CustomerQuotesView:
        found, total = work.quotes.newest_of_customer(customer_id, max(1, min(limit, 50)))
        return CustomerQuotesView(items=quote_views(work, found), total=total)
