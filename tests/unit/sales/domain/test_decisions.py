"""How cases end and are opened again."""

from datetime import date, timedelta

import pytest
from sales.domain import decisions
from sales.domain.errors import (
    CaseClosed,
    CaseInDelivery,
    CaseOpen,
    CaseWorthless,
    ClosingDateInvalid,
)
from sales.domain.processes import StageKind
from shared.kernel.ids import new_id
from support.sales import TODAY, a_case, a_process, kroner

LATER = TODAY + timedelta(days=1)


def test_a_won_case_is_certain_and_stands_in_the_won_stage():
    process = a_process()
    case = a_case(process)
    case.set_probability(42, stage=process.live_stages[0])

    decisions.win(case, process, closed_on=TODAY, today=TODAY)

    assert (case.status, case.probability_bp, case.probability_source) == (
        "won",
        10_000,
        "decision",
    )
    assert case.stage_id == process.first(StageKind.WON).id
    assert case.closed_on == TODAY


def test_a_lost_case_is_impossible_and_has_a_reason():
    process, reason_id = a_process(), new_id()
    case = a_case(process)

    decisions.lose(case, process, reason_id=reason_id, closed_on=TODAY, today=TODAY)

    assert (case.status, case.probability_bp, case.lost_reason_id) == ("lost", 0, reason_id)
    assert case.stage_id == process.first(StageKind.LOST).id


def test_a_cancelled_case_stays_in_its_stage_without_chance():
    process = a_process()
    case = a_case(process)
    stage_id = case.stage_id

    decisions.cancel(case, comment="Utgår", today=TODAY)

    assert (case.status, case.probability_bp, case.stage_id) == ("cancelled", 0, stage_id)


def test_a_case_without_value_cannot_be_won():
    process = a_process()

    with pytest.raises(CaseWorthless):
        decisions.win(a_case(process, value=kroner(0)), process, closed_on=TODAY, today=TODAY)


@pytest.mark.parametrize("closed_on", [date(2026, 11, 1), LATER])
def test_a_decision_lies_between_receipt_and_today(closed_on):
    process = a_process()

    with pytest.raises(ClosingDateInvalid):
        decisions.win(a_case(process), process, closed_on=closed_on, today=TODAY)


@pytest.mark.parametrize("closed_on", [date(2026, 11, 2), TODAY])
def test_a_decision_on_the_first_or_last_day_counts(closed_on):
    process = a_process()
    case = a_case(process)

    decisions.win(case, process, closed_on=closed_on, today=TODAY)

    assert case.closed_on == closed_on


def test_a_closed_case_is_not_closed_again():
    process = a_process()
    case = a_case(process)
    decisions.win(case, process, closed_on=TODAY, today=TODAY)

    with pytest.raises(CaseClosed):
        decisions.lose(case, process, reason_id=new_id(), closed_on=TODAY, today=TODAY)
    with pytest.raises(CaseClosed):
        decisions.cancel(case, comment=None, today=TODAY)


def test_reopening_goes_back_to_the_chance_of_the_stage():
    process = a_process()
    case = a_case(process)
    decisions.lose(case, process, reason_id=new_id(), closed_on=TODAY, today=TODAY)
    quote = process.live_stages[2]

    decisions.reopen(case, quote, expected_on=date(2027, 1, 15), invoiced=False)

    assert (case.status, case.stage_id, case.probability_bp) == ("open", quote.id, 5000)
    assert (case.closed_on, case.lost_reason_id) == (None, None)
    assert (case.expected_order_date, case.postponements) == (date(2027, 1, 15), 1)


def test_what_was_invoiced_stays_won():
    process = a_process()
    case = a_case(process)
    decisions.win(case, process, closed_on=TODAY, today=TODAY)

    with pytest.raises(CaseInDelivery):
        decisions.reopen(case, process.live_stages[0], expected_on=None, invoiced=True)


def test_an_open_case_is_not_reopened():
    process = a_process()

    with pytest.raises(CaseOpen):
        decisions.reopen(a_case(process), process.live_stages[0], expected_on=None, invoiced=False)


def test_an_accepted_quote_wins_the_case_once_at_its_value():
    process, quote_id = a_process(), new_id()
    case = a_case(process)

    first, second = (
        decisions.win_by_quote(
            case, process, quote_id=quote_id, net=kroner(90_000), accepted_on=TODAY
        )
        for _ in range(2)
    )

    assert (first, second) == (True, False)
    assert (case.status, case.value, case.value_source) == ("won", kroner(90_000), "quote")
    assert case.primary_quote_id == quote_id


def test_an_accepted_quote_wins_even_a_lost_case():
    process = a_process()
    case = a_case(process)
    decisions.lose(case, process, reason_id=new_id(), closed_on=TODAY, today=TODAY)

    won = decisions.win_by_quote(case, process, quote_id=new_id(), net=kroner(0), accepted_on=TODAY)

    assert won
    assert (case.status, case.lost_reason_id) == ("won", None)
