"""Use cases of sales cases: open, change, move, put away."""

from uuid import UUID

from shared.capabilities.policy import authorise, decide, require
from shared.contracts.sales.events import (
    CaseCreatedV1,
    CaseStageChangedV1,
    CaseUpdatedV1,
)
from shared.contracts.sales.views import CaseFields
from shared.kernel.errors import Conflict, FieldError, Forbidden
from shared.kernel.money import Money

from sales.application.case_fields import Given, apply_fields, place
from sales.application.case_saving import save_case, snapshot
from sales.application.ports import SalesWork
from sales.application.processes import ensure_defaults
from sales.domain.cases import SalesCase
from sales.domain.errors import CaseInvalid
from sales.domain.processes import SalesProcess, StageKind

UNKNOWN = "sales.case_unknown"


def create_case(work: SalesWork, *, fields: CaseFields) -> SalesCase:
    """
    Open a case; the caller sells it and it belongs to the salesperson's unit unless said otherwise.

    Raises:
        CaseInvalid, StageUnfit, StageRequirementsMissing, Forbidden, NotFound
    """
    require(work.caller, "case.create")
    given = {**_defaults(work, fields.given()), **fields.given()}
    process = _process_for(work, given)
    first = process.first(StageKind.OPEN)
    case = SalesCase(
        case_no="",
        name=given["name"],
        customer_id=given["customer_id"],
        salesperson_id=given["salesperson_id"],
        received_on=given["received_on"],
        process_id=process.id,
        stage_id=first.id,
        probability_bp=first.probability_bp,
        value=Money.zero(work.caller.currency),
    )
    apply_fields(work, case, given)
    place(case, process, given)
    case.enter(process.stage(case.stage_id))
    may_create(work, case)
    case.case_no = str(work.next_number("case_no", start=10_001))
    return save_case(work, case, before=None, fact=CaseCreatedV1)


def change_case(
    work: SalesWork, *, case_id: UUID, expected_version: int, fields: CaseFields
) -> SalesCase:
    """
    Change what was given; a stage among it moves the case.

    Raises:
        CaseInvalid, CaseClosed, StageUnfit, StageRequirementsMissing, Forbidden, NotFound
    """
    case = open_for_change(work, case_id, expected_version=expected_version)
    given = fields.given()
    before = snapshot(case)
    apply_fields(work, case, given)
    if case.is_open:
        process = _process_for(work, {"process_id": case.process_id, **given})
        place(case, process, given)
    moved = before["stage_id"] != case.stage_id
    fact = CaseStageChangedV1 if moved else CaseUpdatedV1
    return save_case(work, case, before=before, fact=fact)


def move_case(
    work: SalesWork, *, case_id: UUID, stage_id: UUID, expected_version: int | None
) -> SalesCase:
    """
    Move an open case to another open stage of its process.

    Raises:
        CaseClosed, StageUnfit, StageRequirementsMissing, Forbidden, NotFound
    """
    case = open_for_change(work, case_id, expected_version=expected_version)
    before = snapshot(case)
    case.must_be_open()
    process = work.processes.get(case.process_id)
    case.enter(process.live_stage(stage_id, kind=StageKind.OPEN))
    return save_case(work, case, before=before, fact=CaseStageChangedV1)


def archive_case(work: SalesWork, *, case_id: UUID, expected_version: int | None) -> SalesCase:
    """Put a case away; reports leave it out from now on."""
    case = open_for_change(work, case_id, expected_version=expected_version, grant="case.archive")
    before = snapshot(case)
    case.archived_at = case.archived_at or work.now()
    return save_case(work, case, before=before, fact=CaseUpdatedV1)


def restore_case(work: SalesWork, *, case_id: UUID) -> SalesCase:
    """Take an archived case back."""
    case = open_for_change(work, case_id, grant="case.archive")
    before = snapshot(case)
    case.archived_at = None
    return save_case(work, case, before=before, fact=CaseUpdatedV1)


def open_for_change(
    work: SalesWork,
    case_id: UUID,
    *,
    expected_version: int | None = None,
    grant: str = "case.update",
) -> SalesCase:
    """
    A case the caller may change.

    Raises:
        NotFound: ``sales.case_unknown``; there is none, or he may not see it.
        Forbidden: He may see it only.
        Conflict: ``sales.case_stale``.
    """
    case = work.cases.get(case_id)
    authorise(work.caller, grant, case, owner="salesperson_id", unknown=UNKNOWN)
    if expected_version is not None and case.version != expected_version:
        raise Conflict(
            "Someone changed it first.", code="sales.case_stale", current_version=case.version
        )
    return case


def may_create(work: SalesWork, case: SalesCase) -> None:
    """
    Refuse a new case outside the caller's scope.

    Raises:
        Forbidden
    """
    owner_id, unit_id = case.salesperson_id, case.unit_id
    if not decide(work.caller, "case.create", owner_id=owner_id, unit_id=unit_id).allowed:
        raise Forbidden("You may not open this case.", code="platform.action_forbidden")


def unit_of(work: SalesWork, salesperson_id: UUID) -> UUID | None:
    """The unit a salesperson belongs to."""
    return work.references.get("user", salesperson_id).unit_id


def _defaults(work: SalesWork, given: Given) -> Given:
    missing = [name for name in ("name", "customer_id") if name not in given]
    if missing:
        raise CaseInvalid([FieldError(f"/{name}", "required", "is needed") for name in missing])
    salesperson_id = given.get("salesperson_id") or work.caller.actor_id
    unit_id = given.get("unit_id") or unit_of(work, salesperson_id) or work.caller.unit_id
    defaults = {"salesperson_id": salesperson_id, "received_on": work.today()}
    return {**defaults, "unit_id": unit_id} if unit_id else defaults


def _process_for(work: SalesWork, given: Given) -> SalesProcess:
    if given.get("process_id"):
        return work.processes.get(given["process_id"])
    if given.get("stage_id"):
        return work.processes.of_stage(given["stage_id"])
    return ensure_defaults(work)
