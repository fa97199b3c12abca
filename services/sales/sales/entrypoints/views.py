"""How records are shown in answers."""

from typing import Any

from shared.contracts.sales.process_views import (
    LeadSourceView,
    LostReasonView,
    ProcessView,
    StageView,
)
from shared.contracts.sales.views import CaseHistoryView, FieldChangeView, StageTransitionView

from sales.domain.changes import CaseMoment, FieldChange, field_changes, stays
from sales.domain.lead_sources import LeadSource, LostReason, name_in
from sales.domain.processes import SalesProcess, Stage
from sales.persistence.work import SalesWork

_PUBLIC_NAMES = {"probability_bp": "probability"}


def process_view(process: SalesProcess, locale: str) -> ProcessView:
    """A process with its stages in order, retired ones last."""
    stages = sorted(process.stages, key=lambda each: (each.retired_at is not None, each.position))
    return ProcessView(
        id=process.id,
        name=process.name,
        case_kind=process.case_kind,
        is_default=process.is_default,
        stages=[_stage_view(stage, locale) for stage in stages],
        version=process.version,
        created_at=process.created_at,  # type: ignore[arg-type]  # stored ones have both
        updated_at=process.updated_at,  # type: ignore[arg-type]
        archived_at=process.archived_at,
    )


def lead_source_view(value: LeadSource, locale: str) -> LeadSourceView:
    """A lead source, its name in the caller's language."""
    return LeadSourceView(**_listed(value, locale))


def lost_reason_view(value: LostReason, locale: str) -> LostReasonView:
    """A lost reason, its name in the caller's language."""
    return LostReasonView(**_listed(value, locale))


def history_view(work: SalesWork, row: Any) -> CaseHistoryView:
    """Everything that happened to a case the caller may see."""
    moments = work.changes.of(row.id)
    texts = work.forecasts.stage_names()
    names = {each: name_in(names, work.caller.locale) for each, (_, names) in texts.items()}
    time_zone = work.caller.time_zone
    return CaseHistoryView(
        case_id=row.id,
        transitions=[
            StageTransitionView(
                stage_id=stay.stage_id,
                stage_name=names.get(stay.stage_id, ""),
                status=stay.status,
                entered_at=stay.entered_at,
                left_at=stay.left_at,
                days_in_stage=stay.days,
                actor_id=stay.actor_id,
            )
            for stay in stays(moments, now=work.now(), time_zone=time_zone)
        ],
        changes=[_change_view(change) for change in field_changes(moments)],
    )


def _stage_view(stage: Stage, locale: str) -> StageView:
    return StageView(
        id=stage.id,
        name=name_in(stage.names, locale),
        names=stage.names,
        position=stage.position,
        kind=str(stage.kind),
        probability=stage.probability_bp // 100,
        entry_requirements=stage.entry_requirements,
        expected_days=stage.expected_days,
        retired=stage.retired_at is not None,
    )


def _listed(value: Any, locale: str) -> dict[str, Any]:
    names = LeadSourceView.__struct_fields__
    plain = {name: getattr(value, name) for name in names if name != "name"}
    return {**plain, "name": name_in(value.names, locale)}


def _change_view(change: FieldChange) -> FieldChangeView:
    moment: CaseMoment = change.moment
    old, new = change.old, change.new
    if change.field == "probability_bp":
        old, new = (None if each is None else each // 100 for each in (old, new))
    return FieldChangeView(
        field=_PUBLIC_NAMES.get(change.field, change.field),
        old=old,
        new=new,
        valid_from=moment.valid_from,
        recorded_at=moment.recorded_at,
        actor_id=moment.actor_id,
    )
