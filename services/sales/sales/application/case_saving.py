"""How every change of a case is stored: checked, written to its history, and told."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from shared.contracts.sales.events import CaseState
from shared.kernel.records import Record

from sales.application.ports import SalesWork
from sales.domain.cases import SalesCase
from sales.domain.changes import TRACKED, moment_of
from sales.domain.processes import SalesProcess

# Kept by the platform or counted by us; telling that they changed tells nobody anything.
_SILENT = {each.name for each in fields(Record)} | {"salesperson_touched_at"}
_TOLD = tuple(each.name for each in fields(SalesCase) if each.name not in _SILENT)

Snapshot = Mapping[str, Any]


def snapshot(case: SalesCase) -> Snapshot:
    """The fields of a case as they are, to be compared after a change."""
    taken = {name: getattr(case, name) for name in _TOLD if name != "lines"}
    taken["team_ids"] = tuple(case.team_ids)
    taken["lines"] = tuple(
        (line.product_id, line.description, line.quantity, line.unit_price) for line in case.lines
    )
    taken["archived"] = case.archived_at is not None
    return taken


def save_case(
    work: SalesWork, case: SalesCase, *, before: Snapshot | None, fact: type[CaseState]
) -> SalesCase:
    """
    Store a case with its history and tell the platform; nothing happens when nothing changed.

    Args:
        before: The ``snapshot`` taken before the change; None for a new case.
        fact: The event that says what happened.

    Raises:
        CaseInvalid: See ``SalesCase.check``.
    """
    after = snapshot(case)
    changed = [name for name, value in after.items() if before is None or before[name] != value]
    if not changed:
        return case
    case.check()
    if work.caller.actor_id == case.salesperson_id:
        case.salesperson_touched_at = work.now()
    work.save(case)
    if before is None or any(name in TRACKED for name in changed):
        work.changes.add(moment_of(case, at=work.now(), actor_id=work.caller.actor_id))
    process = work.processes.get(case.process_id)
    work.publish(fact(**state_of(case, process), changed=[] if before is None else changed))
    return case


def state_of(case: SalesCase, process: SalesProcess) -> dict[str, Any]:
    """What an event tells of a case; the stage by its Norwegian name."""
    names = process.stage(case.stage_id).names
    return {
        "case_id": case.id,
        "version": case.version,
        "case_no": case.case_no,
        "name": case.name,
        "customer_id": case.customer_id,
        "salesperson_id": case.salesperson_id,
        "process_id": case.process_id,
        "stage_id": case.stage_id,
        "stage_name": names.get("nb") or next(iter(names.values())),
        "status": str(case.status),
        "value": case.value,
        "probability": case.probability_bp // 100,
        "unit_id": case.unit_id,
        "cost_centre_id": case.cost_centre_id,
        "expected_order_date": case.expected_order_date,
        "closed_on": case.closed_on,
        "archived": case.archived_at is not None,
    }
