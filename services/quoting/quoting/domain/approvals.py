"""
Approval to sell below a floor, bound to the exact content it was given for.

Source: beyond.md B2.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from shared.kernel.money import round_half_up
from shared.kernel.records import Record
from shared.kernel.shares import percent_text, share_bp

from quoting.domain.errors import ApprovalNotPending, OwnApproval
from quoting.domain.margin_policies import MarginPolicy, PolicyLevel, floor_price
from quoting.domain.quote_lines import QuoteLine
from quoting.domain.quotes import Quote

VALID_DAYS = 30


class Decision(StrEnum):
    """What became of a request; none while it waits."""

    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True)
class PricingRoom:
    """
    What the price leaves, compared with the floors.

    Units: minor units.  ``violated`` names every broken rule: the margin of the lines it is for,
    or of the whole quote.
    """

    floor_price_minor: int
    room_minor: int
    violated: tuple[dict[str, Any], ...]


def pricing_room(quote: Quote, rules: Sequence[MarginPolicy | None]) -> PricingRoom:
    """
    Compare a quote with its floors.

    The whole quote must keep the organisation's floor, when there is one; giving away what costs
    us something is never within a floor, and a floor is not kept by what has an unknown cost.

    Args:
        rules: The rule of each line of ``quote.counted``, in their order.
    """
    ruled = list(zip(quote.counted, rules, strict=True))
    floors = [floor_price(line.cost_minor, rule.floor_bp if rule else 0) for line, rule in ruled]
    lowest = round_half_up(sum(floors, Decimal(0)))
    net_minor, cost_minor = quote.net().amount_minor, quote.cost_minor()
    violated = [
        _violation(rule, line.net_minor, line.cost_minor)
        for (line, rule), floor in zip(ruled, floors, strict=True)
        if rule is not None and _breaks(line, rule, floor)
    ]
    whole = next((rule for rule in rules if rule and rule.target_id is None), None)
    given_away = net_minor == 0 and cost_minor > 0
    if given_away or (whole is not None and (net_minor < lowest or _costs_unknown(ruled))):
        violated.append(_violation(whole, net_minor, cost_minor))
    return PricingRoom(lowest, net_minor - lowest, tuple(violated))


def _breaks(line: QuoteLine, rule: MarginPolicy, floor: Decimal) -> bool:
    """Whether a line breaks a floor of its own; the organisation's is for the whole quote."""
    if rule.level is PolicyLevel.ORGANISATION:
        return False
    return line.unit_cost_minor is None or line.net_minor < round_half_up(floor)


def _costs_unknown(ruled: Sequence[tuple[QuoteLine, MarginPolicy | None]]) -> bool:
    return any(line.unit_cost_minor is None for line, rule in ruled if rule is not None)


def _violation(rule: MarginPolicy | None, net_minor: int, cost_minor: int) -> dict[str, Any]:
    margin_bp = share_bp(net_minor - cost_minor, net_minor)
    return {
        "level": rule.level.value if rule else "quote",
        "target_id": str(rule.target_id) if rule and rule.target_id else None,
        "floor_percent": percent_text(rule.floor_bp) if rule else None,
        "margin_percent": None if margin_bp is None else percent_text(margin_bp),
    }


def content_hash(quote: Quote) -> str:
    """SHA-256 over all the customer gets and what it costs us; prices, validity and terms too."""
    content = {
        "customer_id": str(quote.customer_id),
        "currency": quote.currency,
        "price_list_id": str(quote.price_list_id),
        "valid_until": str(quote.valid_until),
        "terms": quote.terms,
        "lines": [
            [
                str(line.product_id),
                line.kind,
                line.description,
                f"{line.quantity.normalize():f}",
                line.unit,
                line.unit_price_minor,
                line.discount_bp,
                line.vat_bp,
                line.unit_cost_minor,
                line.counts,
            ]
            for line in quote.lines
        ],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(eq=False, kw_only=True)
class Approval(Record):
    """A request to sell below a floor, and its answer.  ``shortfall_minor`` is what is missing."""

    quote_id: UUID
    content_hash: str
    shortfall_minor: int
    currency: str
    requested_by: UUID
    requested_at: datetime
    expires_on: date
    violated_rules: list[dict[str, Any]] = field(default_factory=list)
    decided_by: UUID | None = None
    decided_at: datetime | None = None
    decision: Decision | None = None
    reason: str | None = None

    def decide(
        self, decision: Decision, *, by: UUID, at: datetime, reason: str | None, quote: Quote
    ) -> None:
        """
        Answer the request.

        Raises:
            ApprovalNotPending: Answered already, or the content is another one by now.
            OwnApproval: Nobody approves his own quote or what he asked for himself.
        """
        if self.decision is not None or self.content_hash != content_hash(quote):
            raise ApprovalNotPending("There is no request for this content.")
        if by in (self.requested_by, quote.owner_id):
            raise OwnApproval("Somebody else must decide.")
        self.decision, self.decided_by, self.decided_at = decision, by, at
        self.reason = reason

    def covers(self, current_hash: str, today: date) -> bool:
        """Whether exactly this content may be sent today."""
        return (
            self.decision is Decision.APPROVED
            and self.content_hash == current_hash
            and today <= self.expires_on
        )
