"""Bodies about invoices, credit notes and payments."""

from gateway.http.schemas.fields import (
    Body,
    Day,
    Flag,
    Id,
    Line,
    Money,
    Number,
    Percent,
    Text,
    Whole,
    many,
    nested,
)


class FreeLineBody(Body):
    """A line of one's own."""

    description = Line(500, required=True)
    unit_price = Money(required=True)
    quantity = Number()
    unit = Line(40)
    vat_percent = Percent()


class FixedPartBody(Body):
    """A fixed contract line to bill; all that remains of it when ``net`` is left out."""

    contract_line_id = Id(required=True)
    net = Money(allow_none=True)


class InvoiceBody(Body):
    """What to bill, and the heading; everything not yet billed when nothing is named."""

    project_id = Id(allow_none=True)
    customer_id = Id()
    time_from = Day()
    time_until = Day()
    time_entry_ids = many(Id(), at_most=2000)
    only_approved = Flag()
    hourly_price = Money(may_be_negative=False)
    contract_lines = many(nested(FixedPartBody))
    expense_ids = many(Id(), at_most=2000)
    lines = many(nested(FreeLineBody))
    due_on = Day(allow_none=True)
    buyer_reference = Line(allow_none=True)
    order_reference = Line(allow_none=True)
    note = Text(allow_none=True)


class IssueBody(Body):
    """The date on the invoice; today when left out."""

    issued_on = Day(allow_none=True)


class CreditPartBody(Body):
    """How much of one allocation to take back: minutes for time, else minor units."""

    allocation_id = Id(required=True)
    quantity = Whole(1, 2**53 - 1, allow_none=True)


class CreditBody(Body):
    """What to credit; everything outstanding when no part is named."""

    parts = many(nested(CreditPartBody))
    note = Text(allow_none=True)


class PaymentBody(Body):
    """Money received."""

    amount = Money(required=True, may_be_negative=False)
    paid_on = Day(required=True)
    external_ref = Line(100, allow_none=True)
    source = Line(60)
