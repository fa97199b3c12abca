"""Use cases of sales processes, and what a new organisation starts with."""

from typing import Any
from uuid import UUID

from shared.capabilities.policy import require
from shared.contracts.sales.process_views import ProcessFields, StageFields
from shared.kernel.errors import FieldError

from sales.application.lead_sources import names_from
from sales.application.ports import SalesWork
from sales.domain.errors import ProcessDefault, ProcessInUse, ProcessInvalid
from sales.domain.lead_sources import (
    DEFAULT_LEAD_SOURCES,
    DEFAULT_LOST_REASONS,
    LeadSource,
    LostReason,
)
from sales.domain.processes import SalesProcess, Stage, StageKind, default_process

_FIXED_PERCENT = {StageKind.WON: 100, StageKind.LOST: 0}
_KINDS = {kind.value: kind for kind in StageKind}


def create_process(work: SalesWork, *, fields: ProcessFields) -> SalesProcess:
    """Define a process; the organisation's first one becomes its default."""
    require(work.caller, "process.create")
    process = SalesProcess(name="")
    ensure_defaults(work)
    _apply(work, process, fields)
    work.save(process)
    return process


def change_process(
    work: SalesWork, *, process_id: UUID, expected_version: int, fields: ProcessFields
) -> SalesProcess:
    """
    Change a process.

    Cases keep the probability they have; a stage's new default counts from the next case that
    enters it.
    """
    require(work.caller, "process.update")
    process = work.processes.get(process_id, expected_version=expected_version)
    _apply(work, process, fields)
    work.save(process)
    return process


def archive_process(
    work: SalesWork, *, process_id: UUID, expected_version: int | None
) -> SalesProcess:
    """
    Put a process away.

    Raises:
        ProcessDefault, ProcessInUse
    """
    require(work.caller, "process.archive")
    process = work.processes.get(process_id, expected_version=expected_version)
    if process.is_default:
        raise ProcessDefault(process_id=process.id)
    if open_cases := work.processes.open_cases(process.id):
        raise ProcessInUse(process_id=process.id, open_cases=open_cases)
    if process.archived_at is None:
        process.archived_at = work.now()
        work.save(process)
    return process


def restore_process(work: SalesWork, *, process_id: UUID) -> SalesProcess:
    """Take an archived process back."""
    require(work.caller, "process.archive")
    process = work.processes.get(process_id)
    if process.archived_at is not None:
        process.archived_at = None
        work.save(process)
    return process


def ensure_defaults(work: SalesWork) -> SalesProcess:
    """
    The default process; made, with the default lists, when the organisation has none.

    Safe to call twice and at once: by the event about the organisation and by its first case.
    """
    if (present := work.processes.default()) is not None:
        return present
    work.processes.lock_defaults()
    if (present := work.processes.default()) is not None:
        return present
    process = default_process()
    work.save(process)
    for position, each in enumerate(DEFAULT_LEAD_SOURCES):
        work.save(LeadSource(code=each.code, names=each.names, position=position))
    for position, each in enumerate(DEFAULT_LOST_REASONS):
        work.save(LostReason(code=each.code, names=each.names, position=position))
    return process


def _apply(work: SalesWork, process: SalesProcess, fields: ProcessFields) -> None:
    given = fields.given()
    process.name = given.get("name") or process.name
    process.case_kind = given.get("case_kind", process.case_kind)
    if "stages" in given:
        _apply_stages(work, process, given["stages"])
    process.check()
    _make_default(work, process, given.get("is_default"))


def _apply_stages(work: SalesWork, process: SalesProcess, given: list[StageFields]) -> None:
    used = work.processes.used_stages(process.id)
    kinds = {stage.id: stage.kind for stage in process.stages}
    stages = [
        _stage_from(work, process, each, f"/stages/{number}") for number, each in enumerate(given)
    ]
    for number, stage in enumerate(stages):
        if stage.id in used and stage.kind != kinds[stage.id]:
            message = "cases were in the stage; add another one instead"
            raise ProcessInvalid([FieldError(f"/stages/{number}/kind", "fixed", message)])
    process.arrange(stages, used=used, at=work.now())


def _make_default(work: SalesWork, process: SalesProcess, wanted: bool | None) -> None:
    if wanted is False and process.is_default:
        raise ProcessDefault(process_id=process.id)
    if not wanted or process.is_default:
        return
    before = work.processes.default()
    if before is not None:
        before.is_default = False
        work.save(before)
    process.is_default = True


def _stage_from(work: SalesWork, process: SalesProcess, fields: StageFields, pointer: str) -> Stage:
    given = fields.given()
    stage = _present_stage(process, given, pointer) or Stage(
        names={}, position=0, kind=StageKind.OPEN, probability_bp=0
    )
    kind = given.get("kind", str(stage.kind))
    if kind not in _KINDS:
        raise ProcessInvalid([FieldError(f"{pointer}/kind", "unknown", "open, won or lost")])
    stage.kind = _KINDS[kind]
    percent = given.get("probability", _FIXED_PERCENT.get(stage.kind, stage.probability_bp // 100))
    stage.probability_bp = percent * 100
    stage.names = names_from(
        given, stage.names, locale=work.caller.locale, pointer=f"{pointer}/name"
    )
    stage.entry_requirements = list(given.get("entry_requirements", stage.entry_requirements))
    stage.expected_days = given.get("expected_days", stage.expected_days)
    return stage


def _present_stage(process: SalesProcess, given: dict[str, Any], pointer: str) -> Stage | None:
    if "id" not in given:
        return None
    for stage in process.stages:
        if stage.id == given["id"]:
            return stage
    raise ProcessInvalid([FieldError(f"{pointer}/id", "unknown", "is not a stage of the process")])
