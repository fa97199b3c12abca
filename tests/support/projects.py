"""Builders for projects: what was sold, who works, what others own and projects only knows of."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from projects.domain.invoices import Invoice, InvoiceLine
from projects.domain.people import WorkContract
from projects.domain.projects import ContractLine, LineKind, Project
from projects.domain.time_entries import TimeEntry
from shared.capabilities.references import keep_reference
from shared.contracts.quoting.events import QuoteAcceptedV1, SoldLine
from shared.contracts.references import ReferenceView
from shared.kernel.context import Caller
from shared.kernel.ids import new_id
from shared.kernel.money import Money


def kroner(amount: str | int) -> Money:
    return Money.of(str(amount), "NOK")


def nok(amount: str | int) -> dict[str, str]:
    """Kroner as they cross the wire."""
    return kroner(amount).to_json()


def hours_sold(hours: int, price: int, **changes: Any) -> SoldLine:
    """A quote line that sells hours."""
    facts: dict[str, Any] = {
        "line_id": new_id(),
        "description": "Advice",
        "quantity": Decimal(hours),
        "unit": "hour",
        "unit_price": kroner(price),
        "net": kroner(hours * price),
        "vat_percent": Decimal(25),
        "minutes": hours * 60,
    }
    return SoldLine(**{**facts, **changes})


def a_fixed_line_sold(price: int, **changes: Any) -> SoldLine:
    """A quote line at a fixed amount."""
    facts = {"quantity": Decimal(1), "unit": "piece", "description": "Licence", "minutes": 0}
    return hours_sold(1, price, **{**facts, **changes})


def an_accepted_quote(lines: list[SoldLine] | None = None, **changes: Any) -> QuoteAcceptedV1:
    sold = [hours_sold(100, 1250)] if lines is None else lines
    facts: dict[str, Any] = {
        "quote_id": new_id(),
        "version": 3,
        "quote_no": "10001",
        "revision": 1,
        "title": "CRM roll-out",
        "status": "accepted",
        "customer_id": new_id(),
        "sales_case_id": new_id(),
        "owner_id": new_id(),
        "net": sum((line.net for line in sold), kroner(0)),
        "accepted_on": date(2026, 3, 5),
        "sold_minutes": sum(line.minutes for line in sold),
        "lines": sold,
    }
    return QuoteAcceptedV1(**{**facts, **changes})


def a_contract_line(kind: LineKind = LineKind.FIXED, **changes: Any) -> ContractLine:
    facts: dict[str, Any] = {
        "kind": kind,
        "description": "Licence",
        "quantity": Decimal(1),
        "unit": "hour" if kind == LineKind.TIME else "piece",
        "unit_price_minor": 100_000,
        "net_minor": 100_000,
        "vat_bp": 2500,
    }
    return ContractLine(**{**facts, **changes})


def a_project(*lines: ContractLine, **changes: Any) -> Project:
    facts: dict[str, Any] = {"project_no": "10001", "name": "CRM", "currency": "NOK"}
    project = Project(**{**facts, **changes})
    for line in lines:
        project.add_line(line)
    return project


def a_time_entry(**changes: Any) -> TimeEntry:
    facts: dict[str, Any] = {
        "user_id": new_id(),
        "work_date": date(2026, 3, 5),
        "minutes": 60,
        "currency": "NOK",
    }
    return TimeEntry(**{**facts, **changes})


def a_work_contract(**changes: Any) -> WorkContract:
    facts: dict[str, Any] = {
        "user_id": new_id(),
        "currency": "NOK",
        "minutes_per_weekday": [450] * 5 + [0, 0],
        "cost_rate_minor": 61_000,
        "valid_from": date(2026, 1, 1),
    }
    return WorkContract(**{**facts, **changes})


def an_invoice_line(net_minor: int = 100_000, **changes: Any) -> InvoiceLine:
    facts: dict[str, Any] = {
        "source": "free",
        "description": "Something",
        "quantity": Decimal(1),
        "unit": "piece",
        "unit_price_minor": net_minor,
        "net_minor": net_minor,
        "vat_bp": 2500,
    }
    return InvoiceLine(**{**facts, **changes})


def a_draft_invoice(*lines: InvoiceLine) -> Invoice:
    invoice = Invoice(customer_id=new_id(), currency="NOK")
    invoice.put_lines(list(lines) or [an_invoice_line()])
    return invoice


def an_issued_invoice(*lines: InvoiceLine) -> Invoice:
    invoice = a_draft_invoice(*lines)
    invoice.issue(invoice_no="10001", issued_on=date(2026, 3, 31), customer={}, term_days=30)
    return invoice


class Neighbours:
    """Records other services own, made known to projects without those services."""

    def __init__(self, platform: Any, caller: Caller) -> None:
        self._platform, self._caller = platform, caller

    def customer(self, **data: Any) -> UUID:
        facts = {"owner_id": self._caller.actor_id, "unit_id": self._caller.unit_id, **data}
        name = facts.pop("name", "Fjord Consulting AS")
        return self._know("customer", name, number="10001", **facts)

    def user(self, name: str = "Kari Nordmann", **data: Any) -> UUID:
        return self._know("user", name, **{"unit_id": self._caller.unit_id, **data})

    def case(self, customer_id: UUID, **data: Any) -> UUID:
        facts = {"owner_id": self._caller.actor_id, "unit_id": self._caller.unit_id, **data}
        return self._know("case", "Roll-out", customer_id=str(customer_id), **facts)

    def me(self) -> UUID:
        return self._know("user", "Me", id=self._caller.actor_id, unit_id=self._caller.unit_id)

    def _know(self, kind: str, name: str, **facts: Any) -> UUID:
        columns = ("id", "number", "owner_id", "unit_id")
        known = {key: facts.pop(key) for key in columns if key in facts}
        copy = ReferenceView(
            kind=kind, version=1, name=name, data=facts, **{"id": new_id(), **known}
        )
        with self._platform.work("projects", self._caller) as work:
            keep_reference(work, copy)
        return copy.id
