"""A quote: what is offered, at what price, and how far it has come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from shared.kernel.money import Money, round_half_up
from shared.kernel.records import Child, Record

from quoting.domain.errors import (
    FieldInvalid,
    QuoteEmpty,
    QuoteExpired,
    QuoteNotDraft,
    QuoteNotOpen,
    ValidityMissing,
)
from quoting.domain.products import minutes_sold

MOST_LINES = 500
LARGEST_QUANTITY = Decimal(1_000_000)


class QuoteStatus(StrEnum):
    """How far a quote has come; ``SENT`` is the only open one."""

    DRAFT = "draft"
    PENDING_APPROVAL = "pending_approval"
    APPROVED = "approved"
    SENT = "sent"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


INTERNAL = frozenset({QuoteStatus.DRAFT, QuoteStatus.PENDING_APPROVAL, QuoteStatus.APPROVED})


@dataclass(eq=False, kw_only=True)
class QuoteLine(Child):
    """
    One line.

    Units: prices and cost in minor units of the quote's currency, for one ``unit``.
    ``list_price_minor`` is what the price list said; None for a price of one's own.
    """

    position: int
    description: str
    quantity: Decimal
    unit: str
    unit_price_minor: int
    kind: str = "hours"
    product_id: UUID | None = None
    list_price_minor: int | None = None
    price_list_version_id: UUID | None = None
    discount_bp: int = 0
    vat_bp: int = 2500
    unit_cost_minor: int = 0
    optional: bool = False
    selected: bool = True

    @property
    def counts(self) -> bool:
        """Whether the line is in the totals; an option is only when it is chosen."""
        return self.selected or not self.optional

    @property
    def net_minor(self) -> int:
        """Quantity × unit price less discount, rounded once, half up."""
        price = self.quantity * self.unit_price_minor * (10_000 - self.discount_bp)
        return round_half_up(price / 10_000)

    @property
    def cost_minor(self) -> int:
        """Quantity × unit cost, rounded once, half up."""
        return round_half_up(self.quantity * self.unit_cost_minor)

    @property
    def minutes(self) -> int:
        """Minutes of work the line sells."""
        return minutes_sold(self.quantity, self.unit) if self.kind == "hours" else 0

    def check(self, pointer: str) -> None:
        """Refuse a line nobody could bill.  Raises: FieldInvalid."""
        if not self.description.strip():
            raise FieldInvalid(f"{pointer}/description", "A line says what it is.")
        if not self.quantity.is_finite() or not 0 < self.quantity <= LARGEST_QUANTITY:
            raise FieldInvalid(f"{pointer}/quantity", "must be above 0 and at most a million")
        if self.quantity != round(self.quantity, 4):
            raise FieldInvalid(f"{pointer}/quantity", "has at most four decimals")
        if self.unit_cost_minor < 0 or self.unit_price_minor < 0:
            raise FieldInvalid(pointer, "Prices and costs are not negative.")


@dataclass(frozen=True)
class VatGroup:
    """VAT of one rate on the whole document."""

    vat_bp: int
    net_minor: int

    @property
    def vat_minor(self) -> int:
        return round_half_up(Decimal(self.net_minor) * self.vat_bp / 10_000)


@dataclass(eq=False, kw_only=True)
class Quote(Record):
    """
    One revision of a quote; from the moment it is sent it never changes.

    ``root_id`` is the first revision's id, the same for all of them.
    """

    quote_no: str
    root_id: UUID
    title: str
    sales_case_id: UUID
    customer_id: UUID
    owner_id: UUID
    currency: str
    revision: int = 1
    unit_id: UUID | None = None
    contact_id: UUID | None = None
    status: QuoteStatus = QuoteStatus.DRAFT
    language: str = "nb"
    price_list_id: UUID | None = None
    valid_until: date | None = None
    terms: str | None = None
    purchase_order_no: str | None = None
    is_primary: bool = True
    sent_at: datetime | None = None
    accepted_on: date | None = None
    accepted_by: str | None = None
    declined_reason: str | None = None
    net_minor: int = 0  # of the lines that count; kept for lists and sums
    lines: list[QuoteLine] = field(default_factory=list)

    @property
    def counted(self) -> list[QuoteLine]:
        """The lines that are in the totals."""
        return [line for line in self.lines if line.counts]

    def net(self) -> Money:
        """The sum after discounts, before VAT."""
        return Money(sum(line.net_minor for line in self.counted), self.currency)

    def cost_minor(self) -> int:
        return sum(line.cost_minor for line in self.counted)

    def vat_groups(self) -> list[VatGroup]:
        """VAT is computed for each rate on the whole document, highest rate first."""
        nets: dict[int, int] = {}
        for line in self.counted:
            nets[line.vat_bp] = nets.get(line.vat_bp, 0) + line.net_minor
        return [VatGroup(rate, nets[rate]) for rate in sorted(nets, reverse=True)]

    def vat(self) -> Money:
        return Money(sum(group.vat_minor for group in self.vat_groups()), self.currency)

    def gross(self) -> Money:
        return self.net() + self.vat()

    def sold_minutes(self) -> int:
        return sum(line.minutes for line in self.counted)

    def replace_lines(self, lines: Iterable[QuoteLine]) -> None:
        """Replace the content of a draft.  Raises: FieldInvalid, QuoteNotDraft."""
        self.reopen_draft()
        self.lines = list(lines)
        if len(self.lines) > MOST_LINES:
            raise FieldInvalid("/lines", f"A quote has at most {MOST_LINES} lines.")
        for n, line in enumerate(self.lines):
            line.check(f"/lines/{n}")
        self.net_minor = self.net().amount_minor

    def reopen_draft(self) -> None:
        """Make it a draft again before it changes.  Raises: QuoteNotDraft."""
        if self.status not in INTERNAL:
            raise QuoteNotDraft("A quote that was sent never changes.", status=self.status)
        self.status = QuoteStatus.DRAFT

    def send(self, *, today: date, at: datetime) -> None:
        """
        Fix the content; floors were checked before.

        Raises:
            QuoteNotDraft, QuoteEmpty, ValidityMissing, QuoteExpired
        """
        if self.status not in (QuoteStatus.DRAFT, QuoteStatus.APPROVED):
            raise QuoteNotDraft("The quote cannot be sent now.", status=self.status)
        if not self.counted:
            raise QuoteEmpty("There is nothing to sell.")
        if self.valid_until is None:
            raise ValidityMissing("A quote that goes out needs a last day.")
        if self.valid_until < today:
            raise QuoteExpired(
                f"The quote was valid until {self.valid_until}.", valid_until=self.valid_until
            )
        self.status, self.sent_at = QuoteStatus.SENT, at

    def accept(self, *, today: date, by: str | None = None) -> bool:
        """
        Record the customer's yes; the last day of validity counts.

        Returns:
            False when it was accepted already.

        Raises:
            QuoteNotOpen, QuoteExpired
        """
        if self.status is QuoteStatus.ACCEPTED:
            return False
        if self.status is QuoteStatus.EXPIRED or (
            self.status is QuoteStatus.SENT and self.is_past(today)
        ):
            raise QuoteExpired(
                f"The quote was valid until {self.valid_until}.", valid_until=self.valid_until
            )
        self._must_be_open()
        self.status, self.accepted_on, self.accepted_by = QuoteStatus.ACCEPTED, today, by
        return True

    def decline(self, *, reason: str | None) -> None:
        """Record the customer's no.  Raises: QuoteNotOpen."""
        self._must_be_open()
        self.status, self.declined_reason = QuoteStatus.DECLINED, reason

    def withdraw(self) -> None:
        """Take it back before an answer.  Raises: QuoteNotOpen."""
        if self.status not in INTERNAL:
            self._must_be_open()
        self.status = QuoteStatus.WITHDRAWN

    def supersede(self) -> None:
        """A later revision went out."""
        if self.status in (*INTERNAL, QuoteStatus.SENT):
            self.status = QuoteStatus.SUPERSEDED

    def expire(self, *, today: date) -> bool:
        """Close an unanswered quote after its last day; whether it was time."""
        if self.status is QuoteStatus.SENT and self.is_past(today):
            self.status = QuoteStatus.EXPIRED
            return True
        return False

    def is_past(self, today: date) -> bool:
        """Whether the last day of validity is over."""
        return self.valid_until is not None and today > self.valid_until

    def _must_be_open(self) -> None:
        if self.status is not QuoteStatus.SENT:
            raise QuoteNotOpen("The quote is not open for an answer.", status=self.status)
