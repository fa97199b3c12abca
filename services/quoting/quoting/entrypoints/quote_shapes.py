"""Quotes and approvals as others see them; cost and margin only to those with the right."""

from collections.abc import Sequence
from typing import Any

from shared.capabilities.custom_fields import Custom, shown
from shared.contracts.quoting.views import (
    ApprovalView,
    PublicQuoteLineView,
    PublicQuoteView,
    QuoteLineView,
    QuoteTotalsView,
    QuoteView,
    VatGroupView,
)
from shared.kernel.context import Caller
from shared.kernel.money import Money
from shared.kernel.shares import percent_text

from quoting.application.rooms import room_of, rooms_of
from quoting.domain.approvals import PricingRoom
from quoting.domain.quote_lines import QuoteLine
from quoting.domain.quotes import INTERNAL, Quote
from quoting.entrypoints.product_shapes import record_facts
from quoting.persistence.work import QuotingWork

_ALIKE = (
    "quote_no",
    "revision",
    "title",
    "sales_case_id",
    "customer_id",
    "contact_id",
    "owner_id",
    "unit_id",
    "status",
    "currency",
    "language",
    "price_list_id",
    "valid_until",
    "terms",
    "purchase_order_no",
    "is_primary",
    "sent_at",
    "accepted_on",
    "declined_reason",
)


def quote_view(work: QuotingWork, quote: Quote, *, token: str | None = None) -> QuoteView:
    """One quote, with its room against the floors of today."""
    (custom,) = shown(work, "quote", [quote.custom])
    return _view(quote, work.caller, room_of(work, quote), custom, token=token)


def quote_views(work: QuotingWork, quotes: Sequence[Quote]) -> list[QuoteView]:
    """Quotes of a page; their rooms are read together."""
    rooms = rooms_of(work, quotes)
    own = shown(work, "quote", [quote.custom for quote in quotes])
    return [
        _view(quote, work.caller, rooms[quote.id], custom)
        for quote, custom in zip(quotes, own, strict=True)
    ]


def public_quote_view(quote: Quote) -> PublicQuoteView:
    """A quote as the customer sees it."""
    return PublicQuoteView(
        quote_no=quote.quote_no,
        revision=quote.revision,
        title=quote.title,
        status=quote.status,
        currency=quote.currency,
        valid_until=quote.valid_until,
        terms=quote.terms,
        lines=[
            PublicQuoteLineView(
                description=line.description,
                quantity=line.quantity,
                unit=line.unit,
                unit_price=Money(line.unit_price_minor, quote.currency),
                discount_percent=percent_text(line.discount_bp),
                net=Money(line.net_minor, quote.currency),
            )
            for line in quote.counted
        ],
        net=quote.net(),
        vat=quote.vat(),
        gross=quote.gross(),
    )


def approval_view(row: Any, caller: Caller) -> ApprovalView:
    """A request for approval, from a row with its quote's number; what is missing is margin."""
    sees_margin = caller.sees("margin")
    return ApprovalView(
        id=row.id,
        quote_id=row.quote_id,
        quote_no=row.quote_no,
        violated_rules=row.violated_rules if sees_margin else [],
        shortfall=Money(row.shortfall_minor, row.currency) if sees_margin else None,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        decision=row.decision,
        reason=row.reason,
        expires_on=row.expires_on,
    )


def _view(
    quote: Quote, caller: Caller, room: PricingRoom, custom: Custom, *, token: str | None = None
) -> QuoteView:
    return QuoteView(
        **{name: getattr(quote, name) for name in _ALIKE},
        **record_facts(quote),
        lines=[_line_view(quote, line, caller) for line in quote.lines],
        totals=_totals(quote, caller, room),
        needs_approval=bool(room.violated) and quote.status in INTERNAL,
        acceptance_token=token,
        custom=custom,
    )


def _line_view(quote: Quote, line: QuoteLine, caller: Caller) -> QuoteLineView:
    listed, cost = line.list_price_minor, line.unit_cost_minor
    cost = cost if caller.sees("cost") else None
    return QuoteLineView(
        id=line.id,
        position=line.position,
        kind=line.kind,
        product_id=line.product_id,
        description=line.description,
        quantity=line.quantity,
        unit=line.unit,
        list_price=None if listed is None else Money(listed, quote.currency),
        unit_price=Money(line.unit_price_minor, quote.currency),
        price_list_version_id=line.price_list_version_id,
        discount_percent=percent_text(line.discount_bp),
        vat_percent=percent_text(line.vat_bp),
        unit_cost=None if cost is None else Money(cost, quote.currency),
        net=Money(line.net_minor, quote.currency),
        margin_percent=_percent(line.margin_bp) if caller.sees("margin") else None,
        optional=line.optional,
        selected=line.selected,
    )


def _totals(quote: Quote, caller: Caller, room: PricingRoom) -> QuoteTotalsView:
    net, cost = quote.net(), Money(quote.cost_minor(), quote.currency)
    sees_cost, sees_margin = caller.sees("cost"), caller.sees("margin")
    shown_room = room if sees_margin else None
    return QuoteTotalsView(
        net=net,
        vat=quote.vat(),
        gross=quote.gross(),
        vat_groups=[
            VatGroupView(
                vat_percent=percent_text(group.vat_bp),
                net=Money(group.net_minor, quote.currency),
                vat=Money(group.vat_minor, quote.currency),
            )
            for group in quote.vat_groups()
        ],
        cost=cost if sees_cost else None,
        cost_is_known=quote.cost_is_known(),
        margin=net - cost if sees_margin else None,
        margin_percent=_percent(quote.margin_bp()) if sees_margin else None,
        floor_price=Money(shown_room.floor_price_minor, quote.currency) if shown_room else None,
        room=Money(shown_room.room_minor, quote.currency) if shown_room else None,
    )


def _percent(basis_points: int | None) -> str | None:
    return None if basis_points is None else percent_text(basis_points)
