"""Use cases that end a case or open it again."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.contracts.quoting.events import QuoteAcceptedV1
from shared.contracts.sales.events import (
    CaseCancelledV1,
    CaseLostV1,
    CaseReopenedV1,
    CaseUpdatedV1,
    CaseWonV1,
)

from sales.application.case_saving import save_case, snapshot
from sales.application.cases import open_for_change
from sales.application.ports import SalesWork
from sales.domain import decisions
from sales.domain.cases import SalesCase
from sales.domain.errors import ListedValueRetired
from sales.domain.processes import SalesProcess, Stage, StageKind


@dataclass(frozen=True)
class Loss:
    """Why and when a case was lost."""

    reason_id: UUID
    competitor: str | None = None
    comment: str | None = None
    closed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reopening:
    """Where a case goes on, and when the order is expected now."""

    stage_id: UUID | None = None
    expected_order_date: date | None = None


def win_case(
    work: SalesWork, *, case_id: UUID, closed_on: date | None, expected_version: int | None
) -> SalesCase:
    """
    Win a case, today unless *closed_on* says an earlier day.

    Raises:
        CaseClosed, CaseWorthless, ClosingDateInvalid, Forbidden, NotFound
    """
    case = open_for_change(work, case_id, expected_version=expected_version)
    before = snapshot(case)
    process = work.processes.get(case.process_id)
    decisions.win(case, process, closed_on=closed_on or work.today(), today=work.today())
    return save_case(work, case, before=before, fact=CaseWonV1)


def lose_case(
    work: SalesWork, *, case_id: UUID, loss: Loss, expected_version: int | None
) -> SalesCase:
    """
    Lose a case for a reason of the list, today unless the loss says an earlier day.

    Raises:
        CaseClosed, ClosingDateInvalid, ListedValueRetired, Forbidden, NotFound
    """
    case = open_for_change(work, case_id, expected_version=expected_version)
    before = snapshot(case)
    reason = work.lost_reasons.get(loss.reason_id)
    if reason.archived_at is not None or not reason.active:
        raise ListedValueRetired(value_id=reason.id, pointer="/lost_reason_id")
    process, today = work.processes.get(case.process_id), work.today()
    closed_on = loss.closed_on or today
    decisions.lose(case, process, reason_id=reason.id, closed_on=closed_on, today=today)
    case.lost_comment = loss.comment
    case.competitor = loss.competitor or case.competitor
    return save_case(work, case, before=before, fact=CaseLostV1)


def cancel_case(
    work: SalesWork, *, case_id: UUID, comment: str | None, expected_version: int | None
) -> SalesCase:
    """
    Drop a case that nobody decided.

    Raises:
        CaseClosed, Forbidden, NotFound
    """
    case = open_for_change(work, case_id, expected_version=expected_version)
    before = snapshot(case)
    decisions.cancel(case, comment=comment, today=work.today())
    return save_case(work, case, before=before, fact=CaseCancelledV1)


def reopen_case(
    work: SalesWork, *, case_id: UUID, reopening: Reopening, expected_version: int | None
) -> SalesCase:
    """
    Open a closed case again, in the stage it was last open in unless another one is named.

    Raises:
        CaseOpen, CaseInDelivery, StageUnfit, StageRequirementsMissing, Forbidden, NotFound
    """
    case = open_for_change(work, case_id, expected_version=expected_version)
    before = snapshot(case)
    process = work.processes.get(case.process_id)
    decisions.reopen(
        case,
        _stage_to_reopen_in(work, case, process, reopening.stage_id),
        expected_on=reopening.expected_order_date,
        invoiced=work.case_facts.is_invoiced(case.id),
    )
    return save_case(work, case, before=before, fact=CaseReopenedV1)


def win_case_by_quote(work: SalesWork, *, quote: QuoteAcceptedV1) -> None:
    """
    The customer accepted a quote: its case is won at the quote's value.

    Told twice it changes nothing more.

    Raises:
        NotFound: The case has not arrived.
    """
    case = work.cases.get(quote.sales_case_id)
    before = snapshot(case)
    process = work.processes.get(case.process_id)
    won = decisions.win_by_quote(
        case, process, quote_id=quote.quote_id, net=quote.net, accepted_on=quote.accepted_on
    )
    save_case(work, case, before=before, fact=CaseWonV1 if won else CaseUpdatedV1)


def _stage_to_reopen_in(
    work: SalesWork, case: SalesCase, process: SalesProcess, stage_id: UUID | None
) -> Stage:
    if stage_id is not None:
        return process.live_stage(stage_id, kind=StageKind.OPEN)
    live = {stage.id: stage for stage in process.live_stages}
    for moment in reversed(work.changes.of(case.id)):
        if moment.status == "open" and moment.stage_id in live:
            return live[moment.stage_id]
    return process.first(StageKind.OPEN)
