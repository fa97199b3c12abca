"""Customer: who we sell to, might sell to, buy from or work with."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.errors import Invalid
from shared.kernel.money import Money
from shared.kernel.records import Record

from crm.domain.addresses import Address, main_address, read_addresses, settle_defaults
from crm.domain.errors import RecordArchived
from crm.domain.merging.errors import AlreadyMerged
from crm.domain.values.contact_points import email, phone, website
from crm.domain.values.countries import currency
from crm.domain.values.organisation_numbers import organisation_number
from crm.domain.values.problems import Problems, read_fields
from crm.domain.values.texts import (
    line,
    one_of,
    paragraphs,
    required,
    tags,
    whole_number,
)

CUSTOMER_KINDS = ("prospect", "customer", "partner", "supplier", "internal")
RATINGS = ("A", "B", "C", "D")
INVOICE_CHANNELS = ("email", "ehf", "paper")
NUMBER_SERIES, FIRST_NUMBER = "customer_no", 10_001


@dataclass(eq=False, kw_only=True)
class Customer(Record):
    """
    A customer with its addresses.

    ``country``, ``city`` and ``region`` repeat the main address, for lists and reports.
    """

    name: str
    customer_no: str | None = None
    external_id: str | None = None
    legal_name: str | None = None
    organisation_number: str | None = None
    vat_no: str | None = None
    kinds: list[str] = field(default_factory=lambda: ["customer"])
    type_id: UUID | None = None
    owner_id: UUID | None = None
    unit_id: UUID | None = None
    industry_code: str | None = None
    employees: int | None = None
    employees_on: date | None = None
    employees_source: str | None = None
    annual_revenue: Money | None = None
    annual_revenue_year: int | None = None
    founded_year: int | None = None
    segment_ids: list[UUID] = field(default_factory=list)
    rating: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    currency: str | None = None
    payment_term_days: int | None = None
    price_list_id: UUID | None = None
    invoice_channel: str | None = None
    e_invoice_id: str | None = None
    invoicing_customer_id: UUID | None = None
    parent_id: UUID | None = None
    partner_id: UUID | None = None  # who looks after it together with us
    notes: str | None = None
    country: str | None = None
    city: str | None = None
    region: str | None = None
    tags: list[str] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)
    addresses: list[Address] = field(default_factory=list)
    merged_into_id: UUID | None = None

    def __post_init__(self) -> None:
        self.settle_place()

    @property
    def needs_number(self) -> bool:
        """Whether a customer number must be given before the customer is stored."""
        return "customer" in self.kinds and self.customer_no is None

    def change(self, values: dict[str, Any]) -> list[str]:
        """
        Set what ``read_customer`` read; names of the fields that really changed.

        Raises:
            RecordArchived: The customer is put away.
        """
        self.refuse_when_archived()
        values = dict(values)
        addresses = values.pop("addresses", None)
        changed = [name for name, value in values.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, values[name])
        if addresses is not None and self._replace_addresses(addresses):
            changed.append("addresses")
        return changed

    def become_customer(self) -> None:
        """A prospect bought something."""
        self.kinds = ["customer", *(each for each in self.kinds if each != "prospect")]

    def archive(self, now: datetime) -> None:
        """Put away; doing it twice is not an error."""
        if self.archived_at is None:
            self.archived_at = now

    def restore(self) -> None:
        """
        Take back.

        Raises:
            AlreadyMerged: The customer is part of another.
        """
        if self.merged_into_id is not None:
            raise AlreadyMerged("customer", self.id, into_id=self.merged_into_id)
        self.archived_at = None

    def refuse_when_archived(self) -> None:
        if self.archived_at is not None:
            raise RecordArchived("customer", self.id)

    def add_address(self, address: Address) -> None:
        """Add an address; as a default it takes the old one's place."""
        self.refuse_when_archived()
        self.addresses.append(address)
        settle_defaults(self.addresses, newest=address)
        self.settle_place()

    def settle_addresses(self) -> None:
        """One default of each kind, and the main address repeated."""
        settle_defaults(self.addresses)
        self.settle_place()

    def settle_place(self) -> None:
        """Repeat the main address after addresses changed."""
        main = main_address(self.addresses)
        self.country = main.country if main else None
        self.city = main.city if main else None
        self.region = main.region if main else None

    def _replace_addresses(self, wanted: list[Address]) -> bool:
        """Keep addresses that stand for the same place; whether anything changed."""
        old = {each.place(): each for each in self.addresses}
        kept = [old.pop(each.place(), each) for each in wanted]
        changed = [each.id for each in kept] != [each.id for each in self.addresses]
        for present, given in zip(kept, wanted, strict=True):
            changed = changed or present.is_default != given.is_default
            present.is_default = given.is_default
        self.addresses[:] = kept
        self.settle_place()
        return changed


def _kinds(value: list[str]) -> list[str]:
    kinds = list(dict.fromkeys(value))
    if not kinds:
        raise Invalid("at least one kind is needed", code="crm.customer_kinds_missing")
    if unknown := [each for each in kinds if each not in CUSTOMER_KINDS]:
        raise Invalid(f"{unknown[0][:40]} is not a kind", code="crm.customer_kind_unknown")
    return kinds


def _rating(value: str | None) -> str | None:
    rating = value.strip().upper() if value else None
    if rating is not None and not re.fullmatch(r"[A-Z0-9]", rating):
        raise Invalid("one letter or digit of the scale", code="crm.rating_invalid")
    return rating


def _language(value: str | None) -> str | None:
    language = value.strip() if value else None
    if language and not (len(language) == 2 and language.isascii() and language.isalpha()):
        raise Invalid("two letters, such as nb or en", code="crm.language_invalid")
    return language.lower() if language else None


def _revenue(value: Money | None) -> Money | None:
    if value is not None and value.amount_minor < 0:
        raise Invalid("must not be negative", code="crm.number_out_of_range")
    return value


READERS: dict[str, Callable[[Any], Any]] = {
    "name": required(line(200), code="crm.customer_name_missing"),
    "customer_no": line(30),
    "external_id": line(100),
    "legal_name": line(200),
    "vat_no": line(30),
    "kinds": _kinds,
    "industry_code": line(20),
    "employees": whole_number(0, 10_000_000),
    "employees_source": line(120),
    "annual_revenue": _revenue,
    "annual_revenue_year": whole_number(1900, 2100),
    "founded_year": whole_number(1000, 2100),
    "segments": lambda value: list(dict.fromkeys(value or [])),
    "rating": _rating,
    "website": website,
    "email": email,
    "language": _language,
    "currency": currency,
    "payment_term_days": whole_number(0, 365),
    "invoice_channel": one_of(INVOICE_CHANNELS, code="crm.invoice_channel_unknown"),
    "e_invoice_id": line(60),
    "notes": paragraphs(20_000),
    "tags": tags,
}


def read_customer(
    given: dict[str, Any], problems: Problems, *, country: str | None = None
) -> dict[str, Any]:
    """
    Turn what a caller gave into attributes of ``Customer``, noting every problem.

    Args:
        given: Field name → value; ``addresses`` as a list of such.
        country: Where the customer is now; None when not known.
    """
    values = read_fields(given, READERS, problems)
    if "addresses" in given:
        values["addresses"] = read_addresses(given["addresses"] or [], problems)
        main = main_address(values["addresses"]) if not problems.found else None
        country = main.country if main else country
    if "organisation_number" in given:
        values["organisation_number"] = problems.read(
            "/organisation_number",
            lambda text: organisation_number(text, country=country),
            given["organisation_number"],
        )
    if "phone" in given:
        values["phone"] = problems.read(
            "/phone", lambda text: phone(text, region=country or "NO"), given["phone"]
        )
    if "segments" in values:
        values["segment_ids"] = values.pop("segments")
    return values
