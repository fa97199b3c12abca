"""A quote: what is offered, at what price, and how far it has come."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.kernel.money import Money
from shared.kernel.records import Record
from shared.kernel.shares import share_bp

from quoting.domain.errors import (
    FieldInvalid,
    QuoteArchived,
    QuoteEmpty,
    QuoteExpired,
    QuoteNotDraft,
    QuoteNotOpen,
    ValidityMissing,
)
from quoting.domain.price_lists import is_currency
from quoting.domain.quote_lines import QuoteLine, VatGroup

MOST_LINES = 500


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
    custom: dict[str, Any] = field(default_factory=dict)
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
        """What the lines cost us, as far as it is known."""
        return sum(line.cost_minor for line in self.counted)

    def cost_is_known(self) -> bool:
        """Whether every line says what it costs us."""
        return all(line.unit_cost_minor is not None for line in self.counted)

    def margin_bp(self) -> int | None:
        """(net − known cost) / net; None without a net."""
        net_minor = self.net().amount_minor
        return share_bp(net_minor - self.cost_minor(), net_minor)

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
        self.must_be_live()
        if self.status not in INTERNAL:
            raise QuoteNotDraft("A quote that was sent never changes.", status=self.status)
        self.status = QuoteStatus.DRAFT

    def must_be_live(self) -> None:
        """Refuse to go on with a quote that was put away.  Raises: QuoteArchived."""
        if self.archived_at is not None:
            raise QuoteArchived("The quote was put away; restore it first.")

    def check(self) -> None:
        """Refuse what cannot be a quote.  Raises: FieldInvalid."""
        if not self.title.strip():
            raise FieldInvalid("/title", "A quote needs a title.")
        if not is_currency(self.currency):
            raise FieldInvalid("/currency", "A currency has three capital letters.")

    def submit(self) -> None:
        """Wait for an approval, also for another one.  Raises: QuoteNotDraft, QuoteArchived."""
        self.must_be_live()
        if self.status not in (QuoteStatus.DRAFT, QuoteStatus.APPROVED):
            raise QuoteNotDraft("Only a draft can be submitted.", status=self.status)
        self.status = QuoteStatus.PENDING_APPROVAL

    def send(self, *, today: date, at: datetime) -> None:
        """
        Fix the content; floors were checked before.

        Raises:
            QuoteNotDraft, QuoteEmpty, ValidityMissing, QuoteExpired
        """
        self.must_be_live()
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

    def accept(self, *, today: date, said_on: date | None = None, by: str | None = None) -> bool:
        """
        Record the customer's yes; the last day of validity counts.

        Args:
            today: The day where the organisation is, on which validity is judged.
            said_on: When the customer said so, if earlier; it makes no quote valid again.
            by: Who said so by the link.

        Returns:
            False when it was accepted already.

        Raises:
            QuoteNotOpen, QuoteExpired, FieldInvalid
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
        if said_on is not None and said_on > today:
            raise FieldInvalid("/accepted_on", "A yes cannot come from the future.")
        self.status, self.accepted_on = QuoteStatus.ACCEPTED, said_on or today
        self.accepted_by = by
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

    def give_way_to(self, later: "Quote") -> bool:
        """
        Step back for another revision that goes out.

        Returns:
            Whether anything changed.

        Raises:
            QuoteNotOpen: This one was accepted; a customer buys one revision.
        """
        if self.status is QuoteStatus.ACCEPTED:
            raise QuoteNotOpen("Another revision was accepted.", status=self.status)
        if self.status not in (*INTERNAL, QuoteStatus.SENT):
            return False
        self.status = QuoteStatus.SUPERSEDED
        later.is_primary, self.is_primary = later.is_primary or self.is_primary, False
        return True

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
