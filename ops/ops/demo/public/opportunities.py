"""Opportunities as sales cases of the past, in a process with exactly the data set's stages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from ops.demo.calls import Calls, until
from ops.demo.public.accounts import usd
from ops.demo.public.matching import Names
from ops.demo.public.people import People
from ops.demo.public.products import Catalogue
from ops.demo.public.reports import Report
from ops.demo.public.tables import DataSet, Opportunity
from ops.machine.faults import Fault

FILE = "sales_pipeline.csv"
BATCH = 500
# Name, kind, and percent of the open ones: the files say nothing about probability.
STAGES = (
    ("Prospecting", "open", 20),
    ("Engaging", "open", 50),
    ("Won", "won", 100),
    ("Lost", "lost", 0),
)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What opportunities refer to: ids by name."""

    customers: dict[str, str]
    people: People
    catalogue: Catalogue


def load_opportunities(calls: Calls, data: DataSet, known: Loaded, report: Report) -> int:
    """Write the opportunities down as cases; answers how many were written."""
    stages = _load_process(calls)
    products = Names(known.catalogue.ids)
    cases = []
    for row in data.opportunities:
        why = _obstacle(row, known, stages)
        if why:
            report.left_out[FILE, why] += 1
        else:
            cases.append(_case(row, known, stages, products, data))
    report.corrected["product"] = products.corrected
    of = sum(row.closed_on is None for row in data.opportunities)
    covered = sum(case["closed_on"] is None for case in cases)
    report.decisions.append(f"Pipeline figures cover {covered} of {of} open opportunities.")
    return sum(_load_batch(calls, cases[at : at + BATCH]) for at in range(0, len(cases), BATCH))


def _load_process(calls: Calls) -> dict[str, str]:
    stages = [
        {"name": name, "names": {"en": name, "nb": name}, "kind": kind, "probability": percent}
        for name, kind, percent in STAGES
    ]
    process = calls(
        "sales.create_process",
        fields={"name": "Opportunities", "is_default": True, "stages": stages},
    )
    return {stage["names"]["en"]: stage["id"] for stage in process["stages"]}


def _obstacle(row: Opportunity, known: Loaded, stages: dict[str, str]) -> str | None:
    """Why a row cannot be a case; nothing is made up for it."""
    if row.stage not in stages:
        return f"stage {row.stage or '(none)'} is not one of {', '.join(stages)}"
    if not row.account:
        return f"no account ({row.stage})"
    if row.account not in known.customers:
        return f"account {row.account} is not in accounts.csv"
    if row.agent not in known.people.users:
        return f"agent {row.agent or '(none)'} is not in sales_teams.csv"
    if row.stage in ("Won", "Lost") and row.closed_on is None:
        return "decided without a closing date"
    if row.stage == "Won" and not row.value:
        return "won without a value"
    return None


def _case(
    row: Opportunity, known: Loaded, stages: dict[str, str], products: Names, data: DataSet
) -> dict[str, Any]:
    product = products.find(row.product)
    price = known.catalogue.prices[product] if product else Decimal(0)
    received_on = row.engaged_on or row.closed_on or data.last_on
    case: dict[str, Any] = {
        "external_id": row.id,
        "name": f"{product or row.product or row.account} – {row.account}",
        "customer_id": known.customers[row.account],
        "salesperson_id": known.people.users[row.agent],
        "unit_id": known.people.unit_of[row.agent],
        "value": usd((row.value or Decimal(0)) if row.closed_on else (row.value or price)),
        "received_on": received_on.isoformat(),
        "stage_id": stages[row.stage],
        "stages": _stays(row, stages, received_on.isoformat()),
        "closed_on": row.closed_on.isoformat() if row.closed_on else None,
    }
    if row.closed_on is None:
        expected_on = received_on + timedelta(days=data.usual_days)
        case["expected_order_date"] = expected_on.isoformat()
    if product:
        case["lines"] = [
            {
                "product_id": known.catalogue.ids[product],
                "description": product,
                "quantity": "1",
                "unit_price": usd(price),
            }
        ]
    return case


def _stays(row: Opportunity, stages: dict[str, str], received_on: str) -> list[dict[str, str]]:
    """An opportunity is engaged on its engage date; what it was before that nobody wrote down."""
    first = "Prospecting" if row.engaged_on is None else "Engaging"
    stays = [{"stage_id": stages[first], "entered_on": received_on}]
    if row.closed_on:
        stays.append({"stage_id": stages[row.stage], "entered_on": row.closed_on.isoformat()})
    return stays


def _load_batch(calls: Calls, cases: list[dict[str, Any]]) -> int:
    """Send a batch until every row is there: what it refers to may still be on its way."""
    created = 0

    def all_there() -> bool:
        nonlocal created
        outcome = calls("sales.import_cases", cases=cases)
        created += outcome["created"]
        problems = [each for each in outcome["errors"] if not each["code"].endswith("_unknown")]
        if problems:
            raise Fault(f"sales refused an opportunity: {problems[0]}")
        return not outcome["errors"]

    until(all_there, what="sales did not learn of every customer, user and product")
    return created
