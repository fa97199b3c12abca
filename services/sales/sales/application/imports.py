"""Writing down many cases of the past at once, with their own dates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.capabilities.references import Reference
from shared.contracts.declare import UNSET
from shared.contracts.sales.events import CaseCreatedV1, CaseLostV1, CaseState, CaseWonV1
from shared.contracts.sales.views import HistoricCaseFields, ImportedRowError
from shared.kernel.errors import NotFound, PlatformError

from sales.application.case_fields import lines_from
from sales.application.case_saving import state_of
from sales.application.ports import SalesWork
from sales.application.processes import ensure_defaults
from sales.domain.case_lines import check_lines
from sales.domain.cases import CaseStatus, SalesCase
from sales.domain.changes import CaseMoment
from sales.domain.errors import ImportTooLarge, StageUnfit
from sales.domain.histories import Past, entries_from, historic_case, history_of
from sales.domain.processes import SalesProcess

Made = dict[UUID, tuple[SalesCase, list[CaseMoment]]]

LARGEST_IMPORT = 500
_FACTS: Mapping[str, type[CaseState]] = {
    CaseStatus.WON: CaseWonV1,
    CaseStatus.LOST: CaseLostV1,
}
_OWNERS = {"customer": "crm", "user": "identity", "unit": "identity", "product": "quoting"}
_REFERENCES = (("customer_id", "customer"), ("salesperson_id", "user"), ("unit_id", "unit"))
_FACT_FIELDS = (
    "name",
    "customer_id",
    "salesperson_id",
    "unit_id",
    "cost_centre_id",
    "lead_source_id",
    "lost_reason_id",
    "external_id",
    "description",
)


@dataclass
class Outcome:
    """What came of an import, row by row."""

    case_ids: list[UUID | None]
    created: int = 0
    skipped: int = 0
    errors: list[ImportedRowError] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the rows of an import refer to, read once for all of them."""

    processes: Mapping[UUID, SalesProcess]  # by the id of the process and of each stage
    known: Mapping[str, Mapping[UUID, Reference]]  # by kind
    listed: Mapping[str, set[UUID]]  # lead sources and lost reasons, by field

    def reference(self, kind: str, reference_id: UUID) -> Reference:
        """Raises NotFound: the copy has not arrived, or there is no such thing."""
        if reference_id not in self.known[kind]:
            raise NotFound(f"There is no such {kind}.", code=f"{_OWNERS[kind]}.{kind}_unknown")
        return self.known[kind][reference_id]


def import_cases(work: SalesWork, *, cases: Sequence[HistoricCaseFields]) -> Outcome:
    """
    Write down cases of the past: history at its own dates, one event per case.

    Rows are refused one by one; a case whose external id is there already is skipped, so that
    the same import may be sent again.

    Raises:
        ImportTooLarge: More than 500 cases.
        Forbidden: The caller may not import.
    """
    require(work.caller, "import.run")
    if len(cases) > LARGEST_IMPORT:
        raise ImportTooLarge(rows=len(cases), largest=LARGEST_IMPORT)
    around = _surroundings(work, cases)
    present = work.cases.by_external_ids({row.external_id for row in cases if row.external_id})
    outcome = Outcome(case_ids=[None] * len(cases))
    made: Made = {}
    for number, row in enumerate(cases):
        case_id = present.get(row.external_id) if row.external_id else None
        if case_id is not None:
            outcome.skipped += 1
        else:
            case_id = _take(work, around, number, row, made=made, errors=outcome.errors)
        outcome.case_ids[number] = case_id
        if row.external_id and case_id is not None:
            present[row.external_id] = case_id
    _store(work, around, made)
    outcome.created = len(made)
    return outcome


def _take(
    work: SalesWork,
    around: Surroundings,
    number: int,
    row: HistoricCaseFields,
    *,
    made: Made,
    errors: list[ImportedRowError],
) -> UUID | None:
    try:
        case, history = _case_from(work, around, row)
    except PlatformError as error:
        errors.append(_refusal(number, error))
        return None
    made[case.id] = (case, history)
    return case.id


def _store(
    work: SalesWork,
    around: Surroundings,
    made: Made,
) -> None:
    if not made:
        return
    numbers = work.next_numbers("case_no", len(made), start=10_001)
    for number, (case, _) in zip(numbers, made.values(), strict=True):
        case.case_no = str(number)
    work.cases.add_all([case for case, _ in made.values()])
    work.changes.add_histories(history for _, history in made.values())
    for case, history in made.values():
        fact = _FACTS.get(case.status, CaseCreatedV1)
        state = state_of(case, around.processes[case.process_id])
        work.publish_past(fact(**state), at=history[-1].valid_from)


def _case_from(
    work: SalesWork, around: Surroundings, row: HistoricCaseFields
) -> tuple[SalesCase, list[CaseMoment]]:
    given = row.given()
    for name, kind in _REFERENCES:
        if given.get(name):
            around.reference(kind, given[name])
    for name, ids in around.listed.items():
        if given.get(name) and given[name] not in ids:
            raise NotFound("There is no such value.", code=f"sales.{name[:-3]}_unknown")
    process = _process_of(around, given)
    entries = entries_from(
        process,
        stages=_stages_in(given),
        stage_id=row.stage_id,
        received_on=row.received_on,
        closed_on=given.get("closed_on"),
    )
    past = Past(
        entries=entries,
        value=row.value,
        received_on=row.received_on,
        closed_on=given.get("closed_on"),
        expected_order_date=given.get("expected_order_date"),
        probability_percent=given.get("probability"),
        facts=_facts_in(around, row, given),
    )
    case = historic_case(process, past, today=work.today())
    return case, history_of(
        case,
        entries,
        recorded_at=work.now(),
        actor_id=work.caller.actor_id,
        time_zone=work.caller.time_zone,
    )


def _facts_in(
    around: Surroundings, row: HistoricCaseFields, given: Mapping[str, Any]
) -> dict[str, Any]:
    facts = {name: given[name] for name in _FACT_FIELDS if name in given}
    facts.setdefault("unit_id", around.reference("user", row.salesperson_id).unit_id)
    lines = lines_from(
        given.get("lines", ()), lambda product_id: around.reference("product", product_id)
    )
    check_lines(lines)
    return {**facts, "lines": lines}


def _stages_in(given: Mapping[str, Any]) -> list[tuple[UUID, date]]:
    return [(each.stage_id, each.entered_on) for each in given.get("stages", ())]


def _process_of(around: Surroundings, given: Mapping[str, Any]) -> SalesProcess:
    process = around.processes.get(given.get("process_id") or given["stage_id"])
    if process is None:
        raise StageUnfit(stage_id=given["stage_id"], reason="there is no such process or stage")
    return process


def _surroundings(work: SalesWork, cases: Sequence[HistoricCaseFields]) -> Surroundings:
    ensure_defaults(work)
    processes: dict[UUID, SalesProcess] = {}
    for process in work.processes.all():
        processes[process.id] = process
        processes.update({stage.id: process for stage in process.stages})
    rows = [row.given() for row in cases]
    known = {
        kind: work.references.known(kind, {row[name] for row in rows if name in row})
        for name, kind in _REFERENCES
    }
    products = {
        line.product_id
        for row in rows
        for line in row.get("lines", ())
        if line.product_id is not UNSET and line.product_id
    }
    known["product"] = work.references.known("product", products)
    listed = {
        "lead_source_id": work.lead_sources.ids(),
        "lost_reason_id": work.lost_reasons.ids(),
    }
    return Surroundings(processes=processes, known=known, listed=listed)


def _refusal(number: int, error: PlatformError) -> ImportedRowError:
    first = error.errors[0] if error.errors else None
    return ImportedRowError(
        row=number,
        code=error.code,
        message=first.message if first else error.message,
        pointer=first.pointer if first else None,
    )
