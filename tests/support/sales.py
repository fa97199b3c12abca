"""Builders for sales: processes, cases, and what others own and sales only knows of."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import sales.persistence.mapping  # noqa: F401 - records made before they are mapped break
from sales.domain.cases import SalesCase
from sales.domain.changes import CaseMoment, moment_of
from sales.domain.processes import SalesProcess, Stage, StageKind, default_process
from shared.capabilities.references import keep_reference
from shared.contracts.crm.events import ActivityCreatedV1
from shared.contracts.quoting.events import QuoteAcceptedV1, QuoteCreatedV1
from shared.contracts.references import ReferenceView
from shared.kernel.context import Caller
from shared.kernel.ids import new_id
from shared.kernel.money import Money

TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def kroner(amount: str | int) -> Money:
    return Money.of(str(amount), "NOK")


def nok(amount: str | int) -> dict[str, str]:
    """Kroner as they cross the wire."""
    return kroner(amount).to_json()


def a_process(**changes: Any) -> SalesProcess:
    """The default process: four open stages, one won, one lost."""
    process = default_process()
    for name, value in changes.items():
        setattr(process, name, value)
    return process


def a_stage(name: str = "Befaring", **changes: Any) -> Stage:
    facts: dict[str, Any] = {
        "names": {"nb": name},
        "position": 0,
        "kind": StageKind.OPEN,
        "probability_bp": 3000,
    }
    return Stage(**{**facts, **changes})


def a_case(process: SalesProcess | None = None, **changes: Any) -> SalesCase:
    """An open case of 100 000 kroner in the first stage."""
    process = process or a_process()
    first = process.first(StageKind.OPEN)
    facts: dict[str, Any] = {
        "case_no": "10001",
        "name": "Nytt intranett",
        "customer_id": new_id(),
        "salesperson_id": new_id(),
        "unit_id": new_id(),
        "process_id": process.id,
        "stage_id": first.id,
        "received_on": date(2026, 11, 2),
        "value": kroner(100_000),
        "probability_bp": first.probability_bp,
        "expected_order_date": date(2026, 12, 15),
    }
    return SalesCase(**{**facts, **changes})


def a_moment(case: SalesCase | None = None, *, at: datetime = NOON, **changes: Any) -> CaseMoment:
    moment = moment_of(case or a_case(), at=at, actor_id=new_id())
    known = {name: getattr(moment, name) for name in CaseMoment.__dataclass_fields__}
    return CaseMoment(**{**known, **changes})


class Neighbours:
    """Customers, people, units and products as sales knows them: copies in its own database."""

    def __init__(self, platform: Any, org: Caller) -> None:
        self._platform, self._org = platform, org
        self.unit_id = self.knows("unit", "Rådgivning", reference_id=org.unit_id)
        self.user_id = self.knows("user", "Kari Nordmann", reference_id=org.actor_id)
        self.customer_id = self.knows("customer", "Fjord Energi AS", owner_id=org.actor_id)

    def knows(self, kind: str, name: str, *, reference_id: UUID | None = None, **facts: Any) -> str:
        """Keep a copy; users and customers belong to the caller's unit unless said otherwise."""
        found = {"unit_id": self._org.unit_id, "data": {}, **facts}
        copy = ReferenceView(kind=kind, id=reference_id or new_id(), version=1, name=name, **found)
        with self._platform.work("sales", self._org) as work:
            keep_reference(work, copy)
        return str(copy.id)

    def case_fields(self, **changes: Any) -> dict[str, Any]:
        """What it takes to open a case."""
        return {
            "name": "Nytt intranett",
            "customer_id": self.customer_id,
            "value": nok("100000.00"),
            "expected_order_date": "2026-12-15",
            **changes,
        }


def a_quote_created(case: dict[str, Any], net: str, **changes: Any) -> QuoteCreatedV1:
    return QuoteCreatedV1(**_quote(case, net, changes))


def a_quote_accepted(case: dict[str, Any], net: str, **changes: Any) -> QuoteAcceptedV1:
    more = {"status": "accepted", "version": 3, "accepted_on": TODAY, "sold_minutes": 600}
    return QuoteAcceptedV1(**_quote(case, net, {**more, **changes}))


def an_activity(case: dict[str, Any] | None, **changes: Any) -> ActivityCreatedV1:
    facts: dict[str, Any] = {
        "activity_id": new_id(),
        "version": 1,
        "kind": "meeting",
        "subject": "Gjennomgang av tilbud",
        "status": "planned",
        "owner_id": new_id(),
        "start_at": datetime(2026, 12, 1, 9, 0, tzinfo=UTC),
        "sales_case_id": UUID(case["id"]) if case else None,
    }
    return ActivityCreatedV1(**{**facts, **changes})


def _quote(case: dict[str, Any], net: str, changes: dict[str, Any]) -> dict[str, Any]:
    facts = {
        "quote_id": new_id(),
        "version": 1,
        "quote_no": "T-1",
        "revision": 1,
        "title": case["name"],
        "status": "draft",
        "customer_id": UUID(case["customer_id"]),
        "sales_case_id": UUID(case["id"]),
        "owner_id": UUID(case["salesperson_id"]),
        "net": kroner(net),
    }
    return {**facts, **changes}
