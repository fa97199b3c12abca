"""Shapes of quotes and approvals, as quoting answers them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.kernel.money import Money


class QuoteLineView(View):
    """
    One line.

    ``net`` is quantity × unit price less discount, rounded once.  ``unit_cost`` and
    ``margin_percent`` only with field classes cost and margin, else null.
    """

    id: UUID
    position: int
    kind: str
    product_id: UUID | None
    description: str
    quantity: Decimal
    unit: str
    list_price: Money | None
    unit_price: Money
    price_list_version_id: UUID | None
    discount_percent: str
    vat_percent: str
    unit_cost: Money | None
    net: Money
    margin_percent: str | None
    optional: bool
    selected: bool


class VatGroupView(View):
    """VAT of one rate on the whole document."""

    vat_percent: str
    net: Money
    vat: Money


class QuoteTotalsView(View):
    """
    Sums of a quote.  Cost, margin, floor price and room only with the right, else null.

    ``room`` is net less floor price: what may still be given away.  While ``cost_is_known`` is
    false a line says nothing of its cost: cost is too low, margin and room too high.
    """

    net: Money
    vat: Money
    gross: Money
    vat_groups: list[VatGroupView]
    cost: Money | None
    cost_is_known: bool
    margin: Money | None
    margin_percent: str | None
    floor_price: Money | None
    room: Money | None


class QuoteView(View):
    """
    A quote, in one of its revisions.

    ``status`` is draft, pending_approval, approved, sent, accepted, declined, expired, withdrawn
    or superseded.  ``acceptance_token`` is shown once, in the answer to sending.
    """

    id: UUID
    quote_no: str
    revision: int
    title: str
    sales_case_id: UUID
    customer_id: UUID
    contact_id: UUID | None
    owner_id: UUID
    unit_id: UUID | None
    status: str
    currency: str
    language: str
    price_list_id: UUID | None
    valid_until: date | None
    terms: str | None
    purchase_order_no: str | None
    is_primary: bool
    lines: list[QuoteLineView]
    totals: QuoteTotalsView
    needs_approval: bool
    sent_at: datetime | None
    accepted_on: date | None
    declined_reason: str | None
    custom: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    acceptance_token: str | None = None


class QuoteLineFields(Fields):
    """
    A line as it is written.

    Without ``unit_price`` the price list decides; without ``unit_cost`` the product's cost price.
    Only who sees field class cost may state a ``unit_cost``.
    """

    product_id: UUID | UnsetType | None = UNSET
    kind: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    quantity: Decimal | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    unit_price: Money | UnsetType | None = UNSET
    discount_percent: Decimal | UnsetType = UNSET
    vat_percent: Decimal | UnsetType = UNSET
    unit_cost: Money | UnsetType | None = UNSET
    optional: bool | UnsetType = UNSET
    selected: bool | UnsetType = UNSET


class QuoteFields(Fields):
    """What may be set on a draft; the lines given replace those there are."""

    sales_case_id: UUID | UnsetType = UNSET
    title: str | UnsetType = UNSET
    contact_id: UUID | UnsetType | None = UNSET
    owner_id: UUID | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    price_list_id: UUID | UnsetType | None = UNSET
    valid_until: date | UnsetType | None = UNSET
    terms: str | UnsetType | None = UNSET
    purchase_order_no: str | UnsetType | None = UNSET
    is_primary: bool | UnsetType = UNSET
    lines: list[QuoteLineFields] | UnsetType = UNSET
    custom: dict[str, Any] | UnsetType | None = UNSET


class HistoricQuoteFields(Fields):
    """
    A quote of the past, with its own dates.

    ``status`` is sent, accepted or declined; ``accepted_on`` is needed for an accepted one.
    Every line needs its ``unit_price``: today's price list says nothing about the past.
    """

    sales_case_id: UUID
    title: str
    status: str
    sent_on: date
    valid_until: date
    lines: list[QuoteLineFields]
    owner_id: UUID | UnsetType = UNSET
    contact_id: UUID | UnsetType | None = UNSET
    accepted_on: date | UnsetType = UNSET
    declined_on: date | UnsetType = UNSET
    declined_reason: str | UnsetType | None = UNSET
    purchase_order_no: str | UnsetType | None = UNSET
    terms: str | UnsetType | None = UNSET


class ApprovalView(View):
    """
    A request to sell below a floor; ``decision`` is null while it waits.

    Shape: ``violated_rules`` entries have ``level``, ``target_id``, ``floor_percent`` and
    ``margin_percent``; without field class margin there are none, and no ``shortfall``.
    """

    id: UUID
    quote_id: UUID
    quote_no: str
    violated_rules: list[dict[str, Any]]
    shortfall: Money | None
    requested_by: UUID
    requested_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    decision: str | None
    reason: str | None
    expires_on: date


class CustomerQuotesView(View):
    """The quotes of a customer that the caller may see: the newest, and how many there are."""

    items: list[QuoteView]
    total: int


class PublicQuoteLineView(View):
    """A line as the customer sees it."""

    description: str
    quantity: Decimal
    unit: str
    unit_price: Money
    discount_percent: str
    net: Money


class PublicQuoteView(View):
    """A quote as the customer sees it by its link; no cost, no margin, no names of ours."""

    quote_no: str
    revision: int
    title: str
    status: str
    currency: str
    valid_until: date | None
    terms: str | None
    lines: list[PublicQuoteLineView]
    net: Money
    vat: Money
    gross: Money
