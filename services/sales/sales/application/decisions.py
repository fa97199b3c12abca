"""Use cases that end a case or open it again."""

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
    work: SalesWork,
    *,
    case_id: UUID,
    lost_reason_id: UUID,
    comment: str | None,
    competitor: str | None,
    closed_on: date | None,
    expected_version: int | None,
) -> SalesCase:
    """
    Lose a case for a reason of the list.

    Raises:
        CaseClosed, ClosingDateInvalid, ListedValueRetired, Forbidden, NotFound
    """
    case = open_for_change(work, case_id, expected_version=expected_version)
    before = snapshot(case)
    reason = work.lost_reasons.get(lost_reason_id)
    if reason.archived_at is not None or not reason.active:
        raise ListedValueRetired(value_id=reason.id, pointer="/lost_reason_id")
    today = work.today()
    process = work.processes.get(case.process_id)
    decisions.lose(case, process, reason_id=reason.id, closed_on=closed_on or today, today=today)
    case.lost_comment = comment
    case.competitor = competitor or case.competitor
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
    work: SalesWork,
    *,
    case_id: UUID,
    stage_id: UUID | None,
    expected_order_date: date | None,
    expected_version: int | None,
) -> SalesCase:
    """
    Open a closed case again, in the stage it was last open in unless *stage_id* says another.

    Raises:
        CaseOpen, CaseInDelivery, StageUnfit, StageRequirementsMissing, Forbidden, NotFound
    """
    case = open_for_change(work, case_id, expected_version=expected_version)
    before = snapshot(case)
    process = work.processes.get(case.process_id)
    decisions.reopen(
        case,
        _stage_to_reopen_in(work, case, process, stage_id),
        expected_on=expected_order_date,
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
