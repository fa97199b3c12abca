"""Cases of the past: built from their dates, with the history they would have had here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from shared.kernel.errors import FieldError
from shared.kernel.money import Money

from sales.domain.cases import CaseStatus, ProbabilitySource, SalesCase
from sales.domain.changes import CaseMoment, moment_of, start_of_day
from sales.domain.errors import CaseInvalid, CaseWorthless
from sales.domain.processes import SalesProcess, Stage, StageKind


@dataclass(frozen=True)
class Entry:
    """A stage a case was in, and since when."""

    stage: Stage
    entered_on: date


@dataclass(frozen=True, kw_only=True)
class Past:
    """
    What is known of a case of the past.

    Args:
        entries: In order; the last one is where the case stands and decides its status.
        probability_percent: The user's own, for an open case.
        facts: Further fields of ``SalesCase`` that need no rule.
    """

    entries: Sequence[Entry]
    value: Money
    received_on: date
    closed_on: date | None = None
    expected_order_date: date | None = None
    probability_percent: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)


def entries_from(
    process: SalesProcess,
    *,
    stages: Sequence[tuple[UUID, date]],
    stage_id: UUID,
    received_on: date,
    closed_on: date | None,
) -> list[Entry]:
    """
    The stages of a case of the past.

    Without *stages* it began in the process's first open stage, and went from there to
    *stage_id* when it was closed, or at once when it is open.

    Raises:
        StageUnfit: A stage of another process.
        CaseInvalid: Stages out of order, or not ending in *stage_id*.
    """
    if not stages:
        last = Entry(process.stage(stage_id), closed_on or received_on)
        if last.stage.kind == StageKind.OPEN:
            return [last]
        return [Entry(process.first(StageKind.OPEN), received_on), last]
    entries = [Entry(process.stage(each), entered_on) for each, entered_on in stages]
    days = [received_on, *(entry.entered_on for entry in entries)]
    if days != sorted(days):
        message = "from the day of receipt on, in order"
        raise CaseInvalid([FieldError("/stages", "out_of_order", message)])
    if entries[-1].stage.id != stage_id:
        raise CaseInvalid([FieldError("/stages", "conflict", "must end in stage_id")])
    return entries


def historic_case(process: SalesProcess, past: Past, *, today: date) -> SalesCase:
    """
    The case as it stands after everything in its past.

    Raises:
        CaseInvalid: Dates that do not fit together, or fields at fault.
        CaseWorthless: Won without value.
    """
    last = past.entries[-1].stage
    _check_dates(past, last, today)
    case = SalesCase(
        case_no="",
        process_id=process.id,
        stage_id=last.id,
        value=past.value,
        received_on=past.received_on,
        probability_bp=last.probability_bp,
        first_expected_order_date=past.expected_order_date,
        expected_order_date=past.expected_order_date or past.closed_on,
        **past.facts,
    )
    if last.kind == StageKind.OPEN:
        case.set_probability(past.probability_percent, stage=last)
    elif past.closed_on is not None:
        case.be_certain(CaseStatus(last.kind), closed_on=past.closed_on)
    if case.status == CaseStatus.WON and case.value.amount_minor <= 0:
        raise CaseWorthless(case_id=case.id)
    case.check()
    return case


def history_of(
    case: SalesCase,
    entries: Sequence[Entry],
    *,
    recorded_at: datetime,
    actor_id: UUID,
    time_zone: str,
) -> list[CaseMoment]:
    """The moments of a case of the past: one per stage, each from the start of its day on."""
    now = moment_of(case, at=recorded_at, actor_id=actor_id)
    known = {name: getattr(now, name) for name in CaseMoment.__dataclass_fields__}
    moments = []
    for entry in entries[:-1]:
        stood = {
            "stage_id": entry.stage.id,
            "status": CaseStatus(entry.stage.kind),
            "probability_bp": entry.stage.probability_bp,
            "probability_source": ProbabilitySource.STAGE,
            "closed_on": None,
            "valid_from": start_of_day(entry.entered_on, time_zone),
        }
        moments.append(CaseMoment(**{**known, **stood}))
    last_from = start_of_day(entries[-1].entered_on, time_zone)
    moments.append(CaseMoment(**{**known, "valid_from": last_from}))
    return moments


def _check_dates(past: Past, last: Stage, today: date) -> None:
    errors = []
    if past.received_on > today:
        errors.append(FieldError("/received_on", "out_of_range", "must not be in the future"))
    if past.entries[-1].entered_on > today:
        errors.append(FieldError("/stages", "out_of_range", "must not be in the future"))
    if last.kind == StageKind.OPEN and past.closed_on is not None:
        errors.append(FieldError("/closed_on", "conflict", "an open case is not closed"))
    if last.kind != StageKind.OPEN and past.closed_on is None:
        errors.append(FieldError("/closed_on", "required", "a decided case was closed"))
    if past.closed_on and not past.received_on <= past.closed_on <= today:
        errors.append(FieldError("/closed_on", "out_of_range", "between receipt and today"))
    if errors:
        raise CaseInvalid(errors)
