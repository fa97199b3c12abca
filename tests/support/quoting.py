"""Builders for quoting: a good one by default, changed by keyword; and its neighbours' records."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from quoting.domain.margin_policies import MarginPolicy, PolicyLevel
from quoting.domain.quote_lines import QuoteLine
from quoting.domain.quotes import Quote, QuoteStatus
from shared.capabilities.references import keep_reference
from shared.contracts.references import ReferenceView
from shared.contracts.sales.events import CaseCancelledV1, CaseLostV1
from shared.kernel.context import Caller
from shared.kernel.ids import new_id
from shared.kernel.money import Money

CUSTOMER_ID = new_id()
LATER = str(datetime.now(UTC).date() + timedelta(days=30))


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


def nok(amount: str | int) -> dict[str, str]:
    """Kroner as they cross the wire."""
    return Money.of(str(amount), "NOK").to_json()


def line_fields(**changes: Any) -> dict[str, Any]:
    """A hundred hours at 1 250.00 that cost us 720.00 each, as they cross the wire."""
    line = {
        "description": "Advice",
        "quantity": "100",
        "unit": "hour",
        "unit_price": nok("1250.00"),
        "unit_cost": nok("720.00"),
    }
    return {**line, **changes}


def hears_of_a_case(platform: Any, org: Caller, **changes: Any) -> UUID:
    """Let quoting know a sales case of the caller's, as an event of sales would."""
    facts: dict[str, Any] = {
        "kind": "case",
        "id": new_id(),
        "version": 1,
        "name": "CRM rollout",
        "owner_id": org.actor_id,
        "unit_id": org.unit_id,
        "status": "open",
        "data": {"customer_id": str(new_id()), "value": nok("0.00")},
    }
    copy = ReferenceView(**{**facts, **changes})
    with platform.work("quoting", org) as work:
        keep_reference(work, copy)
    return copy.id


def a_case_given_up(
    case_id: UUID, *, as_: type[CaseLostV1] | type[CaseCancelledV1] = CaseLostV1
) -> CaseLostV1 | CaseCancelledV1:
    """What sales tells when a case is lost or cancelled."""
    return as_(
        case_id=case_id,
        version=2,
        case_no="10001",
        name="CRM rollout",
        customer_id=CUSTOMER_ID,
        salesperson_id=new_id(),
        process_id=new_id(),
        stage_id=new_id(),
        stage_name="Tapt",
        status="lost" if as_ is CaseLostV1 else "cancelled",
        value=Money(0, "NOK"),
        probability=0,
    )
