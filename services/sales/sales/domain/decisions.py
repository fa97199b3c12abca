"""How a case ends, and how it is opened again."""

from datetime import date
from uuid import UUID

from shared.kernel.money import Money

from sales.domain.cases import CaseStatus, ProbabilitySource, SalesCase
from sales.domain.errors import CaseInDelivery, CaseOpen, CaseWorthless, ClosingDateInvalid
from sales.domain.processes import SalesProcess, Stage, StageKind


def win(case: SalesCase, process: SalesProcess, *, closed_on: date, today: date) -> None:
    """
    Win the case.

    Raises:
        CaseClosed, CaseWorthless, ClosingDateInvalid
    """
    case.must_be_open()
    if case.value.amount_minor <= 0:
        raise CaseWorthless(case_id=case.id)
    _check_closing(case, closed_on, today)
    _decide(case, CaseStatus.WON, process.first(StageKind.WON), closed_on)


def win_by_quote(
    case: SalesCase, process: SalesProcess, *, quote_id: UUID, net: Money, accepted_on: date
) -> bool:
    """
    The customer accepted a quote: the case is won at the quote's value.

    The acceptance is a fact that was decided elsewhere, so a lost or cancelled case is won
    too and a free quote is no obstacle.

    Returns:
        Whether the case became won by this; False when it was won before.
    """
    was_won = case.status == CaseStatus.WON
    case.primary_quote_id = quote_id
    case.value_by_quote(net)
    if not was_won:
        case.lost_reason_id, case.lost_comment = None, None
        _decide(case, CaseStatus.WON, process.first(StageKind.WON), accepted_on)
    return not was_won


def lose(
    case: SalesCase, process: SalesProcess, *, reason_id: UUID, closed_on: date, today: date
) -> None:
    """
    Lose the case for a reason of the list.

    Raises:
        CaseClosed, ClosingDateInvalid
    """
    case.must_be_open()
    _check_closing(case, closed_on, today)
    case.lost_reason_id = reason_id
    _decide(case, CaseStatus.LOST, process.first(StageKind.LOST), closed_on)


def cancel(case: SalesCase, *, comment: str | None, today: date) -> None:
    """
    Drop the case without a decision; it stays in its stage.

    Raises:
        CaseClosed
    """
    case.must_be_open()
    case.lost_comment = comment
    case.be_certain(CaseStatus.CANCELLED, closed_on=today)


def reopen(case: SalesCase, stage: Stage, *, expected_on: date | None, invoiced: bool) -> None:
    """
    Open a closed case again; history keeps what was decided.

    Args:
        expected_on: The new expected order date; the old one stays without it.
        invoiced: Whether anything of the case has been invoiced.

    Raises:
        CaseOpen, CaseInDelivery, StageRequirementsMissing
    """
    if case.is_open:
        raise CaseOpen(case_id=case.id)
    if invoiced:
        raise CaseInDelivery(case_id=case.id)
    case.closed_on = None
    case.lost_reason_id, case.lost_comment = None, None
    case.probability_source = ProbabilitySource.STAGE
    if expected_on is not None:
        case.expect_order_on(expected_on)
    case.enter(stage)


def _decide(case: SalesCase, status: CaseStatus, stage: Stage, closed_on: date) -> None:
    case.stage_id = stage.id
    case.be_certain(status, closed_on=closed_on)


def _check_closing(case: SalesCase, closed_on: date, today: date) -> None:
    if not case.received_on <= closed_on <= today:
        raise ClosingDateInvalid(closed_on=closed_on, received_on=case.received_on, today=today)
