"""Bodies about products, prices, margins and quotes."""

from gateway.http.schemas.fields import (
    Body,
    Choice,
    Currency,
    Day,
    Flag,
    Id,
    Line,
    Money,
    Number,
    Percent,
    Text,
    many,
    mapping,
    nested,
    own_fields,
)

_UNITS = ("hour", "day", "piece", "month")
_KINDS = ("hours", "fixed", "goods", "expense", "recurring")


class ProductGroupBody(Body):
    """A group of products."""

    name = Line(required=True)
    parent_id = Id(allow_none=True)
    revenue_account = Line(20, allow_none=True)


class ProductBody(Body):
    """A product or service; its name by language."""

    code = Line(60, required=True)
    names = mapping(Line(), longest_name=10, required=True)
    group_id = Id(allow_none=True)
    kind = Choice(*_KINDS)
    unit = Choice(*_UNITS)
    vat_percent = Percent()
    cost_price = Money(allow_none=True, may_be_negative=False)
    active = Flag()


class PriceListBody(Body):
    """A price list."""

    name = Line(required=True)
    currency = Currency()
    scope = Choice("default", "customer")
    customer_id = Id(allow_none=True)


class PriceItemBody(Body):
    """A price of one unit, from a quantity on."""

    product_id = Id(required=True)
    price = Money(required=True, may_be_negative=False)
    min_quantity = Number("0")


class PriceListVersionBody(Body):
    """Prices valid from a day on; the items given replace those there are."""

    valid_from = Day(required=True)
    items = many(nested(PriceItemBody), at_most=2000)


class MarginPolicyBody(Body):
    """The lowest margin something may be sold at."""

    level = Choice("organisation", "price_list", "product_group", "product", required=True)
    target_id = Id(allow_none=True)
    floor_percent = Percent("-1000", required=True)
    target_percent = Percent("-1000", allow_none=True)
    valid_from = Day()


class QuoteLineBody(Body):
    """A line; without a price the price list decides."""

    product_id = Id(allow_none=True)
    kind = Choice(*_KINDS)
    description = Text(2000)
    quantity = Number("0")
    unit = Choice(*_UNITS)
    unit_price = Money(allow_none=True)
    discount_percent = Percent()
    vat_percent = Percent()
    unit_cost = Money(allow_none=True, may_be_negative=False)
    optional = Flag()
    selected = Flag()


class QuoteBody(Body):
    """A draft; the lines given replace those there are."""

    sales_case_id = Id(required=True)
    title = Line(300)
    contact_id = Id(allow_none=True)
    owner_id = Id()
    currency = Currency()
    language = Line(20)
    price_list_id = Id(allow_none=True)
    valid_until = Day(allow_none=True)
    terms = Text(allow_none=True)
    purchase_order_no = Line(100, allow_none=True)
    is_primary = Flag()
    lines = many(nested(QuoteLineBody))
    custom = own_fields()


class HistoricQuoteBody(Body):
    """A quote of the past with its own dates; every line needs its price."""

    sales_case_id = Id(required=True)
    title = Line(300, required=True)
    status = Choice("sent", "accepted", "declined", required=True)
    sent_on = Day(required=True)
    valid_until = Day(required=True)
    lines = many(nested(QuoteLineBody), required=True)
    owner_id = Id()
    contact_id = Id(allow_none=True)
    accepted_on = Day()
    declined_on = Day()
    declined_reason = Text(2000, allow_none=True)
    purchase_order_no = Line(100, allow_none=True)
    terms = Text(allow_none=True)


class ReasonBody(Body):
    """Why, if one wants to say."""

    reason = Text(2000, allow_none=True)


class RejectBody(Body):
    """Why not."""

    reason = Text(2000, required=True)


class AcceptBody(Body):
    """When the customer said yes, today when left out, and his order number."""

    accepted_on = Day(allow_none=True)
    purchase_order_no = Line(100, allow_none=True)


class PublicAcceptBody(Body):
    """Who accepts."""

    name = Line(required=True)
    email = Line(254, required=True)
