"""Shapes of customers and contacts, as crm answers and accepts them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.contracts.crm.attachments.views import AttachmentSectionView
from shared.contracts.crm.timeline_views import TimelineSectionView
from shared.contracts.declare import UNSET, Fields, UnsetType, View
from shared.kernel.money import Money


class AddressView(View):
    """One address of a customer; exactly one of each kind is the default."""

    id: UUID
    kind: str  # visiting, postal, invoice, delivery
    street: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None  # ISO 3166 alpha-2
    is_default: bool


class AddressFields(Fields):
    """What may be set on an address.  ``country`` is a code, or a name in Norwegian or English."""

    kind: str | UnsetType = UNSET
    street: str | UnsetType | None = UNSET
    postal_code: str | UnsetType | None = UNSET
    city: str | UnsetType | None = UNSET
    region: str | UnsetType | None = UNSET
    country: str | UnsetType | None = UNSET
    is_default: bool | UnsetType = UNSET


class CustomerView(View):
    """
    A customer, prospect, partner, supplier or unit of one's own house.

    ``segments`` are ids; ``country``, ``city`` and ``region`` are those of the main address
    (visiting before postal before any other).
    """

    id: UUID
    customer_no: str | None
    external_id: str | None  # what another system calls it; imports set it
    name: str
    legal_name: str | None
    organisation_number: str | None
    vat_no: str | None
    kinds: list[str]  # prospect, customer, partner, supplier, internal
    type_id: UUID | None
    owner_id: UUID | None
    unit_id: UUID | None
    industry_code: str | None
    employees: int | None
    employees_on: date | None
    employees_source: str | None  # where the number comes from
    annual_revenue: Money | None
    annual_revenue_year: int | None
    founded_year: int | None
    segments: list[UUID]
    rating: str | None
    website: str | None
    email: str | None
    phone: str | None
    language: str | None
    currency: str | None
    payment_term_days: int | None
    price_list_id: UUID | None
    invoice_channel: str | None  # email, ehf, paper
    e_invoice_id: str | None
    invoicing_customer_id: UUID | None
    parent_id: UUID | None
    notes: str | None
    country: str | None
    city: str | None
    region: str | None
    addresses: list[AddressView]
    tags: list[str]
    custom: dict[str, Any]
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    merged_into_id: UUID | None = None
    partner_id: UUID | None = None  # a partner who looks after the customer together with us


class CustomerFields(Fields):
    """
    What may be set on a customer; ``name`` is needed to create one.

    ``addresses`` replaces the list; ``custom`` is merged, null removes a key.
    """

    name: str | UnsetType = UNSET
    customer_no: str | UnsetType | None = UNSET
    legal_name: str | UnsetType | None = UNSET
    organisation_number: str | UnsetType | None = UNSET
    vat_no: str | UnsetType | None = UNSET
    kinds: list[str] | UnsetType = UNSET
    type_id: UUID | UnsetType | None = UNSET
    owner_id: UUID | UnsetType | None = UNSET
    unit_id: UUID | UnsetType | None = UNSET
    industry_code: str | UnsetType | None = UNSET
    employees: int | UnsetType | None = UNSET
    employees_on: date | UnsetType | None = UNSET
    employees_source: str | UnsetType | None = UNSET
    annual_revenue: Money | UnsetType | None = UNSET
    annual_revenue_year: int | UnsetType | None = UNSET
    founded_year: int | UnsetType | None = UNSET
    segments: list[UUID] | UnsetType | None = UNSET
    rating: str | UnsetType | None = UNSET
    website: str | UnsetType | None = UNSET
    email: str | UnsetType | None = UNSET
    phone: str | UnsetType | None = UNSET
    language: str | UnsetType | None = UNSET
    currency: str | UnsetType | None = UNSET
    payment_term_days: int | UnsetType | None = UNSET
    price_list_id: UUID | UnsetType | None = UNSET
    invoice_channel: str | UnsetType | None = UNSET
    e_invoice_id: str | UnsetType | None = UNSET
    invoicing_customer_id: UUID | UnsetType | None = UNSET
    parent_id: UUID | UnsetType | None = UNSET
    partner_id: UUID | UnsetType | None = UNSET
    notes: str | UnsetType | None = UNSET
    addresses: list[AddressFields] | UnsetType | None = UNSET
    tags: list[str] | UnsetType | None = UNSET
    custom: dict[str, Any] | UnsetType | None = UNSET


class RatingView(View):
    """What somebody thought of a customer, and when."""

    id: UUID
    customer_id: UUID
    value: str
    reason: str | None
    author_id: UUID
    rated_at: datetime


class AffiliationView(View):
    """A contact's place at a customer; only customers the caller may see are shown."""

    id: UUID
    customer_id: UUID
    customer_name: str
    role: str | None  # the first of roles
    roles: list[str]
    primary: bool
    since: date | None
    until: date | None


class AffiliationFields(Fields):
    """
    A contact's place at a customer.

    ``roles`` are codes or names of the list of contact roles, or free text; ``role`` stands for
    one of them.  ``since`` is today unless given, ``until`` ends the place.
    """

    customer_id: UUID | UnsetType = UNSET
    role: str | UnsetType | None = UNSET
    roles: list[str] | UnsetType | None = UNSET
    since: date | UnsetType | None = UNSET
    until: date | UnsetType | None = UNSET
    primary: bool | UnsetType = UNSET


class ContactAddressView(View):
    """One address of a contact; exactly one of each kind is the default."""

    kind: str  # visiting, postal, invoice, delivery
    street: str | None
    postal_code: str | None
    city: str | None
    region: str | None
    country: str | None  # ISO 3166 alpha-2
    is_default: bool


class ContactView(View):
    """A person.  The first e-mail address and phone number are the preferred ones."""

    id: UUID
    external_id: str | None  # as customers'
    given_name: str | None
    family_name: str | None
    name: str
    title: str | None
    language: str | None
    emails: list[str]
    phones: list[str]
    affiliations: list[AffiliationView]
    segments: list[UUID]
    tags: list[str]
    custom: dict[str, Any]
    owner_id: UUID | None
    unit_id: UUID | None
    version: int
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    consents: list[str] = []  # purposes for which a ground holds today
    merged_into_id: UUID | None = None
    addresses: list[ContactAddressView] = []


class ContactFields(Fields):
    """
    What may be set on a contact; a given or a family name is needed.

    ``addresses`` replaces the list, and so does ``affiliations``: those left out are ended, not
    deleted.
    """

    given_name: str | UnsetType | None = UNSET
    family_name: str | UnsetType | None = UNSET
    title: str | UnsetType | None = UNSET
    language: str | UnsetType | None = UNSET
    emails: list[str] | UnsetType | None = UNSET
    phones: list[str] | UnsetType | None = UNSET
    addresses: list[AddressFields] | UnsetType | None = UNSET
    affiliations: list[AffiliationFields] | UnsetType | None = UNSET
    segments: list[UUID] | UnsetType | None = UNSET
    tags: list[str] | UnsetType | None = UNSET
    custom: dict[str, Any] | UnsetType | None = UNSET
    owner_id: UUID | UnsetType | None = UNSET
    unit_id: UUID | UnsetType | None = UNSET


class ContactSectionView(View):
    """Contacts of a customer, the primary one first, and how many there are."""

    items: list[ContactView]
    total: int


class CustomerOverviewView(View):
    """crm's part of a customer's page; null: the caller may not see it."""

    customer: CustomerView
    contacts: ContactSectionView | None
    timeline: TimelineSectionView | None
    files: AttachmentSectionView | None = None
