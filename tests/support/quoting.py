"""Builders for quoting's domain: a good one by default, changed by keyword."""

from datetime import date
from decimal import Decimal
from typing import Any

from quoting.domain.margin_policies import MarginPolicy, PolicyLevel
from quoting.domain.quote_lines import QuoteLine
from quoting.domain.quotes import Quote, QuoteStatus
from shared.kernel.ids import new_id

CUSTOMER_ID = new_id()


def a_line(**changes: Any) -> QuoteLine:
    """A hundred hours at 1 250.00 that cost us 720.00 each."""
    facts: dict[str, Any] = {
        "position": 1,
        "description": "Advice",
        "quantity": Decimal(100),
        "unit": "hour",
        "unit_price_minor": 125_000,
        "unit_cost_minor": 72_000,
    }
    return QuoteLine(**{**facts, **changes})


def a_quote(*lines: QuoteLine, **changes: Any) -> Quote:
    """A draft with one line."""
    quote_id = new_id()
    facts: dict[str, Any] = {
        "id": quote_id,
        "root_id": quote_id,
        "quote_no": "10001",
        "title": "CRM rollout",
        "sales_case_id": new_id(),
        "customer_id": CUSTOMER_ID,
        "owner_id": new_id(),
        "currency": "NOK",
        "valid_until": date(2026, 12, 31),
    }
    quote = Quote(**{**facts, **changes})
    quote.lines = list(lines) or [a_line()]
    return quote


def a_sent_quote(*lines: QuoteLine, **changes: Any) -> Quote:
    """A quote that is with the customer."""
    return a_quote(*lines, **{"status": QuoteStatus.SENT, **changes})


def a_floor(percent: int, **changes: Any) -> MarginPolicy:
    """The organisation's floor."""
    facts: dict[str, Any] = {
        "level": PolicyLevel.ORGANISATION,
        "floor_bp": percent * 100,
        "valid_from": date(2026, 1, 1),
    }
    return MarginPolicy(**{**facts, **changes})
