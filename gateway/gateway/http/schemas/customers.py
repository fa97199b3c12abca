"""Bodies about customers and contacts."""

from gateway.http.schemas.fields import (
    Body,
    Choice,
    Currency,
    Day,
    Flag,
    Free,
    Id,
    Line,
    Money,
    Text,
    Whole,
    many,
    mapping,
    nested,
    own_fields,
)

CUSTOMER_KINDS = ("prospect", "customer", "partner", "supplier", "internal")
_FIRST_YEAR, _LAST_YEAR = 1000, 2200


class AddressBody(Body):
    """An address; the country by its two letters or its name."""

    kind = Choice("visiting", "postal", "invoice", "delivery")
    street = Text(500, allow_none=True)
    postal_code = Line(20, allow_none=True)
    city = Line(100, allow_none=True)
    region = Line(100, allow_none=True)
    country = Line(100, allow_none=True)
    is_default = Flag()


class CustomerBody(Body):
    """A customer, prospect, partner, supplier or unit of one's own house."""

    name = Line(300, required=True)
    customer_no = Line(40, allow_none=True)
    legal_name = Line(300, allow_none=True)
    organisation_number = Line(40, allow_none=True)
    vat_no = Line(40, allow_none=True)
    kinds = many(Choice(*CUSTOMER_KINDS), at_most=5)
    type_id = Id(allow_none=True)
    owner_id = Id(allow_none=True)
    unit_id = Id(allow_none=True)
    industry_code = Line(40, allow_none=True)
    employees = Whole(0, allow_none=True)
    employees_on = Day(allow_none=True)
    employees_source = Line(120, allow_none=True)
    annual_revenue = Money(allow_none=True)
    annual_revenue_year = Whole(_FIRST_YEAR, _LAST_YEAR, allow_none=True)
    founded_year = Whole(_FIRST_YEAR, _LAST_YEAR, allow_none=True)
    segments = many(Id(), at_most=100, allow_none=True)
    rating = Line(10, allow_none=True)
    website = Line(500, allow_none=True)
    email = Line(254, allow_none=True)
    phone = Line(60, allow_none=True)
    language = Line(20, allow_none=True)
    currency = Currency(allow_none=True)
    payment_term_days = Whole(0, 3650, allow_none=True)
    price_list_id = Id(allow_none=True)
    invoice_channel = Choice("email", "ehf", "paper", allow_none=True)
    e_invoice_id = Line(100, allow_none=True)
    invoicing_customer_id = Id(allow_none=True)
    parent_id = Id(allow_none=True)
    partner_id = Id(allow_none=True)
    notes = Text(allow_none=True)
    addresses = many(nested(AddressBody), at_most=50, allow_none=True)
    tags = many(Line(60), at_most=100, allow_none=True)
    custom = own_fields()


class RatingBody(Body):
    """What one thinks of a customer, A to D."""

    value = Line(10, required=True)
    reason = Text(2000, allow_none=True)


class AffiliationBody(Body):
    """A contact's place at a customer."""

    customer_id = Id(required=True)
    role = Line(100, allow_none=True)
    roles = many(Line(100), at_most=20, allow_none=True)
    since = Day(allow_none=True)
    until = Day(allow_none=True)
    primary = Flag()


class ContactBody(Body):
    """A person; a given or a family name is needed."""

    given_name = Line(100, allow_none=True)
    family_name = Line(100, allow_none=True)
    title = Line(allow_none=True)
    language = Line(20, allow_none=True)
    emails = many(Line(254), at_most=20, allow_none=True)
    phones = many(Line(60), at_most=20, allow_none=True)
    addresses = many(nested(AddressBody), at_most=50, allow_none=True)
    affiliations = many(nested(AffiliationBody), at_most=50, allow_none=True)
    segments = many(Id(), at_most=100, allow_none=True)
    tags = many(Line(60), at_most=100, allow_none=True)
    custom = own_fields()
    owner_id = Id(allow_none=True)
    unit_id = Id(allow_none=True)


class ListValueBody(Body):
    """A value of a list one classifies by; a name is needed."""

    code = Line(60)
    name = Line()
    names = mapping(Line(), longest_name=10)
    parent_code = Line(60, allow_none=True)
    description = Text(2000, allow_none=True)
    position = Whole(0, 100_000)
    active = Flag()


class SegmentBody(ListValueBody):
    """A segment; with a rule, the filters of the list of customers or contacts, it fills itself."""

    applies_to = Choice("customer", "contact", "any")
    rule = mapping(Free(allow_none=True), longest_name=120, allow_none=True)


class RatingValueBody(ListValueBody):
    """A value of the scale customers are rated on; its code is one letter or digit."""


class EmployeeBandBody(ListValueBody):
    """A band of numbers of employees, from ``at_least`` up to where the next begins."""

    at_least = Whole(0)


class RevenueBandBody(ListValueBody):
    """A band of annual revenues, from ``at_least`` up to where the next begins."""

    at_least = Money()


class CustomerTypeBody(ListValueBody):
    """A type of customer."""


class IndustryBody(ListValueBody):
    """An industry."""


class ContactRoleBody(ListValueBody):
    """A role a contact may have."""


class ActivityTypeBody(ListValueBody):
    """A kind of activity."""


class TagBody(ListValueBody):
    """A tag."""
